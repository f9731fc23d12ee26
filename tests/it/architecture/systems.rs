//! What only Unix has stands behind `cfg`: elsewhere such a name does not compile, and such a path is nothing or somebody's file.

use super::Tree;

/// Names and paths of Unix as they stand in code.
const OF_UNIX: [&str; 6] = ["os::unix", "os::fd", "rustix::", "libc::", "\"/proc", "\"/dev/"];

/// Each line that names what only Unix has, outside of an item that is for Unix or for tests, as `file:line`.
pub(crate) fn unguarded(tree: &Tree) -> Vec<String> {
    let files = tree.iter().filter(|(path, _)| !path.ends_with("/tests.rs") && !path.contains("/tests/"));
    files.flat_map(|(path, text)| unguarded_lines(text).into_iter().map(move |line| format!("{path}:{line}"))).collect()
}

fn unguarded_lines(text: &str) -> Vec<usize> {
    let mut guard = Guard::default();
    let mut found = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let code = line.split("//").next().unwrap_or_default();
        let is_guarded = guard.covers(code) || code.contains("cfg!(unix)");
        if !is_guarded && OF_UNIX.iter().any(|name| code.contains(name)) {
            found.push(number);
        }
    }
    found
}

/// Where an item with `#[cfg(…)]` ends: at its last brace, or at a semicolon or a comma before any.
#[derive(Default)]
struct Guard {
    /// Whether an attribute was read whose item has not ended.
    is_open: bool,
    braces: usize,
}

impl Guard {
    /// Reads a line and returns true if it belongs to a guarded item.
    fn covers(&mut self, code: &str) -> bool {
        let code = code.trim();
        if !self.is_open {
            self.is_open = is_guard(code);
            return self.is_open;
        }
        if code.starts_with("#[") {
            return true;
        }
        let opened = code.matches('{').count();
        self.braces = (self.braces + opened).saturating_sub(code.matches('}').count());
        let ends = self.braces == 0 && (opened > 0 || code.ends_with(['}', ';', ',']));
        self.is_open = !ends;
        true
    }
}

/// Whether an attribute keeps its item from systems that are not Unix.
fn is_guard(code: &str) -> bool {
    code.starts_with("#[cfg(")
        && !code.starts_with("#[cfg(not(")
        && ["unix", "target_os", "target_vendor", "test"].iter().any(|name| code.contains(name))
}

#[test]
fn what_only_unix_has_is_behind_cfg() {
    let found = unguarded(&super::source_tree());
    assert!(found.is_empty(), "put these behind #[cfg(unix)], with a branch for other systems: {found:#?}");
}

#[test]
fn an_unguarded_name_is_found_and_a_guarded_one_is_not() {
    let text = "#[cfg(unix)]\nuse rustix::fs;\nuse rustix::fs;\n\
                #[cfg(target_os = \"linux\")]\nfn f() {\n    if true {\n        read(\"/proc/x\");\n    }\n}\n\
                fn g() { read(\"/proc/x\") } // \"/dev/null\"\n\
                #[cfg(not(unix))]\nfn h() { std::os::unix::f() }\n\
                fn i() { cfg!(unix) && exists(\"/dev/null\") }\n// rustix::fs\n";
    assert_eq!(unguarded_lines(text), [3, 10, 12]);
}
