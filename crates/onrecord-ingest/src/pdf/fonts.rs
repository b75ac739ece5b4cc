//! Tells bold fonts from others.
//!
//! The interpreter hands out glyphs without the name of their font. The fonts
//! of the file are therefore loaded here once more by name, and a glyph is
//! traced back to the font that gives the same shape for the same code.

use hayro_font::{Font, FontCache, FontGlyph, GlyphIdentifier, OutlineGlyph};
use hayro_interpret::InterpreterSettings;
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Object};
use std::collections::HashMap;

/// Weight from which a font counts as bold; 400 is regular, 700 bold.
const BOLD: f32 = 600.0;

/// The bold fonts of a file.
pub(super) struct Fonts<'a> {
    bold: Vec<Bold<'a>>,
    seen: HashMap<GlyphIdentifier, bool>,
}

struct Bold<'a> {
    font: Font<'a>,
    /// Whether its codes may be longer than a byte.
    wide: bool,
}

impl<'a> Fonts<'a> {
    /// Loads the bold fonts of a file.
    pub(super) fn of(pdf: &'a Pdf, settings: &InterpreterSettings) -> Self {
        let cache = FontCache::new();
        let bold = pdf
            .objects()
            .into_iter()
            .filter_map(|object| match object {
                Object::Dict(dict) => load(&dict, &cache, settings),
                _ => None,
            })
            .collect();
        Fonts {
            bold,
            seen: HashMap::new(),
        }
    }

    /// Whether the glyph comes from a bold font, as far as the file tells.
    pub(super) fn is_bold(&mut self, glyph: &OutlineGlyph) -> bool {
        let id = glyph.identifier();
        if let Some(&bold) = self.seen.get(&id) {
            return bold;
        }
        let code = glyph.char_code();
        let bold = self.bold.iter().any(|font| font.shows(code, &id));
        self.seen.insert(id, bold);
        bold
    }
}

impl Bold<'_> {
    fn shows(&self, code: u32, id: &GlyphIdentifier) -> bool {
        if code > 0xFF && !self.wide {
            return false;
        }
        match self.font.glyph(self.font.map_code(code), code) {
            FontGlyph::Outline(outline) => outline.identifier() == *id,
            FontGlyph::Type3(_) => false,
        }
    }
}

fn load<'a>(
    dict: &Dict<'a>,
    cache: &FontCache<'a>,
    settings: &InterpreterSettings,
) -> Option<Bold<'a>> {
    if dict.get::<Name<'_>>(b"Type")?.as_ref() != b"Font" {
        return None;
    }
    let base = dict.get::<Name<'_>>(b"BaseFont")?;
    let name = String::from_utf8_lossy(base.as_ref()).to_lowercase();
    let wide = dict.get::<Name<'_>>(b"Subtype")?.as_ref() == b"Type0";
    let bold = names_bold(&name) || descriptor_weight(dict).is_some_and(|w| w >= BOLD);
    if !bold {
        return None;
    }
    let font = cache.font(dict, &settings.font_resolver, &settings.cmap_resolver)?;
    Some(Bold { font, wide })
}

fn names_bold(name: &str) -> bool {
    ["bold", "black", "heavy", "demi"]
        .iter()
        .any(|word| name.contains(word))
}

fn descriptor_weight(dict: &Dict<'_>) -> Option<f32> {
    let descriptor = dict.get::<Dict<'_>>(b"FontDescriptor").or_else(|| {
        let descendants = dict.get::<Array<'_>>(b"DescendantFonts")?;
        let descendant = descendants.iter::<Dict<'_>>().next()?;
        descendant.get::<Dict<'_>>(b"FontDescriptor")
    })?;
    descriptor.get::<f32>(b"FontWeight")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_weight() {
        assert!(names_bold("abcdef+timesnewromanps-boldmt"));
        assert!(!names_bold("abcdef+garamond"));
    }
}
