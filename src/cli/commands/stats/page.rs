//! `contacts stats --html`: the charts as a page, for somebody who has no terminal.

use super::words::{self, Noun};
use crate::model::{Timestamp, counted, format_local_with_zone, format_share, format_thousands, local_day};
use crate::ops::stats::{MonthCount, Stats, TagCount};
use crate::report::{ChartRow, ChartTable, GrowthChart, GrowthMonth, StatsPage};

/// Maximum number of months in the growth chart; on a phone a month is three pixels wide then.
const MAX_GROWTH_MONTHS: usize = 120;

/// Builds the page, with at most `limit` rows a table.
pub(super) fn of_stats(stats: &Stats, limit: usize, now: Timestamp) -> StatsPage {
    let tables = Tables { stats, limit };
    let tables = [
        tables.countries(),
        tables.sources(),
        tables.months(),
        tables.growth(),
        tables.fields(),
        tables.tags(),
        tables.duplicates(),
    ];
    StatsPage {
        title: format!("Contacts on {}", local_day(now)),
        lead: lead(stats, now),
        figures: figures(stats),
        growth: growth_chart(stats),
        // Without rows there would only be a heading.
        tables: tables.into_iter().filter(|table| !table.rows.is_empty()).collect(),
    }
}

/// What was selected is not told: words of a search may name a person, and the page is to be shared.
fn lead(stats: &Stats, now: Timestamp) -> String {
    let now = format_local_with_zone(now);
    if words::is_part(stats) {
        return format!("{} in numbers, as they were on {now}.", words::counted_contacts(stats));
    }
    format!("The contact base in numbers, as it was on {now}.")
}

fn figures(stats: &Stats) -> Vec<(String, String)> {
    let figure = |count: u64, what: &str| (format_thousands(count), what.to_owned());
    let lists = stats.sources.iter().filter(|source| source.source.is_some()).count();
    let tags = stats.tags.iter().filter(|tag| !tag.import_tag).count();
    let contacts = if words::is_part(stats) {
        format!("of {}", counted(stats.all_contacts, "contact"))
    } else {
        Noun("contact", "contacts").of(stats.contacts).to_owned()
    };
    vec![
        figure(stats.contacts, &contacts),
        figure(stats.countries.len() as u64, Noun("country", "countries").of(stats.countries.len() as u64)),
        figure(lists as u64, Noun("list", "lists").of(lists as u64)),
        figure(tags as u64, Noun("tag", "tags").of(tags as u64)),
        figure(
            stats.duplicates.groups,
            Noun("group of duplicates", "groups of duplicates").of(stats.duplicates.groups),
        ),
    ]
}

/// Returns the growth chart; `None` for a single month, which is no growth yet.
fn growth_chart(stats: &Stats) -> Option<GrowthChart> {
    let months = &stats.months[stats.months.len().saturating_sub(MAX_GROWTH_MONTHS)..];
    let month = |count: &MonthCount| GrowthMonth {
        month: count.month.to_string(),
        total: count.total,
        added: count.added,
        removed: count.removed,
    };
    (months.len() > 1).then(|| GrowthChart { months: months.iter().map(month).collect() })
}

struct Tables<'a> {
    stats: &'a Stats,
    limit: usize,
}

