//! Spec section 4, Phone: which country a number belongs to, what a column says of bare digits, what is told of it, and what
//! saved mappings, sessions and the history keep.

use serde_json::Value;

use crate::journey::driver::{ENTER, walk};
use crate::support::{CommandOutput, TestEnv, csv_row};

/// A list of people with these phone numbers.
fn list<'c>(numbers: impl IntoIterator<Item = &'c str>) -> String {
    let rows = numbers.into_iter().enumerate().map(|(n, number)| csv_row(&[&format!("P{n}"), number]));
    csv_row(&["First Name", "Phone Number"]) + &rows.collect::<String>()
}

/// So many bare numbers of Malaysia.
fn bare(count: usize) -> Vec<String> {
    (0..count).map(|n| format!("60123456{n:03}")).collect()
}

fn bare_list(count: usize) -> String {
    list(bare(count).iter().map(String::as_str))
}

/// An environment with an import of a list, and what came of it.
#[track_caller]
fn imported(csv: &str, options: &str) -> (TestEnv, CommandOutput) {
    let env = TestEnv::new();
    env.write("leads.csv", csv);
    let outcome = env.import("leads.csv", &format!("--purpose add-all {options}"));
    (env, outcome)
}

/// The note of a code.
#[track_caller]
fn note(outcome: &CommandOutput, code: &str) -> Value {
    let notes = outcome.json()["notes"].as_array().expect("notes").clone();
    notes.into_iter().find(|note| note["code"] == code).unwrap_or_else(|| panic!("no note {code}\n{outcome}"))
}

fn has_note(outcome: &CommandOutput, code: &str) -> bool {
    outcome.json()["notes"].as_array().is_some_and(|notes| notes.iter().any(|note| note["code"] == code))
}

/// What became of each number: the E.164 form, or the code of its first error.
#[track_caller]
fn assert_read(csv: &str, options: &str, expected: &[&str]) -> CommandOutput {
    let (env, outcome) = imported(csv, options);
    let contacts = env.contacts();
    let found: Vec<String> = (0..expected.len())
        .map(|n| {
            let issues = outcome.issues_at(n as u64 + 2);
            let of_name = |contact: &&Value| contact["first_name"] == format!("P{n}");
            let stored = contacts.iter().find(of_name).and_then(|contact| contact["phone"].as_str());
            let error = issues.first().and_then(|issue| issue["code"].as_str());
            error.or(stored).unwrap_or("-").to_owned()
        })
        .collect();
    assert_eq!(found, expected, "{options}\n{csv}{outcome}");
    outcome
}

const REFUSED: &str = "phone-no-country-code";

/// Bare digits.
mod bare {
    use super::*;

    #[test]
    fn one_number_is_no_evidence() {
        let outcome = assert_read(&list(["15012345678"]), "", &[REFUSED]);
        assert_eq!(outcome.status, 3);
        let note = note(&outcome, "phones-bare-refused");
        assert_eq!((&note["count"], &note["of"]), (&1.into(), &1.into()));
        assert_eq!(
            (&note["level"], &note["option"]),
            (&"warning".into(), &Value::Null),
            "it may be Chinese or American"
        );
        assert!(note["message"].as_str().unwrap().contains("--region COUNTRY"), "{note}");
        assert_eq!((&note["column"], &note["field"]), (&"Phone Number".into(), &"Phone Number".into()));
    }

    #[test]
    fn an_update_keeps_the_number_that_is_there() {
        let env = TestEnv::with_contacts("First Name,Email,Phone Number\nLi,li@example.com,+8615012345678\n");
        env.write("leads.csv", "First Name,Email,Phone Number\nLi,li@example.com,15012345678\n");
        env.import("leads.csv", "--purpose add-update --id email").exits(3);
        assert_eq!(env.values("phone"), ["+8615012345678"]);
    }

    #[test]
    fn ten_bare_numbers_decide_how_they_are_read() {
        let (env, outcome) = imported(&bare_list(10), "");
        assert_eq!((outcome.status, env.values("phone").len()), (0, 10));
        let note = note(&outcome, "phones-bare-international");
        assert_eq!((&note["count"], &note["of"]), (&10.into(), &10.into()));
        assert_eq!((&note["level"], &note["option"]), (&"info".into(), &Value::Null), "nothing would be better");
        assert!(note["message"].as_str().unwrap().contains("--bare-phones refuse"), "{note}");
        let (_, outcome) = imported(&bare_list(9), "");
        assert_eq!(outcome.counts(), [9, 0, 0, 0, 0, 9]);
    }

