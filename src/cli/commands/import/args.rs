use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};

use crate::cli::error::Failure;
use crate::import::Guards;
use crate::mapping::{MappingRequest, PresetChoice};
use crate::model::{Identifier, ImportTag, KeepValues, Purpose, Threshold, split_tags};
use crate::source::SourceEncoding;
use crate::values::Region;
use crate::workspace::Patience;

/// Import contacts from a CSV file
///
/// In a terminal it shows what would happen and asks first; elsewhere it never asks.
/// Either the whole import is written, or nothing.
///
/// Examples:
///   contacts import leads.csv --purpose add-update --id phone
///   contacts import leads.csv --purpose add --id email --map 'Mobile=Phone Number' --dry-run
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of the command line, and Plan gives them meaning")]
pub(in crate::cli) struct ImportArgs {
    /// The CSV file
    file: PathBuf,
    /// What the import may do to the contacts
    #[arg(long, value_name = "PURPOSE")]
    purpose: Option<PurposeArg>,
    /// The identifier: the field by which an existing contact is recognised
    #[arg(long, value_name = "IDENTIFIER")]
    id: Option<IdentifierArg>,

    /// Map a column, by its header or as #3, to a contact field (repeatable)
    #[arg(long, value_name = "COLUMN=FIELD", help_heading = "Mapping")]
    map: Vec<String>,
    /// Leave a column out (repeatable)
    #[arg(long, value_name = "COLUMN", help_heading = "Mapping")]
    skip: Vec<String>,
    /// Say nothing of columns that are left out because no contact field has their name
    #[arg(long, help_heading = "Mapping")]
    only_mapped: bool,
    /// Give a field the same value in every row (repeatable)
    #[arg(long, value_name = "FIELD=VALUE", help_heading = "Mapping")]
    set: Vec<String>,
    /// Keep the values that contacts have and fill only empty fields: all that are mapped, or these
    #[arg(
        long, value_name = "FIELD,…", num_args = 0..=1, require_equals = true, value_delimiter = ',',
        default_missing_value = "", help_heading = "Mapping"
    )]
    do_not_overwrite: Option<Vec<String>>,

    /// Empty the field of a contact where the cell is exactly TEXT
    #[arg(long, value_name = "TEXT", help_heading = "Values")]
    clear_marker: Option<String>,
    /// Read phone numbers without a country code as numbers of this country, such as MY
    #[arg(long, value_name = "COUNTRY", help_heading = "Values")]
    region: Option<Region>,
    /// What separates the tags of a cell [default: , and ;]
    #[arg(long, value_name = "CHARACTER", help_heading = "Values")]
    tag_separator: Option<char>,
    /// The encoding of the file, such as windows-1252, if it is not found by itself
    #[arg(long, value_name = "NAME", help_heading = "Values")]
    encoding: Option<SourceEncoding>,
    /// What separates the cells, if it is not found by itself: one character, or "tab"
    #[arg(long, value_name = "CHARACTER", value_parser = delimiter, help_heading = "Values")]
    delimiter: Option<u8>,

    /// Add a tag to every contact that is added or updated (repeatable)
    #[arg(long, value_name = "TAG", help_heading = "Tags")]
    tag: Vec<String>,
    /// Name the import tag, which every contact that is added or updated gets
    #[arg(long, value_name = "NAME", conflicts_with = "no_import_tag", help_heading = "Tags")]
    import_tag: Option<String>,
    /// Give no import tag
    #[arg(long, help_heading = "Tags")]
    no_import_tag: bool,

    /// Refuse if more rows than this are in error: a number, or a part of all rows such as 5%
    #[arg(long, value_name = "N|N%", help_heading = "Guards")]
    max_errors: Option<Threshold>,
    /// Refuse if more contacts than this would be added
    #[arg(long, value_name = "N|N%", help_heading = "Guards")]
    max_new: Option<Threshold>,
    /// Refuse if more contacts than this would be updated
    #[arg(long, value_name = "N|N%", help_heading = "Guards")]
    max_updates: Option<Threshold>,
    /// Refuse if the file has fewer rows than this
    #[arg(long, value_name = "N", help_heading = "Guards")]
    min_rows: Option<u64>,

    /// Do not ask before importing
    #[arg(short, long)]
    yes: bool,
    /// Check everything and show what would happen, but write nothing
    #[arg(long)]
    dry_run: bool,
    /// Wait for an import that is running to end, at most this long if given
    #[arg(long, value_name = "SECONDS", num_args = 0..=1, require_equals = true, default_missing_value = "")]
    wait: Option<String>,
    /// Write the results and errors files to this folder, not beside the source
    #[arg(long, value_name = "FOLDER")]
    output_dir: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum PurposeArg {
    /// Add new contacts; leave existing ones alone
    Add,
    /// Update existing contacts; leave new ones out
    Update,
    /// Update existing contacts and add new ones
    AddUpdate,
    /// Add every row as a new contact; nothing is matched, so it takes no --id
    AddAll,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum IdentifierArg {
    /// The phone number
    Phone,
    /// The e-mail address
    Email,
    /// The Contact ID; with the purpose update only
    ContactId,
}

/// What was typed, in terms of what is meant, and free of contradictions.
pub(super) struct Plan {
    pub(super) source: PathBuf,
    pub(super) mapping: MappingRequest,
    pub(super) only_mapped: bool,
    pub(super) clear_marker: Option<String>,
    pub(super) region: Option<Region>,
    pub(super) tag_separator: Option<char>,
    pub(super) encoding: Option<SourceEncoding>,
    pub(super) delimiter: Option<u8>,
    pub(super) tags: Vec<String>,
    pub(super) import_tag: ImportTag,
    pub(super) guards: Guards,
    pub(super) yes: bool,
    pub(super) dry_run: bool,
    /// How long to wait for another import.
    pub(super) patience: Patience,
    pub(super) output_dir: Option<PathBuf>,
}

impl Plan {
    pub(super) fn new(args: ImportArgs) -> Result<Self, Failure> {
        let purpose = args.purpose.ok_or_else(|| missing_purpose(&args))?.into();
        let identifier = identifier(purpose, args.id)?;
        let keep = keep(purpose, args.do_not_overwrite)?;
        let output_dir = args.output_dir;
        if let Some(folder) = output_dir.as_ref().filter(|folder| !folder.is_dir()) {
            return Err(Failure::usage(format!("--output-dir: {} is not a folder", folder.display())));
        }
        Ok(Self {
            source: args.file,
            mapping: MappingRequest {
                purpose,
                identifier,
                map: args.map,
                skip: args.skip,
                set: args.set,
                decided: None,
                preset: PresetChoice::Recognise,
                keep,
            },
            only_mapped: args.only_mapped,
            clear_marker: clear_marker(args.clear_marker)?,
            region: args.region,
            tag_separator: args.tag_separator,
            encoding: args.encoding,
            delimiter: args.delimiter,
            tags: tags(&args.tag)?,
            import_tag: import_tag(args.import_tag, args.no_import_tag)?,
            guards: Guards {
                max_errors: args.max_errors,
                max_new: args.max_new,
                max_updates: args.max_updates,
                min_rows: args.min_rows,
            },
            yes: args.yes,
            dry_run: args.dry_run,
            patience: patience(args.wait.as_deref())?,
            output_dir,
        })
    }
}

fn missing_purpose(args: &ImportArgs) -> Failure {
    let file = args.file.display().to_string();
    Failure::usage("say what the import may do: --purpose add, update, add-update or add-all").with_hint(format!(
        "for example: contacts import {} --purpose add-update --id phone",
        crate::mapping::quote(&file)
    ))
}

/// Which identifiers go with which purpose (spec section 3).
fn identifier(purpose: Purpose, id: Option<IdentifierArg>) -> Result<Option<Identifier>, Failure> {
    match (purpose, id.map(Identifier::from)) {
        (Purpose::AddAll, None) => Ok(None),
        (Purpose::AddAll, Some(_)) => {
            Err(Failure::usage("--purpose add-all adds every row and matches none, so it takes no identifier (--id)"))
        }
        (Purpose::Add | Purpose::AddUpdate, Some(Identifier::ContactId)) => Err(Failure::usage(format!(
            "the identifier contact-id goes with --purpose update only: a Contact ID is given by the workspace, so {purpose} could add \
             nobody"
        ))),
        (_, Some(identifier)) => Ok(Some(identifier)),
        (_, None) => {
            let choices = if purpose == Purpose::Update { "phone, email or contact-id" } else { "phone or email" };
            Err(Failure::usage(format!(
                "--purpose {purpose} needs an identifier to recognise existing contacts: --id {choices}"
            )))
        }
    }
}

fn keep(purpose: Purpose, fields: Option<Vec<String>>) -> Result<KeepValues, Failure> {
    let Some(fields) = fields else { return Ok(KeepValues::None) };
    if !purpose.updates() {
        return Err(Failure::usage(format!(
            "--do-not-overwrite goes with update and add-update only: {purpose} changes no existing contact"
        )));
    }
    let names: Vec<String> = fields.into_iter().filter(|name| !name.trim().is_empty()).collect();
    Ok(if names.is_empty() { KeepValues::All } else { KeepValues::Of(names) })
}

fn clear_marker(text: Option<String>) -> Result<Option<String>, Failure> {
    match text {
        Some(text) if crate::values::is_blank(&text) => {
            Err(Failure::usage("--clear-marker needs a text: a blank cell always means \"change nothing\""))
        }
        text => Ok(text),
    }
}

fn tags(given: &[String]) -> Result<Vec<String>, Failure> {
    if given.iter().any(|tag| crate::values::is_blank(tag)) {
        return Err(Failure::usage("--tag needs a name"));
    }
    let names: Vec<String> = given.iter().flat_map(|tag| split_tags(tag, None)).collect();
    names.iter().try_for_each(|name| check_tag("--tag", name))?;
    Ok(names)
}

/// A tag of the command line is held to what a Tags cell is held to; else an export would not import again.
fn check_tag(option: &str, name: &str) -> Result<(), Failure> {
    match crate::values::tag_fault(name) {
        Some(fault) => Err(Failure::usage(format!("{option}: {}", fault.message))),
        None => Ok(()),
    }
}

fn import_tag(name: Option<String>, none: bool) -> Result<ImportTag, Failure> {
    match name {
        Some(name) if crate::values::is_blank(&name) => {
            Err(Failure::usage("--import-tag needs a name").with_hint("for no import tag: --no-import-tag"))
        }
        Some(name) => {
            check_tag("--import-tag", name.trim())?;
            Ok(ImportTag::Named(name.trim().to_owned()))
        }
        None if none => Ok(ImportTag::None),
        None => Ok(ImportTag::Automatic),
    }
}

fn patience(wait: Option<&str>) -> Result<Patience, Failure> {
    match wait {
        None => Ok(Patience::AtMost(Duration::ZERO)),
        Some("") => Ok(Patience::Endless),
        Some(text) => match text.parse() {
            Ok(seconds) => Ok(Patience::AtMost(Duration::from_secs(seconds))),
            Err(_) => Err(Failure::usage(format!("--wait: '{text}' is not a number of seconds"))),
        },
    }
}

fn delimiter(text: &str) -> Result<u8, String> {
    match (text, text.as_bytes()) {
        ("tab" | "TAB" | "\\t", _) => Ok(b'\t'),
        (_, [byte]) if byte.is_ascii() => Ok(*byte),
        _ => Err("the delimiter is one ASCII character, such as ; or |, or the word tab".into()),
    }
}

impl From<PurposeArg> for Purpose {
    fn from(purpose: PurposeArg) -> Self {
        match purpose {
            PurposeArg::Add => Self::Add,
            PurposeArg::Update => Self::Update,
            PurposeArg::AddUpdate => Self::AddUpdate,
            PurposeArg::AddAll => Self::AddAll,
        }
    }
}

impl From<IdentifierArg> for Identifier {
    fn from(identifier: IdentifierArg) -> Self {
        match identifier {
            IdentifierArg::Phone => Self::Phone,
            IdentifierArg::Email => Self::Email,
            IdentifierArg::ContactId => Self::ContactId,
        }
    }
}
