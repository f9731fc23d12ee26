//! A saved mapping that was made for a list with the same columns is offered in a terminal (spec section 5).

use serde_json::json;

use crate::journey::driver::ENTER;
use crate::questions::{answered, by_enter, contact, env};
use crate::support::{CTRL_C, TestEnv};

const OFFER: &str = "A saved mapping has the same columns.";

#[test]
fn a_saved_mapping_with_the_same_columns_is_offered_first() {
    let env = env("Vorname,Mail\nAnn,ann@example.com\n");
    env.run("import leads.csv --purpose add --id email --accept-suggestions --save verein").done();
    env.write("next.csv", "Vorname,Mail\nBob,bob@example.com\n");
    let left = by_enter(&env, "import next.csv", &[OFFER, "Import?"]);
    assert_eq!(left.status, 0, "{}", left.screen);
    assert!(left.screen.contains("Use 'verein'"), "{}", left.screen);
    assert_eq!(contact(&env, "Bob")["email"], "bob@example.com");
    env.write("other.csv", "Vorname,Mail\nCid,cid@example.com\n");
    let steps = [("A saved mapping", "start\r"), ("What may the import do", CTRL_C)];
    assert_eq!(answered(&env, "import other.csv", &steps).status, 130);
}

#[test]
fn a_saved_mapping_is_offered_whatever_else_is_typed_unless_it_is_about_columns() {
    let env = env("Vorname,Mobil\nAnn,+60123000001\n");
    env.run("import leads.csv --purpose add --id phone --accept-suggestions --save verein").done();
    for (n, options) in ["--region MY", "--purpose add-update --id phone --region MY --tag fair"].iter().enumerate() {
        env.write("next.csv", format!("Vorname,Mobil\nBob{n},012-300 000{}\n", n + 2));
        let left = by_enter(&env, &format!("import next.csv {options}"), &[OFFER, "Import?"]);
        assert_eq!(left.status, 0, "{}", left.screen);
        assert_eq!(contact(&env, &format!("Bob{n}"))["phone"], format!("+6012300000{}", n + 2));
    }
    let last = env.history()[0].clone();
    assert_eq!((&last["purpose"], &last["options"]["tags"]), (&json!("add-update"), &json!(["fair"])), "{last}");
    env.write("next.csv", "Vorname,Mobil\nCid,+60123000009\n");
    let own = "import next.csv --purpose add --id phone --map 'Vorname=First Name' --map 'Mobil=Phone Number'";
    let left = answered(&env, own, &[("Import?", CTRL_C)]);
    assert!(!left.screen.contains(OFFER), "{}", left.screen);
}

#[test]
fn a_saved_mapping_is_offered_for_the_same_columns_in_another_order() {
    let env = env("Vorname,Mail\nAnn,ann@example.com\n");
    env.run("import leads.csv --purpose add --id email --accept-suggestions --save verein").done();
    env.write("next.csv", "MAIL,Vorname\nbob@example.com,Bob\n");
    assert_eq!(by_enter(&env, "import next.csv", &[OFFER, "Import?"]).status, 0);
    assert_eq!(contact(&env, "Bob")["email"], "bob@example.com");
}

#[test]
fn an_encoding_that_was_confirmed_for_a_saved_mapping_is_not_asked_again() {
    let list = b"First Name,Email\r\nJ\x81rgen,j@example.com\r\nJos\x82,jo@example.com\r\n";
    for (answer, questions) in [
        (ENTER, ["Import?"].as_slice()),
        ("afresh\r", &["What may", "How are", "Tags for", "Where a contact has", "Import?", "Save this"]),
    ] {
        let env = TestEnv::with_contacts("First Name\nSomebody\n");
        env.write("old.csv", "First Name,Email\nAnn,ann@example.com\n");
        env.import("old.csv", "--purpose add --id email --save old").done();
        env.write("leads.csv", list);
        let mut steps = vec![("Are the letters right?", ENTER), (OFFER, answer)];
        steps.extend(questions.iter().map(|question| (*question, ENTER)));
        let left = answered(&env, "import leads.csv", &steps);
        assert_eq!(left.status, 0, "{}", left.screen);
        assert_eq!(env.values("first_name"), ["Somebody", "Ann", "Jürgen", "José"]);
    }
}

