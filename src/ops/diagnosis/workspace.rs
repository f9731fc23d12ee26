//! Checks of a workspace as far as it can be read: version, integrity, settings, mappings, history, lock and copies.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::{Check, Finding, Level, files, settings};
use crate::model::{Cancel, Timestamp};
use crate::ops::{OpsError, notification, saved_mappings};
use crate::workspace::{
    FreePages, JobLock, LockHolder, LockState, Reading, Statistics, Workspace, WorkspaceError, newest_copy,
};

/// What was found out about a workspace and its content.
#[derive(Debug)]
pub enum WorkspaceFinding {
    /// There is none yet at the default place; the first import makes it.
    NoneYet {
        /// The place.
        path: PathBuf,
    },
    /// It is too damaged to be looked through.
    Unreadable {
        /// The workspace.
        path: PathBuf,
        /// The damage.
        error: WorkspaceError,
        /// Newest good copy beside it.
        copy: Option<PathBuf>,
    },
    /// Its size.
    Size {
        /// The workspace.
        path: PathBuf,
        /// Size of the file in bytes.
        bytes: u64,
        /// Number of contacts, custom fields and entries.
        content: Statistics,
    },
    /// Its size cannot be read; the check of its integrity says why.
    SizeUnknown {
        /// The workspace.
        path: PathBuf,
    },
    /// It has the newest schema version.
    Current,
    /// It has an older schema version, which the next command that writes brings to the newest.
    Older {
        /// Its version.
        version: i64,
    },
    /// Every page, index and rule between the tables is as it should be.
    Intact,
    /// Some page, index or rule is not.
    Damaged {
        /// The workspace.
        path: PathBuf,
        /// What is wrong, without values.
        faults: Vec<String>,
        /// Newest good copy beside it.
        copy: Option<PathBuf>,
    },
    /// It can be written to.
    Writable,
    /// Another command is writing to it.
    BeingWritten,
    /// It has saved mappings.
    Mappings {
        /// Number of mappings.
        saved: usize,
        /// Number of those that cannot be read.
        unreadable: usize,
    },
    /// The last import.
    LastImport {
        /// Its number in the history.
        id: i64,
        /// Time at which it started.
        started_at: Timestamp,
    },
    /// Imports that were cut off before their files were written.
    OwedFiles {
        /// Number of imports.
        imports: u64,
    },
    /// Contacts were forgotten.
    Forgotten {
        /// Number of contacts.
        contacts: u64,
        /// Tables in which rows of them are left, each with their number; empty if nothing is left.
        traces: Vec<(String, u64)>,
        /// True if the file was rewritten without them.
        is_rewritten: bool,
        /// Free pages of the file; `None` while its log is in use.
        free: Option<FreePages>,
    },
    /// Notifications that were not read yet.
    UnreadNotifications {
        /// Number of notifications.
        count: u64,
    },
    /// An import is running.
    ImportRunning {
        /// What it says of itself. The name of its source may be a person's.
        holder: Option<LockHolder>,
    },
    /// The newest good copy beside it.
    NewestCopy {
        /// The copy.
        path: PathBuf,
        /// Time of its last modification.
        written: Option<SystemTime>,
    },
    /// There is no good copy beside it.
    NoCopy,
}

impl WorkspaceFinding {
    pub(super) fn level(&self) -> Level {
        match self {
            Self::Forgotten { traces, .. } if !traces.is_empty() => Level::Problem,
            Self::Size { .. }
            | Self::Current
            | Self::Intact
            | Self::Writable
            | Self::Mappings { unreadable: 0, .. }
            | Self::LastImport { .. }
            | Self::Forgotten { is_rewritten: true, .. }
            | Self::NewestCopy { .. } => Level::Good,
            // Busy is no fault: another command holds the write lock for the moment.
            Self::NoneYet { .. }
            | Self::SizeUnknown { .. }
            | Self::Older { .. }
            | Self::BeingWritten
            | Self::Forgotten { .. }
            | Self::OwedFiles { .. }
            | Self::UnreadNotifications { .. }
            | Self::ImportRunning { .. }
            | Self::NoCopy => Level::Note,
            Self::Unreadable { .. } | Self::Damaged { .. } | Self::Mappings { .. } => Level::Problem,
        }
    }
}

/// A step of the diagnosis that takes as long as reading whole files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlowStep {
    /// Every page and index of the workspace is read.
    Integrity,
    /// Each copy is verified before it is named.
    Copies,
}

/// The diagnosis of one workspace. It changes nothing and does not even migrate an older schema.
pub struct WorkspaceDiagnosis<'a> {
    /// The workspace.
    pub path: &'a Path,
    /// True if the workspace may be missing, because the first import makes it.
    pub may_be_missing: bool,
    /// Path of the user's key; `None` for a user without a home directory.
    pub key: Option<&'a Path>,
    /// Password for the mail server that wins over the file in the settings.
    pub smtp_password: Option<String>,
    /// Stops the check of the integrity.
    pub cancel: &'a Cancel,
    /// Told when a slow step begins, and with `None` when it has ended.
    pub watch: &'a dyn Fn(Option<SlowStep>),
}

