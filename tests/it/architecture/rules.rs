//! The rules of the house, each with what is said when it is broken.

use std::collections::BTreeSet;

use super::Tree;
use super::code::{Word, words};
use super::plan::Plan;

/// A file of more lines asks to be split by what it does; files of tests are let be.
pub(crate) const LINES: usize = 450;

/// Each crate and the rooms that may name it; an empty list is everybody.
pub(crate) const CRATES: &[(&str, &[&str])] = &[
    // What was typed, and how it ends.
    ("anyhow", &["cli"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("etcetera", &["cli"]),
    ("signal_hook", &["cli"]),
    // The terminal.
    ("comfy_table", &["ui"]),
    ("dialoguer", &["ui"]),
    ("indicatif", &["ui"]),
    ("rustix", &["files", "notify", "report", "ui", "workspace"]),
    ("unicode_width", &["ui"]),
    // The file that is read, and those that are written.
    ("askama", &["report"]),
    ("atomic_write_file", &["report"]),
    ("chardetng", &["source"]),
    ("csv", &["report", "source"]),
    ("csv_core", &["source"]),
    // Values know what text looks like that was read in the wrong encoding.
    ("encoding_rs", &["report", "source", "values"]),
    ("oem_cp", &["source", "values"]),
    ("sha2", &["files", "report", "session", "source", "workspace"]),
    ("twox_hash", &["import", "source"]),
    // What was decided, in files.
    ("hmac", &["files", "session", "workspace"]),
    ("toml", &["mapping"]),
    // Text in one of its Unicode forms, for names as they are compared.
    ("icu_normalizer", &["model"]),
    // Edit distance of names and headers.
    ("strsim", &["mapping", "matching"]),
    // Values of cells.
    ("email_address", &["values"]),
    ("idna", &["model"]),
    ("isolang", &["values"]),
    ("regex_automata", &["values"]),
    ("rlibphonenumber", &["values"]),
    ("rust_iso3166", &["values"]),
    ("unicode_script", &["values"]),
    ("url", &["values"]),
    // The workspace.
    ("lz4_flex", &["workspace"]),
    ("postcard", &["workspace"]),
    ("rusqlite", &["workspace"]),
    // Mail.
    ("base64", &["notify", "report"]),
    ("lettre", &["notify"]),
    ("rustls", &["notify"]),
    ("rustls_native_certs", &["notify"]),
    // A byte in a text.
    ("memchr", &[]),
    // Work on all cores.
    ("rayon", &["import", "values"]),
    // Time is told by the model, and read as a date by the values.
    ("chrono", &["cli", "model", "values"]),
    ("compact_str", &["model"]),
    ("smallvec", &["model"]),
    // JSON is made by the model, for files, settings and results; the others build documents and read them.
    ("serde_json", &["cli", "model", "ops", "report", "session", "workspace"]),
    // What outgrows memory, in the workspace; and tests in every room.
    ("tempfile", &[]),
    // Derives.
    ("serde", &[]),
    ("thiserror", &[]),
];

const PRINTS: [&str; 5] = ["print", "println", "eprint", "eprintln", "dbg"];

/// The table, the folders and the `pub mod` lines name the same rooms.
pub(crate) fn of_rooms(plan: &Plan, tree: &Tree) -> Vec<String> {
    let folders: BTreeSet<_> =
        tree.keys().map(|path| top(path)).filter(|top| !["lib.rs", "main.rs"].contains(top)).collect();
    let planned = || plan.floors.keys().map(String::as_str);
    let unknown = folders
        .iter()
        .filter(|folder| !plan.floors.contains_key(**folder))
        .map(|folder| format!("the folder '{folder}' is not in the table of src/lib.rs"));
    let missing = planned()
        .filter(|room| !folders.contains(room))
        .map(|room| format!("'{room}' is in the table of src/lib.rs, and there is no such folder"));
    let closed = planned()
        .filter(|room| !plan.declared.contains(*room))
        .map(|room| format!("'{room}' is in the table of src/lib.rs, and not among its `pub mod`s"));
    unknown.chain(missing).chain(closed).collect()
}

/// The rules that are seen in one file.
pub(crate) fn of_file(plan: &Plan, path: &str, text: &str) -> Vec<String> {
    let words = words(text);
    let at_lines = [
        floors(plan, path, &words),
        crates(path, &words),
        prints(path, &words),
        environment(path, &words),
        hints(path, &words),
    ];
    let at_lines = at_lines.into_iter().flatten().map(|(line, what)| format!("{path}:{line}: {what}"));
    at_lines.chain(length(path, text)).collect()
}

/// A line of the file and what is wrong there.
type Finding = (usize, String);

/// A room uses rooms of lower floors only.
fn floors(plan: &Plan, path: &str, words: &[Word]) -> Vec<Finding> {
    let own = top(path);
    let used = rooms_used(path, words).into_iter().filter(|(_, room)| room != own);
    match plan.floors.get(own) {
        Some(floor) => used.filter_map(|(line, room)| Some((line, too_high(plan, *floor, &room)?))).collect(),
        None => used
            .filter(|(_, room)| own == "main.rs" && room != "main")
            .map(|(line, room)| (line, format!("uses {room}; the program is main alone")))
            .collect(),
    }
}

fn too_high(plan: &Plan, own: u32, room: &str) -> Option<String> {
    let floor = plan.floors.get(room)?;
    (*floor >= own).then(|| format!("uses {room} (floor {floor}) from floor {own}"))
}

/// The first names after the root of the crate: `crate::…`, `contacts::…`, or as many `super::` as lead there.
fn rooms_used(path: &str, words: &[Word]) -> Vec<Finding> {
    let roots = ["crate::", "contacts::"].map(str::to_owned);
    let up = "super::".repeat(path.matches('/').count() + usize::from(!path.ends_with("/mod.rs")));
    (0..words.len())
        .filter(|start| !follows_a_path(words, *start))
        .filter_map(|start| after_root(&words[start..], &[&roots[0], &roots[1], &up]))
        .flat_map(first_names)
        .collect()
}

/// The words after a root that begins here.
fn after_root<'a>(words: &'a [Word], roots: &[&str]) -> Option<&'a [Word]> {
    let begins = |root: &&&str| {
        let length = root.matches("::").count() * 2;
        length > 0
            && words.len() > length
            && words[..length].iter().map(|word| word.text.as_str()).collect::<String>() == **root
    };
    let root = roots.iter().find(begins)?;
    Some(&words[root.matches("::").count() * 2..])
}

