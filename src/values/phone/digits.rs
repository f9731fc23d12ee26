//! Decimal digits of all scripts.

/// Zeros of all decimal digit sets of Unicode 17, ascending; the nine other digits of a set follow its zero.
const ZEROS: [u32; 75] = [
    0x30, 0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6, 0xE50, 0xED0,
    0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620,
    0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10, 0x104A0, 0x10D30, 0x10D40, 0x11066, 0x110F0, 0x11136,
    0x111D0, 0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0, 0x116D0, 0x116DA, 0x11730, 0x118E0, 0x11950, 0x11BF0,
    0x11C50, 0x11D50, 0x11DA0, 0x11DE0, 0x11F50, 0x16A60, 0x16AC0, 0x16B50, 0x1CCF0, 0x1D7CE, 0x1D7D8, 0x1D7E2,
    0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E4F0, 0x1E5F1, 0x1E950, 0x1FBF0,
];

/// Converts a decimal digit of any script (`８`, `٨`, `८`) to ASCII.
pub(super) fn ascii_digit(c: char) -> Option<char> {
    if c.is_ascii() {
        return c.is_ascii_digit().then_some(c);
    }
    let code = u32::from(c);
    let after = ZEROS.partition_point(|zero| *zero <= code);
    let zero = ZEROS.get(after.checked_sub(1)?)?;
    char::from_digit(code - zero, 10)
}

/// Returns true if a text consists of ASCII digits only.
pub(super) fn only(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns the digits of a text, of any script, in ASCII.
pub(super) fn all(text: &str) -> String {
    text.chars().filter_map(ascii_digit).collect()
}

/// Returns the number of digits of a text, of any script.
pub(super) fn count(text: &str) -> usize {
    text.chars().filter(|c| ascii_digit(*c).is_some()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_all_scripts_are_ascii_digits() {
        let written = "٠١٢٣٤٥٦٧٨٩ ۰۹ ०९ ０９ 𝟎𝟗 𝟶𝟿 ᱀᱉";
        let ascii: String = written.chars().map(|c| ascii_digit(c).unwrap_or(c)).collect();
        assert_eq!(ascii, "0123456789 09 09 09 09 09 09");
    }

    #[test]
    fn what_only_looks_like_a_digit_is_none() {
        for c in ['O', 'l', '²', '½', '①', '三', '\u{66A}', '/', ':', '\u{FF1A}', '\u{10FFFF}'] {
            assert_eq!(ascii_digit(c), None, "{c:?}");
        }
    }

    #[test]
    fn the_table_is_ascending_and_its_sets_do_not_overlap() {
        assert!(ZEROS.windows(2).all(|pair| pair[0] + 10 <= pair[1]));
    }
}
