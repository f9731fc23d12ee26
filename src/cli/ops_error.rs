//! How errors of the use cases are told: exit codes, stable names and advice.

use std::io;
use std::path::Path;

use super::error::CliError;
use super::exit::Exit;
use super::hints::{BUILD_WITH_ALL, Hint};
use super::options::no_new_field;
use crate::mapping::SavedMappingError;
use crate::model::{Identifiers, Purpose, counted, local_day_after, quote, shell_argument, shell_option, shown_path};
use crate::ops::selection::SelectionError;
use crate::ops::setup::HeaderBelow;
use crate::ops::{OpsError, SourceRuleError};
use crate::values::FieldNameError;
use crate::workspace::UndoRefusal;

impl From<OpsError> for CliError {
    fn from(error: OpsError) -> Self {
        let message = error.to_string();
        match error {
            OpsError::Workspace(error) => error.into(),
            OpsError::Source(error) => error.into(),
            OpsError::HeaderBelow { found, .. } => header_below(&message, found),
            OpsError::Mapping(error) => error.into(),
            OpsError::Import(error) => error.into(),
            OpsError::Session(error) => error.into(),
            OpsError::WrongIdentifier { purpose, identifiers } => Self::usage(wrong_identifier(purpose, &identifiers)),
            OpsError::SourceRule(error) => error.into(),
            // One without `=` is likely meant to name the field like its column.
            OpsError::NotANewField { column, kind } => no_new_field(&format!("{column}:{kind}")).with_hint(format!(
                "to name the field like the column: {}",
                shell_option("--create-field", &format!("{column}=:{kind}"))
            )),
            OpsError::NoList { .. } => Self::usage(message).with_hint(NO_LIST),
            OpsError::Report(error) => error.into(),
            OpsError::ImportRunning { holder } => Self::busy(holder.as_ref()),
            OpsError::UndoRefused { entry, refusal } => undo_refused(entry, &refusal),
            OpsError::SavedMapping(error) => error.into(),
            OpsError::FieldName(error) => error.into(),
            OpsError::UnreadableMapping { name, error } => {
                Self::from(error).with_subject(format!("the saved mapping '{name}'"))
            }
            OpsError::MappingFile { path, error } => mapping_file(&path, error),
            OpsError::MappingFileUnreadable { path, error } => mapping_file_unreadable(&path, error),
            OpsError::FieldDefinedOtherwise { name, .. } => Self::refused("field-type", message).with_hint(format!(
                "give the one in the workspace another name: contacts fields rename {} NEW",
                shell_argument(&name)
            )),
            OpsError::NoSavedMapping { known, .. } => {
                Self::not_found("mapping-not-found", message).with_hint(saved_mappings_hint(&known))
            }
            OpsError::MappingExists { name } => Self::refused("mapping-exists", message).with_hint(name_taken(&name)),
            OpsError::MappingLooksAlike { .. } => {
                Self::refused("mapping-exists", message).with_hint("choose another name")
            }
            OpsError::NoSetting { .. } | OpsError::DamagedSetting { .. } | OpsError::WithoutMail { .. } => {
                settings_error(&error, message)
            }
            OpsError::KeyUnusable { .. } => Self::new(Exit::Failed, "key-unusable", anyhow::Error::msg(message))
                .with_hint("move it away; what you trusted is then to be trusted anew with: contacts config trust"),
            OpsError::NoKeyPath => Self::usage(message).with_hint("set the variable HOME or XDG_CONFIG_HOME"),
            OpsError::Selection(error) => error.into(),
            OpsError::NoContacts { .. } => {
                Self::not_found("contact-not-found", message).with_hint("search with: contacts list TEXT")
            }
            OpsError::Forgotten { .. } => Self::not_found("contact-forgotten", message),
            OpsError::NotAContact { who } => Self::usage(message).with_hint(search_for(&who)),
            OpsError::NobodyNamed { who } => Self::not_found("contact-not-found", message).with_hint(search_for(&who)),
            OpsError::SeveralNamed { .. } => Self::refused("contact-ambiguous", message).with_hint(NAME_ONE),
            OpsError::FirstNameNeeded => Self::usage(message).with_hint("give it with: 'First Name=NAME'"),
            OpsError::SelectionChanged => changed_meanwhile("selection-changed", message),
            OpsError::ContactChanged { .. } => changed_meanwhile("contact-changed", message),
            OpsError::MergeOfOne => Self::usage(message).with_hint("name two contacts or more"),
            OpsError::NoField { .. } => Self::not_found("field-not-found", message).with_hint("see: contacts fields"),
            OpsError::StandardField { .. } => Self::refused("field-standard", message),
            OpsError::FieldExists { .. } | OpsError::StandardNameTaken { .. } => {
                Self::refused("field-exists", message).with_hint("choose another name; see: contacts fields")
            }
            OpsError::FieldsChanged => Self::refused("field-exists", message).with_hint("run the command again"),
            OpsError::OptionsMissing { .. } => {
                Self::usage(message).with_hint("for example: --option Gold --option Silver")
            }
            OpsError::OptionsUnwanted => Self::usage(format!("{message}: --type list or --type choices")),
            OpsError::NotAList { .. } => Self::refused("field-type", message),
            OpsError::OptionExists { .. } => Self::refused("option-exists", message),
            OpsError::NoOption { .. } => Self::not_found("option-not-found", message).with_hint("see: contacts fields"),
            OpsError::OptionInUse { .. } => {
                Self::refused("option-in-use", message).with_hint("change those contacts first")
            }
            OpsError::LastOption => Self::refused("option-needed", message),
            OpsError::NoTag { .. } => Self::not_found("tag-not-found", message).with_hint("see: contacts tags"),
            OpsError::TagExists { old, taken, .. } => Self::refused("tag-exists", message).with_hint(format!(
                "to make one of both: contacts tags merge {} --into {}",
                quote(&old),
                quote(&taken)
            )),
            OpsError::NotAnEdit { known, .. } => Self::usage(message).with_hint(fields_hint(&known)),
            OpsError::NoFieldToEdit { known, .. } => {
                Self::new(Exit::Usage, "unknown-field", anyhow::Error::msg(message)).with_hint(fields_hint(&known))
            }
            OpsError::ContactIdEdited => Self::usage(message).with_hint("to join contacts: contacts merge ID ID"),
            OpsError::InvalidValues { .. } => Self::new(Exit::Usage, "value-invalid", anyhow::Error::msg(message)),
            OpsError::NotSuppressed { .. }
            | OpsError::NoValueColumn { .. }
            | OpsError::SharedSuppressions { .. }
            | OpsError::SuppressionsUntrusted { .. } => suppressions_error(&error, message),
            OpsError::MergeTooLarge { .. }
            | OpsError::SurvivorNotAmong { .. }
            | OpsError::InvalidSetting { .. }
            | OpsError::InvalidOption { .. }
            | OpsError::OptionTwice { .. }
            | OpsError::TagNameBlank
            | OpsError::InvalidTagName { .. }
            | OpsError::TagMergedWithItself
            | OpsError::UnreadableChoice(_)
            | OpsError::FieldTwice { .. }
            | OpsError::TagContradiction { .. } => Self::usage(message),
        }
    }
}

