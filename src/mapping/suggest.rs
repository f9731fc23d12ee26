//! Which field a column may go to where its header is not the field's name (spec section 5).
//!
//! ```text
//!   a free column ──┬─▶ preset      a recognised export has it for the field ─┐
//!                   ├─▶ reading     its words mean the field                  ├─▶ candidates ─▶ the best of each
//!                   ├─▶ near        it is spelled nearly so                   │                 field and column
//!                   └─▶ evidence    its values look so                        ┘
//! ```
//!
//! Evidence also speaks against: a column whose values are nothing of the kind is no candidate, and an empty one comes
//! last. A column that nothing speaks for gets no suggestion; a wrong one costs more than none.

mod candidates;
mod evidence;
mod meaning;
mod names;
mod near;
mod qualifiers;
mod reading;
#[cfg(test)]
mod tests;
mod vocabulary;

use super::Compiled;
use super::header::key;
use crate::model::{Column, ColumnEvidence, Fields, Identifier, Target};
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
}

/// Whether many lists have this header: it is the name of a standard field or a word for one, so it names nobody.
pub fn is_common_header(name: &str) -> bool {
    let header = key(name);
    let numbers_aside = header.trim_end_matches(|c: char| c.is_ascii_digit());
    Fields::standard().target(name).is_some() || reading::words().contains_key(numbers_aside)
}

/// What suggestions rest on.
struct Grounds<'a> {
    columns: &'a [Column],
    fields: &'a Fields,
    compiled: &'a Compiled,
    identifier: Option<Identifier>,
    evidence: &'a [ColumnEvidence],
}

/// Suggests fields for the columns that are free, each field and each column at most once, in the order of the columns.
/// `evidence` is that of all columns, in their order; empty where the rows were not looked at.
pub fn suggest(
    columns: &[Column],
    fields: &Fields,
    compiled: &Compiled,
    identifier: Option<Identifier>,
    evidence: &[ColumnEvidence],
) -> Vec<Suggestion> {
    let grounds = Grounds { columns, fields, compiled, identifier, evidence };
    let mut suggestions = Vec::new();
    for candidate in best_first(grounds.candidates()) {
        if !is_taken(&suggestions, &candidate) {
            suggestions.push(grounds.suggestion(candidate));
        }
    }
    suggestions.sort_by_key(|suggestion| suggestion.column);
    suggestions
}

/// Of equal ones the first column's.
fn best_first(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    candidates.sort_by_key(|candidate| (candidate.rank, candidate.column));
    candidates
}

fn is_taken(suggestions: &[Suggestion], candidate: &Candidate) -> bool {
    suggestions.iter().any(|known| known.column == candidate.column || known.target == candidate.target)
}

impl Grounds<'_> {
    fn suggestion(&self, candidate: Candidate) -> Suggestion {
        let Candidate { column, target, reason, .. } = candidate;
        let field_name = match target {
            Target::ContactId => Identifier::ContactId.field_name().to_owned(),
            Target::Field(id) => self.fields.name(id).to_owned(),
        };
        Suggestion { column, target, field_name, reason }
    }

    fn is_open(&self, target: Target) -> bool {
        self.compiled.mapping.slot_of(target).is_none()
    }
}
