use unicode_width::UnicodeWidthStr;

/// Text in lines of at most `width` columns, broken between words; the lines after the first stand in by so many blanks.
/// A word that is longer than a line stays whole, so that a command or a path can be copied. Lines that the text has
/// itself stay lines, and what they begin with is kept.
pub(super) fn wrap(text: &str, width: usize, indent: usize) -> String {
    let lines: Vec<String> = text.split('\n').map(|line| wrap_line(line, width, indent)).collect();
    lines.join("\n")
}

fn wrap_line(line: &str, width: usize, indent: usize) -> String {
    if line.width() <= width {
        return line.to_owned();
    }
    let begin = line.len() - line.trim_start().len();
    let (begin, words) = line.split_at(begin);
    let (mut text, mut used) = (begin.to_owned(), begin.width());
    let mut is_first = true;
    for word in words.split(' ') {
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

    proptest! {
        #[test]
        fn no_word_is_lost_and_lines_fit_where_words_do(words in proptest::collection::vec("[a-z]{1,8}", 0..20), width in 8..40usize) {
            let text = words.join(" ");
            let wrapped = wrap(&text, width, 0);
            prop_assert_eq!(wrapped.replace('\n', " "), text);
            prop_assert!(wrapped.lines().all(|line| line.width() <= width));
        }
    }
}
