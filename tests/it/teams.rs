//! Twelve teams with one job file: `docs/teams.md`, set up as it stands there, on a night on which some lists are wrong.

use std::fmt::Write as _;

use crate::readme::file_of;
use crate::support::{TestEnv, tool_available};

const JOB: &str = "\
format = 2
purpose = \"add-update\"
identifier = \"CRM ID,email\"
import-tag = \"none\"
fields = [{ name = \"CRM ID\" }]

[guards]
min-rows = 2
max-errors = \"50%\"
";

fn list(team: u32) -> String {
    let mut text = "CRM ID,First Name,Email\n".to_owned();
    for person in 1..=3 {
        writeln!(text, "{team}-{person},Person {person},p{person}@team{team}.example.com").unwrap();
    }
    text
}

/// An environment with twelve workspaces, their lists, the job file and the scripts.
fn env() -> TestEnv {
    let mut env = TestEnv::new();
    env.shell("mkdir bin teams; for team in $(seq -w 1 12); do mkdir teams/$team; done").done();
    for script in ["nightly-teams", "contacts-metrics", "contacts-ping"] {
        env.write(&format!("bin/{script}"), file_of("docs/teams.md", script));
    }
    env.shell("chmod +x bin/*").done();
    env.write("crm.toml", JOB);
    env.run("init template.db").done();
    env.run("-w template.db config set region MY").done();
    for team in 1..=12 {
        env.run(&format!("init teams/{team:02}.db --like template.db")).done();
        env.write(&format!("teams/{team:02}/leads.csv"), list(team));
    }
    let work = env.work();
    env.set("TEAMS", &work.join("teams").display().to_string());
    env.set("JOB", &work.join("crm.toml").display().to_string());
    env.set("METRICS", &work.join("contacts.prom").display().to_string());
    env
}

#[test]
fn twelve_lists_go_into_twelve_workspaces_and_only_bad_ones_are_spoken_of() {
    let env = env();
    let good = env.shell("bin/nightly-teams").done();
    assert_eq!((good.stdout.as_str(), good.stderr.as_str()), ("", ""));
    for team in 1..=12 {
        let contacts = env.run(&format!("-w teams/{team:02}.db list --json")).done().json();
        assert_eq!(contacts["total"], 3, "{team}");
        assert_eq!(contacts["contacts"][0]["custom"]["CRM ID"], format!("{team}-1"));
    }

    env.shell("rm teams/03/leads.csv").done();
    env.write("teams/07/leads.csv", "CRM ID,First Name,Email\n7-1,Person 1,p1@team7.example.com\n");
    env.write("teams/09/leads.csv", list(9).replace("p2@", "p2"));
    let bad = env.shell("bin/nightly-teams").exits(4);
    let bad = bad.says_all(&["03: exit code 1", "07: exit code 4", "--min-rows", "09: exit code 3"]);
    for team in ["01", "02", "04", "12"] {
        assert!(!bad.stderr.contains(&format!("{team}: ")), "{bad}");
    }

    let attempt =
        |team: &str| env.run(&format!("-w teams/{team}.db status --json")).done().json()["last_attempt"].clone();
    let outcomes =
        ["01", "03", "07", "09"].map(|team| (attempt(team)["outcome"].clone(), attempt(team)["exit_code"].clone()));
    let expected = [("imported", 0), ("failed", 1), ("refused", 4), ("imported-with-errors", 3)];
    assert_eq!(outcomes, expected.map(|(outcome, exit)| (outcome.into(), exit.into())));
    let status = env.run("-w teams/07.db status --json").done().json();
    assert_eq!(
        (&status["last_good_import"]["import_id"], &status["last_attempt"]["code"]),
        (&1.into(), &"guard-exceeded".into())
    );
}

#[test]
fn the_textfile_collector_gets_the_state_of_every_team() {
    let env = env();
    let works = env.shell("jq --version").status == 0;
    if !tool_available("jq", works, "CONTACTS_TEST_JQ", "jq") {
        return;
    }
    env.shell("rm teams/03/leads.csv; rm -r teams/1*").done();
    env.shell("bin/nightly-teams").exits(1);
    env.shell("bin/contacts-metrics").done();
    let metrics = env.read("contacts.prom");
    assert!(metrics.contains("contacts_last_attempt_exit_code{team=\"03\"} 1\n"), "{metrics}");
    assert!(metrics.contains("contacts_last_attempt_exit_code{team=\"04\"} 0\n"), "{metrics}");
    assert!(metrics.contains("contacts_last_good_import_timestamp_seconds{team=\"03\"} 0\n"), "{metrics}");
    assert!(metrics.contains("contacts_last_good_import_rows{team=\"04\"} 3\n"), "{metrics}");
    let names: Vec<&str> = metrics.lines().filter_map(|line| line.split('{').next()).collect();
    assert!(names.is_sorted(), "Prometheus wants the lines of a metric together: {metrics}");
}

#[test]
fn the_ping_tells_the_exit_code() {
    let env = env();
    env.write("bin/curl", "#!/bin/sh\nfor last; do :; done\necho \"$last\" >>\"$PINGS\"\n");
    env.shell("chmod +x bin/curl").done();
    env.run(&format!("-w teams/01.db config set notify-command {}", env.path("bin/contacts-ping").display())).done();
    let import = "PINGS=$PWD/pings PATH=$PWD/bin:$PATH contacts -q -w teams/01.db import";
    env.shell(&format!("{import} teams/01/leads.csv --use crm.toml")).done();
    env.shell(&format!("{import} none.csv --use crm.toml")).exits(1);
    let pings = env.read("pings");
    let codes: Vec<&str> = pings.lines().filter_map(|line| line.rsplit('/').next()).collect();
    assert_eq!(codes, ["0", "1"]);
}
