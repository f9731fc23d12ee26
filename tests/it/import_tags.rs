//! Spec sections 4 and 7: the Tags column, `--tag`, the import tag.

use crate::support::TestEnv;

/// Ann with the tags `old` and `VIP`, updated with this cell and these options; what she has afterwards.
#[track_caller]
fn tags_after(cell: &str, options: &str) -> String {
    let env = TestEnv::with_contacts("First Name,Phone Number,Tags\nAnn,+60123000001,\"old,VIP\"\n");
    env.write("leads.csv", format!("Phone Number,Tags\n+60123000001,\"{cell}\"\n"));
    env.import("leads.csv", &format!("--purpose update --id phone {options}")).done();
    env.values("tags")[0].clone()
}

#[test]
fn a_rows_tags_replace_and_with_do_not_overwrite_are_added() {
    let cases = [
        ("new", "", "[new]"),
        ("new; vip", "", "[VIP new]"),
        ("", "", "[VIP old]"),
        ("new", "--do-not-overwrite", "[VIP new old]"),
        ("vip", "--do-not-overwrite", "[VIP old]"),
        ("new", "--do-not-overwrite=Tags", "[VIP new old]"),
        ("new", "--do-not-overwrite=Email", "[new]"),
        ("", "--do-not-overwrite", "[VIP old]"),
        ("NULL", "--clear-marker NULL", "[]"),
        ("NULL", "--clear-marker NULL --do-not-overwrite", "[VIP old]"),
    ];
    for (cell, options, expected) in cases {
        assert_eq!(tags_after(cell, options), expected, "{cell:?} {options}");
    }
}

#[test]
fn tags_of_the_command_line_are_always_added_and_remove_nothing() {
    let cases = [
        ("", "--tag spring", "[VIP old spring]"),
        ("new", "--tag spring", "[new spring]"),
        ("new", "--tag spring --tag Vip", "[VIP new spring]"),
        ("new", "--do-not-overwrite --tag spring", "[VIP new old spring]"),
        ("NULL", "--clear-marker NULL --tag spring", "[spring]"),
        ("", "--import-tag batch", "[VIP batch old]"),
        ("new", "--import-tag batch --tag spring", "[batch new spring]"),
    ];
    for (cell, options, expected) in cases {
        assert_eq!(tags_after(cell, options), expected, "{cell:?} {options}");
    }
}

#[test]
fn tags_are_separated_by_commas_and_semicolons_or_as_the_option_says() {
    let env = TestEnv::new();
    env.write("leads.csv", "First Name,Tags\nAnn,\"a, b;c ,,A\"\n");
    env.import("leads.csv", "--purpose add-all").done();
    env.write("leads.csv", "First Name,Tags\nBob,\"a,b|c\"\n");
    env.import("leads.csv", "--purpose add-all --tag-separator '|'").done();
    assert_eq!(env.values("tags"), ["[a b c]", "[a,b c]"]);
}

#[test]
fn what_programs_write_between_tags_separates_them() {
    for cell in ["new|vip", "new\nvip", "new，vip", "{new,vip}", "['new', 'vip']", r#"[""new"",""vip""]"#] {
        assert_eq!(tags_after(cell, ""), "[VIP new]", "{cell:?}");
    }
    for cell in ["[]", "{}", ";"] {
        assert_eq!(tags_after(cell, ""), "[VIP old]", "{cell:?} changes nothing");
    }
}

#[test]
fn tags_come_back_from_an_export_as_they_are() {
    let env = TestEnv::with_contacts("First Name,Tags\nAnn,\"\"\"a|b\"\",\"\"{c}\"\",\"\"[d, e]\"\",f\"\n");
    let tags = env.values("tags");
    assert_eq!(tags, ["[[d, e] a|b f {c}]"]);
    env.run("export back.csv").done();
    env.import("back.csv", "--purpose update --id contact-id").done();
    assert_eq!(env.values("tags"), tags);
}

