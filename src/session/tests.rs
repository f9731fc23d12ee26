//! Tests of sessions: the format of the manifest, refusals, and the rules of going on.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use tempfile::TempDir;

use super::*;
use crate::model::{
    ColumnChoice, Counts, Identifier, ImportTag, OverwritePolicy, ParseSettings, Purpose, Recipe, Timestamp, Uptime,
    WorkspaceIdentity,
};

/// Content of the file for [`reviewed`]: the format as other programs may read it.
const WRITTEN: &str = r#"{
  "format": "contacts-session",
  "version": 1,
  "stage": "reviewed",
  "id": "fedcba9876543210fedcba9876543210",
  "workspace": {
    "id": "0123456789abcdef0123456789abcdef",
    "path": "/home/ana/contacts/workspace.db"
  },
  "source": {
    "name": "leads.csv",
    "size": 1234,
    "digest": "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8",
    "encoding": "UTF-8",
    "delimiter": ",",
    "rows": 5,
    "blank-rows": 1,
    "columns": [
      "Name",
      "Mobile"
    ]
  },
  "recipe": {
    "purpose": "add-update",
    "identifier": "phone",
    "tags": [
      "Spring fair"
    ],
    "import-tag": {
      "named": "Fair 2026"
    },
    "do-not-overwrite": [
      "Email"
    ],
    "reading": {
      "region": "MY"
    },
    "columns": [
      {
        "header": "Name",
        "position": 1,
        "field": "First Name"
      },
      {
        "header": "Mobile",
        "position": 2
      }
    ]
  },
  "uploaded-at": "2026-11-24T09:00:00Z",
  "mapped-at": "2026-11-24T09:05:00Z",
  "review": {
    "at": "2026-11-24T09:10:00Z",
    "uptime": {
      "boot": "b00t",
      "seconds": 5000
    },
    "recipe-digest": "DIGEST",
    "workspace-revision": 7,
    "outcome-digest": "c0ffee",
    "counts": {
      "rows": 5,
      "imported": 2,
      "updated": 1,
      "unchanged": 0,
      "skipped": 1,
      "errors": 1
    },
    "warnings": 2,
    "issues": {
      "email-invalid": 1
    }
  },
  "seal": "SEAL"
}
"#;

fn at(time: &str) -> Timestamp {
    format!("2026-11-24T{time}Z").parse().unwrap()
}

fn workspace() -> WorkspaceIdentity {
    WorkspaceIdentity { id: "0123456789abcdef0123456789abcdef".to_owned(), key: [7; 32] }
}

fn recipe() -> Recipe {
    let choice = |header: &str, position, field: Option<&str>| ColumnChoice {
        header: header.to_owned(),
        position,
        field: field.map(str::to_owned),
        split: None,
    };
    Recipe {
        purpose: Purpose::AddUpdate,
        identifiers: Identifier::Phone.into(),
        tags: vec!["Spring fair".to_owned()],
        import_tag: ImportTag::Named("Fair 2026".to_owned()),
        do_not_overwrite: OverwritePolicy::Of(vec!["Email".to_owned()]),
        keep_edits: OverwritePolicy::None,
        source: None,
        missing: None,
        max_missing: None,
        reading: ParseSettings { region: Some("MY".to_owned()), ..ParseSettings::default() },
        columns: vec![choice("Name", 1, Some("First Name")), choice("Mobile", 2, None)],
        constants: Vec::new(),
    }
}

fn uploaded() -> Manifest {
    Manifest {
        id: "fedcba9876543210fedcba9876543210".to_owned(),
        workspace: WorkspaceRef { id: workspace().id, path: "/home/ana/contacts/workspace.db".to_owned() },
        source: SourceFingerprint {
            name: "leads.csv".to_owned(),
            size: 1234,
            digest: "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8".to_owned(),
            encoding: "UTF-8".to_owned(),
            delimiter: ',',
            rows: 5,
            blank_rows: 1,
            columns: vec!["Name".to_owned(), "Mobile".to_owned()],
        },
        recipe: recipe(),
        uploaded_at: at("09:00:00"),
        is_unfinished: false,
        mapped_at: None,
        review: None,
        import: None,
        cancelled_at: None,
        new_fields: Vec::new(),
        answered_doubts: Vec::new(),
        left_out: Vec::new(),
        planned_fields: Vec::new(),
    }
}

