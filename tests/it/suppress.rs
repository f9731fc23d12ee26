//! Issue 22: `suppress`, people who are left alone whatever list they stand in.

use serde_json::{Value, json};

use crate::support::TestEnv;

const PEOPLE: &str = "\
First Name,Email,Phone Number
Ann,ann@example.com,+60123000001
Bob,bob@mail.example.net,+60123000002
Cyd,cyd@example.org,+60123000003
";

fn env() -> TestEnv {
    TestEnv::with_contacts(PEOPLE)
}

/// The two columns that a results file has in addition, row by row.
fn outcomes(env: &TestEnv, name: &str) -> Vec<String> {
    env.read(name).lines().skip(1).map(|line| line.rsplitn(3, ',').take(2).collect::<Vec<_>>().join(" ")).collect()
}

fn counts(document: &Value) -> [u64; 5] {
    let count = |name: &str| document["counts"][name].as_u64().unwrap_or_default();
    ["rows", "imported", "updated", "skipped", "suppressed"].map(count)
}

#[test]
fn rows_of_suppressed_people_are_skipped_whatever_the_purpose() {
    let env = env();
    env.run("suppress add ANN@Example.com @example.net '+60 12-300 0009' --reason 'asked on the phone'").done();
    env.write(
        "new.csv",
        "First Name,Email,Phone Number\n\
         Ann,ann@example.com,\n\
         Bob,new@example.net,+60123000002\n\
         Dee,dee@example.org,+60123000009\n\
         Eve,eve@example.org,+60123000008\n",
    );
    for (purpose, id, expected) in [
        ("add", "--id email", [4, 1, 0, 3, 3]),
        ("add-update", "--id email", [4, 0, 1, 3, 3]),
        ("update", "--id email", [4, 0, 1, 3, 3]),
        ("add-all", "", [4, 1, 0, 3, 3]),
    ] {
        let line = format!("import new.csv --purpose {purpose} {id} --json");
        let dry = env.run(&format!("{line} --dry-run")).done().json();
        let done = env.run(&line).done().json();
        assert_eq!((counts(&dry), counts(&done)), (expected, expected), "{purpose}");
        let told = outcomes(&env, "new.results.csv");
        assert_eq!(told[..3], ["suppressed Skipped"; 3], "{purpose}");
    }
    let last = env.run("history 4 --json").done().json();
    assert_eq!(counts(&last), [4, 0, 1, 3, 3]);
    env.run("history 4").done().says("3 (3 suppressed)");
    env.run("notifications --json").done().says("Skipped 3 (3 suppressed)");
}

#[test]
fn a_row_is_skipped_by_the_values_of_the_contact_that_it_matches() {
    let env = env();
    env.run("suppress add ann@example.com").done();
    env.write("calls.csv", "First Name,Phone Number\nAnna,+60123000001\nBobby,+60123000002\n");
    for (purpose, expected) in [("update", [2, 0, 1, 1, 1]), ("add", [2, 0, 0, 2, 1])] {
        let line = format!("import calls.csv --purpose {purpose} --id phone --json");
        assert_eq!(counts(&env.run(&line).done().json()), expected, "{purpose}");
    }
    assert_eq!(env.values("first_name"), ["Ann", "Bobby", "Cyd"]);
}

#[test]
fn a_row_in_error_stays_an_error() {
    let env = env();
    env.run("suppress add ann@example.com").done();
    env.write("bad.csv", "First Name,Email,Phone Number\nAnn,ann@example.com,12\n,dee@example.com,\n");
    let outcome = env.run("import bad.csv --purpose add-update --id email --json");
    assert_eq!((outcome.status, counts(&outcome.json())), (3, [2, 0, 0, 0, 0]), "{outcome}");
    assert_eq!(outcome.json()["counts"]["errors"], 2);
}

#[test]
fn own_identifiers_are_compared_without_case_and_survive_a_rename_of_their_field() {
    let env = env();
    env.run("fields add 'CRM ID' --type text").done();
    env.run("suppress add 'crm id=A-17'").done();
    env.run("fields rename 'CRM ID' Number").done();
    assert_eq!(env.run("suppress list --json").done().json()["suppressions"][0]["value"], "Number=a-17");
    env.write("crm.csv", "First Name,Number\nAnn,a-17 \nBob,A-18\n");
    let done = env.run("import crm.csv --purpose add --id Number --json").done().json();
    assert_eq!(counts(&done), [2, 1, 0, 1, 1]);
}

