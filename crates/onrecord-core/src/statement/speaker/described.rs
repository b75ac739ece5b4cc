//! Sources that are described, not named: "the envoy", "the ministry", "two diplomats".
//!
//! A description needs an antecedent that it fits; without one it becomes an
//! actor of its own, under the words of the text, or stays unknown.

use super::{Resolution, Speakers};
use crate::span::Span;
use crate::statement::actor::ActorKind;
use crate::statement::lexicon::{Gender, Noun, NounKind, lexicon};
use crate::statement::likeness::same_owner;
use crate::statement::phrase::{head_noun, head_part, without_determiner};
use crate::statement::post::role_of;
use crate::statement::register::Entry;

impl Speakers<'_> {
    pub(super) fn described(&mut self, phrase: &str, source: Span, paragraph: usize) -> Resolution {
        let Some(noun) = head_noun(phrase) else {
            return self.new_description(phrase, ActorKind::Unknown, None, source);
        };
        if let Some(gender) = gendered(phrase).filter(|_| definite(phrase)) {
            return self.man_or_woman(phrase, gender, source, paragraph);
        }
        match noun.kind {
            NounKind::Work => self.work_described(phrase, noun, source),
            _ if noun.plural => self.several_described(phrase, noun, source),
            NounKind::Person => self.person_described(phrase, noun, source, paragraph),
            NounKind::Organization => self.organ_described(phrase, noun, source, paragraph),
            NounKind::State if definite(phrase) => {
                self.of_kind(phrase, ActorKind::State, source, paragraph)
            }
            NounKind::State => Resolution::unknown(format!("“{phrase}” names no state")),
        }
    }

    /// A description that nobody named fits becomes an actor of its own, if it
    /// says more than "the official".
    pub(super) fn new_description(
        &mut self,
        phrase: &str,
        kind: ActorKind,
        noun: Option<&Noun>,
        source: Span,
    ) -> Resolution {
        // A span that ends before its noun describes nobody.
        if ["the", "a", "an", "its"].contains(&phrase.trim().to_lowercase().as_str()) {
            return Resolution::unknown(format!("“{phrase}” alone describes nobody"));
        }
        let lower = phrase.trim().to_lowercase();
        if ["there ", "not ", "no "]
            .iter()
            .any(|word| lower.starts_with(word))
        {
            return Resolution::unknown(format!("“{phrase}” is nobody in particular"));
        }
        let description = shortened(without_clause(without_determiner(phrase)));
        let class = noun.map(|n| n.class.as_str());
        let index = self.register.described(description, kind, class, source);
        if let Some(role) = role_of(description)
            .filter(|_| noun.is_some_and(|n| n.kind == NounKind::Person && !n.plural))
        {
            self.register.add_role(index, role);
        }
        Resolution::known(
            index,
            format!("the text describes the source and gives no name: “{phrase}”"),
        )
    }

    /// A work that speaks. "The report" after "a 48-page report" is that one, if there was only one.
    fn work_described(&mut self, phrase: &str, noun: &Noun, source: Span) -> Resolution {
        let phrase_alone = phrase
            .split(" which ")
            .next()
            .unwrap_or(phrase)
            .split(" that ")
            .next()
            .unwrap_or(phrase);
        let description = without_determiner(phrase_alone);
        let word = description.to_lowercase();
        let works = self
            .register
            .iter()
            .filter(|(_, e)| e.described_as.as_deref() == Some(noun.class.as_str()));
        let before: Vec<usize> = works
            .filter(|(_, e)| {
                head_part(&e.actor.name)
                    .to_lowercase()
                    .split(' ')
                    .next_back()
                    == Some(word.as_str())
            })
            .map(|(i, _)| i)
            .collect();
        match before[..] {
            [one] if definite(phrase) && self.register.name(one) != description => {
                let name = self.register.name(one).to_owned();
                Resolution::known(one, format!("“{phrase}” → {name}: the only one before"))
            }
            _ => self.new_description(phrase_alone, ActorKind::Unknown, Some(noun), source),
        }
    }

    fn several_described(&mut self, phrase: &str, noun: &Noun, source: Span) -> Resolution {
        let description = without_determiner(phrase);
        // "the experts" after "UN experts": the same head, said with the article.
        if description.split_whitespace().count() == 1 && definite(phrase) {
            let word = description.to_lowercase();
            let before: Vec<usize> = self
                .register
                .iter()
                .filter(|(_, e)| {
                    e.actor.kind == ActorKind::Group
                        && e.actor.mentions.iter().any(|m| m.start < source.start)
                })
                .filter(|(_, e)| head_part(&e.actor.name).to_lowercase().ends_with(&word))
                .map(|(i, _)| i)
                .collect();
            match before[..] {
                [one] => {
                    let name = self.register.name(one).to_owned();
                    return Resolution::known(
                        one,
                        format!("“{phrase}” → {name}: the only such group before"),
                    );
                }
                [] => {}
                _ => return self.several(phrase, &before),
            }
        }
        self.new_description(phrase, ActorKind::Group, Some(noun), source)
    }

    fn person_described(
        &mut self,
        phrase: &str,
        noun: &Noun,
        source: Span,
        paragraph: usize,
    ) -> Resolution {
        let role = role_of(phrase);
        let owner = role.as_ref().and_then(|r| r.of.clone());
        if let Some(index) = self.named_right_after(source, noun) {
            let name = self.register.name(index).to_owned();
            return Resolution::known(index, format!("“{phrase}” → {name}: named right after"));
        }
        // "A spokesman", "any friend": somebody new.
        if indefinite(phrase) || (!definite(phrase) && owner.is_none()) {
            return self.new_description(phrase, ActorKind::Unknown, Some(noun), source);
        }
        let candidates: Vec<usize> = self
            .register
            .iter()
            .filter(|(_, e)| {
                e.actor
                    .mentions
                    .first()
                    .is_some_and(|m| m.start < source.start)
            })
            .filter(|(_, e)| fits_description(e, noun, owner.as_deref()))
            .map(|(i, _)| i)
            .collect();
        match candidates[..] {
            [one] => {
                let name = self.register.name(one).to_owned();
                Resolution::known(
                    one,
                    format!(
                        "“{phrase}” → {name}: the only one in the document before whom this describes"
                    ),
                )
            }
            [] => self.new_description(phrase, ActorKind::Unknown, Some(noun), source),
            _ => self.by_same_word(phrase, &candidates, source, paragraph),
        }
    }

    /// Of several whom a description fits, the one whose post is called by the
    /// very word comes first: "the secretary general" among chiefs.
    fn by_same_word(
        &mut self,
        phrase: &str,
        candidates: &[usize],
        source: Span,
        paragraph: usize,
    ) -> Resolution {
        let head = |text: &str| -> Vec<String> {
            let words = head_part(text).split([' ', '-']).map(str::to_lowercase);
            let words: Vec<String> = words.filter(|w| !w.is_empty()).collect();
            words[words.len().saturating_sub(2)..].to_vec()
        };
        let own = head(without_determiner(phrase));
        let same = |i: &usize| {
            let mut roles = self.register.get(*i).actor.roles.iter();
            own.len() == 2 && roles.any(|role| head(&role.title) == own)
        };
        let literal: Vec<usize> = candidates.iter().copied().filter(same).collect();
        match literal[..] {
            [one] => {
                let name = self.register.name(one).to_owned();
                Resolution::known(
                    one,
                    format!("“{phrase}” → {name}: the only one in the document with this post"),
                )
            }
            _ => self.best_among(phrase, candidates, source, paragraph),
        }
    }

    /// The holder of a post named in apposition just behind the source: "our
    /// attaché | in the capital, Ana Reyes, says".
    fn named_right_after(&self, source: Span, noun: &Noun) -> Option<usize> {
        let after = |m: &Span| {
            let between = self.text.get(source.end..m.start).unwrap_or("");
            // The comma may stand in the source, as the tagger cuts it.
            let within = source.of(self.text).ends_with(',') && between.trim().is_empty();
            let body = between
                .trim_end()
                .strip_suffix(',')
                .or(within.then_some(""));
            body.is_some_and(|b| {
                b.split_whitespace().count() <= 4 && !b.contains(|c: char| ",.;:“”\"".contains(c))
            })
        };
        let holds =
            |e: &Entry| fits_description(e, noun, None) && e.actor.mentions.iter().any(after);
        let mut found = self
            .register
            .iter()
            .filter(|(_, e)| !e.described && holds(e));
        let (index, _) = found.next()?;
        found.next().is_none().then_some(index)
    }

    fn organ_described(
        &mut self,
        phrase: &str,
        noun: &Noun,
        source: Span,
        paragraph: usize,
    ) -> Resolution {
        let description = without_determiner(phrase);
        let bare = description.split_whitespace().count() == 1;
        if !bare || !definite(phrase) {
            return self.new_description(phrase, ActorKind::Organization, Some(noun), source);
        }
        let word = description.to_lowercase();
        let before: Vec<usize> = self
            .register
            .iter()
            .filter(|(_, e)| e.actor.kind == ActorKind::Organization)
            // "A Hong Kong company" is not what "the company" of the story is.
            .filter(|(_, e)| !(e.described && noun.class == "company"))
            .filter(|(_, e)| e.actor.mentions.iter().any(|m| m.start < source.start))
            .filter(|(_, e)| {
                e.actor
                    .name
                    .to_lowercase()
                    .split_whitespace()
                    .any(|w| w == word)
            })
            .map(|(i, _)| i)
            .collect();
        match before[..] {
            [one] => {
                let name = self.register.name(one).to_owned();
                Resolution::known(one, format!("“{phrase}” → {name}: the only {word} before"))
            }
            [] if noun.class == "company" => {
                self.of_kind(phrase, ActorKind::Organization, source, paragraph)
            }
            [] => self.new_description(phrase, ActorKind::Organization, Some(noun), source),
            _ => self.best_among(phrase, &before, source, paragraph),
        }
    }

    /// "The company", "the country", where none is named so: what the text is about.
    fn of_kind(
        &mut self,
        phrase: &str,
        kind: ActorKind,
        source: Span,
        paragraph: usize,
    ) -> Resolution {
        let fits: Vec<usize> = self
            .register
            .iter()
            .filter(|(_, e)| !(kind == ActorKind::Organization && is_organ(&e.actor.name)))
            .filter(|(_, e)| kind != ActorKind::Organization || e.actor.mentions.len() > 1)
            .filter(|(_, e)| {
                !e.described
                    && (e.actor.kind == kind
                        || (kind == ActorKind::Organization && e.could_be_company()))
            })
            .map(|(i, _)| i)
            .collect();
        self.best_among(phrase, &fits, source, paragraph)
    }
}

