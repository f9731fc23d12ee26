//! What a compiled mapping holds besides the mapping: what the user should know about it.

use super::{Preset, SavedChoices};
use crate::model::{CellFormat, Column, ColumnChoice, Constant, Mapping, Slot, SlotSource, Target};

/// A mapping, and what the user should know about it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Compiled {
    /// The mapping.
    pub mapping: Mapping,
    /// The export that the headers were recognised as, or that the user named: its ways of writing cells are understood.
    pub preset: Option<&'static Preset>,
    /// Indexes (from 0) of the columns that are neither mapped nor left out: those that suggestions are for.
    pub free: Vec<usize>,
    /// Indexes (from 0) of the columns that the user skips.
    pub skipped: Vec<usize>,
    /// Indexes (from 0) of the columns that were left out when the columns were decided on.
    pub set_aside: Vec<usize>,
    /// Fields that several columns claim; none of these is mapped.
    pub ambiguous: Vec<AmbiguousTarget>,
    /// Indexes (from 0) of columns of Contact IDs, left out because these are not the identifier and never written.
    pub contact_ids: Vec<usize>,
    /// Fields that were to keep their values but are not mapped.
    pub keep_without_column: Vec<String>,
    /// How the source differs from the one for which the columns were decided.
    pub drift: ColumnDiff,
}

/// Several columns that claim one field: which of them is mapped, the user has to say (spec section 5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AmbiguousTarget {
    /// Where the values of one of them may go.
    pub target: Target,
    /// The field's name.
    pub field: String,
    /// Indexes of the columns, from 0, ascending.
    pub columns: Vec<usize>,
}

/// How a source differs from the one for which its columns were decided (spec section 5).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ColumnDiff {
    /// Indexes (from 0) of columns of which nothing was decided; they are left out.
    pub added: Vec<usize>,
    /// Columns that the source does not have any more.
    pub removed: Vec<ColumnChoice>,
}

impl Compiled {
    /// What was decided, for a session or a saved mapping: each column of the source with its field, and the constants.
    pub fn to_saved_choices(&self, columns: &[Column]) -> SavedChoices {
        let slots = &self.mapping.slots;
        let field_of = |index| slots.iter().find(|slot| column_of(slot) == Some(index)).map(|slot| &slot.field_name);
        let is_own = |column: &&Column| self.mapping.own_columns.contains(&(column.position - 1));
        let choices = columns.iter().filter(|column| !is_own(column)).map(|column| ColumnChoice {
            header: column.name.clone(),
            position: column.position,
            field: field_of(column.position - 1).cloned(),
        });
        let constants = slots.iter().filter_map(|slot| match &slot.source {
            SlotSource::Constant(value) => Some(Constant { field: slot.field_name.clone(), value: value.to_string() }),
            SlotSource::Column(_) => None,
        });
        SavedChoices { columns: choices.collect(), constants: constants.collect() }
    }

    /// How the program that wrote the source wrote the cells of each column.
    pub fn formats(&self, columns: &[Column]) -> Vec<CellFormat> {
        let format = |column| self.preset.map_or(CellFormat::Plain, |preset| preset.format_of(column));
        columns.iter().map(format).collect()
    }
}

/// The index, from 0, of the column that feeds a slot.
pub(super) fn column_of(slot: &Slot) -> Option<usize> {
    match slot.source {
        SlotSource::Column(index) => Some(index),
        SlotSource::Constant(_) => None,
    }
}