#[test]
fn values_are_kept_with_reason_and_time_and_removed_again() {
    let env = TestEnv::new();
    let added = env.run("suppress add 'Jo@MÜNCHEN.de' '@Example.NET' 018-998-8776 --region MY --reason asked --json");
    assert_eq!(added.done().json()["added"], 3);
    let again = env.run("suppress add jo@münchen.de dee@example.com --json").done().json();
    assert_eq!((&again["added"], &again["already"]), (&json!(1), &json!(1)));
    let listed = env.run("suppress list --json").done().json();
    let values: Vec<_> = listed["suppressions"].as_array().unwrap().iter().map(|one| one["value"].clone()).collect();
    assert_eq!(values, ["jo@xn--mnchen-3ya.de", "@example.net", "+60189988776", "dee@example.com"]);
    let first = &listed["suppressions"][0];
    assert_eq!((&first["reason"], &first["added_at"]), (&json!("asked"), &json!("2026-11-22T13:30:00Z")));
    env.run("suppress list").done().says_all(&["+60189988776", "asked", "2026-11-22"]);

    let unknown = env.run("suppress remove @example.net eve@example.com --json");
    assert_eq!((unknown.status, &unknown.json()["error"]["code"]), (1, &json!("not-suppressed")));
    assert_eq!(env.run("suppress list --json").done().json()["total"], 4, "all or none");
    assert_eq!(env.run("suppress remove '@example.NET' --json").done().json(), json!({"removed": 1, "entry": 3}));
    assert_eq!(env.run("suppress list --json").done().json()["total"], 3);
}

#[test]
fn values_that_cannot_be_read_are_all_named_and_nothing_is_suppressed() {
    let env = TestEnv::new();
    let refused = env.run("suppress add ann@example.com Ann @com 12 'First Name=Ann'");
    assert_eq!(refused.status, 2, "{refused}");
    refused.says_all(&["'Ann'", "'@com'", "'12'", "'First Name=Ann'"]);
    assert_eq!(env.run("suppress list --json").done().json()["total"], 0);
}

#[test]
fn contacts_that_are_there_already_are_told_and_kept_tagged_or_deleted() {
    let env = env();
    let kept = env.run("suppress add @example.net --json").done().json();
    let existing = &kept["existing"];
    assert_eq!((&existing["count"], &existing["action"], &existing["changed"]), (&json!(1), &json!("keep"), &json!(0)));
    assert_eq!(existing["contacts"][0]["first_name"], "Bob");
    let tagged = env.run("suppress add @example.net +60123000001 --existing 'tag=left alone'").done();
    tagged.says_all(&["Ann", "Bob", "2 tagged 'left alone'"]);
    assert_eq!(env.values("tags")[..2], ["[left alone]", "[left alone]"]);
    let dry = env.run("suppress add cyd@example.org --existing delete --dry-run --json").done().json();
    assert_eq!((&dry["existing"]["changed"], &dry["entry"]), (&json!(1), &Value::Null));
    assert_eq!(env.contacts().len(), 3);
    env.run("suppress add cyd@example.org --existing delete").done().says("1 deleted");
    assert_eq!(env.values("first_name"), ["Ann", "Bob"]);
}

#[test]
fn an_undo_lifts_suppressions_and_brings_deleted_contacts_back() {
    let env = env();
    env.run("suppress add ann@example.com bob@mail.example.net --existing delete").done();
    let undone = env.run("undo 2 --yes --json").done().json();
    assert_eq!((&undone["restored"], &undone["suppressions"]), (&json!(2), &json!({"lifted": 2, "restored": 0})));
    assert_eq!((env.contacts().len(), env.run("suppress list --json").done().json()["total"].clone()), (3, json!(0)));
    let redone = env.run("undo 3 --yes").done();
    redone.says("Suppressed again: 2 values");
    env.run("suppress remove ann@example.com").done();
    env.run("undo 5 --yes").done().says("Suppressed again: 1 value");
    assert_eq!(env.run("suppress list --json").done().json()["total"], 2);
}

