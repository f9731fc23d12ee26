//! What an import comes to, as naively as it can be said: lists of contacts, and every rule by itself.

use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::support::csv_row;

pub(super) const HEADER: &str = "First Name,Last Name,Phone Number,Email,Country,Tags\n";
pub(super) const COLUMNS: usize = 6;

/// Written forms of a cell, and what is stored of it: `None` where it is an error, an empty text where it is blank.
type Cell = (&'static str, Option<&'static str>);

const FIRST: &[Cell] = &[("Ann", Some("Ann")), (" Bob\u{A0}", Some("Bob")), ("=1+1", Some("=1+1")), ("", Some(""))];
const LAST: &[Cell] =
    &[("", Some("")), ("Lee", Some("Lee")), ("two\nlines", Some("two\nlines")), ("\"x\"", Some("\"x\""))];
const PHONE: &[Cell] = &[
    ("+60123000001", Some("+60123000001")),
    ("0060 12-300 0001", Some("+60123000001")),
    ("+60 (0)12 300 0002", Some("+60123000002")),
    ("+60123000003", Some("+60123000003")),
    ("'+60123000004", Some("+60123000004")),
    ("+60123000005", Some("+60123000005")),
    ("+60123000006", Some("+60123000006")),
];
const NO_PHONE: &[Cell] = &[("", Some("")), ("60123000006.0", None), ("6.01E+10", None)];
const EMAIL: &[Cell] = &[
    ("ann@example.com", Some("ann@example.com")),
    ("ANN@Example.com", Some("ANN@Example.com")),
    ("bob@example.com", Some("bob@example.com")),
    ("cid@example.com ", Some("cid@example.com")),
    ("dan@example.com", Some("dan@example.com")),
    ("eve@example.com", Some("eve@example.com")),
    ("finn@example.com", Some("finn@example.com")),
];
const NO_EMAIL: &[Cell] = &[("", Some("")), ("a@b", None)];
const COUNTRY: &[Cell] = &[("", Some("")), ("my", Some("MY")), ("Germany", Some("DE"))];
const NO_COUNTRY: &[Cell] = &[("Atlantis", None)];
const TAGS: &[Cell] = &[("", Some("")), ("vip", Some("vip")), ("new;vip", Some("new vip")), ("old", Some("old"))];

/// The cells of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row([Cell; COLUMNS]);

/// A cell that is mostly one of the good, and now and then another.
fn mostly(good: &'static [Cell], other: &'static [Cell]) -> impl Strategy<Value = Cell> {
    prop_oneof![8 => prop::sample::select(good), 1 => prop::sample::select(other)]
}

pub(super) fn row() -> impl Strategy<Value = Row> {
    let any = prop::sample::select::<Cell>;
    let (phone, email, country) = (mostly(PHONE, NO_PHONE), mostly(EMAIL, NO_EMAIL), mostly(COUNTRY, NO_COUNTRY));
    let cells = (any(FIRST), any(LAST), phone, email, country, any(TAGS));
    let row =
        cells.prop_map(|(first, last, phone, email, country, tags)| Row([first, last, phone, email, country, tags]));
    row.prop_filter("a blank row is none", |row| row.0.iter().any(|(written, _)| !written.is_empty()))
}

impl Row {
    pub(super) fn written(&self) -> String {
        csv_row(&self.0.map(|(written, _)| written))
    }

    /// The cells as the files beside the source have them: where a spreadsheet would run one, behind a `'`, and so are
    /// those that stand behind one already.
    pub(super) fn guarded(&self) -> Vec<String> {
        let behind_quotes =
            |cell: &str| cell.starts_with('\'') && cell.trim_start_matches('\'').starts_with(['=', '+']);
        let is_run = |cell: &str| cell.starts_with('=') || (cell.starts_with('+') && cell.contains(['-', '(']));
        let runs = |cell: &str| is_run(cell) || behind_quotes(cell);
        self.0
            .iter()
            .map(|(written, _)| if runs(written) { format!("'{written}") } else { (*written).to_owned() })
            .collect()
    }

    fn is_valid(&self) -> bool {
        self.0.iter().all(|(_, stored)| stored.is_some())
    }

    fn stored(&self, column: usize) -> &'static str {
        self.0[column].1.unwrap_or_default()
    }

    fn key(&self, order: &Order) -> Option<String> {
        let (_, stored) = self.0[order.identifier?];
        stored.filter(|value| !value.is_empty()).map(str::to_lowercase)
    }
}

/// What an import may do, how it recognises contacts, and whether it keeps values.
#[derive(Debug, Clone, Copy)]
pub(super) struct Order {
    purpose: &'static str,
    /// The column.
    identifier: Option<usize>,
    keeps: bool,
}

pub(super) fn order() -> impl Strategy<Value = Order> {
    let purpose = prop::sample::select(&["add", "update", "add-update", "add-update", "add-all"][..]);
    (purpose, 2..4_usize, any::<bool>()).prop_map(|(purpose, identifier, keeps)| Order {
        purpose,
        identifier: (purpose != "add-all").then_some(identifier),
        keeps: keeps && purpose.contains("update"),
    })
}

