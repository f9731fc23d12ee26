use crate::ui::sanitize;

/// What some file system or shell takes for something else.
const RESERVED_CHARS: &str = r#"/\:*?"<>|`$'"#;

/// Names that Windows keeps for devices, whatever their ending.
const WINDOWS_RESERVED: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// Most file systems take 255 bytes; the ending and a temporary file's own need some.
const MAX_STEM_BYTES: usize = 200;

/// A file for a thing of this name, in the current folder: `weekly leads.toml` for a mapping, whose ending is `.toml`. It
/// can lead nowhere else, is not hidden, and is no option of a command. `what` the thing is helps out where its name is
/// no name for a file.
pub(super) fn file_name(name: &str, what: &str, ending: &str) -> String {
    let safe: String = name.chars().map(|c| if is_safe(c) { c } else { '-' }).collect();
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

/// `con`, `LPT1`, `nul.2026`
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_lowercase();
    WINDOWS_RESERVED.contains(&stem.trim_end_matches(|c: char| c.is_ascii_digit()))
}

/// As much of the beginning as fits, in whole characters.
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
