//! Spec section 2.6: rows with more or fewer cells than the header, what each looks like, and what an errors file keeps of
//! it (section 5).

use serde_json::Value;

use crate::support::{CommandOutput, TestEnv};

const BY_EMAIL: &str = "--purpose add --id email --only-mapped";

/// An environment with an import of a list, and what came of it.
#[track_caller]
fn imported(csv: impl AsRef<[u8]>, options: &str) -> (TestEnv, CommandOutput) {
    let env = TestEnv::new();
    env.write("leads.csv", csv);
    let outcome = env.import("leads.csv", options);
    (env, outcome)
}

#[track_caller]
fn assert_errors(csv: impl AsRef<[u8]>, options: &str, expected: &[&str]) -> (TestEnv, CommandOutput) {
    let (env, outcome) = imported(csv, options);
    assert_eq!(outcome.errors(), expected, "{outcome}");
    (env, outcome)
}

/// The note on short rows, if there is one.
fn short_rows(outcome: &CommandOutput) -> Option<Value> {
    let notes = outcome.json()["notes"].as_array().expect("notes").clone();
    notes.into_iter().find(|note| note["code"] == "short-rows")
}

fn message(outcome: &CommandOutput, line: u64) -> String {
    outcome.issues_at(line)[0]["message"].as_str().expect("a message").to_owned()
}

#[test]
fn a_bare_delimiter_does_not_shift_cells_where_the_last_column_is_blank() {
    let ends =
        [("Notes", ","), ("Notes", ",tea"), ("Notes", ",,"), ("Notes,", ",,"), ("Notes,", ",tea,"), ("Notes,,", ",,,")];
    for (end, other) in ends {
        let csv = format!(
            "Email,First Name,Company,{end}\nann@example.com,Ann,Lee Ltd{other}\n\
             bob@example.com,Bob,Moe, Sons and Co{other}\ncid@example.com,Cid, Jr.,Noe Ltd{other}\n"
        );
        let (env, outcome) = imported(csv, BY_EMAIL);
        assert_eq!(outcome.errors(), ["3 too-many-cells", "4 too-many-cells"], "{end:?} {other:?}\n{outcome}");
        assert!(message(&outcome, 3).contains("\"Moe, Sons and Co\""), "{outcome}");
        assert!(message(&outcome, 4).contains("\"Cid, Jr.\""), "{outcome}");
        assert_eq!(env.values("first_name"), ["Ann"]);
    }
}

#[test]
fn a_header_that_ends_with_a_delimiter_shows_shifted_rows_that_do_not() {
    let rows = "ann@example.com,Ann,Lee Ltd\n".repeat(3);
    let rows = (1..).zip(rows.lines()).map(|(n, row)| format!("{n}{row}\n")).collect::<String>();
    let csv = format!("Email,First Name,Company,\n{rows}bob@example.com,Bob,Moe, Sons and Co\n");
    let (_, outcome) = assert_errors(&csv, BY_EMAIL, &["5 too-many-cells"]);
    let issue = &outcome.issues_at(5)[0];
    assert_eq!((issue["column"].as_str(), issue["value"].as_str()), (Some("#4"), Some(" Sons and Co")));
    assert!(message(&outcome, 5).contains("\"Moe, Sons and Co\", or give column #4 a name"), "{outcome}");
    assert_eq!(short_rows(&outcome), None, "only a cell without a name is missing");

    let options = "--purpose add --id email --map '#4=Last Name'";
    let (env, _) = assert_errors(&csv, options, &[]);
    assert_eq!(env.values("last_name"), ["-", "-", "-", "Sons and Co"], "the user says what the column is");
}

#[test]
fn each_filled_column_without_a_name_is_told_so_that_mapping_one_hides_no_other() {
    let rows = (1..=3).map(|n| format!("p{n}@example.com,P{n},,\n")).collect::<String>();
    let csv = format!("Email,First Name,,\n{rows}bob@example.com,Bob,Moe,x\n");
    let (_, outcome) = assert_errors(&csv, BY_EMAIL, &["5 too-many-cells", "5 too-many-cells"]);
    let columns: Vec<_> = outcome.issues_at(5).iter().map(|issue| issue["column"].clone()).collect();
    assert_eq!(columns, ["#3", "#4"]);
    let (_, outcome) = assert_errors(&csv, &format!("{BY_EMAIL} --map '#3=Last Name'"), &["5 too-many-cells"]);
    assert_eq!(outcome.issues_at(5)[0]["column"], "#4");
    let both = format!("{BY_EMAIL} --map '#3=Last Name' --map '#4=Tags'");
    assert_errors(&csv, &both, &[]);
}

