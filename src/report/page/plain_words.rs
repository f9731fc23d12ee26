//! Messages without their advice for a shell: the reader of a page has none.

use crate::model::mask_quoted;

/// Between clauses of a message. The advice is always a clause of its own.
const SEPARATORS: [&str; 4] = ["; ", ": ", ", ", " ("];

/// Returns a message without the clauses that name an option or a command: `the country code is missing: write it in
/// front with +, or give the country with --region` becomes `the country code is missing: write it in front with +`.
/// The first clause is what the message says, and stays. Nothing in quotes begins or ends a clause.
pub(super) fn without_advice(message: &str) -> String {
    let masked = mask_quoted(message);
    let mut kept = Clauses::default();
    let mut at = 0;
    while let Some(c) = message[at..].chars().next() {
        let dropped = if is_advice(&masked, at) { kept.drop_last() } else { None };
        if let Some(dropped) = dropped {
            at = end_of_advice(&masked, at, dropped.contains(" ("));
        } else {
            kept.push(c, SEPARATORS.iter().any(|separator| masked[at..].starts_with(separator)));
            at += c.len_utf8();
        }
    }
    kept.text
}

/// The clauses of a message that are kept.
#[derive(Default)]
struct Clauses {
    text: String,
    /// Where each clause but the first begins, with the separator before it.
    starts: Vec<usize>,
}

impl Clauses {
    fn push(&mut self, c: char, is_separator: bool) {
        if is_separator {
            self.starts.push(self.text.len());
        }
        self.text.push(c);
    }

    /// Drops the last clause, with the one before if that is only said for it: `; to add it` of `; to add it: contacts
    /// fields …`, `; if not` of `; if not, --region …`. Returns what it dropped; `None` if the only clause is the first.
    fn drop_last(&mut self) -> Option<String> {
        let last = self.starts.pop()?;
        let condition = self.starts.pop_if(|start| is_condition(&self.text[*start..last]));
        Some(self.text.split_off(condition.unwrap_or(last)))
    }
}

fn is_condition(clause: &str) -> bool {
    let clause = clause.trim_start_matches([';', ':', ',', ' ', '(']);
    clause.starts_with("to ") || clause.starts_with("if ")
}

/// Returns true where `--region …` or `contacts undo …` begins, but not at `-- a dash`.
fn is_advice(masked: &str, at: usize) -> bool {
    let (before, text) = masked.split_at(at);
    let option = text.strip_prefix("--").filter(|_| before.ends_with([' ', '(']));
    let name = option.or_else(|| text.strip_prefix("contacts ").filter(|_| before.ends_with(": ")));
    name.is_some_and(|name| name.starts_with(|c: char| c.is_ascii_lowercase()))
}

/// Returns the end of a clause of advice: behind its closing parenthesis if it is in parentheses, else before the next
/// clause that stands by itself, before the end of the parentheses around it, or at the end of the message.
fn end_of_advice(masked: &str, at: usize, is_in_parentheses: bool) -> usize {
    let mut depth = 0;
    for (offset, c) in masked[at..].char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth > 0 => depth -= 1,
            ')' if is_in_parentheses => return at + offset + 1,
            ')' => return at + offset,
            ';' if depth == 0 && !is_in_parentheses => return at + offset,
            _ => {}
        }
    }
    masked.len()
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
                "Gold is no option of 'Level'; to add it: --add-options, or fields option add Level Gold",
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
            (
                "not an option: it takes Gold; to add it: contacts fields option add Level 'Silver; B' --x; check it",
                "not an option: it takes Gold; check it",
            ),
            ("'a; b --c' was probably 'a; b (--d': write it", "'a; b --c' was probably 'a; b (--d': write it"),
            ("'Notes' is left out (to add it: --map takes it)", "'Notes' is left out"),
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

    #[test]
    fn a_long_message_is_read_once() {
        // It took minutes when each clause was looked for from the beginning again.
        let clauses = " --a;".repeat(100_000);
        assert_eq!(without_advice(&format!("it is wrong:{clauses}")), "it is wrong;");
    }
}
