//! Runs the README: every `$ command` of its console blocks, in order, in a copy of `samples/`.
//!
//! ````text
//! ```console
//! $ contacts import contacts.csv --purpose add --id phone
//! 12 contacts imported
//! ...                     any lines
//! ```
//! ````

use std::path::Path;

use crate::sample::house_with_samples;
use crate::support::House;

/// A command of the README and what it is said to print.
#[derive(Debug, PartialEq, Eq)]
struct Step {
    /// The line of the README on which the command stands.
    line: usize,
    command: String,
    expected: Vec<String>,
}

/// The steps of all console blocks of a text.
fn steps(markdown: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut in_block = false;
    for (line, text) in (1..).zip(markdown.lines()) {
        match (in_block, text) {
            (false, "```console") => in_block = true,
            (true, "```") => in_block = false,
            (true, _) => read_block_line(&mut steps, line, text),
            (false, _) => {}
        }
    }
    steps
}

/// A line of a block: a command, the rest of one that ends in a backslash, or a line of output.
fn read_block_line(steps: &mut Vec<Step>, line: usize, text: &str) {
    if let Some(command) = text.strip_prefix("$ ") {
        steps.push(Step { line, command: command.to_owned(), expected: Vec::new() });
    } else if let Some(step) = steps.last_mut() {
        if step.expected.is_empty() && step.command.ends_with('\\') {
            step.command = format!("{}\n{}", step.command, text.trim_start_matches("> "));
        } else {
            step.expected.push(text.trim_end().to_owned());
        }
    }
}

/// Whether the lines are those expected, where `...` stands for any lines, also none.
fn matches(expected: &[String], lines: &[String]) -> bool {
    match expected.split_first() {
        None => lines.is_empty(),
        Some((first, rest)) if first == "..." => (0..=lines.len()).any(|skipped| matches(rest, &lines[skipped..])),
        Some((first, rest)) => lines.first() == Some(first) && matches(rest, &lines[1..]),
    }
}

/// What a command prints, as the README may show it: the home is `~`, the working directory `~/lists`, no blanks at line
/// ends, no blank line at the end.
fn printed(house: &House, command: &str) -> Vec<String> {
    let text = house.shell(command).stdout;
    let text =
        text.replace(&house.work().display().to_string(), "~/lists").replace(&house.home().display().to_string(), "~");
    text.trim_end().lines().map(|line| line.trim_end().to_owned()).collect()
}

#[test]
fn the_readme_tells_the_truth() {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let steps = steps(&std::fs::read_to_string(readme).expect("README.md"));
    assert!(!steps.is_empty(), "README.md has no ```console block");
    let house = house_with_samples();
    let wrong: Vec<_> = steps.iter().filter_map(|step| difference(&house, step)).collect();
    assert!(wrong.is_empty(), "README.md shows what is not so.\n\n{}", wrong.join("\n"));
}

/// Runs a step; what really came, ready to paste, if it is not what the README shows.
fn difference(house: &House, step: &Step) -> Option<String> {
    let lines = printed(house, &step.command);
    let differs = !matches(&step.expected, &lines);
    differs.then(|| format!("README.md:{}\n$ {}\n{}\n", step.line, step.command, lines.join("\n")))
}

/// The promises of the README name their tests as `file::function`.
#[test]
fn the_tests_that_the_readme_names_are_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = std::fs::read_to_string(root.join("README.md")).expect("README.md");
    let quoted =
        readme.lines().filter(|line| line.starts_with('|')).flat_map(|line| line.split('`').skip(1).step_by(2));
    let named: Vec<_> = quoted.filter_map(|name| name.split_once("::")).collect();
    assert!(!named.is_empty(), "README.md names no test");
    for (file, function) in named {
        let code = std::fs::read_to_string(root.join(format!("tests/it/{file}.rs"))).unwrap_or_default();
        assert!(code.contains(&format!("fn {function}(")), "there is no test {file}::{function}");
    }
}

#[test]
fn steps_are_read_from_console_blocks_alone() {
    let text = "```sh\n$ not me\n```\n```console\n$ a \\\n> b\nout  \n\n...\n$ c\n```\n$ nor me\n";
    let expected = [
        Step { line: 5, command: "a \\\nb".into(), expected: vec!["out".into(), String::new(), "...".into()] },
        Step { line: 10, command: "c".into(), expected: vec![] },
    ];
    assert_eq!(steps(text), expected);
}

#[test]
fn three_dots_match_any_lines_and_nothing_else_does() {
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    assert!(matches(&lines("a\n...\nd"), &lines("a\nb\nc\nd")));
    assert!(matches(&lines("a\n..."), &lines("a")));
    assert!(matches(&[], &[]));
    assert!(!matches(&lines("a\n...\nd"), &lines("a\nb")));
    assert!(!matches(&lines("a"), &lines("a\nb")));
    assert!(!matches(&[], &lines("a")));
}
