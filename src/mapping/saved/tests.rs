//! Tests of saved mappings as TOML.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::model::{
    BarePhones, ColumnChoice, Constant, DecimalMark, FieldDefinition, FieldKind, Guards, HeaderLine, Identifier,
    ImportTag, ListOptions, MissingAction, NameOrder, OverwritePolicy, ParseSettings, Purpose, Threshold,
};

const WEEKLY: &str = r##"# A mapping of contacts: what becomes of each column. One without a field is left out.
format = 2
name = "Weekly \"A\" leads"
purpose = "add-update"
identifier = "phone"
tags = ["Leads", "Spring, fair"]
import-tag = { named = "Fair 2026" }
do-not-overwrite = ["Email"]
source = "crm"
missing = "tag=left"
max-missing = "2.5%"
output-dir = "results"

columns = [
  { header = "Name", position = 1, field = "First Name" },
  { header = "#", position = 2 },
]

constants = [
  { field = "Country", value = "MY" },
]

fields = [
  { name = "CRM ID", type = "text" },
  { name = "Plan", type = "list", options = ["Basic", "Pro"] },
]

[guards]
max-errors = "5%"
max-near = 3
min-rows = 100

[reading]
delimiter = "\t"
region = "MY"
bare-phones = "international"
"##;

fn choice(header: &str, position: usize, field: Option<&str>) -> ColumnChoice {
    ColumnChoice { header: header.to_owned(), position, field: field.map(str::to_owned), split: None }
}

fn weekly() -> SavedMapping {
    SavedMapping {
        name: "Weekly \"A\" leads".to_owned(),
        recipe: Recipe {
            purpose: Purpose::AddUpdate,
            identifiers: Identifier::Phone.into(),
            tags: vec!["Leads".to_owned(), "Spring, fair".to_owned()],
            import_tag: ImportTag::Named("Fair 2026".to_owned()),
            do_not_overwrite: OverwritePolicy::Of(vec!["Email".to_owned()]),
            keep_edits: OverwritePolicy::None,
            source: Some("crm".to_owned()),
            missing: Some(MissingAction::Tag("left".to_owned())),
            max_missing: Some(Threshold::Percent(2.5)),
            reading: ParseSettings {
                region: Some("MY".to_owned()),
                bare_phones: Some(BarePhones::International),
                delimiter: Some('\t'),
                ..ParseSettings::default()
            },
            columns: vec![choice("Name", 1, Some("First Name")), choice("#", 2, None)],
            constants: vec![Constant { field: "Country".to_owned(), value: "MY".to_owned() }],
        },
        job: JobSettings {
            output_dir: Some("results".to_owned()),
            fields: vec![
                FieldDefinition { name: "CRM ID".to_owned(), kind: FieldKind::Text },
                FieldDefinition { name: "Plan".to_owned(), kind: plans() },
            ],
            guards: Guards {
                max_errors: Some(Threshold::Percent(5.0)),
                max_near: Some(Threshold::Rows(3)),
                min_rows: Some(Threshold::Rows(100)),
                ..Guards::default()
            },
        },
    }
}

fn plans() -> FieldKind {
    FieldKind::List(Arc::new(ListOptions::new(["Basic", "Pro"])))
}

#[test]
fn the_text_is_the_documented_format() {
    assert_eq!(weekly().to_toml().unwrap(), WEEKLY.replace("\"Weekly \\\"A\\\" leads\"", "'Weekly \"A\" leads'"));
    assert_eq!(SavedMapping::from_toml(WEEKLY).unwrap(), weekly());
}

