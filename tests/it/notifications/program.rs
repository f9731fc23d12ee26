//! The command that gets the outcome of an import: `notify-command`.

use std::time::{Duration, Instant};

use serde_json::Value;

use super::{ADD, house, script, set};

#[test]
fn a_command_gets_the_outcome_as_json() {
    let mut house = house();
    house.set("CONTACTS_SMTP_PASSWORD", "secret");
    let tell = script(
        &house,
        "tell",
        "printf '%s|' \"$@\" > arguments; env > environment; cat > outcome; echo noise; echo noise >&2",
    );
    set(&house, "notify-command", &format!("{} --to \"Ann Lee\" $HOME;x", tell.display()));
    let told_here = house.run(&format!("import leads.csv {ADD} --json")).exits(3).never_says("noise");
    let mut expected = told_here.json();
    for error in expected["errors"].as_array_mut().unwrap() {
        assert_eq!(error["value"], "0189988776");
        (error["value"], error["message"]) = (Value::Null, Value::Null);
    }
    for note in expected["notes"].as_array_mut().unwrap() {
        (note["message"], note["option"]) = (Value::Null, Value::Null);
    }
    expected["status"] = "imported-with-errors".into();
    expected["source"] = "leads.csv".into();
    expected["exit_code"] = 3.into();
    let outcome: Value = serde_json::from_str(&house.read("outcome")).unwrap();
    assert_eq!(outcome, expected);
    assert_eq!(house.read("arguments"), "--to|Ann Lee|$HOME;x|");
    assert!(!house.read("environment").contains("secret"));
    set(&house, "notify-content", "values");
    let told_here = house.run(&format!("import leads.csv {ADD} --json")).exits(3).json();
    let outcome: Value = serde_json::from_str(&house.read("outcome")).unwrap();
    assert_eq!((&outcome["errors"], &outcome["notes"]), (&told_here["errors"], &told_here["notes"]));
    let failed = house.run(&format!("import nowhere.csv {ADD} --json")).exits(1);
    let outcome: Value = serde_json::from_str(&house.read("outcome")).unwrap();
    assert_eq!((&outcome["error"], &outcome["status"]), (&failed.json()["error"], &"failed".into()));
}

#[test]
fn a_command_that_fails_changes_nothing() {
    let house = house();
    let before = house.run("config get notify-when").done();
    assert_eq!(before.stdout.trim(), "always");
    for (command, said) in [("false", "exit status: 1"), ("/nowhere/tell", "cannot be run")] {
        set(&house, "notify-command", command);
        house.run(&format!("import leads.csv {ADD}")).exits(3).says_all(&["warning:", said]);
    }
}

#[test]
fn the_next_import_may_begin_while_the_last_one_is_told() {
    let house = house();
    let tell = script(&house, "tell", "touch telling; while [ -e telling ]; do sleep 0.01; done");
    set(&house, "notify-command", &tell.display().to_string());
    let running = house.start(&format!("import leads.csv {ADD}"));
    let until = Instant::now() + Duration::from_secs(30);
    while !house.has("telling") {
        assert!(Instant::now() < until, "the command is never run");
        std::thread::sleep(Duration::from_millis(5));
    }
    house.run("config unset notify-command").done();
    house.write("good.csv", "First Name,Phone Number\nAnn,+60123000001\n");
    house.run(&format!("import good.csv {ADD}")).done();
    std::fs::remove_file(house.path("telling")).unwrap();
    running.finish().exits(3);
}

#[test]
fn a_command_that_hangs_costs_ten_seconds_and_nothing_else() {
    let house = house();
    let tell = script(&house, "tell", "exec sleep 300");
    set(&house, "notify-command", &tell.display().to_string());
    let begin = Instant::now();
    house.run(&format!("import leads.csv {ADD}")).exits(3).says_all(&["was not delivered", "it was killed"]);
    assert!(begin.elapsed() < Duration::from_secs(60), "{:?}", begin.elapsed());
    assert_eq!(house.contacts().len(), 1);
    assert_eq!(house.history().len(), 1);
}

#[test]
fn what_a_command_that_hangs_has_started_ends_with_it() {
    let house = house();
    let tell = script(&house, "tell", "sleep 300 & echo $! > child; wait");
    set(&house, "notify-command", &tell.display().to_string());
    house.run(&format!("import leads.csv {ADD}")).exits(3).says("it was killed");
    let child = house.read("child");
    let is_gone = || !std::path::Path::new("/proc").join(child.trim()).exists();
    let until = Instant::now() + Duration::from_secs(10);
    while !is_gone() {
        assert!(Instant::now() < until, "process {child} goes on");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn what_a_command_leaves_running_holds_nobody_up() {
    let house = house();
    // It keeps whatever it was given open; what stands at the other end must not wait for it.
    let tell = script(&house, "tell", "touch running; (while [ -e running ]; do sleep 0.05; done; touch gone) &");
    set(&house, "notify-command", &tell.display().to_string());
    house.run(&format!("import leads.csv {ADD}")).exits(3).never_says("was not delivered");
    assert!(house.has("running") && !house.has("gone"));
    std::fs::remove_file(house.path("running")).unwrap();
}
