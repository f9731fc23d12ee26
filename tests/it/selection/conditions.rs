//! `--where`: values are read as a cell of their field is, and compared by its type.

use super::{env, selected};
use crate::support::TestEnv;

#[test]
fn values_are_compared_by_the_type_of_their_field() {
    let env = env();
    let cases: &[(&str, &[i64])] = &[
        ("First Name = jose", &[2]),
        ("Last Name = APFEL", &[4]),
        ("Last Name ~ a", &[2, 4]),
        ("Last Name !~ a", &[1, 3]),
        ("First Name < bob", &[1]),
        ("First Name >= Cid", &[2, 3, 4]),
        ("Country = Malaysia", &[1]),
        ("Country = my", &[1]),
        ("country ~ ger", &[4]),
        ("Language = Malay", &[2]),
        ("Phone Number = 0060 12-300 0001", &[1]),
        ("Phone Number ~ 12-300", &[1, 2]),
        ("Email = BOB@example.COM", &[2]),
        ("Email = zoe@xn--mnchen-3ya.de", &[4]),
        ("Email ~ EXAMPLE", &[1, 2]),
        ("Born < 1990-02-01", &[1, 4]),
        ("Born = 1990/1/31", &[1]),
        ("Born ~ 1990-", &[1]),
        ("Born <= today", &[1, 2, 4]),
        ("Score > 9", &[1, 4]),
        ("Score = 12.50", &[1]),
        ("Score <= -3", &[2]),
        ("At >= 3:05 PM", &[2, 4]),
        ("At = 9:00:00", &[1]),
        ("News = ja", &[1, 4]),
        ("Level = gold", &[1]),
        ("Likes = tea", &[1, 2]),
        ("Likes = Tea; Golf", &[1]),
        ("Likes ~ go", &[1, 4]),
        ("Site ~ ann.", &[1]),
        ("Tags = VIP", &[1, 2]),
        ("Tags = vip, blog", &[1]),
        ("Tags ~ b", &[1]),
        ("Contact ID >= 3", &[3, 4]),
        ("Contact ID = 2", &[2]),
        ("ID > 2", &[3, 4]),
        ("id is set", &[1, 2, 3, 4]),
    ];
    for (condition, expected) in cases {
        assert_eq!(selected(&env, &format!("--where '{condition}'")), *expected, "{condition}");
    }
}

#[test]
fn an_empty_field_is_unequal_and_nothing_else() {
    let env = env();
    let cases: &[(&str, &[i64])] = &[
        ("Country != MY", &[2, 3, 4]),
        ("News != yes", &[2, 3]),
        ("Likes != Tea", &[3, 4]),
        ("Tags != vip", &[3, 4]),
        ("Tags !~ b", &[2, 3, 4]),
        ("Score < 1000000", &[1, 2, 4]),
        ("Last Name is empty", &[3]),
        ("Last Name IS SET", &[1, 2, 4]),
        ("Tags is empty", &[3]),
        ("Tags is set", &[1, 2, 4]),
        ("Likes is empty", &[3]),
        ("Contact ID is set", &[1, 2, 3, 4]),
    ];
    for (condition, expected) in cases {
        assert_eq!(selected(&env, &format!("--where '{condition}'")), *expected, "{condition}");
    }
    assert_eq!(selected(&env, "--where 'Country != MY' --where 'Country is set'"), [2, 4]);
}

#[test]
fn all_that_is_said_must_hold() {
    let env = env();
    assert_eq!(selected(&env, "--where 'Score > 0' --where 'News = yes' --tag vip"), [1]);
    assert_eq!(selected(&env, "--not-tag vip"), [3, 4]);
    assert_eq!(selected(&env, "--tag vip --not-tag blog"), [2]);
    assert_eq!(selected(&env, "example --where 'Country = SG'"), [2]);
    assert_eq!(selected(&env, "012-3000001 --region MY --where 'Level = Gold'"), [1]);
    assert!(selected(&env, "012-3000001 --region MY --where 'Level = Silver'").is_empty());
}

#[test]
fn a_name_may_hold_blanks_and_operators() {
    let env = env();
    assert_eq!(selected(&env, "--where 'A = B = x'"), [1]);
    assert_eq!(selected(&env, "--where 'a = b=x'"), [1]);
    assert_eq!(selected(&env, "--where '\"A = B\" = x'"), [1]);
    assert_eq!(selected(&env, "--where 'A = B is empty'"), [3, 4]);
    assert_eq!(selected(&env, "--where 'A = B = \"x\"'"), [1]);
    env.run("fields add A").done();
    env.run("edit 3 'A=B = x'").done();
    env.run("list --where 'A = B = x'").exits(2).says("double quotes");
    assert_eq!(selected(&env, "--where '\"A = B\" = x'"), [1]);
    assert_eq!(selected(&env, "--where '\"A\" = B = x'"), [3]);
}

