//! Compiles what must happen before the program begins (see `src/before_main.c`), and names the commit of a release build.

fn main() {
    name_commit();
    println!("cargo:rerun-if-changed=src/before_main.c");
    if std::env::var_os("CARGO_CFG_UNIX").is_none() {
        return;
    }
    for object in cc::Build::new().file("src/before_main.c").compile_intermediates() {
        println!("cargo:rustc-link-arg-bins={}", object.display());
    }
}

/// Sets `CONTACTS_VERSION`: the version, and in a release build from a checkout the commit, which `--version` shows; and
/// `CONTACTS_DATE`, the day of that commit (`2026-11-30`), which the manual pages bear, or nothing.
fn name_commit() {
    let version = std::env::var("CARGO_PKG_VERSION").unwrap_or_default();
    let is_release = std::env::var("PROFILE").is_ok_and(|profile| profile == "release");
    // While one works on it, each commit would compile everything anew.
    let (commit, date) = is_release.then(commit).flatten().unzip();
    let commit = commit.map(|commit| format!(" ({commit})")).unwrap_or_default();
    println!("cargo:rustc-env=CONTACTS_VERSION={version}{commit}");
    println!("cargo:rustc-env=CONTACTS_DATE={}", date.unwrap_or_default());
}

/// Returns the commit of this checkout and its day.
fn commit() -> Option<(String, String)> {
    // Of this checkout only: a package that was unpacked within another repository is not of its commit. Cargo would run
    // this script each time for a file that is not there.
    let head = std::path::Path::new(".git/logs/HEAD");
    if !head.exists() {
        return None;
    }
    println!("cargo:rerun-if-changed={}", head.display());
    let show = ["show", "--no-patch", "--abbrev=10", "--format=%h %cs", "HEAD"];
    let output = std::process::Command::new("git").args(show).output().ok()?;
    let shown = String::from_utf8(output.stdout).ok()?;
    let (commit, date) = shown.trim().split_once(' ')?;
    output.status.success().then(|| (commit.to_owned(), date.to_owned()))
}
