//! Runs the README and `docs/`: every `$ command` of their console blocks, in order, in a copy of `samples/`.
//!
//! ````text
//! ```console
//! $ contacts import contacts.csv --purpose add --id phone
//! 12 contacts imported
//! ...                     any lines but an error
//! ```
//! ````

use std::path::Path;

use crate::help::works;
use crate::sample::env_with_samples;
use crate::support::{TestEnv, numbered, tool_available};

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
fn printed(env: &TestEnv, command: &str) -> Vec<String> {
    let text = env.shell(command).stdout;
    let text =
        text.replace(&env.work().display().to_string(), "~/lists").replace(&env.home().display().to_string(), "~");
    text.trim_end().lines().map(|line| line.trim_end().to_owned()).collect()
}

#[test]
fn the_readme_tells_the_truth() {
    assert!(tells_the_truth("README.md") > 0, "README.md has no ```console block");
}

#[test]
fn the_docs_tell_the_truth() {
    for document in documents() {
        tells_the_truth(&document);
    }
}

/// Runs the steps of a document in an environment of its own. Tells how many there are.
#[track_caller]
fn tells_the_truth(document: &str) -> usize {
    let steps = steps(&read(document));
    let env = env_with_samples();
    let wrong: Vec<_> = steps.iter().filter_map(|step| difference(&env, document, step)).collect();
    assert!(wrong.is_empty(), "{document} shows what is not so.\n\n{}", wrong.join("\n"));
    steps.len()
}

/// `docs/nightly.md` and the others.
pub(crate) fn documents() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let names = std::fs::read_dir(folder).expect("docs").map(|entry| entry.expect("an entry").file_name());
    let names = names.filter(|name| Path::new(name).extension().is_some_and(|ending| ending == "md"));
    names.map(|name| format!("docs/{}", name.to_string_lossy())).collect()
}

#[track_caller]
fn read(document: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(document);
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{document}: {error}"))
}

/// A block of a document that is a file: "```sh nightly-contacts" and what follows, without the fences.
#[track_caller]
pub(crate) fn file_of(document: &str, name: &str) -> String {
    let text = read(document);
    let mut lines = text.lines().skip_while(|line| !(line.starts_with("```") && line.ends_with(&format!(" {name}"))));
    assert!(lines.next().is_some(), "{document} has no block '{name}'");
    lines.take_while(|line| *line != "```").map(|line| format!("{line}\n")).collect()
}

/// What cron hands to the shell: the rest of a line after its five times, up to a `%` without a backslash.
fn as_cron_reads_it(line: &str) -> String {
    let command = line.splitn(6, ' ').nth(5).expect("five times and a command").replace("\\%", "\0");
    command.split('%').next().unwrap_or_default().replace('\0', "%")
}

#[test]
fn the_line_for_cron_does_what_it_says_as_cron_reads_it() {
    let nightly = read("docs/nightly.md");
    let line = nightly.lines().skip_while(|line| *line != "```crontab").nth(1).expect("a line for cron");
    let env = TestEnv::new();
    let command = as_cron_reads_it(line).replace("/srv/crm/", &format!("{}/", env.work().display()));
    env.run("init team.db").done();
    env.write("leads.csv", numbered(100));
    env.run("-w team.db import leads.csv --purpose add-update --id phone --save nightly").done();
    env.shell(&command).done();
    env.write("leads.csv", numbered(150));
    env.shell(&command).exits(4).says("--max-new");
    env.write("leads.csv", numbered(100).replace("+6012", "6012o"));
    env.shell(&command).exits(4).says("--max-errors");
}

/// Links to files of the repository lead somewhere, and those to headings too.
#[test]
fn links_lead_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let others = ["README.md", "tests/README.md", "benches/README.md", "CONTRIBUTING.md"].map(str::to_owned);
    for document in documents().into_iter().chain(others) {
        let folder = root.join(&document).parent().expect("a folder").to_owned();
        for link in read(&document).split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let (file, heading) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() { root.join(&document) } else { folder.join(file) };
            if link.contains("://") {
                continue;
            }
            assert!(target.exists(), "{document}: {link} leads nowhere");
            let headings =
                if heading.is_empty() { String::new() } else { std::fs::read_to_string(target).expect("a text") };
            let is_there = headings.lines().any(|line| line.starts_with('#') && anchor(line) == heading);
            assert!(heading.is_empty() || is_there, "{document}: {link} names no heading");
        }
    }
}

/// `## The files it writes` is `the-files-it-writes`.
fn anchor(heading: &str) -> String {
    let text = heading.trim_start_matches('#').trim().to_lowercase();
    text.chars().filter(|c| c.is_alphanumeric() || " -".contains(*c)).map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// Runs a step; what really came, ready to paste, if it is not what the README shows.
fn difference(env: &TestEnv, document: &str, step: &Step) -> Option<String> {
    let lines = printed(env, &step.command);
    let is_error = |line: &String| line.starts_with("error:");
    // An error that the document does not show is none that `...` may stand for.
    let fails = lines.iter().any(is_error) && !step.expected.iter().any(is_error);
    let differs = fails || !matches(&step.expected, &lines);
    differs.then(|| format!("{document}:{}\n$ {}\n{}\n", step.line, step.command, lines.join("\n")))
}

/// Rows of the tables of a text.
fn rows(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| line.starts_with("| "))
}

