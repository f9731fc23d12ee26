//! The Tab key in the shells themselves: what stands on the line then, and what is listed.

use crate::support::{Terminal, TestEnv, tool_available};

/// Set where a missing shell is a failure.
const REQUIRED: &str = "CONTACTS_TEST_SHELLS";
const PROMPT: &str = "ready> ";
const TAB: &str = "\t";
/// Moves to the beginning of the line.
const CTRL_A: &str = "\x01";

/// The shells that are here, each with the command that starts it.
fn shells() -> Vec<(&'static str, &'static str)> {
    let shells =
        [("bash", "exec bash --noprofile --rcfile ~/.bashrc -i"), ("zsh", "exec zsh -i"), ("fish", "exec fish -i")];
    let works = |name: &str| {
        let version = std::process::Command::new(name).arg("--version").output();
        tool_available(name, version.is_ok_and(|version| version.status.success()), REQUIRED, name)
    };
    shells.into_iter().filter(|(name, _)| works(name)).collect()
}

/// Lists, one of them with a blank in its name and one in a folder with a blank, and files that are none.
fn env() -> TestEnv {
    let env = TestEnv::with_contacts("First Name,Tags\nAnn,vip\n");
    std::fs::create_dir(env.path("my dir")).unwrap();
    for list in ["leads.csv", "spring fair.csv", "my dir/spring fair.csv", "my dir/old.csv", "Ärzte liste.csv"] {
        env.write(list, "Given Name,Mobile,Owner\nAnn,+60123000001,Jo\n");
    }
    env.write("notes.md", "x");
    let columns = "--map 'Mobile=Phone Number' --map 'Given Name=First Name' --skip Owner";
    env.run(&format!("import leads.csv --purpose add --id phone {columns} --save 'Weekly leads'")).done();
    set_up(&env);
    env
}

/// Writes what the shells read when they start: the script, a prompt, and a command that shows its words.
fn set_up(env: &TestEnv) {
    let show = "args() { printf '<%s>' \"$@\"; echo '<END>'; }";
    env.write("../home/.bashrc", format!("PS1='{PROMPT}'\nsource <(contacts completions bash)\n{show}\n"));
    env.write(
        "../home/.zshrc",
        format!("PS1='{PROMPT}'\nunsetopt prompt_sp\nautoload -Uz compinit && compinit -D -u\neval \"$(contacts completions zsh)\"\n{show}\n"),
    );
    std::fs::create_dir_all(env.home().join(".config/fish")).unwrap();
    env.write(
        "../home/.config/fish/config.fish",
        format!(
            "function fish_prompt; printf '{PROMPT}'; end\nset -g fish_greeting\nset -g fish_autosuggestion_enabled 0\n\
             contacts completions fish | source\nfunction args; printf '<%s>' $argv; echo '<END>'; end\n"
        ),
    );
}

/// A shell in a terminal, at its prompt.
struct Session {
    terminal: Terminal,
    lines: usize,
}

impl Session {
    #[track_caller]
    fn start(env: &TestEnv, command: &str) -> Self {
        let mut session = Self { terminal: env.shell_terminal(command), lines: 0 };
        session.wait_for_prompt();
        session
    }

    #[track_caller]
    fn wait_for_prompt(&mut self) {
        let prompts = self.lines + 1;
        self.terminal.wait_until("the prompt", |screen| {
            format!("{screen} ").matches(PROMPT).count() >= prompts && screen.matches("<END>").count() + 1 >= prompts
        });
    }

    /// The words of the line after the Tab key, as a command gets them: `<contacts><import>`.
    #[track_caller]
    fn words_after_tab(&mut self, typed: &str) -> String {
        self.terminal.press(&format!("{typed}{TAB}{CTRL_A}args \r"));
        self.lines += 1;
        self.wait_for_prompt();
        let screen = self.terminal.screen();
        let shown = screen.lines().filter_map(|line| line.strip_suffix("<END>")).next_back();
        shown.unwrap_or_default().to_owned()
    }
}

