//! Issue 4: `merge`, several contacts made one, and taken apart again.

use serde_json::json;

use crate::support::TestEnv;

const PEOPLE: &str = "\
First Name,Last Name,Phone Number,Email,Country,Language,Tags
Ann,Lee,+60123000001,,MY,,\"blog,vip\"
Anna,Lee,+60123000002,anna@example.com,,en,\"lead,VIP\"
Bob,,+60123000003,,,,
Annie,,+60123000001,,,,
";

fn env() -> TestEnv {
    TestEnv::with_contacts(PEOPLE)
}

#[test]
fn the_oldest_keeps_its_values_and_is_filled_from_the_others() {
    let env = env();
    let before = env.contacts();
    let merged = env.run("merge 4 2 1 --keep oldest --yes --json").done().json();
    assert_eq!((&merged["kept"], &merged["absorbed"], &merged["entry"]), (&json!(1), &json!([2, 4]), &json!(2)));
    assert_eq!(
        merged["fields"][0],
        json!({"field": "First Name", "takes": {"value": "Ann", "contacts": [1]},
               "given_up": [{"value": "Anna", "contacts": [2]}, {"value": "Annie", "contacts": [4]}]})
    );
    assert_eq!(
        env.people(),
        ["1 Ann, Lee, +60123000001, anna@example.com, MY, en, [blog lead vip]", "3 Bob, -, +60123000003, -, -, -, []"]
    );
    env.run("undo 2 --yes").done();
    assert_eq!(env.contacts(), before);
}

#[test]
fn the_rule_says_who_stays() {
    for (rule, expected) in [
        ("newest", "4 Annie, Lee, +60123000001, anna@example.com, MY, en, [blog lead vip]"),
        ("most-complete", "2 Anna, Lee, +60123000002, anna@example.com, MY, en, [blog lead vip]"),
        ("1", "1 Ann, Lee, +60123000001, anna@example.com, MY, en, [blog lead vip]"),
    ] {
        let env = env();
        env.run(&format!("merge 1 2 4 --keep {rule} --yes")).done();
        assert!(env.people().contains(&expected.to_owned()), "{rule}: {:?}", env.people());
    }
}

#[test]
fn a_dry_run_shows_it_and_writes_nothing() {
    let env = env();
    let before = env.workspace_bytes();
    let outcome = env.run("merge 1 2 --keep oldest --dry-run").done();
    outcome.says_all(&["Would merge contact 2 into 1", "Given up", "Anna (contact 2)", "nothing was written"]);
    assert_eq!(env.run("merge 1 2 --keep oldest --dry-run --json").done().json()["dry_run"], true);
    assert_eq!(env.workspace_bytes(), before);
}

#[test]
fn an_absorbed_id_leads_to_the_contact_while_the_merge_holds() {
    let env = env();
    env.run("merge 1 4 --keep oldest --yes").done();
    env.run("merge 2 1 --keep 2 --yes").done();
    env.run("show 4").done().says_all(&["contact 4 was merged into 2", "Anna"]);
    assert_eq!(env.run("show 4 --json").done().json()["id"], 2);
    env.run("edit 4 Country=SG").done().says("contact 4 was merged into 2");
    env.write("old.csv", "Contact ID,Language\n4,ms\n3,de\n");
    assert_eq!(env.import("old.csv", "--purpose update --id contact-id").done().counts(), [2, 0, 2, 0, 0, 0]);
    assert_eq!(env.values("language"), ["ms", "de"]);

    env.run("undo 3 --yes").done();
    env.run("show 4").done().says("contact 4 was merged into 1");
    env.run("undo 2 --yes").done();
    assert_eq!(env.run("show 4 --json").done().json()["first_name"], "Annie");
    env.run("merge 4 3 --keep 3 --yes").done();
    env.run("delete 4 --yes").done().says_all(&["merged into 3", "Deleted contact 3"]);
    env.run("show 4").exits(1);
}

#[test]
fn two_rows_that_name_one_contact_are_both_errors() {
    let env = env();
    env.run("merge 1 4 --keep oldest --yes").done();
    env.write("old.csv", "Contact ID,Language\n1,ms\n4,de\n2,en\n");
    let outcome = env.import("old.csv", "--purpose update --id contact-id").exits(3);
    assert_eq!(outcome.errors(), ["2 duplicate-in-file", "3 duplicate-in-file"]);
    assert_eq!(outcome.issues()[0]["message"], "line 3 names the same contact; keep one of them");
    assert_eq!(env.values("language"), ["-", "en", "-"]);
}

#[test]
fn edits_after_a_merge_are_kept_when_it_is_taken_back() {
    let env = env();
    env.run("merge 1 2 --keep oldest --yes").done();
    env.run("edit 1 Email=ann@example.org").done();
    env.run("undo 2 --yes").done().says_all(&["Email", "ann@example.org"]);
    assert_eq!(env.people()[0], "1 Ann, Lee, +60123000001, ann@example.org, MY, -, [blog vip]");
    assert_eq!(env.people()[1], "2 Anna, Lee, +60123000002, anna@example.com, -, en, [lead vip]");
}

