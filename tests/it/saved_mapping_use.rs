//! Spec section 5: `--save` keeps what was decided, `--use` does it again, and says how the file differs.

use serde_json::Value;

use crate::support::{CommandOutput, TestEnv};

const KNOWN: &str = "First Name,Phone Number,Email\nAnn,+60123000001,ann@example.com\n";

const LEADS: &str = "\
Name,Mobile,Mail,Shoe size
Anna,012-300 0001,anna@example.com,38
Bob,012-300 0002,NIL,44
";

const SAVE: &str = "--purpose add-update --id phone --tag 'spring fair' --import-tag batch --region MY --clear-marker NIL \
                    --map 'Name=First Name' --map 'Mobile=Phone Number' --map Mail=Email --set Language=en \
                    --do-not-overwrite=Email --save crm";

/// What an import of [`LEADS`] as saved makes of the contacts.
const IMPORTED: [&str; 2] = [
    "1 Anna, -, +60123000001, ann@example.com, -, en, [batch spring fair]",
    "2 Bob, -, +60123000002, -, -, en, [batch spring fair]",
];

/// An environment in which the mapping `crm` was saved by an import of nobody.
fn env() -> TestEnv {
    let env = TestEnv::with_contacts(KNOWN);
    env.write("first.csv", "Name,Mobile,Mail,Shoe size\nAnn,012-300 0001,,\n");
    env.run(&format!("import first.csv {}", SAVE.replace("batch", "first"))).done();
    env.write("leads.csv", LEADS);
    env
}

#[track_caller]
fn code(outcome: &CommandOutput) -> String {
    outcome.json()["error"]["code"].as_str().unwrap_or_default().to_owned()
}

#[track_caller]
fn contacts(env: &TestEnv) -> Vec<Value> {
    let names = ["first_name", "phone", "email", "language"];
    let of = |contact: &Value| names.map(|name| contact[name].clone()).into_iter().collect();
    env.contacts().iter().map(of).collect()
}

/// Whether there is a saved mapping of this name: one that is not there is named by its failure.
#[track_caller]
fn is_saved(env: &TestEnv, name: &str) -> bool {
    env.write("probe.csv", "Name\nX\n");
    let outcome = env.run(&format!("import probe.csv --use '{name}' --dry-run --json"));
    outcome.status != 1 || code(&outcome) != "mapping-not-found"
}

#[test]
fn an_import_that_saves_and_one_that_uses_need_nothing_else() {
    let env = TestEnv::with_contacts(KNOWN);
    env.write("leads.csv", LEADS);
    env.run(&format!("import leads.csv {SAVE}")).done();
    assert_eq!(env.people(), IMPORTED);

    env.write("tonight.csv", LEADS.replace("Bob", "Rob").replace("0002", "0003"));
    let outcome = env.run("import tonight.csv --use crm --json").done();
    assert_eq!(outcome.counts(), [2, 1, 1, 1, 0, 0]);
    assert_eq!(outcome.json()["import_tag"], "batch");
    assert_eq!(env.people()[2], "3 Rob, -, +60123000003, -, -, en, [batch spring fair]");
    assert_eq!(
        outcome.stderr,
        "note: not imported: 'Shoe size' (the mapping leaves it out)\n\
         note: phone numbers read without a country code: 2 as numbers of MY (--region)\n"
    );
}

#[test]
fn what_map_saves_is_used_by_upload_and_map_and_import() {
    let env = TestEnv::with_contacts(KNOWN);
    env.write("leads.csv", LEADS);
    env.run("upload leads.csv --purpose add-update --id phone --region MY --clear-marker NIL --tag x").done();
    let map = "--map 'Name=First Name' --map 'Mobile=Phone Number' --map Mail=Email --skip 'Shoe size' --save crm";
    env.run(&format!("map leads.csv {map}")).done().says("Saved as 'crm'");
    env.run("cancel leads.csv").done();

    env.run("upload leads.csv --use crm").done().says_all(&["add-update", "phone"]);
    env.run("map leads.csv --use crm").done();
    env.run("review leads.csv").done();
    assert_eq!(env.run("import leads.csv --json").done().counts(), [2, 1, 1, 0, 0, 0]);
    assert_eq!(env.values("email"), ["anna@example.com", "-"]);
}