fn review() -> ReviewRecord {
    ReviewRecord {
        at: at("09:10:00"),
        uptime: Some(Uptime { boot: "b00t".to_owned(), seconds: 5_000 }),
        recipe_digest: recipe_digest(&recipe()).unwrap(),
        workspace_revision: 7,
        outcome_digest: "c0ffee".to_owned(),
        counts: Counts { rows: 5, imported: 2, updated: 1, unchanged: 0, skipped: 1, suppressed: 0, errors: 1 },
        warnings: 2,
        issues: BTreeMap::from([("email-invalid".to_owned(), 1)]),
    }
}

fn reviewed() -> Manifest {
    Manifest { mapped_at: Some(at("09:05:00")), review: Some(review()), ..uploaded() }
}

/// Returns a folder and the path of its `leads.csv`, which does not exist.
fn folder() -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let source = dir.path().join("leads.csv");
    (dir, source)
}

/// Returns a folder with a manifest.
fn prepared(manifest: &Manifest) -> (TempDir, PathBuf, FileVersion) {
    let (dir, source) = folder();
    let (_, nothing) = read(&source, &workspace()).unwrap();
    let on_disk = write(&source, manifest, &workspace(), &nothing).unwrap();
    (dir, source, on_disk)
}

/// Writes bytes to a new file.
fn put(path: &Path, bytes: &[u8]) {
    fs::File::create_new(path).unwrap().write_all(bytes).unwrap();
}

/// Returns the error with which a manifest file of this text is refused; the file must stay unchanged.
fn refusal(text: impl AsRef<[u8]>) -> SessionError {
    let (_dir, source) = folder();
    put(&manifest_path(&source), text.as_ref());
    let error = read(&source, &workspace()).unwrap_err();
    assert_eq!(fs::read(manifest_path(&source)).unwrap(), text.as_ref());
    error
}

fn text_of(manifest: &Manifest) -> String {
    String::from_utf8(signature::signed(manifest, &workspace()).unwrap()).unwrap()
}

#[test]
fn the_file_is_the_documented_format() {
    let (_dir, source, _) = prepared(&reviewed());
    let text = fs::read_to_string(source.with_file_name("leads.csv.import.json")).unwrap();
    let (before, seal) = text.split_once("  \"seal\": \"").unwrap();
    let seal = seal.strip_suffix("\"\n}\n").unwrap();
    let before = before.replace(&recipe_digest(&recipe()).unwrap(), "DIGEST");
    assert_eq!(format!("{before}  \"seal\": \"SEAL\"\n}}\n"), WRITTEN);
    assert!(seal.len() == 64 && seal.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)), "{seal}");
}

/// Every later version must read a manifest of the first one, or migrate it: never call it damaged.
#[test]
fn a_manifest_of_the_first_version_is_read() {
    let (_dir, source) = folder();
    put(&manifest_path(&source), include_bytes!("../../fuzz/seeds/manifest/reviewed.json"));
    assert_eq!(read(&source, &workspace()).unwrap().0, Some(reviewed()));
}

/// Checks the seal against HMAC-SHA256 as RFC 2104 defines it, built from the hash alone.
#[test]
fn the_seal_is_what_the_format_says() {
    use sha2::{Digest, Sha256};
    let text = text_of(&reviewed());
    let (before, seal) = text.split_once("\"seal\": \"").unwrap();
    let pretty = format!("{}}}", before.trim_end().trim_end_matches(','));
    let mut compact = String::new();
    let mut in_text = false;
    for c in pretty.chars() {
        in_text ^= c == '"'; // no text of this manifest has a quote in it
        if in_text || !c.is_whitespace() {
            compact.push(c);
        }
    }
    let block = |pad: u8| -> Vec<u8> { (0..64).map(|at| pad ^ if at < 32 { 7 } else { 0 }).collect() };
    let inner = Sha256::digest([block(0x36), compact.into_bytes()].concat());
    let outer = Sha256::digest([block(0x5c), inner.to_vec()].concat());
    let digits = |at: usize| u8::from_str_radix(&seal[at..at + 2], 16).unwrap();
    assert_eq!((0..64).step_by(2).map(digits).collect::<Vec<u8>>(), outer.to_vec());
}

