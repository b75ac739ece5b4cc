//! The attribution metric, equal to the reference scorer to the last digit.
//!
//! Tokens are `\w+` or one punctuation mark; a token belongs to a span if they
//! overlap. See `../shared/data/README.md` for what each line of the table means.

use anyhow::{Context, Result};
use regex::Regex;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::Path;
use std::sync::LazyLock;

/// An attribution as the data files write it: spans in code points.
#[derive(Debug, Clone, Deserialize)]
pub struct Spans {
    /// Who.
    #[serde(default)]
    pub source: Vec<(usize, usize)>,
    /// The attributing words.
    #[serde(default)]
    pub cue: Vec<(usize, usize)>,
    /// What.
    #[serde(default)]
    pub content: Vec<(usize, usize)>,
}

/// An article with its attributions; predictions have no text.
#[derive(Debug, Clone, Deserialize)]
pub struct Article {
    /// Key that joins gold and prediction.
    pub id: String,
    /// The text that offsets count in.
    #[serde(default)]
    pub text: String,
    /// Gold or predicted attributions.
    pub attributions: Vec<Spans>,
}

/// Reads a JSON-lines file of articles.
pub fn read_articles(path: &Path) -> Result<Vec<Article>> {
    let lines =
        std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    lines
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| serde_json::from_str(line).with_context(|| format!("in {}", path.display())))
        .collect()
}

/// Right and all of the predictions, right and all of the gold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    right_predicted: usize,
    /// Predictions in all.
    pub predicted: usize,
    right_gold: usize,
    /// Gold items in all.
    pub gold: usize,
}

impl Counts {
    fn add(&mut self, other: Counts) {
        self.right_predicted += other.right_predicted;
        self.predicted += other.predicted;
        self.right_gold += other.right_gold;
        self.gold += other.gold;
    }

    /// Precision, recall and their harmonic mean, each between 0 and 1.
    pub fn prf(&self) -> (f64, f64, f64) {
        let ratio = |a: usize, b: usize| if b == 0 { 0.0 } else { a as f64 / b as f64 };
        let p = ratio(self.right_predicted, self.predicted);
        let r = ratio(self.right_gold, self.gold);
        (
            p,
            r,
            if p + r > 0.0 {
                2.0 * p * r / (p + r)
            } else {
                0.0
            },
        )
    }
}

/// Counts by metric, in the order of the reference scorer.
pub type Table = BTreeMap<Metric, Counts>;

macro_rules! metrics {
    ($($variant:ident = $name:literal),* $(,)?) => {
        /// A line of the table; ordered as the reference scorer prints them.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Metric { $($variant),* }

        impl Metric {
            /// The reference scorer's name.
            pub fn name(self) -> &'static str {
                match self { $(Metric::$variant => $name),* }
            }
        }
    };
}

metrics! {
    TokSource = "tok.source", ExactSource = "exact.source", RelaxSource = "relax.source",
    TokCue = "tok.cue", ExactCue = "exact.cue", RelaxCue = "relax.cue",
    TokContent = "tok.content", ExactContent = "exact.content", RelaxContent = "relax.content",
    Attr = "attr", Qm = "attr.qm", NoQm = "attr.noqm", Direct = "attr.direct", Mixed = "attr.mixed",
    SayCue = "attr.saycue", OtherCue = "attr.othercue", Cont = "cont", Strict = "strict",
    StrictSC = "strictSC",
}

static TOKEN: LazyLock<Regex> =
    // Python's \w is letters, numbers and the underscore; its \s also has U+001C to U+001F.
    LazyLock::new(|| {
        Regex::new(r"[\p{L}\p{N}_]+|[^\p{L}\p{N}_\s\x1c-\x1f]").expect("a valid pattern")
    });

/// The article's text in tokens, with the lookups the metric needs.
pub(crate) struct Tokens {
    chars: Vec<char>,
    /// Code-point range of each token.
    pub(crate) spans: Vec<(usize, usize)>,
    /// Token at each code point.
    at: Vec<Option<usize>>,
}

impl Tokens {
    pub(crate) fn new(text: &str) -> Self {
        let chars: Vec<char> = text.chars().collect();
        let mut at = vec![None; chars.len()];
        let mut spans = Vec::new();
        let (mut byte, mut index) = (0, 0);
        for found in TOKEN.find_iter(text) {
            index += text[byte..found.start()].chars().count();
            let end = index + found.as_str().chars().count();
            at[index..end].fill(Some(spans.len()));
            spans.push((index, end));
            (byte, index) = (found.end(), end);
        }
        Tokens { chars, spans, at }
    }

