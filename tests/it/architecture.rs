//! The plan in `src/lib.rs`, the folders and the code say the same: floors, crates, length of files.
//!
//! [`code`] turns a file into words without comments and texts; [`plan`] reads the table of `src/lib.rs`; [`rules`]
//! compares. [`systems`] looks for what only Unix has. Each rule is tried below on a small made-up house in which it is broken.

mod circles;
mod code;
mod plan;
mod rules;
mod systems;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::readme::documents;
use plan::Plan;

/// Rust files by their path below `src/`: `values/phone.rs` → its text.
type Tree = BTreeMap<String, String>;

/// Everything in which a tree breaks a rule of the house, as `file:line: what`.
fn violations(tree: &Tree) -> Vec<String> {
    let plan = Plan::read(tree.get("lib.rs").map_or("", String::as_str));
    let of_files = tree.iter().flat_map(|(path, text)| rules::of_file(&plan, path, text));
    rules::of_rooms(&plan, tree).into_iter().chain(of_files).collect()
}

fn source_tree() -> Tree {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut tree = Tree::new();
    read_folder(&src, &src, &mut tree);
    tree
}

fn read_folder(src: &Path, folder: &Path, tree: &mut Tree) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read_folder(src, &path, tree);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let name = path.strip_prefix(src).unwrap().to_string_lossy().into_owned();
            tree.insert(name, fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn the_modules_are_as_the_plan_says() {
    let violations = violations(&source_tree());
    assert!(violations.is_empty(), "\n{}\n", violations.join("\n"));
}

#[test]
fn no_circle_of_imports_has_more_than_three_files() {
    let circles = circles::large_circles(&source_tree());
    assert!(circles.is_empty(), "files that import each other in a circle: {circles:#?}");
}

#[test]
fn a_circle_of_four_files_is_found() {
    let ring = ["a", "b", "c", "d"];
    let mut tree: Tree = [("lib.rs".to_owned(), "pub mod a;\npub use b::B;\n".to_owned())].into();
    for (file, next) in ring.iter().zip(ring.iter().cycle().skip(1)) {
        tree.insert(format!("{file}.rs"), format!("use crate::{next}::{{Name, other}};\n"));
    }
    assert_eq!(circles::large_circles(&tree), [ring.map(|file| format!("{file}.rs"))]);
    tree.insert("d.rs".to_owned(), "use std::fmt;\n".to_owned());
    assert!(circles::large_circles(&tree).is_empty());
}

#[test]
fn every_crate_of_the_manifest_has_its_room() {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    let (_, dependencies) = manifest.split_once("\n[dependencies]\n").unwrap();
    let (dependencies, _) = dependencies.split_once("\n[").unwrap();
    let names = dependencies.lines().filter_map(|line| line.split_once(" = ")).map(|(name, _)| name.replace('-', "_"));
    let homeless: Vec<_> = names.filter(|name| !rules::CRATES.iter().any(|(known, _)| known == name)).collect();
    assert!(homeless.is_empty(), "give these crates their room in tests/it/architecture/rules.rs: {homeless:?}");
}

#[test]
fn every_file_begins_with_what_it_is_for() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut tree = Tree::new();
    for folder in ["src", "tests", "benches", "fuzz/fuzz_targets", "fuzz/src"] {
        read_folder(root, &root.join(folder), &mut tree);
    }
    let begins =
        |text: &str| text.lines().find(|line| !line.starts_with("#!")).is_some_and(|line| line.starts_with("//!"));
    let silent: Vec<String> = tree.into_iter().filter(|(_, text)| !begins(text)).map(|(path, _)| path).collect();
    assert!(silent.is_empty(), "these files begin without a `//!` sentence: {silent:?}");
}

#[test]
fn the_source_files_that_documents_name_are_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut tree = Tree::new();
    for folder in ["src", "tests", "benches"] {
        read_folder(root, &root.join(folder), &mut tree);
    }
    let is_there = |name: &str| tree.keys().any(|path| path == name || path.ends_with(&format!("/{name}")));
    let mut gone = Vec::new();
    for document in prose().chain(["benches/README.md".to_owned()]) {
        let text = fs::read_to_string(root.join(&document)).unwrap();
        let words = text.split(|c: char| !c.is_ascii_alphanumeric() && !"_-./".contains(c));
        // The website of the toolchain ends like a file.
        let is_source = |word: &&str| Path::new(word).extension().is_some_and(|extension| extension == "rs");
        let files = words.filter(is_source).filter(|word| !word.contains("rustup"));
        gone.extend(
            files.filter(|name| !is_there(name.trim_start_matches("../"))).map(|name| format!("{document}: {name}")),
        );
    }
    assert!(gone.is_empty(), "these files are not there: {gone:#?}");
}

#[test]
fn an_old_cargo_reads_the_manifest_up_to_the_edition_that_it_does_not_know() {
    // Cargo 0.66 (Debian 12) rejects a string as the value of `debug`, before it reads the edition.
    let debug = include_str!("../../Cargo.toml").lines().filter_map(|line| line.strip_prefix("debug = "));
    let strings: Vec<&str> = debug.filter(|value| value.starts_with('"')).collect();
    assert!(strings.is_empty(), "{strings:?}");
}

#[test]
fn every_template_begins_with_what_it_is_for() {
    let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/report/page/templates");
    let paths = fs::read_dir(templates).unwrap().map(|template| template.unwrap().path());
    let silent: Vec<_> = paths.filter(|path| !fs::read_to_string(path).unwrap().starts_with("{#")).collect();
    assert!(silent.is_empty(), "these templates begin without a comment: {silent:?}");
}

