use super::{FieldId, FieldKind, Text};

/// The longest label of a column that each issue repeats, in bytes; a header may have 64 KiB, and a source 200,000 rows.
const LONGEST_SHOWN: usize = 200;

/// A column of the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its place, from 1: `#3` on the command line.
    pub position: usize,
    /// Its header, cleaned (spec section 2.5); empty when it has none.
    pub name: String,
    /// Its header as the source has it, for the files that are written beside it.
    pub raw: String,
}

impl Column {
    /// The header, or `#3` where there is none.
    pub fn label(&self) -> String {
        if self.name.is_empty() { format!("#{}", self.position) } else { self.name.clone() }
    }

    /// The label as an issue shows it.
    pub fn shown_label(&self) -> String {
        shown_label(&self.label(), self.position)
    }
}

/// A label that is too long is cut, and its column's place told with it, so that it still names one column.
fn shown_label(label: &str, position: usize) -> String {
    if label.len() <= LONGEST_SHOWN {
        return label.to_owned();
    }
    let ends = label.char_indices().map(|(at, _)| at).take_while(|at| *at <= LONGEST_SHOWN);
    format!("{}… (#{position})", &label[..ends.last().unwrap_or_default()])
}

/// Where a column's values go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Target {
    /// Into a contact field.
    Field(FieldId),
    /// It names the contact; it is never written.
    ContactId,
}

impl Target {
    /// Whether several columns may go there: only Tags takes the union of their values (spec section 5).
    pub fn takes_several_columns(self) -> bool {
        self == Self::Field(FieldId::TAGS)
    }
}

/// Whether an import may replace a value that a contact has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overwrite {
    /// The row's value replaces the contact's.
    Replace,
    /// *Do not overwrite*: only an empty field is filled.
    FillOnly,
}

/// Where a slot's value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SlotSource {
    /// From the row's cell at this index, from 0.
    Column(usize),
    /// The same for every row (`--set`).
    Constant(Text),
}

/// How a program writes values into the cells of a column, where that is not plainly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum CellFormat {
    /// The cell is the value.
    #[default]
    Plain,
    /// Google's several values in one cell, joined by ` ::: `: the first that is not blank is taken, the others are told.
    Joined,
    /// Google's labels, `* myContacts ::: Friends`: each is a tag.
    Labels,
    /// Outlook's dates, where `0/0/00` stands for none.
    BlankDate,
}

/// One line of a mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// Where the value goes.
    pub target: Target,
    /// The field's name, for issues.
    pub field_name: String,
    /// The column's label, for issues; `None` for a constant.
    pub column: Option<String>,
    /// How the cell is read; `None` for the Contact ID.
    pub kind: Option<FieldKind>,
    /// How the program that wrote the source wrote the cell.
    pub format: CellFormat,
    /// Where the value comes from.
    pub source: SlotSource,
    /// Whether it may replace what the contact has.
    pub overwrite: Overwrite,
}

impl Slot {
    /// The label of its column as an issue shows it; `None` for a constant.
    pub fn shown_column(&self) -> Option<String> {
        let position = match self.source {
            SlotSource::Column(index) => index + 1,
            SlotSource::Constant(_) => 0,
        };
        self.column.as_deref().map(|label| shown_label(label, position))
    }
}

/// Which column goes to which contact field; compiled once, so that no row looks anything up.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mapping {
    /// The mapped columns and constants. A target occurs once; only Tags may have several columns.
    pub slots: Vec<Slot>,
    /// Indexes (from 0) of the columns that this tool wrote in an earlier import and that are left out of everything.
    pub own_columns: Vec<usize>,
}

impl Mapping {
    /// The place of the slot that feeds a target.
    pub fn slot_of(&self, target: Target) -> Option<usize> {
        self.slots.iter().position(|slot| slot.target == target)
    }

    /// Whether another column may go to a target: it has none yet, or it takes several and has no constant.
    pub fn has_room_for_column(&self, target: Target) -> bool {
        let is_shared = |slot: &Slot| target.takes_several_columns() && matches!(slot.source, SlotSource::Column(_));
        self.slots.iter().filter(|slot| slot.target == target).all(is_shared)
    }
}
