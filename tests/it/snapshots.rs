//! What the most used commands say, whole. A change is looked at and accepted: `INSTA_UPDATE=always cargo test`.

use crate::sample::env_with_samples;
use crate::support::{CommandOutput, TestEnv};

/// Compares what was said, with the environment's own directory left out.
fn assert_said(name: &str, env: &TestEnv, outcome: &CommandOutput) {
    let root = env.home().parent().unwrap().display().to_string();
    insta::with_settings!({
        snapshot_path => "snapshots", prepend_module_to_snapshot => false, omit_expression => true
    }, {
        insta::assert_snapshot!(name, outcome.to_string().replace(&root, "/house"));
    });
}

#[test]
fn help() {
    let env = TestEnv::new();
    for (name, line) in [("help", "--help"), ("help-import", "import --help")] {
        assert_said(name, &env, &env.run(line));
    }
}

#[test]
fn a_first_day() {
    let env = env_with_samples();
    let lines = [
        ("import-dry-run", "import contacts.csv --purpose add --id phone --dry-run"),
        ("import", "import contacts.csv --purpose add --id phone"),
        ("import-mistakes", "import mistakes.csv --purpose add --id phone"),
        ("import-updates", "import updates.csv --purpose add-update --id phone"),
        ("list", "list --limit 5"),
        ("show", "show 1"),
        ("history", "history"),
        ("history-one", "history 3"),
        ("config", "config list"),
    ];
    for (name, line) in lines {
        assert_said(name, &env, &env.run(line));
    }
}

#[test]
fn errors_and_hints() {
    let env = env_with_samples();
    env.write("other.csv", "Given,Mobile\nAnn,+60123000001\n");
    let lines = [
        ("error-usage", "import contacts.csv --purpose add"),
        ("error-unmapped", "import other.csv --purpose add --id phone"),
        ("error-workspace", "--workspace team.db list"),
        ("error-guard", "import contacts.csv --purpose add --id phone --max-new 5"),
    ];
    for (name, line) in lines {
        assert_said(name, &env, &env.run(line));
    }
}
