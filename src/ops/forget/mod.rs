//! Forgetting people: who is meant, what of them is taken out, and what stays out of reach (spec section 8).
//!
//! ```text
//!   WHO ──▶ people, absorbed contacts too ──▶ traces: values by which their rows are known ──▶ contacts, journal,
//!                                             (traces.rs)                                      results (results.rs),
//!                                                                                              notes (texts.rs)
//! ```

mod out_of_reach;
mod results;
mod texts;
mod traces;

use std::collections::{BTreeSet, HashSet};

use super::contacts::ContactError;
use super::contacts::{Named, check_not_forgotten, check_unchanged, named};
use super::selection::SelectionError;
use super::{OpsError, identify};
use crate::model::{ContactId, Fields, SuppressedValue, Timestamp, counted};
use crate::workspace::{
    ContactRecord, ForgetCounts, NewSuppression, Snapshot, SuppressionForm, TagIds, WriteTransaction,
};

pub use out_of_reach::{OutOfReach, OutOfReachKind, out_of_reach};
use traces::Traces;

/// People to forget, as they were shown.
pub struct People {
    /// Contacts that are there.
    pub records: Vec<ContactRecord>,
    /// Contacts that are not there any more but in the history: absorbed by a merge, or removed.
    pub former: Vec<ContactId>,
}

/// Whether later imports may bring people again who are forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reimport {
    /// They may.
    Allowed,
    /// They may not: what only these people have is suppressed.
    Suppressed,
}

/// What was taken out of the workspace.
#[derive(Debug)]
pub struct ForgetReport {
    /// The entry of the history, which cannot be undone.
    pub entry: i64,
    /// Rows of the tables.
    pub counts: ForgetCounts,
    /// Rows of stored results that were emptied.
    pub result_rows: u64,
    /// Notes and other texts that were replaced.
    pub texts: u64,
    /// Values that keep the people out of later imports, as keyed hashes.
    pub never_again: u64,
    /// Values that were to keep them out and do not, because another contact has them as well and would be kept out too.
    pub not_kept_out: u64,
    /// Other contacts with the same phone number, e-mail address or identifier, which keep it: the first hundred.
    pub shared_with: Vec<ContactId>,
}

impl People {
    /// Returns all their Contact IDs, ascending.
    pub fn ids(&self) -> Vec<ContactId> {
        let there = self.records.iter().map(|record| record.contact.id);
        there.chain(self.former.iter().copied()).collect::<BTreeSet<_>>().into_iter().collect()
    }
}

/// Returns the only contact that a text names, also one that is not there any more but still in the history.
///
/// # Errors
/// As [`identify`].
pub fn identify_ever(snapshot: &Snapshot<'_>, who: &str) -> Result<ContactId, OpsError> {
    let nobody = match identify(snapshot, who) {
        Err(
            error @ (OpsError::Contact(ContactError::NobodyNamed { .. })
            | OpsError::Selection(SelectionError::NoCountryCode { .. })),
        ) => error,
        found => return found,
    };
    let Named::Value(field, value) = named(snapshot, who)? else { return Err(nobody) };
    // The person that a merge made of a former contact is meant with it.
    let mut found = BTreeSet::new();
    for former in snapshot.former_contacts_by_value(&field, &value)? {
        found.insert(snapshot.resolve_merged(former)?.unwrap_or(former));
    }
    match found.into_iter().collect::<Vec<_>>().as_slice() {
        [] => Err(nobody),
        [contact] => Ok(*contact),
        several => Err(ContactError::SeveralNamed { who: who.to_owned(), contacts: several.to_vec() }.into()),
    }
}

