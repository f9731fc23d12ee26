//! Tests of encodings: detection, byte order marks, damage and refusals.

use super::*;

const TEXT: &str = "First Name,Phone\nJosé,+60189988776\n山田,+60189988777\n";

fn utf16(text: &str, convert: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(convert).collect()
}

fn expected() -> Vec<Seen> {
    vec![seen(2, &["José", "+60189988776"]), seen(3, &["山田", "+60189988777"])]
}

#[test]
fn utf8_is_read_with_and_without_marks() {
    for marks in 0..3 {
        let mut source = open(&given("\u{FEFF}".repeat(marks) + TEXT));
        assert_eq!((names(&source)[0], source.facts().has_bom), ("First Name", marks > 0));
        assert_eq!(rows_of(&mut source), expected());
        assert!(note_codes(&source).is_empty());
    }
}

#[test]
fn utf16_is_read_with_and_without_a_mark_and_told() {
    for (convert, name) in [(u16::to_le_bytes as fn(u16) -> [u8; 2], "utf-16le"), (u16::to_be_bytes, "utf-16be")] {
        for mark in ["", "\u{FEFF}", "\u{FEFF}\u{FEFF}"] {
            let mut source = open(&given(utf16(&(mark.to_owned() + TEXT), convert)));
            assert_eq!(source.facts().encoding.to_string(), name);
            assert_eq!((note_codes(&source), source.facts().has_bom), (vec!["encoding-detected"], !mark.is_empty()));
            assert_eq!(names(&source)[0], "First Name");
            assert_eq!(rows_of(&mut source), expected());
        }
    }
}

#[test]
fn a_sep_line_is_honoured_behind_any_mark() {
    let text = "\u{FEFF}sep=;\r\nName;Phone\r\nNur;1,5\r\n";
    for bytes in [text.as_bytes().to_vec(), utf16(text, u16::to_le_bytes)] {
        let mut source = open(&given(bytes));
        assert_eq!((source.facts().delimiter, names(&source)), (b';', vec!["Name", "Phone"]));
        assert_eq!(rows_of(&mut source), [seen(3, &["Nur", "1,5"])]);
    }
}

#[test]
fn utf32_is_refused_by_name() {
    let wide = |mark: &str, convert: fn(u32) -> [u8; 4]| -> Vec<u8> {
        (mark.to_owned() + TEXT).chars().flat_map(|c| convert(u32::from(c))).collect()
    };
    for mark in ["", "\u{FEFF}"] {
        for bytes in [wide(mark, u32::to_le_bytes), wide(mark, u32::to_be_bytes)] {
            let error = refusal(bytes);
            assert_eq!(error.code(), "source-utf-32", "{error}");
        }
    }
}

#[test]
fn another_encoding_is_shown_and_not_guessed() {
    let file = given(b"First Name,City\nJos\xE9,M\xFCnchen\nNur,Ipoh\n\"Ren\xE9e\n2\",Orl\xE9ans\n");
    let SourceError::EncodingUnsure { guess, samples, .. } = open_with(&file, &SourceOptions::default()).unwrap_err()
    else {
        panic!("it must be asked for")
    };
    assert_eq!(guess.to_string(), "windows-1252");
    let sample = |line, text: &str| Sample { line, text: text.to_owned() };
    assert_eq!(samples, [sample(2, "José,München"), sample(4, "\"Renée 2\",Orléans")]);

    let mut source = open_with(&file, &in_encoding("windows-1252")).unwrap();
    assert_eq!(rows_of(&mut source)[0], seen(2, &["José", "München"]));
    assert!(note_codes(&source).is_empty());
}

#[test]
fn a_refusal_for_the_encoding_names_the_option() {
    let error = refusal(b"Name\nJos\xE9\n");
    assert_eq!(error.code(), "source-encoding-unsure");
}

#[test]
fn one_bad_byte_in_a_long_file_is_an_error_of_its_row() {
    let rows = "Nur,+60189988776\n".repeat(9_999);
    let content = [b"Name,Phone\n", rows.as_bytes(), b"Jos\xE9,1\n"].concat();
    let mut source = open(&given(content));
    assert_eq!(note_codes(&source), ["encoding-damaged"]);
    let found = issues_of(&mut source);
    assert_eq!(found, [issue(10_001, IssueCode::InvalidBytes, Some("Name"), Some("Jos\\xE9"))]);
    assert_eq!(source.facts().rows, 10_000);
}

