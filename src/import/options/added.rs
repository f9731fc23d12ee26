//! Options that lists and choices lack and an import adds (`--add-options`, spec section 4).
//!
//! The prescan finds them, so that every row is planned with them. Only those that a written row uses are added.

use crate::import::{ImportError, ImportRequest};
use crate::model::{Diagnostic, FieldKind, ListOptions, Slot, SlotSource, Text};
use crate::profile::offering_blank;
use crate::values;

/// Maximum number of options that one import adds; a column with more distinct values holds no options.
pub(in crate::import) const MAX_NEW_OPTIONS: usize = 1_000;

/// Options that the fields of an import lack, in source order.
#[derive(Debug, Clone, Default)]
pub(in crate::import) struct NewOptions {
    fields: Vec<NewFieldOptions>,
    count: usize,
}

/// Options that one field lacks.
#[derive(Debug, Clone)]
struct NewFieldOptions {
    slot: usize,
    options: ListOptions,
}

impl NewOptions {
    /// Returns none, for the slots whose fields may get options: no slot unless options are to be added.
    pub(in crate::import) fn new(request: &ImportRequest) -> Self {
        let field = |slot| NewFieldOptions { slot, options: ListOptions::default() };
        Self { fields: option_slots(request).map(field).collect(), count: 0 }
    }

    /// Returns the options that constants need.
    pub(in crate::import) fn of_constants(request: &ImportRequest) -> Self {
        let mut new = Self::default();
        if !request.reading.add_options {
            return new;
        }
        for (slot, of) in request.mapping.slots.iter().enumerate() {
            let (SlotSource::Constant(value), Some(kind)) = (&of.source, &of.kind) else { continue };
            if request.reading.is_value(value) && kind.list_options().is_some() {
                new.fields.push(NewFieldOptions { slot, options: ListOptions::new(missing(kind, value)) });
            }
        }
        new
    }

    /// Adds the options that a row needs, by slot index.
    pub(in crate::import) fn note(&mut self, found: &[(usize, Vec<Text>)]) {
        for (slot, names) in found {
            let Some(field) = self.fields.iter_mut().find(|field| field.slot == *slot) else { continue };
            self.count += names.iter().filter(|name| field.options.insert((*name).clone())).count();
        }
    }

    /// Checks that there are not too many.
    ///
    /// # Errors
    /// [`ImportError::TooManyOptions`], about the column with the most.
    pub(in crate::import) fn check(&self, request: &ImportRequest) -> Result<(), ImportError> {
        if self.count <= MAX_NEW_OPTIONS {
            return Ok(());
        }
        let most = self.fields.iter().max_by_key(|field| field.options.names().len());
        let slot = most.and_then(|field| request.mapping.slots.get(field.slot));
        let column = slot.and_then(Slot::shown_column).unwrap_or_default();
        Err(ImportError::TooManyOptions { column, most: MAX_NEW_OPTIONS })
    }

    /// Gives the kinds of the slots the new options, behind those that their fields have.
    pub(in crate::import) fn extend(&self, request: &mut ImportRequest) {
        for NewFieldOptions { slot, options } in self.fields.iter().filter(|field| !field.options.names().is_empty()) {
            let Some(kind) = request.mapping.slots.get_mut(*slot).and_then(|slot| slot.kind.as_mut()) else { continue };
            if let Some(known) = kind.list_options() {
                *kind = kind.with_options(known.with_new(options.names()));
            }
        }
    }

    /// Adds the options of other slots.
    pub(in crate::import) fn with(mut self, other: &Self) -> Self {
        self.fields.extend(other.fields.iter().cloned());
        self.fields.retain(|field| !field.options.names().is_empty());
        self
    }

    /// Returns the new options of a slot.
    pub(in crate::import) fn of_slot(&self, slot: usize) -> &[Text] {
        self.fields.iter().find(|field| field.slot == slot).map_or(&[], |field| field.options.names())
    }
}

/// Returns the slots of columns whose fields get the options that they lack: none unless options are to be added.
pub(in crate::import) fn option_slots(request: &ImportRequest) -> impl Iterator<Item = usize> {
    list_slots(request).filter(|_| request.reading.add_options)
}

/// Returns the slots of columns whose fields have options.
pub(in crate::import) fn list_slots(request: &ImportRequest) -> impl Iterator<Item = usize> {
    let has_options = |slot: &Slot| slot.kind.as_ref().is_some_and(|kind| kind.list_options().is_some());
    let slots = request.mapping.slots.iter().enumerate();
    let of_columns = slots.filter(move |(_, slot)| matches!(slot.source, SlotSource::Column(_)) && has_options(slot));
    of_columns.map(|(at, _)| at)
}

/// Returns the names of a value that are no options and may become some.
pub(in crate::import) fn missing(kind: &FieldKind, value: &str) -> Vec<Text> {
    let unknown = values::unknown_options(kind, value);
    unknown.iter().filter_map(|name| may_become_option(kind, name)).map(Text::from).collect()
}

/// Returns the name of an option if a text may become one: no word for nothing and no spreadsheet's error.
fn may_become_option<'n>(kind: &FieldKind, text: &'n str) -> Option<&'n str> {
    let name = values::new_option(kind, text)?;
    (!is_for_nothing(name) && values::spreadsheet_error(Some(kind), name).is_none()).then_some(name)
}

/// Returns true for a word that only stands for nothing, such as `N/A`.
pub(in crate::import) fn is_for_nothing(name: &str) -> bool {
    values::is_placeholder(name)
}

/// Returns true if a field is of the kind of a slot, without the options that the import may add.
pub(in crate::import) fn is_of_kind(field: &FieldKind, slot: &Slot) -> bool {
    match slot.kind.as_ref().map(|kind| (kind, kind.list_options())) {
        None => false,
        Some((kind, None)) => field == kind,
        Some((kind, Some(options))) => kind.name() == field.name() && field.options() == options.known_names(),
    }
}

/// Returns the findings on a value with the next step: where it stands for nothing, and where options are unknown.
pub(in crate::import) fn advised(
    findings: Vec<Diagnostic>,
    slot: &Slot,
    kind: &FieldKind,
    value: &str,
) -> Vec<Diagnostic> {
    let value = value.trim();
    let mut findings = offering_blank(findings, value);
    values::advise_to_import_options(&mut findings, kind, &slot.field_name, value);
    findings
}
