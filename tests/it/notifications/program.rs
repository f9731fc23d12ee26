//! The command that gets the outcome of an import: `notify-command`.

use std::time::{Duration, Instant};

use serde_json::Value;

use super::{ADD, env, script, set};
use crate::attempts::kill_one;

#[test]
fn a_command_gets_the_outcome_as_json() {
    let mut env = env();
    env.set("CONTACTS_SMTP_PASSWORD", "secret");
    let tell = script(
        &env,
        "tell",
        "printf '%s|' \"$@\" > arguments; env > environment; cat > outcome; echo noise; echo noise >&2",
    );
    set(&env, "notify-command", &format!("{} --to \"Ann Lee\" $HOME;x", tell.display()));
    let told_here = env.run(&format!("import leads.csv {ADD} --json")).exits(3).never_says("noise");
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
    expected["workspace"] = env.workspace().display().to_string().into();
    expected["host"] = env.shell("uname -n").done().stdout.trim().into();
    let outcome: Value = serde_json::from_str(&env.read("outcome")).unwrap();
    assert_eq!(outcome, expected);
    assert_eq!(env.read("arguments"), "--to|Ann Lee|$HOME;x|");
    assert!(!env.read("environment").contains("secret"));
    set(&env, "notify-content", "values");
    let told_here = env.run(&format!("import leads.csv {ADD} --json")).exits(3).json();
    let outcome: Value = serde_json::from_str(&env.read("outcome")).unwrap();
    assert_eq!((&outcome["errors"], &outcome["notes"]), (&told_here["errors"], &told_here["notes"]));
    let failed = env.run(&format!("import nowhere.csv {ADD} --json")).exits(1);
    let outcome: Value = serde_json::from_str(&env.read("outcome")).unwrap();
    assert_eq!((&outcome["error"], &outcome["status"]), (&failed.json()["error"], &"failed".into()));
}

#[test]
fn of_an_import_that_was_killed_the_next_command_tells_once() {
    for line in ["import leads.csv --purpose add --id phone", "tags rename nothing other", "notifications"] {
        let env = env();
        let tell = script(&env, "tell", "cat >> told; echo >> told");
        set(&env, "notify-command", &tell.display().to_string());
        kill_one(&env, env.history().len().try_into().unwrap());
        env.run("status").done(); // It only reads.
        assert!(!env.has("told"));
        env.run(line);
        env.run("notifications").done();
        let told = env.read("told");
        let told: Vec<Value> = told.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
        let killed: Vec<&Value> = told.iter().filter(|outcome| outcome["status"] == "killed").collect();
        assert_eq!(killed.len(), 1, "{line}: {told:?}");
        assert_eq!((&killed[0]["source"], &killed[0]["exit_code"]), (&"big.csv".into(), &Value::Null));
        assert_eq!(killed[0]["error"]["code"], "import-killed");
        assert_eq!(told[0], *killed[0], "before the import tells of itself");
        let listed = env.run("notifications --json").done().json();
        let left = listed["notifications"].as_array().unwrap().iter().filter(|one| one["status"] == "killed").count();
        assert_eq!(left, 1, "{listed}");
    }
}

#[test]
fn a_command_that_fails_changes_nothing() {
    let env = env();
    let before = env.run("config get notify-when").done();
    assert_eq!(before.stdout.trim(), "always");
    for (command, said) in [("false", "exit status: 1"), ("/nowhere/tell", "cannot be run")] {
        set(&env, "notify-command", command);
        env.run(&format!("import leads.csv {ADD}")).exits(3).says_all(&["warning:", said]);
    }
}

#[test]
fn the_next_import_may_begin_while_the_last_one_is_told() {
    let env = env();
    let tell = script(&env, "tell", "touch telling; while [ -e telling ]; do sleep 0.01; done");
    set(&env, "notify-command", &tell.display().to_string());
    let running = env.start(&format!("import leads.csv {ADD}"));
    let until = Instant::now() + Duration::from_secs(30);
    while !env.has("telling") {
        assert!(Instant::now() < until, "the command is never run");
        std::thread::sleep(Duration::from_millis(5));
    }
    env.run("config unset notify-command").done();
    env.write("good.csv", "First Name,Phone Number\nAnn,+60123000001\n");
    env.run(&format!("import good.csv {ADD}")).done();
    std::fs::remove_file(env.path("telling")).unwrap();
    running.finish().exits(3);
}

#[test]
fn a_command_that_hangs_costs_ten_seconds_and_nothing_else() {
    let env = env();
    let tell = script(&env, "tell", "exec sleep 300");
    set(&env, "notify-command", &tell.display().to_string());
    let begin = Instant::now();
    env.run(&format!("import leads.csv {ADD}")).exits(3).says_all(&["was not delivered", "it was killed"]);
    assert!(begin.elapsed() < Duration::from_secs(60), "{:?}", begin.elapsed());
    assert_eq!(env.contacts().len(), 1);
    assert_eq!(env.history().len(), 1);
}

#[test]
fn what_a_command_that_hangs_has_started_ends_with_it() {
    let env = env();
    let tell = script(&env, "tell", "sleep 300 & echo $! > child; wait");
    set(&env, "notify-command", &tell.display().to_string());
    env.run(&format!("import leads.csv {ADD}")).exits(3).says("it was killed");
    let child = env.read("child");
    let is_gone = || !std::path::Path::new("/proc").join(child.trim()).exists();
    let until = Instant::now() + Duration::from_secs(10);
    while !is_gone() {
        assert!(Instant::now() < until, "process {child} goes on");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn what_a_command_leaves_running_holds_nobody_up() {
    let env = env();
    // It keeps whatever it was given open; what stands at the other end must not wait for it.
    let tell = script(&env, "tell", "touch running; (while [ -e running ]; do sleep 0.05; done; touch gone) &");
    set(&env, "notify-command", &tell.display().to_string());
    env.run(&format!("import leads.csv {ADD}")).exits(3).never_says("was not delivered");
    assert!(env.has("running") && !env.has("gone"));
    std::fs::remove_file(env.path("running")).unwrap();
}

#[test]
fn a_test_tells_what_the_command_says_and_names_workspace_and_host() {
    let env = env();
    let tell = script(&env, "tell", "cat > outcome; echo 'could not resolve host' >&2; exit 6");
    set(&env, "notify-command", &tell.display().to_string());
    env.run("notifications --test").exits(1).says("exit status: 6 and said: could not resolve host");
    let outcome: Value = serde_json::from_str(&env.read("outcome")).unwrap();
    let (workspace, host) = (env.workspace().display().to_string(), env.shell("uname -n").done().stdout);
    assert_eq!(outcome, serde_json::json!({ "status": "test", "workspace": workspace, "host": host.trim() }));
}

#[test]
fn the_advice_on_a_failed_delivery_names_the_workspace_and_no_other_channel() {
    let env = env();
    set(&env, "notify-command", &script(&env, "tell", "exit 3").display().to_string());
    let workspace = env.workspace().display().to_string();
    let outcome = env.run(&format!("-w {workspace} import leads.csv {ADD}")).exits(3);
    outcome.says(&format!("contacts -w {workspace} notifications --test")).never_says("sendmail");
    let error = env.run(&format!("-w {workspace} notifications --test --json")).exits(1).json();
    let hint = error["deliveries"][0]["error"]["hint"].as_str().unwrap();
    assert!(hint.contains(&format!("contacts -w {workspace} config list")), "{hint}");
}
