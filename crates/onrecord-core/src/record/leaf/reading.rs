//! A document while its leaf is read: sentences, and who is named where.

use super::{Named, Paragraph, Said};
use crate::document::{Block, BlockKind, Document};
use crate::record::words::{number, words};
use crate::span::{CharIndex, CharSpan, Span};
use crate::statement::{
    ActorKind, Analysis, DocumentActor, Statement, fold, head_kind, state_named,
};
use crate::text::{DateExpression, PartialDate, dates, quotations, sentences};

/// A document with its analysis, cut into sentences.
pub(crate) struct Reading<'d> {
    pub text: &'d str,
    pub blocks: &'d [Block],
    pub published: Option<PartialDate>,
    pub body: Vec<Span>,
    /// Sentences of the body, in order, each with its paragraph.
    pub sentences: Vec<(Span, usize)>,
    pub times: Vec<DateExpression>,
    pub analysis: &'d mut Analysis,
    index: CharIndex<'d>,
    /// Where actors are named or spoken of as a source, in order.
    named: Vec<(Span, usize)>,
}

impl<'d> Reading<'d> {
    pub fn new(
        document: &'d Document,
        analysis: &'d mut Analysis,
        published: Option<PartialDate>,
    ) -> Self {
        let text = document.text.as_str();
        let body = document.body();
        let cut = |(at, paragraph): (usize, &Span)| {
            let start = paragraph.start;
            let parts = sentences(paragraph.of(text));
            parts.into_iter().map(move |s| (s.shift(start), at))
        };
        let sentences = body.iter().enumerate().flat_map(cut).collect();
        let times = body.iter().flat_map(|paragraph| {
            dates(paragraph.of(text)).into_iter().map(|mut date| {
                date.span = date.span.shift(paragraph.start);
                date
            })
        });
        let mentions = analysis.actors.iter().enumerate();
        let mut named: Vec<(Span, usize)> = mentions
            .flat_map(|(i, actor)| actor.mentions.iter().map(move |span| (*span, i)))
            .collect();
        let sources = analysis.statements.iter().filter_map(|s| {
            let span = s.attribution.source.first()?;
            Some((*span, s.speaker?))
        });
        named.extend(sources);
        named.sort();
        named.dedup();
        Reading {
            text,
            blocks: &document.blocks,
            published,
            sentences,
            times: times.collect(),
            index: CharIndex::new(text),
            body,
            analysis,
            named,
        }
    }

    pub fn chars(&self, span: Span) -> CharSpan {
        self.index.char_span(span)
    }

    /// The blocks of these kinds, in order.
    pub fn blocks_of(&self, kinds: &[BlockKind]) -> Vec<Span> {
        let blocks = self.blocks.iter();
        let wanted = blocks.filter(|b| kinds.contains(&b.kind));
        wanted.map(|b| b.span).collect()
    }

    /// The paragraph that byte `at` stands in.
    pub fn paragraph_at(&self, at: usize) -> usize {
        let after = self.body.partition_point(|p| p.start <= at);
        after.saturating_sub(1)
    }

    /// The sentence that byte `at` stands in; of the body.
    pub fn sentence_at(&self, at: usize) -> Option<Span> {
        let after = self.sentences.partition_point(|(s, _)| s.start <= at);
        let (sentence, _) = self.sentences.get(after.checked_sub(1)?)?;
        (at < sentence.end).then_some(*sentence)
    }

