//! `export --changed-since last`: what became of contacts since the last export of changes, and what that export remembers.

use crate::support::{Table, TestEnv};

const PEOPLE: &str = "First Name,Phone Number,Tags\nAnn,+60123000001,vip\nBob,+60123000002,\nCem,+60123000003,blog\n";

fn env() -> TestEnv {
    TestEnv::with_contacts(PEOPLE)
}

/// Exports the changes and returns them: `changed 2 Bob`.
#[track_caller]
fn changes(env: &TestEnv, options: &str) -> Vec<String> {
    env.run(&format!("export changes.csv --changed-since last {options}")).done();
    read_changes(&env.read("changes.csv"))
}

#[track_caller]
fn read_changes(csv: &str) -> Vec<String> {
    let table = Table::read(csv);
    let columns = ["Change", "Contact ID", "First Name"].map(|name| table.column(name));
    (0..columns[0].len()).map(|row| columns.clone().map(|column| column[row]).join(" ")).collect()
}

#[test]
fn the_first_export_tells_everybody_and_the_next_ones_what_changed_since() {
    let env = env();
    let first = env.run("export changes.csv --changed-since last").done();
    first.says("every contact is told as added").says("Wrote 3 changes to changes.csv: 3 added, 0 changed, 0 removed");
    assert_eq!(read_changes(&env.read("changes.csv")), ["added 1 Ann", "added 2 Bob", "added 3 Cem"]);
    assert_eq!(env.mode("changes.csv"), 0o600);
    env.run("edit 2 'First Name=Bobby'").done();
    env.run("edit 1 --remove-tag vip").done();
    env.run("delete 3 --yes").done();
    env.add_contacts("First Name\nDan\n");
    let second = env.run("export changes.csv --changed-since last --json").done();
    assert_eq!(second.json()["changes"], serde_json::json!({ "added": 1, "changed": 2, "removed": 1 }), "{second}");
    assert_eq!(
        read_changes(&env.read("changes.csv")),
        ["changed 1 Ann", "changed 2 Bobby", "removed 3 Cem", "added 4 Dan"]
    );
    assert!(changes(&env, "").is_empty());
}

#[test]
fn a_removed_contact_is_told_with_the_values_that_the_reader_has() {
    let env = env();
    changes(&env, "");
    env.run("edit 3 'First Name=Cemal' Email=cem@example.com --add-tag new").done();
    env.run("delete 3 --yes").done();
    env.run("export changes.csv --changed-since last").done();
    let table = Table::read(&env.read("changes.csv"));
    assert_eq!(table.column("First Name"), ["Cem"]);
    assert_eq!(table.column("Phone Number"), ["+60123000003"]);
    assert_eq!((table.column("Email"), table.column("Tags")), (vec![""], vec!["blog"]));
}

#[test]
fn what_was_changed_and_changed_back_is_no_change() {
    let env = env();
    changes(&env, "");
    env.run("edit 1 'First Name=Anna' --add-tag new").done();
    env.run("edit 1 'First Name=Ann' --remove-tag new").done();
    env.run("delete 2 --yes").done();
    env.run("undo 4 --yes").done();
    env.add_contacts("First Name\nDan\n");
    env.run("delete 4 --yes").done();
    assert!(changes(&env, "").is_empty(), "{}", env.read("changes.csv"));
}

#[test]
fn a_merge_is_a_removal_and_a_change_and_an_undone_import_a_removal() {
    let env = env();
    env.write("more.csv", "First Name,Phone Number\nDan,+60123000004\n");
    env.run("import more.csv --purpose add --id phone --yes").done();
    changes(&env, "");
    env.run("edit 2 Email=bob@example.com").done();
    env.run("merge 1 2 --keep oldest --yes").done();
    env.run("undo 2 --yes").done();
    assert_eq!(changes(&env, ""), ["changed 1 Ann", "removed 2 Bob", "removed 4 Dan"]);
}

