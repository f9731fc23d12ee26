//! The word "name" next to a column with the other part of the name.

use super::header_parser::HeaderMeaning;
use super::semantic::FieldMeaning;
use crate::model::{Column, FieldId};

/// Languages in which a bare word for "name" is the family name next to a given name: `Vorname;Name`, `Nom;Prénom`,
/// `Voornaam;Naam`, `Nume;Prenume`.
const NAME_IS_FAMILY: [&str; 4] = ["German", "French", "Dutch", "Romanian"];

/// Penalty compared with a given or family name that has a word of its own.
const PENALTY_ANOTHER_WORD_FIRST: u32 = 10;

/// Returns the meaning of a bare word for "name" next to a column that has the other part of the name: the field, the
/// penalty, and the reason. `None` where the word stands alone or is another.
pub(super) fn given_or_family(
    name: &HeaderMeaning,
    readings: &[Option<HeaderMeaning>],
    columns: &[Column],
) -> Option<(FieldId, u32, String)> {
    if name.meaning != FieldMeaning::Name {
        return None;
    }
    let label = |index: usize| columns.get(index).map(Column::label).unwrap_or_default();
    match (find(readings, FieldMeaning::Given), find(readings, FieldMeaning::Family)) {
        (Some((index, given)), None) if is_family_beside(name.tongues, given.tongues) => Some((
            FieldId::LAST_NAME,
            PENALTY_ANOTHER_WORD_FIRST,
            format!("beside '{}' it is the family name", label(index)),
        )),
        // `Name;Surname`, `Nombre;Apellidos`, `Nome;Sobrenome`.
        (None, Some((index, _))) => Some((
            FieldId::FIRST_NAME,
            PENALTY_ANOTHER_WORD_FIRST,
            format!("beside '{}' it is the given name", label(index)),
        )),
        _ => None,
    }
}

fn find(readings: &[Option<HeaderMeaning>], meaning: FieldMeaning) -> Option<(usize, &HeaderMeaning)> {
    let readings = readings.iter().enumerate().filter_map(|(index, reading)| Some((index, reading.as_ref()?)));
    readings.into_iter().find(|(_, reading)| reading.meaning == meaning)
}

/// Returns true if a bare word for "name" of these languages is the family name next to a given name of those.
pub(super) fn is_family_beside(name: &[&str], given: &[&str]) -> bool {
    NAME_IS_FAMILY.iter().any(|tongue| name.contains(tongue) && given.contains(tongue))
}
