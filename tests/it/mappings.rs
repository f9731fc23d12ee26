//! `mappings`: what was saved with `--save` is listed, shown, renamed, deleted, written to files and read from them.

use serde_json::json;

use crate::support::{CTRL_C, CommandOutput, TestEnv};

/// The file of the mapping that [`env`] saves.
const CRM: &str = r#"# A mapping of contacts: what becomes of each column. One without a field is left out.
format = 2
name = "CRM"
purpose = "add-update"
identifier = "phone"
tags = ["spring fair"]
import-tag = "none"
do-not-overwrite = ["Email"]

columns = [
  { header = "First Name", position = 1, field = "First Name" },
  { header = "Mobile", position = 2, field = "Phone Number" },
  { header = "Email", position = 3, field = "Email" },
  { header = "Shoe size", position = 4 },
]

constants = [
  { field = "Country", value = "MY" },
]

[reading]
region = "MY"
"#;

/// The least that a mapping says.
const LEAST: &str = "format = 1\nname = 'least'\npurpose = 'add-all'\n";

/// An environment with a mapping that was saved step by step.
fn env() -> TestEnv {
    let env = TestEnv::new();
    env.write("leads.csv", "First Name,Mobile,Email,Shoe size\nAnn,018-998 8776,ann@example.com,38\n");
    let tags = "--tag 'spring fair' --no-import-tag";
    env.run(&format!("upload leads.csv --purpose add-update --id phone --region MY {tags}")).done();
    let options = "--map 'Mobile=Phone Number' --set Country=MY --do-not-overwrite=Email";
    env.run(&format!("map leads.csv {options} --save CRM")).done();
    env
}

/// An environment with this file, and nothing saved.
fn env_with_file(text: impl AsRef<[u8]>) -> TestEnv {
    let env = TestEnv::new();
    env.write("a.toml", text);
    env
}

/// The names of the saved mappings, as they are listed.
#[track_caller]
fn names(env: &TestEnv) -> Vec<String> {
    let json = env.run("mappings list --json").done().json();
    let mappings = json["mappings"].as_array().expect("mappings");
    mappings.iter().map(|mapping| mapping["name"].as_str().expect("a name").to_owned()).collect()
}