#[test]
fn what_was_written_is_read() {
    let over = Manifest { import: Some(ImportRef { id: 12, at: at("09:20:00") }), ..reviewed() };
    let cancelled = Manifest { cancelled_at: Some(at("09:20:00")), ..uploaded() };
    let mapped = Manifest { mapped_at: Some(at("09:05:00")), ..uploaded() };
    let begun = Manifest { is_unfinished: true, ..uploaded() };
    let stages = [Stage::Begun, Stage::Uploaded, Stage::Mapped, Stage::Reviewed, Stage::Imported, Stage::Cancelled];
    for (manifest, stage) in [begun, uploaded(), mapped, reviewed(), over, cancelled].into_iter().zip(stages) {
        let (_dir, source, on_disk) = prepared(&manifest);
        assert_eq!(manifest.stage(), stage);
        assert_eq!(read(&source, &workspace()).unwrap(), (Some(manifest), on_disk));
    }
}

#[test]
fn where_nothing_was_prepared_there_is_no_session() {
    let (dir, source) = folder();
    assert_eq!(read(&source, &workspace()).unwrap().0, None);
    let long = dir.path().join("x".repeat(250));
    assert_eq!(read(&long, &workspace()).unwrap().0, None);
}

#[cfg(unix)]
#[test]
fn a_name_that_is_no_unicode_has_its_manifest() {
    use std::os::unix::ffi::OsStrExt as _;
    let (dir, _) = folder();
    let source = dir.path().join(std::ffi::OsStr::from_bytes(b"l\xe9ads.csv"));
    assert_eq!(manifest_path(&source).file_name().unwrap().as_bytes(), b"l\xe9ads.csv.import.json");
    let (_, nothing) = read(&source, &workspace()).unwrap();
    write(&source, &uploaded(), &workspace(), &nothing).unwrap();
    assert_eq!(read(&source, &workspace()).unwrap().0, Some(uploaded()));
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_read_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let (_dir, source, _) = prepared(&uploaded());
    assert_eq!(fs::metadata(manifest_path(&source)).unwrap().permissions().mode() & 0o7777, 0o600);
}

#[test]
fn what_is_no_manifest_is_refused() {
    let whole = text_of(&reviewed());
    let cases = [
        (String::new(), "session-damaged"),
        ("First Name,Phone Number\n".to_owned(), "session-damaged"),
        (whole[..whole.len() / 2].to_owned(), "session-damaged"),
        (whole.replace("\"rows\": 5,", "\"rows\": \"five\","), "session-damaged"),
        (whole.replace("\"version\": 1", "\"version\": 0"), "session-damaged"),
        (format!("{{\"format\": \"contacts-session\", \"version\": {}", "[".repeat(100_000)), "session-damaged"),
        (format!("{{\"x\": {}", "[".repeat(100_000)), "session-damaged"),
        (whole.replace("\"version\": 1", "\"version\": \"1\""), "session-damaged"),
        ("{\"format\": \"contacts-session\"}".to_owned(), "session-damaged"),
        ("[".repeat(100_000), "session-foreign"),
        ("{\"format\": [[]], \"version\": 1}".to_owned(), "session-foreign"),
        ("{}".to_owned(), "session-foreign"),
        ("[1, 2]".to_owned(), "session-foreign"),
        ("\"contacts-session\"".to_owned(), "session-foreign"),
        ("{\"format\": \"another\", \"version\": 1}".to_owned(), "session-foreign"),
        ("{\"format\": \"contacts-session\", \"version\": 2, \"new\": []}".to_owned(), "session-newer"),
        (whole.replace("\"version\": 1", "\"version\": 9"), "session-newer"),
    ];
    for (text, code) in cases {
        let error = refusal(&text);
        assert_eq!(error.code(), code, "{text:.80}");
        assert!(error.is_refusal());
    }
}

