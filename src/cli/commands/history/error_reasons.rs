//! The `Errors` cell of a result row, parted into its reasons: the history keeps no issue of its own for each row.

use crate::report::ResultRow;

/// A reason that stands in the cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ErrorReason<'a> {
    /// Beginning of the message, alike for all rows with the same reason.
    pub(super) title: String,
    /// Column; empty if the reason is about the row as a whole.
    pub(super) column: &'a str,
    /// The column's cell.
    pub(super) value: String,
    pub(super) message: &'a str,
}

/// Returns the reasons of a row. `columns` are the labels of its cells, in order.
pub(super) fn reasons<'a>(row: &'a ResultRow, columns: &'a [String]) -> Vec<ErrorReason<'a>> {
    let cells: Vec<&[u8]> = row.cells().collect();
    let value = |column: usize| cells.get(column).map_or_else(String::new, |cell| String::from_utf8_lossy(cell).into());
    let reason = |(column, message): (Option<usize>, &'a str)| ErrorReason {
        title: title(message),
        column: column.and_then(|column| columns.get(column)).map_or("", String::as_str),
        value: column.map_or_else(String::new, value),
        message,
    };
    parts(&row.errors, columns).into_iter().map(reason).collect()
}

/// Returns the labels of the columns of a source: their headers, or `#3` where there is none.
pub(super) fn labels(columns: &[String]) -> Vec<String> {
    let label = |(index, name): (usize, &String)| match name.trim() {
        "" => format!("#{}", index + 1),
        name => name.to_owned(),
    };
    columns.iter().enumerate().map(label).collect()
}

/// Parts the text at each column that it names: `Email: no @; Country: not a country`.
fn parts<'a>(errors: &'a str, columns: &[String]) -> Vec<(Option<usize>, &'a str)> {
    let mut starts: Vec<(usize, usize, Option<usize>)> = columns
        .iter()
        .enumerate()
        .flat_map(|(index, column)| places(errors, column).map(move |(start, end)| (start, end, Some(index))))
        .collect();
    starts.sort_unstable();
    if starts.first().is_none_or(|(start, ..)| *start > 0) {
        starts.insert(0, (0, 0, None));
    }
    let ends = starts.iter().skip(1).map(|(start, ..)| *start).chain([errors.len()]);
    let part = |((_, begin, column), end): (&(usize, usize, Option<usize>), usize)| {
        (*column, errors.get(*begin..end).unwrap_or_default().trim_end_matches("; "))
    };
    starts.iter().zip(ends).map(part).filter(|(_, message)| !message.is_empty()).collect()
}

/// Returns where a column is named at the beginning of a reason: where its label begins, and where the message does.
fn places<'t>(errors: &'t str, column: &str) -> impl Iterator<Item = (usize, usize)> + 't {
    let label = format!("{column}: ");
    let length = label.len();
    let found: Vec<usize> = errors.match_indices(&label).map(|(start, _)| start).collect();
    let is_begin = |start: &usize| errors[..*start].is_empty() || errors[..*start].ends_with("; ");
    found.into_iter().filter(is_begin).map(move |start| (start, start + length))
}

/// Returns the first clause of a message, with `…` for each number: `line … has the same Phone Number`.
fn title(message: &str) -> String {
    let clause = message.split([';', ':']).next().unwrap_or(message);
    let mut title = String::with_capacity(clause.len());
    let mut is_number = false;
    for c in clause.chars() {
        if !c.is_ascii_digit() {
            title.push(c);
        } else if !is_number {
            title.push('…');
        }
        is_number = c.is_ascii_digit();
    }
    title
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cell_is_parted_at_the_columns_that_it_names() {
        let columns = labels(&[" Email".to_owned(), "Phone".to_owned(), String::new()]);
        let told = |errors: &'static str| parts(errors, &columns);
        assert_eq!(
            told("Email: no @; write it as a@b.c; Phone: line 57 has the same Phone; keep one; #3: not a date"),
            [
                (Some(0), "no @; write it as a@b.c"),
                (Some(1), "line 57 has the same Phone; keep one"),
                (Some(2), "not a date"),
            ]
        );
        assert_eq!(told("the row has 5 cells; Email: no @"), [(None, "the row has 5 cells"), (Some(0), "no @")]);
        assert_eq!(told("the row has an odd Email: see there"), [(None, "the row has an odd Email: see there")]);
        assert_eq!(told(""), []);
        assert_eq!(title("lines 57 and 103 have the same Phone; keep one"), "lines … and … have the same Phone");
    }
}