impl WorkspaceDiagnosis<'_> {
    /// Runs all checks and returns what they found, in their order.
    ///
    /// # Errors
    /// [`OpsError::Interrupted`]. Everything else is a finding.
    pub fn run(&self) -> Result<Vec<Finding>, OpsError> {
        let mut findings = Vec::new();
        match Workspace::open_to_read(self.path) {
            Err(WorkspaceError::Missing { .. }) if self.may_be_missing => {
                return Ok(vec![Finding::Workspace(WorkspaceFinding::NoneYet { path: self.path.to_owned() })]);
            }
            Err(error) => findings.push(unreadable(self.path, error)),
            Ok((workspace, reading)) => {
                self.content(&workspace, &reading, &mut findings)?;
                findings.extend(running(&workspace));
            }
        }
        if self.path.exists() {
            findings.extend(files::check(self.path));
            findings.push(self.slowly(SlowStep::Copies, || newest(self.path)));
        }
        Ok(findings)
    }

    /// Checks the content of the workspace. Damage ends the checks, because all others would only repeat it.
    fn content(&self, workspace: &Workspace, reading: &Reading, findings: &mut Vec<Finding>) -> Result<(), OpsError> {
        findings.extend(extent(workspace, reading));
        let faults = self.slowly(SlowStep::Integrity, || workspace.problems(self.cancel))?;
        let damage = match faults {
            Ok(faults) => damage(workspace.path(), faults),
            Err(error) => Some(unreadable(workspace.path(), error)),
        };
        if let Some(damage) = damage {
            findings.push(damage);
            return Ok(());
        }
        findings.push(Finding::Workspace(WorkspaceFinding::Intact));
        // Only tried on a workspace that is whole: the damage is the problem to solve first.
        findings.push(writing(workspace.path()));
        // One check that fails is a finding of its own, so that the rest of the report still comes.
        let looked = [
            (Check::Settings, settings::check(workspace, self.key, self.smtp_password.clone(), findings)),
            (Check::Mappings, mappings(workspace, findings)),
        ];
        findings.extend(looked.into_iter().filter_map(|(check, looked)| failed(check, looked)));
        let looked = history(workspace, findings);
        findings.extend(failed(Check::History, looked));
        Ok(())
    }

    fn slowly<T>(&self, step: SlowStep, work: impl FnOnce() -> T) -> T {
        (self.watch)(Some(step));
        let done = work();
        (self.watch)(None);
        done
    }
}

fn unreadable(path: &Path, error: WorkspaceError) -> Finding {
    if matches!(error, WorkspaceError::Damaged { .. }) {
        let (path, copy) = (path.to_owned(), newest_copy(path));
        return Finding::Workspace(WorkspaceFinding::Unreadable { path, error, copy });
    }
    Finding::Failed { check: Check::Workspace, error: error.into() }
}

fn damage(path: &Path, faults: Vec<String>) -> Option<Finding> {
    if faults.is_empty() {
        return None;
    }
    let (path, copy) = (path.to_owned(), newest_copy(path));
    Some(Finding::Workspace(WorkspaceFinding::Damaged { path, faults, copy }))
}

/// The finding of a check that failed.
fn failed(check: Check, looked: Result<(), OpsError>) -> Option<Finding> {
    looked.err().map(|error| Finding::Failed { check, error })
}

fn extent(workspace: &Workspace, reading: &Reading) -> Vec<Finding> {
    let path = workspace.path().to_owned();
    let Ok(content) = workspace.snapshot().and_then(|snapshot| snapshot.statistics()) else {
        return vec![Finding::Workspace(WorkspaceFinding::SizeUnknown { path })];
    };
    let bytes = std::fs::metadata(&path).map_or(0, |metadata| metadata.len());
    let version = match reading {
        Reading::Migrated { version } => WorkspaceFinding::Older { version: *version },
        Reading::InPlace | Reading::Unlocked => WorkspaceFinding::Current,
    };
    [WorkspaceFinding::Size { path, bytes, content }, version].map(Finding::Workspace).into()
}

fn writing(path: &Path) -> Finding {
    match Workspace::open_without_migration(path).and_then(|workspace| workspace.try_writing()) {
        Ok(()) => Finding::Workspace(WorkspaceFinding::Writable),
        Err(WorkspaceError::Busy { .. }) => Finding::Workspace(WorkspaceFinding::BeingWritten),
        Err(error) => Finding::Failed { check: Check::Writing, error: error.into() },
    }
}

fn mappings(workspace: &Workspace, findings: &mut Vec<Finding>) -> Result<(), OpsError> {
    let stored = workspace.snapshot()?.mappings()?;
    let unreadable = stored.iter().filter(|mapping| saved_mappings::read(mapping).is_err()).count();
    if !stored.is_empty() {
        findings.push(Finding::Workspace(WorkspaceFinding::Mappings { saved: stored.len(), unreadable }));
    }
    Ok(())
}

