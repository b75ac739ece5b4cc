//! Pronouns: each takes the antecedent that most speaks for, or nobody.

use super::rank::Anaphor;
use super::{Resolution, Speakers};
use crate::span::Span;
use crate::statement::actor::ActorKind;
use crate::statement::lexicon::{Gender, NounKind};
use crate::statement::phrase::{head_noun, names};
use crate::statement::register::Entry;

/// Paragraphs that a pronoun reaches back over.
const REACH: usize = 6;

impl Speakers<'_> {
    pub(super) fn pronoun(
        &mut self,
        pronoun: Pronoun,
        phrase: &str,
        source: Span,
        paragraph: usize,
    ) -> Resolution {
        let anaphor = Anaphor {
            phrase,
            at: source,
            paragraph,
            gender: None,
            reach: REACH,
        };
        match pronoun {
            Pronoun::Person(gender) => self.he_or_she(Anaphor {
                gender: Some(gender),
                ..anaphor
            }),
            Pronoun::They => self.they(anaphor),
            Pronoun::It => self.it(anaphor),
            Pronoun::Relative => self.relative(phrase, source, paragraph),
            Pronoun::Speaker => self.inner_speaker(phrase, source),
            Pronoun::Nobody => Resolution::unknown(format!("“{phrase}” is nobody in particular")),
        }
    }

    /// The person that a gendered expression stands for.
    pub(super) fn he_or_she(&mut self, anaphor: Anaphor<'_>) -> Resolution {
        // Whoever spoke last and is not known is as near as anybody.
        let before = self.spoken.last().map(|last| self.outermost(last));
        if before.is_some_and(|s| s.person_unknown && s.paragraph + 1 >= anaphor.paragraph) {
            return Resolution::unknown(format!(
                "“{}” may be the speaker before, who is not known",
                anaphor.phrase
            ));
        }
        let last = before.and_then(|s| s.speaker);
        if let Some(introduced) = self.introduced_before(&anaphor) {
            return introduced;
        }
        let candidates = self.ranked(&anaphor, |i, e| {
            e.may_be_person() && (!e.described || last == Some(i))
        });
        self.best(anaphor.phrase, &candidates)
    }

    /// "A retired inspector in Velda, who has read it, disagreed. “…,” | he | said":
    /// somebody new is the subject of the sentence before, and no name.
    fn introduced_before(&mut self, anaphor: &Anaphor<'_>) -> Option<Resolution> {
        let here = self.sentence_start(anaphor.at.start);
        let paragraph = *self.paragraphs.get(anaphor.paragraph)?;
        if here <= paragraph.start {
            return None;
        }
        let start = self.sentence_start(here - 1).max(paragraph.start);
        let sentence = self.text.get(start..here)?;
        let (lead, _) = sentence.split_once(',')?;
        let indefinite = lead.starts_with("A ") || lead.starts_with("An ");
        let noun = head_noun(lead).filter(|n| n.kind == NounKind::Person && !n.plural)?;
        let short =
            lead.split_whitespace().count() <= 8 && names(lead).iter().all(|n| n.run.start > 3);
        let known = self
            .timeline
            .between(start, start + lead.len())
            .next()
            .is_some_and(|(_, i)| self.register.get(i).may_be_person());
        if !indefinite || !short || known {
            return None;
        }
        let span = Span::new(start, start + lead.len());
        let found = self.new_description(lead, ActorKind::Unknown, Some(noun), span);
        let index = found.speaker?;
        let name = self.register.name(index).to_owned();
        Some(Resolution::known(
            index,
            format!(
                "“{}” → {name}: subject of the sentence before",
                anaphor.phrase
            ),
        ))
    }

    fn they(&mut self, anaphor: Anaphor<'_>) -> Resolution {
        let here: Vec<usize> = self.spoken_in(anaphor.paragraph).collect();
        let candidates = self.ranked(
            &Anaphor {
                reach: 1,
                ..anaphor
            },
            |i, e| {
                let several = e.actor.kind == ActorKind::Group;
                several || (e.actor.kind == ActorKind::Organization && here.contains(&i))
            },
        );
        self.best(anaphor.phrase, &candidates)
    }

    fn it(&mut self, anaphor: Anaphor<'_>) -> Resolution {
        let possessive = anaphor.phrase.eq_ignore_ascii_case("its");
        let candidates = self.ranked(
            &Anaphor {
                reach: 2,
                ..anaphor
            },
            |_, e| {
                let body = matches!(e.actor.kind, ActorKind::Organization | ActorKind::State);
                let work = !possessive && e.described_as.as_deref() == Some("work");
                body || work || e.could_be_company()
            },
        );
        self.best(anaphor.phrase, &candidates)
    }

    /// Who spoke in `paragraph` so far.
    fn spoken_in(&self, paragraph: usize) -> impl Iterator<Item = usize> + '_ {
        let here = self
            .spoken
            .iter()
            .rev()
            .take_while(move |s| s.paragraph == paragraph);
        here.filter_map(|s| s.speaker)
    }

    /// "who", "which": the name or noun that ends right before.
    fn relative(&mut self, phrase: &str, source: Span, paragraph: usize) -> Resolution {
        let Some(start) = self.paragraphs.get(paragraph).map(|p| p.start) else {
            return Resolution::unknown(format!("“{phrase}” stands outside every paragraph"));
        };
        // No name, and no noun phrase, is longer than this.
        let start = start.max(source.start.saturating_sub(300));
        let start = self
            .text
            .floor_char_boundary(start.max(self.sentence_start(source.start)));
        let before = self.text[start..source.start]
            .trim_end()
            .trim_end_matches(',')
            .trim_end();
        let read = names(before);
        let ends = |n: &&crate::statement::phrase::Name| {
            // "Roe, a pilot from Velda, who": an apposition between.
            let rest = before.get(n.run.end..).unwrap_or("x");
            let person = phrase != "who" || self.named_person(n, start);
            let place = [" of ", " from ", " in "]
                .iter()
                .any(|p| rest.starts_with(p))
                && rest.split_whitespace().count() <= 3;
            person
                && (rest.is_empty() || rest == "." || (phrase == "who" && place) || is_aside(rest))
        };
        if let Some(name) = read.iter().rev().find(ends) {
            let mut name = name.clone();
            name.run = name.run.shift(start);
            name.span = name.span.shift(start);
            return self.named(&name, phrase);
        }
        self.noun_before(phrase, before, start)
    }

    /// Whether a name read from byte `start` on is a person's, as far as the register knows.
    fn named_person(&self, name: &crate::statement::phrase::Name, start: usize) -> bool {
        let at = name.span.shift(start);
        let mut known = self.timeline.between(at.start, at.start + 1);
        let person = known.any(|(_, i)| self.register.get(i).may_be_person());
        person || (name.kind == ActorKind::Person)
    }

    /// "politicians | who": the noun phrase that ends right before.
    fn noun_before(&mut self, phrase: &str, before: &str, start: usize) -> Resolution {
        let from = before
            .rfind([',', ';', ':', '“', '”', '"', '(', ')', '—', '–'])
            .map_or(0, |at| {
                at + before[at..].chars().next().map_or(1, char::len_utf8)
            });
        let mut at = from;
        let mut best = None;
        // From the left: the longest piece whose head is a noun that may speak, without a verb in it.
        for part in before[from..].split_inclusive(' ') {
            let piece = before[at..].trim();
            let first = piece.split_whitespace().next().unwrap_or("").to_lowercase();
            if [
                "from", "to", "by", "of", "for", "with", "in", "on", "at", "as", "and", "or",
                "than", "among", "between",
            ]
            .contains(&first.as_str())
            {
                at += part.len();
                continue;
            }
            let words = piece.split_whitespace().count();
            let opens = !piece.starts_with(|c: char| c.is_lowercase()) || best.is_none();
            if words <= 4
                && opens
                && head_noun(piece)
                    .is_some_and(|n| n.kind != NounKind::Work && ends_with_head(piece))
            {
                best = Some((
                    piece,
                    at + before[at..].len() - before[at..].trim_start().len(),
                ));
                break;
            }
            at += part.len();
        }
        let Some((piece, at)) = best else {
            return Resolution::unknown(format!("what “{phrase}” refers back to is not a name"));
        };
        let noun = head_noun(piece);
        let kind = match noun.map(|n| (n.kind, n.plural)) {
            Some((_, true)) => ActorKind::Group,
            Some((NounKind::Organization, _)) => ActorKind::Organization,
            _ => ActorKind::Unknown,
        };
        let span = Span::new(start + at, start + at + piece.len());
        self.new_description(piece, kind, noun, span)
    }

    /// "I", "we" inside somebody's words: the speaker of the words around.
    fn inner_speaker(&mut self, phrase: &str, source: Span) -> Resolution {
        let around = self
            .spoken
            .iter()
            .rev()
            .take(SPOKEN_AROUND)
            .find(|s| s.extent.contains(source));
        match around.and_then(|s| s.speaker) {
            Some(index) => {
                let name = self.register.name(index).to_owned();
                Resolution::known(
                    index,
                    format!("“{phrase}” → {name}: the speaker of the words around"),
                )
            }
            None => Resolution::unknown(format!(
                "“{phrase}” is whoever speaks the words around, who is not known"
            )),
        }
    }

    /// The person that "the man", "the woman" stands for.
    pub(super) fn man_or_woman(
        &mut self,
        phrase: &str,
        gender: Gender,
        source: Span,
        paragraph: usize,
    ) -> Resolution {
        self.he_or_she(Anaphor {
            phrase,
            at: source,
            paragraph,
            gender: Some(gender),
            reach: REACH,
        })
    }

    /// The one among `candidates` that most speaks for, wherever before it is named.
    pub(super) fn best_among(
        &mut self,
        phrase: &str,
        candidates: &[usize],
        source: Span,
        paragraph: usize,
    ) -> Resolution {
        let anaphor = Anaphor {
            phrase,
            at: source,
            paragraph,
            gender: None,
            reach: usize::MAX,
        };
        let fits = |index: usize, _: &Entry| candidates.contains(&index);
        let mut ranked = self.ranked(&anaphor, fits);
        for candidate in &mut ranked {
            candidate.score += DESCRIBED;
        }
        self.best(phrase, &ranked)
    }
}