#[test]
fn an_undo_counts_no_value_that_another_entry_suppresses() {
    let env = TestEnv::new();
    env.run("suppress add a@example.com").done();
    env.run("undo 1 --yes").done();
    env.run("suppress add a@example.com").done();
    env.run("undo 2 --yes").done().never_says("Suppressed again");
    env.run("undo 3 --yes").done().never_says("No longer suppressed");
}

#[test]
fn an_import_that_added_somebody_since_suppressed_can_be_undone() {
    let env = env();
    env.run("suppress add ann@example.com").done();
    env.run("undo 1 --yes").done();
    assert!(env.contacts().is_empty());
    env.run("undo 3 --yes").done();
    assert_eq!(env.contacts().len(), 3, "a redo brings contacts back as they were, as it would a deletion");
}

#[test]
fn lists_without_names_or_without_a_header_are_read_and_bad_rows_are_told() {
    let env = env();
    env.write("plain.txt", "ann@example.com\n@example.net\n+60123456789\nbroken(at)x\n");
    let plain = env.run("suppress add plain.txt --json");
    assert_eq!((plain.status, &plain.json()["added"]), (3, &json!(3)), "{plain}");
    assert_eq!(plain.json()["errors"][0]["line"], 4);
    env.write("optouts.csv", "E-Mail-Adresse,Reason,Name\nCYD@example.org,unsubscribed,Cyd\n@example.edu,,\nbad,,\n");
    let list = env.run("suppress add optouts.csv --reason other --json");
    assert_eq!(
        (list.status, &list.json()["added"], &list.json()["rows_in_error"]),
        (3, &json!(2), &json!(1)),
        "{list}"
    );
    let listed = env.run("suppress list --json").done().json();
    let reasons: Vec<_> = listed["suppressions"].as_array().unwrap().iter().map(|one| one["reason"].clone()).collect();
    assert_eq!(reasons, [json!(null), json!(null), json!(null), json!("unsubscribed"), json!("other")]);
    assert_eq!(listed["suppressions"][3]["origin"], "optouts.csv");
    env.write("numbers.csv", "Mobile\n012-300 0001\n");
    env.run("suppress add numbers.csv").exits(3).says("--region");
    env.run("suppress add numbers.csv --region MY").done();
    env.write("none.csv", "Name,City\nAnn,Kuala Lumpur\n");
    env.run("suppress add none.csv").exits(2).says("--map");
    env.run("suppress add missing.csv").exits(1).says("does not exist");
}

#[test]
fn the_first_number_of_a_list_without_a_header_is_suppressed_too() {
    let env = TestEnv::new();
    env.run("config set region MY").done();
    let ten: String = (0..10).map(|n| format!("6012300010{n}\n")).collect();
    for (list, added) in [("012-300 0001\n012-300 0002\n", 2), (ten.as_str(), 10)] {
        env.write("optouts.txt", list);
        assert_eq!(env.run("suppress add optouts.txt --json").done().json()["added"], added, "{list}");
    }
    env.write("dated.csv", "Email,2024-11-01\nann@example.com,\n");
    assert_eq!(env.run("suppress add dated.csv --json").done().json()["added"], 1);
}

#[test]
fn a_check_tells_the_rows_of_suppressed_people() {
    let env = env();
    env.run("suppress add @example.net --reason competitor").done();
    env.write("leads.csv", PEOPLE);
    let checked = env.run("suppress check leads.csv --json").exits(3).json();
    assert_eq!((&checked["count"], &checked["rows"]), (&json!(1), &json!(3)));
    let hit = &checked["suppressed"][0];
    assert_eq!(
        (&hit["line"], &hit["value"], &hit["reason"]),
        (&json!(3), &json!("@example.net"), &json!("competitor"))
    );
    env.run("suppress check dee@example.com").done();
}

#[test]
fn exports_leave_suppressed_contacts_out_and_lists_mark_them() {
    let env = env();
    env.run("suppress add bob@mail.example.net").done();
    env.run("export some.csv").done().says("1 suppressed contact is left out");
    assert!(!env.read("some.csv").contains("Bob"));
    assert_eq!(env.run("export all.csv --with-suppressed --json").done().json()["contacts"], 3);
    for line in ["list", "list --columns 'First Name'"] {
        let listed = env.run(line).done().says("Suppressed");
        let marked: Vec<&str> = listed.stdout.lines().filter(|row| row.contains("yes")).collect();
        assert!(marked.len() == 1 && marked[0].contains("Bob"), "{listed}");
    }
    assert_eq!(env.run("show 2 --json").done().json()["suppressed"], true);
    assert_eq!(env.run("show 1 --json").done().json().get("suppressed"), None);
}

