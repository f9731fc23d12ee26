//! Spec section 3: every cell of the table of purposes for every identifier, and the rules around it.

use crate::support::TestEnv;

/// Contacts 1 and 2 are somebody; 3 and 4 share their number and their address.
const WORKSPACE: &str = "\
First Name,Last Name,Phone Number,Email
Ann,Old,+60123000001,ann@example.com
Bob,Old,+60123000002,bob@example.com
Cleo,Old,+60123000003,twins@example.com
Cora,Old,+60123000003,twins@example.com
";

/// What becomes of rows that match no contact, one, several.
struct Line {
    purpose: &'static str,
    identifier: &'static str,
    none: &'static str,
    one: &'static str,
    several: &'static str,
}

const TABLE: &[Line] = &[
    Line { purpose: "add", identifier: "phone", none: "Imported", one: "Skipped", several: "Error" },
    Line { purpose: "add", identifier: "email", none: "Imported", one: "Skipped", several: "Error" },
    Line { purpose: "update", identifier: "phone", none: "Skipped", one: "Updated", several: "Error" },
    Line { purpose: "update", identifier: "email", none: "Skipped", one: "Updated", several: "Error" },
    Line { purpose: "add-update", identifier: "phone", none: "Imported", one: "Updated", several: "Error" },
    Line { purpose: "add-update", identifier: "email", none: "Imported", one: "Updated", several: "Error" },
];

/// The same rows for every line of the table.
fn source(identifier: &str) -> String {
    let (header, unknown, one, several, twin, twin_again) = match identifier {
        "phone" => {
            ("Phone Number", "+60123000009", "0060 12-300 0001", "+60123000003", "+60123000008", "+60 12 300 0008")
        }
        _ => ("Email", "new@example.com", "ANN@Example.COM", "twins@example.com", "x@example.com", "X@EXAMPLE.com"),
    };
    format!(
        "First Name,Last Name,{header}\n\
         Zoe,New,{unknown}\n\
         Ann,New,{one}\n\
         Cleo,New,{several}\n\
         Nobody,New,\n\
         Twin,New,{twin}\n\
         Twin,Again,{twin_again}\n"
    )
}

#[test]
fn every_cell_of_the_table() {
    for Line { purpose, identifier, none, one, several } in TABLE {
        let env = TestEnv::with_contacts(WORKSPACE);
        env.write("leads.csv", source(identifier));
        let outcome = env.import("leads.csv", &format!("--purpose {purpose} --id {identifier}")).exits(3);
        assert_eq!(env.statuses("leads.csv"), [*none, *one, *several, "Error", "Error", "Error"], "{outcome}");
        assert_counts_are_those_of_the_rows(&env, &outcome);
        assert_contacts_are_those_of_the_rows(&env, none, one);
    }
}

fn assert_counts_are_those_of_the_rows(env: &TestEnv, outcome: &crate::support::CommandOutput) {
    let statuses = env.statuses("leads.csv");
    let of = |status: &str| statuses.iter().filter(|s| *s == status).count() as u64;
    let [rows, imported, updated, unchanged, skipped, errors] = outcome.counts();
    let told = [rows, imported, updated, unchanged, skipped, errors];
    assert_eq!(told, [6, of("Imported"), of("Updated"), 0, of("Skipped"), of("Error")], "{outcome}");
}

fn assert_contacts_are_those_of_the_rows(env: &TestEnv, none: &str, one: &str) {
    let mut expected = vec![if one == "Updated" { "New" } else { "Old" }, "Old", "Old", "Old"];
    if none == "Imported" {
        expected.push("New");
    }
    assert_eq!(env.values("last_name"), expected);
}

