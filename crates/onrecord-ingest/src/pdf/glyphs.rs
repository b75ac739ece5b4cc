//! From the bytes of a PDF to positioned characters, page by page.
//!
//! Everything that knows the PDF library stands in this file. Positions come
//! out in points with the origin at the upper left corner of the upright page
//! and `y` growing downwards, so that reading order is ascending order.

use super::PdfError;
use super::fonts::Fonts;
use super::guard::{self, Stopped};
use hayro_interpret::font::{Glyph as PdfGlyph, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::object::{Dict, Name};
use hayro_interpret::hayro_syntax::page::Page as PdfPage;
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect, Shape, Vec2};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, SoftMask, interpret_page,
};

/// Glyph space units per em in the PDF library's transforms.
const UNITS_PER_EM: f64 = 1000.0;

/// Drawing operations allowed for one page. Dense maps stay below a million;
/// only forms that call each other over and over pass this.
const PAGE_BUDGET: usize = 5_000_000;
/// What a clip costs of it: every form sets one, and drawing a form is dear.
const CLIP_COST: usize = 10;

/// One character where it stands on the page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Glyph {
    /// The character; U+FFFD where the font does not say which one it is.
    pub ch: char,
    /// Left edge.
    pub x0: f32,
    /// Left edge plus the advance of the font.
    pub x1: f32,
    /// Baseline.
    pub y: f32,
    /// Font size as it appears, in points.
    pub size: f32,
    /// Whether the font is a bold one, as far as the file tells.
    pub bold: bool,
    /// Whether the file marks it as page decoration (running head, page number).
    pub artifact: bool,
}

/// A thin horizontal line: the rule above footnotes, an underline, a table border.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rule {
    pub x0: f32,
    pub x1: f32,
    pub y: f32,
}

/// What one page shows.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Page {
    /// Page number, counted from 1.
    pub number: u32,
    pub width: f32,
    pub height: f32,
    /// The characters that run along the main direction of the page, in the order drawn.
    pub glyphs: Vec<Glyph>,
    /// Text at an angle to the rest: margin stamps, watermarks, axis labels.
    pub askew: String,
    pub rules: Vec<Rule>,
    /// Whether one picture covers most of the page, as in a scan.
    pub full_picture: bool,
}

/// A file opened by the PDF library; see [`open`].
pub(super) struct Opened(Pdf);

/// Opens a file, with the empty password if it is encrypted.
pub(super) fn open(bytes: &[u8]) -> Result<Opened, PdfError> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::InvalidEncryption) => {
            PdfError::broken("its encryption entries make no sense")
        }
        LoadPdfError::Decryption(_) => PdfError::Encrypted,
        LoadPdfError::Invalid => PdfError::broken("no page can be found in it"),
    })?;
    let found = pdf.pages().len();
    if let Some(declared) = declared_pages(&pdf).filter(|&declared| declared > found) {
        let detail = format!("it declares {declared} pages but only {found} are there");
        return Err(PdfError::broken(detail));
    }
    // What a page shows is missing, not merely empty: the file is cut off.
    let hollow =
        |page: &PdfPage<'_>| page.raw().contains_key(b"Contents") && page.page_stream().is_none();
    if let Some(index) = pdf.pages().iter().position(hollow) {
        let detail = format!("the content of page {} is missing", index + 1);
        return Err(PdfError::broken(detail));
    }
    Ok(Opened(pdf))
}

fn declared_pages(pdf: &Pdf) -> Option<usize> {
    let catalog = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id())?;
    let count = catalog.get::<Dict<'_>>(b"Pages")?.get::<i32>(b"Count")?;
    usize::try_from(count).ok()
}

impl Opened {
    /// The opened file, for its metadata.
    pub(super) fn file(&self) -> &Pdf {
        &self.0
    }

    /// Reads every page.
    pub(super) fn pages(&self) -> Result<Vec<Page>, PdfError> {
        let cache = InterpreterCache::new();
        let mut fonts = Fonts::of(&self.0, &InterpreterSettings::default());
        self.0
            .pages()
            .iter()
            .enumerate()
            .map(|(index, page)| {
                let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
                guard::quietly(|| self.page(page, number, &cache, &mut fonts)).map_err(|stopped| {
                    PdfError::broken(match stopped {
                        Stopped::Budget => format!("page {number} never stops drawing"),
                        Stopped::Panic => format!("page {number} cannot be interpreted"),
                    })
                })
            })
            .collect()
    }