impl Tables<'_> {
    fn countries(&self) -> ChartTable {
        let (first, rest) = self.split(&self.stats.countries);
        let mut rows: Vec<ChartRow> =
            first.iter().map(|country| self.row(&country.name, &[country.by_field, country.by_phone])).collect();
        if self.stats.without_country > 0 {
            rows.push(self.row(words::NO_COUNTRY, &[0, 0, self.stats.without_country]));
        }
        let rest: Vec<u64> = rest.iter().map(|country| country.contacts).collect();
        ChartTable {
            parts: vec!["from the field Country", "from the phone number", "from neither"],
            remark: Noun("more country", "more countries").rest_with(&rest).unwrap_or_default(),
            ..self.table("countries", "By country", "Countries of the contacts", "Country", rows)
        }
    }

    fn sources(&self) -> ChartTable {
        let (first, rest) = self.split(&self.stats.sources);
        let rows = first.iter().map(|source| self.row(words::source(source), &[source.contacts])).collect();
        let rest: Vec<u64> = rest.iter().map(|source| source.contacts).collect();
        ChartTable {
            remark: Noun("more list", "more lists").rest_with(&rest).unwrap_or_default(),
            ..self.table("sources", "By source", "Lists that added the contacts", "List", rows)
        }
    }

    /// Months in which contacts of today were added.
    fn months(&self) -> ChartTable {
        let months: Vec<&MonthCount> = self.stats.months.iter().filter(|month| month.contacts > 0).collect();
        let (earlier, latest) = months.split_at(months.len().saturating_sub(self.limit));
        let rows = latest.iter().map(|month| self.row(&month.month.to_string(), &[month.contacts])).collect();
        let earlier: Vec<u64> = earlier.iter().map(|month| month.contacts).collect();
        ChartTable {
            remark: words::EARLIER.rest_with(&earlier).unwrap_or_default(),
            ..self.table("months", "By month of import", "When the contacts of today were added", "Month", rows)
        }
    }

    fn growth(&self) -> ChartTable {
        let months = &self.stats.months;
        let (earlier, latest) = months.split_at(months.len().saturating_sub(self.limit));
        let row = |month: &MonthCount| ChartRow {
            label: month.month.to_string(),
            numbers: [month.total, month.added, month.removed].map(format_thousands).to_vec(),
            parts: Vec::new(),
        };
        ChartTable {
            id: "changes",
            heading: "Month by month",
            caption: "Contacts at the end of each month, and what came and went".to_owned(),
            columns: vec!["Month", "Contacts", "Added", "Removed"],
            rows: latest.iter().map(row).collect(),
            remark: words::EARLIER.rest(earlier.len()).unwrap_or_default(),
            ..ChartTable::default()
        }
    }

    fn fields(&self) -> ChartTable {
        let rows = self.stats.fields.iter().map(|field| self.row(&field.field, &[field.filled])).collect();
        let table = self.table("fields", "Filled fields", "Contacts with a value in each field", "Field", rows);
        ChartTable { out_of: self.stats.contacts, ..table }
    }

    fn tags(&self) -> ChartTable {
        let (import_tags, tags): (Vec<_>, Vec<&TagCount>) = self.stats.tags.iter().partition(|tag| tag.import_tag);
        let (first, rest) = self.split(&tags);
        let rows = first.iter().map(|tag| self.row(&tag.tag, &[tag.contacts])).collect();
        let remarks = [Noun("more tag", "more tags").rest(rest.len()), words::import_tags_left_out(import_tags.len())];
        ChartTable {
            remark: remarks.into_iter().flatten().collect::<Vec<_>>().join("; "),
            ..self.table("tags", "Tags", "Contacts with each tag", "Tag", rows)
        }
    }

    fn duplicates(&self) -> ChartTable {
        let duplicates = &self.stats.duplicates;
        let shared = duplicates.by_field().into_iter().filter(|(_, shared)| shared.contacts > 0);
        let rows = shared.map(|(label, shared)| self.row(label, &[shared.contacts])).collect();
        ChartTable {
            out_of: self.stats.contacts,
            remark: counted(duplicates.groups, "group"),
            ..self.table("duplicates", "Duplicates", "Contacts that may be one person", "They share", rows)
        }
    }

    /// Returns a table of contacts and their shares of all.
    fn table(
        &self,
        id: &'static str,
        heading: &'static str,
        caption: &str,
        label: &'static str,
        rows: Vec<ChartRow>,
    ) -> ChartTable {
        let columns = vec![label, "Contacts", "Share"];
        // Without contacts there is nothing to have a share of.
        let rows = if self.stats.contacts == 0 { Vec::new() } else { rows };
        ChartTable { id, heading, caption: caption.to_owned(), columns, rows, ..ChartTable::default() }
    }

    fn row(&self, label: &str, parts: &[u64]) -> ChartRow {
        let contacts = parts.iter().sum();
        let numbers = vec![format_thousands(contacts), format_share(contacts, self.stats.contacts)];
        ChartRow { label: label.to_owned(), numbers, parts: parts.to_vec() }
    }

    fn split<'s, T>(&self, counts: &'s [T]) -> (&'s [T], &'s [T]) {
        counts.split_at(self.limit.min(counts.len()))
    }
}
