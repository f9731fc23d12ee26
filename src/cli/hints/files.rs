//! Advice on files: the source, outputs and the workspace.

use std::path::Path;

use super::{Hint, argument, move_away};
use crate::model::{quote, shell_argument};
use crate::report::ReportError;
use crate::source::SourceError;
use crate::workspace::{WorkspaceError, copies_of_missing, copy_of_version, has_copies, leftover_logs, newest_copy};

impl Hint for SourceError {
    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::NotCsv { path, kind } if kind.is_workspace() => {
                let workspace = quote(&path.to_string_lossy()).into_owned();
                format!("{}: contacts -w {workspace} export contacts.csv", kind.advice())
            }
            Self::NotCsv { kind, .. } => kind.advice().to_owned(),
            Self::NotAFile { .. } => {
                "name a CSV file; what a pipe delivers is imported with: … | contacts import - --name leads.csv".to_owned()
            }
            Self::Unreadable { .. } => "check the file's permissions and the disk".to_owned(),
            // Rounded up to the next megabyte, because the file must be smaller than the limit.
            Self::TooLarge { size, .. } => limit_hint("max-file-size", &format!("{}MB", (size >> 20) + 1)),
            Self::TooManyRows { rows, .. } => limit_hint("max-rows", &(rows + 1).to_string()),
            Self::NoRows { is_header_contact: true, .. } => {
                "its only line looks like a contact and is read as the header; it is read as a row with: --header-line none".to_owned()
            }
            Self::NoRows { .. } => "the first line holds the column names, each further line one contact".to_owned(),
            Self::BadHeader { .. } => "the first row must hold the names of the columns".to_owned(),
            Self::TooManyColumns { .. } => "delete the columns that are not needed".to_owned(),
            Self::UnclosedQuote { .. } => {
                "close the quote on that line; a quote inside a quoted cell is written twice (\"\")".to_owned()
            }
            Self::WrappedLines { .. } => {
                "take off the quotes at both ends of each line and write \"\" within it as \"; in a spreadsheet, split the \
                 first column (Text to Columns) and save again"
                    .to_owned()
            }
            Self::RecordTooLarge { .. } => "check that the file has line ends, and its quotes are closed".to_owned(),
            Self::Utf32 { .. } => "save the file as UTF-8".to_owned(),
            Self::EncodingUnsure { guess, .. } => {
                format!("if the names read right so, add --encoding {guess}; else name another, or save it as UTF-8")
            }
            Self::EncodingMismatch { actual, .. } => format!("read it with: --encoding {actual}"),
            Self::BadDelimiter { .. } => "use one of , ; | or a tab".to_owned(),
            Self::NotKept { .. } => "make room there, or name another folder with TMPDIR=FOLDER before the command".to_owned(),
            Self::Changed { .. } => "start again when nothing writes to the file any more".to_owned(),
            Self::ScanDisagrees { .. } => "please report this as a defect, with the row if you can".to_owned(),
            Self::NotFound { path } if path == Path::new("-") => {
                "only an import reads standard input, all in one run: … | contacts import - --purpose add-update --id phone"
                    .to_owned()
            }
            Self::NotFound { .. } | Self::Interrupted(_) => return None,
        })
    }
}

fn limit_hint(setting: &str, value: &str) -> String {
    format!("split the file, or raise the limit: contacts config set {setting} {value}")
}

impl Hint for ReportError {
    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::IsALink { .. } | Self::NotOurs { .. } | Self::Changed { .. } | Self::Unreadable { .. } => {
                "move it away, or choose another folder with --output-dir"
            }
            Self::Exists { .. } => "name another file, or move that one away",
            Self::Unwritable { .. } => {
                "make sure that the folder exists, that you may write to it and that its disk is not full, \
                 or choose another folder with --output-dir"
            }
            Self::NameTooLong { .. } => "rename the source to a shorter name, and run the command again",
            Self::WithoutPages => super::BUILD_WITH_ALL,
            Self::Damaged { .. } => "restore the workspace from a backup",
        };
        Some(hint.to_owned())
    }
}

