//! Sources and months, from the history entries that added or removed contacts.

use std::collections::BTreeMap;

use super::{MonthCount, SourceCount};
use crate::model::{Month, Timestamp, file_name};
use crate::workspace::EntryCounts;

/// Maximum number of months between the first and the last entry for which months without one are listed too. Beyond
/// it the clock of some machine was wrong, and the list would have no end.
const MAX_MONTHS: u64 = 1_200;

/// Counts the contacts by the file name of their list, the largest count first and of equal ones by name.
pub(super) fn sources(entries: &[EntryCounts], contacts: u64) -> Vec<SourceCount> {
    let mut by_name: BTreeMap<Option<String>, SourceCount> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.contacts > 0) {
        add(&mut by_name, entry.source.as_deref().map(file_name), entry.contacts);
    }
    // The entry of a contact is always there, but in a workspace that another program changed.
    let known: u64 = by_name.values().map(|source| source.contacts).sum();
    if contacts > known {
        add(&mut by_name, None, contacts - known);
    }
    let mut sources: Vec<SourceCount> = by_name.into_values().collect();
    sources.sort_by_key(|source| std::cmp::Reverse(source.contacts));
    sources
}

fn add(by_name: &mut BTreeMap<Option<String>, SourceCount>, source: Option<String>, contacts: u64) {
    let is_import = source.is_some();
    let count = by_name.entry(source.clone()).or_insert(SourceCount { source, imports: 0, contacts: 0 });
    count.imports += u64::from(is_import);
    count.contacts += contacts;
}

/// Counts contacts by month, from the first entry to this month. The totals are reckoned backwards from the number of
/// contacts, which is certain.
pub(super) fn months(entries: &[EntryCounts], contacts: u64, now: Timestamp) -> Vec<MonthCount> {
    let mut by_month: BTreeMap<Month, MonthCount> = BTreeMap::new();
    for entry in entries {
        let month = count_of(&mut by_month, Month::of(entry.started_at));
        month.contacts = month.contacts.saturating_add(entry.contacts);
        month.added = month.added.saturating_add(entry.added);
        month.removed = month.removed.saturating_add(entry.removed);
    }
    fill_gaps(&mut by_month, Month::of(now));
    let mut months: Vec<MonthCount> = by_month.into_values().collect();
    let mut total = contacts;
    for month in months.iter_mut().rev() {
        month.total = total;
        total = total.saturating_add(month.removed).saturating_sub(month.added);
    }
    months
}

fn count_of(by_month: &mut BTreeMap<Month, MonthCount>, month: Month) -> &mut MonthCount {
    by_month.entry(month).or_insert(MonthCount { month, contacts: 0, added: 0, removed: 0, total: 0 })
}

/// Adds the months in which nothing happened, up to this month.
fn fill_gaps(by_month: &mut BTreeMap<Month, MonthCount>, this_month: Month) {
    let (Some(first), Some(last)) = (by_month.keys().next().copied(), by_month.keys().next_back().copied()) else {
        return;
    };
    let last = last.max(this_month);
    if first.months_until(last) > MAX_MONTHS {
        return;
    }
    let mut month = first;
    while month < last {
        month = month.next();
        count_of(by_month, month);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn entry(day: &str, source: Option<&str>, [contacts, added, removed]: [u64; 3]) -> EntryCounts {
        let started_at = moment(&format!("{day}T12:00:00Z"));
        EntryCounts { started_at, source: source.map(str::to_owned), contacts, added, removed }
    }

    #[test]
    fn sources_of_one_file_name_are_one_and_contacts_of_no_entry_are_kept() {
        let entries = [
            entry("2026-01-15", Some("/home/ann/leads.csv"), [5, 6, 0]),
            entry("2026-02-15", Some("/srv/leads.csv"), [2, 2, 0]),
            entry("2026-02-16", Some("old.csv"), [0, 9, 0]),
            entry("2026-02-17", None, [0, 0, 9]),
        ];
        let told: Vec<_> = sources(&entries, 9).into_iter().map(|it| (it.source, it.imports, it.contacts)).collect();
        assert_eq!(told, [(Some("leads.csv".to_owned()), 2, 7), (None, 0, 2)]);
    }

    #[test]
    fn totals_are_reckoned_backwards_over_months_without_entries() {
        let entries = [
            entry("2025-11-15", Some("a.csv"), [7, 10, 0]),
            entry("2026-01-15", None, [0, 0, 3]),
            entry("2026-01-20", Some("b.csv"), [5, 5, 0]),
        ];
        let told: Vec<_> = months(&entries, 12, moment("2026-02-15T12:00:00Z"))
            .into_iter()
            .map(|it| (it.month.to_string(), it.contacts, it.added, it.removed, it.total))
            .collect();
        let expected =
            [("2025-11", 7, 10, 0, 10), ("2025-12", 0, 0, 0, 10), ("2026-01", 5, 5, 3, 12), ("2026-02", 0, 0, 0, 12)];
        assert_eq!(told, expected.map(|(month, a, b, c, d)| (month.to_owned(), a, b, c, d)));
    }

    #[test]
    fn a_clock_that_was_wrong_makes_no_endless_list() {
        let entries = [entry("1026-11-15", Some("a.csv"), [1, 1, 0]), entry("2026-01-15", Some("b.csv"), [1, 1, 0])];
        let months = months(&entries, 2, moment("2026-02-15T12:00:00Z"));
        assert_eq!(months.iter().map(|month| month.total).collect::<Vec<_>>(), [1, 2]);
    }

    #[test]
    fn without_entries_there_are_no_months() {
        assert!(months(&[], 0, moment("2026-02-15T12:00:00Z")).is_empty());
    }
}
