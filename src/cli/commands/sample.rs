//! `contacts sample`: writes an example of a contact list.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::create_file::{self, NewFile};
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;

/// The example: a small international list of people who do not exist.
const SAMPLE: &str = include_str!("../../../samples/contacts.csv");

/// Write an example of a contact list
///
/// Its headers are the names of the contact fields, so every column is mapped by itself. Without FILE the list goes to
/// stdout.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts sample my-list.csv
  contacts import my-list.csv --purpose add-update --id phone")]
pub(in crate::cli) struct SampleArgs {
    /// New file to write: .csv or .txt; - is stdout
    file: Option<PathBuf>,
}

impl SampleArgs {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, CliError> {
        let Some(path) = self.file.filter(|path| path != Path::new("-")) else {
            if context.json {
                context.out_json(&json!({ "csv": SAMPLE }))?;
            } else {
                context.terminal.out_data(SAMPLE)?;
            }
            return Ok(Exit::Done);
        };
        create_file::check_ending(&path, &["csv", "txt"])?;
        let mut file = NewFile::create(&path)?;
        file.append(SAMPLE.as_bytes())?;
        file.publish()?;
        if context.json {
            context.out_json(&json!({ "file": path.display().to_string() }))?;
        } else {
            context.terminal.out(&format!("Wrote {}", context.shown_path(&path)))?;
        }
        Ok(Exit::Done)
    }
}