    #[test]
    fn few_numbers_with_the_codes_of_the_others_are_read_and_warned_of() {
        let csv = list(["+60123456789", "60123456780"]);
        let outcome = assert_read(&csv, "", &["+60123456789", "+60123456780"]);
        assert_eq!(note(&outcome, "phones-bare-international")["level"], "warning");
        let env = TestEnv::new();
        env.write("leads.csv", csv);
        let quiet = env.run("-q import leads.csv --purpose add-all --dry-run").done();
        assert!(quiet.stderr.contains("--bare-phones refuse"), "{quiet}");
        assert_read(&list(["+8613912345678", "15012345678"]), "", &["+8613912345678", REFUSED]);
        assert_read(&list(["+6581234567", "60123456780"]), "", &["+6581234567", REFUSED]);
    }

    #[test]
    fn the_option_decides_in_place_of_the_list() {
        let outcome = assert_read(&list(["60123456789"]), "--bare-phones international", &["+60123456789"]);
        assert_eq!(note(&outcome, "phones-bare-international")["level"], "info");
        let csv = list(["60123456700", "60123456701", "0123456789"]);
        let outcome = assert_read(
            &csv,
            "--bare-phones international",
            &["+60123456700", "+60123456701", "phone-no-country-code"],
        );
        let told = note(&outcome, "phones-bare-international");
        assert_eq!((&told["count"], &told["of"]), (&2.into(), &3.into()));
        assert!(told["message"].as_str().unwrap().starts_with("2 of 3 phone numbers without + or 00: read"), "{told}");
        let (_, outcome) = imported(&bare_list(20), "--bare-phones refuse");
        assert_eq!(outcome.counts(), [20, 0, 0, 0, 0, 20]);
        assert_eq!(note(&outcome, "phones-bare-refused")["option"], "--bare-phones international");
        let env = TestEnv::new();
        env.write("leads.csv", bare_list(1));
        env.run("import leads.csv --purpose add-all --bare-phones maybe").exits(2).says("international");
    }

    #[test]
    fn digits_that_no_country_reads_are_read_as_the_option_says() {
        let csv = list(["4915112345678", "0123456789", "123456780"]);
        let of_region = ["phone-impossible", "+60123456789", "+60123456780"];
        assert_read(&csv, "--region MY", &of_region);
        assert_read(&csv, "--region MY --bare-phones refuse", &of_region);
        let both = ["+4915112345678", "+60123456789", "+60123456780"];
        assert_read(&csv, "--region MY --bare-phones international", &both);
    }

    #[test]
    fn digits_that_no_country_reads_decide_as_bare_ones_do() {
        let british: Vec<String> = (0..30).map(|n| format!("020 7946 03{n:02}")).collect();
        let csv = |foreign: usize| list(british.iter().chain(&bare(foreign)).map(String::as_str));
        let (env, outcome) = imported(&csv(12), "--region GB");
        assert_eq!((outcome.status, env.values("phone").len()), (0, 42), "{outcome}");
        let told = note(&outcome, "phones-bare-international");
        assert_eq!((&told["count"], &told["of"]), (&12.into(), &12.into()));
        let national = note(&outcome, "phones-national")["message"].to_string();
        assert!(national.contains(": 30 as numbers of GB"), "{national}");

        let (_, outcome) = imported(&csv(9), "--region GB");
        assert_eq!(outcome.counts()[5], 9);
        let told = note(&outcome, "phones-bare-refused");
        let message = told["message"].as_str().unwrap();
        assert!(message.contains("--bare-phones international") && !message.contains("--region"), "{message}");

        let rows = bare(12).iter().map(|number| csv_row(&["A", number, "GB"])).collect::<String>();
        let (env, outcome) = imported(&("First Name,Phone Number,Country\n".to_owned() + &rows), "");
        assert_eq!((outcome.status, env.values("phone").len()), (0, 12), "{outcome}");
    }

    #[test]
    fn numbers_that_are_read_as_international_say_nothing_against_the_region() {
        for count in [3, 12] {
            let (env, outcome) = imported(&bare_list(count), "--region GB --bare-phones international");
            assert_eq!((outcome.status, env.values("phone").len()), (0, count), "{outcome}");
            assert!(!has_note(&outcome, "region-misfits") && !has_note(&outcome, "phones-national"), "{outcome}");
        }
        let (_, outcome) = imported(&bare_list(12), "--region GB --bare-phones refuse");
        assert_eq!(outcome.status, 4, "nothing else reads them: {outcome}");
    }

