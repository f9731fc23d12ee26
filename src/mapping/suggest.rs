//! Suggestions of fields for columns whose header is not a field's name (spec section 5).
//!
//! ```text
//!   a free column ──┬─▶ preset      a recognised export has it for the field ─┐
//!                   ├─▶ words       its words mean the field                  ├─▶ candidates ─▶ the best of each
//!                   ├─▶ near        its spelling is close to a known word     │                 field and column
//!                   └─▶ evidence    its values look like those of the field   ┘
//! ```
//!
//! A header that is a word for a field is enough, even where no value is of the kind: its rows are errors then, while a
//! column that is silently dropped would not be missed. Values alone suggest a field only to a person who looks at
//! them, and never where they may belong to another person: `Invited by` holds e-mail addresses too.

mod award;
mod candidates;
mod evidence;
mod header_parser;
mod name_pair;
mod names;
mod near;
mod neighbours;
mod qualifiers;
mod semantic;
#[cfg(test)]
mod tests;
mod vocabulary;

use super::header::{Header, key};
use super::{AmbiguousTarget, ColumnAnswer, Compiled, column_option};
use crate::model::{Column, ColumnStats, FieldId, Fields, KnownFields, NameOrder, Target};
use award::Award;
use candidates::Candidate;
use semantic::HeaderOrder;

/// Suggestion of a field for a column. It is never applied without consent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// Index of the column, from 0.
    pub column: usize,
    /// Target of the values.
    pub target: Target,
    /// Name of the field.
    pub field_name: String,
    /// Reason for a person: a phrase without a full stop, such as `German for a given name`. It holds no value of the
    /// source.
    pub reason: String,
    /// Doubt for which it must not be accepted unseen; `None` if it may.
    pub doubt: Option<Doubt>,
    /// Order of the names where the column holds full names to be split into First and Last Name; `target` is First
    /// Name then.
    pub split: Option<NameOrder>,
    /// First values of a column that is to be split, as they are in the source; no other suggestion has any.
    pub samples: Vec<String>,
}

/// Doubt about a suggestion that a person has to judge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// It rests on values alone, which may be those of somebody else.
    Values,
    /// Nothing shows the order of the names, or the header and the values show different ones.
    Order,
}

impl Suggestion {
    /// Returns true if it may be accepted unseen.
    pub fn is_acceptable(&self) -> bool {
        self.doubt.is_none()
    }

    /// Returns true if it rests on values alone.
    pub fn is_by_values(&self) -> bool {
        self.doubt == Some(Doubt::Values)
    }

    /// Formats all options between which a person has to choose, the likeliest first: both orders of names where the order
    /// is in doubt.
    pub fn options(&self, names: &[String]) -> Vec<String> {
        let other = self.split.filter(|_| self.doubt == Some(Doubt::Order)).map(NameOrder::other);
        let other = other.map(|order| Self { split: Some(order), ..self.clone() }.option(names));
        std::iter::once(self.option(names)).chain(other).collect()
    }

    /// Maps the column whole.
    fn unsplit(&mut self) {
        self.split = None;
        self.samples = Vec::new();
        self.doubt = self.doubt.filter(|doubt| *doubt != Doubt::Order);
    }

    /// Formats it as an option, with the names that `--map` takes: `--map 'Mobile=Phone Number'`, `--split Name`.
    pub fn option(&self, names: &[String]) -> String {
        let column = names.get(self.column).map_or("", String::as_str);
        column_option(column, &self.field_name, self.split)
    }

    /// Returns the fields that the column would fill: `First and Last Name` where it is split.
    pub fn fields(&self) -> &str {
        if self.split.is_some() { SPLIT_FIELDS } else { &self.field_name }
    }

    /// Returns true if the column would fill the field of this name.
    pub fn fills(&self, field: &str) -> bool {
        if self.split.is_some() { SPLIT_FIELD_NAMES.contains(&field) } else { self.field_name == field }
    }

    /// Returns the decision that accepts it.
    pub fn answer(&self) -> ColumnAnswer {
        ColumnAnswer { split: self.split, ..ColumnAnswer::into_target(self.column, self.target) }
    }
}

/// Fields of a column that is split, for a person.
pub const SPLIT_FIELDS: &str = "First and Last Name";

/// Names of the fields that a column which is split fills.
pub const SPLIT_FIELD_NAMES: [&str; 2] = ["First Name", "Last Name"];

/// Suggestions for the free columns of a source, in the order of the columns.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Suggested {
    /// At most one for each column and each field, except that Tags takes `Tag 1`, `Tag 2` and so on.
    pub suggestions: Vec<Suggestion>,
    /// Fields that several columns claim equally well; none of these is suggested.
    pub contested: Vec<AmbiguousTarget>,
    /// Columns that fit a field which has another column or a value, with the best suggestion for each.
    pub passed_over: Vec<Suggestion>,
}

/// Returns true if many lists have this header: the name of a standard field or a word for one, so it discloses
/// nothing.
pub fn is_common_header(name: &str) -> bool {
    let header = key(name);
    let numbers_aside = header.trim_end_matches(|c: char| c.is_ascii_digit());
    Fields::standard().target(name).is_some() || header_parser::words().contains_key(numbers_aside)
}

