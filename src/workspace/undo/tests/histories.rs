//! Random histories, compared with the model.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::harness::{COMPANY, Harness, Seen, Wish};
use super::model::{Asked, Person};

const PHONES: [&str; 6] =
    ["+60123000001", "+60123000002", "+60123000003", "+60123000004", "+60123000005", "+60123000006"];
const EMAILS: [&str; 4] = ["ann@example.com", "Ann@Example.com", "bob@example.com", "Cleo@example.com"];
const NAMES: [&str; 5] = ["Ann", "Bob", "Cleo", "Dina", "Zoë"];
const COUNTRIES: [&str; 3] = ["MY", "DE", "FR"];
const TAGS: [&str; 3] = ["blog", "vip", "fair"];

/// Random numbers that a seed reproduces (SplitMix64).
struct Rng(u64);

impl Rng {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    fn one_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[usize::try_from(self.below(of.len() as u64)).unwrap()]
    }
}

/// A row of a source: values of its mapped cells that are not blank, `None` for a clear marker, and tags.
struct Row {
    cells: BTreeMap<i64, Option<String>>,
    tags: Option<BTreeSet<String>>,
}

fn row(rng: &mut Rng) -> Row {
    let mut cells = BTreeMap::new();
    for (field, pool) in [(1, &NAMES[..]), (2, &NAMES), (3, &PHONES), (4, &EMAILS), (5, &COUNTRIES), (COMPANY, &NAMES)]
    {
        let is_identifier = field == 3 || field == 4;
        match rng.below(6) {
            0 | 1 => {}
            2 if !is_identifier => drop(cells.insert(field, None)),
            _ => drop(cells.insert(field, Some(rng.pick(pool).to_owned()))),
        }
    }
    let tags = (!rng.one_in(3)).then(|| (0..rng.below(3)).map(|_| rng.pick(&TAGS).to_owned()).collect());
    Row { cells, tags: tags.filter(|tags: &BTreeSet<_>| !tags.is_empty()) }
}

/// An import of a random purpose, decided by the rules of spec sections 3 and 4.
fn import(harness: &mut Harness, rng: &mut Rng) {
    let (may_add, may_update) = rng.pick(&[(true, false), (false, true), (true, true), (true, false)]);
    let identifier = if may_add && !may_update && rng.one_in(2) { None } else { Some(rng.pick(&[3, 4])) };
    let do_not_overwrite = rng.one_in(3);
    let import_tag = (!rng.one_in(3)).then(|| format!("import-{}", harness.model.next_id()));
    let always: BTreeSet<String> = import_tag.into_iter().chain(rng.one_in(4).then(|| "fair".to_owned())).collect();
    let people = harness.model.people();
    let (mut added, mut wishes, mut seen) = (Vec::new(), BTreeMap::new(), BTreeSet::new());
    for _ in 0..rng.below(9) {
        let row = row(rng);
        let key = identifier.map(|field| row.cells.get(&field).cloned().flatten().unwrap_or_default().to_lowercase());
        if key.as_ref().is_some_and(|key| key.is_empty() || !seen.insert(key.clone())) {
            continue; // an Error
        }
        let has_key = |person: &Person| {
            identifier.is_some_and(|field| person.fields.get(&field).map(|value| value.to_lowercase()) == key)
        };
        let hits: Vec<_> = people.iter().filter(|(_, person)| has_key(person)).collect();
        match hits[..] {
            [] if may_add && matches!(row.cells.get(&1), Some(Some(_))) => added.push(person_of(row, &always)),
            [(contact, person)] if may_update => {
                wishes.insert(*contact, wish_of(row, person, do_not_overwrite, &always));
            }
            _ => {}
        }
    }
    harness.import(&added, &wishes);
}

fn person_of(row: Row, always: &BTreeSet<String>) -> Person {
    let fields = row.cells.into_iter().filter_map(|(field, value)| Some((field, value?))).collect();
    Person { fields, tags: row.tags.unwrap_or_default().union(always).cloned().collect(), ..Person::default() }
}