    #[test]
    fn twins_are_told_only_where_bare_numbers_are_read() {
        let csv = list(["4930123456", "+4930123456", "60123456789"]);
        let env = TestEnv::new();
        env.write("leads.csv", csv);
        let import = "--purpose add --id phone --dry-run";
        let refused = env.import("leads.csv", import);
        assert_eq!(refused.errors(), [format!("2 {REFUSED}"), format!("4 {REFUSED}")]);
        let read = env.import("leads.csv", &format!("{import} --bare-phones international"));
        assert_eq!(read.errors(), ["2 duplicate-in-file", "3 duplicate-in-file"]);
        // Whether a number is one that its row's Country does not have is for the column to say as well.
        let rows = bare(10).iter().map(|number| csv_row(&["A", number, ""])).collect::<String>();
        let csv = "First Name,Phone Number,Country\n".to_owned() + &rows;
        env.write("leads.csv", csv.clone() + "B,4915112345678,MY\nC,+4915112345678,DE\n");
        assert_eq!(env.import("leads.csv", import).errors(), ["12 duplicate-in-file", "13 duplicate-in-file"]);
        let few = csv.lines().take(6).map(|line| format!("{line}\n")).collect::<String>();
        env.write("leads.csv", few + "B,4915112345678,MY\nC,+4915112345678,DE\n");
        let outcome = env.import("leads.csv", import);
        assert!(!outcome.errors().iter().any(|error| error.ends_with("duplicate-in-file")), "{outcome}");
        assert_eq!(outcome.errors().last().map(String::as_str), Some("7 phone-impossible"));
    }

    #[test]
    fn the_history_shows_what_was_decided() {
        for (csv, options, expected) in [
            (bare_list(10), "", Some("international")),
            (bare_list(2), "", Some("refuse")),
            (bare_list(2), "--bare-phones international", Some("international")),
            (list(["+60123456789", "0123456789"]), "", None),
            (list(["0123456789"]), "--region MY", None),
        ] {
            let (env, outcome) = imported(&csv, options);
            let id = outcome.json()["import_id"].clone();
            let entry = env.run(&format!("history {id} --json")).done().json();
            assert_eq!(entry["options"]["bare_phones"].as_str(), expected, "{options}");
            let text = env.run(&format!("history {id}")).done();
            assert_eq!(text.stdout.contains("bare phones"), expected.is_some(), "{text}");
        }
    }
}

/// What is kept of what was decided.
mod kept {
    use super::*;

    #[track_caller]
    fn kept_by(env: &TestEnv, name: &str) -> Option<String> {
        let document = env.run(&format!("mappings show {name} --json")).done().json();
        document["recipe"]["reading"]["bare-phones"].as_str().map(str::to_owned)
    }

    #[test]
    fn a_saved_mapping_reads_the_next_list_like_the_first() {
        let env = TestEnv::new();
        env.write("first.csv", bare_list(12));
        env.run("import first.csv --purpose add-update --id phone --save international").done();
        assert_eq!(kept_by(&env, "international").as_deref(), Some("international"));
        env.write("second.csv", list(["4930123456", "4930123457", "4930123458"]));
        env.run("import second.csv --use international").done();
        assert_eq!(env.values("phone").len(), 15);
        env.run("import second.csv --use international --bare-phones refuse").exits(3);

        let national = (0..8).map(|n| format!("012345678{n}")).collect::<Vec<_>>();
        env.write("third.csv", list(national.iter().chain(&bare(2)).map(String::as_str)));
        env.run("import third.csv --purpose add-update --id phone --save refuse").exits(3);
        assert_eq!(kept_by(&env, "refuse").as_deref(), Some("refuse"));
        env.write("fourth.csv", bare_list(30));
        let outcome = env.run("import fourth.csv --use refuse --json").exits(3);
        assert_eq!(outcome.counts()[5], 30);
        let told = note(&outcome, "phones-bare-refused");
        assert_eq!((&told["level"], &told["option"]), (&"warning".into(), &"--bare-phones international".into()));
        env.run("mappings show refuse").done().says_all(&["Bare phones", "refuse"]);
    }

    #[test]
    fn too_few_numbers_decide_nothing_for_the_next_list() {
        let env = TestEnv::new();
        env.write("first.csv", bare_list(2));
        env.run("import first.csv --purpose add-update --id phone --save open").exits(3);
        assert_eq!(kept_by(&env, "open"), None);
        env.run("import first.csv --purpose add-update --id phone --save said --bare-phones refuse").exits(3);
        assert_eq!(kept_by(&env, "said").as_deref(), Some("refuse"));
        env.write("second.csv", bare_list(12));
        env.run("import second.csv --use open").done();
    }

