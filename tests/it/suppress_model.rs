//! Spec section 8, people who are left alone, against a model: random suppressions, imports, edits, merges and undos, in
//! process. After each step contacts, suppressions, and who is left out of an export are as a few lines of plain code say.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use contacts::import::Guards;
use contacts::matching::SurvivorRule;
use contacts::model::{
    Clock, ContactId, FieldChange, FieldId, FieldKind, Identifier, ImportTag, Listing, Purpose, SuppressedValue,
    SystemClock, TagRefs, Update,
};
use contacts::ops::export::Export;
use contacts::ops::merge::MergeCandidates;
use contacts::ops::suppressions::{self, ExistingAction, SuppressedContacts, SuppressionAdder, TypedValue};
use contacts::ops::{ImportSpec, contacts as named, fields};
use contacts::workspace::{EntryKind, Workspace, WorkspaceError};
use tempfile::TempDir;

use crate::support::Rng;

/// Number of different addresses, numbers and codes each.
const VALUES: usize = 5;
const STEPS: usize = 30;

/// A value by which people are left alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Value {
    Email(usize),
    Domain(usize),
    Phone(usize),
    Code(usize),
}

/// What a contact or a row has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Person {
    email: Option<usize>,
    phone: Option<usize>,
    code: Option<usize>,
}

/// A row of a list. No two have the same address.
#[derive(Debug, Clone, Copy)]
struct Row {
    person: Person,
    is_in_error: bool,
}

/// The workspace as plain code has it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Model {
    people: BTreeMap<i64, Person>,
    suppressed: BTreeSet<Value>,
}

/// Numbers of an import: imported, updated, skipped, suppressed, in error.
type Numbers = [u64; 5];

impl Value {
    fn random(rng: &mut Rng) -> Self {
        let kinds: [fn(usize) -> Self; 4] = [Self::Email, Self::Domain, Self::Phone, Self::Code];
        rng.pick(&kinds)(rng.below(VALUES))
    }

    fn suppressed(self) -> SuppressedValue {
        match self {
            Self::Email(at) => SuppressedValue::Email(address(at).into()),
            Self::Domain(at) => SuppressedValue::Domain(domain(at).into()),
            Self::Phone(at) => SuppressedValue::Phone(number(at).into()),
            Self::Code(at) => SuppressedValue::Field { name: "CRM ID".into(), key: format!("c-{at}").into() },
        }
    }
}

fn address(at: usize) -> String {
    format!("p{at}@mail.{}", domain(at))
}

fn domain(at: usize) -> String {
    format!("d{at}.example.com")
}

fn number(at: usize) -> String {
    format!("+6012300000{at}")
}

fn code(at: usize) -> String {
    format!("C-{at}")
}

impl Person {
    fn random(rng: &mut Rng) -> Self {
        let mut any = || (rng.below(3) > 0).then(|| rng.below(VALUES));
        Self { email: any(), phone: any(), code: any() }
    }

    fn values(self) -> impl Iterator<Item = Value> {
        let of_email = self.email.into_iter().flat_map(|at| [Value::Email(at), Value::Domain(at)]);
        of_email.chain(self.phone.map(Value::Phone)).chain(self.code.map(Value::Code))
    }

    /// Takes what another one has and this one has not.
    fn filled_from(self, other: Self) -> Self {
        Self { email: self.email.or(other.email), phone: self.phone.or(other.phone), code: self.code.or(other.code) }
    }

    fn written(self) -> [String; 3] {
        let text = |value: Option<usize>, write: fn(usize) -> String| value.map(write).unwrap_or_default();
        [text(self.email, address), text(self.phone, number), text(self.code, code)]
    }
}

impl Row {
    /// As a list has it: addresses and codes in any case.
    fn written(self, rng: &mut Rng) -> String {
        let [email, phone, code] = self.person.written();
        let email = if rng.below(2) == 0 { email.to_uppercase() } else { email };
        let code = if rng.below(2) == 0 { code.to_lowercase() } else { code };
        format!("Somebody,{email},{phone},{code},{}\n", if self.is_in_error { "Atlantis" } else { "" })
    }
}

impl Model {
    fn holds(&self, person: Person) -> bool {
        person.values().any(|value| self.suppressed.contains(&value))
    }

