//! The tool under faults: whatever fails, and whenever, it never loses, never lies and never hangs (spec sections 7
//! and 10). `tests/README.md` tells how to run the long forms.

mod at_once;
mod failing;
mod kill;
mod midway;
mod migration;
mod power;
mod privacy;
mod stage;
mod trace;

use crate::support::House;

/// The names beside the workspace that end so, sorted.
fn beside(house: &House, ending: &str) -> Vec<String> {
    let folder = std::fs::read_dir(house.workspace().parent().unwrap()).unwrap();
    let names = folder.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    let mut names: Vec<_> = names.filter(|name| name.ends_with(ending)).collect();
    names.sort();
    names
}
