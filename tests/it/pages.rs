//! Pages to share, of a review and of the history: what they say, and how they do in a real browser.

mod appearance;
mod history;
mod large;

use serde_json::{Value, json};

use crate::sample::env_with_samples;
use crate::support::{Browser, ENTER, TAB, TestEnv};

/// An environment with a review of corrected and new people as `review.html`.
fn reviewed() -> TestEnv {
    let env = env_with_samples();
    env.import("contacts.csv", "--purpose add --id phone").done();
    let mistakes = env.read("mistakes.csv");
    let rows = mistakes.lines().skip(2).take(8).map(|row| format!("{row}\n")).collect::<String>();
    env.write("leads.csv", env.read("updates.csv").replace(",Tags", ",Notes") + &rows);
    review(&env, "leads.csv", "--purpose add-update --id phone --tag fair");
    env
}

fn review(env: &TestEnv, file: &str, options: &str) {
    env.run(&format!("upload {file} {options}")).done();
    env.run(&format!("map {file} --only-mapped")).done();
    let outcome = env.run(&format!("review {file} --html review.html"));
    assert!([0, 3].contains(&outcome.status), "{outcome}");
}

/// What a person sees of the lists: section and heading of each person, section and place of each row with a reason.
const ENTRIES: &str = "return [...document.querySelectorAll('.people li, .rows li')]
    .filter((entry) => entry.checkVisibility())
    .map((entry) => entry.closest('section').id + ': ' + entry.querySelector('h3, .place').innerText.replace(/\\s+/g, ' '))";

fn entries(browser: &Browser) -> Vec<String> {
    let entries = browser.run(ENTRIES);
    entries.as_array().expect("a list").iter().map(|entry| entry.as_str().expect("a text").to_owned()).collect()
}

fn text(browser: &Browser, selector: &str) -> String {
    browser.run(&format!("return document.querySelector('{selector}').innerText")).as_str().expect("a text").to_owned()
}

#[test]
fn a_review_is_a_page_and_says_where_it_is() {
    let env = reviewed();
    let json = env.run("review leads.csv --html review.html --json").exits(3).json();
    let code = json["page"]["code"].as_str().expect("a code");
    assert_eq!(json["page"]["file"], "review.html");
    env.run("review leads.csv --html review.html").exits(3).says_all(&["The page to share: review.html", code]);
    let page = env.read("review.html");
    for part in
        [code, "<strong id=\"code\">", "Review of leads.csv", "until 2026-11-22 14:30 (UTC+00:00)", "Rahman-Lee"]
    {
        assert!(page.contains(part), "{part} is not on the page");
    }
    assert_eq!(env.mode("review.html"), 0o600);
    assert!(env.run("review leads.csv --json").exits(3).json().get("page").is_none());
}

/// A yes holds for what the page says: another outcome has another code, and the same has the same.
#[test]
fn the_code_stands_for_the_outcome() {
    let env = reviewed();
    let code = || env.run("review leads.csv --html review.html --json").exits(3).json()["page"]["code"].clone();
    let first = code();
    assert_eq!(code(), first);
    env.run("edit 1 'Last Name=Lim'").done();
    assert_ne!(code(), first);
}

#[test]
fn only_a_page_of_ours_is_replaced() {
    let env = reviewed();
    env.write("notes.html", "<p>mine</p>");
    let refused = env.run("review leads.csv --html notes.html --json").exits(4).json();
    assert_eq!(refused["error"]["code"], "output-not-ours");
    assert_eq!(env.read("notes.html"), "<p>mine</p>");
    env.write("review.html", env.read("review.html").replace("</body>", "<p>looks good, Jo</p></body>"));
    env.run("review leads.csv --html review.html").exits(4).says_all(&["was changed", "name another file"]);
    env.run("review leads.csv --html leads.csv").exits(4).says("not written by contacts");
    env.run("review leads.csv --html no/such.html").exits(1).says("cannot be written");
    env.run("review leads.csv --html -").exits(2);
    env.run("review leads.csv --html x.html --row 2").exits(2);
    env.run("history --html x.html").exits(2).says("name its ID");
    env.run("history 99 --html x.html").exits(1);
    assert!(!env.has("x.html"));
}