/// A setting that there is not, that cannot be read, or that this program was built without.
fn settings_error(error: &OpsError, message: String) -> CliError {
    match error {
        OpsError::WithoutMail { .. } => {
            CliError::new(Exit::Usage, "built-without-mail", anyhow::Error::msg(message)).with_hint(BUILD_WITH_ALL)
        }
        OpsError::DamagedSetting { name, .. } => {
            CliError::usage(message).with_hint(format!("put its default back with: contacts config unset {name}"))
        }
        _ => CliError::usage(message).with_hint("see: contacts config list"),
    }
}

/// Advice where the name of a mapping is taken.
fn name_taken(name: &str) -> String {
    let name = shell_argument(name);
    format!("choose another name, replace it with --yes, or delete it: contacts mappings delete {name}")
}

/// Errors about people who are left alone.
fn suppressions_error(error: &OpsError, message: String) -> CliError {
    match error {
        OpsError::NoValueColumn { columns, own } => {
            let column = own.as_ref().or(columns.first()).map_or("#1", String::as_str);
            let field = own.as_deref().unwrap_or("Email");
            let map = shell_option("--map", &format!("{column}={field}"));
            CliError::usage(message).with_hint(format!("say which one it is, such as: {map}"))
        }
        OpsError::SharedSuppressions { .. } => CliError::refused("suppressions-unreadable", message).with_hint(
            "correct the file, name another one with contacts config set suppressions FILE, or share none: contacts config \
             unset suppressions",
        ),
        OpsError::SuppressionsUntrusted { .. } => CliError::refused("suppressions-untrusted", message)
            .with_hint("look at it, then let it count with: contacts config trust"),
        _ => CliError::not_found("not-suppressed", message).with_hint("see: contacts suppress list"),
    }
}

