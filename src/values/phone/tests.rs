use proptest::prelude::*;

use super::*;
use IssueCode::{
    PhoneDecimal, PhoneDigitsLost, PhoneExtension, PhoneFormula, PhoneHashes, PhoneImpossible, PhoneInvalid,
    PhoneLetters, PhoneLocalOnly, PhoneNoCountryCode, PhoneSeveral, PhoneUnassigned, PhoneUnwrapped,
};

/// What Google's libphonenumber says of thousands of numbers of all regions; made by `make_golden.py` beside it.
const GOLDEN: &str = include_str!("../../../fixtures/phones/golden.tsv");

fn rules(region: &str) -> Rules {
    Rules { region: region.parse().ok(), ..Rules::default() }
}

/// Read as `values::read` does it: trimmed, and with the region if it is one.
fn read_in(region: &str, cell: &str) -> Reading {
    read(blank::trim(cell), &rules(region))
}

/// The error's code; an empty text when there is none.
fn error(reading: &Reading) -> &str {
    reading.as_ref().err().and_then(|findings| findings.first()).map_or("", |finding| finding.code.as_str())
}

fn warnings(reading: &Reading) -> Vec<IssueCode> {
    reading.as_ref().map_or(Vec::new(), |value| value.warnings.iter().map(|finding| finding.code).collect())
}

#[test]
fn the_golden_numbers_are_read_as_google_reads_them() {
    let rows: Vec<_> = GOLDEN.lines().skip(1).collect();
    assert!(rows.len() >= 5000, "only {} rows", rows.len());
    for row in rows {
        let columns: Vec<_> = row.split('\t').collect();
        let (cell, region, expected, warning) = (columns[0], columns[1], columns[2], columns[3]);
        let reading = read_in(region, cell);
        let outcome = reading.as_ref().map_or_else(|_| error(&reading), |value| value.text.as_str());
        let told = warnings(&reading).first().map_or("-", |code| code.as_str());
        assert_eq!((outcome, told), (expected, warning), "{row}");
    }
}

#[test]
fn one_number_in_many_writings() {
    for cell in [
        "+60189988776",
        "+60 18-998 8776",
        "0060189988776",
        "00 60 18 998 8776",
        "+60 (0)18-998 8776",
        "+60\u{A0}18\u{A0}998\u{202F}8776",
        "+６０１８９９８８７７６",
        "＋60 18-998 8776",
        "+٦٠١٨٩٩٨٨٧٧٦",
        "+६०१८९९८८७७६",
        "٠٠٦٠١٨٩٩٨٨٧٧٦",
        "+60–18—998‑8776",
        "+60−18‐998－8776",
        "+60.18.998.8776",
        "+60/18/9988776",
        "(+60) 18 998 8776",
        "[+60] 18 998 8776",
        "+ 60 18 998 8776",
        "tel:+60-18-998-8776",
        "TEL: +60189988776",
        "\u{202A}+60 18-998 8776\u{202C}",
        "+60\u{200B}18998\u{AD}8776",
        "\u{FEFF}+60189988776\u{200E}",
        "+60 18-998 8776;",
        "+60 18-998 8776.",
    ] {
        let reading = read_in("-", cell);
        assert_eq!(
            reading.as_ref().map(|value| value.text.as_str()).map_err(Vec::as_slice),
            Ok("+60189988776"),
            "{cell}"
        );
        assert_eq!(warnings(&reading), [PhoneUnassigned], "{cell}");
    }
}

#[test]
fn a_spreadsheets_wrapping_is_taken_off_and_told() {
    for cell in ["'+60189988776", "=\"+60189988776\"", "' +60 18-998 8776", "=\"0060189988776\""] {
        let reading = read_in("-", cell);
        assert_eq!(reading.as_ref().unwrap().text, "+60189988776", "{cell}");
        assert_eq!(warnings(&reading), [PhoneUnwrapped, PhoneUnassigned], "{cell}");
    }
    assert_eq!(error(&read_in("-", "'60189988776.0")), PhoneDecimal.as_str());
    assert_eq!(error(&read_in("-", "'")), PhoneInvalid.as_str());
}

