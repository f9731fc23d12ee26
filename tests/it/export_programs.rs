//! `export --for PROGRAM`: the CSV file of another program, which its preset brings back unchanged.

use serde_json::Value;

use crate::export::difficult_people;
use crate::support::{Table, TestEnv};

const PROGRAMS: [&str; 4] = ["google", "outlook", "thunderbird", "mailchimp"];

/// Difficult people, and a field each that every program, one program and no program knows.
fn env() -> TestEnv {
    let env = TestEnv::with_contacts(&difficult_people());
    for field in ["Company", "Birthday --type date", "'Shoe size' --type number", "Pager"] {
        env.run(&format!("fields add {field}")).done();
    }
    env.run("edit 1 Company=Example Birthday=1990-02-28 'Shoe size=42' Pager=7").done();
    env
}

#[test]
fn each_program_s_file_comes_back_through_its_preset_unchanged() {
    for program in PROGRAMS {
        for preset in ["", &format!(" --preset {program}")] {
            let env = TestEnv::with_contacts(&difficult_people());
            env.run(&format!("export all.csv --for {program}")).done();
            let other = TestEnv::new();
            other.write("all.csv", env.bytes("all.csv"));
            let outcome = other.import("all.csv", &format!("--purpose add-all --accept-suggestions{preset}")).done();
            assert_eq!(outcome.counts(), [8, 8, 0, 0, 0, 0], "{program}: {outcome}");
            assert_eq!(other.people(), env.people(), "{program}");
        }
    }
}

#[test]
fn tags_that_a_label_or_category_cannot_hold_plainly_come_back() {
    for program in PROGRAMS {
        let env = TestEnv::with_contacts("First Name,Phone Number\nAnn,+60123000001\n");
        for tag in ["'* starred'", "'\"a,b\"'", "'\"x;y\"'", "'[z]'", "'=sum'"] {
            env.run(&format!("edit 1 --add-tag {tag}")).done();
        }
        env.run(&format!("export all.csv --for {program}")).done();
        let other = TestEnv::new();
        other.write("all.csv", env.bytes("all.csv"));
        other.import("all.csv", "--purpose add-all --accept-suggestions").done();
        assert_eq!(other.values("tags"), env.values("tags"), "{program}");
    }
}

/// Fields that address books know, under other names than theirs, and some that none of them knows.
const OWN_FIELDS: [&str; 21] = [
    "'CRM ID' --type text",
    "'Second name' --type text",
    "Salutation --type text",
    "'Name suffix' --type text",
    "Spitzname --type text",
    "Firma --type text",
    "Abteilung --type text",
    "Beruf --type text",
    "Geburtsdatum --type date",
    "Jahrestag --type date",
    "Homepage --type url",
    "Comment --type text",
    "Address --type text",
    "Town --type text",
    "Bundesland --type text",
    "PLZ --type text",
    "'Shoe size' --type number",
    "Member --type checkbox",
    "'Mobile Phone' --type phone",
    "Organization --type text",
    "Pager --type text",
];

/// The contacts with the values of their own fields, as `list --json` has them.
fn whole_people(env: &TestEnv) -> Vec<(String, Value)> {
    let own = env.contacts().into_iter().map(|contact| contact["custom"].clone());
    env.people().into_iter().zip(own).collect()
}

/// A workspace in which a contact has a value in every field, and others in some.
fn env_of_own_fields() -> TestEnv {
    let env = TestEnv::new();
    env.run("init").done();
    for field in OWN_FIELDS {
        env.run(&format!("fields add {field}")).done();
    }
    env.write(
        "people.csv",
        "First Name,Last Name,Phone Number,Email,Country,Tags,CRM ID,Second name,Salutation,Name suffix,Spitzname,Firma,Abteilung,\
         Beruf,Geburtsdatum,Jahrestag,Homepage,Comment,Address,Town,Bundesland,PLZ,Shoe size,Member,Mobile Phone,Organization,Pager\n\
         Ann,Tan,+60123000001,ann@example.com,MY,\"vip, blog\",0007,Mei,Dr.,PhD,Annie,Example,Sales,Buyer,1990-02-28,2015-06-01,\
         https://example.com/,\"Long,\nof two lines\",1 High Street,Penang,Pulau Pinang,01000,42.5,yes,+60123000009,Club,77\n\
         Bob,,+60123000002,,,,0008,,,,,,,,,,,,,,,,,,,,78\nCid,,,,SG,blog,0009,,,,,,,,,,,,,,,,43,no,,,\n",
    );
    env.import("people.csv", "--purpose add --id 'CRM ID'").done();
    env
}