#[test]
fn a_damaged_manifest_is_told_without_a_word_of_it() {
    let text = text_of(&reviewed()).replace("\"rows\": 5,", "\"rows\": \"Nur\",");
    let message = refusal(text).to_string();
    assert!(message.ends_with("is damaged: line 16 is not as it should be"), "{message}");
}

#[test]
fn what_was_changed_by_hand_is_refused() {
    let whole = text_of(&reviewed());
    let changes = [
        ("\"add-update\"", "\"add-all\""),
        ("\"size\": 1234", "\"size\": 1235"),
        ("2026-11-24T09:10:00Z", "2026-11-24T11:10:00Z"),
        ("\"stage\": \"reviewed\"", "\"stage\": \"mapped\""),
        ("\"warnings\": 2", "\"warnings\": 2, \"more\": 1"),
        ("\"errors\": 1", "\"errors\": 1, \"more\": 1"),
        ("\n}\n", "\n}"),
        ("\n", "\r\n"),
    ];
    for (from, to) in changes {
        let text = whole.replace(from, to);
        assert_ne!(text, whole, "{from}");
        assert_eq!(refusal(text).code(), "session-tampered", "{from}");
    }
    let (_dir, source, _) = prepared(&reviewed());
    let other_key = WorkspaceIdentity { key: [8; 32], ..workspace() };
    assert_eq!(read(&source, &other_key).unwrap_err().code(), "session-tampered");
}

#[test]
fn a_session_of_another_workspace_is_refused_and_names_it() {
    let (_dir, source, _) = prepared(&reviewed());
    let other = WorkspaceIdentity { id: "f".repeat(32), key: [8; 32] };
    let error = read(&source, &other).unwrap_err();
    assert_eq!(error.code(), "session-other-workspace");
    assert!(error.to_string().ends_with("another workspace: /home/ana/contacts/workspace.db"), "{error}");
}

#[cfg(unix)]
#[test]
fn a_link_a_folder_and_a_huge_file_are_not_read() {
    let (dir, source, _) = prepared(&reviewed());
    let linked = dir.path().join("linked.csv");
    std::os::unix::fs::symlink(manifest_path(&source), manifest_path(&linked)).unwrap();
    let in_the_way = dir.path().join("folder.csv");
    fs::create_dir(manifest_path(&in_the_way)).unwrap();
    let huge = dir.path().join("huge.csv");
    fs::File::create_new(manifest_path(&huge)).unwrap().set_len((64 << 20) + 1).unwrap();
    for (source, what) in [(linked, "it is a link"), (in_the_way, "not a regular file"), (huge, "larger than 64 MiB")] {
        let error = read(&source, &workspace()).unwrap_err();
        assert_eq!(error.code(), "session-foreign");
        assert!(error.to_string().contains(what), "{error}");
        let error = write(&source, &uploaded(), &workspace(), &read(Path::new("none"), &workspace()).unwrap().1);
        assert_eq!(error.unwrap_err().code(), "session-foreign");
    }
}

#[test]
fn a_manifest_that_could_not_be_read_again_is_not_written() {
    let (_dir, source, version) = prepared(&uploaded());
    let mut wide = uploaded();
    wide.source.columns = vec!["\\".repeat(64_000); 600];
    let error = write(&source, &wide, &workspace(), &version).unwrap_err();
    assert_eq!((error.code(), error.is_refusal()), ("session-too-large", true));
    assert_eq!(read(&source, &workspace()).unwrap(), (Some(uploaded()), version));
}

#[cfg(unix)]
#[test]
fn a_second_name_of_a_document_is_not_read() {
    let (dir, source, _) = prepared(&reviewed());
    let linked = dir.path().join("linked.csv");
    fs::hard_link(manifest_path(&source), manifest_path(&linked)).unwrap();
    let error = read(&linked, &workspace()).unwrap_err();
    assert!(error.to_string().contains("another name"), "{error}");
}

#[test]
fn what_was_not_read_is_not_overwritten() {
    let (_dir, source, first) = prepared(&uploaded());
    let second = write(&source, &reviewed(), &workspace(), &first).unwrap();
    let changed = |expected: &FileVersion| write(&source, &uploaded(), &workspace(), expected).unwrap_err();
    assert_eq!(changed(&first).code(), "session-changed");
    let (_, nothing) = read(Path::new("none.csv"), &workspace()).unwrap();
    assert_eq!(changed(&nothing).code(), "session-changed");
    assert_eq!(read(&source, &workspace()).unwrap(), (Some(reviewed()), second.clone()));
    fs::remove_file(manifest_path(&source)).unwrap();
    assert_eq!(changed(&second).code(), "session-changed");
    assert!(!manifest_path(&source).exists());
}

