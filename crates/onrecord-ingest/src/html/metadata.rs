//! What a page says about itself: OpenGraph, meta tags, JSON-LD, `time` elements and datelines.

use super::linked_data::{self, Article};
use crate::furniture::{
    TextBlock, dateline,
    shape::{fold, key},
};
use crate::plain;
use dom_query::Document;
use onrecord_core::{BlockKind, Metadata};

/// Longest name of an author or publisher, in characters.
const MAX_NAME: usize = 160;
/// Marks that part a title from its site's name.
const SEPARATORS: [&str; 8] = [" | ", " - ", " – ", " — ", " » ", " · ", " :: ", " • "];

/// The page's `meta` elements: names in lower case with their contents, in order.
struct Tags(Vec<(String, String)>);

impl Tags {
    fn of(document: &Document) -> Self {
        let mut tags = Vec::new();
        for element in document.select("meta[content]").nodes() {
            let Some(content) = element.attr("content").filter(|c| !c.trim().is_empty()) else {
                continue;
            };
            for attribute in ["property", "name", "itemprop", "http-equiv"] {
                if let Some(name) = element.attr(attribute) {
                    tags.push((name.to_lowercase(), content.trim().to_owned()));
                }
            }
        }
        Tags(tags)
    }

    /// The contents under the first of `names` that the page has.
    fn first(&self, names: &[&str]) -> Option<&str> {
        let find = |name: &&str| self.0.iter().find(|(found, _)| found == name);
        let (_, content) = names.iter().find_map(find)?;
        Some(content)
    }

    /// The contents under `name`, in order.
    fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        let named = self.0.iter().filter(move |(found, _)| found == name);
        named.map(|(_, content)| content.as_str())
    }
}

/// What the page's head and markup say. [`complete`] adds what its text says.
pub(super) fn read(document: &Document, address: Option<&str>) -> Metadata {
    let tags = Tags::of(document);
    let article = linked_data::article(document);
    let publisher = publisher(&tags, &article);
    Metadata {
        title: title(document, &tags, &article, publisher.as_deref()),
        byline: byline(&tags, &article),
        published: published(document, &tags, &article),
        updated: updated(document, &tags, &article),
        language: declared_language(document, &tags, &article),
        url: url(document, &tags, &article, address),
        publisher,
    }
}

/// Fills what the head left open from the article's datelines and words.
pub(super) fn complete(metadata: &mut Metadata, blocks: &[TextBlock]) {
    let datelines = blocks.iter().filter(|b| b.kind == BlockKind::Dateline);
    for found in datelines.filter_map(|block| dateline::parse(&fold(&block.text))) {
        metadata.published = metadata.published.take().or(found.published);
        metadata.updated = metadata.updated.take().or(found.updated);
        metadata.byline = metadata.byline.take().or(found.byline);
    }
    if metadata.language.is_none() {
        let body = blocks.iter().filter(|block| block.kind.is_body());
        metadata.language = plain::language(body.map(|block| block.text.as_str()));
    }
}

fn publisher(tags: &Tags, article: &Article) -> Option<String> {
    tags.first(&["og:site_name"])
        .or(article.publisher.as_deref())
        .or_else(|| {
            tags.first(&[
                "publisher",
                "dc.publisher",
                "dcterms.publisher",
                "application-name",
            ])
        })
        .and_then(name)
}

fn title(
    document: &Document,
    tags: &Tags,
    article: &Article,
    publisher: Option<&str>,
) -> Option<String> {
    let headings: Vec<String> = document
        .select("h1")
        .nodes()
        .iter()
        .map(|heading| one_line(&heading.text()))
        .filter(|heading| !heading.is_empty())
        .collect();
    let only_heading = (headings.len() == 1).then(|| headings[0].clone());
    let head = || document.select_single("title").text().to_string();
    let title = tags
        .first(&[
            "og:title",
            "twitter:title",
            "dc.title",
            "sailthru.title",
            "parsely-title",
        ])
        .map(str::to_owned)
        .or_else(|| article.headline.clone())
        .or(only_heading)
        .unwrap_or_else(head);
    let title = without_site(&one_line(&title), publisher, &headings);
    (!title.is_empty()).then_some(title)
}

