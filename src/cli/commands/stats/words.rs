//! Words that the charts in a terminal and on a page have in common.

use crate::model::{counted, counted_of, format_thousands};
use crate::ops::stats::{MonthCount, SourceCount, Stats};

/// Label of contacts whose country is not known.
pub(super) const NO_COUNTRY: &str = "(no country)";

/// Returns true if not all contacts are counted.
pub(super) fn is_part(stats: &Stats) -> bool {
    stats.contacts != stats.all_contacts
}

/// `12 contacts`, `3 of 12 contacts`
pub(super) fn counted_contacts(stats: &Stats) -> String {
    counted_of(stats.contacts, stats.all_contacts, "contact")
}

/// Returns the name of a source.
pub(super) fn source(source: &SourceCount) -> &str {
    source.source.as_deref().unwrap_or("(no list)")
}

/// Months before those that are shown.
pub(super) const EARLIER: Noun = Noun("earlier month", "earlier months");

/// A noun beside a count: for one, and for several.
pub(super) struct Noun(pub(super) &'static str, pub(super) &'static str);

impl Noun {
    /// Returns the one that fits the count.
    pub(super) fn of(&self, count: u64) -> &'static str {
        if count == 1 { self.0 } else { self.1 }
    }

    /// Says how many are not shown: `and 3 more countries`; `None` for none.
    pub(super) fn rest(&self, count: usize) -> Option<String> {
        let count = count as u64;
        (count > 0).then(|| format!("and {} {}", format_thousands(count), self.of(count)))
    }

    /// Says how many are not shown, with the contacts that they have among them.
    pub(super) fn rest_with(&self, contacts: &[u64]) -> Option<String> {
        let rest = self.rest(contacts.len())?;
        Some(format!("{rest} with {}", counted(contacts.iter().sum(), "contact")))
    }
}

/// Says what came and went in a month: `+1,204 -12`.
pub(super) fn change(month: &MonthCount) -> String {
    let added = (month.added > 0).then(|| format!("+{}", format_thousands(month.added)));
    let removed = (month.removed > 0).then(|| format!("-{}", format_thousands(month.removed)));
    added.into_iter().chain(removed).collect::<Vec<_>>().join(" ")
}

/// Says that the tags of imports are not among the tags; `None` if there are none.
pub(super) fn import_tags_left_out(count: usize) -> Option<String> {
    (count > 0).then(|| format!("without {}", counted(count as u64, "import tag")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_beyond_the_limit_is_named_in_number() {
        let countries = Noun("more country", "more countries");
        assert_eq!(countries.rest_with(&[]), None);
        assert_eq!(countries.rest_with(&[1]).as_deref(), Some("and 1 more country with 1 contact"));
        assert_eq!(countries.rest_with(&[900, 600]).as_deref(), Some("and 2 more countries with 1,500 contacts"));
    }
}
