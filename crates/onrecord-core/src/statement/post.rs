//! Posts: what somebody is, and whose ("Chadian foreign ministry spokesman").

use super::actor::{ActorKind, Role};
use super::lexicon::lexicon;
use super::phrase::{head_noun, head_part, names, without_determiner};
use crate::text::opener::is_opener;

/// The post that `phrase` describes: whose it is (possessive, nationality,
/// acronym, "for …", "of …") and its title.
pub fn role_of(phrase: &str) -> Option<Role> {
    let phrase = without_determiner(phrase.trim_matches(|c: char| !c.is_alphanumeric()));
    if phrase.is_empty() {
        return None;
    }
    let (of, title) = owner(phrase);
    if title.is_empty() {
        return None;
    }
    Some(Role {
        title: title.to_owned(),
        of,
    })
}

/// Splits "Chad’s permanent ambassador" and "Chadian foreign ministry
/// spokesman" after the owner, and "spokesperson for the union" before it.
fn owner(phrase: &str) -> (Option<String>, &str) {
    if let Some((owner, title)) = split_possessive(phrase) {
        return (Some(state_or(owner)), title);
    }
    if let Some((owner, title)) = organization_in_front(phrase) {
        return (Some(owner.to_owned()), title);
    }
    let words: Vec<&str> = phrase.split_whitespace().collect();
    for len in (1..=3.min(words.len().saturating_sub(1))).rev() {
        let head = words[..len].join(" ");
        let acronym =
            len == 1 && head.len() > 1 && head.chars().all(|c| c.is_uppercase() || c == '.');
        let nations = head == "United Nations";
        if lexicon().state(&head).is_some() || acronym || nations {
            let title = phrase[head.len()..].trim_start();
            return (Some(state_or(&head)), title);
        }
    }
    // "Lumbasan delegate": a capitalised word that is no title stands for whose it is.
    if let Some((first, rest)) = phrase.split_once(' ') {
        let proper = first.starts_with(char::is_uppercase)
            && !is_opener(first)
            && lexicon().title(first).is_none()
            && lexicon().noun(first).is_none();
        if proper
            && rest.starts_with(char::is_lowercase)
            && lexicon()
                .noun(head_part(rest).split(' ').next_back().unwrap_or(""))
                .is_some()
        {
            return (Some(first.to_owned()), rest);
        }
    }
    for link in [" for the ", " of the ", " at the ", " for ", " of ", " at "] {
        if let Some((title, owner)) = phrase.split_once(link)
            && (owner.starts_with(char::is_uppercase)
                || lexicon()
                    .noun(head_part(owner).split(' ').next_back().unwrap_or(""))
                    .is_some())
        {
            let owner = owner.split([',', ';', '(']).next().unwrap_or(owner).trim();
            return (Some(possessive_off(owner)), title.trim());
        }
    }
    (None, phrase)
}

/// "London Ambulance Service | spokesman": an organization's name before a post in lower case.
fn organization_in_front(phrase: &str) -> Option<(&str, &str)> {
    let names = names(phrase);
    let name = names
        .first()
        .filter(|n| n.run.start == 0 && n.words.len() > 1)?;
    let title = phrase[name.run.end..].trim_start();
    let fits = name.kind == ActorKind::Organization && title.starts_with(char::is_lowercase);
    fits.then_some((&phrase[..name.run.end], title))
}

/// "Chad’s foreign ministry" stays one owner: only its mark is dropped from a bare name.
fn possessive_off(owner: &str) -> String {
    let bare = owner.trim_end_matches("’s").trim_end_matches("'s");
    state_or(bare)
}

fn split_possessive(phrase: &str) -> Option<(&str, &str)> {
    for mark in ["’s ", "'s ", "s’ ", "s' "] {
        if let Some(at) = phrase.find(mark) {
            let keep = if mark.starts_with('s') { 1 } else { 0 };
            let owner = &phrase[..at + keep];
            let title = phrase[at + mark.len()..].trim_start();
            if owner.starts_with(char::is_uppercase) && !owner.contains(',') {
                return Some((owner, title));
            }
        }
    }
    None
}

/// The state's common name, if `words` name one, else the words themselves.
fn state_or(words: &str) -> String {
    lexicon()
        .state(words)
        .map_or_else(|| words.to_owned(), |(state, _)| state.to_owned())
}

/// What a post is for comparing it with another: the class of its head noun,
/// or the noun itself where no list has it.
pub fn post_class(title: &str) -> String {
    let own = || {
        head_part(title)
            .split_whitespace()
            .next_back()
            .unwrap_or("")
            .to_lowercase()
    };
    head_noun(title).map_or_else(own, |noun| noun.class.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_know_whose_they_are() {
        let role = |text: &str| role_of(text).map(|r| (r.title, r.of));
        assert_eq!(
            role("Chadian foreign ministry spokesman"),
            Some(("foreign ministry spokesman".into(), Some("Chad".into())))
        );
        assert_eq!(
            role("a spokesperson for the Dockers' Union"),
            Some(("spokesperson".into(), Some("Dockers' Union".into())))
        );
        assert_eq!(
            role("Lumeria’s permanent UN ambassador"),
            Some(("permanent UN ambassador".into(), Some("Lumeria".into())))
        );
        assert_eq!(
            role("harbour master"),
            Some(("harbour master".into(), None))
        );
    }
}
