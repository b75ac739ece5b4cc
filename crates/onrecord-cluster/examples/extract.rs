//! `cargo run -p onrecord-cluster --example extract -- articles.jsonl attributions.jsonl`

use std::path::Path;

#[tokio::main]
async fn main() -> datafusion::error::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [input, output] = arguments.as_slice() else {
        eprintln!("usage: extract INPUT OUTPUT, both JSON lines");
        std::process::exit(2);
    };
    let rows = onrecord_cluster::extract_json_lines(Path::new(input), Path::new(output)).await?;
    eprintln!("{rows} texts");
    Ok(())
}
