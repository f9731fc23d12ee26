//! Exports: contacts are chosen here and written in the form that their reader takes.

use std::collections::BTreeSet;
use std::path::Path;

use super::OpsError;
use super::selection::check_known;
use super::suppressions::SuppressedContacts;
use crate::model::{Cancel, ContactChange, ContactId, Field, FieldId, Fields, Listing, Since, Target};
use crate::report::{
    ContactFormat, ContactTable, ExportedContact, Program, ProgramTable, VCardVersion, VCards, WRITE_CHUNK_BYTES,
};
use crate::workspace::{ContactDatabase, ContactRecord, CountScope, Snapshot, TagIds, ToldChanges, WorkspaceError};

/// Visit of a contact, with what became of it where that is told.
pub type VisitExported<'v, E> = dyn FnMut(&ContactRecord, Option<ContactChange>) -> Result<(), E> + 'v;

/// What an export wrote.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ExportCounts {
    /// Contacts written.
    pub contacts: u64,
    /// All contacts of the workspace.
    pub of: u64,
    /// Those of them that have no e-mail address.
    pub without_email: u64,
    /// Contacts that were left out, because they are of people who are left alone.
    pub suppressed: u64,
    /// Of an export of changes: contacts that are new.
    pub added: u64,
    /// Of an export of changes: contacts with other values or tags.
    pub changed: u64,
    /// Of an export of changes: contacts that are there no more, or of people who are left alone since.
    pub removed: u64,
    /// Those of them that are there, and of people who are left alone since.
    pub withdrawn: u64,
    /// Of an export of changes: the contacts that were left out, ascending. The next one must know them.
    pub left_out: Vec<ContactId>,
}

impl ExportCounts {
    fn count(&mut self, record: &ContactRecord, change: Option<ContactChange>) {
        self.contacts += 1;
        self.without_email += u64::from(record.contact.value(FieldId::EMAIL).is_none());
        match change {
            Some(ContactChange::Added) => self.added += 1,
            Some(ContactChange::Changed) => self.changed += 1,
            Some(ContactChange::Removed) => self.removed += 1,
            None => {}
        }
    }

    /// Counts and visits a contact, if something became of it.
    fn count_and_visit<E>(
        &mut self,
        record: &ContactRecord,
        change: Option<ContactChange>,
        visit: &mut VisitExported<'_, E>,
    ) -> Result<(), E> {
        let Some(change) = change else { return Ok(()) };
        self.count(record, Some(change));
        visit(record, Some(change))
    }

    /// Counts a contact that is left out; an export of changes remembers it.
    fn leave_out(&mut self, remembered: Option<ContactId>) {
        self.suppressed += 1;
        self.left_out.extend(remembered);
    }

    /// Counts a contact that is left out from now on.
    fn withdraw(&mut self, id: ContactId) {
        self.withdrawn += 1;
        self.left_out.push(id);
    }
}

/// The contacts of an export, in one state of the workspace: what others write in the meantime is not half in the file.
pub struct Export<'a> {
    snapshot: &'a Snapshot<'a>,
    /// Contact fields of that state.
    pub fields: Fields,
    /// Tags of that state.
    pub tags: TagIds,
    /// The columns that were named; `None` is all fields.
    pub columns: Option<Vec<Target>>,
    listing: Listing,
    /// Where an export of changes begins.
    changes: Option<Beginning>,
    /// Contacts that are left out.
    left_alone: SuppressedContacts,
}

/// Where an export of changes begins.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Beginning {
    /// With nothing: every contact is new.
    Nothing,
    /// Behind what the last export told.
    Told(ToldChanges),
}