#[test]
fn contacts_are_updated_by_contact_id() {
    let env = TestEnv::with_contacts(WORKSPACE);
    env.write("leads.csv", "Contact ID,Last Name\n1,New\n99,New\n,New\n2,New\n2,Again\n");
    let outcome = env.import("leads.csv", "--purpose update --id contact-id").exits(3);
    assert_eq!(env.statuses("leads.csv"), ["Updated", "Skipped", "Error", "Error", "Error"]);
    assert_eq!(outcome.counts(), [5, 0, 1, 0, 1, 3]);
    assert_eq!(outcome.errors(), ["4 identifier-blank", "5 duplicate-in-file", "6 duplicate-in-file"]);
    assert_eq!(env.values("last_name"), ["New", "Old", "Old", "Old"]);
}

#[test]
fn a_contact_id_is_a_whole_number() {
    let env = TestEnv::with_contacts(WORKSPACE);
    for cell in ["abc", "1.5", "1e3", "-1", "99999999999999999999"] {
        env.write("leads.csv", format!("Contact ID,Last Name\n{cell},New\n"));
        let outcome = env.import("leads.csv", "--purpose update --id contact-id").exits(3);
        assert_eq!(outcome.errors(), ["2 contact-id-invalid"], "{outcome}");
        assert_eq!(outcome.issues()[0]["value"], cell);
    }
}

#[test]
fn add_all_takes_every_row_also_duplicates_and_blank_identifiers() {
    let env = TestEnv::with_contacts(WORKSPACE);
    env.write(
        "leads.csv",
        "First Name,Phone Number,Email\nAnn,+60123000001,\nAnn,+60123000001,ann@example.com\nCleo,+60123000003,\nNo,,\n",
    );
    let outcome = env.import("leads.csv", "--purpose add-all").done();
    assert_eq!(outcome.counts(), [4, 4, 0, 0, 0, 0]);
    assert_eq!(env.contacts().len(), 8);
}

#[test]
fn a_blank_first_name_is_an_error_only_of_a_row_that_would_be_added() {
    let source = "First Name,Last Name,Phone Number\n,New,+60123000009\n,New,+60123000001\n";
    let cases = [
        ("add --id phone", "Error", "Skipped"),
        ("update --id phone", "Skipped", "Updated"),
        ("add-update --id phone", "Error", "Updated"),
        ("add-all", "Error", "Error"),
    ];
    for (purpose, unknown, known) in cases {
        let env = TestEnv::with_contacts(WORKSPACE);
        env.write("leads.csv", source);
        let outcome = env.import("leads.csv", &format!("--purpose {purpose}"));
        assert_eq!(env.statuses("leads.csv"), [unknown, known], "{outcome}");
        assert!(outcome.issues().iter().all(|issue| issue["code"] == "first-name-missing"), "{outcome}");
        assert_eq!(env.values("first_name"), ["Ann", "Bob", "Cleo", "Cora"], "a blank changes nothing");
    }
}

#[test]
fn a_bad_row_is_an_error_also_where_it_would_be_skipped() {
    let cases = [("add", "+60123000001"), ("update", "+60123000009")];
    for (purpose, phone) in cases {
        let env = TestEnv::with_contacts(WORKSPACE);
        env.write("leads.csv", format!("First Name,Phone Number,Country\nAnn,{phone},Atlantis\n"));
        let outcome = env.import("leads.csv", &format!("--purpose {purpose} --id phone")).exits(3);
        assert_eq!(outcome.errors(), ["2 country-unknown"]);
        assert_eq!(env.statuses("leads.csv"), ["Error"]);
    }
}

#[test]
fn all_errors_of_a_row_are_told() {
    let env = TestEnv::new();
    env.write("leads.csv", "First Name,Phone Number,Email,Country,Language\n,0189988776,new@example.com,Atlantis,zz\n");
    let outcome = env.import("leads.csv", "--purpose add --id email").exits(3);
    let mut errors = outcome.errors();
    errors.sort();
    assert_eq!(
        errors,
        ["2 country-unknown", "2 first-name-missing", "2 language-unknown", "2 phone-no-country-code"],
        "{outcome}"
    );
    assert_eq!(outcome.counts(), [1, 0, 0, 0, 0, 1], "a row counts once");
}