/// Number of workspaces beside a missing one that are named.
const MAX_NAMED: usize = 3;

/// Returns the hint for a missing workspace: the command that creates it, and the good workspaces in its folder, one of which
/// may be a copy of it. Where copies have its name it existed, and a new, empty one would hide that it is gone: then the
/// hint does not create it.
fn missing_hint(workspace: &Path) -> String {
    let create = format!("create it with: contacts init {}", shell_argument(&workspace.display().to_string()));
    let copies = copies_of_missing(workspace, MAX_NAMED);
    let Some(newest) = copies.first() else { return create };
    let named: Vec<String> = copies.iter().map(|copy| argument(copy)).collect();
    let beside = format!(
        "these good workspaces are beside it: {}; name one with -w, or, where it is a copy of the missing one, put it back \
         with: {}",
        named.join(", "),
        restore_command(newest, workspace)
    );
    if has_copies(workspace) { beside } else { format!("{create}; {beside}") }
}

/// The command that makes the folder of a new workspace, if it is missing.
fn make_folder(workspace: &Path) -> Option<String> {
    let folder = workspace.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.exists())?;
    Some(format!("make its folder first: mkdir -p {}", argument(folder)))
}

/// The command that puts a copy in the place of a workspace.
// A log must not stay behind: SQLite would write what is in it into the copy.
fn restore_command(copy: &Path, workspace: &Path) -> String {
    let standing = workspace.exists().then(|| workspace.to_owned());
    let moved: String =
        standing.into_iter().chain(leftover_logs(workspace)).map(|path| move_away(&path) + " && ").collect();
    format!("{moved}cp {} {}", argument(copy), argument(workspace))
}

impl Hint for WorkspaceError {
    fn hint(&self) -> Option<String> {
        let path = |path: &Path| path.display().to_string();
        Some(match self {
            Self::Missing { path: p } => missing_hint(p),
            Self::Empty { .. } | Self::Foreign { .. } => {
                "it was left as it is; name another file with --workspace, or make one with: contacts init FILE".into()
            }
            Self::Newer { path: p, known, .. } => {
                let install = "it was left as it is; install the newer version of contacts that made it";
                match copy_of_version(p, *known) {
                    Some(copy) => format!("{install}, or use the copy that was kept before: {}", path(&copy)),
                    None => install.into(),
                }
            }
            Self::Damaged { path: p, .. } => {
                let seen = format!("it was left as it is; see what is wrong with: contacts -w {} doctor", argument(p));
                match newest_copy(p) {
                    Some(copy) => {
                        format!("{seen}; put the newest good copy in its place with: {}", restore_command(&copy, p))
                    }
                    None => format!("{seen}; restore it from a backup"),
                }
            }
            Self::Companion { path: p, .. } => {
                format!(
                    "it was left as it is; see whose it is with: ls -l {}; then remove it, or give it the owner of the workspace",
                    argument(p)
                )
            }
            Self::Leftover { log } => {
                format!("it may hold contacts that are nowhere else; move it away with: {}", move_away(log))
            }
            Self::NotAnOlderCopy { path: p, .. } => {
                format!("it was left as it is; name another file, or move it away with: {}", move_away(p))
            }
            Self::Replaced { .. } => "look which file is the right one, and run the command again".into(),
            Self::NameTooLong { .. } => "give it a shorter name".into(),
            Self::NoLog { .. } => "move the workspace to a local disk".into(),
            Self::Busy { .. } => "try again when the other command has ended".into(),
            Self::Full { .. } => {
                "make room, also for temporary files (in TMPDIR or /var/tmp), and run the command again".into()
            }
            Self::ReadOnly { .. } => "check the permissions of the file and of its folder".into(),
            Self::Disk { .. } => "check the disk, its quota and limits on the size of files; then try again".into(),
            Self::Io { path: p, .. } => return make_folder(p),
            Self::Exists { .. } | Self::Sql { .. } => return None,
        })
    }
}