    fn import(&mut self, purpose: Purpose, rows: &[Row], next: &mut i64) -> Numbers {
        let [mut imported, mut updated, mut skipped, mut suppressed, mut errors] = Numbers::default();
        let before = self.people.clone();
        for Row { person, is_in_error } in rows.iter().copied() {
            let hits: Vec<i64> =
                before.iter().filter(|(_, known)| known.email == person.email).map(|(id, _)| *id).collect();
            let is_left_alone = self.holds(person) || hits.first().is_some_and(|id| self.holds(before[id]));
            match hits[..] {
                _ if is_in_error || hits.len() > 1 => errors += 1,
                _ if is_left_alone => suppressed += 1,
                [] if purpose == Purpose::Update => skipped += 1,
                [] => {
                    self.people.insert(*next, person);
                    *next += 1;
                    imported += 1;
                }
                [_] if purpose == Purpose::Add => skipped += 1,
                [id, ..] => {
                    self.people.insert(id, person.filled_from(before[&id]));
                    updated += 1;
                }
            }
        }
        [imported, updated, skipped + suppressed, suppressed, errors]
    }

    fn left_out(&self) -> Vec<i64> {
        self.people.iter().filter(|(_, person)| self.holds(**person)).map(|(id, _)| *id).collect()
    }
}

/// An entry that holds, with the model before it.
struct Taken {
    entry: i64,
    before: Model,
    is_import: bool,
}

struct Run {
    folder: TempDir,
    workspace: Workspace,
    crm_id: FieldId,
    model: Model,
    next: i64,
    taken: Vec<Taken>,
}

