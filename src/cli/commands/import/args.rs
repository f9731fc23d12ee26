//! The arguments of `contacts import`, and the [`ImportSpec`] and [`RunOptions`] they make.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;

use crate::cli::command_line::CommandLine;
use crate::cli::commands::map::MapArgs;
use crate::cli::commands::upload::UploadArgs;
use crate::cli::completion::candidates;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::hints::example_identifier;
use crate::cli::options::{
    GuardOptions, MappingOptions, MissingOptions, OutputOptions, PurposeOptions, ReadingOptions, SavedOptions,
    TagOptions, existing_folder,
};
use crate::cli::typed_import::TypedImport;
use crate::cli::workspace_location::WorkspaceLocation;
use crate::import::Guards;
use crate::mapping::SavedMapping;
use crate::model::{JobSettings, ParseSettings, Purpose, quote, sanitize};
use crate::ops::ImportSpec;
use crate::ops::setup::WorkspaceDefaults;
use crate::source::{Limits, PipedList, SourceInput};
use crate::workspace::LockTimeout;

/// Name of a list from standard input that was given none.
const PIPED_NAME: &str = "stdin.csv";

/// Import contacts from a CSV file
///
/// In a terminal it asks for what is missing or doubtful, shows what would happen, and asks before it writes. Without a
/// terminal it never asks. With --purpose or --use everything is done in one run; without them the import goes on that
/// was prepared with upload, map and review. Either the whole import is written, or nothing.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts import leads.csv
  contacts import leads.csv --purpose add-update --id phone --dry-run
  contacts import - --name crm.csv --use crm --max-errors 30% < crm.csv")]
pub(in crate::cli) struct ImportArgs {
    /// The CSV file, or - for standard input
    ///
    /// What comes through a pipe is imported in one run, without questions; --purpose or --use says how.
    #[arg(value_name = "FILE|-", hide_short_help = true, add = candidates::lists())]
    pub(super) file: PathBuf,
    #[command(flatten)]
    purpose: PurposeOptions,
    #[command(flatten)]
    pub(super) saved: SavedOptions,
    #[command(flatten)]
    mapping: MappingOptions,
    #[command(flatten)]
    pub(super) reading: ReadingOptions,
    #[command(flatten)]
    tags: TagOptions,
    #[command(flatten)]
    missing: MissingOptions,
    #[command(flatten)]
    guards: GuardOptions,

    /// Show what would happen, write nothing
    #[arg(long, help_heading = "What to do")]
    pub(super) dry_run: bool,
    /// Import without asking
    ///
    /// Guards still hold.
    #[arg(short, long, help_heading = "What to do")]
    yes: bool,
    /// Wait until a running import ends [default: fail at once]
    ///
    /// With SECONDS it waits at most this long. Only one import at a time can run in a workspace.
    #[arg(
        long, value_name = "SECONDS", num_args = 0..=1, require_equals = true, default_missing_value = "",
        help_heading = "What to do", hide_short_help = true
    )]
    wait: Option<String>,
    /// Name for the list from standard input
    ///
    /// The history and the results files are named after it [default: stdin.csv].
    #[arg(long, value_name = "NAME", help_heading = "Output", hide_short_help = true)]
    name: Option<String>,
    #[command(flatten)]
    outputs: OutputOptions,
}

/// Arguments of the steps before the import.
pub(super) struct StepArgs {
    pub(super) upload: UploadArgs,
    pub(super) map: MapArgs,
    /// True if an option was typed that goes over what was decided before.
    pub(super) are_typed: bool,
}

/// Options of a run that do not depend on what is imported.
pub(super) struct RunOptions {
    /// The CSV file, or the name of the list that came through a pipe.
    pub(super) source: PathBuf,
    /// The list that came through a pipe.
    pub(super) piped: Option<PipedList>,
    /// Limits that refuse the import before its first write.
    pub(super) guards: Guards,
    /// Names of the guards that a job file or saved mapping sets, and what it is called; `None` if none was used.
    pub(super) job_guards: Option<(Vec<&'static str>, String)>,
    /// Do not ask.
    pub(super) yes: bool,
    /// Write nothing.
    pub(super) dry_run: bool,
    /// How long to wait for another import to end.
    pub(super) timeout: LockTimeout,
    /// Folder for the output files; `None` is the folder of the source.
    pub(super) output_dir: Option<PathBuf>,
}

impl RunOptions {
    /// Takes what a job says where no option does; `origin` is what its file or saved mapping is called.
    pub(super) fn take_from(&mut self, job: &JobSettings, origin: String) -> Result<(), CliError> {
        let typed = self.guards.entries();
        let is_typed = |name: &&str| typed.iter().any(|(typed, _)| typed == name);
        let of_job = job.guards.entries().into_iter().map(|(name, _)| name).filter(|name| !is_typed(name)).collect();
        self.job_guards = Some((of_job, origin));
        self.guards = self.guards.or(job.guards);
        if self.output_dir.is_none()
            && let Some(folder) = job.output_dir.as_deref().map(Path::new)
        {
            self.output_dir = Some(existing_folder("output-dir", folder)?.to_owned());
        }
        Ok(())
    }

