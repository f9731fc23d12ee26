//! The mapping and the options of an import in words.

use crate::model::{ImportOptions, MappedColumn, NameOrder};
use crate::values::{FullName, split_full_name};

/// Formats a mapped column, or a constant: `Mobile → Phone Number`, `"MY" → Country`.
pub(in crate::cli) fn describe_column(mapped: &MappedColumn) -> String {
    let from = match (&mapped.column, &mapped.value) {
        (Some(column), _) => column.clone(),
        (None, value) => format!("\"{}\"", value.as_deref().unwrap_or_default()),
    };
    let keeps = match mapped {
        MappedColumn { do_not_overwrite: true, .. } => " (do not overwrite)",
        MappedColumn { keep_edits: true, .. } => " (keep edits)",
        _ => "",
    };
    let part = mapped.split.map_or_else(String::new, |order| format!(" (split, {})", order.describe()));
    format!("{from}{part} → {}{keeps}", mapped.field)
}

/// Formats the parts of a full name that First and Last Name get: `Ann | Lee`.
pub(in crate::cli) fn split_sample(sample: &str, order: NameOrder) -> String {
    let FullName { first, last, .. } = split_full_name(sample, order);
    format!("{first} | {}", if last.is_empty() { "—" } else { &last })
}

/// Returns the options of an import, one line each.
pub(in crate::cli) fn describe_options(options: &ImportOptions) -> Vec<String> {
    let mut lines: Vec<String> = options.tags.iter().map(|tag| format!("tag {tag}")).collect();
    lines.extend(options.clear_marker.iter().map(|marker| format!("clear marker \"{marker}\"")));
    lines.extend(options.blank.iter().map(|word| format!("blank \"{word}\"")));
    lines.extend(options.region.iter().map(|region| format!("region {region}")));
    lines.extend(options.region_from.iter().map(|column| format!("region from {column}")));
    lines.extend(options.bare_phones.iter().map(|how| format!("bare phones {how}")));
    lines.extend(options.tag_separator.iter().map(|separator| format!("tag separator \"{separator}\"")));
    lines.extend(options.date_format.iter().map(|format| format!("date format {format}")));
    lines.extend(options.decimal.iter().map(|mark| format!("decimal {mark}")));
    lines.extend(options.header_line.iter().map(|line| format!("header line {line}")));
    lines.extend(options.add_options.then(|| "new options are added".to_owned()));
    lines
}