#[test]
fn a_shared_file_counts_for_every_import_and_one_that_cannot_be_read_refuses_them() {
    let env = env();
    env.write("shared.csv", "# opt-outs\nValue,Reason\ndee@example.com,law\n# remark\n@example.edu,\nCRM ID=7,\n");
    env.run("config set suppressions shared.csv").done();
    env.write("new.csv", "First Name,Email\nDee,Dee@example.com\nEve,eve@a.example.edu\nFay,fay@example.com\n");
    let import = "import new.csv --purpose add-update --id email --json";
    assert_eq!(counts(&env.run(import).done().json()), [3, 1, 0, 2, 2]);
    env.run("suppress add gus@example.com").done();
    let listed = env.run("suppress list --json").done().json();
    assert_eq!((&listed["total"], &listed["shared"]), (&json!(4), &json!(3)));
    let of = |at: usize, key: &str| listed["suppressions"][at][key].clone();
    assert_eq!([of(0, "value"), of(0, "shared"), of(0, "entry")], [json!("gus@example.com"), json!(false), json!(3)]);
    assert_eq!([of(1, "value"), of(1, "shared"), of(1, "entry")], [json!("dee@example.com"), json!(true), json!(null)]);
    assert_eq!([of(1, "reason"), of(3, "field")], [json!("law"), json!("CRM ID")]);
    env.run("suppress list").done().says("4 values suppressed, 3 of them by the shared file");
    for content in ["", "Value\nnobody\n"] {
        env.write("shared.csv", content);
        let others =
            ["export out.csv --json", "import new.csv --purpose add-all --dry-run --json", "suppress list --json"];
        for line in others.into_iter().chain([import]) {
            let refused = env.run(line).exits(4);
            assert_eq!(refused.json()["error"]["code"], "suppressions-unreadable", "{content}: {refused}");
        }
    }
    std::fs::remove_file(env.path("shared.csv")).unwrap();
    env.run("upload new.csv --purpose update --id email").done();
    env.run("map new.csv").done();
    env.run("review new.csv").exits(4).says("shared.csv");
    std::fs::remove_dir_all(env.home().join(".config/contacts")).unwrap();
    env.run(import).exits(4).says("config trust");
    env.run("config unset suppressions").done();
    env.run(import).done();
}

#[test]
fn a_list_of_mixed_values_is_read_like_typed_ones_and_what_is_none_is_told() {
    let env = TestEnv::new();
    env.write("mixed.csv", "ann@example.com\n+60189988776\n@example.net\nnonsense\n");
    let added = env.run("suppress add mixed.csv --json").exits(3).json();
    assert_eq!((&added["added"], &added["rows_in_error"]), (&json!(3), &json!(1)), "{added}");
    let error = &added["errors"][0];
    assert_eq!((&error["code"], &error["line"]), (&json!("suppression-invalid"), &json!(4)), "{added}");
}

#[test]
fn the_day_of_a_suppression_is_that_of_the_user() {
    let mut env = env();
    env.set("TZ", "Asia/Kuala_Lumpur");
    env.set_clock("2026-11-22T18:00:00Z");
    env.run("suppress add ann@example.com").done();
    for line in ["suppress list", "suppress check ann@example.com"] {
        let told = env.run(line);
        assert!(told.stdout.contains("2026-11-23"), "{line}: {told}");
    }
}

#[test]
fn a_list_of_a_field_that_is_no_identifier_yet_is_told_with_the_option_that_reads_it() {
    let env = TestEnv::with_contacts("First Name\nSomebody\n");
    env.run("fields add 'CRM ID' --type text").done();
    env.write("ids.csv", "CRM ID\nC-1\n");
    let refused = env.run("suppress add ids.csv").exits(2);
    refused.says("--map 'CRM ID=CRM ID'");
    assert_eq!(env.run("suppress add ids.csv --map 'CRM ID=CRM ID' --json").done().json()["added"], 1);
    env.run("suppress").done().says("c-1");
}
