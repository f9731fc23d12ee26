//! Lists longer than what is looked up at a time (spec section 10): what a row meets does not depend on where it stands,
//! nor on how its number is written, nor on the rows around it.

use std::collections::BTreeMap;

use rusqlite::Connection;

use crate::support::TestEnv;

const ROWS: usize = 45_000;

/// Here there is something to tell of every number; windows begin and end within.
const ALL_QUOTED: std::ops::Range<usize> = 12_000..29_000;

/// A row of the long list.
struct Row {
    cells: String,
    /// Its number, if it has one.
    phone: Option<String>,
    is_ragged: bool,
}

fn phone(n: usize) -> String {
    format!("+60123{n:06}")
}

fn row(n: usize) -> Row {
    // Some have the number of a row far away.
    let number = phone(if n.is_multiple_of(107) { ROWS - 1 - n } else { n });
    let digits = &number[1..];
    let (cell, phone) = match n {
        _ if n.is_multiple_of(97) => (String::new(), None),
        _ if n.is_multiple_of(101) => ("unknown".to_owned(), None),
        _ if ALL_QUOTED.contains(&n) || n.is_multiple_of(11) => (format!("'{number}"), Some(number)),
        _ if n.is_multiple_of(5) => (digits.to_owned(), Some(number)),
        _ if n.is_multiple_of(7) => (format!("00{digits}"), Some(number)),
        _ => (number.clone(), Some(number)),
    };
    let is_ragged = n.is_multiple_of(103);
    let rest = if is_ragged { ",too much" } else { "" };
    let blank_row = if n.is_multiple_of(89) { " ,,,\n" } else { "" };
    Row { cells: format!("{blank_row}First {n},Last {n},{cell},t{}{rest}\n", n % 7), phone, is_ragged }
}

/// The people who are there before, in an order of their own: a third of those on the list, and a few of them twice.
fn people_before() -> Vec<usize> {
    let shuffled = (0..ROWS).map(|n| n * 7_919 % ROWS);
    let known = |n: usize| usize::from(n.is_multiple_of(3)) + 2 * usize::from(n % 1_009 == 5);
    shuffled.flat_map(|n| std::iter::repeat_n(n, known(n))).collect()
}

/// First Name, Last Name, Phone Number and tags of everybody, by Contact ID.
fn everybody(env: &TestEnv) -> Vec<[String; 4]> {
    let database = Connection::open(env.workspace()).unwrap();
    let sql = "SELECT first_name, coalesce(last_name, ''), phone,
                 (SELECT group_concat(name) FROM contact_tags JOIN tags ON tags.id = tag_id WHERE contact_id = contacts.id)
               FROM contacts ORDER BY id";
    let mut statement = database.prepare(sql).unwrap();
    let person = |row: &rusqlite::Row<'_>| Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?]);
    statement.query_map([], person).unwrap().map(Result::unwrap).collect()
}

#[test]
fn every_row_matches_the_contact_with_its_number() {
    let people = people_before();
    let mut expected: Vec<[String; 4]> =
        people.iter().map(|n| [format!("Known {n}"), String::new(), phone(*n), "known".to_owned()]).collect();
    let rows: Vec<Row> = (0..ROWS).map(row).collect();

    // What a plain reading of the specification comes to.
    let mut who_has: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, n) in people.iter().enumerate() {
        who_has.entry(phone(*n)).or_default().push(at);
    }
    let mut rows_with: BTreeMap<&str, usize> = BTreeMap::new();
    for phone in rows.iter().filter_map(|row| row.phone.as_deref()) {
        *rows_with.entry(phone).or_default() += 1;
    }
    let mut statuses = Vec::new();
    for (n, Row { phone, is_ragged, .. }) in rows.iter().enumerate() {
        let known = phone.as_ref().and_then(|phone| who_has.get(phone)).map_or(&[][..], Vec::as_slice);
        let person = |phone: &str| [format!("First {n}"), format!("Last {n}"), phone.to_owned(), format!("t{}", n % 7)];
        statuses.push(match (phone, known) {
            (Some(phone), _) if rows_with[phone.as_str()] > 1 || *is_ragged => "Error",
            (Some(phone), []) => {
                expected.push(person(phone));
                "Imported"
            }
            (Some(phone), [at]) => {
                expected[*at] = person(phone);
                "Updated"
            }
            _ => "Error",
        });
    }
    let count = |status| statuses.iter().filter(|other| **other == status).count() as u64;
    let [imported, known, errors] = ["Imported", "Updated", "Error"].map(count);

    let env = TestEnv::new();
    let known_people = people.iter().map(|n| format!("Known {n},{},known\n", phone(*n)));
    env.add_contacts(&format!("First Name,Phone Number,Tags\n{}", known_people.collect::<String>()));
    let cells: String = rows.iter().map(|row| row.cells.as_str()).collect();
    env.write("long.csv", format!("First Name,Last Name,Phone Number,Tags\n{cells}"));

    let counts = |purpose| env.import("long.csv", &format!("--purpose {purpose} --id phone --dry-run")).counts();
    let all = ROWS as u64;
    assert_eq!(counts("add"), [all, imported, 0, 0, known, errors]);
    assert_eq!(counts("update"), [all, 0, known, 0, imported, errors]);
    let outcome = env.import("long.csv", "--purpose add-update --id phone").exits(3);
    assert_eq!(outcome.counts(), [all, imported, known, 0, 0, errors]);
    assert_eq!(env.statuses("long.csv"), statuses);
    assert!(everybody(&env) == expected, "a contact is not as the rows say");
    // So many came that their indexes were made anew.
    env.run("doctor").done();
    env.run(&format!("list {}", phone(1))).done().says("First 1");
}
