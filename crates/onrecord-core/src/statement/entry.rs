//! An actor of one document while it is read: what is known of it so far.

use super::actor::{ActorKind, DocumentActor};
use super::given::given_name;
use super::lexicon::{Gender, lexicon};

/// An actor while the document is being read.
#[derive(Debug, Clone)]
pub struct Entry {
    /// What will be handed over.
    pub actor: DocumentActor,
    /// Words of the name, folded.
    pub(super) words: Vec<String>,
    /// Told by titles.
    pub gender: Option<Gender>,
    /// Whether "the", "in" or the like stands before the name somewhere, as it hardly does before persons' names.
    pub(super) article: bool,
    /// Whether it is only described, not named.
    pub described: bool,
    /// Class of the describing noun, for an actor that is only described.
    pub described_as: Option<String>,
    /// Whether that noun is of a person.
    pub describes_person: bool,
    /// How often a word of the name stands for it alone.
    pub alone: usize,
    /// Whether it is named as somebody's kin.
    pub kin: bool,
}

impl Entry {
    /// Whether an unmarked name is most likely a person's: two to four
    /// capitalised words without an article, of which the first (or the last,
    /// where family names stand first) is given to persons, or the last stands
    /// alone elsewhere as only persons' do.
    pub fn looks_like_person(&self) -> bool {
        let name: Vec<&str> = self.actor.name.split(' ').collect();
        let plain = |w: &&str| {
            w.starts_with(char::is_uppercase)
                && !lexicon().names_place(w)
                && !lexicon().names_organization(w)
        };
        let given = |w: Option<&&str>| w.is_some_and(|w| given_name(w).is_some());
        self.actor.kind == ActorKind::Unknown
            && !self.described
            && !self.article
            && lexicon().state(name[0]).is_none()
            && (2..=4).contains(&name.len())
            && name.iter().all(plain)
            && (given(name.first()) || given(name.last()) || self.alone >= 2)
    }

    /// Whether it is a person, or most likely one.
    pub fn may_be_person(&self) -> bool {
        let described = self.described_as.is_some() && self.describes_person;
        self.actor.kind == ActorKind::Person
            || described
            || self.looks_like_person()
            || self.is_given_name_alone()
    }

    /// "Melanie", who is named no further.
    pub(super) fn is_given_name_alone(&self) -> bool {
        self.actor.kind == ActorKind::Unknown
            && !self.described
            && !self.article
            && self.words.len() == 1
            && self.actor.mentions.len() >= 2
            && lexicon().noun(&self.words[0]).is_none()
            && given_name(&self.words[0]).is_some()
    }

    /// A name that nothing shows to be a person's or a place's, as companies have.
    pub fn could_be_company(&self) -> bool {
        let person = self.may_be_person() || self.gender.is_some();
        let place = self.actor.name.split(' ').any(|w| lexicon().names_place(w));
        self.actor.kind == ActorKind::Unknown && !person && !place && !self.described
    }

    /// The gender that titles tell, or else the given name.
    pub fn told_gender(&self) -> Option<Gender> {
        let given = || {
            let name: Vec<&str> = self.actor.name.split(' ').collect();
            let person = self.may_be_person() && !self.described;
            person.then(|| given_name(name[0])).flatten().flatten()
        };
        self.gender.or_else(given)
    }
}
