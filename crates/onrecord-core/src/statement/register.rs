//! The actors of one document: found once, looked up by every name they go by.

use super::actor::{ActorKind, DocumentActor, Role};
use super::context::Context;
pub use super::entry::Entry;
use super::lexicon::{Gender, NounKind, StateWord, lexicon};
use super::likeness::{
    another_is_called_so, canonical_words, is_headline, name_words, same_first_name, same_owner,
};
use super::phrase::{Name, head_noun, names};
use crate::span::Span;
use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;

/// All actors met so far.
#[derive(Debug, Default)]
pub struct Register {
    entries: Vec<Entry>,
    /// How names of one word are used alone.
    alone: HashMap<String, Alone>,
}

/// A word that is used as a name by itself.
#[derive(Debug, Default)]
pub(super) struct Alone {
    /// How often.
    pub times: usize,
    /// Told by titles before it: "Mr Roe".
    pub genders: Vec<Gender>,
}

/// What a single word of a name leads to.
#[derive(Debug, PartialEq)]
pub enum Lookup {
    /// One actor.
    One(usize),
    /// Several that are about equal.
    Several(Vec<usize>),
    /// None.
    Nobody,
}

/// Lower case, without diacritics and typographic apostrophes: Vellinga and Véllinga are one.
pub fn fold(word: &str) -> String {
    word.nfd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .map(|c| if c == '’' { '\'' } else { c })
        .flat_map(char::to_lowercase)
        .collect()
}

impl Register {
    /// Reads the names in `paragraphs` of `text`.
    pub fn read(text: &str, paragraphs: &[Span]) -> Self {
        let mut register = Register::default();
        let mut single: Vec<(Name, Context)> = Vec::new();
        for span in paragraphs {
            let paragraph = span.of(text);
            // Headlines run names and verbs together; the text says the names again.
            if is_headline(paragraph) {
                continue;
            }
            for found in names(paragraph) {
                let context = Context::of(paragraph, &found);
                let found = shifted(found, span.start);
                let personal = matches!(found.kind, ActorKind::Unknown | ActorKind::Person);
                if found.words.len() == 1 && personal && found.state.is_none() {
                    single.push((found, context));
                } else if found.kind == ActorKind::State || found.state.is_none() {
                    register.add(&found, context);
                }
            }
        }
        for (name, _) in &single {
            let alone = register.alone.entry(fold(&name.words[0])).or_default();
            alone.times += 1;
            alone
                .genders
                .extend(name.gender.filter(|g| !alone.genders.contains(g)));
        }
        for (name, context) in single {
            let often = register.alone[&fold(&name.words[0])].times > 1;
            register.add_single(&name, context, often);
        }
        register
    }

    /// Entry `index`.
    pub fn get(&self, index: usize) -> &Entry {
        &self.entries[index]
    }

    /// All entries.
    pub fn iter(&self) -> impl Iterator<Item = (usize, &Entry)> {
        self.entries.iter().enumerate()
    }

    /// The name of actor `index`.
    pub fn name(&self, index: usize) -> &str {
        &self.entries[index].actor.name
    }

    /// Adds a name with what stands around it; a name known already gains the mention.
    fn add(&mut self, name: &Name, context: Context) -> usize {
        let index = self.find_or_insert(name);
        let entry = &mut self.entries[index];
        entry.gender = entry.gender.or(name.gender).or(context.gender);
        entry.article |= context.article;
        entry.kin |= context.kin;
        entry.actor.mentions.push(name.span);
        for role in name.role.iter().chain(&context.roles) {
            if !entry.actor.roles.contains(role) {
                entry.actor.roles.push(role.clone());
            }
        }
        let told = match (name.kind, context.kind) {
            (ActorKind::Unknown, Some(kind)) => kind,
            (kind, _) => kind,
        };
        if entry.actor.kind == ActorKind::Unknown {
            entry.actor.kind = told;
        }
        if let Some(acronym) = context.acronym {
            add_alias(&mut entry.actor, &acronym);
        }
        index
    }

    fn find_or_insert(&mut self, name: &Name) -> usize {
        let written = match &name.state {
            Some(state) => state.clone(),
            None => name.text(),
        };
        let words = name_words(&written);
        if let Some(index) = self.same_name(&words, name.kind) {
            let actor = &mut self.entries[index].actor;
            let text = name.text();
            let shouts = |name: &str| !name.contains(char::is_lowercase) && name.len() > 5;
            if fold(&text) == fold(&actor.name) && shouts(&actor.name) {
                actor.name = text; // "MARRAM BANK" of a caption
            } else if text != actor.name {
                add_alias(actor, &text);
            }
            return index;
        }
        self.insert(written, words, name.kind)
    }

