//! `lab eval statements`: speakers, acts, certainty, dates and figures against
//! the labels in `lab/gold`, whose guidelines stand there.
//!
//! Speakers are judged over the labelled attributions and over those that the
//! tagger finds; acts, certainty and times of saying over the labelled ones.

mod baseline;
mod gold;
mod judge;
mod report;

pub use gold::{Article, load};
pub use report::Report;

use judge::{Verdict, judge_speaker};
use onrecord_core::attribution::{Tagger, attributions_in};
use onrecord_core::statement::{Analysis, Body, statements};
use onrecord_core::text::dates;
use onrecord_core::{CharIndex, Span};

/// Reads and judges every article with `tagger`.
pub fn evaluate(articles: &[Article], tagger: &dyn Tagger) -> Report {
    let mut report = Report::default();
    for article in articles {
        let body = Body {
            text: &article.text,
            paragraphs: &article.paragraphs,
            published: article.published,
        };
        let analysis = statements(body, article.attributions.clone());
        over_gold(article, &analysis, &mut report);
        let found = attributions_in(tagger, &article.text, &article.paragraphs);
        over_predicted(article, &statements(body, found), &mut report);
        judge_dates(article, &mut report);
        judge_figures(article, &analysis, &mut report);
    }
    report
}

fn over_gold(article: &Article, analysis: &Analysis, report: &mut Report) {
    for (label, statement) in paired(article, analysis) {
        let verdict = judge_speaker(article, label, analysis, statement.speaker);
        report.speaker(&label.source_kind, verdict);
        let nearest = baseline::speaker(article, statement);
        report.baseline_speaker(judge::judge_name(article, label, nearest.as_deref()));
        let expected = label
            .speaker
            .as_ref()
            .map(|id| article.labels.actors[id].names[0].as_str());
        if verdict != Verdict::Right {
            let got = statement.speaker.map(|i| analysis.actors[i].name.as_str());
            report.errors.push(format!(
                "{verdict:?} {} {}: is {}, got {} ({}) | {}",
                label.source_kind,
                article.labels.id,
                expected.unwrap_or("unknown"),
                got.unwrap_or("unknown"),
                statement.speaker_reason,
                excerpt(article, statement.attribution.extent()),
            ));
        }
        if report.act(label.act, statement.act) {
            let got = statement.act.map_or("none", |act| act.as_str());
            let kind = format!("act {} got {got}", label.act.as_str());
            report
                .errors
                .push(note(article, &kind, &statement.attribution));
        }
        if report.certainty(label.certainty, statement.certainty) {
            let kind = format!(
                "certainty {} got {}",
                label.certainty.as_str(),
                statement.certainty.as_str()
            );
            report
                .errors
                .push(note(article, &kind, &statement.attribution));
        }
        let said = statement.said_on.map(|s| s.date.to_string());
        if report.said_on(label.said_on.as_deref(), said.as_deref()) {
            let kind = format!("said_on {:?} got {said:?}", label.said_on);
            report
                .errors
                .push(note(article, &kind, &statement.attribution));
        }
        let named = |all: &[usize]| {
            all.iter()
                .map(|i| analysis.actors[*i].name.clone())
                .collect::<Vec<_>>()
        };
        report.parties("addressee", &label.addressee, &named(&statement.addressee));
        let principals: Vec<String> = label
            .speaks_for
            .iter()
            .map(|id| article.labels.actors[id].names[0].clone())
            .collect();
        report.parties("speaks_for", &principals, &named(&statement.speaks_for));
    }
}

/// The labels with the statements made of their attributions.
fn paired<'a>(
    article: &'a Article,
    analysis: &'a Analysis,
) -> impl Iterator<Item = (&'a gold::Label, &'a onrecord_core::statement::Statement)> {
    article.labels.statements.iter().zip(&analysis.statements)
}