    #[test]
    fn a_list_without_bare_numbers_decides_nothing() {
        let env = TestEnv::new();
        env.write("first.csv", list(["+60123456789", "+6581234567"]));
        env.run("import first.csv --purpose add-update --id phone --save open").done();
        assert_eq!(kept_by(&env, "open"), None);
        env.write("second.csv", bare_list(10));
        env.run("import second.csv --use open").done();
        env.write("third.csv", bare_list(3));
        env.run("import third.csv --use open").exits(3);
    }

    #[test]
    fn what_map_saves_was_decided_by_the_list() {
        let env = TestEnv::new();
        env.write("leads.csv", bare_list(12));
        env.run("upload leads.csv --purpose add --id phone").done();
        let mapped = env.run("map leads.csv --save crm --json").done();
        assert!(has_note(&mapped, "phones-bare-international"), "{mapped}");
        let command = mapped.json()["command"].as_str().unwrap().to_owned();
        assert!(command.ends_with("--bare-phones international"), "{command}");
        assert_eq!(kept_by(&env, "crm").as_deref(), Some("international"));
        env.run("review leads.csv").done();
        env.run("import leads.csv").done();
        assert_eq!(env.values("phone").len(), 12);
        env.write("next.csv", bare_list(3));
        env.run("upload next.csv --purpose add-update --id phone").done();
        env.run("map next.csv --use crm").done();
        env.run("review next.csv").done();
    }

    #[test]
    fn a_session_keeps_what_was_said_at_its_upload() {
        let env = TestEnv::new();
        env.write("leads.csv", bare_list(2));
        env.run("upload leads.csv --purpose add --id phone --bare-phones international").done();
        assert!(env.read("leads.csv.import.json").contains("\"bare-phones\": \"international\""));
        env.run("map leads.csv").done().says("--bare-phones international");
        env.run("review leads.csv").done();
        env.run("review leads.csv --row 2").done().says("+60123456000");
        env.run("import leads.csv").done();
        assert_eq!(env.values("phone").len(), 2);
    }

    #[test]
    fn a_session_of_which_nothing_was_said_goes_as_its_list_shows() {
        let env = TestEnv::new();
        env.write("leads.csv", bare_list(12));
        env.run("upload leads.csv --purpose add --id phone").done();
        env.run("map leads.csv").done();
        let review = env.run("review leads.csv --json").done();
        assert_eq!(note(&review, "phones-bare-international")["count"], 12);
        env.run("import leads.csv").done();
        assert_eq!(env.values("phone").len(), 12);
    }

    #[test]
    fn the_command_that_does_it_again_says_what_the_list_has_shown() {
        let env = TestEnv::new();
        env.write("leads.csv", bare_list(12));
        std::fs::create_dir(env.path("out")).unwrap();
        let mut terminal = env.terminal("import leads.csv --max-errors 5% --output-dir out");
        let steps = [
            ("What may the import do", ENTER),
            ("How are contacts recognised", ENTER),
            ("Tags for these", ENTER),
            ("has a value already", ENTER),
            ("Import?", "y\r"),
            ("Save this mapping?", ENTER),
        ];
        walk(&mut terminal, &steps);
        let left = terminal.finish();
        assert!(left.screen.contains("The same in one run"), "{}", left.screen);
        let screen = left.screen.replace(['\r', '\n'], "");
        for option in ["--bare-phones international", "--max-errors 5%", "--output-dir out"] {
            assert!(screen.contains(option), "{option}: {screen}");
        }
    }

    #[test]
    fn a_file_of_a_mapping_that_says_something_else_is_refused() {
        let env = TestEnv::new();
        env.run("init").done();
        let mapping =
            |how: &str| format!("format = 1\nname = 'x'\npurpose = 'add-all'\n[reading]\nbare-phones = '{how}'\n");
        env.write("wrong.toml", mapping("perhaps"));
        env.run("mappings import wrong.toml").exits(1).says_all(&["line 5", "international"]);
        env.write("right.toml", mapping("refuse"));
        env.run("mappings import right.toml").done();
        assert_eq!(kept_by(&env, "x").as_deref(), Some("refuse"));
    }
}

/// The country of a row.
mod countries {
    use super::*;

    /// A list of numbers with the Country of their rows.
    fn list(rows: &[(&str, &str)]) -> String {
        let row = |(n, (number, country)): (usize, &(&str, &str))| csv_row(&[&format!("P{n}"), country, number]);
        csv_row(&["First Name", "Country", "Phone Number"]) + &rows.iter().enumerate().map(row).collect::<String>()
    }