/// Nobody without a shell can give an option or run a command.
#[test]
fn a_page_has_no_advice_for_a_shell() {
    let env = reviewed();
    env.write("notes.csv", "First Name,Phone Number,Shoe size\nAnn,0123456789,38\nBob,0123456780,N/A\n");
    let told = env.import("notes.csv", "--purpose add --id phone --dry-run");
    assert!(told.stderr.contains("--region") || told.stdout.contains("--region"), "{told}");
    review(&env, "notes.csv", "--purpose add --id phone");
    let page = env.read("review.html");
    assert!(page.contains("the country code is missing") && page.contains("Shoe size"), "{page}");
    let (_, body) = page.split_once("<body>").expect("a body");
    let (body, _) = body.split_once("<script>").expect("a script");
    assert!(!body.contains(" --") && !body.contains("contacts fields"), "{body}");
}

#[test]
fn the_tags_of_an_import_are_told_once() {
    let env = reviewed();
    let page = env.read("review.html");
    let (_, body) = page.split_once("<body>").expect("a body");
    let told = "Everyone who is added or updated would also get the tags “fair” and “import-2026-11-22-2”.";
    assert!(body.contains(told), "{body}");
    assert_eq!(body.matches("import-2026-11-22-2").count(), 2, "in that line and in the details");
}

#[test]
fn contacts_that_only_get_a_tag_come_last_and_are_counted() {
    let env = TestEnv::with_contacts("First Name,Phone Number\nAnn,+60123000001\nBob,+60123000002\n");
    env.write("tagged.csv", "First Name,Phone Number\nAnn,+60123000001\nRob,+60123000002\n");
    review(&env, "tagged.csv", "--purpose update --id phone --tag fair");
    let page = env.read("review.html");
    assert!(page.contains("1 contact has no other change."), "{page}");
    let (ann, rob) = (page.find("<bdi>Ann</bdi>").expect("Ann"), page.find("<bdi>Rob</bdi>").expect("Rob"));
    assert!(rob < ann, "{page}");
}

#[test]
fn the_lists_are_filtered_and_searched_in_a_browser() {
    let Some(browser) = Browser::start() else { return };
    let env = reviewed();
    browser.open(&env.path("review.html"), "");
    let all = entries(&browser);
    let aisha = "changed: Aisha Rahman-Lee contact 1 · line 2".to_owned();
    assert!(
        all.len() > 8 && all.contains(&aisha) && all.contains(&"errors: line 9 · Phone Number".to_owned()),
        "{all:?}"
    );

    browser.write("#find", "RAHMAN  lee");
    assert_eq!(entries(&browser), [aisha.as_str()]);
    assert_eq!(text(&browser, "#status"), format!("1 of {} entries match", all.len()));
    assert_eq!(text(&browser, "#errors .empty"), "Nothing of this list matches.");
    browser.click("button[type=reset]");
    browser.settle();
    assert_eq!(entries(&browser), all);

    browser.click("#show");
    browser.click("#show option[value=errors]");
    assert!(entries(&browser).iter().all(|entry| entry.starts_with("errors: ")) && entries(&browser).len() > 3);
    browser.run("location.reload()");
    assert!(entries(&browser).iter().all(|entry| entry.starts_with("errors: ")), "the address keeps what is shown");

    let click = |name: &str| {
        browser.run(&format!(
            "[...document.querySelectorAll('table button')].find((b) => b.textContent === '{name}').click()"
        ));
    };
    click("Letters in phone numbers");
    assert_eq!(entries(&browser), ["errors: line 10 · Phone Number"]);
    browser.open(&env.path("review.html"), "#find=letter+O");
    assert_eq!(entries(&browser), ["errors: line 10 · Phone Number"]);
    click("Email");
    let with_email = entries(&browser);
    assert!(
        with_email.contains(&aisha) && with_email.iter().all(|entry| entry.starts_with("changed: ")),
        "{with_email:?}"
    );
}

