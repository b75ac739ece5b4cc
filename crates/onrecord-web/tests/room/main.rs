//! The reading room over made-up cases, asked as a browser asks: every link leads somewhere, hostile
//! documents show as text, and strangers are turned away.

mod api;
mod built;
mod judging;
#[allow(dead_code)]
mod made;
mod text;
mod writing;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use made::Case;
use onrecord_casefile::StatementRow;
use onrecord_web::Room;
use scraper::{Html, Selector};
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use tower::ServiceExt;

const HOST: &str = "127.0.0.1:8117";

struct Asked {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

impl Asked {
    fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(name).map_or("", |h| h.to_str().unwrap())
    }
}

fn room(path: &Path, address: &str, token: Option<&str>) -> Router {
    let address: SocketAddr = address.parse().unwrap();
    let token = token.map(str::to_owned);
    let room = Room::new(path, "test case").unwrap();
    Arc::new(room.at(address, token).judged_by("Ada Reader")).router()
}

/// Asks `router` as a browser on this machine does, with `headers` besides.
fn ask(router: &Router, method: Method, path: &str, headers: &[(&str, &str)]) -> Asked {
    ask_with(router, method, path, headers, String::new())
}

/// Sends a form from a page of the room.
fn send(router: &Router, path: &str, fields: &[(&str, &str)]) -> Asked {
    let form = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    let own = format!("http://{HOST}");
    let headers = [
        ("origin", own.as_str()),
        ("content-type", "application/x-www-form-urlencoded"),
    ];
    ask_with(router, Method::POST, path, &headers, form)
}

fn ask_with(
    router: &Router,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: String,
) -> Asked {
    let mut request = Request::builder().method(method).uri(path);
    if !headers.iter().any(|(name, _)| *name == "host") {
        request = request.header(header::HOST, HOST);
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::from(body)).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(async {
        let response = router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        Asked {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
        }
    })
}

fn get(router: &Router, path: &str) -> Asked {
    ask(router, Method::GET, path, &[])
}

fn local(case: &Case) -> Router {
    room(case.file.path(), HOST, None)
}

/// Links of a page that stay in the room.
fn links(html: &str) -> BTreeSet<String> {
    let page = Html::parse_document(html);
    let any = Selector::parse("[href]").unwrap();
    let hrefs = page.select(&any).filter_map(|e| e.value().attr("href"));
    hrefs
        .filter(|h| h.starts_with('/'))
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_link_of_the_example_leads_to_a_page_and_to_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let example =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/marram-strait/documents");
    let path = folder.path().join("example.onrecord");
    built::build(&example, &path).unwrap();
    let router = room(&path, HOST, None);
    let mut seen = BTreeSet::new();
    let mut open = vec!["/".to_owned(), "/search?q=port".to_owned()];
    let mut kinds = BTreeSet::new();
    while let Some(link) = open.pop() {
        if !seen.insert(link.clone()) {
            continue;
        }
        let (address, anchor) = link.split_once('#').unwrap_or((&link, ""));
        let found = get(&router, address);
        assert_eq!(found.status, StatusCode::OK, "{link}");
        kinds.insert(
            address
                .split(['/', '?'])
                .nth(1)
                .unwrap_or_default()
                .to_owned(),
        );
        if found.header(header::CONTENT_TYPE).starts_with("text/html") {
            let there = format!("id=\"{anchor}\"");
            assert!(anchor.is_empty() || found.body.contains(&there), "{link}");
            open.extend(links(&found.body));
        }
    }
    for kind in [
        "documents",
        "statements",
        "actors",
        "works",
        "answers",
        "discrepancies",
        "recommendations",
        "lineups",
        "timeline",
        "search",
        "room.css",
        "judgements",
    ] {
        assert!(kinds.contains(kind), "no link leads to /{kind}");
    }
    assert!(seen.len() > 100, "{} pages", seen.len());
}

