//! Collects the distinct values of a column, to offer them as the options of a list or of choices.

use super::ReadOptions;
use super::sample::BATCH;
use crate::model::{
    Cancel, CellFormat, ListOptions, Text, are_all_behind_apostrophes, is_text_marker, split_tag_cell, unwrap_cell,
};
use crate::source::{Batch, MAX_CELL, Source, SourceError};
use crate::values;

/// Returns the distinct values of a column as list options, in source order and first spelling, compared without case.
/// The clear marker, words for blanks and a spreadsheet's errors are no values. Of choices each name of a cell is one.
/// `None` if there are more than `limit`.
///
/// # Errors
/// Returns an error if the source cannot be read or the user cancelled.
pub fn distinct(
    source: &mut Source,
    (column, format): (usize, CellFormat),
    reading: &ReadOptions,
    (limit, are_choices): (usize, bool),
    cancel: &Cancel,
) -> Result<Option<ListOptions>, SourceError> {
    let mut options = ListOptions::default();
    let mut batches = source.batches(BATCH)?;
    let mut batch = Batch::default();
    while batches.next_batch(&mut batch)? {
        cancel.check()?;
        for row in batch.rows() {
            let Some(cell) = row.text(column).filter(|cell| cell.len() <= MAX_CELL) else { continue };
            let cells = || row.cells().filter_map(|cell| std::str::from_utf8(cell).ok());
            let is_own = |text: &str| !is_text_marker(text) && !are_all_behind_apostrophes(cells());
            let text = unwrap_cell(cell, is_own).text;
            let (value, _) = values::decode_cell(&text, format, None);
            let is_value = [cell, &*text, &*value].into_iter().all(|text| reading.is_value(text));
            if !is_value {
                continue;
            }
            let names = if are_choices { split_tag_cell(&value, None) } else { vec![value.trim().to_owned()] };
            let names = names.into_iter().filter(|name| values::spreadsheet_error(None, name).is_none());
            for name in names {
                options.insert(Text::from(name));
            }
            if options.names().len() > limit {
                return Ok(None);
            }
        }
    }
    Ok(Some(options))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::NoObserver;
    use crate::source::SourceOptions;

    #[test]
    #[allow(clippy::disallowed_methods, reason = "test inputs need no atomic writes")]
    fn values_are_taken_once_whatever_their_case() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("leads.csv");
        std::fs::write(&path, "A,B\ngold,1\nSilver,2\n GOLD ,3\n,4\n-,5\n'=x,6\nnone,7\n").unwrap();
        let cancel = Cancel::default();
        let mut source = Source::open(&path, &SourceOptions::default(), &NoObserver, &cancel).unwrap();
        let (clear_marker, blank) = (Some("-".to_owned()), ["None"].into_iter().collect());
        let reading = ReadOptions { clear_marker, blank, ..ReadOptions::default() };
        let mut options =
            |limit| distinct(&mut source, (0, CellFormat::Plain), &reading, (limit, false), &cancel).unwrap();
        assert_eq!(
            options(3).map(|options| options.names().to_vec()),
            Some(vec!["gold".into(), "Silver".into(), "=x".into()])
        );
        assert_eq!(options(2), None);
    }
}
