//! Spec section 8: `forget`. Nothing of the person is left in any byte of the workspace, and everybody else, the journal
//! and every undo are as before.

use std::fs;

use serde_json::{Value, json};

use crate::support::TestEnv;

/// What stands nowhere but with the person, in lower case: names, number, address, identifier, street and tag.
const CANARIES: [&str; 9] =
    ["kanarienvogel", "vogelsang", "60187700123", "187700123", "770 0123", "kanarie", "k-4711", "käfigweg", "nestling"];

const FIRST: &str = "\
First Name,Last Name,Phone Number,Email,CRM ID,Street,Tags
Ann,Lee,+60123000001,ann@example.com,C-1,Main Road 1,vip
Kanarienvogel,Vogelsang,+60 18-770 0123,Kanarie@Example.com,K-4711,Käfigweg 5,\"vip,nestling\"
Bob,Tan,+60123000002,bob@example.com,C-2,Main Road 2,
";

/// The person again: by another identifier, in other forms, twice in one list, without a number, and in another's row.
const SECOND: &str = "\
First Name,Last Name,Phone Number,Email,CRM ID,Street,Remark
Ann,Lee,+60123000001,ann@example.com,C-1,High Street 1,knows KANARIE@example.com
Kanarienvogel,Vogelsang,018-770 0123,kanarie@example.com,K-4711,Käfigweg 6,
Vogelsang,Kanarienvogel,not a number,,,Käfigweg 7,
Dina,Wong,+60123000004,dina@example.com,C-4,Main Road 4,\"call 0060 18 770 0123\"
";
const TWICE: &str = "\
First Name,Last Name,Phone Number,Email
Kanarienvogel,,(018) 770-0123,
Kanari,Vogelsang,60187700123,
Bob,Tan,+60123000002,bob@example.com
";

/// A workspace in which the person was imported, updated, skipped and in error, edited, merged and separated again.
fn env() -> TestEnv {
    let env = TestEnv::new();
    env.run("config set region MY").done();
    for (name, text) in [("first.csv", FIRST), ("second.csv", SECOND), ("twice.csv", TWICE)] {
        env.write(name, text);
    }
    env.run("fields add 'CRM ID' --type text").done();
    env.run("fields add Street --type text").done();
    env.run("import first.csv --purpose add --id 'CRM ID'").done();
    env.run("import second.csv --purpose add-update --id 'CRM ID,email' --only-mapped").exits(3);
    env.run("import twice.csv --purpose add --id phone").exits(3);
    env.run("edit 2 'Last Name=Vogelsang-Lee' Country=MY").done();
    env.run("edit 1 Country=SG").done();
    // A duplicate of the person that stays merged, and Bob, who was merged with the person by mistake.
    env.run("add 'First Name=Kanarienvogel' 'Email=kanarie.zwei@example.com' --yes").done();
    let duplicate = env.contacts().last().unwrap()["id"].clone();
    env.run(&format!("merge 2 {duplicate} --keep 2 --yes")).done();
    env
}

/// Texts of everything that is kept of the workspace: its files, and stored results without their compression.
fn kept_bytes(env: &TestEnv) -> Vec<(String, Vec<u8>)> {
    let folder = env.workspace().parent().unwrap().to_owned();
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut kept: Vec<_> = files.map(|path| (path.display().to_string(), fs::read(&path).unwrap())).collect();
    let database = rusqlite::Connection::open(env.workspace()).unwrap();
    let mut statement = database.prepare("SELECT id, body FROM result_chunks").unwrap();
    let chunks = statement.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?))).unwrap();
    for (id, body) in chunks.map(Result::unwrap) {
        kept.push((format!("chunk {id}"), lz4_flex::block::decompress_size_prepended(&body).unwrap()));
    }
    kept
}

/// The canaries that stand in any of the bytes, whatever their case.
fn canaries(env: &TestEnv) -> Vec<String> {
    let found = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes).to_lowercase();
        CANARIES.iter().filter(move |canary| text.contains(**canary)).collect::<Vec<_>>()
    };
    let kept = kept_bytes(env);
    kept.iter()
        .flat_map(|(name, bytes)| found(bytes).into_iter().map(move |canary| format!("{canary} in {name}")))
        .collect()
}

fn others(env: &TestEnv) -> Vec<Value> {
    let mut contacts = env.contacts();
    contacts.retain(|contact| contact["id"] != 2);
    contacts
}

