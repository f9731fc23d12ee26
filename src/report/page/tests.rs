//! Tests of the page to share.

#![allow(clippy::disallowed_methods, reason = "tests put files of others in the way")]

use askama::Template;
use std::fs;
use std::path::PathBuf;

use proptest::prelude::*;
use tempfile::TempDir;

use super::people::FIRST;
use super::*;
use crate::model::{ContactId, ContactName, Counts, FieldId, Fields, Purpose, format_thousands};

fn a_page() -> Page {
    let mut errors = ReasonList::new("errors", "Rows to fix", "They change nothing.");
    errors.add(4, || "Ann · 12".to_owned(), &[reason("Not a phone number", "too short")]);
    Page {
        title: "Review of leads.csv".into(),
        lead: "Nothing happened.".into(),
        reasons: vec![errors],
        ..Page::default()
    }
}

fn reason<'a>(title: &'a str, message: &'a str) -> Reason<'a> {
    Reason { title, column: "Phone Number", value: "12", message }
}

fn written(dir: &TempDir, page: Page) -> PathBuf {
    let path = dir.path().join("review.html");
    page.write(&path).unwrap();
    path
}

fn rendered(page: Page) -> String {
    Sections::of(page).render().unwrap()
}

/// The data of the script on a page.
fn data(page: &str) -> serde_json::Value {
    let (_, data) = page.split_once("id=\"data\">").unwrap();
    serde_json::from_str(data.split_once("</script>").unwrap().0).unwrap()
}

/// A page with a list of contacts whose last names change, by line.
fn with_changes(contacts: i64, name: &str) -> Page {
    let mut changes = Changes::new("Changed", "", &FieldLabels::of(&Fields::standard()));
    for id in 1..=contacts {
        changes.add(&PersonChange {
            contact: ContactId(id),
            line: Some(id.cast_unsigned() + 1),
            fields: vec![(FieldId::LAST_NAME, "Tan", name)],
            ..PersonChange::default()
        });
    }
    Page { changes: Some(changes), ..Page::default() }
}

#[test]
fn a_page_replaces_an_older_page_and_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    let path = written(&dir, a_page());
    written(&dir, Page { title: "Another".into(), ..a_page() });
    let page = fs::read_to_string(&path).unwrap();
    assert!(page.contains("<title>Another</title>"), "{page}");

    let refused = |content: &str| {
        fs::write(&path, content).unwrap();
        let error = a_page().write(&path).unwrap_err();
        assert_eq!(fs::read_to_string(&path).unwrap(), content);
        error.code()
    };
    assert_eq!(refused(&page.replace("Another", "My notes")), "output-changed");
    assert_eq!(refused(&page[..page.len() - 1]), "output-changed");
    assert_eq!(refused(ownership::PREFIX), "output-changed");
    assert_eq!(refused("<!doctype html>\n<title>mine</title>"), "output-not-ours");
    assert_eq!(refused(""), "output-not-ours");
}

#[cfg(unix)]
#[test]
fn a_link_or_a_folder_is_not_replaced_and_a_page_is_for_its_owner_alone() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let dir = tempfile::tempdir().unwrap();
    let path = written(&dir, a_page());
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    let link = dir.path().join("link.html");
    symlink(&path, &link).unwrap();
    assert_eq!(a_page().write(&link).unwrap_err().code(), "output-is-a-link");
    assert_eq!(a_page().write(dir.path()).unwrap_err().code(), "output-not-ours");
    assert_eq!(a_page().write(&dir.path().join("none/review.html")).unwrap_err().code(), "output-unwritable");
}

#[test]
fn all_entries_are_in_the_data_and_the_first_are_html() {
    let page = rendered(with_changes(30_000, "Lim"));
    assert_eq!(data(&page)["changed"]["rows"].as_array().unwrap().len(), 30_000);
    assert_eq!(
        data(&page)["changed"]["rows"][29_999],
        serde_json::json!([30_000, 30_001, "Lim", [1, "Tan", "Lim", 0, 0]])
    );
    assert_eq!(page.matches("<li>\n<h3>").count(), FIRST);
    assert!(page.contains("The first 50 of 30,000 are shown"), "{}", &page[..20_000]);
    assert!(page.contains("<td class=\"number\">30,000</td><td>30,000 replaced</td>"), "the summary by field");
    assert!(page.len() < 2_000_000, "{}", page.len());
}

#[test]
fn a_page_is_bounded_and_says_what_it_leaves_out() {
    let mut page = with_changes(40_000, &"x".repeat(400));
    let mut errors = ReasonList::new("errors", "Rows to fix", "");
    let long = "y".repeat(65_536);
    for line in 1..=20_000 {
        errors.add(line, || long.clone(), &[Reason { value: &long, ..reason("Not a phone number", "too short") }]);
    }
    page.reasons = vec![errors];
    let page = rendered(page);
    assert!(page.len() < 5_000_000, "{}", page.len());
    let kept = |list: &str| data(&page)[list]["rows"].as_array().unwrap().len();
    let (changed, errors) = (kept("changed"), kept("errors"));
    assert!(changed > 5_000 && errors > 3_000, "{changed} {errors}");
    for (kept, all) in [(changed, "40,000"), (errors, "20,000")] {
        let told = format!("This page holds {} of {all}.", format_thousands(kept as u64));
        assert!(page.contains(&told), "{told}");
    }
    assert!(page.contains("<td class=\"number\">40,000</td>"), "what is left out is counted");
    assert!(page.contains("… (65,536 characters)"));
}

