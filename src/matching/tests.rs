//! Tests of the decisions: purposes, duplicates, fields and tags.

use super::*;
use crate::model::{
    Action, CellFormat, CellInput, Contact, ContactId, FieldId, FieldKind, IssueCode, Key, Mapping, Matched, Overwrite,
    PlannedRow, Purpose, Slot, SlotSource, TagInterner, TagRef, TagRefs, Target, Text,
};

fn slot(target: Target, name: &str, overwrite: Overwrite) -> Slot {
    let kind = match target {
        Target::ContactId => None,
        Target::Field(FieldId::TAGS) => Some(FieldKind::Tags),
        Target::Field(_) => Some(FieldKind::Text),
    };
    let (field_name, column) = (name.to_owned(), Some(name.to_owned()));
    Slot { target, field_name, column, kind, format: CellFormat::Plain, source: SlotSource::Column(0), overwrite }
}

/// Returns a mapping of First Name, Phone Number (the identifier) and Tags.
fn mapping(overwrite: Overwrite) -> Mapping {
    let slots = vec![
        slot(Target::Field(FieldId::FIRST_NAME), "First Name", overwrite),
        slot(Target::Field(FieldId::PHONE), "Phone Number", Overwrite::Replace),
        slot(Target::Field(FieldId::TAGS), "Tags", overwrite),
    ];
    Mapping { slots, own_columns: Vec::new() }
}

fn value(text: &str) -> CellInput {
    CellInput::Value(Text::from(text))
}

fn candidate(first_name: CellInput, tags: CellInput) -> Candidate {
    let keys = crate::model::RowKeys::from_iter([(0, Key::Phone("+60123456789".into()))]);
    Candidate { line: 4, keys, incoming: vec![first_name, value("+60123456789"), tags], ..Candidate::default() }
}

fn contact(first_name: Option<&str>, tags: &[TagRef]) -> Contact {
    let mut contact = Contact::empty(ContactId(7));
    contact.standard[0] = first_name.map(Text::from);
    contact.standard[2] = Some("+60123456789".into());
    contact.tags = tags.into();
    contact
}

/// Decides one row that matches these contacts.
fn decide(
    purpose: Purpose,
    overwrite: Overwrite,
    candidate: Candidate,
    contacts: &[Contact],
    interner: &mut TagInterner,
) -> PlannedRow {
    let mapping = mapping(overwrite);
    let identifiers: &[Target] = if purpose.matches() { &[Target::Field(FieldId::PHONE)] } else { &[] };
    let tags = ImportTags {
        common_tags: TagRefs::from_slice(&[interner.intern("always")]),
        own: Some(interner.intern("import-1")),
        earlier: TagRefs::from_slice(&[interner.intern("import-0")]),
    };
    let mut decider = Decider::new(purpose, identifiers, &mapping, tags, TagCellCache::new(None));
    let hits = contacts.iter().map(|contact| contact.id).collect();
    let contact = if let [one] = contacts { Some(one.clone()).filter(|_| purpose.updates()) } else { None };
    let matched = Matched { hits, contact: contact.map(Box::new), ..Matched::default() };
    let found =
        MatchResult { matched: &matched, duplicates: &[], earlier_line: None, identifier_cells: &[], near: None };
    decider.decide(candidate, found, interner)
}

fn status(purpose: Purpose, first_name: CellInput, hits: usize) -> &'static str {
    let contacts: Vec<Contact> = (0..hits).map(|_| contact(Some("Ann"), &[])).collect();
    let row = candidate(first_name, CellInput::Blank);
    decide(purpose, Overwrite::Replace, row, &contacts, &mut TagInterner::default()).status().as_str()
}

#[test]
fn purpose_and_hits_decide() {
    let cases = [
        (Purpose::Add, ["Imported", "Skipped", "Error"]),
        (Purpose::Update, ["Skipped", "Updated", "Error"]),
        (Purpose::AddUpdate, ["Imported", "Updated", "Error"]),
    ];
    for (purpose, expected) in cases {
        for (hits, expected) in expected.into_iter().enumerate() {
            assert_eq!(status(purpose, value("Ann"), hits), expected, "{purpose} with {hits} hits");
        }
    }
    assert_eq!(status(Purpose::AddAll, value("Ann"), 0), "Imported");
}

#[test]
fn only_a_new_contact_needs_a_first_name() {
    for blank in [CellInput::Blank, CellInput::Clear] {
        assert_eq!(status(Purpose::AddUpdate, blank.clone(), 0), "Error");
        assert_eq!(status(Purpose::AddUpdate, blank.clone(), 1), "Updated");
        assert_eq!(status(Purpose::Add, blank.clone(), 1), "Skipped");
        assert_eq!(status(Purpose::Update, blank.clone(), 0), "Skipped");
        assert_eq!(status(Purpose::AddAll, blank, 0), "Error");
    }
}

