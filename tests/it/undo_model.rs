//! Spec section 8: `undo`, on random histories of real imports, edits, deletions, merges and changes of tags. The model test beside the code holds every value against
//! a model; here commands go the whole way, and what must be equal is compared as exports and lists.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::support::{Rng, TestEnv};

const PURPOSES: [&str; 7] = [
    "--purpose add --id phone",
    "--purpose add --id email --import-tag fair",
    "--purpose update --id phone --clear-marker NULL",
    "--purpose update --id email --do-not-overwrite",
    "--purpose add-update --id phone --tag vip",
    "--purpose add-update --id email --do-not-overwrite=Tags,Email",
    "--purpose add-all --import-tag all",
];

/// A small list over a small pool, so that its people meet those of others.
fn list(rng: &mut Rng) -> String {
    let mut text = "First Name,Last Name,Phone Number,Email,Country,Tags\n".to_owned();
    let (mut phones, mut emails): (Vec<_>, Vec<_>) = ((1..8).collect(), vec!["ann", "Ann.Lee", "bob", "CLEO", "dina"]);
    rng.shuffle(&mut phones);
    rng.shuffle(&mut emails);
    for (phone, email) in phones.iter().zip(emails).take(1 + rng.below(5)) {
        let name = rng.pick(&["Ann", "Bob", "Zoë", "Dina"]);
        let last = rng.pick(&["", "Lee", "Tan", "NULL"]);
        let country = rng.pick(&["", "MY", "DE"]);
        let tags = rng.pick(&["", "vip", "blog", "vip;blog"]);
        text += &format!("{name},{last},+6012300000{phone},{email}@example.com,{country},{tags}\n");
    }
    text
}

/// What the workspace holds, as others see it: an export, and all contacts.
type Content = (String, Vec<Value>);

fn content(env: &TestEnv) -> Content {
    let export = env.run("export - --quiet").done().stdout;
    (export, env.contacts())
}

fn undo(env: &TestEnv, id: u64) -> u64 {
    env.run(&format!("undo {id} --yes --json")).done().json()["undo_id"].as_u64().expect("the undo's number")
}

/// A command line that changes contacts, for the most part: an import, an edit, a deletion, a merge, or a change of tags.
fn command(env: &TestEnv, contacts: &[Value], rng: &mut Rng) -> String {
    let ids: Vec<i64> = contacts.iter().filter_map(|contact| contact["id"].as_i64()).collect();
    let kind = if ids.len() < 3 { 0 } else { rng.below(11) };
    let (one, other) = if ids.is_empty() { (0, 0) } else { (rng.pick(&ids), rng.pick(&ids)) };
    match kind {
        5 => format!("edit {one} 'First Name={}' Country=FR --add-tag new", rng.pick(&["Eve", "Finn"])),
        6 => format!("edit {one} 'Last Name=' Email= --remove-tag vip"),
        7 => format!("delete {one} {other} --yes"),
        8 => format!("merge {one} {other} --keep {} --yes", rng.pick(&["oldest", "newest", "most-complete"])),
        9 => format!("tags {}", rng.pick(&["rename vip star", "rename blog vip", "merge vip blog --into blog"])),
        10 => format!("tags delete {} --yes", rng.pick(&["vip", "blog", "fair"])),
        _ => {
            env.write("leads.csv", list(rng));
            format!("import leads.csv {}", rng.pick(&PURPOSES))
        }
    }
}

/// The number of the last entry of the history.
fn last_entry(env: &TestEnv) -> u64 {
    let json = env.run("history --json").done().json();
    let all = ["imports", "entries"].map(|list| json[list].as_array().unwrap().clone());
    all.concat().iter().filter_map(|entry| entry["id"].as_u64()).max().unwrap_or(0)
}

/// Changes contacts; takes that back, which leaves what was before, and brings it back. Returns what there is then, and
/// the entry's number, if there was anything to do.
fn step(env: &mut TestEnv, before: &Content, rng: &mut Rng, day: usize) -> (Content, Option<u64>) {
    env.set_clock(&format!("2026-11-{day:02}T09:00:00Z"));
    let last = last_entry(env);
    let line = command(env, &before.1, rng);
    let outcome = env.run(&line);
    let id = last_entry(env);
    let after = content(env);
    if id == last {
        assert_eq!(&after, before, "{outcome}");
        return (after, None);
    }
    let taken_back = undo(env, id);
    assert_eq!(&content(env), before, "entry {id} taken back: {line}");
    undo(env, taken_back);
    assert_eq!(content(env), after, "entry {id} brought back: {line}");
    (after, Some(id))
}

#[test]
fn all_entries_can_be_undone_and_redone_in_any_order() {
    let mut kinds = BTreeMap::<String, usize>::new();
    for seed in 0..5 {
        let (mut env, mut rng) = (TestEnv::new(), Rng(seed));
        let (mut whole, mut ids) = (content(&env), Vec::new());
        for day in 1..=14 {
            let (after, id) = step(&mut env, &whole, &mut rng, day);
            whole = after;
            ids.extend(id);
        }
        for id in &ids {
            let json = env.run(&format!("history {id} --json")).done().json();
            *kinds.entry(json["kind"].as_str().unwrap_or("import").to_owned()).or_default() += 1;
        }
        rng.shuffle(&mut ids);
        let mut undos: Vec<u64> = ids.iter().map(|id| undo(&env, *id)).collect();
        assert_eq!(env.people(), [""; 0], "seed {seed}, taken back in the order {ids:?}");
        rng.shuffle(&mut undos);
        for id in &undos {
            undo(&env, *id);
        }
        assert_eq!(content(&env), whole, "seed {seed}, brought back in the order {undos:?}");
    }
    assert_eq!(kinds.len(), 5, "each kind of entry is tried: {kinds:?}");
}