    /// An actor with the same words, or a person with the same first and last word.
    fn same_name(&self, words: &[String], kind: ActorKind) -> Option<usize> {
        let alias = |e: &Entry| {
            e.actor
                .aliases
                .iter()
                .any(|a| words.len() == 1 && fold(a) == words[0])
        };
        let exact = self
            .entries
            .iter()
            .position(|e| e.words == words || alias(e));
        exact.or_else(|| self.last_names(words, kind)).or_else(|| {
            let may_be_person =
                matches!(kind, ActorKind::Person | ActorKind::Unknown) && words.len() > 1;
            self.entries.iter().position(|e| {
                may_be_person
                    && (e.actor.kind == ActorKind::Person || e.looks_like_person())
                    && e.words.len() > 1
                    && e.words.last() == words.last()
                    && same_first_name(&e.words[0], &words[0])
            })
        })
    }

    /// "Vela Ortiz" for Ana Vela Ortiz, and the other way: the one person whose name ends in the words.
    fn last_names(&self, words: &[String], kind: ActorKind) -> Option<usize> {
        if words.len() < 2 || !matches!(kind, ActorKind::Person | ActorKind::Unknown) {
            return None;
        }
        let fits = |e: &Entry| {
            let (short, long) = if e.words.len() < words.len() {
                (&e.words[..], words)
            } else {
                (words, &e.words[..])
            };
            let person = e.actor.kind == ActorKind::Person || e.looks_like_person();
            short.len() >= 2 && short.len() < long.len() && long.ends_with(short) && person
        };
        let mut found = self.entries.iter().enumerate().filter(|(_, e)| fits(e));
        let (index, _) = found.next()?;
        found.next().is_none().then_some(index)
    }

    fn insert(&mut self, name: String, words: Vec<String>, kind: ActorKind) -> usize {
        self.entries.push(Entry {
            actor: DocumentActor {
                kind,
                name,
                aliases: Vec::new(),
                roles: Vec::new(),
                speaks_for: None,
                mentions: Vec::new(),
            },
            words,
            gender: None,
            described: false,
            article: false,
            described_as: None,
            describes_person: false,
            alone: 0,
            kin: false,
        });
        self.entries.len() - 1
    }

    /// A name of one word: somebody's last (or first) name, or a name of its own if it comes `often`.
    fn add_single(&mut self, name: &Name, context: Context, often: bool) {
        match self.by_word(&name.words[0], usize::MAX) {
            Lookup::One(index) => {
                let entry = &mut self.entries[index];
                entry.alone += 1;
                entry.gender = entry.gender.or(name.gender).or(context.gender);
                entry.actor.mentions.push(name.span);
                entry.actor.mentions.sort();
            }
            Lookup::Nobody if self.short_for(&name_words(&name.text())).is_some() => {
                if let Some(index) = self.short_for(&name_words(&name.text())) {
                    self.entries[index].actor.mentions.push(name.span);
                    self.entries[index].actor.mentions.sort();
                }
            }
            Lookup::Nobody
                if often
                    || name.kind == ActorKind::Person
                    || context.kind == Some(ActorKind::Person) =>
            {
                self.add(name, context);
            }
            _ => {}
        }
    }

    /// Persons (or names not told apart from persons') one of whose outer words
    /// is `word`, named before byte `before`.
    pub fn by_word(&self, word: &str, before: usize) -> Lookup {
        let word = fold(word);
        let named_before = |e: &Entry| e.actor.mentions.first().is_some_and(|m| m.start < before);
        let could_be = |e: &Entry| {
            matches!(e.actor.kind, ActorKind::Person | ActorKind::Unknown) && !e.described
        };
        let pick = |outer: fn(&Entry) -> Option<&String>| -> Vec<usize> {
            self.iter()
                .filter(|(_, e)| {
                    e.words.len() > 1 && could_be(e) && named_before(e) && outer(e) == Some(&word)
                })
                .map(|(i, _)| i)
                .collect()
        };
        // Last names first; first names, and family names that stand first ("Guo Jiakun"), after them.
        let mut found = pick(|e| e.words.last());
        if found.is_empty() {
            found.extend(pick(|e| e.words.first()));
            found.retain(|i| self.get(*i).may_be_person());
        }
        if let Some(alone) = self.alone.get(&word) {
            found.retain(|i| !another_is_called_so(self.get(*i), alone));
        }
        // "Young Roe" beside "Ana Roe": what is surely a person's name goes before.
        let surely: Vec<usize> = found
            .iter()
            .copied()
            .filter(|i| self.get(*i).may_be_person())
            .collect();
        if !surely.is_empty() {
            found = surely;
        }
        match found[..] {
            [] => Lookup::Nobody,
            [one] => Lookup::One(one),
            _ => Lookup::Several(found),
        }
    }