/// The title without the site's name: cut only where what is cut off is the publisher, or what
/// is left is the page's heading.
fn without_site(title: &str, publisher: Option<&str>, headings: &[String]) -> String {
    let publisher = publisher.map(key);
    let is_site = |part: &str| publisher.as_ref().is_some_and(|name| *name == key(part));
    let is_heading = |part: &str| headings.iter().any(|heading| key(heading) == key(part));
    if is_heading(title) {
        return title.to_owned();
    }
    for separator in SEPARATORS {
        if let Some((rest, site)) = title.rsplit_once(separator)
            && (is_site(site) || is_heading(rest))
        {
            return rest.trim().to_owned();
        }
        if let Some((rest, _)) = title.split_once(separator)
            && is_heading(rest)
        {
            return rest.trim().to_owned();
        }
        if let Some((site, rest)) = title.split_once(separator)
            && is_site(site)
        {
            return rest.trim().to_owned();
        }
    }
    title.to_owned()
}

fn byline(tags: &Tags, article: &Article) -> Option<String> {
    let mut authors: Vec<String> = article.authors.iter().filter_map(|a| author(a)).collect();
    for tag in [
        "author",
        "article:author",
        "dc.creator",
        "dcterms.creator",
        "parsely-author",
        "sailthru.author",
        "byl",
    ] {
        if authors.is_empty() {
            authors.extend(tags.all(tag).filter_map(author));
        }
    }
    let mut seen = std::collections::HashSet::new();
    authors.retain(|author| seen.insert(key(author)));
    (!authors.is_empty()).then(|| authors.join(", "))
}

/// The name of an author, without the `By` some pages put before it.
fn author(value: &str) -> Option<String> {
    let value = one_line(value);
    let bare = match value.get(..3) {
        Some(by) if by.eq_ignore_ascii_case("by ") => &value[3..],
        _ => &value,
    };
    name(bare).filter(|name| !name.eq_ignore_ascii_case("admin"))
}

/// The value if it can be a name: no address, not empty, not long.
fn name(value: &str) -> Option<String> {
    let value = one_line(value);
    let is_address = value.contains("://") || value.contains('@') || value.starts_with("www.");
    let has_letters = value.chars().any(char::is_alphabetic);
    (has_letters && !is_address && value.chars().count() <= MAX_NAME).then_some(value)
}

fn published(document: &Document, tags: &Tags, article: &Article) -> Option<String> {
    const NAMES: [&str; 20] = [
        "article:published_time",
        "og:published_time",
        "datepublished",
        "dc.date.issued",
        "dcterms.issued",
        "dc.date",
        "dc.date.created",
        "dcterms.created",
        "dcterms.date",
        "parsely-pub-date",
        "sailthru.date",
        "publish-date",
        "publishdate",
        "publish_date",
        "pubdate",
        "pub_date",
        "publication_date",
        "date_published",
        "article.published",
        "date",
    ];
    let named = NAMES.iter().flat_map(|name| tags.all(name));
    first_date(article.published.as_deref().into_iter().chain(named)).or_else(|| {
        time_element(
            document,
            "[itemprop='datePublished'], time[pubdate], time.published, time.entry-date",
        )
    })
}

fn updated(document: &Document, tags: &Tags, article: &Article) -> Option<String> {
    const NAMES: [&str; 8] = [
        "article:modified_time",
        "og:updated_time",
        "datemodified",
        "dcterms.modified",
        "dc.date.modified",
        "last-modified",
        "lastmod",
        "article.updated",
    ];
    let named = NAMES.iter().flat_map(|name| tags.all(name));
    first_date(article.modified.as_deref().into_iter().chain(named))
        .or_else(|| time_element(document, "[itemprop='dateModified'], time.updated"))
}

