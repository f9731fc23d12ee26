//! Diagnosis of a source: how it is written, what its columns look like, and which errors an import would find.

use std::num::NonZeroU64;
use std::path::Path;

use super::columns;
use crate::import::{Import, IssueSummary, RowObserver, RunContext, Summary};
use crate::model::{
    Cancel, Column, ColumnStats, FieldId, Fields, HeaderLine, Identifier, IssueCode, Mapping, Note, Observer,
    PlannedRow, Purpose, Severity, Slot, SlotSource, TagInterner, Target, Timestamp,
};
use crate::ops::OpsError;
use crate::ops::settings::Settings;
use crate::ops::setup::{ColumnResolution, ExpectedHeaders, HeaderBelow, ImportSpec, ResolvedMapping};
use crate::profile::ShapeProfile;
use crate::source::{Limits, Opening, Row, Source, SourceError, SourceInfo, SourceOptions};
use crate::workspace::{Workspace, WorkspaceError};

/// A source that was opened whatever its size.
pub struct OpenedSource {
    source: Source,
    is_encoding_sure: bool,
    header_below: Option<HeaderBelow>,
}

impl OpenedSource {
    /// Opens a source of any size. A guessed encoding is not confirmed, because no letter of the file is told; where
    /// another line than the first reads as the header, that one is taken and told.
    ///
    /// # Errors
    /// When the file cannot be read, or is no list.
    pub fn open(path: &Path, fields: &Fields, observer: &dyn Observer, cancel: &Cancel) -> Result<Self, SourceError> {
        // Without limits, so that a file over them is described too; the diagnosis says that an import refuses it.
        let limits = Limits { max_file_size: u64::MAX, max_rows: u64::MAX };
        let mut options = SourceOptions { limits, ..SourceOptions::default() };
        let (opening, is_encoding_sure) = match Opening::of(path, &options, cancel) {
            Err(SourceError::EncodingUnsure { guess, .. }) => {
                options.encoding = Some(guess);
                (Opening::of(path, &options, cancel)?, false)
            }
            opened => (opened?, true),
        };
        let header_below = ExpectedHeaders::of_saved(fields, None).below_first(&opening);
        let source = match header_below.and_then(|found| NonZeroU64::new(found.line)) {
            Some(line) => {
                let options = SourceOptions { header_line: Some(HeaderLine::At(line)), ..options };
                Source::open(path, &options, observer, cancel)?
            }
            None => opening.read(observer)?,
        };
        Ok(Self { source, is_encoding_sure, header_below })
    }
}

/// Fields and settings with which a source is tried.
pub struct TrialDefaults {
    /// The fields of the workspace, or the standard ones.
    pub fields: Fields,
    /// Its settings, or the defaults.
    pub settings: Settings,
    /// Reason why they are not those of the workspace; `None` also where there is no workspace.
    pub problem: Option<WorkspaceError>,
}

impl TrialDefaults {
    /// Reads them from a workspace, if there is one that can be read: a file can be described without it.
    ///
    /// # Errors
    /// A setting of the workspace is damaged.
    pub fn read(workspace: &Path) -> Result<Self, OpsError> {
        let known = Workspace::open_without_migration(workspace).and_then(|workspace| {
            let snapshot = workspace.snapshot()?;
            Ok((snapshot.fields()?, snapshot.settings()?))
        });
        match known {
            Ok((fields, settings)) => Ok(Self { fields, settings: Settings::read(&settings)?, problem: None }),
            Err(error) => Ok(Self {
                fields: Fields::standard(),
                settings: Settings { limits: Limits::default(), region: None },
                problem: Some(error).filter(|error| !matches!(error, WorkspaceError::Missing { .. })),
            }),
        }
    }
}

/// A source that is mapped and prescanned, to be tried.
pub struct SourceTrial<'a> {
    import: Import<'a>,
    notes: Vec<Note>,
    evidence: Vec<ColumnStats>,
    is_encoding_sure: bool,
    limits: Limits,
    preset: Option<&'static str>,
}