#[test]
fn what_is_no_number_is_refused_by_name() {
    for (cell, code) in [
        ("+6018998877O", PhoneLetters),
        ("1-800-FLOWERS", PhoneLetters),
        ("+1 800 FLOWERS", PhoneLetters),
        ("FLOWERS", PhoneLetters),
        ("n/a", PhoneLetters),
        ("+6O 18 998 8776", PhoneLetters),
        ("Tel. +60189988776", PhoneLetters),
        ("+60189988776 (work)", PhoneLetters),
        ("tel:+60189988776;phone-context=example.com", PhoneLetters),
        ("+60１8九98 8776", PhoneLetters),
        ("60189988776.0", PhoneDecimal),
        ("60189988776,0", PhoneDecimal),
        ("60189988776.00", PhoneDecimal),
        ("+60189988776.0", PhoneDecimal),
        ("60,189,988,776.00", PhoneDecimal),
        ("6.01899E+10", PhoneDigitsLost),
        ("6,01899E+10", PhoneDigitsLost),
        ("6.01899e+10", PhoneDigitsLost),
        ("6.0189988776E10", PhoneDigitsLost),
        ("6E+10", PhoneDigitsLost),
        ("+6.01899E+10", PhoneDigitsLost),
        ("#######", PhoneHashes),
        ("#", PhoneHashes),
        ("=+60189988776", PhoneFormula),
        ("=HYPERLINK(\"tel:+60189988776\")", PhoneFormula),
        ("=\"+60189988776", PhoneFormula),
        ("@SUM(A1)", PhoneFormula),
        ("=", PhoneFormula),
        ("+60189988776 / +60189988777", PhoneSeveral),
        ("+60189988776/0189988777", PhoneSeveral),
        ("+60189988776/7", PhoneSeveral),
        ("018-998 8776/77", PhoneSeveral),
        ("030 / 12 34 56 / 57", PhoneSeveral),
        ("+60189988776; +60189988777", PhoneSeveral),
        ("+60189988776,+60189988777", PhoneSeveral),
        ("0189988776 or 0189988777", PhoneSeveral),
        ("+60189988776 ::: +60189988777", PhoneSeveral),
        ("+60189988776\n+60189988777", PhoneSeveral),
        ("+60189988776|+60189988777", PhoneSeveral),
        ("+60189988776 +60189988777", PhoneSeveral),
        ("+60189988776+60189988777", PhoneSeveral),
        ("0189988776 0189988777", PhoneSeveral),
        ("60189988776 (work) 60189988777 (home)", PhoneSeveral),
        ("654321, 654322", PhoneSeveral),
        ("+60189988776 ext 123", PhoneExtension),
        ("+60189988776 ext. 123", PhoneExtension),
        ("+60189988776x123", PhoneExtension),
        ("+60189988776 X 12", PhoneExtension),
        ("+60189988776;ext=12", PhoneExtension),
        ("tel:+60-18-998-8776;ext=12", PhoneExtension),
        ("+60189988776 #12", PhoneExtension),
        ("+60189988776 extension 5", PhoneExtension),
        ("+60189988776,,123", PhoneExtension),
        ("+60189988776;123", PhoneExtension),
        ("+60189988776 (ext. 12)", PhoneExtension),
        ("-", PhoneInvalid),
        ("+", PhoneInvalid),
        ("()", PhoneInvalid),
        ("?", PhoneInvalid),
        ("-60189988776", PhoneInvalid),
        ("++60189988776", PhoneInvalid),
        ("+60_189988776", PhoneInvalid),
        ("+60*189988776", PhoneInvalid),
        ("+60\n189988776", PhoneInvalid),
        ("+60\u{7}189988776", PhoneInvalid),
        ("60,189,988,776", PhoneInvalid),
        ("\"+60189988776\"", PhoneInvalid),
        ("+60", PhoneImpossible),
        ("+6018", PhoneImpossible),
        ("+60189988776000000", PhoneImpossible),
        ("+999189988776", PhoneImpossible),
        ("+0189988776", PhoneImpossible),
        ("000189988776", PhoneImpossible),
        ("+12530000", PhoneLocalOnly),
        ("0189988776", PhoneNoCountryCode),
        ("60189988776", PhoneNoCountryCode),
        ("7", PhoneNoCountryCode),
    ] {
        assert_eq!(error(&read_in("-", cell)), code.as_str(), "{cell:?}");
    }
}

#[test]
fn messages_say_what_to_do_and_never_repeat_the_value() {
    let message = |region, cell| read_in(region, cell).unwrap_err()[0].message.clone();
    assert!(message("-", "0123456789").contains("--region"));
    assert!(message("-", "+6018998877O").contains("letter O"));
    assert!(message("MY", "4915112345678").contains("write + before it"));
    assert!(message("-", "+12").contains("too short"));
    assert!(message("-", "+4420703130000000").contains("too long"));
    assert!(message("-", "+999189988776").contains("country code"));
    assert!(!message("-", "0123456789").contains("0123456789"));
}

#[test]
fn a_very_long_cell_is_too_long_at_once() {
    assert_eq!(error(&read_in("-", &format!("+{}", "1".repeat(60_000)))), PhoneImpossible.as_str());
    assert_eq!(error(&read_in("US", &"1".repeat(60_000))), PhoneImpossible.as_str());
    assert_eq!(bare_number_evidence(&"1".repeat(60_000)), Some(false));
}