#[test]
fn a_session_uploaded_with_a_saved_mapping_only_needs_map() {
    let env = env();
    env.run("upload leads.csv --use crm").done();
    env.run("map leads.csv").done();
    env.run("review leads.csv").done();
    env.run("import leads.csv").done();
    let once = self::env();
    once.run("import leads.csv --use crm").done();
    assert_eq!(env.people(), once.people());
    assert_eq!(contacts(&env).len(), 2);
}

#[test]
fn a_mapping_used_by_map_reads_the_cells_as_it_was_saved() {
    let env = env();
    env.run("upload leads.csv --purpose add --id phone --no-import-tag").done();
    env.run("map leads.csv --use crm").done();
    env.run("review leads.csv").done();
    env.run("import leads.csv").done();
    assert_eq!(env.people()[1], "2 Bob, -, +60123000002, -, -, en, []");
    env.run("upload leads.csv --purpose add --id phone --region SG").done();
    env.run("map leads.csv --use crm").done();
    env.run("review leads.csv").exits(3).says("phone");
}

#[test]
fn what_is_typed_goes_before_what_was_saved() {
    let env = env();
    let used = |options: &str| {
        let outcome = env.run(&format!("import leads.csv --use crm --dry-run --json {options}"));
        let json = outcome.json();
        (outcome.status, json["counts"].clone(), json["import_tag"].clone())
    };
    let counts = |imported: u64, updated: u64, skipped: u64, errors: u64| {
        let outcome = used("");
        let mut counts = outcome.1;
        counts["imported"] = imported.into();
        counts["updated"] = updated.into();
        counts["skipped"] = skipped.into();
        counts["errors"] = errors.into();
        counts
    };
    let of = |(status, mut found, tag): (i32, Value, Value)| {
        found["unchanged"] = used("").1["unchanged"].clone();
        (status, found, tag)
    };
    assert_eq!(of(used("--purpose add")), (0, counts(1, 0, 1, 0), "first".into()));
    assert_eq!(of(used("--purpose update")), (0, counts(0, 1, 1, 0), "first".into()));
    assert_eq!(of(used("--purpose add-all")), (0, counts(2, 0, 0, 0), "first".into()));
    assert_eq!(of(used("--import-tag other")), (0, counts(1, 1, 0, 0), "other".into()));
    assert_eq!(of(used("--no-import-tag")), (0, counts(1, 1, 0, 0), Value::Null));
    assert_eq!(of(used("--region SG")).0, 3);
    assert_eq!(used("--id email").0, 3);
}

#[test]
fn columns_that_are_typed_go_before_those_that_were_saved() {
    let env = env();
    let options = "--map 'Shoe size=Last Name' --skip Mail --set Language=ms --do-not-overwrite=Language --tag extra";
    env.run(&format!("import leads.csv --use crm {options}")).done();
    assert_eq!(
        env.people(),
        [
            "1 Anna, 38, +60123000001, ann@example.com, -, en, [extra first spring fair]",
            "2 Bob, 44, +60123000002, -, -, ms, [extra first spring fair]",
        ]
    );
}

#[test]
fn a_field_can_be_given_another_column() {
    let env = env();
    env.write("leads.csv", "Name,Mobile,Mail,Second mail\nBob,0123000002,b@example.com,second@example.com\n");
    env.run("import leads.csv --use crm --map 'Second mail=Email'").done();
    assert_eq!(env.values("email")[1], "second@example.com");
}

/// How the file differs from the one for which the mapping was saved.
mod drift {
    use super::*;