    #[test]
    fn a_national_number_is_one_of_its_rows_country() {
        let rows = [
            ("82345678", "SG"),
            ("012-345 6789", "MY"),
            ("07700 900123", "United Kingdom"),
            ("020 7946 0018", " gbr "),
            ("15012345678", "China"),
            ("60123456780", "Malaysia"),
            ("4915112345678", "DE"),
            ("012-345 6781", ""),
            ("+4930123456", "Germany"),
        ];
        let expected = [
            "+6582345678",
            "+60123456789",
            "+447700900123",
            "+442079460018",
            "+8615012345678",
            "+60123456780",
            "+4915112345678",
            "+60123456781",
            "+4930123456",
        ];
        let outcome = assert_read(&list(&rows), "--region MY", &expected);
        let national = note(&outcome, "phones-national");
        assert_eq!((&national["count"], &national["of"]), (&8.into(), &9.into()));
        let message = national["message"].as_str().unwrap();
        assert!(message.ends_with("7 by their row's Country, 1 as numbers of MY (--region)"), "{message}");
        assert!(!has_note(&outcome, "phones-bare-refused"));
        assert!(!has_note(&outcome, "phones-bare-international"));

        let mut expected = expected;
        expected[7] = REFUSED;
        assert_read(&list(&rows), "", &expected);
    }

    #[test]
    fn a_set_country_is_that_of_every_row() {
        let csv = super::list(["0123456789", "+4930123456", "60123456780"]);
        let outcome = assert_read(&csv, "--set Country=Malaysia", &["+60123456789", "+4930123456", "+60123456780"]);
        assert_eq!(outcome.warnings(), 1);
        assert_read(&csv, "--set Country=MY --region SG", &["+60123456789", "+4930123456", "+60123456780"]);
    }

    #[test]
    fn a_country_that_is_none_reads_nothing() {
        let rows = [("0123456789", "Atlantis"), ("0123456780", "AQ"), ("0123456781", "\u{a0}"), ("82345678", "SG")];
        assert_read(&list(&rows), "--region MY", &["country-unknown", "+60123456780", "+60123456781", "+6582345678"]);
        let (_, outcome) = imported(&list(&[("0123456789", "NIL")]), "--clear-marker NIL");
        assert_eq!(outcome.errors(), [format!("2 {REFUSED}")]);
    }

    #[test]
    fn a_country_that_is_not_mapped_reads_nothing() {
        assert_read(&list(&[("0123456789", "MY")]), "--skip Country", &[REFUSED]);
    }

    #[test]
    fn a_number_of_another_country_is_warned_of() {
        let rows = [
            ("+6581234567", "MY"),
            ("0060123456789", "SG"),
            ("+12015550123", "CA"),
            ("+447911123456", "JE"),
            ("+77011234567", "RU"),
            ("+390669812345", "VA"),
            ("+80012345678", "MY"),
            ("+6581234568", ""),
            ("+60123456780", "MY"),
        ];
        let env = TestEnv::new();
        env.write("leads.csv", list(&rows));
        let outcome = env.run("import leads.csv --purpose add --id phone").done();
        let warning = "line 2, Phone Number: +65 is the country code of SG, but the row's Country is MY";
        outcome.says_all(&["phone-country-differs: 2", warning, "line 3, Phone Number: +60"]);
        assert_eq!(env.contacts().len(), rows.len());
    }

    /// So many bare numbers of Malaysia in rows of this country.
    fn malaysian(count: usize, country: &'static str) -> Vec<(String, &'static str)> {
        (0..count).map(|n| (format!("6012345{:04}", n + 1000), country)).collect()
    }

    fn list_of(rows: &[(String, &str)]) -> String {
        list(&rows.iter().map(|(number, country)| (number.as_str(), *country)).collect::<Vec<_>>())
    }

    #[test]
    fn a_country_that_only_may_have_the_number_does_not_outweigh_a_country_code() {
        let foreign = [("60123459998".to_owned(), "DE"), ("60123459999".to_owned(), "SG")];
        let csv = list_of(&[malaysian(28, "MY"), foreign.to_vec()].concat());
        let env = TestEnv::new();
        env.write("leads.csv", &csv);
        let import = |options: &str| env.run(&format!("import leads.csv --purpose add --id phone {options} --json"));
        let outcome = import("--bare-phones international --dry-run").done();
        assert_eq!(outcome.json()["warnings"], 2, "each is told to be no number of its row's Country: {outcome}");
        import("").done();
        let phones = env.values("phone");
        assert!(phones.contains(&"+4960123459998".to_owned()), "so few do not decide: {phones:?}");
        env.run("undo --yes").done();
        import("--bare-phones international").done();
        let phones = env.values("phone");
        assert!(phones.iter().all(|phone| phone.starts_with("+6012345")), "{phones:?}");
    }

