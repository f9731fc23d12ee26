//! Tests of the compilation of mappings.

use super::*;
use crate::model::{
    Column, ColumnChoice, FieldId, Fields, NameOrder, Overwrite, OverwritePolicy, Purpose, SlotSource, Target,
};

fn columns(names: &[&str]) -> Vec<Column> {
    let column = |(index, name): (usize, &&str)| Column {
        position: index + 1,
        name: (*name).to_owned(),
        raw: (*name).to_owned(),
    };
    names.iter().enumerate().map(column).collect()
}

fn add_update() -> MappingRequest {
    MappingRequest::new(Purpose::AddUpdate, vec![Target::Field(FieldId::PHONE)])
}

/// A mapping that lacks nothing.
fn whole(names: &[&str], request: &MappingRequest) -> Result<Compiled, MappingError> {
    let (columns, fields) = (columns(names), Fields::standard());
    let compiled = compile(&columns, &fields, request)?;
    check_required(&compiled, &columns, &fields, request.purpose, &request.identifiers)?;
    Ok(compiled)
}

/// The mapping as `column index or constant → field`, in the order of the source, however the options were ordered.
fn mapped(names: &[&str], request: &MappingRequest) -> Result<Vec<(String, Target)>, MappingError> {
    let compiled = whole(names, request)?;
    let source = |source: &SlotSource| match source {
        SlotSource::Column(index) => index.to_string(),
        SlotSource::Constant(value) => format!("={value}"),
    };
    Ok(compiled.mapping.slots.iter().map(|slot| (source(&slot.source), slot.target)).collect())
}

const FIRST: Target = Target::Field(FieldId::FIRST_NAME);
const PHONE: Target = Target::Field(FieldId::PHONE);
const EMAIL: Target = Target::Field(FieldId::EMAIL);
const TAGS: Target = Target::Field(FieldId::TAGS);

fn pairs(expected: &[(&str, Target)]) -> Vec<(String, Target)> {
    expected.iter().map(|(source, target)| ((*source).to_owned(), *target)).collect()
}

#[test]
fn a_header_that_is_a_fields_name_is_mapped_whatever_its_case() {
    let found = mapped(&["first name", "PHONE NUMBER", "Shoe size"], &add_update()).unwrap();
    assert_eq!(found, pairs(&[("0", FIRST), ("1", PHONE)]));
}

#[test]
fn what_the_user_says_wins_over_names() {
    let mut request = add_update();
    request.map = vec!["Mobile=Phone Number".into(), "#1=First Name".into()];
    request.skip = vec!["Email".into()];
    let found = mapped(&["A", "Phone Number", "Mobile", "Email"], &request).unwrap();
    assert_eq!(found, pairs(&[("0", FIRST), ("2", PHONE)]));
}

#[test]
fn both_sides_of_a_pair_may_hold_an_equals_sign() {
    let mut request = add_update();
    request.map = vec!["a=b=Phone Number".into()];
    assert_eq!(mapped(&["First Name", "a=b"], &request).unwrap(), pairs(&[("0", FIRST), ("1", PHONE)]));
}

#[test]
fn two_columns_of_one_name_map_only_by_place() {
    let names = ["First Name", "Phone Number", "phone number"];
    let error = mapped(&names, &add_update()).unwrap_err();
    assert!(
        matches!(&error, MappingError::Missing(fields) if fields[0].options == ["--map '#2=Phone Number'", "--map '#3=Phone Number'"]),
        "{error:?}"
    );
    let mut request = add_update();
    request.map = vec!["Phone Number=Phone Number".into()];
    assert!(matches!(mapped(&names, &request), Err(MappingError::AmbiguousColumn { .. })));
    request.map = vec!["#3=Phone Number".into()];
    assert_eq!(mapped(&names, &request).unwrap(), pairs(&[("0", FIRST), ("2", PHONE)]));
}

#[test]
fn what_claims_one_field_is_mapped_only_when_the_user_says_which() {
    let names = ["First Name", "Phone Number", "phone number"];
    let mut request = MappingRequest::new(Purpose::AddAll, Vec::new());
    let contested =
        |request: &MappingRequest| compile(&columns(&names), &Fields::standard(), request).unwrap().ambiguous;
    assert_eq!(contested(&request)[0].columns, [1, 2]);
    for (map, skip) in [("#3=Phone Number", None), ("#1=Last Name", Some("#2"))] {
        request.map = vec![map.into()];
        request.skip = skip.map(str::to_owned).into_iter().collect();
        assert_eq!(contested(&request), [], "{map}");
    }
}