    /// Who is named within `span`, in order.
    pub fn named_in(&self, span: Span) -> impl Iterator<Item = (Span, usize)> + '_ {
        let first = self.named.partition_point(|(s, _)| s.start < span.start);
        self.named[first..]
            .iter()
            .take_while(move |(s, _)| s.start < span.end)
            .filter(move |(s, _)| s.end <= span.end)
            .copied()
    }

    /// The statements whose extent holds byte `at`; the shortest first.
    pub fn statement_at(&self, at: usize) -> Option<usize> {
        let all = self.analysis.statements.iter().enumerate();
        all.filter(|(_, s)| {
            let extent = s.attribution.extent();
            extent.start <= at && at < extent.end
        })
        .min_by_key(|(_, s)| s.attribution.extent().len())
        .map(|(i, _)| i)
    }

    /// The actor that `words` name: one the document has, or a new one if they name a state.
    pub fn actor(&mut self, words: &str, at: Span) -> Option<usize> {
        let state = state_named(words).map(str::to_owned);
        let wanted = fold(state.as_deref().unwrap_or(words.trim()));
        let same = |a: &DocumentActor| {
            fold(&a.name) == wanted || a.aliases.iter().any(|alias| fold(alias) == wanted)
        };
        if let Some(found) = self.analysis.actors.iter().position(same) {
            return Some(found);
        }
        let state = state?;
        self.analysis.actors.push(DocumentActor {
            kind: ActorKind::State,
            name: state,
            aliases: Vec::new(),
            roles: Vec::new(),
            speaks_for: None,
            mentions: vec![at],
        });
        Some(self.analysis.actors.len() - 1)
    }

    /// The state that an actor is, belongs to or speaks for, by its common name.
    pub fn state_of(&self, actor: usize) -> Option<String> {
        let one = &self.analysis.actors[actor];
        if one.kind == ActorKind::State {
            return Some(one.name.clone());
        }
        let of = one.roles.iter().filter_map(|r| r.of.as_deref());
        if let Some(state) = of.chain([one.name.as_str()]).find_map(state_in_front) {
            return Some(state);
        }
        let Some(principal) = one.speaks_for.filter(|p| *p != actor) else {
            return self.state_before(actor);
        };
        let other = &self.analysis.actors[principal];
        match other.kind {
            ActorKind::State => Some(other.name.clone()),
            _ => state_in_front(&other.name),
        }
    }

    /// "Lumbasa denounced the report. Its mission in Estholm said …": the one state named in the
    /// sentence before.
    fn state_before(&self, actor: usize) -> Option<String> {
        let one = &self.analysis.actors[actor];
        let organ = one.kind == ActorKind::Organization
            && head_kind(&one.name) == Some(ActorKind::Organization);
        let own = |s: &&Statement| s.speaker == Some(actor);
        let first = self
            .analysis
            .statements
            .iter()
            .find(own)?
            .attribution
            .source
            .first()?;
        let opening = first.of(self.text).split(' ').next()?;
        if !organ || !opening.eq_ignore_ascii_case("its") {
            return None;
        }
        let here = self
            .sentences
            .partition_point(|(s, _)| s.start <= first.start);
        let (before, _) = self.sentences.get(here.checked_sub(2)?)?;
        let states = self
            .named_in(*before)
            .filter(|(_, a)| self.analysis.actors[*a].kind == ActorKind::State);
        let mut names: Vec<&String> = states.map(|(_, a)| &self.analysis.actors[a].name).collect();
        names.dedup();
        match names[..] {
            [one] => Some(one.clone()),
            _ => None,
        }
    }

    /// Who is asked, where the content opens with it: "that the Lumbasan government take …", "We
    /// call on Lumbasa to …".
    pub fn addressees(&mut self, statements: &mut [Said]) {
        for (at, said) in statements.iter_mut().enumerate() {
            let asks = matches!(said.act, crate::cue::Act::Urge | crate::cue::Act::Recommend);
            let content = self.analysis.statements[at]
                .attribution
                .content
                .first()
                .copied();
            let (true, true, Some(content)) = (asks, said.addressee.is_empty(), content) else {
                continue;
            };
            let end = self
                .text
                .floor_char_boundary(content.end.min(content.start + 48));
            said.addressee
                .extend(super::asked::state_in(self, Span::new(content.start, end)));
        }
    }

    pub fn paragraphs(&self) -> Vec<Paragraph> {
        let paragraph = |span: &Span| Paragraph {
            span: self.chars(*span),
            words: words(span.of(self.text)).map(|w| number(&w)).collect(),
        };
        self.body.iter().map(paragraph).collect()
    }

    pub fn actors(&self) -> Vec<Named> {
        let named = |(i, actor): (usize, &DocumentActor)| Named {
            state: self.state_of(i),
            kind: actor.kind,
            name: actor.name.clone(),
            aliases: actor.aliases.clone(),
            roles: actor.roles.clone(),
            speaks_for: actor.speaks_for,
            at: self.chars(actor.mentions.first().copied().unwrap_or(Span::new(0, 0))),
        };
        self.analysis.actors.iter().enumerate().map(named).collect()
    }

    pub fn statements(&self) -> Vec<Said> {
        let said = |s: &Statement| self.said(s);
        self.analysis.statements.iter().map(said).collect()
    }

    fn said(&self, statement: &Statement) -> Said {
        let a = &statement.attribution;
        let at = a.cue.first().or(a.content.first()).map_or(0, |s| s.start);
        let parts: Vec<&str> = a.content.iter().map(|s| s.of(self.text)).collect();
        let quoted = a.content.iter().flat_map(|part| {
            let inside = part.of(self.text);
            let marks = quotations(inside).into_iter().filter(|q| q.depth == 0);
            marks.map(move |q| q.inner.of(inside).to_owned())
        });
        Said {
            form: a.form,
            class: statement.class(self.text),
            act: statement.act.unwrap_or(crate::cue::Act::State),
            certainty: statement.certainty,
            speaker: statement.speaker,
            speaks_for: statement.speaks_for.clone(),
            addressee: statement.addressee.clone(),
            about: statement.about.clone(),
            said_on: statement.said_on.map(|s| s.date),
            extent: self.chars(a.extent()),
            content: a.content.iter().map(|s| self.chars(*s)).collect(),
            words: parts.join(" "),
            quoted: quoted.filter(|q| q.contains(' ')).collect(),
            work: None,
            names_works: Vec::new(),
            paragraph: self.paragraph_at(at),
        }
    }
}

/// "Chadian Foreign Ministry", "Chad’s foreign ministry", "government of Chad": the state.
pub(crate) fn state_in_front(name: &str) -> Option<String> {
    let plain = name.replace("’s", "").replace("'s", "");
    if let Some(state) = state_named(&plain) {
        return Some(state.to_owned());
    }
    let all: Vec<&str> = plain.split_whitespace().collect();
    let front = (1..=3.min(all.len())).rev().map(|n| all[..n].join(" "));
    let back = (1..=3.min(all.len()))
        .rev()
        .map(|n| all[all.len() - n..].join(" "));
    let after_of = plain.contains(" of ");
    let found = front
        .filter_map(|w| state_named(&w).map(str::to_owned))
        .next();
    found.or_else(|| {
        let back = back
            .filter_map(|w| state_named(&w).map(str::to_owned))
            .next();
        back.filter(|_| after_of && head_kind(name).is_some())
    })
}
