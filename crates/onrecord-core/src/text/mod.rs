//! Text: normal form, paragraphs, tokens, sentences and quotation marks.
//!
//! Everything here works on byte [`Span`](crate::Span)s of one text and never
//! copies it.

pub mod date;
pub mod nfc;
pub mod number;
pub mod opener;
pub mod paragraph;
pub mod partial_date;
pub mod quote;
pub mod sentence;
pub mod token;

pub use date::{DateExpression, dates};
pub use nfc::Nfc;
pub use number::{Number, numbers};
pub use paragraph::paragraphs;
pub use partial_date::PartialDate;
pub use quote::{Quotation, quotations};
pub use sentence::sentences;
pub use token::{Token, TokenKind, tokens};