#[test]
fn a_saved_mapping_does_not_choose_between_columns_of_one_name() {
    let choice = |header: &str, position, field: Option<&str>| ColumnChoice {
        header: header.into(),
        position,
        field: field.map(str::to_owned),
        split: None,
    };
    let once = vec![choice("Name", 1, Some("First Name")), choice("Mobile", 2, Some("Phone Number"))];
    let twice = [once.clone(), vec![choice("Mobile", 3, None)]].concat();
    let names = ["Name", "Mobile", "Mobile"];
    let decided = |columns: Vec<ColumnChoice>| MappingRequest {
        saved: Some(SavedChoices { columns, constants: Vec::new() }),
        ..add_update()
    };
    let compiled = compile(&columns(&names), &Fields::standard(), &decided(once.clone())).unwrap();
    assert_eq!(
        (compiled.ambiguous[0].columns.as_slice(), compiled.free.as_slice()),
        ([1, 2].as_slice(), [1, 2].as_slice())
    );
    assert!(compiled.drift.added.is_empty() && compiled.drift.removed.is_empty());
    assert_eq!(mapped(&names, &decided(twice)).unwrap(), pairs(&[("0", FIRST), ("1", PHONE)]), "the user said which");
    let mut typed = decided(once);
    typed.skip = vec!["#2".into()];
    assert_eq!(mapped(&names, &typed).unwrap(), pairs(&[("0", FIRST), ("2", PHONE)]));
}

#[test]
fn a_saved_split_holds_for_the_column_that_the_user_chooses_of_two() {
    let name = ColumnChoice {
        header: "Name".into(),
        position: 1,
        field: Some("First Name".into()),
        split: Some(NameOrder::LastFirst),
    };
    let names = ["Name", "Phone Number", "Name"];
    let saved = SavedChoices { columns: vec![name], constants: Vec::new() };
    let mut request = MappingRequest { saved: Some(saved), ..MappingRequest::new(Purpose::AddAll, Vec::new()) };
    let compiled = |request: &MappingRequest| compile(&columns(&names), &Fields::standard(), request).unwrap();
    let contest = &compiled(&request).ambiguous[0];
    assert_eq!((contest.columns.as_slice(), contest.split), ([0, 2].as_slice(), Some(NameOrder::LastFirst)));
    request.skip = vec!["#3".into()];
    let compiled = compiled(&request);
    let split: Vec<_> = compiled.mapping.slots.iter().map(|slot| (slot.field_name.as_str(), slot.split())).collect();
    let order = Some(NameOrder::LastFirst);
    assert_eq!((split, compiled.ambiguous), (vec![("First Name", order), ("Last Name", order)], Vec::new()));
}

#[test]
fn tags_takes_several_columns_or_one_value() {
    let names = ["First Name", "Tags", "Tag 2", "tags"];
    let mut request = MappingRequest::new(Purpose::AddAll, Vec::new());
    request.map = vec!["Tag 2=Tags".into()];
    assert_eq!(mapped(&names, &request).unwrap(), pairs(&[("0", FIRST), ("1", TAGS), ("2", TAGS), ("3", TAGS)]));
    request.keep = OverwritePolicy::Of(vec!["Tags".into()]);
    let compiled = whole(&names, &request).unwrap();
    assert_eq!(compiled.mapping.slots.iter().filter(|slot| slot.overwrite == Overwrite::FillOnly).count(), 3);
    request.set = vec!["Tags=vip".into()];
    let error = mapped(&names, &request).unwrap_err().to_string();
    assert_eq!(error, "the field Tags is given twice; it takes columns or one value");
    request.map.clear();
    assert_eq!(mapped(&names, &request).unwrap(), pairs(&[("0", FIRST), ("=vip", TAGS)]), "a value is all there is");
}

#[test]
fn what_is_missing_is_told_with_the_options_to_paste() {
    let error = mapped(&["First Name", "Mobile", "Cell Phone"], &add_update()).unwrap_err();
    assert!(error.to_string().contains("Phone Number"), "{error}");
    assert!(
        matches!(&error, MappingError::Missing(fields) if fields[0].options == ["--map 'Mobile=Phone Number'", "--map 'Cell Phone=Phone Number'"]),
        "{error:?}"
    );
    let error = mapped(&["Phone Number"], &add_update()).unwrap_err();
    assert!(error.to_string().contains("First Name"), "{error}");
    assert!(matches!(&error, MappingError::Missing(fields) if fields[0].options.is_empty()), "{error:?}");
    let error = mapped(&["Mobile"], &add_update()).unwrap_err().to_string();
    let both =
        "no column is mapped to Phone Number, which is the identifier, nor to First Name, which new contacts need";
    assert_eq!(error, both);
    assert!(
        mapped(&["Phone Number"], &MappingRequest::new(Purpose::Update, vec![Target::Field(FieldId::PHONE)])).is_ok()
    );
}