#[test]
fn a_new_field_changes_nobody_until_it_has_a_value() {
    let env = env();
    changes(&env, "");
    env.run("fields add City").done();
    env.run("edit 2 City=Ipoh").done();
    assert_eq!(changes(&env, ""), ["changed 2 Bob"]);
    env.run("fields remove City --yes").done();
    assert!(changes(&env, "").is_empty(), "no reader has a column for it");
}

#[test]
fn a_file_that_somebody_else_wrote_or_edited_is_not_replaced_and_its_changes_come_later() {
    let env = env();
    env.write("changes.csv", "Change,my own\n");
    env.run("export changes.csv --changed-since last").exits(4).says("exists already");
    assert_eq!(env.read("changes.csv"), "Change,my own\n");
    std::fs::remove_file(env.path("changes.csv")).unwrap();
    changes(&env, "");
    env.run("edit 1 'First Name=Anna'").done();
    env.write("changes.csv", env.read("changes.csv") + "mine\n");
    env.run("export changes.csv --changed-since last").exits(4).says("was changed since contacts wrote it");
    env.run("export nowhere/changes.csv --changed-since last").exits(1);
    std::fs::remove_file(env.path("changes.csv")).unwrap();
    std::os::unix::fs::symlink("elsewhere", env.path("changes.csv")).unwrap();
    env.run("export changes.csv --changed-since last").exits(4);
    assert!(!env.has("elsewhere"));
    std::fs::remove_file(env.path("changes.csv")).unwrap();
    assert_eq!(changes(&env, ""), ["changed 1 Anna"]);
}

#[test]
fn each_file_and_each_name_has_a_last_export_of_its_own() {
    let env = env();
    let tell = |line: &str| read_changes(&env.run(line).done().stdout);
    assert_eq!(tell("export - --changed-since last").len(), 3);
    env.run("edit 1 'First Name=Anna'").done();
    assert_eq!(tell("export - --changed-since last"), ["changed 1 Anna"]);
    assert_eq!(changes(&env, "").len(), 3);
    for (night, count) in [("monday", 3), ("tuesday", 0)] {
        env.run(&format!("export {night}.csv --changed-since last:crm")).done();
        assert_eq!(read_changes(&env.read(format!("{night}.csv"))).len(), count);
    }
    env.run("edit 2 'First Name=Bobby'").done();
    env.run("export wednesday.jsonl --changed-since last:crm").done();
    let line: serde_json::Value = serde_json::from_str(&env.read("wednesday.jsonl")).unwrap();
    assert_eq!((&line["change"], &line["id"], &line["first_name"]), (&"changed".into(), &2.into(), &"Bobby".into()));
}

#[test]
fn a_selection_tells_changes_of_those_that_it_has_and_every_removal() {
    let env = env();
    changes(&env, "--tag vip");
    assert_eq!(read_changes(&env.read("changes.csv")), ["added 1 Ann"]);
    env.run("edit 1 'First Name=Anna'").done();
    env.run("edit 2 'First Name=Bobby'").done();
    env.run("delete 3 --yes").done();
    assert_eq!(changes(&env, "--tag vip --columns 'Contact ID,First Name'"), ["changed 1 Anna", "removed 3 Cem"]);
}

#[test]
fn what_cannot_say_that_somebody_was_removed_is_refused() {
    let env = env();
    for line in ["export all.vcf", "export all.db", "export all.csv --for google", "export all.csv --sort Email"] {
        env.run(&format!("{line} --changed-since last")).exits(2);
    }
    env.run("list --changed-since last").exits(2).says("--changed-since takes");
    assert!(env.names().is_empty());
}

#[test]
fn an_import_leaves_the_column_out() {
    let env = env();
    changes(&env, "");
    let outcome = env.import("changes.csv", "--purpose update --id contact-id").done();
    assert_eq!(outcome.counts(), [3, 0, 3, 3, 0, 0], "{outcome}");
}

