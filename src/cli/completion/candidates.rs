//! Candidates from the workspace: names of saved mappings, tags and fields, and numbers of history entries. The
//! workspace is only read, and one that cannot be read offers nothing.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use clap_complete::engine::{ArgValueCandidates, ArgValueCompleter, CompletionCandidate};

use super::super::workspace_location::WorkspaceLocation;
use super::is_safe;
use crate::mapping::Preset;
use crate::model::Field;
use crate::ops::settings::SETTINGS;
use crate::workspace::{EntryFilter, Snapshot, Workspace, WorkspaceError};

/// Maximum number of history entries offered, the latest first.
const MAX_ENTRIES: usize = 50;

/// Names of saved mappings.
pub(in crate::cli) fn mappings() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        from_workspace(|snapshot| Ok(snapshot.mappings()?.into_iter().map(|mapping| mapping.name.into()).collect()))
    })
}

/// Names of tags.
pub(in crate::cli) fn tags() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        from_workspace(|snapshot| Ok(snapshot.tags_in_use()?.into_iter().map(|tag| tag.name.into()).collect()))
    })
}

/// Names of custom fields.
pub(in crate::cli) fn custom_fields() -> ArgValueCandidates {
    ArgValueCandidates::new(|| names(fields(|field| field.id.is_custom())))
}

/// `FIELD=`, to which a value is added.
pub(in crate::cli) fn fields_before_values() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| {
        let names = fields(|_| true).into_iter().map(|name| format!("{name}="));
        with_prefix(&typed.to_string_lossy(), "", names)
    })
}

/// The field after the last `=` of `COLUMN=FIELD`.
pub(in crate::cli) fn fields_after_columns() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| {
        let typed = typed.to_string_lossy();
        let Some((column, field)) = typed.rsplit_once('=') else { return Vec::new() };
        with_prefix(field, &format!("{column}="), fields(|_| true))
    })
}

/// The field after the last comma.
pub(in crate::cli) fn list_of_fields() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| {
        let typed = typed.to_string_lossy();
        let (before, field) = typed.rfind(',').map_or(("", &*typed), |comma| typed.split_at(comma + 1));
        with_prefix(field, before, fields(|_| true))
    })
}

/// The identifier after the last comma.
pub(in crate::cli) fn identifiers() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| {
        let typed = typed.to_string_lossy();
        let (before, name) = typed.rfind(',').map_or(("", &*typed), |comma| typed.split_at(comma + 1));
        let known = ["phone", "email", "contact-id"].map(str::to_owned);
        let own = fields(|field| field.id.is_custom() && field.kind.is_identifier());
        with_prefix(name, before, known.into_iter().chain(own))
    })
}

/// What duplicates share, after the last comma.
pub(in crate::cli) fn duplicate_keys() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| {
        let typed = typed.to_string_lossy();
        let (before, name) = typed.rfind(',').map_or(("", &*typed), |comma| typed.split_at(comma + 1));
        let known = ["phone", "email", "name"].map(str::to_owned);
        let own = fields(|field| field.id.is_custom() && field.kind.is_identifier());
        with_prefix(name, before, known.into_iter().chain(own))
    })
}

/// Names of settings.
pub(in crate::cli) fn settings() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        let candidate =
            |name: &'static str, about: &'static str| CompletionCandidate::new(name).help(Some(about.into()));
        SETTINGS.iter().map(|setting| candidate(setting.name, setting.about)).collect()
    })
}

/// Names of the known export formats.
pub(in crate::cli) fn presets() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        let known = Preset::ALL.iter().map(|preset| (preset.name, preset.title));
        let none = ("none", "read every cell as it is");
        known
            .chain([none])
            .map(|(name, title)| CompletionCandidate::new(name).help(Some(title.to_owned().into())))
            .collect()
    })
}

/// Numbers of history entries, each with its kind and time.
pub(in crate::cli) fn entries() -> ArgValueCandidates {
    ArgValueCandidates::new(|| from_workspace(|snapshot| recent_entries(snapshot, |_| true)))
}

