//! Spec section 9, "Selecting": the same words choose contacts for `list` and `export`, and for what changes them.

mod changes;
mod conditions;
mod history;
mod layout;
mod model;

use crate::support::{CommandOutput, TestEnv};

/// People with a field of every type.
const PEOPLE: &str = "\
First Name,Last Name,Phone Number,Email,Country,Language,Tags,Born,Score,At,News,Level,Likes,A = B,Site
Ann,Lee,+60123000001,ann@example.com,MY,en,\"blog,vip\",1990-01-31,12.5,09:00,yes,Gold,Golf; Tea,x,https://ann.example.com
José,Tan,+60123000002,Bob@Example.com,SG,ms,vip,2001-12-01,-3,15:05:30,no,Silver,Tea,y,
Cid,,,,,,,,,,,,,,
Zoe,Äpfel,+4915112345678,zoe@münchen.de,DE,de,lead,1985-07-07,100,23:59,yes,Bronze,Golf,,
";

const TYPES: &str = "--create-field Born=:date --create-field Score=:number --create-field At=:time \
    --create-field News=:checkbox --create-field Level=:list --create-field Likes=:choices --create-field 'A = B=:text' \
    --create-field Site=:url";

fn env() -> TestEnv {
    let env = TestEnv::new();
    env.write("people.csv", PEOPLE);
    env.import("people.csv", &format!("--purpose add-all {TYPES}")).done();
    env
}

/// The IDs that a list has, in its order.
fn ids(outcome: &CommandOutput) -> Vec<i64> {
    let json = outcome.json();
    json["contacts"].as_array().unwrap().iter().map(|contact| contact["id"].as_i64().unwrap()).collect()
}

/// The IDs that are selected.
#[track_caller]
fn selected(env: &TestEnv, options: &str) -> Vec<i64> {
    let outcome = env.run(&format!("list {options} --json")).done();
    assert_eq!(outcome.json()["total"], ids(&outcome).len(), "{outcome}");
    ids(&outcome)
}