#[test]
fn the_script_shows_what_the_page_shows_without_it() {
    let Some(browser) = Browser::start() else { return };
    let env = reviewed();
    // Both are drawn from the same rows by two languages, so they are compared as markup.
    let lists =
        "return [...document.querySelectorAll('.entries')].map((list) => list.innerHTML.replace(/>\\s+</g, '> <')
        .replace(/\\s*<(\\/?(ol|li|h3|p|dl|div)\\b[^>]*)>\\s*/g, '<$1>').trim())";
    browser.open(&env.path("review.html"), "");
    let drawn = browser.run(lists);
    browser.command("Emulation.setScriptExecutionDisabled", &json!({ "value": true }));
    browser.open(&env.path("review.html"), "");
    assert_eq!(drawn, browser.run(lists));
}

#[test]
fn the_keyboard_reaches_everything_in_order() {
    let Some(browser) = Browser::start() else { return };
    let env = reviewed();
    browser.open(&env.path("review.html"), "");
    let focused = || {
        let focused = browser.run("const e = document.activeElement; return e.id || e.innerText || e.href");
        focused.as_str().expect("a text").to_owned()
    };
    let tab = || {
        browser.press(TAB);
        focused()
    };
    assert_eq!(tab(), "Skip to the content");
    browser.press(ENTER);
    assert_eq!(browser.run("return location.hash"), "#main");
    let on_the_way: Vec<String> = std::iter::from_fn(|| Some(tab()).filter(|at| at != "find")).take(40).collect();
    assert_eq!(on_the_way[..2], ["Yes, by e-mail", "No, by e-mail"], "{on_the_way:?}");
    assert!(
        on_the_way.contains(&"Rows to fix".to_owned()) && on_the_way.contains(&"Email".to_owned()),
        "{on_the_way:?}"
    );
    browser.press("letters");
    assert_eq!(entries(&browser), ["errors: line 10 · Phone Number"]);
    assert_eq!(tab(), "show");
    browser.press(TAB);
    browser.press(ENTER);
    browser.settle();
    assert!(entries(&browser).len() > 8);
    assert_eq!(focused(), "find", "the focus is never lost");
}

const HOSTILE: &str = "First Name,Last Name,Phone Number,Email\n\
    </script><script>document.title='owned'</script>,\"\"\" onmouseover=alert(1) x=\"\"\",+60123000001,a@example.com\n\
    \"<img src=https://example.com/x.png onerror=\"\"document.title='owned'\"\">\",{{script}},+60123000002,b@example.com\n\
    <style>body{display:none}</style>,<base href=//example.com>,+60123000003,c@example.com\n\
    gpj\u{202e}exe,<!-- -->,<svg/onload=alert(1)>,javascript:alert(1)\n";

#[test]
fn hostile_cells_are_inert_and_nothing_is_loaded() {
    let Some(browser) = Browser::start() else { return };
    let env = TestEnv::new();
    env.write("<b>owned<b>.csv", HOSTILE);
    review(&env, "'<b>owned<b>.csv'", "--purpose add --id phone");
    browser.open(&env.path("review.html"), "#find=owned");
    assert_eq!(browser.run("return document.title"), "Review of <b>owned<b>.csv");
    assert_eq!(entries(&browser).len(), 2);
    let strange =
        "return [...document.querySelectorAll('img,base,iframe,link,object,b,[onmouseover],[onload],[style]')].length";
    assert_eq!(browser.run("return document.querySelectorAll('.list script').length"), 0);
    assert_eq!(browser.run(strange), 0);
    assert_eq!(browser.run("return document.scripts.length + document.styleSheets.length"), 3);
    assert_eq!(browser.run("return performance.getEntriesByType('resource').length"), 0);
    let shown = text(&browser, "body");
    assert!(!shown.contains('\u{202e}') && shown.contains("</script><script>"), "{shown}");
}