fn first_date<'v>(mut values: impl Iterator<Item = &'v str>) -> Option<String> {
    values.find_map(dateline::normalise)
}

fn time_element(document: &Document, selector: &str) -> Option<String> {
    let elements = document.select(selector);
    elements.nodes().iter().find_map(|element| {
        let stated = element.attr("datetime").or_else(|| element.attr("content"));
        stated
            .and_then(|value| dateline::normalise(&value))
            .or_else(|| dateline::normalise(&fold(&one_line(&element.text()))))
    })
}

fn declared_language(document: &Document, tags: &Tags, article: &Article) -> Option<String> {
    let of_page = document.select_single("html").attr("lang");
    of_page
        .as_deref()
        .or(article.language.as_deref())
        .or_else(|| tags.first(&["og:locale", "content-language", "dc.language", "language"]))
        .and_then(language_tag)
}

/// The value as a BCP 47 tag, if it looks like one: `en`, `pt-BR`, `zh-Hant`.
fn language_tag(value: &str) -> Option<String> {
    let value = value.trim().replace('_', "-");
    let mut parts = value.split('-');
    let language = parts.next()?;
    let is_language =
        (2..=3).contains(&language.len()) && language.chars().all(|c| c.is_ascii_alphabetic());
    let is_subtag = |part: &str| {
        (2..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric())
    };
    (is_language && parts.all(is_subtag)).then(|| match value.split_once('-') {
        Some((language, rest)) => format!("{}-{rest}", language.to_lowercase()),
        None => value.to_lowercase(),
    })
}

fn url(
    document: &Document,
    tags: &Tags,
    article: &Article,
    address: Option<&str>,
) -> Option<String> {
    let canonical = document.select_single("link[rel='canonical']").attr("href");
    [
        canonical.as_deref(),
        tags.first(&["og:url"]),
        article.url.as_deref(),
        address,
    ]
    .into_iter()
    .flatten()
    .map(str::trim)
    .find(|url| url.starts_with("https://") || url.starts_with("http://"))
    .map(str::to_owned)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(html: &str) -> Metadata {
        read(&Document::from(html), None)
    }

    #[test]
    fn the_head_is_read() {
        let metadata = from(
            "<html lang='pt-BR'><head><title>Dam fails | The Daily</title>
             <meta property='og:site_name' content='The Daily'>
             <meta name='author' content='By Jane Example'>
             <meta property='article:published_time' content='2020-01-02T03:04:05Z'>
             <meta property='article:modified_time' content='2020-01-03'>
             <link rel='canonical' href='https://example.org/dam'></head>",
        );
        assert_eq!(metadata.title.as_deref(), Some("Dam fails"));
        assert_eq!(metadata.publisher.as_deref(), Some("The Daily"));
        assert_eq!(metadata.byline.as_deref(), Some("Jane Example"));
        assert_eq!(metadata.published.as_deref(), Some("2020-01-02T03:04Z"));
        assert_eq!(metadata.updated.as_deref(), Some("2020-01-03"));
        assert_eq!(metadata.language.as_deref(), Some("pt-BR"));
        assert_eq!(metadata.url.as_deref(), Some("https://example.org/dam"));
    }

    #[test]
    fn nothing_is_guessed() {
        let metadata = from(
            "<title>Rise - and fall</title><meta name='author' content='https://example.org/jane'>
             <meta name='date' content='soon'><link rel='canonical' href='/dam'><time datetime='2020-01-01'>",
        );
        let title = Some("Rise - and fall".to_owned());
        assert_eq!(
            metadata,
            Metadata {
                title,
                ..Metadata::default()
            }
        );
    }

    #[test]
    fn a_title_is_cut_only_at_the_site_or_heading() {
        assert_eq!(without_site("A - B - Site", Some("SITE"), &[]), "A - B");
        assert_eq!(without_site("A - B", None, &["A".to_owned()]), "A");
        assert_eq!(without_site("A - B", Some("Site"), &[]), "A - B");
    }
}
