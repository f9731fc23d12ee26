use proptest::prelude::*;

use super::*;
use crate::values::trim;
use IssueCode::{
    PhoneDecimal, PhoneDigitsLost, PhoneExtension, PhoneFormula, PhoneHashes, PhoneImpossible, PhoneInvalid,
    PhoneLetters, PhoneLocalOnly, PhoneNoCountryCode, PhoneSeveral, PhoneUnassigned,
};

/// What Google's libphonenumber says of thousands of numbers of all regions; made by `make_golden.py` beside it.
const GOLDEN: &str = include_str!("../../../fixtures/phones/golden.tsv");

fn rules(region: &str) -> ParseOptions {
    ParseOptions { region: region.parse().ok(), ..ParseOptions::default() }
}

/// Read as `values::read` does it: trimmed, and with the region if it is one.
fn read_in(region: &str, cell: &str) -> ParseResult {
    read(trim::trim(cell), &rules(region))
}

/// The error's code; an empty text when there is none.
fn error(reading: &ParseResult) -> &str {
    reading.as_ref().err().and_then(|findings| findings.first()).map_or("", |finding| finding.code.as_str())
}

fn warnings(reading: &ParseResult) -> Vec<IssueCode> {
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
        "p:+60189988776",
        "whatsapp:+60189988776",
        "callto:+60-18-9988776",
        "https://wa.me/60189988776",
        "tel:+60189988776;phone-context=example.com",
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
        ("tel:9988776;phone-context=+60", PhoneLetters),
        ("fax:+60189988776", PhoneLetters),
        ("https://wa.me/message/ABCDEF", PhoneLetters),
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
    assert!(message("-", "15012345678").contains("--bare-phones international"));
    assert!(message("-", "fax: +60189988776").contains("'fax:' stands before the number"));
    assert!(message("-", "Tel. +60189988776").contains("'Tel.' stands before the number"));
    assert!(message("-", "+60189988776 (private)").contains("'(private)' stands behind the number"));
    for (region, cell) in [("-", "+22507123456"), ("-", "0022507123456"), ("CI", "07123456")] {
        assert!(message(region, cell).contains("ten digits since 2021"), "{region} {cell}");
    }
    let warning = |cell| read_in("-", cell).unwrap().warnings[0].message.clone();
    assert!(warning("+22997123456").contains("write 01 between"));
    assert!(warning("+551187654321").contains("a 9 after the area code"));
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
    let sign = PhoneSign::of(&"1".repeat(60_000), None, || None).unwrap();
    assert!(matches!(sign.country, sign::CountrySource::Unknown(bare) if !bare.is_possible));
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
    let bare = |cell, bare_phones| read(cell, &ParseOptions { bare_phones, ..ParseOptions::default() });
    let reading = bare("4930123456", BarePhones::International);
    assert_eq!(reading.as_ref().unwrap().text, "+4930123456");
    assert_eq!(error(&bare("4930123456", BarePhones::Refuse)), PhoneNoCountryCode.as_str());
    assert_eq!(error(&bare("0189988776", BarePhones::International)), PhoneNoCountryCode.as_str());
    assert_eq!(bare("0060189988776", BarePhones::Refuse).unwrap().text, "+60189988776");
}

#[test]
fn bare_digits_of_a_region_without_such_numbers_are_read_as_told() {
    let read_in = |region: &str, cell, bare_phones| read(cell, &ParseOptions { bare_phones, ..rules(region) });
    let form = |region, cell| {
        let reading = read_in(region, cell, BarePhones::International);
        reading.map(|value| value.text.to_string()).unwrap_or_default()
    };
    for (region, cell, expected) in [
        ("MY", "4915112345678", "+4915112345678"),
        ("MY", "60123456789", "+60123456789"),
        ("MY", "123456789", "+60123456789"),
        ("MY", "0123456789", "+60123456789"),
        ("CN", "15012345678", "+8615012345678"),
        ("MY", "01234", ""),
    ] {
        assert_eq!(form(region, cell), expected, "{region} {cell}");
    }
    assert_eq!(error(&read_in("MY", "4915112345678", BarePhones::Refuse)), PhoneImpossible.as_str());
}

#[test]
fn digits_that_begin_with_their_regions_own_calling_code_are_read_once() {
    for (region, cell, expected) in [
        ("MY", "60123456789", "+60123456789"),
        ("CN", "15012345678", "+8615012345678"),
        ("CN", "8615012345678", "+8615012345678"),
        ("DE", "4915112345678", "+4915112345678"),
        ("DE", "491761234567", "+491761234567"),
        ("DE", "498912345678", "+498912345678"),
        ("DE", "492618512360", "+492618512360"),
        ("DE", "15112345678", "+4915112345678"),
        ("DE", "04921987654", "+494921987654"),
        ("DE", "4921987654", "+494921987654"),
        ("AT", "436641234567", "+436641234567"),
        ("ID", "62812345678", "+62812345678"),
        ("ID", "6281234567890", "+6281234567890"),
        ("XK", "38343201234", "+38343201234"),
        ("IT", "393123456789", "+393123456789"),
        ("IT", "3931234567", "+393931234567"),
        ("BR", "5511987654321", "+5511987654321"),
        ("BR", "55999999999", "+5555999999999"),
        ("IN", "919812345678", "+919812345678"),
        ("ZA", "278167670", "+27278167670"),
        ("US", "12015550123", "+12015550123"),
        ("US", "2015550123", "+12015550123"),
    ] {
        let reading = read_in(region, cell);
        assert_eq!(reading.map(|value| value.text.to_string()), Ok(expected.to_owned()), "{region} {cell}");
    }
}

#[test]
fn numbers_of_mexico_are_read_without_what_is_dialled_no_more() {
    let bare = ParseOptions { bare_phones: BarePhones::International, ..ParseOptions::default() };
    let international = |cell| read(cell, &bare);
    for cell in
        ["+5215512345678", "+52 1 55 1234 5678", "0052 1 55 1234 5678", "whatsapp:+5215512345678", "5215512345678"]
    {
        assert_eq!(international(cell).unwrap().text, "+525512345678", "{cell}");
    }
    for cell in
        ["55 1234 5678", "01 55 1234 5678", "044 55 1234 5678", "045 55 1234 5678", "525512345678", "5215512345678"]
    {
        assert_eq!(read_in("MX", cell).unwrap().text, "+525512345678", "{cell}");
    }
    assert_eq!(error(&international("+52155123456789")), PhoneImpossible.as_str());
    assert_eq!(read_in("US", "+52 1 55 1234 5678").unwrap().text, "+525512345678");
}

#[test]
fn numbers_of_a_rounded_column_are_lost() {
    let rounded = ParseOptions { are_phones_rounded: true, ..rules("MY") };
    for cell in ["60123400000", "+60 12-340 0000", "+60123400000", "0123400000", "p:+60123400000"] {
        assert_eq!(error(&read(cell, &rounded)), "phone-rounded", "{cell}");
        assert_eq!(read_in("MY", cell).unwrap().text, "+60123400000", "{cell}");
    }
    assert_eq!(read("+60123400001", &rounded).unwrap().text, "+60123400001");
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
        PhoneSign::of(&cell, None, || None);
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