/// Whether a name is that of an organ of state, which is no company.
fn is_organ(name: &str) -> bool {
    let organ = |word: &str| lexicon().noun(word).is_some_and(|n| n.class == "organ");
    name.split(' ').any(organ)
}

/// The gender that "man", "woman" and the like say.
fn gendered(phrase: &str) -> Option<Gender> {
    let head = head_part(phrase)
        .split_whitespace()
        .next_back()?
        .to_lowercase();
    match head.as_str() {
        "man" | "gentleman" | "boy" => Some(Gender::Male),
        "woman" | "lady" | "girl" => Some(Gender::Female),
        _ => None,
    }
}

fn indefinite(phrase: &str) -> bool {
    let first = phrase
        .split_whitespace()
        .next()
        .unwrap_or("")
        .to_lowercase();
    ["a", "an", "any", "no", "every", "another", "one", "some"].contains(&first.as_str())
}

fn definite(phrase: &str) -> bool {
    let first = phrase
        .split_whitespace()
        .next()
        .unwrap_or("")
        .to_lowercase();
    ["the", "this", "that", "these", "those"].contains(&first.as_str())
}

/// "official in the capital, who spoke on condition of anonymity": what is told of them is no name.
fn without_clause(description: &str) -> &str {
    let cuts = [
        ", who ",
        ", which ",
        ", whose ",
        ", speaking ",
        " who ",
        " which ",
    ];
    let end = cuts
        .iter()
        .filter_map(|cut| description.find(cut))
        .filter(|at| *at > 0)
        .min();
    &description[..end.unwrap_or(description.len())]
}

/// Longest description kept as a name, in words.
const DESCRIPTION_WORDS: usize = 14;

fn shortened(description: &str) -> &str {
    let mut words = 0;
    for (at, _) in description.match_indices(' ') {
        words += 1;
        if words == DESCRIPTION_WORDS {
            return &description[..at];
        }
    }
    description
}

/// Whether an actor may be who `noun` (and its owner) describes.
fn fits_description(entry: &Entry, noun: &Noun, owner: Option<&str>) -> bool {
    let known = !entry.actor.roles.is_empty() && (entry.may_be_person() || entry.described);
    known
        && entry.actor.roles.iter().any(|role| {
            let same_class = head_noun(&role.title).is_some_and(|n| n.class == noun.class);
            // "The Lumbasan delegate" is not the delegate of nobody knows whom.
            let owners_agree =
                owner.is_none_or(|a| role.of.as_deref().is_some_and(|b| same_owner(a, b)));
            same_class && owners_agree
        })
}
