//! Spec section 3: rows that would add a person who may be there already are counted, listed and guarded.

use serde_json::{Value, json};

use crate::support::{CommandOutput, TestEnv};

/// Contacts whose numbers and addresses come in other forms too. The Contact IDs follow the lines.
const PEOPLE: &str = "\
First Name,Phone Number,Email
Ann,+60123000001,ann@example.com
Bea,+5511987654321,bea@example.com
Caio,+541123456789,caio@example.com
Dora,+8615012345678,José@example.com
";

/// `line contact likeness` of each near miss that was told.
fn near(outcome: &CommandOutput) -> Vec<String> {
    let document = outcome.json();
    let misses = document["near_misses"].as_array().expect("a list");
    assert_eq!(near_count(&document), misses.len() as u64, "{outcome}");
    let text = |miss: &Value| format!("{} {} {}", miss["line"], miss["contact"], miss["likeness"].as_str().unwrap());
    misses.iter().map(text).collect()
}

/// How many near misses the notes tell.
fn near_count(document: &Value) -> u64 {
    let notes = document["notes"].as_array().expect("a list");
    let note = notes.iter().find(|note| note["code"] == "near-misses");
    note.map_or(0, |note| note["count"].as_u64().expect("a number"))
}

/// The near misses of a list, the same in a dry run and in the import.
#[track_caller]
fn near_of(csv: &str, options: &str) -> Vec<String> {
    let env = TestEnv::with_contacts(PEOPLE);
    env.write("leads.csv", csv);
    let dry = env.import("leads.csv", &format!("{options} --dry-run"));
    let done = env.import("leads.csv", options);
    assert_eq!(near(&dry), near(&done), "the dry run says what the import says\n{dry}\n{done}");
    near(&done)
}

#[test]
fn the_same_phone_or_address_is_near_when_another_identifier_is_used() {
    let by_email =
        "First Name,Phone Number,Email\nAnn,+60123000001,new@example.com\nZoe,+60123000009,zoe@example.com\n";
    assert_eq!(near_of(by_email, "--purpose add --id email"), ["2 1 same-phone"]);
    let by_phone =
        "First Name,Phone Number,Email\nAnn,+60123000009,ANN@example.com\nZoe,+60123000008,zoe@example.com\n";
    assert_eq!(near_of(by_phone, "--purpose add-update --id phone"), ["2 1 same-email"]);
    let all = "First Name,Phone Number,Email\nAnn,+60123000001,ann@example.com\n";
    assert_eq!(near_of(all, "--purpose add-all"), ["2 1 same-phone"], "the surest of several");
}

#[test]
fn a_hit_that_a_stronger_identifier_drops_is_near() {
    let env = TestEnv::new();
    env.run("fields add 'CRM ID'").done();
    env.add_contacts("CRM ID,First Name,Phone Number,Email\nC-2,Bob,+6591230042,bob@x.co\n");
    env.write("one.csv", "CRM ID,First Name,Phone Number,Email\nC-99,Bobby,+6591230042,bob@x.co\n");
    let import = |ids: &str, more: &str| {
        env.run(&format!("import one.csv --purpose add-update --id '{ids}' --dry-run --json {more}"))
    };
    for ids in ["CRM ID", "CRM ID,phone", "CRM ID,email,phone"] {
        assert_eq!(near(&import(ids, "").done()), ["2 1 same-phone"], "{ids}");
        import(ids, "--max-near 0").exits(4);
    }
    assert_eq!(near(&import("phone,CRM ID", "").done()), [""; 0], "it is the match");
}

#[test]
fn a_number_in_another_form_is_near() {
    for (number, expected) in [
        ("+551187654321", "2 2 mobile-digit-differs"),
        ("+5491123456789", "2 3 mobile-digit-differs"),
        ("+15012345678", "2 4 country-code-differs"),
        ("+62123000001", "2 1 country-code-differs"),
    ] {
        let csv = format!("First Name,Phone Number\nX,{number}\n");
        assert_eq!(near_of(&csv, "--purpose add --id phone"), [expected], "{number}");
        assert_eq!(
            near_of(
                &csv.replace("X,", "X,x@example.com,").replace("Name,Phone", "Name,Email,Phone"),
                "--purpose add --id email"
            ),
            [expected],
            "{number} by e-mail"
        );
    }
    let national = "First Name,Phone Number\nAnn,0123000001\n";
    assert_eq!(near_of(national, "--purpose add --id phone --region ID"), ["2 1 country-code-differs"]);
}

#[test]
fn an_address_that_differs_by_case_beyond_ascii_is_near() {
    let csv = "First Name,Email\nDora,JOSÉ@example.com\nEva,eva@example.com\n";
    assert_eq!(near_of(csv, "--purpose add --id email"), ["2 4 email-case-differs"]);
}