/// Returns the error for a line below the first that reads as the header. One option in the hint, so that what is pasted is the
/// likely reading; the other one is in the message alone.
fn header_below(message: &str, HeaderBelow { line, names }: HeaderBelow) -> CliError {
    let names = counted(names as u64, "contact field");
    let message = format!(
        "{message}: --header-line {line} (it names {names}; if line 1 is the header all the same: --header-line 1)"
    );
    CliError::refused("source-header-line", message)
        .with_hint(format!("--header-line {line} takes it as the header and leaves out what stands above"))
}

/// Returns the error for a file that is no mapping; a wrong name in it is the file's fault, and no wrong usage.
fn mapping_file(path: &Path, error: SavedMappingError) -> CliError {
    let (code, hint) = (error.code(), error.hint());
    let failure = CliError::new(Exit::Failed, code, error).with_subject(shown_path(&path));
    hint.into_iter().fold(failure, CliError::with_hint)
}

fn mapping_file_unreadable(path: &Path, error: io::Error) -> CliError {
    let is_missing = error.kind() == io::ErrorKind::NotFound;
    let failure = CliError::new(Exit::Failed, "mapping-file-unreadable", error).with_subject(shown_path(&path));
    if is_missing { failure.with_hint(NO_SUCH_FILE) } else { failure }
}

/// Advice where a mapping file is not there.
const NO_SUCH_FILE: &str = "the saved mappings, which are named without / and .toml, are listed by: contacts mappings";

/// Advice where a column cannot become a list.
const NO_LIST: &str = "make it a text, or give the options with: contacts fields add NAME --type list --option OPTION";
/// Advice where a text names several contacts.
const NAME_ONE: &str = "name the one that is meant by its Contact ID";

fn search_for(who: &str) -> String {
    format!("search with: contacts list {}", shell_argument(who))
}

fn wrong_identifier(purpose: Purpose, identifiers: &Identifiers) -> String {
    match (purpose, identifiers.is_empty()) {
        (Purpose::AddAll, _) => {
            "--purpose add-all adds every row and matches none, so it takes no identifier (--id)".to_owned()
        }
        (_, false) => format!(
            "the identifier contact-id goes with --purpose update only: a Contact ID is given by the workspace, so {purpose} could add \
             nobody"
        ),
        (_, true) => {
            let choices = if purpose == Purpose::Update {
                "phone, email, contact-id or an own field"
            } else {
                "phone, email or an own field"
            };
            format!("--purpose {purpose} needs an identifier to recognise existing contacts: --id {choices}")
        }
    }
}

fn changed_meanwhile(code: &str, message: String) -> CliError {
    CliError::refused(code, message).with_hint("run the command again to see what is there now")
}

fn undo_refused(id: i64, refusal: &UndoRefusal) -> CliError {
    match refusal {
        UndoRefusal::Unknown => {
            CliError::not_found("entry-not-found", format!("there is no entry {id} in the history"))
                .with_hint("see: contacts history")
        }
        UndoRefusal::UndoneAlready(by) => {
            CliError::refused("undone-already", format!("entry {id} was taken back already, by entry {by}"))
                .with_hint(format!("bring it back with: contacts undo {by}"))
        }
        UndoRefusal::NameTaken(name) => CliError::refused(
            "field-exists",
            format!("entry {id} removed the field '{name}', and there is another field of that name now"),
        )
        .with_hint("rename that one first: contacts fields rename OLD NEW"),
        UndoRefusal::FieldIsBack => {
            CliError::refused("field-is-back", format!("entry {id} brought back a contact field; that stays so"))
                .with_hint("remove it again with: contacts fields remove NAME")
        }
        UndoRefusal::SwitchedSince(by) => {
            let message =
                format!("what entry {id} took back was taken back or brought back again since, by entry {by}");
            CliError::refused("switched-since", message).with_hint("see: contacts history")
        }
        UndoRefusal::Lost(contact) => {
            let message =
                format!("this would leave nothing of contact {contact}: the contact into which it was merged is gone");
            CliError::refused("contact-lost", message)
                .with_hint("take back first what merged or deleted that one; see: contacts history")
        }
        UndoRefusal::Forgot => CliError::refused(
            "forgotten-for-good",
            format!("entry {id} forgot contacts for good: nothing of them is left that could come back"),
        ),
        UndoRefusal::Pruned(by) => CliError::refused(
            "entry-pruned",
            format!("entry {id} cannot be undone any more: entry {by} pruned what it had changed"),
        )
        .with_hint("see: contacts history"),
        UndoRefusal::IsPruning => CliError::refused(
            "pruned-for-good",
            format!("entry {id} pruned the history: what it dropped is not kept anywhere"),
        ),
    }
}

