//! The column profile of a source that is tried: the notes that an import of all its columns would tell, without a word of
//! it.

use super::source::TrialDefaults;
use crate::import::{Import, RunContext, Summary};
use crate::mapping::{is_common_header, option_names};
use crate::model::{
    CellFormat, Column, ColumnStats, FieldId, Identifiers, Note, Overwrite, Purpose, Slot, SlotSource, Target,
};
use crate::ops::OpsError;
use crate::ops::setup::ResolvedMapping;
use crate::source::Source;

/// Returns the name of a column that discloses nothing: its header if many lists have it, else its position, as options
/// take it. Where a file has no header row, the first line may be a person.
pub(super) fn public_name(column: &Column) -> String {
    if is_common_header(&column.name) { column.name.clone() } else { format!("#{}", column.position) }
}

/// Returns the name of a slot's field, or only the type of a custom one: its name may say something about the people in
/// it.
pub fn public_field(slot: &Slot) -> String {
    match (slot.target, &slot.kind) {
        (Target::Field(id), Some(kind)) if id.is_custom() => format!("a custom field ({})", kind.name()),
        _ => slot.field_name.clone(),
    }
}

/// Prescans all columns, those without a field as what they look like, and returns the notes on them with the source.
///
/// # Errors
/// When the source cannot be read.
pub(super) fn profile(
    source: Source,
    mapping: &ResolvedMapping,
    evidence: &[ColumnStats],
    defaults: &TrialDefaults,
    work: RunContext<'_>,
) -> Result<(Vec<Note>, Source), OpsError> {
    let names = public_names(source.columns());
    let mut all = mapping.clone();
    // Only how the columns are written matters, not which rows are contacts.
    (all.recipe.purpose, all.recipe.identifiers) = (Purpose::AddAll, Identifiers::default());
    all.compiled.identifiers.clear();
    all.compiled.mapping.slots = slots(mapping, source.columns(), evidence);
    let import = all.prescan(source, None, (&defaults.settings, Vec::new()), Vec::new(), work)?.import;
    let mut notes = import.prescan_notes_named(&names);
    for note in &mut notes {
        note.field = note.field.take().filter(|field| !field.is_empty());
    }
    Ok((notes, import.into_source()))
}

/// Returns the notes on garbled texts that the trial of an import found.
pub(super) fn garbled(import: &Import<'_>, tally: &Summary) -> Vec<Note> {
    let (columns, slots) = (import.source().columns(), &import.request().mapping.slots);
    let name = |label: &str| {
        let column = columns.iter().find(|column| column.shown_label() == label);
        column.map(public_name).unwrap_or_default()
    };
    let field = |name: &String| slots.iter().find(|slot| slot.field_name == *name).map(public_field);
    let notes = tally.garbled.notes(tally.counts.rows, name);
    notes.map(|note| Note { field: note.field.as_ref().and_then(field), ..note }).collect()
}

/// Returns the names of the columns in options, without a word of the list.
fn public_names(columns: &[Column]) -> Vec<String> {
    let names = option_names(columns);
    let name = |(column, name): (&Column, String)| {
        if is_common_header(&column.name) { name } else { format!("#{}", column.position) }
    };
    columns.iter().zip(names).map(name).collect()
}

/// Returns the slots of a mapping and of the columns that it leaves out, with labels that disclose nothing.
fn slots(mapping: &ResolvedMapping, columns: &[Column], evidence: &[ColumnStats]) -> Vec<Slot> {
    let mapping = &mapping.compiled.mapping;
    let known = mapping.slots.iter().cloned().map(|slot| Slot { field_name: public_field(&slot), ..slot });
    let is_left = |index: &usize| {
        !mapping.own_columns.contains(index)
            && mapping.slots.iter().all(|slot| slot.source != SlotSource::Column(*index))
    };
    let left = (0..columns.len()).filter(is_left).map(|index| looked_at(index, evidence.get(index)));
    let mut slots: Vec<Slot> = known.chain(left).collect();
    for slot in &mut slots {
        if let SlotSource::Column(index) = slot.source {
            slot.column = columns.get(index).map(public_name);
        }
    }
    slots
}

/// Returns the slot of a column without a field: a nameless custom one of the type that its values look like.
fn looked_at(index: usize, evidence: Option<&ColumnStats>) -> Slot {
    // Behind all real fields: a source has at most 1,000 columns.
    let id = FieldId(i64::MAX - i64::try_from(index).unwrap_or_default());
    Slot {
        target: Target::Field(id),
        field_name: String::new(),
        column: None,
        kind: Some(evidence.map_or_else(|| ColumnStats::default().likely_kind(), ColumnStats::likely_kind)),
        format: CellFormat::Plain,
        source: SlotSource::Column(index),
        overwrite: Overwrite::Replace,
    }
}
