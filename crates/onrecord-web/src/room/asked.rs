//! What may be asked of statements: the fields of a form, in an address and as a filter.

use super::Room;
use super::page::Problem;
use onrecord_casefile::{Judged, StatementFilter};
use onrecord_core::statement::{Act, Certainty, Class};
use onrecord_core::text::PartialDate;
use serde::Deserialize;

/// What may be asked of the list of statements; empty fields of the form ask nothing.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    pub speaker: String,
    pub act: String,
    pub certainty: String,
    pub document: String,
    pub class: String,
    pub judged: String,
    pub since: String,
    pub until: String,
    #[serde(deserialize_with = "ticked")]
    pub unresolved: bool,
    #[serde(deserialize_with = "numbered")]
    pub page: Option<usize>,
}

/// Numbers of an address come as text where they stand beside others.
fn numbered<'d, D: serde::Deserializer<'d>>(from: D) -> Result<Option<usize>, D::Error> {
    let text = String::deserialize(from)?;
    let number = text.parse().map_err(serde::de::Error::custom);
    Ok(if text.is_empty() { None } else { Some(number?) })
}

fn ticked<'d, D: serde::Deserializer<'d>>(from: D) -> Result<bool, D::Error> {
    Ok(String::deserialize(from)? == "1")
}

/// What a person did with a statement, as it is asked for.
const JUDGED: [(&str, Judged); 3] = [
    ("accepted", Judged::Accepted),
    ("rejected", Judged::Rejected),
    ("not yet", Judged::Not),
];

impl Asked {
    /// What is asked, over what the room shows at all.
    pub fn filter(&self, room: &Room) -> Result<StatementFilter, Problem> {
        let act = known(&self.act, Act::from_name)?;
        let certainty = known(&self.certainty, Certainty::from_name)?;
        let class = known(&self.class, Class::from_name)?;
        let judged = |name: &str| JUDGED.into_iter().find(|(of, _)| *of == name);
        let judged = known(&self.judged, judged)?.map(|(_, judged)| judged);
        let shown = room.filter();
        if let Some(class) =
            class.filter(|c| !shown.classes.is_empty() && !shown.classes.contains(c))
        {
            let words = format!(
                "Statements that are “{}” are not shown here.",
                class.as_str()
            );
            return Err(Problem::Asked(words));
        }
        Ok(StatementFilter {
            speaker: given(&self.speaker),
            document: given(&self.document),
            since: given(&self.since).map(date).transpose()?,
            until: given(&self.until).map(date).transpose()?,
            classes: class.map_or(shown.classes.clone(), |class| vec![class]),
            unresolved: self.unresolved,
            act,
            certainty,
            judged,
            ..shown
        })
    }

    /// The query of an address that asks the same of the same list.
    pub fn query(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let fields = [
            ("speaker", &self.speaker),
            ("act", &self.act),
            ("certainty", &self.certainty),
            ("class", &self.class),
            ("document", &self.document),
            ("since", &self.since),
            ("until", &self.until),
            ("judged", &self.judged),
        ];
        for (name, value) in fields.into_iter().filter(|(_, value)| !value.is_empty()) {
            query.append_pair(name, value);
        }
        if self.unresolved {
            query.append_pair("unresolved", "1");
        }
        query.finish()
    }

    /// The address of the list of statements, without its leaf.
    pub fn path(&self) -> String {
        match self.query().as_str() {
            "" => "/statements".to_owned(),
            query => format!("/statements?{query}"),
        }
    }
}

/// The fields of the form: what may be chosen.
#[derive(Debug)]
pub struct Choices {
    pub acts: Vec<&'static str>,
    pub certainties: Vec<&'static str>,
    pub classes: Vec<&'static str>,
    pub judged: Vec<&'static str>,
}

impl Choices {
    pub fn new() -> Self {
        Choices {
            acts: Act::ALL.iter().map(|a| a.as_str()).collect(),
            certainties: Certainty::ALL.iter().map(|c| c.as_str()).collect(),
            classes: Class::ALL.iter().map(|c| c.as_str()).collect(),
            judged: JUDGED.iter().map(|(name, _)| *name).collect(),
        }
    }
}

fn given(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|t| !t.is_empty())
}

fn known<T>(name: &str, find: impl Fn(&str) -> Option<T>) -> Result<Option<T>, Problem> {
    let unknown = |name: &str| Problem::Asked(format!("“{name}” is not known here"));
    let found = given(name).map(|name| find(&name).ok_or_else(|| unknown(&name)));
    found.transpose()
}

/// A date as it may be asked for: a year, a month or a day.
fn date(text: String) -> Result<String, Problem> {
    match text.parse::<PartialDate>() {
        Ok(_) => Ok(text),
        Err(_) => Err(Problem::Asked(format!(
            "“{text}” is no date: write 2024, 2024-03 or 2024-03-14"
        ))),
    }
}