#[test]
fn a_link_to_a_passage_marks_just_that() {
    let case = Case::of(&[made::ann_and_bob()]);
    let statement: StatementRow = case.statements().remove(0);
    let piece = &statement.content[0];
    let (document, span) = (&statement.document, piece.span);
    let path = format!("/documents/{document}?from={}&to={}", span.start, span.end);
    let found = get(&local(&case), &path);
    let page = Html::parse_document(&found.body);
    let here = Selector::parse(".here").unwrap();
    let marked: String = page.select(&here).flat_map(|e| e.text()).collect();
    assert_eq!(marked, piece.text);
    let anchor = format!("id=\"p-{}-{}\"", span.start, span.end);
    assert_eq!(found.body.matches(&anchor).count(), 1);
    // Ends that are none, or out of the text, mark nothing and break nothing.
    for odd in ["from=9&to=3", "from=0&to=99999999", "from=1"] {
        let found = get(&local(&case), &format!("/documents/{document}?{odd}"));
        assert_eq!(
            (found.status, found.body.contains("class=\"here\"")),
            (StatusCode::OK, false)
        );
    }
}

#[test]
fn hostile_documents_show_as_text() {
    let case = Case::of(&[made::hostile()]);
    let router = local(&case);
    let document = &case.statements()[0].document;
    let paths = [
        "/".to_owned(),
        "/documents".to_owned(),
        "/statements".to_owned(),
        "/actors".to_owned(),
        format!("/documents/{document}"),
        "/search?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E".to_owned(),
        "/statements?speaker=%22%3E%3Cscript%3Ealert(1)%3C/script%3E".to_owned(),
    ];
    for path in &paths {
        let found = get(&router, path);
        assert_eq!(found.status, StatusCode::OK, "{path}");
        let page = Html::parse_document(&found.body);
        for active in [
            "script:not([src='/room.js'])",
            "iframe",
            "object",
            "img",
            "[onerror]",
            "[onclick]",
        ] {
            let none = page
                .select(&Selector::parse(active).unwrap())
                .next()
                .is_none();
            assert!(none, "{active} in {path}");
        }
        assert!(!found.body.contains("href=\"javascript"), "{path}");
    }
    let text = get(&router, &paths[4]).body;
    assert!(text.contains("&#60;img src=x") || text.contains("&lt;img src=x"));
}

