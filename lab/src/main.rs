//! Evaluation and benchmarks of onrecord: everything that produces the figures
//! in the README. Needs the data of `../shared`, and says so where it is absent.

mod article;
mod attribution;
mod calibration;
mod errors;
mod evenhanded;
mod gate;
mod generated;
mod growth;
mod prepare;
mod record;
mod recorded;
mod rooms;
mod score;
mod speakers;
mod speed;
mod statements;

use anyhow::{Context, Result, bail};
use clap::{Parser, Subcommand};
use onrecord_core::attribution::Tagger;
use onrecord_model::{Model, ModelChoice};
use std::path::{Path, PathBuf};

/// Matrices of a batch come and go by the megabyte; the system's allocator hands
/// each back to the kernel and asks for it again.
#[global_allocator]
static GLOBAL: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Evaluation of onrecord.
#[derive(Parser)]
struct Args {
    /// Folder that holds `data/` and `cases/`.
    #[arg(long, global = true, default_value = "../shared")]
    shared: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Score the program on annotated data.
    #[command(subcommand)]
    Eval(Task),
    /// Speed of both models beside other open extractors, in one run.
    #[command(subcommand)]
    Bench(Bench),
    /// Read articles once with one model and print what it took: a part of `bench`.
    #[command(hide = true)]
    Measure {
        /// Articles.
        gold: PathBuf,
        /// Model.
        model: ModelChoice,
        /// Threads.
        threads: usize,
    },
    /// Join so many generated documents once and print what it took: a part of `bench record`.
    #[command(hide = true)]
    MeasureRecord {
        /// Documents.
        documents: usize,
    },
    /// How often attributions of a score are right, and the lines that make scores say so.
    Calibrate {
        /// Which model.
        #[arg(long, default_value = "accurate")]
        model: ModelChoice,
        /// Weights to use instead of those inside the program (safetensors).
        #[arg(long)]
        weights: Option<PathBuf>,
    },
    /// Write the annotated articles, and texts without annotation, as training windows.
    Prepare {
        /// Folder to write to.
        out: PathBuf,
    },
    /// Check every score against its floor in lab/floors.toml.
    Gate,
}

#[derive(Subcommand)]
enum Bench {
    /// Time and memory of the record over generated documents, with recall of what was planted.
    Record {
        /// Numbers of documents.
        #[arg(long, value_delimiter = ',', default_values_t = [1_000, 10_000, 100_000])]
        documents: Vec<usize>,
    },
    /// Pages of the reading room over a generated case.
    Room {
        /// Documents, of twenty statements each.
        #[arg(long, default_value_t = 10_000)]
        documents: usize,
        /// The generated case file, made where it is not [default: beside this program].
        #[arg(long)]
        case: Option<PathBuf>,
    },
    /// Finding attributions in the development articles.
    Attribution {
        /// Folder of the Python peers' virtual environment, made if absent.
        #[arg(long, default_value = "target/peers")]
        peers: PathBuf,
        /// Times each runs; medians are shown.
        #[arg(long, default_value_t = 5)]
        rounds: usize,
    },
}

#[derive(Subcommand)]
enum Task {
    /// Source, cue and content spans on PolNeAR.
    Attribution {
        /// Part of the data.
        #[arg(long, default_value = "dev")]
        split: String,
        /// Score this output of `onrecord extract --jsonl` instead of running the tagger.
        #[arg(long)]
        predicted: Option<PathBuf>,
        /// Score what a network in training wrote down for this split (safetensors).
        #[arg(long, conflicts_with = "predicted")]
        recorded: Option<PathBuf>,
        /// Which model.
        #[arg(long, default_value = "accurate")]
        model: ModelChoice,
        /// Weights to use instead of those inside the program (safetensors).
        #[arg(long)]
        weights: Option<PathBuf>,
        /// Print the errors instead, so many of them, spread evenly over the articles (0: all).
        #[arg(long)]
        errors: Option<usize>,
    },
    /// Whether documents with two states, or all genders, exchanged give the same statements.
    Evenhanded {
        /// Print every difference too.
        #[arg(long)]
        differences: bool,
    },
    /// Main text of saved news pages.
    Article,
    /// Speakers, acts, certainty, dates and figures against lab/gold.
    Statements {
        /// Part of the labels: dev, or held, which no rule was made for.
        #[arg(long, default_value = "dev")]
        part: String,
        /// Print what is not right too, a line each.
        #[arg(long)]
        errors: bool,
    },
    /// What is tied across documents: copies, utterances, actors, responses, discrepancies, recommendations.
    Record {
        /// Part of the labels: dev, or held, which no rule was made for.
        #[arg(long, default_value = "dev")]
        part: String,
        /// Print what is not right too, a line each.
        #[arg(long)]
        errors: bool,
    },
    /// Speakers of the quotations in the example case, against its key.
    Speakers {
        /// Folder with `key.jsonl` and `documents/`.
        #[arg(long, default_value = "examples/marram-strait")]
        folder: PathBuf,
    },
}