fn wish_of(row: Row, person: &Person, do_not_overwrite: bool, always: &BTreeSet<String>) -> Wish {
    let may_set = |field: &i64| !(do_not_overwrite && person.fields.contains_key(field));
    let mut wish = Wish::default();
    wish.fields.extend(row.cells.into_iter().filter(|(field, _)| may_set(field)));
    if let Some(tags) = row.tags {
        if !do_not_overwrite {
            wish.tags.extend(person.tags.iter().map(|tag| (tag.clone(), false)));
        }
        wish.tags.extend(tags.into_iter().map(|tag| (tag, true)));
    }
    wish.tags.extend(always.iter().map(|tag| (tag.clone(), true)));
    wish
}

/// An edit of one contact, a deletion of some, or a merge of some into one.
fn edit(harness: &mut Harness, rng: &mut Rng) {
    let ids: Vec<i64> = harness.model.people().into_keys().collect();
    if ids.is_empty() {
        return;
    }
    let target = rng.pick(&ids[..ids.len().min(3)]); // so that edits meet
    let mut wishes = BTreeMap::new();
    let mut removed = BTreeSet::new();
    let kind = rng.below(4);
    if kind != 0 {
        let mut wish = Wish { fields: row(rng).cells, ..Wish::default() };
        for tag in TAGS {
            if rng.one_in(2) {
                wish.tags.insert(tag.to_owned(), rng.one_in(2));
            }
        }
        wishes.insert(target, wish);
    }
    if kind < 2 {
        removed.extend((0..=rng.below(2)).map(|_| rng.pick(&ids)));
        removed.retain(|id| !wishes.contains_key(id));
    }
    harness.edit(&wishes, &removed);
}

/// Undoes any entry, including some that cannot be undone.
fn undo_any(harness: &mut Harness, rng: &mut Rng) {
    let all: Vec<i64> = (0..=harness.model.next_id()).collect();
    let possible = |id: &i64| matches!(harness.model.ask(*id), Asked::Toggles { .. });
    let some: Vec<i64> = all.iter().copied().filter(possible).collect();
    let among = if some.is_empty() || rng.one_in(4) { &all } else { &some };
    harness.undo(rng.pick(among));
}

/// Plays a random history; `prunes` now and then prunes its first entries.
fn play(seed: u64, prunes: bool) -> Seen {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = if seed.is_multiple_of(3) { Harness::in_folder(folder.path()) } else { Harness::new() };
    let mut rng = Rng(seed);
    import(&mut harness, &mut rng);
    for _ in 0..20 {
        if rng.one_in(8) {
            harness.now -= 3600; // Somebody sets the clock back.
        }
        if prunes && rng.one_in(10) {
            let ids: Vec<i64> = harness.model.entries.keys().copied().collect();
            harness.prune(rng.pick(&ids));
        }
        match rng.below(10) {
            0..=3 => import(&mut harness, &mut rng),
            4 | 5 => edit(&mut harness, &mut rng),
            6 => harness.undo(harness.model.next_id() - 1),
            _ => undo_any(&mut harness, &mut rng),
        }
    }
    harness.seen
}

fn play_all(seeds: std::ops::Range<u64>, prunes: bool) -> Seen {
    let played = seeds.into_par_iter().map(|seed| {
        let played = std::panic::catch_unwind(|| play(seed, prunes));
        assert!(played.is_ok(), "the history of seed {seed}");
        played.unwrap()
    });
    played.reduce(Seen::default, |all, more| all + more)
}

/// Undo of the entries that are left does what it would have done with the pruned ones.
#[test]
fn a_hundred_random_histories_that_are_pruned_match_the_model() {
    play_all(300..400, true);
}

#[test]
fn three_hundred_random_histories_match_the_model() {
    let seen = play_all(0..300, false);
    assert!(seen.each_at_least(5), "the histories do not try everything: {seen:?}");
}
