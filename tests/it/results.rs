//! Spec section 8: `results`, beyond what `history` tests of it.

use crate::support::{Table, TestEnv};

fn env() -> TestEnv {
    let env = TestEnv::with_contacts("First Name,Phone Number\nAnn,+60123000001\n");
    env.write("leads.csv", "First Name,Phone Number\nAnna,+60123000001\nBob,+60123000002\nBad,0189988776\n");
    env.run("import leads.csv --purpose add-update --id phone --no-import-tag").exits(3);
    env
}

#[test]
fn results_are_written_to_stdout_or_to_a_new_file() {
    let env = env();
    let whole = env.read("leads.results.csv");
    assert_eq!(env.run("results 2").done().stdout, whole);
    assert_eq!(env.run("results 2 -o -").done().stdout, whole);
    assert_eq!(env.run("results 2 -o again.csv").done().stdout, "");
    assert_eq!(env.read("again.csv"), whole);
    assert_eq!(env.mode("again.csv"), 0o600);
    env.run("results 2 -o again.csv").exits(4).says("again.csv");
    assert_eq!(env.read("again.csv"), whole);
}

#[test]
fn the_errors_file_is_written_again_as_it_was() {
    let env = env();
    let errors = env.read("leads.errors.csv");
    assert_eq!(env.run("results 2 --errors").done().stdout, errors);
    let json = env.run("results 2 --errors --json").done().json();
    assert_eq!((json["import_id"].as_i64(), json["csv"].as_str()), (Some(2), Some(errors.as_str())));
    env.run("results 2 --errors --status updated").exits(2);
}

#[test]
fn a_status_is_taken_whatever_its_case() {
    let env = env();
    for status in ["Updated", "updated", "UPDATED"] {
        let rows = Table::read(&env.run(&format!("results 2 --status {status}")).done().stdout);
        assert_eq!(rows.column("First Name"), ["Anna"]);
    }
    let none = Table::read(&env.run("results 2 --status skipped").done().stdout);
    assert_eq!(none.column("First Name"), [""; 0]);
}

#[test]
fn results_expire_after_eight_days_while_the_entry_stays() {
    let mut env = TestEnv::new();
    env.write("leads.csv", "First Name,Country\nUnforgettable,Atlantis\n");
    env.import("leads.csv", "--purpose add-all").exits(3);
    let holds = |env: &TestEnv| {
        let (bytes, log) = env.workspace_bytes();
        [bytes, log].concat().windows(13).any(|window| window == b"Unforgettable")
    };
    env.set_clock("2026-11-28T13:30:00Z");
    env.run("results 1").done().says("Unforgettable");
    assert!(holds(&env), "six days later they are there");
    env.set_clock("2026-11-30T13:30:00Z");
    let refused = env.run("results 1 --json").exits(1).json();
    assert_eq!(refused["error"]["code"], "results-expired");
    assert!(refused["error"]["message"].as_str().unwrap().contains("7 days"), "{refused}");
    assert!(!holds(&env), "eight days later nothing of them is left");
    env.set_clock("2026-11-22T13:30:00Z");
    env.run("results 1").exits(1);
    assert_eq!(env.history()[0]["counts"]["errors"], 1);
}

#[test]
fn a_workspace_does_not_grow_by_results_that_are_past_their_time() {
    let mut env = TestEnv::new();
    // Rows in error leave nothing but results, and names that differ do not compress well.
    let row = |number: u64| format!("{:x},Atlantis\n", number.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let text: String = (1..3_000).map(row).collect();
    env.write("leads.csv", format!("First Name,Country\n{text}"));
    let mut sizes = Vec::new();
    for day in ["2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01"] {
        env.set_clock(&format!("{day}T00:00:00Z"));
        env.import("leads.csv", "--purpose add-all").exits(3);
        sizes.push(env.bytes(env.workspace()).len());
    }
    assert!(sizes[0] > 100_000, "{sizes:?}");
    assert!(sizes[3] < sizes[1] + 20_000, "{sizes:?}");
}

#[test]
fn what_is_no_import_has_no_results() {
    let env = env();
    env.run("undo 2 --yes").done();
    env.run("results 3").exits(1).says("no import 3");
    env.run("results 2").done();
}
