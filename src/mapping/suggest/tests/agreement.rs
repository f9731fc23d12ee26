//! What no header and no value may bring about.

use proptest::prelude::*;

use super::{columns, request};
use crate::mapping::{compile, suggest};
use crate::model::{ColumnEvidence, Fields};

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

fn evidence() -> impl Strategy<Value = ColumnEvidence> {
    (0..20_u64, prop::array::uniform7(0..20_u64), 0..4_usize).prop_map(|(filled, alike, samples)| ColumnEvidence {
        samples: (0..samples).map(|n| n.to_string()).collect(),
        rows: 20,
        filled,
        alike: alike.map(|count| count.min(filled)),
    })
}

proptest! {
    #[test]
    fn a_column_and_a_field_are_suggested_once_and_never_when_taken(
        headers in prop::collection::vec(header(), 0..12),
        evidence in prop::collection::vec(evidence(), 0..12),
    ) {
        let (columns, fields) = (columns(headers.iter().map(String::as_str)), Fields::standard());
        let compiled = compile(&columns, &fields, &request()).unwrap();
        let suggestions = suggest(&columns, &fields, &compiled, None, &evidence);
        for (at, suggestion) in suggestions.iter().enumerate() {
            prop_assert!(compiled.free.contains(&suggestion.column));
            prop_assert!(compiled.mapping.slot_of(suggestion.target).is_none());
            let others = &suggestions[at + 1..];
            prop_assert!(others.iter().all(|it| it.column > suggestion.column && it.target != suggestion.target));
        }
        prop_assert_eq!(&suggestions, &suggest(&columns, &fields, &compiled, None, &evidence));
    }

    #[test]
    fn values_of_another_kind_are_never_suggested(headers in prop::collection::vec(header(), 1..8)) {
        let (columns, fields) = (columns(headers.iter().map(String::as_str)), Fields::standard());
        let compiled = compile(&columns, &fields, &request()).unwrap();
        let nothing = ColumnEvidence { samples: vec!["x".into()], rows: 9, filled: 9, ..ColumnEvidence::default() };
        let evidence = vec![nothing; columns.len()];
        for suggestion in suggest(&columns, &fields, &compiled, None, &evidence) {
            prop_assert!(["First Name", "Last Name", "Tags"].contains(&suggestion.field_name.as_str()), "{suggestion:?}");
        }
    }
}
