//! A root in which neither `/proc` nor `/dev` is mounted, as in a chroot or a small container.

use super::trace::can_trace;
use crate::support::{CommandOutput, TestEnv};

/// Hides both.
const BARE: &str = "mount -t tmpfs none /proc && mount -t tmpfs none /dev || exit 99";
const LIST: &str = "First Name,Phone Number\nAnn,+60123000001\nEve,unknown\n";

/// Whether they can be hidden here.
#[allow(clippy::print_stderr, reason = "a test that was skipped says so")]
fn can_hide(env: &TestEnv) -> bool {
    let can = env.shell(&format!("unshare -rm sh -c '{BARE}'")).status == 0;
    if !can {
        eprintln!("SKIPPED: nothing can be mounted here; run it as root");
    }
    can
}

/// Runs a script without both, under a program such as strace.
fn in_bare_root(env: &TestEnv, under: &str, script: &str) -> CommandOutput {
    env.shell(&format!("{under} unshare -rm sh -c '{BARE}\n{script}'"))
}

#[test]
fn files_are_written_whole_and_replaced() {
    let env = TestEnv::with_contacts("First Name,Phone Number\nAnn,+60123000009\n");
    if !can_hide(&env) {
        return;
    }
    env.write("leads.csv", LIST);
    let import = "contacts import leads.csv --purpose add --id phone --yes";
    let script = format!("{import}; echo \"first $?\"; {import}; echo \"second $?\"; contacts export all.csv");
    let outcome = in_bare_root(&env, "", &script).done().says_all(&["first 3", "second 3"]);
    outcome.never_says("not in place");
    assert_eq!(env.names(), ["all.csv", "leads.csv", "leads.errors.csv", "leads.results.csv"]);
    assert!(env.read("all.csv").contains("+60123000001"));
}

#[test]
fn a_closed_file_ends_no_command() {
    let env = TestEnv::with_contacts("First Name,Phone Number\nAnn,+60123000001\n");
    if !can_hide(&env) {
        return;
    }
    for (closed, status) in [("<&-", 0), ("2>&-", 0), ("<&- 2>&-", 0), (">&-", 1), ("<&- >&-", 1)] {
        in_bare_root(&env, "", &format!("contacts list {closed}")).exits(status);
    }
    in_bare_root(&env, "", "contacts list >&-").exits(1).says("error: the output could not be written");
}

#[test]
fn without_random_numbers_nothing_begins_and_it_is_told() {
    let env = TestEnv::with_contacts("First Name,Phone Number\nAnn,+60123000001\n");
    if !can_hide(&env) || !can_trace(&env) {
        return;
    }
    // As a sandbox may forbid it. Where /dev is there, its file serves.
    let forbidden = "strace -f -o ../trace -e trace=getrandom -e inject=getrandom:error=ENOSYS";
    let outcome = in_bare_root(&env, forbidden, "contacts list").exits(1).never_says("a mistake in contacts");
    outcome.says_all(&["error: this system gives no random numbers", "hint: mount /dev"]);
    env.shell(&format!("{forbidden} contacts list")).done().says("Ann");
}