fn main() -> Result<()> {
    let args = Args::parse();
    match args.command {
        Command::Gate => {
            if !gate::run(&args.shared, Path::new("examples/marram-strait"))? {
                bail!("a floor is broken");
            }
            Ok(())
        }
        Command::Eval(Task::Attribution {
            split,
            predicted,
            recorded,
            model,
            weights,
            errors,
        }) => {
            let gold = needed(args.shared.join(format!("data/polnear/{split}.jsonl")))?;
            if let Some(file) = predicted {
                let evaluation = attribution::evaluate_file(&gold, &file)?;
                return print_attribution(&gold, &evaluation);
            }
            let recorded = recorded
                .map(|file| recorded::Recorded::load(&file))
                .transpose()?;
            let tagger: &dyn Tagger = match &recorded {
                Some(recorded) => recorded,
                None => tagger(model, weights.as_deref())?,
            };
            if let Some(count) = errors {
                return attribution::print_errors(&gold, tagger, (count > 0).then_some(count));
            }
            let evaluation = attribution::evaluate(&gold, tagger)?;
            print_attribution(&gold, &evaluation)
        }
        Command::Bench(Bench::Attribution { peers, rounds }) => {
            let gold = needed(args.shared.join("data/polnear/dev.jsonl"))?;
            speed::bench(&gold, &peers, rounds)
        }
        Command::Bench(Bench::Record { documents }) => growth::bench(&documents),
        Command::Bench(Bench::Room { documents, case }) => {
            let case = case.map_or_else(|| rooms::default_case(documents), Ok)?;
            rooms::bench(&case, documents)
        }
        Command::MeasureRecord { documents } => {
            println!("{}", serde_json::to_string(&growth::measure(documents))?);
            Ok(())
        }
        Command::Measure {
            gold,
            model,
            threads,
        } => {
            println!(
                "{}",
                serde_json::to_string(&speed::one(&gold, model, threads)?)?
            );
            Ok(())
        }
        Command::Calibrate { model, weights } => {
            let gold = needed(args.shared.join("data/polnear/dev.jsonl"))?;
            calibration::report(&gold, tagger(model, weights.as_deref())?)
        }
        Command::Prepare { out } => {
            prepare::all(&needed(args.shared.join("data"))?, &args.shared, &out)
        }
        Command::Eval(Task::Speakers { folder }) => print_speakers(&needed(folder)?),
        Command::Eval(Task::Statements { part, errors }) => {
            print_statements(&args.shared, &part, errors)
        }
        Command::Eval(Task::Record { part, errors }) => {
            let evaluation = record::evaluate(&part, &args.shared)?;
            record::print(&part, &evaluation, errors);
            Ok(())
        }
        Command::Eval(Task::Evenhanded { differences }) => {
            print_evenhanded(&args.shared, differences)
        }
        Command::Eval(Task::Article) => {
            let folder = needed(args.shared.join("data/article-pages"))?;
            print_article(&folder)
        }
    }
}

/// The model asked for, from `weights` if given.
fn tagger(choice: ModelChoice, weights: Option<&Path>) -> Result<&'static Model> {
    let Some(path) = weights else {
        return Ok(choice.tagger());
    };
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let model = match choice {
        ModelChoice::Accurate => onrecord_model::accurate(&bytes)?,
        ModelChoice::Fast => onrecord_model::fast(&bytes)?,
    };
    Ok(Box::leak(Box::new(model)))
}

/// The path, if it is there; else an error that says what is missing.
fn needed(path: PathBuf) -> Result<PathBuf> {
    if !path.exists() {
        bail!(
            "{} is not there: this evaluation needs the shared data, which is not part of the repository (use --shared)",
            path.display()
        );
    }
    Ok(path)
}

