//! Which contacts a command is about, read from what was typed: words, tags, conditions on fields, imports, changes.
//!
//! ```text
//!   TEXT, --tag, --where …  ──▶ SelectionRequest ──▶ model::Selection ──▶ SQL (workspace)
//! ```

mod condition;
mod error;
mod layout;

pub use error::SelectionError;
pub use layout::{columns, sort_key};

use super::OpsError;
use super::contacts::looks_like_number;
use super::history::find_import;
use super::settings::typed_value_options;
use super::sources;
use crate::matching::names_similar;
use crate::model::{
    Condition, FieldId, FieldKind, Fields, Key, Selection, Since, SourceSelection, Target, Test, Text, Timestamp,
    moment_of,
};
use crate::values::{self, ParseOptions, Region, fold_name};
use crate::workspace::{CountScope, Snapshot, WorkspaceError};

/// Maximum number of words and tags: each takes one or two parameters in SQL, of which SQLite allows 32,766.
const MAX_WORDS: usize = 10_000;

/// Maximum number of conditions: one on a country may take as many parameters as there are countries.
const MAX_CONDITIONS: usize = 100;

/// What was typed to select contacts; all of it must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SelectionRequest {
    /// Words, or one phone number or e-mail address.
    pub text: Vec<String>,
    /// Tags that the contacts must have.
    pub tags: Vec<String>,
    /// Tags that they must not have.
    pub without_tags: Vec<String>,
    /// Conditions: `FIELD OP VALUE`.
    pub conditions: Vec<String>,
    /// ID of an import that added or changed them.
    pub import: Option<i64>,
    /// Since when they were added or changed: a day, `7d`, or `import:ID`.
    pub changed_since: Option<String>,
    /// Name of a source that holds them.
    pub source: Option<String>,
    /// True for those that the source held before and holds no more.
    pub missing: bool,
    /// Country of phone numbers without its code; no condition.
    pub region: Option<Region>,
}

impl SelectionRequest {
    /// Returns true if nothing was typed that selects contacts.
    pub fn is_empty(&self) -> bool {
        Self { region: None, ..self.clone() } == Self::default()
    }

    /// Reads the request by the fields and the history of a workspace.
    ///
    /// # Errors
    /// [`SelectionError`], or the workspace cannot be read.
    pub fn read(&self, snapshot: &Snapshot<'_>, now: Timestamp) -> Result<Selection, OpsError> {
        self.check_length()?;
        let rules = typed_value_options(snapshot, self.region)?;
        let fields = snapshot.fields()?;
        let conditions = self.conditions.iter().map(|text| condition::read(text, &fields, &rules, now));
        let selection = Selection {
            tags: self.tags.clone(),
            without_tags: self.without_tags.clone(),
            conditions: conditions.collect::<Result<_, _>>()?,
            import: self.import.map(|id| import(snapshot, id)).transpose()?,
            changed_since: self.changed_since.as_ref().map(|text| since(snapshot, text, now)).transpose()?,
            source: self.source.as_ref().map(|name| self.source(snapshot, name)).transpose()?,
            ..Selection::default()
        };
        self.with_text(selection, snapshot, &rules)
    }

    fn source(&self, snapshot: &Snapshot<'_>, name: &str) -> Result<SourceSelection, OpsError> {
        Ok(SourceSelection { source: sources::find(snapshot, name)?.id, is_missing: self.missing })
    }

    /// Adds the text: one whole number or address is looked up by its index, anything else by its words.
    fn with_text(
        &self,
        selection: Selection,
        snapshot: &Snapshot<'_>,
        rules: &ParseOptions,
    ) -> Result<Selection, OpsError> {
        let exact = exact_key(&self.text.join(" "), rules);
        if exact.is_some() {
            let whole = Selection { exact: exact.clone(), ..selection.clone() };
            if snapshot.has_contacts(&whole)? {
                return Ok(whole);
            }
        }
        // If no contact has it as a whole, a number may begin another one or stand in a custom field, and `@example.com`
        // is a word that occurs in addresses.
        if let Some(Key::Phone(number)) = exact {
            return Ok(Selection { number: Some(number), ..selection });
        }
        let words = self.text.iter().flat_map(|text| text.split_whitespace()).map(str::to_owned).collect();
        Ok(Selection { words, ..selection })
    }

    fn check_length(&self) -> Result<(), SelectionError> {
        let words = self.text.iter().map(|text| text.split_whitespace().count()).sum::<usize>();
        let count = words + self.tags.len() + self.without_tags.len();
        if count > MAX_WORDS {
            return Err(SelectionError::TooManyWords { count, most: MAX_WORDS });
        }
        if self.conditions.len() > MAX_CONDITIONS {
            return Err(SelectionError::TooManyConditions { count: self.conditions.len(), most: MAX_CONDITIONS });
        }
        Ok(())
    }
}

/// Returns the text as key of an identifier, if it is one.
fn exact_key(text: &str, rules: &ParseOptions) -> Option<Key> {
    if text.contains('@') {
        return Some(Key::Email(values::email_key(text.trim()).into()));
    }
    // Other digits, such as a year, are searched as words.
    if !looks_like_number(text) {
        return None;
    }
    values::read(&FieldKind::Phone, text, rules).ok().map(|number| Key::Phone(number.text))
}