    /// Whether token `i` is a double quotation mark, a doubled single one included.
    fn is_quote(&self, i: isize) -> bool {
        let Some(&(c, _)) = usize::try_from(i).ok().and_then(|i| self.spans.get(i)) else {
            return false;
        };
        let mark = self.chars[c];
        let beside = |at: Option<usize>| at.and_then(|at| self.chars.get(at)) == Some(&mark);
        "\"“”„«»".contains(mark)
            || ("'`".contains(mark) && (beside(Some(c + 1)) || beside(c.checked_sub(1))))
    }

    /// Runs of tokens (first, last) that `spans` touch; touching runs are one.
    fn runs(&self, spans: &[(usize, usize)]) -> Vec<(usize, usize)> {
        let mut sorted = spans.to_vec();
        sorted.sort_unstable();
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for (start, end) in sorted {
            let end = end.min(self.at.len());
            let inside: Vec<usize> = self
                .at
                .get(start..end)
                .unwrap_or(&[])
                .iter()
                .flatten()
                .copied()
                .collect();
            let (Some(&first), Some(&last)) = (inside.first(), inside.last()) else {
                continue;
            };
            match runs.last_mut() {
                Some(run) if first <= run.1 + 1 => run.1 = run.1.max(last),
                _ => runs.push((first, last)),
            }
        }
        runs
    }

    fn word(&self, i: usize) -> String {
        self.text(i, i)
    }

    /// The text from token `first` to token `last`.
    pub(crate) fn text(&self, first: usize, last: usize) -> String {
        self.chars[self.spans[first].0..self.spans[last].1]
            .iter()
            .collect()
    }
}

/// One role of an attribution in tokens.
#[derive(Debug, Default)]
pub(crate) struct Part {
    pub(crate) runs: Vec<(usize, usize)>,
    pub(crate) tokens: BTreeSet<usize>,
}

impl Part {
    fn new(tokens: &Tokens, spans: &[(usize, usize)]) -> Self {
        let runs = tokens.runs(spans);
        let tokens = runs.iter().flat_map(|(a, b)| *a..=*b).collect();
        Part { runs, tokens }
    }
}

pub(crate) struct Prepared {
    pub(crate) roles: [Part; 3],
    pub(crate) quoted: bool,
    direct: bool,
    pub(crate) says: bool,
}

impl Prepared {
    pub(crate) fn new(tokens: &Tokens, spans: &Spans) -> Option<Self> {
        let roles = [&spans.source, &spans.cue, &spans.content].map(|s| Part::new(tokens, s));
        let content = &roles[2];
        if content.tokens.is_empty() && roles[1].tokens.is_empty() {
            return None;
        }
        let quote = |i: usize, by: isize| tokens.is_quote(i as isize + by);
        let marked = |&(b, f): &(usize, usize)| {
            (b..=f).any(|i| quote(i, 0)) || (quote(b, -1) && quote(f, 1))
        };
        let closed = |f: usize| {
            let last = tokens.chars[tokens.spans[f].0];
            quote(f, 0) || (quote(f, -1) && !last.is_alphanumeric()) || quote(f, 1)
        };
        let quoted = content.runs.iter().any(marked);
        let all_direct = content
            .runs
            .iter()
            .all(|&(b, f)| (quote(b, 0) || quote(b, -1)) && closed(f));
        // The reference asks whether spans were given, not whether they held a token.
        let direct = quoted && all_direct && !spans.content.is_empty();
        let cue: Vec<String> = roles[1]
            .tokens
            .iter()
            .map(|i| tokens.word(*i).to_lowercase())
            .collect();
        let says = says(&cue);
        Some(Prepared {
            roles,
            quoted,
            direct,
            says,
        })
    }

    pub(crate) fn content(&self) -> &BTreeSet<usize> {
        &self.roles[2].tokens
    }

    pub(crate) fn source(&self) -> &BTreeSet<usize> {
        &self.roles[0].tokens
    }
}

/// Verbs of saying, as the reference lists them.
const SAY: &str = "say tell add write ask note announce report argue explain insist claim state declare continue reply respond warn acknowledge admit suggest tweet according call describe deny joke quip recall remark comment confirm concede contend assert allege cite complain criticize accuse urge vow pledge promise predict caution conclude reiterate repeat reveal observe mention emphasize stress point speak talk testify post read shout yell exclaim charge retort lament boast brag demand question wonder answer agree disclose testify echo stress maintain inform advise hint imply tout praise blast slam mock denounce condemn dismiss reject refuse decline";

static SAY_SET: LazyLock<HashSet<&str>> = LazyLock::new(|| SAY.split_whitespace().collect());

fn says(cue: &[String]) -> bool {
    let wordless = |w: &String| !w.chars().all(char::is_alphanumeric);
    cue.iter().any(|w| is_say(w)) || (!cue.is_empty() && cue.iter().all(wordless))
}

