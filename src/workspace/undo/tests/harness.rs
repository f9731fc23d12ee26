//! A workspace and its model: everything is done to both, and then they are compared.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::ops::Add;
use std::path::Path;

use super::model::{Asked, Entry, Model, People, Person, Stays};
use crate::model::{
    Action, Addition, ContactId, Counts, FieldChange, FieldId, ImportOptions, PlannedRow, Purpose, Text, Timestamp,
    Update, days_after,
};
use crate::workspace::{
    Conflict, ConflictItem, ImportRecord, NewImport, TagIds, UndoRefusal, UndoReport, Workspace, WorkspaceError,
    WriteTransaction,
};

/// A custom field.
pub(super) const COMPANY: i64 = 101;

/// A change of one contact: fields with their new values, and tags added (true) or removed (false).
#[derive(Debug, Clone, Default)]
pub(super) struct Wish {
    pub(super) fields: BTreeMap<i64, Option<String>>,
    pub(super) tags: BTreeMap<String, bool>,
}

impl Wish {
    pub(super) fn field(mut self, field: FieldId, value: &str) -> Self {
        self.fields.insert(field.0, (!value.is_empty()).then(|| value.to_owned()));
        self
    }

    pub(super) fn tag(mut self, name: &str, has: bool) -> Self {
        self.tags.insert(name.to_owned(), has);
        self
    }
}

/// A contact to be added.
pub(super) fn person(first_name: &str, tags: &[&str]) -> Person {
    let fields = BTreeMap::from([(FieldId::FIRST_NAME.0, first_name.to_owned())]);
    Person { fields, tags: tags.iter().map(|tag| (*tag).to_owned()).collect(), ..Person::default() }
}

/// Number of times each outcome occurred.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Seen([u64; 8]);

impl Seen {
    fn of(report: &UndoReport) -> Self {
        let kept = |is: fn(&ConflictItem) -> bool| report.kept.iter().filter(|kept| is(&kept.what)).count() as u64;
        Self([
            u64::from(report.is_redo),
            report.removed,
            report.restored,
            report.changed,
            kept(|what| matches!(what, ConflictItem::Contact)),
            kept(|what| matches!(what, ConflictItem::Field { .. })),
            kept(|what| matches!(what, ConflictItem::Tag { .. })),
            0,
        ])
    }

    const REFUSAL: Self = Self([0, 0, 0, 0, 0, 0, 0, 1]);

    pub(super) fn each_at_least(&self, times: u64) -> bool {
        self.0.iter().all(|count| *count >= times)
    }
}

impl Add for Seen {
    type Output = Self;

    fn add(mut self, other: Self) -> Self {
        self.0.iter_mut().zip(other.0).for_each(|(sum, more)| *sum += more);
        self
    }
}

/// Time at which each history starts, in seconds since 1970 (UTC).
const BEGIN: i64 = 1_700_000_000;

pub(super) struct Harness {
    pub(super) workspace: Workspace,
    pub(super) model: Model,
    /// The whole content before each entry.
    before: BTreeMap<i64, String>,
    /// Seconds since 1970.
    pub(super) now: i64,
    next_contact: i64,
    pub(super) seen: Seen,
}

impl Harness {
    /// A harness whose workspace is in memory.
    pub(super) fn new() -> Self {
        Self::with(Workspace::in_memory(moment(BEGIN)).unwrap())
    }

    /// A harness whose workspace is a file in this folder, where undo uses two threads.
    pub(super) fn in_folder(folder: &Path) -> Self {
        Self::with(Workspace::create(&folder.join("workspace.db"), moment(BEGIN)).unwrap())
    }

    fn with(workspace: Workspace) -> Self {
        let change = workspace.change().unwrap();
        change
            .sql(|db| {
                db.execute("INSERT INTO fields (id, name, name_key, kind) VALUES (101, 'Firm', 'firm', 'text')", [])
            })
            .unwrap();
        change.commit().unwrap();
        Self {
            workspace,
            model: Model::default(),
            before: BTreeMap::new(),
            now: BEGIN,
            next_contact: 1,
            seen: Seen::default(),
        }
    }

