//! Spec sections 6, 7 and 9: upload, map, review, import, step by step. What was decided on the way is what is done,
//! and the same in one run.

use std::fs;

use serde_json::{Value, json};

use crate::support::{CommandOutput, Table, TestEnv, csv_row};

const KNOWN: &str = "\
First Name,Last Name,Phone Number,Email,Country,Tags
Ann,Lee,+60123000001,ann@example.com,MY,old
Bob,,+60123000002,bob@example.com,,
Dup,,+60123000003,,,
Dup,,+60123000003,,,
";

const LEADS: &str = "\
First Name,Last Name,Phone Number,Email,Country,Tags
Ann,Tan,+60123000001,ANN@example.com,SG,\"new|two\"
Bob,NIL,+60123000002,bob@example.com,,
Cid,Lim,012-300 0004,cid@example.com,,vip
,Nobody,+60123000005,no@example.com,MY,
Dup,,+60123000003,dup@example.com,,
Eve,,+60123000006,eve@example,,
";

fn env() -> TestEnv {
    let env = TestEnv::with_contacts(KNOWN);
    env.write("leads.csv", LEADS);
    env
}

/// Done, with or without rows in error.
#[track_caller]
fn done(outcome: CommandOutput) -> CommandOutput {
    assert!(matches!(outcome.status, 0 | 3), "{outcome}");
    outcome
}

/// Upload, map, review and import, all without a terminal. Gives what the review and the import said.
#[track_caller]
fn step_by_step(env: &TestEnv, file: &str, upload: &str, map: &str) -> (CommandOutput, CommandOutput) {
    env.run(&format!("upload {file} {upload}")).done();
    env.run(&format!("map {file} {map}")).done();
    let review = done(env.run(&format!("review {file} --json")));
    (review, done(env.run(&format!("import {file} --json"))))
}

/// What an import leaves behind.
fn left_behind(env: &TestEnv) -> (Vec<String>, String, Option<String>) {
    let errors = env.has("leads.errors.csv").then(|| env.read("leads.errors.csv"));
    (env.people(), env.read("leads.results.csv"), errors)
}

#[test]
fn every_purpose_and_option_is_kept_through_the_steps() {
    let cases = [
        ("--purpose add --id phone", ""),
        ("--purpose add --id email --tag fair --tag 'a b'", ""),
        ("--purpose update --id phone --import-tag batch", "--do-not-overwrite"),
        ("--purpose update --id email --no-import-tag", "--do-not-overwrite=Country,Tags"),
        ("--purpose add-update --id phone --region MY --clear-marker NIL", ""),
        ("--purpose add-update --id phone --tag-separator '|'", "--skip Email"),
        ("--purpose add-update --id email", "--map '#2=First Name' --skip 'First Name'"),
        ("--purpose add-all --encoding utf-8 --delimiter ,", "--skip Country --set Country=DE --only-mapped"),
        ("--purpose add-update --id email --preset none", "--accept-suggestions"),
    ];
    for (upload, map) in cases {
        let (stepwise, at_once) = (env(), env());
        let (review, import) = step_by_step(&stepwise, "leads.csv", upload, map);
        let once = done(at_once.run(&format!("import leads.csv {upload} {map} --json")));
        assert_eq!(review.counts(), import.counts(), "{upload} {map}\n{review}");
        assert_eq!(import.counts(), once.counts(), "{upload} {map}\n{once}");
        assert_eq!(import.json()["errors"], once.json()["errors"], "{upload} {map}");
        assert_eq!(import.json()["import_tag"], once.json()["import_tag"], "{upload} {map}");
        assert_eq!(review.json()["import_tag"], once.json()["import_tag"], "{upload} {map}");
        assert_eq!(left_behind(&stepwise), left_behind(&at_once), "{upload} {map}");
    }
}

#[test]
fn an_update_by_contact_id_goes_step_by_step() {
    let env = env();
    env.write("ids.csv", "Contact ID,Last Name\n2,Ng\n99,Nobody\n");
    let (_, import) = step_by_step(&env, "ids.csv", "--purpose update --id contact-id", "");
    assert_eq!(import.counts(), [2, 0, 1, 0, 1, 0]);
    assert_eq!(env.values("last_name")[1], "Ng");
}

