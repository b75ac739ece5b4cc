//! Attributions of a text in one call: `cargo run --example extract`.

fn main() {
    let text = "“The cranes are safe,” harbour minister Ana Reyes told reporters on Monday. \
                The dockers’ union denied that anyone had been consulted.";
    for found in onrecord::extract(text).attributions {
        let words = |spans: &[onrecord_core::CharSpan]| -> Vec<String> {
            let slice = |s: &onrecord_core::CharSpan| {
                text.chars().skip(s.start).take(s.end - s.start).collect()
            };
            spans.iter().map(slice).collect()
        };
        println!("speaker  {}", found.speaker.as_deref().unwrap_or("unknown"));
        println!("why      {}", found.speaker_reason);
        println!("act      {:?}, {:?}", found.act, found.form);
        println!("cue      {}", words(&found.cue).join(" … "));
        println!("content  {}\n", words(&found.content).join(" … "));
    }
}
