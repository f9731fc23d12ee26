//! Recognises files that are not CSV by their content, whatever their name (spec section 2.1).

use std::fmt;

use memchr::memmem;

use crate::model::APPLICATION_ID;

/// Kind of a file that is not CSV.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileKind {
    name: &'static str,
    advice: &'static str,
}

impl FileKind {
    /// Returns advice on how to get a CSV from such a file.
    pub fn advice(&self) -> &'static str {
        self.advice
    }

    /// Returns true for a workspace of this program.
    pub fn is_workspace(&self) -> bool {
        *self == WORKSPACE
    }
}

impl fmt::Display for FileKind {
    /// Formats the kind with its article: `an Excel workbook (.xlsx)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.name.fmt(f)
    }
}

const ADVICE_SAVE_AS_CSV: &str = "open it in its program and save the sheet as 'CSV UTF-8 (comma delimited)'";
const ADVICE_UNPACK: &str = "unpack it, then import the CSV file inside";
const ADVICE_EXPORT: &str = "export the contacts as CSV from the program that they come from";
const ADVICE_ADDRESS_BOOK: &str =
    "import it into an address book (Google Contacts, Outlook, Thunderbird) and export that as CSV";
const ADVICE_DOWNLOAD: &str =
    "a web page, often one that asks to sign in, was saved in place of the file: download it again";
const ADVICE_REAL_FILE: &str = "name the file itself: the one without ._ in front of its name";
const ADVICE_QUERY: &str =
    "save the table that holds the contacts as a new CSV file, with its program or one that opens SQLite databases";

const fn kind(name: &'static str, advice: &'static str) -> FileKind {
    FileKind { name, advice }
}

/// First bytes of an SQLite database, and where its `application_id` stands (SQLite file format, section 1.3).
const SQLITE: &[u8] = b"SQLite format 3\0";
const SQLITE_APPLICATION_ID: std::ops::Range<usize> = 68..72;

/// First bytes that no CSV file has.
const SIGNATURES: [(&[u8], FileKind); 20] = [
    (
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
        kind("an old Excel workbook (.xls) or another Office file", ADVICE_SAVE_AS_CSV),
    ),
    (b"\x1F\x8B", kind("a gzip archive", ADVICE_UNPACK)),
    (b"\xFD7zXZ\0", kind("an xz archive", ADVICE_UNPACK)),
    (b"\x28\xB5\x2F\xFD", kind("a Zstandard archive", ADVICE_UNPACK)),
    (b"7z\xBC\xAF\x27\x1C", kind("a 7-Zip archive", ADVICE_UNPACK)),
    (b"Rar!\x1A\x07", kind("a RAR archive", ADVICE_UNPACK)),
    (b"%PDF-", kind("a PDF document", ADVICE_EXPORT)),
    (b"%!PS", kind("a PostScript document", ADVICE_EXPORT)),
    (b"{\\rtf", kind("a rich text document (.rtf)", ADVICE_EXPORT)),
    (SQLITE, kind("an SQLite database", ADVICE_QUERY)),
    (b"\x89PNG\r\n\x1A\n", kind("a PNG picture", ADVICE_EXPORT)),
    (b"\xFF\xD8\xFF", kind("a JPEG picture", ADVICE_EXPORT)),
    (b"GIF87a", kind("a GIF picture", ADVICE_EXPORT)),
    (b"GIF89a", kind("a GIF picture", ADVICE_EXPORT)),
    (b"PAR1\x15", kind("a Parquet file", ADVICE_EXPORT)),
    (b"\x7FELF", kind("a program", ADVICE_EXPORT)),
    (b"MZ\x90\0", kind("a program", ADVICE_EXPORT)),
    (b"\0\x01\0\0Standard ", kind("an Access database", ADVICE_EXPORT)),
    (b"!BDN", kind("an Outlook data file (.pst)", ADVICE_EXPORT)),
    (b"\0\x05\x16\x07", kind("what a Mac keeps about another file", ADVICE_REAL_FILE)),
];

/// First words, in any case, that no CSV file has.
const TEXT_SIGNATURES: [(&str, FileKind); 14] = [
    ("<!doctype html", kind("a web page (HTML)", ADVICE_DOWNLOAD)),
    ("<html", kind("a web page (HTML)", ADVICE_DOWNLOAD)),
    ("<head", kind("a web page (HTML)", ADVICE_DOWNLOAD)),
    ("<body", kind("a web page (HTML)", ADVICE_DOWNLOAD)),
    ("<table", kind("a web page (HTML)", ADVICE_DOWNLOAD)),
    ("<?xml", XML),
    ("begin:vcard", kind("a vCard address book (.vcf)", ADVICE_ADDRESS_BOOK)),
    ("begin:vcalendar", kind("a calendar (.ics)", ADVICE_EXPORT)),
    ("dn: ", LDIF),
    ("dn:: ", LDIF),
    ("version: 1\n", LDIF),
    ("version: 1\r", LDIF),
    ("mime-version:", kind("a web archive or an e-mail", ADVICE_EXPORT)),
    ("version https://git-lfs", kind("a pointer of Git LFS to the file", "fetch the file itself with: git lfs pull")),
];

