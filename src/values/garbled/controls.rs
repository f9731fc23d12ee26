//! Control characters of Latin-1 (U+0080 to U+009F), which no program writes on purpose: Windows-1252 has letters and
//! signs in their place, and a terminal takes some for commands.

use super::pages;

/// Returns the text with the characters that Windows-1252 has in the place of the controls, and the cause; `None` if it has
/// none.
pub(super) fn decoded(text: &str) -> Option<(String, String)> {
    let first = text.chars().find(|c| is_control(*c))?;
    let right: String = text.chars().filter_map(|c| if is_control(c) { character(c) } else { Some(c) }).collect();
    let code = format!("the control character U+{:04X}", u32::from(first));
    let reason = match character(first) {
        Some(meant) => format!(
            "{code} probably stands for '{meant}', which Windows-1252 has there: export the list again as UTF-8, or correct \
             it here"
        ),
        None => {
            format!("{code} is no letter: the list may be in another encoding (--encoding), or write the letter here")
        }
    };
    Some((right, reason))
}

fn is_control(c: char) -> bool {
    ('\u{80}'..='\u{9F}').contains(&c)
}

fn character(control: char) -> Option<char> {
    u8::try_from(u32::from(control)).ok().and_then(pages::windows_1252)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_stand_for_the_signs_of_windows() {
        let (right, reason) = decoded("O\u{92}Brien").unwrap();
        assert_eq!(right, "O\u{2019}Brien");
        assert!(reason.starts_with("the control character U+0092 probably stands for '\u{2019}'"), "{reason}");
        let (right, reason) = decoded("A\u{9D}nn").unwrap();
        assert_eq!(right, "Ann");
        assert!(reason.contains("U+009D is no letter: the list may be in another encoding (--encoding)"), "{reason}");
        assert_eq!(decoded("José\u{A0}O\u{2019}Brien"), None);
    }
}