#[test]
fn a_folder_that_cannot_be_written_to_is_reported() {
    let (dir, _) = folder();
    let source = dir.path().join("gone/leads.csv");
    let (_, nothing) = read(&source, &workspace()).unwrap();
    let error = write(&source, &uploaded(), &workspace(), &nothing).unwrap_err();
    assert_eq!((error.code(), error.is_refusal()), ("session-unwritable", false));
}

fn code<T: std::fmt::Debug>(result: Result<T, SessionError>) -> &'static str {
    result.map_or_else(|error| error.code(), |_| "fine")
}

#[test]
fn a_session_goes_on_for_exactly_an_hour_after_its_review() {
    let (manifest, source) = (reviewed(), Path::new("leads.csv"));
    let fresh = |now| code(manifest.rules(source).check_not_expired(now, None));
    assert_eq!([fresh(at("09:10:00")), fresh(at("10:10:00"))], ["fine"; 2]);
    assert_eq!(fresh(at("10:10:00.001")), "session-expired");
    assert_eq!(code(uploaded().rules(source).check_not_expired(at("23:00:00"), None)), "fine");
    let error = manifest.rules(source).check_not_expired(at("10:10:01"), None).unwrap_err();
    assert!(error.to_string().starts_with("Session expired: 'leads.csv' was reviewed at "), "{error}");
}

#[test]
fn a_clock_that_was_set_back_makes_no_session_immortal() {
    let (manifest, source) = (reviewed(), Path::new("leads.csv"));
    let uptime = |boot: &str, seconds| Some(Uptime { boot: boot.to_owned(), seconds });
    let fresh = |now, uptime: Option<Uptime>| code(manifest.rules(source).check_not_expired(now, uptime.as_ref()));
    assert_eq!(fresh(at("09:08:59.999"), None), "session-expired");
    assert_eq!(fresh(at("09:09:00"), None), "fine", "a clock that was set right by a minute");
    assert_eq!(fresh(at("09:09:59"), uptime("b00t", 8_601)), "session-expired");
    assert_eq!(fresh(at("09:11:00"), uptime("b00t", 8_600)), "fine");
    assert_eq!(fresh(at("09:11:00"), uptime("b00t", 8_601)), "session-expired");
    assert_eq!(fresh(at("09:11:00"), uptime("another", 8_601)), "fine");
    assert_eq!(fresh(at("10:11:00"), uptime("b00t", 5_001)), "session-expired");
}

#[test]
fn a_changed_source_is_told_by_what_differs() {
    let (manifest, source) = (reviewed(), Path::new("my leads.csv"));
    let known = manifest.source.digest.clone();
    let rules = manifest.rules(source);
    assert_eq!(code(rules.check_source(1234, &known)), "fine");
    let error = rules.check_source(1300, &known).unwrap_err();
    assert_eq!(
        error.to_string(),
        "'my leads.csv' was changed since it was uploaded: it has 1300 bytes where it had 1234"
    );
    let error = rules.check_source(1234, "00").unwrap_err();
    assert_eq!(error.code(), "session-source-changed");
    assert!(error.to_string().ends_with("its content is another, of the same size"), "{error}");
}

#[test]
fn a_mapping_that_was_changed_since_the_review_is_told() {
    let source = Path::new("leads.csv");
    let mut manifest = reviewed();
    assert_eq!(code(manifest.rules(source).check_mapping_unchanged()), "fine");
    manifest.recipe.columns[1].field = Some("Phone Number".to_owned());
    let error = manifest.rules(source).check_mapping_unchanged().unwrap_err();
    assert_eq!(error.code(), "session-mapping-changed");
}