    /// Imports contacts to add and changes to others. Returns the ID of the entry.
    pub(super) fn import(&mut self, added: &[Person], wishes: &BTreeMap<i64, Wish>) -> i64 {
        let (id, mut entry) = self.begin();
        let updates = self.updates(&mut entry, wishes);
        let change = self.workspace.change().unwrap();
        assert_eq!(change.begin_import(&new_import(moment(self.now))).unwrap(), id);
        let mut tags = change.tags().unwrap();
        let mut rows: Vec<_> = added.iter().map(|person| addition(person, &mut tags)).map(Action::Add).collect();
        rows.extend(updates.into_iter().map(|wish| Action::Update(wish.into_update(&mut tags))));
        let added_ids = write(&change, id, self.now, rows, &mut tags);
        change.finish_import(id, &record(added_ids, moment(self.now))).unwrap();
        change.commit().unwrap();
        for person in added {
            let person = Person { created_at: self.now, updated_at: self.now, created_by: id, ..person.clone() };
            entry.added.insert(self.next_contact, person);
            self.next_contact += 1;
        }
        self.end(id, entry)
    }

    /// Edits contacts or, if some are removed as well, deletes or merges them. Returns the ID of the entry.
    pub(super) fn edit(&mut self, wishes: &BTreeMap<i64, Wish>, removed: &BTreeSet<i64>) -> i64 {
        let (id, mut entry) = self.begin();
        let updates = self.updates(&mut entry, wishes);
        let people = self.model.people();
        for contact in removed {
            let person = &people[contact];
            entry.fields.extend(person.fields.keys().map(|field| ((*contact, *field), None)));
            entry.tags.extend(person.tags.iter().map(|tag| ((*contact, tag.clone()), false)));
        }
        entry.removed.clone_from(removed);
        let change = self.workspace.change().unwrap();
        change
            .sql(|db| {
                let sql = "INSERT INTO history (kind, started_at, finished_at) VALUES ('edit', ?1, ?1)";
                db.execute(sql, [self.now * 1000])
            })
            .unwrap();
        let mut tags = change.tags().unwrap();
        let rows = updates.into_iter().map(|wish| Action::Update(wish.into_update(&mut tags))).collect();
        write(&change, id, self.now, rows, &mut tags);
        let ids: Vec<_> = removed.iter().map(ToString::to_string).collect();
        let query = format!("SELECT id FROM contacts WHERE id IN ({})", ids.join(", "));
        assert_eq!(change.remove_contacts(id, &query).unwrap(), removed.len() as u64);
        change.commit().unwrap();
        self.end(id, entry)
    }

    /// Undoes an entry and compares the report, or the refusal, with the model.
    pub(super) fn undo(&mut self, target: i64) {
        let (id, _) = self.begin();
        let is_latest = target == id - 1;
        let change = self.workspace.change().unwrap();
        let undone = change.undo(target, moment(self.now)).unwrap();
        let (change, report) = match undone {
            Err(refusal) => {
                assert_eq!(self.model.ask(target), refused(&refusal), "undo {target}");
                self.seen = self.seen + Seen::REFUSAL;
                return;
            }
            Ok(undone) => undone,
        };
        change.commit().unwrap();
        let asked = Asked::Toggles { entry: report.entry, holds: report.is_redo };
        assert_eq!(self.model.ask(target), asked, "undo {target}");
        assert_eq!(report.id, id);
        self.seen = self.seen + Seen::of(&report);
        let told = self.model.toggle(target, report.entry, report.is_redo, self.now);
        let done = (report.removed, report.restored, report.changed);
        assert_eq!(done, (told.removed, told.restored, told.changed), "undo {target}");
        assert_eq!(stays(&report), told.kept, "kept by undo {target}");
        assert_eq!(report.kept_count, told.kept.len() as u64);
        self.compare();
        if is_latest && self.model.pruned == 0 {
            assert_eq!(self.content(), self.before[&target], "the content before entry {target}");
        }
    }

    /// Prunes the entries before the time of an entry, up to the first that is not older.
    pub(super) fn prune(&mut self, id: i64) {
        let before = self.model.entries[&id].at;
        let first = self.model.entries.iter().find(|(_, entry)| entry.at >= before).map_or(id, |(id, _)| *id);
        let new = (first - 1 - self.model.pruned).max(0);
        let change = self.workspace.change().unwrap();
        assert_eq!(change.prune(moment(before), id).unwrap().entries, new.cast_unsigned());
        change.commit().unwrap();
        self.model.pruned += new;
        self.compare();
    }

