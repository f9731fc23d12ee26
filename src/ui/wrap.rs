//! Text wrapped between words to the width of a terminal.

use unicode_width::UnicodeWidthStr;

use super::truncate::split;
use crate::model::mask_quoted;

/// Wraps text to lines of at most `width` columns, with `indent` more blanks before lines after the first. A word
/// longer than a line stays whole, so that a command or a path can be copied, and so does what stands in quotes, such as
/// an argument. Line ends of the text are kept, and so are the blanks at the beginning of its lines.
pub(super) fn wrap(text: &str, width: usize, indent: usize) -> String {
    let lines: Vec<String> = text.split('\n').map(|line| wrap_line(line, &mask_quoted(line), width, indent)).collect();
    lines.join("\n")
}

/// Wraps a line, which may break at the blanks of its mask.
fn wrap_line(line: &str, mask: &str, width: usize, indent: usize) -> String {
    if line.width() <= width {
        return line.to_owned();
    }
    let begin = line.len() - line.trim_start().len();
    let (begin, words) = line.split_at(begin);
    let (mut text, mut used) = (begin.to_owned(), begin.width());
    let mut is_first = true;
    for word in split_at_blanks(words, &mask[begin.len()..]) {
        let needed = word.width() + usize::from(!is_first);
        if !is_first && used + needed > width {
            text.push('\n');
            text.push_str(&" ".repeat(begin.width() + indent));
            used = begin.width() + indent + word.width();
        } else {
            if !is_first {
                text.push(' ');
            }
            used += needed;
        }
        text.push_str(word);
        is_first = false;
    }
    text
}

/// Splits a text where its mask has blanks.
fn split_at_blanks<'t>(text: &'t str, mask: &str) -> Vec<&'t str> {
    let (mut words, mut start) = (Vec::new(), 0);
    for (blank, _) in mask.match_indices(' ') {
        words.push(&text[start..blank]);
        start = blank + 1;
    }
    words.push(&text[start..]);
    words
}

/// Wraps text to lines of which none is wider than `width`. A word longer than a line is broken too; nothing is lost. A
/// character wider than a line has one of its own.
pub(super) fn wrap_hard(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let wrapped: Vec<String> = text.split('\n').map(|line| wrap_line(line, line, width, 0)).collect();
    for line in wrapped.iter().flat_map(|line| line.split('\n')) {
        let mut rest = line;
        loop {
            let (part, more) = if rest.width() <= width { (rest, "") } else { split(rest, width) };
            lines.push(part.to_owned());
            if more.is_empty() {
                break;
            }
            rest = more;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_break_between_words() {
        assert_eq!(wrap("one two three", 7, 0), "one two\nthree");
        assert_eq!(wrap("one two three", 9, 2), "one two\n  three");
        assert_eq!(wrap("one\n  two three", 8, 4), "one\n  two\n      three");
        assert_eq!(wrap("山田 太郎", 5, 0), "山田\n太郎");
        assert_eq!(wrap("", 0, 3), "");
    }

    #[test]
    fn a_long_word_stays_whole() {
        assert_eq!(wrap("see contacts-import-of-leads now", 10, 2), "see\n  contacts-import-of-leads\n  now");
    }

    #[test]
    fn an_argument_in_quotes_stays_whole() {
        assert_eq!(
            wrap("give --map '#3=Phone Number' or --skip 'a b'", 20, 2),
            "give --map\n  '#3=Phone Number'\n  or --skip 'a b'"
        );
        assert_eq!(wrap("--map='It'\\''s me' here", 8, 0), "--map='It'\\''s me'\nhere");
        assert_eq!(wrap("the list's rows, not theirs", 10, 0), "the list's\nrows, not\ntheirs");
        assert_eq!(wrap_hard("see 'Big Company'", 8), ["see 'Big", "Company'"]);
    }

    #[test]
    fn in_a_column_a_long_word_is_broken_too() {
        assert_eq!(wrap_hard("see contacts-import now", 8), ["see", "contacts", "-import", "now"]);
        assert_eq!(wrap_hard("山田太郎", 5), ["山田", "太郎"]);
        assert_eq!(wrap_hard("", 8), [""]);
        assert_eq!(wrap_hard("山a", 1), ["山", "a"], "a character wider than a line has one of its own");
    }

    proptest! {
        #[test]
        fn in_a_column_nothing_is_lost(text in any::<String>(), width in 1..40usize) {
            let is_shown = |c: &char| !matches!(c, ' ' | '\n');
            let lines = wrap_hard(&text, width);
            let fits = |line: &String| line.width() <= width || line.chars().count() == 1;
            prop_assert!(lines.iter().all(fits), "{lines:?}");
            prop_assert_eq!(lines.concat().chars().filter(is_shown).collect::<String>(), text.chars().filter(is_shown).collect::<String>());
        }

        #[test]
        fn no_word_is_lost_and_lines_fit_where_words_do(words in proptest::collection::vec("[a-z]{1,8}", 0..20), width in 8..40usize) {
            let text = words.join(" ");
            let wrapped = wrap(&text, width, 0);
            prop_assert_eq!(wrapped.replace('\n', " "), text);
            prop_assert!(wrapped.lines().all(|line| line.width() <= width));
        }
    }
}