    /// Adds the name of the job file or saved mapping to the refusal by a guard that stands there and was not typed.
    pub(super) fn with_guard_origin(&self, failure: CliError) -> CliError {
        let exceeded = failure.exceeded_guard().map(|guard| guard.kept_by().0.trim_start_matches('-'));
        match &self.job_guards {
            Some((guards, origin)) if guards.iter().any(|name| exceeded == Some(*name)) => {
                failure.map_hint(|hint| format!("{origin} sets this guard; {hint}"))
            }
            _ => failure,
        }
    }

    /// Returns what is imported.
    pub(super) fn input(&self) -> SourceInput<'_> {
        self.piped.as_ref().map_or(SourceInput::File(&self.source), SourceInput::Piped)
    }

    /// Returns true if what is missing or doubtful is asked for.
    pub(super) fn asks(&self, context: &Context) -> bool {
        context.terminal.can_ask() && !self.yes
    }

    /// Returns true if the import shows its review before it writes: with its last question, or with `--yes` as a note.
    pub(super) fn shows_review(&self, context: &Context) -> bool {
        context.terminal.can_ask() && !(self.yes && context.terminal.is_quiet())
    }
}

impl ImportArgs {
    /// Returns true if the list comes through a pipe.
    pub(super) fn is_piped(&self) -> bool {
        self.file.as_os_str() == "-"
    }

    /// Returns the path of the list, or its name if it comes through a pipe.
    pub(super) fn source(&self) -> PathBuf {
        if self.is_piped() { self.name.as_deref().unwrap_or(PIPED_NAME).into() } else { self.file.clone() }
    }

    /// Reads the list from standard input, if it comes from there.
    ///
    /// # Errors
    /// A usage error: standard input is a terminal, or the name is none for a file.
    pub(super) fn read_piped(&self, context: &Context) -> Result<Option<PipedList>, CliError> {
        check_piped_name(self.is_piped(), self.name.as_deref())?;
        if !self.is_piped() {
            return Ok(None);
        }
        if self.purpose.purpose().is_none() && self.saved.saved.is_none() {
            return Err(missing_purpose(&self.file));
        }
        if std::io::stdin().is_terminal() {
            let how = "for example: zcat leads.csv.gz | contacts import - --purpose add-update --id phone";
            return Err(
                CliError::usage("'-' reads a list from a pipe, and standard input is a terminal").with_hint(how)
            );
        }
        let limits = if WorkspaceLocation::find(context.workspace.as_deref())?.path().exists() {
            WorkspaceDefaults::of(&context.open_workspace_read_only()?)?.settings.limits
        } else {
            Limits::default()
        };
        let folder = std::env::temp_dir();
        Ok(Some(PipedList::read(self.source(), &folder, limits.max_file_size, &context.cancel)?))
    }

    /// Returns true if a new import is asked for, no matter what is prepared beside the source.
    pub(super) fn is_new_import(&self) -> bool {
        self.purpose.purpose().is_some() || self.saved.saved.is_some()
    }

    /// Returns true if an option was typed that only a new import takes.
    pub(super) fn has_import_options(&self) -> bool {
        let is_about_cells = self.mapping.any() || self.reading.any();
        self.purpose.identifiers().is_some() || is_about_cells || self.tags.any() || self.missing.any()
    }