#[test]
fn a_bad_byte_is_named_with_its_place() {
    let mut source = open(&given(
        "Name,City\nJosé,1\n".to_owned().into_bytes().into_iter().chain(*b"x,\xC3\xA9t\xE9\n").collect::<Vec<_>>(),
    ));
    let mut batches = source.batches(BatchLimits::default()).unwrap();
    let mut batch = Batch::default();
    assert!(batches.next_batch(&mut batch).unwrap());
    let row = batch.row(1);
    let [issue] = row.issues() else { panic!("one bad place, one issue") };
    assert!(issue.is_error() && issue.message.starts_with("character 3 is the byte 0xE9"), "{}", issue.message);
    assert_eq!((row.text(0), row.text(1), row.cell(1)), (Some("x"), None, Some(&b"\xC3\xA9t\xE9"[..])));
    assert_eq!((row.text(2), batch.row(0).text(0)), (Some(""), Some("José")));
}

#[test]
fn malformed_text_of_another_encoding_is_an_error_and_no_replacement_character() {
    let mut bytes = utf16("\u{FEFF}Name\nNur\nMe", u16::to_le_bytes);
    bytes.extend([0x00, 0xD8]);
    bytes.extend(utf16("i\n", u16::to_le_bytes));
    let mut source = open(&given(bytes));
    let mut batches = source.batches(BatchLimits::default()).unwrap();
    let mut batch = Batch::default();
    assert!(batches.next_batch(&mut batch).unwrap());
    assert_eq!(batch.row(1).cell(0), Some(&b"Me\xFFi"[..]));
    assert_eq!(batch.row(1).issues()[0].code, IssueCode::InvalidBytes);
    assert!(batch.row(1).issues()[0].message.contains("utf-16le"));
    assert!(batch.row(0).issues().is_empty());
}

#[test]
fn what_the_user_says_is_held_against_the_file() {
    let code = |bytes: Vec<u8>, label| open_with(&given(bytes), &in_encoding(label)).map_err(|error| error.code());
    let mismatch = "source-encoding-mismatch";
    let marked = "\u{FEFF}".to_owned() + TEXT;
    assert_eq!(code(utf16(&marked, u16::to_le_bytes), "utf-8").unwrap_err(), mismatch);
    assert_eq!(code(utf16(TEXT, u16::to_le_bytes), "windows-1252").unwrap_err(), mismatch);
    assert_eq!(code(TEXT.as_bytes().to_vec(), "windows-1252").unwrap_err(), mismatch);
    assert_eq!(code("Name\nИван\n".into(), "windows-1251").unwrap_err(), mismatch);
    assert_eq!(code(TEXT.as_bytes().to_vec(), "utf-16le").unwrap_err(), mismatch);
    assert_eq!(code(b"Name\nJos\xE9\n".to_vec(), "utf-8").unwrap().facts().rows, 1);
}

#[test]
fn the_mark_says_which_utf16_it_is() {
    let source =
        open_with(&given(utf16(&("\u{FEFF}".to_owned() + TEXT), u16::to_be_bytes)), &in_encoding("utf-16")).unwrap();
    assert_eq!(source.facts().encoding.to_string(), "utf-16be");
}

#[test]
fn utf16_of_a_far_script_can_be_named() {
    let text = "名前欄名前欄\n山田太郎一二三\n".repeat(20);
    let mut source = open_with(&given(utf16(&text, u16::to_le_bytes)), &in_encoding("utf-16le")).unwrap();
    assert_eq!(rows_of(&mut source)[0], seen(2, &["山田太郎一二三"]));
}

#[test]
fn a_utf8_mark_is_stronger_than_the_word_of_the_user() {
    let source = open_with(&given("\u{FEFF}".to_owned() + TEXT), &in_encoding("windows-1252")).unwrap();
    assert!(source.facts().encoding.is_utf8());
    assert_eq!(note_codes(&source), ["encoding-detected"]);
}

#[test]
fn a_perhaps_wrong_word_of_the_user_is_told() {
    for (text, label) in [(TEXT, "shift_jis"), ("Name\nPÓŁNOC\n", "windows-1250")] {
        let source = open_with(&given(text), &in_encoding(label));
        let codes = source.map(|source| note_codes(&source).iter().map(|&code| code.to_owned()).collect::<Vec<_>>());
        assert_eq!(codes.unwrap(), ["encoding-perhaps-utf-8"], "{label}");
    }
    let ascii = open_with(&given("Name\nNur\n"), &in_encoding("windows-1252")).unwrap();
    assert!(note_codes(&ascii).is_empty());
}

#[test]
fn shift_jis_whose_second_bytes_are_ascii_is_split_as_text() {
    // The second byte of 能 is a backslash, that of ポ is a vertical bar: as bytes they would split.
    let (bytes, _, _) = encoding_rs::SHIFT_JIS.encode("名前|備考\n能|\"ポ\"\n");
    let mut source = open_with(&given(bytes), &in_encoding("shift_jis")).unwrap();
    assert_eq!(source.facts().delimiter, b'|');
    assert_eq!(rows_of(&mut source), [seen(2, &["能", "ポ"])]);
}
