//! Guards of an import, as they are typed and as job files hold them.

use serde::{Deserialize, Serialize};

use crate::model::Threshold;

/// Limits that an import must keep; they are checked before the first write (spec section 7).
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Guards {
    /// Maximum number or share of rows in error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_errors: Option<Threshold>,
    /// Maximum number of warnings, or their number as a share of all rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_warnings: Option<Threshold>,
    /// Maximum number or share of rows that add a contact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_new: Option<Threshold>,
    /// Maximum number or share of rows that update a contact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_updates: Option<Threshold>,
    /// Maximum number or share of rows that add a person who may already be a contact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_near: Option<Threshold>,
    /// Minimum number of rows, or their part of the rows of the source's last list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_rows: Option<Threshold>,
}

impl Guards {
    /// Returns true if any guard is set.
    pub fn any(&self) -> bool {
        *self != Self::default()
    }

    /// Returns these guards, and where they say nothing, the other ones.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        // Taken apart without `..`, so that a guard that is added later cannot be forgotten here.
        let Self { max_errors, max_warnings, max_new, max_updates, max_near, min_rows } = self;
        Self {
            max_errors: max_errors.or(other.max_errors),
            max_warnings: max_warnings.or(other.max_warnings),
            max_new: max_new.or(other.max_new),
            max_updates: max_updates.or(other.max_updates),
            max_near: max_near.or(other.max_near),
            min_rows: min_rows.or(other.min_rows),
        }
    }

    /// Returns the guards that are set: the names of their options, without `--`, and their values.
    pub fn entries(&self) -> Vec<(&'static str, String)> {
        let Self { max_errors, max_warnings, max_new, max_updates, max_near, min_rows } = self;
        let thresholds = [
            ("max-errors", max_errors),
            ("max-warnings", max_warnings),
            ("max-new", max_new),
            ("max-updates", max_updates),
            ("max-near", max_near),
            ("min-rows", min_rows),
        ];
        thresholds.into_iter().filter_map(|(name, limit)| Some((name, limit.as_ref()?.to_string()))).collect()
    }
}