#[test]
fn another_encoding_and_delimiter_are_kept() {
    let env = TestEnv::new();
    env.write("leads.csv", b"First Name\tEmail\nJos\xe9\tjose@example.com\n");
    step_by_step(&env, "leads.csv", "--purpose add-all --encoding windows-1252 --delimiter tab", "");
    assert_eq!(env.values("first_name"), ["José"]);
}

#[test]
fn each_step_says_the_next_one() {
    let env = env();
    let says = |line: &str, next: &str| done(env.run(line)).says(next);
    says("upload leads.csv --purpose add --id phone", "contacts map leads.csv");
    says("map leads.csv", "contacts review leads.csv");
    says("review leads.csv", "contacts import leads.csv");
    env.run("import leads.csv").exits(3).says_all(&["leads.results.csv", "leads.errors.csv"]);
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn upload_and_map_tell_programs_what_they_did() {
    let env = env();
    let upload = env.run("upload leads.csv --purpose add-update --id phone --tag fair --json").done().json();
    assert_eq!(keys(&upload), ["columns", "next", "notes", "session", "source"]);
    let id = upload["session"]["id"].as_str().unwrap().to_owned();
    assert_eq!(id.len(), 32);
    assert_eq!(
        upload["session"],
        json!({
            "id": id, "file": "leads.csv.import.json", "stage": "uploaded", "uploaded_at": "2026-11-22T13:30:00Z",
            "mapped_at": null, "reviewed_at": null, "import_id": null,
            "purpose": "add-update", "identifier": "phone", "tags": ["fair"],
        })
    );
    assert_eq!(upload["source"]["rows"], 6);
    assert_eq!(upload["source"]["encoding"], "utf-8");
    assert_eq!(upload["columns"], json!(["First Name", "Last Name", "Phone Number", "Email", "Country", "Tags"]));

    let map = env.run("map leads.csv --skip Email --json").done().json();
    assert_eq!(keys(&map), ["command", "left_out", "mapping", "next", "notes", "session"]);
    assert_eq!(map["session"]["stage"], "mapped");
    assert_eq!(map["session"]["id"], id);
    assert_eq!(map["left_out"], json!(["Email"]));
    assert_eq!(map["mapping"].as_array().unwrap().len(), 5);
    assert_eq!(map["next"], "contacts review leads.csv");
    let command = "contacts import leads.csv --purpose add-update --id phone --tag fair --skip Email";
    assert_eq!(map["command"], command);
}

#[test]
fn review_and_import_tell_programs_the_same() {
    let env = env();
    let (review, import) = step_by_step(&env, "leads.csv", "--purpose add-update --id phone", "");
    let (review, import) = (review.json(), import.json());
    let of_both = ["blank_rows", "counts", "errors", "import_tag", "matched_by", "near_misses", "notes", "warnings"];
    // After the import the tags are no longer new.
    assert_eq!(keys(&review), [&of_both[..6], &["new_tags"], &of_both[6..]].concat());
    let only_import = ["dry_run", "errors_file", "import_id", "results_file"];
    let shared: Vec<&str> = keys(&import).into_iter().filter(|key| !only_import.contains(key)).collect();
    assert_eq!(shared, of_both);
    for key in shared {
        assert_eq!(review[key], import[key], "{key}");
    }
    assert_eq!(keys(&review["errors"][0]), ["code", "column", "field", "line", "message", "value"]);
}

#[test]
fn cancel_tells_programs_that_it_is_over() {
    let env = env();
    env.run("upload leads.csv --purpose add-all").done();
    let before = env.workspace_bytes();
    let cancelled = env.run("cancel leads.csv --json").done().json();
    assert_eq!(cancelled, json!({ "source": "leads.csv", "stage": "cancelled", "removed_fields": [] }));
    assert!(env.workspace_bytes() == before && env.read("leads.csv") == LEADS);
}

/// Prepares a list in one environment and runs the printed command in another one; both must come to the same.
#[track_caller]
fn same_in_one_run(csv: &str, upload: &str, map: &str) {
    let (stepwise, at_once) = (TestEnv::with_contacts(KNOWN), TestEnv::with_contacts(KNOWN));
    for env in [&stepwise, &at_once] {
        env.write("leads.csv", csv);
    }
    stepwise.run(&format!("upload leads.csv {upload}")).done();
    let command = stepwise.run(&format!("map leads.csv {map} --json")).done().json()["command"].clone();
    let told = stepwise.run(&format!("map leads.csv {map}")).done();
    let command = command.as_str().unwrap();
    assert!(told.stdout.contains(&format!("\n  {command}\n")), "{command}\n{told}");
    done(stepwise.run("review leads.csv"));
    let import = done(stepwise.run("import leads.csv"));
    let shell = at_once.shell(command);
    assert_eq!(shell.status, import.status, "{shell}\n{import}");
    assert_eq!(left_behind(&stepwise), left_behind(&at_once), "{command}");
}

#[test]
fn the_printed_command_does_the_same_in_one_run() {
    let row = "Ann,+60123000001,ann2@example.com\n";
    let add_update = "--purpose add-update --id phone";
    let cases = [
        ("First Name,\"O'Brien's \"\"tel\"\"\",E $HOME `x` \\\n", "--map \"#2=Phone Number\" --map \"#3=Email\""),
        ("First Name,Phone Number=x,Email=Email\n", "--map '#2=Phone Number' --map '#3=Email'"),
        ("First Name,x,x=Last Name\n", "--map 'x=Phone Number' --map '#3=Email'"),
        ("First Name,#3,#2\n", "--map '#2=Phone Number' --map '#3=Email'"),
        ("First Name,Phone,phone\n", "--map '#2=Phone Number' --map '#3=Email'"),
        ("First Name,,\n", "--map '#2=Phone Number' --map '#3=Email'"),
        ("Name,-p,--map\n", "--map 'Name=First Name' --map '#2=Phone Number' --map '#3=Email'"),
        ("First Name,Phone Number,Email\n", "--map 'Email=Last Name'"),
        ("Email,Phone Number,First Name\n", "--map 'Email=First Name' --map 'First Name=Email'"),
        ("First Name,Phone Number,Email\n", "--skip Email --set Email=set@example.com"),
        ("First Name,Phone Number,Email\n", "--set Email=set@example.com"),
        ("First Name,Phone Number,Email\n", "--set 'Last Name=-x=\"y\" $z' --do-not-overwrite=Email"),
        ("First Name,Phone Number,Email\n", "--do-not-overwrite"),
        ("First Name,Phone Number,email \n", "--set country=Germany"),
        ("First Name,Phone Number,\"E\nmail\"\n", "--map '#3=Email'"),
        ("First Name,Phone Number,E\u{7}\u{202e}mail\n", "--map '#3=Email'"),
        ("First Name,Phone Number,E⏎mail ❤\n", "--map '#3=Email'"),
    ];
    for (header, map) in cases {
        same_in_one_run(&format!("{header}{row}"), add_update, map);
    }
}

#[test]
fn the_printed_command_says_how_the_file_is_read() {
    let cases = [
        "--purpose add-update --id phone --region MY --clear-marker - --tag-separator '|'",
        "--purpose add-all --tag '\"a,b\"' --tag '\"c;d\"' --tag \"it's\" --tag=-x --import-tag '$1 \"q\"'",
        "--purpose add --id email --no-import-tag --preset none --delimiter , --encoding utf-8",
        "--purpose add-all --tag '\"say \"\"hi\"\", you\"'",
        "--purpose add-all --clear-marker \"it's\" --import-tag=-batch",
    ];
    for upload in cases {
        same_in_one_run(LEADS, upload, "");
    }
}

#[test]
fn the_printed_command_names_workspace_and_file() {
    let env = TestEnv::new();
    env.run("init 'my work.db'").done();
    env.write("-list.csv", "First Name\nAnn\n");
    env.run("-w 'my work.db' upload ./-list.csv --purpose add-all").done();
    let map = env.run("-w 'my work.db' map ./-list.csv --json").done().json();
    assert_eq!(map["command"], "contacts --workspace 'my work.db' import ./-list.csv --purpose add-all");
    assert_eq!(map["next"], "contacts --workspace 'my work.db' review ./-list.csv");
}

#[test]
fn a_new_upload_replaces_the_session_and_says_so() {
    let env = env();
    env.run("upload leads.csv --purpose add-all").done().never_says("replaced");
    let first = env.read("leads.csv.import.json");
    env.run("upload leads.csv --purpose add --id phone").done().says("replaced");
    assert_ne!(env.read("leads.csv.import.json"), first);
    env.run("map leads.csv --json").done().says("\"purpose\":\"add\"");
}

#[test]
fn an_upload_that_fails_leaves_the_session_alone() {
    let env = env();
    env.run("upload leads.csv --purpose add-all").done();
    let first = env.read("leads.csv.import.json");
    env.run("upload leads.csv").exits(2).says("--purpose");
    env.run("upload leads.csv --purpose add").exits(2).says("--id");
    env.run("upload leads.csv --purpose add-all --id phone").exits(2);
    env.write("leads.csv", "First Name\n");
    env.run("upload leads.csv --purpose add-all").exits(1).never_says("replaced");
    assert_eq!(env.read("leads.csv.import.json"), first);
}

#[test]
fn an_import_in_one_run_replaces_the_session_and_says_so() {
    let env = env();
    env.run("upload leads.csv --purpose add-all").done();
    env.run("import leads.csv --purpose add --id phone").exits(3).says("replaced");
    let outcome = env.run("import leads.csv --json").exits(4);
    assert_eq!(outcome.json()["error"]["code"], "session-finished", "{outcome}");
    env.run("import leads.csv --purpose add --id phone").exits(3).never_says("replaced");
}

#[test]
fn an_import_in_one_run_that_is_refused_leaves_the_session_alone() {
    let env = env();
    env.run("upload leads.csv --purpose add-all").done();
    let first = env.read("leads.csv.import.json");
    env.run("import leads.csv --purpose add --id phone --max-errors 0").exits(4).never_says("replaced");
    env.run("import leads.csv --purpose add --id phone --dry-run").exits(3).never_says("replaced");
    assert_eq!(env.read("leads.csv.import.json"), first);
}

#[test]
fn an_import_in_one_run_makes_no_session() {
    let env = env();
    env.run("import leads.csv --purpose add --id phone").exits(3);
    assert_eq!(env.names(), ["leads.csv", "leads.errors.csv", "leads.results.csv"]);
}

#[test]
fn guards_hold_for_a_prepared_import_too() {
    let env = env();
    env.run("upload leads.csv --purpose add-update --id phone").done();
    env.run("map leads.csv").done();
    env.run("review leads.csv").exits(3);
    let before = (env.workspace_bytes(), env.read("leads.csv.import.json"));
    for guard in ["--max-errors 0", "--max-updates 10%", "--min-rows 7"] {
        env.run(&format!("import leads.csv {guard}")).exits(4);
        env.run(&format!("import leads.csv {guard} --dry-run")).exits(4);
    }
    assert!((env.workspace_bytes(), env.read("leads.csv.import.json")) == before);
    env.run("import leads.csv --max-errors 10 --output-dir .").exits(3);
}

#[test]
fn what_was_decided_is_not_typed_again() {
    let env = env();
    env.run("upload leads.csv --purpose add-update --id phone").done();
    for options in ["--id email", "--skip Email", "--region MY", "--tag x", "--save crm"] {
        env.run(&format!("import leads.csv {options}")).exits(2).says("--purpose");
    }
}

/// The errors file of a review.
mod errors_file {
    use super::*;

    fn prepared() -> TestEnv {
        let env = env();
        env.run("upload leads.csv --purpose add-update --id phone").done();
        env.run("map leads.csv").done();
        env
    }

    #[test]
    fn the_errors_file_of_a_review_is_replaced_by_that_of_the_import() {
        let env = prepared();
        env.run("review leads.csv").exits(3).says("leads.errors.csv");
        let table = Table::read(&env.read("leads.errors.csv"));
        assert_eq!(table.column("First Name"), ["Cid", "", "Dup", "Eve"]);
        assert_eq!(table.header.last().unwrap(), "Error");
        assert_eq!(env.mode("leads.errors.csv"), 0o600);
        assert!(!env.has("leads.results.csv"));
        env.run("review leads.csv").exits(3);
        assert_eq!(Table::read(&env.read("leads.errors.csv")), table);
        env.run("import leads.csv").exits(3);
        assert_eq!(Table::read(&env.read("leads.errors.csv")), table);
    }

    #[test]
    fn the_errors_file_is_removed_when_no_row_is_in_error_any_more() {
        let env = prepared();
        env.run("review leads.csv").exits(3);
        env.write("leads.csv", "First Name,Phone Number\nZoe,+60123000009\n");
        env.run("upload leads.csv --purpose add-update --id phone").done();
        env.run("map leads.csv").done();
        env.run("review leads.csv").done().never_says("errors.csv");
        assert!(!env.has("leads.errors.csv"));
    }

    #[test]
    fn the_errors_file_does_not_replace_a_file_of_the_user() {
        let env = prepared();
        env.write("leads.errors.csv", "my own notes\n");
        let manifest = env.read("leads.csv.import.json");
        for line in ["review leads.csv", "review leads.csv --changes"] {
            let outcome = env.run(&format!("{line} --json")).exits(4);
            assert!(outcome.json()["error"]["code"].is_string(), "{outcome}");
        }
        assert_eq!(env.read("leads.errors.csv"), "my own notes\n");
        assert_eq!(env.read("leads.csv.import.json"), manifest);
    }

    #[test]
    fn an_edited_errors_file_is_not_replaced() {
        let env = prepared();
        env.run("review leads.csv").exits(3);
        let worked_in = env.read("leads.errors.csv").replace("Cid", "Sid");
        env.write("leads.errors.csv", &worked_in);
        for line in ["review leads.csv", "import leads.csv", "import leads.csv --dry-run"] {
            env.run(line).exits(4).says("leads.errors.csv");
        }
        assert_eq!(env.read("leads.errors.csv"), worked_in);
        assert_eq!(env.contacts().len(), 4);
    }

    #[test]
    fn the_errors_file_is_not_written_through_a_link() {
        let env = prepared();
        env.write("mine.txt", "mine\n");
        std::os::unix::fs::symlink("mine.txt", env.path("leads.errors.csv")).unwrap();
        env.run("review leads.csv").exits(4);
        assert_eq!(env.read("mine.txt"), "mine\n");
    }

    #[test]
    fn the_errors_file_goes_to_the_output_directory() {
        let env = prepared();
        fs::create_dir(env.path("out")).unwrap();
        env.run("review leads.csv --output-dir out").exits(3).says("out/leads.errors.csv");
        assert!(env.has("out/leads.errors.csv") && !env.has("leads.errors.csv"));
        env.run("review leads.csv --output-dir nowhere").exits(2);
    }

    #[test]
    fn explaining_a_row_writes_no_errors_file() {
        let env = prepared();
        let before = (env.workspace_bytes(), env.read("leads.csv.import.json"), env.names());
        env.run("review leads.csv --row 4").exits(3);
        assert!((env.workspace_bytes(), env.read("leads.csv.import.json"), env.names()) == before);
    }
}

/// `review --changes`.
mod changes {
    use super::*;

    #[test]
    fn changes_are_summed_up_first_and_then_listed_by_name_and_field() {
        let env = env();
        env.run("upload leads.csv --purpose update --id phone --clear-marker NIL --tag fair --tag-separator '|'")
            .done();
        env.run("map leads.csv").done();
        let outcome = env.run("review leads.csv --changes").exits(3);
        let shown: Vec<&str> = outcome.stdout.lines().take(9).map(str::trim_end).collect();
        assert_eq!(
            shown,
            [
                "2 contacts: Last Name 1, Email 1, Country 1",
                "everyone: + fair, + import-2026-11-22-2",
                "some: + new 1, - old 1, + two 1",
                "",
                "Ann Lee  (contact 1, line 2)",
                "  Last Name  Lee → Tan",
                "  Email      ann@example.com → ANN@example.com",
                "  Country    MY → SG",
                "  Tags       + new, + two, - old",
            ],
            "{outcome}"
        );
        outcome.says_all(&[
            "\nand 1 contact in which nothing else changes\n\nReview of leads.csv\n",
            "Updated",
            "Next, within one hour: contacts import leads.csv",
        ]);
    }

    #[test]
    fn changes_in_json_are_one_document() {
        let env = env();
        env.run("upload leads.csv --purpose update --id phone --no-import-tag").done();
        env.run("map leads.csv --skip Tags").done();
        let plain = env.run("review leads.csv --json").exits(3).json();
        let mut document = env.run("review leads.csv --changes --json").exits(3).json();
        let changes = document.as_object_mut().unwrap().remove("changes").unwrap();
        assert_eq!(document, plain);
        assert_eq!(
            changes[0],
            json!({
                "line": 2, "contact": 1, "tags_added": [], "tags_removed": [],
                "fields": [
                    { "field": "Last Name", "before": "Lee", "after": "Tan" },
                    { "field": "Email", "before": "ann@example.com", "after": "ANN@example.com" },
                    { "field": "Country", "before": "MY", "after": "SG" },
                ],
            })
        );
        assert_eq!(changes.as_array().unwrap().len(), 2);
    }

    #[test]
    fn changes_in_json_are_an_empty_list_when_there_are_none() {
        let env = env();
        env.run("upload leads.csv --purpose add-all").done();
        env.run("map leads.csv").done();
        assert_eq!(env.run("review leads.csv --changes --json").exits(3).json()["changes"], json!([]));
    }

    #[test]
    fn thousands_of_changes_are_one_document_too() {
        let people = 3_000;
        let list = |last: &str| {
            let row = |n: usize| csv_row(&[&format!("P{n}"), last, &format!("p{n}@example.com")]);
            format!("First Name,Last Name,Email\n{}", (0..people).map(row).collect::<String>())
        };
        let env = TestEnv::with_contacts(&list("\"Old\""));
        env.write("leads.csv", list("New\nline"));
        env.run("upload leads.csv --purpose update --id email").done();
        env.run("map leads.csv").done();
        let document = env.run("review leads.csv --changes --json").done().json();
        let changes = document["changes"].as_array().unwrap();
        assert_eq!(changes.len(), people);
        assert!(changes.iter().all(|change| change["fields"][0]["before"] == "\"Old\""));
        assert_eq!(document["counts"]["updated"], people);
    }

    #[test]
    fn a_value_of_several_lines_does_not_look_like_several_changes() {
        let env = TestEnv::with_contacts(KNOWN);
        env.write("leads.csv", "Last Name,Phone Number\n\"x\nContact 9 (line 9)\",+60123000002\n");
        env.run("upload leads.csv --purpose update --id phone").done();
        env.run("map leads.csv").done();
        for line in ["review leads.csv --changes", "review leads.csv --row 2"] {
            let outcome = env.run(line).done();
            assert!(!outcome.stdout.lines().any(|line| line.starts_with("Contact 9")), "{outcome}");
        }
    }
}

/// `review --row`.
mod row {
    use super::*;

    fn prepared(upload: &str, csv: &str) -> TestEnv {
        let env = TestEnv::with_contacts(KNOWN);
        env.write("leads.csv", csv);
        env.run(&format!("upload leads.csv {upload} --no-import-tag")).done();
        env.run("map leads.csv").done();
        env
    }

    #[track_caller]
    fn row(env: &TestEnv, line: u64, status: i32) -> Value {
        env.run(&format!("review leads.csv --row {line} --json")).exits(status).json()["row"].clone()
    }

    #[test]
    fn each_status_is_explained() {
        let env = prepared("--purpose add-update --id phone", LEADS);
        let updated = row(&env, 2, 0);
        assert_eq!((&updated["status"], &updated["matches"]), (&json!("Updated"), &json!([1])));
        assert_eq!(updated["changes"]["fields"][0], json!({ "field": "Last Name", "before": "Lee", "after": "Tan" }));
        let wrong = row(&env, 4, 3);
        assert_eq!((&wrong["status"], &wrong["issues"][0]["code"]), (&json!("Error"), &json!("phone-no-country-code")));
        let phone = json!({
            "column": "Phone Number", "field": "Phone Number", "cell": "012-300 0004", "value": null, "clears": false,
        });
        assert_eq!(wrong["cells"][2], phone);
        let several = row(&env, 6, 3);
        assert_eq!(several["matches"], json!([3, 4]));
        env.run("review leads.csv --row 4").exits(3).says_all(&["Line 4", "012-300 0004", "Error", "country code"]);
        env.run("review leads.csv --row 2").done().says_all(&["contact 1 (Ann Lee)", "Last Name: Lee → Tan"]);
    }

    #[test]
    fn what_is_imported_and_what_is_skipped() {
        let env = prepared("--purpose add --id email", LEADS);
        assert_eq!(row(&env, 2, 0)["status"], "Skipped");
        env.write("leads.csv", "First Name,Phone Number\nZoe,0060 12-300 0009\n");
        env.run("upload leads.csv --purpose add --id phone").done();
        env.run("map leads.csv").done();
        let added = row(&env, 2, 0);
        assert_eq!((&added["status"], &added["matches"]), (&json!("Imported"), &json!([])));
        assert_eq!(added["cells"][1]["value"], "+60123000009");
        assert_eq!(added["changes"], Value::Null);
    }

    #[test]
    fn a_near_miss_is_told() {
        let csv = "First Name,Phone Number,Email\nAnn,+49123000001,\nAnn,+60129999999,ANN@example.com\n";
        let env = prepared("--purpose update --id phone", csv);
        let near = |line| row(&env, line, 0)["near_misses"].clone();
        assert_eq!(near(2), json!([{ "contact": 1, "likeness": "country-code-differs" }]));
        assert_eq!(near(3), json!([{ "contact": 1, "likeness": "same-email" }]));
        env.run("review leads.csv --row 2").done().says("contact 1 (Ann Lee) differs only by the country code");
    }

    #[test]
    fn twins_in_the_file_are_told_also_of_a_single_row() {
        let csv = "First Name,Phone Number\nA,+60123000008\nB,+60123000009\nC,+60123000008\n";
        let env = prepared("--purpose add --id phone", csv);
        assert_eq!(row(&env, 2, 3)["status"], "Error");
        assert_eq!(row(&env, 3, 0)["status"], "Imported");
    }

    #[test]
    fn a_row_is_named_by_the_line_on_which_it_begins() {
        let csv = "First Name,Last Name\n\"A\nB\",x\n\nC,y\n,\nD,z\n";
        let env = prepared("--purpose add-all", csv);
        assert_eq!(row(&env, 2, 0)["cells"][0]["cell"], "A\nB");
        assert_eq!(row(&env, 5, 0)["cells"][0]["cell"], "C");
        assert_eq!(row(&env, 7, 0)["cells"][0]["cell"], "D");
        for (line, hint) in [(0, "line 1"), (1, "line 1"), (3, "line 2"), (4, "line 2"), (6, "line 5"), (8, "line 7")] {
            let outcome = env.run(&format!("review leads.csv --row {line} --json")).exits(1);
            let error = &outcome.json()["error"];
            assert_eq!(error["code"], "row-not-found", "{outcome}");
            assert!(error["hint"].as_str().unwrap().contains(hint), "{outcome}");
        }
        env.run("review leads.csv --row -1").exits(2);
        env.run("review leads.csv --row 2 --changes").exits(2);
    }

    #[test]
    fn a_row_of_too_few_or_too_many_cells_is_explained() {
        let env = prepared("--purpose add-all", "First Name,Last Name\nB,b,c\nC,c\nA");
        for line in [2, 4] {
            assert_eq!(row(&env, line, 3)["status"], "Error");
            env.run(&format!("review leads.csv --row {line}")).exits(3).says("Error");
        }
    }
}

#[test]
fn a_reading_option_that_review_does_not_take_goes_with_map_in_the_hint() {
    let env = TestEnv::with_contacts("First Name\nSomebody\n");
    env.write("leads.csv", "First Name;Email\nAnn;ann@example.com\n");
    env.run("upload leads.csv --purpose add --id email").done();
    env.run("map leads.csv").done();
    let refused = env.run("review leads.csv --encoding windows-1252 --header-line 1");
    assert_eq!(refused.status, 2, "{refused}");
    refused.says("contacts map leads.csv --encoding windows-1252 --header-line 1");
}