/// Points for being described so: nothing else is needed where nobody else is.
const DESCRIBED: i32 = 6;

/// Statements that may stand inside one another at a time.
const SPOKEN_AROUND: usize = 64;

/// Whether `piece` ends with its head, so that nothing of another clause is in it.
fn ends_with_head(piece: &str) -> bool {
    crate::statement::phrase::head_part(piece) == piece
}

/// ", a pilot from Velda" or ", of Velda, Ill." between a name and its relative clause.
fn is_aside(rest: &str) -> bool {
    let Some(aside) = rest.strip_prefix(", ") else {
        return false;
    };
    let first = aside.split_whitespace().next().unwrap_or("");
    ["a", "an", "the"].contains(&first)
        && !aside.contains(',')
        && aside.split_whitespace().count() <= 10
        && head_noun(aside).is_some()
}

/// The pronouns, by what they can stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pronoun {
    Person(Gender),
    They,
    It,
    Relative,
    Speaker,
    Nobody,
}

impl Pronoun {
    pub(super) fn of(phrase: &str) -> Option<Self> {
        Some(match phrase.to_lowercase().as_str() {
            "he" | "him" | "his" | "himself" => Pronoun::Person(Gender::Male),
            "she" | "her" | "hers" | "herself" => Pronoun::Person(Gender::Female),
            "they" | "them" | "their" | "both" => Pronoun::They,
            "it" | "its" => Pronoun::It,
            "who" | "which" | "that" | "whom" | "whose" => Pronoun::Relative,
            "i" | "we" | "me" | "us" | "my" | "our" => Pronoun::Speaker,
            "you" | "one" | "nobody" | "no one" | "anyone" | "everyone" | "someone"
            | "somebody" | "there" | "this" | "what" | "everybody" | "anybody" | "not everyone"
            | "your" | "none" | "many" | "some" | "others" | "most" | "few" | "all" => {
                Pronoun::Nobody
            }
            _ => return None,
        })
    }
}