const WORKSPACE: FileKind = kind("a workspace of contacts", "export its contacts as CSV");
const LDIF: FileKind = kind("an LDIF address book", ADVICE_ADDRESS_BOOK);
const XML: FileKind = kind("an XML document", ADVICE_EXPORT);
const JSON: FileKind = kind("a JSON document", ADVICE_EXPORT);
const BINARY: FileKind = kind("binary data", ADVICE_EXPORT);

/// Returns the kind of a file by its first bytes; `None` if it may be CSV.
pub(in crate::source) fn of_bytes(head: &[u8]) -> Option<FileKind> {
    zip(head).or_else(|| bzip2(head)).or_else(|| tar(head)).or_else(|| riff(head)).or_else(|| workspace(head)).or_else(
        || {
            let (_, kind) = SIGNATURES.iter().find(|(signature, _)| head.starts_with(signature))?;
            Some(*kind)
        },
    )
}

/// Returns the kind of a file by its first text, without a byte order mark; `None` if it may be CSV.
pub(in crate::source) fn of_text(head: &[u8]) -> Option<FileKind> {
    let text = without_comment(head.trim_ascii_start());
    let opening = TEXT_SIGNATURES.iter().find(|(opening, _)| {
        text.get(..opening.len()).is_some_and(|start| start.eq_ignore_ascii_case(opening.as_bytes()))
    });
    let kind = opening.map(|(_, kind)| *kind);
    kind.or_else(|| is_json(text).then_some(JSON)).or_else(|| is_xml(text).then_some(XML))
}

/// Skips a leading comment: saved web pages may begin with one that names their address.
fn without_comment(text: &[u8]) -> &[u8] {
    match text.strip_prefix(b"<!--").and_then(|rest| Some(&rest[memmem::find(rest, b"-->")? + 3..])) {
        Some(behind) => behind.trim_ascii_start(),
        None => text,
    }
}

/// Recognises bytes that are no text in any encoding by many control characters. Only for files that are neither UTF-8
/// nor UTF-16.
pub(in crate::source) fn of_garbage(head: &[u8]) -> Option<FileKind> {
    // ESC switches alphabets in the seven-bit encodings of East Asia.
    const TEXTUAL: &[u8] = b"\t\n\x0B\x0C\r\x1B";
    let controls = head.iter().filter(|byte| byte.is_ascii_control() && !TEXTUAL.contains(byte)).count();
    (controls >= 8 && controls * 20 > head.len()).then_some(BINARY)
}

/// Returns true for JSON. A header may begin with a bracket (`[Name],[Phone]`), but hardly with two, or with a bracket
/// and a quote.
fn is_json(text: &[u8]) -> bool {
    let Some((first, rest)) = text.split_first() else {
        return false;
    };
    let next = rest.trim_ascii_start().first();
    match first {
        b'{' => matches!(next, Some(b'"' | b'}')),
        b'[' => matches!(next, Some(b'{' | b'[' | b'"' | b']')),
        _ => false,
    }
}

/// Returns true for an element that is empty or contains another one: `<none>` alone could be the name of a column.
fn is_xml(text: &[u8]) -> bool {
    let is_element = text.len() > 1 && text[0] == b'<' && text[1].is_ascii_alphabetic();
    let Some(end) = memchr::memchr(b'>', text).filter(|_| is_element) else {
        return false;
    };
    text[..end].ends_with(b"/") || text[end + 1..].trim_ascii_start().starts_with(b"<")
}