/// Returns the people of these Contact IDs, each with all that merges absorbed into it; all of them or none.
///
/// # Errors
/// [`ContactError::Forgotten`], [`ContactError::Unknown`], or the workspace cannot be read.
pub fn people(snapshot: &Snapshot<'_>, ids: &[ContactId], tags: &TagIds) -> Result<People, OpsError> {
    let mut all = BTreeSet::new();
    for id in ids {
        check_not_forgotten(snapshot, *id)?;
        let contact = snapshot.resolve_merged(*id)?.unwrap_or(*id);
        if snapshot.blame(contact)?.is_none() {
            return Err(ContactError::Unknown { ids: vec![*id] }.into());
        }
        all.extend(snapshot.person(contact)?);
    }
    let mut people = People { records: Vec::new(), former: Vec::new() };
    for id in all {
        match snapshot.contact(id, tags)? {
            Some(record) => people.records.push(record),
            None => people.former.push(id),
        }
    }
    Ok(people)
}

/// Takes everything of people out of the workspace, as an entry of the history that keeps counts alone. The file has to
/// be cleaned up after the commit.
///
/// # Errors
/// [`ContactError::Changed`] if another command changed one of them since they were shown, or the workspace cannot be
/// read or written; the transaction must be dropped then.
pub fn forget(
    change: &WriteTransaction<'_>,
    people: &People,
    reimport: Reimport,
    now: Timestamp,
) -> Result<ForgetReport, OpsError> {
    check_unchanged(change, &people.records)?;
    let ids = people.ids();
    // First of all: what was taken out can no longer tell by which values its rows are known.
    let traces = Traces::gather(change, &ids)?;
    let (entry, counts) = change.forget(&ids, now)?;
    let kept_out = keep_out(change, entry, &traces, reimport, now)?;
    let result_rows = results::blank(change, &traces)?;
    let texts = texts::redact(change, &traces)?;
    change.summarise_entry(entry, &summary(&counts, result_rows))?;
    let KeptOut { never_again, not_kept_out } = kept_out;
    Ok(ForgetReport { entry, counts, result_rows, texts, never_again, not_kept_out, shared_with: traces.shared_with })
}

/// Number of values by which later imports leave the people out, and of those by which they cannot, as in [`ForgetReport`].
struct KeptOut {
    never_again: u64,
    not_kept_out: u64,
}

/// Keeps their suppressions as keyed hashes, which hold no byte of a value. Where [`Reimport::Suppressed`] is asked for, suppresses so
/// what only they have: who shares a number or an address with them is not to be kept out.
fn keep_out(
    change: &WriteTransaction<'_>,
    entry: i64,
    traces: &Traces,
    reimport: Reimport,
    now: Timestamp,
) -> Result<KeptOut, OpsError> {
    let compared = |value: &SuppressedValue| (value.kind(), Fields::key(value.field()), value.key().to_owned());
    let theirs: HashSet<_> = traces.suppressible.iter().map(compared).collect();
    change.hash_suppressions(|value| theirs.contains(&compared(value)))?;
    let fields = change.fields()?;
    // By their texts: a number of a custom field may be suppressed as a number and as the value of that field.
    let (mut kept_out, mut shared) = (HashSet::new(), HashSet::new());
    for value in &traces.suppressible {
        if reimport == Reimport::Suppressed && traces.identifying.contains(value) {
            if traces.is_shared(value, &fields) {
                shared.insert(value.key());
            } else {
                let hashed = NewSuppression { value, form: SuppressionForm::Hmac, reason: None, origin: None };
                change.suppress(entry, hashed, now)?;
            }
        }
        if !change.suppressions_of(value)?.is_empty() {
            kept_out.insert(value.key());
        }
    }
    let not_kept_out = shared.difference(&kept_out).count() as u64;
    Ok(KeptOut { never_again: kept_out.len() as u64, not_kept_out })
}

/// Returns the summary for the history: counts alone.
fn summary(counts: &ForgetCounts, result_rows: u64) -> String {
    let contacts = counted(counts.contacts + counts.former_contacts, "contact");
    let values = counted(counts.values + counts.journal_values, "value");
    format!("{contacts}, {values}, {}", counted(result_rows, "result row"))
}
