//! An import that is ready to be reviewed and applied: a prescanned source and what to do with it.

use super::options::NewOptions;
use super::prescan::{self, Prescan};
use super::{ImportError, ImportRequest, RunContext};
use crate::mapping::option_names;
use crate::model::{BarePhones, Counts, CreatedField, Field, FieldId, Fields, MissingField, Note, Target};
use crate::source::Source;
use crate::workspace::SuppressionSet;

/// An import ready to be reviewed and applied: a prescanned source and a request.
pub struct Import<'a> {
    pub(super) source: Source,
    pub(super) request: ImportRequest,
    pub(super) prescan: Prescan,
    pub(super) notes: Vec<Note>,
    /// Options that its fields lack, which their slots have already.
    pub(super) new_options: NewOptions,
    /// Custom fields that serve as identifiers from this import on; known once its rows were planned.
    pub(super) new_identifiers: Vec<FieldId>,
    /// Suppressions that the workspace shares with others; `None` if they were not read.
    pub(super) shared_suppressions: Option<SuppressionSet>,
    pub(super) work: RunContext<'a>,
}

impl<'a> Import<'a> {
    /// Prescans the source. `notes` are those of the mapping.
    ///
    /// # Errors
    /// Returns an error if a constant is invalid for its field, too many options would be new, or the source cannot be
    /// read.
    pub fn prepare(
        mut source: Source,
        mut request: ImportRequest,
        notes: Vec<Note>,
        work: RunContext<'a>,
    ) -> Result<Self, ImportError> {
        let of_constants = NewOptions::of_constants(&request);
        of_constants.extend(&mut request);
        request.canonicalize_constants()?;
        let mut prescan = prescan::prescan(&mut source, &request, work)?;
        prescan.look_for_calling_codes(&mut source, &request, work)?;
        prescan.new_options.extend(&mut request);
        let new_options = of_constants.with(&prescan.new_options);
        let prescan_notes = prescan.notes(&request, &source, &option_names(source.columns()));
        let notes = [source.facts().notes.clone(), notes, prescan_notes].concat();
        let (new_identifiers, shared_suppressions) = (Vec::new(), None);
        let mut import =
            Self { source, request, prescan, notes, new_options, new_identifiers, shared_suppressions, work };
        import.notes.extend(import.part_note());
        Ok(import)
    }

    /// Sets the suppressions that the workspace shares with others. Where it shares any, they must be set before rows are
    /// planned.
    pub fn share_suppressions(&mut self, shared: SuppressionSet) {
        self.shared_suppressions = Some(shared);
    }

    /// Returns true if the workspace shares suppressions with others.
    pub fn shares_suppressions(&self) -> bool {
        self.shared_suppressions.is_some()
    }

    /// Returns the notes of the prescan.
    pub fn prescan_notes(&self) -> Vec<Note> {
        self.prescan_notes_named(&option_names(self.source.columns()))
    }

    /// Returns the notes of the prescan. `names` are the columns' names in options.
    pub fn prescan_notes_named(&self, names: &[String]) -> Vec<Note> {
        self.prescan.notes(&self.request, &self.source, names)
    }

    /// Returns the treatment of phone numbers with neither `+`, `00` nor a country, as the user set it or the list
    /// shows; `None` if neither is set nor any number may begin with a country code, or if columns differ.
    pub fn bare_phones(&self) -> Option<BarePhones> {
        let mut ways = self.prescan.phones.bare_phones().into_iter().chain(self.prescan.other_phones.bare_phones());
        let first = ways.next()?;
        ways.all(|other| other == first).then_some(first)
    }

    /// Returns the treatment of such numbers that a later list shall get too. That a list has too few to decide refuses them
    /// in this list alone.
    pub fn settled_bare_phones(&self) -> Option<BarePhones> {
        let has_enough = || self.prescan.phones.has_enough_bare() || self.prescan.other_phones.has_enough_bare();
        let is_settled = |way: &BarePhones| {
            *way == BarePhones::International || self.request.reading.bare_phones.is_some() || has_enough()
        };
        self.bare_phones().filter(is_settled)
    }

    /// Checks that the region which was given reads the phone numbers of the list.
    ///
    /// # Errors
    /// [`ImportError::RegionMisfit`]: it reads hardly any of ten or more, and another region reads nearly all.
    pub fn check_region(&self) -> Result<(), ImportError> {
        let misfit = self.prescan.phones.misfit().or_else(|| self.prescan.other_phones.misfit());
        misfit.map_or(Ok(()), |misfit| Err(ImportError::RegionMisfit(misfit)))
    }

    /// Returns the number of rows that each identifier matched with a contact, by field name, the strongest identifier
    /// first. Rows in error are not counted: they change nothing, and may have matched several contacts.
    pub fn matched_by(&self, tally: &super::Summary) -> Vec<(&str, u64)> {
        let rows = tally.matched_by.iter().chain(std::iter::repeat(&0));
        self.request.identifiers.iter().map(|target| self.request.field_name(*target)).zip(rows.copied()).collect()
    }

    /// Returns the fields that the import creates, given its counts: if no row is written, only those that stay
    /// regardless.
    pub fn created_fields(&self, counts: &Counts) -> Vec<CreatedField> {
        let uncreated = self.uncreated_fields(counts);
        let created = self.request.new_fields.iter().filter(|new| !uncreated.contains(&new.id));
        created.filter_map(|new| self.request.created_field(new.id)).collect()
    }

    /// Returns the fields of a workspace, and those that the import creates.
    pub fn with_created_fields(&self, mut fields: Fields) -> Fields {
        for slot in &self.request.mapping.slots {
            if let (Target::Field(id), Some(kind)) = (slot.target, &slot.kind)
                && fields.get(id).is_none()
            {
                fields.add(Field { id, name: slot.field_name.clone(), kind: kind.clone() });
            }
        }
        fields
    }

    /// Returns the fields created for the import that are dropped because none of its rows is written.
    pub fn uncreated_fields(&self, counts: &Counts) -> Vec<FieldId> {
        if counts.imported + counts.updated > 0 {
            return Vec::new();
        }
        self.request.new_fields.iter().filter(|new| !new.stays).map(|new| new.id).collect()
    }

    /// Returns the source, consuming the import.
    pub fn into_source(self) -> Source {
        self.source
    }

    /// Returns the notes on the source, the mapping and the prescan, in this order.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// Returns the fields that were to be filled but are not, because of the list's columns.
    pub fn missing_fields(&self) -> Vec<MissingField> {
        self.notes.iter().filter_map(MissingField::of_note).collect()
    }

    /// Returns the source.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Returns the request.
    pub fn request(&self) -> &ImportRequest {
        &self.request
    }

    /// Returns the findings of the prescan.
    pub fn prescan(&self) -> &Prescan {
        &self.prescan
    }
}
