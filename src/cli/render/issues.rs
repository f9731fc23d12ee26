//! Errors and warnings by kind.

use crate::import::{IssueSummary, Summary};
use crate::mapping::shortened;
use crate::model::{Issue, IssueCode, Severity, counted, format_thousands};
use crate::ui::sanitize;

/// Renders the issues by kind, each message once. Cells are shown to a person in a terminal only; elsewhere the text may
/// end up in a log or a mail, so only values that occur often are shown, and no phone numbers or e-mail addresses.
pub(in crate::cli) fn issues(title: &str, tally: &Summary, severity: Severity, shows_values: bool) -> String {
    let kinds = || tally.kinds.iter().filter(|(code, _)| code.severity() == severity);
    let total: u64 = kinds().map(|(_, kind)| kind.count).sum();
    if total == 0 {
        return String::new();
    }
    // A row may have several errors, so their number is another than that of the rows in error.
    let rows = match severity {
        Severity::Error => format!(" in {}", counted(tally.counts.errors, "row")),
        Severity::Warning => String::new(),
    };
    let mut text = format!("\n{title}: {}{rows}\n", format_thousands(total));
    let mut kinds: Vec<_> = kinds().collect();
    kinds.sort_by_key(|(_, kind)| std::cmp::Reverse(kind.count));
    for (code, kind) in kinds {
        text += &format!("  {}: {}\n", code.as_str(), format_thousands(kind.count));
        text += &examples(&kind.first, shows_values);
        text += &further_issues(tally, *code, kind);
    }
    text
}

/// Renders the first issues of a kind by message, with their places and, if they may be shown, their cells.
fn examples(issues: &[Issue], shows_values: bool) -> String {
    let mut by_message: Vec<(&str, Vec<&Issue>)> = Vec::new();
    for issue in issues {
        match by_message.iter_mut().find(|(message, _)| *message == issue.message) {
            Some((_, alike)) => alike.push(issue),
            None => by_message.push((&issue.message, vec![issue])),
        }
    }
    let lines = by_message.iter().map(|(message, alike)| {
        if shows_values && alike.iter().any(|issue| issue.value.is_some()) {
            let values: Vec<String> = alike.iter().map(|issue| format!("      {}\n", with_value(issue))).collect();
            format!("    {message}\n{}", values.concat())
        } else {
            format!("    {}: {message}\n", places(alike))
        }
    });
    lines.collect()
}

/// `lines 3 and 5, Birthday; line 4, Born`.
fn places(issues: &[&Issue]) -> String {
    let by_column = issues.chunk_by(|one, next| one.column == next.column);
    let places = by_column.map(|alike| match alike {
        [earlier @ .., one, last] => {
            let lines: Vec<String> = earlier.iter().chain([one]).map(|issue| issue.line.to_string()).collect();
            format!("lines {} and {}{}", lines.join(", "), last.line, of_column(last))
        }
        _ => alike.iter().map(|issue| place(issue)).collect(),
    });
    places.collect::<Vec<_>>().join("; ")
}

/// `line 51, Email: bad(at)example.com`.
fn with_value(issue: &Issue) -> String {
    let value = issue.value.as_ref().map_or_else(String::new, |value| format!(": {}", sanitize(&shortened(value))));
    place(issue) + &value
}

/// `line 51, Email`.
fn place(issue: &Issue) -> String {
    format!("line {}{}", issue.line, of_column(issue))
}

fn of_column(issue: &Issue) -> String {
    issue.column.as_ref().map_or_else(String::new, |column| format!(", {}", sanitize(column)))
}

/// Renders the issues of a kind that are not shown as examples: the most frequent values of their columns, or else only
/// their number.
fn further_issues(tally: &Summary, code: IssueCode, kind: &IssueSummary) -> String {
    let more = kind.count - kind.first.len() as u64;
    if more == 0 {
        return String::new();
    }
    let values = tally.bad_values.of_code(code);
    let lines = values.filter_map(|(column, values)| Some((values.count, shortened(column), values.most_frequent()?)));
    let (mut text, mut told) = (String::new(), 0);
    for (count, column, values) in lines {
        told += count;
        text += &sanitize(&format!("    all of {column}: {values}"));
        text.push('\n');
    }
    match kind.count.saturating_sub(told) {
        _ if told == 0 => format!("    and {} more\n", format_thousands(more)),
        0 => text,
        elsewhere => text + &format!("    and {} in other columns\n", format_thousands(elsewhere)),
    }
}
