//! Spec section 3: combinations of purpose, identifier and columns that make no sense are usage errors that say why.

use crate::support::TestEnv;

const ANN: &str = "First Name,Last Name,Phone Number,Email\nAnn,Old,+60123000001,ann@example.com\n";

#[test]
fn wrong_combinations_are_usage_errors_that_say_why() {
    let cases: &[(&str, &[&str])] = &[
        ("--purpose add", &["--id"]),
        ("--purpose update", &["--id"]),
        ("--purpose add-update", &["--id"]),
        ("--purpose add-all --id phone", &["add-all", "identifier"]),
        ("--purpose add-all --id email", &["add-all", "identifier"]),
        ("--purpose add-all --id contact-id", &["identifier"]),
        ("--purpose add --id contact-id", &["contact-id", "update"]),
        ("--purpose add-update --id contact-id", &["contact-id", "update"]),
        ("--purpose add --id phone --do-not-overwrite", &["do-not-overwrite", "update"]),
        ("--purpose add --id phone --do-not-overwrite=Email", &["do-not-overwrite", "update"]),
        ("--purpose add-all --do-not-overwrite", &["do-not-overwrite", "update"]),
        ("--purpose merge --id phone", &["merge", "add-update"]),
        ("--purpose update --id name", &["name", "phone"]),
        ("--id phone", &["--purpose"]),
        ("", &["--purpose"]),
    ];
    let env = TestEnv::with_contacts(ANN);
    env.write("leads.csv", "Contact ID,First Name,Phone Number,Email\n1,Ann,+60123000001,ann@example.com\n");
    let before = env.workspace_bytes();
    for (options, reasons) in cases {
        env.run(&format!("import leads.csv {options}")).exits(2).says_all(reasons);
    }
    assert!(before == env.workspace_bytes(), "a wrong command line touches nothing");
    assert_eq!(env.names(), ["leads.csv"]);
}

#[test]
fn the_identifier_and_first_name_must_be_mapped() {
    let cases = [
        ("First Name,Mobile\nAnn,+60123000001\n", "--purpose add --id phone", "Phone Number"),
        ("First Name,E-Mail\nAnn,ann@example.com\n", "--purpose update --id email", "Email"),
        ("First Name,ID\nAnn,1\n", "--purpose update --id contact-id", "Contact ID"),
        ("Given,Phone Number\nAnn,+60123000001\n", "--purpose add --id phone", "First Name"),
        ("Given,Phone Number\nAnn,+60123000001\n", "--purpose add-update --id phone", "First Name"),
        ("Given,Phone Number\nAnn,+60123000001\n", "--purpose add-all", "First Name"),
    ];
    let env = TestEnv::new();
    for (csv, options, field) in cases {
        env.write("leads.csv", csv);
        env.run(&format!("import leads.csv {options}")).exits(2).says_all(&["--map", field]);
    }
}

#[test]
fn an_update_needs_no_first_name() {
    let env = TestEnv::with_contacts(ANN);
    env.write("leads.csv", "Phone Number,Last Name\n+60123000001,New\n");
    env.import("leads.csv", "--purpose update --id phone").done();
    assert_eq!(env.values("last_name")[0], "New");
}

#[test]
fn a_file_that_is_not_there_is_told_of_first_and_nothing_is_made() {
    let env = TestEnv::new();
    for line in [
        "import nope.csv",
        "import nope.csv --dry-run",
        "import nope.csv --id phone",
        "import nope.csv --use crm",
        "import nope.csv --purpose add --id phone --yes",
        "upload nope.csv",
        "upload nope.csv --purpose add --id phone",
        "map nope.csv",
        "review nope.csv",
        "doctor nope.csv",
    ] {
        let told = env.run(line).exits(1).stderr;
        assert_eq!(told, "error: 'nope.csv' does not exist\n", "{line}");
        let json = env.run(&format!("{line} --json")).exits(1).json();
        assert_eq!(json["error"]["code"], "source-not-found", "{line}");
        let left = env.terminal(line).finish();
        assert_eq!(left.status, 1, "{line}\n{}", left.screen);
        assert!(!left.screen.contains("workspace"), "{line}\n{}", left.screen);
        assert!(!env.workspace().exists() && env.names().is_empty(), "{line} has made something");
    }
}

#[test]
fn all_fields_that_are_missing_are_named_with_their_options() {
    let env = TestEnv::new();
    env.write("leads.csv", "Kontakt,Wohin damit\nann@example.com,+60123456781\nbob@example.com,+60123456782\n");
    let outcome = env.run("import leads.csv --purpose add-update --id email --json").exits(2);
    let error = outcome.json()["error"].clone();
    assert_eq!(
        error["message"],
        "no column is mapped to Email, which is the identifier, nor to First Name, which new contacts need"
    );
    let hint = error["hint"].as_str().unwrap();
    assert!(hint.contains("--map Kontakt=Email") && hint.contains("--set 'First Name=Unknown'"), "{hint}");
    env.run("import leads.csv --purpose add-update --id email --map Kontakt=Email --set 'First Name=Unknown'").done();
}

#[test]
fn suggestions_are_offered_together_with_what_they_leave_open() {
    let env = TestEnv::new();
    env.write("leads.csv", "E-Mail-Adresse,x\nann@example.com,1\nbob@example.com,2\n");
    let hint = env.run("import leads.csv --purpose add --id email --json").exits(2).json()["error"]["hint"].clone();
    let hint = hint.as_str().unwrap();
    assert!(hint.contains("--map E-Mail-Adresse=Email"), "{hint}");
    assert!(hint.contains("--set 'First Name=Unknown'"), "{hint}");
}