#[test]
fn a_minimal_file_leaves_the_rest_to_the_defaults() {
    let text = "\u{feff}format = 1\r\nname = ' Nightly '\r\npurpose = 'add-all'\r\n";
    let mapping = SavedMapping::from_toml(text).unwrap();
    assert_eq!((mapping.name.as_str(), mapping.recipe.import_tag.clone()), ("Nightly", ImportTag::Automatic));
    let written = mapping.to_toml().unwrap();
    let expected = "format = 2\nname = \"Nightly\"\npurpose = \"add-all\"\nimport-tag = \"automatic\"\n\
                    do-not-overwrite = \"none\"\n";
    assert_eq!(written, format!("{FILE_HEADER}{expected}"));
}

#[test]
fn a_mistake_is_told_with_its_line() {
    let text = |rest: &str| format!("format = 2\nname = 'x'\npurpose = 'add'\n{rest}");
    let cases = [
        (text("colunms = []\n"), Some(4), "unknown key `colunms`; did you mean `columns`?"),
        (
            text("columns = [\n  { header = 'A', position = 1, feld = 'Email' },\n]\n"),
            Some(5),
            "unknown key `feld` in columns; did you mean `field`?",
        ),
        (text("[reading]\nregoin = 'MY'\n"), Some(5), "unknown key `regoin` in [reading]; did you mean `region`?"),
        (text("columns = [\n  { field = 'Email' },\n]\n"), Some(5), "needs its header"),
        (text("columns = [\n  { header = 'A' },\n  { header = 'a' },\n]\n"), Some(6), "both their positions"),
        (text("columns = [{ header = 'A', position = 0 }]\n"), Some(4), "position 0"),
        (text("max-errors = 5\n"), Some(4), "unknown key `max-errors`; it belongs in [guards]"),
        (text("[reading]\nmax-errors = 5\n"), Some(5), "unknown key `max-errors` in [reading]; it belongs in [guards]"),
        (text("[reading]\nregion = 'MY'\ntag = 'x'\n"), Some(6), "unknown key `tag` in [reading]; did you mean `tags`"),
        (text("[guards]\nmax-rows = 5\n"), Some(5), "unknown key `max-rows` in [guards]; did you mean `min-rows`?"),
        (text("zzz = 5\n"), Some(4), "unknown key `zzz`; the keys there are format, name, purpose"),
        (text("[guards]\nmax-errors = 'many'\n"), Some(5), "neither a number of rows"),
        (text("[guards]\nmax-errors = true\n"), Some(5), "expected a number, or a part such as"),
        (text("fields = [{ name = 'A', type = 'lst' }]\n"), Some(4), "'lst' is no type of a field; the types are text"),
        (text("fields = [{ name = 'A', type = 'list' }]\n"), Some(4), "needs options"),
        (text("fields = [{ name = 'A', options = ['x'] }]\n"), Some(4), "takes no options"),
        ("format = 1\nname = 'x'\npurpose = 'add'\n[guards]\n".to_owned(), Some(4), "`guards` needs format = 2"),
        (text("import-tag = 'never'\n"), Some(4), "unknown variant `never`"),
        (text("do-not-overwrite = 'some'\n"), Some(4), "expected \"none\", \"all\" or a list of contact fields"),
        (text("tags = 'Leads'\n"), Some(4), "invalid type"),
        (text("[reading]\ndelimiter = ', '\n"), Some(5), "invalid value"),
        (text("tags = [\n"), None, ""),
        ("format = 1\nname = 'x'\npurpose = 'sell'\n".to_owned(), Some(3), "unknown variant `sell`"),
        ("format = 1\npurpose = 'add'\n".to_owned(), Some(1), "it has no name"),
        ("name = 'x'\npurpose = 'add'\n".to_owned(), None, "missing field `format`"),
        ("format = 0\n".to_owned(), None, "no format 0"),
    ];
    for (text, line, words) in cases {
        let error = SavedMapping::from_toml(&text).unwrap_err();
        assert!(error.to_string().contains(words), "{text}: {error}");
        assert_eq!(error.code(), "mapping-file-invalid", "{text}");
        if let Some(line) = line {
            assert!(error.to_string().starts_with(&format!("line {line}: ")), "{text}: {error}");
        }
    }
}