impl Run {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let workspace = Workspace::open_or_create(&folder.path().join("workspace.db")).unwrap();
        let change = workspace.change().unwrap();
        let crm_id = fields::add(&change, "CRM ID", FieldKind::Text).unwrap().id;
        change.commit().unwrap();
        Self { folder, workspace, crm_id, model: Model::default(), next: 1, taken: Vec::new() }
    }

    /// Takes a random step, and tells it.
    fn step(&mut self, rng: &mut Rng) -> String {
        let ids: Vec<i64> = self.model.people.keys().copied().collect();
        let suppressed: Vec<Value> = self.model.suppressed.iter().copied().collect();
        match rng.below(12) {
            0 | 1 => self.suppress(&[Value::random(rng), Value::random(rng)], rng.below(3) == 0),
            2 if !suppressed.is_empty() => self.lift(rng.pick(&suppressed)),
            3 | 4 if !ids.is_empty() => self.edit(rng.pick(&ids), Person::random(rng)),
            5 if ids.len() > 1 => self.merge(rng.pick(&ids), rng.pick(&ids)),
            6 | 7 if !self.taken.is_empty() => self.undo(),
            8 | 9 => self.undo_and_redo_an_import(rng),
            _ => self.import(rng),
        }
    }

    fn take(&mut self, entry: i64, before: Model) {
        self.taken.push(Taken { entry, before, is_import: false });
    }

    fn suppress(&mut self, values: &[Value], deletes: bool) -> String {
        let before = self.model.clone();
        let change = self.workspace.change().unwrap();
        let mut adder = SuppressionAdder::new(&change, SystemClock.now());
        for value in values {
            adder.add(&value.suppressed(), Some("asked"), None).unwrap();
        }
        let action = if deletes { ExistingAction::Delete } else { ExistingAction::Keep };
        let (addition, existing) = adder.finish(&action).unwrap();
        self.model.suppressed.extend(values);
        let theirs = |person: &Person| person.values().any(|value| values.contains(&value));
        let ids: Vec<i64> = before.people.iter().filter(|(_, person)| theirs(person)).map(|(id, _)| *id).collect();
        assert_eq!(existing.ids.iter().map(|id| id.0).collect::<Vec<_>>(), ids, "{values:?}");
        if deletes {
            self.model.people.retain(|id, _| !ids.contains(id));
        }
        assert_eq!(addition.entry.is_some(), before != self.model, "{values:?}");
        if let Some(entry) = addition.entry {
            change.commit().unwrap();
            self.take(entry, before);
        }
        format!("suppress {values:?}, {action:?}")
    }

    fn lift(&mut self, value: Value) -> String {
        let before = self.model.clone();
        let change = self.workspace.change().unwrap();
        let values = [TypedValue::from(value.suppressed())];
        let entry = suppressions::remove(&change, &values, SystemClock.now()).unwrap();
        change.commit().unwrap();
        self.model.suppressed.remove(&value);
        self.take(entry, before);
        format!("lift {value:?}")
    }

    fn edit(&mut self, id: i64, to: Person) -> String {
        let (before, now) = (self.model.clone(), SystemClock.now());
        let (from, after) = (self.people()[&id].clone(), to.written());
        let field_ids = [FieldId::EMAIL, FieldId::PHONE, self.crm_id];
        let value = |text: &String| (!text.is_empty()).then(|| text.as_str().into());
        let changes = field_ids.into_iter().zip(from.iter().zip(&after)).filter(|(_, (from, after))| from != after);
        let mut fields: Vec<FieldChange> = changes
            .map(|(field, (from, after))| FieldChange { field, before: value(from), after: value(after) })
            .collect();
        fields.sort_unstable_by_key(|change| change.field);
        if fields.is_empty() {
            return "nothing".to_owned();
        }
        let (tags_added, tags_removed) = (TagRefs::new(), TagRefs::new());
        let update = Update { contact: ContactId(id), fields, tags_added, tags_removed, unchanged: false };
        let change = self.workspace.change().unwrap();
        let entry = change.begin_entry(EntryKind::Edit, "", now).unwrap();
        change.update_contact(entry, update, &mut change.tags().unwrap(), now).unwrap();
        change.commit().unwrap();
        self.model.people.insert(id, to);
        self.take(entry, before);
        format!("edit {id} to {to:?}")
    }

    fn merge(&mut self, kept: i64, absorbed: i64) -> String {
        if kept == absorbed {
            return "nothing".to_owned();
        }
        let before = self.model.clone();
        let change = self.workspace.change().unwrap();
        let ids = [ContactId(kept), ContactId(absorbed)];
        let found = named::find_all(&change, &ids, &change.tags().unwrap()).unwrap();
        let candidates = MergeCandidates::new(found.records).unwrap();
        let merge = candidates.by_rule(SurvivorRule::Contact(ContactId(kept))).unwrap();
        let entry = candidates.write(&change, &merge, SystemClock.now()).unwrap().unwrap();
        change.commit().unwrap();
        let other = self.model.people.remove(&absorbed).unwrap();
        let person = self.model.people.get_mut(&kept).unwrap();
        *person = person.filled_from(other);
        self.take(entry, before);
        format!("merge {absorbed} into {kept}")
    }

    fn import(&mut self, rng: &mut Rng) -> String {
        let mut rows: Vec<Row> = (0..VALUES)
            .filter(|_| rng.below(3) > 0)
            .collect::<Vec<_>>()
            .into_iter()
            .map(|email| Row {
                person: Person { email: Some(email), ..Person::random(rng) },
                is_in_error: rng.below(8) == 0,
            })
            .collect();
        if rows.is_empty() {
            return "nothing".to_owned();
        }
        rng.shuffle(&mut rows);
        let purpose = rng.pick(&[Purpose::Add, Purpose::Update, Purpose::AddUpdate, Purpose::AddUpdate]);
        let list = self.folder.path().join("list.csv");
        let text: String = rows.iter().map(|row| row.written(rng)).collect();
        fs::write(&list, format!("First Name,Email,Phone Number,CRM ID,Country\n{text}")).unwrap();
        let mut spec = ImportSpec::new(purpose).identify_by(Identifier::Email);
        spec.recipe.import_tag = ImportTag::None;
        let before = self.model.clone();
        let expected = self.model.import(purpose, &rows, &mut self.next);
        let told = format!("{purpose:?} {rows:?}");
        let mut import = self.workspace.import(&list, spec).unwrap();
        let counts = import.review().unwrap().tally.counts;
        let outcome = import.commit(&Guards::default()).unwrap();
        assert_eq!(counts, outcome.tally.counts, "{told}");
        let found = [counts.imported, counts.updated, counts.skipped, counts.suppressed, counts.errors];
        assert_eq!(found, expected, "{told}, suppressed {:?}, {:?}", before.suppressed, before.people);
        self.taken.push(Taken { entry: outcome.import_id, before, is_import: true });
        told
    }

    /// Undoes the latest entry that holds.
    fn undo(&mut self) -> String {
        let Taken { entry, before, .. } = self.taken.pop().unwrap();
        self.workspace.undo(entry).unwrap();
        self.model = before;
        format!("undo {entry}")
    }

    /// Undoes any import that holds, whatever came after it, and does it again. The undo loses no suppression and brings
    /// nobody in, and then all is as it was.
    fn undo_and_redo_an_import(&mut self, rng: &mut Rng) -> String {
        let imports: Vec<i64> = self.taken.iter().filter(|taken| taken.is_import).map(|taken| taken.entry).collect();
        if imports.is_empty() {
            return "nothing".to_owned();
        }
        let entry = rng.pick(&imports);
        let report = self.workspace.undo(entry).unwrap();
        let told = format!("undo and redo import {entry}");
        assert_eq!(self.suppressed(), self.model.suppressed_values(), "{told}");
        let there: Vec<i64> = self.people().into_keys().collect();
        assert!(there.iter().all(|id| self.model.people.contains_key(id)), "{told}: {there:?}");
        self.workspace.undo(report.id).unwrap();
        told
    }

    #[track_caller]
    fn assert_as_modelled(&self, after: &str) {
        let people: BTreeMap<i64, [String; 3]> =
            self.model.people.iter().map(|(id, person)| (*id, person.written())).collect();
        let lower = |people: BTreeMap<i64, [String; 3]>| -> BTreeMap<i64, [String; 3]> {
            people.into_iter().map(|(id, values)| (id, values.map(|value| value.to_lowercase()))).collect()
        };
        assert_eq!(lower(self.people()), lower(people), "{after}");
        assert_eq!(self.suppressed(), self.model.suppressed_values(), "{after}");
        let snapshot = self.workspace.snapshot().unwrap();
        let export = Export::new(&snapshot, Listing::default(), None).unwrap();
        let left_alone = SuppressedContacts::read(&snapshot, &export.fields, None).unwrap();
        let mut exported = Vec::new();
        let counts = export.without(left_alone).each::<WorkspaceError>(&mut |record, _| {
            exported.push(record.contact.id.0);
            Ok(())
        });
        let left_out = self.model.left_out();
        let expected: Vec<i64> = self.model.people.keys().copied().filter(|id| !left_out.contains(id)).collect();
        assert_eq!((exported, counts.unwrap().suppressed), (expected, left_out.len() as u64), "{after}");
    }

    fn people(&self) -> BTreeMap<i64, [String; 3]> {
        let snapshot = self.workspace.snapshot().unwrap();
        let mut people = BTreeMap::new();
        let listed =
            snapshot.each_contact::<WorkspaceError>(&Listing::default(), &snapshot.tags().unwrap(), &mut |record| {
                let value = |field| record.contact.value(field).map(ToString::to_string).unwrap_or_default();
                people.insert(record.contact.id.0, [FieldId::EMAIL, FieldId::PHONE, self.crm_id].map(value));
                Ok(())
            });
        listed.unwrap();
        people
    }

    fn suppressed(&self) -> BTreeSet<String> {
        let mut values = BTreeSet::new();
        let listed = self.workspace.snapshot().unwrap().each_suppression::<WorkspaceError>(&mut |stored| {
            assert!(values.insert(stored.value().unwrap().to_string()), "each value once");
            Ok(())
        });
        listed.unwrap();
        values
    }
}

impl Model {
    fn suppressed_values(&self) -> BTreeSet<String> {
        self.suppressed.iter().map(|value| value.suppressed().to_string()).collect()
    }
}

#[test]
fn suppressions_and_imports_with_edits_merges_and_undos_are_as_a_naive_model_says() {
    for seed in 0..8 {
        let (mut run, mut rng) = (Run::new(), Rng(seed));
        let mut told = Vec::new();
        for _ in 0..STEPS {
            told.push(run.step(&mut rng));
            run.assert_as_modelled(&format!("seed {seed}: {told:#?}"));
        }
        while !run.taken.is_empty() {
            told.push(run.undo());
            run.assert_as_modelled(&format!("seed {seed}: {told:#?}"));
        }
        assert_eq!(run.model, Model::default(), "seed {seed}");
    }
}
