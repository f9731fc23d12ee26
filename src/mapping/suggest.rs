//! Which field a column may go to where its header is not the field's name (spec section 5).
//!
//! ```text
//!   a free column ──┬─▶ preset      a recognised export has it for the field ─┐
//!                   ├─▶ reading     its words mean the field                  ├─▶ candidates ─▶ the best of each
//!                   ├─▶ near        it is spelled nearly so                   │                 field and column
//!                   └─▶ evidence    its values look so                        ┘
//! ```
//!
//! A header that is a field's word is enough, even where no value is of the kind: its rows are errors then, and a column
//! that is dropped would be missed by nobody. Values alone suggest only to a person who looks at them, and never what
//! cannot be told from another person's: `Invited by` holds e-mail addresses too.

mod award;
mod candidates;
mod evidence;
mod header_parser;
mod names;
mod near;
mod qualifiers;
mod semantic;
#[cfg(test)]
mod tests;
mod vocabulary;

use super::header::{Header, key};
use super::{AmbiguousTarget, Compiled};
use crate::model::{Column, ColumnStats, Fields, Identifier, Target};
use award::Award;
use candidates::Candidate;

/// A column that may go to a field. It is never mapped without being asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The column's index, from 0.
    pub column: usize,
    /// Where its values would go.
    pub target: Target,
    /// The field's name.
    pub field_name: String,
    /// Why, for a person: a phrase without a full stop, such as `German for a given name`. It holds no value of the source.
    pub reason: String,
    /// Whether it rests on values alone, so that nobody takes it unseen.
    pub is_by_values: bool,
}

/// What is suggested for the free columns of a source, in the order of the columns.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Suggested {
    /// Each column at most once, and each field, but that Tags takes `Tag 1`, `Tag 2` and so on.
    pub suggestions: Vec<Suggestion>,
    /// Fields that several columns claim equally well; none is suggested.
    pub contested: Vec<AmbiguousTarget>,
    /// What speaks for a field that has another column or a value, the best for each column.
    pub passed_over: Vec<Suggestion>,
}

/// Whether many lists have this header: it is the name of a standard field or a word for one, so it names nobody.
pub fn is_common_header(name: &str) -> bool {
    let header = key(name);
    let numbers_aside = header.trim_end_matches(|c: char| c.is_ascii_digit());
    Fields::standard().target(name).is_some() || header_parser::words().contains_key(numbers_aside)
}

/// Whether a header says that its column holds something else than the fields that are known: `Fax`, `Invited by`, `Status`.
pub fn is_about_something_else(name: &str) -> bool {
    Header::new(name).words.iter().any(|word| qualifiers::is_about_something_else(word))
}

/// What suggestions rest on.
struct SuggestContext<'a> {
    columns: &'a [Column],
    headers: Vec<Header>,
    fields: &'a Fields,
    compiled: &'a Compiled,
    identifier: Option<Identifier>,
    evidence: &'a [ColumnStats],
}

/// Suggests fields for the columns that are free. `evidence` is that of all columns, in their order; empty where the rows
/// were not looked at.
pub fn suggest(
    columns: &[Column],
    fields: &Fields,
    compiled: &Compiled,
    identifier: Option<Identifier>,
    evidence: &[ColumnStats],
) -> Suggested {
    let grounds = SuggestContext { columns, headers: Header::all(columns), fields, compiled, identifier, evidence };
    let candidates = best_first(grounds.candidates());
    let mut award = Award::new(&grounds);
    for (at, candidate) in candidates.iter().enumerate() {
        award.consider(candidate, &candidates[at..]);
    }
    award.done()
}

/// Of equal ones the first column's.
fn best_first(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    candidates.sort_by_key(|candidate| (candidate.rank, candidate.column));
    candidates
}

impl SuggestContext<'_> {
    fn suggestion(&self, candidate: &Candidate) -> Suggestion {
        let Candidate { column, target, reason, .. } = candidate;
        Suggestion {
            column: *column,
            target: *target,
            field_name: self.fields.target_name(*target).to_owned(),
            reason: reason.clone(),
            is_by_values: candidate.is_by_values(),
        }
    }
}
