//! What the page says about its article in JSON-LD.

use dom_query::Document;
use serde_json::Value;

/// Types that stand for an article, without their `https://schema.org/`.
const ARTICLES: [&str; 14] = [
    "Article",
    "NewsArticle",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "OpinionNewsArticle",
    "BackgroundNewsArticle",
    "ReviewNewsArticle",
    "AdvertiserContentArticle",
    "BlogPosting",
    "LiveBlogPosting",
    "SocialMediaPosting",
    "Report",
    "TechArticle",
    "ScholarlyArticle",
];
/// How deep an article may be wrapped in lists, graphs and pages.
const MAX_DEPTH: usize = 6;

/// The fields of an article that a document's metadata has room for, as the page gives them.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Article {
    pub headline: Option<String>,
    pub publisher: Option<String>,
    pub authors: Vec<String>,
    pub published: Option<String>,
    pub modified: Option<String>,
    pub language: Option<String>,
    pub url: Option<String>,
}

/// The first article the page describes; empty if there is none.
pub(super) fn article(document: &Document) -> Article {
    let scripts = document.select("script[type='application/ld+json']");
    for script in scripts.nodes() {
        let Some(value) = parse(&script.text()) else {
            continue;
        };
        if let Some(article) = find(&value, MAX_DEPTH) {
            return read(article);
        }
    }
    Article::default()
}

/// The script's value; pages often leave raw line breaks in their strings.
fn parse(script: &str) -> Option<Value> {
    serde_json::from_str(script.trim())
        .or_else(|_| serde_json::from_str(&script.replace(['\n', '\r', '\t'], " ")))
        .ok()
}

fn find(value: &Value, depth: usize) -> Option<&Value> {
    if depth == 0 {
        return None;
    }
    match value {
        Value::Array(values) => values.iter().find_map(|value| find(value, depth - 1)),
        Value::Object(fields) => {
            if fields.get("@type").is_some_and(is_article) {
                return Some(value);
            }
            ["@graph", "mainEntity", "mainEntityOfPage", "item"]
                .iter()
                .filter_map(|name| fields.get(*name))
                .find_map(|value| find(value, depth - 1))
        }
        _ => None,
    }
}

fn is_article(kind: &Value) -> bool {
    match kind {
        Value::String(kind) => {
            let name = kind.rsplit(['/', '#', ':']).next().unwrap_or(kind);
            ARTICLES.contains(&name)
        }
        Value::Array(kinds) => kinds.iter().any(is_article),
        _ => false,
    }
}

fn read(article: &Value) -> Article {
    let text = |name: &str| article.get(name).and_then(text);
    Article {
        headline: text("headline").or_else(|| text("name")),
        publisher: article
            .get("publisher")
            .and_then(|p| names(p).into_iter().next()),
        authors: article
            .get("author")
            .or_else(|| article.get("creator"))
            .map(names)
            .unwrap_or_default(),
        published: text("datePublished"),
        modified: text("dateModified"),
        language: text("inLanguage"),
        url: text("url").or_else(|| article.get("mainEntityOfPage").and_then(address)),
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Array(values) => values.first().and_then(text),
        _ => None,
    }
}

fn address(value: &Value) -> Option<String> {
    text(value).or_else(|| value.get("@id").and_then(text))
}

/// The names of the persons or bodies in `value`: strings, objects with a name, or lists of them.
fn names(value: &Value) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().flat_map(names).collect(),
        Value::Object(fields) => fields.get("name").map(names).unwrap_or_default(),
        other => text(other).into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(json: &str) -> Article {
        article(&Document::from(format!(
            "<script type='application/ld+json'>{json}</script>"
        )))
    }

    #[test]
    fn finds_the_article_in_a_graph() {
        let found = from(
            r#"{"@graph":[{"@type":"WebSite","name":"x"},{"@type":["NewsArticle"],"headline":"Dam fails",
            "author":[{"name":"Jane Example"},{"name":["John Sample"]}],"publisher":{"name":"The Daily"},
            "datePublished":"2020-01-02","mainEntityOfPage":{"@id":"https://example.org/a"}}]}"#,
        );
        assert_eq!(found.headline.as_deref(), Some("Dam fails"));
        assert_eq!(found.authors, ["Jane Example", "John Sample"]);
        assert_eq!(found.publisher.as_deref(), Some("The Daily"));
        assert_eq!(found.url.as_deref(), Some("https://example.org/a"));
    }

    #[test]
    fn broken_or_foreign_data_says_nothing() {
        assert_eq!(from("{\"@type\":"), Article::default());
        assert_eq!(
            from(r#"{"@type":"Product","name":"x"}"#),
            Article::default()
        );
        assert_eq!(from(r#"[[[[[[[[[[]]]]]]]]]]"#), Article::default());
    }
}
