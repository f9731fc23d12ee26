//! Runs an import: plans and writes every row in one transaction, then names the output files (spec section 7).

mod writer_channel;

use std::path::{Path, PathBuf};
use std::thread;

use writer_channel::{ImportSink, PlannedBatch, SinkOutput};

use super::options::is_of_kind;
use super::outputs::OutputWriter;
use super::plan::Presence;
use super::{Guards, Import, ImportError, MissingReport, OutputPlan, Summary};
use crate::model::{
    Counts, ImportOptions, ImportTag, MissingCounts, Note, Notification, NotificationStatus, Phase, RowStatus, Slot,
    Target, Timestamp, days_after, format_thousands, join_or_resume_panic, local_day,
};
use crate::source::Source;
use crate::workspace::{ImportRecord, NewImport, TagIds, Workspace, WriteTransaction};

/// Number of days an import's results stay in the workspace (spec section 8).
pub const RESULTS_KEPT_DAYS: i64 = 7;

/// Maximum number of notes stored with an import: there is one for each column of a wide list.
const MAX_KEPT_NOTES: usize = 100;

/// First and last ID of added contacts.
type AddedRange = (i64, i64);

/// Result of an import that was committed.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Number of its entry in the history.
    pub import_id: i64,
    /// Counts, issues and near misses of its rows.
    pub tally: Summary,
    /// Contacts that the source held before and holds no more, if a source is named.
    pub missing: Option<MissingReport>,
    /// Name of the import tag; `None` if no contact got it.
    pub import_tag: Option<String>,
    /// Path of the results file.
    pub results_file: PathBuf,
    /// Path of the errors file, if any row was in error.
    pub errors_file: Option<PathBuf>,
    /// Notification stored with the import.
    pub notification: Notification,
    /// What is wrong with the output files, although the import is committed.
    pub files_problem: Option<FilesProblem>,
}

/// What went wrong with the output files of an import that was committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FilesProblem {
    /// Error that kept them from their names; they can be made again.
    NotInPlace(String),
    /// They are in place, and this error kept the workspace from noting it: the next command makes them again.
    Unsettled(String),
}

