//! Spec section 5: columns to fields; do not overwrite × blank × clear marker.

use crate::support::TestEnv;

const ANN: &str = "First Name,Last Name,Phone Number,Email,Country\nAnn,Lee,+60123000001,ann@example.com,\n";

#[test]
fn headers_map_whatever_their_case_blanks_and_invisible_characters() {
    for header in [
        "First Name,Phone Number",
        "first name,PHONE NUMBER",
        " First Name ,\u{a0}Phone\u{a0}Number\u{200b}",
        "\u{feff}First Name,Phone Number",
    ] {
        let env = TestEnv::new();
        env.write("leads.csv", format!("{header}\nAnn,+60123000001\n"));
        env.import("leads.csv", "--purpose add --id phone").done();
        assert_eq!(env.people(), ["1 Ann, -, +60123000001, -, -, -, []"], "{header:?}");
    }
}

#[test]
fn a_column_that_is_not_matched_is_told() {
    let env = TestEnv::new();
    env.write("leads.csv", "First Name,Phone Number,Favourite Colour\nAnn,+60123000001,red\n");
    env.run("import leads.csv --purpose add --id phone").done().says("Favourite Colour");
}

#[test]
fn columns_are_mapped_by_header_or_position() {
    let cases = [
        ("Given,Mobile\nAnn,+60123000001\n", "--map 'Given=First Name' --map 'Mobile=Phone Number'"),
        ("Given,Mobile\nAnn,+60123000001\n", "--map '#1=First Name' --map '#2=Phone Number'"),
        ("First Name,\nAnn,+60123000001\n", "--map '#2=phone number'"),
        ("x,x\nAnn,+60123000001\n", "--map '#1=First Name' --map '#2=Phone Number'"),
    ];
    for (csv, options) in cases {
        let env = TestEnv::new();
        env.write("leads.csv", csv);
        env.import("leads.csv", &format!("--purpose add --id phone {options}")).done();
        assert_eq!(env.people(), ["1 Ann, -, +60123000001, -, -, -, []"], "{csv:?} {options}");
    }
}

#[test]
fn two_columns_of_one_name_map_only_by_position() {
    let env = TestEnv::new();
    env.write("leads.csv", "First Name,Phone Number,Phone Number\nAnn,+60123000001,+60123000002\n");
    env.run("import leads.csv --purpose add --id phone").exits(2).says_all(&["Phone Number", "#2", "#3"]);
    env.import("leads.csv", "--purpose add --id phone --map '#3=Phone Number'").done();
    assert_eq!(env.values("phone"), ["+60123000002"]);
}

#[test]
fn a_field_takes_one_column() {
    let env = TestEnv::new();
    env.write("leads.csv", "First Name,Phone Number,Mobile\nAnn,+60123000001,+60123000002\n");
    env.run("import leads.csv --purpose add --id phone --map 'Mobile=Phone Number' --map '#2=Phone Number'")
        .exits(2)
        .says("Phone Number");
}

#[test]
fn a_mapped_column_wins_over_the_one_of_the_fields_name() {
    let env = TestEnv::new();
    env.write("leads.csv", "First Name,Phone Number,Mobile\nAnn,+60123000001,+60123000002\n");
    env.import("leads.csv", "--purpose add --id phone --map 'Mobile=Phone Number' --skip 'Phone Number'").done();
    assert_eq!(env.values("phone"), ["+60123000002"]);
}

#[test]
fn a_skipped_column_brings_nothing() {
    let env = TestEnv::new();
    env.write("leads.csv", "First Name,Phone Number,Country\nAnn,+60123000001,Atlantis\n");
    env.import("leads.csv", "--purpose add --id phone --skip Country").done();
    assert_eq!(env.values("country"), ["-"]);
}

#[test]
fn a_constant_is_set_in_every_row() {
    let env = TestEnv::new();
    env.write("leads.csv", "First Name\nAnn\nBob\n");
    env.import("leads.csv", "--purpose add-all --set Country=Malaysia --set 'Last Name=of Penang'").done();
    assert_eq!(env.values("country"), ["MY", "MY"]);
    assert_eq!(env.values("last_name"), ["of Penang", "of Penang"]);
}

#[test]
fn what_is_named_must_exist() {
    let env = TestEnv::new();
    env.write("leads.csv", "First Name,Phone Number\nAnn,+60123000001\n");
    let cases = [
        ("--map 'Mobile=Phone Number'", "Mobile"),
        ("--map '#9=Phone Number'", "#9"),
        ("--map '#0=Phone Number'", "#0"),
        ("--map 'Phone Number=Shoe Size'", "Shoe Size"),
        ("--map 'Phone Number'", "Phone Number"),
        ("--skip Mobile", "Mobile"),
        ("--set 'Shoe Size=44'", "Shoe Size"),
        ("--set Country=Atlantis", "Atlantis"),
    ];
    for (options, named) in cases {
        env.run(&format!("import leads.csv --purpose add --id phone {options}")).exits(2).says(named);
    }
    env.run("import leads.csv --purpose update --id phone --do-not-overwrite='Shoe Size'").exits(2).says("Shoe Size");
}

