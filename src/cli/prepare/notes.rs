//! Notes on the columns of a source: what was recognised, what several of them claim, and how they differ from the
//! saved ones.

use crate::mapping::{AmbiguousTarget, ColumnDiff, Preset, column_option, quote, shortened};
use crate::model::{COLUMN_VANISHED, COLUMNS_CLAIM, Column, Field, Fields, Labels, Note, format_thousands};
use crate::ops::setup::LabelledColumn;

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

/// Returns the note on Contact IDs that are not the identifier.
pub(super) fn contact_ids() -> Note {
    let message = "the Contact IDs are left out: they are never written, and they are not the identifier";
    Note::info("contact-ids-left-out", message)
}

/// Returns the note on a field of `--do-not-overwrite` that is not mapped.
pub(super) fn not_overwritten_anyway(field: &str) -> Note {
    let message = format!("--do-not-overwrite: {field} is not mapped, so it is not overwritten anyway");
    Note::warning("do-not-overwrite-unmapped", message).field(field)
}

/// Returns the notes on how the columns differ from those of the saved mapping. A new column that is imported all the same,
/// as `is_imported` says, has a note of its own.
pub(super) fn drift(drift: &ColumnDiff, columns: &[Column], is_imported: impl Fn(usize) -> bool) -> Vec<Note> {
    let vanished = drift.removed.iter().map(|choice| {
        let label = choice.label();
        match &choice.field {
            Some(field) => {
                let message = format!("the column '{label}' is gone, so {field} is not imported");
                Note::warning(COLUMN_VANISHED, message).field(field)
            }
            None => Note::info(COLUMN_VANISHED, format!("the column '{label}' is gone; it was left out anyway")),
        }
        .column(label)
    });
    let appeared = drift.added.iter().filter(|index| !is_imported(**index)).filter_map(|index| columns.get(*index));
    let names: Vec<String> = appeared.map(|column| format!("'{}'", shortened(&column.label()))).collect();
    let appeared = (!names.is_empty()).then(|| {
        let message = format!("new since the mapping was saved, and not imported: {}; see --map", listed_up(&names));
        Note::warning("columns-appeared", message).count(names.len() as u64)
    });
    vanished.chain(appeared).collect()
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
