//! `completions`: scripts for shells, and what they ask for on the Tab key (spec section 9).

use crate::support::{CommandOutput, TestEnv};

const SHELLS: [&str; 5] = ["bash", "zsh", "fish", "powershell", "elvish"];

fn house() -> TestEnv {
    let house = TestEnv::with_contacts("First Name,Phone Number,Tags\nAnn,+60123000001,vip\n");
    house.write("leads.csv", "First Name,Phone Number\nBob,+60123000002\n");
    house.write("my list.csv", "First Name,Phone Number\nBob,+60123000002\n");
    house
        .run("import leads.csv --purpose add --id phone --tag 'trade fair' --no-import-tag --save 'Weekly leads'")
        .done();
    house.run("fields add Level --type list --option Gold").done();
    house
}

/// What fish is offered for the last word.
fn offered(house: &TestEnv, line: &str) -> Vec<String> {
    let outcome = house.shell(&format!("CONTACTS_COMPLETE=fish contacts -- {line}")).done();
    outcome.stdout.lines().map(|line| line.split('\t').next().unwrap_or_default().to_owned()).collect()
}

/// What Bash itself makes of the words, with the cursor on the last.
fn in_bash(house: &TestEnv, words: &str) -> CommandOutput {
    house.write(
        "complete.bash",
        format!(
            r#"eval "$(contacts completions bash)"
COMP_WORDS=({words})
COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
_contacts contacts "${{COMP_WORDS[COMP_CWORD]#\'}}"
printf '%s\n' "${{COMPREPLY[@]}}"
"#
        ),
    );
    house.shell("bash complete.bash")
}

#[test]
fn every_shell_gets_a_script_that_asks_this_program() {
    let house = TestEnv::new();
    for shell in SHELLS {
        let script = house.run(&format!("completions {shell}")).done().stdout;
        assert!(script.contains("CONTACTS_COMPLETE") && script.contains("contacts"), "{shell}: {script}");
        let json = house.run(&format!("completions {shell} --json")).done().json();
        assert_eq!((json["shell"].as_str(), json["script"].as_str()), (Some(shell), Some(&*script)));
        assert!(!script.contains(&house.home().display().to_string()), "no path of this machine: {script}");
    }
    house.run("completions tcsh").exits(2).says("bash");
    assert!(!house.workspace().exists(), "no workspace is made for this");
}

#[test]
fn commands_options_purposes_and_identifiers_are_offered() {
    let house = TestEnv::new();
    assert_eq!(offered(&house, "contacts imp"), ["import"]);
    assert_eq!(offered(&house, "contacts tags re"), ["rename"]);
    assert_eq!(offered(&house, "contacts import leads.csv --purpose ''"), ["add", "update", "add-update", "add-all"]);
    assert_eq!(offered(&house, "contacts import leads.csv --id ''"), ["phone", "email", "contact-id"]);
    assert_eq!(offered(&house, "contacts import leads.csv --dry"), ["--dry-run"]);
    assert_eq!(offered(&house, "contacts completions ''")[..5], SHELLS);
    assert!(!house.workspace().exists(), "no workspace is made for this");
}

#[test]
fn names_that_the_workspace_knows_are_offered() {
    let house = house();
    for (line, expected) in [
        ("contacts import leads.csv --use W", &["Weekly leads"][..]),
        ("contacts mappings show W", &["Weekly leads"]),
        ("contacts list --tag v", &["vip"]),
        ("contacts tags rename tr", &["trade fair"]),
        ("contacts fields remove L", &["Level"]),
        ("contacts edit 1 ema", &["Email="]),
        ("contacts import leads.csv --map Mobile=Ph", &["Mobile=Phone Number"]),
        ("contacts import leads.csv --do-not-overwrite=Email,Cou", &["--do-not-overwrite=Email,Country"]),
        ("contacts config set max-r", &["max-rows"]),
        ("contacts import leads.csv --preset mailc", &["mailchimp"]),
    ] {
        assert_eq!(offered(&house, line), expected, "{line}");
    }
    assert_eq!(offered(&house, "contacts undo ''")[..2], ["2", "1"], "the latest first");
    assert_eq!(offered(&house, "contacts import my"), ["my list.csv"]);
}