    fn page<'a>(
        &'a self,
        page: &PdfPage<'a>,
        number: u32,
        cache: &InterpreterCache<'a>,
        fonts: &mut Fonts<'a>,
    ) -> Page {
        let (width, height) = page.render_dimensions();
        let bounds = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let upright = Affine::new(page.initial_transform(true).as_coeffs());
        let settings = InterpreterSettings::default();
        let mut context = Context::new(upright, bounds, cache, self.0.xref(), settings);
        let mut pen = Pen::new(bounds, fonts);
        interpret_page(page, &mut context, &mut pen);
        pen.into_page(number)
    }
}

/// A character with the direction it is written in.
struct Placed {
    ch: char,
    origin: Point,
    advance: Vec2,
    size: f64,
    bold: bool,
    artifact: bool,
}

/// Collects what the interpreter draws on one page.
struct Pen<'f, 'a> {
    fonts: &'f mut Fonts<'a>,
    bounds: Rect,
    placed: Vec<Placed>,
    /// Thin boxes, upright or lying.
    strokes: Vec<Rect>,
    full_picture: bool,
    /// One entry per open marked-content sequence: whether it is page decoration.
    marked: Vec<bool>,
    left: usize,
}

impl<'f, 'a> Pen<'f, 'a> {
    fn new(bounds: Rect, fonts: &'f mut Fonts<'a>) -> Self {
        Pen {
            fonts,
            bounds,
            placed: Vec::new(),
            strokes: Vec::new(),
            full_picture: false,
            marked: Vec::new(),
            left: PAGE_BUDGET,
        }
    }

    fn spend(&mut self, operations: usize) {
        match self.left.checked_sub(operations) {
            Some(left) => self.left = left,
            None => guard::stop(),
        }
    }

    fn push(&mut self, text: &str, origin: Point, advance: Vec2, size: f64, bold: bool) {
        let count = text.chars().count().max(1) as f64;
        let artifact = self.marked.contains(&true);
        for (i, ch) in text.chars().enumerate() {
            self.placed.push(Placed {
                ch,
                origin: origin + advance * (i as f64 / count),
                advance: advance / count,
                size,
                bold,
                artifact,
            });
        }
    }

    fn into_page(self, number: u32) -> Page {
        let turn = main_direction(&self.placed);
        let (w, h) = (self.bounds.width(), self.bounds.height());
        let (width, height) = if turn.is_multiple_of(2) {
            (w, h)
        } else {
            (h, w)
        };
        let map = upright_map(turn, w, h);
        let mut page = Page {
            number,
            width: width as f32,
            height: height as f32,
            full_picture: self.full_picture,
            ..Page::default()
        };
        for placed in &self.placed {
            if quarter(placed.advance) == Some(turn) {
                page.glyphs.push(upright_glyph(placed, map));
            } else {
                page.askew.push(placed.ch);
            }
        }
        page.rules = self
            .strokes
            .iter()
            .filter_map(|stroke| lying(map.transform_rect_bbox(*stroke)))
            .collect();
        page
    }
}

