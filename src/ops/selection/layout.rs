//! Columns and order of contacts, as they are typed.

use super::{SelectionError, named_target, target};
use crate::model::{FieldId, Fields, SortKey, Target, ValueOrder, split_tags};

/// Reads lists of names with commas between them; a name that holds a comma stands in double quotes.
///
/// # Errors
/// [`SelectionError::UnknownField`], [`SelectionError::NoColumns`].
pub fn columns(texts: &[String], fields: &Fields) -> Result<Vec<Target>, SelectionError> {
    let mut columns: Vec<Target> = Vec::new();
    for name in texts.iter().flat_map(|text| split_tags(text, Some(','))) {
        let column = target(&name, fields)?;
        if !columns.contains(&column) {
            columns.push(column);
        }
    }
    if columns.is_empty() { Err(SelectionError::NoColumns) } else { Ok(columns) }
}

/// Reads `[-]FIELD`. A field whose own name begins with `-` is found by that name.
///
/// # Errors
/// [`SelectionError::UnknownField`], [`SelectionError::NotSorted`].
pub fn sort_key(text: &str, fields: &Fields) -> Result<SortKey, SelectionError> {
    let (name, is_descending) = match text.trim().strip_prefix('-') {
        Some(name) if named_target(text, fields).is_none() => (name, true),
        _ => (text, false),
    };
    let target = target(name, fields)?;
    let order = match target {
        Target::ContactId => ValueOrder::Stored,
        Target::Field(FieldId::TAGS) => return Err(SelectionError::NotSorted { field: name.trim().to_owned() }),
        Target::Field(id) => fields.get(id).map_or(ValueOrder::Stored, |field| field.kind.order()),
    };
    Ok(SortKey { target, order, is_descending })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Field, FieldKind};

    #[test]
    fn a_field_and_its_way_are_read() {
        let mut fields = Fields::standard();
        fields.add(Field { id: FieldId(101), name: "-x".to_owned(), kind: FieldKind::Number });
        let read = |text: &str| sort_key(text, &fields).map(|key| (key.target, key.is_descending));
        assert_eq!(read("last name"), Ok((Target::Field(FieldId::LAST_NAME), false)));
        assert_eq!(read("- Last Name "), Ok((Target::Field(FieldId::LAST_NAME), true)));
        assert_eq!(read("-Contact ID"), Ok((Target::ContactId, true)));
        assert_eq!(read("-x"), Ok((Target::Field(FieldId(101)), false)));
        assert_eq!(read("--x"), Ok((Target::Field(FieldId(101)), true)));
        assert!(matches!(read("tags"), Err(SelectionError::NotSorted { .. })));
        assert!(matches!(read("-Emial"), Err(SelectionError::UnknownField { near, .. }) if near == ["Email"]));
    }

    #[test]
    fn columns_are_named_once_and_a_comma_in_a_name_is_quoted() {
        let mut fields = Fields::standard();
        fields.add(Field { id: FieldId(101), name: "Town, State".to_owned(), kind: FieldKind::Text });
        let read = |texts: &[&str]| columns(&texts.iter().copied().map(str::to_owned).collect::<Vec<_>>(), &fields);
        let (email, town) = (Target::Field(FieldId::EMAIL), Target::Field(FieldId(101)));
        assert_eq!(read(&["email, \"Town, State\"", "EMAIL,Contact ID"]), Ok(vec![email, town, Target::ContactId]));
        assert!(matches!(read(&["Town"]), Err(SelectionError::UnknownField { near, .. }) if near == ["Town, State"]));
        assert_eq!(read(&[" , "]), Err(SelectionError::NoColumns));
    }
}
