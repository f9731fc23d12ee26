//! Properties that no header and no value may break.

use proptest::prelude::*;

use super::{columns, request};
use crate::mapping::{compile, suggest};
use crate::model::{ColumnStats, Fields};

/// Headers that mean something, nearly something, and nothing.
fn header() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "First Name",
        "first_name",
        "Vorname",
        "Name",
        "Nom",
        "E-mail 1 - Value",
        "E-mail 2 - Value",
        "Emial",
        "Email",
        "Mobile",
        "Phone",
        "Work Phone",
        "Country",
        "Land",
        "Tags",
        "Labels",
        "Contact ID",
        "Errors",
        "Shoe size",
        "",
        "Phone (home)",
        "Tel/HP",
        "Given Yomi",
        "E-mail 2 Address",
        "Business Fax",
    ]);
    prop_oneof![3 => known.prop_map(str::to_owned), 1 => "\\PC{0,24}", 1 => "[a-zé_ ()/#0-9-]{0,12}"]
}

fn evidence() -> impl Strategy<Value = ColumnStats> {
    (0..20_u64, 0..20_u64, prop::array::uniform8(0..20_u64), 0..4_usize).prop_map(
        |(filled, distinct, alike, samples)| ColumnStats {
            samples: (0..samples).map(|n| n.to_string()).collect(),
            rows: 20,
            filled,
            distinct: distinct.min(filled),
            alike: alike.map(|count| count.min(filled)),
            full_names: filled / 2,
            ..ColumnStats::default()
        },
    )
}

proptest! {
    #[test]
    fn a_column_and_a_field_are_suggested_once_and_never_when_taken(
        headers in prop::collection::vec(header(), 0..12),
        evidence in prop::collection::vec(evidence(), 0..12),
    ) {
        let (columns, fields) = (columns(headers.iter().map(String::as_str)), Fields::standard());
        let compiled = compile(&columns, &fields, &request()).unwrap();
        let suggested = suggest(&columns, &fields, &compiled, &[], &evidence);
        for (at, suggestion) in suggested.suggestions.iter().enumerate() {
            prop_assert!(compiled.free.contains(&suggestion.column));
            prop_assert!(compiled.mapping.has_room_for_column(suggestion.target));
            let others = &suggested.suggestions[at + 1..];
            prop_assert!(others.iter().all(|it| it.column > suggestion.column));
            let is_shared = suggestion.target.takes_several_columns();
            prop_assert!(is_shared || others.iter().all(|it| it.target != suggestion.target));
        }
        let contested: Vec<usize> = suggested.contested.iter().flat_map(|contest| contest.columns.clone()).collect();
        let passed_over = suggested.passed_over.iter().map(|it| it.column);
        let all = suggested.suggestions.iter().map(|it| it.column).chain(contested).chain(passed_over);
        let mut seen = std::collections::HashSet::new();
        prop_assert!(all.into_iter().all(|column| seen.insert(column)), "a column stands twice");
        prop_assert_eq!(&suggested, &suggest(&columns, &fields, &compiled, &[], &evidence));
    }

    #[test]
    fn columns_of_one_header_are_never_chosen_between(header in header()) {
        let (columns, fields) = (columns([header.as_str(), header.as_str()]), Fields::standard());
        let compiled = compile(&columns, &fields, &request()).unwrap();
        let suggested = suggest(&columns, &fields, &compiled, &[], &[]);
        prop_assert!(suggested.suggestions.len() != 1, "{:?}", suggested);
        prop_assert!(compiled.mapping.slots.len() != 1, "{:?}", compiled.mapping);
    }

    #[test]
    fn values_of_no_kind_suggest_nothing_by_themselves(headers in prop::collection::vec(header(), 1..8)) {
        let (columns, fields) = (columns(headers.iter().map(String::as_str)), Fields::standard());
        let compiled = compile(&columns, &fields, &request()).unwrap();
        let nothing = ColumnStats { samples: vec!["x".into()], rows: 9, filled: 9, ..ColumnStats::default() };
        let evidence = vec![nothing; columns.len()];
        let suggested = suggest(&columns, &fields, &compiled, &[], &evidence);
        prop_assert!(suggested.suggestions.iter().all(|it| !it.is_by_values()));
    }
}