/// Two people in a list of the columns of `verein`, which was saved with region and tag.
fn env_with_verein() -> TestEnv {
    let env = env("Vorname,Mobil,Born\nAnn,+60123000001,1980-01-02\n");
    let saved =
        "--purpose add-update --id phone --region MY --tag fair --accept-suggestions --create-field Born=Born:date";
    env.import("leads.csv", &format!("{saved} --save verein")).done();
    env.write("next.csv", "Vorname,Mobil,Born\nBob,012-300 0002,1990-03-04\n");
    env
}

#[test]
fn an_upload_takes_purpose_tags_and_columns_of_the_mapping_that_is_offered() {
    let env = env_with_verein();
    let left = by_enter(&env, "upload next.csv", &[OFFER]);
    assert_eq!(left.status, 0, "{}", left.screen);
    for line in ["map next.csv --yes", "review next.csv", "import next.csv --yes"] {
        env.run(line).done();
    }
    let bob = contact(&env, "Bob");
    assert_eq!((&bob["phone"], &bob["custom"]["Born"]), (&json!("+60123000002"), &json!("1990-03-04")), "{bob}");
    assert!(bob["tags"].as_array().unwrap().contains(&json!("fair")), "{bob}");
}

#[test]
fn an_upload_asks_its_questions_where_the_mapping_is_not_taken_and_does_not_offer_it_again() {
    let env = env_with_verein();
    let left = answered(&env, "upload next.csv", &[(OFFER, "start\r"), ("What may", ENTER), ("How are", CTRL_C)]);
    assert_eq!(left.status, 130, "{}", left.screen);
    let left = by_enter(&env, "upload next.csv", &["What may", "How are", "Tags for"]);
    assert_eq!(left.status, 0, "{}", left.screen);
    assert!(!left.screen.contains(OFFER), "{}", left.screen);
}

#[test]
fn map_takes_the_columns_of_the_mapping_that_is_offered_and_keeps_the_purpose() {
    let env = env_with_verein();
    env.run("upload next.csv --purpose add --id phone").done();
    let left = by_enter(&env, "map next.csv", &[OFFER]);
    assert_eq!(left.status, 0, "{}", left.screen);
    env.run("review next.csv").done();
    env.run("import next.csv --yes").done();
    assert_eq!(contact(&env, "Bob")["phone"], "+60123000002");
    let last = env.history()[0].clone();
    assert_eq!(last["purpose"], "add", "{last}");
}

#[test]
fn map_offers_no_mapping_where_columns_are_decided() {
    let env = env_with_verein();
    env.run("upload next.csv --purpose add --id phone").done();
    let left = answered(&env, "map next.csv", &[(OFFER, "start\r"), ("Is this right?", ENTER), ("They are", ENTER)]);
    assert_eq!(left.status, 0, "{}", left.screen);
    let again = answered(&env, "map next.csv", &[("Is this right?", CTRL_C)]);
    assert!(!again.screen.contains(OFFER), "{}", again.screen);
    env.run("upload next.csv --purpose add --id phone").done();
    let own = answered(&env, "map next.csv --skip Born", &[("Is this right?", CTRL_C)]);
    assert!(!own.screen.contains(OFFER), "{}", own.screen);
}

#[test]
fn a_mapping_for_a_header_further_down_is_used_for_a_list_without_titles() {
    let env = env("Report of today\n\nVorname,Mail\nAnn,ann@example.com\n");
    let saved = "--purpose add --id email --header-line 3 --accept-suggestions --save verein";
    env.import("leads.csv", saved).done();
    env.write("next.csv", "Vorname,Mail\nBob,bob@example.com\nCid,cid@example.com\nDi,di@example.com\n");
    let left = by_enter(&env, "import next.csv", &[OFFER, "Import?"]);
    assert_eq!(left.status, 0, "{}", left.screen);
    assert_eq!(env.values("first_name"), ["Somebody", "Ann", "Bob", "Cid", "Di"]);
}
