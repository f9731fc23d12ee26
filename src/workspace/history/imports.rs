//! History entries of imports: what they began with, what they did, and which still owe their files.

use std::collections::BTreeMap;
use std::time::Duration;

use rusqlite::{OptionalExtension, Row};

use super::EntryKind;
use crate::model::{
    AddedOptions, Counts, CreatedField, ImportOptions, MappedColumn, MissingCounts, MissingField, Note, Purpose,
    Timestamp,
};
use crate::workspace::columns::{ColumnReader, Delimiter, moment, to_json};
use crate::workspace::{Snapshot, WorkspaceError, WriteTransaction};

/// Facts about an import known when it starts to write.
#[derive(Debug, Clone)]
pub struct NewImport {
    /// Absolute path of the source.
    pub source: String,
    /// Size of the source in bytes.
    pub source_size: u64,
    /// SHA-256 of its bytes, in hexadecimal.
    pub source_digest: String,
    /// Encoding of the source.
    pub encoding: String,
    /// What the import may do.
    pub purpose: Purpose,
    /// Names of the identifiers as `--id` takes them, if there are any.
    pub identifier: Option<String>,
    /// The field each column was mapped to.
    pub mapping: Vec<MappedColumn>,
    /// All other options.
    pub options: ImportOptions,
    /// Delimiter of the source: one ASCII character.
    pub delimiter: u8,
    /// True if its output files begin with a byte order mark.
    pub has_bom: bool,
    /// Headers of its results file, without `Import Status` and `Errors`.
    pub columns: Vec<String>,
    /// Path of its results file.
    pub results_path: String,
    /// Path of its errors file, written if there are errors.
    pub errors_path: String,
    /// Seal showing that this user of this machine started it; `None` if that is not known.
    pub files_seal: Option<String>,
    /// Time at which it started.
    pub started_at: Timestamp,
    /// Time until which its results are kept.
    pub results_until: Timestamp,
}

/// Facts about an import known when it has written everything.
#[derive(Debug, Clone)]
pub struct ImportRecord {
    /// Rows by status.
    pub counts: Counts,
    /// Blank rows, which were ignored.
    pub blank_rows: u64,
    /// Number of warnings.
    pub warnings: u64,
    /// Number of issues by code.
    pub issues: BTreeMap<String, u64>,
    /// The import tag; `None` if no contact got one.
    pub import_tag: Option<String>,
    /// Custom fields it created.
    pub created_fields: Vec<CreatedField>,
    /// Options it added to fields that were there.
    pub added_options: Vec<AddedOptions>,
    /// Fields it left out because of the columns of its list.
    pub missing_fields: Vec<MissingField>,
    /// Notes on its list and on its outcome: the first hundred.
    pub notes: Vec<Note>,
    /// ID of its source, if one was named.
    pub source_id: Option<i64>,
    /// Contacts that its source held before and its list does not hold, if a source was named.
    pub missing: Option<MissingCounts>,
    /// First and last ID of the contacts it added.
    pub added: Option<(i64, i64)>,
    /// Time at which it ended.
    pub finished_at: Timestamp,
}

/// An import in the history.
#[derive(Debug, Clone)]
pub struct ImportEntry {
    /// ID of its history entry.
    pub id: i64,
    /// Facts known at its start.
    pub begun: NewImport,
    /// Facts known at its end.
    pub outcome: ImportRecord,
    /// True while its output files are still to be written.
    pub files_pending: bool,
    /// The entry that undid it; `None` while it holds.
    pub undone_by: Option<i64>,
    /// The entry that pruned what it changed; `None` while that is kept.
    pub pruned_by: Option<i64>,
}

impl ImportEntry {
    /// Time until when its results are kept; `None` once they are pruned.
    pub fn results_until(&self) -> Option<Timestamp> {
        self.pruned_by.is_none().then_some(self.begun.results_until)
    }

    /// Duration of the import.
    pub fn elapsed(&self) -> Duration {
        (self.outcome.finished_at - self.begun.started_at).to_std().unwrap_or_default()
    }
}

/// Paths of lists and of output files, whether they are still there or not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FilesOfImports {
    /// Lists.
    pub sources: Vec<String>,
    /// Results files.
    pub results: Vec<String>,
    /// Errors files.
    pub errors: Vec<String>,
}

impl ImportRecord {
    /// Lists stored beside the options of the import, without the empty ones.
    fn besides_options(&self) -> BTreeMap<&'static str, serde_json::Value> {
        let kept = [
            ("created_fields", serde_json::json!(self.created_fields)),
            ("added_options", serde_json::json!(self.added_options)),
            ("missing_fields", serde_json::json!(self.missing_fields)),
            ("notes", serde_json::json!(self.notes)),
        ];
        let kept = kept.into_iter().filter(|(_, fields)| fields.as_array().is_some_and(|fields| !fields.is_empty()));
        kept.chain(self.missing.as_ref().map(|missing| ("missing", serde_json::json!(missing)))).collect()
    }
}

