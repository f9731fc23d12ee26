//! `--region-from`: phone numbers whose country stands in a column of their row (spec section 4, Phone).

use serde_json::Value;

use crate::support::TestEnv;

const CODES: &str = "First Name,Country Code,Phone\nAnn,60,123456781\nBob,65,91234567\nCid,44,7700900123\n";

const LINE: &str = "import leads.csv --purpose add --id phone --map 'Phone=Phone Number' --json";

fn env(list: &str) -> TestEnv {
    let env = TestEnv::new();
    env.write("leads.csv", list);
    env
}

/// The note on numbers without a country code.
fn refused(env: &TestEnv, line: &str) -> Value {
    let outcome = env.run(line).json();
    let notes = outcome["notes"].as_array().cloned().unwrap_or_default();
    notes.into_iter().find(|note| note["code"] == "phones-bare-refused").unwrap_or_default()
}

#[test]
fn a_column_of_calling_codes_is_named_and_its_option_reads_the_numbers() {
    let env = env(CODES);
    let note = refused(&env, &format!("{LINE} --dry-run"));
    assert_eq!(note["option"], "--region-from 'Country Code'");
    let message = note["message"].as_str().unwrap();
    assert!(message.contains("3 of 3 are valid with the calling codes of the column 'Country Code'"), "{message}");
    let outcome = env.run(&format!("{LINE} --region-from 'Country Code'")).done();
    let note = &outcome.json()["notes"][1];
    assert!(note["message"].as_str().unwrap().contains("3 by the country of their row (--region-from)"), "{outcome}");
    let numbers = env.run("export -").done().stdout;
    for number in ["+60123456781", "+6591234567", "+447700900123"] {
        assert!(numbers.contains(number), "{number}: {numbers}");
    }
    env.run("history 1").done().says("region from Country Code");
}

#[test]
fn codes_with_signs_and_columns_with_other_names_are_found() {
    for (header, codes) in
        [("Vorwahl", ["+60", "+65", "+44"]), ("x", ["0060", "0065", "0044"]), ("Dial", ["60", "", "44"])]
    {
        let [ann, bob, cid] = codes;
        let phone = if bob.is_empty() { "" } else { "91234567" };
        let list =
            format!("First Name,{header},Phone\nAnn,{ann},012-345 6781\nBob,{bob},{phone}\nCid,{cid},07700 900123\n");
        let note = refused(&env(&list), &format!("{LINE} --dry-run"));
        assert_eq!(note["option"], format!("--region-from {header}"), "{note}");
    }
}

#[test]
fn a_column_of_other_numbers_is_no_column_of_codes() {
    for codes in [["7", "20", "33"], ["60", "65", "x"], ["60", "60", "60"]] {
        let [ann, bob, cid] = codes;
        let list = format!("First Name,Visits,Phone\nAnn,{ann},123456781\nBob,{bob},91234567\nCid,{cid},7700900123\n");
        let note = refused(&env(&list), &format!("{LINE} --dry-run"));
        assert!(!note["message"].as_str().unwrap().contains("--region-from"), "{codes:?}: {note}");
    }
}

#[test]
fn countries_are_read_too_and_a_saved_mapping_keeps_the_column() {
    let env = env("First Name,Wohin,Phone\nAnn,Malaysia,123456781\nBob,SG,91234567\nCid,,7700900123\n");
    let line = format!("{LINE} --region-from Wohin --region GB --save phones");
    assert_eq!(env.run(&line).done().counts()[1], 3);
    env.write("next.csv", "First Name,Wohin,Phone\nDan,MY,123456784\n");
    let outcome = env.run("import next.csv --use phones --json").done();
    assert_eq!(outcome.counts()[1], 1, "{outcome}");
    env.run("mappings show phones").done().says("Region from");
    env.write("other.csv", "First Name,Phone\nEve,+60123456785\n");
    env.run("import other.csv --use phones --json").done();
}

#[test]
fn a_column_that_is_not_there_is_an_error() {
    env(CODES).run(&format!("{LINE} --region-from Land")).exits(2).says("the source has no column 'Land'");
}