fn is_say(word: &str) -> bool {
    let irregular = match word {
        "said" => "say",
        "told" => "tell",
        "wrote" | "written" => "write",
        "spoke" | "spoken" => "speak",
        "arguing" => "argue",
        "admitted" | "admitting" => "admit",
        other => other,
    };
    SAY_SET.contains(irregular)
        || stems(word)
            .iter()
            .any(|stem| SAY_SET.contains(stem.as_str()))
}

/// Crude stems, as the reference makes them.
fn stems(word: &str) -> Vec<String> {
    let mut out = vec![word.to_owned()];
    for ending in ["s", "es", "ed", "d", "ing"] {
        if let Some(stem) = word.strip_suffix(ending) {
            out.push(stem.to_owned());
            out.push(format!("{stem}e"));
        }
    }
    if let Some(stem) = word.strip_suffix("ied").or(word.strip_suffix("ies")) {
        out.push(format!("{stem}y"));
    }
    let long_ting = word.chars().count() > 5 && word.ends_with("ting");
    if long_ting || word.ends_with("ging") {
        out.push(word[..word.len() - 4].to_owned());
    }
    out
}

/// Those of gold and of the predictions that find a partner; see [`pairs`].
pub(crate) fn greedy<G, P>(
    gold: &[G],
    predicted: &[P],
    score: impl Fn(&G, &P) -> f64,
) -> (HashSet<usize>, HashSet<usize>) {
    pairs(gold, predicted, score).into_iter().unzip()
}

