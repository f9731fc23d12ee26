use super::driver::*;

/// What is missing, for scripts and people: named, and nothing waited for.
#[test]
fn without_a_terminal_nothing_is_asked() {
    let house = house();
    house.run("upload leads.csv").exits(2).says("--purpose");
    house.run("import leads.csv").exits(2).says("--purpose");
    house.run("upload leads.csv --purpose add-update").exits(2).says("--id");
    house.run("upload leads.csv --purpose add-update --id phone").done();
    house.run("map leads.csv").exits(2).says("--map");
    house.run("import leads.csv").exits(4);
    house.run("map leads.csv --accept-suggestions").done();
    house.run("import leads.csv").exits(4).says("review");
    house.run("review leads.csv --changes").done();
    house.run("import leads.csv").done();
}

#[test]
fn json_in_a_terminal_asks_nothing() {
    let house = house();
    for line in ["upload leads.csv --json", "import leads.csv --json"] {
        let left = go(house.terminal(line), &[]);
        assert_eq!(left.status, 2, "{}", left.screen);
        assert!(left.screen.contains("\"error\""), "{}", left.screen);
    }
    house.run("upload leads.csv --purpose add-update --id phone").done();
    let left = go(house.terminal("map leads.csv --json"), &[]);
    assert_eq!(left.status, 2, "{}", left.screen);
    go(house.terminal("map leads.csv --json --accept-suggestions"), &[]);
    let left = go(house.terminal("review leads.csv --json --changes"), &[]);
    assert_eq!(left.status, 0, "{}", left.screen);
    let left = go(house.terminal("import leads.csv --json"), &[]);
    assert_eq!(left.status, 0, "{}", left.screen);
}

#[test]
fn stdin_that_is_no_terminal_is_not_waited_for() {
    let house = house();
    for line in
        ["contacts upload leads.csv </dev/null", "true | contacts import leads.csv", "contacts import leads.csv <&-"]
    {
        let left = go(house.shell_terminal(line), &[]);
        assert_eq!(left.status, 2, "{line}\n{}", left.screen);
    }
}

#[test]
fn messages_that_nobody_sees_ask_nothing() {
    let house = house();
    let left = go(house.shell_terminal("contacts import leads.csv 2>messages.txt"), &[]);
    assert_eq!(left.status, 2, "{}", left.screen);
    assert!(house.read("messages.txt").contains("--purpose"));
}

#[test]
fn a_result_in_a_pipe_is_the_result_alone() {
    let house = house();
    let left = go(house.shell_terminal("contacts import leads.csv >result.txt"), &whole_way());
    assert_eq!(left.status, 0, "{}", left.screen);
    assert_imported(&house);
    let result = house.read("result.txt");
    assert!(result.starts_with("Import 2 of leads.csv"), "{result}");
    assert!(!result.contains("What may") && !result.contains('\u{1b}'), "{result}");
}
