//! What the program is made of: every crate is from crates.io, comes under a licence that deny.toml allows, in one
//! version but for those that are known, and builds with the oldest Rust that Cargo.toml promises.

use std::collections::BTreeSet;
use std::process::Command;

use serde_json::Value;

/// All packages that are built on this platform, from `cargo metadata`.
fn packages() -> Vec<Value> {
    let platform = Command::new("rustc").args(["--print", "host-tuple"]).output().expect("rustc").stdout;
    let platform = String::from_utf8(platform).expect("the name of the platform");
    // Offline: the crates of this platform are there, since this test was built from them.
    let args = ["metadata", "--format-version", "1", "--locked", "--offline", "--filter-platform", platform.trim()];
    let output =
        Command::new(env!("CARGO")).args(args).current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("cargo");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let document: Value = serde_json::from_slice(&output.stdout).expect("a document");
    document["packages"].as_array().expect("packages").clone()
}

fn name(package: &Value) -> &str {
    package["name"].as_str().expect("a name")
}

/// The licences that deny.toml allows.
fn allowed() -> Vec<String> {
    let text = include_str!("../../deny.toml");
    let list = text.lines().skip_while(|line| !line.starts_with("allow = [")).skip(1);
    list.take_while(|line| *line != "]").map(|line| line.trim().trim_matches(['"', ',']).to_owned()).collect()
}

/// Whether an expression of licences can be met: one of several that are joined by `OR`, all that are joined by `AND`.
fn is_allowed(licence: &str, allowed: &[String]) -> bool {
    let licence = licence.replace(['(', ')'], " ").replace('/', " OR ");
    // Where both are used, `AND` joins groups of `OR` in all crates that we have.
    let one = |text: &str| allowed.iter().any(|known| known == text.trim());
    licence.split(" AND ").all(|group| group.split(" OR ").any(one))
}

/// `1.89.0` as numbers.
fn version(text: &str) -> Vec<u64> {
    text.split('.').map(|part| part.parse().expect("a number")).collect()
}

#[test]
fn every_crate_comes_from_the_registry_under_a_licence_that_is_allowed() {
    let allowed = allowed();
    assert!(allowed.len() > 5, "{allowed:?}");
    for package in packages().iter().filter(|package| name(package) != env!("CARGO_PKG_NAME")) {
        let source = package["source"].as_str().unwrap_or_default();
        assert_eq!(source, "registry+https://github.com/rust-lang/crates.io-index", "{}", name(package));
        let licence = package["license"].as_str().unwrap_or_default();
        assert!(is_allowed(licence, &allowed), "{}: {licence}", name(package));
    }
}

/// The crates of the program, and of its build, that come in several versions; those of its tests are let be.
fn several_versions() -> Vec<String> {
    let args = [
        "tree",
        "--locked",
        "--offline",
        "--edges",
        "normal,build",
        "--duplicates",
        "--depth",
        "0",
        "--prefix",
        "none",
    ];
    let output =
        Command::new(env!("CARGO")).args(args).current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("cargo");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    // A crate that is built twice in one version, with other features, stands there too.
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let versions: BTreeSet<_> =
        text.lines().filter_map(|line| line.split(' ').next().zip(line.split(' ').nth(1))).collect();
    let names: Vec<&str> = versions.into_iter().map(|(name, _)| name).collect();
    names.chunk_by(|a, b| a == b).filter(|same| same.len() > 1).map(|same| same[0].to_owned()).collect()
}

#[test]
fn no_crate_is_there_twice_but_those_that_are_known() {
    let deny = include_str!("../../deny.toml");
    let (_, skipped) = deny.split_once("skip = [").expect("crates that may be there twice");
    let twice = several_versions();
    assert!(twice.contains(&"hashbrown".to_owned()), "the list is read: {twice:?}");
    let new: Vec<_> = twice.iter().filter(|name| !skipped.contains(&format!("name = \"{name}\""))).collect();
    assert!(new.is_empty(), "these crates came in a second version: {new:?}");
}

#[test]
fn every_crate_builds_with_the_oldest_rust_that_is_promised() {
    let promised = version(env!("CARGO_PKG_RUST_VERSION"));
    for package in packages() {
        let needed = package["rust_version"].as_str().map(version).unwrap_or_default();
        let needed = &needed[..needed.len().min(promised.len())];
        assert!(needed <= promised.as_slice(), "{} needs Rust {needed:?}", name(&package));
    }
}

#[test]
fn expressions_of_licences_are_read() {
    let allowed = ["MIT", "Apache-2.0", "BSD-3-Clause"].map(str::to_owned);
    for (licence, expected) in [
        ("MIT", true),
        ("MIT/Apache-2.0", true),
        ("GPL-3.0 OR MIT", true),
        ("(Apache-2.0 OR GPL-3.0) AND BSD-3-Clause", true),
        ("MIT AND GPL-3.0", false),
        ("", false),
    ] {
        assert_eq!(is_allowed(licence, &allowed), expected, "{licence}");
    }
}
