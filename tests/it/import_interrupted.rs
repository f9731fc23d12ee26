//! Spec section 7: all or nothing, whatever ends an import.

use crate::support::{TestEnv, numbered, send};

const ROWS: usize = 60_000;

/// A house with one contact and an import that is at work.
fn house() -> TestEnv {
    let house = TestEnv::with_contacts("First Name,Phone Number\nAnn,+447911123456\n");
    house.write("big.csv", numbered(ROWS));
    house
}

/// Asserts that the import left nothing behind, and that the next one works.
fn assert_as_before(house: &TestEnv, history_before: usize) {
    assert_eq!(house.people(), ["1 Ann, -, +447911123456, -, -, -, []"]);
    let successes = house.history().iter().filter(|import| import["outcome"] == "done").count();
    assert_eq!(successes, history_before, "no success that did not happen");
    assert_eq!(house.names(), ["big.csv"], "no half-written file");
    house.import("big.csv", "--purpose add --id phone").done();
    assert_eq!(house.statuses("big.csv").len(), ROWS);
}

#[test]
fn a_killed_import_leaves_everything_as_before() {
    let house = house();
    let before = house.history().len();
    let mut import = house.start("import big.csv --purpose add --id phone");
    house.wait_until_locked();
    import.kill();
    import.finish().exits(128 + 9);
    assert_as_before(&house, before);
}

#[test]
fn an_import_interrupted_by_a_signal_leaves_everything_as_before() {
    for signal in ["INT", "TERM"] {
        let house = house();
        let before = house.history().len();
        let import = house.start("import big.csv --purpose add --id phone");
        house.wait_until_locked();
        send(signal, import.id());
        import.finish().exits(130);
        assert_as_before(&house, before);
    }
}

#[test]
fn an_import_without_disk_space_leaves_everything_as_before() {
    // The size limit of the process stands for a full disk: it is reached while contacts are written.
    let house = house();
    let before = house.history().len();
    let outcome = house.shell("ulimit -f 2048; trap '' XFSZ; contacts import big.csv --purpose add --id phone");
    assert_eq!(outcome.status, 1, "{outcome}");
    outcome.says("error:").never_says("panic");
    assert_as_before(&house, before);
}