fn history(workspace: &Workspace, findings: &mut Vec<Finding>) -> Result<(), OpsError> {
    let snapshot = workspace.snapshot()?;
    if let Some(last) = snapshot.last_import()? {
        let finding = WorkspaceFinding::LastImport { id: last.id, started_at: last.begun.started_at };
        findings.push(Finding::Workspace(finding));
    }
    let imports = snapshot.imports_without_files()?.len() as u64;
    if imports > 0 {
        findings.push(Finding::Workspace(WorkspaceFinding::OwedFiles { imports }));
    }
    let contacts = snapshot.forgotten_count()?;
    if contacts > 0 {
        let (traces, is_rewritten) = (snapshot.traces_of_forgotten()?, !snapshot.is_cleanup_pending()?);
        let free = FreePages::of(workspace.path());
        findings.push(Finding::Workspace(WorkspaceFinding::Forgotten { contacts, traces, is_rewritten, free }));
    }
    drop(snapshot);
    let count = notification::count_unread(workspace)?;
    if count > 0 {
        findings.push(Finding::Workspace(WorkspaceFinding::UnreadNotifications { count }));
    }
    Ok(())
}

fn running(workspace: &Workspace) -> Option<Finding> {
    match JobLock::status(workspace.path()) {
        Ok(LockState::Free) => None,
        Ok(LockState::Held(holder)) => Some(Finding::Workspace(WorkspaceFinding::ImportRunning { holder })),
        Err(error) => Some(Finding::Failed { check: Check::Import, error: error.into() }),
    }
}

fn newest(workspace: &Path) -> Finding {
    Finding::Workspace(match newest_copy(workspace) {
        Some(path) => {
            let written = std::fs::metadata(&path).and_then(|metadata| metadata.modified()).ok();
            WorkspaceFinding::NewestCopy { path, written }
        }
        None => WorkspaceFinding::NoCopy,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::diagnosis::SettingFinding;
    use crate::ops::testing::workspace_of;
    use std::cell::RefCell;

    fn diagnose(path: &Path, may_be_missing: bool) -> (Vec<Finding>, Vec<Option<SlowStep>>) {
        let steps = RefCell::new(Vec::new());
        let watch = |step| steps.borrow_mut().push(step);
        let cancel = Cancel::default();
        let diagnosis =
            WorkspaceDiagnosis { path, may_be_missing, key: None, smtp_password: None, cancel: &cancel, watch: &watch };
        let findings = diagnosis.run().unwrap();
        (findings, steps.into_inner())
    }

    #[test]
    fn a_healthy_workspace_has_no_problem() {
        let (_folder, workspace) = workspace_of(&["Ann", "Bob"]);
        let (findings, steps) = diagnose(workspace.path(), false);
        assert!(
            findings.iter().all(|finding| match finding {
                // The machine's disk may be full or in memory.
                Finding::File(_) => true,
                other => other.level() != Level::Problem,
            }),
            "{findings:?}"
        );
        let has = |is: fn(&Finding) -> bool| findings.iter().any(is);
        assert!(has(
            |found| matches!(found, Finding::Workspace(WorkspaceFinding::Size { content, .. }) if content.contacts == 2)
        ));
        assert!(has(|found| matches!(found, Finding::Workspace(WorkspaceFinding::LastImport { id: 1, .. }))));
        assert!(has(|found| matches!(found, Finding::Setting(SettingFinding::Set { names }) if names.is_empty())));
        assert_eq!(steps, [Some(SlowStep::Integrity), None, Some(SlowStep::Copies), None]);
    }

    #[test]
    fn only_the_default_workspace_may_be_missing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("workspace.db");
        let (default, _) = diagnose(&path, true);
        assert!(matches!(default[..], [Finding::Workspace(WorkspaceFinding::NoneYet { .. })]), "{default:?}");
        let (named, _) = diagnose(&path, false);
        assert!(matches!(named[..], [Finding::Failed { check: Check::Workspace, .. }]), "{named:?}");
    }

    #[test]
    #[allow(clippy::disallowed_methods, reason = "a workspace that is damaged")]
    fn damage_ends_the_checks_of_the_content() {
        let (_folder, workspace) = workspace_of(&["Ann"]);
        let path = workspace.path().to_owned();
        drop(workspace);
        let mut bytes = std::fs::read(&path).unwrap();
        let middle = bytes.len() / 2;
        bytes.truncate(middle);
        std::fs::write(&path, bytes).unwrap();
        let (findings, _) = diagnose(&path, false);
        assert!(findings.iter().any(|finding| finding.level() == Level::Problem), "{findings:?}");
        let is_of_settings = |finding: &Finding| matches!(finding, Finding::Setting(_));
        assert!(!findings.iter().any(is_of_settings), "{findings:?}");
    }
}