/// The code of an error.
#[track_caller]
fn code(outcome: &CommandOutput) -> String {
    outcome.json()["error"]["code"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn without_a_mapping_it_says_how_to_save_one() {
    let env = TestEnv::new();
    let outcome = env.run("mappings list").done().says("contacts map FILE --save NAME");
    assert_eq!(outcome.stdout, "");
    assert_eq!(env.run("mappings list --json").done().json(), json!({ "mappings": [] }));
    env.run("mappings show crm").exits(1).says("contacts map FILE --save NAME");
}

#[test]
fn a_list_tells_them_apart() {
    let env = env();
    env.write("least.toml", LEAST);
    env.run("mappings import least.toml").done();
    let outcome = env.run("mappings list").done();
    let lines: Vec<Vec<&str>> = outcome.stdout.lines().map(|line| line.split("  ").map(str::trim).collect()).collect();
    let cells = |line: usize| lines[line].iter().copied().filter(|cell| !cell.is_empty()).collect::<Vec<_>>();
    assert_eq!(cells(0), ["Name", "Purpose", "Identifier", "Mapped columns", "Saved"], "{outcome}");
    assert_eq!(cells(2), ["CRM", "add-update", "phone", "3", "2026-11-22 13:30"], "{outcome}");
    assert_eq!(cells(3), ["least", "add-all", "0", "2026-11-22 13:30"], "{outcome}");
    let expected = json!({ "mappings": [
        { "name": "CRM", "purpose": "add-update", "identifier": "phone", "mapped_columns": 3,
          "saved_at": "2026-11-22T13:30:00Z", "problem": null },
        { "name": "least", "purpose": "add-all", "identifier": null, "mapped_columns": 0,
          "saved_at": "2026-11-22T13:30:00Z", "problem": null },
    ] });
    assert_eq!(env.run("mappings list --json").done().json(), expected);
}

#[test]
fn show_tells_all_of_it_whatever_the_case_of_the_name() {
    let env = env();
    let outcome = env.run("mappings show ' crm '").done();
    let lines = [
        "CRM",
        "2026-11-22 13:30",
        "add-update",
        "phone",
        "spring fair",
        "MY",
        "First Name",
        "Mobile",
        "Phone Number",
        "Shoe size",
        "left out",
        "always: MY",
        "Country",
    ];
    let outcome = outcome.says_all(&lines);
    let has = |row: &[&str]| outcome.stdout.lines().any(|line| words(line) == row.join(" "));
    for row in [
        ["Do not overwrite", "Email"].as_slice(),
        &["Region", "MY"],
        &["Import tag", "none"],
        &["2", "Mobile", "Phone Number"],
        &["4", "Shoe size", "— (left out)"],
        &["always: MY", "Country"],
    ] {
        assert!(has(row), "{row:?}\n{outcome}");
    }
    let column =
        |header: &str, position: u8, field: &str| json!({ "header": header, "position": position, "field": field });
    let expected = json!({
        "name": "CRM",
        "saved_at": "2026-11-22T13:30:00Z",
        "recipe": {
            "purpose": "add-update",
            "identifier": "phone",
            "tags": ["spring fair"],
            "import-tag": "none",
            "do-not-overwrite": ["Email"],
            "reading": { "region": "MY" },
            "columns": [
                column("First Name", 1, "First Name"),
                column("Mobile", 2, "Phone Number"),
                column("Email", 3, "Email"),
                { "header": "Shoe size", "position": 4 },
            ],
            "constants": [{ "field": "Country", "value": "MY" }],
        },
        "job": { "guards": {} },
    });
    assert_eq!(env.run("mappings show crm --json").done().json(), expected);
}

/// A line with one blank between its words.
fn words(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn an_unknown_name_is_told_with_those_that_there_are() {
    let env = env();
    let before = env.workspace_bytes();
    for line in ["show x", "rename x y", "delete x --yes", "delete crm x --yes", "export x", "export x -"] {
        let outcome = env.run(&format!("mappings {line} --json")).exits(1).says_all(&["'x'", "there are: CRM"]);
        assert_eq!(code(&outcome), "mapping-not-found", "{outcome}");
    }
    assert!(env.workspace_bytes() == before);
}

#[test]
fn a_renamed_mapping_is_the_same_under_its_new_name() {
    let mut env = env();
    env.set_clock("2026-11-23T08:00:00Z");
    let outcome = env.run("mappings rename crm ' Weekly leads ' --json").done();
    assert_eq!(outcome.json(), json!({ "name": "Weekly leads", "previous_name": "CRM" }));
    let outcome = env.run("mappings export 'weekly LEADS' -").done();
    assert_eq!(outcome.stdout, CRM.replace("\"CRM\"", "\"Weekly leads\""));
    env.run("mappings show crm").exits(1).says("there are: Weekly leads");
    env.run("mappings show 'Weekly leads'").done().says("2026-11-22 13:30");
    env.run("mappings rename 'weekly leads' 'WEEKLY LEADS'").done().says_all(&["'Weekly leads'", "'WEEKLY LEADS'"]);
    assert_eq!(names(&env), ["WEEKLY LEADS"]);
}

#[test]
fn a_name_that_is_taken_or_no_name_renames_nothing() {
    let env = env();
    env.write("least.toml", LEAST);
    env.run("mappings import least.toml").done();
    let outcome = env.run("mappings rename least crm --json").exits(4);
    assert_eq!(code(&outcome), "mapping-exists", "{outcome}");
    for bad in ["''", "' '", "'a\nb'", "'a\u{1b}[2Jb'", &"x".repeat(101)] {
        env.run(&format!("mappings rename least {bad}")).exits(2);
    }
    assert_eq!(names(&env), ["CRM", "least"]);
    assert_eq!(env.run("mappings export crm -").done().stdout, CRM);
}

#[test]
fn delete_needs_a_confirmation_where_nobody_can_be_asked() {
    let env = env();
    let outcome = env.run("mappings delete crm --json").exits(4).says("--yes");
    assert_eq!(code(&outcome), "confirmation-needed", "{outcome}");
    assert_eq!(names(&env), ["CRM"]);
    env.run("mappings delete crm --yes").done().says("deleted the saved mapping 'CRM'");
    assert!(names(&env).is_empty());
    env.run("mappings delete").exits(2);
}

#[test]
fn several_are_deleted_at_once_each_once() {
    let env = env();
    env.write("least.toml", LEAST);
    env.run("mappings import least.toml").done();
    env.run("mappings import least.toml --name kept").done();
    let outcome = env.run("mappings delete least crm CRM --yes --json").done();
    assert_eq!(outcome.json(), json!({ "deleted": ["least", "CRM"] }));
    assert_eq!(names(&env), ["kept"]);
}

#[test]
fn a_terminal_is_asked_before_anything_is_deleted() {
    let env = env();
    for (keys, status) in [("\r", 4), ("n\r", 4), (CTRL_C, 130)] {
        let mut terminal = env.terminal("mappings delete crm");
        terminal.wait_for("delete the saved mapping 'crm'? [y/n]");
        terminal.press(keys);
        let left = terminal.finish();
        assert_eq!(left.status, status, "{}", left.screen);
        assert!(!left.cursor_hidden);
        assert_eq!(names(&env), ["CRM"]);
    }
    let mut terminal = env.terminal("mappings delete crm");
    terminal.wait_for("[y/n]");
    terminal.press("y\r");
    let left = terminal.finish();
    assert_eq!(left.status, 0, "{}", left.screen);
    assert!(names(&env).is_empty());
}

#[test]
fn a_deleted_mapping_comes_back_from_its_file() {
    let env = env();
    let before = env.run("mappings show crm --json").done().json();
    let outcome = env.run("mappings export crm --json").done();
    assert_eq!(outcome.json(), json!({ "name": "CRM", "file": "CRM.toml" }));
    assert_eq!(env.read("CRM.toml"), CRM);
    env.run("mappings delete crm --yes").done();
    let outcome = env.run("mappings import CRM.toml --json").done();
    assert_eq!(outcome.json(), json!({ "name": "CRM", "outcome": "saved", "missing_fields": [] }));
    assert_eq!(env.run("mappings show crm --json").done().json(), before);
    assert_eq!(env.run("mappings export crm -").done().stdout, CRM);
    assert_eq!(env.run("mappings export crm - --json").done().json(), json!({ "name": "CRM", "toml": CRM }));
}

#[test]
fn a_mapping_is_piped_from_one_workspace_into_another() {
    let env = env();
    env.run("init other.db").done();
    env.shell("contacts mappings export crm - | contacts -w other.db mappings import - --name team").done();
    let outcome = env.run("-w other.db mappings export team -").done();
    assert_eq!(outcome.stdout, CRM.replace("\"CRM\"", "\"team\""));
}

#[test]
fn an_imported_mapping_maps_a_file() {
    let env = env_with_file(CRM);
    env.run("mappings import a.toml").done();
    env.write("leads.csv", "Mobile,First Name\n018-998 8776,Ann\n");
    env.run("upload leads.csv --use crm").done();
    let outcome = env.run("map leads.csv --use crm --json").done();
    let mapped: Vec<String> = outcome.json()["mapping"]
        .as_array()
        .expect("mapping")
        .iter()
        .map(|slot| format!("{} {}", slot["column"], slot["field"]))
        .collect();
    for pair in ["\"Mobile\" \"Phone Number\"", "\"First Name\" \"First Name\"", "null \"Country\""] {
        assert!(mapped.iter().any(|slot| slot == pair), "{pair} in {mapped:?}");
    }
}

#[test]
fn nobody_elses_file_is_overwritten() {
    let env = env();
    env.write("CRM.toml", "mine\n");
    for line in ["mappings export crm", "mappings export crm ./CRM.toml"] {
        env.run(line).exits(4).says("CRM.toml exists already");
    }
    assert_eq!(env.read("CRM.toml"), "mine\n");
    env.run("mappings export crm nowhere/crm.toml").exits(1).says("nowhere").never_says("--output-dir");
}

#[test]
fn a_hostile_name_leads_to_a_harmless_file_of_this_folder() {
    let env = env();
    let before = env.names();
    for (name, file) in [("../../up", "up.toml"), ("--yes", "yes.toml"), ("a/b\u{202e}c", "a-b-c.toml")] {
        env.run(&format!("mappings rename -- crm '{name}'")).done();
        let outcome = env.run(&format!("mappings export --json -- '{name}'")).done();
        assert_eq!(outcome.json()["file"], file, "{outcome}");
        assert!(env.has(file), "{:?}", env.names());
        env.run(&format!("mappings rename -- '{name}' crm")).done();
    }
    assert_eq!(env.names().len(), before.len() + 3, "{:?}", env.names());
}

#[test]
fn a_hostile_name_never_commands_the_terminal() {
    let env = env_with_file(LEAST.replace("least", "x\u{202e}y\u{200b}z"));
    env.run("mappings import a.toml").done();
    let name = "'x\u{202e}y\u{200b}z'";
    for line in ["list", &format!("show {name}"), "show nobody", "import a.toml", &format!("export {name} -")] {
        let left = env.terminal(&format!("mappings {line}")).finish();
        assert!(!left.raw.contains('\u{202e}') && !left.raw.contains('\u{200b}'), "{line}: {:?}", left.raw);
        assert!(left.raw.contains("\\u{202e}"), "{line}: {:?}", left.raw);
    }
}

#[test]
fn a_name_that_is_taken_needs_another_name_or_yes() {
    let env = env();
    env.write("other.toml", CRM.replace("\"phone\"", "\"email\"").replace("CRM", "crm"));
    let outcome = env.run("mappings import other.toml --json").exits(4).says_all(&["--name", "--yes", "'CRM'"]);
    assert_eq!(code(&outcome), "mapping-exists", "{outcome}");
    assert_eq!(env.run("mappings export crm -").done().stdout, CRM);

    let outcome = env.run("mappings import other.toml --name Other --json").done();
    assert_eq!(outcome.json()["outcome"], "saved", "{outcome}");
    assert_eq!(names(&env), ["CRM", "Other"]);

    let outcome = env.run("mappings import other.toml --yes --json").done();
    assert_eq!(outcome.json()["outcome"], "replaced", "{outcome}");
    assert_eq!(env.run("mappings show CRM --json").done().json()["recipe"]["identifier"], "email");
    assert_eq!(names(&env), ["crm", "Other"]);
}

#[test]
fn importing_the_same_mapping_again_changes_nothing() {
    let env = env();
    env.write("same.toml", CRM);
    let before = env.workspace_bytes();
    let outcome = env.run("mappings import same.toml --json").done();
    assert_eq!(outcome.json(), json!({ "name": "CRM", "outcome": "unchanged", "missing_fields": [] }));
    assert!(env.workspace_bytes() == before);
}

/// The name of its own source and a folder for files are not kept, and make no other mapping.
#[test]
fn what_a_workspace_does_not_keep_makes_no_other_mapping() {
    let env = TestEnv::new();
    let file = CRM.replacen("purpose", "source = \"crm\"\nmissing = \"report\"\npurpose", 1);
    env.write("crm.toml", file);
    let outcome = || env.run("mappings import crm.toml --json").done().json()["outcome"].clone();
    assert_eq!([outcome(), outcome()], ["saved", "unchanged"]);
}

#[test]
fn a_field_that_is_not_there_is_told() {
    let text = CRM
        .replace("position = 4 }", "position = 4, field = \"Shoe Size\" }")
        .replace("[\"Email\"]", "[\"shoe size\"]");
    let env = env_with_file(text);
    let outcome = env.run("mappings import a.toml --json").done().says_all(&["warning:", "Shoe Size"]);
    assert_eq!(outcome.json()["missing_fields"], json!(["Shoe Size"]), "{outcome}");
    env.run("mappings show crm").done().says("Shoe Size");
    let env = env_with_file(CRM.replace("\"Email\" },", "\"contact id\" },"));
    env.run("mappings import a.toml").done().never_says("warning:");
}

#[test]
fn a_file_that_is_wrong_is_refused_with_its_name_and_line() {
    let cases = [
        (
            format!("{LEAST}colunms = []\n"),
            "a.toml: line 4: unknown key `colunms`; did you mean `columns`?",
            "mapping-file-invalid",
        ),
        (
            format!("{LEAST}[reading]\nregoin = 'MY'\n"),
            "a.toml: line 5: unknown key `regoin` in [reading]; did you mean `region`?",
            "mapping-file-invalid",
        ),
        (LEAST.replace("add-all", "sell"), "a.toml: line 3: unknown variant `sell`", "mapping-file-invalid"),
        ("First Name,Email\nAnn,ann@example.com\n".to_owned(), "a.toml: line 1: ", "mapping-file-invalid"),
        (String::new(), "missing field `format`", "mapping-file-invalid"),
        ("format = 3\ncolours = 'new'\n".to_owned(), "format 3", "mapping-file-newer"),
        (LEAST.replace("'least'", "\"a\\nb\""), "a.toml: the name of a mapping", "mapping-name-invalid"),
    ];
    for (text, message, expected) in cases {
        let env = env_with_file(&text);
        let outcome = env.run("mappings import a.toml --json").exits(1).says(message);
        assert_eq!(code(&outcome), expected, "{text}{outcome}");
        assert!(names(&env).is_empty());
    }
}

#[test]
fn a_file_that_no_import_could_follow_is_refused() {
    let cases = [
        (LEAST.replace("add-all", "add"), "add needs an identifier"),
        (format!("{LEAST}identifier = 'phone'\n"), "phone does not go with the purpose add-all"),
        (CRM.replace("\"phone\"", "\"contact-id\""), "contact-id does not go with the purpose add-update"),
        (CRM.replace("add-update", "add"), "do-not-overwrite does not go with the purpose add"),
        (CRM.replace("\"MY\"\n", "\"Atlantis\"\n"), "Atlantis"),
        (format!("{CRM}encoding = 'klingon'\n"), "klingon"),
        (format!("{CRM}preset = 'nobody'\n"), "nobody"),
        (format!("{CRM}delimiter = '→'\n"), "ASCII"),
        (format!("{CRM}clear-marker = ' '\n"), "clear-marker"),
        (CRM.replace("spring fair", " "), "blank"),
        (CRM.replace("spring fair", "a\\nb"), "tag"),
        (CRM.replace("field = \"Country\"", "field = \"email\""), "email stands there twice"),
    ];
    for (text, message) in cases {
        let env = env_with_file(&text);
        let outcome = env.run("mappings import a.toml --json").exits(1).says_all(&["a.toml: ", message]);
        assert_eq!(code(&outcome), "mapping-file-invalid", "{text}{outcome}");
        assert!(names(&env).is_empty());
    }
}

#[test]
fn what_is_no_text_file_of_a_sane_size_is_refused() {
    let env = TestEnv::new();
    env.write("large.toml", format!("{LEAST}# {}\n", "x".repeat(4 << 20)));
    env.write("latin.toml", b"format = 1\nname = 'caf\xe9'\n");
    env.write("deep.toml", format!("{LEAST}tags = {}", "[".repeat(1 << 20)));
    env.shell("mkdir folder.toml; mkfifo pipe.toml").done();
    let cases = [
        ("large", "larger than 4 MB", "mapping-file-invalid"),
        ("latin", "latin.toml: line 2: it is not UTF-8", "mapping-file-invalid"),
        ("deep", "deep.toml: line 4: ", "mapping-file-invalid"),
        ("folder", "not a regular file", "mapping-file-unreadable"),
        ("pipe", "not a regular file", "mapping-file-unreadable"),
        ("nowhere", "nowhere.toml: ", "mapping-file-unreadable"),
    ];
    for (name, message, expected) in cases {
        let outcome = env.run(&format!("mappings import {name}.toml --json")).exits(1).says(message);
        assert_eq!(code(&outcome), expected, "{outcome}");
    }
    assert!(names(&env).is_empty());
}

/// As a newer version of this tool may leave it in the workspace.
#[test]
fn a_mapping_that_cannot_be_read_hides_no_other() {
    let env = env();
    env.write("least.toml", LEAST);
    env.run("mappings import least.toml").done();
    let workspace = rusqlite::Connection::open(env.workspace()).expect("the workspace");
    workspace.execute("UPDATE mappings SET body = 'format = 3' WHERE name = 'CRM'", []).expect("a newer mapping");
    drop(workspace);

    env.run("mappings list").done().says_all(&["warning: the saved mapping 'CRM'", "format 3", "least"]);
    let json = env.run("mappings list --json").done().json();
    assert!(json["mappings"][0]["problem"].as_str().is_some_and(|problem| problem.contains("format 3")), "{json}");
    assert_eq!((&json["mappings"][0]["purpose"], &json["mappings"][1]["purpose"]), (&json!(null), &json!("add-all")));
    for line in ["show crm", "rename crm x"] {
        let outcome = env.run(&format!("mappings {line} --json")).exits(1).says("the saved mapping 'CRM': ");
        assert_eq!(code(&outcome), "mapping-file-newer", "{outcome}");
    }
    assert_eq!(env.run("mappings export crm -").done().stdout, "format = 3\n");
    env.run("mappings delete crm --yes").done();
    assert_eq!(names(&env), ["least"]);
}

#[test]
fn a_name_that_differs_by_an_invisible_character_alone_is_taken() {
    let env = TestEnv::new();
    env.write("leads.csv", "First Name\nAnn\n");
    env.run("import leads.csv --purpose add-all --save 'my crm'").done();
    env.run("mappings export 'my crm' crm.toml").done();
    env.run("mappings import crm.toml --name other").done();
    for c in ["\u{200B} ", "\u{AD} ", "\u{FE0F} ", "\u{202E} ", "\u{A0}"] {
        for line in [
            format!("import leads.csv --purpose add-all --save 'my{c}crm' --yes"),
            format!("mappings rename other 'MY{c}crm'"),
            format!("mappings import crm.toml --name 'my{c}crm' --yes"),
        ] {
            env.run(&line).exits(4).says_all(&["'my crm' already", "invisible characters alone"]);
        }
    }
    let names = env.run("mappings list --json").done().json()["mappings"].as_array().unwrap().len();
    assert_eq!((names, env.contacts().len()), (2, 1));
    env.run("mappings rename 'my crm' 'my\u{AD} crm'").done();
    env.run("mappings rename 'my\u{AD} crm' 'My crm'").done();
}
