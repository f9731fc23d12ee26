//! `stats`: the contact base in numbers, as bars in a terminal and as charts on a page.

use serde_json::{Value, json};

use crate::support::{Browser, TestEnv};

/// An environment with two lists of two months: a country in the field, in the number, in both and in neither.
fn env() -> TestEnv {
    let mut env = TestEnv::new();
    env.run("fields add Level --type text").done();
    env.set_clock("2026-09-10T12:00:00Z");
    env.write(
        "fair.csv",
        "First Name,Phone Number,Email,Country,Tags\n\
         Ann,+60123000001,ann@example.com,MY,vip\nBob,+60123000002,,,vip\nCid,+60123000003,cid@example.com,SG,\n",
    );
    env.run("import fair.csv --purpose add --id phone --import-tag fair-2026").done();
    env.set_clock("2026-11-10T12:00:00Z");
    env.write(
        "leads.csv",
        "First Name,Phone Number,Email,Level\n\
         Ann,+60123000001,ANN@example.com,\nDee,+14165550123,,Gold\nEve,,eve@example.com,\nFay,,,\n",
    );
    env.run("import leads.csv --purpose add-all --no-import-tag").done();
    env.run("delete 7 --yes").done();
    env
}

fn stats(env: &TestEnv) -> Value {
    env.run("stats --json").done().json()
}

fn sum(list: &Value, key: &str) -> u64 {
    list.as_array().expect("a list").iter().map(|entry| entry[key].as_u64().expect("a number")).sum()
}

#[test]
fn everything_is_counted_once() {
    let expected = json!({
        "contacts": 6,
        "all_contacts": 6,
        "countries": [
            { "country": "MY", "name": "Malaysia", "contacts": 3, "by_field": 1, "by_phone": 2 },
            { "country": "CA", "name": "Canada", "contacts": 1, "by_field": 0, "by_phone": 1 },
            { "country": "SG", "name": "Singapore", "contacts": 1, "by_field": 1, "by_phone": 0 },
        ],
        "without_country": 1,
        "sources": [
            { "source": "fair.csv", "imports": 1, "contacts": 3 },
            { "source": "leads.csv", "imports": 1, "contacts": 3 },
        ],
        "months": [
            { "month": "2026-09", "contacts": 3, "added": 3, "removed": 0, "total": 3 },
            { "month": "2026-10", "contacts": 0, "added": 0, "removed": 0, "total": 3 },
            { "month": "2026-11", "contacts": 3, "added": 4, "removed": 1, "total": 6 },
        ],
        "fields": [
            { "field": "First Name", "filled": 6 },
            { "field": "Last Name", "filled": 0 },
            { "field": "Phone Number", "filled": 5 },
            { "field": "Email", "filled": 4 },
            { "field": "Country", "filled": 2 },
            { "field": "Language", "filled": 0 },
            { "field": "Tags", "filled": 3 },
            { "field": "Level", "filled": 1 },
        ],
        "tags": [
            { "tag": "fair-2026", "contacts": 3, "import_tag": true },
            { "tag": "vip", "contacts": 2, "import_tag": false },
        ],
        "duplicates": {
            "groups": 1,
            "phone": { "values": 1, "contacts": 2 },
            "email": { "values": 1, "contacts": 2 },
        },
    });
    assert_eq!(stats(&env()), expected);
}

#[test]
fn the_selected_are_counted_as_if_there_were_no_others() {
    let selections = [
        "--tag vip",
        "--not-tag vip",
        "--where 'Country is empty' --where 'Phone Number is set'",
        "--import 1",
        "--changed-since import:1",
        "--tag vip --where 'Contact ID != 2'",
        "ann",
        "--where 'Country = DE'",
    ];
    for selection in selections {
        let env = env();
        let json = env.run(&format!("stats {selection} --json")).done().json();
        let selected = env.run(&format!("list {selection} --json")).done().json()["total"].clone();
        assert_eq!((&json["contacts"], &json["all_contacts"]), (&selected, &json!(6)), "{selection}");
        for months in [sum(&json["months"], "added"), sum(&json["months"], "contacts")] {
            assert_eq!(json!(months), selected, "{selection}");
        }
        // All but the growth is that of a workspace without the others.
        let others: Vec<String> = others(&env, selection);
        env.run(&format!("delete {} --yes", others.join(" "))).done();
        let expected = stats(&env);
        for part in ["contacts", "countries", "without_country", "sources", "fields", "tags", "duplicates"] {
            assert_eq!(json[part], expected[part], "{selection}: {part}");
        }
    }
}