impl Import<'_> {
    /// Returns the name of the import tag for this history number.
    pub fn import_tag(&self, import_id: i64) -> Option<String> {
        match &self.request.import_tag {
            ImportTag::Automatic => {
                let day = local_day(self.work.clock.now());
                Some(format!("import-{day}-{import_id}"))
            }
            ImportTag::Named(name) => Some(name.clone()),
            ImportTag::None => None,
        }
    }

    /// Writes the import in one transaction, after checking the guards against a review of it, unless they were checked
    /// before (`None`).
    ///
    /// # Errors
    /// After any error the workspace and the output files are as they were before.
    pub fn apply(
        &mut self,
        workspace: &Workspace,
        change: WriteTransaction<'_>,
        outputs: &OutputPlan,
        guards: Option<&Guards>,
        started_at: Timestamp,
    ) -> Result<Outcome, ImportError> {
        self.check_fields(&change)?;
        let replaced = outputs.check(&change)?;
        self.check_guards(&change, guards)?;
        // In this transaction, so that an import that fails deletes nothing.
        change.delete_expired_results(started_at)?;
        change.size_cache_for(self.source.facts().rows)?;
        change.make_identifiers(&self.request.identifiers)?;
        let import_id = change.begin_import(&self.new_import(outputs, started_at))?;
        let import_tag = self.import_tag(import_id);
        let (SinkOutput { tally, files: sealed }, presence, added) =
            self.write(workspace, &change, import_id, import_tag.as_deref(), outputs, started_at)?;
        let missing = self.write_missing(&change, import_id, presence.with_added(added))?;
        let import_tag = import_tag.filter(|_| tally.counts.imported + tally.counts.updated > 0);
        sealed.record_digests(&change)?;
        self.drop_uncreated(&change, &tally.counts)?;
        self.add_options(&change, &tally)?;
        let (source_id, missing) = missing.unzip();
        let missing_counts = missing.as_ref().map(|report: &MissingReport| report.counts.clone());
        let record = self.import_record(&tally, import_tag.clone(), added);
        let record = ImportRecord { source_id, missing: missing_counts, ..record };
        change.finish_import(import_id, &record)?;
        let notification = self.store_notification(&change, import_id, &record)?;
        // Last chance to stop: after the commit the import counts as done, whatever becomes of its files.
        self.work.cancel.check()?;
        change.commit()?;
        // Names come after the commit: an import that fails leaves no file that claims it happened. A crash in between
        // leaves the import unsettled, and `recover_output_files` makes its files from the stored results.
        let (errors_file, files_problem) = match sealed.persist(&replaced) {
            Ok(errors_file) => (errors_file, settle_files(workspace, import_id).err().map(FilesProblem::Unsettled)),
            Err(error) => (None, Some(FilesProblem::NotInPlace(error.to_string()))),
        };
        let results_file = outputs.paths.results.clone();
        Ok(Outcome { import_id, tally, missing, import_tag, results_file, errors_file, notification, files_problem })
    }

    /// Checks the guards against a review: they need the counts of all rows before the first write, so the source is planned
    /// twice.
    fn check_guards(&mut self, change: &WriteTransaction<'_>, guards: Option<&Guards>) -> Result<(), ImportError> {
        if let Some(guards) = guards
            && (guards.any() || self.is_missing_guarded(change)?)
        {
            self.review(change)?.check(guards)?;
        }
        Ok(())
    }

    /// Checks that the mapped fields still exist with their types: another process may have removed one since the columns
    /// were mapped.
    fn check_fields(&self, change: &WriteTransaction<'_>) -> Result<(), ImportError> {
        let fields = change.fields()?;
        let is_gone = |slot: &&Slot| match slot.target {
            Target::Field(id) => !fields.get(id).is_some_and(|field| is_of_kind(&field.kind, slot)),
            Target::ContactId => false,
        };
        match self.request.mapping.slots.iter().find(is_gone) {
            Some(slot) => Err(ImportError::FieldChanged { field: slot.field_name.clone() }),
            None => Ok(()),
        }
    }

    /// Plans the rows and writes the output files on another thread, and writes the rows into the workspace on this
    /// one. Also returns the contacts that the list holds, and the first and last ID of the added ones.
    fn write(
        &mut self,
        workspace: &Workspace,
        change: &WriteTransaction<'_>,
        import_id: i64,
        import_tag: Option<&str>,
        outputs: &OutputPlan,
        started_at: Timestamp,
    ) -> Result<(SinkOutput, Presence, Option<AddedRange>), ImportError> {
        let mut tags = change.tags()?;
        let mut contacts = change.writer(import_id, started_at)?.with_expected_rows(self.source.facts().rows);
        let (sink, handed_over) = ImportSink::new(OutputWriter::create(outputs)?, self.empty_summary(), &tags);
        let (known, cancel) = (tags.clone(), self.work.cancel);
        // The planner reads the committed state, which is the state at the start of this transaction: no other process
        // can write meanwhile.
        let beside = workspace.reopen_read_only()?;
        thread::scope(|scope| {
            let planner = scope.spawn(move || self.run_planner(sink, &beside, known, import_tag));
            let write_all = || -> Result<(), ImportError> {
                // Moved in, so dropped on failure: the planner's next send fails and it stops.
                for PlannedBatch { rows, results, new_tags } in handed_over {
                    tags.interner.intern_all(&new_tags);
                    change.store_results(import_id, &results)?;
                    contacts.write(rows, &mut tags)?;
                }
                cancel.check()?;
                Ok(contacts.flush(&mut tags)?)
            };
            let written = write_all();
            let done = join_or_resume_panic(planner);
            // The writer's own error comes first: the planner then only reports that its receiver hung up.
            written?;
            let (output, presence) = done?;
            Ok((output, presence, contacts.added_ids()))
        })
    }

    /// Plans all rows against the committed state and sends them to the writer thread.
    fn run_planner(
        &mut self,
        mut sink: ImportSink<'_>,
        workspace: &Workspace,
        mut tags: TagIds,
        import_tag: Option<&str>,
    ) -> Result<(SinkOutput, Presence), ImportError> {
        let presence = self.plan(Phase::Writing, &workspace.snapshot()?, &mut tags, import_tag, &mut sink)?;
        Ok((sink.finish()?, presence))
    }

    /// Writes what becomes of the contacts that are missing from the list of its source. Returns the source with what is
    /// told of it; `None` if no source is named.
    fn write_missing(
        &self,
        change: &WriteTransaction<'_>,
        import_id: i64,
        presence: Presence,
    ) -> Result<Option<(i64, MissingReport)>, ImportError> {
        let Some(plan) = self.missing_plan(change, presence)? else { return Ok(None) };
        let report = plan.report(change)?; // Before contacts are deleted: it names them.
        Ok(Some((plan.write(change, import_id)?, report)))
    }

    /// Drops fields that were created for this import if none of its rows was written.
    fn drop_uncreated(&self, change: &WriteTransaction<'_>, counts: &Counts) -> Result<(), ImportError> {
        for field in self.uncreated_fields(counts) {
            // It may have got values from elsewhere since it was created.
            if change.count_values(field)? == 0 {
                change.drop_field(field)?;
            }
        }
        Ok(())
    }

    /// Adds the options that written rows use to their fields, behind those that these have.
    fn add_options(&self, change: &WriteTransaction<'_>, tally: &Summary) -> Result<(), ImportError> {
        for added in self.added_options(tally) {
            change.add_options(added.id, &added.options)?;
        }
        Ok(())
    }

    /// Stores the notification of this import, marked as read if the user is watching in a terminal.
    fn store_notification(
        &self,
        change: &WriteTransaction<'_>,
        import_id: i64,
        record: &ImportRecord,
    ) -> Result<Notification, ImportError> {
        let now = self.work.clock.now();
        let notification = notification(self.source.path(), import_id, record, now);
        change.notify(&notification, self.work.is_interactive.then_some(now))?;
        Ok(notification)
    }

    fn new_import(&self, outputs: &OutputPlan, started_at: Timestamp) -> NewImport {
        let facts = self.source.facts();
        NewImport {
            source: history_name(&self.source),
            source_size: facts.size,
            source_digest: facts.digest.clone(),
            encoding: facts.encoding.to_string(),
            purpose: self.request.purpose,
            identifier: self.request.identifier_names().text(),
            mapping: (&self.request.mapping).into(),
            options: self.options(),
            delimiter: facts.delimiter,
            has_bom: outputs.style.bom,
            columns: outputs.columns.clone(),
            results_path: outputs.paths.results.display().to_string(),
            errors_path: outputs.paths.errors.display().to_string(),
            files_seal: outputs.seal.clone(),
            started_at,
            results_until: days_after(started_at, RESULTS_KEPT_DAYS),
        }
    }

    /// Returns the options of this import as the history stores them.
    pub fn options(&self) -> ImportOptions {
        ImportOptions {
            tags: self.request.tags.clone(),
            clear_marker: self.request.reading.clear_marker.clone(),
            blank: self.request.reading.blank.words().to_vec(),
            region: self.request.reading.region.map(|region| region.to_string()),
            region_from: self.request.reading.region_from.as_ref().map(|column| column.name.clone()),
            bare_phones: self.bare_phones(),
            tag_separator: self.request.reading.tag_separator,
            date_format: self.request.reading.date_formats.typed(),
            decimal: self.request.reading.decimal,
            header_line: self.source.given_header_line(),
            add_options: self.request.reading.add_options,
            session: self.request.session.clone(),
        }
    }

    fn import_record(&self, tally: &Summary, import_tag: Option<String>, added: Option<(i64, i64)>) -> ImportRecord {
        ImportRecord {
            counts: tally.counts,
            blank_rows: self.source.facts().blank_rows,
            warnings: tally.warnings,
            issues: tally.by_code(),
            import_tag,
            created_fields: self.created_fields(&tally.counts),
            added_options: self.added_options(tally),
            missing_fields: self.missing_fields(),
            notes: kept_notes(self.outcome_notes(tally)),
            source_id: None,
            missing: None,
            added,
            finished_at: self.work.clock.now(),
        }
    }
}