#[test]
fn no_byte_of_the_person_is_left_and_everybody_else_is_as_before() {
    let env = env();
    assert!(!canaries(&env).is_empty());
    let before = others(&env);
    let receipt = env.run("forget kanarie@example.com --yes --json").done().json();
    assert_eq!(canaries(&env), Vec::<String>::new(), "{receipt:#}");
    assert_eq!((&receipt["contacts"], &receipt["former_contacts"]), (&json!([2]), &json!([5])));
    assert_eq!((&receipt["rewritten"], &receipt["dry_run"]), (&json!(true), &json!(false)));
    assert_eq!(receipt["removed"]["contacts"], 1);
    assert!(receipt["removed"]["result_rows"].as_u64() >= Some(6), "{receipt:#}");
    assert_eq!(others(&env), before);
    assert_eq!(env.values("first_name"), ["Ann", "Bob", "Dina"]);
    env.run("tags").done().says("vip").never_says("nestling");
    env.run("doctor").done().says_all(&["no table holds a row of them", "no free page holds anything"]);
}

#[test]
fn stored_results_keep_their_rows_in_place_and_the_history_the_fact() {
    let env = env();
    env.run("forget 2 --yes").done().says_all(&["Forgot contacts 2, 5", "cannot be undone"]);
    let results = env.run("results 1").done().stdout;
    assert_eq!(results.lines().nth(2).unwrap(), ",,,,,,,Imported,this person was forgotten");
    assert_eq!(results.lines().nth(3).unwrap(), "Bob,Tan,+60123000002,bob@example.com,C-2,Main Road 2,,Imported,");
    let results = env.run("results 2").done().stdout;
    let lines: Vec<&str> = results.lines().collect();
    assert!(lines[1].starts_with("Ann,Lee,+60123000001,ann@example.com,C-1,High Street 1,,Updated"), "{results}");
    assert!(lines[2].ends_with(",Updated,this person was forgotten"), "{results}");
    assert!(lines[3].ends_with(",Error,this person was forgotten"), "{results}");
    assert!(lines[4].starts_with("Dina,Wong,+60123000004,dina@example.com,C-4,Main Road 4,,Imported"), "{results}");
    let errors = env.run("results 3 --errors").done().stdout;
    assert_eq!(errors.matches("this person was forgotten").count(), 2, "{errors}");

    let entry = env.run("history --kind forget --json").done().json()["entries"][0].clone();
    assert!(entry["summary"].as_str().unwrap().starts_with("2 contacts, "), "{entry}");
    assert_eq!(env.run("history 1 --json").done().json()["forgotten"], json!([2]));
    env.run("history 2").done().says("Forgotten since: contact 2");
    for line in ["show 2", "blame 2", "edit 2 Country=DE", "delete 2 --yes", "forget 2 --yes", "show 5"] {
        env.run(line).exits(1).says("was forgotten by entry");
    }
    env.run("show kanarie@example.com").exits(1).says("nobody is");
    let refused = env.run(&format!("undo {} --yes --json", entry["id"])).exits(4).json();
    assert_eq!(refused["error"]["code"], "forgotten-for-good");
}

/// Every entry is undone and brought back in two workspaces, of which one has forgotten the person.
#[test]
fn every_undo_does_to_all_others_what_it_did_before() {
    let first = env();
    let entries = first.run("history --json").done().json();
    let of = |list: &str| entries[list].as_array().unwrap().iter().map(|entry| entry["id"].as_u64().unwrap());
    for id in of("imports").chain(of("entries")) {
        let (plain, forgetful) = (first.clone_env(), first.clone_env());
        forgetful.run("forget 2 --yes").done();
        let mut targets = [id, id];
        for round in ["undone", "brought back"] {
            for (env, target) in [&plain, &forgetful].into_iter().zip(&mut targets) {
                let undo = env.run(&format!("undo {target} --yes --json")).done().json();
                *target = undo["undo_id"].as_u64().unwrap();
            }
            let is_theirs = |contact: &Value| contact["id"] == 2 || contact["id"] == 5;
            let mut expected = plain.contacts();
            expected.retain(|contact| !is_theirs(contact));
            assert_eq!(forgetful.contacts(), expected, "entry {id} {round}");
        }
        assert_eq!(canaries(&forgetful), Vec::<String>::new(), "entry {id}");
    }
}

#[test]
fn an_undo_names_whom_it_leaves_out() {
    let env = env();
    env.run("forget 2 --yes").done();
    let undo = env.run("undo 1 --dry-run --json").done().json();
    assert_eq!((&undo["forgotten"], &undo["restored"]), (&json!([2]), &json!(0)));
    env.run("undo 1 --yes").done().says("Forgotten, and left out: contact 2");
    env.run("undo 2 --yes").done();
    assert!(env.contacts().iter().all(|contact| contact["id"] != 2));
}

