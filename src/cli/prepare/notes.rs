//! Notes on the columns of a source: what was recognised, what several of them claim, and how they differ from the
//! saved ones.

use crate::cli::render::split_sample;
use crate::mapping::{
    AmbiguousTarget, Preset, SPLIT_FIELD_NAMES, Suggestion, column_option, option_names, quote, shortened,
};
use crate::model::{
    COLUMN_VANISHED, COLUMNS_CLAIM, Column, ColumnChoice, Field, Fields, Labels, Note, format_thousands,
};
use crate::ops::setup::{ColumnResolution, LabelledColumn};

/// Maximum number of columns named in a message; the others are counted.
pub(super) const NAMED: usize = 10;

/// Maximum number of options printed for a field (spec section 5).
pub(super) const OFFERED: usize = 3;

/// Returns the note on the export that the source was recognised as.
pub(super) fn preset(preset: &Preset) -> Note {
    let message = format!(
        "recognised as {}: its cells are read as it writes them; --preset none reads them as they are",
        preset.with_article()
    );
    // Without an option: `option` betters an import, and this one undoes what was recognised.
    Note::info("preset-recognised", message)
}

/// Returns the note on several columns that claim one field.
pub(super) fn contest(contest: &AmbiguousTarget, columns: &[Column]) -> Note {
    let AmbiguousTarget { field, split, columns: rivals, .. } = contest;
    let rivals: Vec<&Column> = rivals.iter().filter_map(|index| columns.get(*index)).collect();
    let is_one_name = rivals.windows(2).all(|two| Fields::key(&two[0].name) == Fields::key(&two[1].name));
    let [of_one_name_code, of_one_field_code] = COLUMNS_CLAIM;
    let code = if is_one_name { of_one_name_code } else { of_one_field_code };
    let count = rivals.len() as u64;
    let neither = if rivals.len() == 2 { "neither" } else { "none" };
    // By position: the names of the columns may be the same.
    let option = |column: &&Column| column_option(&format!("#{}", column.position), field, *split);
    let options: Vec<String> = rivals.iter().take(OFFERED).map(option).collect();
    let skip = rivals.first().map(|column| format!("--skip {}", place(column))).unwrap_or_default();
    let claim = if is_one_name { of_one_name(&rivals, field) } else { format!("{} claim {field}", places(&rivals)) };
    let message = format!(
        "columns {claim}: {neither} is imported; say which with {}, or leave one out: {skip}",
        options.join(" or ")
    );
    Note { option: options.into_iter().next(), ..Note::warning(code, message).field(field).count(count) }
}

/// Formats the claim of columns with one name: `#2 and #3 are both named Phone Number`.
fn of_one_name(columns: &[&Column], field: &str) -> String {
    let places = listed(columns, |column| format!("#{}", column.position));
    let both = if columns.len() == 2 { "both" } else { "all" };
    match columns.first().map(|column| column.name.as_str()) {
        Some(name) if Fields::key(name) != Fields::key(field) => {
            format!("{places} are {both} named '{}' and claim {field}", shortened(name))
        }
        _ => format!("{places} are {both} named {field}"),
    }
}

/// Lists columns with their positions: `'Mobile' (#2) and 'Handy' (#4)`.
fn places(columns: &[&Column]) -> String {
    listed(columns, |column| format!("'{}' (#{})", shortened(&column.name), column.position))
}

fn listed(columns: &[&Column], place: impl Fn(&Column) -> String) -> String {
    let mut places: Vec<String> = columns.iter().take(NAMED).map(|column| place(column)).collect();
    if let Some(more) = columns.len().checked_sub(NAMED).filter(|more| *more > 0) {
        places.push(format!("{more} more"));
    }
    let last = places.pop().unwrap_or_default();
    if places.is_empty() { last } else { format!("{} and {last}", places.join(", ")) }
}

fn place(column: &Column) -> String {
    quote(&format!("#{}", column.position)).into_owned()
}

/// Returns how the first values of a column would be split: `Lee Ann → Ann | Lee`.
pub(super) fn split_samples(suggestion: &Suggestion) -> Vec<String> {
    let split = |order| suggestion.samples.iter().map(move |it| format!("{it} → {}", split_sample(it, order)));
    suggestion.split.into_iter().flat_map(split).collect()
}

/// Returns the note on Contact IDs that are not the identifier.
pub(super) fn contact_ids() -> Note {
    let message = "the Contact IDs are left out: they are never written, and they are not the identifier";
    Note::info("contact-ids-left-out", message)
}

/// Returns the warning that the column of an identifier is blank while another one has its values.
pub(super) fn blank_identifier(blank: usize, fuller: &Suggestion, columns: &[Column]) -> Note {
    let (label, other) = (columns[blank].label(), columns[fuller.column].label());
    let option = fuller.option(&option_names(columns));
    let message =
        format!("'{}' is blank in the first rows, and '{}' is not: {option}", shortened(&label), shortened(&other));
    Note::warning("identifier-column-blank", message).column(label).field(&fuller.field_name).option(option)
}

