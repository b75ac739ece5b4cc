//! Plain text as people save it from a page: title, datelines, captions and furniture around the text.

mod head;
mod wrap;

use crate::furniture::{self, dateline, shape::fold};
use onrecord_core::{Block, BlockKind, Metadata, Span};
use std::borrow::Cow;

/// Least trust, from 0 to 1, in a language told from the words.
const LANGUAGE_CONFIDENCE: f64 = 0.9;
/// How much of the text, in bytes, is looked at for its language.
const LANGUAGE_SAMPLE: usize = 20_000;
/// Shortest sample, in bytes, that tells a language.
const LANGUAGE_MIN: usize = 80;

/// What was read from a plain text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlainText {
    /// What the text says about itself.
    pub metadata: Metadata,
    /// Its parts in order. They lie in the given text as it is, and every line
    /// that is not blank lies in exactly one of them.
    pub blocks: Vec<Block>,
}

/// A paragraph on its way to being a block.
struct Part<'t> {
    span: Span,
    /// The paragraph as one line.
    line: Cow<'t, str>,
    kind: BlockKind,
}

/// Reads a plain text, in normal form C and with `\n` line ends.
///
/// Nothing is removed or rewritten: what is not text of the article keeps its
/// place and is called [`BlockKind::Furniture`].
pub fn read(text: &str) -> PlainText {
    let mut parts = classified(text);
    let title = head::mark_title(&mut parts);
    head::mark_standfirst(&mut parts, title);
    let metadata = metadata(&parts, title);
    let blocks = parts
        .iter()
        .map(|part| Block {
            kind: part.kind,
            span: part.span,
            page: None,
        })
        .collect();
    PlainText { metadata, blocks }
}

/// The text's paragraphs with what each is by its own words and neighbours.
fn classified(text: &str) -> Vec<Part<'_>> {
    let paragraphs = wrap::paragraphs(text);
    let lines: Vec<Cow<'_, str>> = paragraphs
        .iter()
        .map(|(span, _)| wrap::one_line(span.of(text)))
        .collect();
    let mut spaced: Vec<&str> = Vec::with_capacity(lines.len() * 2);
    let mut places = Vec::with_capacity(lines.len());
    for (line, (_, after_blank)) in lines.iter().zip(&paragraphs) {
        if *after_blank {
            spaced.push("");
        }
        places.push(spaced.len());
        spaced.push(line);
    }
    let kinds = furniture::classify(&spaced);
    let spans = paragraphs.into_iter().map(|(span, _)| span);
    spans
        .zip(lines)
        .zip(places)
        .map(|((span, line), place)| Part {
            span,
            line,
            kind: kinds[place],
        })
        .collect()
}

