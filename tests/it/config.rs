//! `config get|set|list`, and the limits that are settings (spec section 2.2).

use crate::support::TestEnv;

#[test]
fn settings_have_defaults_and_are_kept() {
    let env = TestEnv::new();
    let cases =
        [("max-rows", "200000", "5", "5"), ("max-file-size", "20 MB", "1GB", "1 GB"), ("region", "", "MY", "MY")];
    for (name, default, new, shown) in cases {
        let get = |expected: &str| {
            let outcome = env.run(&format!("config get {name}")).done();
            assert_eq!(outcome.stdout.trim().replace(',', ""), expected, "{outcome}");
        };
        get(default);
        env.run(&format!("config set {name} {new}")).done();
        get(shown);
    }
    env.run("config list").done().says_all(&["max-rows", "max-file-size", "region", "MY"]);
    env.run("config list --json").done().json();
}

#[test]
fn a_setting_that_does_not_exist_or_a_value_that_is_none_is_wrong_usage() {
    let env = TestEnv::new();
    let cases = [
        ("config get max-cats", "max-cats"),
        ("config set max-cats 9", "max-cats"),
        ("config set max-rows many", "many"),
        ("config set max-rows -1", "-1"),
        ("config set max-rows 0", "0"),
        ("config set max-file-size big", "big"),
        ("config set region ZZ", "ZZ"),
        ("config set max-rows", "<VALUE>"),
        ("config set max-rows ''", "max-rows"),
    ];
    for (line, named) in cases {
        env.run(line).exits(2).says(named);
    }
    assert_eq!(env.run("config get max-rows").done().stdout.trim().replace(',', ""), "200000");
}

#[test]
fn settings_belong_to_their_workspace() {
    let env = TestEnv::new();
    env.run("init team.db").done();
    env.run("-w team.db config set max-rows 5").done();
    assert_eq!(env.run("config get max-rows").done().stdout.trim().replace(',', ""), "200000");
}

#[test]
fn fewer_rows_than_the_setting_are_accepted() {
    let env = TestEnv::new();
    env.run("config set max-rows 5").done();
    env.write("leads.csv", "First Name\n".to_owned() + &"Ann\n".repeat(5));
    env.run("import leads.csv --purpose add-all").exits(1).says("max-rows");
    env.write("leads.csv", "First Name\n".to_owned() + &"Ann\n".repeat(4) + &"\n".repeat(9));
    env.run("import leads.csv --purpose add-all").done();
}

#[test]
fn smaller_files_than_the_setting_are_accepted() {
    let env = TestEnv::new();
    env.run("config set max-file-size 1KB").done();
    env.write("leads.csv", format!("First Name\n{}\n", "x".repeat(1024 - 12)));
    env.run("import leads.csv --purpose add-all").exits(1).says_all(&["max-file-size", "1 KB"]);
    env.write("leads.csv", format!("First Name\n{}\n", "x".repeat(1023 - 12)));
    env.run("import leads.csv --purpose add-all").done();
}

#[test]
fn limits_may_be_raised() {
    let env = TestEnv::new();
    env.run("config set max-rows 1000000").done();
    env.run("config set max-file-size 1GB").done();
    env.write("leads.csv", "First Name\n".to_owned() + &"Ann\n".repeat(200_000));
    let outcome = env.import("leads.csv", "--purpose add-all --dry-run").done();
    assert_eq!(outcome.counts()[0], 200_000);
}
