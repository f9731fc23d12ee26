use std::collections::BTreeMap;
use std::time::Duration;

use rusqlite::types::Type;
use rusqlite::{OptionalExtension, Row};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::journal::moment;
use super::{Snapshot, WorkspaceError, WriteTransaction};
use crate::model::{self, Counts, CreatedField, ImportOptions, MappedColumn, MissingField, Timestamp};

/// What is known of an import when it begins to write.
#[derive(Debug, Clone)]
pub struct NewImport {
    /// The source as it was named, made absolute.
    pub source: String,
    /// Its size in bytes.
    pub source_size: u64,
    /// SHA-256 of its bytes, in hex.
    pub source_digest: String,
    /// Its encoding.
    pub encoding: String,
    /// The purpose's name.
    pub purpose: &'static str,
    /// The identifier's name.
    pub identifier: Option<&'static str>,
    /// Which column went to which field.
    pub mapping: Vec<MappedColumn>,
    /// The other options.
    pub options: ImportOptions,
    /// Its delimiter: one ASCII character.
    pub delimiter: u8,
    /// Whether its files begin with a byte order mark.
    pub has_bom: bool,
    /// The headers of its results file, without `Import Status` and `Errors`.
    pub columns: Vec<String>,
    /// Where its results file goes.
    pub results_path: String,
    /// Where its errors file goes, if there are errors.
    pub errors_path: String,
    /// What shows that this user of this machine began it; `None` where that is not known.
    pub files_seal: Option<String>,
    /// When it began.
    pub started_at: Timestamp,
    /// Until when its results are kept.
    pub results_until: Timestamp,
}

/// What is known of an import when it has written everything.
#[derive(Debug, Clone)]
pub struct ImportRecord {
    /// The four counts.
    pub counts: Counts,
    /// Rows that were left out because they were blank.
    pub blank_rows: u64,
    /// How many warnings there were.
    pub warnings: u64,
    /// How many issues of each code there were.
    pub issues: BTreeMap<String, u64>,
    /// The import tag; `None` when no contact got one.
    pub import_tag: Option<String>,
    /// Contact fields that it created.
    pub created_fields: Vec<CreatedField>,
    /// The fields that it left out because of the columns of its list.
    pub missing_fields: Vec<MissingField>,
    /// The first and the last id of the contacts that it added.
    pub added: Option<(i64, i64)>,
    /// When it ended.
    pub finished_at: Timestamp,
}

/// An import as the history has it.
#[derive(Debug, Clone)]
pub struct ImportEntry {
    /// Its number in the history.
    pub id: i64,
    /// What it began with.
    pub begun: NewImport,
    /// What came of it.
    pub outcome: ImportRecord,
    /// Whether its files are still to be made.
    pub files_pending: bool,
    /// The entry that took it back; `None` while it holds.
    pub undone_by: Option<i64>,
}

impl ImportEntry {
    /// How long it took.
    pub fn elapsed(&self) -> Duration {
        (self.outcome.finished_at - self.begun.started_at).to_std().unwrap_or_default()
    }
}

impl ImportRecord {
    /// What is kept beside the options of the import, where there is any.
    fn besides_options(&self) -> BTreeMap<&'static str, serde_json::Value> {
        let kept = [
            ("created_fields", serde_json::json!(self.created_fields)),
            ("missing_fields", serde_json::json!(self.missing_fields)),
        ];
        kept.into_iter().filter(|(_, fields)| fields.as_array().is_some_and(|fields| !fields.is_empty())).collect()
    }
}

const COLUMNS: &str =
    "id, source, source_size, source_digest, encoding, purpose, identifier, mapping, options, delimiter,
    has_bom, columns, results_path, errors_path, started_at, results_until, rows, imported, updated, unchanged, skipped,
    errors, blank_rows, warnings, issues, import_tag, first_added, last_added, finished_at, files_pending,
    undone_by, files_seal, coalesce(options -> 'created_fields', '[]'), coalesce(options -> 'missing_fields', '[]')";

