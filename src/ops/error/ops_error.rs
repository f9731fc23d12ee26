//! [`OpsError`]: each reason with its facts.

use std::path::PathBuf;

use super::no_list::NoList;
use super::phrases::{have, identifier_name, no_contacts};
use super::source_rule_error::SourceRuleError;
use crate::files::CompanionError;
use crate::import::ImportError;
use crate::mapping::{MappingError, SavedMappingError};
use crate::model::{ContactId, Identifiers, Purpose, counted, shown_path};
use crate::ops::selection::SelectionError;
use crate::ops::setup::HeaderBelow;
use crate::report::ReportError;
use crate::session::SessionError;
use crate::source::SourceError;
use crate::values::FieldNameError;
use crate::workspace::{LockHolder, UndoRefusal, WorkspaceError};

/// Why a use case could not be done: the facts, without advice.
#[derive(Debug, thiserror::Error)]
pub enum OpsError {
    /// The workspace could not be read or written.
    #[error(transparent)]
    Workspace(#[from] WorkspaceError),
    /// The list could not be read.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The first line does not read as the header, and another one does (spec section 2.5).
    #[error("'{}': the header seems to be on line {}", shown_path(path), found.line)]
    HeaderBelow {
        /// Path of the list.
        path: PathBuf,
        /// The line.
        found: HeaderBelow,
    },
    /// The columns do not fit the fields, or the purpose.
    #[error(transparent)]
    Mapping(#[from] MappingError),
    /// The import failed, or a guard refused it.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// The session of the list does not allow this.
    #[error(transparent)]
    Session(#[from] SessionError),
    /// The purpose and the identifier do not go together (spec section 3).
    #[error("the purpose {purpose} and {} do not go together", identifier_name(.identifiers))]
    WrongIdentifier {
        /// The purpose.
        purpose: Purpose,
        /// The identifier, if one was given.
        identifiers: Identifiers,
    },
    /// What was said about the source of a list does not go.
    #[error(transparent)]
    SourceRule(#[from] SourceRuleError),
    /// A choice of a recipe that is none of its kind: an encoding, a country or a date format.
    #[error("{0}")]
    UnreadableChoice(String),
    /// A text that does not say which column becomes which new field.
    #[error("'{column}:{kind}' is not of the form COLUMN=NAME:TYPE")]
    NotANewField {
        /// What stands before the type.
        column: String,
        /// The type.
        kind: &'static str,
    },
    /// A column that cannot become a list.
    #[error("'{column}' cannot become a list: {why}")]
    NoList {
        /// Header of the column, or its position.
        column: String,
        /// Why.
        why: NoList,
    },
    /// An output file could not be written.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// Another import holds the workspace.
    #[error("another import is running in this workspace")]
    ImportRunning {
        /// What it says of itself, if that is known.
        holder: Option<LockHolder>,
    },
    /// An entry of the history cannot be undone.
    #[error("entry {entry} cannot be undone: {refusal:?}")]
    UndoRefused {
        /// The entry.
        entry: i64,
        /// Why.
        refusal: UndoRefusal,
    },
    /// A text is no saved mapping, or a name no name for one.
    #[error(transparent)]
    SavedMapping(#[from] SavedMappingError),
    /// A saved mapping of the workspace cannot be read.
    #[error("the saved mapping '{name}': {error}")]
    UnreadableMapping {
        /// Its name.
        name: String,
        /// What is wrong with its text.
        error: SavedMappingError,
    },
    /// A mapping file or job file is invalid.
    #[error("{}: {error}", shown_path(path))]
    MappingFile {
        /// Path of the file.
        path: PathBuf,
        /// What is wrong with its text.
        error: SavedMappingError,
    },
    /// A mapping file or job file cannot be read.
    #[error("{}: {error}", shown_path(path))]
    MappingFileUnreadable {
        /// Path of the file.
        path: PathBuf,
        /// Why not.
        error: std::io::Error,
    },
    /// A job defines a field that has another type in this workspace.
    #[error("the field '{name}' is of the type {here} in this workspace, and the job defines it as {defined}")]
    FieldDefinedOtherwise {
        /// Name of the field.
        name: String,
        /// Its type in the workspace.
        here: &'static str,
        /// Its type in the job.
        defined: &'static str,
    },
    /// No saved mapping has this name.
    #[error("there is no saved mapping '{name}'")]
    NoSavedMapping {
        /// The name that was asked for.
        name: String,
        /// The names that there are.
        known: Vec<String>,
    },
    /// Another saved mapping has this name.
    #[error("there is a saved mapping '{name}' already")]
    MappingExists {
        /// The name.
        name: String,
    },
    /// Another saved mapping has a name that differs by invisible characters alone.
    #[error(
        "there is a saved mapping '{name}' already, whose name looks the same: they differ by invisible characters alone"
    )]
    MappingLooksAlike {
        /// The name of the other one.
        name: String,
    },
    /// No setting has this name.
    #[error("there is no setting '{name}'; there are {}", .known.join(", "))]
    NoSetting {
        /// The name that was asked for.
        name: String,
        /// The names that there are.
        known: Vec<&'static str>,
    },
    /// The workspace holds a value that is none for its setting.
    #[error("the setting {name} cannot be read: {problem}")]
    DamagedSetting {
        /// The setting.
        name: String,
        /// What is wrong with its value.
        problem: String,
    },
    /// A setting for mail, in a program that has none.
    #[error("{name} cannot be set: this program was built without e-mail")]
    WithoutMail {
        /// The setting.
        name: &'static str,
    },
    /// A text that is no value for a setting.
    #[error("{name} cannot be '{text}': {problem}")]
    InvalidSetting {
        /// The setting.
        name: &'static str,
        /// What was given.
        text: String,
        /// What is wrong with it.
        problem: String,
    },
    /// The user's key cannot be read or made.
    #[error("the key {} cannot be used: {error}", shown_path(.path))]
    KeyUnusable {
        /// Path of the key.
        path: PathBuf,
        /// Why.
        error: CompanionError,
    },
    /// A setting that acts needs the user's key, and this user has no place for one.
    #[error("this machine names no home directory, where what you trust is kept")]
    NoKeyPath,
    /// A text that names no contact.
    #[error("'{who}' is no Contact ID, phone number, e-mail address or FIELD=VALUE")]
    NotAContact {
        /// The text.
        who: String,
    },
    /// What selects contacts cannot be read.
    #[error(transparent)]
    Selection(#[from] SelectionError),
    /// No contact is named by a text.
    #[error("nobody is '{who}'")]
    NobodyNamed {
        /// The text.
        who: String,
    },
    /// Several contacts are named by a text.
    #[error("'{who}' is said of {}", crate::ops::contacts::format_first_ids(.contacts))]
    SeveralNamed {
        /// The text.
        who: String,
        /// The contacts.
        contacts: Vec<ContactId>,
    },
    /// A new contact without a First Name.
    #[error("a new contact needs a First Name")]
    FirstNameNeeded,
    /// No contact has these IDs.
    #[error("{}", no_contacts(.ids))]
    NoContacts {
        /// The IDs.
        ids: Vec<ContactId>,
    },
    /// A contact was forgotten.
    #[error("contact {contact} was forgotten by entry {entry}: nothing of it is left")]
    Forgotten {
        /// The contact.
        contact: ContactId,
        /// The entry of the history.
        entry: i64,
    },
    /// Another command has changed or removed a contact since it was read.
    #[error("contact {contact} was changed meanwhile by another command; nothing was written")]
    ContactChanged {
        /// The contact.
        contact: ContactId,
    },
    /// Another command has changed the workspace since the selected contacts were shown.
    #[error("the workspace was changed meanwhile by another command; nothing was written")]
    SelectionChanged,
    /// A merge of fewer than two contacts.
    #[error("a contact cannot be merged with itself")]
    MergeOfOne,
    /// A merge of too many contacts.
    #[error("at most {limit} contacts can be merged at once")]
    MergeTooLarge {
        /// Maximum number of contacts.
        limit: usize,
    },
    /// A merge is to keep a contact that is none of those that are merged.
    #[error("contact {contact} cannot stay: it is not among those that are merged")]
    SurvivorNotAmong {
        /// The contact.
        contact: ContactId,
    },
    /// No contact field has this name.
    #[error("there is no contact field '{name}'")]
    NoField {
        /// The name that was asked for.
        name: String,
    },
    /// A standard field is to be changed like a custom one.
    #[error("{name} is a standard field: it can be neither renamed nor removed")]
    StandardField {
        /// The field.
        name: String,
    },
    /// A custom field has this name.
    #[error("there is a field '{name}' of the type {kind} already")]
    FieldExists {
        /// The field.
        name: String,
        /// Its type.
        kind: &'static str,
    },
    /// A standard field has this name.
    #[error("{name} is a standard field, so its name is taken")]
    StandardNameTaken {
        /// The field.
        name: String,
    },
    /// A text is no name for a field.
    #[error(transparent)]
    FieldName(#[from] FieldNameError),
    /// Another process has added, renamed or removed fields since they were read.
    #[error("the fields of the workspace have changed meanwhile; nothing was changed")]
    FieldsChanged,
    /// A list, or choices, without options.
    #[error("a field of the type {kind} needs options")]
    OptionsMissing {
        /// Its type.
        kind: &'static str,
    },
    /// Options for a field that has none.
    #[error("only lists and choices take options")]
    OptionsUnwanted,
    /// A text is no option.
    #[error("the option '{text}': {error}")]
    InvalidOption {
        /// What was given.
        text: String,
        /// What is wrong with it.
        error: FieldNameError,
    },
    /// Two options that differ at most by case.
    #[error("the option '{option}' is given twice; options compare without case")]
    OptionTwice {
        /// The second one.
        option: String,
    },
    /// A field that has no options.
    #[error("the field '{field}' is of the type {kind}: it has no options")]
    NotAList {
        /// The field.
        field: String,
        /// Its type.
        kind: &'static str,
    },
    /// The field has this option.
    #[error("the field '{field}' has the option '{option}' already")]
    OptionExists {
        /// The field.
        field: String,
        /// The option.
        option: String,
    },
    /// The field does not have this option.
    #[error("the field '{field}' has no option '{option}'")]
    NoOption {
        /// The field.
        field: String,
        /// The option that was asked for.
        option: String,
    },
    /// Contacts have an option that is to be removed.
    #[error("{} the option '{option}'", have(*.contacts))]
    OptionInUse {
        /// The option.
        option: String,
        /// Number of contacts.
        contacts: u64,
    },
    /// No option of a field would be left.
    #[error("the field needs at least one option")]
    LastOption,
    /// No contact has a tag of this name.
    #[error("no contact has the tag '{name}'")]
    NoTag {
        /// The name that was asked for.
        name: String,
    },
    /// A tag without a name.
    #[error("a tag needs a name")]
    TagNameBlank,
    /// A text is no name for a tag.
    #[error("{fault}")]
    InvalidTagName {
        /// What is wrong with it.
        fault: String,
    },
    /// Another tag has the name that a tag is to get.
    #[error("{} have the tag '{taken}' already", counted(*.contacts, "contact"))]
    TagExists {
        /// The tag to be renamed.
        old: String,
        /// The other tag.
        taken: String,
        /// Number of contacts that have the other tag.
        contacts: u64,
    },
    /// A merge of one tag.
    #[error("a tag cannot be merged with itself")]
    TagMergedWithItself,
    /// An edit without a `=`.
    #[error("'{pair}' is not FIELD=VALUE")]
    NotAnEdit {
        /// What was given.
        pair: String,
        /// The fields that there are.
        known: Vec<String>,
    },
    /// An edit of a field that is not there.
    #[error("there is no contact field '{name}'")]
    NoFieldToEdit {
        /// The name that was asked for.
        name: String,
        /// The fields that there are.
        known: Vec<String>,
    },
    /// An edit of the Contact ID.
    #[error("a Contact ID never changes")]
    ContactIdEdited,
    /// Two edits of one field.
    #[error("{field} is given twice")]
    FieldTwice {
        /// The field.
        field: String,
    },
    /// Values that their fields do not take.
    #[error("{}", .faults.join("\n"))]
    InvalidValues {
        /// Each with its field.
        faults: Vec<String>,
    },
    /// No column of a list has values by which people can be left alone.
    #[error("no column is known to hold e-mail addresses, phone numbers or own identifiers: {}", .columns.join(", "))]
    NoValueColumn {
        /// Labels of the columns.
        columns: Vec<String>,
        /// Custom field that has the name of one of them and whose values can be suppressed.
        own: Option<String>,
    },
    /// The file of suppressions that the workspace shares with others cannot be read.
    #[error("the shared file of suppressions cannot be read, so nobody can tell who is to be left alone: {problem}")]
    SharedSuppressions {
        /// Path of the file.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// The file of suppressions that the workspace shares was named by another user or on another machine.
    #[error("the setting suppressions names {}, and was not set by you on this machine", shown_path(path))]
    SuppressionsUntrusted {
        /// Path of the file.
        path: PathBuf,
    },
    /// Values that are not suppressed.
    #[error("{} not suppressed: {}", if .values.len() == 1 { "this value is" } else { "these values are" }, .values.join(", "))]
    NotSuppressed {
        /// The values.
        values: Vec<String>,
    },
    /// A tag that is to be both added and removed.
    #[error("the tag '{tag}' is to be both given and taken off")]
    TagContradiction {
        /// The tag.
        tag: String,
    },
}

impl OpsError {
    /// [`OpsError::UnreadableChoice`] of the error of its kind.
    pub(in crate::ops) fn unreadable_choice(error: impl std::fmt::Display) -> Self {
        Self::UnreadableChoice(error.to_string())
    }
}