#[test]
fn own_fields_come_back_into_their_fields_by_themselves() {
    for program in PROGRAMS {
        let env = env_of_own_fields();
        let people = whole_people(&env);
        env.run(&format!("export all.csv --for {program}")).done();
        let options = format!("--id 'CRM ID' --accept-suggestions --preset {program}");
        let again = env.import("all.csv", &format!("--purpose update {options}")).done();
        assert_eq!(again.json()["counts"]["unchanged"], 3, "{program}: {again}");
        assert_eq!(whole_people(&env), people, "{program}");
        // Into a workspace where the fields are, and no contact is.
        let other = TestEnv::new();
        other.run("init").done();
        for field in OWN_FIELDS {
            other.run(&format!("fields add {field}")).done();
        }
        other.write("all.csv", env.bytes("all.csv"));
        let outcome = other.import("all.csv", &format!("--purpose add {options}")).done();
        assert_eq!(whole_people(&other), people, "{program}: {outcome}");
    }
}

#[test]
fn own_fields_called_like_the_program_s_columns_come_back_beside_what_those_hold() {
    for program in PROGRAMS {
        let people = "First Name,Last Name,Phone Number,Email,Country,Tags\n\
                      Ann,Tan,+60123000001,ann@example.com,MY,\"vip,blog\"\nBob,,+60123000002,bob@example.com,,\n";
        let (env, other) = (TestEnv::with_contacts(people), TestEnv::new());
        other.run("init").done();
        let columns = env.run(&format!("export - --for {program}")).done().stdout;
        let columns = Table::read(columns.trim_start_matches('\u{feff}')).header.clone();
        let taken = ["First Name", "Last Name", "Phone Number", "Email", "Country", "Language", "Tags"];
        for (n, name) in columns.iter().filter(|name| !taken.contains(&name.as_str())).enumerate() {
            for env in [&env, &other] {
                env.run(&format!("fields add '{name}'")).done();
            }
            env.run(&format!("edit 1 '{name}=value {n}'")).done();
        }
        env.run(&format!("export all.csv --for {program}")).done();
        other.write("all.csv", env.bytes("all.csv"));
        let outcome = other
            .import("all.csv", &format!("--purpose add --id email --accept-suggestions --preset {program}"))
            .done();
        assert_eq!(whole_people(&other), whole_people(&env), "{program}: {outcome}");
    }
}

#[test]
fn a_column_whose_labels_differ_is_told_and_never_guessed() {
    let env = TestEnv::with_contacts("First Name,Email\nAnn,ann@example.com\n");
    for field in ["Pager", "'Shoe size' --type number"] {
        env.run(&format!("fields add {field}")).done();
    }
    let header = "First Name,E-mail 1 - Value,Custom Field 1 - Label,Custom Field 1 - Value,Labels";
    env.write("differ.csv", format!("{header}\nAnn,ann@example.com,Pager,7,\nBob,bob@example.com,Shoe size,42,\n"));
    let import = "--purpose add-update --id email --accept-suggestions";
    let outcome = env.import("differ.csv", import).done();
    let notes = outcome.json()["notes"].to_string();
    assert!(
        notes.contains("'Custom Field 1 - Value' is not imported: its labels differ: Pager 1 · Shoe size 1"),
        "{notes}"
    );
    assert!(notes.contains("'Custom Field 1 - Label' is not imported: it labels 'Custom Field 1 - Value'"), "{notes}");
    // Not even into a field of its own, which would hold both.
    let created = env.import("differ.csv", &format!("{import} --create-fields")).done();
    assert!(!created.json()["notes"].to_string().contains("fields-created"), "{created}");
    // The user may say so; a warning stays.
    let said = env.import("differ.csv", &format!("{import} --map 'Custom Field 1 - Value=Pager' --save differ")).done();
    assert!(said.json()["notes"].to_string().contains("goes to Pager, but its labels differ"), "{said}");
    let pagers: Vec<Value> = env.contacts().iter().map(|contact| contact["custom"]["Pager"].clone()).collect();
    assert_eq!(pagers, ["7", "42"]);
    // Another list with that mapping, in which the column is of another field.
    env.write("differ.csv", format!("{header}\nAnn,ann@example.com,Shoe size,41,\n"));
    let later = env.import("differ.csv", "--use differ").done();
    assert!(later.json()["notes"].to_string().contains("but its label is 'Shoe size'"), "{later}");
}

