//! Spec section 7, vanished rows: which contacts the list of a source held, and what becomes of those that it holds no more.

use serde_json::{Value, json};

use crate::support::{CommandOutput, TestEnv};

/// The list of a source: a row for each name.
fn list(names: &[&str]) -> String {
    let rows = names.iter().map(|name| format!("{name},{}@example.com\n", name.to_lowercase()));
    format!("First Name,Email\n{}", rows.collect::<String>())
}

const ALL: [&str; 5] = ["Ann", "Bob", "Cid", "Dan", "Eve"];

/// A workspace to which the source `crm` has brought five contacts, 1 to 5.
fn env() -> TestEnv {
    let env = TestEnv::new();
    env.run("init").done();
    night(&env, &ALL, "");
    env
}

/// Imports the list of `crm`.
fn night(env: &TestEnv, names: &[&str], options: &str) -> CommandOutput {
    from(env, "crm", names, options)
}

fn from(env: &TestEnv, source: &str, names: &[&str], options: &str) -> CommandOutput {
    let file = format!("{source}.csv");
    env.write(&file, list(names));
    env.import(&file, &format!("--purpose add-update --id email --source {source} {options}"))
}

fn first_names(env: &TestEnv) -> Vec<String> {
    env.values("first_name")
}

/// The names that `contacts list` finds.
fn listed(env: &TestEnv, options: &str) -> Vec<String> {
    let outcome = env.run(&format!("list {options} --json")).done();
    let contacts = outcome.json()["contacts"].as_array().unwrap().clone();
    contacts.iter().map(|contact| contact["first_name"].as_str().unwrap().to_owned()).collect()
}

fn names(contacts: &Value) -> Vec<&str> {
    contacts.as_array().unwrap().iter().map(|contact| contact["name"].as_str().unwrap()).collect()
}

#[test]
fn the_first_import_of_a_source_says_that_it_begins_to_remember() {
    let env = TestEnv::new();
    env.run("init").done();
    env.write("crm.csv", list(&ALL));
    env.run("import crm.csv --purpose add --id email --source crm --dry-run").done().says("remembered from now on");
    env.run("list --source crm").exits(1).says("no source 'crm' is remembered");
    env.run("import crm.csv --purpose add --id email --source crm --missing delete")
        .done()
        .says("Source 'crm': remembered from now on");
    assert_eq!(listed(&env, "--source CRM"), ALL);
    let second = night(&env, &ALL, "--missing delete");
    assert_eq!(second.json()["missing"]["first"], json!(false), "{second}");
    assert_eq!(second.json()["missing"]["of"], 5);
}

#[test]
fn an_import_that_names_no_source_remembers_nothing() {
    let env = TestEnv::new();
    env.run("init").done();
    env.write("crm.csv", list(&ALL));
    let outcome = env.import("crm.csv", "--purpose add --id email");
    assert!(outcome.json().get("missing").is_none());
    for table in ["sources", "source_contacts", "journal_sources"] {
        assert_eq!(env.workspace_rows()[table], [] as [&str; 0], "{table}");
    }
}

#[test]
fn those_who_are_missing_are_kept_listed_tagged_or_deleted() {
    for (how, action, stays, tags) in [
        ("", "keep", true, "[]"),
        ("--missing keep", "keep", true, "[]"),
        ("--missing report", "report", true, "[]"),
        ("--missing tag=left --max-missing 2", "tag=left", true, "[left]"),
        ("--missing delete --max-missing 40%", "delete", false, "[]"),
    ] {
        let env = env();
        let outcome = night(&env, &["Ann", "Bob", "Cid"], how).done();
        let missing = &outcome.json()["missing"];
        let told = (&missing["source"], &missing["action"], &missing["count"], &missing["of"]);
        assert_eq!(told, (&json!("crm"), &json!(action), &json!(2), &json!(5)), "{how}: {outcome}");
        assert_eq!(names(&missing["contacts"]), ["Dan", "Eve"], "{how}");
        assert_eq!(first_names(&env).contains(&"Dan".to_owned()), stays, "{how}");
        assert_eq!(env.values("tags").last().map(String::as_str), Some(tags), "{how}");
        let still_listed: &[&str] = if stays { &["Dan", "Eve"] } else { &[] };
        assert_eq!(listed(&env, "--source crm --missing"), still_listed, "{how}");
        assert_eq!(listed(&env, "--source crm"), ["Ann", "Bob", "Cid"], "{how}");
    }
}