    #[track_caller]
    fn used(csv: &str) -> CommandOutput {
        let env = env();
        env.write("leads.csv", csv);
        env.run("import leads.csv --use crm --json")
    }

    #[test]
    fn a_column_that_appeared_is_told_and_left_out() {
        let csv = "Name,Mobile,Mail,Shoe size,Last Name\nBob,0123000002,,44,Lee\n";
        let outcome = used(csv).done();
        assert!(outcome.stderr.contains("Last Name"), "{outcome}");
        let env = env();
        env.write("leads.csv", csv);
        env.run("import leads.csv --use crm").done();
        assert_eq!(env.values("last_name")[1], "-");
    }

    #[test]
    fn a_mapped_column_that_vanished_is_told() {
        let outcome = used("Name,Mobile,Shoe size\nBob,0123000002,44\n").done();
        assert!(outcome.stderr.contains("'Mail' is gone, so Email is not imported"), "{outcome}");
    }

    #[test]
    fn a_column_that_was_left_out_and_vanished_is_told() {
        let outcome = used("Name,Mobile,Mail\nBob,0123000002,\n").done();
        assert!(outcome.stderr.contains("'Shoe size' is gone"), "{outcome}");
    }

    #[test]
    fn without_the_identifiers_column_nothing_is_imported() {
        let outcome = used("Name,Mail,Shoe size\nBob,b@example.com,44\n").exits(2);
        assert!(outcome.stdout.contains("Phone Number"), "{outcome}");
        assert!(outcome.stderr.contains("'Mobile' is gone"), "{outcome}");
    }

    #[test]
    fn without_a_first_name_column_nothing_is_added() {
        let outcome = used("Mobile,Mail,Shoe size\n0123000002,b@example.com,44\n").exits(2);
        assert!(outcome.stdout.contains("First Name"), "{outcome}");
    }

    #[test]
    fn another_order_and_case_are_no_drift() {
        let outcome = used("MAIL,shoe size,Mobile,name\nb@example.com,44,0123000002,Bob\n").done();
        assert!(!outcome.stderr.contains("warning") && !outcome.stderr.contains("gone"), "{outcome}");
        assert_eq!(outcome.counts(), [1, 1, 0, 0, 0, 0]);
    }

    #[test]
    fn columns_of_one_name_are_found_by_their_place_only() {
        let env = TestEnv::new();
        env.write("first.csv", "Name,Tel,Tel\nAnn,+60123000001,+60123000002\n");
        let map = "--map 'Name=First Name' --map '#3=Phone Number' --save twins";
        env.run(&format!("import first.csv --purpose add --id phone {map}")).done();
        env.write("second.csv", "Name,Tel,Tel\nBob,+60123000003,+60123000004\n");
        env.run("import second.csv --use twins").done();
        assert_eq!(env.values("phone"), ["+60123000002", "+60123000004"]);
        env.write("third.csv", "Tel,Name,Tel\n+60123000005,Cid,+60123000006\n");
        env.run("import third.csv --use twins").done();
        assert_eq!(env.values("phone")[2], "+60123000006");
        env.write("fourth.csv", "Name,Tel\nDee,+60123000007\n");
        env.run("import fourth.csv --use twins").exits(2).says("Phone Number");
        assert_eq!(env.contacts().len(), 3);
    }
}

#[test]
fn a_name_that_is_taken_is_refused_unless_yes_is_said() {
    let env = env();
    let again = "--purpose add --id email --map 'Name=First Name' --map Mail=Email --save";
    let before = (env.workspace_bytes(), env.names());
    for name in ["crm", "CRM", "' crm '"] {
        for dry in ["", "--dry-run"] {
            let outcome = env.run(&format!("import leads.csv {again} {name} {dry} --json")).exits(4);
            assert_eq!(code(&outcome), "mapping-exists", "{outcome}");
        }
    }
    assert!((env.workspace_bytes(), env.names()) == before);
    env.run(&format!("import leads.csv {again} crm --yes")).exits(3);
    env.write("next.csv", "Name,Mail\nEve,eve@example.com\n");
    env.run("import next.csv --use crm").done();
}

