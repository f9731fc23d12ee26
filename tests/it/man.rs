//! `man`: the manual pages (spec section 9).

use std::fs;

use crate::support::TestEnv;

#[test]
fn the_page_of_the_program_goes_to_stdout() {
    let env = TestEnv::new();
    let page = env.run("man").done().stdout;
    for part in
        [".TH CONTACTS 1", "contacts\\-import(1)", ".SH EXAMPLES", "CONTACTS_WORKSPACE", "Another import is running"]
    {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert_eq!(env.run("man --json").done().json()["page"].as_str(), Some(&*page));
    assert!(env.names().is_empty() && !env.workspace().exists());
}

#[test]
fn every_command_gets_a_page_in_a_folder() {
    let env = TestEnv::new();
    fs::create_dir(env.path("man1")).unwrap();
    let files = env.run("man man1 --json").done().json()["files"].clone();
    let written = fs::read_dir(env.path("man1")).unwrap().count();
    assert_eq!(files.as_array().unwrap().len(), written);
    let help = env.run("--help").done().stdout;
    let commands = crate::help::commands(&help);
    assert!(commands.len() > 20, "{help}");
    for name in commands.into_iter().filter(|name| *name != "help") {
        assert!(env.has(format!("man1/contacts-{name}.1")), "no page for {name}");
    }
    let page = env.read("man1/contacts-undo.1");
    assert!(page.contains("contacts undo 2 \\-\\-dry\\-run"), "the example stands on its line: {page}");
}

#[test]
fn only_pages_of_this_program_are_replaced() {
    let env = TestEnv::new();
    fs::create_dir(env.path("man1")).unwrap();
    env.run("man man1").done();
    env.run("man man1").done();
    env.write("man1/contacts-tags.1", "my own notes\n");
    env.run("man man1").exits(4).says_all(&["contacts-tags.1", "hint:"]);
    assert_eq!(env.read("man1/contacts-tags.1"), "my own notes\n");
}

#[test]
fn a_folder_that_is_not_there_is_not_made() {
    let env = TestEnv::new();
    env.run("man 'my pages'").exits(2).says("mkdir -p 'my pages'");
    assert!(env.names().is_empty());
}

#[test]
fn everybody_may_read_the_pages() {
    for umask in ["077", "000"] {
        let mut env = TestEnv::new();
        env.set_umask(umask);
        fs::create_dir(env.path("man1")).unwrap();
        for _ in 0..2 {
            env.run("man man1").done();
            assert_eq!(env.mode("man1/contacts-undo.1"), 0o644, "umask {umask}");
        }
    }
}