/// Pairs gold with predictions one to one, best score first; `score` of 0 is no pair.
pub(crate) fn pairs<G, P>(
    gold: &[G],
    predicted: &[P],
    score: impl Fn(&G, &P) -> f64,
) -> Vec<(usize, usize)> {
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for (i, g) in gold.iter().enumerate() {
        for (j, p) in predicted.iter().enumerate() {
            let s = score(g, p);
            if s > 0.0 {
                pairs.push((s, i, j));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut used_gold, mut used_predicted) = (HashSet::new(), HashSet::new());
    let mut chosen = Vec::new();
    for (_, i, j) in pairs {
        if !used_gold.contains(&i) && !used_predicted.contains(&j) {
            used_gold.insert(i);
            used_predicted.insert(j);
            chosen.push((i, j));
        }
    }
    chosen
}

pub(crate) fn iou(a: &BTreeSet<usize>, b: &BTreeSet<usize>) -> f64 {
    let shared = a.intersection(b).count();
    match shared {
        0 => 0.0,
        _ => shared as f64 / (a.len() + b.len() - shared) as f64,
    }
}

fn at_least_half(value: f64) -> f64 {
    if value >= 0.5 { value } else { 0.0 }
}

fn run_iou(a: &(usize, usize), b: &(usize, usize)) -> f64 {
    let shared = (a.1.min(b.1) + 1).saturating_sub(a.0.max(b.0));
    at_least_half(shared as f64 / ((a.1 - a.0 + 1) + (b.1 - b.0 + 1) - shared) as f64)
}

pub(crate) fn attribution_score(gold: &Prepared, predicted: &Prepared) -> f64 {
    let sources_meet = !gold.source().is_disjoint(predicted.source())
        || (gold.source().is_empty() && predicted.source().is_empty());
    if sources_meet {
        at_least_half(iou(gold.content(), predicted.content()))
    } else {
        0.0
    }
}

/// Attributions with their tokens; what touches no token is left out.
pub(crate) fn prepare(tokens: &Tokens, all: &[Spans]) -> Vec<Prepared> {
    all.iter()
        .filter_map(|s| Prepared::new(tokens, s))
        .collect()
}

/// Scores one article.
pub fn score_article(text: &str, gold: &[Spans], predicted: &[Spans]) -> Table {
    let tokens = Tokens::new(text);
    let (gold, predicted) = (prepare(&tokens, gold), prepare(&tokens, predicted));
    let mut table = Table::new();
    score_roles(&gold, &predicted, &mut table);
    score_links(&gold, &predicted, &mut table);
    table
}

fn score_roles(gold: &[Prepared], predicted: &[Prepared], table: &mut Table) {
    use Metric::*;
    let metrics = [
        (TokSource, ExactSource, RelaxSource),
        (TokCue, ExactCue, RelaxCue),
        (TokContent, ExactContent, RelaxContent),
    ];
    for (role, (tok, exact, relax)) in metrics.into_iter().enumerate() {
        let all = |side: &[Prepared]| -> BTreeSet<usize> {
            side.iter()
                .flat_map(|a| a.roles[role].tokens.iter().copied())
                .collect()
        };
        let runs = |side: &[Prepared]| -> BTreeSet<(usize, usize)> {
            side.iter()
                .flat_map(|a| a.roles[role].runs.iter().copied())
                .collect()
        };
        let both = |shared: usize, predicted: usize, gold: usize| Counts {
            right_predicted: shared,
            predicted,
            right_gold: shared,
            gold,
        };
        let (g, p) = (all(gold), all(predicted));
        table.insert(tok, both(g.intersection(&p).count(), p.len(), g.len()));
        let (g, p) = (runs(gold), runs(predicted));
        table.insert(exact, both(g.intersection(&p).count(), p.len(), g.len()));
        let (g, p): (Vec<_>, Vec<_>) = (g.into_iter().collect(), p.into_iter().collect());
        let (used, _) = greedy(&g, &p, run_iou);
        table.insert(relax, both(used.len(), p.len(), g.len()));
    }
}

fn score_links(gold: &[Prepared], predicted: &[Prepared], table: &mut Table) {
    use Metric::*;
    let (used_gold, used_predicted) = greedy(gold, predicted, attribution_score);
    type Kind = fn(&Prepared) -> bool;
    let kinds: [(Metric, Kind); 7] = [
        (Attr, |_| true),
        (Qm, |a| a.quoted),
        (NoQm, |a| !a.quoted),
        (Direct, |a| a.direct),
        (Mixed, |a| a.quoted && !a.direct),
        (SayCue, |a| a.says),
        (OtherCue, |a| !a.says),
    ];
    for (metric, of_kind) in kinds {
        let right = |used: &HashSet<usize>, side: &[Prepared]| {
            used.iter().filter(|i| of_kind(&side[**i])).count()
        };
        table.insert(
            metric,
            Counts {
                right_predicted: right(&used_predicted, predicted),
                predicted: predicted.iter().filter(|a| of_kind(a)).count(),
                right_gold: right(&used_gold, gold),
                gold: gold.iter().filter(|a| of_kind(a)).count(),
            },
        );
    }
    let mut whole = |metric, score: &dyn Fn(&Prepared, &Prepared) -> f64| {
        let (g, p) = greedy(gold, predicted, score);
        table.insert(
            metric,
            Counts {
                right_predicted: p.len(),
                predicted: predicted.len(),
                right_gold: g.len(),
                gold: gold.len(),
            },
        );
    };
    let same = |a: &Prepared, b: &Prepared, roles: &[usize]| {
        f64::from(u8::from(
            roles
                .iter()
                .all(|r| a.roles[*r].tokens == b.roles[*r].tokens),
        ))
    };
    whole(Cont, &|g, p| at_least_half(iou(g.content(), p.content())));
    whole(Strict, &|g, p| same(g, p, &[0, 1, 2]));
    whole(StrictSC, &|g, p| same(g, p, &[0, 2]));
}

/// The sum of several articles' tables.
pub fn total<'a>(tables: impl IntoIterator<Item = &'a Table>) -> Table {
    let mut sum = Table::new();
    for table in tables {
        for (metric, counts) in table {
            sum.entry(*metric).or_default().add(*counts);
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(source: (usize, usize), cue: (usize, usize), content: (usize, usize)) -> Spans {
        Spans {
            source: vec![source],
            cue: vec![cue],
            content: vec![content],
        }
    }

    #[test]
    fn half_the_content_and_a_shared_source_token_match() {
        let text = "Ana Reyes said the port is closed today.";
        let gold = [spans((0, 9), (10, 14), (15, 39))];
        // Source "Reyes", content "the port is closed": 4 of 5 tokens.
        let close = [spans((4, 9), (10, 14), (15, 33))];
        let table = score_article(text, &gold, &close);
        assert_eq!(table[&Metric::Attr].prf(), (1.0, 1.0, 1.0));
        assert_eq!(table[&Metric::Strict].prf().2, 0.0);
        assert_eq!(table[&Metric::SayCue].gold, 1);
        // Content "the port": 2 of 5 tokens.
        let far = [spans((4, 9), (10, 14), (15, 23))];
        assert_eq!(score_article(text, &gold, &far)[&Metric::Attr].prf().2, 0.0);
    }

    #[test]
    fn quotation_kinds() {
        let text = "“No,” she said. He called it “absurd” again.";
        let gold = [
            spans((6, 9), (10, 14), (0, 5)),
            spans((16, 18), (19, 25), (26, 43)),
        ];
        let table = score_article(text, &gold, &gold);
        assert_eq!(table[&Metric::Qm].gold, 2);
        assert_eq!(table[&Metric::Direct].gold, 1);
        assert_eq!(table[&Metric::Mixed].gold, 1);
    }
}
