//! Parts that the pages of a review and of the history have in common.

use crate::model::{ImportOptions, IssueCode, MappedColumn, Purpose, Severity, counted, escape_bytes};

use super::facts::{describe_column, describe_options};

/// Bytes of a row's preview from which on no further cell is added.
const MAX_ROW_PREVIEW: usize = 400;

/// A fact: its name and its values.
pub(in crate::cli) type KeyValue = (String, Vec<String>);

/// Returns a fact with one value.
pub(in crate::cli) fn fact(name: &str, value: impl Into<String>) -> KeyValue {
    (name.to_owned(), vec![value.into()])
}

/// Returns how an import reads its source.
pub(in crate::cli) fn settings_summary(
    purpose: Purpose,
    identifier: Option<&str>,
    mapping: &[MappedColumn],
    options: &ImportOptions,
    import_tag: Option<&str>,
) -> Vec<KeyValue> {
    let mut facts = vec![
        fact("Purpose", format!("{purpose}: {}", meaning(purpose))),
        fact("Identifier", identifier.unwrap_or("none")),
    ];
    facts.push(("Mapping".to_owned(), mapping.iter().map(describe_column).collect()));
    let options = describe_options(options);
    if !options.is_empty() {
        facts.push(("Options".to_owned(), options));
    }
    facts.extend(import_tag.map(|tag| fact("Import tag", tag)));
    facts
}

/// Explains a purpose to a reader who does not know it.
fn meaning(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Add => "new contacts are added, known ones are left alone",
        Purpose::Update => "known contacts are updated, nobody is added",
        Purpose::AddUpdate => "new contacts are added, known ones are updated",
        Purpose::AddAll => "every row is added as a new contact",
    }
}

/// Returns the line on tags that every contact gets, in place of a line with each of them; `None` if there are none.
/// `begin` is the beginning of its sentence, and `tagged_only` the number of contacts in which nothing else changes.
pub(in crate::cli) fn common_tags(begin: &str, tags: &[String], tagged_only: u64) -> Option<String> {
    let quoted: Vec<String> = tags.iter().map(|tag| format!("“{tag}”")).collect();
    let (last, others) = quoted.split_last()?;
    let tags = match others {
        [] => format!("the tag {last}"),
        others => format!("the tags {} and {last}", others.join(", ")),
    };
    let alone = match tagged_only {
        0 => String::new(),
        1 => " 1 contact has no other change.".to_owned(),
        count => format!(" {} have no other change.", counted(count, "contact")),
    };
    Some(format!("{begin} {tags}.{alone}"))
}

/// Returns the title of a kind of issue by its stable code, and true if it is an error. A code that is unknown to this
/// version counts as an error.
pub(in crate::cli) fn issue_title(code: &str) -> (&str, bool) {
    let known = IssueCode::ALL.iter().find(|known| known.as_str() == code);
    known.map_or((code, true), |code| (code.title(), code.severity() == Severity::Error))
}

/// Formats a row on one line, without its blank cells.
pub(in crate::cli) fn format_row<'c>(cells: impl Iterator<Item = &'c [u8]>) -> String {
    let mut line = String::new();
    for cell in cells.map(<[u8]>::trim_ascii).filter(|cell| !cell.is_empty()) {
        if line.len() > MAX_ROW_PREVIEW {
            break;
        }
        if !line.is_empty() {
            line.push_str(" · ");
        }
        line.push_str(&String::from_utf8_lossy(&escape_bytes(cell)));
    }
    line
}