#[test]
fn map_refuses_a_name_that_is_taken_and_maps_nothing() {
    let env = env();
    env.run("upload leads.csv --purpose add --id email").done();
    let map = "map leads.csv --map 'Name=First Name' --map Mail=Email --save crm";
    let before = (env.workspace_bytes(), env.read("leads.csv.import.json"));
    let outcome = env.run(&format!("{map} --json")).exits(4);
    assert_eq!(code(&outcome), "mapping-exists", "{outcome}");
    assert!((env.workspace_bytes(), env.read("leads.csv.import.json")) == before);
    env.run(&format!("{map} --yes")).done();
    env.run("import leads.csv --use crm --dry-run --json").exits(3).says("\"imported\":1");
}

#[test]
fn what_does_not_happen_saves_nothing() {
    let env = env();
    let base = "--purpose add --id phone --region MY --map 'Name=First Name' --map 'Mobile=Phone Number' --save other";
    env.run(&format!("import leads.csv {base} --dry-run")).done();
    assert!(!is_saved(&env, "other"));
    env.run(&format!("import leads.csv {base} --max-new 0")).exits(4);
    assert!(!is_saved(&env, "other"));
    env.run(&format!("import leads.csv {base} --map Nothing=Email")).exits(2);
    assert!(!is_saved(&env, "other"));
    env.run(&format!("import leads.csv {base}")).done();
    assert!(is_saved(&env, "other"));
}

#[test]
fn a_name_must_be_one() {
    let env = env();
    let base = "import leads.csv --purpose add --id phone --map 'Name=First Name' --map 'Mobile=Phone Number' --save";
    let long = "x".repeat(101);
    for name in ["''", "'  '", long.as_str()] {
        let before = env.workspace_bytes();
        env.run(&format!("{base} {name}")).exits(2);
        env.run(&format!("{base} {name} --dry-run")).exits(2);
        assert!(env.workspace_bytes() == before);
    }
}

#[test]
fn a_mapping_that_is_not_there_is_told_with_those_that_are() {
    let env = env();
    for line in ["import leads.csv --use crn", "import leads.csv --use crn --dry-run", "upload leads.csv --use crn"] {
        let outcome = env.run(&format!("{line} --json")).exits(1);
        assert_eq!(code(&outcome), "mapping-not-found", "{outcome}");
        assert!(outcome.json()["error"]["hint"].as_str().unwrap().contains("crm"), "{outcome}");
    }
    assert!(!env.has("leads.csv.import.json"));
    let empty = TestEnv::with_contacts(KNOWN);
    empty.write("leads.csv", LEADS);
    empty.run("import leads.csv --use crm").exits(1).says("contacts map FILE --save NAME");
}

#[test]
fn an_upload_with_a_mapping_that_does_not_fit_is_told_when_it_is_mapped() {
    let env = env();
    env.write("leads.csv", "Name,Mail\nBob,b@example.com\n");
    env.run("upload leads.csv --use crm").done();
    let before = env.read("leads.csv.import.json");
    env.run("map leads.csv").exits(2).says_all(&["'Mobile' is gone", "Phone Number"]);
    assert_eq!(env.read("leads.csv.import.json"), before);
}

#[test]
fn a_column_whose_format_was_said_in_another_case_may_vanish() {
    let env = TestEnv::new();
    env.write("first.csv", "First Name,Birthday\nAnn,01.02.1980\n");
    let create = "--purpose add --create-field Birthday=:date --date-format birthday=DD.MM.YYYY";
    env.write("phones.csv", "First Name,Email\nBob,bob@example.com\n");
    env.run(&format!("import first.csv {} --save crm", create.replace("add", "add-all"))).done();
    env.run("import phones.csv --use crm").done().says("Birthday");
}