impl<'a> SourceTrial<'a> {
    /// Maps the columns by their names and suggestions, and prescans the rows: all columns for the notes, and those that
    /// an import would take.
    ///
    /// # Errors
    /// When the columns cannot be mapped, or the source cannot be read.
    pub fn prepare(opened: OpenedSource, defaults: &TrialDefaults, work: RunContext<'a>) -> Result<Self, OpsError> {
        let OpenedSource { mut source, is_encoding_sure, header_below } = opened;
        let (mapping, evidence) = map_as_suggested(&mut source, &defaults.fields, work.cancel)?;
        let preset = mapping.compiled.preset.map(|preset| preset.title);
        let (notes, source) = columns::profile(source, &mapping, &evidence, defaults, work)?;
        let import = mapping.prescan(source, None, (&defaults.settings, Vec::new()), Vec::new(), work)?.import;
        let header = header_below.map(|found| {
            let message =
                format!("the header seems to be on line {}; an import asks for it, or takes this option", found.line);
            Note::warning("header-below", message).option(format!("--header-line {}", found.line))
        });
        let notes = header.into_iter().chain(notes).collect();
        Ok(Self { import, notes, evidence, is_encoding_sure, limits: defaults.settings.limits, preset })
    }

    /// Reviews all rows against an empty workspace: the issues are those of the file alone, and none of them names a
    /// contact.
    ///
    /// # Errors
    /// When the source cannot be read.
    pub fn run(mut self, now: Timestamp) -> Result<SourceDiagnosis, OpsError> {
        let mut shapes = RowShapes(ShapeProfile::new(self.import.source().columns().len()));
        let empty = Workspace::in_memory(now)?;
        let review = self.import.review_shown(&empty.snapshot()?, &mut shapes)?;
        let mut notes = self.notes;
        notes.extend(columns::garbled(&self.import, &review.tally));
        Ok(SourceDiagnosis {
            is_encoding_sure: self.is_encoding_sure,
            limits: self.limits,
            notes,
            evidence: self.evidence,
            preset: self.preset,
            profile: shapes.0,
            tally: review.tally,
            mapping: self.import.request().mapping.clone(),
            source: self.import.into_source(),
        })
    }
}

/// Maps the columns by their names, and by the suggestions that may be accepted unseen. Purpose and identifier follow from
/// the fields that were found. Returns the statistics of the columns too.
fn map_as_suggested(
    source: &mut Source,
    fields: &Fields,
    cancel: &Cancel,
) -> Result<(ResolvedMapping, Vec<ColumnStats>), OpsError> {
    let mut spec = ImportSpec::new(Purpose::AddAll);
    let mut columns = ColumnResolution::look(source, &spec, fields, cancel)?;
    if columns.evidence.is_empty() {
        columns.sample(source, fields, cancel)?;
    }
    let mut compiled = columns.with_answers(source, fields, &columns.as_suggested())?;
    let has = |field| compiled.mapping.slot_of(Target::Field(field)).is_some();
    // Phone before email: the first of the two that is mapped becomes the identifier.
    let known = [(FieldId::PHONE, Identifier::Phone), (FieldId::EMAIL, Identifier::Email)];
    let identifier = known.into_iter().find(|(field, _)| has(*field)).map(|(_, identifier)| identifier);
    let purpose = match &identifier {
        None => Purpose::AddAll,
        Some(_) if has(FieldId::FIRST_NAME) => Purpose::AddUpdate,
        Some(_) => Purpose::Update,
    };
    compiled.identifiers.extend(identifier.as_ref().and_then(|identifier| identifier.target(fields)));
    spec.set_purpose(purpose, identifier.map(Into::into));
    Ok((ResolvedMapping { compiled, recipe: spec.recipe }, columns.evidence))
}

/// Counts the shapes of each row that the trial reads.
struct RowShapes(ShapeProfile);

impl RowObserver for RowShapes {
    fn row(&mut self, row: Row<'_>, _planned: &PlannedRow, _tags: &TagInterner) {
        self.0.note(row);
    }
}

