//! Exports: contacts are chosen here and written in the form that their reader takes.

use std::collections::BTreeSet;
use std::path::Path;

use super::OpsError;
use crate::import::ImportError;
use crate::model::{Cancel, Field, FieldId, Fields, Listing, Target};
use crate::report::{ContactFormat, ContactTable, ExportedContact, Program, ProgramTable, VCardVersion, VCards};
use crate::workspace::{ContactDatabase, ContactRecord, Snapshot, TagIds, WorkspaceError};

/// Bytes buffered before they are written.
const WRITE_CHUNK_BYTES: usize = 256 * 1024;

/// What an export wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ExportCounts {
    /// Contacts written.
    pub contacts: u64,
    /// All contacts of the workspace.
    pub of: u64,
    /// Those of them that have no e-mail address.
    pub without_email: u64,
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
        Ok(Self { snapshot, fields: snapshot.fields()?, tags: snapshot.tags()?, columns, listing })
    }

    /// Visits the contacts in the order of the listing. This is the one place where they are chosen, whatever the form. Only one contact
    /// is held in memory at a time.
    ///
    /// # Errors
    /// When the workspace cannot be read, or the error of the visit.
    pub fn each<E: From<WorkspaceError>>(
        &self,
        visit: &mut dyn FnMut(&ContactRecord) -> Result<(), E>,
    ) -> Result<ExportCounts, E> {
        let mut counts = ExportCounts::default();
        self.snapshot.each_contact(&self.listing, &self.tags, &mut |record| {
            counts.contacts += 1;
            counts.without_email += u64::from(record.contact.value(FieldId::EMAIL).is_none());
            visit(&record)
        })?;
        let is_everybody = self.listing.selection.is_everybody();
        counts.of = if is_everybody { counts.contacts } else { self.snapshot.contact_count()? };
        Ok(counts)
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
        let counts = self.each(&mut |record| {
            format.contact(&self.exported(record), &mut piece);
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
        let counts = self.each(&mut |record| {
            cancel.check().map_err(ImportError::from)?;
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
        ContactTable::new(columns.into_iter().map(|column| (self.fields.target_name(column).to_owned(), column)))
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
        let counts = self.snapshot.field_counts()?;
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

    fn exported<'r>(&'r self, record: &'r ContactRecord) -> ExportedContact<'r> {
        ExportedContact {
            contact: &record.contact,
            tags: record.contact.tags.iter().map(|tag| self.tags.interner.name(*tag)).collect(),
            updated_at: record.updated_at,
        }
    }
}
