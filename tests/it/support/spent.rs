//! What a run costs: memory as Linux tells it while the process lives, and instructions that valgrind counts.

use std::fs;
use std::time::Duration;

use super::{CommandOutput, TestEnv, tool_available};

/// Set where a missing valgrind is a failure, as in `.ci/run`.
const VALGRIND_REQUIRED: &str = "CONTACTS_TEST_VALGRIND";

/// What a run spent, and what came of it.
pub(crate) struct Spent {
    /// The most memory that it ever held, in KiB.
    pub(crate) memory: u64,
    pub(crate) outcome: CommandOutput,
}

/// Runs a command line to its end.
pub(crate) fn spent(env: &TestEnv, line: &str) -> Spent {
    let mut run = env.start(line);
    let process = format!("/proc/{}/status", run.id());
    let mut memory = 0;
    while !run.has_ended() {
        memory = memory.max(most_memory(&process).unwrap_or(0));
        std::thread::sleep(Duration::from_millis(2));
    }
    Spent { memory, outcome: run.finish() }
}

fn most_memory(status: &str) -> Option<u64> {
    let text = fs::read_to_string(status).ok()?;
    text.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok())
}

/// Whether instructions can be counted on this machine.
pub(crate) fn can_count_instructions() -> bool {
    let works = TestEnv::new().shell("valgrind --tool=none true").status == 0;
    tool_available("valgrind", works, VALGRIND_REQUIRED, "valgrind")
}

/// How many instructions a command line takes that ends well: the same work costs the same, whatever else the machine does.
#[track_caller]
pub(crate) fn instructions(env: &TestEnv, line: &str) -> u64 {
    let tool = "valgrind --tool=cachegrind --cache-sim=no --cachegrind-out-file=/dev/null";
    let outcome = env.shell(&format!("exec {tool} contacts {line}"));
    assert_eq!(outcome.status, 0, "{}", outcome.stdout);
    let (_, count) = outcome.stdout.split_once("refs:").expect("a count of instructions");
    let digits: String = count.lines().next().unwrap_or_default().chars().filter(char::is_ascii_digit).collect();
    digits.parse().expect("a number")
}