    fn begin(&mut self) -> (i64, Entry) {
        let id = self.model.next_id();
        self.before.insert(id, self.content());
        self.now += 60;
        (id, Entry { at: self.now, ..Entry::default() })
    }

    fn end(&mut self, id: i64, entry: Entry) -> i64 {
        self.model.entries.insert(id, entry);
        self.compare();
        id
    }

    /// The changes that really differ; they are recorded in the entry.
    fn updates(&self, entry: &mut Entry, wishes: &BTreeMap<i64, Wish>) -> Vec<Changed> {
        let people = self.model.people();
        let mut updates = Vec::new();
        for (contact, wish) in wishes {
            let person = &people[contact];
            let mut changed = Changed { contact: *contact, ..Changed::default() };
            for (field, after) in &wish.fields {
                let before = person.fields.get(field);
                if before != after.as_ref() {
                    changed.fields.push((*field, before.cloned(), after.clone()));
                    entry.fields.insert((*contact, *field), after.clone());
                }
            }
            for (tag, has) in &wish.tags {
                if person.tags.contains(tag) != *has {
                    changed.tags.push((tag.clone(), *has));
                    entry.tags.insert((*contact, tag.clone()), *has);
                }
            }
            updates.push(changed);
        }
        updates
    }

    /// Compares the workspace with the model.
    pub(super) fn compare(&self) {
        assert_eq!(self.comparable(self.people()), self.comparable(self.model.people()));
        let snapshot = self.workspace.snapshot().unwrap();
        let verdict: String = snapshot.sql(|db| db.query_row("PRAGMA integrity_check", [], |row| row.get(0))).unwrap();
        assert_eq!(verdict, "ok");
        let folds = "SELECT count(*) FROM contacts WHERE email_fold IS NOT nullif(lower(email), email)";
        let wrong: i64 = snapshot.sql(|db| db.query_row(folds, [], |row| row.get(0))).unwrap();
        assert_eq!(wrong, 0, "forms in which addresses are compared");
    }

    /// What pruning keeps: everything but which pruned entry added a contact or changed it last.
    fn comparable(&self, mut people: People) -> People {
        for person in people.values_mut().filter(|_| self.model.pruned > 0) {
            (person.created_by, person.updated_at) = (0, 0);
        }
        people
    }

    /// The content of the workspace, through the same queries as everything else.
    fn people(&self) -> People {
        let snapshot = self.workspace.snapshot().unwrap();
        let tags = snapshot.tags().unwrap();
        let mut people = People::new();
        let mut take = |record: crate::workspace::ContactRecord| {
            let standard = (1..).zip(&record.contact.standard).filter_map(|(id, value)| Some((id, value.clone()?)));
            let custom = record.contact.custom.iter().map(|(field, value)| (field.0, value.clone()));
            let person = Person {
                fields: standard.chain(custom).map(|(field, value)| (field, value.to_string())).collect(),
                tags: record.contact.tags.iter().map(|tag| tags.interner.name(*tag).to_owned()).collect(),
                created_at: record.created_at.timestamp(),
                updated_at: record.updated_at.timestamp(),
                created_by: record.created_by,
            };
            people.insert(record.contact.id.0, person);
            Ok::<_, WorkspaceError>(())
        };
        snapshot.each_contact(&crate::model::Listing::default(), &tags, &mut take).unwrap();
        people
    }

    /// The tables of contacts, complete.
    fn content(&self) -> String {
        let mut text = String::new();
        let snapshot = self.workspace.snapshot().unwrap();
        for table in ["contacts", "contact_values", "contact_tags"] {
            let sql = format!("SELECT * FROM {table} ORDER BY 1, 2");
            snapshot
                .sql(|db| {
                    let mut statement = db.prepare(&sql)?;
                    let columns = statement.column_count();
                    let mut rows = statement.query([])?;
                    while let Some(row) = rows.next()? {
                        for column in 0..columns {
                            let _ = write!(text, "{:?} ", row.get_ref(column)?);
                        }
                        text.push('\n');
                    }
                    Ok(())
                })
                .unwrap();
        }
        text
    }
}

