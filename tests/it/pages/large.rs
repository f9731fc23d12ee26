//! Pages of long lists: all entries are reached, the page stays small, and it opens at once.

use serde_json::json;

use super::{entries, review, text};
use crate::support::{Browser, TestEnv};

const MANY: usize = 30_000;

fn people(last_name: &str, domain: &str) -> String {
    let rows = (1..=MANY).map(|n| format!("Person {n},{last_name},+6012{n:07},p{n}@{domain}\n"));
    "First Name,Last Name,Phone Number,Email\n".to_owned() + &rows.collect::<String>()
}

/// An environment with a review of 30,000 changes as `review.html`.
fn with_many_changes() -> TestEnv {
    let env = TestEnv::new();
    env.add_contacts(&people("Lim", "example.com"));
    env.write("changed.csv", people("Tan", "example.org"));
    review(&env, "changed.csv", "--purpose update --id phone --tag fair");
    env
}

/// One test, because its page takes ten seconds to make.
#[test]
fn a_page_of_thirty_thousand_changes_opens_at_once_and_shows_them_all() {
    let Some(browser) = Browser::start() else { return };
    let env = with_many_changes();
    all_are_reached(&browser, &env);
    it_opens_at_once(&browser, &env);
    without_its_script_it_says_how_much_it_shows(&browser, &env);
}

#[track_caller]
fn all_are_reached(browser: &Browser, env: &TestEnv) {
    let page = env.read("review.html");
    assert!(page.len() < 5_000_000, "{}", page.len());
    assert!(!page.contains("This page holds"), "nothing is left out");

    browser.open(&env.path("review.html"), "");
    assert_eq!(entries(browser).len(), 50);
    assert_eq!(text(browser, "#changed .more"), "1–50 of 30,000");
    let turn = |label: &str| {
        browser.run(&format!(
            "[...document.querySelectorAll('#changed .pages button')].find((b) => b.textContent === '{label}').click()"
        ));
    };
    turn("Last");
    assert_eq!(text(browser, "#changed .more"), "29,951–30,000 of 30,000");
    assert_eq!(entries(browser)[49], "changed: Person 30000 Tan contact 30000 · line 30001");
    assert_eq!(
        browser.run("return document.activeElement.id"),
        "changed-heading",
        "the keyboard goes on at the entries"
    );
    turn("Previous");
    assert_eq!(text(browser, "#changed .more"), "29,901–29,950 of 30,000");
    let to_page = "const page = document.querySelector('#changed .pages input'); page.value = 300; page.dispatchEvent(new Event('change'))";
    browser.run(to_page);
    assert_eq!(entries(browser)[0], "changed: Person 14951 Tan contact 14951 · line 14952");
    browser.write("#find", "p29999@");
    assert_eq!(entries(browser), ["changed: Person 29999 Tan contact 29999 · line 30000"]);
    assert_eq!(text(browser, "#status"), "1 of 30,000 entries match");
}

/// A second is the limit on a quiet machine; this one may be busy.
#[track_caller]
fn it_opens_at_once(browser: &Browser, env: &TestEnv) {
    browser.open(&env.path("review.html"), "");
    let milliseconds = browser.run("return performance.getEntriesByType('navigation')[0].loadEventEnd");
    assert!(milliseconds.as_f64().is_some_and(|milliseconds| milliseconds < 5_000.0), "{milliseconds}");
}

#[track_caller]
fn without_its_script_it_says_how_much_it_shows(browser: &Browser, env: &TestEnv) {
    browser.command("Emulation.setScriptExecutionDisabled", &json!({ "value": true }));
    browser.open(&env.path("review.html"), "");
    assert_eq!(entries(browser).len(), 50);
    let told = "The first 50 of 30,000 are shown. A browser that runs scripts shows the others.";
    assert_eq!(text(browser, "#changed .more"), told);
    assert!(text(browser, "#fields").contains("30,000 replaced"));
}

#[test]
fn the_page_of_a_long_import_has_all_its_changes_and_errors() {
    let env = TestEnv::with_contacts("First Name,Phone Number\nAnn,+60123000001\n");
    let rows = (1..=2_500).map(|n| format!("Person {n},+60123{n:06}\n")).collect::<String>();
    let wrong = (1..=1_500).map(|n| format!("Wrong {n},12\n")).collect::<String>();
    env.write("long.csv", format!("First Name,Phone Number\n{rows}{wrong}"));
    review(&env, "long.csv", "--purpose add-update --id phone");
    env.run("import long.csv").exits(3);
    env.run("history 2 --html import.html").done();
    for page in ["review.html", "import.html"] {
        let page = env.read(page);
        for part in ["\"Person 1\"", "\"Person 2500\"", "Wrong 1500", "2,499</span>", "1,500</span>"] {
            assert!(page.contains(part), "{part} is not on the page");
        }
        assert!(page.len() < 1_000_000, "{}", page.len());
    }
}

#[test]
fn reasons_count_all_rows_in_error_also_those_that_have_no_room() {
    let env = TestEnv::new();
    env.run("init").done();
    let long = (1..=14_000).map(|n| format!("Person {n},+6012{n:07},{}\n", "x".repeat(300))).collect::<String>();
    let short = (1..=500).map(|n| format!("Short {n},12,\n")).collect::<String>();
    env.write("long.csv", format!("First Name,Phone Number,Email\n{long}{short}"));
    env.run("import long.csv --purpose add --id phone").exits(3);
    env.run("history 1 --html import.html").done();
    let page = env.read("import.html");
    assert!(page.contains("of 14,500."), "not all have room");
    for count in ["],14000]", "],500]"] {
        assert!(page.contains(count), "{count} is not on the page");
    }
}