/// What was found out about a source.
pub struct SourceDiagnosis {
    source: Source,
    /// True if the encoding is known rather than guessed.
    pub is_encoding_sure: bool,
    /// Title of the export that the headers were recognised as, if any.
    pub preset: Option<&'static str>,
    /// Notes on the columns, as an import tells them, without a word of the source.
    pub notes: Vec<Note>,
    /// Statistics of the columns over their first rows.
    pub evidence: Vec<ColumnStats>,
    /// Profile of each column.
    pub profile: ShapeProfile,
    limits: Limits,
    mapping: Mapping,
    tally: Summary,
}

/// A limit of the workspace that a source reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LimitReached {
    /// It must be smaller than this, in bytes.
    FileSize(u64),
    /// It must have fewer data rows than this.
    Rows(u64),
}

impl SourceDiagnosis {
    /// Size, rows, encoding, delimiter and notes.
    pub fn facts(&self) -> &SourceInfo {
        self.source.facts()
    }

    /// The columns of the header.
    pub fn columns(&self) -> &[Column] {
        self.source.columns()
    }

    /// Returns the limit for which an import into this workspace refuses the source.
    pub fn limit_reached(&self) -> Option<LimitReached> {
        let Limits { max_file_size, max_rows } = self.limits;
        if self.facts().size >= max_file_size {
            Some(LimitReached::FileSize(max_file_size))
        } else if self.facts().rows >= max_rows {
            Some(LimitReached::Rows(max_rows))
        } else {
            None
        }
    }

    /// Returns the field into which a column, counted from 0, is mapped.
    pub fn slot(&self, index: usize) -> Option<&Slot> {
        self.mapping.slots.iter().find(|slot| matches!(slot.source, SlotSource::Column(column) if column == index))
    }

    /// Returns the issues by code. A missing first name says nothing where no column has first names.
    pub fn issues(&self) -> impl Iterator<Item = (IssueCode, &IssueSummary)> {
        let has_first_names = self.mapping.slot_of(Target::Field(FieldId::FIRST_NAME)).is_some();
        let issues = self.tally.kinds.iter().map(|(code, issues)| (*code, issues));
        issues.filter(move |(code, _)| has_first_names || *code != IssueCode::FirstNameMissing)
    }

    /// Returns true if some row is in error.
    pub fn has_errors(&self) -> bool {
        self.issues().any(|(code, _)| code.severity() == Severity::Error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{NoObserver, SystemClock};
    use crate::ops::testing::now;

    #[allow(clippy::disallowed_methods, reason = "a list of another program")]
    fn diagnose(list: &str, max_rows: u64) -> SourceDiagnosis {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("leads.csv");
        std::fs::write(&path, list).unwrap();
        let cancel = Cancel::default();
        let mut defaults = TrialDefaults::read(&folder.path().join("workspace.db")).unwrap();
        defaults.settings.limits.max_rows = max_rows;
        let work = RunContext { observer: &NoObserver, cancel: &cancel, clock: &SystemClock, is_interactive: false };
        let opened = OpenedSource::open(&path, &defaults.fields, &NoObserver, &cancel).unwrap();
        SourceTrial::prepare(opened, &defaults, work).unwrap().run(now()).unwrap()
    }

    #[test]
    fn columns_are_mapped_as_suggested_and_rows_tried() {
        let found = diagnose("Vorname,Mobil\nAnn,+60123000001\nBob,nobody\n", 100);
        let fields: Vec<_> =
            (0..2).filter_map(|index| found.slot(index)).map(|slot| slot.field_name.as_str()).collect();
        assert_eq!(fields, ["First Name", "Phone Number"]);
        assert!(found.has_errors());
        assert_eq!((found.profile.columns[1].filled, found.limit_reached()), (2, None));
    }

    #[test]
    fn a_missing_first_name_says_nothing_where_no_column_has_one() {
        assert!(!diagnose("Email\nann@example.com\n", 100).has_errors());
        assert!(diagnose("First Name,Email\n,ann@example.com\n", 100).has_errors());
    }

    #[test]
    fn a_source_over_a_limit_is_described_all_the_same() {
        let found = diagnose("First Name\nAnn\nBob\n", 2);
        assert_eq!((found.limit_reached(), found.facts().rows), (Some(LimitReached::Rows(2)), 2));
    }
}
