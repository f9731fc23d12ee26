//! Spec section 9: hints on columns and fields name what this list has, and work when they are pasted.

use serde_json::json;

use crate::support::TestEnv;

fn env(csv: &str) -> TestEnv {
    let env = TestEnv::new();
    env.write("list.csv", csv);
    env
}

#[test]
fn only_columns_that_show_an_identifier_are_offered_for_one() {
    let rows = "Ann,ann@example.com,likes tea,Leeds,K-101\nBob,bob@example.com,met in May,Ulm,K-102\n";
    let env = env(&format!("First Name,Email,Notes,City,Ledger\n{rows}"));
    env.run("fields add 'CRM ID'").done();
    let import = |options: &str| env.run(&format!("import list.csv --purpose add {options} --dry-run"));
    let refused = import("--id 'CRM ID,email'").exits(2);
    assert!(refused.stderr.ends_with("hint: add one of: --map 'Ledger=CRM ID'; or: --id email\n"), "{refused}");
    let refused = import("--id 'CRM ID,email' --skip Ledger").exits(2);
    refused.says("hint: the source needs a column for CRM ID; or: --id email");
    import("--id email,phone").exits(2).says("hint: the source needs a column for Phone Number; or: --id email");
    import("--id email").done();
}

#[test]
fn a_new_column_of_a_saved_mapping_is_offered_for_the_identifier_only_where_it_shows_one() {
    let env = env("First Name,Kundennummer\nAnn,K-1\n");
    env.run("fields add 'CRM ID'").done();
    env.run("import list.csv --purpose add --id 'CRM ID' --map 'Kundennummer=CRM ID' --save crm").done();
    env.write("next.csv", "First Name,Remark,Customer No\nBob,likes tea,K-2\n");
    let refused = env.run("import next.csv --use crm").exits(2);
    assert!(refused.stderr.ends_with("hint: add one of: --map 'Customer No=CRM ID'\n"), "{refused}");
    env.run("import next.csv --use crm --map 'Customer No=CRM ID'").done();
}

#[test]
fn a_name_that_does_not_exist_is_answered_with_the_nearest() {
    let env = env("First Name,Email,Mobile,Score\nAnn,ann@example.com,+60123000001,7\n");
    let run = |options: &str| env.run(&format!("import list.csv --purpose add-update {options}"));
    let import = |options: &str| run(&format!("--id email {options}"));
    let hint = "the nearest is: --map 'Mobile=Phone Number'; a field of its own: --create-field Mobile=Phone:text";
    import("--map Mobile=Phone").exits(2).says(hint);
    for option in ["--set Phone=1", "--do-not-overwrite=Phone", "--keep-edits=Phone"] {
        import(option).exits(2).says("the nearest is 'Phone Number'; to add the field: contacts fields add Phone");
    }
    import("--map 'Scor=Last Name'").exits(2).says("the nearest is Score; a column is also named by its place");
    import("--map Mobile=Shoesize").exits(2).says("hint: to add the field: --create-field Mobile=Shoesize:text");
    run("--id Score").exits(2).says("hint: to add the field: --create-field Score=:text");
    run("--id 'first name'").exits(2).says("First Name recognises nobody");
    run("--id tags")
        .exits(2)
        .says("Tags recognises nobody: an identifier is phone, email, contact-id or a custom field");
    for pasted in [
        "--id email --map 'Mobile=Phone Number'",
        "--id email --create-field Mobile=Shoesize:text",
        "--id Score --create-field Score=:text",
    ] {
        run(&format!("{pasted} --dry-run")).done();
    }
}

#[test]
fn edits_of_tags_cannot_be_kept_and_those_of_unmapped_fields_are_told() {
    let env = env("First Name,Email,Tags\nAnn,ann@example.com,vip\n");
    let import = |options: &str| env.run(&format!("import list.csv --purpose add-update --id email {options}"));
    import("--keep-edits=Tags")
        .exits(2)
        .says("hint: to keep the tags that contacts have, and add those of the list: --do-not-overwrite=Tags");
    import("--do-not-overwrite=Tags").done();
    import("--keep-edits='Last Name'")
        .done()
        .says("--keep-edits: Last Name is not mapped, so its edits are kept anyway");
    import("--keep-edits").done();
}