#[test]
fn the_line_after_the_tab_key_has_the_words_that_were_meant() {
    let env = env();
    for (shell, command) in shells() {
        let mut session = Session::start(&env, command);
        for (typed, words) in [
            ("contacts imp", "<import>"),
            (r"contacts import spring\ f", "<import><spring fair.csv>"),
            ("contacts import 'spring f", "<import><spring fair.csv>"),
            ("contacts import \"spring f", "<import><spring fair.csv>"),
            ("contacts import sp", "<import><spring fair.csv>"),
            ("contacts import Ä", "<import><Ärzte liste.csv>"),
            (r"contacts import my\ d", "<import><my dir/>"),
            (r"contacts import my\ dir/sp", "<import><my dir/spring fair.csv>"),
            ("contacts import 'my dir/sp", "<import><my dir/spring fair.csv>"),
            ("contacts import 'my dir'/sp", "<import><my dir/spring fair.csv>"),
            ("contacts import leads.csv --use W", "<import><leads.csv><--use><Weekly leads>"),
            ("contacts import leads.csv --map G", "<import><leads.csv><--map><Given Name=>"),
            ("contacts import leads.csv --map Mobile=Ph", "<import><leads.csv><--map><Mobile=Phone Number>"),
            ("contacts import leads.csv --map Mobile=", "<import><leads.csv><--map><Mobile=>"),
            (r"contacts import leads.csv --map Given\ Name=F", "<import><leads.csv><--map><Given Name=First Name>"),
            ("contacts import leads.csv --map 'Given Name=F", "<import><leads.csv><--map><Given Name=First Name>"),
            ("contacts import leads.csv --map 'Given Name'=F", "<import><leads.csv><--map><Given Name=First Name>"),
            ("contacts import leads.csv --map=Mobile=ph", "<import><leads.csv><--map=Mobile=Phone Number>"),
            ("contacts import leads.csv --skip Ow", "<import><leads.csv><--skip><Owner>"),
            ("contacts map leads.csv --create-field Owner:te", "<map><leads.csv><--create-field><Owner:text>"),
            ("contacts import leads.csv --region malay", "<import><leads.csv><--region><MY>"),
            ("contacts import leads.csv --purpose=add-u", "<import><leads.csv><--purpose=add-update>"),
            ("contacts config set notify-when pro", "<config><set><notify-when><problems>"),
            ("contacts import leads.csv --dry", "<import><leads.csv><--dry-run>"),
            ("TZ=UTC contacts und", "<undo>"),
        ] {
            let shown = session.words_after_tab(typed);
            let meant = shown.split_once("<contacts>").map(|(_, words)| words);
            assert_eq!(meant, Some(words), "{shell}: {typed}\n{}", session.terminal.screen());
        }
    }
}

#[test]
fn a_list_is_offered_where_one_is_meant_and_options_only_behind_a_hyphen() {
    let env = env();
    for (shell, command) in shells() {
        for (typed, shown, hidden) in [
            ("contacts import ", &["leads.csv", "dir/"][..], &["--", "notes.md", "results"][..]),
            ("contacts import leads.csv --m", &["--map", "--max-errors"], &["notes.md", "--purpose"]),
            ("contacts import leads.csv --map ", &["Given", "Mobile=", "Owner="], &["--purpose", "notes.md"]),
            ("contacts config set notify-content ", &["summary", "values"], &["--", "notes.md"]),
            ("contacts import leads.csv --region M", &["MY", "MX"], &["notes.md", "SG"]),
        ] {
            let mut session = Session::start(&env, command);
            // Bash lists at the second.
            session.terminal.press(&format!("{typed}{}", if shell == "bash" { "\t\t" } else { TAB }));
            session.terminal.wait_for(shown[shown.len() - 1]);
            // What was typed is no offer.
            let screen = session.terminal.screen();
            let listed: String = screen.lines().filter(|line| !line.starts_with(PROMPT)).collect::<Vec<_>>().join("\n");
            assert!(shown.iter().all(|part| listed.contains(part)), "{shell}: {typed}\n{screen}");
            assert!(!hidden.iter().any(|part| listed.contains(part)), "{shell}: {typed}\n{screen}");
        }
    }
}

#[test]
fn zsh_and_fish_show_what_a_value_means() {
    let env = env();
    for (shell, command) in shells().into_iter().filter(|(shell, _)| *shell != "bash") {
        let mut session = Session::start(&env, command);
        session.terminal.press(&format!("contacts import leads.csv --region M{TAB}"));
        session.terminal.wait_for("Malaysia");
        assert!(session.terminal.screen().contains("Mexico"), "{shell}: {}", session.terminal.screen());
    }
}

#[test]
fn a_script_in_the_folder_of_the_shell_answers_at_the_first_tab() {
    let env = env();
    for folder in [".zfunc", ".config/fish/completions"] {
        std::fs::create_dir_all(env.home().join(folder)).unwrap();
    }
    env.shell("contacts completions zsh > ~/.zfunc/_contacts; contacts completions fish > ~/.config/fish/completions/contacts.fish")
        .done();
    let zshrc = env.read("../home/.zshrc");
    let zshrc = zshrc.replace("eval \"$(contacts completions zsh)\"\n", "");
    env.write("../home/.zshrc", zshrc.replace("autoload", "fpath=(~/.zfunc $fpath)\nautoload"));
    let config = env.read("../home/.config/fish/config.fish");
    env.write("../home/.config/fish/config.fish", config.replace("contacts completions fish | source\n", ""));
    for (shell, command) in shells().into_iter().filter(|(shell, _)| *shell != "bash") {
        let mut session = Session::start(&env, command);
        for typed in [r"contacts import spring\ f", "contacts import 'spring f"] {
            assert_eq!(session.words_after_tab(typed), "<contacts><import><spring fair.csv>", "{shell}: {typed}");
        }
    }
}