#[test]
fn national_numbers_are_read_in_their_region() {
    for (region, cell, expected) in [
        ("MY", "0189988776", "+60189988776"),
        ("MY", "60189988776", "+60189988776"),
        ("MY", "0060189988776", "+60189988776"),
        ("MY", "+4930123456", "+4930123456"),
        ("DE", "030/123456", "+4930123456"),
        ("DE", "(030) 123456", "+4930123456"),
        ("DE", "0171/1234567", "+491711234567"),
        ("DE", "0171/123/4567", "+491711234567"),
        ("DE", "03535/401 0", "+4935354010"),
        ("-", "+49 (0)35242/43 12", "+49352424312"),
        ("-", "0049 (0)30/12345678", "+493012345678"),
        ("IT", "06 1234 5678", "+390612345678"),
        ("US", "(650) 253-0000", "+16502530000"),
        ("FR", "01.23.45.67.89", "+33123456789"),
        ("FR", "01 23 45 67 89", "+33123456789"),
        ("MX", "222 123 4567", "+522221234567"),
    ] {
        let reading = read_in(region, cell);
        assert_eq!(reading.map(|value| value.text.to_string()), Ok(expected.to_owned()), "{region} {cell}");
    }
}

#[test]
fn double_zero_begins_a_country_code_whatever_is_dialled_in_the_region() {
    for region in ["-", "MY", "DE", "US", "JP", "AU", "BR", "RU", "HK"] {
        let reading = read_in(region, "00 44 20 7031 3000");
        assert_eq!(reading.map(|value| value.text.to_string()), Ok("+442070313000".to_owned()), "{region}");
    }
}

#[test]
fn bare_digits_are_read_as_the_columns_evidence_says() {
    let bare = |cell, bare_numbers| read(cell, &Rules { bare_numbers, ..Rules::default() });
    let reading = bare("4930123456", BareNumbers::International);
    assert_eq!(reading.as_ref().unwrap().text, "+4930123456");
    assert_eq!(error(&bare("4930123456", BareNumbers::Refused)), PhoneNoCountryCode.as_str());
    assert_eq!(error(&bare("0189988776", BareNumbers::International)), PhoneNoCountryCode.as_str());
    assert_eq!(bare("0060189988776", BareNumbers::Refused).unwrap().text, "+60189988776");
}

#[test]
fn evidence_is_taken_from_bare_numbers_alone() {
    for (cell, evidence) in [
        ("4930123456", Some(true)),
        ("49 30 123-456", Some(true)),
        ("'4930123456", Some(true)),
        ("60189988776", Some(false)),
        ("0189988776", Some(false)),
        ("17", Some(false)),
        ("+4930123456", None),
        ("004930123456", None),
        ("", None),
        (" \u{A0}", None),
        ("FLOWERS", None),
        ("4930123456.0", None),
        ("4930123456 / 4930123457", None),
    ] {
        assert_eq!(bare_number_evidence(cell), evidence, "{cell:?}");
    }
}

#[test]
fn one_metadata_serves_all_threads() {
    let forms: Vec<String> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| read_in("GB", "020 7031 3000").unwrap().text)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap().into()).collect()
    });
    assert!(forms.iter().all(|form| form == "+442070313000"));
}

fn is_e164(form: &str) -> bool {
    form.strip_prefix('+').is_some_and(|digits| digits.len() >= 4 && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gets_an_answer(cell in any::<String>(), region in "MY|US|IT|AR|-") {
        if let Ok(value) = read_in(&region, &cell) {
            prop_assert!(is_e164(&value.text), "{}", value.text);
        }
        bare_number_evidence(&cell);
    }

    #[test]
    fn what_is_stored_is_read_as_itself(cell in "(\\+|00|0)?[0-9() ./-]{4,18}", region in "MY|US|IT|AR|BR|DE|-") {
        if let Ok(value) = read_in(&region, &cell) {
            let again = read_in("-", &value.text).unwrap();
            prop_assert_eq!(&again.text, &value.text);
            prop_assert!(is_e164(&value.text), "{}", value.text);
        }
    }

    // National prefixes go and area codes come (Madagascar), but at the front: nothing else may touch a digit.
    #[test]
    fn an_international_number_keeps_its_last_digits(digits in "[1-9][0-9]{2,9}[1-9][0-9]{4}") {
        if let Ok(value) = read_in("-", &format!("+{digits}")) {
            prop_assert!(value.text.ends_with(&digits[digits.len() - 5..]), "{} {}", digits, value.text);
        }
    }
}