impl<'a> Export<'a> {
    /// Prepares the export of the contacts of a listing.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn new(
        snapshot: &'a Snapshot<'a>,
        listing: Listing,
        columns: Option<Vec<Target>>,
    ) -> Result<Self, WorkspaceError> {
        Ok(Self {
            snapshot,
            fields: snapshot.fields()?,
            tags: snapshot.tags()?,
            columns,
            listing,
            changes: None,
            left_alone: SuppressedContacts::default(),
        })
    }

    /// Leaves out the contacts of suppressed people. An export of changes tells that one of them was removed, also because
    /// the person is left alone since the last one.
    #[must_use]
    pub fn without(self, left_alone: SuppressedContacts) -> Self {
        Self { left_alone, ..self }
    }

    /// Tells what became of contacts since the last export, and of those alone for which something did; without one, every
    /// contact is new. Removed contacts are told whatever the listing selects, with the values they had; the others come by
    /// ascending ID.
    ///
    /// # Errors
    /// [`SelectionError::PrunedSince`](super::selection::SelectionError) if something that changed since then is no longer
    /// known: the reader would miss it for ever.
    pub fn since(self, last: Option<ToldChanges>) -> Result<Self, OpsError> {
        if let Some(told) = &last {
            check_known(self.snapshot, Since::Entry(told.newest))?;
        }
        Ok(Self { changes: Some(last.map_or(Beginning::Nothing, Beginning::Told)), ..self })
    }

    /// Visits the contacts in the order of the listing. This is the one place where they are chosen, whatever the form. Only one contact
    /// is held in memory at a time.
    ///
    /// # Errors
    /// When the workspace cannot be read, or the error of the visit.
    pub fn each<E: From<WorkspaceError>>(&self, visit: &mut VisitExported<'_, E>) -> Result<ExportCounts, E> {
        let mut counts = ExportCounts::default();
        match &self.changes {
            None => self.each_as_it_is(None, &mut counts, visit)?,
            Some(Beginning::Nothing) => self.each_as_it_is(Some(ContactChange::Added), &mut counts, visit)?,
            Some(Beginning::Told(told)) => self.each_change(told, &mut counts, visit)?,
        }
        let is_everybody = self.listing.selection.is_everybody() && self.changes.is_none();
        counts.of = if is_everybody { counts.contacts + counts.suppressed } else { self.snapshot.contact_count()? };
        Ok(counts)
    }

    fn each_as_it_is<E: From<WorkspaceError>>(
        &self,
        change: Option<ContactChange>,
        counts: &mut ExportCounts,
        visit: &mut VisitExported<'_, E>,
    ) -> Result<(), E> {
        let each = &mut |record: ContactRecord| {
            if self.left_alone.contains(&record.contact) {
                counts.leave_out(change.map(|_| record.contact.id));
                return Ok(());
            }
            counts.count(&record, change);
            visit(&record, change)
        };
        self.snapshot.each_contact(&self.listing, &self.tags, each).map(drop)
    }

    fn each_change<E: From<WorkspaceError>>(
        &self,
        told: &ToldChanges,
        counts: &mut ExportCounts,
        visit: &mut VisitExported<'_, E>,
    ) -> Result<(), E> {
        let mut query = self.snapshot.changes_query()?;
        let mut since_told = query.since(told.newest)?;
        let was_left_out = |id: &ContactId| told.left_out.binary_search(id).is_ok();
        let removed = Some(ContactChange::Removed);
        self.snapshot.each_contact(&self.listing, &self.tags, &mut |record| {
            while let Some(gone) = since_told.removed_before(Some(record.contact.id), &self.tags)? {
                counts.count_and_visit(&gone, removed.filter(|_| !was_left_out(&gone.contact.id)), visit)?;
            }
            let id = record.contact.id;
            let changed = since_told.of(&record, &self.fields, &self.tags)?;
            if !self.left_alone.contains(&record.contact) {
                // A contact that is no longer suppressed is new to the reader, whether anything else changed or not.
                let is_back = was_left_out(&id).then_some(ContactChange::Added);
                return counts.count_and_visit(&record, is_back.or(changed.and_then(|changed| changed.change)), visit);
            }
            // The reader has the contact as it was then, and has to let it go.
            let before = match changed {
                Some(changed) => changed.before(&record, &self.tags),
                None => Some(record),
            };
            let Some(before) = before.filter(|_| !was_left_out(&id)) else {
                counts.leave_out(Some(id));
                return Ok(());
            };
            counts.withdraw(id);
            counts.count_and_visit(&before, removed, visit)
        })?;
        while let Some(gone) = since_told.removed_before(None, &self.tags)? {
            counts.count_and_visit(&gone, removed.filter(|_| !was_left_out(&gone.contact.id)), visit)?;
        }
        Ok(())
    }

    /// Writes the contacts in pieces of many whole contacts.
    ///
    /// # Errors
    /// When the workspace cannot be read, or the error of `write`.
    pub fn write<E: From<WorkspaceError>>(
        &self,
        format: &dyn ContactFormat,
        write: &mut dyn FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<ExportCounts, E> {
        let mut piece = Vec::new();
        format.begin(&mut piece);
        let counts = self.each(&mut |record, change| {
            format.contact(&self.exported(record, change), &mut piece);
            if piece.len() < WRITE_CHUNK_BYTES {
                return Ok(());
            }
            write(&piece)?;
            piece.clear();
            Ok::<_, E>(())
        })?;
        write(&piece)?;
        Ok(counts)
    }

    /// Writes the contacts to a new database, which appears under its name when it is whole.
    ///
    /// # Errors
    /// [`WorkspaceError::Exists`] if anything has that name; when something cannot be read or written; when it was cancelled.
    pub fn write_database(&self, path: &Path, cancel: &Cancel) -> Result<ExportCounts, OpsError> {
        let database = ContactDatabase::create(path, &self.chosen_fields())?;
        let counts = self.each(&mut |record, _| {
            cancel.check()?;
            Ok::<_, OpsError>(database.insert(record, &self.tags)?)
        })?;
        database.publish()?;
        Ok(counts)
    }

    /// The columns as CSV, which an import reads back. The Contact ID comes first where none were named, so that an edited
    /// file can be imported with `--id contact-id`.
    pub fn table(&self) -> ContactTable {
        let all = || std::iter::once(Target::ContactId).chain(self.fields.iter().map(|field| Target::Field(field.id)));
        let columns = self.columns.clone().unwrap_or_else(|| all().collect());
        let named = columns.into_iter().map(|column| (self.fields.target_name(column).to_owned(), column));
        let table = ContactTable::new(named);
        if self.changes.is_some() { table.telling_changes() } else { table }
    }

    /// vCards, whose UIDs are those of this workspace.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn vcards(&self, version: VCardVersion) -> Result<VCards, WorkspaceError> {
        Ok(VCards::new(version, &self.snapshot.identity()?.id, &self.all_fields()))
    }

    /// CSV of a program.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn program_table(&self, program: Program) -> Result<ProgramTable, WorkspaceError> {
        let counts = self.snapshot.field_counts(CountScope::Everybody)?;
        let used: BTreeSet<FieldId> = counts.into_iter().filter(|(_, count)| *count > 0).map(|(id, _)| id).collect();
        Ok(ProgramTable::new(program, &self.all_fields(), &used))
    }

    /// The fields among the columns.
    fn chosen_fields(&self) -> Vec<Field> {
        let Some(columns) = &self.columns else { return self.all_fields() };
        let field = |column: &Target| match column {
            Target::Field(id) => self.fields.get(*id).cloned(),
            Target::ContactId => None,
        };
        columns.iter().filter_map(field).collect()
    }

    fn all_fields(&self) -> Vec<Field> {
        self.fields.iter().cloned().collect()
    }

    fn exported<'r>(&'r self, record: &'r ContactRecord, change: Option<ContactChange>) -> ExportedContact<'r> {
        ExportedContact {
            contact: &record.contact,
            tags: record.contact.tags.iter().map(|tag| self.tags.interner.name(*tag)).collect(),
            updated_at: record.updated_at,
            change,
        }
    }
}
