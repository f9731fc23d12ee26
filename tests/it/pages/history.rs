//! Pages of the history: imports, edits, deletions and what undoes them.

use super::{entries, reviewed, text};
use crate::support::{Browser, TestEnv};

#[test]
fn entries_of_the_history_are_pages() {
    let env = reviewed();
    env.run("import leads.csv").exits(3);
    env.run("edit 1 'Last Name=Lim'").done();
    env.run("undo 2 --yes").done();
    env.run("history 2 --html two.html").done().says("Wrote the page of entry 2 to two.html");
    let page = env.read("two.html");
    for part in ["Import 2 of leads.csv", "Rahman-Lee", "by entry 4", "the letter O stands where a digit should be"] {
        assert!(page.contains(part), "{part} is not on the page");
    }
    env.run("history 3 --html edit.html").done();
    assert!(env.read("edit.html").contains("Entry 3 of the history: edit"));
    assert!(env.read("edit.html").contains("Lim"));
}

#[test]
fn a_week_later_the_page_has_the_counts_and_no_row_in_error() {
    let mut env = reviewed();
    env.run("import leads.csv").exits(3);
    env.set_clock("2026-11-29T13:31:00Z");
    env.run("history 2 --html two.html").done();
    let page = env.read("two.html");
    assert!(page.contains("Letters in phone numbers") && !page.contains("6018998877O"), "{page}");
    assert!(page.contains("kept for seven days") && !page.contains("This page holds"), "{page}");
}

#[test]
fn contacts_that_an_entry_changed_have_their_names() {
    let Some(browser) = Browser::start() else { return };
    let env = TestEnv::with_contacts(
        "First Name,Last Name,Phone Number,Email\nAnn,Lim,+60123000001,\nBob,Roe,+60123000002,\n",
    );
    env.write("new.csv", "Phone Number,Email\n+60123000001,ann@example.com\n+60123000002,\n");
    env.import("new.csv", "--purpose update --id phone --tag fair").done();
    env.run("history 2 --html import.html").done();
    browser.open(&env.path("import.html"), "");
    assert_eq!(entries(&browser), ["changed: Ann Lim contact 1", "changed: Bob Roe contact 2"], "Bob only got the tag");
    assert!(text(&browser, "#headline").contains("1 contact has no other change."), "{}", text(&browser, "#headline"));
}

#[test]
fn a_deletion_shows_who_is_gone_with_their_values() {
    let Some(browser) = Browser::start() else { return };
    let env = TestEnv::with_contacts("First Name,Last Name,Phone Number,Tags\nAnn,Lim,+60123000001,vip\n");
    env.run("delete 1 --yes").done();
    env.run("history 2 --html gone.html").done();
    browser.open(&env.path("gone.html"), "");
    assert_eq!(entries(&browser), ["removed: Ann Lim contact 1"]);
    let values = text(&browser, "#removed dl");
    assert!(values.contains("+60123000001") && values.contains("vip"), "{values}");
    env.run("undo 2 --yes").done();
    env.run("history 3 --html back.html").done();
    browser.open(&env.path("back.html"), "");
    assert_eq!(entries(&browser), ["added: Ann Lim contact 1"]);
}

#[test]
fn the_page_of_an_undone_import_does_not_list_its_tags() {
    let Some(browser) = Browser::start() else { return };
    let env = TestEnv::with_contacts("First Name,Last Name,Phone Number\nAnn,Lim,+60123000001\nBob,Roe,+60123000002\n");
    env.write("new.csv", "First Name,Last Name,Phone Number\nAnn,Tan,+60123000001\nBob,Roe,+60123000002\n");
    env.run("import new.csv --purpose update --id phone").done();
    env.run("undo 2 --yes").done();
    env.run("history 3 --html undo.html").done();
    browser.open(&env.path("undo.html"), "");
    assert_eq!(entries(&browser), ["changed: Ann Lim contact 1"]);
    assert!(text(&browser, "#headline").contains("“import-2026-11-22-2”"), "{}", text(&browser, "#headline"));
    assert_eq!(
        text(&browser, "#changed dl").split_whitespace().collect::<Vec<_>>().join(" "),
        "Last Name from Tan → to Lim"
    );
}

#[test]
fn changes_of_a_field_that_is_gone_are_told_as_such() {
    let env = TestEnv::with_contacts("First Name,Phone Number\nAnn,+60123000001\n");
    env.run("fields add Shoe --type number").done();
    env.run("edit 1 Shoe=38").done();
    env.run("fields remove Shoe --yes").done();
    let entry = env.run("history --json").done().json()["entries"][0]["id"].clone();
    env.run(&format!("history {entry} --html removed.html")).done();
    let page = env.read("removed.html");
    assert!(
        page.contains("(removed field)</dt>") && page.contains("<del>38</del>") && page.contains("(empty)"),
        "{page}"
    );
}

#[test]
fn the_page_of_an_import_knows_its_tags_in_any_case_and_fields_by_their_new_names() {
    let env = TestEnv::with_contacts("First Name,Phone Number,Tags\nAnn,+60123000001,vip\n");
    env.run("fields add Shoe --type number").done();
    env.write("new.csv", "First Name,Phone Number,Shoe\nBob,+60123000002,38\n");
    env.import("new.csv", "--purpose add --id phone --tag VIP").done();
    env.run("fields rename Shoe Boots").done();
    env.run("history 2 --html import.html").done();
    let page = env.read("import.html");
    assert!(page.contains("“VIP”") && !page.contains("\"vip\""), "{page}");
    assert!(page.contains("Boots") && page.contains("\"38\""), "{page}");
}