#[test]
fn a_foreign_column_with_a_name_of_ours_is_told_with_the_option_that_takes_it() {
    let env = env("First Name,Email,Error\nAnn,ann@example.com,late payer\n");
    let outcome = env.run("import list.csv --purpose add --id email --json --dry-run").done();
    let note = outcome.json()["notes"][0].clone();
    assert_eq!(note["message"], "'Error' is not imported: this tool writes a column of that name");
    let option = "--create-field 'Error=Source Error:text'";
    assert_eq!(note["option"], json!(option));
    env.run(&format!("import list.csv --purpose add --id email {option}")).done();
    env.run("list --where 'Source Error = late payer'").done().says("Ann");
}

#[test]
fn an_identifier_whose_column_is_blank_is_told_with_the_column_that_has_it() {
    let env = env("Email,Email 2,First Name\n,ann@example.com,Ann\n,bob@example.com,Bob\n");
    let outcome = env.run("import list.csv --purpose add --id email --dry-run").exits(3);
    outcome.says("warning: 'Email' is blank in the first rows, and 'Email 2' is not: --map 'Email 2=Email'");
    env.run("import list.csv --purpose add --id email --map 'Email 2=Email'").done();
}

#[test]
fn a_set_country_reads_a_set_number() {
    let env = env("First Name,Email\nAnn,ann@example.com\n");
    let set = "--set 'Phone Number=0151 12345671' --set Country=Germany";
    env.run(&format!("import list.csv --purpose add --id email {set}")).done();
    assert_eq!(env.values("phone"), ["+4915112345671"]);
}

mod vanished_columns {
    use super::*;

    fn saved() -> TestEnv {
        let env = env("First Name,Email,Land\nAnn,ann@example.com,MY\n");
        env.run("import list.csv --purpose add-update --id email --map Land=Country --save crm").done();
        env
    }

    #[test]
    fn a_field_that_something_else_fills_is_not_told_as_lost() {
        let env = saved();
        env.write("next.csv", "First Name,Email,Country of residence\nAnn,ann@example.com,IT\n");
        let lost = "the column 'Land' is gone, so Country is not imported";
        for options in ["--map 'Country of residence=Country'", "--set Country=IT", "--accept-suggestions"] {
            let outcome = env.run(&format!("import next.csv --use crm {options} --dry-run")).done();
            assert!(!outcome.stderr.contains(lost), "{outcome}");
            outcome.says("the column 'Land' is gone; Country is imported all the same");
        }
        let outcome = env.run("import next.csv --use crm --json --dry-run").done().says(lost);
        let notes = outcome.json()["notes"].clone();
        let appeared = notes.as_array().unwrap().iter().find(|note| note["code"] == "columns-appeared").unwrap();
        assert_eq!(appeared["option"], "--map 'Country of residence=Country'");
    }

    #[test]
    fn a_new_column_with_the_name_of_the_lost_field_is_told_with_its_option() {
        let env = saved();
        env.write("next.csv", "First Name,Email,Country\nAnn,ann@example.com,IT\n");
        env.run("import next.csv --use crm --dry-run")
            .done()
            .says("not imported: 'Country'; add: --map Country=Country");
    }

    #[test]
    fn both_fields_of_a_split_column_are_told() {
        let env = env("Name,Email\nAnn Lee,ann@example.com\n");
        env.run("import list.csv --purpose update --id email --split Name --save crm").done();
        env.write("next.csv", "Email\nann@example.com\n");
        let outcome = env.run("import next.csv --use crm --dry-run").done();
        outcome.says_all(&["so First Name is not imported", "so Last Name is not imported"]);
        env.write("next.csv", "Full name,Email\nAnn Lee,ann@example.com\n");
        let outcome = env.run("import next.csv --use crm --split 'Full name' --dry-run").done();
        outcome.says("First Name and Last Name are imported all the same");
    }
}
