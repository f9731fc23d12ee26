//! The manifest of a session: the content and format of `FILE.import.json`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::recipe_digest;
use crate::model::{Column, ColumnChoice, Counts, FieldDefinition, FieldId, LeftOutReason, Recipe, Timestamp, Uptime};

/// State of a session: the format of `FILE.import.json`.
///
/// The file is one JSON object, indented by two spaces, with a final line end. Its keys are the fields of this type in
/// order, in kebab-case as in saved mappings, after `format` (`"contacts-session"`), `version` (`1`) and `stage` (a
/// [`Stage`], for readers), and before `seal`. Unknown values are left out. Times are RFC 3339 in UTC, digests SHA-256
/// in lower-case hexadecimal. `seal` is the HMAC-SHA256, in lower-case hexadecimal and under the workspace's key, of
/// the object without it as JSON without spaces and line ends. A file that differs in one byte from what its content
/// serialises to is refused: sessions are changed by commands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Manifest {
    /// ID of the session: 32 random hexadecimal digits. The history keeps it with the import.
    pub id: String,
    /// Workspace into which the import goes.
    pub workspace: WorkspaceRef,
    /// Fingerprint of the file that is imported.
    pub source: SourceFingerprint,
    /// Decisions of the user; without columns until they are mapped.
    pub recipe: Recipe,
    /// Time of the upload.
    pub uploaded_at: Timestamp,
    /// True if the questions of the upload were left before the last one; the recipe has the answers so far.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_unfinished: bool,
    /// Time of the latest mapping.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mapped_at: Option<Timestamp>,
    /// The latest review.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<ReviewRecord>,
    /// The import that the session became.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub import: Option<ImportRef>,
    /// Time of the cancellation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancelled_at: Option<Timestamp>,
    /// IDs of contact fields created during preparation. They become the import's, and are dropped if it writes no row.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub new_fields: Vec<FieldId>,
    /// Doubts about values that the user has answered, and is not asked about again: a kind and the name of a column each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answered_doubts: Vec<String>,
    /// Columns that the latest mapping leaves out, each with its reason: review and import tell them too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<LeftOutReason>,
    /// Contact fields that columns go to and that are not there: not created yet, because the questions were left before the
    /// last one, or deleted with a session that was cancelled.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub planned_fields: Vec<FieldDefinition>,
}

/// The workspace of a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct WorkspaceRef {
    /// ID of the workspace, which stays when it is moved.
    pub id: String,
    /// Path of the workspace. Only to be shown, never to be opened.
    pub path: String,
}

/// Fingerprint of the source as it was uploaded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct SourceFingerprint {
    /// File name without folders. Only to be shown.
    pub name: String,
    /// Size in bytes.
    pub size: u64,
    /// SHA-256 of its bytes, in lower-case hexadecimal.
    pub digest: String,
    /// Name of the encoding.
    pub encoding: String,
    /// Delimiter between cells.
    pub delimiter: char,
    /// Number of data rows.
    pub rows: u64,
    /// Number of blank rows, which are left out.
    pub blank_rows: u64,
    /// Cleaned headers (spec section 2.5).
    pub columns: Vec<String>,
}

impl SourceFingerprint {
    /// Returns the columns, with cleaned headers for those of the file, which are not kept.
    pub fn as_columns(&self) -> Vec<Column> {
        let column = |(position, name): (usize, &String)| Column { position, name: name.clone(), raw: name.clone() };
        (1..).zip(&self.columns).map(column).collect()
    }
}

/// Outcome of a review, and the circumstances under which it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct ReviewRecord {
    /// Time of the review: the hour in which the import must start begins here.
    pub at: Timestamp,
    /// Uptime of the machine at the review, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uptime: Option<Uptime>,
    /// Digest of the recipe that was reviewed ([`super::recipe_digest`]).
    pub recipe_digest: String,
    /// Revision of the workspace that was reviewed.
    pub workspace_revision: i64,
    /// Digest of what would become of each row.
    pub outcome_digest: String,
    /// Counts of rows by outcome.
    pub counts: Counts,
    /// Number of warnings.
    pub warnings: u64,
    /// Number of issues by code.
    pub issues: BTreeMap<String, u64>,
}

/// The import that a session became.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct ImportRef {
    /// Number of the import in the history.
    pub id: i64,
    /// Time at which the import ended.
    pub at: Timestamp,
}

/// Stage of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// The source has been checked, and some questions of the upload are answered.
    Begun,
    /// The source has been checked, and the upload is done.
    Uploaded,
    /// The columns have been mapped.
    Mapped,
    /// The outcome has been reviewed.
    Reviewed,
    /// Over: its rows were imported.
    Imported,
    /// Over: it was cancelled.
    Cancelled,
}

impl Stage {
    /// Returns the name of the stage, as in the file.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Begun => "begun",
            Self::Uploaded => "uploaded",
            Self::Mapped => "mapped",
            Self::Reviewed => "reviewed",
            Self::Imported => "imported",
            Self::Cancelled => "cancelled",
        }
    }
}

impl Manifest {
    /// Returns the stage, derived from the other fields.
    pub fn stage(&self) -> Stage {
        match self {
            Self { import: Some(_), .. } => Stage::Imported,
            Self { cancelled_at: Some(_), .. } => Stage::Cancelled,
            // A review of another recipe does not count: mapping again takes the session back to Mapped.
            Self { review: Some(review), .. } if self.matches_review(review) => Stage::Reviewed,
            Self { mapped_at: Some(_), .. } => Stage::Mapped,
            Self { is_unfinished: true, .. } => Stage::Begun,
            _ => Stage::Uploaded,
        }
    }

    /// Records a mapping of the columns, and why it leaves some out; an earlier review holds only if the recipe is the same
    /// as then.
    pub fn map(&mut self, (recipe, left_out): (Recipe, Vec<LeftOutReason>), now: Timestamp) {
        (self.recipe, self.left_out) = (recipe, left_out);
        self.planned_fields.clear();
        self.mapped_at = Some(now);
    }

    /// Records answers about columns of a mapping that is not done, with the fields that it would create.
    pub fn map_in_part(&mut self, columns: Vec<ColumnChoice>, planned: Vec<FieldDefinition>) {
        (self.recipe.columns, self.planned_fields) = (columns, planned);
        self.mapped_at = None;
    }

    /// Returns true if the recipe is the one that was reviewed.
    pub(super) fn matches_review(&self, review: &ReviewRecord) -> bool {
        recipe_digest(&self.recipe).is_ok_and(|digest| digest == review.recipe_digest)
    }
}
