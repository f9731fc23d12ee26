//! The tool under faults: whatever fails, and whenever, it never loses, never lies and never hangs (spec sections 7
//! and 10). `tests/README.md` tells how to run the long forms.

mod bare_root;
mod concurrent;
mod durability;
mod forgetting;
mod io_errors;
mod kill;
mod leftovers;
mod mid_import;
mod migration;
mod owners;
mod planted;
mod privacy;
mod reading;
mod received;
mod resettable_env;
mod signals;
mod trace;

use crate::support::{TestEnv, is_root};

/// A user who owns nothing, for what root tries as somebody else.
const NOBODY: u32 = 65_534;

/// Gives the environment to a user without rights where the test is run by root. Returns the command that runs as such.
fn without_rights(env: &TestEnv) -> String {
    let contacts = env.path("../contacts-copy");
    // Not by this process, for the reason of `TestEnv::write_program`.
    env.shell(&format!("cp '{}' '{}'", env!("CARGO_BIN_EXE_contacts"), contacts.display())).done();
    if is_root() {
        env.shell(&format!("chmod 755 ..; chown -R {NOBODY}:{NOBODY} ..")).done();
        format!("setpriv --reuid={NOBODY} --regid={NOBODY} --clear-groups {}", contacts.display())
    } else {
        contacts.display().to_string()
    }
}

/// The names beside the workspace that end so, sorted.
fn beside(env: &TestEnv, ending: &str) -> Vec<String> {
    let folder = std::fs::read_dir(env.workspace().parent().unwrap()).unwrap();
    let names = folder.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    let mut names: Vec<_> = names.filter(|name| name.ends_with(ending)).collect();
    names.sort();
    names
}