fn zip(head: &[u8]) -> Option<FileKind> {
    let is_zip = [b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"].iter().any(|signature| head.starts_with(*signature));
    is_zip.then(|| zip_content(head))
}

/// Tells zip archives apart by the names of their members, which are not compressed.
fn zip_content(head: &[u8]) -> FileKind {
    // In this order: .ods files are also documents of the second kind, and .xlsx and .docx share [Content_Types].xml.
    const MEMBERS: [(&[u8], FileKind); 6] = [
        (
            b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
            kind("a LibreOffice sheet (.ods)", ADVICE_SAVE_AS_CSV),
        ),
        (b"mimetypeapplication/vnd.oasis.opendocument", kind("a LibreOffice document", ADVICE_SAVE_AS_CSV)),
        (b"xl/", kind("an Excel workbook (.xlsx)", ADVICE_SAVE_AS_CSV)),
        (b"word/", kind("a Word document (.docx)", ADVICE_SAVE_AS_CSV)),
        (b"[Content_Types].xml", kind("an Office document (.xlsx, .docx)", ADVICE_SAVE_AS_CSV)),
        (b".iwa", kind("a Numbers or Pages document", ADVICE_SAVE_AS_CSV)),
    ];
    let member = MEMBERS.iter().find(|(name, _)| memmem::find(head, name).is_some());
    member.map_or(kind("a zip archive", ADVICE_UNPACK), |(_, kind)| *kind)
}

/// Recognises a tar archive; its signature follows the header fields of the first member.
fn tar(head: &[u8]) -> Option<FileKind> {
    let is_tar = head.get(257..262) == Some(b"ustar");
    is_tar.then_some(kind("a tar archive", ADVICE_UNPACK))
}

fn riff(head: &[u8]) -> Option<FileKind> {
    let is_riff =
        head.starts_with(b"RIFF") && head.get(8..12).is_some_and(|kind| kind.iter().all(u8::is_ascii_graphic));
    is_riff.then_some(kind("a picture, sound or film", ADVICE_EXPORT))
}

fn workspace(head: &[u8]) -> Option<FileKind> {
    let is_ours = head.get(SQLITE_APPLICATION_ID) == Some(&APPLICATION_ID.to_be_bytes());
    (head.starts_with(SQLITE) && is_ours).then_some(WORKSPACE)
}

/// Recognises a bzip2 archive; `BZh` alone could begin a header.
fn bzip2(head: &[u8]) -> Option<FileKind> {
    let is_bzip2 = head.starts_with(b"BZh") && head.get(4..10) == Some(b"1AY&SY");
    is_bzip2.then_some(kind("a bzip2 archive", ADVICE_UNPACK))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(head: &[u8]) -> Option<&'static str> {
        of_bytes(head).or_else(|| of_text(head)).map(|kind| kind.name)
    }

    #[test]
    fn other_kinds_are_known_by_their_content() {
        let cases: [(&[u8], &str); 20] = [
            (b"PK\x03\x04\x14\0[Content_Types].xml....xl/workbook.xml", ".xlsx"),
            (b"PK\x03\x04\x14\0mimetypeapplication/vnd.oasis.opendocument.spreadsheetPK", ".ods"),
            (b"PK\x03\x04\x14\0[Content_Types].xml....word/document.xml", ".docx"),
            (b"PK\x03\x04\x14\0leads.csv", "zip"),
            (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0", ".xls"),
            (b"\x1F\x8B\x08", "gzip"),
            (b"BZh91AY&SYxx", "bzip2"),
            (b"\xFD7zXZ\0\0", "xz"),
            (b"%PDF-1.7", "PDF"),
            (b"\n <!DOCTYPE HTML><html>", "HTML"),
            (b"<HTML lang=en>", "HTML"),
            (b"<?xml version='1.0'?>", "XML"),
            (b"begin:VCARD\r\nVERSION:3.0", "vCard"),
            (b"dn: cn=Ann Lee\r\nobjectclass: top", "LDIF"),
            (b"dn:: Y249SsO8cmdlbg==\n", "LDIF"),
            (b"version: 1\r\n\r\ndn: cn=Ann Lee", "LDIF"),
            (b"[\n  {\"name\": \"Nur\"}]", "JSON"),
            (b"{\"name\": \"Nur\"}", "JSON"),
            (b"SQLite format 3\0", "SQLite"),
            (b"\x89PNG\r\n\x1A\n", "PNG"),
        ];
        for (head, expected) in cases {
            let found = name(head);
            assert!(found.is_some_and(|name| name.contains(expected)), "{expected}: {found:?}");
        }
    }

    #[test]
    fn headers_that_only_resemble_are_csv() {
        for head in [&b"PK,Name\n"[..], b"BZh,Name\n", b"[Name],[Phone]\n", b"{Name},Phone\n", b"<none>,Phone\n", b""] {
            assert_eq!(name(head), None, "{head:?}");
        }
    }

    #[test]
    fn garbage_has_many_control_characters() {
        let random: Vec<u8> = (0..=255).cycle().take(4096).collect();
        assert!(of_garbage(&random).is_some());
        assert!(of_garbage(b"Name\nJos\xE9\n").is_none() && of_garbage(b"Name\nA\0B\n").is_none());
    }
}