fn over_predicted(article: &Article, analysis: &Analysis, report: &mut Report) {
    let pairs = judge::matched(article, analysis);
    for (label, statement) in &pairs {
        let label = &article.labels.statements[*label];
        let statement = &analysis.statements[*statement];
        report.predicted(judge_speaker(article, label, analysis, statement.speaker));
    }
    report.unmatched += analysis.statements.len() - pairs.len();
}

fn judge_dates(article: &Article, report: &mut Report) {
    let index = CharIndex::new(&article.text);
    let mut found = Vec::new();
    for paragraph in &article.paragraphs {
        for expression in dates(paragraph.of(&article.text)) {
            let span = index.char_span(expression.span.shift(paragraph.start));
            let date = expression.resolve(article.published).map(|d| d.to_string());
            found.push((span.start, span.end, date));
        }
    }
    for label in &article.labels.dates {
        let at = found
            .iter()
            .position(|(start, end, _)| *start < label.span.1 && label.span.0 < *end);
        let got = at.map(|i| found.swap_remove(i).2);
        if report.date(label.date.as_deref(), got.as_ref().map(|d| d.as_deref())) {
            let words = chars(&article.text, label.span);
            report.errors.push(format!(
                "date {}: “{words}” is {:?}, got {got:?}",
                article.labels.id, label.date
            ));
        }
    }
    for (start, end, date) in found {
        let words = chars(&article.text, (start, end));
        report.spurious_date(date.is_some());
        report.errors.push(format!(
            "date {}: “{words}” found, not labelled",
            article.labels.id
        ));
    }
}

fn judge_figures(article: &Article, analysis: &Analysis, report: &mut Report) {
    let index = CharIndex::new(&article.text);
    let mut left: Vec<_> = analysis
        .figures
        .iter()
        .map(|f| (index.char_span(f.span), f))
        .collect();
    for label in &article.labels.figures {
        let overlapping = |(span, _): &&(onrecord_core::CharSpan, _)| {
            span.start < label.span.1 && label.span.0 < span.end
        };
        let same_value = |f: &onrecord_core::statement::Figure| {
            (f.value - label.value).abs() <= 1e-9 * label.value.abs()
        };
        let at = left
            .iter()
            .position(|pair| overlapping(&pair) && same_value(pair.1))
            .or_else(|| left.iter().position(|pair| overlapping(&pair)));
        let got = at.map(|i| left.swap_remove(i).1);
        if report.figure(label, got) {
            let words = chars(&article.text, label.span);
            let got = got.map(|f| {
                (
                    f.value,
                    f.unit.as_deref().unwrap_or("-"),
                    f.comparator.as_str(),
                    f.measure.as_deref().unwrap_or("-"),
                )
            });
            report.errors.push(format!(
                "figure {}: “{words}” is {} {:?} {} {:?}, got {got:?}",
                article.labels.id, label.value, label.unit, label.comparator, label.measure
            ));
        }
    }
    for (span, _) in left {
        let words = chars(&article.text, (span.start, span.end));
        report.spurious_figures += 1;
        let before = chars(&article.text, (span.start.saturating_sub(20), span.start));
        let after = chars(&article.text, (span.end, span.end + 20));
        report.errors.push(format!(
            "figure {}: …{before}“{words}”{after}… found, not labelled",
            article.labels.id
        ));
    }
}

fn note(
    article: &Article,
    kind: &str,
    attribution: &onrecord_core::attribution::Attribution,
) -> String {
    let cue: Vec<&str> = attribution
        .cue
        .iter()
        .map(|s| s.of(&article.text))
        .collect();
    format!(
        "{kind} {}: [{}] {}",
        article.labels.id,
        cue.join(" … "),
        excerpt(article, attribution.extent())
    )
}

fn chars(text: &str, (start, end): (usize, usize)) -> String {
    text.chars().skip(start).take(end - start).collect()
}

fn excerpt(article: &Article, span: Span) -> String {
    span.of(&article.text)
        .chars()
        .take(160)
        .collect::<String>()
        .replace('\n', " ")
}