#[test]
fn rows_with_the_same_identifier_name_each_other_whatever_else_is_wrong() {
    let env = TestEnv::new();
    env.write(
        "leads.csv",
        "First Name,Phone Number,Country\nAnn,+60123000001,MY\nOk,+60123000002,MY\n,0060 12 300 0001,MY\nAnn,+60 (0)12-300 0001,Atlantis\n",
    );
    let outcome = env.import("leads.csv", "--purpose add-update --id phone").exits(3);
    assert_eq!(env.statuses("leads.csv"), ["Error", "Imported", "Error", "Error"]);
    for (line, others) in [(2, ["4", "5"]), (4, ["2", "5"]), (5, ["2", "4"])] {
        let issues = outcome.issues_at(line);
        let twin = issues.iter().find(|issue| issue["code"] == "duplicate-in-file");
        let message = twin.unwrap_or_else(|| panic!("line {line}\n{outcome}"))["message"].as_str().unwrap();
        assert!(others.iter().all(|other| message.contains(other)), "line {line}: {message}");
    }
    assert!(outcome.errors().contains(&"5 country-unknown".to_owned()), "{outcome}");
}

#[test]
fn the_same_value_in_another_field_than_the_identifier_is_fine() {
    let env = TestEnv::new();
    env.write(
        "leads.csv",
        "First Name,Phone Number,Email\nAnn,+60123000001,home@example.com\nBob,+60123000002,home@example.com\n",
    );
    assert_eq!(env.import("leads.csv", "--purpose add --id phone").done().counts(), [2, 2, 0, 0, 0, 0]);
}

#[test]
fn a_row_that_matches_several_contacts_names_them() {
    let env = TestEnv::with_contacts(WORKSPACE);
    env.write("leads.csv", "First Name,Email\nCleo,Twins@example.com\n");
    let outcome = env.import("leads.csv", "--purpose add-update --id email").exits(3);
    assert_eq!(outcome.errors(), ["2 several-contacts"]);
    let message = outcome.issues()[0]["message"].to_string();
    assert!(message.contains('3') && message.contains('4'), "{message}");
}

#[test]
fn a_row_that_brings_nothing_new_is_updated_and_counted_as_unchanged() {
    let env = TestEnv::with_contacts(WORKSPACE);
    env.write("leads.csv", "First Name,Last Name,Phone Number\nAnn,Old,+60123000001\nBob,New,+60123000002\n");
    let outcome = env.import("leads.csv", "--purpose update --id phone").done();
    assert_eq!(outcome.counts(), [2, 0, 2, 1, 0, 0]);
    assert_eq!(env.statuses("leads.csv"), ["Updated", "Updated"]);
}

#[test]
fn contact_id_is_never_written() {
    let env = TestEnv::with_contacts(WORKSPACE);
    env.write("leads.csv", "Contact ID,First Name,Phone Number\n77,Ann,+60123000001\n78,Zoe,+60123000009\n");
    env.import("leads.csv", "--purpose add-update --id phone").done();
    assert_eq!(env.values("id"), ["1", "2", "3", "4", "5"]);
}

#[test]
fn an_e_mail_address_is_the_same_in_any_case_and_in_both_forms_of_its_domain() {
    let env = TestEnv::with_contacts(
        "First Name,Email\nAnn,John.Smith@Example.com\nBea,bea@münchen.de\nDot,d.ot@example.com\n",
    );
    env.write(
        "leads.csv",
        "Last Name,Email\nNew,john.smith@EXAMPLE.com\nNew,BEA@xn--mnchen-3ya.de\nNew,dot@example.com\n",
    );
    let outcome = env.import("leads.csv", "--purpose update --id email").done();
    assert_eq!(outcome.counts(), [3, 0, 2, 0, 1, 0], "dots count\n{outcome}");
}