    /// The actor that `name`, read from a source at byte `at`, stands for.
    pub fn lookup(&mut self, name: &Name, at: usize) -> Lookup {
        let words: Vec<String> = match &name.state {
            Some(state) => state.split_whitespace().map(fold).collect(),
            None => name_words(&name.text()),
        };
        let personal =
            matches!(name.kind, ActorKind::Person | ActorKind::Unknown) && name.state.is_none();
        // "Washington" is a state by its capital only where nobody is called so.
        let capital = lexicon()
            .state(&name.text())
            .is_some_and(|(_, how)| how == StateWord::Capital);
        if words.len() == 1 && (personal || capital) {
            // Headlines and first paragraphs give the last name before the full one.
            for before in [at, usize::MAX] {
                match self.by_word(&name.words[0], before) {
                    Lookup::Nobody => {}
                    found => return found,
                }
            }
        }
        if let Some(index) = self
            .same_name(&words, name.kind)
            .or_else(|| self.short_for(&words))
        {
            return Lookup::One(index);
        }
        let index = self.add(name, Context::default());
        Lookup::One(index)
    }

    /// "Marram" for "Marram Shipping Inc": the one company whose name begins so.
    fn short_for(&self, words: &[String]) -> Option<usize> {
        let [word] = words else {
            return None;
        };
        let plain = lexicon().noun(word).is_none() && !lexicon().names_organization(word);
        let begins = |e: &Entry| {
            let company = e.actor.name.split_whitespace().count() > e.words.len();
            company
                && e.actor.kind == ActorKind::Organization
                && !e.described
                && e.words[0] == *word
        };
        let mut found = self
            .iter()
            .filter(|(_, e)| plain && begins(e))
            .map(|(i, _)| i);
        let one = found.next()?;
        found.next().is_none().then_some(one)
    }

    /// An actor that is described, not named. The same words give the same actor.
    pub fn described(
        &mut self,
        description: &str,
        kind: ActorKind,
        class: Option<&str>,
        at: Span,
    ) -> usize {
        let words: Vec<String> = canonical_words(description);
        let found = self
            .entries
            .iter()
            .position(|e| e.words == words && e.actor.kind == kind)
            .or_else(|| self.owned(&words, kind))
            .or_else(|| self.end_of_name(&words, kind));
        let index =
            found.unwrap_or_else(|| self.insert(description.to_owned(), words.clone(), kind));
        let entry = &mut self.entries[index];
        if !entry.described && !entry.words.is_empty() && entry.words != words {
            entry.actor.mentions.push(at);
            entry.actor.mentions.sort();
            return index;
        }
        if words.len() > entry.words.len() {
            let shorter = std::mem::replace(&mut entry.actor.name, description.to_owned());
            entry.words = words;
            add_alias(&mut entry.actor, &shorter);
        }
        entry.described = true;
        entry.described_as = entry.described_as.take().or(class.map(str::to_owned));
        entry.describes_person |=
            head_noun(description).is_some_and(|n| n.kind == NounKind::Person && !n.plural);
        entry.actor.mentions.push(at);
        index
    }

    /// "Diplomatic mission in Estholm" after or before "Varna's diplomatic mission
    /// in Estholm": the one description that is the same but for whose it is.
    fn owned(&mut self, words: &[String], kind: ActorKind) -> Option<usize> {
        let same = |e: &&Entry| {
            let (few, many) = if e.words.len() < words.len() {
                (&e.words[..], words)
            } else {
                (words, &e.words[..])
            };
            e.described
                && e.actor.kind == kind
                && kind == ActorKind::Organization
                && few.len() >= 2
                && many.len() > few.len()
                && many.len() <= few.len() + 2
                && many.ends_with(few)
        };
        let mut found = self
            .entries
            .iter()
            .enumerate()
            .filter(|(_, e)| same(e))
            .map(|(i, _)| i);
        let one = found.next()?;
        found.next().is_none().then_some(one)
    }

    /// "The transport police" beside "Estholm Transport Police": the one organization whose name ends so.
    fn end_of_name(&self, words: &[String], kind: ActorKind) -> Option<usize> {
        if kind != ActorKind::Organization || words.len() < 2 {
            return None;
        }
        let fits = |e: &Entry| {
            let longer = e.words.len() > words.len() && e.words.ends_with(words);
            longer && !e.described && e.actor.kind == ActorKind::Organization
        };
        let mut found = self.entries.iter().enumerate().filter(|(_, e)| fits(e));
        let (index, _) = found.next()?;
        found.next().is_none().then_some(index)
    }