#[test]
fn who_is_suppressed_since_is_told_as_removed_once_and_as_added_when_that_is_lifted() {
    let env = env();
    changes(&env, "");
    env.run("suppress add +60123000002").done();
    env.run("edit 2 'First Name=Bobby' --add-tag new").done();
    let told = env.run("export changes.csv --changed-since last").done();
    told.says("1 contact of people suppressed since is told as removed").never_says("left out");
    let table = Table::read(&env.read("changes.csv"));
    assert_eq!(read_changes(&env.read("changes.csv")), ["removed 2 Bob"], "with the values that the reader has");
    assert_eq!(table.column("Tags"), [""]);
    env.run("edit 2 'Last Name=Tan'").done();
    let again = env.run("export changes.csv --changed-since last --json").done().json();
    assert_eq!((&again["contacts"], &again["suppressed"]), (&0.into(), &1.into()));
    env.run("suppress remove +60123000002").done();
    assert_eq!(changes(&env, ""), ["added 2 Bobby"]);
    assert!(changes(&env, "").is_empty());
}

#[test]
fn the_shared_file_and_an_undo_suppress_and_lift_as_well() {
    let env = env();
    env.write("shared.csv", "Value\n+60123000001\n");
    env.run("config set suppressions shared.csv").done();
    assert_eq!(changes(&env, ""), ["added 2 Bob", "added 3 Cem"]);
    env.write("shared.csv", "Value\n+60123000003\n");
    assert_eq!(changes(&env, ""), ["added 1 Ann", "removed 3 Cem"]);
    env.run("delete 3 --yes").done();
    env.add_contacts("First Name,Phone Number\nDan,+60123000004\n");
    env.run("suppress add +60123000004 +60123000001").done();
    assert_eq!(changes(&env, ""), ["removed 1 Ann"], "who was left out and who came since are unknown to the reader");
    env.run("undo 4 --yes").done();
    assert_eq!(changes(&env, ""), ["added 1 Ann", "added 4 Dan"]);
    env.run("suppress add +60123000002").done();
    assert!(changes(&env, "--with-suppressed").is_empty());
    assert_eq!(changes(&env, ""), ["removed 2 Bob"]);
}

#[test]
fn who_is_forgotten_since_is_told_as_removed_by_the_id_alone() {
    let env = env();
    changes(&env, "");
    env.add_contacts("First Name,Phone Number\nDan,+60123000004\n");
    env.run("forget 2 4 --yes").done();
    assert_eq!(changes(&env, ""), ["removed 2 "], "the reader has never had contact 4");
}

#[test]
fn where_changes_since_the_last_export_were_pruned_nothing_is_written_and_the_next_step_is_told() {
    let mut env = env();
    changes(&env, "");
    let before = env.read("changes.csv");
    env.run("edit 1 'First Name=Anna'").done();
    env.set_clock("2026-11-30T09:00:00Z");
    env.run("history prune --before 1d --yes").done();
    let refused = env.run("export changes.csv --changed-since last").exits(4);
    refused
        .says_all(&["the history is pruned up to entry 2, of 2026-11-22", "--changed-since last:changes-2026-11-30"]);
    assert_eq!(env.read("changes.csv"), before);
    env.run("export changes.csv --changed-since last:changes-2026-11-30").done();
    assert_eq!(read_changes(&env.read("changes.csv")).len(), 3);
    env.run("edit 1 'First Name=Ann'").done();
    env.run("export changes.csv --changed-since last:changes-2026-11-30").done();
    assert_eq!(read_changes(&env.read("changes.csv")), ["changed 1 Ann"]);
    env.run("export new.csv --changed-since last").done();
}

#[test]
fn an_option_that_makes_the_file_another_one_is_the_one_to_leave_out() {
    let env = env();
    env.run("export changes.csv --changed-since last --for google").exits(2).says("hint: leave --for out");
    env.run("export - --changed-since last --vcard 3.0").exits(2).says("hint: leave --vcard out");
    env.run("export changes.vcf --changed-since last").exits(2).says("name the file changes.csv");
}