/// Columns of [`ImportEntry`], in the order in which they are read.
const COLUMNS: &str = "
  id, source, source_size, source_digest, encoding, purpose, identifier, mapping, options, delimiter, has_bom, columns,
  results_path, errors_path, files_seal, started_at, results_until,
  rows, imported, updated, unchanged, skipped, suppressed, errors, blank_rows, warnings, issues, import_tag,
  coalesce(options -> 'created_fields', '[]') AS created_fields,
  coalesce(options -> 'added_options', '[]') AS added_options,
  coalesce(options -> 'missing_fields', '[]') AS missing_fields,
  coalesce(options -> 'notes', '[]') AS notes,
  source_id, coalesce(options -> 'missing', 'null') AS missing, first_added, last_added, finished_at,
  files_pending, undone_by, pruned_by";

impl Snapshot<'_> {
    /// Returns the import a session led to, and when it ended; `None` while there is none.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn import_of_session(&self, session: &str) -> Result<Option<(i64, Timestamp)>, WorkspaceError> {
        const SQL: &str =
            "SELECT id, finished_at FROM imports JOIN history USING (id) WHERE options ->> 'session' = ?1";
        self.sql(|connection| {
            connection.query_row(SQL, [session], |row| Ok((row.get(0)?, moment(row.get(1)?)))).optional()
        })
    }

    /// Returns the ID the next history entry will get.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn next_history_id(&self) -> Result<i64, WorkspaceError> {
        self.sql(|connection| {
            connection
                .query_row("SELECT seq + 1 FROM sqlite_sequence WHERE name = 'history'", [], |row| row.get(0))
                .optional()
        })
        // SQLite adds the row of a table to `sqlite_sequence` with its first insert.
        .map(|id| id.unwrap_or(1))
    }

    /// Returns the latest import.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn last_import(&self) -> Result<Option<ImportEntry>, WorkspaceError> {
        Ok(self.select_imports("ORDER BY id DESC LIMIT 1", [])?.pop())
    }

    /// Returns the ID of the latest import; 0 if there is none.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn last_import_id(&self) -> Result<i64, WorkspaceError> {
        self.sql(|connection| connection.query_row("SELECT coalesce(max(id), 0) FROM imports", [], |row| row.get(0)))
    }

    /// Returns the latest import that was not undone.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn last_standing_import(&self) -> Result<Option<ImportEntry>, WorkspaceError> {
        Ok(self.select_imports("WHERE undone_by IS NULL ORDER BY id DESC LIMIT 1", [])?.pop())
    }

    /// Returns one import; `None` if there is none with this ID.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn import(&self, id: i64) -> Result<Option<ImportEntry>, WorkspaceError> {
        Ok(self.select_imports("WHERE id = ?1", [id])?.pop())
    }

    /// Returns imports that are committed but whose output files are not in place: their process ended in between.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn imports_without_files(&self) -> Result<Vec<ImportEntry>, WorkspaceError> {
        self.select_imports("WHERE files_pending = 1 ORDER BY id", [])
    }

    /// Returns the imports whose result rows are still kept, oldest first.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn imports_with_results(&self) -> Result<Vec<ImportEntry>, WorkspaceError> {
        self.select_imports("WHERE id IN (SELECT import_id FROM result_chunks) ORDER BY id", [])
    }

    /// Returns the paths of all lists that were imported and of their output files, each once and sorted.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn files_of_imports(&self) -> Result<FilesOfImports, WorkspaceError> {
        let paths = |column| {
            let sql = format!("SELECT DISTINCT {column} FROM imports ORDER BY {column}");
            self.sql(|connection| connection.prepare(&sql)?.query_map([], |row| row.get(0))?.collect())
        };
        Ok(FilesOfImports { sources: paths("source")?, results: paths("results_path")?, errors: paths("errors_path")? })
    }

    fn select_imports(&self, rest: &str, params: impl rusqlite::Params) -> Result<Vec<ImportEntry>, WorkspaceError> {
        self.sql(|connection| {
            let sql = format!("SELECT {COLUMNS} FROM imports JOIN history USING (id) {rest}");
            connection.prepare_cached(&sql)?.query_map(params, read_entry)?.collect()
        })
    }
}

