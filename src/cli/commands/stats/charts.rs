//! `contacts stats` in a terminal: a bar chart for each kind of count.

use super::words::{self, Noun};
use crate::model::{counted, format_share};
use crate::ops::stats::{MonthCount, Stats, TagCount};
use crate::ui::{BarChart, Terminal};

/// Returns the charts, with at most `limit` bars each. What has nothing to show is left out.
pub(super) fn render(terminal: &Terminal, stats: &Stats, limit: usize) -> String {
    let charts = Charts { terminal, stats, limit };
    let shown = [
        charts.countries(),
        charts.sources(),
        charts.months(),
        charts.growth(),
        charts.fields(),
        charts.tags(),
        charts.duplicates(),
    ];
    let shown: Vec<String> = shown.iter().flatten().map(|chart| format!("\n{chart}")).collect();
    format!("{}\n{}", words::counted_contacts(stats), shown.concat())
}

struct Charts<'a> {
    terminal: &'a Terminal,
    stats: &'a Stats,
    limit: usize,
}

impl Charts<'_> {
    fn countries(&self) -> Option<BarChart> {
        let stats = self.stats;
        let counts = stats.countries.iter().map(|country| (country.name.as_str(), country.contacts));
        let (mut chart, rest) = self.ranking("By country (field Country, else phone number)", counts);
        if stats.without_country > 0 {
            chart.bar(words::NO_COUNTRY, stats.without_country, &self.share(stats.without_country));
        }
        remark(&mut chart, Noun("more country", "more countries").rest_with(&rest));
        (stats.contacts > 0).then_some(chart)
    }

    fn sources(&self) -> Option<BarChart> {
        let sources = &self.stats.sources;
        let (mut chart, rest) =
            self.ranking("By source", sources.iter().map(|source| (words::source(source), source.contacts)));
        remark(&mut chart, Noun("more source", "more sources").rest_with(&rest));
        (!sources.is_empty()).then_some(chart)
    }

    /// Months in which contacts of today were added.
    fn months(&self) -> Option<BarChart> {
        let months: Vec<&MonthCount> = self.stats.months.iter().filter(|month| month.contacts > 0).collect();
        let (earlier, latest) = months.split_at(months.len().saturating_sub(self.limit));
        let mut chart = self.terminal.bar_chart("By month of import");
        for month in latest {
            chart.bar(&month.month.to_string(), month.contacts, &self.share(month.contacts));
        }
        let earlier: Vec<u64> = earlier.iter().map(|month| month.contacts).collect();
        remark(&mut chart, words::EARLIER.rest_with(&earlier));
        (!months.is_empty()).then_some(chart)
    }

    fn growth(&self) -> Option<BarChart> {
        let months = &self.stats.months;
        let mut chart = self.terminal.bar_chart("Growth (contacts at the end of each month)");
        let (earlier, latest) = months.split_at(months.len().saturating_sub(self.limit));
        for month in latest {
            chart.bar(&month.month.to_string(), month.total, &words::change(month));
        }
        remark(&mut chart, words::EARLIER.rest(earlier.len()));
        (!months.is_empty()).then_some(chart)
    }

    fn fields(&self) -> Option<BarChart> {
        let mut chart = self.terminal.bar_chart("Filled fields").out_of(self.stats.contacts);
        for field in &self.stats.fields {
            chart.bar(&field.field, field.filled, &self.share(field.filled));
        }
        (self.stats.contacts > 0).then_some(chart)
    }

    fn tags(&self) -> Option<BarChart> {
        let (import_tags, tags): (Vec<_>, Vec<&TagCount>) = self.stats.tags.iter().partition(|tag| tag.import_tag);
        let (mut chart, rest) = self.ranking("Tags", tags.iter().map(|tag| (tag.tag.as_str(), tag.contacts)));
        remark(&mut chart, Noun("more tag", "more tags").rest(rest.len()));
        remark(&mut chart, words::import_tags_left_out(import_tags.len()));
        (!self.stats.tags.is_empty()).then_some(chart)
    }

    fn duplicates(&self) -> Option<BarChart> {
        let stats = self.stats;
        let duplicates = &stats.duplicates;
        let mut chart = self.terminal.bar_chart("Duplicates (contacts that share a value)").out_of(stats.contacts);
        for (label, shared) in duplicates.by_field() {
            chart.bar(label, shared.contacts, &self.share(shared.contacts));
        }
        // The command lists those of all contacts.
        let command = if words::is_part(stats) { "" } else { "; see: contacts duplicates" };
        chart.remark(&format!("{}{command}", counted(duplicates.groups, "group")));
        (duplicates.groups > 0).then_some(chart)
    }

    /// Returns a chart of the first counts, and the counts beyond the limit.
    fn ranking<'r>(&self, title: &str, counts: impl Iterator<Item = (&'r str, u64)>) -> (BarChart, Vec<u64>) {
        let (mut chart, mut rest) = (self.terminal.bar_chart(title), Vec::new());
        for (place, (label, contacts)) in counts.enumerate() {
            if place < self.limit {
                chart.bar(label, contacts, &self.share(contacts));
            } else {
                rest.push(contacts);
            }
        }
        (chart, rest)
    }

    fn share(&self, contacts: u64) -> String {
        format_share(contacts, self.stats.contacts)
    }
}

fn remark(chart: &mut BarChart, text: Option<String>) {
    if let Some(text) = text {
        chart.remark(&text);
    }
}