    #[test]
    fn countries_that_fit_the_numbers_badly_do_not_make_them_numbers_of_theirs() {
        let rows = ["DE", "SG", "CN", "ID"].into_iter().cycle().take(12);
        let rows: Vec<_> =
            malaysian(12, "").into_iter().zip(rows).map(|((number, _), country)| (number, country)).collect();
        let (env, outcome) = imported(&list_of(&rows), "");
        let phones = env.values("phone");
        assert!(phones.iter().all(|phone| phone.starts_with("+6012345")), "{phones:?} {outcome}");
        let told = note(&outcome, "phones-bare-international");
        assert_eq!((&told["count"], &told["of"]), (&12.into(), &12.into()), "{told}");
        let message = told["message"].as_str().unwrap();
        assert!(message.ends_with("--bare-phones refuse reads them as national ones"), "{message}");
    }

    #[test]
    fn slips_do_not_decide_how_bare_digits_are_read() {
        // No number of the United States begins with 372, and in Estonia they are valid.
        let slips = (0..10).map(|n| (format!("372555{:04}", n + 1000), "US"));
        let american = (0..200).map(|n| (format!("212736{n:04}"), "US"));
        let (env, outcome) = imported(&list_of(&american.chain(slips).collect::<Vec<_>>()), "");
        let phones = env.values("phone");
        assert!(phones.iter().all(|phone| phone.starts_with("+1")), "{phones:?}");
        assert!(!has_note(&outcome, "phones-bare-international"), "{outcome}");
        let told = note(&outcome, "phones-national");
        assert_eq!(told["count"], 210, "{told}");
    }

    #[test]
    fn rows_are_duplicates_by_the_numbers_that_their_column_shows() {
        let mut rows = malaysian(12, "DE");
        rows.push(("+60123451000".to_owned(), "MY"));
        let env = TestEnv::new();
        env.write("leads.csv", list_of(&rows));
        let outcome = env.run("import leads.csv --purpose add --id phone --json").exits(3);
        assert_eq!(outcome.json()["counts"]["errors"], 2, "{outcome}");
        assert_eq!(outcome.json()["errors"][0]["code"], "duplicate-in-file", "{outcome}");
    }

    #[test]
    fn all_passes_read_a_row_alike() {
        let env = TestEnv::with_contacts("First Name,Phone Number\nAnn,+6582345678\n");
        let rows = [("82345678", "SG"), ("82345678", "MY"), ("+6082345678", ""), ("8234 5679", "Singapore")];
        env.write("leads.csv", list(&rows));
        let import = "--purpose add-update --id phone --region MY";
        let once = env.import("leads.csv", &format!("{import} --dry-run"));
        assert_eq!(once.errors(), ["3 duplicate-in-file", "4 duplicate-in-file"]);
        assert_eq!(once.counts(), [4, 1, 1, 0, 0, 2]);
        env.run(&format!("upload leads.csv {import} --no-import-tag")).done();
        env.run("map leads.csv").done();
        let row = env.run("review leads.csv --row 5 --json").done().json()["row"].clone();
        assert_eq!(row["cells"][2]["value"], "+6582345679");
        assert_eq!(env.run("review leads.csv --json").exits(3).counts(), once.counts());
        assert_eq!(env.run("import leads.csv --json").exits(3).counts(), once.counts());
        assert_eq!(env.values("phone"), ["+6582345678", "+6582345679"]);
    }
}

