//! `contacts export`: writes contacts in the form that the file's reader takes.

mod changes;

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::json;

use super::contact_json::ContactJson;
use super::create_file::{self, NewFile};
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::cli::options::{LayoutOptions, SelectionOptions};
use crate::model::{Listing, counted, counted_of, shown_path};
use crate::ops::OpsError;
use crate::ops::export::{Export, ExportCounts};
use crate::ops::suppressions::SuppressedContacts;
use crate::report::{Program, VCardVersion, WRITE_CHUNK_BYTES};
use crate::workspace::{Snapshot, WorkspaceError};

/// Endings of the forms that it writes.
const ENDINGS: [&str; 4] = ["csv", "jsonl", "vcf", "db"];

/// Write contacts to a file that people or programs read
///
/// All contacts, or those that words and options select. The name's ending says the form: .csv can be imported again, .jsonl has one line of JSON for each contact, .vcf is for
/// phones and mail programs, and .db is a plain SQLite database for Datasette or DuckDB. --for writes the CSV file that
/// another program imports.
///
/// --changed-since last writes what was added, changed and removed since the last export to the same file; last:NAME, since
/// the one of that name.
///
/// To change many contacts at once, edit the .csv file and import it with --purpose update --id contact-id. An existing
/// file is never overwritten.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts export phone.vcf --where 'Country = MY'
  contacts export changes.csv --changed-since last")]
pub(in crate::cli) struct ExportArgs {
    /// New .csv, .jsonl, .vcf or .db file; - is stdout
    file: PathBuf,
    /// Words, a phone number or an e-mail address to search for
    text: Vec<String>,
    /// CSV for google, outlook, thunderbird, mailchimp
    ///
    /// The columns are those of the program, whose preset brings the file back unchanged.
    #[arg(long = "for", value_name = "PROGRAM", hide_possible_values = true, conflicts_with = "vcard")]
    program: Option<ProgramName>,
    /// Version of a .vcf file [default: 4.0]; older phones need 3.0
    #[arg(long, value_name = "VERSION", hide_short_help = true)]
    vcard: Option<VCardName>,
    #[command(flatten)]
    selection: SelectionOptions,
    #[command(flatten)]
    layout: LayoutOptions,
    /// Write contacts of suppressed people too
    #[arg(long, hide_short_help = true)]
    with_suppressed: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ProgramName {
    Google,
    Outlook,
    Thunderbird,
    Mailchimp,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum VCardName {
    #[value(name = "4.0", alias = "4")]
    V4,
    #[value(name = "3.0", alias = "3")]
    V3,
}

/// Form of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Table,
    Lines,
    Cards(VCardVersion),
    Database,
    Program(Program),
}

impl ExportArgs {
    pub(in crate::cli) fn run(mut self, context: &Context) -> Result<Exit, CliError> {
        if self.is_stdout() && context.json {
            return Err(CliError::usage("--json and the file - both want stdout; name a file"));
        }
        if let Some(last) = self.selection.take_last() {
            return changes::run(&self, context, last.name);
        }
        let form = self.form()?;
        let workspace = context.workspace_to_read()?;
        let snapshot = workspace.snapshot()?;
        let export = self.export(context, &snapshot)?;
        let counts = match form {
            Form::Database => write_database(&export, &self.file, context)?,
            _ if self.is_stdout() => {
                // Values are stored as text, so nothing is lost here.
                let mut write = |piece: &[u8]| Ok(context.terminal.out_data(&String::from_utf8_lossy(piece))?);
                write_text(&export, form, context, &mut write)?
            }
            _ => {
                let mut file = NewFile::create(&self.file)?;
                let counts = write_text(&export, form, context, &mut |piece| file.append(piece))?;
                file.publish()?;
                counts
            }
        };
        tell(context, &self.file, form, &counts)?;
        Ok(Exit::Done)
    }

    fn export<'a>(&self, context: &Context, snapshot: &'a Snapshot<'a>) -> Result<Export<'a>, CliError> {
        let selection = self.selection.read(context, snapshot, &self.text)?;
        let listing = Listing { selection, sort: self.layout.sort(snapshot)?, limit: None };
        let export = Export::new(snapshot, listing, self.layout.columns(snapshot)?)?;
        if self.with_suppressed {
            return Ok(export);
        }
        let left_alone = SuppressedContacts::read(snapshot, &export.fields, context.key.as_deref())?;
        Ok(export.without(left_alone))
    }

    fn is_stdout(&self) -> bool {
        self.file == Path::new("-")
    }

    /// The form by the ending of the file, and by the options, which must fit it.
    fn form(&self) -> Result<Form, CliError> {
        let version = match self.vcard {
            Some(VCardName::V3) => VCardVersion::V3,
            _ => VCardVersion::V4,
        };
        let by_ending = match self.ending() {
            None => match self.vcard {
                Some(_) => Form::Cards(version),
                None => Form::Table,
            },
            Some(ending) => form_of_ending(&ending, version).ok_or_else(|| unknown_ending(&self.file))?,
        };
        let form = match (self.program, self.vcard, by_ending) {
            (Some(program), _, Form::Table) => Form::Program(program.into()),
            (Some(_), ..) => return Err(misfit(&self.file, "--for writes CSV", "csv")),
            (None, Some(_), form) if !matches!(form, Form::Cards(_)) => {
                return Err(misfit(&self.file, "--vcard writes vCards", "vcf"));
            }
            (None, _, form) => form,
        };
        match form {
            Form::Cards(_) | Form::Program(_) if self.layout.has_columns() => Err(CliError::usage(
                "--columns is for .csv, .jsonl and .db: vCards and the files of other programs have columns of their own",
            )),
            _ => Ok(form),
        }
    }