#[test]
fn more_missing_contacts_than_allowed_refuse_the_import_before_its_first_write() {
    for how in [
        "--missing delete",
        "--missing tag=left",
        "--missing delete --max-missing 1",
        "--missing delete --max-missing 39%",
    ] {
        let env = env();
        let before = env.workspace_rows();
        let outcome = night(&env, &["Ann", "Bob", "Cid", "Zoe"], how).exits(4);
        let outcome = outcome.says("2 of the 5 contacts that 'crm' held are missing").says("--max-missing 2");
        assert_eq!(outcome.json()["error"]["code"], "guard-exceeded", "{how}");
        assert_eq!(env.workspace_rows(), before, "{how}");
    }
}

#[test]
fn a_report_has_no_guard_and_one_in_twenty_is_not_more_than_five_percent() {
    let many: Vec<String> = (0..20).map(|number| format!("N{number}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let env = TestEnv::new();
    env.run("init").done();
    night(&env, &many, "");
    night(&env, &many[..1], "--missing report --dry-run").done();
    night(&env, &many[..19], "--missing delete").done();
    assert_eq!(first_names(&env).len(), 19);
}

#[test]
fn a_row_in_error_and_a_skipped_one_count_as_there() {
    let env = env();
    env.write("crm.csv", "First Name,Email,Country\nAnn,ann@example.com,\nBob,bob@example.com,Atlantis\nCid,cid@example.com,\nCid,CID@example.com,\nDan,dan@example.com,MY\n");
    let outcome =
        env.import("crm.csv", "--purpose add --id email --source crm --missing delete --max-missing 1").exits(3);
    assert_eq!(outcome.json()["missing"]["action"], "delete", "{outcome}");
    assert_eq!(names(&outcome.json()["missing"]["contacts"]), ["Eve"]);
    assert_eq!(first_names(&env), ["Ann", "Bob", "Cid", "Dan"]);
}

#[test]
fn while_an_identifier_cannot_be_read_deletion_is_a_report() {
    for bad in ["Eve,", "Eve,eve(at)example.com", "Eve", "Eve,eve@example.com,surplus"] {
        let env = env();
        env.write("crm.csv", format!("{}{bad}\n", list(&["Ann", "Bob", "Cid"])));
        let outcome = env.import("crm.csv", "--purpose add-update --id email --source crm --missing delete").exits(3);
        let missing = &outcome.json()["missing"];
        let told = (&missing["asked"], &missing["action"], &missing["unreadable"], &missing["unreadable_lines"]);
        assert_eq!(told, (&json!("delete"), &json!("report"), &json!(1), &json!([5])), "{bad}: {outcome}");
        assert_eq!(first_names(&env), ALL, "{bad}");
        env.run("notifications").done().says("nothing was deleted");
        night(&env, &["Ann", "Bob", "Cid"], "--missing delete --max-missing 40%").done();
        assert_eq!(first_names(&env), ["Ann", "Bob", "Cid"], "{bad}: the next whole list deletes them");
    }
}

#[test]
fn who_was_edited_added_by_hand_merged_or_is_held_elsewhere_is_spared_and_told() {
    let env = env();
    from(&env, "shop", &["Cid"], "").done();
    env.run("edit 2 'Last Name=Baker'").done();
    env.run("edit 4 --add-tag vip").done();
    env.run("add 'First Name=Fay' Email=fay@example.com").done();
    night(&env, &["Ann", "Bob", "Cid", "Dan", "Eve", "Fay"], "").done();
    let outcome = night(&env, &["Ann"], "--missing delete --max-missing 100%").done();
    let missing = &outcome.json()["missing"];
    assert_eq!((&missing["deleted"], &missing["spared_count"]), (&json!(1), &json!(4)), "{outcome}");
    let reasons: Vec<_> = missing["spared"].as_array().unwrap().iter().map(|it| (&it["name"], &it["reason"])).collect();
    let edited = json!("a person edited it");
    assert_eq!(
        reasons,
        [
            (&json!("Bob Baker"), &edited),
            (&json!("Cid"), &json!("'shop' holds it")),
            (&json!("Dan"), &edited),
            (&json!("Fay"), &edited)
        ]
    );
    assert_eq!(first_names(&env), ["Ann", "Bob", "Cid", "Dan", "Fay"]);
}

/// As with `edit --add-tag`: who gives a contact a tag has worked with it. A tag that is renamed for everybody says nothing of
/// each of them.
#[test]
fn tags_that_a_person_gave_to_selected_contacts_or_took_off_spare_them_and_a_renamed_tag_nobody() {
    let env = env();
    env.run("tags add vip --where 'First Name = Bob' --yes").done();
    night(&env, &["Ann", "Bob", "Cid", "Dan", "Eve"], "--tag crm").done();
    env.run("tags remove crm --where 'First Name = Cid' --yes").done();
    env.run("tags rename crm customer").done();
    let spare_all = env.run("tags add cold --where 'First Name = Eve' --yes --json").done();
    env.run(&format!("undo {} --yes", spare_all.json()["entry"])).done();
    let outcome = night(&env, &["Ann"], "--missing delete --max-missing 100% --dry-run").done();
    let spared = outcome.json()["missing"]["spared"].clone();
    let names: Vec<_> = spared.as_array().expect("spared").iter().map(|it| (&it["name"], &it["reason"])).collect();
    let edited = json!("a person edited it");
    assert_eq!(names, [(&json!("Bob"), &edited), (&json!("Cid"), &edited)], "{outcome}");
    assert_eq!(outcome.json()["missing"]["deleted"], 2, "Dan, and Eve of whom the tag was taken back: {outcome}");
}

#[test]
fn an_undone_edit_and_a_source_that_lost_the_contact_too_spare_nobody() {
    let env = env();
    from(&env, "shop", &["Dan"], "").done();
    let edit = env.run("edit 5 'Last Name=Baker' --json").done();
    env.run(&format!("undo {} --yes", edit.json()["entry"].as_u64().unwrap_or(3))).done();
    night(&env, &ALL[..3], "--missing delete --max-missing 100%").done();
    assert_eq!(first_names(&env), ["Ann", "Bob", "Cid", "Dan"], "shop holds Dan");
    from(&env, "shop", &["Ann"], "").done();
    night(&env, &ALL[..3], "--missing delete --max-missing 1").done();
    assert_eq!(first_names(&env), ["Ann", "Bob", "Cid"]);
}

#[test]
fn those_that_are_spared_night_after_night_do_not_fill_the_guard() {
    let env = env();
    for id in [2, 3, 4] {
        env.run(&format!("edit {id} 'Last Name=Baker'")).done();
    }
    night(&env, &["Ann", "Eve"], "--missing delete --max-missing 3").done();
    for _ in 0..2 {
        let outcome = night(&env, &["Ann", "Eve"], "--missing delete").done();
        assert_eq!(
            (&outcome.json()["missing"]["new"], &outcome.json()["missing"]["spared_count"]),
            (&json!(0), &json!(3))
        );
    }
}

#[test]
fn one_that_comes_back_is_told_and_loses_the_tag_that_it_got_for_being_missing() {
    let env = env();
    env.run("edit 5 --add-tag left").done();
    night(&env, &["Ann", "Bob", "Cid"], "--missing tag=left --max-missing 2").done();
    assert_eq!(env.values("tags"), ["[]", "[]", "[]", "[left]", "[left]"]);
    let outcome = night(&env, &ALL, "").done();
    let missing = &outcome.json()["missing"];
    assert_eq!(
        (names(&missing["back"]), &missing["back_count"], &missing["count"]),
        (vec!["Dan", "Eve"], &json!(2), &json!(0))
    );
    assert_eq!(env.values("tags"), ["[]", "[]", "[]", "[]", "[left]"], "a person gave Eve her tag");
    assert_eq!(listed(&env, "--source crm --missing"), [] as [&str; 0]);
    env.run(&format!("undo {} --yes", outcome.json()["import_id"])).done();
    assert_eq!(env.values("tags"), ["[]", "[]", "[]", "[left]", "[left]"]);
    assert_eq!(listed(&env, "--source crm --missing"), ["Dan", "Eve"]);
}

#[test]
fn a_tag_that_a_person_took_off_is_not_given_again() {
    let env = env();
    night(&env, &ALL[..4], "--missing tag=left --max-missing 1").done();
    env.run("edit 5 --remove-tag left").done();
    let outcome = night(&env, &ALL[..4], "--missing tag=left").done();
    assert_eq!((&outcome.json()["missing"]["count"], &outcome.json()["missing"]["tagged"]), (&json!(1), &json!(0)));
    assert_eq!(env.values("tags")[4], "[]");
}

#[test]
fn another_tag_takes_the_place_of_the_one_that_missing_contacts_got_before() {
    let env = env();
    night(&env, &ALL[..4], "--missing tag=left --max-missing 1").done();
    let outcome = night(&env, &ALL[..4], "--missing tag=gone --max-missing 1").done();
    assert_eq!(outcome.json()["missing"]["tagged"], 1);
    assert_eq!(env.values("tags")[4], "[gone]");
    let again = night(&env, &ALL[..4], "--missing tag=gone").done();
    assert_eq!(again.json()["missing"]["tagged"], 0);
    env.run(&format!("undo {} --yes", outcome.json()["import_id"])).done();
    assert_eq!(env.values("tags")[4], "[left]");
    night(&env, &ALL, "").done();
    assert_eq!(env.values("tags")[4], "[]");
}

#[test]
fn a_tag_that_the_list_itself_gives_to_one_who_comes_back_is_not_taken_off() {
    let env = env();
    night(&env, &ALL[..4], "--missing tag=left --max-missing 1").done();
    env.run("edit 5 --remove-tag left").done();
    let tagged = list(&ALL)
        .replace("Email\n", "Email,Tags\n")
        .replace(".com\n", ".com,\n")
        .replace("eve@example.com,", "eve@example.com,left");
    env.write("crm.csv", tagged);
    let outcome = env.import("crm.csv", "--purpose add-update --id email --source crm").done();
    assert_eq!(env.values("tags")[4], "[left]");
    env.run(&format!("undo {} --yes", outcome.json()["import_id"])).done();
    assert_eq!(env.values("tags")[4], "[]");
}

#[test]
fn undo_brings_back_who_was_deleted_and_what_the_sources_held() {
    for how in ["delete", "tag=left", "report"] {
        let env = env();
        from(&env, "shop", &["Ann", "Eve"], "").done();
        let (people, held) = (env.people(), sources(&env));
        let outcome = night(&env, &["Ann", "Bob", "Zoe"], &format!("--missing {how} --max-missing 100%")).done();
        let after = (env.people(), sources(&env));
        assert_ne!(held, after.1, "{how}");
        let id = outcome.json()["import_id"].as_u64().unwrap();
        env.run(&format!("undo {id} --yes")).done();
        assert_eq!((env.people(), sources(&env)), (people.clone(), held.clone()), "{how}");
        env.run(&format!("undo {} --yes", id + 1)).done();
        assert_eq!((env.people(), sources(&env)), after, "{how}: the undo was undone");
    }
}

/// What is remembered of contacts that exist.
fn sources(env: &TestEnv) -> Vec<String> {
    let ids: Vec<String> = env.contacts().iter().map(|contact| format!("Integer({})", contact["id"])).collect();
    let of_existing = |row: &&String| ids.iter().any(|id| row.split(", ").nth(1) == Some(id));
    env.workspace_rows()["source_contacts"].iter().filter(of_existing).cloned().collect()
}

#[test]
fn a_merged_contact_keeps_the_sources_of_both_and_an_undone_merge_gives_them_back() {
    let env = TestEnv::new();
    env.run("init").done();
    from(&env, "crm", &["Ann", "Bob"], "").done();
    from(&env, "shop", &["Zoe"], "").done();
    let before = sources(&env);
    env.run("merge 1 3 --keep oldest --yes").done();
    assert_eq!(listed(&env, "--source shop"), ["Ann"]);
    assert_eq!(listed(&env, "--source crm"), ["Ann", "Bob"]);
    env.run("undo 3 --yes").done();
    assert_eq!(sources(&env), before);
    assert_eq!(listed(&env, "--source shop"), ["Zoe"]);
}

#[test]
fn one_deleted_by_hand_is_not_missing_and_an_undone_delete_is_held_again() {
    let env = env();
    env.run("delete 5 --yes").done();
    let outcome = night(&env, &ALL[..4], "--missing delete").done();
    assert_eq!((&outcome.json()["missing"]["count"], &outcome.json()["missing"]["of"]), (&json!(0), &json!(4)));
    env.run("undo 2 --yes").done();
    assert_eq!(listed(&env, "--source crm"), ALL, "the list held it when it was deleted");
}

#[test]
fn a_source_needs_a_purpose_that_recognises_contacts_and_a_name() {
    let env = env();
    let import = |options: &str| env.run(&format!("import crm.csv --purpose add-all --json {options}"));
    import("--source crm").exits(2).says("add-all recognises nobody");
    import("--missing delete").exits(2).says("add-all recognises nobody");
    let night = |options: &str| env.run(&format!("import crm.csv --purpose add --id email {options}"));
    night("--missing delete").exits(2).says("--missing needs the name").says("--source NAME");
    night("--max-missing 3").exits(2).says("--max-missing needs the name");
    night("--source ''").exits(2).says("must not be blank");
    night("--source crm --missing remove").exits(2).says("keep, report, tag=TAG and delete");
    night("--source crm --missing tag=").exits(2).says("tag=left");
    night("--min-rows 90%").exits(2).says("--min-rows N% needs the name").says("--source NAME");
    env.run("list --missing").exits(2).says("--source");
}

#[test]
fn a_part_of_the_rows_of_the_last_import_of_the_source_is_a_guard() {
    let env = env();
    let before = env.workspace_rows();
    night(&env, &ALL[..4], "--min-rows 90%").exits(4).says("has 4 rows and its last list had 5").says("90%");
    assert_eq!(env.workspace_rows(), before);
    night(&env, &ALL[..4], "--min-rows 80%").done();
    night(&env, &ALL[..4], "--min-rows 100%").done();
    from(&env, "shop", &ALL[..1], "--min-rows 90%").done();
    env.run("undo 2 --yes").done();
    env.run("undo 3 --yes").done();
    night(&env, &ALL[..4], "--min-rows 90%").exits(4).says("its last list had 5");
}

#[test]
fn a_saved_mapping_names_the_source_and_keeps_what_becomes_of_the_missing() {
    let env = TestEnv::new();
    env.run("init").done();
    env.write("a.csv", list(&ALL));
    env.run("import a.csv --purpose add-update --id email --missing delete --max-missing 40% --source crm --save crm")
        .done();
    assert!(!env.run("mappings export crm").done().stdout.contains("source"), "its own name needs no saying");
    env.write("b.csv", list(&ALL[..3]));
    env.run("import b.csv --use crm --min-rows 90%").exits(4).says("its last list had 5");
    let outcome = env.run("import b.csv --use crm --json").done();
    assert_eq!(
        (&outcome.json()["missing"]["source"], &outcome.json()["missing"]["deleted"]),
        (&json!("crm"), &json!(2))
    );
    let other = env.run("import a.csv --use crm --source shop --missing keep --json").done();
    assert_eq!((&other.json()["missing"]["source"], &other.json()["missing"]["first"]), (&json!("shop"), &json!(true)));
    env.run("import a.csv --use crm --purpose add-all").done();
}

#[test]
fn the_steps_with_a_saved_mapping_go_on_with_its_source() {
    let env = TestEnv::new();
    env.run("init").done();
    env.write("crm.csv", list(&ALL));
    env.run("import crm.csv --purpose add-update --id email --missing tag=gone --max-missing 3 --save crm").done();
    env.run("mappings export crm job.toml").done();
    for (used, held) in [("crm", 4), ("job.toml", 3)] {
        env.write("crm.csv", list(&ALL[..held]));
        env.run(&format!("upload crm.csv --use {used}")).done().says("crm");
        env.run("map crm.csv").done().says("--source crm --missing tag=gone --max-missing 3");
        env.run("review crm.csv").done();
        env.run("import crm.csv").done();
        assert_eq!(listed(&env, "--source crm"), ALL[..held]);
    }
    assert_eq!(listed(&env, "--tag gone"), ["Dan", "Eve"]);
}

#[test]
fn an_import_that_saves_its_mapping_begins_to_remember_under_its_name() {
    let env = TestEnv::new();
    env.run("init").done();
    env.write("a.csv", list(&ALL));
    env.run("import a.csv --purpose add-update --id email --save nightly").done().says("Source 'nightly': remembered");
    env.write("a.csv", list(&ALL[..4]));
    let outcome = env.run("import a.csv --use nightly --missing report --json").done();
    assert_eq!(names(&outcome.json()["missing"]["contacts"]), ["Eve"]);
    env.run("mappings rename nightly weekly").done();
    let outcome = env.run("import a.csv --use weekly --json").done();
    assert_eq!(outcome.json()["missing"]["source"], "nightly", "what is remembered stays so under the new name");
    env.write("b.csv", list(&ALL));
    env.run("import b.csv --purpose add-all --save all").done().never_says("remembered");
    env.run("import b.csv --use all").done().never_says("remembered");
}

#[test]
fn a_session_keeps_the_source_and_its_review_is_of_the_same_contacts() {
    let env = env();
    env.write("crm.csv", list(&ALL[..3]));
    env.run("upload crm.csv --purpose update --id email --source crm").done().says("crm");
    env.run("map crm.csv --missing delete").done();
    env.run("review crm.csv --max-missing 2").done().says("2 would be deleted").says("contact 4");
    env.run("edit 5 'Last Name=Baker'").done();
    env.run("import crm.csv").exits(4).says("changed");
    env.run("review crm.csv").done().says("1 would be deleted").says("contact 5: a person edited it");
    env.run("import crm.csv").done().says("1 deleted").says("Spared: 1 missing contact");
    assert_eq!(first_names(&env), ["Ann", "Bob", "Cid", "Eve"]);
}

#[test]
fn the_page_tells_that_missing_contacts_are_tagged_where_nothing_else_changes() {
    let env = env();
    env.write("crm.csv", list(&ALL[..3]));
    env.run("upload crm.csv --purpose update --id email --source crm --missing tag=gone --max-missing 2").done();
    env.run("map crm.csv").done();
    env.run("review crm.csv --html review.html").done();
    let page = env.read("review.html");
    assert!(page.contains("<strong>would be tagged</strong>") && !page.contains("Nothing would change"), "{page}");
    let id = env.run("import crm.csv --json").done().json()["import_id"].as_u64().unwrap();
    env.run(&format!("history {id} --html import.html")).done();
    let page = env.read("import.html");
    assert!(page.contains("<strong>tagged</strong>") && !page.contains("Nothing changed"), "{page}");
}

#[test]
fn the_history_and_the_page_tell_who_was_missing_and_notifications_name_nobody() {
    let env = env();
    env.run("edit 4 'Last Name=Baker'").done();
    env.write("crm.csv", list(&ALL[..3]));
    let prepare = "upload crm.csv --purpose update --id email --source crm --missing delete --max-missing 2";
    env.run(prepare).done();
    env.run("map crm.csv").done();
    env.run("review crm.csv --html review.html").done();
    let page = env.read("review.html");
    for told in ["would be deleted", "Missing contacts that are spared", "Dan Baker", "a person edited it", "Eve"] {
        assert!(page.contains(told), "{told}");
    }
    let id = env.run("import crm.csv --json").done().json()["import_id"].as_u64().unwrap();
    env.run(&format!("history {id}")).done().says("2 of 5 contacts that 'crm' held are not in this list; 1 deleted");
    let history = env.run(&format!("history {id} --json")).done();
    let missing = &history.json()["missing"];
    assert_eq!((&missing["deleted"], &missing["spared_count"], &missing["of"]), (&json!(1), &json!(1), &json!(5)));
    env.run(&format!("history {id} --html import.html")).done();
    assert!(env.read("import.html").contains("Contacts that were removed"));
    let told = env.run("notifications").done().says("missing from 'crm': 2 of 5 contacts, 1 deleted, 1 spared");
    assert!(!told.stdout.contains("Dan") && !told.stdout.contains("Eve"), "{told}");
}

#[test]
fn several_identifiers_hold_a_contact_by_any_of_them() {
    let env = TestEnv::new();
    env.run("init").done();
    env.run("fields add 'CRM ID'").done();
    let import = |rows: &str, options: &str| {
        env.write("crm.csv", format!("CRM ID,First Name,Email\n{rows}"));
        env.import("crm.csv", &format!("--purpose add-update --id 'CRM ID,email' --source crm {options}"))
    };
    import("A1,Ann,ann@example.com\n,Bob,bob@example.com\nC3,Cid,cid@example.com\n", "").done();
    // A row that disagrees with itself holds both, and one by its e-mail address alone holds its contact.
    let outcome = import("A1,Ann,bob@example.com\n,Cid,cid@example.com\n", "--missing delete").exits(3);
    assert_eq!(outcome.json()["missing"]["count"], 0, "{outcome}");
    // An identifier that cannot be read may be anybody's, although the other one is read.
    let outcome = import("#N/A,Ann,ann@example.com\n,Bob,bob@example.com\n", "--missing delete").exits(3);
    assert_eq!(
        (&outcome.json()["missing"]["action"], &outcome.json()["missing"]["count"]),
        (&json!("report"), &json!(1))
    );
}

#[test]
fn a_contact_is_asked_about_by_its_number_before_it_is_deleted() {
    let env = env();
    env.write("crm.csv", list(&ALL[..3]));
    let mut terminal = env.terminal(
        "import crm.csv --purpose update --id email --source crm --missing delete --max-missing 2 --no-import-tag",
    );
    terminal.wait_for("Missing: 2 of 5 contacts");
    terminal.wait_for("contact 4 Dan");
    terminal.wait_for("delete 2 missing contacts");
    terminal.press("\r");
    terminal.wait_for("2 missing contacts deleted");
    terminal.finish();
    assert_eq!(first_names(&env), ["Ann", "Bob", "Cid"]);
}

#[test]
fn an_errors_file_is_a_part_of_its_list_and_nobody_is_missing_from_it() {
    let env = TestEnv::new();
    env.run("init").done();
    env.write("crm.csv", list(&ALL) + "Flo,flo@\n");
    let delete = "--purpose add-update --id email --missing delete --max-missing 100%";
    env.run(&format!("import crm.csv {delete} --save crm")).exits(3);
    env.write("fixed.csv", env.read("crm.errors.csv").replace("flo@,", "flo@example.com,"));
    let part = env.import("fixed.csv", "--use crm").done();
    assert_eq!(part.counts()[1], 1, "{part}");
    let codes: Vec<_> =
        part.json()["notes"].as_array().expect("notes").iter().map(|note| note["code"].clone()).collect();
    assert!(codes.contains(&"source-part".into()), "{part}");
    assert_eq!(part.json()["missing"]["count"], 0, "{part}");
    assert_eq!(listed(&env, "--source crm"), ["Ann", "Bob", "Cid", "Dan", "Eve", "Flo"]);
    // The next whole list is compared with all six.
    env.write("crm.csv", list(&["Ann", "Bob", "Cid", "Dan", "Flo"]));
    let whole = env.import("crm.csv", "--use crm").done();
    assert_eq!(names(&whole.json()["missing"]["contacts"]), ["Eve"], "{whole}");
    assert_eq!(first_names(&env), ["Ann", "Bob", "Cid", "Dan", "Flo"]);
}

#[test]
fn a_tag_for_being_missing_stays_until_no_source_misses_the_contact() {
    for back_first in ["a", "b"] {
        let env = TestEnv::new();
        let import = |source: &str, names: &[&str]| {
            let rows: String = names.iter().map(|name| format!("{name},{name}@example.com\n")).collect();
            env.write("list.csv", format!("First Name,Email\n{rows}"));
            let rule = format!("--source {source} --missing tag=gone --max-missing 5");
            env.import("list.csv", &format!("--purpose add-update --id email {rule}")).done();
        };
        for source in ["a", "b"] {
            import(source, &["Ann", "Bob"]);
        }
        for source in ["a", "b"] {
            import(source, &["Ann"]);
        }
        assert_eq!(env.values("tags"), ["[]", "[gone]"]);
        import(back_first, &["Ann", "Bob"]);
        assert_eq!(env.values("tags"), ["[]", "[gone]"], "still missing from the other, after {back_first}");
        import(if back_first == "a" { "b" } else { "a" }, &["Ann", "Bob"]);
        assert_eq!(env.values("tags"), ["[]", "[]"], "{back_first}");
    }
}

#[test]
fn one_tag_is_given_for_being_missing() {
    let env = env();
    let refused = night(&env, &["Ann"], "--missing tag=a,b").exits(2);
    refused.says("tag= takes one tag, and 'a,b' names 2");
    night(&env, &["Ann", "Bob", "Cid"], "--missing 'tag=\"a,b\"' --max-missing 2").done();
    assert_eq!(env.values("tags").last().map(String::as_str), Some("[a,b]"));
}
