use super::*;
use crate::attribution::Attribution;

fn resolve(marked: &str) -> Vec<(Option<String>, String)> {
    read(marked).0
}

/// Resolves the sources in brackets.
fn read(marked: &str) -> (Vec<(Option<String>, String)>, Register) {
    let mut text = String::new();
    let mut sources = Vec::new();
    for part in marked.split_inclusive(['[', ']']) {
        let start = text.len();
        text.push_str(part.trim_end_matches(['[', ']']));
        if part.ends_with(']') {
            sources.push(Span::new(start, text.len()));
        }
    }
    let paragraphs = crate::text::paragraphs(&text);
    let mut speakers = Speakers::new(&text, &paragraphs);
    let found = sources
        .into_iter()
        .map(|source| {
            let attribution = Attribution {
                source: vec![source],
                cue: vec![],
                content: vec![],
                form: Form::Direct,
                score: 1.0,
            };
            let found = speakers.resolve(&attribution);
            let name = found.speaker.map(|i| speakers.register.name(i).to_owned());
            (name, found.reason)
        })
        .collect();
    (found, speakers.into_register())
}

fn names_of(marked: &str) -> Vec<String> {
    let all = resolve(marked).into_iter();
    all.map(|(name, _)| name.unwrap_or_else(|| "?".to_owned()))
        .collect()
}

#[test]
fn names_that_a_source_gives_in_part_or_with_more() {
    assert_eq!(
        names_of(
            "Ana Vela Ortiz came. [Vela Ortiz] left. Mira King, the editor, stayed. [King] and \
             later [Ms. King] spoke; [Vela Ortiz herself] did not."
        ),
        ["Ana Vela Ortiz", "Mira King", "Mira King", "Ana Vela Ortiz"]
    );
    // The tagger ends it at the stop of a title.
    assert_eq!(
        names_of("So said [Varnan Sen]. Ana Vela on Monday."),
        ["Ana Vela"]
    );
    assert_eq!(
        names_of("[Shipping magnate and former harbour pilot Ana Vela] said so."),
        ["Ana Vela"]
    );
    assert_eq!(
        names_of("The Estholm Transport Police closed it. [The transport police] said so."),
        ["Estholm Transport Police"]
    );
    assert_eq!(
        names_of("[The Ports and Fisheries Commission] said so."),
        ["Ports and Fisheries Commission"]
    );
}

#[test]
fn mentions_stand_where_the_names_do() {
    // A quotation mark before the name is none of it.
    let text = "[“Harbour Wolves” Star] said so.";
    let (_, register) = read(text);
    let plain = text.replace(['[', ']'], "");
    let mentions = register.iter().flat_map(|(_, e)| &e.actor.mentions);
    for mention in mentions {
        let words = plain.get(mention.start..mention.end).unwrap();
        assert!(words.starts_with(char::is_uppercase), "{words}");
    }
}

#[test]
fn labels_of_a_transcript_are_the_names_in_it() {
    let text = "Ana Reyes, the master, was heard by Chris Wall.\nREYES: At four.\nVOSS: Why?";
    let paragraphs = crate::text::paragraphs(text);
    let mut speakers = Speakers::new(text, &paragraphs);
    let mut name = |label: &str| {
        let at = text.find(label).unwrap();
        let attribution = Attribution {
            source: vec![Span::new(at, at + label.len())],
            cue: vec![Span::new(at + label.len(), at + label.len() + 1)],
            content: vec![],
            form: Form::Direct,
            score: 1.0,
        };
        let found = speakers.resolve(&attribution);
        found.speaker.map(|i| speakers.register.name(i).to_owned())
    };
    assert_eq!(name("REYES").as_deref(), Some("Ana Reyes"));
    assert_eq!(name("VOSS").as_deref(), Some("VOSS"));
}

#[test]
fn names_with_posts_and_last_names() {
    assert_eq!(
        names_of(
            "[Cuban foreign ministry spokesman Orel Tash] denied it.\n[Tash] added more.\n\
             [The union’s president, Leo Brandt,] disagreed.\n[His wife, Mirela,] said so.\n\
             [Ana Roe of the Harbour Workers Union] said no."
        ),
        ["Orel Tash", "Orel Tash", "Leo Brandt", "Mirela", "Ana Roe"]
    );
}

#[test]
fn pronouns_need_one_candidate() {
    assert_eq!(
        names_of("[Mr Orel Tash] spoke. “No,” [he] said."),
        ["Orel Tash", "Orel Tash"]
    );
    // Two who fit: nobody is chosen.
    assert_eq!(
        names_of("Both Orel Tash, a minister, and Leo Brandt, an envoy, came. “No,” [he] said."),
        ["?"]
    );
    let (_, reason) =
        &resolve("Both Orel Tash, a minister, and Leo Brandt, an envoy, came. “No,” [he] said.")[0];
    assert!(
        reason.contains("Orel Tash") && reason.contains("Leo Brandt"),
        "{reason}"
    );
    // Gender excludes.
    assert_eq!(
        names_of("[Ms Zora Hale] left. “No,” [he] said."),
        ["Zora Hale", "?"]
    );
    // A body spoke last.
    assert_eq!(
        names_of("[The Harbour Office] spoke. “No,” [she] said."),
        ["Harbour Office", "?"]
    );
}

#[test]
fn descriptions_need_a_fitting_post() {
    assert_eq!(
        names_of(
            "[French Ambassador Luc Amiel] read it out.\n“We ask,” [the French envoy] said.\n[The Lumbasan delegate] left."
        ),
        ["Luc Amiel", "Luc Amiel", "Lumbasan delegate"]
    );
    assert_eq!(names_of("“We ask,” [the envoy] said."), ["envoy"]);
    assert_eq!(
        names_of("[UN experts] found it. [The experts] warned. [They] added more."),
        ["UN experts", "UN experts", "UN experts"]
    );
}

#[test]
fn one_of_two_last_names_is_not_guessed() {
    assert_eq!(
        names_of("Ana Lund and Per Lund came. [Lund] said so."),
        ["?"]
    );
}
