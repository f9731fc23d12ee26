//! System calls of a command, traced with strace.

use std::collections::BTreeMap;
use std::fs;

use crate::support::{CommandOutput, TestEnv, tool_available};

/// Set where a missing strace is a failure, as in `.ci/run`.
const REQUIRED: &str = "CONTACTS_TEST_STRACE";

/// A call to the operating system: its name, its arguments (file descriptors with their paths) and its answer.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) name: String,
    pub(super) arguments: String,
    pub(super) answer: String,
}

/// Whether processes can be traced here. Where they cannot, the test says that it was skipped, unless it is required.
pub(super) fn can_trace(env: &TestEnv) -> bool {
    let works = env.shell("strace -o ../trace true").status == 0;
    tool_available("strace", works, REQUIRED, "strace")
}

/// Runs `contacts` with this command line and these options of strace; its calls in the order in which they were done.
#[track_caller]
pub(super) fn trace(env: &TestEnv, options: &str, line: &str) -> (CommandOutput, Vec<Call>) {
    let outcome = env.shell(&format!("exec strace -f -y -s 4096 -o ../trace {options} contacts {line}"));
    let text = String::from_utf8_lossy(&fs::read(env.path("../trace")).expect("a trace")).into_owned();
    (outcome, calls(&text))
}

/// Joins what strace shows in two parts because another thread was at it in between.
fn calls(trace: &str) -> Vec<Call> {
    let mut begun: BTreeMap<&str, String> = BTreeMap::new();
    let mut calls = Vec::new();
    for line in trace.lines() {
        let Some((process, rest)) = line.split_once(' ') else { continue };
        let rest = rest.trim_start();
        if let Some(beginning) = rest.strip_suffix(" <unfinished ...>") {
            begun.insert(process, beginning.to_owned());
        } else if let Some((_, end)) = rest.split_once(" resumed>").filter(|_| rest.starts_with("<... ")) {
            calls.extend(call(&(begun.remove(process).unwrap_or_default() + end)));
        } else {
            calls.extend(call(rest));
        }
    }
    calls
}

fn call(text: &str) -> Option<Call> {
    let (call, answer) = text.rsplit_once(" = ")?;
    let (name, arguments) = call.split_once('(')?;
    let arguments = arguments.trim_end().strip_suffix(')')?;
    Some(Call { name: name.to_owned(), arguments: arguments.to_owned(), answer: answer.to_owned() })
}

impl Call {
    /// Whether it is one of these calls with an open file: of this descriptor, `9<`, or of a name that ends so, `-wal>`.
    pub(super) fn is(&self, names: &[&str], file: &str) -> bool {
        let opened = self.arguments.split(", ").next().unwrap_or_default();
        let is_it = if file.ends_with('<') { opened.starts_with(file) } else { opened.ends_with(file) };
        names.contains(&self.name.as_str()) && is_it
    }
}

#[test]
fn what_strace_shows_in_two_parts_is_one_call() {
    let text = "7 fsync(3</a b> <unfinished ...>\n8 write(1</o>, \"x = (1)\\n\", 8) = 8\n7 <... fsync resumed>) = 0\n";
    let shown: Vec<_> = calls(text).iter().map(|c| format!("{}|{}|{}", c.name, c.arguments, c.answer)).collect();
    assert_eq!(shown, ["write|1</o>, \"x = (1)\\n\", 8|8", "fsync|3</a b>|0"]);
}