#[test]
fn a_review_names_the_tags_that_would_be_new() {
    let env = TestEnv::with_contacts("First Name,Email,Tags\nAnn,ann@example.com,vip\n");
    let cells: String = (0..12).map(|n| format!("Bob,bob{n}@example.com,\"VIP,\"\"new, {n}\"\"\"\n")).collect();
    env.write("leads.csv", "First Name,Email,Tags\nEve,no address,unwritten\n".to_owned() + &cells);
    let options = "--purpose add --id email --tag Spring --dry-run";
    let outcome = env.run(&format!("import leads.csv {options} --json"));
    let new = &outcome.json()["new_tags"];
    assert_eq!((&new["count"], &new["first"][0], &new["first"][1]), (&13.into(), &"Spring".into(), &"new, 0".into()));
    assert_eq!(new["first"].as_array().map(Vec::len), Some(10));
    outcome.exits(3);
    env.run(&format!("import leads.csv {options}"))
        .says(r#"New tags: 13 (Spring, "new, 0", "#)
        .says(r#""new, 8" and 3 more)"#);
    let outcome = env.import("leads.csv", "--purpose add --id email --tag Spring");
    assert!(outcome.json().get("new_tags").is_none(), "an import tells no tags: they are there");
}

#[test]
fn tag_names_compare_without_case_and_the_first_spelling_stays() {
    let env = TestEnv::new();
    env.write("leads.csv", "First Name,Tags\nAnn,\"VIP,Blog\"\nBob,\"vip,BLOG\"\n");
    env.import("leads.csv", "--purpose add-all").done();
    assert_eq!(env.values("tags"), ["[Blog VIP]", "[Blog VIP]"]);
}

#[test]
fn the_import_tag_is_on_every_contact_that_was_added_or_updated_and_on_no_other() {
    let env = TestEnv::with_contacts(
        "First Name,Phone Number\nAnn,+60123000001\nBob,+60123000002\nCleo,+60123000003\nCora,+60123000003\n",
    );
    env.write(
        "leads.csv",
        "First Name,Phone Number\nAnn,+60123000001\nZoe,+60123000009\nCleo,+60123000003\nBad,0189988776\n",
    );
    let outcome = env.run("import leads.csv --purpose add-update --id phone --json").exits(3);
    let tag = outcome.json()["import_tag"].as_str().expect("an import tag").to_owned();
    let with = format!("[{tag}]");
    assert_eq!(env.values("tags"), [with.as_str(), "[]", "[]", "[]", with.as_str()]);
    let listed = env.run(&format!("list --tag '{tag}' --json")).done().json();
    assert_eq!(listed["total"], 2);
}

#[test]
fn a_skipped_contact_gets_no_tag() {
    let env = TestEnv::with_contacts("First Name,Phone Number\nAnn,+60123000001\n");
    env.write("leads.csv", "First Name,Phone Number\nAnn,+60123000001\n");
    let outcome = env.import("leads.csv", "--purpose add --id phone --import-tag batch --tag extra").done();
    assert_eq!(outcome.counts(), [1, 0, 0, 0, 1, 0]);
    assert_eq!(env.values("tags"), ["[]"]);
}

#[test]
fn each_import_has_a_tag_of_its_own() {
    let env = TestEnv::new();
    env.write("leads.csv", "First Name\nAnn\n");
    let tags = [(); 2].map(|()| {
        let outcome = env.run("import leads.csv --purpose add-all --json").done();
        outcome.json()["import_tag"].as_str().expect("an import tag").to_owned()
    });
    assert_ne!(tags[0], tags[1]);
}

#[test]
fn the_import_tag_can_be_named_or_left_out() {
    let env = TestEnv::new();
    env.write("leads.csv", "First Name\nAnn\n");
    let named = env.run("import leads.csv --purpose add-all --import-tag 'Spring fair' --json").done();
    assert_eq!(named.json()["import_tag"], "Spring fair");
    let without = env.run("import leads.csv --purpose add-all --no-import-tag --json").done();
    assert!(without.json()["import_tag"].is_null(), "{without}");
    assert_eq!(env.values("tags"), ["[Spring fair]", "[]"]);
    env.run("import leads.csv --purpose add-all --no-import-tag --import-tag x").exits(2);
}

#[test]
fn a_tag_that_is_no_tag_is_wrong_usage() {
    let env = TestEnv::new();
    env.write("leads.csv", "First Name\nAnn\n");
    for option in ["--tag ''", "--tag '  '", "--import-tag ''"] {
        env.run(&format!("import leads.csv --purpose add-all {option}")).exits(2);
    }
}

#[test]
fn a_tag_of_the_command_line_is_one_that_a_cell_may_hold() {
    let env = TestEnv::new();
    env.write("leads.csv", "First Name\nAnn\n");
    let hundred = "x".repeat(100);
    for option in ["--tag", "--import-tag"] {
        for name in [format!("{hundred}y"), "one\ntwo".to_owned(), "a\u{1b}[31mb".to_owned()] {
            env.run(&format!("import leads.csv --purpose add-all {option} '{name}'")).exits(2).says(option);
        }
    }
    env.import("leads.csv", &format!("--purpose add-all --tag {hundred} --import-tag 'p;q'")).done();
    env.run("export people.csv").done();
    let again = env.import("people.csv", "--purpose update --id contact-id").done();
    assert_eq!(again.counts(), [1, 0, 1, 1, 0, 0], "what is exported imports again unchanged");
}

#[test]
fn tags_that_were_there_already_leave_a_contact_unchanged() {
    let env = TestEnv::with_contacts("First Name,Phone Number,Tags\nAnn,+60123000001,\"a,b\"\n");
    env.write("leads.csv", "Phone Number,Tags\n+60123000001,\"B;A\"\n");
    let outcome = env.import("leads.csv", "--purpose update --id phone --tag a").done();
    assert_eq!(outcome.counts(), [1, 0, 1, 1, 0, 0]);
}

/// Contacts of an earlier import with the tag `fair`, which an update may take tags off.
fn from_the_fair() -> TestEnv {
    let env = TestEnv::new();
    env.write("first.csv", "First Name,Phone Number,Tags\nAnn,+60123000001,old\nBob,+60123000002,old\n");
    env.run("import first.csv --purpose add --id phone --import-tag fair").done();
    env
}

#[test]
fn import_tags_of_earlier_imports_are_never_taken_off_by_a_tags_column() {
    let cases = [
        ("new", "", "[fair new]"),
        ("", "", "[fair old]"),
        ("new", "--do-not-overwrite", "[fair new old]"),
        ("NIL", "--clear-marker NIL", "[fair]"),
        ("new", "--import-tag second --tag extra", "[extra fair new second]"),
        ("FAIR", "", "[fair]"),
    ];
    for (cell, options, expected) in cases {
        let env = from_the_fair();
        env.write("leads.csv", format!("Phone Number,Tags\n+60123000001,{cell}\n"));
        let tag = if options.contains("--import-tag") { "" } else { "--no-import-tag" };
        env.run(&format!("import leads.csv --purpose update --id phone {tag} {options}")).done();
        assert_eq!(env.values("tags"), [expected, "[fair old]"], "{cell:?} {options}");
    }
}

#[test]
fn every_import_leaves_its_tag_on_who_it_wrote() {
    let env = TestEnv::new();
    env.write("leads.csv", "First Name,Phone Number,Tags\nAnn,+60123000001,a\n");
    for _ in 0..3 {
        env.run("import leads.csv --purpose add-update --id phone").done();
    }
    env.write("leads.csv", "First Name,Phone Number,Tags\nAnn,+60123000001,b\n");
    let outcome = env.import("leads.csv", "--purpose update --id phone").done();
    assert_eq!(outcome.counts(), [1, 0, 1, 0, 0, 0]);
    assert_eq!(
        env.values("tags"),
        ["[b import-2026-11-22-1 import-2026-11-22-2 import-2026-11-22-3]"],
        "only a made room for b"
    );
    let again = env.import("leads.csv", "--purpose update --id phone").done();
    assert_eq!(again.counts(), [1, 0, 1, 1, 0, 0], "tags that stay are no change");
}

#[test]
fn an_import_tag_is_one_whatever_was_done_since() {
    let env = from_the_fair();
    env.write("leads.csv", "Phone Number,Tags\n+60123000001,new\n+60123000002,new\n");
    env.run("undo 1 --yes").done();
    env.run("undo 2 --yes").done();
    env.run("edit 1 --remove-tag fair").done();
    env.run("edit 1 --add-tag Fair").done();
    env.write("third.csv", "First Name,Phone Number\nCid,+60123000003\n");
    env.import("third.csv", "--purpose add --id phone").done();
    env.run("merge 2 3 --keep oldest --yes").done();
    env.import("leads.csv", "--purpose update --id phone").done();
    assert_eq!(env.values("tags"), ["[fair new]", "[fair new]"]);
    env.run("edit 1 --remove-tag fair").done();
    assert_eq!(env.values("tags"), ["[new]", "[fair new]"], "a person may take it off");
}