impl From<SelectionError> for CliError {
    fn from(error: SelectionError) -> Self {
        let usage = |code: &str, message: String| Self::new(Exit::Usage, code, anyhow::Error::msg(message));
        let message = error.to_string();
        match error {
            SelectionError::UnknownField { near, known, .. } if near.is_empty() => {
                usage("unknown-field", message).with_hint(fields_hint(&known))
            }
            SelectionError::UnknownField { .. } => usage("unknown-field", message).with_hint("see: contacts fields"),
            SelectionError::InvalidValue { field, kind, value, .. } => {
                let failure = usage("value-invalid", message);
                match part_of(&field, kind, &value) {
                    Some(condition) => failure.with_hint(format!("values of which it is a part: --where {condition}")),
                    None => failure,
                }
            }
            SelectionError::NoImport { .. } => {
                Self::not_found("import-not-found", message).with_hint("see: contacts history")
            }
            SelectionError::PrunedImport { import_tag, .. } => {
                let error = Self::refused("history-pruned", message);
                match import_tag {
                    Some(tag) => error.with_hint(format!("they have its import tag: {}", shell_option("--tag", &tag))),
                    None => error.with_hint("see: contacts history"),
                }
            }
            SelectionError::PrunedSince { newest } => {
                let error = Self::refused("history-pruned", message);
                match local_day_after(newest.finished_at) {
                    Some(day) => error.with_hint(format!("what changed since then is known: --changed-since {day}")),
                    None => error.with_hint("see: contacts history"),
                }
            }
            SelectionError::NotACondition { .. } => {
                Self::usage(message).with_hint("for example: --where 'Country = Malaysia' --where 'Email is set'")
            }
            _ => Self::usage(message),
        }
    }
}

/// Returns the condition, quoted for a shell, that finds values of which a text is a part, where that may be meant.
fn part_of(field: &str, kind: &str, value: &str) -> Option<String> {
    let has_parts = ["email", "phone", "url", "date", "country", "language"].contains(&kind);
    has_parts.then(|| quote(&format!("{field} ~ {value}")).into_owned())
}

fn saved_mappings_hint(known: &[String]) -> String {
    if known.is_empty() {
        return "save one with: contacts map FILE --save NAME".to_owned();
    }
    format!("there are: {}", known.join(", "))
}

fn fields_hint(known: &[String]) -> String {
    format!("the contact fields are {}", known.join(", "))
}

impl From<SourceRuleError> for CliError {
    fn from(error: SourceRuleError) -> Self {
        let message = error.to_string();
        match error {
            SourceRuleError::NoSource { .. } => {
                Self::usage(message).with_hint("name it, the same every time: --source NAME")
            }
            SourceRuleError::OfAddAll => Self::usage(message)
                .with_hint("leave --source out, or recognise contacts: --purpose add-update --id email"),
            SourceRuleError::InvalidName { .. } => Self::usage(message),
            SourceRuleError::Unknown { known, .. } if known.is_empty() => Self::not_found("unknown-source", message)
                .with_hint("a source is remembered from its first import on: contacts import FILE --source NAME"),
            SourceRuleError::Unknown { known, .. } => {
                Self::not_found("unknown-source", message).with_hint(format!("there are: {}", known.join(", ")))
            }
        }
    }
}

impl From<FieldNameError> for CliError {
    fn from(error: FieldNameError) -> Self {
        Self::new(Exit::Usage, error.code(), error)
    }
}

impl From<SavedMappingError> for CliError {
    fn from(error: SavedMappingError) -> Self {
        let (code, hint) = (error.code(), error.hint());
        let failure = match error {
            SavedMappingError::Name { .. } => Self::usage(error.to_string()),
            _ => Self::new(Exit::Failed, code, error),
        };
        hint.into_iter().fold(failure, Self::with_hint)
    }
}
