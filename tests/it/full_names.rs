//! Spec section 5, Full names: `--split`, and the suggestion of it.

use crate::support::TestEnv;

const LIST: &str = "\
Name,Email
Ann Lee,ann@example.com
\"van der Berg, Cor\",cor@example.com
Siti binti Hassan,siti@example.com
Cher,cher@example.com
Moe Trading Sdn Bhd,moe@example.com
";

/// First and last names of the contacts, in the order of the list.
fn names(env: &TestEnv) -> Vec<(String, Option<String>)> {
    let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
    env.contacts().iter().map(|it| (text(&it["first_name"]).unwrap_or_default(), text(&it["last_name"]))).collect()
}

fn split() -> Vec<(String, Option<String>)> {
    let pair = |first: &str, last: Option<&str>| (first.to_owned(), last.map(str::to_owned));
    vec![
        pair("Ann", Some("Lee")),
        pair("Cor", Some("van der Berg")),
        pair("Siti", Some("binti Hassan")),
        pair("Cher", None),
        pair("Moe Trading Sdn Bhd", None),
    ]
}

fn env() -> TestEnv {
    let env = TestEnv::new();
    env.write("leads.csv", LIST);
    env
}

#[test]
fn a_column_of_full_names_is_split_and_what_cannot_be_is_told() {
    let env = env();
    let outcome = env.import("leads.csv", "--purpose add --id email --split Name").done();
    assert_eq!(outcome.warnings(), 1, "{outcome}");
    assert_eq!(names(&env), split());
    env.run("history 1").done().says("Name (split, first name first) → Last Name").says("name-unsplit");
}

#[test]
fn the_suggestion_is_taken_and_repeated_by_what_was_saved_and_printed() {
    let env = env();
    let refused = env.run("import leads.csv --purpose add --id email --json").exits(2).json();
    assert_eq!(refused["error"]["hint"], "add: --split Name (or all with --accept-suggestions)");
    assert_eq!(refused["error"]["notes"][0]["option"], "--split Name", "{refused}");
    let samples =
        ["Ann Lee → Ann | Lee", "van der Berg, Cor → Cor | van der Berg", "Siti binti Hassan → Siti | binti Hassan"];
    assert_eq!(refused["error"]["notes"][0]["samples"], serde_json::json!(samples));
    env.run("import leads.csv --purpose add --id email --accept-suggestions --save crm").done();
    assert_eq!(names(&env), split());
    env.run("mappings show crm").done().says("First and Last Name (split, first name first)");
    env.write("next.csv", "Email,Name\nbob@example.com,Bob Moe\n");
    env.run("import next.csv --use crm").done();
    assert_eq!(names(&env)[5], ("Bob".to_owned(), Some("Moe".to_owned())));
}

#[test]
fn a_saved_split_holds_where_the_header_stands_twice() {
    let env = env();
    env.run("import leads.csv --purpose add --id email --split Name=first-last --save crm").done();
    env.write("next.csv", "Email,Name,Shoe size,Notes,Name\nbob@example.com,Bob Moe,44,,x\n");
    let refused = env.run("import next.csv --use crm").exits(2);
    assert!(refused.stderr.contains("--split '#2' or --split '#5'"), "{refused}");
    assert!(refused.stderr.contains("add one of: --split '#2'  --split '#5'"), "{refused}");
    env.run("import next.csv --use crm --skip '#5'").done();
    assert_eq!(names(&env)[5], ("Bob".to_owned(), Some("Moe".to_owned())));
}

#[test]
fn a_session_keeps_the_split_and_prints_the_command_that_repeats_it() {
    let env = TestEnv::new();
    env.write("leads.csv", "Name,Email\nTan Wei Ming,wei@example.com\n");
    env.run("upload leads.csv --purpose add --id email").done();
    let mapped = env.run("map leads.csv --split Name=last-first --json").done().json();
    assert_eq!(mapped["mapping"][1]["split"], "last-first", "{mapped}");
    assert!(mapped["command"].as_str().unwrap().contains("--split Name=last-first"), "{mapped}");
    env.run("review leads.csv").done();
    env.run("import leads.csv").done();
    assert_eq!(names(&env), [("Wei Ming".to_owned(), Some("Tan".to_owned()))]);
}