#[test]
fn numbers_that_a_spreadsheet_rounded_are_errors() {
    let rounded =
        ["60123400000", "60129100000", "60167800000", "60173500000", "60138800000", "60194200000", "60142600000"];
    let env = TestEnv::new();
    env.write("leads.csv", list(rounded));
    for options in ["", "--region MY", "--bare-phones international", "--set Country=MY"] {
        let outcome = env.import("leads.csv", &format!("--purpose add --id phone {options}")).exits(3);
        let expected: Vec<String> = (2..9).map(|line| format!("{line} phone-rounded")).collect();
        assert_eq!(outcome.errors(), expected, "{options}");
        let note = note(&outcome, "phones-rounded");
        assert_eq!((&note["level"], &note["count"], &note["of"]), (&"warning".into(), &7.into(), &7.into()));
        assert!(!has_note(&outcome, "phones-bare-refused"), "{outcome}");
    }
    assert!(env.contacts().is_empty());

    // Twice the same is no duplicate where neither is a number, and one that is whole is imported.
    let mixed = ["60123400000", "60123400000", "60129100000", "60167800000", "+60123456789"];
    env.write("leads.csv", list(mixed));
    let outcome = env.import("leads.csv", "--purpose add --id phone").exits(3);
    assert_eq!(outcome.errors(), [2, 3, 4, 5].map(|line| format!("{line} phone-rounded")));
    assert_eq!(env.values("phone"), ["+60123456789"]);

    // The errors file has fewer than five; as it is, they stay errors.
    env.write("few.csv", list(["60123400000", "60129100000", "60167800000", "+60123456780", "+60123456781"]));
    env.import("few.csv", "--purpose add --id phone").exits(3);
    env.write("again.csv", env.read("few.errors.csv"));
    let again = env.import("again.csv", "--purpose add --id phone --bare-phones international").exits(3);
    assert_eq!(again.errors(), [2, 3, 4].map(|line| format!("{line} phone-rounded")));

    let few = ["60123400000", "60129100000", "60167800000", "60173500000"];
    assert_read(&list(few), "--region MY", &few.map(|number| format!("+{number}")).each_ref().map(String::as_str));
}

