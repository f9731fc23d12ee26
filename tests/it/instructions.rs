//! What a row costs, in instructions that valgrind counts: whatever else the machine does, the same work costs the same.
//! The bounds are a third above what was counted when they were set; a statement that looks through a table, or a pass
//! over the file that was not there before, costs far more. Speed itself is measured by `benches/compare.sh`.

use crate::support::{House, can_witness};

/// Set where a missing valgrind is a failure, as in `.ci/run`.
const REQUIRED: &str = "CONTACTS_TEST_VALGRIND";

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

/// Houses that are about to import the smaller and the larger file; `None` where instructions can not be counted.
fn houses() -> Option<[House; 2]> {
    let house = House::new();
    let works = house.shell("valgrind --tool=none true").status == 0;
    if !can_witness("valgrind", works, REQUIRED, "valgrind") {
        return None;
    }
    house.add_contacts(&list("old", 0..CONTACTS));
    Some(ROWS.map(|rows| {
        let twin = house.twin();
        twin.write("leads.csv", leads(rows));
        twin
    }))
}

/// How many instructions a row costs when `contacts` runs with this command line.
#[track_caller]
fn cost(houses: &[House; 2], line: &str) -> u64 {
    let [small, large] = houses.each_ref().map(|house| {
        let tool = "valgrind --tool=cachegrind --cache-sim=no --cachegrind-out-file=/dev/null";
        let outcome = house.shell(&format!("exec {tool} contacts {line}"));
        assert_eq!(outcome.status, 0, "{}", outcome.stdout);
        let (_, count) = outcome.stdout.split_once("refs:").expect("a count of instructions");
        let digits: String = count.lines().next().unwrap_or_default().chars().filter(char::is_ascii_digit).collect();
        digits.parse::<u64>().expect("a number")
    });
    (large - small) / (ROWS[1] - ROWS[0]) as u64
}

#[track_caller]
#[allow(clippy::print_stdout, reason = "the counts are for who sets the bounds")]
fn assert_cost(what: &str, counted: u64, bound: u64) {
    println!("{what}: {counted} instructions a row");
    assert!(counted < bound, "{what} costs {counted} instructions a row, and {bound} are the bound");
}

#[test]
fn a_row_costs_no_more_than_it_did() {
    let Some(houses) = houses() else { return };
    assert_cost("a review", cost(&houses, &format!("{IMPORT} --dry-run")), 300_000);
    assert_cost("an import", cost(&houses, IMPORT), 435_000);
    assert_cost("the same again", cost(&houses, IMPORT), 370_000);
    assert_cost("taking it back", cost(&houses, "undo 2 --yes"), 230_000);
}
