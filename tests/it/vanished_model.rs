//! Spec section 7, vanished rows, against a model: random nights of two sources, edits, additions by hand, deletions, merges
//! and undos, in process. After each step contacts, tags and what the sources remember are as a few lines of plain code say.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use contacts::import::{Guards, MissingReport};
use contacts::model::{
    Addition, Clock, ContactId, FieldChange, FieldId, Identifier, ImportTag, Listing, MissingAction, Purpose,
    Selection, SourceSelection, SystemClock, TagRefs, Threshold, Update,
};
use contacts::ops::ImportSpec;
use contacts::workspace::{EntryKind, Workspace, WorkspaceError};
use tempfile::TempDir;

use crate::support::Rng;

const SOURCES: [&str; 2] = ["crm", "shop"];
const PEOPLE: usize = 6;
const STEPS: usize = 30;

/// A row of a list, by the number of its person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Row {
    Good(usize),
    /// In error, and its identifier can be read.
    BadCountry(usize),
    /// In error, and anybody may be meant.
    BadEmail,
}

/// What a source remembers of a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
enum State {
    Held,
    /// Missing; with the tag that it got for that.
    Missing(Option<String>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Person {
    email: usize,
    tags: BTreeSet<String>,
}

/// The workspace as plain code has it. What is remembered may outlast a contact.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Model {
    people: BTreeMap<i64, Person>,
    remembered: BTreeMap<(&'static str, i64), State>,
    edited: BTreeSet<i64>,
}

/// Numbers of a night: count, new, of, deleted, tagged, spared, back.
type Numbers = [u64; 7];

impl Model {
    fn with_email(&self, email: usize) -> Vec<i64> {
        self.people.iter().filter(|(_, person)| person.email == email).map(|(id, _)| *id).collect()
    }

    /// Imports a list; `next` is the ID of the next contact.
    fn import(&mut self, night: &Night, next: &mut i64) -> Numbers {
        let mut present = BTreeSet::new();
        for row in &night.rows {
            let (Row::Good(email) | Row::BadCountry(email)) = *row else { continue };
            let hits = self.with_email(email);
            present.extend(hits.iter().copied());
            let is_twice = night.rows.iter().filter(|other| other.email() == Some(email)).count() > 1;
            if matches!(row, Row::Good(_)) && !is_twice && hits.is_empty() && night.purpose != Purpose::Update {
                self.people.insert(*next, Person { email, tags: BTreeSet::new() });
                present.insert(*next);
                *next += 1;
            }
        }
        let before: Vec<(i64, State)> = self
            .remembered
            .iter()
            .filter(|((source, id), _)| *source == night.source && self.people.contains_key(id))
            .map(|((_, id), state)| (*id, state.clone()))
            .collect();
        let missing: Vec<(i64, State)> = before.iter().filter(|(id, _)| !present.contains(id)).cloned().collect();
        let new = missing.iter().filter(|(_, state)| *state == State::Held).count();
        let back: Vec<(i64, State)> =
            before.iter().filter(|(id, state)| present.contains(id) && *state != State::Held).cloned().collect();
        for (id, state) in &back {
            self.take_off(night.source, *id, state);
        }
        for id in &present {
            self.remembered.insert((night.source, *id), State::Held);
        }
        let [deleted, tagged, spared] = self.settle(night, &missing);
        [missing.len(), new, before.len(), deleted, tagged, spared, back.len()].map(|number| number as u64)
    }

    /// Takes off the tag that a contact got for being missing, unless another source gave it too.
    fn take_off(&mut self, source: &'static str, id: i64, state: &State) {
        let State::Missing(Some(tag)) = state else { return };
        if !self.is_tagged_elsewhere(source, id, tag) {
            self.people.get_mut(&id).unwrap().tags.remove(tag);
        }
    }

    fn is_tagged_elsewhere(&self, source: &'static str, id: i64, tag: &str) -> bool {
        let state = State::Missing(Some(tag.to_owned()));
        SOURCES.iter().any(|other| *other != source && self.remembered.get(&(*other, id)) == Some(&state))
    }

    /// Does what becomes of the missing: deleted, tagged, spared.
    fn settle(&mut self, night: &Night, missing: &[(i64, State)]) -> [usize; 3] {
        let is_unreadable = night.rows.contains(&Row::BadEmail);
        let [mut deleted, mut tagged, mut spared] = [0; 3];
        for (id, state) in missing {
            if *state == State::Held {
                self.remembered.insert((night.source, *id), State::Missing(None));
            }
            match &night.action {
                MissingAction::Tag(tag) => {
                    let is_done = *state == State::Missing(Some(tag.clone()));
                    let is_new = !is_done && self.people.get_mut(id).unwrap().tags.insert(tag.clone());
                    if is_new || (!is_done && self.is_tagged_elsewhere(night.source, *id, tag)) {
                        self.take_off(night.source, *id, state);
                        self.remembered.insert((night.source, *id), State::Missing(Some(tag.clone())));
                        tagged += usize::from(is_new);
                    }
                }
                MissingAction::Delete if !is_unreadable => {
                    let is_elsewhere = SOURCES.iter().any(|source| {
                        *source != night.source && self.remembered.get(&(*source, *id)) == Some(&State::Held)
                    });
                    if is_elsewhere || self.edited.contains(id) {
                        spared += 1;
                    } else {
                        self.people.remove(id);
                        deleted += 1;
                    }
                }
                _ => {}
            }
        }
        [deleted, tagged, spared]
    }

    fn merge(&mut self, into: i64, absorbed: i64) {
        self.people.remove(&absorbed);
        self.edited.insert(into);
        for source in SOURCES {
            let states = [into, absorbed].map(|id| self.remembered.get(&(source, id)).cloned());
            let state = match states {
                [None, None] => continue,
                [Some(State::Held), _] | [_, Some(State::Held)] => State::Held,
                [Some(state), None] | [None, Some(state)] => state,
                // The one without a tag of its own.
                [Some(one), Some(other)] => {
                    if one == State::Missing(None) {
                        one
                    } else if other == State::Missing(None) {
                        other
                    } else {
                        one
                    }
                }
            };
            self.remembered.insert((source, into), state);
        }
    }
}

impl Row {
    fn email(self) -> Option<usize> {
        match self {
            Self::Good(email) | Self::BadCountry(email) => Some(email),
            Self::BadEmail => None,
        }
    }

    fn written(self) -> String {
        match self {
            Self::Good(email) => format!("P{email},p{email}@example.com,\n"),
            Self::BadCountry(email) => format!("P{email},p{email}@example.com,Atlantis\n"),
            Self::BadEmail => "Nobody,nobody(at)example.com,\n".to_owned(),
        }
    }
}

/// An import.
#[derive(Debug)]
struct Night {
    source: &'static str,
    purpose: Purpose,
    action: MissingAction,
    rows: Vec<Row>,
}

impl Night {
    fn random(rng: &mut Rng) -> Self {
        let mut rows: Vec<Row> = Vec::new();
        for email in 0..PEOPLE {
            match rng.below(12) {
                0..=4 => {}
                5 => rows.push(Row::BadCountry(email)),
                6 => rows.extend([Row::Good(email), Row::Good(email)]),
                _ => rows.push(Row::Good(email)),
            }
        }
        if rows.is_empty() || rng.below(6) == 0 {
            rows.push(Row::BadEmail);
        }
        rng.shuffle(&mut rows);
        let tag = |name: &str| MissingAction::Tag(name.to_owned());
        let actions = [
            MissingAction::Keep,
            MissingAction::Report,
            tag("left"),
            tag("gone"),
            MissingAction::Delete,
            MissingAction::Delete,
        ];
        Self {
            source: rng.pick(&SOURCES),
            purpose: rng.pick(&[Purpose::Add, Purpose::Update, Purpose::AddUpdate]),
            action: actions[rng.below(actions.len())].clone(),
            rows,
        }
    }

    fn spec(&self) -> ImportSpec {
        let mut spec =
            ImportSpec::new(self.purpose).identify_by(Identifier::Email).source(self.source, self.action.clone());
        spec.recipe.import_tag = ImportTag::None;
        spec.recipe.max_missing = Some(Threshold::Percent(100.0));
        spec
    }
}

/// The workspace, the model, and the models before the entries that hold.
struct Run {
    folder: TempDir,
    workspace: Workspace,
    model: Model,
    next: i64,
    taken: Vec<(i64, Model)>,
}

impl Run {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let workspace = Workspace::open_or_create(&folder.path().join("workspace.db")).unwrap();
        Self { folder, workspace, model: Model::default(), next: 1, taken: Vec::new() }
    }

    /// Takes a random step, and tells it.
    fn step(&mut self, rng: &mut Rng) -> String {
        let ids: Vec<i64> = self.model.people.keys().copied().collect();
        match rng.below(10) {
            0 if !ids.is_empty() => self.edit(rng.pick(&ids)),
            1 => self.add(rng.below(PEOPLE)),
            2 if !ids.is_empty() => self.delete(rng.pick(&ids)),
            3 if ids.len() > 1 => self.merge(rng.pick(&ids), rng.pick(&ids)),
            4 | 5 if !self.taken.is_empty() => self.undo(rng.below(2) == 0),
            _ => self.import(&Night::random(rng)),
        }
    }

    fn import(&mut self, night: &Night) -> String {
        let list = self.folder.path().join(format!("{}.csv", night.source));
        let rows: String = night.rows.iter().map(|row| row.written()).collect();
        fs::write(&list, format!("First Name,Email,Country\n{rows}")).unwrap();
        let mut import = self.workspace.import(&list, night.spec()).unwrap();
        let reviewed = numbers(import.review().unwrap().missing.as_ref());
        let outcome = import.commit(&Guards::default()).unwrap();
        let before = self.model.clone();
        let expected = self.model.import(night, &mut self.next);
        assert_eq!(numbers(outcome.missing.as_ref()), expected, "{night:?}");
        assert_eq!(reviewed, expected, "the review of {night:?}");
        self.taken.push((outcome.import_id, before));
        format!("{night:?}")
    }

    fn edit(&mut self, id: i64) -> String {
        let change = FieldChange { field: FieldId::LAST_NAME, before: None, after: Some("Edited".into()) };
        let (tags_added, tags_removed) = (TagRefs::new(), TagRefs::new());
        let update =
            Update { contact: ContactId(id), fields: vec![change], tags_added, tags_removed, unchanged: false };
        let (before, now) = (self.model.clone(), SystemClock.now());
        let change = self.workspace.change().unwrap();
        let entry = change.begin_entry(EntryKind::Edit, "", now).unwrap();
        change.update_contact(entry, update, &mut change.tags().unwrap(), now).unwrap();
        change.commit().unwrap();
        self.model.edited.insert(id);
        self.taken.push((entry, before));
        format!("edit {id}")
    }

    fn add(&mut self, email: usize) -> String {
        if !self.model.with_email(email).is_empty() {
            return "nothing".to_owned();
        }
        let values = vec![
            (FieldId::FIRST_NAME, format!("P{email}").into()),
            (FieldId::EMAIL, format!("p{email}@example.com").into()),
        ];
        let (before, now) = (self.model.clone(), SystemClock.now());
        let change = self.workspace.change().unwrap();
        let entry = change.begin_entry(EntryKind::Add, "", now).unwrap();
        let addition = Addition { values, ..Addition::default() };
        let id = change.add_contact(entry, addition, &mut change.tags().unwrap(), now).unwrap();
        change.commit().unwrap();
        self.model.people.insert(id.0, Person { email, tags: BTreeSet::new() });
        self.model.edited.insert(id.0);
        self.next = id.0 + 1;
        self.taken.push((entry, before));
        format!("add {id} by hand")
    }

    fn delete(&mut self, id: i64) -> String {
        let before = self.model.clone();
        let change = self.workspace.change().unwrap();
        let entry = change.begin_entry(EntryKind::Delete, "", SystemClock.now()).unwrap();
        change.delete_contacts(entry, &[ContactId(id)]).unwrap();
        change.commit().unwrap();
        self.model.people.remove(&id);
        self.taken.push((entry, before));
        format!("delete {id}")
    }

    fn merge(&mut self, into: i64, absorbed: i64) -> String {
        if into == absorbed {
            return "nothing".to_owned();
        }
        let before = self.model.clone();
        let change = self.workspace.change().unwrap();
        let entry = change.begin_entry(EntryKind::Merge, "", SystemClock.now()).unwrap();
        change.absorb_contacts(entry, ContactId(into), &[ContactId(absorbed)]).unwrap();
        change.commit().unwrap();
        self.model.merge(into, absorbed);
        self.taken.push((entry, before));
        format!("merge {absorbed} into {into}")
    }

    /// Undoes the latest entry that holds; `and_redo` brings it back.
    fn undo(&mut self, and_redo: bool) -> String {
        let (entry, before) = self.taken.pop().unwrap();
        let after = std::mem::replace(&mut self.model, before.clone());
        let report = self.workspace.undo(entry).unwrap();
        if and_redo {
            self.assert_as_modelled(&format!("undo {entry}"));
            self.workspace.undo(report.id).unwrap();
            self.model = after;
            self.taken.push((entry, before));
            return format!("undo and redo {entry}");
        }
        format!("undo {entry}")
    }

    #[track_caller]
    fn assert_as_modelled(&self, after: &str) {
        let people: Vec<String> = self
            .model
            .people
            .iter()
            .map(|(id, person)| format!("{id} p{}@example.com {:?}", person.email, person.tags))
            .collect();
        assert_eq!(self.listed(Selection::default()), people, "{after}");
        for source in SOURCES {
            for is_missing in [false, true] {
                let is_so = |id: &i64| match self.model.remembered.get(&(source, *id)) {
                    None => false,
                    Some(state) => (*state != State::Held) == is_missing,
                };
                let expected: Vec<i64> = self.model.people.keys().copied().filter(is_so).collect();
                assert_eq!(self.of_source(source, is_missing), expected, "{source}, missing: {is_missing}; {after}");
            }
        }
    }

    fn of_source(&self, name: &str, is_missing: bool) -> Vec<i64> {
        let source = self.workspace.snapshot().unwrap().source(name).unwrap();
        let Some(source) = source else { return Vec::new() };
        let source = Some(SourceSelection { source: source.id, is_missing });
        let listed = self.listed(Selection { source, ..Selection::default() });
        listed.iter().map(|line| line.split(' ').next().unwrap().parse().unwrap()).collect()
    }

    fn listed(&self, selection: Selection) -> Vec<String> {
        let snapshot = self.workspace.snapshot().unwrap();
        let tags = snapshot.tags().unwrap();
        let mut lines = Vec::new();
        let listing = Listing { selection, ..Listing::default() };
        let listed = snapshot.each_contact(&listing, &tags, &mut |record| -> Result<(), WorkspaceError> {
            let names: BTreeSet<String> =
                record.contact.tags.iter().map(|tag| tags.interner.name(*tag).to_string()).collect();
            let email = record.contact.value(FieldId::EMAIL).map(ToString::to_string).unwrap_or_default();
            lines.push(format!("{} {email} {names:?}", record.contact.id));
            Ok(())
        });
        listed.unwrap();
        lines
    }
}

fn numbers(report: Option<&MissingReport>) -> Numbers {
    let counts = &report.unwrap().counts;
    [counts.count, counts.new, counts.of, counts.deleted, counts.tagged, counts.spared, counts.back]
}

#[test]
fn nights_of_two_sources_with_edits_and_undos_are_as_a_naive_model_says() {
    for seed in 0..12 {
        let (mut run, mut rng) = (Run::new(), Rng(seed));
        let mut told = Vec::new();
        for _ in 0..STEPS {
            told.push(run.step(&mut rng));
            run.assert_as_modelled(&format!("seed {seed}: {told:#?}"));
        }
        while !run.taken.is_empty() {
            told.push(run.undo(false));
            run.assert_as_modelled(&format!("seed {seed}: {told:#?}"));
        }
        assert_eq!(run.model, Model::default(), "seed {seed}");
    }
}
