//! Opening the source, with a question where its encoding is a guess.

use std::path::Path;

use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::model::{Observer, ParseSettings};
use crate::ops::setup::source_options;
use crate::source::{Limits, Sample, Source, SourceEncoding, SourceError, SourceOptions};
use crate::ui::Table;

/// Opens the source and prints notes on what was guessed. If its encoding is unsure, shows decoded samples and asks.
pub(in crate::cli) fn open(
    context: &Context,
    path: &Path,
    reading: &ParseSettings,
    limits: Limits,
    observer: &dyn Observer,
) -> Result<Source, CliError> {
    let options = source_options(reading, limits)?;
    let source = match Source::open(path, &options, observer, &context.cancel) {
        Err(SourceError::EncodingUnsure { guess, samples, .. }) if context.terminal.can_ask() => {
            // chardetng was wrong on 4 of 19 short files (Shift-JIS, GBK, windows-1251), so a guess is shown and
            // confirmed.
            show_reading(context, guess, &samples);
            confirm_encoding(context)?;
            let options = SourceOptions { encoding: Some(guess), ..options };
            Source::open(path, &options, observer, &context.cancel)?
        }
        opened => opened?,
    };
    context.tell_notes(&source.facts().notes);
    Ok(source)
}

fn show_reading(context: &Context, guess: SourceEncoding, samples: &[Sample]) {
    // The samples are what the question is about: they are wrapped and never cut, and shown with `--quiet` too.
    let mut lines = Table::new(context.terminal.width()).text("").never_truncate().wrap_text("");
    for sample in samples {
        lines.row([format!("line {}", sample.line), sample.text.clone()]);
    }
    context.terminal.print_always(&format!("The file is not UTF-8. It looks like {guess}; then it says:\n\n{lines}"));
}

fn confirm_encoding(context: &Context) -> Result<(), CliError> {
    // Enter alone means no: with a wrong encoding the names are imported garbled.
    if context.terminal.confirm("Are the letters right?", false)? {
        return Ok(());
    }
    Err(CliError::refused("source-encoding-unsure", "not imported: the encoding of the file is not known")
        .with_hint("name it with --encoding, or save the file as UTF-8"))
}
