//! Tests of e-mail addresses.

use proptest::prelude::*;

use super::*;
use IssueCode::{EmailDisplayName, EmailInvalid, EmailInvisible, EmailMixedScripts, EmailSeveral};

#[test]
fn addresses_are_kept_as_written() {
    for address in [
        "a@example.com",
        "John.Doe+tag@Example.COM",
        "o'hara@example.ie",
        "x_y-z@sub.example.co.uk",
        "!#$%&'*+-/=?^_`{|}~@example.com",
        "1234567890@example.com",
        "a@123.com",
        "a@b-c.example",
        "a@xn--mnchen-3ya.de",
        "jürgen@münchen.de",
        "jose\u{301}@example.com",
        "用户@例え.テスト",
        "अजय@उदाहरण.परीक्षा",
        "चिह्न@example.com",
        "δοκιμή@παράδειγμα.δοκιμή",
        "юзер@пример.рф",
        "a@例え。jp",
        "a@col·legi.example",
        &format!("{}@example.com", "a".repeat(64)),
        &format!("a@{}.com", "b".repeat(63)),
    ] {
        assert_eq!(read(address), Ok(Value::plain(address)), "{address}");
    }
}

#[test]
fn what_is_no_address_is_refused_by_name() {
    for (cell, code, words) in [
        ("a@b", EmailInvalid, "no ending"),
        ("a..b@c.com", EmailInvalid, "twice in a row before"),
        (".a@c.com", EmailInvalid, "dot stands first"),
        ("a.@c.com", EmailInvalid, "dot stands first, last"),
        ("a@b..com", EmailInvalid, "twice in a row after"),
        ("a@.b.com", EmailInvalid, "after the @"),
        ("a@b.com.", EmailInvalid, "last"),
        ("a@1.2.3.4", EmailInvalid, "end in a number"),
        ("a@example.123", EmailInvalid, "end in a number"),
        ("a@example.c", EmailInvalid, "single letter"),
        ("a@[1.2.3.4]", EmailInvalid, "brackets"),
        ("a@b_c.com", EmailInvalid, "underscore"),
        ("a@-b.com", EmailInvalid, "hyphen"),
        ("a@b-.com", EmailInvalid, "hyphen"),
        ("a@b!c.com", EmailInvalid, "character !"),
        ("a@b.com\\", EmailInvalid, "character \\"),
        ("a(b@c.com", EmailInvalid, "character ("),
        ("a\"b@c.com", EmailInvalid, "quotes"),
        ("\"a b\"@c.com", EmailInvalid, "quotes"),
        ("\"a@b\"@c.com", EmailInvalid, "quotes"),
        ("a b@c.com", EmailInvalid, "blank stands before"),
        ("a@c .com", EmailInvalid, "blank stands after"),
        ("a\u{A0}b@c.com", EmailInvalid, "blank"),
        ("@c.com", EmailInvalid, "nothing stands before"),
        ("a@", EmailInvalid, "nothing stands after"),
        ("a@@b.com", EmailInvalid, "more than one @"),
        ("a@b@c.com", EmailInvalid, "more than one @"),
        ("example.com", EmailInvalid, "no @"),
        ("a＠example.com", EmailInvalid, "full-width"),
        ("n/a", EmailInvalid, "no @"),
        ("mailto:a@b.com", EmailInvalid, "mailto:"),
        ("MAILTO:a@b.com", EmailInvalid, "mailto:"),
        ("'a@b.com'", EmailInvalid, "character '"),
        ("a@xn--\u{fc}.com", EmailInvalid, "not an internet domain"),
        (&format!("{}@example.com", "a".repeat(65)), EmailInvalid, "64"),
        (&format!("{}@example.com", "ü".repeat(33)), EmailInvalid, "64"),
        (&format!("a@{}.com", "b".repeat(64)), EmailInvalid, "63"),
        (&format!("a@{}com", "b.".repeat(130)), EmailInvalid, "254"),
        ("😀@example.com", EmailInvalid, "character 😀"),
        ("a@example.com™", EmailInvalid, "character ™"),
        ("”a@example.com”", EmailInvalid, "quotation mark ”"),
        ("‘a@example.com’", EmailInvalid, "quotation mark ‘"),
        ("«a@example.com»", EmailInvalid, "quotation mark «"),
        ("„a@example.com“", EmailInvalid, "quotation mark „"),
        ("a@example.com“", EmailInvalid, "quotation mark “"),
        ("•a@example.com", EmailInvalid, "character •"),
        ("a…b@example.com", EmailInvalid, "character …"),
        ("a@example.com、", EmailInvalid, "character 、"),
        ("a@exam·ple.com", EmailInvalid, "character ·"),
        ("a€@example.com", EmailInvalid, "character €"),
        ("a¼@example.com", EmailInvalid, "character ¼"),
        ("ⓐ@example.com", EmailInvalid, "character ⓐ"),
        ("a\u{200B}b@c.com", EmailInvisible, "U+200B"),
        ("a@c\u{200D}.com", EmailInvisible, "U+200D"),
        ("\u{202E}a@c.com", EmailInvisible, "U+202E"),
        ("a@c.com\u{200F}", EmailInvisible, "U+200F"),
        ("a\u{AD}b@c.com", EmailInvisible, "U+00AD"),
        ("a\u{1B}b@c.com", EmailInvisible, "U+001B"),
        ("a\u{E0041}@c.com", EmailInvisible, "U+E0041"),
        ("a@b.com,c@d.com", EmailSeveral, "two or more"),
        ("a@b.com; c@d.com", EmailSeveral, "two or more"),
        ("a@b.com c@d.com", EmailSeveral, "two or more"),
        ("a@b.com\nc@d.com", EmailSeveral, "two or more"),
        ("a@b.com / c@d.com", EmailSeveral, "two or more"),
        ("a@b.com ::: c@d.com", EmailSeveral, "two or more"),
        ("a@b.com or c@d.com", EmailSeveral, "two or more"),
        ("Bob <a@b.com>", EmailDisplayName, "between < and >"),
        ("\"Bob, B.\" <a@b.com>", EmailDisplayName, "between < and >"),
        ("<a@b.com>", EmailDisplayName, "between < and >"),
    ] {
        let findings = read(cell).unwrap_err();
        assert!(findings.iter().any(|f| f.code == code && f.message.contains(words)), "{cell:?}: {findings:?}");
    }
}