#[test]
fn blank_cells_that_nearly_all_rows_have_too_many_are_fine() {
    let row = |n: usize| format!("P{n},p{n}@example.com,,\n");
    let list = |wide: usize, usual: usize| {
        let usual = (wide..wide + usual).map(|n| format!("P{n},p{n}@example.com\n"));
        "First Name,Email\n".to_owned() + &(0..wide).map(row).chain(usual).collect::<String>()
    };
    assert_errors(list(1, 0), BY_EMAIL, &[]);
    assert_errors(list(9, 1), BY_EMAIL, &[]);
    assert_eq!(imported(list(17, 2), BY_EMAIL).1.counts(), [19, 2, 0, 0, 0, 17]);
    let filled =
        list(20, 0).replace("p3@example.com,,", "p3@example.com,,x").replace("p7@example.com", "Ltd,p7@example.com");
    assert_errors(filled, BY_EMAIL, &["5 too-many-cells", "9 too-many-cells", "9 email-invalid"]);
}

#[test]
fn missing_last_cells_are_blank_and_one_note_tells_of_them() {
    let csv = "First Name,Email,Country,Language\nAnn,ann@example.com\nCid,cid@example.com,MY,en\nBob,bob@example.com,MY\n\
               Dan\nEve,eve@example.com,MY,en\n";
    let (env, outcome) = assert_errors(csv, BY_EMAIL, &["5 identifier-blank"]);
    assert_eq!(env.values("country"), ["-", "MY", "MY", "MY"]);
    let note = short_rows(&outcome).expect("a note");
    assert_eq!((note["level"].as_str(), &note["count"], &note["of"]), (Some("info"), &3.into(), &5.into()));
    assert!(note["message"].as_str().is_some_and(|text| text.contains("the first on line 2")), "{note}");
    assert_eq!(env.results("leads.csv").rows[0].len(), 6, "the file has all cells");
    let whole = imported("First Name,Email\nAnn,ann@example.com\n", BY_EMAIL).1;
    assert_eq!(short_rows(&whole), None);
}

#[test]
fn a_blank_cell_that_is_missing_changes_nothing_and_clears_nothing() {
    let env = TestEnv::with_contacts("First Name,Email,Country\nAnn,ann@example.com,MY\n");
    env.write("leads.csv", "Email,Last Name,Country\nann@example.com,Lee\n");
    env.import("leads.csv", "--purpose update --id email").done();
    assert_eq!((env.values("last_name"), env.values("country")), (vec!["Lee".into()], vec!["MY".into()]));
}

#[test]
fn a_row_that_a_line_break_cut_is_no_two_rows() {
    let cases = [
        "First Name,Email,Street,City\nAnn,ann@example.com,Street 1\nFloor 2,Oslo\nBob,bob@example.com,x,y\n",
        "First Name,Email,Street,City\r\nAnn,ann@example.com,Street 1\r\n\r\nFloor 2,Oslo\r\nBob,bob@example.com,x,y\r\n",
        "First Name;Email;Street;City;\nAnn;ann@example.com;Street 1\nFloor 2;Oslo;\nBob;bob@example.com;x;y;\n",
        "First Name,Email,Street,City\nAnn,ann@example.com\n,Street 1,Oslo\nBob,bob@example.com,x,y\n",
    ];
    for csv in cases {
        let (env, outcome) = imported(csv, BY_EMAIL);
        let second = if csv.contains("\r\n\r\n") { 4 } else { 3 };
        let too_few = |line: u64| outcome.errors().contains(&format!("{line} too-few-cells"));
        assert!(too_few(2) && too_few(second), "{csv:?}\n{outcome}");
        assert!(message(&outcome, 2).contains(&format!("lines 2 to {second} together")), "{outcome}");
        assert_eq!(env.values("first_name"), ["Bob"], "{csv:?}");
    }
    let valid =
        "First Name,Email,Street,City\nAnn,ann@example.com,Street 1\nBob,bob@example.com\nCid,cid@example.com,x,y\n";
    let (_, outcome) = assert_errors(valid, BY_EMAIL, &[]);
    let note = short_rows(&outcome).expect("a note");
    assert_eq!(note["level"], "warning", "both came in, and may be one");
    assert!(note["message"].as_str().is_some_and(|text| text.contains("lines 2 and 3")), "{note}");
}

#[test]
fn a_cell_of_several_lines_cuts_a_row_in_several_pieces() {
    let csv =
        "First Name,Email,Street,City\nAnn,ann@example.com,Street 1\nBackyard\nFloor 2,Oslo\nBob,bob@example.com,x,y\n";
    let (env, outcome) = imported(csv, BY_EMAIL);
    let torn = outcome.errors().into_iter().filter(|error| error.ends_with("too-few-cells")).collect::<Vec<_>>();
    assert_eq!(torn, ["2 too-few-cells", "3 too-few-cells", "4 too-few-cells"], "{outcome}");
    assert_eq!(env.values("first_name"), ["Bob"]);
}