#[test]
fn values_that_a_merge_gave_to_another_contact_and_its_undo_took_off_are_gone_as_well() {
    let env = TestEnv::with_contacts(
        "First Name,Last Name,Phone Number,Email\nBob,,+60123000002,\nKanarienvogel,Vogelsang,+60187700123,kanarie@example.com\n",
    );
    let before = env.contacts();
    env.run("merge 1 2 --keep 1 --yes").done();
    let merge = env.run("history --kind merge --json").done().json()["entries"][0]["id"].clone();
    let undo = env.run(&format!("undo {merge} --yes --json")).done().json()["undo_id"].clone();
    assert_eq!(env.contacts(), before);
    env.run("forget 2 --yes").done();
    assert_eq!(canaries(&env), Vec::<String>::new());
    assert_eq!(env.contacts(), before[..1]);
    env.run(&format!("undo {undo} --yes")).done().says("Forgotten, and left out: contact 2");
    assert_eq!(env.people(), ["1 Bob, -, +60123000002, -, -, -, []"]);
    assert_eq!(canaries(&env), Vec::<String>::new());
}

#[test]
fn a_contact_that_was_deleted_or_taken_back_can_be_forgotten_by_what_it_was() {
    for (gone, who) in [
        ("delete 2 --yes", "2"),
        ("delete 2 --yes", "Kanarie@example.com"),
        ("delete 2 --yes", "'+60 18-770 0123'"),
        ("delete 2 --yes", "'CRM ID=k-4711'"),
        ("undo 1 --yes", "2"),
    ] {
        let env = TestEnv::new();
        env.write("first.csv", FIRST);
        env.run("fields add 'CRM ID' --type text").done();
        env.run("import first.csv --purpose add --id 'CRM ID' --only-mapped").done();
        env.run(gone).done();
        let receipt = env.run(&format!("forget {who} --yes --json")).done().json();
        assert_eq!((&receipt["contacts"], &receipt["former_contacts"]), (&json!([]), &json!([2])), "{gone}: {who}");
        assert_eq!(canaries(&env), Vec::<String>::new(), "{gone}: {who}");
        env.run("undo 2 --yes").done();
        assert!(env.contacts().iter().all(|contact| contact["id"] != 2), "{gone}: {who}");
    }
}

#[test]
fn what_others_share_stays_with_them_and_is_told() {
    let env = TestEnv::with_contacts(
        "First Name,Last Name,Phone Number,Email\nMia,Lee,+60123000001,home@example.com\nTom,Lee,+60123000009,home@example.com\n",
    );
    let receipt = env.run("forget 1 --yes --json").done().json();
    assert_eq!(receipt["shared_with"], json!([2]));
    assert_eq!(env.people(), ["2 Tom, Lee, +60123000009, home@example.com, -, -, []"]);
    let results = env.run("results 1").done().stdout;
    assert!(
        results.contains("Tom,Lee,+60123000009,home@example.com,Imported") && !results.contains("Mia"),
        "{results}"
    );
    env.run("forget 2 --yes").done().never_says("keeps it");
    assert!(!String::from_utf8_lossy(&env.bytes(env.workspace())).contains("home@example.com"));
}

#[test]
fn several_that_fit_are_listed_and_nobody_is_guessed() {
    let env = TestEnv::with_contacts("First Name,Phone Number\nAnn,+60123000001\nAnn,+60123000002\n");
    let before = env.workspace_rows();
    let refused = env.run("forget 'First Name=Ann' --yes --json").exits(4).json();
    assert_eq!(refused["error"]["code"], "contact-ambiguous");
    env.run("forget 1 99 --yes").exits(1).says("99");
    env.run("forget Ann --yes").exits(2);
    env.run("forget").exits(2);
    assert_eq!(env.workspace_rows(), before);
}

#[test]
fn nothing_is_forgotten_without_a_yes() {
    let env = env();
    let before = env.workspace_rows();
    env.run("forget 2").exits(4).says("--yes");
    let rehearsal = env.run("forget 2 --dry-run --json").done().json();
    assert_eq!((&rehearsal["dry_run"], &rehearsal["entry"]), (&json!(true), &Value::Null));
    assert!(rehearsal["removed"]["values"].as_u64() >= Some(6), "{rehearsal:#}");
    let mut terminal = env.terminal("forget 2");
    terminal.wait_for("Forget these 2 contacts for good?");
    terminal.press("n\r");
    let left = terminal.finish();
    assert_eq!(left.status, 4, "{}", left.screen);
    assert!(left.screen.contains("cannot be undone"), "{}", left.screen);
    assert_eq!(env.workspace_rows(), before);
}

