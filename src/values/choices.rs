//! Values of choices: several options of a fixed set in one cell.

use super::option::{named, unknown};
use super::{ParseResult, Value, spreadsheet_error, trim};
use crate::model::{CELL_SEPARATORS, CHOICE_SEPARATOR, Diagnostic, FieldKind, ListOptions, Text, split_tag_cell};

/// Options that a cell names.
#[derive(Debug, Default, PartialEq, Eq)]
struct Named {
    /// Places of the known ones, in cell order.
    known: Vec<usize>,
    /// Those that the field does not have, as written.
    unknown: Vec<String>,
}

/// Parses a trimmed cell as options, each once, in the order of the field.
pub(super) fn read(text: &str, kind: &FieldKind, options: &ListOptions) -> ParseResult {
    let Named { mut known, unknown } = Named::of(text, options);
    if !unknown.is_empty() {
        return Err(findings(&each_once(unknown), kind, options));
    }
    known.sort_unstable();
    known.dedup();
    let names: Vec<&str> = known.iter().filter_map(|at| options.names().get(*at)).map(Text::as_str).collect();
    Ok(Value::plain(names.join(CHOICE_SEPARATOR)))
}

/// Returns the names in a cell that are no options, each once, as written.
pub(super) fn unknown_names(text: &str, options: &ListOptions) -> Vec<String> {
    each_once(Named::of(text, options).unknown).iter().map(Text::to_string).collect()
}

/// Returns names that are no options, each once, as written first.
fn each_once(names: Vec<String>) -> Vec<Text> {
    ListOptions::new(names).names().to_vec()
}

/// Returns true if a cell holds separators or an empty list and no name.
pub(super) fn are_none(text: &str) -> bool {
    let begins_empty = |c: char| CELL_SEPARATORS.contains(&c) || matches!(c, '[' | '{' | '"');
    text.starts_with(begins_empty) && split_tag_cell(text, None).is_empty()
}

/// Returns the errors of a cell: one for all names that are no options, and one for each spreadsheet's error among them.
fn findings(names: &[Text], kind: &FieldKind, options: &ListOptions) -> Vec<Diagnostic> {
    let (mut findings, mut others) = (Vec::new(), Vec::new());
    for name in names {
        match spreadsheet_error(Some(kind), name) {
            Some(error) => findings.push(error),
            None => others.push(name.as_str()),
        }
    }
    match others.as_slice() {
        [] => {}
        [one] => findings.push(unknown(&format!("{} is not an option of the field", named(&[one])), options)),
        several => {
            findings.push(unknown(&format!("{} are not options of the field", named(several)), options));
        }
    }
    findings
}

impl Named {
    /// Reads a trimmed cell. Semicolons, which no option holds, come first. Of what they part, the longest runs that are
    /// options are taken, because an option may hold the other separators. Only a cell that is not read so may be a list
    /// in brackets or hold names in quotes.
    fn of(text: &str, options: &ListOptions) -> Self {
        let mut named = Self::default();
        text.split(';').for_each(|part| named.take_longest(part, options));
        let may_be_list = text.starts_with(['[', '{']) || text.contains('"');
        if named.unknown.is_empty() || !may_be_list {
            return named;
        }
        let mut listed = Self::default();
        for name in split_tag_cell(text, None) {
            listed.take(&name, options);
        }
        listed
    }

    fn take_longest(&mut self, part: &str, options: &ListOptions) {
        let pieces: Vec<(usize, usize)> = pieces(part).collect();
        let mut at = 0;
        while at < pieces.len() {
            let (from, end) = pieces[at];
            let piece = &part[from..end];
            // Only where an option with separators begins, so that a long cell is not tried in every combination.
            let longest = options.separators_behind(piece).iter().find_map(|separators| {
                let (_, end) = pieces.get(at + separators)?;
                Some((at + separators, place(&part[from..*end], options)?))
            });
            if let Some((last, place)) = longest {
                self.known.push(place);
                at = last + 1;
            } else {
                self.take(piece, options);
                at += 1;
            }
        }
    }

    /// Adds a name, unless it is blank.
    fn take(&mut self, name: &str, options: &ListOptions) {
        let name = trim::trim(name);
        match place(name, options) {
            Some(place) => self.known.push(place),
            None if trim::is_blank(name) => {}
            None => self.unknown.push(name.to_owned()),
        }
    }
}

fn place(name: &str, options: &ListOptions) -> Option<usize> {
    options.place(trim::trim(name))
}

