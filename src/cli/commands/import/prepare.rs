use super::args::Plan;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::settings::Settings;
use crate::import::{Import, ImportRequest};
use crate::mapping::{self, Compiled};
use crate::model::Observer;
use crate::source::{Source, SourceEncoding, SourceError, SourceOptions};
use crate::values::BareNumbers;
use crate::workspace::Workspace;

/// Checks the source, compiles the mapping and surveys the rows; tells everything that was guessed.
pub(super) fn import<'a>(
    context: &'a Context,
    plan: &Plan,
    workspace: &Workspace,
    progress: &'a dyn Observer,
) -> Result<Import<'a>, Failure> {
    let (settings, fields) = {
        let snapshot = workspace.snapshot()?;
        (Settings::read(&snapshot.settings()?)?, snapshot.fields()?)
    };
    let source = open(context, plan, &settings, progress)?;
    tell_source(context, &source);
    let compiled = mapping::compile(source.columns(), &fields, &plan.mapping)?;
    tell_mapping(context, plan, &compiled);
    let request = request(plan, compiled, &settings);
    let import = Import::prepare(source, request, context.work(progress))?;
    tell_bare_numbers(context, &import);
    Ok(import)
}

/// Opens the source; where its encoding is a guess, shows what it would read and asks.
fn open(context: &Context, plan: &Plan, settings: &Settings, progress: &dyn Observer) -> Result<Source, Failure> {
    let options = SourceOptions { encoding: plan.encoding, delimiter: plan.delimiter, limits: settings.limits };
    match Source::open(&plan.source, &options, progress, &context.cancel) {
        Err(SourceError::EncodingUnsure { guess, samples, .. }) if context.terminal.can_ask() => {
            for sample in samples {
                context.terminal.note(&format!("line {}: {}", sample.line, sample.text));
            }
            confirm_encoding(context, guess)?;
            let options = SourceOptions { encoding: Some(guess), ..options };
            Ok(Source::open(&plan.source, &options, progress, &context.cancel)?)
        }
        opened => Ok(opened?),
    }
}

fn confirm_encoding(context: &Context, guess: SourceEncoding) -> Result<(), Failure> {
    let question = format!("The file is not UTF-8. It looks like {guess}, as shown above. Are the letters right?");
    if context.terminal.confirm(&question, false)? {
        return Ok(());
    }
    Err(Failure::refused("source-encoding-unsure", "not imported: the encoding of the file is not known")
        .with_hint("name it with --encoding, or save the file as UTF-8"))
}

fn request(plan: &Plan, compiled: Compiled, settings: &Settings) -> ImportRequest {
    ImportRequest {
        purpose: plan.mapping.purpose,
        identifier: plan.mapping.identifier,
        mapping: compiled.mapping,
        tags: plan.tags.clone(),
        import_tag: plan.import_tag.clone(),
        clear_marker: plan.clear_marker.clone(),
        region: plan.region.or(settings.region),
        tag_separator: plan.tag_separator,
    }
}

fn tell_source(context: &Context, source: &Source) {
    for note in &source.facts().notes {
        context.terminal.note(&format!("note: {}", note.message));
    }
}

fn tell_mapping(context: &Context, plan: &Plan, compiled: &Compiled) {
    for (field, places) in &compiled.contested {
        let places = places.join(" and ");
        context
            .terminal
            .warn(&format!("columns {places} are both named {field}: neither is imported; use --map '#N={field}'"));
    }
    if !compiled.unmatched.is_empty() && !plan.only_mapped {
        let columns = compiled.unmatched.iter().map(|column| format!("'{column}'")).collect::<Vec<_>>().join(", ");
        context
            .terminal
            .note(&format!("note: not imported, because no contact field has that name: {columns}; see --map"));
    }
    if compiled.contact_id_left_out && !plan.only_mapped {
        context
            .terminal
            .note("note: the Contact IDs are left out: they are never written, and they are not the identifier");
    }
    for field in &compiled.keep_without_column {
        context.terminal.warn(&format!("--do-not-overwrite: {field} is not mapped, so it is not overwritten anyway"));
    }
}

/// Whether bare digits were read as international numbers is a guess, so it is told (spec section 4).
fn tell_bare_numbers(context: &Context, import: &Import<'_>) {
    let bare = import.survey().bare;
    if bare.cells == 0 {
        return;
    }
    let verdict = match bare.verdict() {
        BareNumbers::International => "so they are read as beginning with their country code",
        BareNumbers::Refused => "so their country code is missing; --region XX reads them as numbers of one country",
    };
    context.terminal.note(&format!(
        "note: {} of {} phone numbers without + or 00 are valid international numbers, {verdict}",
        bare.valid, bare.cells
    ));
}
