//! Help: every command has some, with examples that work (spec section 9).

use std::collections::BTreeMap;
use std::fs;

use crate::sample::env_with_samples;
use crate::support::{CommandOutput, TestEnv};

/// The text between a heading and the next blank line.
fn section<'h>(help: &'h str, heading: &str) -> Vec<&'h str> {
    let lines = help.lines().skip_while(|line| *line != heading).skip(1);
    lines.take_while(|line| !line.trim().is_empty()).collect()
}

/// The commands that a help lists, in one list or in groups.
pub(crate) fn commands(help: &str) -> Vec<&str> {
    let lists = help.lines().skip_while(|line| !line.starts_with("Usage:")).skip(1);
    let lists = lists.take_while(|line| !["Options:", "Arguments:", "General:"].contains(line));
    let entries = lists.filter_map(|line| line.strip_prefix("  ")).filter(|line| !line.starts_with(' '));
    entries.filter_map(|line| line.split_whitespace().next()).collect()
}

/// The help of every command and of the commands below it, by the words that call it.
fn helps(env: &TestEnv) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    let mut waiting = vec![String::new()];
    while let Some(words) = waiting.pop() {
        let help = env.run(&format!("{words} --help")).done().stdout;
        for name in commands(&help).into_iter().filter(|name| *name != "help") {
            waiting.push(format!("{words} {name}").trim().to_owned());
        }
        all.insert(words, help);
    }
    all
}

fn examples(help: &str) -> Vec<String> {
    section(help, "Examples:").into_iter().map(|line| line.trim().to_owned()).collect()
}

/// An environment that has what the examples speak of: a list and an export, a prepared import, people with tags, a
/// field of one's own, saved mappings, and an opener.
fn example_env() -> TestEnv {
    let env = env_with_samples();
    env.write_program("../bin/xdg-open", "#!/bin/sh\n");
    for folder in ["shared", "../home/.zfunc", "../home/.config/fish/completions"] {
        fs::create_dir_all(env.path(folder)).unwrap();
    }
    fs::create_dir_all(env.home().join(".local/share/bash-completion/completions")).unwrap();
    env.write("leads.csv", env.bytes("contacts.csv"));
    env.run("import contacts.csv --purpose add --id phone").done();
    env.run("import updates.csv --purpose add-update --id phone").done();
    env.run("fields add 'Shoe size' --type number").done();
    env.run("fields add 'CRM ID' --type text").done();
    env.run("fields add Level --type list --option Gold --option Silver").done();
    env.run("edit 2 'Shoe size=44'").done();
    env.write("optouts.csv", "Email\nlea@example.net\n");
    env.run("suppress add mei@example.net @example.net '+60 18-998 8776'").done();
    env.run("upload crm.csv --purpose add-update --id phone").done();
    env.run("map crm.csv --accept-suggestions --save team").done();
    env.run("mappings export team").done();
    env.run("mappings rename team crm").done();
    env.run("upload leads.csv --purpose add-update --id phone").done();
    env.run("map leads.csv").done();
    env.run("review leads.csv").done();
    env
}

/// An environment that is put back as it was, files, home and all.
struct SavedEnv {
    env: TestEnv,
    kept: tempfile::TempDir,
}

impl SavedEnv {
    fn new() -> Self {
        let (env, kept) = (example_env(), tempfile::tempdir().unwrap());
        env.shell(&format!("cp -a ../. {}", kept.path().display())).done();
        Self { env, kept }
    }

    fn restore(&self) -> &TestEnv {
        let kept = self.kept.path().display();
        self.env.shell(&format!("find .. -mindepth 1 ! -path ../work -delete && cp -a {kept}/. ..")).done();
        &self.env
    }
}

/// Whether an example did what it is for. Without a terminal what asks is refused, which is as it should be.
pub(crate) fn works(outcome: &CommandOutput) -> bool {
    let asks = match outcome.status {
        2 => outcome.stdout.contains("nobody can be asked"),
        4 => outcome.stdout.contains("--yes"),
        _ => false,
    };
    [0, 3].contains(&outcome.status) || asks
}