/// An update with the values before it.
#[derive(Debug, Default)]
struct Changed {
    contact: i64,
    fields: Vec<(i64, Option<String>, Option<String>)>,
    tags: Vec<(String, bool)>,
}

impl Changed {
    fn into_update(self, tags: &mut TagIds) -> Update {
        let text = |value: Option<String>| value.map(Text::from);
        let fields = self.fields.into_iter().map(|(field, before, after)| FieldChange {
            field: FieldId(field),
            before: text(before),
            after: text(after),
        });
        let mut of = |has: bool| {
            let names = self.tags.iter().filter(|(_, added)| *added == has);
            names.map(|(name, _)| tags.interner.intern(name)).collect()
        };
        Update {
            contact: ContactId(self.contact),
            fields: fields.collect(),
            tags_added: of(true),
            tags_removed: of(false),
            unchanged: false,
        }
    }
}

fn addition(person: &Person, tags: &mut TagIds) -> Addition {
    let values = person.fields.iter().map(|(field, value)| (FieldId(*field), Text::from(value))).collect();
    Addition { values, tags: person.tags.iter().map(|name| tags.interner.intern(name)).collect(), near: None }
}

fn write(change: &WriteTransaction<'_>, id: i64, now: i64, rows: Vec<Action>, tags: &mut TagIds) -> Option<(i64, i64)> {
    let mut writer = change.writer(id, moment(now)).unwrap();
    let rows = (2..).zip(rows).map(|(line, action)| PlannedRow { line, action, matched_by: None, issues: Vec::new() });
    writer.write(rows.collect(), tags).unwrap();
    writer.flush(tags).unwrap();
    writer.added_ids()
}

fn refused(refusal: &UndoRefusal) -> Asked {
    match refusal {
        UndoRefusal::Unknown => Asked::Unknown,
        UndoRefusal::UndoneAlready(by) => Asked::UndoneAlready(*by),
        UndoRefusal::SwitchedSince(by) => Asked::SwitchedSince(*by),
        UndoRefusal::Pruned(_) => Asked::Pruned,
        UndoRefusal::Forgot | UndoRefusal::IsPruning => panic!("the harness has no such entries"),
        UndoRefusal::Lost(contact) => panic!("no merge absorbs anybody here, and {contact} is lost"),
        UndoRefusal::NameTaken(_) | UndoRefusal::FieldIsBack => panic!("the harness removes no field"),
    }
}

fn stays(report: &UndoReport) -> BTreeSet<Stays> {
    let text = |value: &Option<Text>| value.as_ref().map(ToString::to_string);
    let stay = |Conflict { contact, what, by }: &Conflict| match what {
        ConflictItem::Contact => (contact.0, "contact".to_owned(), None, None, *by),
        ConflictItem::Field { field, now, old } => (contact.0, format!("field {}", field.0), text(now), text(old), *by),
        ConflictItem::Tag { name, has } => {
            (contact.0, format!("tag {name}"), Some(has.to_string()), Some((!has).to_string()), *by)
        }
    };
    report.kept.iter().map(stay).collect()
}

pub(super) fn moment(seconds: i64) -> Timestamp {
    Timestamp::from_timestamp(seconds, 0).unwrap()
}

fn new_import(now: Timestamp) -> NewImport {
    NewImport {
        source: "/home/ann/leads.csv".to_owned(),
        source_size: 100,
        source_digest: "0".repeat(64),
        encoding: "utf-8".to_owned(),
        purpose: Purpose::AddUpdate,
        identifier: Some("phone".to_owned()),
        mapping: Vec::new(),
        options: ImportOptions::default(),
        delimiter: b',',
        has_bom: false,
        columns: Vec::new(),
        results_path: "/home/ann/leads.results.csv".to_owned(),
        errors_path: "/home/ann/leads.errors.csv".to_owned(),
        files_seal: None,
        started_at: now,
        results_until: days_after(now, 7),
    }
}

fn record(added: Option<(i64, i64)>, now: Timestamp) -> ImportRecord {
    ImportRecord {
        counts: Counts::default(),
        blank_rows: 0,
        warnings: 0,
        issues: BTreeMap::new(),
        created_fields: Vec::new(),
        added_options: Vec::new(),
        missing_fields: Vec::new(),
        notes: Vec::new(),
        import_tag: None,
        source_id: None,
        missing: None,
        added,
        finished_at: now,
    }
}
