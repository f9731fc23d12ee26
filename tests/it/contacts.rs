//! Spec section 9: `list` and `show`.

use serde_json::json;

use crate::support::TestEnv;

const PEOPLE: &str = "\
First Name,Last Name,Phone Number,Email,Country,Language,Tags
Ann,Lee,+60123000001,ann@example.com,MY,en,\"vip,blog\"
Bob,,+60123000002,,,,
Zoë,Müller,+4915123456789,zoe@example.org,DE,de,vip
";

#[test]
fn a_contact_is_listed_as_json() {
    let env = TestEnv::with_contacts(PEOPLE);
    let listed = env.run("list --json").done().json();
    assert_eq!(listed["total"], 3);
    assert_eq!(
        listed["contacts"][1],
        json!({
            "id": 2, "first_name": "Bob", "last_name": null, "phone": "+60123000002", "email": null, "country": null,
            "language": null, "tags": [], "custom": {},
            "created_at": "2026-11-22T13:30:00Z", "updated_at": "2026-11-22T13:30:00Z",
        })
    );
    assert_eq!(env.people()[0], "1 Ann, Lee, +60123000001, ann@example.com, MY, en, [blog vip]");
}

#[test]
fn a_list_is_searched_filtered_and_cut() {
    let env = TestEnv::with_contacts(PEOPLE);
    let cases: &[(&str, u64, &[u64])] = &[
        ("", 3, &[1, 2, 3]),
        ("ann", 1, &[1]),
        ("LEE", 1, &[1]),
        ("+60123", 2, &[1, 2]),
        ("example.org", 1, &[3]),
        ("müller", 1, &[3]),
        ("nobody", 0, &[]),
        ("%", 0, &[]),
        ("_", 0, &[]),
        ("--tag vip", 2, &[1, 3]),
        ("--tag VIP", 2, &[1, 3]),
        ("--tag none", 0, &[]),
        ("ann --tag vip", 1, &[1]),
        ("lee ann", 1, &[1]),
        ("'ann  lee'", 1, &[1]),
        ("''", 3, &[1, 2, 3]),
        ("ann müller", 0, &[]),
        ("--limit 2", 3, &[1, 2]),
        ("--limit 1 --tag vip", 2, &[1]),
    ];
    for (options, total, ids) in cases {
        let outcome = env.run(&format!("list {options} --json")).done();
        let json = outcome.json();
        let listed: Vec<_> = json["contacts"].as_array().unwrap().iter().map(|c| c["id"].as_u64().unwrap()).collect();
        assert_eq!((&json["total"], listed.as_slice()), (&json!(total), *ids), "{outcome}");
    }
}

#[test]
fn values_of_custom_fields_are_searched_too() {
    let env = TestEnv::new();
    env.run("fields add City").done();
    env.run("fields add Level").done();
    env.add_contacts("First Name,City,Level\nAnn,Kuala Lumpur,Gold\nBob,Köln,gold\nKöln,,\nDee,,\n");
    let found = |words: &str| {
        let json = env.run(&format!("list {words} --json")).done().json();
        let ids = json["contacts"].as_array().unwrap().iter().map(|c| c["id"].as_u64().unwrap()).collect::<Vec<_>>();
        assert_eq!(json["total"], ids.len());
        ids
    };
    assert_eq!(found("kuala"), [1]);
    assert_eq!(found("KÖLN"), [2, 3]);
    assert_eq!(found("gold"), [1, 2]);
    assert_eq!(found("bob köln gold"), [2]);
    assert_eq!(found("'lumpur gold'"), [1]);
    assert!(found("lumpurgold").is_empty());
    env.run("list gold --limit 1").done().says_all(&["Ann", "1 of 2 contacts"]);
    env.run("edit 1 City= Level=").done();
    assert_eq!(found("gold"), [2]);
}

#[test]
fn a_phone_number_that_nobody_has_is_searched_for_in_numbers_and_own_fields() {
    let env = TestEnv::new();
    env.run("fields add Mobile --type phone").done();
    env.run("fields add Note").done();
    env.add_contacts(
        "First Name,Phone Number,Mobile,Note\nAnn,+4915123456789,+60123456789,\nBob,,,ask +60129998877 first\n",
    );
    let found = |text: &str| -> Vec<u64> {
        let json = env.run(&format!("list {text} --json")).done().json();
        json["contacts"].as_array().unwrap().iter().map(|contact| contact["id"].as_u64().unwrap()).collect()
    };
    assert_eq!(found("+491512345678"), [1], "a whole number that begins hers");
    assert_eq!(found("'+60 12-345 6789'"), [1], "of an own field, however it is written");
    assert_eq!(found("+60129998877"), [2], "within an own field");
    assert!(found("+60123456780").is_empty());
    assert!(found("'+60 12-999 8877' --tag none").is_empty());
}

#[test]
fn an_empty_workspace_lists_nothing_and_that_is_no_error() {
    let env = TestEnv::new();
    assert_eq!(env.run("list --json").done().json(), json!({"contacts": [], "total": 0}));
    env.run("list").done();
}

#[test]
fn list_and_show_print_contacts_for_people() {
    let env = TestEnv::with_contacts(PEOPLE);
    env.run("list").done().says_all(&["Ann", "Lee", "+60123000001", "Zoë", "Müller"]);
    env.run("show 1").done().says_all(&["Ann", "Lee", "+60123000001", "ann@example.com", "vip", "blog"]);
    assert_eq!(env.run("show 3 --json").done().json()["first_name"], "Zoë");
}

#[test]
fn a_contact_that_is_not_there_is_an_error() {
    let env = TestEnv::with_contacts(PEOPLE);
    env.run("show 99").exits(1).says("99");
    env.run("show Ann").exits(2);
    env.run("list --limit many").exits(2);
}

#[test]
fn control_characters_of_contacts_are_not_printed() {
    let env = TestEnv::with_contacts("First Name,Last Name\nAnn,\"\u{1b}[2J\u{1b}]0;pwned\u{7}\u{202e}Lee\r\nx\"\n");
    for line in ["list", "show 1"] {
        let outcome = env.run(line).done();
        let bad = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!outcome.stdout.contains(bad) && !outcome.stderr.contains(bad), "{outcome}");
    }
    env.run("list --json").done().json();
}

#[test]
fn a_search_takes_thousands_of_words_and_refuses_more_in_words() {
    let env = TestEnv::with_contacts(PEOPLE);
    let found = |line: &str| env.run(&format!("{line} --json")).done().json()["total"].clone();
    let letters: Vec<String> = (0..3_000).map(|n| ["a", "n", "lee", "ann"][n % 4].to_owned()).collect();
    assert_eq!(found(&format!("list {}", letters.join(" "))), 1);
    assert_eq!(found(&format!("list {} zoe", letters.join(" "))), 0);
    assert_eq!(found(&format!("list{}", " --tag vip --tag blog".repeat(1_000))), 1);
    let refused = env.run(&format!("list {}", "a ".repeat(10_001))).exits(2);
    refused.says("a search takes at most 10,000 words and tags, and these are 10,001");
}
