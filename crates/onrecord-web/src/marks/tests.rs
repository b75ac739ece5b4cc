//! Marks nest, whatever the spans.

use super::*;

fn mark(start: usize, end: usize, role: Role, statement: usize) -> Mark {
    Mark {
        span: Span::new(start, end),
        role,
        statement,
    }
}

#[test]
fn crossing_marks_are_cut_where_the_outer_ends() {
    let nested = nest(&[
        mark(4, 9, Role::Content, 1),
        mark(0, 6, Role::Content, 0),
        mark(3, 3, Role::Cue, 0),
    ]);
    assert_eq!(
        nested,
        [
            mark(0, 6, Role::Content, 0),
            mark(4, 6, Role::Content, 1),
            mark(6, 9, Role::Content, 1),
        ]
    );
}

#[test]
fn any_marks_nest_and_cover_what_they_covered() {
    // All sets of three spans over five places.
    let spans: Vec<(usize, usize)> = (0..5)
        .flat_map(|start| (start + 1..=5).map(move |end| (start, end)))
        .collect();
    for a in &spans {
        for b in &spans {
            for c in &spans {
                let marks = [
                    mark(a.0, a.1, Role::Content, 0),
                    mark(b.0, b.1, Role::Source, 1),
                    mark(c.0, c.1, Role::Cue, 2),
                ];
                let nested = nest(&marks);
                assert_nested(&nested);
                for one in marks {
                    let covered: usize = nested
                        .iter()
                        .filter(|m| m.statement == one.statement)
                        .map(|m| m.span.len())
                        .sum();
                    assert_eq!(covered, one.span.len());
                }
            }
        }
    }
}

fn assert_nested(nested: &[Mark]) {
    for (i, a) in nested.iter().enumerate() {
        for b in &nested[i + 1..] {
            let apart = !a.span.overlaps(b.span);
            assert!(apart || a.span.contains(b.span), "{a:?} {b:?}");
        }
    }
}

#[test]
fn text_pages_and_marks_come_in_order() {
    let text = "<b>Ann</b> said no.";
    let mut writer = Writer::new(text, vec!["s1".to_owned()]);
    let marks = [
        mark(3, 6, Role::Source, 0),
        mark(11, 15, Role::Cue, 0),
        mark(16, 18, Role::Content, 0),
    ];
    let marked = writer.block(Span::new(0, text.len()), &marks, &[(0, 3), (11, 4)]);
    assert_eq!(
        marked.html,
        "<span class=\"page\"><span>page </span>3 </span>&lt;b&gt;\
         <span id=\"s1\" class=\"source\" title=\"source of statement 1\">Ann</span>&lt;/b&gt; \
         <span class=\"page\"><span>page </span>4 </span>\
         <span class=\"cue\" title=\"cue of statement 1\">said</span> \
         <span class=\"content\" title=\"content of statement 1\">no</span>\
         <sup class=\"ref\"><a href=\"#n-s1\">1</a></sup>."
    );
    assert_eq!(marked.begun, [0]);
}

#[test]
fn a_statement_is_anchored_once() {
    let text = "one two";
    let mut writer = Writer::new(text, vec!["s1".to_owned()]);
    let first = writer.block(Span::new(0, 3), &[mark(0, 3, Role::Content, 0)], &[]);
    let second = writer.block(Span::new(4, 7), &[mark(4, 7, Role::Content, 0)], &[]);
    assert!(first.html.contains("id=\"s1\"") && first.html.contains("#n-s1"));
    assert!(!second.html.contains("id=") && !second.html.contains("href"));
    assert!(second.begun.is_empty());
}
