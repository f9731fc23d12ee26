#![cfg_attr(fuzzing, no_main)]
//! Any bytes beside a source: refused and left as they are, or exactly what the tool itself would write.

use std::fs;

use contacts::model::WorkspaceIdentity;
use contacts::session::{manifest_path, read, write};

#[allow(clippy::disallowed_methods, reason = "the input is no output")]
fn check(data: &[u8]) {
    let workspace = WorkspaceIdentity { id: "0123456789abcdef0123456789abcdef".to_owned(), key: [7; 32] };
    let dir = tempfile::tempdir().expect("a folder");
    let source = dir.path().join("leads.csv");
    let path = manifest_path(&source);
    fs::write(&path, data).expect("a full file");
    match read(&source, &workspace) {
        Ok((manifest, on_disk)) => {
            let manifest = manifest.expect("a file that is there");
            write(&source, &manifest, &workspace, &on_disk).expect("the file is as it was");
        }
        Err(error) => assert!(error.is_refusal(), "{error}"),
    }
    assert_eq!(fs::read(&path).expect("the file"), data);
}

contacts_fuzz::target!(check);