/// Returns the note on a field of `--keep-edits` that is not mapped.
pub(super) fn edits_kept_anyway(field: &str) -> Note {
    let message = format!("--keep-edits: {field} is not mapped, so its edits are kept anyway");
    Note::warning("keep-edits-unmapped", message).field(field)
}

/// Returns the note on a field of `--do-not-overwrite` that is not mapped.
pub(super) fn not_overwritten_anyway(field: &str) -> Note {
    let message = format!("--do-not-overwrite: {field} is not mapped, so it is not overwritten anyway");
    Note::warning("do-not-overwrite-unmapped", message).field(field)
}

/// Returns the notes on how the columns differ from those of the saved mapping.
pub(super) fn drift(columns: &ColumnResolution, header: &[Column]) -> Vec<Note> {
    let vanished = columns.compiled.drift.removed.iter().flat_map(|choice| vanished(choice, columns));
    vanished.chain(appeared(columns, header)).collect()
}

/// Returns a warning for each field that a vanished column filled and nothing fills now; one note where there is none.
fn vanished(choice: &ColumnChoice, columns: &ColumnResolution) -> Vec<Note> {
    let label = choice.label();
    let fields: Vec<&str> = match choice.split {
        Some(_) => SPLIT_FIELD_NAMES.to_vec(),
        None => choice.field.iter().map(String::as_str).collect(),
    };
    let lost: Vec<&str> = fields.iter().copied().filter(|field| !columns.fills(field)).collect();
    if lost.is_empty() {
        let rest = match fields[..] {
            [] => "it was left out anyway".to_owned(),
            [field] => format!("{field} is imported all the same"),
            _ => format!("{} are imported all the same", fields.join(" and ")),
        };
        return vec![Note::info(COLUMN_VANISHED, format!("the column '{label}' is gone; {rest}")).column(label)];
    }
    let warning = |field: &&str| {
        let message = format!("the column '{label}' is gone, so {field} is not imported");
        Note::warning(COLUMN_VANISHED, message).field(*field).column(label.clone())
    };
    lost.iter().map(warning).collect()
}

/// Returns the warning of columns that are new and not imported, with the options that map them as their headers suggest.
/// One that is imported all the same has a note of its own.
fn appeared(columns: &ColumnResolution, header: &[Column]) -> Option<Note> {
    let is_accepted = |index: usize| columns.accepted().any(|suggestion| suggestion.column == index);
    let appeared: Vec<usize> = columns.compiled.drift.added.iter().copied().filter(|it| !is_accepted(*it)).collect();
    let names: Vec<String> = appeared.iter().map(|it| format!("'{}'", shortened(&header[*it].label()))).collect();
    let suggested = columns.acceptable().filter(|suggestion| appeared.contains(&suggestion.column));
    let option_names = option_names(header);
    let options: Vec<String> = suggested.take(OFFERED).map(|suggestion| suggestion.option(&option_names)).collect();
    let next = if options.is_empty() { "see --map".to_owned() } else { format!("add: {}", options.join(" ")) };
    let message = format!("new since the mapping was saved, and not imported: {}; {next}", listed_up(&names));
    let note = Note::warning("columns-appeared", message).count(names.len() as u64);
    (!names.is_empty()).then(|| Note { option: options.into_iter().next(), ..note })
}

/// Lists names, at most [`NAMED`]: `'Notes', 'Owner' and 37 more`.
pub(super) fn listed_up(names: &[String]) -> String {
    let (shown, more) = names.split_at(names.len().min(NAMED));
    if more.is_empty() { shown.join(", ") } else { format!("{} and {} more", shown.join(", "), more.len()) }
}

/// Lists labels with their numbers of values: `Shoe size 12 · Pager 3 · none or others 2`.
pub(super) fn labels(labels: &Labels) -> String {
    let (counts, others) = labels.counts();
    let shown =
        counts.iter().take(OFFERED).map(|(label, count)| format!("{} {}", shortened(label), format_thousands(*count)));
    let others = others + counts.iter().skip(OFFERED).map(|(_, count)| count).sum::<u64>();
    let others = (others > 0).then(|| format!("none or others {}", format_thousands(others)));
    shown.chain(others).collect::<Vec<_>>().join(" · ")
}

/// Returns the warning that a column goes to one field, and its labels name others.
pub(super) fn labels_against_field(it: &LabelledColumn, field: &Field, columns: &[Column]) -> Note {
    let label = columns[it.column].label();
    let what = match it.labels.only() {
        Some(only) => format!("its label is '{}'", shortened(only)),
        None => format!("its labels differ: {}", labels(&it.labels)),
    };
    let message = format!("'{}' goes to {}, but {what}", shortened(&label), field.name);
    Note::warning("labels-differ", message).column(label).field(&field.name)
}