impl<'a> Device<'a> for Pen<'_, 'a> {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        self.spend(run.glyphs().len());
        // All glyphs of a run come from one font.
        let bold = match run.glyphs().first().map(|glyph| &**glyph) {
            Some(PdfGlyph::Outline(outline)) => self.fonts.is_bold(outline),
            _ => false,
        };
        for glyph in run.glyphs() {
            let transform = props.transform * glyph.transform();
            let origin = transform * Point::ZERO;
            let width = match &**glyph {
                PdfGlyph::Outline(outline) => outline.advance_width(),
                PdfGlyph::Type3(drawn) => drawn.advance_width(),
            };
            let advance = transform * Point::new(f64::from(width.unwrap_or(0.0)), 0.0) - origin;
            let size = (transform * Point::new(0.0, UNITS_PER_EM) - origin).hypot();
            let inside = self.bounds.inflate(1.0, 1.0).contains(origin);
            if !inside || !advance.is_finite() || !size.is_finite() || size < 0.5 {
                continue;
            }
            match glyph.as_unicode() {
                Some(BfString::Char(ch)) => {
                    self.push(ch.encode_utf8(&mut [0; 4]), origin, advance, size, bold);
                }
                Some(BfString::String(text)) => self.push(&text, origin, advance, size, bold),
                None => self.push("\u{FFFD}", origin, advance, size, bold),
            }
        }
    }

    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, _: &DrawMode) {
        self.spend(1);
        // A rule has at most a handful of corners; leave curves and maps alone.
        if path.elements().len() <= 6 {
            self.strokes
                .push(props.transform.transform_rect_bbox(path.bounding_box()));
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        self.spend(1);
        let (width, height) = (f64::from(image.width()), f64::from(image.height()));
        let area = Rect::new(0.0, 0.0, width, height);
        let shown = props
            .transform
            .transform_rect_bbox(area)
            .intersect(self.bounds);
        self.full_picture |= shown.area() > 0.7 * self.bounds.area();
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.spend(CLIP_COST);
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.spend(1);
    }

    fn begin_marked_content(&mut self, tag: &[u8], properties: Option<&Dict<'_>>) {
        self.spend(1);
        let pagination = || {
            let kind = properties.and_then(|p| p.get::<Name<'_>>(b"Type"));
            kind.is_some_and(|kind| kind.as_ref() == b"Pagination")
        };
        self.marked.push(tag == b"Artifact" && pagination());
    }

    fn end_marked_content(&mut self) {
        self.marked.pop();
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}

/// Which way text runs: 0 to the right, 1 down, 2 to the left, 3 up; `None` askew.
fn quarter(advance: Vec2) -> Option<u8> {
    let (x, y) = (advance.x, advance.y);
    if y.abs() <= 0.1 * x.abs() {
        Some(if x >= 0.0 { 0 } else { 2 })
    } else if x.abs() <= 0.1 * y.abs() {
        Some(if y >= 0.0 { 1 } else { 3 })
    } else {
        None
    }
}

fn main_direction(placed: &[Placed]) -> u8 {
    let mut votes = [0usize; 4];
    for glyph in placed.iter().filter(|g| !g.ch.is_whitespace()) {
        if let Some(turn) = quarter(glyph.advance) {
            votes[usize::from(turn)] += 1;
        }
    }
    // Ties go to the ordinary direction.
    (0..4)
        .rev()
        .max_by_key(|&turn| votes[usize::from(turn)])
        .unwrap_or(0)
}

/// The map that makes text written in direction `turn` run to the right.
fn upright_map(turn: u8, width: f64, height: f64) -> Affine {
    match turn {
        1 => Affine::new([0.0, -1.0, 1.0, 0.0, 0.0, width]),
        2 => Affine::new([-1.0, 0.0, 0.0, -1.0, width, height]),
        3 => Affine::new([0.0, 1.0, -1.0, 0.0, height, 0.0]),
        _ => Affine::IDENTITY,
    }
}

fn upright_glyph(placed: &Placed, map: Affine) -> Glyph {
    let start = map * placed.origin;
    let end = map * (placed.origin + placed.advance);
    Glyph {
        ch: placed.ch,
        x0: start.x as f32,
        x1: end.x as f32,
        y: start.y as f32,
        size: placed.size as f32,
        bold: placed.bold,
        artifact: placed.artifact,
    }
}

/// The box as a rule if it is thin and lies flat.
fn lying(stroke: Rect) -> Option<Rule> {
    (stroke.height() <= 2.5 && stroke.width() >= 20.0).then(|| Rule {
        x0: stroke.x0 as f32,
        x1: stroke.x1 as f32,
        y: stroke.center().y as f32,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turned_pages_become_upright() {
        // Text running up on a 100 x 200 page: its start is at the lower left.
        let map = upright_map(3, 100.0, 200.0);
        assert_eq!(map * Point::new(10.0, 190.0), Point::new(10.0, 10.0));
        let map = upright_map(1, 100.0, 200.0);
        assert_eq!(map * Point::new(90.0, 10.0), Point::new(10.0, 10.0));
    }

    #[test]
    fn direction_is_told_by_quarters() {
        assert_eq!(quarter(Vec2::new(5.0, 0.1)), Some(0));
        assert_eq!(quarter(Vec2::new(0.0, -5.0)), Some(3));
        assert_eq!(quarter(Vec2::new(3.0, 3.0)), None);
    }
}