impl Snapshot<'_> {
    /// The import that came of a session, and when it ended; `None` while there is none.
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

    /// The number that the next history entry will get.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn next_history_id(&self) -> Result<i64, WorkspaceError> {
        self.sql(|connection| {
            connection
                .query_row("SELECT seq + 1 FROM sqlite_sequence WHERE name = 'history'", [], |row| row.get(0))
                .optional()
        })
        .map(|id| id.unwrap_or(1))
    }

    /// The import that ended last.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn last_import(&self) -> Result<Option<ImportEntry>, WorkspaceError> {
        Ok(self.select_imports("ORDER BY id DESC LIMIT 1", [])?.pop())
    }

    /// One import.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn import(&self, id: i64) -> Result<Option<ImportEntry>, WorkspaceError> {
        Ok(self.select_imports("WHERE id = ?1", [id])?.pop())
    }

    /// Imports that are committed but whose files are not in their place: their process ended in between.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn imports_without_files(&self) -> Result<Vec<ImportEntry>, WorkspaceError> {
        self.select_imports("WHERE files_pending = 1 ORDER BY id", [])
    }

    fn select_imports(&self, rest: &str, params: impl rusqlite::Params) -> Result<Vec<ImportEntry>, WorkspaceError> {
        self.sql(|connection| {
            let sql = format!("SELECT {COLUMNS} FROM imports JOIN history USING (id) {rest}");
            connection.prepare_cached(&sql)?.query_map(params, read_entry)?.collect()
        })
    }
}

impl WriteTransaction<'_> {
    /// Opens the history entry of an import and returns its number.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn begin_import(&self, import: &NewImport) -> Result<i64, WorkspaceError> {
        self.sql(|connection| {
            let started = import.started_at.timestamp_millis();
            connection.execute(
                "INSERT INTO history (kind, started_at, finished_at) VALUES ('import', ?1, ?1)",
                [started],
            )?;
            let id = connection.last_insert_rowid();
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

    /// Writes what came of an import into its history entry.
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
                   options = json_patch(options, ?14)
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
                ],
            )
        })
        .map(drop)
    }

    /// Notes that an import's files are in their place. It counts as no change of content, so the revision stays.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn settle_files(self, id: i64) -> Result<(), WorkspaceError> {
        self.sql(|connection| connection.execute("UPDATE imports SET files_pending = 0 WHERE id = ?1", [id]))?;
        self.commit_without_revision()
    }
}

fn read_entry(row: &Row<'_>) -> rusqlite::Result<ImportEntry> {
    let count = |index| row.get::<_, i64>(index).map(i64::cast_unsigned);
    let moment = |index| row.get(index).map(moment);
    let first: Option<i64> = row.get(26)?;
    let last: Option<i64> = row.get(27)?;
    Ok(ImportEntry {
        id: row.get(0)?,
        begun: NewImport {
            source: row.get(1)?,
            source_size: count(2)?,
            source_digest: row.get(3)?,
            encoding: row.get(4)?,
            purpose: known_name(row.get_ref(5)?.as_str()?),
            identifier: row.get_ref(6)?.as_str_or_null()?.map(known_name),
            mapping: from_json(row, 7)?,
            options: from_json(row, 8)?,
            delimiter: row.get_ref(9)?.as_str()?.bytes().next().unwrap_or(b','),
            has_bom: row.get(10)?,
            columns: from_json(row, 11)?,
            results_path: row.get(12)?,
            errors_path: row.get(13)?,
            files_seal: row.get(31)?,
            started_at: moment(14)?,
            results_until: moment(15)?,
        },
        outcome: ImportRecord {
            counts: Counts {
                rows: count(16)?,
                imported: count(17)?,
                updated: count(18)?,
                unchanged: count(19)?,
                skipped: count(20)?,
                errors: count(21)?,
            },
            blank_rows: count(22)?,
            warnings: count(23)?,
            issues: from_json(row, 24)?,
            import_tag: row.get(25)?,
            created_fields: from_json(row, 32)?,
            missing_fields: from_json(row, 33)?,
            added: first.zip(last),
            finished_at: moment(28)?,
        },
        files_pending: row.get(29)?,
        undone_by: row.get(30)?,
    })
}

/// The names of purposes and identifiers are few and fixed; one that is not known is shown as such.
fn known_name(name: &str) -> &'static str {
    ["add", "update", "add-update", "add-all", "phone", "email", "contact-id"]
        .into_iter()
        .find(|known| *known == name)
        .unwrap_or("unknown")
}

fn to_json(value: &impl Serialize) -> rusqlite::Result<String> {
    model::to_json(value).map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
}

fn from_json<T: DeserializeOwned>(row: &Row<'_>, index: usize) -> rusqlite::Result<T> {
    serde_json::from_str(row.get_ref(index)?.as_str()?)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(index, Type::Text, error.into()))
}