#[test]
fn all_errors_of_a_cell_are_told() {
    let codes = |cell| read(cell).unwrap_err().iter().map(|finding| finding.code).collect::<Vec<_>>();
    assert_eq!(codes("a..b@c_d.com"), [EmailInvalid, EmailInvalid]);
    assert_eq!(codes("A\u{200B} <a@b.com>, B <c@d.com>"), [EmailInvisible, EmailSeveral, EmailDisplayName]);
}

#[test]
fn scripts_that_look_alike_are_told_when_mixed() {
    for (address, words) in [
        ("аpple@example.com", "Cyrillic and Latin"),
        ("info@аpple.com", "Cyrillic and Latin"),
        ("pαul@example.com", "Latin and Greek"),
        ("a@пример-shop.рф", "Cyrillic and Latin"),
    ] {
        let value = read(address).unwrap();
        assert_eq!(value.text, address);
        assert!(value.warnings.iter().all(|f| f.code == EmailMixedScripts && f.message.contains(words)), "{value:?}");
        assert_eq!(value.warnings.len(), 1, "{address}");
    }
}

#[test]
fn scripts_that_stand_together_every_day_are_not_told() {
    for address in
        ["юзер7@example.com", "info@пример.com", "tokyo東京タワー@例え.jp", "raj-अजय@example.com", "jürgen@example.com"]
    {
        assert_eq!(read(address).unwrap().warnings, [], "{address}");
    }
}

#[test]
fn keys_compare_without_case_and_by_idna() {
    for (address, key) in [
        ("john@x.com", "john@x.com"),
        ("John@X.com", "john@x.com"),
        ("A.B+tag@Example.COM", "a.b+tag@example.com"),
        ("jo@münchen.de", "jo@xn--mnchen-3ya.de"),
        ("Jo@MÜNCHEN.DE", "jo@xn--mnchen-3ya.de"),
        ("jo@XN--MNCHEN-3YA.de", "jo@xn--mnchen-3ya.de"),
        ("JÜRGEN@x.de", "jÜrgen@x.de"),
        ("a@ｅｘａｍｐｌｅ。com", "a@example.com"),
        ("No Address", "no address"),
    ] {
        assert_eq!(email_key(address), key, "{address}");
    }
}

#[test]
fn a_key_is_borrowed_when_nothing_changes() {
    assert!(matches!(email_key("john.doe+x@example.com"), Cow::Borrowed(_)));
    assert!(matches!(email_key("John@example.com"), Cow::Owned(_)));
}

#[test]
fn a_canonical_key_does_not_change_again() {
    for address in ["John@X.com", "Jo@MÜNCHEN.de", "JÜRGEN@x.de", "a@ｅｘａｍｐｌｅ。com", "юзер@пример.рф"]
    {
        let key = email_key(address).into_owned();
        assert_eq!(email_key(&key), key);
    }
}

proptest! {
    #[test]
    fn the_fast_path_agrees_with_the_full_parser(
        address in prop_oneof![
            "[a-zA-Z0-9._+@-]{1,30}",
            "[a-z0-9._+-]{1,6}@[a-z0-9-]{1,6}[.]?[a-z0-9.-]{1,6}",
            "[a-z]{60,70}@[a-z-]{1,70}[.][a-z]{1,3}",
            "[a-z]@([a-z]{1,60}[.]){1,6}com",
        ],
    ) {
        if fast_path::is_trivially_valid(&address) {
            prop_assert_eq!(parse_slow(&address), Ok(Value::plain(&address)));
        }
    }
}

#[test]
fn an_address_has_other_cases_only_beyond_ascii() {
    assert_eq!(other_cases("josÉ@example.com"), ["josé@example.com"]);
    assert_eq!(other_cases("josé@example.com"), ["josÉ@example.com"]);
    assert_eq!(other_cases("jose@example.com"), [""; 0]);
    assert_eq!(other_cases("林@example.com"), [""; 0]);
    assert_eq!(other_cases("josé"), [""; 0]);
}

#[test]
fn nearly_all_addresses_are_plain() {
    for address in ["a@example.com", "Jo.Doe+news@mail.example.co.uk", "x_y-z@b-c.example", "1@2.com"] {
        assert!(fast_path::is_trivially_valid(address), "{address}");
    }
    for address in ["a@Example.com", "a@xn--mnchen-3ya.de", "a@b", "a@b.c", "a@b.c0m", "a@@b.com", "o'hara@example.ie"]
    {
        assert!(!fast_path::is_trivially_valid(address), "{address}");
    }
}

#[test]
fn marks_behind_an_address_are_no_part_of_it() {
    for (cell, address) in [
        ("a@b.com,", "a@b.com"),
        ("a@b.com; ", "a@b.com"),
        ("a@b.com.", "a@b.com"),
        ("a@b.com ,;", "a@b.com"),
        ("a@b.com\u{A0}", "a@b.com"),
        ("a@b.com!", "a@b.com!"),
        ("n/a.", "n/a."),
    ] {
        assert_eq!(without_mark(cell), address, "{cell:?}");
    }
}
