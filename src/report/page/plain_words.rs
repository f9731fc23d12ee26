//! Messages without their advice for a shell: the reader of a page has none.

/// Between clauses of a message. The advice is always a clause of its own.
const SEPARATORS: [&str; 4] = ["; ", ": ", ", ", " ("];

/// Returns a message without the clauses that name an option or a command: `the country code is missing: write it in
/// front with +, or give the country with --region` becomes `the country code is missing: write it in front with +`.
pub(super) fn without_advice(message: &str) -> String {
    let mut kept = message.to_owned();
    while let Some((start, end)) = advice(&kept) {
        kept.replace_range(start..end, "");
    }
    kept
}

/// Returns where the first clause of advice begins and ends. The first clause of a message is what it says, and stays.
fn advice(message: &str) -> Option<(usize, usize)> {
    let named = message.match_indices(" --").map(|(at, _)| at + 1);
    let in_parentheses = message.match_indices("(--").map(|(at, _)| at + 1);
    let commands = message.match_indices(": contacts ").map(|(at, _)| at + 2);
    let mut places: Vec<usize> = named.chain(in_parentheses).chain(commands).collect();
    places.sort_unstable();
    places.into_iter().filter(|at| is_advice(&message[*at..])).find_map(|at| {
        let start = last_separator(&message[..at])?;
        Some((condition(&message[..start]).unwrap_or(start), end(message, start, at)))
    })
}

fn last_separator(text: &str) -> Option<usize> {
    SEPARATORS.iter().filter_map(|separator| text.rfind(separator)).max()
}

/// Returns where the clause before a piece of advice begins, if it is only said for the advice: `; to add it` of `; to add
/// it: contacts fields …`, `; if not` of `; if not, --region …`.
fn condition(before: &str) -> Option<usize> {
    let start = last_separator(before)?;
    let clause = before[start..].trim_start_matches([';', ':', ',', ' ', '(']);
    (clause.starts_with("to ") || clause.starts_with("if ")).then_some(start)
}

/// Returns true for `--region …` and `contacts undo …`, but not for `-- a dash`.
fn is_advice(text: &str) -> bool {
    let name = text.strip_prefix("--").or_else(|| text.strip_prefix("contacts "));
    name.is_some_and(|name| name.starts_with(|c: char| c.is_ascii_lowercase()))
}

/// Returns the end of a clause: behind its closing parenthesis if it is in parentheses, else before the next clause that
/// stands by itself, before the end of the parentheses around it, or at the end of the message.
fn end(message: &str, start: usize, at: usize) -> usize {
    let is_in_parentheses = message[start..].starts_with(" (");
    let mut depth = 0;
    for (offset, c) in message[at..].char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth > 0 => depth -= 1,
            ')' if is_in_parentheses => return at + offset + 1,
            ')' => return at + offset,
            ';' if depth == 0 && !is_in_parentheses => return at + offset,
            _ => {}
        }
    }
    message.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_and_commands_go_and_the_fact_stays() {
        for (message, kept) in [
            (
                "the country code is missing: write it in front with +, or give the country with --region or a Country column",
                "the country code is missing: write it in front with +",
            ),
            (
                "200 of 200 phone numbers are no numbers of MY; 200 of 200 are numbers of GB: --region GB (IM would read them too)",
                "200 of 200 phone numbers are no numbers of MY; 200 of 200 are numbers of GB",
            ),
            (
                "'Notes' is not imported (no contact field fits: --map or --create-field takes it)",
                "'Notes' is not imported (no contact field fits)",
            ),
            (
                "DD/MM/YYYY (--date-format) does not read all dates of the column, but MM/DD/YYYY does, so day and month may be \
              swapped: --date-format MM/DD/YYYY",
                "DD/MM/YYYY does not read all dates of the column, but MM/DD/YYYY does, so day and month may be swapped",
            ),
            (
                "which of its numbers is the day has to be said: --date-format DD/MM/YYYY, MM/DD/YYYY or as it is written",
                "which of its numbers is the day has to be said",
            ),
            (
                "3 phone numbers without + or 00: read so; --bare-phones refuse makes them errors; check them",
                "3 phone numbers without + or 00: read so; check them",
            ),
            (
                "Gold is no option of 'Level'; to add it: contacts fields option add Level Gold",
                "Gold is no option of 'Level'",
            ),
            (
                "nothing says its country: if it begins with a country code, give --bare-phones international; if not, give --region",
                "nothing says its country",
            ),
            (
                "phone numbers read without a country code: 2 by their row's Country, 3 as numbers of MY (--region)",
                "phone numbers read without a country code: 2 by their row's Country, 3 as numbers of MY",
            ),
        ] {
            assert_eq!(without_advice(message), kept);
        }
    }

    #[test]
    fn dashes_and_contacts_that_are_no_advice_stay() {
        for message in
            ["'a -- b' is not imported: a--b", "3 contacts have this number", "--region is odd", "x: contacts 1 and 2"]
        {
            assert_eq!(without_advice(message), message);
        }
    }
}
