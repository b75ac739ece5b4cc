//! Symbols of United Nations documents.
//!
//! A symbol is composed of parts between strokes: the organ, subsidiary
//! bodies, the session, the nature of the document, and what it changes in
//! another (the scheme of the Dag Hammarskjöld Library, ST/LIB/SER.B/5/Rev.5).

use regex::Regex;
use std::sync::LazyLock;

/// A United Nations document symbol, taken apart.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Symbol {
    /// As printed, without spaces: `A/HRC/28/15/Add.1`.
    pub text: String,
    /// The organ or body it is of: `A/HRC`, `A/C.3`, `S`, `CCPR`.
    pub body: String,
    /// The session, where the body counts them.
    pub session: Option<u32>,
    /// Its nature.
    pub nature: Nature,
    /// `/Add.1`, `/Corr.2`, `/Rev.1`: what it does to the document before it.
    pub changes: Vec<String>,
}

/// What a symbol says the document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Nature {
    /// `RES`: adopted.
    Resolution,
    /// `DEC`: adopted.
    Decision,
    /// `L.`: a draft before the body.
    Draft,
    /// `PV.` and `SR.`: a record of a meeting.
    MeetingRecord,
    /// `CO`: concluding observations of a treaty body.
    ConcludingObservations,
    /// `CRP.`, `INF.`, `NGO`: a paper for a conference, information, of an organization.
    Paper,
    /// All else: reports, letters, notes.
    Document,
}

const ORGANS: &str = "A|S|E|T|ST|CCPR|CERD|CEDAW|CAT|CRC|CMW|CRPD|CED|CESCR|HRI|UNEP|TD|DP|CD|NPT|FCCC|DC|UNW|ICCD|CBD|LC|SPLOS|HSP|ICC-ASP|AC|ECE|IDB|GC|PCNICC|OPCAT";

static SYMBOL: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = format!(
        r"\b(?:{ORGANS})(?:/[A-Z0-9][A-Za-z0-9]*(?:[.\-][A-Za-z0-9]+)*)+(?:\s\(\d{{4}}\))?"
    );
    Regex::new(&pattern).expect("a valid pattern")
});

impl Symbol {
    /// Takes `text` apart, if it is a symbol and nothing else.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let found = SYMBOL.find(text)?;
        if found.range() != (0..text.len()) || !text.contains(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let printed = text.split_once(" (").map_or(text, |(symbol, _)| symbol);
        let mut parts: Vec<&str> = printed.split('/').collect();
        let changes_at = parts
            .iter()
            .position(|p| {
                ["Add", "Corr", "Rev", "Amend", "Summary"]
                    .iter()
                    .any(|c| p.starts_with(c))
            })
            .unwrap_or(parts.len());
        let changes = parts.split_off(changes_at.max(1));
        let mut body = vec![parts[0]];
        let mut rest = &parts[1..];
        // Subsidiary bodies: HRC, C.3, CN.4, WG.6 and the like.
        while let Some(part) = rest.first().filter(|p| is_body(p)) {
            body.push(part);
            rest = &rest[1..];
        }
        let number = |part: &&str| part.parse::<u32>().ok();
        // The General Assembly's resolutions have the session behind RES.
        let sessions: Vec<u32> = rest.iter().filter_map(number).collect();
        Some(Symbol {
            text: text.split_whitespace().collect::<Vec<_>>().join(" "),
            session: sessions
                .first()
                .copied()
                .filter(|_| sessions.len() > 1 || has_subnumber(rest)),
            nature: nature(rest),
            body: body.join("/"),
            changes: changes.into_iter().map(str::to_owned).collect(),
        })
    }

    /// The symbols in `text`, with their byte ranges.
    pub fn find_all(text: &str) -> Vec<(std::ops::Range<usize>, Symbol)> {
        let found = SYMBOL.find_iter(text);
        found
            .filter_map(|m| {
                let plain = m.as_str().trim_end_matches(['.', '-']);
                Some((m.start()..m.start() + plain.len(), Symbol::parse(plain)?))
            })
            .collect()
    }

    /// The document that this one adds to, corrects or revises.
    pub fn parent(&self) -> Option<String> {
        self.changes.first()?;
        let cut: usize = self.changes.iter().map(|c| c.len() + 1).sum();
        let printed = self
            .text
            .split_once(" (")
            .map_or(self.text.as_str(), |(s, _)| s);
        Some(printed[..printed.len() - cut].to_owned())
    }
}

/// A part that names a body: HRC, C.3, CN.4, WG.6, AC.1, CONF.2, or a committee by its letters.
fn is_body(part: &str) -> bool {
    let numbered = ["C.", "CN.", "WG.", "AC.", "CONF.", "Sub.", "SC.", "BUR."];
    part == "HRC"
        || numbered
            .iter()
            .any(|p| part.starts_with(p) && part.len() > p.len())
}

fn has_subnumber(rest: &[&str]) -> bool {
    rest.iter().any(|p| p.contains('.')) && rest.len() > 1
}

fn nature(rest: &[&str]) -> Nature {
    let starts = |prefix: &str| rest.iter().any(|p| p.starts_with(prefix));
    let is = |word: &str| rest.contains(&word);
    match () {
        () if is("RES") => Nature::Resolution,
        () if is("DEC") => Nature::Decision,
        () if starts("L.") => Nature::Draft,
        () if starts("PV.") || starts("SR.") => Nature::MeetingRecord,
        () if is("CO") => Nature::ConcludingObservations,
        () if starts("CRP.") || starts("INF.") || starts("NGO") => Nature::Paper,
        () => Nature::Document,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_are_taken_apart() {
        let of = |text: &str| {
            let s = Symbol::parse(text).unwrap_or_else(|| panic!("{text}"));
            (s.body, s.session, s.nature, s.changes.join(" "))
        };
        use Nature::*;
        assert_eq!(
            of("A/HRC/51/26"),
            ("A/HRC".into(), Some(51), Document, String::new())
        );
        assert_eq!(
            of("A/HRC/28/15/Add.1"),
            ("A/HRC".into(), Some(28), Document, "Add.1".into())
        );
        assert_eq!(
            of("A/RES/76/123"),
            ("A".into(), Some(76), Resolution, String::new())
        );
        assert_eq!(
            of("S/RES/2334 (2016)"),
            ("S".into(), None, Resolution, String::new())
        );
        assert_eq!(
            of("A/C.3/76/L.5"),
            ("A/C.3".into(), Some(76), Draft, String::new())
        );
        assert_eq!(
            of("S/PV.7853"),
            ("S".into(), None, MeetingRecord, String::new())
        );
        assert_eq!(
            of("CCPR/C/SVN/CO/3"),
            ("CCPR".into(), None, ConcludingObservations, String::new())
        );
        assert_eq!(
            of("A/HRC/WG.6/20/SVN/3"),
            ("A/HRC/WG.6".into(), Some(20), Document, String::new())
        );
        assert_eq!(
            of("A/HRC/DEC/28/111"),
            ("A/HRC".into(), Some(28), Decision, String::new())
        );
        assert_eq!(
            Symbol::parse("A/HRC/28/15/Add.1")
                .unwrap()
                .parent()
                .as_deref(),
            Some("A/HRC/28/15")
        );
        assert!(Symbol::parse("and/or").is_none() && Symbol::parse("S/he").is_none());
        let all = Symbol::find_all("as in A/HRC/28/15/Add.1, and S/2021/5.");
        assert_eq!(
            all.iter().map(|(_, s)| s.text.as_str()).collect::<Vec<_>>(),
            ["A/HRC/28/15/Add.1", "S/2021/5"]
        );
    }
}
