//! Signals: those that were ignored at the start stay so, and a limit on the size of files is told in words.

use super::kill::DbContent;
use super::resettable_env::ResettableEnv;
use crate::support::{TestEnv, numbered, send};

#[test]
fn a_signal_that_was_ignored_at_the_start_stays_ignored() {
    for signal in ["HUP", "INT"] {
        let env = TestEnv::with_contacts("First Name,Phone Number\nAnn,+447911123456\n");
        env.write("big.csv", numbered(60_000));
        let line = format!("trap '' {signal}; exec contacts import big.csv --purpose add-update --id phone");
        let import = env.start_shell(&line);
        env.wait_until_locked();
        send(signal, import.id());
        import.finish().done();
        assert_eq!(env.contacts().len(), 60_001);
    }
}

#[test]
fn a_limit_on_the_size_of_files_is_an_error_and_nothing_is_changed() {
    let env = TestEnv::with_contacts("First Name,Phone Number\nAnn,+60123000001\n");
    env.write("big.csv", numbered(40_000));
    let resettable = ResettableEnv::new(env);
    let before = DbContent::of(&resettable.env);
    // In blocks of 512 bytes, as a POSIX shell counts.
    for blocks in [1_000, 2_000, 4_000, 6_000, 8_000, 10_000, 12_000, 16_000] {
        let line = format!("ulimit -f {blocks}; exec contacts import big.csv --purpose add-update --id phone");
        let outcome = resettable.env.shell(&line);
        match outcome.status {
            0 => assert!(DbContent::of(&resettable.env) != before, "{blocks}\n{outcome}"),
            1 => {
                assert!(DbContent::of(&resettable.env) == before, "{blocks}\n{outcome}");
                outcome.says_all(&["error: ", "hint: "]);
            }
            status => panic!("{blocks}: ended with {status}\n{outcome}"),
        }
        resettable.restore();
    }
}
