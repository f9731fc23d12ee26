//! Tests of the evidence of phone columns.

use BarePhones::{International, Refuse};
use proptest::prelude::*;

use super::*;

/// A column of cells in rows without a Country, without a region.
fn column<'c>(cells: impl IntoIterator<Item = &'c str>) -> PhoneColumn {
    let mut column = PhoneColumn::default();
    cells.into_iter().filter_map(|cell| PhoneSign::of(cell, None, || None)).for_each(|sign| column.note(sign));
    column
}

fn bare_phones(cells: &[&str]) -> BarePhones {
    column(cells.iter().copied()).bare_phones().unwrap_or(Refuse)
}

/// The given number of cells, each of which ends in its own three digits.
fn many(beginning: &str, count: usize) -> Vec<String> {
    (0..count).map(|n| format!("{beginning}{n:03}")).collect()
}

fn of_lists(lists: &[Vec<String>]) -> BarePhones {
    column(lists.iter().flatten().map(String::as_str)).bare_phones().unwrap_or(Refuse)
}

#[test]
fn nothing_is_decided_where_no_bare_number_may_begin_with_a_country_code() {
    for cells in
        [vec![], vec!["+60123456789", "", "FLOWERS", "0060123456789"], vec!["0123456789"], vec!["+60123456789", "60"]]
    {
        assert_eq!(column(cells.iter().copied()).bare_phones(), None, "{cells:?}");
    }
    assert_eq!(column(["0123456789", "60123456789"]).bare_phones(), Some(Refuse));
}

#[test]
fn fewer_than_ten_bare_numbers_say_nothing_by_themselves() {
    for number in ["15012345", "60123456", "4915112345", "905321234", "919812345", "5511987654"] {
        for count in 1..10 {
            assert_eq!(of_lists(&[many(number, count)]), Refuse, "{count} of {number}…");
        }
    }
}

#[test]
fn nine_in_ten_of_ten_bare_numbers_must_be_valid() {
    let valid = |count| many("60123456", count);
    let invalid = |count| many("1234", count);
    for (good, bad, expected) in [
        (10, 0, International),
        (9, 1, International),
        (8, 2, Refuse),
        (9, 0, Refuse),
        (18, 2, International),
        (17, 3, Refuse),
    ] {
        assert_eq!(of_lists(&[valid(good), invalid(bad)]), expected, "{good} and {bad}");
    }
    // One in ten may be national, with a trunk 0.
    assert_eq!(of_lists(&[valid(9), many("0123456", 1)]), International);
    assert_eq!(of_lists(&[valid(9), many("0123456", 2)]), Refuse);
    // Numbers with the `+` of another country do not count.
    assert_eq!(of_lists(&[valid(10), many("+4930123", 50)]), International);
    assert_eq!(of_lists(&[invalid(10), many("+60123456", 50)]), Refuse);
}

#[test]
fn national_mobile_numbers_of_ten_and_more_are_no_foreign_ones() {
    // 13x to 19x of China, 15x to 17x of Germany, 5xx of Turkey, ten digits of India, eleven of Brazil: all without a
    // 0.
    let china = [
        "13012345678",
        "13912345678",
        "14712345678",
        "15012345678",
        "15812345678",
        "16612345678",
        "17012345678",
        "17812345678",
        "18012345678",
        "18612345678",
        "19112345678",
        "19912345678",
    ];
    let germany = [
        "15112345678",
        "15201234567",
        "15551234567",
        "15771234567",
        "1601234567",
        "1701234567",
        "1711234567",
        "1721234567",
        "1731234567",
        "1741234567",
        "1751234567",
        "1761234567",
    ];
    let turkey = [
        "5012345678",
        "5051234567",
        "5301234567",
        "5321234567",
        "5331234567",
        "5341234567",
        "5351234567",
        "5361234567",
        "5411234567",
        "5421234567",
        "5431234567",
        "5551234567",
    ];
    let india = [
        "9812345678",
        "9123456789",
        "8123456789",
        "7012345678",
        "9876543210",
        "8888888888",
        "7777777777",
        "9999999999",
        "6123456789",
        "9012345678",
        "9345678901",
        "7345678901",
    ];
    let brazil = [
        "11987654321",
        "21987654321",
        "31987654321",
        "41987654321",
        "51987654321",
        "61987654321",
        "71987654321",
        "81987654321",
        "91987654321",
        "85987654321",
        "62987654321",
        "92987654321",
    ];
    for numbers in [china, germany, turkey, india, brazil] {
        assert_eq!(bare_phones(&numbers), Refuse, "{numbers:?}");
    }
}

#[test]
fn the_country_codes_of_other_numbers_are_those_of_bare_ones() {
    for (cells, expected) in [
        (vec!["+60123456789", "60123456780"], International),
        (vec!["0060123456789", "60123456780"], International),
        (vec!["+60 12-345 6789", "60 12-345 6780"], International),
        (vec!["+60189988776", "60189988777"], International),
        (vec!["+6581234567", "60123456780"], Refuse),
        (vec!["+60123456789", "60123456780", "6581234567"], Refuse),
        (vec!["+60123456789", "+6581234567", "60123456780", "6581234567"], International),
        (vec!["+4915112345678", "+60123456789", "60123456780", "4915112345679"], International),
        (vec!["+60123456789", "60123456780", "0123456780"], Refuse),
        (vec!["+60123456789", "0123456780"], Refuse),
        (vec!["+60123456789", "123456780"], Refuse),
        (vec!["+60123456789", "60"], Refuse),
        (vec!["+12015550123", "12015550124"], International),
        (vec!["+12015550123", "2015550124"], Refuse),
        (vec!["+525512345678", "5215512345678"], International),
    ] {
        assert_eq!(bare_phones(&cells), expected, "{cells:?}");
    }
}

