//! A written page, checked the way every report must hold.

use scraper::{Html, Selector};
use std::collections::HashSet;

/// Elements without an end tag.
const VOID: [&str; 1] = ["meta"];

pub struct Page {
    html: Html,
}

impl Page {
    /// Parses `html`, after checking what must hold of every page: balanced
    /// tags, unique ids, links that lead somewhere, nothing loaded or run.
    pub fn checked(html: &str) -> Self {
        assert_balanced(html);
        let page = Page {
            html: Html::parse_document(html),
        };
        page.assert_links_resolve();
        page.assert_nothing_is_loaded();
        page
    }

    fn assert_links_resolve(&self) {
        let mut ids = HashSet::new();
        for id in self.attributes("[id]", "id") {
            assert!(ids.insert(id.clone()), "two elements have the id {id}");
        }
        for href in self.attributes("[href]", "href") {
            match href.strip_prefix('#') {
                Some(id) => assert!(ids.contains(id), "nothing has the id {id}"),
                None => assert!(href.starts_with("http://") || href.starts_with("https://")),
            }
        }
    }

    fn assert_nothing_is_loaded(&self) {
        let loads = "script, link, img, iframe, object, embed, video, audio, svg, base, form, \
            [src], [srcset], [style], [background], [http-equiv=refresh]";
        assert_eq!(self.count(loads), 0);
        for style in self.texts("style") {
            assert!(!style.contains("url(") && !style.contains("@import"));
        }
        for element in self.html.select(&selector("*")) {
            let handler = element
                .value()
                .attrs()
                .find(|(name, _)| name.starts_with("on"));
            assert_eq!(handler, None);
            assert!(element.value().name() != "a" || element.attr("href").is_some());
        }
    }

    fn attributes(&self, css: &str, name: &str) -> Vec<String> {
        let css = selector(css);
        let elements = self.html.select(&css);
        elements
            .filter_map(|e| e.attr(name).map(str::to_owned))
            .collect()
    }

    pub fn outward_links(&self) -> Vec<String> {
        self.attributes("a[href^=http]", "href")
    }

    pub fn count(&self, css: &str) -> usize {
        self.html.select(&selector(css)).count()
    }

    /// The text of each element that `css` chooses.
    pub fn texts(&self, css: &str) -> Vec<String> {
        let css = selector(css);
        let elements = self.html.select(&css);
        elements.map(|e| e.text().collect()).collect()
    }

    /// The text of all of them.
    pub fn text(&self, css: &str) -> String {
        self.texts(css).join("\n")
    }

    /// For each document its id and the text of its blocks, without what the report puts in.
    pub fn bodies(&self) -> Vec<(String, String)> {
        let block = selector(".row > p, .row > h4");
        let article = selector("article.document");
        let documents = self.html.select(&article);
        let added = [selector(".ref"), selector(".page")];
        documents
            .map(|document| {
                let blocks = document.select(&block).map(|block| {
                    let mut text: String = block.text().collect();
                    for extra in added.iter().flat_map(|css| block.select(css)) {
                        let extra: String = extra.text().collect();
                        text = text.replacen(&extra, "", 1);
                    }
                    text
                });
                let id = document.attr("id").unwrap_or_default().to_owned();
                (id, blocks.collect::<Vec<_>>().join("\n\n"))
            })
            .collect()
    }
}

fn selector(css: &str) -> Selector {
    Selector::parse(css).expect("a selector")
}

/// Every start tag has its end tag, and they nest: a parser would mend it silently.
fn assert_balanced(html: &str) {
    let mut open: Vec<&str> = Vec::new();
    let (before, after) = html.split_once("<style>").expect("a style");
    let (_, after) = after.split_once("</style>").expect("its end");
    for tag in [before, after]
        .into_iter()
        .flat_map(|part| part.split('<').skip(1))
    {
        let (tag, _) = tag.split_once('>').expect("a tag's end");
        let name = tag.split([' ', '\n']).next().unwrap_or_default();
        if let Some(name) = name.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name));
        } else if !name.starts_with('!') && !VOID.contains(&name) {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?}");
}