#[test]
fn what_programs_write_before_a_number_is_taken_off_and_told() {
    let cells = [
        "whatsapp:+60123456781",
        "p:+60123456782",
        "callto:+60123456783",
        "https://wa.me/60123456784",
        "tel:+60123456785",
        "TEL: +60 12-345 6786",
        "https://api.whatsapp.com/send?phone=60123456787&text=Hi",
        "tel:+60-12-345-6788;phone-context=example.com",
    ];
    let expected: Vec<String> = (1..9).map(|n| format!("+6012345678{n}")).collect();
    let outcome = assert_read(&list(cells), "", &expected.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!((outcome.status, outcome.warnings()), (0, 0));
    assert_eq!(note(&outcome, "phones-prefix-removed")["count"], 8);

    let labels =
        ["Tel. +60123456785", "M: +60123456786", "fax:+60123456787", "mobile: 0123456788", "+60123456789 (office)"];
    let outcome = assert_read(&list(labels), "--region MY", &["phone-letters"; 5]);
    let messages: Vec<String> = outcome.issues().iter().map(|issue| issue["message"].to_string()).collect();
    for (message, label) in messages.iter().zip(["'Tel.'", "'M:'", "'fax:'", "'mobile:'", "'(office)'"]) {
        assert!(message.contains(label), "{message}");
    }
}

#[test]
fn the_one_of_mexican_mobiles_is_taken_off_and_told() {
    let env = TestEnv::with_contacts("First Name,Phone Number\nMX,+525512345678\n");
    env.write("leads.csv", "First Name,Phone Number\nMX,+5215512345678\n");
    let outcome = env.import("leads.csv", "--purpose add-update --id phone").done();
    assert_eq!(outcome.counts(), [1, 0, 1, 1, 0, 0]);
    assert_eq!(note(&outcome, "phones-mexican-one")["count"], 1);
    env.write("leads.csv", "First Name,Phone Number\nMX,+5215512345678\nMX,+52 55 1234 5678\n");
    let outcome = env.import("leads.csv", "--purpose add-update --id phone").exits(3);
    assert_eq!(outcome.errors(), ["2 duplicate-in-file", "3 duplicate-in-file"]);
}

#[test]
fn numbers_of_before_a_renumbering_say_so() {
    let outcome = assert_read(&list(["+22507123456", "+22997123456"]), "", &["phone-impossible", "+22997123456"]);
    assert!(outcome.issues()[0]["message"].as_str().unwrap().contains("ten digits since 2021"), "{outcome}");
}

/// The country whose numbers they are.
mod region {
    use super::*;

    fn british(count: usize) -> String {
        list((0..count).map(|number| format!("07700 900{number:03}")).collect::<Vec<_>>().iter().map(String::as_str))
    }

    #[test]
    fn the_country_of_national_numbers_is_named_with_its_option() {
        let (env, outcome) = imported(&british(50), "");
        assert_eq!((outcome.status, env.values("phone").len()), (3, 0));
        let note = note(&outcome, "phones-bare-refused");
        assert_eq!((&note["level"], &note["option"]), (&"warning".into(), &"--region GB".into()));
        assert!(note["message"].as_str().unwrap().contains("50 of 50 are numbers of GB: --region GB"), "{note}");
        assert_eq!((&note["count"], &note["of"]), (&50.into(), &50.into()), "so many are refused");
        let (env, outcome) = imported(&british(50), "--region GB");
        assert_eq!((outcome.status, env.values("phone").len()), (0, 50));
    }

    #[test]
    fn the_country_is_that_of_the_whole_list_and_not_of_its_beginning() {
        let malaysian = |count: usize| (0..count).map(|n| format!("012-345 {:04}", n * 7 + 1000)).collect::<Vec<_>>();
        let british = |count: usize| (0..count).map(|n| format!("07911 12{:04}", n * 11)).collect::<Vec<_>>();
        let numbered = |form: &str, count: usize| (0..count).map(|n| form.replace('#', &format!("{n:03}"))).collect();
        for (first, then, country) in [
            (numbered("9123 4#", 10), malaysian(190), "MY"),
            (numbered("9123 4#", 6), malaysian(300), "MY"),
            (numbered("01111 111#", 8), british(192), "GB"),
            (vec!["12345".to_owned(); 10], malaysian(190), "MY"),
            (british(50), malaysian(950), "MY"),
        ] {
            let csv = list(first.iter().chain(&then).map(String::as_str));
            let (_, outcome) = imported(&csv, "");
            let told = note(&outcome, "phones-bare-refused");
            assert_eq!(told["option"], format!("--region {country}"), "{first:?}: {told}");
            let message = told["message"].as_str().unwrap();
            assert!(message.contains("of 100 sampled are numbers of"), "{message}");
            assert!(!message.contains("100 of 100"), "some are not: {message}");
        }
    }

    #[test]
    fn a_region_that_reads_hardly_any_number_is_refused_before_anything_is_written() {
        let (env, outcome) = imported(&british(50), "--region MY");
        assert_eq!((outcome.status, env.values("phone").len()), (4, 0), "{outcome}");
        assert_eq!(outcome.json()["error"]["code"], "region-misfits");
        let told = outcome.json()["error"].to_string();
        assert!(told.contains("50 of 50 phone numbers are no numbers of MY; they are of GB"), "{told}");
        assert!(told.contains("--region GB"), "{told}");
        env.run("import leads.csv --purpose add-update --id phone --region MY --dry-run").exits(4);
        let outcome = env.run("import leads.csv --purpose add-update --id phone --region MY --yes --json").done();
        assert_eq!((&note(&outcome, "region-misfits")["count"], env.values("phone").len()), (&50.into(), 50));
    }

    #[test]
    fn the_last_numbers_of_a_long_list_count_as_the_first() {
        let malaysian = (0..1_000).map(|number| format!("012-345 {number:04}"));
        let british = (0..4_000).map(|number| format!("07911 12{number:04}"));
        let numbers: Vec<String> = malaysian.chain(british).collect();
        let (_, outcome) = imported(&list(numbers.iter().map(String::as_str)), "--region MY --dry-run");
        let told = note(&outcome, "region-misfits");
        assert_eq!((&told["of"], &told["option"]), (&1_000.into(), &"--region GB".into()), "{told}");
    }

    #[test]
    fn a_number_that_may_be_newly_assigned_says_nothing_against_the_region() {
        for count in [1, 2] {
            let outcome = imported(&list(vec!["018-998 8776"; count]), "--region MY").1;
            assert!(!has_note(&outcome, "region-misfits"), "{outcome}");
        }
        let (_, outcome) = imported(&list(["0123"]), "--region MY");
        let told = note(&outcome, "region-misfits");
        assert_eq!((&told["count"], &told["option"]), (&1.into(), &Value::Null), "{told}");
    }

    #[test]
    fn the_setting_is_named_where_it_says_the_country() {
        let env = TestEnv::new();
        env.run("init").done();
        env.run("config set region GB").done();
        env.write("leads.csv", british(3));
        let told = |options: &str| {
            let outcome = env.import("leads.csv", &format!("--purpose add --id phone --dry-run {options}"));
            note(&outcome, "phones-national")["message"].to_string()
        };
        assert!(told("").contains("3 as numbers of GB (the setting region)"), "{}", told(""));
        assert!(told("--region GB").contains("3 as numbers of GB (--region)"));
    }

    #[test]
    fn a_region_that_reads_some_numbers_badly_is_told_and_imports() {
        let mut numbers: Vec<String> = (0..3).map(|number| format!("012-345 678{number}")).collect();
        numbers.extend((0..6).map(|number| format!("07700 90000{number}")));
        let (_, outcome) = imported(&list(numbers.iter().map(String::as_str)), "--region MY");
        assert_ne!(outcome.status, 4, "fewer than ten numbers refuse nothing: {outcome}");
        assert_eq!(note(&outcome, "region-misfits")["level"], "warning");
    }
}
