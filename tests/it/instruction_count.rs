//! What a row costs, in instructions that valgrind counts: whatever else the machine does, the same work costs the same.
//! The bounds are a third above what was counted when they were set; a statement that looks through a table, or a pass
//! over the file that was not there before, costs far more. Speed itself is measured by `benches/compare.sh`.

use crate::support::{TestEnv, can_count_instructions, instructions};

/// Contacts that are there before.
const CONTACTS: usize = 20_000;

/// Rows of the smaller and of the larger file. The cost of a row is what the larger one costs more.
const ROWS: [usize; 2] = [1_000, 3_000];

const IMPORT: &str = "import leads.csv --purpose add-update --id phone --no-import-tag --yes";

/// Rows with these numbers, of which every second is of a contact that is there.
fn list(edition: &str, persons: impl Iterator<Item = usize>) -> String {
    let rows = persons.map(|n| {
        format!("First{n},{edition}{n},+6012{:07},person{n}{edition}@example.com,MY,en,vip\n", (n * 7919) % 10_000_000)
    });
    "First Name,Last Name,Phone Number,Email,Country,Language,Tags\n".to_owned() + &rows.collect::<String>()
}

fn leads(rows: usize) -> String {
    list("new", CONTACTS - rows / 2..CONTACTS + rows / 2)
}

/// Environments that are about to import the smaller and the larger file; `None` where instructions cannot be counted.
fn envs() -> Option<[TestEnv; 2]> {
    if !can_count_instructions() {
        return None;
    }
    let env = TestEnv::new();
    env.add_contacts(&list("old", 0..CONTACTS));
    Some(ROWS.map(|rows| {
        let copy = env.clone_env();
        copy.write("leads.csv", leads(rows));
        copy
    }))
}

/// How many instructions a row costs when `contacts` runs with this command line.
#[track_caller]
fn cost(envs: &[TestEnv; 2], line: &str) -> u64 {
    let [small, large] = envs.each_ref().map(|env| instructions(env, line));
    (large - small) / (ROWS[1] - ROWS[0]) as u64
}

#[track_caller]
#[allow(clippy::print_stdout, reason = "the counts are for who sets the bounds")]
fn assert_cost(what: &str, counted: u64, bound: u64) {
    println!("{what}: {counted} instructions a row");
    assert!(counted < bound, "{what} costs {counted} instructions a row, and {bound} are the bound");
}

#[test]
#[ignore = "long: run with --ignored"]
fn a_row_costs_no_more_than_it_did() {
    let Some(envs) = envs() else { return };
    assert_cost("a review", cost(&envs, &format!("{IMPORT} --dry-run")), 300_000);
    assert_cost("an import", cost(&envs, IMPORT), 435_000);
    assert_cost("the same again", cost(&envs, IMPORT), 370_000);
    assert_cost("taking it back", cost(&envs, "undo 2 --yes"), 230_000);
}

/// A list whose columns from the third on are mapped to Tags, with these tags in each row, and what imports it.
fn import_of_tags(env: &TestEnv, tags: impl Fn(usize) -> String) -> String {
    const COLUMNS: std::ops::RangeInclusive<usize> = 3..=600;
    let of_columns = |cell: &dyn Fn(usize) -> String| COLUMNS.map(|n| format!(",{}", cell(n))).collect::<String>();
    let cells = of_columns(&tags);
    let rows: String = (0..40).map(|row| format!("Ann,+6012{row:07}{cells}\n")).collect();
    env.write("leads.csv", format!("First Name,Phone Number{}\n{rows}", of_columns(&|n| format!("c{n}"))));
    let options: String = COLUMNS.map(|n| format!(" --map c{n}=Tags")).collect();
    format!("import leads.csv --purpose add --id phone --dry-run{options}")
}

#[test]
#[ignore = "long: run with --ignored"]
fn many_tags_of_a_row_cost_little_more_than_one_tag_many_times() {
    if !can_count_instructions() {
        return;
    }
    let env = TestEnv::new();
    let [one, many] = [|_| "t".to_owned(), |n| format!("t{n}")].map(|tags: fn(usize) -> String| {
        let line = import_of_tags(&env, tags);
        instructions(&env, &line)
    });
    assert!(many < 3 * one, "{many} instructions and {one}");
}

#[test]
#[ignore = "long: run with --ignored"]
fn bringing_contacts_back_costs_no_more_the_oftener_it_was_done() {
    if !can_count_instructions() {
        return;
    }
    let rows: String = (0..500).map(|n| format!("Ann{n},+6012{n:07}\n")).collect();
    let env = TestEnv::with_contacts(&format!("First Name,Phone Number\n{rows}"));
    let undo = |entry: usize| format!("undo {entry} --yes");
    env.run(&undo(1)).done();
    let first = instructions(&env, &undo(2));
    for entry in 3..40 {
        env.run(&undo(entry)).done();
    }
    let last = instructions(&env, &undo(40));
    assert!(last < first * 3 / 2, "the first takes {first} instructions and the last {last}");
    assert_eq!(env.run("list --json --limit 1").done().json()["total"], 500);
}

#[test]
#[ignore = "long: run with --ignored"]
fn options_that_name_long_headers_cost_no_more_the_more_headers_there_are() {
    if !can_count_instructions() {
        return;
    }
    let env = TestEnv::new();
    let [few, many] = [10, 40].map(|columns: usize| {
        let header = |n: usize| format!("{n}{}", "é".repeat(6_000));
        let headers: String = (0..columns).map(|n| format!(",{}", header(n))).collect();
        let filled = ",x".repeat(columns);
        env.write("leads.csv", format!("First Name,Phone Number{headers}\nAnn,+60123000001{filled}\n"));
        let options: String = (0..columns).map(|n| format!(" --create-field {}=c{n}:text", header(n))).collect();
        env.write("options", options);
        let import = "import leads.csv --purpose add --id phone --dry-run";
        instructions(&env, &format!("{import} $(cat options)"))
    });
    assert!(many < 6 * few, "{many} instructions for four times as many, and {few}");
}
