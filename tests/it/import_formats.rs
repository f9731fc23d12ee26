//! Spec section 5: exports that are recognised, and their ways of writing cells.

use crate::support::TestEnv;

const GOOGLE: &str = "First Name,Labels,E-mail 1 - Value,Phone 1 - Value\n";
const GOOGLE_MAP: &str = "--map '#2=Tags' --map '#3=Email' --map '#4=Phone Number'";

fn google(rows: &str, options: &str) -> (TestEnv, crate::support::CommandOutput) {
    let env = TestEnv::new();
    env.write("google.csv", format!("{GOOGLE}{rows}"));
    let outcome = env.import("google.csv", &format!("{options} {GOOGLE_MAP}"));
    (env, outcome)
}

#[test]
fn of_joined_values_the_first_is_taken_and_the_others_are_a_warning() {
    let rows =
        "Ann,,ann@example.com ::: ann@example.org,+60123000001 ::: +60123000002\nBob,,bob@example.com,+60123000003\n";
    let (env, outcome) = google(rows, "--purpose add-all");
    assert_eq!(outcome.done().warnings(), 2);
    assert_eq!(env.values("email"), ["ann@example.com", "bob@example.com"]);
    assert_eq!(env.values("phone"), ["+60123000001", "+60123000003"]);
}

#[test]
fn the_first_of_joined_values_is_the_identifier() {
    let rows = "Ann,,,+60123000001 ::: +60123000002\nBob,, ::: ,+60123000003\nAnna,,,+60 12-300 0001\n";
    let (env, outcome) = google(rows, "--purpose add --id phone");
    assert_eq!(outcome.exits(3).errors(), ["2 duplicate-in-file", "4 duplicate-in-file"]);
    assert_eq!(env.values("first_name"), ["Bob"]);
    let (_, outcome) = google("Ann,, ::: ,+60123000001\n", "--purpose add --id email");
    assert_eq!(outcome.exits(3).errors(), ["2 identifier-blank"]);
}

#[test]
fn bare_joined_numbers_are_evidence_by_their_first() {
    let rows: String = (1..=10).map(|n| format!("P{n},,,601230000{n:02} ::: 1\n")).collect();
    let (env, outcome) = google(&rows, "--purpose add --id phone");
    assert_eq!(outcome.done().counts()[1], 10);
    assert_eq!(env.values("phone")[0], "+60123000001");
}

#[test]
fn a_wrong_first_value_is_an_error_that_shows_the_cell() {
    let (_, outcome) = google("Ann,,nobody ::: ann@example.com,\n", "--purpose add-all");
    let issues = outcome.exits(3).issues();
    assert_eq!(issues[0]["value"], "nobody ::: ann@example.com");
}

#[test]
fn google_labels_are_tags() {
    let rows = "Ann,* myContacts ::: Friends; old ::: * starred,,\nBob,,,\n";
    for options in ["", "--tag-separator '|'"] {
        let (env, outcome) = google(rows, &format!("--purpose add-all {options}"));
        assert_eq!(outcome.done().warnings(), 0);
        assert_eq!(env.values("tags"), ["[Friends; old myContacts starred]", "[]"]);
    }
}

#[test]
fn a_clear_marker_is_the_whole_cell() {
    let env = TestEnv::with_contacts("First Name,Phone Number,Email\nAnn,+60123000001,ann@example.com\n");
    let update = format!("--purpose update --id phone --clear-marker NULL {GOOGLE_MAP}");
    env.write("google.csv", format!("{GOOGLE}Ann,,NULL,+60123000001\n"));
    env.import("google.csv", &update).done();
    assert_eq!(env.values("email"), ["-"]);
    env.write("google.csv", format!("{GOOGLE}Ann,,NULL ::: NULL,+60123000001\n"));
    assert_eq!(env.import("google.csv", &update).exits(3).errors(), ["2 email-invalid"]);
}

#[test]
fn a_list_that_is_nobodys_export_is_read_as_it_is() {
    let env = TestEnv::new();
    env.write("leads.csv", "First Name,Last Name,Tags\nAnn ::: Anna,0/0/00,* a ::: b\n");
    assert_eq!(env.import("leads.csv", "--purpose add-all").done().warnings(), 0);
    assert_eq!(env.values("first_name"), ["Ann ::: Anna"]);
    assert_eq!(env.values("last_name"), ["0/0/00"]);
    assert_eq!(env.values("tags"), ["[* a ::: b]"]);
}

#[test]
fn mailchimps_quoted_tags_are_read() {
    let env = TestEnv::new();
    env.write(
        "mailchimp.csv",
        "Email Address,First Name,MEMBER_RATING,OPTIN_IP,LEID,TAGS\n\
         ann@example.com,Ann,2,192.0.2.1,1,\"\"\"VIP\"\",\"\"Blog, weekly\"\"\"\n",
    );
    env.import("mailchimp.csv", "--purpose add-all --map 'Email Address=Email'").done();
    assert_eq!(env.values("tags"), ["[Blog, weekly VIP]"]);
}

#[test]
fn outlooks_empty_dates_are_blank() {
    let env = TestEnv::new();
    env.write(
        "outlook.csv",
        "First Name,Birthday,Home Street,Business Fax,E-mail 2 Address\nAnn,0/0/00,,,\nBob,00.00.0000,,,\nCy,1/2/90,,,\n",
    );
    env.import("outlook.csv", "--purpose add-all --map 'Birthday=Last Name'").done();
    assert_eq!(env.values("last_name"), ["-", "-", "1/2/90"]);
}