impl WriteTransaction<'_> {
    /// Creates the history entry of an import and returns its ID.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn begin_import(&self, import: &NewImport) -> Result<i64, WorkspaceError> {
        self.sql(|connection| {
            let started = import.started_at.timestamp_millis();
            connection.execute(
                "INSERT INTO history (kind, started_at, finished_at) VALUES (?1, ?2, ?2)",
                (EntryKind::Import, started),
            )?;
            let id = connection.last_insert_rowid();
            // `files_pending` is 1 until the files are in place: if the process dies after the commit, a later command
            // writes them.
            let sql = "INSERT INTO imports (id, source, source_size, source_digest, encoding, purpose, identifier, mapping,
                options, delimiter, has_bom, columns, results_path, errors_path, results_until, rows, imported, updated,
                unchanged, skipped, errors, blank_rows, warnings, issues, files_pending, files_seal)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, 0, 0, 0, 0, 0, 0, 0, 0, '{}', 1, ?16)";
            connection.execute(
                sql,
                rusqlite::params![
                    id,
                    import.source,
                    import.source_size.cast_signed(),
                    import.source_digest,
                    import.encoding,
                    import.purpose,
                    import.identifier,
                    to_json(&import.mapping)?,
                    to_json(&import.options)?,
                    char::from(import.delimiter).to_string(),
                    import.has_bom,
                    to_json(&import.columns)?,
                    import.results_path,
                    import.errors_path,
                    import.results_until.timestamp_millis(),
                    import.files_seal,
                ],
            )?;
            Ok(id)
        })
    }

    /// Writes the outcome of an import into its history entry.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn finish_import(&self, id: i64, record: &ImportRecord) -> Result<(), WorkspaceError> {
        let counts = &record.counts;
        let (first, last) = record.added.unzip();
        self.sql(|connection| {
            connection.execute(
                "UPDATE history SET finished_at = ?2 WHERE id = ?1",
                (id, record.finished_at.timestamp_millis()),
            )?;
            connection.execute(
                "UPDATE imports SET rows = ?2, imported = ?3, updated = ?4, unchanged = ?5, skipped = ?6, errors = ?7,
                   blank_rows = ?8, warnings = ?9, issues = ?10, import_tag = ?11, first_added = ?12, last_added = ?13,
                   options = json_patch(options, ?14), suppressed = ?15, source_id = ?16
                 WHERE id = ?1",
                rusqlite::params![
                    id,
                    counts.rows.cast_signed(),
                    counts.imported.cast_signed(),
                    counts.updated.cast_signed(),
                    counts.unchanged.cast_signed(),
                    counts.skipped.cast_signed(),
                    counts.errors.cast_signed(),
                    record.blank_rows.cast_signed(),
                    record.warnings.cast_signed(),
                    to_json(&record.issues)?,
                    record.import_tag,
                    first,
                    last,
                    to_json(&record.besides_options())?,
                    counts.suppressed.cast_signed(),
                    record.source_id,
                ],
            )
        })
        .map(drop)
    }

    /// Records that the output files of an import are in place, and commits. The revision stays: contacts have not
    /// changed.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn settle_files(self, id: i64) -> Result<(), WorkspaceError> {
        self.sql(|connection| connection.execute("UPDATE imports SET files_pending = 0 WHERE id = ?1", [id]))?;
        self.commit_without_revision()
    }
}

fn read_entry(row: &Row<'_>) -> rusqlite::Result<ImportEntry> {
    let columns = &mut ColumnReader::new(row);
    Ok(ImportEntry {
        id: columns.get("id")?,
        begun: read_begun(columns)?,
        outcome: read_outcome(columns)?,
        files_pending: columns.get("files_pending")?,
        undone_by: columns.get("undone_by")?,
        pruned_by: columns.get("pruned_by")?,
    })
}

fn read_begun(columns: &mut ColumnReader<'_, '_>) -> rusqlite::Result<NewImport> {
    Ok(NewImport {
        source: columns.get("source")?,
        source_size: columns.count("source_size")?,
        source_digest: columns.get("source_digest")?,
        encoding: columns.get("encoding")?,
        purpose: columns.get("purpose")?,
        identifier: columns.get("identifier")?,
        mapping: columns.json("mapping")?,
        options: columns.json("options")?,
        delimiter: columns.get::<Delimiter>("delimiter")?.0,
        has_bom: columns.get("has_bom")?,
        columns: columns.json("columns")?,
        results_path: columns.get("results_path")?,
        errors_path: columns.get("errors_path")?,
        files_seal: columns.get("files_seal")?,
        started_at: moment(columns.get("started_at")?),
        results_until: moment(columns.get("results_until")?),
    })
}

fn read_outcome(columns: &mut ColumnReader<'_, '_>) -> rusqlite::Result<ImportRecord> {
    Ok(ImportRecord {
        counts: read_counts(columns)?,
        blank_rows: columns.count("blank_rows")?,
        warnings: columns.count("warnings")?,
        issues: columns.json("issues")?,
        import_tag: columns.get("import_tag")?,
        created_fields: columns.json("created_fields")?,
        added_options: columns.json("added_options")?,
        missing_fields: columns.json("missing_fields")?,
        notes: columns.json("notes")?,
        source_id: columns.get("source_id")?,
        missing: columns.json("missing")?,
        added: columns.get::<Option<i64>>("first_added")?.zip(columns.get("last_added")?),
        finished_at: moment(columns.get("finished_at")?),
    })
}

fn read_counts(columns: &mut ColumnReader<'_, '_>) -> rusqlite::Result<Counts> {
    Ok(Counts {
        rows: columns.count("rows")?,
        imported: columns.count("imported")?,
        updated: columns.count("updated")?,
        unchanged: columns.count("unchanged")?,
        skipped: columns.count("skipped")?,
        suppressed: columns.count("suppressed")?,
        errors: columns.count("errors")?,
    })
}
