//! Candidates from the workspace: names of saved mappings, tags and fields, and numbers of history entries. The
//! workspace is only read, and one that cannot be read offers nothing.

use std::ffi::OsStr;
use std::path::PathBuf;

use clap_complete::engine::{ArgValueCandidates, ArgValueCompleter, CompletionCandidate};

use super::super::line::Line;
use super::files::existing_files;
use super::with_prefix;
use crate::cli::workspace_location::WorkspaceLocation;
use crate::model::{Field, FieldId, Fields, Identifier};
use crate::workspace::{CountScope, EntryFilter, EntryKind, Snapshot, Workspace, WorkspaceError};

/// Maximum number of history entries offered, the latest first.
const MAX_ENTRIES: usize = 50;

/// Names of saved mappings.
pub(in crate::cli) fn mappings() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        from_workspace(|snapshot| Ok(snapshot.mappings()?.into_iter().map(|mapping| mapping.name.into()).collect()))
    })
}

/// Names of saved mappings, and job files.
pub(in crate::cli) fn mappings_or_job_files() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| {
        let saved = from_workspace(|snapshot| {
            let names = snapshot.mappings()?.into_iter().map(|mapping| mapping.name);
            Ok(with_prefix(&typed.to_string_lossy(), "", names))
        });
        saved.into_iter().chain(existing_files(typed, &["toml"])).collect()
    })
}

/// Names of sources.
pub(in crate::cli) fn sources() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        from_workspace(|snapshot| Ok(snapshot.source_names()?.into_iter().map(CompletionCandidate::from).collect()))
    })
}

/// Names of tags.
pub(in crate::cli) fn tags() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        from_workspace(|snapshot| {
            Ok(snapshot.tags_in_use(CountScope::Everybody)?.into_iter().map(|tag| tag.name.into()).collect())
        })
    })
}

/// Names of custom fields.
pub(in crate::cli) fn custom_fields() -> ArgValueCandidates {
    ArgValueCandidates::new(|| names(field_names(|field| field.id.is_custom())))
}

/// `FIELD=`, to which a value is added.
pub(in crate::cli) fn fields_before_values() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| {
        let names = field_names(|_| true).into_iter().map(|name| format!("{name}="));
        with_prefix(&typed.to_string_lossy(), "", names)
    })
}

/// A field, to which an operator and a value are added.
pub(in crate::cli) fn fields_before_operators() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| {
        let names = field_names(|_| true).into_iter().chain([Identifier::CONTACT_ID.to_owned()]);
        with_prefix(&typed.to_string_lossy(), "", names.map(|name| format!("{name} ")))
    })
}

/// A field by which contacts can be sorted; behind a `-` too.
pub(in crate::cli) fn sort_fields() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| {
        let typed = typed.to_string_lossy();
        let (before, name) = typed.strip_prefix('-').map_or(("", &*typed), |name| ("-", name));
        let names = field_names(|field| field.id != FieldId::TAGS).into_iter();
        with_prefix(name, before, names.chain([Identifier::CONTACT_ID.to_owned()]))
    })
}

/// The field, or the Contact ID, after the last comma.
pub(in crate::cli) fn columns_of_contacts() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| {
        let names = [Identifier::CONTACT_ID.to_owned()].into_iter().chain(field_names(|_| true));
        after_last_comma(&typed.to_string_lossy(), names)
    })
}

/// The field after the last comma.
pub(in crate::cli) fn list_of_fields() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| {
        // The option takes fields only behind its `=`: what is another word is no field.
        if !Line::current().typed().starts_with("--") {
            return Vec::new();
        }
        after_last_comma(&typed.to_string_lossy(), field_names(|_| true))
    })
}

/// Numbers of history entries, each with its kind and time.
pub(in crate::cli) fn entries() -> ArgValueCandidates {
    ArgValueCandidates::new(|| from_workspace(|snapshot| recent_entries(snapshot, None)))
}

/// Numbers of imports.
pub(in crate::cli) fn imports() -> ArgValueCandidates {
    ArgValueCandidates::new(|| from_workspace(|snapshot| recent_entries(snapshot, Some(EntryKind::Import))))
}

fn recent_entries(
    snapshot: &Snapshot<'_>,
    kind: Option<EntryKind>,
) -> Result<Vec<CompletionCandidate>, WorkspaceError> {
    let entries = snapshot.entries(&EntryFilter { kind, ..EntryFilter::default() })?;
    let candidates = entries.into_iter().take(MAX_ENTRIES).enumerate().map(|(place, entry)| {
        let what = format!("{}, {}", entry.kind, crate::model::format_local(entry.started_at));
        // Shells sort candidates as texts, which puts 10 before 9; the order keeps the latest first.
        CompletionCandidate::new(entry.id.to_string()).help(Some(what.into())).display_order(Some(place))
    });
    Ok(candidates.collect())
}

/// Names of the fields of the workspace that are wanted.
pub(super) fn field_names(is_wanted: impl Fn(&Field) -> bool) -> Vec<String> {
    all_fields().iter().filter(|field| is_wanted(field)).map(|field| field.name.clone()).collect()
}

/// Fields of the workspace; those that every workspace has where there is none yet.
pub(super) fn all_fields() -> Fields {
    let read = |workspace: &Workspace| -> Result<_, WorkspaceError> { workspace.snapshot()?.fields() };
    workspace().and_then(|workspace| read(&workspace).ok()).unwrap_or_else(Fields::standard)
}

fn names(names: Vec<String>) -> Vec<CompletionCandidate> {
    names.into_iter().map(CompletionCandidate::from).collect()
}

fn from_workspace(
    read: impl Fn(&Snapshot<'_>) -> Result<Vec<CompletionCandidate>, WorkspaceError>,
) -> Vec<CompletionCandidate> {
    let read = |workspace: &Workspace| read(&workspace.snapshot()?);
    workspace().and_then(|workspace| read(&workspace).ok()).unwrap_or_default()
}

/// Opens the workspace of the line that is being typed. An older one is not migrated for this.
fn workspace() -> Option<Workspace> {
    let named = Line::current().value_of(&["-w", "--workspace"]).map(PathBuf::from);
    Workspace::open_without_migration(WorkspaceLocation::find(named.as_deref()).ok()?.path()).ok()
}

/// The identifier after the last comma.
pub(in crate::cli) fn identifiers() -> ArgValueCompleter {
    list_of(&["phone", "email", "contact-id"])
}

/// What duplicates share, after the last comma.
pub(in crate::cli) fn duplicate_keys() -> ArgValueCompleter {
    list_of(&["phone", "email", "name"])
}

/// After the last comma one of these words, or a custom field that can be an identifier.
fn list_of(words: &'static [&'static str]) -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| {
        let own = field_names(|field| field.id.is_custom() && field.kind.is_identifier());
        after_last_comma(&typed.to_string_lossy(), words.iter().map(|word| (*word).to_owned()).chain(own))
    })
}

/// Completes what stands after the last comma.
fn after_last_comma(typed: &str, names: impl IntoIterator<Item = String>) -> Vec<CompletionCandidate> {
    let (before, name) = typed.rfind(',').map_or(("", typed), |comma| typed.split_at(comma + 1));
    with_prefix(name, before, names)
}