/// `{cell}` of Last Name for Ann, whose last name is `Lee` or empty, and what she has afterwards.
#[test]
fn blank_cells_clear_markers_and_do_not_overwrite_decide_what_is_kept() {
    let cases = [
        // cell, options, before "Lee", before empty
        ("New", "", "New", "New"),
        ("New", "--do-not-overwrite", "Lee", "New"),
        ("New", "--do-not-overwrite='Last Name'", "Lee", "New"),
        ("New", "--do-not-overwrite=Email,Country", "New", "New"),
        ("", "", "Lee", "-"),
        ("", "--do-not-overwrite", "Lee", "-"),
        ("   ", "", "Lee", "-"),
        ("NULL", "--clear-marker NULL", "-", "-"),
        ("NULL ", "--clear-marker NULL", "-", "-"),
        ("\u{A0}NULL", "--clear-marker NULL", "-", "-"),
        ("NULL", "--clear-marker NULL --do-not-overwrite", "Lee", "-"),
        ("NULL", "--clear-marker NULL --do-not-overwrite=Email", "-", "-"),
        ("null", "--clear-marker NULL", "null", "null"),
        ("", "--clear-marker NULL", "Lee", "-"),
    ];
    for purpose in ["update", "add-update"] {
        for (cell, options, from_lee, from_empty) in cases {
            for (before, after) in [("Lee", from_lee), ("", from_empty)] {
                let env =
                    TestEnv::with_contacts(&format!("First Name,Last Name,Phone Number\nAnn,{before},+60123000001\n"));
                env.write("leads.csv", format!("First Name,Last Name,Phone Number\nAnn,{cell},+60123000001\n"));
                let outcome = env.import("leads.csv", &format!("--purpose {purpose} --id phone {options}")).done();
                assert_eq!(env.values("last_name"), [after], "{before:?} and {cell:?}\n{outcome}");
                let unchanged = u64::from(after == before || (after == "-" && before.is_empty()));
                assert_eq!(outcome.counts(), [1, 0, 1, unchanged, 0, 0], "{before:?} and {cell:?}\n{outcome}");
            }
        }
    }
}

#[test]
fn do_not_overwrite_holds_for_each_field_by_itself() {
    let env = TestEnv::with_contacts(ANN);
    env.write("leads.csv", "Last Name,Phone Number,Email,Country\nNew,+60123000001,new@example.com,MY\n");
    env.import("leads.csv", "--purpose update --id phone --do-not-overwrite=Email,Country").done();
    assert_eq!(env.people(), ["1 Ann, New, +60123000001, ann@example.com, MY, -, []"]);
}

#[test]
fn the_clear_marker_never_takes_an_identifier_or_the_first_name_of_a_new_contact() {
    let env = TestEnv::with_contacts(ANN);
    env.write(
        "leads.csv",
        "First Name,Phone Number,Email\nAnn,NULL,x@example.com\nNULL,+60123000009,\nNULL,+60123000001,NULL\n",
    );
    let outcome = env.import("leads.csv", "--purpose add-update --id phone --clear-marker NULL").exits(3);
    assert_eq!(outcome.errors(), ["2 identifier-cleared", "3 first-name-missing"]);
    assert_eq!(env.values("email"), ["-"], "line 4 empties the address");
}

#[test]
fn a_clear_marker_in_a_new_contact_leaves_the_field_empty() {
    let env = TestEnv::new();
    env.write("leads.csv", "First Name,Last Name,Country,Tags\nAnn,NULL,NULL,NULL\n");
    env.import("leads.csv", "--purpose add-all --clear-marker NULL").done();
    assert_eq!(env.people(), ["1 Ann, -, -, -, -, -, []"]);
}

#[test]
fn columns_that_are_not_in_the_file_are_left_alone() {
    let env = TestEnv::with_contacts(ANN);
    env.write("leads.csv", "Phone Number\n+60123000001\n");
    let outcome = env.import("leads.csv", "--purpose update --id phone").done();
    assert_eq!(outcome.counts(), [1, 0, 1, 1, 0, 0]);
    assert_eq!(env.people(), ["1 Ann, Lee, +60123000001, ann@example.com, -, -, []"]);
}

#[test]
fn at_least_one_column_must_be_mapped() {
    let env = TestEnv::new();
    env.write("leads.csv", "Colour,Size\nred,4\n");
    env.run("import leads.csv --purpose add-all").exits(2).says("--map");
}