/// Notes in the workspace that the output files of an import are in place.
fn settle_files(workspace: &Workspace, import_id: i64) -> Result<(), String> {
    workspace.change().and_then(|change| change.settle_files(import_id)).map_err(|error| error.to_string())
}

/// Returns the notes to store, in their order and without samples, which name people: where there are too many, warnings
/// rather than others.
fn kept_notes(notes: Vec<Note>) -> Vec<Note> {
    let mut notes: Vec<(usize, Note)> = notes.into_iter().enumerate().collect();
    notes.sort_by_key(|(_, note)| !note.is_warning());
    notes.truncate(MAX_KEPT_NOTES);
    notes.sort_unstable_by_key(|(place, _)| *place);
    notes.into_iter().map(|(_, note)| Note { samples: Vec::new(), ..note }).collect()
}

/// Returns the absolute path, so that the history names the file from any folder; the name of what came through a pipe.
fn history_name(source: &Source) -> String {
    let path = source.path();
    let absolute = (!source.is_piped()).then(|| std::path::absolute(path).ok()).flatten();
    absolute.as_deref().unwrap_or(path).display().to_string()
}

/// Builds the notification of a finished import: `Imported 2, Updated 1, Skipped 1, Error 1`, then the contacts that are
/// missing, and the fields left out.
fn notification(source: &Path, import_id: i64, record: &ImportRecord, now: Timestamp) -> Notification {
    let (counts, left_out) = (&record.counts, &record.missing_fields);
    let number = |status| match status {
        RowStatus::Skipped => counts.skipped_words(),
        status => format_thousands(counts.of(status)),
    };
    let numbers = RowStatus::ALL.map(|status| format!("{} {}", status.as_str(), number(status)));
    let missing = record.missing.as_ref().and_then(MissingCounts::sentence);
    let sentences = std::iter::once(numbers.join(", ")).chain(missing).chain(left_out.iter().map(ToString::to_string));
    Notification {
        created_at: now,
        status: NotificationStatus::of_counts(counts),
        source: source.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        import_id: Some(import_id),
        code: left_out.first().map(|missing| missing.code.clone()),
        message: sentences.collect::<Vec<_>>().join("; "),
        counts: Some(*counts),
        exit_code: None, // What the status says: 0 or 3.
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_notes_the_warnings_are_kept_all_in_their_order() {
        let columns = (0..MAX_KEPT_NOTES).map(|n| Note::info("column-left-out", n.to_string()));
        let notes: Vec<Note> = columns.chain([Note::warning("near-misses", "x"), Note::info("late", "x")]).collect();
        let kept = kept_notes(notes);
        assert_eq!((kept.len(), kept[0].message.as_str()), (MAX_KEPT_NOTES, "0"));
        assert_eq!(kept[MAX_KEPT_NOTES - 1].code, "near-misses");
        assert_eq!(kept[MAX_KEPT_NOTES - 2].message, (MAX_KEPT_NOTES - 2).to_string());
    }
}
