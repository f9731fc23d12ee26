//! Tests of wrongly decoded text.

use super::*;

/// Returns the probable original of a garbled name.
fn likely(text: &str) -> Option<String> {
    garbled(&FieldKind::Text, text, true).map(|garbled| garbled.likely.into())
}

#[test]
fn utf_8_that_was_read_in_another_encoding_is_known() {
    for (text, right) in [
        ("MÃ¼ller", "Müller"),
        ("MÃœLLER", "MÜLLER"),
        ("JosÃ©", "José"),
        ("Jos\u{c3}\u{a9}", "José"),
        ("MÃƒÂ¼ller", "Müller"),
        ("Oâ€™Brien", "O’Brien"),
        ("OÃ¢â‚¬â„¢Brien", "O’Brien"),
        ("â€œAnnâ€\u{9d}", "“Ann”"),
        ("MichaÅ‚", "Michał"),
        ("ÅukaszÃ³w", "ÅukaszÃ³w"),
        ("Ã‰mile", "Émile"),
        ("Ã–zil", "Özil"),
        ("Nguyá»…n", "Nguyễn"),
        ("Ð˜Ð²Ð°Ð½", "Иван"),
        ("Î‘Î½Î½Î±", "Αννα"),
        ("×©×œ×•×\u{9d}", "שלום"),
        ("å±±ç”°", "山田"),
        ("æ\u{9d}Žå°\u{8f}é¾™", "李小龙"),
        ("Ann ðŸ˜€", "Ann 😀"),
        ("JosÃƒÂ©", "José"),
        ("JosĂ©", "José"),
        ("MĂĽller", "Müller"),
        ("MГјller", "Müller"),
        ("Р\u{98}РІР°РЅ", "Иван"),
        ("M√ºller", "Müller"),
        ("Jos√©", "José"),
        ("M├╝ller", "Müller"),
        ("Jos├®", "José"),
        ("Jose\u{cc}\u{81}", "Jose\u{301}"),
        ("cafÃ© â€“ bar", "café – bar"),
        ("Joï¿½", "Jo\u{FFFD}"),
    ] {
        if text == right {
            continue; // Cut in the middle of a letter: nothing certain.
        }
        assert_eq!(likely(text).as_deref(), Some(right), "{text}");
    }
}

#[test]
fn html_codes_are_known() {
    for (text, right) in [
        ("Jos&eacute;", "José"),
        ("Jos&#233;", "José"),
        ("Jos&#xE9;", "José"),
        ("Smith &amp; Sons", "Smith & Sons"),
        ("Jos&amp;eacute;", "José"),
        ("O&#39;Brien", "O'Brien"),
        ("O&#146;Brien", "O’Brien"),
        ("&Lstrok;ukasz", "Łukasz"),
        ("Dvo&rcaron;&aacute;k", "Dvořák"),
        ("Ann&nbsp;Lee", "Ann\u{A0}Lee"),
        ("&lt;none&gt;", "<none>"),
    ] {
        assert_eq!(likely(text).as_deref(), Some(right), "{text}");
    }
}

#[test]
fn letters_that_are_lost_are_known() {
    for text in ["Jana?na", "M?ller", "M??ller", "Jos\u{FFFD}", "?ukasz", "Jos?", "????", "?? ???", "Fran?ois"] {
        assert_eq!(likely(text).as_deref(), Some(text), "{text}");
    }
    let text = |value| garbled(&FieldKind::Text, value, false).is_some();
    assert!(text("caf?s") && text("a \u{FFFD} b"));
    for value in ["Really?", "??", "why? because", "https://example.com/?q", "www.example.com/a?b", "a?b=c"] {
        assert!(!text(value), "{value}");
    }
}

#[test]
fn text_of_all_languages_is_not_garbled() {
    for text in [
        "Ann",
        "Müller",
        "MÍŠEK",
        "“GRÅ”",
        "“CAFÉ”",
        "«ÉTÉ»",
        "« L’ÉTÉ »",
        "l’été d’Émeraude",
        "ÁÉÍÓÚÑ",
        "Żółć",
        "Đặng Thị Ánh",
        "Nguyễn Văn Ấn",
        "Київ",
        "Ольга Їжакевич",
        "Ђорђе Ћирић",
        "Αθηνά",
        "שלום",
        "محمد",
        "山田 太郎",
        "김철수",
        "สมชาย",
        "हिन्दी",
        "👩\u{200D}🚀",
        "Ann & Bob",
        "R&D; AT&T",
        "&foo;",
        "20 °C – 30 °C",
        "© 2024 Ann™",
        "São Tomé",
        "ÄÖÜ",
        "Ôçé",
        "İstanbul Şişli",
        "?",
        "É",
        "Ãngela",
    ] {
        assert_eq!(likely(text), None, "{text}");
    }
}

#[test]
fn the_reason_shows_the_garbled_and_the_original_text() {
    let reason = |text| garbled(&FieldKind::Text, text, true).unwrap().reason;
    assert!(reason("MÃ¼ller").starts_with("'Ã¼' was probably 'ü': it is UTF-8 that was read as Windows-1252"));
    assert!(reason("Jos&eacute;").starts_with("'&eacute;' was probably 'é': it is written in HTML codes"));
    assert!(reason("Jana?na").starts_with("'?' probably stands for a letter that was lost"));
    assert!(!reason("MÃ¼ller").contains("ller"), "the rest of the value is not told");
}

#[test]
fn only_texts_tags_and_addresses_are_looked_at() {
    assert!(garbled(&FieldKind::Tags, "MÃ¼nchen,vip", false).is_some());
    assert!(garbled(&FieldKind::Email, "jÃªrome@example.com", false).is_some());
    assert!(garbled(&FieldKind::Email, "a?b@example.com", false).is_none());
    assert!(garbled(&FieldKind::Url, "https://example.com/Ã¼", false).is_none());
}

proptest::proptest! {
    #[test]
    fn the_original_of_a_wrongly_decoded_name_is_found(name in "[A-Z][a-z]{0,4}[éèüöäñçßøåÉÖÜ][a-z]{1,5}") {
        let wrong: String = name.bytes().map(char::from).collect();
        proptest::prop_assert_eq!(likely(&wrong), Some(name));
    }

    #[test]
    fn any_text_is_examined_without_a_panic(text in "\\PC{0,20}") {
        let _ = likely(&text);
    }
}

#[test]
fn what_is_quoted_of_a_long_text_is_bounded() {
    let text = format!("&eacute;{}&eacute;", " --a;".repeat(13_000));
    let garbled = garbled(&FieldKind::Text, &text, false).unwrap();
    assert!(garbled.reason.contains("…' was probably 'é --a;") && garbled.reason.len() < 600, "{}", garbled.reason);
    assert_eq!(garbled.likely.chars().count(), 13_000 * 5 + 2);
}