#[test]
fn a_contact_id_is_mapped_only_as_the_identifier() {
    let names = ["Contact ID", "First Name", "Phone Number"];
    let compiled = compile(&columns(&names), &Fields::standard(), &add_update()).unwrap();
    assert!(compiled.contact_ids == [0] && compiled.mapping.slot_of(Target::ContactId).is_none());
    let by_id = MappingRequest::new(Purpose::Update, vec![Target::ContactId]);
    assert_eq!(mapped(&names, &by_id).unwrap(), pairs(&[("0", Target::ContactId), ("1", FIRST), ("2", PHONE)]));
}

#[test]
fn constants_fill_fields_but_never_the_identifier() {
    let names = ["First Name", "Phone Number", "Email"];
    let mut request = add_update();
    request.set = vec!["Email=a@example.com".into()];
    assert_eq!(mapped(&names, &request).unwrap(), pairs(&[("0", FIRST), ("1", PHONE), ("=a@example.com", EMAIL)]));
    for (set, code) in [
        ("Phone Number=+601", "mapping-constant"),
        ("Contact ID=3", "mapping-constant"),
        ("Email=", "usage"),
        ("Shoe size=4", "mapping-field-unknown"),
    ] {
        request.set = vec![set.into()];
        assert_eq!(mapped(&names, &request).unwrap_err().code(), code, "{set}");
    }
}

#[test]
fn a_contradiction_is_told() {
    let names = ["First Name", "Phone Number", "Mobile"];
    let mut request = add_update();
    request.map = vec!["Mobile=Phone Number".into(), "#2=Phone Number".into()];
    assert_eq!(mapped(&names, &request).unwrap_err().code(), "mapping-conflict");
    request.map = vec!["Mobile=Phone Number".into()];
    request.skip = vec!["Mobile".into()];
    assert_eq!(mapped(&names, &request).unwrap_err().code(), "mapping-conflict");
    request.skip = vec!["#4".into()];
    assert_eq!(mapped(&names, &request).unwrap_err().code(), "mapping-column-unknown");
}

#[test]
fn columns_that_this_tool_wrote_are_left_out() {
    let names = ["First Name", "Phone Number", "Import Status", "Errors"];
    let compiled = compile(&columns(&names), &Fields::standard(), &add_update()).unwrap();
    assert_eq!(compiled.mapping.own_columns, [2, 3]);
    assert!(compiled.free.is_empty());
}

#[test]
fn do_not_overwrite_marks_the_fields_it_names() {
    let names = ["First Name", "Phone Number", "Email"];
    let mut request = add_update();
    request.keep = OverwritePolicy::Of(vec!["email".into(), "Country".into()]);
    let compiled = compile(&columns(&names), &Fields::standard(), &request).unwrap();
    let kept: Vec<Target> = compiled
        .mapping
        .slots
        .iter()
        .filter(|slot| slot.overwrite == Overwrite::FillOnly)
        .map(|slot| slot.target)
        .collect();
    assert_eq!((kept, compiled.keep_without_column), (vec![EMAIL], vec!["Country".to_owned()]));
    request.keep = OverwritePolicy::Of(vec!["Shoe size".into()]);
    assert!(compile(&columns(&names), &Fields::standard(), &request).is_err());
}

#[test]
fn an_answer_that_is_added_makes_the_mapping_that_compiling_it_makes() {
    let names = ["First Name", "Mobile", "Phone Number", "Phone Number", "Contact ID", "Notes"];
    let (columns, fields) = (columns(&names), Fields::standard());
    let answers = [(1, Some(EMAIL)), (2, None), (3, Some(PHONE)), (4, None), (5, Some(TAGS))];
    let answers = answers.map(|(column, target)| ColumnAnswer { column, target, split: None });
    let keep = OverwritePolicy::Of(vec!["Email".into(), "Tags".into()]);
    let first = MappingRequest { keep: OverwritePolicy::All, ..add_update() };
    let compiled = compile(&columns, &fields, &first).unwrap();
    let mut added =
        add_answers(&compiled, &columns, &fields, &MappingRequest { keep: keep.clone(), ..first.clone() }, &answers)
            .unwrap();
    let map = answers.iter().copied().map(MapChoice::Found).collect();
    let mut whole = compile(&columns, &fields, &MappingRequest { map, keep, ..first }).unwrap();
    for compiled in [&mut added, &mut whole] {
        compiled.skipped.sort_unstable();
    }
    assert_eq!(added, whole);
    let twice = [ColumnAnswer::into_target(1, PHONE), ColumnAnswer::into_target(2, PHONE)];
    assert_eq!(
        add_answers(&compiled, &columns, &fields, &add_update(), &twice).unwrap_err().code(),
        "mapping-conflict"
    );
}