    /// Gives actor `index` a role it does not have yet.
    pub fn add_role(&mut self, index: usize, role: Role) {
        let roles = &mut self.entries[index].actor.roles;
        if !roles.contains(&role) {
            roles.push(role);
        }
    }

    /// Says whom actor `index` speaks for.
    pub fn set_speaks_for(&mut self, index: usize, principal: usize) {
        if index != principal {
            self.entries[index].actor.speaks_for = Some(principal);
        }
    }

    /// The actor named exactly `name`, if known, or a new one where the name tells its kind.
    pub fn principal(&mut self, name: &str, at: Span) -> Option<usize> {
        let read = names(name);
        if let Some(found) = read.iter().find(|n| n.run == Span::new(0, name.len())) {
            if let Some(index) = self.demonym_of(found) {
                return Some(index);
            }
            // Spans of `found` count in `name`; the words stand at `at`.
            let mut found = found.clone();
            found.run = at;
            found.span = at;
            return match self.lookup(&found, at.start) {
                Lookup::One(index) => Some(index),
                _ => None,
            };
        }
        let noun = head_noun(name)?;
        let kind = match noun.kind {
            NounKind::Organization => ActorKind::Organization,
            _ if noun.plural => ActorKind::Group,
            _ => return None,
        };
        Some(self.described(name, kind, Some(&noun.class), at))
    }

    /// "Lumbasan", which no list has, beside "Lumbasa" in the same document: the
    /// one name of one word that it is derived from.
    fn demonym_of(&self, name: &Name) -> Option<usize> {
        let one_word =
            name.words.len() == 1 && name.state.is_none() && name.kind == ActorKind::Unknown;
        let derived = |e: &Entry| {
            e.words.len() == 1
                && e.actor.kind != ActorKind::State
                && same_owner(&e.actor.name, &name.words[0])
        };
        let mut found = self
            .iter()
            .filter(|(_, e)| one_word && !e.described && derived(e));
        let (index, _) = found.next()?;
        found.next().is_none().then_some(index)
    }

    /// The entries, as they will be handed over.
    pub fn into_actors(self) -> Vec<DocumentActor> {
        let handed_over = |mut entry: Entry| {
            if entry.looks_like_person() || entry.is_given_name_alone() {
                entry.actor.kind = ActorKind::Person;
            }
            entry.actor
        };
        self.entries.into_iter().map(handed_over).collect()
    }
}

fn add_alias(actor: &mut DocumentActor, alias: &str) {
    if actor.name != alias && !actor.aliases.iter().any(|a| a == alias) {
        actor.aliases.push(alias.to_owned());
        actor.aliases.sort();
    }
}

fn shifted(mut name: Name, by: usize) -> Name {
    name.run = name.run.shift(by);
    name.span = name.span.shift(by);
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Register {
        Register::read(text, &[Span::new(0, text.len())])
    }

    fn roles(register: &Register, name: &str) -> Vec<String> {
        let (_, entry) = register.iter().find(|(_, e)| e.actor.name == name).unwrap();
        entry
            .actor
            .roles
            .iter()
            .map(|r| format!("{} / {}", r.title, r.of.as_deref().unwrap_or("-")))
            .collect()
    }

    #[test]
    fn posts_before_and_after_the_name() {
        let r = read(
            "Cuban foreign ministry spokesman Orel Tash said so. Mira Voss, the \
             special rapporteur on ports, met the union’s president, Leo Brandt.",
        );
        assert_eq!(
            roles(&r, "Orel Tash"),
            ["foreign ministry spokesman / Cuba"]
        );
        assert_eq!(roles(&r, "Mira Voss"), ["special rapporteur on ports / -"]);
        assert_eq!(roles(&r, "Leo Brandt").len(), 1);
    }

    #[test]
    fn last_names_lead_back() {
        let r = read("Mira Voss came. Voss left. Ana Lund and Per Lund stayed.");
        let Lookup::One(voss) = r.by_word("Voss", 100) else {
            panic!()
        };
        assert!(r.get(voss).may_be_person());
        assert!(matches!(r.by_word("Lund", 100), Lookup::Several(_)));
        assert_eq!(r.by_word("Voss", 0), Lookup::Nobody);
    }

    #[test]
    fn acronyms_and_diacritics() {
        let mut r = read("The Harbour Safety Office (HSO) wrote to Zoë Muñoz.");
        let name = &names("HSO said")[0];
        let Lookup::One(found) = r.lookup(name, 90) else {
            panic!()
        };
        assert_eq!(r.name(found), "Harbour Safety Office");
        assert!(matches!(r.by_word("Munoz", 90), Lookup::One(_)));
    }
}