#[test]
fn an_error_wins_over_a_skip_and_all_errors_are_told() {
    let mut row = candidate(CellInput::Blank, CellInput::Blank);
    row.issues.keep(crate::model::Issue::of_row(4, IssueCode::EmailInvalid, "no address"));
    let planned = decide(Purpose::Add, Overwrite::Replace, row, &[], &mut TagInterner::default());
    let codes: Vec<IssueCode> = planned.issues.iter().map(|issue| issue.code).collect();
    assert_eq!((planned.action, codes), (Action::Reject, vec![IssueCode::EmailInvalid, IssueCode::FirstNameMissing]));
}

#[test]
fn a_row_in_error_keeps_the_warnings_about_its_quotes_and_no_others() {
    let mut row = candidate(value("Ann"), CellInput::Blank);
    let codes = [IssueCode::PhoneUnassigned, IssueCode::TextAfterQuote, IssueCode::EmailInvalid];
    for code in codes {
        row.issues.keep(crate::model::Issue::of_row(4, code, "x"));
    }
    let planned = decide(Purpose::Add, Overwrite::Replace, row.clone(), &[], &mut TagInterner::default());
    let told: Vec<IssueCode> = planned.issues.iter().map(|issue| issue.code).collect();
    assert_eq!(told, [IssueCode::TextAfterQuote, IssueCode::EmailInvalid]);
    row.issues.retain(|issue| !issue.is_error());
    let planned = decide(Purpose::Add, Overwrite::Replace, row, &[], &mut TagInterner::default());
    assert_eq!(planned.issues.len(), 2, "a row that is imported keeps them all");
}

/// Returns what a row makes of a contact's first name; `None` if it changes nothing.
#[allow(clippy::option_option, reason = "no change, a change to nothing, a change to a value")]
fn name_after(overwrite: Overwrite, before: Option<&str>, incoming: CellInput) -> Option<Option<Text>> {
    let row = candidate(incoming, CellInput::Blank);
    let contacts = [contact(before, &[])];
    let planned = decide(Purpose::Update, overwrite, row, &contacts, &mut TagInterner::default());
    let Action::Update(update) = planned.action else { panic!("not an update") };
    update.fields.into_iter().find(|change| change.field == FieldId::FIRST_NAME).map(|change| change.after)
}

#[test]
fn do_not_overwrite_fills_only_what_is_empty() {
    use Overwrite::{FillOnly, Replace};
    let bea = || Some(Some(Text::from("Bea")));
    assert_eq!(name_after(Replace, Some("Ann"), value("Bea")), bea());
    assert_eq!(name_after(Replace, Some("Ann"), value("Ann")), None);
    assert_eq!(name_after(Replace, Some("Ann"), CellInput::Blank), None);
    assert_eq!(name_after(Replace, Some("Ann"), CellInput::Clear), Some(None));
    assert_eq!(name_after(Replace, None, CellInput::Clear), None);
    assert_eq!(name_after(FillOnly, Some("Ann"), value("Bea")), None);
    assert_eq!(name_after(FillOnly, Some("Ann"), CellInput::Clear), None);
    assert_eq!(name_after(FillOnly, None, value("Bea")), bea());
}

/// Returns the names of a contact's tags after a row, starting from `before`.
fn tags_after(overwrite: Overwrite, before: &[&str], incoming: CellInput) -> Vec<String> {
    let mut interner = TagInterner::default();
    let mut held: Vec<TagRef> = before.iter().map(|name| interner.intern(name)).collect();
    held.sort_unstable();
    let row = candidate(CellInput::Blank, incoming);
    let planned = decide(Purpose::Update, overwrite, row, &[contact(Some("Ann"), &held)], &mut interner);
    let Action::Update(update) = planned.action else { panic!("not an update") };
    held.retain(|tag| !update.tags_removed.contains(tag));
    assert!(update.tags_added.iter().all(|tag| !held.contains(tag)), "a tag that is there is not added again");
    held.extend(update.tags_added);
    let mut names: Vec<String> = held.iter().map(|tag| interner.name(*tag).to_owned()).collect();
    names.sort();
    names
}

