//! Hand-made lines and files for the unit tests.

use super::lines::{Line, Word};

/// A line of words that are half an em wide per character, on page 1.
pub(super) fn line_at(x: f32, y: f32, size: f32, text: &str) -> Line {
    let mut at = x;
    let mut words: Vec<Word> = Vec::new();
    for text in text.split(' ') {
        let width = text.chars().count() as f32 * size * 0.5;
        let gap = if words.is_empty() { 0.0 } else { 0.25 * size };
        at += gap;
        words.push(Word {
            text: text.to_owned(),
            x0: at,
            x1: at + width,
            gap,
            mark: false,
            glued: false,
        });
        at += width;
    }
    Line {
        page: 1,
        row: (y * 10.0) as usize,
        words,
        x0: x,
        x1: at,
        y,
        size,
        bold: 0.0,
        artifact: false,
    }
}

/// A PDF with one page for each content stream; `/F` is Helvetica, `/B` its bold.
pub(super) fn pdf(contents: &[String]) -> Vec<u8> {
    let kids: Vec<String> = (0..contents.len())
        .map(|i| format!("{} 0 R", 5 + 2 * i))
        .collect();
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!(
            "<</Type/Pages/Count {}/Kids[{}]>>",
            contents.len(),
            kids.join(" ")
        ),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold>>".to_owned(),
    ];
    for (i, content) in contents.iter().enumerate() {
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents {} 0 R\
             /Resources<</Font<</F 3 0 R/B 4 0 R>>>>>>",
            6 + 2 * i
        ));
        objects.push(format!(
            "<</Length {}>>stream\n{content}\nendstream",
            content.len()
        ));
    }
    write_objects(&objects)
}

fn write_objects(objects: &[String]) -> Vec<u8> {
    let mut file = "%PDF-1.4\n".to_owned();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (i, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", i + 1));
    }
    let start = file.len();
    let info = "/Info<</Title(A report on things)/CreationDate(D:20240131120000+01'00')>>";
    file.push_str(&format!(
        "{table}trailer\n<</Size {}/Root 1 0 R{info}>>\nstartxref\n{start}\n%%EOF\n",
        objects.len() + 1
    ));
    file.into_bytes()
}

/// The drawing of a line of text at `x` from the left and `y` from the bottom.
pub(super) fn show(font: char, size: u32, x: u32, y: u32, text: &str) -> String {
    format!("BT /{font} {size} Tf {x} {y} Td ({text}) Tj ET\n")
}
