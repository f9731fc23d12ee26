//! File names for exported things, such as saved mappings, whose own names may hold any character.

use crate::ui::sanitize;

/// Characters that are special to some file system or shell.
const RESERVED_CHARS: &str = r#"/\:*?"<>|`$'"#;

/// Device names that Windows reserves whatever the extension; a digit may follow.
const WINDOWS_RESERVED: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// Maximum length of the stem in bytes. Most file systems take 255; the extension and the suffix of a temporary file
/// need some.
const MAX_STEM_BYTES: usize = 200;

/// Returns a file name in the current directory: `weekly leads.toml` for a mapping and the ending `.toml`. It has no
/// directory part, is not hidden and cannot be taken for an option. `what`, the kind of thing, completes a name that is
/// a device's or has no usable character.
pub(super) fn file_name(name: &str, what: &str, ending: &str) -> String {
    let safe: String = name.chars().map(|c| if is_safe(c) { c } else { '-' }).collect();
    // A leading dot hides a file, a leading dash makes it an option, and Windows drops dots and blanks at the end.
    let stem = shortened(&safe, MAX_STEM_BYTES).trim_matches(|c: char| c.is_whitespace() || ".-".contains(c));
    match stem {
        "" => format!("{what}{ending}"),
        stem if is_device(stem) => format!("{what}-{stem}{ending}"),
        stem => format!("{stem}{ending}"),
    }
}

fn is_safe(c: char) -> bool {
    let mut buffer = [0; 4];
    let text: &str = c.encode_utf8(&mut buffer);
    !RESERVED_CHARS.contains(c) && sanitize(text) == text
}

/// Returns true for device names: `con`, `LPT1`, `nul.2026`.
fn is_device(name: &str) -> bool {
    // Windows looks at the part before the first dot, without blanks at its end and in any case.
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_lowercase();
    WINDOWS_RESERVED.contains(&stem.trim_end_matches(|c: char| c.is_ascii_digit()))
}

/// Returns the beginning of a text that fits into `bytes`, in whole characters.
fn shortened(text: &str, bytes: usize) -> &str {
    let end = text.char_indices().map(|(at, c)| at + c.len_utf8()).take_while(|end| *end <= bytes).last();
    end.and_then(|end| text.get(..end)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    const ENDING: &str = ".toml";

    fn file_name(name: &str) -> String {
        super::file_name(name, "mapping", ENDING)
    }

    #[test]
    fn a_plain_name_stays() {
        for (name, file) in
            [("crm", "crm.toml"), ("Weekly leads", "Weekly leads.toml"), ("Ärzte #1 🎉", "Ärzte #1 🎉.toml")]
        {
            assert_eq!(file_name(name), file);
        }
    }

    #[test]
    fn a_name_leads_nowhere() {
        let cases = [
            ("../../etc/passwd", "etc-passwd.toml"),
            ("/root", "root.toml"),
            (".", "mapping.toml"),
            ("-", "mapping.toml"),
            ("--yes", "yes.toml"),
            (".bashrc", "bashrc.toml"),
            ("a:b*c?.", "a-b-c.toml"),
            ("gpj\u{202e}exe", "gpj-exe.toml"),
            ("NUL", "mapping-NUL.toml"),
            ("com1.x", "mapping-com1.x.toml"),
            ("contacts", "contacts.toml"),
        ];
        for (name, file) in cases {
            assert_eq!(file_name(name), file, "{name}");
        }
        assert!(file_name(&"🎉".repeat(100)).len() <= 255);
    }

    proptest! {
        #[test]
        fn every_name_becomes_a_file_of_this_folder(name in any::<String>()) {
            let file = file_name(&name);
            prop_assert_eq!(std::path::Path::new(&file).components().count(), 1, "{}", file);
            prop_assert!(!file.starts_with(['.', '-']) && file.ends_with(ENDING) && file.len() <= 255, "{}", file);
            prop_assert!(!file.chars().any(char::is_control), "{:?}", file);
        }
    }
}