fn print_attribution(gold: &Path, evaluation: &attribution::Evaluation) -> Result<()> {
    println!(
        "data {} sha256 {}",
        gold.display(),
        attribution::sha256(gold)?
    );
    println!("| metric | P | R | F1 | n_pred | n_gold |\n|---|---|---|---|---|---|");
    for (metric, counts) in &evaluation.table {
        let (p, r, f) = counts.prf();
        println!(
            "| {} | {:.1} | {:.1} | {:.1} | {} | {} |",
            metric.name(),
            100.0 * p,
            100.0 * r,
            100.0 * f,
            counts.predicted,
            counts.gold
        );
    }
    let (low, high) = evaluation.interval;
    println!("boot95 attr F1: {:.1} - {:.1}", 100.0 * low, 100.0 * high);
    if evaluation.seconds.is_finite() {
        println!(
            "one thread: {:.1} articles/s, {:.0} words/s",
            evaluation.articles as f64 / evaluation.seconds,
            evaluation.words as f64 / evaluation.seconds
        );
    }
    Ok(())
}

fn print_article(folder: &Path) -> Result<()> {
    let truth = folder.join("ground-truth.json");
    println!(
        "data {} sha256 {}",
        truth.display(),
        attribution::sha256(&truth)?
    );
    for (name, scores) in [
        ("onrecord", article::evaluate(folder)?),
        ("rs-trafilatura alone", article::evaluate_baseline(folder)?),
    ] {
        println!(
            "{name}: F1 {:.4}  precision {:.4}  recall {:.4}  exact {:.3}  on {} pages, {:.1} pages/s in one thread",
            scores.f1,
            scores.precision,
            scores.recall,
            scores.accuracy,
            scores.pages,
            scores.pages_per_second
        );
    }
    Ok(())
}

fn print_statements(shared: &Path, part: &str, errors: bool) -> Result<()> {
    let gold = PathBuf::from(format!("lab/gold/{part}.jsonl"));
    anyhow::ensure!(
        gold.exists(),
        "{} is not there: the parts are dev and held",
        gold.display()
    );
    let articles = statements::load(&gold, &needed(shared.to_owned())?)?;
    let report = statements::evaluate(&articles, ModelChoice::default().tagger());
    if errors {
        for error in &report.errors {
            println!("{error}");
        }
        println!();
    }
    println!(
        "data {} sha256 {}",
        gold.display(),
        attribution::sha256(&gold)?
    );
    report.print();
    Ok(())
}

/// Swaps in the example, whose states are invented, and in the real cases.
const EXAMPLE_SWAPS: [&str; 2] = [
    "Torvassa,Torvassan,Kelsavar=Quillara,Quillaran,Estholm",
    "Torvassa,Torvassan,Kelsavar=Lumbasa,Lumbasan,Vanterre",
];
const CASE_SWAPS: [&str; 4] = [
    "China=Brazil",
    "China=Russia",
    "United Kingdom=France",
    "Panama=Iceland",
];

fn print_evenhanded(shared: &Path, differences: bool) -> Result<()> {
    let tagger = ModelChoice::default().tagger();
    println!(
        "| documents | swap | changed documents | statements | equal, % | equal with the same attributions, % |\n|---|---|---|---|---|---|"
    );
    let example = PathBuf::from("examples/marram-strait/documents");
    let cases = shared.join("cases");
    for (folder, swaps) in [(&example, &EXAMPLE_SWAPS[..]), (&cases, &CASE_SWAPS[..])] {
        if !folder.exists() {
            println!("{} is not there: passed over", folder.display());
            continue;
        }
        let states = swaps
            .iter()
            .map(|pair| evenhanded::Swap::states(pair).map(Some));
        for swap in states.chain([Ok(None)]) {
            let swap = swap?;
            let outcome = evenhanded::compare(folder, swap.as_ref(), tagger)?;
            let name = swap
                .as_ref()
                .map_or("genders of all persons", |s| s.name.as_str());
            let percent = |equal: usize| 100.0 * equal as f64 / outcome.of.max(1) as f64;
            println!(
                "| {} | {name} | {} | {} | {:.1} | {:.1} |",
                folder.display(),
                outcome.documents,
                outcome.of,
                percent(outcome.equal),
                percent(outcome.equal_here)
            );
            if differences {
                for difference in &outcome.differences {
                    println!("{difference}");
                }
            }
        }
    }
    Ok(())
}

fn print_speakers(folder: &Path) -> Result<()> {
    let evaluation = speakers::evaluate(folder)?;
    for error in &evaluation.errors {
        println!("{error}");
    }
    println!("| speaker | right | wrong | unknown | lost | all |\n|---|---|---|---|---|---|");
    let kinds = evaluation
        .by_kind
        .iter()
        .map(|(kind, counts)| (kind.as_str(), counts));
    for (kind, c) in kinds.chain([("all", &evaluation.all)]) {
        println!(
            "| {kind} | {} | {} | {} | {} | {} |",
            c.right,
            c.wrong,
            c.unknown,
            c.lost,
            c.all()
        );
    }
    Ok(())
}