#[test]
fn what_makes_a_second_row_none_may_be_the_purpose() {
    let csv = "Email,First Name,Last Name\nann@example.com,Ann\nbob@example.com,\n";
    let update = "--purpose add-update --id email";
    assert_errors(csv, update, &["2 too-few-cells", "3 too-few-cells"]);
    let env = TestEnv::with_contacts("First Name,Email\nBob,bob@example.com\n");
    env.write("leads.csv", csv);
    env.import("leads.csv", update).done();
    assert_eq!(env.values("first_name"), ["Bob", "Ann"]);
}

#[test]
fn halves_of_a_row_find_each_other_across_batches() {
    for before in [1_020_u64, 1_021, 1_022, 1_023, 1_024, 2_047] {
        let people = (0..before).map(|n| format!("P{n},p{n}@example.com,x,y\n")).collect::<String>();
        let csv = format!(
            "First Name,Email,Street,City\n{people}Ann,ann@example.com,Street 1\nFloor 2,Oslo\nBob,bob@example.com,x,y\n"
        );
        let (_, outcome) = imported(csv, BY_EMAIL);
        assert_eq!(outcome.counts()[5], 2, "{before}");
        assert_eq!(outcome.issues_at(before + 2)[0]["code"], "too-few-cells", "{before}");
    }
}

#[test]
fn a_short_row_at_the_end_of_a_file_without_a_line_end_was_cut_off() {
    let csv = "First Name,Email,City\nAnn,ann@example.com,Oslo\nBob,bob@exam";
    let (_, outcome) = assert_errors(csv, BY_EMAIL, &["3 too-few-cells", "3 email-invalid"]);
    assert!(message(&outcome, 3).contains("without a line end"), "{outcome}");
    assert_eq!(short_rows(&outcome), None);
    assert_errors(csv.to_owned() + "ple.com\n", BY_EMAIL, &[]);
    assert_errors("First Name,Email,City\nAnn", BY_EMAIL, &["2 too-few-cells"]);
}

#[test]
fn rows_of_an_errors_file_stay_errors_until_their_error_cell_is_emptied() {
    let torn = "First Name,Email,Street,City\nAnn,ann@example.com,Street 1\nFloor 2,Oslo\nBob,bob@example.com,x,y\n";
    let shifted = "First Name,Email,Street,City\nAnn,ann@example.com,Moe, Sons,\nBob,bob@example.com,x,y\n";
    let cut = "First Name,Email,Street,City\nBob,bob@example.com,x,y\nAnn,ann@example.com";
    let unnamed = "First Name,Email,Street,\nBob,bob@example.com,x,\nAnn,ann@example.com,Moe, Sons\n";
    let wrapped = "First Name,Email,Street\nBob,bob@example.com,x\n\"Ann,ann@example.com,x\"\n";
    for csv in [torn, shifted, cut, unnamed, wrapped] {
        let (env, _) = imported(csv, BY_EMAIL);
        let again = env.import("leads.errors.csv", BY_EMAIL).exits(3);
        assert_eq!(again.counts()[1], 0, "{csv:?}\n{again}");
        let once_more = env.import("leads.errors.errors.csv", BY_EMAIL).exits(3);
        assert_eq!(once_more.counts()[1], 0, "{csv:?}\n{once_more}");
        assert_eq!(env.values("first_name"), ["Bob"], "{csv:?}");
        assert!(message(&once_more, 2).contains("the row has"), "{once_more}");
        env.write("mended.csv", "First Name,Email,Street,City,Error\nAnn,ann@example.com,\"Moe, Sons\",Oslo,\n");
        env.import("mended.csv", BY_EMAIL).done();
    }
    let (env, _) = imported(torn, BY_EMAIL);
    let mended = env.read("leads.errors.csv").lines().next().unwrap_or_default().to_owned()
        + "\nAnn,ann@example.com,Street 1,Oslo,\"the row has 3 cells and the header 4\"\n";
    env.write("mended.csv", mended);
    let outcome = env.import("mended.csv", BY_EMAIL);
    assert_eq!(outcome.errors(), ["2 too-few-cells"], "{outcome}");
    assert!(message(&outcome, 2).contains("empty that cell"), "{outcome}");
}

#[test]
fn the_results_file_keeps_rows_that_do_not_fit_in_error_too() {
    let (env, _) = imported("First Name,Email,City\nAnn,ann@example.com,Moe, Sons,\nBob,bob@example.com,x\n", BY_EMAIL);
    let again = env.import("leads.results.csv", "--purpose add-update --id email --only-mapped");
    assert_eq!(again.errors(), ["2 too-many-cells"], "{again}");
}