#[test]
fn files_out_of_reach_are_listed_with_their_paths() {
    let env = env();
    env.run(&format!("backup {}/monday.db", env.workspace().parent().unwrap().display())).done();
    env.run("export changes.csv --changed-since last").done();
    env.run("export - --changed-since last:pipe").done();
    let receipt = env.run("forget 2 --yes --json").done().json();
    let listed: Vec<String> = receipt["out_of_reach"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| {
            format!("{} {}", file["kind"].as_str().unwrap(), file["path"].as_str().unwrap().rsplit('/').next().unwrap())
        })
        .collect();
    let expected = [
        "source first.csv",
        "source second.csv",
        "source twice.csv",
        "results first.results.csv",
        "results second.results.csv",
        "results twice.results.csv",
        "errors second.errors.csv",
        "errors twice.errors.csv",
        "export changes.csv",
        "copy monday.db",
    ];
    assert_eq!(listed, expected);
}

/// Another command that reads an older state keeps the log in use: the rewrite is remembered, and told.
#[test]
fn a_rewrite_that_another_command_prevents_is_done_by_the_next_one() {
    let env = env();
    let reader = rusqlite::Connection::open(env.workspace()).unwrap();
    reader.execute_batch("BEGIN; SELECT count(*) FROM contacts").unwrap();
    let receipt = env.run("forget 2 --yes --json").done();
    assert_eq!(receipt.json()["rewritten"], false);
    receipt.says_all(&["warning:", "another command is using it"]);
    env.run("doctor").done().says("has still to be rewritten");
    reader.execute_batch("COMMIT").unwrap();
    drop(reader);
    env.run("list").done();
    env.run("doctor").done().says("has still to be rewritten");
    env.run("edit 1 Country=DE").done();
    assert_eq!(canaries(&env), Vec::<String>::new());
    env.run("doctor").done().never_says("has still to be rewritten");
}

#[test]
fn a_person_who_is_never_to_come_again_is_kept_out_by_hashes_alone() {
    let env = env();
    env.run("suppress add kanarie@example.com --reason 'Kanarie asked'").done();
    let forgotten = env.run("forget 2 --never-again --yes --json").done().json();
    assert!(forgotten["removed"]["never_again"].as_u64().unwrap() >= 3, "{forgotten}");
    assert_eq!(canaries(&env), Vec::<String>::new());
    let again =
        "First Name,Phone Number,Email,CRM ID\nKanarienvogel,+60187700123,,\nX,,KANARIE@example.com,\nY,,,k-4711\n";
    env.write("again.csv", again);
    let counts =
        env.import("again.csv", "--purpose add-update --id 'CRM ID,email,phone'").done().json()["counts"].clone();
    assert_eq!((counts["imported"].as_u64(), counts["suppressed"].as_u64()), (Some(0), Some(3)), "{counts}");
    env.run("suppress remove +60187700123").done();
}

#[test]
fn a_suppression_of_a_person_who_is_forgotten_holds_without_a_byte_of_them() {
    let env = env();
    env.run("suppress add kanarie@example.com --reason 'Kanarie asked'").done();
    env.run("forget 2 --yes").done();
    assert_eq!(canaries(&env), Vec::<String>::new());
    env.write("again.csv", "First Name,Email\nKanarienvogel,kanarie@example.com\n");
    env.import("again.csv", "--purpose add --id email").done();
    assert_eq!(env.statuses("again.csv"), ["Skipped"]);
}

#[test]
fn those_who_were_not_changed_for_long_are_shown_and_forgotten() {
    let mut env = TestEnv::new();
    env.set_clock("2020-01-31T12:00:00Z");
    env.write(
        "old.csv",
        "First Name,Email,Country\nAnn,ann@example.com,MY\nBob,bob@example.com,SG\nCid,cid@example.com,MY\n",
    );
    env.import("old.csv", "--purpose add --id email").done();
    env.set_clock("2024-01-31T12:00:00Z");
    env.run("edit 3 'Last Name=Lim'").done();
    let preview = env.run("forget --older-than 2y --dry-run").done();
    preview.says("Would forget contacts 1, 2");
    env.run("forget --older-than 2y --where 'Country = MY'").exits(4);
    env.run("forget --older-than 2y --where 'Country = MY' --yes").done();
    assert_eq!(env.values("first_name"), ["Bob", "Cid"]);
    env.run("forget --older-than 5y --yes").done().says("Nobody is selected");
    env.run("forget 2 --older-than 2y --yes").exits(2);
    env.run("forget --older-than soon --yes").exits(2).says("age");
    env.run("forget").exits(2);
}
