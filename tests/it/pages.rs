//! Pages to share, of a review and of the history: what they say, and how they do in a real browser.

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

/// What a person sees of the lists: the first cell of each entry that is shown.
const ENTRIES: &str = "return [...document.querySelectorAll('.list tbody')]
    .filter((entry) => entry.checkVisibility()).map((entry) => entry.closest('section').id + ' ' + entry.rows[0].cells[0].textContent)";

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

#[test]
fn a_page_of_a_long_list_is_bounded_and_says_so() {
    let env = TestEnv::new();
    let rows = (1..=2_500).map(|n| format!("Person {n},+60123{n:06}\n")).collect::<String>();
    let wrong = (1..=1_500).map(|n| format!("Wrong {n},12\n")).collect::<String>();
    env.write("long.csv", format!("First Name,Phone Number\n{rows}{wrong}"));
    review(&env, "long.csv", "--purpose add --id phone");
    let page = env.read("review.html");
    for part in ["Contacts that would be added: 2,500", "the first 1,000 of 2,500", "Rows in error: 1,500", "4,000"] {
        assert!(page.contains(part), "{part} is not on the page");
    }
    assert!(page.len() < 1_000_000, "{}", page.len());
    env.run("import long.csv").exits(3);
    env.run("history 1 --html import.html").done();
    let page = env.read("import.html");
    for part in ["Contacts that were added: 2,500", "the first 1,000 of 2,500", "Rows in error: 1,500", "Person 1<"] {
        assert!(page.contains(part), "{part} is not on the page");
    }
}

#[test]
fn entries_of_the_history_are_pages() {
    let env = reviewed();
    env.run("import leads.csv").exits(3);
    env.run("edit 1 'Last Name=Lim'").done();
    env.run("undo 2 --yes").done();
    env.run("history 2 --html two.html").done().says("Wrote the page of entry 2 to two.html");
    let page = env.read("two.html");
    for part in ["Import 2 of leads.csv", "Rahman-Lee", "by entry 4", "phone-letters"] {
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
    assert!(page.contains("phone-letters") && !page.contains("6018998877O"), "{page}");
}

#[test]
fn the_lists_are_filtered_and_searched_in_a_browser() {
    let Some(browser) = Browser::start() else { return };
    let env = reviewed();
    browser.open(&env.path("review.html"), "");
    let all = entries(&browser);
    assert!(all.len() > 8 && all.contains(&"changed 2".to_owned()) && all.contains(&"errors 9".to_owned()), "{all:?}");

    browser.write("#find", "Rahman  lee");
    assert_eq!(entries(&browser), ["changed 2"]);
    assert_eq!(text(&browser, "#status"), format!("1 of {} entries of this page are shown", all.len()));
    assert_eq!(text(&browser, "#errors .none"), "Nothing of this list matches.");
    browser.click("button[type=reset]");
    browser.settle();
    assert_eq!(entries(&browser), all);

    browser.click("#show");
    browser.click("#show option[value=errors]");
    assert!(entries(&browser).iter().all(|entry| entry.starts_with("errors ")) && entries(&browser).len() > 3);
    browser.run("location.reload()");
    assert!(entries(&browser).iter().all(|entry| entry.starts_with("errors ")), "the address keeps what is shown");

    browser
        .run("[...document.querySelectorAll('#kinds button')].find((b) => b.textContent === 'phone-letters').click()");
    assert_eq!(entries(&browser), ["errors 10"]);
    browser.open(&env.path("review.html"), "#find=phone-letters");
    assert_eq!(entries(&browser), ["errors 10"]);
}

#[test]
fn the_keyboard_reaches_everything_in_order() {
    let Some(browser) = Browser::start() else { return };
    let env = reviewed();
    browser.open(&env.path("review.html"), "");
    let focused = || browser.run("const e = document.activeElement; return e.id || e.innerText").to_string();
    browser.press(TAB);
    assert_eq!(focused(), "\"Skip to the lists\"");
    browser.press(ENTER);
    assert_eq!(browser.run("return location.hash"), "#lists");
    browser.press(TAB);
    assert_eq!(focused(), "\"find\"");
    browser.press("letters");
    assert_eq!(entries(&browser), ["errors 10"]);
    browser.press(TAB);
    assert_eq!(focused(), "\"show\"");
    browser.press(TAB);
    browser.press(ENTER);
    browser.settle();
    assert!(entries(&browser).len() > 8);
    assert_eq!(focused(), "\"find\"", "the focus is never lost");
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
    assert_eq!(browser.run(strange), 0);
    assert_eq!(browser.run("return document.scripts.length + document.styleSheets.length"), 2);
    assert_eq!(browser.run("return performance.getEntriesByType('resource').length"), 0);
    let shown = text(&browser, "body");
    assert!(!shown.contains('\u{202e}') && shown.contains("</script><script>"), "{shown}");
}

#[test]
fn the_policy_of_the_page_lets_nothing_else_run_or_load() {
    let Some(browser) = Browser::start() else { return };
    let env = reviewed();
    browser.open(&env.path("review.html"), "");
    let blocked = browser.run(
        "const blocked = []; document.addEventListener('securitypolicyviolation', (e) => blocked.push(e.effectiveDirective));
        const add = (name, set) => { const e = document.createElement(name); set(e); document.body.append(e); };
        add('script', (e) => { e.textContent = 'document.title = \"owned\"'; });
        add('style', (e) => { e.textContent = 'body { display: none }'; });
        add('img', (e) => { e.src = 'https://example.com/x.png'; });
        return new Promise((done) => setTimeout(() => done(blocked.sort().join(' ')), 200))",
    );
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
    assert_eq!(browser.run("return document.querySelectorAll('#kinds button').length"), 0);
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
        "search Filter the lists",
        "region Outcome",
        "heading Rows in error: 8",
        "searchbox Find",
        "combobox Show",
        "table Rows of the file by what becomes of them",
        "status ",
        "image Of 15 rows: 2 Imported, 5 Updated, 0 Skipped, 8 Error",
        "columnheader Before",
        "rowheader 9",
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

/// WCAG 2.2 asks for 4.5 of text.
#[test]
fn text_stands_out_from_the_page_in_light_and_dark() {
    let Some(browser) = Browser::start() else { return };
    let env = reviewed();
    browser.open(&env.path("review.html"), "");
    for scheme in ["light", "dark"] {
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        browser.command("Emulation.setEmulatedMedia", &json!({ "features": features }));
        let faint = browser.run(
            "const lights = (css) => css.match(/[\\d.]+/g).slice(0, 3).map((v) => v / 255)
                .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
            const luminance = (css) => { const [r, g, b] = lights(css); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
            const behind = (e) => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor;
                if (!/, 0\\)$/.test(c)) return c; } return 'rgb(255, 255, 255)'; };
            const faint = [];
            for (const e of document.querySelectorAll('body *')) {
              if (![...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()) || !e.checkVisibility()) continue;
              const style = getComputedStyle(e);
              const colour = e instanceof SVGElement ? style.fill : style.color;
              const [a, b] = [luminance(colour), luminance(behind(e))].sort((x, y) => y - x);
              if ((a + 0.05) / (b + 0.05) < 4.5) faint.push(e.tagName + ' ' + colour + ' on ' + behind(e));
            }
            return faint",
        );
        assert_eq!(faint, json!([]), "{scheme}");
    }
}