#[test]
fn labels_far_below_count_and_a_label_of_no_field_names_a_new_one() {
    let env = TestEnv::new();
    env.run("init").done();
    env.run("fields add Pager").done();
    let header = "First Name,E-mail 1 - Value,Custom Field 1 - Label,Custom Field 1 - Value,Labels";
    let rows: String = (0..1_200).map(|n| format!("A{n},a{n}@example.com,Pager,{n},\n")).collect();
    env.write("far.csv", format!("{header}\n{rows}Zoe,zoe@example.com,Shoe size,42,\n"));
    let import = "--purpose add --id email --accept-suggestions";
    let outcome = env.import("far.csv", &format!("{import} --dry-run")).done();
    assert!(outcome.json()["notes"].to_string().contains("its labels differ: Pager 1,200 · Shoe size 1"), "{outcome}");
    env.write("one.csv", format!("{header}\nAnn,ann@example.com,Shoe size,42,\nBob,bob@example.com,shoe size,43.5,\n"));
    let told = env.import("one.csv", &format!("{import} --dry-run")).done();
    let option = "--create-field 'Custom Field 1 - Value=Shoe size:number'";
    assert!(told.json()["notes"].to_string().contains(option), "{told}");
    env.import("one.csv", &format!("{import} --dry-run {option}")).done();
    env.import("one.csv", &format!("{import} --create-fields")).done();
    let fields = env.run("fields --json").done().json()["fields"].to_string();
    assert!(fields.contains("\"Shoe size\"") && !fields.contains("Custom Field"), "{fields}");
    let sizes: Vec<Value> = env.contacts().iter().map(|contact| contact["custom"]["Shoe size"].clone()).collect();
    assert_eq!(sizes, ["42", "43.5"]);
}

#[test]
fn own_fields_stand_in_the_program_s_columns_or_under_their_names() {
    let env = env();
    let cells = |program: &str, names: &[&str]| {
        let name = format!("{program}.csv");
        env.run(&format!("export {name} --for {program}")).done();
        let table = Table::read(&env.read(&name));
        names.iter().map(|name| table.column(name)[0].to_owned()).collect::<Vec<_>>()
    };
    let google =
        ["Organization Name", "Birthday", "Custom Field 1 - Label", "Custom Field 1 - Value", "Custom Field 2 - Value"];
    assert_eq!(cells("google", &google), ["Example", "1990-02-28", "Shoe size", "42", "7"]);
    assert_eq!(cells("outlook", &["Company", "Birthday", "Pager", "Shoe size"]), ["Example", "1990-02-28", "7", "42"]);
    let thunderbird =
        ["Organization", "Birth Year", "Birth Month", "Birth Day", "Birthday", "Shoe size", "Tags", "Language"];
    assert_eq!(
        cells("thunderbird", &thunderbird),
        ["Example", "1990", "02", "28", "1990-02-28", "42", "vip,blog", "en"]
    );
    assert_eq!(cells("mailchimp", &["Company", "Birthday", "Shoe size"]), ["Example", "1990-02-28", "42"]);
}

#[test]
fn a_field_that_nobody_has_makes_no_column() {
    let env = TestEnv::with_contacts("First Name,Phone Number\nAnn,+60123000001\n");
    env.run("fields add Unused").done();
    let text = env.run("export - --for google").done().stdout;
    assert!(!text.contains("Unused") && !text.contains("Language") && !text.contains("Custom Field"), "{text}");
}

#[test]
fn what_a_spreadsheet_would_run_is_guarded_there_too() {
    let env = env();
    for program in PROGRAMS {
        env.run(&format!("export {program}.csv --for {program}")).done();
        let table = Table::read(env.read(format!("{program}.csv")).trim_start_matches('\u{feff}'));
        assert_eq!(table.column("First Name")[1], "'=1+1", "{program}");
    }
    assert!(env.bytes("outlook.csv").starts_with("\u{feff}".as_bytes()), "Outlook knows UTF-8 by its mark");
}

#[test]
fn contacts_that_mailchimp_would_refuse_are_counted() {
    let env = env();
    let outcome = env.run("export all.csv --for mailchimp").done();
    outcome.says("Mailchimp takes nobody without an e-mail address: 5 contacts");
}