/// Numbers of imports.
pub(in crate::cli) fn imports() -> ArgValueCandidates {
    ArgValueCandidates::new(|| from_workspace(|snapshot| recent_entries(snapshot, |kind| kind == "import")))
}

fn recent_entries(
    snapshot: &Snapshot<'_>,
    is_wanted: impl Fn(&str) -> bool,
) -> Result<Vec<CompletionCandidate>, WorkspaceError> {
    let entries = snapshot.entries(&EntryFilter::default())?;
    let wanted = entries.into_iter().filter(|entry| is_wanted(&entry.kind)).take(MAX_ENTRIES);
    let candidates = wanted.enumerate().map(|(place, entry)| {
        let what = format!("{}, {}", entry.kind, crate::model::format_local(entry.started_at));
        // Shells sort candidates as texts, which puts 10 before 9; the order keeps the latest first.
        CompletionCandidate::new(entry.id.to_string()).help(Some(what.into())).display_order(Some(place))
    });
    Ok(candidates.collect())
}

fn fields(is_wanted: impl Fn(&Field) -> bool) -> Vec<String> {
    let read = |workspace: &Workspace| -> Result<_, WorkspaceError> {
        let fields = workspace.snapshot()?.fields()?;
        let wanted = fields.iter().filter(|field| is_wanted(field) && is_safe(&field.name));
        Ok(wanted.map(|field| field.name.clone()).collect())
    };
    workspace().and_then(|workspace| read(&workspace).ok()).unwrap_or_default()
}

fn names(names: Vec<String>) -> Vec<CompletionCandidate> {
    names.into_iter().map(CompletionCandidate::from).collect()
}

/// Returns the names that begin with what was typed, in any case, each with `before` in front.
fn with_prefix(typed: &str, before: &str, names: impl IntoIterator<Item = String>) -> Vec<CompletionCandidate> {
    let typed = typed.to_lowercase();
    let fitting = names.into_iter().filter(|name| name.to_lowercase().starts_with(&typed));
    fitting.map(|name| CompletionCandidate::new(format!("{before}{name}"))).collect()
}

fn from_workspace(
    read: impl Fn(&Snapshot<'_>) -> Result<Vec<CompletionCandidate>, WorkspaceError>,
) -> Vec<CompletionCandidate> {
    let read = |workspace: &Workspace| read(&workspace.snapshot()?);
    let found = workspace().and_then(|workspace| read(&workspace).ok()).unwrap_or_default();
    found.into_iter().filter(|candidate| is_safe(&candidate.get_value().to_string_lossy())).collect()
}

/// Opens the workspace of the line that is being typed. An older one is not migrated for this.
fn workspace() -> Option<Workspace> {
    // The line is incomplete, so clap cannot parse it: the option is looked for among its words.
    let words: Vec<OsString> = std::env::args_os().collect();
    Workspace::open_without_migration(WorkspaceLocation::find(named(&words).as_deref()).ok()?.path()).ok()
}

/// Returns the value of `-w` or `--workspace` among the words.
fn named(words: &[OsString]) -> Option<PathBuf> {
    let mut words = words.iter().map(|word| word.to_string_lossy());
    while let Some(word) = words.next() {
        match (&*word, word.strip_prefix("--workspace=").or_else(|| word.strip_prefix("-w"))) {
            ("-w" | "--workspace", _) => return Some(words.next()?.into_owned().into()),
            (_, Some(file)) => return Some(file.trim_start_matches('=').into()),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_workspace_of_the_line_is_found() {
        let named = |line: &str| named(&line.split(' ').map(OsString::from).collect::<Vec<_>>());
        for line in ["contacts -w x.db list", "contacts list --workspace x.db", "contacts --workspace=x.db", "c -wx.db"]
        {
            assert_eq!(named(line), Some("x.db".into()), "{line}");
        }
        assert_eq!(named("contacts list --with"), None);
    }

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
    }
}