/// Returns the languages in which most headers are words for a field, such as `German`; empty where none is.
pub fn header_languages(columns: &[Column]) -> Vec<&'static str> {
    let mut counts: Vec<(&'static str, usize)> = Vec::new();
    let meanings = columns.iter().filter_map(|column| header_parser::parse_header(&column.name));
    for language in meanings.flat_map(|meaning| meaning.tongues) {
        match counts.iter_mut().find(|(known, _)| known == language) {
            Some((_, count)) => *count += 1,
            None => counts.push((language, 1)),
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or_default();
    counts.into_iter().filter(|(_, count)| *count == most).map(|(language, _)| language).collect()
}

/// Returns true if a header is the name of a contact field or means one.
pub fn means_a_field(name: &str, fields: &Fields) -> bool {
    fields.target(name).is_some() || header_parser::parse_header(name).is_some()
}

/// Returns the contact field that a header means, if it is a word for one.
pub fn field_meant_by(name: &str) -> Option<FieldId> {
    header_parser::parse_header(name).map(|meaning| meaning.meaning.field())
}

/// Returns true if a header says that its column holds something other than the known fields: `Fax`, `Invited by`,
/// `Status`.
pub fn is_about_something_else(name: &str) -> bool {
    Header::new(name).words.iter().any(|word| qualifiers::is_about_something_else(word))
}

/// Returns true if a header says that its column identifies its rows, or shares a word with the field that does: `Customer
/// No`, `CRM` for `CRM ID`.
pub fn shows_identifier(name: &str, field: &str) -> bool {
    let (header, field) = (Header::new(name), Header::new(field));
    header.words.iter().any(|word| qualifiers::is_about_identifiers(word) || field.words.contains(word))
}

/// Returns true if a header holds all words of a field's name: `Phone Number of the customer`.
pub fn names_field(name: &str, field: &str) -> bool {
    let (header, field) = (Header::new(name), Header::new(field));
    field.words.iter().all(|word| header.words.contains(word))
}

/// Returns true if a header says that its column holds calling codes: `Country Code`, `Vorwahl`, `Dial prefix`.
pub fn is_about_calling_codes(name: &str) -> bool {
    Header::new(name).words.iter().any(|word| qualifiers::is_about_calling_codes(word))
}

/// Inputs of the suggestions.
struct SuggestContext<'a> {
    columns: &'a [Column],
    headers: Vec<Header>,
    fields: &'a Fields,
    compiled: &'a Compiled,
    identifiers: &'a [Target],
    evidence: &'a [ColumnStats],
    /// Custom fields by what they mean.
    meanings: KnownFields,
}

/// Suggests fields for the free columns. `evidence` is that of all columns, in order; empty where the rows were not
/// examined.
pub fn suggest(
    columns: &[Column],
    fields: &Fields,
    compiled: &Compiled,
    identifiers: &[Target],
    evidence: &[ColumnStats],
) -> Suggested {
    let (headers, meanings) = (Header::all(columns), KnownFields::of(fields.iter()));
    let grounds = SuggestContext { columns, headers, fields, compiled, identifiers, evidence, meanings };
    // Greedy, best first: a column that fits two fields goes where it fits best, and the field it leaves goes to the
    // next.
    let candidates = best_first(grounds.candidates());
    let mut award = Award::new(&grounds);
    for (at, candidate) in candidates.iter().enumerate() {
        award.consider(candidate, &candidates[at..]);
    }
    award.done()
}

/// Sorts by rank; of equal ones the first column comes first.
fn best_first(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    candidates.sort_by_key(|candidate| (candidate.rank, candidate.column));
    candidates
}

impl SuggestContext<'_> {
    /// Returns the order of the names, and the doubt about it, if the candidate is a column of full names for First Name,
    /// and most values have two parts.
    fn order_of_names(&self, candidate: &Candidate) -> Option<(NameOrder, Option<Doubt>)> {
        let header = candidate.full_name.filter(|_| candidate.target == Target::Field(FieldId::FIRST_NAME))?;
        let evidence = self.evidence.get(candidate.column).filter(|evidence| evidence.holds_full_names())?;
        Some(match (header, evidence.shown_order()) {
            (HeaderOrder::Stated(order), Some(shown)) if shown != order => (order, Some(Doubt::Order)),
            (HeaderOrder::Stated(order), _) | (HeaderOrder::Usual(order), None) => (order, None),
            (_, Some(shown)) => (shown, None),
            (HeaderOrder::Unknown, None) => (NameOrder::default(), Some(Doubt::Order)),
        })
    }

    fn suggestion(&self, candidate: &Candidate) -> Suggestion {
        let Candidate { column, target, reason, .. } = candidate;
        let by_values = candidate.is_by_values().then_some(Doubt::Values);
        let (split, order_doubt) = self.order_of_names(candidate).unzip();
        Suggestion {
            column: *column,
            target: *target,
            field_name: self.fields.target_name(*target).to_owned(),
            reason: reason.clone(),
            doubt: by_values.or(order_doubt.flatten()),
            split,
            samples: split.map(|_| self.evidence[*column].samples.clone()).unwrap_or_default(),
        }
    }
}
