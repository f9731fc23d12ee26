//! Recognises the header of a results or errors file, which comes in with the options of the list from which it was made.

use std::num::NonZeroU64;

use super::opened::OpeningLine;
use crate::model::{HeaderLine, Note, OutputKind};
use crate::source::header;
use crate::source::records::HeadRecords;
use crate::source::records::dialect::{CANDIDATES, GivenDialect};

/// Returns the dialect with the first line for its header, if this tool wrote that line and the option names another one:
/// the file has neither the titles of its list nor its want of a header. The note tells of it.
pub(super) fn with_generated_header(given: GivenDialect, text: &[u8], whole: bool) -> (GivenDialect, Option<Note>) {
    let Some(said) = given.header else { return (given, None) };
    let Some(line) = generated_header(given, text, whole, said) else { return (given, None) };
    let found = HeaderLine::At(line);
    let is_told = !matches!(said, HeaderLine::None) && said != found;
    let note = is_told.then(|| {
        let message =
            format!("the header is on line {line}, as in each file that this tool writes, and not on line {said}");
        Note::info("header-generated", message)
    });
    (GivenDialect { header: Some(found), ..given }, note)
}

fn generated_header(given: GivenDialect, text: &[u8], whole: bool, said: HeaderLine) -> Option<NonZeroU64> {
    let delimiters = given.delimiter.map_or(CANDIDATES.to_vec(), |delimiter| vec![delimiter]);
    delimiters.into_iter().find_map(|delimiter| {
        let first = HeadRecords::start(text, 1, delimiter, whole).next_record().map(OpeningLine::of)?;
        is_generated(&first.cells, said).then(|| NonZeroU64::new(first.line))?
    })
}

/// Returns true if the last columns are those that this tool adds (spec section 7). Before them stand those of the list: its
/// positions, where it has no header, as in `#1,#2,Error`.
fn is_generated(header: &[String], said: HeaderLine) -> bool {
    let Some(kind) = OutputKind::of_header(header) else { return false };
    let of_list = &header[..header.len() - kind.generated_columns().len()];
    // A row of a list without a header may itself begin with `#1`.
    let are_positions = || of_list.iter().zip(1..).all(|(name, position)| *name == header::unnamed(position));
    !of_list.is_empty() && (said != HeaderLine::None || are_positions())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header_of(text: &str, said: &str) -> Option<String> {
        let given = GivenDialect { delimiter: None, header: Some(said.parse().unwrap()) };
        with_generated_header(given, text.as_bytes(), true).0.header.map(|header| header.to_string())
    }

    #[test]
    fn the_first_line_of_an_errors_file_is_its_header() {
        for (text, said) in [("Name;Phone;Error\nNur;1;x\n", "3"), ("#1,#2,Error\na,b,c\n", "none")] {
            assert_eq!(header_of(text, said).as_deref(), Some("1"), "{text:?}");
        }
        assert_eq!(header_of("Name|Import Status|Errors\nNur|Imported|\n", "4").as_deref(), Some("1"));
    }

    #[test]
    fn other_first_lines_are_what_the_option_says() {
        for text in ["#1,Ann,ann@example.com\n", "#1,#2\n", "#1\n#2\n", "Name,Error\n", "Error\n", ""] {
            assert_eq!(header_of(text, "none").as_deref(), Some("none"), "{text:?}");
        }
        assert_eq!(header_of("Report,Errors\n\nName,Phone\n", "3").as_deref(), Some("3"));
        assert_eq!(header_of("Error\n\nName,Phone\n", "3").as_deref(), Some("3"), "a title");
    }
}