#[test]
fn another_mapping_asks_for_another_review() {
    let mut manifest = reviewed();
    manifest.map((recipe(), Vec::new()), at("09:20:00"));
    assert_eq!(manifest.stage(), Stage::Reviewed);
    manifest.map((Recipe { purpose: Purpose::Add, ..recipe() }, Vec::new()), at("09:30:00"));
    assert_eq!((manifest.stage(), manifest.recipe.purpose), (Stage::Mapped, Purpose::Add));
    assert_eq!(code(manifest.rules(Path::new("leads.csv")).check_mapping_unchanged()), "session-mapping-changed");
}

#[test]
fn each_step_needs_the_one_before_it() {
    let (manifest, source) = (uploaded(), Path::new("-leads.csv"));
    let error = manifest.rules(source).check_mapped().unwrap_err();
    assert_eq!(error.code(), "session-not-mapped");
    let error = manifest.rules(source).check_reviewed().unwrap_err();
    assert_eq!(error.code(), "session-not-reviewed");
    let manifest = reviewed();
    assert_eq!(code(manifest.rules(source).check_mapped()), "fine");
    assert_eq!(manifest.rules(source).check_reviewed().unwrap(), &review());
}

#[test]
fn a_finished_or_cancelled_session_is_refused() {
    let source = Path::new("leads.csv");
    assert_eq!(code(reviewed().rules(source).check_open()), "fine");
    let over = Manifest { import: Some(ImportRef { id: 12, at: at("09:20:00") }), ..reviewed() };
    let error = over.rules(source).check_open().unwrap_err();
    assert_eq!(error.code(), "session-finished");
    assert!(error.to_string().ends_with("(import 12)"), "{error}");
    let cancelled = Manifest { cancelled_at: Some(at("09:20:00")), ..reviewed() };
    let error = cancelled.rules(source).check_open().unwrap_err();
    assert_eq!(error.code(), "session-cancelled");
}

#[test]
fn the_digest_of_a_recipe_changes_with_every_decision() {
    let mut digests = vec![recipe_digest(&recipe()).unwrap()];
    let mut with = |change: fn(&mut Recipe)| {
        let mut other = recipe();
        change(&mut other);
        digests.push(recipe_digest(&other).unwrap());
    };
    with(|recipe| recipe.purpose = Purpose::Add);
    with(|recipe| recipe.identifiers = crate::model::Identifiers::default());
    with(|recipe| recipe.tags.push("x".to_owned()));
    with(|recipe| recipe.import_tag = ImportTag::None);
    with(|recipe| recipe.import_tag = ImportTag::Named("none".to_owned()));
    with(|recipe| recipe.do_not_overwrite = OverwritePolicy::All);
    with(|recipe| recipe.do_not_overwrite = OverwritePolicy::Of(vec!["all".to_owned()]));
    with(|recipe| recipe.reading.clear_marker = Some("-".to_owned()));
    with(|recipe| recipe.columns.truncate(1));
    let count = digests.len();
    digests.sort();
    digests.dedup();
    assert_eq!(digests.len(), count);
    assert_eq!(recipe_digest(&recipe()).unwrap(), recipe_digest(&recipe()).unwrap());
}

proptest! {
    #[test]
    fn a_manifest_of_which_one_byte_was_changed_is_refused(place in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let whole = text_of(&reviewed()).into_bytes();
        let mut bytes = whole.clone();
        bytes[place.index(whole.len())] = byte;
        prop_assume!(bytes != whole);
        prop_assert!(refusal(&bytes).is_refusal());
    }

    #[test]
    fn any_bytes_get_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(refusal(&bytes).is_refusal());
    }

    #[test]
    fn texts_of_all_kinds_come_back(texts in prop::collection::vec(".*", 4), seconds in any::<u32>(), nanos in 0..1_000_000_000u32) {
        let mut manifest = reviewed();
        manifest.source.name.clone_from(&texts[0]);
        manifest.source.columns.clone_from(&texts);
        manifest.recipe.tags.clone_from(&texts);
        manifest.workspace.path.clone_from(&texts[1]);
        manifest.uploaded_at = Timestamp::from_timestamp(i64::from(seconds), nanos).unwrap();
        let (_dir, source, _) = prepared(&manifest);
        prop_assert_eq!(read(&source, &workspace()).unwrap().0, Some(manifest));
    }
}