/// IDs of the contacts that are not selected.
fn others(env: &TestEnv, selection: &str) -> Vec<String> {
    let ids = |selection: &str| -> Vec<String> {
        let list = env.run(&format!("list {selection} --json")).done().json();
        list["contacts"].as_array().expect("contacts").iter().map(|contact| contact["id"].to_string()).collect()
    };
    let selected = ids(selection);
    ids("").into_iter().filter(|id| !selected.contains(id)).collect()
}

#[test]
fn a_part_of_the_contacts_is_told_as_such() {
    let env = env();
    let shown = env.run("stats --tag vip").done();
    assert!(shown.stdout.starts_with("2 of 6 contacts\n"), "{shown}");
    assert!(
        shown.stdout.contains("Phone Number") && shown.stdout.contains("100 %"),
        "shares are of the selected: {shown}"
    );
    // `duplicates` lists those of all contacts.
    let shown = env.run("stats ann").done();
    assert!(shown.stdout.contains("1 group") && !shown.stdout.contains("see: contacts duplicates"), "{shown}");
    assert_eq!(env.run("stats --where 'Country = DE'").done().stdout, "0 of 6 contacts\n");
    env.run("stats --tag vip --html vips.html").done();
    let page = env.read("vips.html");
    assert!(page.contains("2 of 6 contacts in numbers") && page.contains("of 6 contacts<"), "{page}");
    assert!(!page.contains("The contact base"), "{page}");
}

#[test]
fn a_selection_that_cannot_be_read_is_told_as_by_list() {
    let env = env();
    for selection in
        ["--where 'Contry = MY'", "--import 99", "--source crm", "--changed-since soon", "--where 'Country'"]
    {
        let expected = env.run(&format!("list {selection}"));
        let told = env.run(&format!("stats {selection}"));
        assert_eq!((told.status, &told.stderr), (expected.status, &expected.stderr), "{selection}");
    }
    env.run("stats --tag vipp").done().says("there is no tag 'vipp'; did you mean 'vip'?");
}

/// The sums agree with the contacts, the history with the growth, and the duplicates with `duplicates`.
#[track_caller]
fn assert_sums(env: &TestEnv, after: &str) {
    let stats = stats(env);
    let contacts = env.run("list --json").done().json()["total"].as_u64();
    assert_eq!(stats["contacts"].as_u64(), contacts, "{after}");
    let with_country = sum(&stats["countries"], "contacts") + stats["without_country"].as_u64().unwrap_or_default();
    let months = stats["months"].as_array().expect("months");
    let last = months.last().expect("a month")["total"].as_u64();
    let grown = sum(&stats["months"], "added").checked_sub(sum(&stats["months"], "removed"));
    let sources = sum(&stats["sources"], "contacts");
    let of_months = sum(&stats["months"], "contacts");
    for counted in [Some(with_country), Some(sources), Some(of_months), last, grown] {
        assert_eq!(counted, contacts, "{after}: {stats:#}");
    }
    let groups = &env.run("duplicates --json").done().json()["total"];
    assert_eq!(&stats["duplicates"]["groups"], groups, "{after}");
}

#[test]
fn the_sums_agree_after_every_change_and_its_undo() {
    let env = env();
    assert_sums(&env, "two imports and a deletion");
    for line in ["undo 3 --yes", "undo 2 --yes", "undo 5 --yes", "merge 1 4 --keep oldest --yes", "undo 7 --yes"] {
        env.run(line).done();
        assert_sums(&env, line);
    }
    env.run("undo 1 --yes").done();
    assert_sums(&env, "undo of the first import");
    assert_eq!(stats(&env)["sources"][0]["source"], "leads.csv");
}

