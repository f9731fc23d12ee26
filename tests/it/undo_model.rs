//! Spec section 8: `undo`, on random histories of real imports. The model test beside the code holds every value against
//! a model; here files of all purposes go the whole way, and what must be equal is compared as exports and lists.

use serde_json::Value;

use crate::support::House;

const PURPOSES: [&str; 7] = [
    "--purpose add --id phone",
    "--purpose add --id email --import-tag fair",
    "--purpose update --id phone --clear-marker NULL",
    "--purpose update --id email --do-not-overwrite",
    "--purpose add-update --id phone --tag vip",
    "--purpose add-update --id email --do-not-overwrite=Tags,Email",
    "--purpose add-all --import-tag all",
];

/// Chance that a seed repeats (SplitMix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % limit as u64).unwrap()
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, self.below(at + 1));
        }
    }
}

/// A small list over a small pool, so that its people meet those of others.
fn list(chance: &mut Chance) -> String {
    let mut text = "First Name,Last Name,Phone Number,Email,Country,Tags\n".to_owned();
    let (mut phones, mut emails): (Vec<_>, Vec<_>) = ((1..8).collect(), vec!["ann", "Ann.Lee", "bob", "CLEO", "dina"]);
    chance.shuffle(&mut phones);
    chance.shuffle(&mut emails);
    for (phone, email) in phones.iter().zip(emails).take(1 + chance.below(5)) {
        let name = chance.pick(&["Ann", "Bob", "Zoë", "Dina"]);
        let last = chance.pick(&["", "Lee", "Tan", "NULL"]);
        let country = chance.pick(&["", "MY", "DE"]);
        let tags = chance.pick(&["", "vip", "blog", "vip;blog"]);
        text += &format!("{name},{last},+6012300000{phone},{email}@example.com,{country},{tags}\n");
    }
    text
}

/// What the workspace holds, as others see it.
fn content(house: &House) -> (String, Vec<Value>) {
    let export = house.run("export - --quiet").done().stdout;
    (export, house.contacts())
}

fn undo(house: &House, id: u64) -> u64 {
    house.run(&format!("undo {id} --yes --json")).done().json()["undo_id"].as_u64().expect("the undo's number")
}

/// Imports a random list; takes it back, which leaves what was before, and brings it back. Returns its number.
fn import(house: &mut House, chance: &mut Chance, day: usize) -> u64 {
    house.set_clock(&format!("2026-11-{day:02}T09:00:00Z"));
    house.write("leads.csv", list(chance));
    let before = content(house);
    let outcome = house.import("leads.csv", chance.pick(&PURPOSES));
    assert!([0, 3].contains(&outcome.status), "{outcome}");
    let id = outcome.json()["import_id"].as_u64().expect("the import's number");
    let after = content(house);
    let taken_back = undo(house, id);
    assert_eq!(content(house), before, "import {id} taken back");
    undo(house, taken_back);
    assert_eq!(content(house), after, "import {id} brought back");
    id
}

#[test]
fn whatever_the_order_nothing_is_left_of_imports_taken_back_and_all_of_those_brought_back() {
    for seed in 0..4 {
        let (mut house, mut chance) = (House::new(), Chance(seed));
        let mut ids: Vec<u64> = (1..=6).map(|day| import(&mut house, &mut chance, day)).collect();
        let whole = content(&house);
        assert!(whole.1.len() > 1, "seed {seed}: {whole:?}");
        chance.shuffle(&mut ids);
        let mut undos: Vec<u64> = ids.iter().map(|id| undo(&house, *id)).collect();
        assert_eq!(house.people(), [""; 0], "seed {seed}, taken back in the order {ids:?}");
        chance.shuffle(&mut undos);
        for id in &undos {
            undo(&house, *id);
        }
        assert_eq!(content(&house), whole, "seed {seed}, brought back in the order {undos:?}");
    }
}
