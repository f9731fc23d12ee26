//! Results of rows: matches, planned changes, statuses and issues.
//!
//! | file | what |
//! |---|---|
//! | `matches`, `near_miss` | contacts that a row matches, or may match |
//! | `change` | the planned effect of a row |
//! | `status` | statuses of rows and their counts |
//! | `issue`, `row_issues` | errors and warnings, with stable codes |
//! | `garbled`, `misfit` | texts that were decoded wrongly, and rows that do not fit the header |
//! | `notification` | what is told when the import has ended |

mod change;
mod garbled;
mod issue;
mod matches;
mod misfit;
mod near_miss;
mod notification;
mod row_issues;
mod status;

pub use change::{Action, Addition, CellInput, ContactChange, FieldChange, PlannedRow, Update};
pub use garbled::{Garbled, is_garbled_form};
pub use issue::{Diagnostic, Issue, IssueCode, Severity};
pub use matches::{Matched, Matches};
pub use misfit::Misfit;
pub use near_miss::{NearMiss, NearMissReason};
pub use notification::{Notification, NotificationStatus};
pub use row_issues::{FurtherIssues, MAX_ISSUES, RowIssues};
pub use status::{Counts, RowStatus};