    /// Returns the usage error for options that only a new import takes, where one is prepared and goes on.
    pub(super) fn options_beside_prepared(&self, context: &Context) -> CliError {
        let file = &self.file;
        let about_more = self.purpose.identifiers().is_some() || self.mapping.any() || self.tags.any();
        let way = match self.reading.clone().over(ParseSettings::default()) {
            Ok(reading) if !about_more && !self.missing.any() => {
                let review = CommandLine::new(context, "review", file).with_reading(&reading);
                format!("to review it with these options: {review}")
            }
            _ => format!(
                "options on columns and values go with {}, all others with {}",
                CommandLine::new(context, "map", file),
                CommandLine::new(context, "upload", file)
            ),
        };
        CliError::usage(format!(
            "an import of {} is prepared, and what it does was decided: 'contacts import' takes these options for a new one only",
            context.shown_path(file)
        ))
        .with_hint(format!("{way}; to import it anew, add --purpose and --id"))
    }

    /// Returns true if no option says what becomes of the columns, so that a saved mapping may.
    pub(super) fn leaves_columns_open(&self) -> bool {
        self.saved.saved.is_none() && !self.mapping.any_about_columns()
    }

    /// Returns the options of the run.
    pub(super) fn run_options(&self, context: &Context) -> Result<RunOptions, CliError> {
        Ok(RunOptions {
            source: self.source(),
            piped: self.read_piped(context)?,
            guards: self.guards.into(),
            job_guards: None,
            yes: self.yes,
            dry_run: self.dry_run,
            timeout: timeout(self.wait.as_deref())?,
            output_dir: self.outputs.folder()?.map(ToOwned::to_owned),
        })
    }

    /// Returns true if the purpose, or the identifier that it needs, was neither typed nor saved.
    pub(super) fn lacks_purpose(&self) -> bool {
        let needs_identifier = |purpose: Purpose| purpose.matches() && self.purpose.identifiers().is_none();
        self.saved.saved.is_none() && self.purpose.purpose().is_none_or(needs_identifier)
    }

    /// Returns the arguments of the steps before the import, which ask for what was not typed.
    pub(super) fn steps(&self) -> StepArgs {
        StepArgs {
            upload: UploadArgs::typed(
                self.file.clone(),
                self.purpose.clone(),
                self.reading.clone(),
                (self.tags.clone(), self.missing.clone()),
            ),
            map: MapArgs::typed(self.file.clone(), self.mapping.clone(), self.reading.clone()),
            are_typed: self.is_new_import() || self.has_import_options(),
        }
    }

    /// Returns the specification of the import: typed options over those of a saved mapping, if there is one.
    pub(super) fn spec(self, saved: Option<SavedMapping>) -> Result<ImportSpec, CliError> {
        let purpose = self.purpose.purpose().or(saved.as_ref().map(|saved| saved.recipe.purpose));
        let purpose = purpose.ok_or_else(|| missing_purpose(&self.file))?;
        let identifiers = self.purpose.identifiers();
        let typed =
            TypedImport { tags: &self.tags, missing: &self.missing, reading: self.reading, mapping: self.mapping };
        typed.over(saved, purpose, identifiers)
    }
}

/// Checks that `--name` is the name of a file without a folder, and goes with a piped list.
fn check_piped_name(is_piped: bool, name: Option<&str>) -> Result<(), CliError> {
    let Some(name) = name else { return Ok(()) };
    if !is_piped {
        return Err(CliError::usage("--name goes with '-' alone: a file has its name"));
    }
    let is_name = Path::new(name).file_name().is_some_and(|whole| whole == name) && sanitize(name) == name;
    if is_name { Ok(()) } else { Err(CliError::usage(format!("--name: '{name}' is not the name of a file"))) }
}

/// Returns the error for a missing purpose where it cannot be asked.
pub(super) fn missing_purpose(file: &Path) -> CliError {
    CliError::usage("say what the import may do: --purpose add, update, add-update or add-all").with_hint(format!(
        "for example: contacts import {} --purpose add-update --id {}",
        quote(&file.display().to_string()),
        example_identifier(file)
    ))
}

fn timeout(wait: Option<&str>) -> Result<LockTimeout, CliError> {
    match wait {
        // Without `--wait` a second import ends at once (spec section 7).
        None => Ok(LockTimeout::AtMost(Duration::ZERO)),
        Some("") => Ok(LockTimeout::Never),
        Some(text) => match text.parse() {
            Ok(seconds) => Ok(LockTimeout::AtMost(Duration::from_secs(seconds))),
            Err(_) => Err(CliError::usage(format!("--wait: '{text}' is not a number of seconds"))),
        },
    }
}