#[test]
fn an_outlook_export_of_short_rows_is_imported() {
    let header = "\"Title\",\"First Name\",\"Last Name\",\"Business Phone\",\"Mobile Phone\",\"E-mail Address\",\"E-mail Type\",\
                  \"Priority\",\"Private\",\"Sensitivity\",\"Spouse\",\"User 1\",\"User 2\",\"Web Page\"\r\n";
    let row = |n: usize| {
        format!(
            ",\"P{n}\",\"Lee\",,\"+6018998877{n}\",\"p{n}@example.com\",\"SMTP\",\"Normal\",\"False\",\"Normal\"\r\n"
        )
    };
    let csv = header.to_owned() + &(0..5).map(row).collect::<String>();
    let (env, outcome) = imported(csv, "--purpose add-update --id email --accept-suggestions");
    assert_eq!(outcome.counts(), [5, 5, 0, 0, 0, 0], "{outcome}");
    assert_eq!(env.values("email")[4], "p4@example.com");
}

#[test]
fn lines_in_quotes_are_told_with_what_to_do() {
    let env = TestEnv::new();
    env.write("leads.csv", "\"First Name,Email\"\n\"Ann,ann@example.com\"\n");
    let refused = env.import("leads.csv", BY_EMAIL).exits(1);
    assert_eq!(refused.json()["error"]["code"], "source-lines-in-quotes");
    let some = "First Name,Email\n\"Ann,ann@example.com\"\nBob,bob@example.com\n";
    let (_, outcome) = assert_errors(some, BY_EMAIL, &["2 too-few-cells"]);
    assert!(message(&outcome, 2).contains("take off the quotes at both ends"), "{outcome}");
    assert_errors(some, "--purpose add-all", &["2 too-few-cells"]);
}

#[test]
fn a_review_of_one_row_says_the_same() {
    let env = TestEnv::new();
    let people = (0..40).map(|n| format!("P{n},p{n}@example.com,x,y\n")).collect::<String>();
    let torn = "Ann,ann@example.com,Street 1\nBackyard\nFloor 2,Oslo\n";
    env.write(
        "leads.csv",
        format!("First Name,Email,Street,City\n{people}{torn}Eve,eve@example.com\nBob,bob@example.com,x,y\n"),
    );
    env.run("upload leads.csv --purpose add --id email").done();
    env.run("map leads.csv --only-mapped").done();
    for line in [42, 43, 44] {
        env.run(&format!("review leads.csv --row {line}")).says_all(&["too-few-cells", "lines 42 to 44 together"]);
    }
    env.run("review leads.csv --row 45").done().never_says("too-few-cells");
    env.run("review leads.csv --row 41").done().never_says("too-few-cells");
}

#[test]
fn cells_in_a_message_cannot_command_the_terminal() {
    let csv = "First Name,Email,Note\nAnn,ann@example.com,Moe\u{1b}[2J, Sons,\nBob,bob@example.com,\n";
    let (env, outcome) = assert_errors(csv, BY_EMAIL, &["2 too-many-cells"]);
    assert!(!message(&outcome, 2).contains('\u{1b}'), "{outcome}");
    env.run(&format!("import leads.csv {BY_EMAIL} --dry-run")).never_says("\u{1b}[2J");
}

#[test]
fn an_error_cell_that_moved_when_its_row_was_joined_is_found_where_it_stands() {
    let csv = "First Name,Email,Last Name,Country\nBob,bob@example.com,Moe, Sons and Co,MY\nAnn,ann@example.com,x,MY\n";
    let (env, _) = imported(csv, BY_EMAIL);
    // As the cell itself advises: the cells are joined, and so all behind them move to the left.
    let joined = env.read("leads.errors.csv").replacen("Moe, Sons and Co", "\"Moe, Sons and Co\"", 1);
    env.write("joined.csv", &joined);
    let again = env.import("joined.csv", BY_EMAIL).exits(3);
    assert!(message(&again, 2).contains("now stands in column 4: delete that cell"), "{again}");
    assert_eq!(env.values("first_name"), ["Ann"]);
    let start = joined.find(",the row has").or_else(|| joined.find(",\"the row has")).expect("the cell");
    let whole = format!("{},MY\n", &joined[..start]);
    env.write("whole.csv", whole);
    env.import("whole.csv", BY_EMAIL).done();
    assert_eq!(env.values("last_name"), ["x", "Moe, Sons and Co"]);
    assert_eq!(env.values("country"), ["MY", "MY"]);
}

#[test]
fn a_short_row_before_one_that_was_cut_off_is_whole() {
    let (env, outcome) =
        imported("Email,First Name,Last Name\nann@example.com,Ann\nbob@example.com,Bob", "--purpose add --id email");
    assert_eq!(outcome.errors(), ["3 too-few-cells"], "{outcome}");
    assert_eq!(env.values("first_name"), ["Ann"]);
}