#[test]
fn a_newer_format_is_not_called_a_mistake() {
    let error = SavedMapping::from_toml("format = 3\ntitle = 'x'\n").unwrap_err();
    assert_eq!(error, SavedMappingError::Newer { format: 3 });
}

#[test]
fn a_name_can_be_shown_in_one_line() {
    assert_eq!(mapping_name(" Ärzte #1 🎉 ").unwrap(), "Ärzte #1 🎉");
    assert_eq!(mapping_name(&"ä".repeat(100)).unwrap(), "ä".repeat(100));
    for bad in ["", " \t ", "a\nb", "a\u{1b}[2Jb", &"ä".repeat(101)] {
        assert_eq!(mapping_name(bad).unwrap_err().code(), "mapping-name-invalid", "{bad:?}");
    }
    let error = SavedMapping::from_toml("format = 1\nname = \"a\\nb\"\npurpose = 'add'\n").unwrap_err();
    assert_eq!(error.code(), "mapping-name-invalid");
}

/// Texts that a careless writer of TOML would break.
fn a_text() -> impl Strategy<Value = String> {
    prop_oneof!["['\"#=\\\\\\[\\]{},\n\r\t\u{0}\u{7f}\u{85} aé🎉]{0,8}", any::<String>()]
}

fn texts() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec(a_text(), 0..3)
}

fn a_recipe() -> impl Strategy<Value = Recipe> {
    let purpose =
        prop_oneof![Just(Purpose::Add), Just(Purpose::Update), Just(Purpose::AddUpdate), Just(Purpose::AddAll)];
    let own = "[a-z ,\"]{1,8}".prop_map(|name: String| Identifier::named(&name));
    let identifier = prop_oneof![Just(Identifier::Phone), Just(Identifier::Email), Just(Identifier::ContactId), own];
    let identifiers = proptest::collection::vec(identifier, 0..3)
        .prop_map(|identifiers| identifiers.into_iter().filter(|identifier| !identifier.as_str().is_empty()).collect());
    let import_tag =
        prop_oneof![Just(ImportTag::Automatic), Just(ImportTag::None), a_text().prop_map(ImportTag::Named)];
    let keep =
        prop_oneof![Just(OverwritePolicy::None), Just(OverwritePolicy::All), texts().prop_map(OverwritePolicy::Of)];
    let keep_edits =
        prop_oneof![Just(OverwritePolicy::None), Just(OverwritePolicy::All), texts().prop_map(OverwritePolicy::Of)];
    let missing = prop_oneof![
        Just(MissingAction::Keep),
        Just(MissingAction::Report),
        Just(MissingAction::Delete),
        Just(MissingAction::Tag("left us".to_owned()))
    ];
    let max_missing = prop_oneof![
        any::<u64>().prop_map(|n| Threshold::Rows(n >> 1)),
        (0_u32..=1000).prop_map(|n| Threshold::Percent(f64::from(n) / 10.0))
    ];
    let (missing, max_missing) = (proptest::option::of(missing), proptest::option::of(max_missing));
    let source = (proptest::option::of(a_text()), missing, max_missing);
    let decisions = (purpose, identifiers, texts(), import_tag, keep, keep_edits, source);
    let order = prop_oneof![Just(NameOrder::FirstLast), Just(NameOrder::LastFirst)];
    let column = (a_text(), 1..2000_usize, proptest::option::of(a_text()), proptest::option::of(order))
        .prop_map(|(header, position, field, split)| ColumnChoice { header, position, field, split });
    let constant = (a_text(), a_text()).prop_map(|(field, value)| Constant { field, value });
    let lists = (proptest::collection::vec(column, 0..4), proptest::collection::vec(constant, 0..3));
    (decisions, a_reading(), lists).prop_map(|(decisions, reading, (columns, constants))| {
        let (purpose, identifiers, tags, import_tag, do_not_overwrite, keep_edits, source) = decisions;
        let (source, missing, max_missing) = source;
        Recipe {
            purpose,
            identifiers,
            tags,
            import_tag,
            do_not_overwrite,
            keep_edits,
            source,
            missing,
            max_missing,
            reading,
            columns,
            constants,
        }
    })
}

