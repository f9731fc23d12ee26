//! A picture of the contact base: contacts by country, source and month, filled fields, tags, duplicates and growth.
//!
//! ```text
//!   Selection ─▶ which contacts
//!   contacts ──▶ counted by SQL ──▶ countries, filled fields, duplicates
//!   history ───▶ entries that added or removed contacts ──▶ sources, months
//! ```

mod countries;
mod history;

use serde::Serialize;

use super::OpsError;
use crate::model::{Cancel, Field, Identifier, Month, Selection, Timestamp};
use crate::workspace::{CountScope, SharedAddresses, SharedKeys, SharedValues, Snapshot, TagUse};

/// Counts over all contacts or the selected ones, for people and as JSON. Lists are whole, the largest count first; fields
/// keep their order, and months theirs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stats {
    /// Contacts that are counted: all of them, or those that are selected.
    pub contacts: u64,
    /// All contacts of the workspace.
    pub all_contacts: u64,
    /// Contacts by country.
    pub countries: Vec<CountryCount>,
    /// Contacts of which neither Country nor phone number tells a country.
    pub without_country: u64,
    /// Contacts by the list that added them.
    pub sources: Vec<SourceCount>,
    /// Growth, from the month of the first contact to this month; of a selection, when its contacts of today came.
    pub months: Vec<MonthCount>,
    /// Contact fields with the number of contacts that have a value.
    pub fields: Vec<FieldFill>,
    /// Tags with their contacts.
    pub tags: Vec<TagCount>,
    /// Contacts that may be one person.
    pub duplicates: DuplicateCounts,
}

/// Contacts of a country.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CountryCount {
    /// ISO 3166 alpha-2 code.
    pub country: String,
    /// English name, or the code where there is none.
    pub name: String,
    /// All of them.
    pub contacts: u64,
    /// Contacts whose field Country says so.
    pub by_field: u64,
    /// Contacts without a Country whose phone number is of this country.
    pub by_phone: u64,
}

/// Contacts that were added from a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceCount {
    /// File name of the list; `None` for contacts that no import added.
    pub source: Option<String>,
    /// Imports of a list of this name that added some of these contacts.
    pub imports: u64,
    /// Contacts that are still there.
    pub contacts: u64,
}

/// Contacts that came and went in a month, in local time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct MonthCount {
    /// The month.
    pub month: Month,
    /// Contacts of today that were added in it.
    pub contacts: u64,
    /// Contacts that were added or brought back.
    pub added: u64,
    /// Contacts that were removed, by whatever command.
    pub removed: u64,
    /// Number of contacts at its end.
    pub total: u64,
}

/// Contacts with a value in a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldFill {
    /// Name of the field.
    pub field: String,
    /// Contacts with a value.
    pub filled: u64,
}

/// Contacts with a tag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TagCount {
    /// Name of the tag.
    pub tag: String,
    /// Contacts that have it.
    pub contacts: u64,
    /// True if an import gave it to all that it added or updated.
    pub import_tag: bool,
}

/// Contacts that share a phone number or an e-mail address.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct DuplicateCounts {
    /// Groups that `duplicates` lists.
    pub groups: u64,
    /// Shared phone numbers.
    pub phone: SharedValues,
    /// Shared e-mail addresses.
    pub email: SharedValues,
}