#[test]
fn the_policy_of_the_page_lets_nothing_else_run_or_load() {
    let Some(browser) = Browser::start() else { return };
    let env = reviewed();
    browser.open(&env.path("review.html"), "");
    let blocked = browser.blocked_by_policy();
    assert_eq!(blocked, "img-src script-src-elem style-src-elem");
    assert_eq!(browser.run("return getComputedStyle(document.body).display"), "block");
    assert_eq!(browser.run("return document.title"), "Review of leads.csv");
}

#[test]
fn without_its_script_everything_is_read() {
    let Some(browser) = Browser::start() else { return };
    let env = reviewed();
    browser.command("Emulation.setScriptExecutionDisabled", &json!({ "value": true }));
    browser.open(&env.path("review.html"), "#find=nobody");
    assert!(entries(&browser).len() > 8);
    assert_eq!(browser.run("return document.getElementById('filter').checkVisibility()"), false);
    assert_eq!(
        browser.run("return document.querySelectorAll('button').length"),
        1,
        "that of the form, which is hidden"
    );
}

#[test]
fn on_paper_there_are_the_lists_and_no_controls() {
    let Some(browser) = Browser::start() else { return };
    let env = reviewed();
    browser.open(&env.path("review.html"), "");
    browser.command("Emulation.setEmulatedMedia", &json!({ "media": "print" }));
    assert_eq!(browser.run("return document.getElementById('filter').checkVisibility()"), false);
    assert!(entries(&browser).len() > 8);
    assert!(browser.print().starts_with("JVBERi0"), "a PDF begins with %PDF-");
}

/// What a screen reader is told: landmarks, headings in order, tables with captions and headers.
#[test]
fn the_page_is_told_well_by_a_screen_reader() {
    let Some(browser) = Browser::start() else { return };
    let env = reviewed();
    browser.open(&env.path("review.html"), "");
    browser.command("Accessibility.enable", &json!({}));
    let tree = browser.command("Accessibility.getFullAXTree", &json!({}));
    let nodes: Vec<String> = tree["nodes"].as_array().expect("nodes").iter().map(role_and_name).collect();
    for wanted in [
        "banner ",
        "main ",
        "contentinfo ",
        "navigation On this page",
        "search Find in the lists",
        "region Summary",
        "heading Rows to fix 8",
        "searchbox Find",
        "combobox Show",
        "table Number of contacts in which each field changes",
        "status ",
        "image 2 would be added, 5 would change, 0 would stay the same, 8 to fix",
        "columnheader Contacts",
        "rowheader Email",
        "heading Aisha Rahman-Lee contact 1 · line 2",
        "deletion ",
        "insertion ",
    ] {
        let kind = wanted.split(' ').next().unwrap_or_default();
        let of_kind: Vec<_> = nodes.iter().filter(|node| node.starts_with(kind)).collect();
        assert!(nodes.iter().any(|node| node.starts_with(wanted)), "no '{wanted}' among {of_kind:#?}");
    }
    let wrong = browser.run(
        "const wrong = [];
        const all = (selector) => [...document.querySelectorAll(selector)];
        for (const table of all('table')) if (!table.caption?.textContent) wrong.push('a table without a caption');
        for (const th of all('th')) if (!th.scope) wrong.push('th without scope: ' + th.textContent);
        const ids = all('[id]').map((e) => e.id);
        if (new Set(ids).size !== ids.length) wrong.push('an id twice');
        for (const e of all('[aria-labelledby],[aria-describedby]'))
          for (const id of (e.getAttribute('aria-labelledby') + ' ' + (e.getAttribute('aria-describedby') || '')).split(' '))
            if (id && id !== 'null' && !document.getElementById(id)) wrong.push('no ' + id);
        let level = 0;
        for (const h of all('h1,h2,h3')) { const now = +h.tagName[1]; if (now > level + 1) wrong.push(h.textContent); level = now; }
        if (!document.documentElement.lang || all('h1').length !== 1 || all('main').length !== 1) wrong.push('lang, h1 or main');
        return wrong",
    );
    assert_eq!(wrong, json!([]));
}

fn role_and_name(node: &Value) -> String {
    let part = |name: &str| node[name]["value"].as_str().unwrap_or_default().to_owned();
    format!("{} {}", part("role"), part("name"))
}
