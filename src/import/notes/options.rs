//! Options that an import adds to lists and choices, given its counts; the notes on them, and the offer to add them.

use crate::import::options::is_for_nothing;
use crate::import::{Import, Summary, UsedOptions};
use crate::mapping::shortened;
use crate::model::{AddedOptions, FieldId, FieldKind, IssueCode, Note, Slot, Target, Text, counted};
use crate::profile::ColumnValues;

/// Code of the note that an import adds options.
pub const OPTIONS_ADDED: &str = "options-added";
/// Code of the note that a column has values that are no options.
pub const OPTIONS_UNKNOWN: &str = "options-unknown";

/// Maximum number of added options that a note names.
const MAX_NAMED: usize = 50;

/// Minimum number of distinct unknown values for which adding them is offered: one alone may be a typing error.
const MIN_UNKNOWN: usize = 2;

impl Import<'_> {
    /// Returns empty totals, which watch the new options.
    pub(in crate::import) fn empty_summary(&self) -> Summary {
        let are_choices = |slot: &Slot| matches!(slot.kind, Some(FieldKind::Choices(_)));
        let fields = self.fields_with_new_options().map(|(field, slot, names)| (field, are_choices(slot), names));
        Summary { used_options: UsedOptions::new(fields), ..Summary::default() }
    }

    /// Returns the options that the import adds, by field: those that written rows use.
    pub fn added_options(&self, tally: &Summary) -> Vec<AddedOptions> {
        let added = self.fields_with_new_options().map(|(id, slot, names)| {
            let used = names.iter().enumerate().filter(|(at, _)| tally.used_options.is_used(id, *at));
            let options = used.map(|(_, name)| name.clone()).collect();
            AddedOptions { id, field: slot.field_name.clone(), options }
        });
        added.filter(|added| !added.options.is_empty()).collect()
    }

    fn fields_with_new_options(&self) -> impl Iterator<Item = (FieldId, &Slot, &[Text])> {
        let slots = self.request.mapping.slots.iter().enumerate();
        slots.filter_map(|(at, slot)| match (slot.target, self.new_options.of_slot(at)) {
            (Target::Field(_), []) | (Target::ContactId, _) => None,
            (Target::Field(field), names) => Some((field, slot, names)),
        })
    }

    /// Returns the notes on added options by field, and on columns with several values that are no options.
    pub fn option_notes(&self, tally: &Summary) -> Vec<Note> {
        let added = self.added_options(tally);
        let added = added.iter().map(|added| self.added_note(added));
        added.chain(self.unknown_notes(tally)).collect()
    }

    fn added_note(&self, AddedOptions { id, field, options }: &AddedOptions) -> Note {
        let count = options.len() as u64;
        let message = format!("adds {} to '{}': {}", counted(count, "option"), shortened(field), named(options));
        let note = Note::info(OPTIONS_ADDED, message).field(field).count(count);
        let slot = self.request().mapping.slot_of(Target::Field(*id)).map(|at| &self.request().mapping.slots[at]);
        match slot.and_then(Slot::shown_column) {
            Some(column) => note.column(column),
            None => note,
        }
    }

    fn unknown_notes(&self, tally: &Summary) -> Vec<Note> {
        if self.request().reading.add_options {
            return Vec::new();
        }
        let columns = tally.bad_values.of_code(IssueCode::OptionUnknown);
        let several = columns.filter(|(_, values)| {
            values.distinct().filter(|value| !is_for_nothing(value)).take(MIN_UNKNOWN).count() == MIN_UNKNOWN
        });
        let note = |(column, values): (&str, &ColumnValues)| {
            let field = values.field.clone().unwrap_or_default();
            let cells = counted(values.count, "cell");
            let message = format!(
                "{cells} of '{}' hold values that are no options of '{field}': --add-options adds them",
                shortened(column)
            );
            let note = Note::warning(OPTIONS_UNKNOWN, message).column(column).field(field);
            note.count_of(values.count, tally.counts.rows).option("--add-options")
        };
        several.map(note).collect()
    }
}

/// Returns the names of options: `'Gold', 'Silver' and 3 more`.
fn named(options: &[Text]) -> String {
    let names: Vec<String> = options.iter().take(MAX_NAMED).map(|name| format!("'{name}'")).collect();
    match options.len().saturating_sub(MAX_NAMED) {
        0 => names.join(", "),
        more => format!("{} and {more} more", names.join(", ")),
    }
}