impl DuplicateCounts {
    /// Returns the shared values with the names of their fields.
    pub fn by_field(&self) -> [(&'static str, SharedValues); 2] {
        [("Phone Number", self.phone), ("Email", self.email)]
    }
}

impl Stats {
    /// Keeps at most `limit` entries of each list: the largest counts, and the latest months. Fields stay.
    pub fn truncate(&mut self, limit: usize) {
        self.countries.truncate(limit);
        self.sources.truncate(limit);
        self.tags.truncate(limit);
        self.months.drain(..self.months.len().saturating_sub(limit));
    }
}

/// Counts the selected contacts of one state of the workspace, as if there were no others.
///
/// # Errors
/// When the workspace cannot be read; [`OpsError::Interrupted`] once the cancel flag is set.
pub fn collect(
    snapshot: &Snapshot<'_>,
    selection: &Selection,
    cancel: &Cancel,
    now: Timestamp,
) -> Result<Stats, OpsError> {
    let check = || cancel.check();
    let all_contacts = snapshot.contact_count()?;
    let (scope, contacts) = if selection.is_everybody() {
        (CountScope::Everybody, all_contacts)
    } else {
        (CountScope::Selected, snapshot.select_contacts(selection)?)
    };
    check()?;
    let fields = fill(snapshot, scope)?;
    check()?;
    let countries = countries::count(snapshot, scope, cancel)?;
    let with_country: u64 = countries.iter().map(|country| country.contacts).sum();
    check()?;
    let entries = snapshot.entry_counts(scope)?;
    check()?;
    let tags = count_tags(snapshot, scope)?;
    check()?;
    Ok(Stats {
        contacts,
        all_contacts,
        countries,
        without_country: contacts.saturating_sub(with_country),
        sources: history::sources(&entries, contacts),
        months: history::months(&entries, contacts, now),
        fields,
        tags,
        duplicates: count_duplicates(snapshot, scope, cancel)?,
    })
}

fn fill(snapshot: &Snapshot<'_>, scope: CountScope) -> Result<Vec<FieldFill>, OpsError> {
    let counts = snapshot.field_counts(scope)?;
    let filled = |field: &Field| counts.get(&field.id).copied().unwrap_or_default();
    let fields = snapshot.fields()?;
    Ok(fields.iter().map(|field| FieldFill { field: field.name.clone(), filled: filled(field) }).collect())
}

fn count_tags(snapshot: &Snapshot<'_>, scope: CountScope) -> Result<Vec<TagCount>, OpsError> {
    let known = snapshot.tags()?;
    let import_tags = snapshot.import_tags(&known.interner)?;
    let is_import_tag = |tag: &TagUse| known.interner.find(&tag.name).is_some_and(|tag| import_tags.contains(&tag));
    let used = snapshot.tags_in_use(scope)?.into_iter();
    let mut counts: Vec<TagCount> =
        used.map(|tag| TagCount { import_tag: is_import_tag(&tag), tag: tag.name, contacts: tag.contacts }).collect();
    // Stable: tags of as many contacts stay in the order of their names.
    counts.sort_by_key(|tag| std::cmp::Reverse(tag.contacts));
    Ok(counts)
}

fn count_duplicates(snapshot: &Snapshot<'_>, scope: CountScope, cancel: &Cancel) -> Result<DuplicateCounts, OpsError> {
    let shared = |by: Identifier| snapshot.shared_values(&by, scope);
    let (phone, email) = (shared(Identifier::Phone)?, shared(Identifier::Email)?);
    let mut groups = phone.values;
    // As `duplicates` lists them: contacts that share a number and an address are one group.
    snapshot.for_each_shared_key(SharedKeys::Addresses(SharedAddresses::WithoutSharedPhone), scope, &mut |_| {
        groups += 1;
        cancel.check().map_err(OpsError::from)
    })?;
    Ok(DuplicateCounts { groups, phone, email })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::testing::{now, workspace_with};

    fn stats_of(list: &str) -> Stats {
        let (_folder, workspace) = workspace_with(list);
        collect(&workspace.snapshot().unwrap(), &Selection::default(), &Cancel::default(), now()).unwrap()
    }

    #[test]
    fn fields_are_counted_in_their_order_and_blank_ones_are_zero() {
        let stats = stats_of("First Name,Email,Tags\nAnn,ann@example.com,vip\nBob,,\n");
        let fill: Vec<_> = stats.fields.iter().map(|fill| (fill.field.as_str(), fill.filled)).collect();
        let expected = [
            ("First Name", 2),
            ("Last Name", 0),
            ("Phone Number", 0),
            ("Email", 1),
            ("Country", 0),
            ("Language", 0),
            ("Tags", 2), // with the import tag
        ];
        assert_eq!((stats.contacts, &fill[..]), (2, &expected[..]));
    }

    #[test]
    fn a_cancelled_count_ends() {
        let (_folder, workspace) = workspace_with("First Name\nAnn\n");
        let cancel = Cancel::default();
        cancel.request();
        assert!(collect(&workspace.snapshot().unwrap(), &Selection::default(), &cancel, now()).is_err());
    }
}