#[test]
fn a_tags_cell_replaces_or_adds_and_the_imports_own_tags_only_add() {
    use Overwrite::{FillOnly, Replace};
    assert_eq!(tags_after(Replace, &["old"], value("new;OLD2")), ["OLD2", "always", "import-1", "new"]);
    assert_eq!(tags_after(Replace, &["old"], CellInput::Blank), ["always", "import-1", "old"]);
    assert_eq!(tags_after(Replace, &["old", "always"], CellInput::Clear), ["always", "import-1"]);
    assert_eq!(tags_after(FillOnly, &["old"], value("new")), ["always", "import-1", "new", "old"]);
    assert_eq!(tags_after(FillOnly, &["old"], CellInput::Clear), ["always", "import-1", "old"]);
    assert_eq!(tags_after(Replace, &["import-1", "Old"], value("OLD")), ["Old", "always", "import-1"]);
    assert_eq!(tags_after(Replace, &["import-0", "old"], value("new")), ["always", "import-0", "import-1", "new"]);
    assert_eq!(tags_after(Replace, &["import-0", "old"], CellInput::Clear), ["always", "import-0", "import-1"]);
}

#[test]
fn the_import_tag_alone_is_nothing_new() {
    let mut interner = TagInterner::default();
    let always = interner.intern("always");
    let mut unchanged = |tags: &[TagRef]| {
        let row = candidate(value("Ann"), CellInput::Blank);
        decide(Purpose::Update, Overwrite::Replace, row, &[contact(Some("Ann"), tags)], &mut interner).is_unchanged()
    };
    assert!(unchanged(&[always]));
    assert!(!unchanged(&[]), "a tag of --tag is new");
}

fn duplicates(lines: &[(&str, u64)]) -> DuplicateKeys {
    let mut builder = DuplicateKeysBuilder::default();
    for (number, line) in lines {
        builder.add(&Key::Phone((*number).into()), RowRef::new(*line, 0));
    }
    builder.finish(0, ProvisionalIdentifiers::default())
}

#[test]
fn all_rows_of_an_identifier_are_twins_and_name_the_others() {
    let duplicates = duplicates(&[("+601", 9), ("+602", 3), ("+601", 2), ("+601", 5), ("+603", 4), ("+603", 8)]);
    let others = |line| duplicates.of(line).map(|group| group.other_lines_text(line));
    assert_eq!(others(2).as_deref(), Some("lines 5 and 9"));
    assert_eq!(others(9).as_deref(), Some("lines 2 and 5"));
    assert_eq!(others(4).as_deref(), Some("line 8"));
    assert_eq!(others(3), None);
}

#[test]
fn only_the_first_of_many_duplicate_rows_are_named() {
    let rows: Vec<(&str, u64)> = (1..=100).map(|line| ("+601", line)).collect();
    let duplicates = duplicates(&rows);
    let others = duplicates.of(50).map(|group| group.other_lines_text(50)).unwrap();
    assert_eq!(others, "lines 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 89 more");
}

#[test]
fn provisional_identifiers_count_only_when_they_are_wanted() {
    let build = |wanted: Option<usize>| {
        let mut builder = DuplicateKeysBuilder::default();
        builder.add(&Key::Email("a@example.com".into()), RowRef::new(2, 0));
        builder.add_provisional(&Key::Email("a@example.com".into()), RowRef::new(3, 0));
        builder.finish(0, wanted.into_iter().collect())
    };
    assert!(build(Some(0)).of(2).is_some());
    assert!(build(None).of(2).is_none());
    assert!(build(Some(1)).of(2).is_none(), "those of another identifier");
}

#[test]
fn rows_that_a_stronger_identifier_tells_apart_are_no_duplicates() {
    let duplicates = |rows: &[(u64, u64)], provisional: &[usize]| {
        let mut builder = DuplicateKeysBuilder::default();
        for (line, stronger) in rows {
            builder.add(&Key::Email("family@example.com".into()), RowRef::new(*line, *stronger));
        }
        builder.finish(2, provisional.iter().copied().collect())
    };
    let others = |found: &DuplicateKeys, line| found.of(line).map(|group| group.other_lines_text(line));
    let family = duplicates(&[(2, 1), (3, 1), (4, 0), (5, 2)], &[]);
    assert_eq!(others(&family, 2).as_deref(), Some("lines 4 and 5"), "row 3 has another own number");
    assert_eq!(others(&family, 4).as_deref(), Some("lines 2, 3 and 5"));
    assert_eq!(others(&family, 5).as_deref(), Some("lines 2, 3 and 4"));
    assert_eq!(others(&duplicates(&[(2, 1), (3, 1)], &[]), 2), None);
    let provisional = 1 << MAX_IDENTIFIERS;
    assert!(
        others(&duplicates(&[(2, provisional), (3, provisional)], &[1]), 2).is_some(),
        "those of another identifier"
    );
    assert!(others(&duplicates(&[(2, provisional), (3, 1)], &[0]), 2).is_none());
}
