//! Who may ask: the room's own host, its token where it is open to others, and no other site.
//!
//! A page on the web can make a browser send requests to this machine. It cannot read the answers
//! unless its name is made to lead here (DNS rebinding), which the `Host` header gives away; and it
//! cannot change anything, because a request that does must come from the room's own pages.

use super::Room;
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderName, HeaderValue};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use std::net::SocketAddr;
use std::sync::Arc;

/// The cookie that keeps the token.
const COOKIE: &str = "onrecord-token";

/// What the room's pages may load: its own style and script, and nothing else.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The name under which the program asks for the pages it writes.
pub const OWN: &str = "room.invalid";

/// What is asked of a request.
#[derive(Debug, Clone)]
pub struct Guard {
    /// Values of `Host` under which the room is reached; none where any is, and a token asked for.
    hosts: Vec<String>,
    /// Asked for where the room is open to other machines.
    token: Option<String>,
}

impl Guard {
    /// For a room at `address`; `token` is asked for where given.
    pub fn new(address: SocketAddr, token: Option<String>) -> Self {
        let port = address.port();
        let local = ["127.0.0.1", "localhost", "[::1]"].map(|name| format!("{name}:{port}"));
        let hosts = match address.ip().is_loopback() {
            true => local.to_vec(),
            false => Vec::new(),
        };
        Guard { hosts, token }
    }

    /// For a room that nobody reaches: its pages are asked for by the program itself.
    pub fn closed() -> Self {
        Guard {
            hosts: vec![OWN.to_owned()],
            token: None,
        }
    }

    fn knows_host(&self, headers: &HeaderMap) -> bool {
        let host = headers.get(header::HOST).and_then(|h| h.to_str().ok());
        self.hosts.is_empty()
            || host.is_some_and(|host| self.hosts.iter().any(|own| own.eq_ignore_ascii_case(host)))
    }

    /// Whether a request that changes something comes from a page of this room.
    fn own_origin(headers: &HeaderMap) -> bool {
        let text = |name: HeaderName| headers.get(name).and_then(|h| h.to_str().ok());
        let site = text(HeaderName::from_static("sec-fetch-site"));
        let own_site = site.is_none_or(|site| site == "same-origin");
        let host = text(header::HOST).unwrap_or_default();
        let origin = text(header::ORIGIN).and_then(|origin| origin.split_once("://"));
        own_site && origin.is_some_and(|(_, origin)| origin.eq_ignore_ascii_case(host))
    }

    fn has_token(&self, headers: &HeaderMap) -> bool {
        let Some(token) = &self.token else {
            return true;
        };
        let text = |name: HeaderName| headers.get(name).and_then(|h| h.to_str().ok());
        let bearer = text(header::AUTHORIZATION).and_then(|h| h.strip_prefix("Bearer "));
        let cookies = text(header::COOKIE).unwrap_or_default().split(';');
        let cookie = cookies
            .filter_map(|cookie| cookie.trim().split_once('='))
            .find(|(name, _)| *name == COOKIE);
        let given = bearer.or(cookie.map(|(_, value)| value));
        given.is_some_and(|given| same(given, token))
    }

    /// The token in the address that start-up prints, if it is the right one.
    fn token_of<'g>(&'g self, uri: &Uri) -> Option<&'g str> {
        let token = self.token.as_deref()?;
        let given = uri
            .query()?
            .split('&')
            .find_map(|p| p.strip_prefix("token="))?;
        same(given, token).then_some(token)
    }
}

/// Whether two secrets are the same, in a time that does not tell how much of them is.
fn same(a: &str, b: &str) -> bool {
    let (a, b) = (Sha256::digest(a), Sha256::digest(b));
    a.iter()
        .zip(b.iter())
        .fold(0, |differ, (x, y)| differ | (x ^ y))
        == 0
}

/// Lets through what may pass, and gives every answer its headers.
pub async fn guard(State(room): State<Arc<Room>>, request: Request, next: Next) -> Response {
    let refused = |status: StatusCode, words: &'static str| (status, words).into_response();
    let guard = &room.guard;
    let safe = matches!(*request.method(), Method::GET | Method::HEAD);
    let mut response = if !guard.knows_host(request.headers()) {
        refused(
            StatusCode::MISDIRECTED_REQUEST,
            "This room is reached under 127.0.0.1 or localhost only.\n",
        )
    } else if let Some(token) = guard.token_of(request.uri()) {
        welcome(request.uri().path(), token)
    } else if !guard.has_token(request.headers()) {
        refused(
            StatusCode::UNAUTHORIZED,
            "Open the address that `onrecord serve` printed: it carries the token this room asks for.\n",
        )
    } else if !safe && !Guard::own_origin(request.headers()) {
        refused(StatusCode::FORBIDDEN, "This comes from another site.\n")
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // With `no-referrer` browsers would send the room's own forms with the origin `null`.
        (header::REFERRER_POLICY, "same-origin"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(), geolocation=(), microphone=()",
        ),
    ] {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Keeps the token in a cookie and goes on without it in the address.
fn welcome(path: &str, token: &str) -> Response {
    let cookie = format!("{COOKIE}={token}; HttpOnly; SameSite=Strict; Path=/");
    // A path of two slashes would lead to another host.
    let path = format!("/{}", path.trim_start_matches('/'));
    let headers = [(header::LOCATION, path), (header::SET_COOKIE, cookie)];
    (StatusCode::SEE_OTHER, headers).into_response()
}
