//! Which contacts are meant: the conditions that commands for several contacts share, and the order in which the
//! contacts come.

use crate::model::{Key, Target, Text, Timestamp, ValueOrder};

/// Contacts that meet every one of these conditions; without a condition, all contacts.
///
/// Commands read it with `ops::selection` from what was typed, and `workspace` compiles it to SQL: pass it to
/// `Snapshot::each_contact`, `Snapshot::count_selected` or `WriteTransaction::select_contacts`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Words that must all occur in the values, custom fields included, regardless of case, accents and Unicode form.
    pub words: Vec<String>,
    /// An identifier that the contact must have; found by index.
    pub exact: Option<Key>,
    /// Phone number with which that of the contact must begin, found by index, or which must occur in a custom field.
    pub number: Option<Text>,
    /// Tags that the contact must have.
    pub tags: Vec<String>,
    /// Tags that the contact must not have.
    pub without_tags: Vec<String>,
    /// Conditions on fields.
    pub conditions: Vec<Condition>,
    /// ID of an import that must have added the contact, or changed a field or tag of it.
    pub import: Option<i64>,
    /// Point in the history after which the contact must have been added, or a field or tag of it changed.
    pub changed_since: Option<Since>,
    /// Moment before which the contact must have been changed last.
    pub unchanged_since: Option<Timestamp>,
    /// Source that must hold the contact, or from whose list it must be missing.
    pub source: Option<SourceSelection>,
}

impl Selection {
    /// Returns true if it selects all contacts.
    pub fn is_everybody(&self) -> bool {
        *self == Self::default()
    }
}

/// Contacts of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SourceSelection {
    /// ID of the source.
    pub source: i64,
    /// True for contacts that it held before and holds no more, false for those that it holds.
    pub is_missing: bool,
}

/// A condition on a field, or on the Contact ID.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// What is tested.
    pub target: Target,
    /// The test; a field without a value passes none.
    pub test: Test,
    /// True if the contact must not pass the test. A field without a value meets such a condition.
    pub is_negated: bool,
}

/// A test of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// There is a value.
    IsSet,
    /// The value stands in this relation to another one, which is given as its key in this order.
    Compares(Relation, ValueOrder, Text),
    /// All of these are among the tags, or among the chosen options.
    HasAll(Vec<Text>),
    /// The value is one of these.
    IsOneOf(Vec<Text>),
    /// A folded text occurs in the value; of tags, in one of them.
    Contains(Text),
}

/// Relation of a value to another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// `=`
    Equal,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
}

/// Point in the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// A moment: entries that ended then or later count.
    Moment(Timestamp),
    /// Behind a history entry: only later ones count.
    Entry(i64),
}

/// Order of contacts by a field; contacts without a value come last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SortKey {
    /// The field, or the Contact ID.
    pub target: Target,
    /// Order of its values.
    pub order: ValueOrder,
    /// True if the greatest value comes first.
    pub is_descending: bool,
}

/// Contacts in an order, up to a number of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// The contacts.
    pub selection: Selection,
    /// Order by the first key, of equal values by the next, at last by ascending ID.
    pub sort: Vec<SortKey>,
    /// Maximum number of contacts.
    pub limit: Option<u64>,
}
