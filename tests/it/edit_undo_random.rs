//! Issue 4: whatever people do to contacts one by one can be taken back, brought back, and taken back in the end, in
//! any order.

use serde_json::Value;

use crate::support::TestEnv;

const PEOPLE: &str = "\
First Name,Last Name,Phone Number,Email,Country,Tags
Ann,Lee,+60123000001,ann@example.com,MY,\"blog,vip\"
Anna,Lee,+60123000001,,,vip
Bob,,+60123000003,bob@example.com,SG,lead
Bobby,Tan,,Bob@Example.com,,\"lead,leads\"
Cid,,,,,
";

/// Things to do; `#` is a contact, `@` a tag.
const EDITS: &[&str] = &[
    "edit # Country=DE --add-tag @",
    "edit # 'Last Name=' Tags=@,new",
    "edit # 'Phone Number=+60 12-300 0009' --remove-tag @",
    "delete # --yes",
    "delete # # --yes",
    "merge # # --keep oldest --yes",
    "merge # # # --keep most-complete --yes",
    "merge # # --keep newest --yes",
    "tags rename @ other",
    "tags merge @ @ --into joined",
    "tags delete @ --yes",
];
const TAGS: &[&str] = &["blog", "vip", "lead", "leads", "other", "joined", "new"];

/// Numbers that are the same in every run.
struct Rng(u64);

impl Rng {
    fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn random_edit(&mut self) -> String {
        let edit = EDITS[self.below(EDITS.len())];
        let words = edit.split_inclusive(['#', '@']).map(|word| {
            let id = (self.below(5) + 1).to_string();
            word.replace('#', &id).replace('@', TAGS[self.below(TAGS.len())])
        });
        words.collect()
    }
}

/// The number of the entry that a command made; `None` where it was refused or changed nothing.
fn entry_of(env: &TestEnv, edit: &str) -> Option<i64> {
    let outcome = env.run(&format!("{edit} --json"));
    assert!([0, 1, 2, 4].contains(&outcome.status), "{outcome}");
    outcome.json()["entry"].as_i64()
}

fn undo(env: &TestEnv, entry: i64) -> i64 {
    env.run(&format!("undo {entry} --yes --json")).done().json()["undo_id"].as_i64().unwrap()
}

#[test]
#[ignore = "long: run with --ignored"]
fn every_random_edit_can_be_undone_and_redone() {
    for seed in 1..=8 {
        let env = TestEnv::with_contacts(PEOPLE);
        let first = env.contacts();
        let (mut rng, mut entries, mut edits) = (Rng(seed), Vec::new(), Vec::new());
        for _ in 0..14 {
            let (before, edit): (Vec<Value>, String) = (env.contacts(), rng.random_edit());
            edits.push(edit.clone());
            let Some(entry) = entry_of(&env, &edit) else {
                assert_eq!(env.contacts(), before, "seed {seed}: {edits:#?}");
                continue;
            };
            let after = env.contacts();
            let undone = undo(&env, entry);
            assert_eq!(env.contacts(), before, "seed {seed}, taken back: {edits:#?}");
            undo(&env, undone);
            assert_eq!(env.contacts(), after, "seed {seed}, brought back: {edits:#?}");
            entries.push(entry);
        }
        assert!(entries.len() >= 3, "seed {seed}: {edits:#?}");
        while !entries.is_empty() {
            let entry = entries.swap_remove(rng.below(entries.len()));
            undo(&env, entry);
        }
        assert_eq!(env.contacts(), first, "seed {seed}: {edits:#?}");
    }
}
