//! x
use crate::furniture::TextBlock;
use onrecord_core::{BlockKind, Metadata};
/// y
pub struct HtmlText { /// m
 pub metadata: Metadata, /// b
 pub blocks: Vec<TextBlock> }
/// x
pub fn read(html: &str, _path_hint: Option<&str>) -> HtmlText {
    let o = rs_trafilatura::Options { page_type: Some(rs_trafilatura::page_type::PageType::Article), ..Default::default() };
    let r = rs_trafilatura::extract_with_options(html, &o).unwrap();
    if std::env::var("DUMP").is_ok() { println!("{}", r.content_html.unwrap_or_default()); }
    HtmlText { metadata: Metadata::default(), blocks: r.content_text.lines().filter(|l| !l.trim().is_empty()).map(|l| TextBlock{kind:BlockKind::Paragraph,text:l.to_string()}).collect() }
}
