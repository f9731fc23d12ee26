//! Spec section 7: bounds that are checked before the first write.

use crate::support::TestEnv;

/// Two contacts are updated, three are added, one row is in error.
fn env() -> TestEnv {
    let env = TestEnv::with_contacts("First Name,Phone Number\nAnn,+60123000001\nBob,+60123000002\n");
    env.write(
        "leads.csv",
        "First Name,Phone Number\nAnn,+60123000001\nBob,+60123000002\nC,+60123000003\nD,+60123000004\nE,+60123000005\nF,0189988776\n",
    );
    env
}

#[test]
fn a_guard_allows_what_it_names_and_no_more() {
    // option, allowed value, refused value; of 6 rows.
    let cases = [
        ("--max-errors", "1", "0"),
        ("--max-errors", "17%", "16%"),
        ("--max-new", "3", "2"),
        ("--max-new", "50%", "49%"),
        ("--max-updates", "2", "1"),
        ("--max-updates", "34%", "33%"),
        ("--min-rows", "6", "7"),
    ];
    for (option, allowed, refused) in cases {
        let env = env();
        let before = env.workspace_bytes();
        let outcome = env.run(&format!("import leads.csv --purpose add-update --id phone {option} {refused}"));
        outcome.exits(4).says(option);
        assert!(before == env.workspace_bytes(), "{option} {refused} leaves the workspace as it was");
        assert_eq!(env.names(), ["leads.csv"], "{option} {refused} makes no file");
        env.import("leads.csv", &format!("--purpose add-update --id phone {option} {allowed}")).exits(3);
    }
}

#[test]
fn warnings_are_guarded_apart_from_errors() {
    let env = TestEnv::new();
    // Both numbers are possible but not assigned: two warnings in three rows.
    env.write("leads.csv", "First Name,Phone Number\nAnn,+60189988776\nBob,+60189988777\nCy,+60123000003\n");
    let import = |guard: &str| env.run(&format!("import leads.csv --purpose add --id phone --max-errors 0 {guard}"));
    import("--max-warnings 1").exits(4).says("the 3 rows have 2 warnings; --max-warnings allows 1");
    import("--max-warnings 66%").exits(4);
    assert_eq!(env.names(), ["leads.csv"]);
    import("--max-warnings 67%").done();
}

#[test]
fn yes_does_not_get_past_a_guard() {
    env().run("import leads.csv --purpose add-update --id phone --max-new 0 --yes").exits(4);
}

#[test]
fn a_dry_run_is_guarded_like_the_import() {
    env().run("import leads.csv --purpose add-update --id phone --max-errors 0 --dry-run").exits(4);
}

#[test]
fn a_bound_is_a_number_or_a_part() {
    for option in ["--max-errors many", "--max-errors 101%", "--max-new -1", "--max-updates 1.5", "--min-rows 5%"] {
        env().run(&format!("import leads.csv --purpose add-update --id phone {option}")).exits(2);
    }
}

#[test]
fn a_refused_import_is_told_as_json() {
    let outcome = env().import("leads.csv", "--purpose add-update --id phone --max-errors 0").exits(4);
    let error = &outcome.json()["error"];
    assert!(error["code"].is_string() && error["message"].is_string(), "{outcome}");
}
