//! The tagger's labels.

/// What a span is in an attribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Who.
    Source,
    /// The attributing word or words.
    Cue,
    /// What is attributed.
    Content,
}

/// The label of one token: outside, or the begin or inside of a role's span.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Label {
    /// In no attribution.
    Outside,
    /// First token of a span.
    Begin(Role),
    /// Further token of a span.
    Inside(Role),
}

impl Label {
    /// Number of labels.
    pub const COUNT: usize = 7;

    /// All labels, in the order of a tagger's scores.
    pub const ALL: [Label; Label::COUNT] = [
        Label::Outside,
        Label::Begin(Role::Source),
        Label::Inside(Role::Source),
        Label::Begin(Role::Cue),
        Label::Inside(Role::Cue),
        Label::Begin(Role::Content),
        Label::Inside(Role::Content),
    ];

    /// The role, unless outside.
    pub fn role(self) -> Option<Role> {
        match self {
            Label::Outside => None,
            Label::Begin(role) | Label::Inside(role) => Some(role),
        }
    }

    /// Whether this label may stand after `before` (`None` at the start of a paragraph):
    /// an inside label continues a span of its own role.
    pub fn may_follow(self, before: Option<Label>) -> bool {
        match self {
            Label::Inside(role) => before.and_then(Label::role) == Some(role),
            _ => true,
        }
    }
}