    /// The option that alone makes the file another one than its name says.
    fn option_of_form(&self) -> Option<&'static str> {
        match self.vcard {
            _ if self.program.is_some() => Some("--for"),
            Some(_) if self.is_stdout() => Some("--vcard"),
            _ => None,
        }
    }

    /// The ending of the file in lower case, empty if it has none; `None` for stdout.
    fn ending(&self) -> Option<String> {
        let ending = self.file.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        (!self.is_stdout()).then(|| ending.unwrap_or_default())
    }
}

impl From<ProgramName> for Program {
    fn from(name: ProgramName) -> Self {
        match name {
            ProgramName::Google => Self::Google,
            ProgramName::Outlook => Self::Outlook,
            ProgramName::Thunderbird => Self::Thunderbird,
            ProgramName::Mailchimp => Self::Mailchimp,
        }
    }
}

fn form_of_ending(ending: &str, version: VCardVersion) -> Option<Form> {
    match ending {
        "csv" => Some(Form::Table),
        "jsonl" => Some(Form::Lines),
        "vcf" => Some(Form::Cards(version)),
        "db" => Some(Form::Database),
        _ => None,
    }
}

/// The error for an ending that is not known, with the one that comes nearest.
fn unknown_ending(file: &Path) -> CliError {
    let ending = file.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    let (first, others): (&str, [&str; 3]) = match ending.as_str() {
        "json" | "ndjson" => ("jsonl", ["csv", "vcf", "db"]),
        "vcard" => ("vcf", ["csv", "jsonl", "db"]),
        "sqlite" | "sqlite3" | "duckdb" => ("db", ["csv", "jsonl", "vcf"]),
        _ => ("csv", ["jsonl", "vcf", "db"]),
    };
    let error = create_file::unknown_ending(file, &ENDINGS, &[&[first][..], &others].concat());
    // `.sqlite3` is an ending, though one with a digit is more likely a part of the name elsewhere.
    if ending == "sqlite3" { error.with_hint(create_file::name_with(&file.with_extension(""), first)) } else { error }
}

/// The error for an option that writes another form than the name of the file says.
fn misfit(file: &Path, what: &str, ending: &str) -> CliError {
    CliError::usage(format!("{what}, and {} is another kind of file", shown_path(&file)))
        .with_hint(create_file::name_with(file, ending))
}

/// Writes every form but a database.
fn write_text(
    export: &Export<'_>,
    form: Form,
    context: &Context,
    write: &mut dyn FnMut(&[u8]) -> Result<(), CliError>,
) -> Result<ExportCounts, CliError> {
    let mut write_checked = |piece: &[u8]| {
        context.cancel.check()?;
        write(piece)
    };
    match form {
        Form::Cards(version) => export.write(&export.vcards(version)?, &mut write_checked),
        Form::Program(program) => export.write(&export.program_table(program)?, &mut write_checked),
        Form::Lines => write_lines(export, &mut write_checked),
        Form::Table | Form::Database => export.write(&export.table(), &mut write_checked),
    }
}

/// Writes what `list --jsonl` prints of the same contacts.
fn write_lines(
    export: &Export<'_>,
    write: &mut dyn FnMut(&[u8]) -> Result<(), CliError>,
) -> Result<ExportCounts, CliError> {
    let mut piece = String::new();
    let counts = export.each(&mut |record, change| {
        let contact = ContactJson::new(record, &export.fields, &export.tags).with_change(change);
        piece += &Context::to_json(&contact.with_columns(export.columns.as_deref()))?;
        piece.push('\n');
        if piece.len() < WRITE_CHUNK_BYTES {
            return Ok(());
        }
        write(piece.as_bytes())?;
        piece.clear();
        Ok::<_, CliError>(())
    })?;
    write(piece.as_bytes())?;
    Ok(counts)
}

fn write_database(export: &Export<'_>, file: &Path, context: &Context) -> Result<ExportCounts, CliError> {
    create_file::check_free(file)?;
    export.write_database(file, &context.cancel).map_err(|error| match error {
        OpsError::Workspace(WorkspaceError::Exists { path }) => create_file::taken(&path),
        OpsError::Workspace(error @ WorkspaceError::Io { .. }) => {
            CliError::from(error).with_hint(create_file::CHOOSE_ANOTHER_HINT)
        }
        error => error.into(),
    })
}

/// Tells how many contacts were left out: `3 suppressed contacts are left out; …`.
fn tell_suppressed(context: &Context, counts: &ExportCounts) {
    if counts.suppressed > 0 {
        let are = if counts.suppressed == 1 { "is" } else { "are" };
        let contacts = counted(counts.suppressed, "suppressed contact");
        context.terminal.note(&format!("{contacts} {are} left out; --with-suppressed writes them too"));
    }
}

/// `Wrote 12 of 1,204 contacts to malaysia.csv`.
fn tell(context: &Context, file: &Path, form: Form, counts: &ExportCounts) -> Result<(), CliError> {
    let is_stdout = file == Path::new("-");
    if form == Form::Program(Program::Mailchimp) && counts.without_email > 0 {
        let those = counted(counts.without_email, "contact");
        context.terminal.note(&format!("note: Mailchimp takes nobody without an e-mail address: {those}"));
    }
    tell_suppressed(context, counts);
    if is_stdout {
        return Ok(());
    }
    if context.json {
        let ExportCounts { contacts, of, suppressed, .. } = counts;
        let file = file.display().to_string();
        return context.out_json(&json!({ "file": file, "contacts": contacts, "of": of, "suppressed": suppressed }));
    }
    let path = context.shown_path(file);
    Ok(context.terminal.out(&format!("Wrote {} to {path}", counted_of(counts.contacts, counts.of, "contact")))?)
}
