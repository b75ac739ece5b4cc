//! Text: normal form, paragraphs, tokens, sentences and quotation marks.
//!
//! Everything here works on byte [`Span`](crate::Span)s of one text and never
//! copies it.

pub mod nfc;
pub mod opener;
pub mod paragraph;
pub mod quote;
pub mod sentence;
pub mod token;

pub use nfc::Nfc;
pub use paragraph::paragraphs;
pub use quote::{Quotation, quotations};
pub use sentence::sentences;
pub use token::{Token, TokenKind, tokens};
