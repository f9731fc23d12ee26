//! The pictures in `docs/pictures/`: screens of real runs, drawn as SVG.
//!
//! They are kept fresh: a test fails when the tool looks otherwise. `docs/pictures/make` draws them anew.

use std::path::{Path, PathBuf};

use crate::journey::driver::{ENTER, walk};
use crate::sample::env_with_samples;
use crate::support::{TestEnv, numbered};

mod drawing;

/// Set to draw them anew.
const WRITE: &str = "CONTACTS_PICTURES";
/// Rows and columns of the terminal: as wide as a README shows a picture without making it smaller, some 830 pixels.
const SHAPE: (u16, u16) = (40, 94);

/// An environment in which the list of a CRM meets contacts that are there.
fn env() -> TestEnv {
    let env = env_with_samples();
    env.import("contacts.csv", "--purpose add --id phone").done();
    env.run("notifications --mark-read").done();
    env
}

fn prepared() -> TestEnv {
    let env = env();
    env.run("upload crm.csv --purpose add-update --id phone --tag 'spring fair'").done();
    env.run("map crm.csv --accept-suggestions").done();
    env
}

#[test]
fn the_questions_of_the_mapping() {
    let env = env();
    let mut terminal = env.terminal_of("import crm.csv", SHAPE);
    walk(
        &mut terminal,
        &[
            ("What may the import do", ENTER),
            ("How are contacts recognised", ENTER),
            ("Tags for these", "spring fair\r"),
        ],
    );
    terminal.wait_for("Change a column");
    check("mapping", "contacts import crm.csv", &env, &terminal.look());
}

#[test]
fn the_last_question_of_an_import() {
    let env = env();
    let mut terminal = env.terminal_of("import crm.csv", SHAPE);
    walk(
        &mut terminal,
        &[
            ("What may the import do", ENTER),
            ("How are contacts recognised", ENTER),
            ("Tags for these", "spring fair\r"),
            ("Is this right?", "without\r"),
            ("Where a contact has", ENTER),
            ("They are", "leave\r"),
        ],
    );
    terminal.wait_for("not now");
    let look = terminal.look();
    let review = look.screen().rows(0, SHAPE.1).position(|line| line.starts_with("Review of")).expect("a review");
    check_from(u16::try_from(review).expect("a row"), "import", "contacts import crm.csv", &env, &look);
}

#[test]
fn the_changes_of_a_review() {
    let env = prepared();
    let left = env.terminal_of("-q review crm.csv --changes", (16, SHAPE.1)).finish();
    check("changes", "contacts review crm.csv --changes", &env, &left.look);
}

#[test]
fn the_history() {
    let env = prepared();
    env.run("review crm.csv").exits(3);
    env.run("import crm.csv").exits(3);
    env.run("edit 2 Country=MY").done();
    env.run("undo 2 --yes").done();
    env.run("notifications --mark-read").done();
    let left = env.terminal_of("history", SHAPE).finish();
    check("history", "contacts history", &env, &left.look);
}

/// What it says changes with every run; that it says it does not.
#[test]
fn the_progress_of_a_long_import() {
    let env = env();
    env.write("leads.csv", numbered(60_000));
    let mut terminal = env.terminal_of("import leads.csv --purpose add --id phone --yes", (12, SHAPE.1));
    terminal.wait_until("a bar", |screen| screen.contains("left") && screen.contains('/') && screen.contains('%'));
    let look = terminal.look();
    let said = look.screen().contents();
    if let Some(path) = to_write("progress") {
        write(&path, &drawing::svg("contacts import leads.csv", look.screen(), 0, &|text| text));
    }
    let drawn = std::fs::read_to_string(picture("progress")).expect("a picture");
    for word in ["60,000", "left", "%"] {
        assert!(said.contains(word) && drawn.contains(word), "{word}: {said}");
    }
}

fn picture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("docs/pictures/{name}.svg"))
}

fn to_write(name: &str) -> Option<PathBuf> {
    std::env::var_os(WRITE).map(|_| picture(name))
}

fn write(path: &Path, svg: &str) {
    std::fs::write(path, svg).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

/// Holds a screen against its picture, or draws it.
#[track_caller]
fn check(name: &str, command: &str, env: &TestEnv, look: &vt100::Parser) {
    check_from(0, name, command, env, look);
}

/// Like [`check`], for the screen from a row on.
#[track_caller]
fn check_from(row: u16, name: &str, command: &str, env: &TestEnv, look: &vt100::Parser) {
    let (work, home) = (env.work().display().to_string(), env.home().display().to_string());
    let svg =
        drawing::svg(command, look.screen(), row, &|text: String| text.replace(&work, "~/lists").replace(&home, "~"));
    if let Some(path) = to_write(name) {
        write(&path, &svg);
    }
    let drawn = std::fs::read_to_string(picture(name)).unwrap_or_default();
    assert!(
        drawn == svg,
        "docs/pictures/{name}.svg is not how it looks; draw it anew: docs/pictures/make\n{}",
        look.screen().contents()
    );
}
