//! `export --for PROGRAM`: the CSV file of another program, which its preset brings back unchanged.

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
    let thunderbird = ["Organization", "Birth Year", "Birth Month", "Birth Day", "Shoe size", "Tags", "Language"];
    assert_eq!(cells("thunderbird", &thunderbird), ["Example", "1990", "02", "28", "42", "vip,blog", "en"]);
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