#[test]
fn an_empty_value_is_wrong_usage_with_every_operator_and_selects_nobody() {
    let env = env();
    for field in ["First Name", "Email", "Tags", "Likes", "Country", "Born", "Score", "Phone Number", "News"] {
        let quoted = ["=", "!=", "~", "!~"].map(|operator| format!("{field} {operator} \"\""));
        for condition in quoted.into_iter().chain([format!("{field} ="), format!("{field} = \" \"")]) {
            let outcome = env.run(&format!("list --json --where '{condition}'")).exits(2);
            let message = outcome.json()["error"]["message"].as_str().unwrap().to_owned();
            assert!(message.contains(&format!("'{field} is empty'")), "{condition}: {message}");
            assert!(message.contains(&format!("'{field} is set'")), "{condition}: {message}");
        }
    }
    for condition in ["Tags = ,", "Tags != ;", "Likes != \";\"", "Phone Number ~ \"-\""] {
        env.run(&format!("delete --yes --where '{condition}'")).exits(2).says("is empty'");
    }
    assert_eq!(selected(&env, ""), [1, 2, 3, 4]);
}

#[test]
fn double_quotes_around_a_tag_hold_a_name_with_a_comma() {
    let env = env();
    env.run("tags add '\"gold, silver\"' --where 'Contact ID = 3' --yes").done();
    assert_eq!(selected(&env, "--where 'Tags = \"gold, silver\"'"), [3]);
    assert_eq!(selected(&env, "--where 'Tags ~ \"gold, silver\"'"), [3]);
    assert_eq!(selected(&env, "--where 'Tags = \"VIP\"'"), [1, 2]);
    assert_eq!(selected(&env, "--where 'Tags = \"vip\", \"blog\"'"), [1]);
}

#[test]
fn what_cannot_be_read_is_wrong_usage_and_says_what_would_do() {
    let env = env();
    for (condition, code, said) in [
        ("Contry = MY", "unknown-field", "did you mean 'Country'"),
        ("Phone = 3", "unknown-field", "did you mean 'Phone Number'"),
        ("shoe is empty", "unknown-field", "shoe"),
        ("Country", "usage", "FIELD OP VALUE"),
        ("= 3", "usage", "FIELD OP VALUE"),
        ("", "usage", "FIELD OP VALUE"),
        ("Country =", "usage", "Country is empty"),
        ("Level == Gold", "usage", "operator"),
        ("Level <> Gold", "usage", "operator"),
        ("Country < MY", "usage", "Country (type country) has no <"),
        ("Tags > a", "usage", "has no >"),
        ("Contact ID ~ 3", "usage", "has no ~"),
        ("Contact ID = three", "value-invalid", "whole number"),
        ("Country = Narnia", "value-invalid", "ISO 3166"),
        ("Born = 1.2.2020", "value-invalid", "YYYY-MM-DD"),
        ("Score > lots", "value-invalid", "1234.5"),
        ("Level = Platin", "value-invalid", "'Gold', 'Silver', 'Bronze'"),
        ("Likes = Beer", "value-invalid", "'Golf', 'Tea'"),
        ("News = perhaps", "value-invalid", "yes"),
        ("Phone Number = 123", "value-invalid", "--region"),
        ("Email = nobody", "value-invalid", "no @"),
    ] {
        let outcome = env.run(&format!("list --json --where '{condition}'")).exits(2);
        assert_eq!(outcome.json()["error"]["code"], code, "{condition}: {outcome}");
        let message = outcome.json()["error"]["message"].as_str().unwrap().to_owned();
        assert!(message.contains(said), "{condition}: {message}");
    }
    env.run("list --where 'Email = ann'").exits(2).says("--where 'Email ~ ann'");
    env.run("list --where 'Country = Malay'").exits(2).says("--where 'Country ~ Malay'");
    env.run("list --where 'Born = 1990'").exits(2).says("--where 'Born ~ 1990'");
    for condition in ["Born = 02/01/1990", "Country = N/A", "Email = ann at example.com", "Phone Number = 01x"] {
        env.run(&format!("list --where '{condition}'")).exits(2).never_says("--where '");
    }
    env.run("fields add ID --type text").done();
    assert!(selected(&env, "--where 'ID is set'").is_empty(), "a field of that name is meant");
}

#[test]
fn a_tag_that_nobody_was_ever_given_is_warned_of() {
    let env = env();
    env.run("list --not-tag vpi").done().says_all(&["no tag 'vpi'", "did you mean 'vip'?", "4 contacts"]);
    env.run("list --where 'Tags = vpi'").done().says("did you mean 'vip'?");
    env.run("list --tag vip").done().never_says("there is no tag");
}

#[test]
fn a_number_is_compared_with_all_its_digits() {
    let env = TestEnv::new();
    env.write(
        "n.csv",
        "First Name,N\nA,9007199254740993\nB,9007199254740992\nC,-9007199254740993\nD,0.1\nE,0.10000000000000001\n",
    );
    env.import("n.csv", "--purpose add-all --create-field N=:number").done();
    assert_eq!(selected(&env, "--where 'N = 9007199254740993'"), [1]);
    assert_eq!(selected(&env, "--where 'N > 9007199254740992'"), [1]);
    assert_eq!(selected(&env, "--where 'N > 0.1' --where 'N < 1'"), [5]);
    assert_eq!(selected(&env, "--sort N"), [3, 4, 5, 2, 1]);
}

#[test]
fn a_value_of_a_user_is_never_sql() {
    let env = env();
    for text in ["x%' OR 1=1 --", "\"; DROP TABLE contacts", "%", "_", "*"] {
        env.write("where.txt", format!("First Name ~ {text}"));
        let outcome = env.shell("contacts list --json --where \"$(cat where.txt)\"").done();
        assert_eq!(outcome.json()["total"], 0, "{text}: {outcome}");
    }
    assert_eq!(selected(&env, ""), [1, 2, 3, 4]);
}