/// The texts in backquotes of a line.
fn quoted(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

/// The commands of the tasks run one after another, in the folder that the steps of the README leave.
#[test]
fn the_tasks_of_the_readme_are_done_by_their_commands() {
    let readme = read("README.md");
    let (_, tasks) = readme.split_once("\n## How do I").expect("the tasks");
    let (tasks, _) = tasks.split_once("\n## ").expect("a section below");
    let env = env_with_samples();
    for step in steps(&readme) {
        env.shell(&step.command);
    }
    env.run("upload crm.csv --purpose add-update --id phone").done();
    env.run("map crm.csv --accept-suggestions --save nightly").done();
    env.write("leads.csv", env.bytes("crm.csv"));
    let commands: Vec<&str> = rows(tasks).flat_map(quoted).collect();
    assert!(commands.len() > 10, "{commands:?}");
    for command in commands {
        let outcome = env.shell(command);
        // Without a terminal an import that would ask what it may do is refused.
        let asks = outcome.status == 2 && outcome.stdout.contains("say what the import may do");
        assert!(works(&outcome) || asks, "README.md says: {command}\n{outcome}");
    }
}

/// Each promise of the README is a heading of `tests/README.md`, which names the tests that keep it.
#[test]
fn every_promise_of_the_readme_has_its_tests() {
    let readme = read("README.md");
    let promises: Vec<&str> =
        readme.lines().filter_map(|line| line.strip_prefix("- **")?.split_once(".**").map(|(name, _)| name)).collect();
    let tests = read("tests/README.md");
    let (_, kept) = tests.split_once("\n## The promises and their tests").expect("the promises");
    let (kept, _) = kept.split_once("\n## ").expect("a section below");
    let kept: Vec<(&str, usize)> = kept
        .split("\n### ")
        .skip(1)
        .filter_map(|section| section.split_once('\n'))
        .map(|(name, rest)| (name, rows(rest).flat_map(quoted).filter(|name| name.contains("::")).count()))
        .collect();
    assert_eq!(promises, kept.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    assert!(kept.iter().all(|(_, tests)| *tests > 0), "{kept:?}");
}

/// Tests are named as `file::function` or `folder::file::function`.
#[test]
fn the_tests_that_are_named_are_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = read("tests/README.md");
    let named: Vec<_> = rows(&text).flat_map(quoted).filter_map(|name| name.rsplit_once("::")).collect();
    assert!(named.len() > 40, "tests/README.md names {} tests", named.len());
    for (file, function) in named.into_iter().filter(|(_, function)| !function.is_empty()) {
        let path = root.join("tests/it").join(file.replace("::", "/"));
        let code = std::fs::read_to_string(path.with_extension("rs"))
            .or_else(|_| std::fs::read_to_string(path.join("mod.rs")));
        let code = code.unwrap_or_default();
        assert!(code.contains(&format!("fn {function}(")), "there is no test {file}::{function}");
    }
}

/// The blocks of a document in a language, without the fences.
fn blocks(document: &str, language: &str) -> Vec<String> {
    let text = read(document);
    let fence = format!("```{language}\n");
    text.split(&fence).skip(1).filter_map(|rest| Some(rest.split_once("```")?.0.to_owned())).collect()
}

/// An environment with contacts, tags, a field of one's own and an import.
fn env_to_query() -> TestEnv {
    let env = env_with_samples();
    env.run("import contacts.csv --purpose add --id phone").done();
    env.run("import crm.csv --purpose update --id phone --accept-suggestions --create-field Owner=:text").exits(3);
    env
}

#[test]
fn the_queries_of_the_docs_find_something() {
    let env = env_to_query();
    let database = rusqlite::Connection::open(env.workspace()).expect("a workspace");
    let queries = blocks("docs/sql.md", "sql");
    assert!(queries.len() > 2, "{queries:?}");
    for query in queries {
        let mut statement = database.prepare(&query).unwrap_or_else(|error| panic!("{error}\n{query}"));
        assert!(statement.exists([]).expect("rows"), "nothing is found\n{query}");
    }
}

#[test]
fn the_sqlite3_shell_reads_the_views_and_an_export() {
    let env = env_to_query();
    let works = env.shell("sqlite3 -version").status == 0;
    if tool_available("sqlite3", works, "CONTACTS_TEST_SQLITE3", "sqlite3") {
        env.shell(&file_of("docs/sql.md", "query-export")).done().says("MY|1");
        env.shell(&file_of("docs/sql.md", "query-views")).done().says("MY|1");
        env.shell(&file_of("docs/sql.md", "query-database")).done().says("|+6");
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
