//! `completions`: scripts for shells, and what they ask for on the Tab key (spec section 9).

mod shells;

use crate::support::{CommandOutput, TestEnv};

const SHELLS: [&str; 5] = ["bash", "zsh", "fish", "powershell", "elvish"];

fn env() -> TestEnv {
    let env = TestEnv::with_contacts("First Name,Phone Number,Tags\nAnn,+60123000001,vip\n");
    env.write("leads.csv", "First Name,Phone Number\nBob,+60123000002\n");
    env.write("my list.csv", "First Name,Phone Number\nBob,+60123000002\n");
    env.run("import leads.csv --purpose add --id phone --tag 'trade fair' --no-import-tag --save 'Weekly leads'")
        .done();
    env.run("fields add Level --type list --option Gold").done();
    env
}

/// What fish is offered for the last word.
fn offered(env: &TestEnv, line: &str) -> Vec<String> {
    let outcome = env.shell(&format!("CONTACTS_COMPLETE=fish contacts -- {line}")).done();
    outcome.stdout.lines().map(|line| line.split('\t').next().unwrap_or_default().to_owned()).collect()
}

/// What Bash puts in place of the end of a line, from its last word break on.
fn in_bash(env: &TestEnv, line: &str) -> CommandOutput {
    env.write("line.txt", line);
    env.write(
        "complete.bash",
        r#"eval "$(contacts completions bash)"
COMP_LINE=$(cat line.txt; echo .)
COMP_LINE=${COMP_LINE%.}
COMP_POINT=${#COMP_LINE}
COMP_WORDBREAKS=$' \t\n"\'@><=;|&(:'
_contacts
printf '%s\n' "${COMPREPLY[@]}"
"#,
    );
    env.shell("bash complete.bash")
}

#[test]
fn every_shell_gets_a_script_that_asks_this_program() {
    let env = TestEnv::new();
    for shell in SHELLS {
        let script = env.run(&format!("completions {shell}")).done().stdout;
        assert!(script.contains("CONTACTS_COMPLETE") && script.contains("contacts"), "{shell}: {script}");
        let json = env.run(&format!("completions {shell} --json")).done().json();
        assert_eq!((json["shell"].as_str(), json["script"].as_str()), (Some(shell), Some(&*script)));
        assert!(!script.contains(&env.home().display().to_string()), "no path of this machine: {script}");
    }
    env.run("completions tcsh").exits(2).says("bash");
    assert!(!env.workspace().exists(), "no workspace is made for this");
}

#[test]
fn commands_options_purposes_and_identifiers_are_offered() {
    let env = TestEnv::new();
    assert_eq!(offered(&env, "contacts imp"), ["import"]);
    assert_eq!(offered(&env, "contacts tags ren"), ["rename"]);
    assert_eq!(offered(&env, "contacts import leads.csv --purpose ''"), ["add", "update", "add-update", "add-all"]);
    assert_eq!(offered(&env, "contacts import leads.csv --id ''"), ["phone", "email", "contact-id"]);
    assert_eq!(offered(&env, "contacts import leads.csv --dry"), ["--dry-run"]);
    assert_eq!(offered(&env, "contacts completions ''")[..5], SHELLS);
    assert!(!env.workspace().exists(), "no workspace is made for this");
}

#[test]
fn names_that_the_workspace_knows_are_offered() {
    let env = env();
    for (line, expected) in [
        ("contacts import leads.csv --use W", &["Weekly leads"][..]),
        ("contacts mappings show W", &["Weekly leads"]),
        ("contacts list --tag v", &["vip"]),
        ("contacts tags rename tr", &["trade fair"]),
        ("contacts list --not-tag v", &["vip"]),
        ("contacts list --where ema", &["Email "]),
        ("contacts list --columns 'Contact ID,em'", &["Contact ID,Email"]),
        ("contacts export x.csv --sort em", &["Email"]),
        ("contacts list --sort=-em", &["--sort=-Email"]),
        ("contacts tags add tr", &["trade fair"]),
        ("contacts edit --tag vip ema", &["Email="]),
        ("contacts fields remove L", &["Level"]),
        ("contacts edit 1 ema", &["Email="]),
        ("contacts import leads.csv --map Mobile=Ph", &["Mobile=Phone Number"]),
        ("contacts import leads.csv --do-not-overwrite=Email,Cou", &["--do-not-overwrite=Email,Country"]),
        ("contacts config set max-r", &["max-rows"]),
        ("contacts import leads.csv --preset mailc", &["mailchimp"]),
    ] {
        assert_eq!(offered(&env, line), expected, "{line}");
    }
    assert_eq!(offered(&env, "contacts undo ''")[..2], ["2", "1"], "the latest first");
    assert_eq!(offered(&env, "contacts import my"), ["my list.csv"]);
}

#[test]
fn values_that_stand_for_the_list_or_a_setting_are_offered() {
    let env = env();
    env.write("crm.csv", "Report of May\n\nFirst Name,Given name,,Mobile\nAnn,A,x,+60123000001\n");
    env.write("semicolons.txt", "First Name;Note\nAnn;x\n");
    for (line, expected) in [
        ("contacts import crm.csv --map Gi", &["Given name="][..]),
        ("contacts import crm.csv --skip ''", &["First Name", "Given name", "#3", "Mobile"]),
        ("contacts import crm.csv --header-line 4 --skip A", &["Ann", "A"]),
        ("contacts import crm.csv --header-line=none --skip ''", &["#1", "#2", "#3", "#4"]),
        ("contacts map semicolons.txt --skip N", &["Note"]),
        ("contacts import crm.csv --split Given", &["Given name"]),
        ("contacts import crm.csv --split Mobile=l", &["Mobile=last-first"]),
        ("contacts import crm.csv --create-field Mobile:ch", &["Mobile:choices", "Mobile:checkbox"]),
        (
            "contacts import crm.csv --date-format 'Mobile=DD M'",
            &["Mobile=DD MM YYYY", "Mobile=DD MMM YYYY", "Mobile=DD MMM YY"],
        ),
        ("contacts import crm.csv --region-from M", &["Mobile"]),
        ("contacts import crm.csv --region my", &["MY"]),
        ("contacts import crm.csv --encoding mac", &["macintosh"]),
        ("contacts config set smtp-security ''", &["tls", "starttls", "plain"]),
        ("contacts config set region mala", &[]),
        ("contacts config set notify-email ''", &[]),
        ("contacts import nowhere.csv --skip ''", &[]),
        ("contacts import crm.csv --do-not-overwrite ''", &[]),
    ] {
        assert_eq!(offered(&env, line), expected, "{line}");
    }
}

#[test]
fn files_are_offered_by_what_they_are_for() {
    let env = env();
    for file in ["team.toml", "other.db", "page.html", "notes.md", "leads.errors.csv", "data.dat"] {
        env.write(file, "x");
    }
    std::fs::create_dir(env.path("lists")).unwrap();
    for (line, expected) in [
        ("contacts import le", &["leads.csv", "leads.errors.csv"][..]),
        ("contacts doctor ''", &["leads.csv", "leads.errors.csv", "my list.csv", "lists/"]),
        ("contacts mappings import ''", &["team.toml", "lists/"]),
        ("contacts -w ''", &["other.db", "lists/"]),
        ("contacts review leads.csv --html ''", &["page.html", "lists/"]),
        ("contacts import leads.csv --output-dir ''", &[".", "lists/"]),
        ("contacts import da", &["data.dat"]),
    ] {
        assert_eq!(offered(&env, line), expected, "{line}");
    }
}

#[test]
fn options_are_offered_behind_a_hyphen_alone() {
    let env = env();
    for line in ["contacts import ''", "contacts status ''", "contacts ''", "contacts list --tag vip ''"] {
        assert!(!offered(&env, line).iter().any(|offer| offer.starts_with('-')), "{line}");
    }
    assert!(offered(&env, "contacts import --").len() > 30);
    assert!(offered(&env, "contacts import leads.csv -").contains(&"--map".to_owned()));
}

#[test]
fn the_workspace_that_the_line_names_is_asked() {
    let env = env();
    env.run("init other.db").done();
    env.run("-w other.db fields add Team --type text").done();
    assert_eq!(offered(&env, "contacts -w other.db fields remove T"), ["Team"]);
    assert!(offered(&env, "contacts -w nowhere.db fields remove T").is_empty());
    env.write("damaged.db", [7; 4096]);
    assert!(offered(&env, "contacts -w damaged.db fields remove T").is_empty());
}

#[test]
fn bash_gets_words_as_they_are_typed() {
    let env = env();
    for (line, expected) in [
        ("contacts import leads.csv --use W", "Weekly\\ leads\n"),
        ("contacts import leads.csv --use 'W", "Weekly leads\n"),
        ("contacts import my", "my\\ list.csv\n"),
        (r"contacts import my\ l", "my\\ list.csv\n"),
        ("contacts import leads.csv --purpose=add-u", "add-update\n"),
        ("contacts import leads.csv --map Mobile=Ph", "Phone\\ Number\n"),
        ("contacts edit 1 Ema", "Email=\n"),
    ] {
        assert_eq!(in_bash(&env, line).done().stdout, expected, "{line}");
    }
}

/// A workspace whose sender gave its fields names that no user could have given them.
fn received_env(names: &[&str]) -> TestEnv {
    let env = env();
    let database = rusqlite::Connection::open(env.workspace()).unwrap();
    for name in names {
        env.run(&format!("fields add Zone{} --type text", name.len())).done();
        let sql = "UPDATE fields SET name = ?1 WHERE name = ?2";
        database.execute(sql, (name, format!("Zone{}", name.len()))).unwrap();
    }
    env
}

#[test]
fn a_name_that_could_command_the_terminal_is_not_offered() {
    let env = received_env(&["Zap\u{1b}]52;c;x\u{7}", "Zip\u{202e}x", "Zup\u{3164}", "Zed\n--yes!!"]);
    env.write("zz\u{1b}]0;x\u{7}.csv", "x");
    for shell in SHELLS {
        for line in ["contacts fields remove Z", "contacts edit 1 Z", "contacts import zz"] {
            let asked = format!("CONTACTS_COMPLETE_LINE='{line}' CONTACTS_COMPLETE={shell} contacts -- {line}");
            let said = env.shell(&asked).done().stdout;
            assert!(!said.contains(['Z', '\u{1b}', '\u{7}', '!']), "{shell} {line}: {said:?}");
        }
    }
}

#[test]
fn a_name_is_one_word_whatever_stands_in_it() {
    let env = received_env(&["Za'; touch pwned; '", "Zb\"$(touch pwned)`touch pwned`"]);
    let typed = [("contacts fields remove 'Za", "Za'\\''; touch pwned; '\\''\n")];
    for (words, expected) in typed {
        assert_eq!(in_bash(&env, words).done().stdout, expected);
    }
    let in_powershell = |line: &str| env.shell(&format!("CONTACTS_COMPLETE=pwsh contacts -- {line}")).done().stdout;
    assert_eq!(in_powershell("contacts fields remove Za"), "'Za''; touch pwned; '''\n");
    assert_eq!(in_powershell("contacts fields remove Zb"), "'Zb\"$(touch pwned)`touch pwned`'\n");
    let without_last = "CONTACTS_COMPLETE_INDEX=3 CONTACTS_COMPLETE=pwsh contacts -- contacts fields remove";
    assert!(env.shell(without_last).done().stdout.contains("'Za''"));
    let script = env.run("completions powershell").done().stdout;
    assert!(!script.contains("Invoke-Expression"), "{script}");
}

#[test]
fn a_shell_that_is_not_known_gets_no_answer_and_no_noise() {
    let env = TestEnv::new();
    assert_eq!(env.shell("CONTACTS_COMPLETE=tcsh contacts -- contacts imp").exits(1).stdout, "");
    assert!(env.shell("CONTACTS_COMPLETE= contacts completions bash").done().stdout.contains("complete"));
}