#[test]
fn only_rows_that_would_add_a_contact_are_near() {
    // Matched, in error, twins of each other, and left alone by the purpose.
    let csv = "First Name,Phone Number,Email\nAnn,+60123000001,bea@example.com\n,+60123000007,ann@example.com\n\
               Bad,012,ann@example.com\nTwin,+60123000008,ann@example.com\nTwin,+60123000008,ann@example.com\n";
    assert_eq!(near_of(csv, "--purpose add --id phone"), [""; 0]);
    let unknown = "First Name,Phone Number,Email\nAnn,+60123000009,ann@example.com\n";
    assert_eq!(near_of(unknown, "--purpose update --id phone"), [""; 0]);
}

#[test]
fn nothing_is_near_in_an_empty_workspace() {
    let env = TestEnv::new();
    env.write("leads.csv", PEOPLE);
    let outcome = env.import("leads.csv", "--purpose add-all").done();
    assert_eq!(near(&outcome), [""; 0]);
}

#[test]
fn a_whole_list_under_another_country_code_is_counted_to_its_end() {
    let env = TestEnv::new();
    let list = |code: &str, first: u32, last: u32| -> String {
        let rows = (first..last).map(|n| format!("P{n},+{code}12{:07}\n", n * 7919 % 10_000_000));
        "First Name,Phone Number\n".to_owned() + &rows.collect::<String>()
    };
    env.add_contacts(&list("60", 0, 3000));
    env.write("leads.csv", list("62", 0, 3000));
    let outcome = env.import("leads.csv", "--purpose add --id phone").done();
    let document = outcome.json();
    assert_eq!((near_count(&document), document["near_misses"].as_array().map(Vec::len)), (3000, Some(100)));
}

#[test]
fn near_misses_are_reported_with_what_to_do() {
    let env = TestEnv::with_contacts(PEOPLE);
    let rows: String = (0..12).map(|n| format!("A{n},+6012300010{n:02},ann@example.com\n")).collect();
    env.write("leads.csv", format!("First Name,Phone Number,Email\n{rows}"));
    let line = "import leads.csv --purpose add --id phone";
    let told =
        ["Near misses: 12 rows would add", "line 2: contact 1 has the same e-mail address", "and 2 more", "--max-near"];
    env.run(&format!("{line} --dry-run")).done().says_all(&told);
    env.run("upload leads.csv --purpose add --id phone").done();
    env.run("map leads.csv").done();
    env.run("review leads.csv").done().says_all(&told);
    let review = env.run("review leads.csv --json").done();
    assert_eq!(near(&review).len(), 12);
    review.says("12 rows add a person who may be there already");
    env.run("review leads.csv --html review.html").done();
    assert!(env.read("review.html").contains("has the same e-mail address"));
    env.run(line).done().says_all(&["12 rows added a person who may have been there", "contacts duplicates"]);
}

#[test]
fn a_guard_limits_the_number_of_near_misses() {
    let env = TestEnv::with_contacts(PEOPLE);
    env.write(
        "leads.csv",
        "First Name,Phone Number,Email\nA,+60123000008,ann@example.com\nB,+60123000009,b@example.com\n",
    );
    let import = |guard: &str| env.run(&format!("import leads.csv --purpose add --id phone {guard}"));
    import("--max-near 0").exits(4).says_all(&["1 of 2 rows", "may be there already", "--max-near"]);
    import("--max-near 49%").exits(4);
    assert_eq!(env.contacts().len(), 4);
    import("--max-near 50%").done();
    assert_eq!(env.contacts().len(), 6);
}

#[test]
fn the_rows_that_were_matched_are_counted_by_the_identifier() {
    let csv =
        "First Name,Phone Number,Email\nAnn,+60123000001,ann@example.com\nZoe,+60123000009,bea@example.com\nBad,1,\n";
    for (options, expected, line) in [
        ("--purpose add --id phone", json!({"Phone Number": 1}), "Matched by: Phone Number 1"),
        ("--purpose update --id phone", json!({"Phone Number": 1}), "Matched by: Phone Number 1"),
        ("--purpose add-update --id email --skip 'Phone Number'", json!({"Email": 2}), "Matched by: Email 2"),
    ] {
        let env = TestEnv::with_contacts(PEOPLE);
        env.write("leads.csv", csv);
        let outcome = env.import("leads.csv", &format!("{options} --dry-run")).exits(3);
        assert_eq!(outcome.json()["matched_by"], expected, "{options}");
        env.run(&format!("import leads.csv {options}")).exits(3).says(line);
    }
    let env = TestEnv::with_contacts(PEOPLE);
    env.write("leads.csv", csv);
    let outcome = env.import("leads.csv", "--purpose add-all --skip 'Phone Number'").done();
    assert_eq!(outcome.json()["matched_by"], json!({}));
}