/// The name that begins a path, or those of a group: `{model::Text, ui}`.
fn first_names(words: &[Word]) -> Vec<Finding> {
    let finding = |word: &Word| (word.line, word.text.clone());
    if words.first().is_none_or(|word| word.text != "{") {
        return words.first().map(finding).into_iter().collect();
    }
    let mut depth = 0_usize;
    let mut names = Vec::new();
    for pair in words.windows(2) {
        match pair[0].text.as_str() {
            "{" => depth += 1,
            "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
        if depth == 1 && ["{", ","].contains(&pair[0].text.as_str()) && pair[1].text != "}" {
            names.push(finding(&pair[1]));
        }
    }
    names
}

/// Each crate is named in its rooms only; files of tests may look at results with any.
fn crates(path: &str, words: &[Word]) -> Vec<Finding> {
    if is_of_tests(path) {
        return Vec::new();
    }
    let is_named = |at: usize| {
        let follows = |sign: &str| at > 0 && words[at - 1].text == sign;
        let leads = |sign: &str| words.get(at + 1).is_some_and(|word| word.text == sign);
        !follows_a_path(words, at) && (leads("::") || (follows("use") && (leads(";") || leads("as"))))
    };
    let wrong = |at: usize| {
        let (name, rooms) = CRATES.iter().find(|(name, _)| words[at].text == *name)?;
        let strange = !rooms.is_empty() && !rooms.contains(&top(path)) && is_named(at);
        strange.then(|| (words[at].line, format!("names the crate {name}, whose room is {}", rooms.join(", "))))
    };
    (0..words.len()).filter_map(wrong).collect()
}

/// Only `ui` writes on the terminal.
fn prints(path: &str, words: &[Word]) -> Vec<Finding> {
    let printing = words.windows(2).filter(|pair| PRINTS.contains(&pair[0].text.as_str()) && pair[1].text == "!");
    printing.filter(|_| top(path) != "ui").map(|pair| (pair[0].line, "prints; only ui does".to_owned())).collect()
}

/// The library does not read the environment: `cli` hands it in. `env!` is of the build, not of the run.
fn environment(path: &str, words: &[Word]) -> Vec<Finding> {
    const READING: [&str; 6] = ["var", "var_os", "vars", "vars_os", "args", "args_os"];
    let reading = words
        .windows(3)
        .filter(|three| three[0].text == "env" && three[1].text == "::" && READING.contains(&three[2].text.as_str()));
    reading
        .filter(|_| top(path) != "cli")
        .map(|three| (three[0].line, "reads the environment; only cli does".to_owned()))
        .collect()
}

/// Errors carry facts; what to do next, with options and commands, is known to `cli` alone.
fn hints(path: &str, words: &[Word]) -> Vec<Finding> {
    let making = words.windows(2).filter(|pair| pair[0].text == "fn" && pair[1].text == "hint");
    making.filter(|_| top(path) != "cli").map(|pair| (pair[0].line, "makes a hint; only cli does".to_owned())).collect()
}

fn length(path: &str, text: &str) -> Option<String> {
    let lines = text.lines().count();
    (lines > LINES && !is_of_tests(path))
        .then(|| format!("{path}: {lines} lines; a file over {LINES} is split by what it does"))
}

fn is_of_tests(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.contains("/tests/")
}

/// Whether a word goes on with a path that began before it.
fn follows_a_path(words: &[Word], at: usize) -> bool {
    at > 0 && words[at - 1].text == "::"
}

/// The folder below `src/` in which a file is, or the file itself.
fn top(path: &str) -> &str {
    path.split('/').next().unwrap_or(path)
}
