//! The line that reads as the header of a list (spec section 2.5).

use std::collections::HashSet;

use crate::mapping::means_a_field;
use crate::model::{Fields, Recipe};
use crate::ops::ImportSpec;
use crate::ops::setup::HeaderBelow;
use crate::source::{Opening, OpeningLine};

/// Headers that a list is expected to have: those that name contact fields, and those that the user named.
pub struct ExpectedHeaders<'a> {
    fields: &'a Fields,
    /// The named ones as [`Fields::key`] makes names comparable: each cell is made so once and not once for each of them.
    named: HashSet<String>,
}

/// Fewest names on a line that reads as a header, unless all its cells are names.
const MIN_NAMES: usize = 2;

impl<'a> ExpectedHeaders<'a> {
    /// Headers that the fields of the workspace, the choices and a saved mapping lead to expect.
    pub fn of(fields: &'a Fields, spec: &ImportSpec) -> Self {
        let named = saved_headers(&spec.recipe).chain(spec.choices.typed_columns());
        Self { fields, named: named.map(Fields::key).collect() }
    }

    /// Headers that the fields of the workspace and a saved mapping, if there is one, lead to expect.
    pub fn of_saved(fields: &'a Fields, saved: Option<&Recipe>) -> Self {
        Self { fields, named: saved.into_iter().flat_map(saved_headers).map(Fields::key).collect() }
    }

    /// Returns the line that reads as the header, if the first line does not and one of the next twenty does.
    pub fn below_first(&self, opening: &Opening) -> Option<HeaderBelow> {
        self.below_first_of(opening.lines())
    }

    fn below_first_of(&self, lines: &[OpeningLine]) -> Option<HeaderBelow> {
        let (first, below) = lines.split_first()?;
        let first = self.score(first);
        // The words are looked up last: to build the vocabulary took a fifth of the time of a short import in a development
        // build, and below an ordinary header no line gets that far.
        let possible = below.iter().filter(|line| first.leaves_room_for(line) && !has_values(line));
        let scored = possible.map(|line| (line.line, self.score(line)));
        let better = scored.filter(|(_, score)| score.reads_as_header() && first.is_title_above(*score));
        // Of equals the first: what comes below may be the same header again, on the next page of a report.
        let (line, score) = better.rev().max_by_key(|(_, score)| score.names)?;
        Some(HeaderBelow { line, names: score.names })
    }

    fn score(&self, line: &OpeningLine) -> LineScore {
        LineScore { filled: filled(line).count(), names: filled(line).filter(|cell| self.is_expected(cell)).count() }
    }

    fn is_expected(&self, cell: &str) -> bool {
        (!self.named.is_empty() && self.named.contains(&Fields::key(cell))) || means_a_field(cell, self.fields)
    }
}

fn saved_headers(recipe: &Recipe) -> impl Iterator<Item = &str> {
    recipe.columns.iter().map(|column| column.header.as_str()).filter(|header| !header.is_empty())
}

/// What the cells of a line are.
#[derive(Debug, Clone, Copy)]
struct LineScore {
    /// Cells that are not blank.
    filled: usize,
    /// Cells that name a contact field, or that the user named.
    names: usize,
}

impl LineScore {
    fn reads_as_header(self) -> bool {
        self.names >= MIN_NAMES || (self.names > 0 && self.names == self.filled)
    }

    /// Returns true if this line may be a title above that header, by their cells alone: it has no name, or fewer cells,
    /// such as a line of groups (`Contact,,,Address,`).
    fn leaves_room_for(self, header: &OpeningLine) -> bool {
        self.names == 0 || self.filled < filled(header).count()
    }

    /// Returns true if this line, which leaves room for that header, has no name or far fewer.
    fn is_title_above(self, header: Self) -> bool {
        self.names == 0 || self.names + MIN_NAMES <= header.names
    }
}

/// Returns the cells that are not blank.
fn filled(line: &OpeningLine) -> impl Iterator<Item = &String> {
    line.cells.iter().filter(|cell| !cell.is_empty())
}

/// Returns true if a cell holds an e-mail address or a long number, which no header does.
fn has_values(line: &OpeningLine) -> bool {
    filled(line).any(|cell| looks_like_value(cell))
}

/// Returns true for an e-mail address, and for a text of six digits and more without a letter.
pub(in crate::ops) fn looks_like_value(cell: &str) -> bool {
    let digits = cell.chars().filter(|c| c.is_numeric()).count();
    let is_number = digits >= 6 && !cell.chars().any(char::is_alphabetic);
    is_number || (cell.contains('@') && cell.contains('.') && !cell.contains(char::is_whitespace))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn below(lines: &[&str]) -> Option<(u64, usize)> {
        let fields = Fields::standard();
        let expected = ExpectedHeaders { fields: &fields, named: [Fields::key("Kod")].into() };
        let line =
            |(text, line): (&&str, u64)| OpeningLine { line, cells: text.split(',').map(str::to_owned).collect() };
        let lines: Vec<OpeningLine> = lines.iter().zip(1..).map(line).collect();
        expected.below_first_of(&lines).map(|found| (found.line, found.names))
    }

    #[test]
    fn the_header_below_a_title_is_found() {
        assert_eq!(
            below(&["Contact list March 2026,,,", ",,,", "First Name,Last Name,Phone Number,Email", "Ann,,,"]),
            Some((3, 4))
        );
        assert_eq!(below(&["Contact,,,Address,", "First Name,Last Name,Email,City,Country"]), Some((2, 4)));
        assert_eq!(
            below(&["ASISTENTE SHOWROOM,,", "COD,CLIENTE,CORREO", "1,Ann,a@example.com"]),
            None,
            "one word of three"
        );
        assert_eq!(below(&["Members", "Email", "a@example.com"]), Some((2, 1)));
        assert_eq!(below(&["Liste", "Kod,Telefon,X", "1,2,3"]), Some((2, 2)), "a header that the user named");
        assert_eq!(below(&["Page 1", "Email,Phone", "a,b", "Email,Phone"]), Some((2, 2)));
    }

    #[test]
    fn a_first_line_that_reads_as_the_header_stays_the_header() {
        assert_eq!(below(&["First Name,Email", "Email,Phone"]), None);
        assert_eq!(below(&["Etunimi,Puhelin", "Ann,+60189988776"]), None);
        assert_eq!(below(&["A,B", "Email,ann@example.com"]), None, "values are no header");
        assert_eq!(below(&[]), None);
    }
}
