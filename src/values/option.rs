//! Values of list fields, and what is said about options that a field does not have.

use super::{ParseResult, Value, choices, field_name, trim};
use crate::model::{Diagnostic, FieldKind, IssueCode, ListOptions, excerpt, quote, sanitize, shell_argument};

/// Maximum number of options that an error names.
const MAX_NAMED_OPTIONS: usize = 10;

/// Maximum length of an unknown name in an error, in characters.
const MAX_SHOWN_CHARS: usize = 60;

/// Parses a trimmed cell as one of the options.
pub(super) fn read(text: &str, options: &ListOptions) -> ParseResult {
    match options.find(text) {
        Some(option) => Ok(Value::plain(option.clone())),
        None => Err(vec![unknown("not an option of the list", options)]),
    }
}

/// Returns the finding that something is no option: what is wrong, then what the field takes.
pub(super) fn unknown(wrong: &str, options: &ListOptions) -> Diagnostic {
    // Those that an import is to add are none of the field yet, and stay none if no written row uses them.
    let known = options.known_names();
    // In quotes, because an option may hold a comma.
    let names: Vec<String> = known.iter().take(MAX_NAMED_OPTIONS).map(|name| format!("'{name}'")).collect();
    let names = names.join(", ");
    // A list may have hundreds of options, and each row in error repeats the message.
    let message = match known.len().saturating_sub(MAX_NAMED_OPTIONS) {
        0 => format!("{wrong}: it takes {names}"),
        more => format!("{wrong}: it takes {names} and {more} more"),
    };
    Diagnostic::new(IssueCode::OptionUnknown, message)
}

/// Returns names as an error shows them: `'Red', 'Blue' and 'Green'`.
pub(super) fn named(names: &[&str]) -> String {
    let shown = |name: &&str| format!("'{}'", sanitize(&excerpt(name, MAX_SHOWN_CHARS)));
    let mut quoted: Vec<String> = names.iter().take(MAX_NAMED_OPTIONS).map(shown).collect();
    let more = names.len().saturating_sub(MAX_NAMED_OPTIONS);
    if more > 0 {
        quoted.push(format!("{more} more"));
    }
    match quoted.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        _ => quoted.concat(),
    }
}

/// Returns the names in a cell that are no options of a list or of choices, as written; none for other kinds.
pub fn unknown_options(kind: &FieldKind, cell: &str) -> Vec<String> {
    let text = trim::trim(cell);
    match kind {
        FieldKind::List(options) if options.find(text).is_none() => vec![text.to_owned()],
        FieldKind::Choices(options) => choices::unknown_names(text, options),
        _ => Vec::new(),
    }
}

/// Returns the name of a new option as it is stored, if the text can be one.
pub fn new_option<'n>(kind: &FieldKind, text: &'n str) -> Option<&'n str> {
    visible_option(kind, text).ok()
}

fn visible_option<'n>(kind: &FieldKind, text: &'n str) -> Result<&'n str, field_name::FieldNameError> {
    let name = option_of(kind, text)?;
    field_name::check_visible(name).map(|()| name)
}

/// Validates the name of an option for a list or for choices, without surrounding blanks.
///
/// # Errors
/// The reason why it is invalid.
pub fn option_of<'n>(kind: &FieldKind, text: &'n str) -> Result<&'n str, field_name::FieldNameError> {
    let name = field_name::option_name(text)?;
    // A stored value joins its options with semicolons, and is read again by splitting it there.
    if matches!(kind, FieldKind::Choices(_)) && name.contains(';') {
        return Err(field_name::FieldNameError::Semicolon);
    }
    Ok(name)
}

/// Adds to the finding that options are unknown the command that adds them to the field.
pub fn advise_to_add_options(findings: &mut [Diagnostic], kind: &FieldKind, field: &str, cell: &str) {
    advise(findings, kind, (field, cell), "contacts fields option add");
}

/// Adds to the finding that options are unknown how an import gets them. No whole command, which would have to name the
/// workspace: a row's message goes to files and other readers that know none.
pub fn advise_to_import_options(findings: &mut [Diagnostic], kind: &FieldKind, field: &str, cell: &str) {
    advise(findings, kind, (field, cell), "--add-options, or fields option add");
}

