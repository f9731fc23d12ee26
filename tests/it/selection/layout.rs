//! `--columns` and `--sort` of `list` and `export`.

use serde_json::json;

use super::{env, selected};
use crate::support::Table;

#[test]
fn contacts_come_in_the_order_of_a_field_and_those_without_a_value_last() {
    let env = env();
    for (sort, expected) in [
        ("--sort Score", [2, 1, 4, 3]),
        ("--sort -Score", [4, 1, 2, 3]),
        ("--sort=-Score", [4, 1, 2, 3]),
        ("--sort 'last name'", [4, 1, 2, 3]),
        ("--sort '-Last Name'", [2, 1, 4, 3]),
        ("--sort Born", [4, 1, 2, 3]),
        ("--sort At", [1, 2, 4, 3]),
        ("--sort '-Contact ID'", [4, 3, 2, 1]),
        ("--sort -ID", [4, 3, 2, 1]),
        ("--sort -News --sort -Score", [4, 1, 2, 3]),
    ] {
        assert_eq!(selected(&env, sort), expected, "{sort}");
    }
    let first = env.run("list --sort -Score --limit 2 --json").done();
    assert_eq!((super::ids(&first), &first.json()["total"]), (vec![4, 1], &json!(4)));
    env.run("list --sort Tags").exits(2).says("Tags");
    env.run("list --sort -Emial").exits(2).says("did you mean 'Email'?");
}

#[test]
fn a_list_has_the_columns_that_are_named() {
    let env = env();
    let listed = env.run("list --columns 'Email,Contact ID' --columns Score --where 'Score > 0'").done().stdout;
    let header: Vec<&str> = listed.lines().next().unwrap().split_whitespace().collect();
    assert_eq!(header, ["Email", "ID", "Score"]);
    assert!(listed.contains("ann@example.com") && !listed.contains("Lee"), "{listed}");
    let json = env.run("list --columns Email,Score --where 'Contact ID < 4' --json").done().json();
    assert_eq!(
        json["contacts"],
        json!([
            {"id": 1, "email": "ann@example.com", "custom": {"Score": "12.5"}},
            {"id": 2, "email": "Bob@Example.com", "custom": {"Score": "-3"}},
            {"id": 3, "email": null, "custom": {}},
        ])
    );
    let lines = env.run("list --columns Tags --tag blog --jsonl").done();
    assert_eq!(lines.json_lines(), [json!({"id": 1, "tags": ["blog", "vip"]})]);
    env.run("list --columns Emial").exits(2).says("did you mean 'Email'?");
    env.run("list --columns ,").exits(2).says("--columns");
}

#[test]
fn an_export_has_the_contacts_and_columns_that_are_named() {
    let env = env();
    let line =
        "export some.csv --where 'Country is set' --not-tag lead --columns 'First Name,Contact ID' --sort -Score";
    env.run(line).done().says("Wrote 2 of 4 contacts to some.csv");
    assert_eq!(env.read("some.csv"), "First Name,Contact ID\nAnn,1\nJosé,2\n");
    let json = env.run("export tan.csv tan --json").done().json();
    assert_eq!(json, json!({"file": "tan.csv", "contacts": 1, "of": 4, "suppressed": 0}));
    assert_eq!(Table::read(&env.read("tan.csv")).column("First Name"), ["José"]);
    let nobody = env.run("export - --tag blog --tag lead").done().stdout;
    assert_eq!(nobody.lines().count(), 1, "the header alone: {nobody}");
    env.run("export all.csv").done().says("Wrote 4 contacts");
    env.run("export wrong.csv --where 'Contry = MY'").exits(2);
    assert!(!env.has("wrong.csv"), "nothing is written for what cannot be read");
}
