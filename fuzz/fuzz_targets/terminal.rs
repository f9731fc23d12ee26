#![cfg_attr(fuzzing, no_main)]
//! Any text: what is shown of it can neither command a terminal nor hide; it is shown as itself again, and a table of it
//! is as wide as it was told.

use contacts::ui::{Table, sanitize};
use unicode_width::UnicodeWidthStr;

const WIDTH: usize = 60;

fn check(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let shown = sanitize(&text);
    assert_harmless(&shown);
    assert_eq!(sanitize(&shown), shown);
    check_table(&text);
}

/// Its own list, and not the tool's: what is forgotten there is found here.
fn assert_harmless(shown: &str) {
    for c in shown.chars() {
        let is_hostile = c.is_control()
            || matches!(u32::from(c), 0x200B | 0x200E | 0x200F | 0x2028..=0x202E | 0x2060..=0x206F | 0xFEFF | 0xE0000..=0xE007F);
        assert!(!is_hostile, "U+{:04X} in {shown:?}", u32::from(c));
    }
}

/// A table whose cells are the parts of the text.
fn check_table(text: &str) {
    let mut table = Table::new(WIDTH).number("ID").text("Name").text("Note");
    for (id, line) in text.split('\n').take(20).enumerate() {
        let (name, note) = line.split_once(',').unwrap_or((line, ""));
        table.row([id.to_string().as_str(), name, note]);
    }
    let drawn = table.to_string();
    for line in drawn.lines() {
        assert_harmless(line);
        assert!(line.width() <= WIDTH, "{} wide: {line:?}", line.width());
    }
}

contacts_fuzz::target!(check);
