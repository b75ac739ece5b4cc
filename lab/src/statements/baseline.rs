//! What is compared with: the nearest preceding capitalised name, and the commonest act.

use super::gold::Article;
use onrecord_core::statement::{Act, Statement};
use onrecord_core::text::opener::is_opener;
use regex::Regex;
use std::sync::LazyLock;

/// The act that most labels have.
pub const MAJORITY: Act = Act::State;

static NAME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\p{Lu}[\p{L}.’'-]*(?: (?:of |de |van |al-)?\p{Lu}[\p{L}.’'-]*)*")
        .expect("a valid pattern")
});

/// The capitalised run in the source itself, or the last one that ends before the cue or content.
pub fn speaker(article: &Article, statement: &Statement) -> Option<String> {
    let attribution = &statement.attribution;
    let last_name = |text: &str| {
        let runs = NAME.find_iter(text).map(|m| m.as_str().to_owned());
        runs.filter(|run| !is_opener(run)).last()
    };
    let in_source = attribution
        .source
        .first()
        .and_then(|source| last_name(source.of(&article.text)));
    in_source.or_else(|| {
        let at = attribution
            .source
            .first()
            .map_or(attribution.extent().start, |s| s.start);
        let from = article.text.floor_char_boundary(at.saturating_sub(600));
        last_name(&article.text[from..at])
    })
}
