//! Spec section 8: `show` offers ways to start a conversation.

use serde_json::json;

use crate::support::TestEnv;

const PEOPLE: &str = "\
First Name,Phone Number,Email
Ann,+60189988776,Ann+news@Example.com
Bob,,
Cid,,\"cid&bcc=x?y%@münchen.de\"
";

fn env() -> TestEnv {
    TestEnv::with_contacts(PEOPLE)
}

/// Puts an opener into the environment that notes what it is told, and ends so.
fn put_opener(env: &TestEnv, status: i32) {
    let script = format!("#!/bin/sh\nprintf '%s\\n' \"$#\" \"$@\" > opened.txt\nexit {status}\n");
    env.write_program("../bin/xdg-open", script);
}

#[test]
fn links_stand_where_the_contact_has_a_number_or_an_address() {
    let env = env();
    assert_eq!(
        env.run("show 1 --json").done().json()["links"],
        json!({"whatsapp": "https://wa.me/60189988776", "sms": "sms:+60189988776", "call": "tel:+60189988776",
               "email": "mailto:Ann+news@Example.com"})
    );
    assert_eq!(
        env.run("show 2 --json").done().json()["links"],
        json!({"whatsapp": null, "sms": null, "call": null, "email": null})
    );
    assert_eq!(env.run("show 3 --json").done().json()["links"]["email"], "mailto:cid%26bcc%3Dx%3Fy%25@m%C3%BCnchen.de");
    env.run("show 1").done().says_all(&["WhatsApp", "https://wa.me/60189988776", "sms:+60189988776", "mailto:Ann"]);
    env.run("show 2").done().never_says("WhatsApp");
}

#[test]
fn a_link_is_handed_to_the_opener_of_the_system_as_one_word() {
    let env = env();
    put_opener(&env, 0);
    for (line, link) in [
        ("show 1 --open whatsapp", "https://wa.me/60189988776"),
        ("show 1 --open sms", "sms:+60189988776"),
        ("show 1 --open call", "tel:+60189988776"),
        ("show 3 --open email", "mailto:cid%26bcc%3Dx%3Fy%25@m%C3%BCnchen.de"),
    ] {
        env.run(line).done().says_all(&["Opened", link]);
        assert_eq!(env.read("opened.txt"), format!("1\n{link}\n"));
    }
    assert_eq!(env.run("show 1 --open sms --json").done().json(), json!({"opened": "sms:+60189988776"}));
}

#[test]
fn a_link_that_cannot_be_opened_is_an_error_that_shows_it() {
    let env = env();
    put_opener(&env, 3);
    env.run("show 1 --open sms").exits(1).says_all(&["xdg-open", "sms:+60189988776"]);
    env.run("show 2 --open sms").exits(1).says_all(&["contact 2 has no Phone Number", "contacts edit 2"]);
    env.run("show 2 --open email").exits(1).says("has no Email");
    env.run("show 1 --open fax").exits(2).says("whatsapp");
    env.shell("PATH=/nowhere ../bin/contacts show 1 --open sms").exits(1).says("cannot be run");
}

#[test]
fn what_touched_a_contact_is_told() {
    let env = env();
    env.write("leads.csv", "First Name,Phone Number\nAnna,+60189988776\n");
    env.import("leads.csv", "--purpose update --id phone").done();
    env.run("edit 1 Country=MY").done();
    env.run("merge 1 2 --keep 1 --yes").done();
    env.run("undo 3 --yes").done();
    env.run("show 1").done().says_all(&[
        "by import 1, line 2 of contacts-before.csv",
        "import 2 of leads.csv",
        "edit 3, taken back",
        "merge 4",
        "Merged IDs",
    ]);
    let json = env.run("show 1 --json").done().json();
    let told: Vec<_> =
        json["history"].as_array().unwrap().iter().map(|t| (&t["id"], &t["kind"], &t["undone"])).collect();
    let (import, edit, merge) = (json!("import"), json!("edit"), json!("merge"));
    let (one, two, three, four) = (json!(1), json!(2), json!(3), json!(4));
    let (yes, no) = (json!(true), json!(false));
    assert_eq!(told, [(&one, &import, &no), (&two, &import, &no), (&three, &edit, &yes), (&four, &merge, &no)]);
    assert_eq!(json["absorbed"], json!([2]));
    assert_eq!(env.run("show 3 --json").done().json()["absorbed"], json!([]));
}

#[test]
fn the_sources_whose_lists_held_it_are_named() {
    let env = TestEnv::new();
    for (list, source) in [("Ann,ann@example.com\nBob,bob@example.com\n", "crm"), ("Ann,ann@example.com\n", "crm")] {
        env.write("list.csv", format!("First Name,Email\n{list}"));
        env.run(&format!("import list.csv --purpose add-update --id email --source {source}")).done();
    }
    env.run("import list.csv --purpose add-update --id email --source shop").done();
    let sources = |id: u8| env.run(&format!("show {id} --json")).done().json()["sources"].clone();
    assert_eq!(sources(1), json!([{"name": "crm", "missing": false}, {"name": "shop", "missing": false}]));
    assert_eq!(sources(2), json!([{"name": "crm", "missing": true}]));
    env.run("show 2").done().says("crm (missing from its last list)");
    env.run("add 'First Name=Cyd'").done();
    env.run("show 3").done().never_says("Sources");
}
