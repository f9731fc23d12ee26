//! Commands without a terminal: nothing is asked, and what is missing is named.

use super::driver::*;

/// What is missing, for scripts and people: named, and nothing waited for.
#[test]
fn without_a_terminal_nothing_is_asked() {
    let env = env();
    env.run("upload leads.csv").exits(2).says("--purpose");
    env.run("import leads.csv").exits(2).says("--purpose");
    env.run("upload leads.csv --purpose add-update").exits(2).says("--id");
    env.run("upload leads.csv --purpose add-update --id phone").done();
    env.run("map leads.csv").exits(2).says("--map");
    env.run("import leads.csv").exits(4);
    env.run("map leads.csv --accept-suggestions").done();
    env.run("import leads.csv").exits(4).says("review");
    env.run("review leads.csv --changes").done();
    env.run("import leads.csv").done();
}

#[test]
fn json_in_a_terminal_asks_nothing() {
    let env = env();
    for line in ["upload leads.csv --json", "import leads.csv --json"] {
        let left = go(env.terminal(line), &[]);
        assert_eq!(left.status, 2, "{}", left.screen);
        assert!(left.screen.contains("\"error\""), "{}", left.screen);
    }
    env.run("upload leads.csv --purpose add-update --id phone").done();
    let left = go(env.terminal("map leads.csv --json"), &[]);
    assert_eq!(left.status, 2, "{}", left.screen);
    go(env.terminal("map leads.csv --json --accept-suggestions"), &[]);
    let left = go(env.terminal("review leads.csv --json --changes"), &[]);
    assert_eq!(left.status, 0, "{}", left.screen);
    let left = go(env.terminal("import leads.csv --json"), &[]);
    assert_eq!(left.status, 0, "{}", left.screen);
}

#[test]
fn stdin_that_is_no_terminal_is_not_waited_for() {
    let env = env();
    for line in
        ["contacts upload leads.csv </dev/null", "true | contacts import leads.csv", "contacts import leads.csv <&-"]
    {
        let left = go(env.shell_terminal(line), &[]);
        assert_eq!(left.status, 2, "{line}\n{}", left.screen);
    }
}

#[test]
fn messages_that_nobody_sees_ask_nothing() {
    let env = env();
    let left = go(env.shell_terminal("contacts import leads.csv 2>messages.txt"), &[]);
    assert_eq!(left.status, 2, "{}", left.screen);
    assert!(env.read("messages.txt").contains("--purpose"));
}

#[test]
fn a_result_in_a_pipe_is_the_result_alone() {
    let env = env();
    let left = go(env.shell_terminal("contacts import leads.csv >result.txt"), &whole_way());
    assert_eq!(left.status, 0, "{}", left.screen);
    assert_imported(&env);
    let result = env.read("result.txt");
    assert!(result.starts_with("Import 2 of leads.csv"), "{result}");
    assert!(!result.contains("What may") && !result.contains('\u{1b}'), "{result}");
}