#[test]
fn the_workspace_that_the_line_names_is_asked() {
    let house = house();
    house.run("init other.db").done();
    house.run("-w other.db fields add Team --type text").done();
    assert_eq!(offered(&house, "contacts -w other.db fields remove T"), ["Team"]);
    assert!(offered(&house, "contacts -w nowhere.db fields remove T").is_empty());
    house.write("damaged.db", [7; 4096]);
    assert!(offered(&house, "contacts -w damaged.db fields remove T").is_empty());
}

#[test]
fn bash_gets_words_as_they_are_typed() {
    let house = house();
    for (words, expected) in [
        ("contacts import leads.csv --use W", "Weekly\\ leads\n"),
        ("contacts import leads.csv --use \"'W\"", "Weekly leads\n"),
        ("contacts import my", "my\\ list.csv\n"),
        ("contacts import 'my\\ l'", "my\\ list.csv\n"),
        ("contacts import leads.csv --purpose '=' add-u", "add-update\n"),
        ("contacts import leads.csv --map Mobile '=' Ph", "Phone\\ Number\n"),
        ("contacts edit 1 Ema", "Email=\n"),
    ] {
        assert_eq!(in_bash(&house, words).done().stdout, expected, "{words}");
    }
}

/// A workspace whose sender gave its fields names that no user could have given them.
fn received_house(names: &[&str]) -> TestEnv {
    let house = house();
    let database = rusqlite::Connection::open(house.workspace()).unwrap();
    for name in names {
        house.run(&format!("fields add Zone{} --type text", name.len())).done();
        let sql = "UPDATE fields SET name = ?1 WHERE name = ?2";
        database.execute(sql, (name, format!("Zone{}", name.len()))).unwrap();
    }
    house
}

#[test]
fn a_name_that_could_command_the_terminal_is_not_offered() {
    let house = received_house(&["Zap\u{1b}]52;c;x\u{7}", "Zip\u{202e}x", "Zup\u{3164}", "Zed\n--yes!!"]);
    house.write("zz\u{1b}]0;x\u{7}.csv", "x");
    for shell in SHELLS {
        for line in ["contacts fields remove Z", "contacts edit 1 Z", "contacts import zz"] {
            let index = line.split(' ').count() - 1;
            let cursor = format!("CONTACTS_COMPLETE_INDEX={index} _CLAP_COMPLETE_INDEX={index}");
            let asked = format!("{cursor} CONTACTS_COMPLETE={shell} contacts -- {line}");
            let said = house.shell(&asked).done().stdout;
            assert!(!said.contains(['Z', '\u{1b}', '\u{7}', '!']), "{shell} {line}: {said:?}");
        }
    }
}

#[test]
fn a_name_is_one_word_whatever_stands_in_it() {
    let house = received_house(&["Za'; touch pwned; '", "Zb\"$(touch pwned)`touch pwned`"]);
    let typed = [("contacts fields remove \"'Za\"", "Za'\\''; touch pwned; '\\''\n")];
    for (words, expected) in typed {
        assert_eq!(in_bash(&house, words).done().stdout, expected);
    }
    let in_powershell = |line: &str| house.shell(&format!("CONTACTS_COMPLETE=pwsh contacts -- {line}")).done().stdout;
    assert_eq!(in_powershell("contacts fields remove Za"), "'Za''; touch pwned; '''\n");
    assert_eq!(in_powershell("contacts fields remove Zb"), "'Zb\"$(touch pwned)`touch pwned`'\n");
    let without_last = "CONTACTS_COMPLETE_INDEX=3 CONTACTS_COMPLETE=pwsh contacts -- contacts fields remove";
    assert!(house.shell(without_last).done().stdout.contains("'Za''"));
    let script = house.run("completions powershell").done().stdout;
    assert!(!script.contains("Invoke-Expression"), "{script}");
}

#[test]
fn a_shell_that_is_not_known_gets_no_answer_and_no_noise() {
    let house = TestEnv::new();
    assert_eq!(house.shell("CONTACTS_COMPLETE=tcsh contacts -- contacts imp").exits(1).stdout, "");
    assert!(house.shell("CONTACTS_COMPLETE= contacts completions bash").done().stdout.contains("complete"));
}
