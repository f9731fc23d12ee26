//! Conditions against a model that is too simple to be wrong: random contacts, random conditions, and each contact looked
//! at by what its cells say.

use contacts::model::{Listing, Timestamp};
use contacts::ops::selection::SelectionRequest;
use contacts::workspace::{Workspace, WorkspaceError};

use crate::support::{Rng, TestEnv};

const CONTACTS: usize = 120;
const CONDITIONS: usize = 4_000;

/// Values of a column with the numbers that say which are equal and which is more; what cannot be ordered has any.
type Pool = &'static [(&'static str, i64)];

/// A column: its header, its type, whether it is ordered, its values, and spellings of these for conditions.
const COLUMNS: &[(&str, &str, bool, Pool, Pool)] = &[
    (
        "City",
        "text",
        true,
        &[("Köln", 3), ("KOLN", 3), ("Zürich", 5), ("ana", 1), ("Ana B", 2), ("lüneburg", 4), ("9", 0)],
        &[("koln", 3), ("ZURICH", 5), ("Ana", 1), ("ana b", 2), ("Lüneburg", 4), ("9", 0)],
    ),
    (
        "Score",
        "number",
        true,
        &[("0", 0), ("9", 900), ("10", 1000), ("-9", -900), ("-10", -1000), ("-0.5", -50), ("0.25", 25), ("9.01", 901)],
        &[("0.0", 0), ("9.0", 900), ("10", 1000), ("-9", -900), ("-10.00", -1000), ("-0.50", -50), ("0.25", 25)],
    ),
    (
        "Born",
        "date",
        true,
        &[
            ("1990-01-31", 19_900_131),
            ("1990-02-01", 19_900_201),
            ("2001-12-01", 20_011_201),
            ("1985-07-07", 19_850_707),
        ],
        &[("1990/1/31", 19_900_131), ("1990-02-01", 19_900_201), ("20011201", 20_011_201), ("2030-01-01", 20_300_101)],
    ),
    (
        "At",
        "time",
        true,
        &[("09:00", 90_000), ("09:00:01", 90_001), ("15:05", 150_500), ("23:59:59", 235_959)],
        &[("9:00:00", 90_000), ("3:05 PM", 150_500), ("9:00 AM", 90_000), ("23:59", 235_900)],
    ),
    ("News", "checkbox", false, &[("yes", 1), ("no", 0)], &[("ja", 1), ("x", 1), ("FALSE", 0), ("off", 0)]),
    ("Level", "list", false, &[("Gold", 1), ("Silver", 2)], &[("gold", 1), ("SILVER", 2)]),
    ("Country", "", false, &[("MY", 1), ("DE", 2), ("SG", 3)], &[("Malaysia", 1), ("de", 2), ("Singapur", 3)]),
    (
        "Phone Number",
        "",
        false,
        &[("+60123000001", 1), ("+60123000002", 2)],
        &[("0060 12-300 0001", 1), ("+60 12 300 0002", 2)],
    ),
    (
        "Email",
        "",
        false,
        &[("Ann@Example.com", 1), ("ann@example.com", 1), ("zoe@münchen.de", 2)],
        &[("ANN@EXAMPLE.COM", 1), ("zoe@xn--mnchen-3ya.de", 2)],
    ),
];

/// A value of each column, where there is one.
type Person = Vec<Option<i64>>;

/// A condition on a column.
struct Condition {
    column: usize,
    operator: &'static str,
    value: i64,
    text: String,
}

impl Condition {
    fn random(rng: &mut Rng) -> Self {
        let column = rng.below(COLUMNS.len());
        let (name, _, is_ordered, _, spellings) = COLUMNS[column];
        let (spelling, value) = rng.pick(spellings);
        let operator = match rng.below(8) {
            0 => "is empty",
            1 => "is set",
            2 | 3 if is_ordered => rng.pick(&["<", "<="]),
            4 | 5 if is_ordered => rng.pick(&[">", ">="]),
            6 => "!=",
            _ => "=",
        };
        let blank = rng.pick(&["", " "]);
        let text = match operator {
            "is empty" | "is set" => format!("{name} {operator}"),
            _ if rng.below(4) == 0 => format!("\"{name}\"{blank}{operator}{blank}'{spelling}'"),
            _ => format!("{name}{blank}{operator}{blank}{spelling}"),
        };
        Self { column, operator, value, text }
    }

    fn holds(&self, person: &Person) -> bool {
        match (self.operator, person[self.column]) {
            ("is empty", value) => value.is_none(),
            ("is set", value) => value.is_some(),
            ("!=", value) => value != Some(self.value),
            (_, None) => false,
            ("=", Some(value)) => value == self.value,
            ("<", Some(value)) => value < self.value,
            ("<=", Some(value)) => value <= self.value,
            (">", Some(value)) => value > self.value,
            (">=", Some(value)) => value >= self.value,
            (other, _) => panic!("{other}"),
        }
    }
}

/// People, and the list that holds them.
fn random_people(rng: &mut Rng) -> (Vec<Person>, String) {
    let header: Vec<&str> = COLUMNS.iter().map(|column| column.0).collect();
    let (mut people, mut list) = (Vec::new(), format!("First Name,{}\n", header.join(",")));
    for at in 1..=CONTACTS {
        let cells: Vec<_> = COLUMNS.iter().map(|column| (rng.below(3) > 0).then(|| rng.pick(column.3))).collect();
        let texts: Vec<&str> = cells.iter().map(|cell| cell.map_or("", |(text, _)| text)).collect();
        list += &format!("Person {at},{}\n", texts.join(","));
        people.push(cells.into_iter().map(|cell| cell.map(|(_, value)| value)).collect());
    }
    (people, list)
}

#[test]
fn a_condition_selects_those_of_whom_it_holds() {
    let mut rng = Rng(20_261_130);
    let (people, list) = random_people(&mut rng);
    let env = TestEnv::new();
    env.write("people.csv", list);
    let types = COLUMNS.iter().filter(|column| !column.1.is_empty());
    let types: String = types.map(|column| format!(" --create-field {}=:{}", column.0, column.1)).collect();
    env.import("people.csv", &format!("--purpose add-all{types}")).done();
    let workspace = Workspace::open(&env.workspace()).unwrap();
    let snapshot = workspace.snapshot().unwrap();
    let tags = snapshot.tags().unwrap();
    for _ in 0..CONDITIONS {
        let conditions: Vec<Condition> = (0..=rng.below(3)).map(|_| Condition::random(&mut rng)).collect();
        let texts: Vec<String> = conditions.iter().map(|condition| condition.text.clone()).collect();
        let request = SelectionRequest { conditions: texts.clone(), ..SelectionRequest::default() };
        let selection =
            request.read(&snapshot, Timestamp::default()).unwrap_or_else(|error| panic!("{texts:?}: {error}"));
        let mut found: Vec<usize> = Vec::new();
        let counted = snapshot.count_selected(&selection).unwrap();
        let listing = Listing { selection, ..Listing::default() };
        let mut keep = |record: contacts::workspace::ContactRecord| -> Result<(), WorkspaceError> {
            found.push(usize::try_from(record.contact.id.0).unwrap() - 1);
            Ok(())
        };
        snapshot.each_contact(&listing, &tags, &mut keep).unwrap();
        let expected: Vec<usize> =
            (0..people.len()).filter(|at| conditions.iter().all(|condition| condition.holds(&people[*at]))).collect();
        assert_eq!(found, expected, "{texts:?}");
        assert_eq!(counted, expected.len() as u64);
    }
}