/// Adds to the finding that options are unknown how they are added, or why none of them can be.
fn advise(findings: &mut [Diagnostic], kind: &FieldKind, (field, cell): (&str, &str), way: &str) {
    let Some(finding) = findings.iter_mut().find(|finding| finding.code == IssueCode::OptionUnknown) else { return };
    let unknown = unknown_options(kind, cell);
    let is_error = |name: &str| super::spreadsheet_error(Some(kind), name).is_some();
    let unknown = || unknown.iter().filter(|name| !is_error(name)).map(|name| visible_option(kind, name));
    let names: Vec<&str> = unknown().filter_map(Result::ok).take(MAX_NAMED_OPTIONS).collect();
    if !names.is_empty() {
        finding.message += &format!("; to add it: {way} {}", arguments(field, &names));
    } else if let Some(reason) = unknown().find_map(Result::err) {
        finding.message += &format!("; it cannot be made one: {reason}");
    }
}

/// Returns a field and options as arguments that can be pasted.
fn arguments(field: &str, names: &[&str]) -> String {
    let words: Vec<_> = names.iter().map(|name| quote(name)).collect();
    let are_plain = names.iter().all(|name| !name.starts_with('-'));
    let field = if are_plain { shell_argument(field) } else { format!("-- {}", quote(field)) };
    format!("{field} {}", words.join(" "))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn an_option_is_kept_in_its_own_spelling() {
        let options = ListOptions::new(["Gold", "Très bien", "ΣΊΣΥΦΟΣ"]);
        for (text, expected) in [("gold", "Gold"), ("TRÈS BIEN", "Très bien"), ("ΣΊΣΥΦΟΣ", "ΣΊΣΥΦΟΣ")] {
            assert_eq!(read(text, &options), Ok(Value::plain(expected)));
        }
    }

    #[test]
    fn an_error_names_the_options_up_to_ten() {
        let few = read("Bronze", &ListOptions::new(["Gold", "Silver"])).unwrap_err();
        assert_eq!(few[0].code, IssueCode::OptionUnknown);
        assert_eq!(few[0].message, "not an option of the list: it takes 'Gold', 'Silver'");
        let many = ListOptions::new((1..=12).map(|n| format!("o{n}")));
        let told = read("Bronze", &many).unwrap_err();
        assert!(told[0].message.ends_with("'o9', 'o10' and 2 more"), "{}", told[0].message);
    }

    #[test]
    fn the_message_of_a_row_names_no_workspace_and_no_whole_command() {
        let kind = FieldKind::List(Arc::new(ListOptions::new(["Gold"])));
        let mut findings = super::super::read(&kind, "Tin", &super::super::ParseOptions::default()).unwrap_err();
        advise_to_import_options(&mut findings, &kind, "Level", "Tin");
        assert!(findings[0].message.ends_with("; to add it: --add-options, or fields option add Level Tin"));
    }

    #[test]
    fn the_command_that_adds_an_unknown_option_can_be_pasted() {
        let options = || Arc::new(ListOptions::new(["Gold"]));
        let said = |kind: &FieldKind, cell: &str| {
            let mut findings = super::super::read(kind, cell, &super::super::ParseOptions::default()).unwrap_err();
            advise_to_add_options(&mut findings, kind, "My level", cell);
            findings.pop().unwrap().message
        };
        let add = "; to add it: contacts fields option add";
        let (list, choices) = (FieldKind::List(options()), FieldKind::Choices(options()));
        assert!(said(&list, " Not yet ").ends_with(&format!("{add} 'My level' 'Not yet'")));
        assert!(said(&list, "-1").ends_with(&format!("{add} -- 'My level' -1")));
        assert!(said(&choices, "gold, Tin; it's").ends_with(&format!("{add} 'My level' Tin 'it'\\''s'")));
        let too_long = "it takes 'Gold'; it cannot be made one: the name has more than 200 characters";
        assert!(said(&list, &"x".repeat(300)).ends_with(too_long));
        assert!(
            said(&list, "Sil\nver")
                .ends_with("it cannot be made one: the name holds a line break or another control character")
        );
        assert!(said(&choices, &format!("{}\u{7}", "y".repeat(99))).contains("'yyy"));
    }
}
