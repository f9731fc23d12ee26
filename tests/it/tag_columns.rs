//! Spec section 5: Tags takes several columns, and a row has the union of their tags.

use crate::support::TestEnv;

/// An environment with a list.
fn env(csv: &str) -> TestEnv {
    let env = TestEnv::new();
    env.write("list.csv", csv);
    env
}

const SERIES: &str =
    "Email,First Name,Tag 1,Tag 2,Tag 3\nann@example.com,Ann,vip,\"north,VIP\",\nbob@example.com,Bob,south,,\n";

#[test]
fn a_series_of_columns_is_a_union() {
    for options in ["--accept-suggestions", "--map 'Tag 1=Tags' --map 'Tag 2=Tags' --map 'Tag 3=Tags'"] {
        let env = env(SERIES);
        env.import("list.csv", &format!("--purpose add --id email {options}")).done();
        assert_eq!(env.values("tags"), ["[north vip]", "[south]"], "{options}");
    }
}

#[test]
fn all_columns_named_tags_are_mapped_to_tags() {
    let env = env("First Name,Tags,tags\nAnn,a,b\n");
    env.import("list.csv", "--purpose add-all").done();
    assert_eq!(env.values("tags"), ["[a b]"]);
}

#[test]
fn a_series_goes_beside_the_column_that_is_named_tags() {
    let list = env("First Name,Tag 1,Tag 2,Tags,Groups\nAnn,a,b,c,d\n");
    let told = list.import("list.csv", "--purpose add-all --accept-suggestions").done();
    assert_eq!(list.values("tags"), ["[a b c]"]);
    let groups = told.json()["notes"].as_array().unwrap().iter().find(|note| note["column"] == "Groups").cloned();
    assert_eq!(groups.unwrap()["option"], "--map Groups=Tags");
}

#[test]
fn a_tag_column_that_now_stands_twice_keeps_going_to_tags() {
    let list = env("First Name,Tag\nAnn,a\n");
    list.import("list.csv", "--purpose add-all --map Tag=Tags --save m").done();
    list.write("list.csv", "First Name,Tag,Tag\nBob,b,c\n");
    list.import("list.csv", "--use m").done();
    assert_eq!(list.values("tags"), ["[a]", "[b c]"]);
}

#[test]
fn several_tag_columns_replace_or_join_tags_as_one_would() {
    for (cells, options, tags) in [
        ("a,b", "", "[a b]"),
        ("a,", "", "[a]"),
        (",", "", "[old]"),
        ("a,NIL", "--clear-marker NIL", "[a]"),
        ("NIL,", "--clear-marker NIL", "[]"),
        ("a,b", "--do-not-overwrite", "[a b old]"),
        ("NIL,b", "--do-not-overwrite=Tags --clear-marker NIL", "[b old]"),
    ] {
        let env = TestEnv::with_contacts("First Name,Email,Tags\nAnn,ann@example.com,old\n");
        env.write("list.csv", format!("Email,T1,T2\nann@example.com,{cells}\n"));
        let map = "--map T1=Tags --map T2=Tags --no-import-tag";
        env.run(&format!("import list.csv --purpose update --id email {map} {options}")).done();
        assert_eq!(env.values("tags"), [tags], "{cells} {options}");
    }
}

#[test]
fn a_saved_mapping_and_the_printed_command_keep_them_all() {
    let env = env(SERIES);
    env.run("upload list.csv --purpose add --id email --no-import-tag").done();
    let map = env.run("map list.csv --map 'Tag 1=Tags' --map 'Tag 2=Tags' --save m --json").done().json();
    let fields: Vec<&str> = map["mapping"].as_array().unwrap().iter().filter_map(|it| it["field"].as_str()).collect();
    assert_eq!(fields, ["Email", "First Name", "Tags", "Tags"]);
    assert!(map["command"].as_str().unwrap().contains("--map 'Tag 1=Tags' --map 'Tag 2=Tags'"), "{map}");
    env.run("review list.csv --row 2").done().says_all(&["Tag 1", "Tag 2"]);
    env.run("review list.csv").done();
    env.run("import list.csv").done();
    env.run("mappings export m m.toml").done();
    env.run("mappings delete m --yes").done();
    env.run("mappings import m.toml").done();
    env.write("more.csv", SERIES.replace("ann", "cy").replace("bob", "di"));
    env.run("import more.csv --use m").done();
    assert_eq!(env.values("tags"), ["[north vip]", "[south]", "[north vip]", "[south]"]);
}

#[test]
fn a_skipped_tags_column_stays_skipped_in_the_printed_command() {
    let env = env("First Name,Tags,Groups\nAnn,a,b\n");
    env.run("upload list.csv --purpose add-all").done();
    let map = env.run("map list.csv --skip Tags --map Groups=Tags --json").done().json();
    assert!(map["command"].as_str().unwrap().contains("--map Groups=Tags --skip Tags"), "{map}");
}

#[test]
fn a_value_for_every_row_goes_with_no_column() {
    let env = env("First Name,Label\nAnn,a\n");
    let outcome = env.run("import list.csv --purpose add-all --set Tags=x --map Label=Tags").exits(2);
    outcome.says("columns or one value");
}