/// The texts for people.
fn prose() -> impl Iterator<Item = String> {
    ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "tests/README.md"]
        .map(str::to_owned)
        .into_iter()
        .chain(documents())
}

/// Words of an earlier edition that a reader had to guess, and the misspelling that stood everywhere.
const GIVEN_UP: [&str; 9] = [
    "can\u{20}not",
    "Clerk",
    "TwinsBuilder",
    "Sighting",
    "Gathered",
    "OddityNotes",
    "TagBook",
    "BesideKind",
    "corridor",
];

#[test]
fn words_that_were_given_up_do_not_come_back() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let prose = prose().map(|name| (name.clone(), fs::read_to_string(root.join(name)).unwrap()));
    let found: Vec<String> = source_tree()
        .into_iter()
        .chain(prose)
        .flat_map(|(path, text)| {
            GIVEN_UP.into_iter().filter(move |word| text.contains(word)).map(move |word| format!("{path}: {word}"))
        })
        .collect();
    assert!(found.is_empty(), "{found:?}");
}

/// A house of three rooms in which all is well.
fn made_up() -> Tree {
    let lib = "//! | floor | room | what |\n//! |---|---|---|\n//! | 5 | [`cli`] | a |\n//! | 4 | [`ui`] | b |\n\
               //! | 2 | [`source`] | c |\n//! | 2 | [`values`] | d |\n//! | 1 | [`model`] | e |\n\
               pub mod cli;\npub mod model;\npub mod source;\npub mod ui;\npub mod values;\n";
    let files = [
        ("lib.rs", lib),
        ("main.rs", "fn main() { contacts::main() }"),
        ("cli/mod.rs", "use crate::{model::{self, Text}, ui::Screen};\nuse clap::Parser;\n"),
        ("ui/mod.rs", "use crate::model;\nfn say() { println!(\"crate::cli\"); }\n"),
        ("source/mod.rs", "// use crate::values;\nuse crate::model::Text;\nuse crate::source::rows;\n"),
        ("source/rows.rs", "use super::super::model;\nuse csv::Reader;\n"),
        ("values/mod.rs", "fn read() -> crate::model::Text { todo!() }\n"),
        ("model/mod.rs", "pub type Text = String;\n"),
    ];
    files.into_iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect()
}

#[test]
fn a_valid_tree_breaks_no_rule() {
    assert_eq!(violations(&made_up()), Vec::<String>::new());
}

#[test]
fn every_broken_rule_is_found() {
    let cases = [
        ("source/mod.rs", "use crate::values::read;", "source/mod.rs:1: uses values (floor 2) from floor 2"),
        ("model/mod.rs", "\n\nfn f() { crate::cli::main() }", "model/mod.rs:3: uses cli (floor 5) from floor 1"),
        (
            "source/rows.rs",
            "use crate::{model::Text,\n values};",
            "source/rows.rs:2: uses values (floor 2) from floor 2",
        ),
        ("source/rows.rs", "use super::super::ui;", "source/rows.rs:1: uses ui (floor 4) from floor 2"),
        ("main.rs", "fn main() { contacts::ui::main() }", "main.rs:1: uses ui; the program is main alone"),
        (
            "values/mod.rs",
            "use rusqlite::Connection;",
            "values/mod.rs:1: names the crate rusqlite, whose room is workspace",
        ),
        ("ui/mod.rs", "#[derive(clap::Parser)] struct A;", "ui/mod.rs:1: names the crate clap, whose room is cli"),
        ("source/mod.rs", "fn f() { eprintln!(\"x\") }", "source/mod.rs:1: prints; only ui does"),
        ("values/mod.rs", "fn f() { std::env::var(\"X\"); }", "values/mod.rs:1: reads the environment; only cli does"),
        ("source/mod.rs", "fn hint() {}", "source/mod.rs:1: makes a hint; only cli does"),
        ("attic/mod.rs", "", "the folder 'attic' is not in the table of src/lib.rs"),
        ("model.rs", "", "the folder 'model.rs' is not in the table of src/lib.rs"),
    ];
    for (path, text, expected) in cases {
        let mut tree = made_up();
        tree.insert(path.to_owned(), text.to_owned());
        let found = violations(&tree);
        assert!(found.iter().any(|violation| violation == expected), "'{expected}' is not found: {found:?}");
    }
}

#[test]
fn a_room_of_the_plan_must_be_there() {
    let mut tree = made_up();
    tree.remove("values/mod.rs");
    assert_eq!(violations(&tree), ["'values' is in the table of src/lib.rs, and there is no such folder"]);

    let mut tree = made_up();
    let lib = tree["lib.rs"].replace("pub mod values;", "");
    tree.insert("lib.rs".into(), lib);
    assert_eq!(violations(&tree), ["'values' is in the table of src/lib.rs, and not among its `pub mod`s"]);
}

#[test]
fn a_long_file_asks_to_be_split_but_for_its_tests() {
    let long = "fn f() {}\n".repeat(rules::LINES + 1);
    let mut tree = made_up();
    tree.insert("values/tests.rs".into(), long.clone());
    assert!(violations(&tree).is_empty());
    tree.insert("values/phone.rs".into(), long);
    assert_eq!(violations(&tree), ["values/phone.rs: 451 lines; a file over 450 is split by what it does"]);
}