#[test]
fn the_charts_fit_every_terminal() {
    let env = env();
    for columns in [20, 50, 80, 160] {
        let screen = env.terminal_of("stats", (60, columns)).finish().screen;
        assert!(screen.starts_with("6 contacts\n"), "{screen}");
        // A chart that was too wide would go on in the next line with the end of a bar.
        let broken = screen.lines().find(|line| line.trim_start().starts_with('█'));
        assert_eq!(broken, None, "{columns} columns:\n{screen}");
        assert!(screen.contains("2026-09  3"), "labels go before bars, {columns} columns:\n{screen}");
        assert_eq!(screen.contains("100 %  █"), columns > 20, "{columns} columns:\n{screen}");
    }
    let screen = env.terminal_of("stats", (60, 50)).finish().screen;
    for part in
        ["(no country)", "fair.csv", "+4 -1", "Phone Number", "without 1 import tag", "see: contacts duplicates"]
    {
        assert!(screen.contains(part), "{part}:\n{screen}");
    }
}

#[test]
fn a_dumb_terminal_and_a_pipe_get_what_they_can_show() {
    let mut env = env();
    let piped = env.run("stats").done();
    assert!(piped.stdout.contains(&"█".repeat(40)) && piped.stderr.is_empty(), "{piped}");
    env.set("TERM", "dumb");
    let screen = env.terminal("stats").finish().screen;
    assert!(screen.is_ascii() && screen.contains("50 %  ####"), "{screen}");
}

#[test]
fn the_limit_holds_for_each_chart_and_the_rest_is_told() {
    let env = env();
    let shown = env.run("stats --limit 1").done();
    for part in ["Malaysia", "and 2 more countries with 2 contacts", "and 1 more source with 3 contacts"] {
        assert!(shown.stdout.contains(part), "{part}: {shown}");
    }
    assert!(shown.stdout.contains("and 2 earlier months") && !shown.stdout.contains("2026-09"), "{shown}");
    let json = env.run("stats --limit 1 --json").done().json();
    assert_eq!(json["countries"].as_array().map(Vec::len), Some(1));
    assert_eq!(json["months"][0]["month"], "2026-11", "the latest months");
    assert_eq!(json["fields"].as_array().map(Vec::len), Some(8), "fields are all there");
}

#[test]
fn an_empty_workspace_has_no_charts() {
    let env = TestEnv::new();
    assert_eq!(env.run("stats").done().stdout, "0 contacts\n");
    let json = stats(&env);
    assert_eq!((&json["contacts"], &json["months"], &json["countries"]), (&json!(0), &json!([]), &json!([])));
    env.run("stats --html empty.html").done();
    assert!(!env.read("empty.html").contains("<section"), "{}", env.read("empty.html"));
}

#[test]
fn the_page_is_private_and_replaces_only_pages() {
    let env = env();
    let wrote = env.run("stats --html base.html").done();
    assert_eq!(wrote.stdout, "Wrote the page to base.html\n");
    assert_eq!(env.mode("base.html"), 0o600);
    assert_eq!(env.run("stats --html base.html --json").done().json(), json!({ "file": "base.html" }));
    let page = env.read("base.html");
    for part in ["Contacts on 2026-11-10", "By country", "Malaysia", "fair.csv", "without 1 import tag"] {
        assert!(page.contains(part), "{part} is not on the page");
    }
    for value in ["ann@example.com", "+60123000001", "Ann"] {
        assert!(!page.contains(value), "{value} is on the page");
    }
    env.write("mine.html", "<p>mine</p>");
    env.run("stats --html mine.html").exits(4).says("not written by contacts");
    assert_eq!(env.read("mine.html"), "<p>mine</p>");
}

/// An environment in which lists, fields and tags have names that would be markup.
fn hostile_env() -> TestEnv {
    let env = TestEnv::new();
    env.run("fields add '<img src=https://example.com/x.png onerror=alert(1)>' --type text").done();
    env.write(
        "<b>owned<b>.csv",
        "First Name,Country,Tags\nAnn,MY,\"<script>document.title='owned'</script>\"\nBob,,<style>body{display:none}</style>\n",
    );
    env.run("import '<b>owned<b>.csv' --purpose add-all").done();
    env
}