#[test]
fn the_original_is_a_download_and_never_a_page() {
    let case = Case::of(&[made::hostile()]);
    let document = &case.statements()[0].document;
    let found = get(&local(&case), &format!("/documents/{document}/original"));
    assert_eq!(found.status, StatusCode::OK);
    assert_eq!(
        found.header(header::CONTENT_TYPE),
        "application/octet-stream"
    );
    assert_eq!(found.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
    let named = found.header(header::CONTENT_DISPOSITION);
    assert!(named.starts_with("attachment; filename=\""), "{named}");
    assert_eq!(named.matches('"').count(), 2, "{named}");
}

#[test]
fn every_answer_forbids_what_is_not_the_rooms_own() {
    let case = Case::of(&[made::ann_and_bob()]);
    let router = local(&case);
    for path in ["/", "/documents", "/nowhere", "/room.css", "/actors/a0"] {
        let found = get(&router, path);
        let policy = found.header(header::CONTENT_SECURITY_POLICY);
        assert!(policy.contains("default-src 'none'"), "{path}");
        assert!(
            !policy.contains("unsafe") && policy.contains("script-src 'self';"),
            "{path}"
        );
        assert_eq!(found.header(header::REFERRER_POLICY), "same-origin");
        assert!(
            !found.body.contains(" style=") && !found.body.contains("<style"),
            "{path}"
        );
        assert_eq!(
            found.body.matches("<script").count(),
            found.body.matches("<script src=").count()
        );
    }
}

#[test]
fn another_name_for_this_machine_is_turned_away() {
    let case = Case::of(&[made::ann_and_bob()]);
    let router = local(&case);
    for (host, status) in [
        ("127.0.0.1:8117", StatusCode::OK),
        ("LOCALHOST:8117", StatusCode::OK),
        ("[::1]:8117", StatusCode::OK),
        ("rebound.example:8117", StatusCode::MISDIRECTED_REQUEST),
        ("127.0.0.1:80", StatusCode::MISDIRECTED_REQUEST),
        ("127.0.0.1", StatusCode::MISDIRECTED_REQUEST),
    ] {
        let found = ask(&router, Method::GET, "/", &[("host", host)]);
        assert_eq!(found.status, status, "{host}");
        assert_eq!(found.body.contains("test case"), status == StatusCode::OK);
    }
}

#[test]
fn what_changes_something_must_come_from_the_room_itself() {
    let case = Case::of(&[made::ann_and_bob()]);
    let router = local(&case);
    let own = format!("http://{HOST}");
    for (headers, status) in [
        (vec![], StatusCode::FORBIDDEN),
        (
            vec![("origin", "https://other.example")],
            StatusCode::FORBIDDEN,
        ),
        (
            vec![("origin", own.as_str()), ("sec-fetch-site", "cross-site")],
            StatusCode::FORBIDDEN,
        ),
        // Let through, and nothing here takes it.
        (
            vec![("origin", own.as_str())],
            StatusCode::METHOD_NOT_ALLOWED,
        ),
    ] {
        let found = ask(&router, Method::POST, "/documents", &headers);
        assert_eq!(found.status, status, "{headers:?}");
    }
}

#[test]
fn a_room_open_to_others_asks_for_its_token() {
    let case = Case::of(&[made::ann_and_bob()]);
    let router = room(case.file.path(), "192.0.2.7:8117", Some("5e5e"));
    let with = |headers: &[(&str, &str)], path: &str| ask(&router, Method::GET, path, headers);
    for headers in [
        &[][..],
        &[("cookie", "onrecord-token=5e5f")],
        &[("authorization", "Bearer ")],
    ] {
        let found = with(headers, "/");
        assert_eq!(found.status, StatusCode::UNAUTHORIZED, "{headers:?}");
        assert!(!found.body.contains("test case"));
    }
    assert_eq!(with(&[], "/?token=5e").status, StatusCode::UNAUTHORIZED);
    let welcome = with(&[], "//elsewhere.example?token=5e5e");
    assert_eq!(welcome.status, StatusCode::SEE_OTHER);
    assert_eq!(welcome.header(header::LOCATION), "/elsewhere.example");
    let cookie = welcome.header(header::SET_COOKIE);
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"),
        "{cookie}"
    );
    assert_eq!(
        with(&[("cookie", "a=b; onrecord-token=5e5e")], "/").status,
        StatusCode::OK
    );
    assert_eq!(
        with(&[("authorization", "Bearer 5e5e")], "/").status,
        StatusCode::OK
    );
}

#[test]
fn what_is_not_there_is_said_so() {
    let case = Case::of(&[made::ann_and_bob()]);
    let router = local(&case);
    for path in [
        "/documents/d0",
        "/actors/a0",
        "/works/w0",
        "/id/zz",
        "/nowhere",
    ] {
        let found = get(&router, path);
        assert_eq!(found.status, StatusCode::NOT_FOUND, "{path}");
        assert!(found.body.contains("To the overview"), "{path}");
    }
    assert_eq!(
        get(&router, "/statements?act=sing").status,
        StatusCode::BAD_REQUEST
    );
    let beyond = get(&router, "/statements?page=99999999999999");
    assert_eq!(beyond.status, StatusCode::OK);
    let empty = get(&local(&Case::of(&[])), "/");
    assert_eq!(empty.status, StatusCode::OK);
}

#[test]
fn an_id_leads_to_its_page() {
    let case = Case::of(&[made::ann_and_bob()]);
    let router = local(&case);
    let statement = case.statements().remove(0);
    let found = get(&router, &format!("/id/{}", statement.id));
    assert_eq!(found.status, StatusCode::SEE_OTHER);
    let there = format!("/documents/{}#{}", statement.document, statement.id);
    assert_eq!(found.header(header::LOCATION), there);
}