/// Returns an import that has changed contacts, if it is known which.
fn import(snapshot: &Snapshot<'_>, id: i64) -> Result<i64, OpsError> {
    let import = find_import(snapshot, id)?;
    // Those that it added are known by themselves.
    let has_changed = import.outcome.counts.updated > 0 || import.outcome.missing.is_some();
    match import.pruned_by.filter(|_| has_changed) {
        Some(by) => Err(SelectionError::PrunedImport { id, by, import_tag: import.outcome.import_tag }.into()),
        None => Ok(id),
    }
}

/// Reads `7d`, a day, or `import:41`. What an export of the changes remembers under a name of its own is a
/// [`Since::Entry`] too.
fn since(snapshot: &Snapshot<'_>, text: &str, now: Timestamp) -> Result<Since, OpsError> {
    let not_a_moment = || SelectionError::NotAMoment { text: text.to_owned() };
    let since = match text.trim().strip_prefix("import:") {
        Some(id) => Since::Entry(find_import(snapshot, id.parse().map_err(|_| not_a_moment())?)?.id),
        None => Since::Moment(moment_of(text, now).ok_or_else(not_a_moment)?),
    };
    check_known(snapshot, since)?;
    Ok(since)
}

/// Checks that all that changed since a point in the history is known: of pruned entries it is not.
///
/// # Errors
/// [`SelectionError::PrunedSince`], or the workspace cannot be read.
pub fn check_known(snapshot: &Snapshot<'_>, since: Since) -> Result<(), OpsError> {
    match snapshot.newest_pruned(since)? {
        Some(newest) => Err(SelectionError::PrunedSince { newest }.into()),
        None => Ok(()),
    }
}

/// Heading of the Contact ID in lists, by which it is named too unless a field is called so.
pub const ID_HEADING: &str = "ID";

/// Returns the field of a name, or the Contact ID.
pub fn named_target(name: &str, fields: &Fields) -> Option<Target> {
    fields.target(name).or_else(|| name.trim().eq_ignore_ascii_case(ID_HEADING).then_some(Target::ContactId))
}

/// Finds the field of a name, or the Contact ID.
///
/// # Errors
/// [`SelectionError::UnknownField`] with names that are near.
pub fn target(name: &str, fields: &Fields) -> Result<Target, SelectionError> {
    named_target(name, fields).ok_or_else(|| {
        let known = fields.iter().map(|field| field.name.clone()).collect::<Vec<_>>();
        SelectionError::UnknownField { name: name.trim().to_owned(), near: near(name, &known), known }
    })
}

/// A tag that was typed and that no contact was ever given: a typing error, perhaps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownTag {
    /// The name.
    pub name: String,
    /// Tags with names that are near.
    pub near: Vec<String>,
    /// True if contacts with it are left out, so that without it more are selected.
    pub is_left_out: bool,
}

/// Returns the tags of a selection that no contact was ever given, each with near ones that a contact has.
///
/// # Errors
/// The workspace cannot be read.
pub fn unknown_tags(selection: &Selection, snapshot: &Snapshot<'_>) -> Result<Vec<UnknownTag>, WorkspaceError> {
    let wanted = selection.tags.iter().map(|tag| (tag.as_str(), false));
    let left_out = selection.without_tags.iter().map(|tag| (tag.as_str(), true));
    let of_conditions =
        selection.conditions.iter().flat_map(|condition| tags_of(condition).map(|tag| (tag, condition.is_negated)));
    let typed = wanted.chain(left_out).chain(of_conditions);
    let tags = snapshot.tags()?;
    let unknown: Vec<(&str, bool)> = typed.filter(|(name, _)| tags.interner.find(name).is_none()).collect();
    if unknown.is_empty() {
        return Ok(Vec::new());
    }
    let known: Vec<String> = snapshot.tags_in_use(CountScope::Everybody)?.into_iter().map(|tag| tag.name).collect();
    let unknown_tag = |(name, is_left_out): (&str, bool)| UnknownTag {
        name: name.trim().to_owned(),
        near: near(name, &known),
        is_left_out,
    };
    Ok(unknown.into_iter().map(unknown_tag).collect())
}

/// Returns the tags that a condition names.
fn tags_of(condition: &Condition) -> impl Iterator<Item = &str> {
    let names: &[Text] = match (&condition.target, &condition.test) {
        (Target::Field(FieldId::TAGS), Test::HasAll(names)) => names,
        _ => &[],
    };
    names.iter().map(Text::as_str)
}

/// Returns the names that may be meant by another one: similar, or one a part of the other.
fn near(name: &str, known: &[String]) -> Vec<String> {
    /// Maximum number of names offered.
    const MAX_NEAR: usize = 3;
    let typed = fold_name(name);
    let is_near = |known: &&String| {
        let known = fold_name(known);
        names_similar(&typed, &known) || (!typed.is_empty() && (known.contains(&*typed) || typed.contains(&*known)))
    };
    known.iter().filter(is_near).take(MAX_NEAR).cloned().collect()
}