#[test]
fn capitals_show_that_the_last_name_is_first() {
    let env = TestEnv::new();
    env.write("leads.csv", "Full name,Email\nTAN Wei Ming,wei@example.com\nLEE Ann,ann@example.com\n");
    let outcome = env.import("leads.csv", "--purpose add --id email --accept-suggestions").done();
    assert!(outcome.stdout.contains("last name first"), "{outcome}");
    assert_eq!(names(&env)[0], ("Wei Ming".to_owned(), Some("TAN".to_owned())));
}

#[test]
fn a_header_that_names_the_last_name_first_is_suggested_and_taken_so() {
    for header in ["Last Name First Name", "\"Nachname, Vorname\"", "Apellidos y nombre", "ФИО", "Név", "Họ và tên"]
    {
        let env = TestEnv::new();
        env.write("leads.csv", format!("{header},Email\nMiller Ann,ann@example.com\nSmith Bob,bob@example.com\n"));
        let option = format!("--split '{}=last-first'", header.trim_matches('"'));
        let refused = env.run("import leads.csv --purpose add --id email").exits(2);
        assert!(refused.stderr.contains(&format!("hint: add: {option} (or all with")), "{refused}");
        refused.says("Miller Ann → Ann | Miller · Smith Bob → Bob | Smith");
        env.run("import leads.csv --purpose add --id email --accept-suggestions").done();
        assert_eq!(names(&env)[0], ("Ann".to_owned(), Some("Miller".to_owned())), "{header}");
        env.run(&format!("import leads.csv --purpose update --id email {option}")).done();
        assert_eq!(names(&env)[0], ("Ann".to_owned(), Some("Miller".to_owned())), "{header}");
    }
}

#[test]
fn an_order_in_doubt_is_shown_with_both_options_and_never_taken() {
    let env = TestEnv::new();
    env.write("leads.csv", "Nominativo,Email\nRossi Anna,anna@example.com\nBianchi Carlo,carlo@example.com\n");
    for accept in ["", "--accept-suggestions"] {
        let refused = env.run(&format!("import leads.csv --purpose add --id email {accept}")).exits(2);
        refused.says("hint: add one of: --split Nominativo  --split Nominativo=last-first");
    }
    let outcome = env.run("import leads.csv --purpose update --id email --accept-suggestions --dry-run").done();
    outcome.says("which name is first is not certain").says("--split Nominativo or --split Nominativo=last-first");
}

#[test]
fn samples_of_names_are_told_and_not_kept() {
    let env = TestEnv::new();
    env.write("leads.csv", "Name,Email\nAnn Lee,ann@example.com\n");
    env.import("leads.csv", "--purpose update --id email").done().says("Ann Lee → Ann | Lee");
    let kept = env.run("history 1 --json").done();
    assert!(!kept.stdout.contains("Ann Lee"), "{kept}");
}

#[test]
fn a_column_is_not_split_where_another_has_a_part_or_values_are_single_words() {
    for list in [
        "Name,Email,Last Name\nAnn Lee,ann@example.com,Lee\n",
        "Name,Email,Surname\nAnn Lee,ann@example.com,Lee\n",
        "Name,Email\nAnn,ann@example.com\nBob,bob@example.com\n",
    ] {
        let env = TestEnv::new();
        env.write("leads.csv", list);
        env.run("import leads.csv --purpose add --id email --accept-suggestions").done();
        let first = list.lines().nth(1).unwrap().split(',').next().unwrap();
        assert_eq!(names(&env)[0].0, first, "{list}");
    }
}

#[test]
fn an_order_or_field_that_does_not_fit_is_refused() {
    let env = env();
    let line = "import leads.csv --purpose add --id email";
    env.run(&format!("{line} --split Name=frist")).exits(2).says("first-last and last-first");
    env.run(&format!("{line} --split Nome")).exits(2).says("no column 'Nome'");
    env.run(&format!("{line} --split Name --set 'Last Name=Lee'")).exits(2).says("Last Name is given twice");
}