#[test]
fn nobody_is_lost_when_the_import_of_the_kept_contact_is_taken_back() {
    let env = TestEnv::with_contacts("First Name,Phone Number\nAnn,+60123000001\n");
    env.add_contacts("First Name,Phone Number\nAnn,+60123000001\n");
    env.run("merge 1 2 --keep oldest --yes").done();
    env.run("undo 1 --yes").done();
    assert_eq!(env.people(), ["1 Ann, -, +60123000001, -, -, -, []"]);
    env.run("undo 3 --yes").done();
    assert_eq!(env.people(), ["2 Ann, -, +60123000001, -, -, -, []"]);
}

#[test]
fn nobody_is_lost_when_a_merge_is_brought_back_whose_contact_is_gone() {
    for meanwhile in ["merge 1 2 --keep 2 --yes", "delete 1 --yes"] {
        let env = env();
        env.run("merge 1 2 --keep 1 --yes").done();
        env.run("undo 2 --yes").done();
        env.run(meanwhile).done();
        let before = env.contacts();
        env.run("undo 3 --yes").exits(4).says("nothing of contact 2");
        assert_eq!(env.contacts(), before);
        env.run("undo 4 --yes").done();
        env.run("undo 3 --yes").done();
        assert_eq!(env.values("first_name"), ["Ann", "Bob", "Annie"]);
    }
}

#[test]
fn a_terminal_asks_field_by_field() {
    let env = env();
    let mut terminal = env.terminal("merge 1 2");
    terminal.wait_for("Ann (contact 1)");
    terminal.press("\x1b[B\r"); // First Name: the second one.
    terminal.wait_for("+60123000002 (contact 2)");
    terminal.press("\r"); // Phone Number: the one of the contact that stays.
    terminal.wait_for("Merge them so?");
    terminal.press("y\r");
    let left = terminal.finish();
    assert_eq!(left.status, 0, "{}", left.screen);
    assert_eq!(env.people()[0], "1 Anna, Lee, +60123000001, anna@example.com, MY, en, [blog lead vip]");
}

#[test]
fn no_and_ctrl_c_change_nothing() {
    let env = env();
    let mut terminal = env.terminal("merge 1 2 --keep oldest");
    terminal.wait_for("Merge them so?");
    terminal.press("n\r");
    assert_eq!(terminal.finish().status, 4);
    let mut terminal = env.terminal("merge 1 2");
    terminal.wait_for("Ann (contact 1)");
    terminal.press(crate::support::CTRL_C);
    assert_eq!(terminal.finish().status, 130);
    assert_eq!(env.contacts().len(), 4);
}

#[test]
fn what_changed_while_the_question_stood_is_not_merged() {
    let env = env();
    let mut terminal = env.terminal("merge 1 2 --keep oldest");
    terminal.wait_for("Merge them so?");
    env.run("delete 2 --yes").done();
    terminal.press("y\r");
    let left = terminal.finish();
    assert_eq!(left.status, 4, "{}", left.screen);
    assert!(left.screen.contains("contact 2 was changed meanwhile"), "{}", left.screen);
    assert_eq!(env.people()[0], "1 Ann, Lee, +60123000001, -, MY, -, [blog vip]");
}

#[test]
fn without_a_terminal_both_the_rule_and_yes_are_needed() {
    let env = env();
    env.run("merge 1 2").exits(4).says_all(&["most-complete", "contacts merge 1 2 --keep oldest --yes"]);
    env.run("merge 1 2 --yes").exits(2).says("--keep");
    env.run("merge 1 2 --keep oldest").exits(4).says("--yes");
    assert_eq!(env.contacts().len(), 4);
}

#[test]
fn an_impossible_merge_is_refused() {
    let env = env();
    let before = env.workspace_bytes();
    env.run("merge 1 --keep oldest --yes").exits(2).says("itself");
    env.run("merge 1 1 --keep oldest --yes").exits(2).says("itself");
    env.run("merge 1 99 --keep oldest --yes").exits(1).says("99");
    env.run("merge 1 2 --keep 3 --yes").exits(2).says("contact 3");
    env.run("merge 1 2 --keep best --yes").exits(2).says("most-complete");
    assert_eq!(env.workspace_bytes(), before);
    let env = TestEnv::with_contacts(&format!("First Name\n{}", "Ann\n".repeat(51)));
    let ids = (1..=51).map(|id| id.to_string()).collect::<Vec<_>>().join(" ");
    env.run(&format!("merge {ids} --keep oldest --yes")).exits(2).says("50");
}

#[test]
fn a_contact_is_not_merged_with_the_one_that_absorbed_it() {
    let env = env();
    env.run("merge 1 4 --keep oldest --yes").done();
    env.run("merge 1 4 --keep oldest --yes").exits(2).says_all(&["contact 4 was merged into 1", "itself"]);
}