fn a_reading() -> impl Strategy<Value = ParseSettings> {
    let text = || proptest::option::of(a_text());
    let character = || proptest::option::of(any::<char>());
    let bare_phones = proptest::option::of(prop_oneof![Just(BarePhones::International), Just(BarePhones::Refuse)]);
    let decimal = proptest::option::of(prop_oneof![Just(DecimalMark::Comma), Just(DecimalMark::Point)]);
    let line = any::<std::num::NonZeroU64>().prop_map(HeaderLine::At);
    let header_line = proptest::option::of(prop_oneof![Just(HeaderLine::None), line]);
    let whole_file = (header_line, any::<bool>());
    (
        text(),
        character(),
        text(),
        (text(), text()),
        bare_phones,
        text(),
        character(),
        texts(),
        texts(),
        decimal,
        whole_file,
    )
        .prop_map(
            |(
                encoding,
                delimiter,
                preset,
                (region, region_from),
                bare_phones,
                clear_marker,
                tag_separator,
                date_format,
                blank,
                decimal,
                (header_line, add_options),
            )| {
                ParseSettings {
                    encoding,
                    delimiter,
                    header_line,
                    preset,
                    region,
                    region_from,
                    bare_phones,
                    clear_marker,
                    blank,
                    tag_separator,
                    date_format,
                    decimal,
                    add_options,
                }
            },
        )
}

fn a_job() -> impl Strategy<Value = JobSettings> {
    let kind = prop_oneof![
        Just(FieldKind::Text),
        Just(FieldKind::Phone),
        proptest::collection::btree_set("[a-z]{1,4}", 1..4)
            .prop_map(|names| FieldKind::Choices(Arc::new(ListOptions::new(names)))),
    ];
    let field = (a_text(), kind).prop_map(|(name, kind)| FieldDefinition { name, kind });
    let limit = || {
        let rows = (0..=i64::MAX as u64).prop_map(Threshold::Rows);
        proptest::option::of(prop_oneof![rows, (0.0..=100.0).prop_map(Threshold::Percent)])
    };
    let guards = (limit(), limit(), limit(), limit(), limit(), limit()).prop_map(
        |(max_errors, max_warnings, max_new, max_updates, max_near, min_rows)| Guards {
            max_errors,
            max_warnings,
            max_new,
            max_updates,
            max_near,
            min_rows,
        },
    );
    let parts = (proptest::option::of(a_text()), proptest::collection::vec(field, 0..3), guards);
    parts.prop_map(|(output_dir, fields, guards)| JobSettings { output_dir, fields, guards })
}

proptest! {
    #[test]
    fn every_mapping_comes_back(name in "[^\\p{Cc}\\s]{1,50}", recipe in a_recipe(), job in a_job()) {
        let mapping = SavedMapping { name, recipe, job };
        let text = mapping.to_toml().unwrap();
        prop_assert_eq!(SavedMapping::from_toml(&text), Ok(mapping), "{}", text);
    }

    #[test]
    fn every_recipe_comes_back_from_json(recipe in a_recipe()) {
        let text = crate::model::to_json(&recipe).unwrap();
        prop_assert_eq!(serde_json::from_str::<Recipe>(&text).unwrap(), recipe, "{}", text);
    }

    #[test]
    fn any_text_gets_an_answer(text in any::<String>(), rest in "(?s).{0,60}") {
        let _ = SavedMapping::from_toml(&text);
        let _ = SavedMapping::from_toml(&format!("format = 1\nname = 'x'\npurpose = 'add'\n{rest}"));
    }
}
