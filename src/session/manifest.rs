use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{Validity, recipe_digest};
use crate::model::{Counts, FieldId, Recipe, Timestamp, Uptime};

/// What a session knows: the format of `FILE.import.json`.
///
/// The file is one JSON object, indented by two blanks, with a line end. Its keys are those of this type in their
/// order, in kebab-case like the keys of saved mappings, behind `format` (`"contacts-session"`), `version` (`1`) and
/// `stage` (a [`Stage`], told for the reader), and before `seal`. What is not known is left out. Moments are RFC 3339 in
/// UTC, digests SHA-256 in lower-case hexadecimal. `seal` is HMAC-SHA256, in lower-case hexadecimal and under the key of
/// the workspace, of the object without it as JSON without blanks and line ends. A file that differs in one byte from
/// what its content makes is not taken: to change a session there are commands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Manifest {
    /// Its name: 32 random hexadecimal digits. The history keeps it with the import that came of it.
    pub id: String,
    /// The workspace into which the import goes.
    pub workspace: WorkspaceRef,
    /// The file that is imported.
    pub source: SourceFingerprint,
    /// What the person decided; without columns until they are mapped.
    pub recipe: Recipe,
    /// When the source was uploaded.
    pub uploaded_at: Timestamp,
    /// When the columns were mapped last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mapped_at: Option<Timestamp>,
    /// The last review.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<ReviewRecord>,
    /// The import that came of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub import: Option<ImportRef>,
    /// When it was cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancelled_at: Option<Timestamp>,
    /// The numbers of contact fields that were created while it was prepared. They become the import's, and go where it
    /// writes no row.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub new_fields: Vec<FieldId>,
}

/// For which workspace a session is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct WorkspaceRef {
    /// Its identity, which it has wherever it is moved.
    pub id: String,
    /// Where it was. Only to be shown, never to be opened.
    pub path: String,
}

/// What the source was when it was uploaded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct SourceFingerprint {
    /// Its name without folders. Only to be shown.
    pub name: String,
    /// In bytes.
    pub size: u64,
    /// SHA-256 of its bytes, in lower-case hexadecimal.
    pub digest: String,
    /// The encoding's name.
    pub encoding: String,
    /// What separates its cells.
    pub delimiter: char,
    /// Data rows.
    pub rows: u64,
    /// Rows that are left out because they are blank.
    pub blank_rows: u64,
    /// Its headers, cleaned (spec section 2.5).
    pub columns: Vec<String>,
}

/// What a review promised, and under which circumstances it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct ReviewRecord {
    /// When it was made: the hour in which the import must start begins here.
    pub at: Timestamp,
    /// How long the machine had been running then, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uptime: Option<Uptime>,
    /// The digest of the recipe that was reviewed ([`super::recipe_digest`]).
    pub recipe_digest: String,
    /// The workspace's number of changes that it looked at.
    pub workspace_revision: i64,
    /// The digest of what would become of each row.
    pub outcome_digest: String,
    /// What would become of the rows.
    pub counts: Counts,
    /// How many warnings there are.
    pub warnings: u64,
    /// How many issues of each code there are.
    pub issues: BTreeMap<String, u64>,
}

/// The import that a session became.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct ImportRef {
    /// Its number in the history.
    pub id: i64,
    /// When it ended.
    pub at: Timestamp,
}

/// How far a session is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// The source was checked.
    Uploaded,
    /// It is known which column goes where.
    Mapped,
    /// The outcome was shown.
    Reviewed,
    /// It is over: its rows were imported.
    Imported,
    /// It is over: it was given up.
    Cancelled,
}

impl Stage {
    /// Its name, as in the file.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Uploaded => "uploaded",
            Self::Mapped => "mapped",
            Self::Reviewed => "reviewed",
            Self::Imported => "imported",
            Self::Cancelled => "cancelled",
        }
    }
}

impl Manifest {
    /// How far it is, as the rest says.
    pub fn stage(&self) -> Stage {
        match self {
            Self { import: Some(_), .. } => Stage::Imported,
            Self { cancelled_at: Some(_), .. } => Stage::Cancelled,
            Self { review: Some(review), .. } if self.matches_review(review) => Stage::Reviewed,
            Self { mapped_at: Some(_), .. } => Stage::Mapped,
            _ => Stage::Uploaded,
        }
    }

    /// The columns are mapped, once more perhaps; an earlier review holds only if they are mapped as they were then.
    pub fn map(&mut self, recipe: Recipe, now: Timestamp) {
        self.recipe = recipe;
        self.mapped_at = Some(now);
    }

    /// Whether the recipe is the one that was reviewed.
    pub(super) fn matches_review(&self, review: &ReviewRecord) -> bool {
        recipe_digest(&self.recipe).is_ok_and(|digest| digest == review.recipe_digest)
    }

    /// The rules of its going on. `source` is the file beside which it lies, as the user named it.
    pub fn rules<'a>(&'a self, source: &'a Path) -> Validity<'a> {
        Validity::new(self, source)
    }
}
