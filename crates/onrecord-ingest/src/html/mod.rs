//! The article in a page of HTML: its paragraphs, told from everything around them.

mod linked_data;
mod marks;
mod metadata;
mod oracle;
mod select;
mod shallow;
mod walk;

use crate::furniture::TextBlock;
use dom_query::Document;
use onrecord_core::Metadata;
use unicode_normalization::UnicodeNormalization;

/// What was read from a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HtmlText {
    /// What the page says about itself.
    pub metadata: Metadata,
    /// The blocks of its main part in order; what stands between the paragraphs
    /// is kept and called by its kind.
    pub blocks: Vec<TextBlock>,
}

/// Reads a page. `address` is where it was fetched from, if that is known; a name that
/// is not a web address is ignored.
///
/// Any input gives an answer: broken markup is read as browsers read it, and a page
/// without an article has no blocks.
pub fn read(html: &str, address: Option<&str>) -> HtmlText {
    let html = &shallow::shallow(html);
    let document = Document::from(&**html);
    let page = walk::page(&document);
    let mut metadata = metadata::read(&document, address);
    let main_text = oracle::main_text(html, &page);
    let mut blocks = select::article(&page, main_text.as_deref(), metadata.title.as_deref());
    metadata::complete(&mut metadata, &blocks);
    for block in &mut blocks {
        compose(&mut block.text);
    }
    HtmlText { metadata, blocks }
}

/// Brings text into normal form C: character references may have left it.
fn compose(text: &mut String) {
    if unicode_normalization::is_nfc_quick(text.chars()) != unicode_normalization::IsNormalized::Yes
    {
        *text = text.nfc().collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use onrecord_core::BlockKind::{self, *};

    const FIRST: &str = "The dam above the town failed on Monday night after a week of heavy rain, the ministry said in a statement.";
    const SECOND: &str = "“Nobody was hurt, and the road to the valley is open again,” a spokesman told reporters on Tuesday.";
    const THIRD: &str = "Residents had warned of cracks in the wall since the spring, according to letters read out in the council.";

    fn page() -> String {
        format!(
            "<html><head><title>Dam fails</title></head><body><nav><a href='/'>Home</a></nav><article>
             <h1>Dam fails</h1><p>{FIRST}</p><figure><img src='x.jpg'><figcaption>The dam in 2012</figcaption></figure>
             <p>{SECOND}</p><p><a href='/port'>Fire at the port</a></p><h2>Warnings</h2><p>{THIRD} e\u{301}</p>
             <div class='related-stories'><p>Minister leaves office after the flood in the valley, the cabinet said.</p></div>
             </article><footer>Copyright 2020 The Daily</footer></body></html>"
        )
    }

    fn kinds(blocks: &[TextBlock]) -> Vec<BlockKind> {
        blocks.iter().map(|block| block.kind).collect()
    }

    #[test]
    fn an_article_is_told_from_its_page() {
        let read = read(&page(), Some("https://example.org/dam"));
        let body: Vec<&str> = read
            .blocks
            .iter()
            .filter(|block| block.kind == Paragraph)
            .map(|block| block.text.as_str())
            .collect();
        assert_eq!(body, [FIRST, SECOND, &format!("{THIRD} é")]);
        assert!(kinds(&read.blocks).contains(&Heading));
        assert_eq!(
            read.metadata.url.as_deref(),
            Some("https://example.org/dam")
        );
        assert_eq!(read.metadata.language.as_deref(), Some("en"));
    }

    #[test]
    fn odd_input_is_survived() {
        for html in [
            "",
            "<",
            "<p",
            "\0<p>\u{fffd}</p>",
            "<html><body></body></html>",
            "just text",
        ] {
            read(html, None);
        }
        let deep = "<div>".repeat(20_000) + "<p>" + FIRST;
        assert_eq!(read(&deep, None).blocks.len(), 1);
        let wide = format!("<p>{}</p>", "word ".repeat(500_000));
        read(&wide, None);
    }
}
