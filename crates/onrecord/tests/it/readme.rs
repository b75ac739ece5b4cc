//! What the README tells people to type exists.

use crate::common::run;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

fn readme() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../README.md");
    std::fs::read_to_string(&path).unwrap_or_else(|error| {
        panic!(
            "README.md should stand at the root of the repository: {}: {error}",
            path.display()
        )
    })
}

/// The lines of the fenced blocks of shell commands, those that go on after `\` joined.
fn shell_lines(readme: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let (mut fenced, mut shell, mut goes_on) = (false, false, false);
    for line in readme.lines() {
        let line = line.trim();
        if let Some(info) = line.strip_prefix("```") {
            fenced = !fenced;
            let language = info.split([' ', ',']).next().unwrap_or_default();
            shell = fenced && ["sh", "bash", "shell", "console"].contains(&language);
            goes_on = false;
        } else if shell {
            let (text, more) = line.strip_suffix('\\').map_or((line, false), |l| (l, true));
            match lines.last_mut().filter(|_| goes_on) {
                Some(last) => last.push_str(text),
                None => lines.push(text.trim_start_matches("$ ").to_owned()),
            }
            goes_on = more;
        }
    }
    lines
}

/// Words of a command up to a pipe, a redirection or a comment; quotation marks hold words together.
fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for c in command.chars() {
        match (quote, c) {
            (None, '|' | '<' | '>' | ';' | '&' | '#') => break,
            (None, '\'' | '"') => quote = Some(c),
            (None, c) if c.is_whitespace() => words.push(String::new()),
            (Some(open), c) if open == c => quote = None,
            _ => words.last_mut().expect("one word").push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Every run of the program in a line of shell: by its name, or after `cargo run … --`.
fn runs(line: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for part in line.split(['|', ';', '&']) {
        let part = part.trim().trim_start_matches("$ ");
        let program = part.split_whitespace().next().unwrap_or_default();
        if program == "onrecord" || program.ends_with("/onrecord") {
            found.push(words(part)[1..].to_vec());
        } else if part.starts_with("cargo run") && !part.contains(" lab") {
            let arguments = part.split_once(" -- ").map(|(_, after)| words(after));
            found.extend(arguments);
        }
    }
    found
}

/// Options that stand in a help text.
fn options(help: &str) -> BTreeSet<String> {
    help.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
        .filter(|word| word.starts_with('-') && word.len() > 1)
        .map(str::to_owned)
        .collect()
}

/// The commands with the options each takes.
fn commands() -> BTreeMap<String, BTreeSet<String>> {
    let all = run(&["--help"]).ends(0).out;
    all.lines()
        .skip_while(|line| !line.starts_with("Commands:"))
        .skip(1)
        .take_while(|line| line.starts_with("  "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .map(|name| {
            let help = run(&[name, "--help"]).ends(0).out;
            let defined = help
                .split_once("Example")
                .map_or(&*help, |(before, _)| before);
            (name.to_owned(), options(defined))
        })
        .collect()
}

#[test]
fn every_command_in_the_readme_exists() {
    let readme = readme();
    let commands = commands();
    let runs: Vec<Vec<String>> = shell_lines(&readme).iter().flat_map(|l| runs(l)).collect();
    assert!(!runs.is_empty(), "README.md runs onrecord in a ```sh block");
    for run in runs {
        let name = run.first().expect("a command");
        if name.starts_with("--") {
            assert!(
                ["--help", "--version"].contains(&&**name),
                "onrecord {}",
                run.join(" ")
            );
            continue;
        }
        let known = commands
            .get(name)
            .unwrap_or_else(|| panic!("no such command: onrecord {}", run.join(" ")));
        for word in run
            .iter()
            .skip(1)
            .filter(|w| w.starts_with('-') && w.len() > 1)
        {
            let option = word.split('=').next().unwrap_or(word);
            assert!(
                known.contains(option),
                "no option {option}: onrecord {}",
                run.join(" ")
            );
        }
    }
}

#[test]
fn every_option_in_a_table_of_the_readme_exists() {
    let known: BTreeSet<String> = commands().into_values().flatten().collect();
    let readme = readme();
    let rows = readme
        .lines()
        .filter(|line| line.trim_start().starts_with('|'));
    for row in rows {
        // What stands between single backquotes is at the odd places.
        for code in row
            .split('`')
            .skip(1)
            .step_by(2)
            .filter(|code| code.starts_with("--"))
        {
            let option = code.split([' ', '=']).next().unwrap_or(code);
            assert!(known.contains(option), "no command has {option}: {row}");
        }
    }
}

#[test]
fn shell_is_taken_apart() {
    let readme = "x\n```sh\n$ onrecord search 'a | b' \\\n  --json | head # --no\ncargo run --release -- build x --case y\n```\n```\nonrecord no\n```\n";
    let lines = shell_lines(readme);
    assert_eq!(lines.len(), 2);
    assert_eq!(words(&lines[0]), ["onrecord", "search", "a | b", "--json"]);
    assert_eq!(runs(&lines[1]), [["build", "x", "--case", "y"]]);
    assert_eq!(
        runs("cat x | onrecord extract --jsonl > y"),
        [["extract", "--jsonl"]]
    );
}
