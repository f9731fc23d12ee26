//! Spec section 7: all or nothing, whatever ends an import.

use crate::support::{TestEnv, numbered, send};

const ROWS: usize = 60_000;

/// An environment with one contact and an import that is at work.
fn env() -> TestEnv {
    let env = TestEnv::with_contacts("First Name,Phone Number\nAnn,+447911123456\n");
    env.write("big.csv", numbered(ROWS));
    env
}

/// Asserts that the import left nothing behind, and that the next one works.
fn assert_as_before(env: &TestEnv, history_before: usize) {
    assert_eq!(env.people(), ["1 Ann, -, +447911123456, -, -, -, []"]);
    let successes = env.history().iter().filter(|import| import["outcome"] == "done").count();
    assert_eq!(successes, history_before, "no success that did not happen");
    assert_eq!(env.names(), ["big.csv"], "no half-written file");
    env.import("big.csv", "--purpose add --id phone").done();
    assert_eq!(env.statuses("big.csv").len(), ROWS);
}

#[test]
fn a_killed_import_leaves_everything_as_before() {
    let env = env();
    let before = env.history().len();
    let mut import = env.start("import big.csv --purpose add --id phone");
    env.wait_until_locked();
    import.kill();
    import.finish().exits(128 + 9);
    assert_as_before(&env, before);
}

#[test]
fn an_import_interrupted_by_a_signal_leaves_everything_as_before() {
    for signal in ["INT", "TERM"] {
        let env = env();
        let before = env.history().len();
        let import = env.start("import big.csv --purpose add --id phone");
        env.wait_until_locked();
        send(signal, import.id());
        import.finish().exits(130);
        assert_as_before(&env, before);
    }
}

#[test]
fn an_import_without_disk_space_leaves_everything_as_before() {
    // The size limit of the process stands for a full disk: it is reached while contacts are written.
    let env = env();
    let before = env.history().len();
    let outcome = env.shell("ulimit -f 2048; trap '' XFSZ; contacts import big.csv --purpose add --id phone");
    assert_eq!(outcome.status, 1, "{outcome}");
    outcome.says("error:").never_says("panic");
    assert_as_before(&env, before);
}