#[test]
fn a_bare_chinese_mobile_number_is_no_american_one() {
    assert_eq!(of_lists(&[many("+8613912345", 20), vec!["15012345678".into()]]), Refuse);
    // Not even beside American numbers, as long as one in ten of the others is Chinese.
    assert_eq!(of_lists(&[many("+8613912345", 20), many("+1201555", 20), vec!["15012345678".into()]]), Refuse);
    assert_eq!(of_lists(&[many("+8613912345", 1), many("+12015550", 50), vec!["15012345678".into()]]), International);
    assert_eq!(of_lists(&[many("+4915112345", 9), many("+12015550", 9), vec!["15202345678".into()]]), Refuse);
}

#[test]
fn many_bare_numbers_are_familiar_where_nine_in_ten_are() {
    let unassigned = |count| many("60189988", count);
    assert_eq!(of_lists(&[unassigned(20)]), Refuse);
    assert_eq!(of_lists(&[unassigned(20), many("+60123456", 1)]), International);
    assert_eq!(of_lists(&[unassigned(18), many("123", 2), many("+60123456", 1)]), International);
    assert_eq!(of_lists(&[unassigned(17), many("123", 3), many("+60123456", 1)]), Refuse);
}

#[test]
fn a_column_is_rounded_when_most_of_five_numbers_end_in_five_zeros() {
    let rounded = ["60123400000", "60129100000", "60167800000", "60173500000", "60138800000"];
    let whole = ["+60123456789", "+60123456780", "60123456781", "0123456782", "60 12-345 6783"];
    for (zeros, others, expected) in
        [(5, 0, true), (4, 0, false), (3, 2, true), (2, 3, false), (5, 4, true), (5, 5, false), (4, 4, false)]
    {
        let cells = rounded.iter().take(zeros).chain(whole.iter().take(others));
        assert_eq!(column(cells.copied()).is_rounded(false), expected, "{zeros} and {others}");
    }
    let written = ["+60 12-340 0000", "0060129100000", "p:+60167800000", "+60173500000", "+60 138800000"];
    assert!(column(written).is_rounded(false));
    assert!(!column(["+60123400000"; 9]).is_rounded(false), "all of a company may have the number of its switchboard");
    assert!(column(["60123400000", "60129100000", "+60123456789"]).is_rounded(true), "the others were imported");
    assert!(!column(["60123400000", "60123400000"]).is_rounded(true));
    let switchboard =
        ["+49 30 1200000", "+49 30 1200000", "030 1200000", "0049 30 1200000", "030/1200000", "+49301200000"];
    assert!(!column(switchboard).is_rounded(false), "one number in several notations");
    assert!(column([&switchboard[1..], &["030 1300000"]].concat()).is_rounded(false));
    assert!(!column(["60123410000", "60129120000", "60167830000", "60173540000", "60138850000"]).is_rounded(false));
}

#[test]
fn a_row_with_a_country_or_a_region_has_no_bare_number() {
    let region = |text: &str| text.parse::<Region>().ok();
    let sign =
        |cell, default: &str, row: &str| PhoneSign::of(cell, region(default), || region(row)).map(|it| it.country);
    assert!(matches!(sign("0123456789", "MY", "SG"), Some(CountrySource::Given(GivenCountry::Row, _, false))));
    assert!(matches!(sign("60123456789", "", "MY"), Some(CountrySource::Given(GivenCountry::Row, _, true))));
    assert!(
        matches!(sign("60123456789", "MY", ""), Some(CountrySource::Given(GivenCountry::Region, number, true)) if number.is_valid_in(region("MY").unwrap()))
    );
    assert!(
        matches!(sign("60123459998", "", "DE"), Some(CountrySource::Contested(GivenCountry::Row, bare)) if bare.is_valid)
    );
    assert_eq!(sign("+60123456789", "MY", "SG"), Some(CountrySource::Written(601)));
    assert_eq!(sign("00 1 201 555 0123", "MY", "SG"), Some(CountrySource::Written(120)));
    assert_eq!(sign("tel:+60123456789", "MY", "SG"), Some(CountrySource::Written(601)));
    assert!(matches!(sign("60123456789", "", ""), Some(CountrySource::Unknown(bare)) if bare.is_valid));
    assert_eq!(sign("60123456789.0", "", ""), None);
}

#[test]
fn the_country_of_a_row_is_asked_for_only_where_the_number_does_not_say_it() {
    for cell in ["+60123456789", "+60 12-340 0000", "00 60 12 345 6789", "tel:+60123456789", "+5215512345678", "", "x"]
    {
        PhoneSign::of(cell, None, || panic!("asked for {cell}"));
    }
}

#[test]
fn prefixes_and_mexican_ones_are_counted() {
    let cells =
        ["tel:+60123456789", "p:60123456789", "+525512345678", "+52 1 55 1234 5678", "5215512345678", "+15215551234"];
    let column = column(cells);
    assert_eq!((column.prefixed, column.numbers()), (2, 6));
    assert_eq!((column.mexican_ones(Refuse), column.mexican_ones(International)), (1, 2));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_quick_check_of_a_number_agrees_with_the_full_one(cell in "\\+[0-9]{1,6}[ -]?[0-9]{2,7}0{0,6}") {
        let glance = PhoneSign::of(&cell, None, || None);
        let closer = PhoneSign::of(&format!("＋{}", &cell[1..]), None, || None);
        prop_assert_eq!(glance, closer);
    }
}
