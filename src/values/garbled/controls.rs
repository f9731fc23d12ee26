//! Control characters of Latin-1 (U+0080 to U+009F), which no program writes on purpose: Windows-1252 has letters and
//! signs in their place, and a terminal takes some for commands.

use super::pages;

/// Returns what the first control of a text probably stands for, and the remedy; `None` if it has none.
pub(super) fn reason(text: &str) -> Option<String> {
    let first = text.chars().find(|c| is_control(*c))?;
    let code = format!("the control character U+{:04X}", u32::from(first));
    Some(match character(first) {
        Some(meant) => format!(
            "{code} probably stands for '{meant}', which Windows-1252 has there: export the list again as UTF-8, or correct \
             it here"
        ),
        None => {
            format!("{code} is no letter: the list may be in another encoding (--encoding), or write the letter here")
        }
    })
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
        let said = reason("O\u{92}Brien").unwrap();
        assert!(said.starts_with("the control character U+0092 probably stands for '\u{2019}'"), "{said}");
        let said = reason("A\u{9D}nn").unwrap();
        assert!(said.contains("U+009D is no letter: the list may be in another encoding (--encoding)"), "{said}");
        assert_eq!(reason("José\u{A0}O\u{2019}Brien"), None);
    }
}