#[test]
fn every_command_has_two_examples_or_more_and_they_work() {
    let saved = SavedEnv::new();
    let mut wrong = Vec::new();
    let mut count = 0;
    for (words, help) in helps(&TestEnv::new()) {
        let examples = examples(&help);
        if examples.len() < 2 {
            wrong.push(format!("contacts {words} has {} examples", examples.len()));
        }
        let env = saved.restore();
        for example in examples {
            count += 1;
            env.write("example.sh", &example);
            let outcome = env.shell("bash ./example.sh");
            if !works(&outcome) || !example.contains("contacts") {
                wrong.push(format!("contacts {words}: {outcome}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 90, "{count} examples");
}

#[test]
fn help_is_short_or_long_and_fits_the_terminal() {
    let mut env = TestEnv::new();
    for width in ["80", "200"] {
        env.set("COLUMNS", width);
        for (words, long) in helps(&env) {
            let short = env.run(&format!("{words} -h")).done().stdout;
            assert!(short.len() <= long.len(), "contacts {words} -h is longer than --help");
            assert_eq!(short.lines().next(), long.lines().next(), "both begin with what it is for: contacts {words}");
        }
    }
}

/// Rows and columns of the smallest usual terminal.
const SCREEN: (usize, &str) = (24, "80");
/// Commands whose short help is longer than a screen, with their lines: each has options on columns, on cells and more, which
/// a person who prepares an import needs on one page.
const LONGER: [(&str, usize); 6] =
    [("history", 27), ("import", 40), ("upload", 31), ("map", 30), ("review", 26), ("suppress add", 27)];

#[test]
fn short_help_is_at_most_a_screen() {
    let mut env = TestEnv::new();
    env.set("COLUMNS", SCREEN.1);
    for words in helps(&env).into_keys() {
        let help = env.run(&format!("{words} -h")).done().stdout;
        let lines = help.lines().count();
        let bound = LONGER.iter().find(|(name, _)| *name == words).map_or(SCREEN.0, |(_, lines)| *lines);
        assert!(lines <= bound, "contacts {words} -h has {lines} lines\n{help}");
        assert!(help.lines().all(|line| line.chars().count() <= 80), "contacts {words} -h is too wide\n{help}");
    }
}

#[test]
fn every_option_is_in_the_long_help_and_its_examples_are_not_wrapped() {
    let mut env = TestEnv::new();
    let wide = helps(&env);
    env.set("COLUMNS", SCREEN.1);
    for (words, help) in helps(&env) {
        assert_eq!(examples(&help), examples(&wide[&words]), "an example that is wrapped cannot be pasted: {words}");
        let short = env.run(&format!("{words} -h")).done().stdout;
        for option in short.split_whitespace().filter(|word| word.starts_with("--")) {
            assert!(help.contains(option), "contacts {words} --help lacks {option}");
        }
    }
}

#[test]
fn commands_stand_in_groups() {
    let env = TestEnv::new();
    let groups = [
        ("Import a list", &["upload", "map", "review", "import", "cancel"][..]),
        ("Contacts", &["list", "show", "stats", "add", "edit", "delete", "export"]),
        ("Keeping them in order", &["duplicates", "merge", "tags", "fields", "suppress", "forget"]),
    ];
    for words in ["--help", "help"] {
        let help = env.run(words).done().stdout;
        for (heading, names) in groups {
            let listed = section(&help, &format!("{heading}:")).into_iter().filter(|line| !line.starts_with("   "));
            let listed: Vec<_> = listed.filter_map(|line| line.split_whitespace().next()).collect();
            assert_eq!(listed, names, "{help}");
        }
        assert!(!help.contains("\nCommands:"), "{help}");
    }
    let short = env.run("-h").done().stdout;
    for (heading, names) in groups {
        let line = section(&short, "Commands:").into_iter().find(|line| line.trim_start().starts_with(heading));
        assert!(line.is_some_and(|line| line.ends_with(&names.join(", "))), "{short}");
    }
    assert!(env.run("tags --help").done().stdout.contains("\nCommands:\n"), "a short list is one list");
}

#[test]
fn what_is_spelled_nearly_right_is_suggested() {
    let env = TestEnv::new();
    for (line, near) in [
        ("imprt leads.csv", "import"),
        ("histroy", "history"),
        ("import leads.csv --purpse add", "--purpose"),
        ("tags renam a b", "rename"),
        ("import leads.csv --purpose ad-update", "add-update"),
        ("completions bsh", "bash"),
    ] {
        let outcome = env.run(line).exits(2);
        assert!(outcome.stderr.contains("error:") && outcome.stderr.contains("hint:"), "{outcome}");
        assert!(outcome.stderr.contains(near), "{near}: {outcome}");
        let json = env.run(&format!("{line} --json")).exits(2).json();
        assert_eq!(json["error"]["code"], "usage");
        assert!(json["error"]["hint"].as_str().unwrap().contains(near), "{json}");
    }
    env.run("import").exits(2).says_all(&["FILE", "hint:", "contacts import --help"]);
}

#[test]
fn contacts_alone_says_where_one_is_and_what_to_do_next() {
    let mut env = TestEnv::new();
    env.run("").exits(2).says_all(&["none yet", "contacts sample", "contacts --help"]);
    assert!(!env.workspace().exists() && env.names().is_empty(), "it makes nothing");
    env.write("leads.csv", "First Name,Phone Number\nAnn,+60123000001\n");
    env.write("my list.csv", "First Name,Phone Number\nBob,+60123000002\n");
    env.write("-odd.csv", "First Name,Phone Number\nBob,+60123000002\n");
    env.run("").exits(2).says_all(&["contacts import leads.csv", "contacts import 'my list.csv'", "./-odd.csv"]);
    env.run("upload leads.csv --purpose add --id phone").done();
    env.run("").exits(2).says_all(&["uploaded", "contacts map leads.csv"]);
    env.run("import leads.csv --purpose add --id phone").done();
    let outcome = env.run("").exits(2).says_all(&["Contacts     1", "leads.csv"]);
    for file in ["results.csv", "import.json"] {
        assert!(!outcome.stdout.contains(file), "{outcome}");
    }
    let json = env.run("--json").exits(2).json();
    assert_eq!(json["contacts"], 1);
    assert_eq!(json["sources"].as_array().unwrap().len(), 3, "{json}");
    env.set("CONTACTS_WORKSPACE", "nowhere.db");
    env.run("").exits(1).says_all(&["no workspace at nowhere.db", "contacts init"]);
}