#[test]
fn hostile_names_are_inert_and_nothing_is_loaded_or_run() {
    let Some(browser) = Browser::start() else { return };
    let env = hostile_env();
    env.run("stats --html base.html").done();
    browser.open(&env.path("base.html"), "");
    assert_eq!(browser.run("return document.title"), "Contacts on 2026-11-22");
    let strange = "return document.querySelectorAll('script,img,base,iframe,link,object,b,[onerror],[style]').length";
    assert_eq!(browser.run(strange), 0);
    assert_eq!(browser.run("return performance.getEntriesByType('resource').length"), 0);
    let shown = browser.run("return document.body.innerText");
    assert!(
        shown.as_str().is_some_and(|text| text.contains("<b>owned<b>.csv") && text.contains("<script>")),
        "{shown}"
    );
    let blocked = browser.blocked_by_policy();
    assert_eq!(blocked, "img-src script-src-elem style-src-elem");
}

#[test]
fn the_page_fits_every_screen_and_paper_in_light_and_dark() {
    let Some(browser) = Browser::start() else { return };
    let mut env = env();
    env.set_clock("2027-12-10T12:00:00Z");
    env.write(&format!("{}.csv", "long".repeat(40)), "First Name,Tags\nGus,a tag with quite a long name\n");
    env.run(&format!("import {}.csv --purpose add-all", "long".repeat(40))).done();
    env.run("stats --html base.html").done();
    browser.open(&env.path("base.html"), "");
    for width in [360, 800, 1280] {
        let metrics = json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false });
        browser.command("Emulation.setDeviceMetricsOverride", &metrics);
        assert_eq!(browser.run("return document.documentElement.scrollWidth <= innerWidth"), true, "{width}");
        let narrow = browser
            .run("return [...document.querySelectorAll('td.share-bar svg')].filter((e) => e.clientWidth < 40).length");
        assert_eq!(narrow, 0, "{width}: bars have room");
    }
    for scheme in ["light", "dark"] {
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        browser.command("Emulation.setEmulatedMedia", &json!({ "features": features }));
        let colors = browser.run(
            "const color = (e, name) => getComputedStyle(document.querySelector(e))[name];
            return [color('body', 'backgroundColor'), color('.part1', 'fill'), color('.part2', 'fill'), color('.part3', 'fill')]",
        );
        let colors = colors.as_array().expect("colours");
        assert!((1..4).all(|part| !colors[..part].contains(&colors[part])), "{scheme}: {colors:?}");
    }
    browser.command("Emulation.setEmulatedMedia", &json!({ "media": "print" }));
    assert!(browser.print().starts_with("JVBERi0"), "a PDF begins with %PDF-");
}

/// What a screen reader is told: headings in order, tables with captions and headers, a chart with a sentence.
#[test]
fn the_page_is_told_well_by_a_screen_reader() {
    let Some(browser) = Browser::start() else { return };
    let env = env();
    env.run("stats --html base.html").done();
    browser.open(&env.path("base.html"), "");
    let chart = browser.run("return document.querySelector('figure svg[role=img] > title').textContent");
    assert_eq!(chart, "From 3 contacts at the end of 2026-09 to 6 in 2026-11");
    let wrong = browser.run(
        "const wrong = [];
        const all = (selector) => [...document.querySelectorAll(selector)];
        for (const table of all('table')) if (!table.caption?.textContent) wrong.push('a table without a caption');
        for (const th of all('th')) if (!th.scope) wrong.push('th without scope: ' + th.textContent);
        for (const svg of all('svg:not([role])')) if (svg.ariaHidden !== 'true') wrong.push('a drawing without a name');
        const ids = all('[id]').map((e) => e.id);
        if (new Set(ids).size !== ids.length) wrong.push('an id twice');
        for (const e of all('[aria-labelledby]'))
          if (!document.getElementById(e.getAttribute('aria-labelledby'))) wrong.push('no ' + e.getAttribute('aria-labelledby'));
        if (!document.documentElement.lang || all('h1').length !== 1 || all('main').length !== 1) wrong.push('lang, h1 or main');
        return wrong",
    );
    assert_eq!(wrong, json!([]));
}