impl Order {
    pub(super) fn options(&self) -> String {
        let id = self.identifier.map_or("", |column| if column == 2 { "--id phone" } else { "--id email" });
        let keep = if self.keeps { "--do-not-overwrite" } else { "" };
        format!("--purpose {} {id} {keep}", self.purpose)
    }

    pub(super) fn adds_all(&self) -> bool {
        self.purpose == "add-all"
    }
}

#[derive(Debug, Clone)]
struct Contact {
    id: u64,
    /// First Name, Last Name, Phone Number, Email and Country.
    values: [String; COLUMNS - 1],
    tags: BTreeSet<String>,
}

/// All contacts, in the order of their numbers.
#[derive(Debug, Clone)]
pub(super) struct Model {
    contacts: Vec<Contact>,
    next_id: u64,
}

/// The people that are there at first: two of them share an address.
const PEOPLE: [[&str; COLUMNS]; 3] = [
    ["Ann", "", "+60123000001", "ann@example.com", "MY", "vip"],
    ["Bob", "Tan", "+60123000002", "bob@example.com", "", ""],
    ["Cid", "", "", "bob@example.com", "DE", "old"],
];

pub(super) fn people() -> String {
    HEADER.to_owned() + &PEOPLE.iter().map(|cells| csv_row(cells)).collect::<String>()
}

impl Model {
    pub(super) fn new() -> Self {
        let mut model = Self { contacts: Vec::new(), next_id: 1 };
        for cells in PEOPLE {
            model.add(std::array::from_fn(|at| cells[at].to_owned()), cells[COLUMNS - 1]);
        }
        model
    }

    fn add(&mut self, values: [String; COLUMNS - 1], tags: &str) {
        let tags = tags.split_whitespace().map(str::to_owned).collect();
        self.contacts.push(Contact { id: self.next_id, values, tags });
        self.next_id += 1;
    }

    /// As [`crate::support::TestEnv::people`] has them; no list has a language.
    pub(super) fn people(&self) -> Vec<String> {
        let shown = |value: &String| if value.is_empty() { "-".to_owned() } else { value.clone() };
        let line = |contact: &Contact| {
            let values: Vec<String> = contact.values.iter().map(shown).collect();
            let tags: Vec<&str> = contact.tags.iter().map(String::as_str).collect();
            format!("{} {}, -, [{}]", contact.id, values.join(", "), tags.join(" "))
        };
        self.contacts.iter().map(line).collect()
    }

    /// Imports rows, and returns the status of each.
    pub(super) fn import(&mut self, order: &Order, rows: &[Row]) -> Vec<&'static str> {
        let before = self.contacts.clone();
        rows.iter().map(|row| self.import_row(order, rows, row, &before)).collect()
    }

    fn import_row(&mut self, order: &Order, rows: &[Row], row: &Row, before: &[Contact]) -> &'static str {
        let key = row.key(order);
        let twins = rows.iter().filter(|other| key.is_some() && other.key(order) == key).count();
        let is_the_one = |contact: &&Contact| {
            order.identifier.is_some_and(|column| Some(contact.values[column].to_lowercase()) == key)
        };
        let matches: Vec<u64> = before.iter().filter(is_the_one).map(|contact| contact.id).collect();
        let lacks_identifier = order.identifier.is_some() && key.is_none();
        if !row.is_valid() || lacks_identifier || twins > 1 || matches.len() > 1 {
            return "Error";
        }
        match (order.purpose, matches.first()) {
            ("add", Some(_)) | ("update", None) => "Skipped",
            (_, Some(id)) => self.update(*id, order, row),
            (_, None) if row.stored(0).is_empty() => "Error",
            (_, None) => {
                self.add(std::array::from_fn(|at| row.stored(at).to_owned()), row.stored(COLUMNS - 1));
                "Imported"
            }
        }
    }

    fn update(&mut self, id: u64, order: &Order, row: &Row) -> &'static str {
        let contact = self.contacts.iter_mut().find(|contact| contact.id == id).expect("a contact that was found");
        for (at, value) in contact.values.iter_mut().enumerate() {
            let new = row.stored(at);
            if !new.is_empty() && (value.is_empty() || !order.keeps) {
                new.clone_into(value);
            }
        }
        let tags = row.stored(COLUMNS - 1);
        if !tags.is_empty() {
            if !order.keeps {
                contact.tags.clear();
            }
            contact.tags.extend(tags.split_whitespace().map(str::to_owned));
        }
        "Updated"
    }

    /// Gives a contact another Last Name, and returns its number.
    pub(super) fn rename(&mut self, at: usize, name: &str) -> Option<u64> {
        let count = self.contacts.len().max(1);
        let contact = self.contacts.get_mut(at % count)?;
        name.clone_into(&mut contact.values[1]);
        Some(contact.id)
    }

    /// Takes back; numbers that were given are never given again.
    pub(super) fn go_back_to(&mut self, before: Self) {
        self.contacts = before.contacts;
    }
}
