//! The compiled mapping, with what the user should know about it.

use super::{Preset, SavedChoices};
use crate::model::{CellFormat, Column, ColumnChoice, Constant, Mapping, NameOrder, Slot, SlotSource, Target};

/// Mapping with what the user should know about it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Compiled {
    /// The mapping.
    pub mapping: Mapping,
    /// Targets that recognise a contact, the strongest first.
    pub identifiers: Vec<Target>,
    /// Preset that the headers were recognised as, or that the user named; its cell formats are applied.
    pub preset: Option<&'static Preset>,
    /// Indexes (from 0) of the columns that are neither mapped nor left out, for which suggestions are made.
    pub free: Vec<usize>,
    /// Indexes (from 0) of the columns that the user skips.
    pub skipped: Vec<usize>,
    /// Indexes (from 0) of the columns that an earlier decision left out.
    pub set_aside: Vec<usize>,
    /// Fields that several columns claim; none of the columns is mapped.
    pub ambiguous: Vec<AmbiguousTarget>,
    /// Indexes (from 0) of columns with Contact IDs, left out because these are not the identifier and never written.
    pub contact_ids: Vec<usize>,
    /// Fields of *do not overwrite* that are not mapped.
    pub keep_without_column: Vec<String>,
    /// Fields of *keep edits* that are not mapped.
    pub keep_edits_without_column: Vec<String>,
    /// Differences between the source and the one for which the columns were decided.
    pub drift: ColumnDiff,
    /// Indexes (from 0) of the columns that are mapped only because their headers are names of fields.
    pub by_name: Vec<usize>,
}

/// Field that several columns claim; the user has to choose one (spec section 5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AmbiguousTarget {
    /// Target of the chosen column.
    pub target: Target,
    /// Name of the field.
    pub field: String,
    /// Order of the names where the chosen column is to be split into First and Last Name.
    pub split: Option<NameOrder>,
    /// Indexes of the columns, from 0, ascending.
    pub columns: Vec<usize>,
}

/// Differences between a source and the one for which its columns were decided (spec section 5).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ColumnDiff {
    /// Indexes (from 0) of columns without a decision; they are left out.
    pub added: Vec<usize>,
    /// Columns that the source no longer has.
    pub removed: Vec<ColumnChoice>,
}

impl Compiled {
    /// Returns the decision for a session or a saved mapping: each column of the source with its field, and the
    /// constants.
    pub fn to_saved_choices(&self, columns: &[Column]) -> SavedChoices {
        let slots = &self.mapping.slots;
        // Of a split column the first slot is that of First Name.
        let slot_of = |index| slots.iter().find(|slot| column_of(slot) == Some(index));
        // Columns of an output file are no part of the list: the next list does not have them, and would count as
        // changed.
        let is_own = |column: &&Column| self.mapping.own_columns.contains(&(column.position - 1));
        let choices = columns.iter().filter(|column| !is_own(column)).map(|column| ColumnChoice {
            header: column.name.clone(),
            position: column.position,
            field: slot_of(column.position - 1).map(|slot| slot.field_name.clone()),
            split: slot_of(column.position - 1).and_then(Slot::split),
        });
        let constants = slots.iter().filter_map(|slot| match &slot.source {
            SlotSource::Constant(value) => Some(Constant { field: slot.field_name.clone(), value: value.to_string() }),
            SlotSource::Column(_) => None,
        });
        SavedChoices { columns: choices.collect(), constants: constants.collect() }
    }

    /// Frees the columns that are mapped by their names, so that answers can decide about them. Returns them with the targets
    /// that they had.
    pub fn release_named(&mut self) -> Vec<(usize, Target)> {
        let by_name = std::mem::take(&mut self.by_name);
        let is_named = |slot: &Slot| column_of(slot).is_some_and(|column| by_name.contains(&column));
        let released = self.mapping.slots.extract_if(.., |slot| is_named(slot));
        let released = released.filter_map(|slot| Some((column_of(&slot)?, slot.target))).collect();
        self.free.extend(by_name.iter());
        self.free.sort_unstable();
        released
    }

    /// Returns the cell format of each column, as the program that wrote the source wrote it.
    pub fn formats(&self, columns: &[Column]) -> Vec<CellFormat> {
        let format = |column| self.preset.map_or(CellFormat::Plain, |preset| preset.format_of(column));
        columns.iter().map(format).collect()
    }
}

/// Returns the index, from 0, of the column that feeds a slot.
pub(super) fn column_of(slot: &Slot) -> Option<usize> {
    match slot.source {
        SlotSource::Column(index) => Some(index),
        SlotSource::Constant(_) => None,
    }
}
