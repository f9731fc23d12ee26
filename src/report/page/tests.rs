//! Tests of the page to share.

#![allow(clippy::disallowed_methods, reason = "tests put files of others in the way")]

use std::fs;
use std::path::PathBuf;

use proptest::prelude::*;
use tempfile::TempDir;

use super::*;

fn a_page() -> Page {
    let mut listing = Listing::new("errors", "Rows in error", "They change nothing.", &["Line", "What is wrong"]);
    listing.entry(&[Cell::Number(4)], &[vec![Cell::Problem { message: "too short", code: "phone-impossible" }]]);
    Page {
        title: "Review of leads.csv".into(),
        lead: "Nothing happened.".into(),
        listings: vec![listing],
        ..Page::default()
    }
}

fn written(dir: &TempDir, page: &Page) -> PathBuf {
    let path = dir.path().join("review.html");
    page.write(&path).unwrap();
    path
}

/// The section of a list on a page.
fn shown(listing: &Listing) -> String {
    let page = Page { listings: vec![listing.clone()], ..Page::default() }.render().unwrap();
    let (_, section) = page.split_once("<section class=\"list\"").unwrap();
    section.split_once("</section>").unwrap().0.to_owned()
}

#[test]
fn a_page_replaces_an_older_page_and_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    let path = written(&dir, &a_page());
    written(&dir, &Page { title: "Another".into(), ..a_page() });
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
    let path = written(&dir, &a_page());
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    let link = dir.path().join("link.html");
    symlink(&path, &link).unwrap();
    assert_eq!(a_page().write(&link).unwrap_err().code(), "output-is-a-link");
    assert_eq!(a_page().write(dir.path()).unwrap_err().code(), "output-not-ours");
    assert_eq!(a_page().write(&dir.path().join("none/review.html")).unwrap_err().code(), "output-unwritable");
}

#[test]
fn lists_are_bounded_and_their_counts_are_whole() {
    let mut listing = Listing::new("added", "Added", "", &["Line", "First Name"]);
    for line in 0..1_500 {
        listing.entry(&[Cell::Number(line)], &[vec![Cell::Text("Ann")]]);
    }
    assert!(!listing.has_room());
    listing.count();
    let section = shown(&listing);
    assert_eq!(section.matches("<tbody>").count(), 1_000);
    assert!(section.contains("Added: 1,501") && section.contains("the first 1,000 of 1,501"), "{}", &section[..400]);

    let (mut large, long) = (Listing::new("added", "Added", "", &["Line"]), "x".repeat(65_536));
    for line in 0..1_000 {
        large.entry(&[Cell::Number(line)], &vec![vec![Cell::Text(&long); 10]; 10]);
    }
    assert!(shown(&large).len() < 2 << 20, "{}", shown(&large).len());
    assert!(shown(&large).contains("(65,536 characters)"));
}

#[test]
fn an_entry_names_its_lines_once() {
    let mut listing = Listing::new("changed", "Changed", "", &["Line", "Contact", "Field"]);
    let lines = [vec![Cell::Text("Email")], vec![Cell::Text("Country")]];
    listing.entry(&[Cell::Number(2), Cell::Number(17)], &lines);
    let section = shown(&listing);
    assert!(section.contains("<th scope=\"rowgroup\" rowspan=\"2\" class=\"number\">2</th>"), "{section}");
    assert!(section.contains("<td rowspan=\"2\" class=\"number\">17</td>"), "{section}");
    assert_eq!(section.matches("<tr>").count(), 3);
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
        let plain = everywhere("x").render().unwrap();
        let page = everywhere(&text).render().unwrap();
        let skeleton = |page: &str| page.matches(['<', '>', '"']).collect::<String>();
        prop_assert_eq!(skeleton(&page), skeleton(&plain));
        prop_assert!(!page.chars().any(|c| c != '\n' && crate::model::is_unsafe_for_terminal(c)));
    }
}

/// A page that shows a text in every place where a text of a file can stand.
fn everywhere(text: &str) -> Page {
    let mut listing = Listing::new("changed", text, text, &[text, "Field"]);
    listing.entry(&[Cell::Text(text)], &[vec![Cell::Text(text), Cell::Problem { message: text, code: "" }]]);
    Page {
        title: text.to_owned(),
        lead: text.to_owned(),
        facts: vec![(text.to_owned(), vec![text.to_owned()])],
        outcomes: None,
        kinds: vec![IssueKind { code: text.to_owned(), is_error: true, count: 1, example: format!("{text}.") }],
        answer: Some(CommandForm { about: text.to_owned(), code: text.to_owned(), consequences: text.to_owned() }),
        listings: vec![listing],
    }
}