#[test]
fn names_alone_fill_a_list_too() {
    let mut people = PeopleList::new("added", "", "", Vec::new());
    let mut name = ContactName::default();
    name.set(FieldId::FIRST_NAME, &"x".repeat(200));
    while people.has_room() && people.entries() < 100_000 {
        people.add(Head { name: name.clone(), ..Head::default() }, Vec::new());
    }
    assert!((20_000..30_000).contains(&people.entries()), "{}", people.entries());
}

#[test]
fn rows_are_grouped_by_reason_and_share_a_message() {
    let mut errors = ReasonList::new("errors", "Rows to fix", "");
    errors.add(2, String::new, &[reason("Other", "line 3 is the same"), reason("Short", "too short: try --region MY")]);
    errors.add(3, String::new, &[reason("Other", "line 2 is the same")]);
    let page = rendered(Page { reasons: vec![errors], ..Page::default() });
    let groups = &data(&page)["errors"]["groups"];
    let expected =
        serde_json::json!([["Other", ["line 3 is the same", "line 2 is the same"], 2], ["Short", ["too short"], 1],]);
    assert_eq!(groups, &expected);
    assert!(page.contains("<h3>Short</h3>\n<p class=\"message\">too short</p>"), "{page}");
    assert_eq!(page.matches("<span class=\"message\">line ").count(), 2, "{page}");
    assert!(!page.contains("--region"), "the reader has no shell");
}

#[test]
fn where_nothing_changes_there_is_a_sentence_and_no_bar() {
    let counts = Counts { rows: 3_000, updated: 2_990, unchanged: 2_990, errors: 10, ..Counts::default() };
    let headline = Headline::of_review(&counts, 0, Purpose::AddUpdate);
    let page = rendered(Page { headline, changes: with_changes(0, "").changes, ..Page::default() });
    assert!(page.contains("Nothing would change: 2,990 up to date, 10 to fix"), "{page}");
    assert!(!page.contains("<svg") && !page.contains("id=\"changed\""), "{page}");
}

#[test]
fn a_small_share_of_the_bar_is_seen() {
    let counts = Counts { rows: 200_000, imported: 1, updated: 199_999, ..Counts::default() };
    let bar = Headline::of_review(&counts, 0, Purpose::AddUpdate).bar();
    assert_eq!(bar.iter().map(|segment| segment.width).collect::<Vec<_>>(), [4, 999]);
}

#[test]
fn rows_that_a_purpose_leaves_alone_are_told_by_what_they_are() {
    let counts = Counts { rows: 5, imported: 1, skipped: 4, ..Counts::default() };
    let told = |purpose| rendered(Page { headline: Headline::of_review(&counts, 1, purpose), ..Page::default() });
    assert!(told(Purpose::Add).contains("only new contacts are added"));
    assert!(told(Purpose::Update).contains("only known contacts are updated"));
    assert!(told(Purpose::Add).contains("5 rows in the list; 1 blank row is left out"));
}

/// Markup, and text that tries to break out of the places where text stands.
fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[<>\"'&/a{}!-]{0,12}",
        Just("</script><script>document.title='owned'</script>".to_owned()),
        Just("{{script}}\u{202e}<img src=x onerror=alert(1)>".to_owned()),
        Just("--><!-- ]]></style></title></svg>\u{0}\u{1b}[2J".to_owned()),
    ]
}

proptest! {
    #[test]
    fn no_text_becomes_markup(text in hostile()) {
        let plain = rendered(everywhere("x"));
        let page = rendered(everywhere(&text));
        let skeleton = |page: &str| page.matches(['<', '>', '"']).collect::<String>();
        prop_assert_eq!(skeleton(&page), skeleton(&plain));
        prop_assert!(!page.chars().any(|c| c != '\n' && crate::model::is_unsafe_for_terminal(c)));
        prop_assert!(data(&page).is_object());
    }
}

/// A page that shows a text in every place where a text of a file can stand. A letter stands before it, because an empty
/// value has other markup.
fn everywhere(text: &str) -> Page {
    let text = &format!("x{text}");
    let mut people = PeopleList::new("added", text, text, vec![text.clone()]);
    let mut name = ContactName::default();
    name.set(FieldId::FIRST_NAME, text);
    let details = vec![
        Detail::Value(0, text.clone()),
        Detail::Change(0, String::new(), text.clone()),
        Detail::Change(0, text.clone(), String::new()),
        Detail::Tags(0, vec![text.clone()], vec![text.clone()]),
    ];
    people.add(Head { contact: None, line: Some(2), name }, details);
    let mut errors = ReasonList::new("errors", text, text);
    errors.add(2, || text.clone(), &[Reason { title: text, column: text, value: text, message: text }]);
    Page {
        title: text.clone(),
        lead: text.clone(),
        headline: Headline::default(),
        facts: vec![(text.clone(), vec![text.clone()])],
        answer: Some(CommandForm { about: text.clone(), code: text.clone(), consequences: text.clone() }),
        bookkeeping: Some(text.clone()),
        changes: None,
        people: vec![people],
        notes: vec![Note::warning("x", text.clone())],
        near: None,
        reasons: vec![errors],
    }
}
