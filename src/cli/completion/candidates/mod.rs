//! Candidates for the values of options and arguments. What cannot be read offers nothing.

mod columns;
mod files;
mod values;
mod workspace;

use clap_complete::engine::CompletionCandidate;

pub(in crate::cli) use columns::{
    columns, columns_before_fields, columns_before_formats, columns_before_orders, columns_before_types,
};
pub(in crate::cli) use files::{files_ending_with, lists};
pub(in crate::cli) use values::{encodings, missing, presets, regions, settings, values_of_settings};
pub(in crate::cli) use workspace::{
    columns_of_contacts, custom_fields, duplicate_keys, entries, fields_before_operators, fields_before_values,
    identifiers, imports, list_of_fields, mappings, mappings_or_job_files, sort_fields, sources, tags,
};

/// Returns the names that begin with what was typed, each with `before` in front; those in another case only where none
/// begins just so. Of names that begin differently a shell would insert what they have in common, and so lose what was
/// typed.
fn with_prefix(typed: &str, before: &str, names: impl IntoIterator<Item = String>) -> Vec<CompletionCandidate> {
    let lower = typed.to_lowercase();
    let mut fitting: Vec<String> = names.into_iter().filter(|name| name.to_lowercase().starts_with(&lower)).collect();
    if fitting.iter().any(|name| name.starts_with(typed)) {
        fitting.retain(|name| name.starts_with(typed));
    }
    fitting.into_iter().map(|name| CompletionCandidate::new(format!("{before}{name}"))).collect()
}

#[cfg(test)]
mod tests {
    use super::with_prefix;

    #[test]
    fn only_what_goes_on_is_offered() {
        let offered = |typed: &str, before: &str| {
            let names = ["Email".to_owned(), "Employer".to_owned(), "Tags".to_owned()];
            let found = with_prefix(typed, before, names);
            found.iter().map(|it| it.get_value().to_string_lossy().into_owned()).collect::<Vec<_>>()
        };
        assert_eq!(offered("em", "Mail="), ["Mail=Email", "Mail=Employer"]);
        assert_eq!(offered("", "").len(), 3);
        assert!(offered("x", "").is_empty());
        let names = ["Email".to_owned(), "e-mail 2".to_owned()];
        assert_eq!(with_prefix("E", "", names).len(), 1, "a name that begins just so");
    }
}