/// Returns where the pieces between separators begin and end.
fn pieces(part: &str) -> impl Iterator<Item = (usize, usize)> {
    let ends = part.match_indices(CELL_SEPARATORS).map(|(at, separator)| (at, at + separator.len()));
    let mut from = 0;
    ends.chain(std::iter::once((part.len(), part.len())))
        .map(move |(end, next)| (std::mem::replace(&mut from, next), end))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::IssueCode;

    fn options() -> ListOptions {
        ListOptions::new(["Red", "Oil, Gas & Mining", "Ärzte", "A|B", "[VIP]", "Oil"])
    }

    fn value(cell: &str) -> Result<String, Vec<String>> {
        let options = options();
        let kind = FieldKind::Choices(Arc::new(options.clone()));
        let read = read(cell, &kind, &options);
        read.map(|value| value.text.into()).map_err(|found| found.into_iter().map(|one| one.message).collect())
    }

    #[test]
    fn several_options_are_read_in_one_form() {
        for (cell, expected) in [
            ("red", "Red"),
            ("ÄRZTE;red", "Red; Ärzte"),
            ("A\u{308}rzte | red", "Red; Ärzte"),
            ("Red, Ärzte,RED, ", "Red; Ärzte"),
            ("Red，Ärzte、Oil；red", "Red; Ärzte; Oil"),
            ("Red\nÄrzte", "Red; Ärzte"),
            (r#"["Ärzte","Red"]"#, "Red; Ärzte"),
            (r#"["Oil, Gas & Mining","\u0052ed"]"#, "Red; Oil, Gas & Mining"),
            ("{red,Ärzte}", "Red; Ärzte"),
            (r#""Oil, Gas & Mining",Red"#, "Red; Oil, Gas & Mining"),
        ] {
            assert_eq!(value(cell).as_deref(), Ok(expected), "{cell:?}");
        }
    }

    #[test]
    fn an_option_that_holds_a_separator_is_found_and_stored_so_that_it_is_read_again() {
        for (cell, expected) in [
            ("oil, gas & mining", "Oil, Gas & Mining"),
            ("Red, Oil, Gas & Mining, A|B", "Red; Oil, Gas & Mining; A|B"),
            ("Oil, Red", "Red; Oil"),
            ("[vip]", "[VIP]"),
            ("[VIP];a|b", "A|B; [VIP]"),
        ] {
            assert_eq!(value(cell).as_deref(), Ok(expected), "{cell:?}");
            assert_eq!(value(expected).as_deref(), Ok(expected));
        }
        let all = options().names().iter().map(Text::as_str).collect::<Vec<_>>().join(CHOICE_SEPARATOR);
        assert_eq!(value(&all), Ok(all.clone()));
    }

    #[test]
    fn what_is_no_option_is_named_with_what_the_field_takes() {
        let takes = "it takes 'Red', 'Oil, Gas & Mining', 'Ärzte', 'A|B', '[VIP]', 'Oil'";
        let said = |cell: &str| value(cell).unwrap_err();
        assert_eq!(said("Red; Blue"), [format!("'Blue' is not an option of the field: {takes}")]);
        assert_eq!(said("Blue, Red, BLUE"), [format!("'Blue' is not an option of the field: {takes}")]);
        assert_eq!(said("Blue,Green"), [format!("'Blue' and 'Green' are not options of the field: {takes}")]);
        let mixed = said("Red; #N/A");
        assert!(mixed.len() == 1 && mixed[0].contains("spreadsheet's error"), "{mixed:?}");
        let options = options();
        let kind = FieldKind::Choices(Arc::new(options.clone()));
        let codes: Vec<_> = read("Blue; #REF!", &kind, &options).unwrap_err().iter().map(|one| one.code).collect();
        assert_eq!(codes, [IssueCode::SpreadsheetError, IssueCode::OptionUnknown]);
        assert_eq!(unknown_names("Blue, red, BLUE; Green", &options), ["Blue", "Green"]);
    }

    #[test]
    fn separators_alone_are_no_value() {
        for cell in [";", " , ", "[]", "{}", "||"] {
            assert!(are_none(cell.trim()), "{cell:?}");
        }
        for cell in ["Red", "[VIP]", ";Red", "{red}"] {
            assert!(!are_none(cell), "{cell:?}");
        }
    }

    #[test]
    fn a_long_cell_takes_time_by_its_length_alone() {
        let cell = "Red,".repeat(16_000);
        assert_eq!(value(&cell).as_deref(), Ok("Red"));
        // A few bytes for each piece, also where an option has many pieces.
        let many = ListOptions::new([format!("a{}", ",b".repeat(40)), "a".to_owned(), "b".to_owned()]);
        let cell = format!("{}a", "b,".repeat(32_000));
        let start = std::time::Instant::now();
        assert_eq!(Named::of(&cell, &many).known.len(), 32_001);
        assert!(start.elapsed() < std::time::Duration::from_secs(1), "{:?}", start.elapsed());
    }
}
