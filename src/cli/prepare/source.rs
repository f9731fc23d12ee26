//! Opening the source, with questions where its encoding or the line of its header is a guess.

use std::num::NonZeroU64;

use super::columns::has_cells_as_header;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::model::{HeaderLine, Observer, ParseSettings};
use crate::ops::OpsError;
use crate::ops::setup::SetupError;
use crate::ops::setup::{ExpectedHeaders, HeaderBelow, open_source};
use crate::source::{Limits, Sample, Source, SourceEncoding, SourceError, SourceInput};
use crate::ui::{Choice, Table};

/// Maximum number of cells of the first line that are shown.
const MAX_CELLS: usize = 6;

/// Opens the source. If its encoding is unsure, shows decoded samples and asks; if another line than the first reads as its
/// header, asks which one it is; if the first reads as a row, asks whether it is one. Notes on what was guessed are the caller's to tell.
pub(in crate::cli) fn open(
    context: &Context,
    input: SourceInput<'_>,
    reading: &ParseSettings,
    limits: Limits,
    expected: &ExpectedHeaders<'_>,
    observer: &dyn Observer,
) -> Result<Source, CliError> {
    let mut reading = reading.clone();
    // Each answer settles one question, so this ends after three at most.
    loop {
        match open_source(input, &reading, limits, expected, (observer, &context.cancel)) {
            Err(OpsError::Source(SourceError::EncodingUnsure { guess, samples, .. })) if context.terminal.can_ask() => {
                // chardetng was wrong on 4 of 19 short files (Shift-JIS, GBK, windows-1251), so a guess is shown and
                // confirmed.
                show_reading(context, guess, &samples);
                reading.encoding = Some(ask_encoding(context, guess)?.to_string());
            }
            Err(OpsError::Setup(SetupError::HeaderBelow { found, .. })) if context.terminal.can_ask() => {
                reading.header_line = Some(ask_header_line(context, found)?);
            }
            Ok(source)
                if reading.header_line.is_none() && has_cells_as_header(&source) && context.terminal.can_ask() =>
            {
                reading.header_line = Some(ask_if_header(context, &source)?);
            }
            opened => return Ok(opened?),
        }
    }
}

fn show_reading(context: &Context, guess: SourceEncoding, samples: &[Sample]) {
    // The samples are what the question is about: they are wrapped and never cut, and shown with `--quiet` too.
    let mut lines = Table::new(context.terminal.width()).text("").never_truncate().wrap_text("");
    for sample in samples {
        lines.row([format!("line {}", sample.line), sample.text.clone()]);
    }
    context.terminal.print_always(&format!("The file is not UTF-8. It looks like {guess}; then it says:\n\n{lines}"));
}

/// Asks whether the letters are right as they are shown, and else for another encoding.
fn ask_encoding(context: &Context, guess: SourceEncoding) -> Result<SourceEncoding, CliError> {
    loop {
        let items = ["Yes".to_owned(), "No: it is in another encoding…".to_owned()];
        if context.terminal.choose("Are the letters right?", &items, 0, None)? != Some(1) {
            return Ok(guess);
        }
        // Unicode would have been recognised by itself.
        let others = SourceEncoding::COMMON.into_iter().filter(|name| !name.starts_with("utf"));
        let items: Vec<String> = others.map(str::to_owned).collect();
        let chosen = context.terminal.choose("Encoding:", &items, 0, Some("back"))?;
        if let Some(Ok(encoding)) = chosen.and_then(|index| items.get(index)).map(|name| name.parse()) {
            return Ok(encoding);
        }
    }
}

/// Asks whether the first line is the header, of which it does not look like one.
fn ask_if_header(context: &Context, source: &Source) -> Result<HeaderLine, CliError> {
    let cells: Vec<&str> = source.columns().iter().map(|column| column.name.as_str()).take(MAX_CELLS).collect();
    let items = ["It is a contact, not a header: the list has none".to_owned(), "It is the header".to_owned()];
    let about = [format!("Line 1 looks like a contact: {}", cells.join(" | "))];
    let question = Choice { question: "Line 1:", about: &about, items: &items, ..Choice::default() };
    let chosen = context.terminal.ask_choice(&question)?;
    Ok(if chosen == Some(1) { HeaderLine::At(NonZeroU64::MIN) } else { HeaderLine::None })
}

fn ask_header_line(context: &Context, found: HeaderBelow) -> Result<HeaderLine, CliError> {
    let names = found.names;
    let items = [
        format!("Line {}, which names {names} of the contact fields; what stands above it is left out", found.line),
        "Line 1".to_owned(),
    ];
    let chosen = context.terminal.choose("Which line is the header?", &items, 0, None)?;
    let line = if chosen == Some(1) { 1 } else { found.line };
    Ok(HeaderLine::At(NonZeroU64::new(line).unwrap_or(NonZeroU64::MIN)))
}