/// What the title and the datelines say. The first date given counts; a byline
/// counts above the text only, where it is not somebody else's.
fn metadata(parts: &[Part<'_>], title: Option<usize>) -> Metadata {
    let mut metadata = Metadata {
        title: title.map(|at| fold_spaces(&parts[at].line)),
        language: language(parts.iter().filter(|p| p.kind.is_body()).map(|p| &*p.line)),
        ..Metadata::default()
    };
    let body = parts.iter().position(|part| part.kind.is_body());
    let body = body.unwrap_or(parts.len());
    for (at, part) in parts.iter().enumerate() {
        if part.kind != BlockKind::Dateline {
            continue;
        }
        let Some(found) = dateline::parse(&fold(&part.line)) else {
            continue;
        };
        metadata.published = metadata.published.or(found.published);
        metadata.updated = metadata.updated.or(found.updated);
        if at <= body + 1 {
            metadata.byline = metadata.byline.or(found.byline);
        }
    }
    metadata
}

fn fold_spaces(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The language of the given lines as a BCP 47 tag, if their words leave no doubt.
pub(crate) fn language<'l>(lines: impl Iterator<Item = &'l str>) -> Option<String> {
    let mut sample = String::new();
    for line in lines {
        let room = LANGUAGE_SAMPLE.saturating_sub(sample.len());
        if room == 0 {
            break;
        }
        sample.push_str(&line[..line.floor_char_boundary(room)]);
        sample.push('\n');
    }
    if sample.len() < LANGUAGE_MIN {
        return None;
    }
    let info = whatlang::detect(&sample)?;
    (info.is_reliable() && info.confidence() >= LANGUAGE_CONFIDENCE)
        .then(|| bcp47(info.lang()).to_owned())
}

/// The shortest tag of a language, as BCP 47 wants it.
fn bcp47(language: whatlang::Lang) -> &'static str {
    use whatlang::Lang::*;
    match language {
        Epo => "eo",
        Eng => "en",
        Rus => "ru",
        Cmn => "zh",
        Spa => "es",
        Por => "pt",
        Ita => "it",
        Ben => "bn",
        Fra => "fr",
        Deu => "de",
        Ukr => "uk",
        Kat => "ka",
        Ara => "ar",
        Hin => "hi",
        Jpn => "ja",
        Heb => "he",
        Yid => "yi",
        Pol => "pl",
        Amh => "am",
        Jav => "jv",
        Kor => "ko",
        Nob => "nb",
        Dan => "da",
        Swe => "sv",
        Fin => "fi",
        Tur => "tr",
        Nld => "nl",
        Hun => "hu",
        Ces => "cs",
        Ell => "el",
        Bul => "bg",
        Bel => "be",
        Mar => "mr",
        Kan => "kn",
        Ron => "ro",
        Slv => "sl",
        Hrv => "hr",
        Srp => "sr",
        Mkd => "mk",
        Lit => "lt",
        Lav => "lv",
        Est => "et",
        Tam => "ta",
        Vie => "vi",
        Urd => "ur",
        Tha => "th",
        Guj => "gu",
        Uzb => "uz",
        Pan => "pa",
        Aze => "az",
        Ind => "id",
        Tel => "te",
        Pes => "fa",
        Mal => "ml",
        Ori => "or",
        Mya => "my",
        Nep => "ne",
        Sin => "si",
        Khm => "km",
        Tuk => "tk",
        Aka => "ak",
        Zul => "zu",
        Sna => "sn",
        Afr => "af",
        Lat => "la",
        Slk => "sk",
        Cat => "ca",
        Tgl => "tl",
        Hye => "hy",
        other => other.code(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use BlockKind::*;

    const LEAD: &str =
        "The dam above the town failed on Monday night after a week of rain, the ministry said.";
    const MORE: &str =
        "“Nobody was hurt and the road is open again,” a spokesman told reporters in the valley.";

    fn kinds(text: &str) -> Vec<BlockKind> {
        read(text).blocks.iter().map(|block| block.kind).collect()
    }

    #[test]
    fn a_saved_page_is_told_apart() {
        let text = format!(
            "<!-- tag -->\n\nDam fails after rain\n\nWater reaches the valley\n\nBy Jane Example\nOctober 22, 2021\n\
             The dam in 2012. SOURCE: JANE EXAMPLE/AP\n\n{LEAD}\n\nRead Also  Rain to go on\n\n{MORE}\n\nRelated stories\nFire at the port\n"
        );
        assert_eq!(
            kinds(&text),
            [
                Furniture, Title, Heading, Dateline, Dateline, Caption, Paragraph, Furniture,
                Paragraph, Furniture, Furniture
            ]
        );
        let metadata = read(&text).metadata;
        assert_eq!(metadata.title.as_deref(), Some("Dam fails after rain"));
        assert_eq!(metadata.byline.as_deref(), Some("Jane Example"));
        assert_eq!(metadata.published.as_deref(), Some("2021-10-22"));
        assert_eq!(metadata.language.as_deref(), Some("en"));
        assert_eq!(metadata.publisher, None);
    }

    #[test]
    fn a_repeated_title_and_standfirst_are_not_text() {
        let text = format!(
            "Dam fails after rain\n\n{LEAD}\n\nMay 2021\nDAM FAILS AFTER RAIN\n\n{MORE}\n{LEAD} It was old.\n"
        );
        assert_eq!(
            kinds(&text),
            [Title, Heading, Dateline, Furniture, Paragraph, Paragraph]
        );
    }

    #[test]
    fn text_without_a_title_has_none() {
        let text = format!("{LEAD}\n{MORE}");
        assert_eq!(kinds(&text), [Paragraph, Paragraph]);
        assert_eq!(read(&text).metadata.title, None);
    }

    #[test]
    fn every_line_lies_in_one_block() {
        let text = format!("Title of it\n\n {LEAD}\t\n\n\n*\n{MORE}\nend");
        let read = read(&text);
        let mut at = 0;
        for block in &read.blocks {
            assert!(block.span.start >= at);
            assert!(text[at..block.span.start].trim().is_empty());
            at = block.span.end;
        }
        assert!(text[at..].trim().is_empty());
    }

    #[test]
    fn odd_input_is_survived() {
        assert_eq!(read(""), PlainText::default());
        assert_eq!(read("\n \n").blocks.len(), 0);
        assert_eq!(read(&"x ".repeat(3_000_000)).blocks.len(), 1);
        assert_eq!(
            read(&"\n\u{feff}a\u{301}\n".repeat(1000)).blocks.len(),
            1000
        );
    }
}
