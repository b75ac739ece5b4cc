//! Acts and certainty: what a speaker does by saying something, and how sure they put it.

use serde::{Deserialize, Serialize};

macro_rules! named {
    ($(#[$about:meta])* $type:ident { $($(#[$doc:meta])* $variant:ident = $name:literal),* $(,)? }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $type { $($(#[$doc])* $variant),* }

        impl $type {
            /// Every value.
            pub const ALL: &'static [$type] = &[$($type::$variant),*];

            /// The name used in the case file and the export.
            pub fn as_str(self) -> &'static str {
                match self { $($type::$variant => $name),* }
            }

            /// The value named `name`.
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.as_str() == name)
            }
        }
    };
}

named! {
    /// What the speaker does by saying it.
    Act {
        /// Concludes, finds, establishes.
        Find = "find",
        /// Accuses, claims, alleges.
        Allege = "allege",
        /// Says, tells, adds: the neutral default.
        State = "state",
        /// Confirms.
        Confirm = "confirm",
        /// Denies.
        Deny = "deny",
        /// Dismisses, denounces, calls it false.
        Reject = "reject",
        /// Condemns, slams.
        Criticise = "criticise",
        /// Defends.
        Defend = "defend",
        /// Welcomes, praises, backs.
        Support = "support",
        /// Opposes.
        Oppose = "oppose",
        /// Calls on, urges, demands.
        Urge = "urge",
        /// Recommends.
        Recommend = "recommend",
        /// Hopes.
        Hope = "hope",
        /// Voices concern.
        Concern = "concern",
        /// Pledges, plans to.
        Promise = "promise",
        /// Admits.
        Acknowledge = "acknowledge",
        /// A medium says it learned.
        Report = "report",
        /// Asks.
        Ask = "ask",
        /// Regrets, apologises.
        Regret = "regret",
        /// Declines to comment.
        Decline = "decline",
        /// Thinks, fears, expects.
        Believe = "believe",
        /// Wants, seeks, intends.
        Want = "want",
    }
}

named! {
    /// How the content is put.
    Certainty {
        /// As a fact.
        Asserted = "asserted",
        /// "reasonable to conclude", "likely".
        Probable = "probable",
        /// "may amount to", "could".
        Possible = "possible",
        /// "could not confirm".
        Unconfirmed = "unconfirmed",
        /// As not so.
        Negated = "negated",
    }
}
