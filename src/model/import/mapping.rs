//! The compiled mapping: which column or constant feeds which contact field.

use crate::model::{FieldKind, NameOrder, NamePart, Target, Text};

/// Maximum length of a column label that is repeated in each issue, in bytes; a header may have 64 KiB and a source
/// 200,000 rows.
const LONGEST_SHOWN: usize = 200;

/// A column of the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Position, from 1: `#3` on the command line.
    pub position: usize,
    /// Cleaned header (spec section 2.5); empty if there is none.
    pub name: String,
    /// Header as the source has it, for the files that are written next to the source.
    pub raw: String,
}

impl Column {
    /// Returns the header, or `#3` where there is none.
    pub fn label(&self) -> String {
        if self.name.is_empty() { format!("#{}", self.position) } else { self.name.clone() }
    }

    /// Returns the label as an issue shows it.
    pub fn shown_label(&self) -> String {
        shown_label(&self.label(), self.position)
    }
}

/// Truncates a label that is too long and appends the column's position, so that it still names exactly one column.
fn shown_label(label: &str, position: usize) -> String {
    if label.len() <= LONGEST_SHOWN {
        return label.to_owned();
    }
    // Cut between characters: the limit is in bytes, and a header may be in any script.
    let ends = label.char_indices().map(|(at, _)| at).take_while(|at| *at <= LONGEST_SHOWN);
    format!("{}… (#{position})", &label[..ends.last().unwrap_or_default()])
}

/// Policy for a field of a contact that has a value already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overwrite {
    /// The row's value replaces the contact's.
    Replace,
    /// *Keep edits*: it does unless a person set the contact's value last.
    KeepEdits,
    /// *Do not overwrite*: only an empty field is filled.
    FillOnly,
}

/// Source of a slot's value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SlotSource {
    /// The cell of the row at this index, from 0.
    Column(usize),
    /// The same for every row (`--set`).
    Constant(Text),
}

/// Form in which a program writes values into the cells of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum CellFormat {
    /// The cell is the value.
    #[default]
    Plain,
    /// Google's several values in one cell, joined by ` ::: `: the first non-blank one is used and the others are
    /// reported.
    Joined,
    /// Google's labels, `* myContacts ::: Friends`: each is a tag.
    Labels,
    /// A full name, of which the slot takes one part (`--split`).
    NamePart(NamePart, NameOrder),
    /// Outlook's dates, where `0/0/00` means no date.
    BlankDate,
}

/// One line of a mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// Destination of the value.
    pub target: Target,
    /// Name of the field, for issues.
    pub field_name: String,
    /// Label of the column, for issues; `None` for a constant.
    pub column: Option<String>,
    /// Kind of the field, which decides how the cell is read; `None` for the Contact ID.
    pub kind: Option<FieldKind>,
    /// Form in which the program that wrote the source wrote the cell.
    pub format: CellFormat,
    /// Source of the value.
    pub source: SlotSource,
    /// Policy where the contact has a value already.
    pub overwrite: Overwrite,
}

impl Slot {
    /// Returns the order of the names where the slot takes one part of a full name.
    pub fn split(&self) -> Option<NameOrder> {
        match self.format {
            CellFormat::NamePart(_, order) => Some(order),
            _ => None,
        }
    }

    /// Returns the index of the column, from 0; `None` for a constant.
    pub fn column_index(&self) -> Option<usize> {
        match self.source {
            SlotSource::Column(index) => Some(index),
            SlotSource::Constant(_) => None,
        }
    }

    /// Returns the column's label as an issue shows it; `None` for a constant.
    pub fn shown_column(&self) -> Option<String> {
        let position = match self.source {
            SlotSource::Column(index) => index + 1,
            SlotSource::Constant(_) => 0,
        };
        self.column.as_deref().map(|label| shown_label(label, position))
    }
}

/// Mapping of columns to contact fields, compiled once so that no row looks up a name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mapping {
    /// Mapped columns and constants. A target occurs once; only Tags may have several columns.
    pub slots: Vec<Slot>,
    /// Indexes (from 0) of columns that this tool wrote in an earlier import; they are neither imported nor written
    /// again.
    pub own_columns: Vec<usize>,
}

impl Mapping {
    /// Returns the index of the slot that feeds a target.
    pub fn slot_of(&self, target: Target) -> Option<usize> {
        self.slots.iter().position(|slot| slot.target == target)
    }

    /// Returns true if another column may go to a target: it has none yet, or it takes several and has no constant.
    pub fn has_room_for_column(&self, target: Target) -> bool {
        let is_shared = |slot: &Slot| target.takes_several_columns() && matches!(slot.source, SlotSource::Column(_));
        self.slots.iter().filter(|slot| slot.target == target).all(is_shared)
    }
}
