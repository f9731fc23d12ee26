//! Tests of the terminal with streams in memory.

use super::*;
use crate::ui::PageFlow;
use crate::ui::stream::tests::Recorder;
use std::io::Write;

/// A terminal whose stdout and stderr are in memory.
struct Scene {
    terminal: Terminal,
    stdout: Recorder,
    stderr: Recorder,
}

fn scene(is_terminal: bool, options: TerminalOptions, env: TerminalEnv) -> Scene {
    let (stdout, stderr) = (Recorder::default(), Recorder::default());
    let surroundings = StreamInfo {
        stdin_is_terminal: is_terminal,
        columns: is_terminal.then_some(100),
        message_columns: is_terminal.then_some(100),
    };
    let terminal = Terminal::over(stdout.stream(is_terminal), stderr.stream(is_terminal), &surroundings, options, env);
    Scene { terminal, stdout, stderr }
}

fn piped() -> Scene {
    scene(false, TerminalOptions::default(), TerminalEnv::default())
}

fn watched() -> Scene {
    scene(true, TerminalOptions::default(), TerminalEnv::default())
}

fn with_color(color: ColorChoice) -> TerminalOptions {
    TerminalOptions { color, ..TerminalOptions::default() }
}

#[test]
fn results_go_to_stdout_and_messages_to_stderr() {
    let Scene { terminal, stdout, stderr } = piped();
    terminal.out("3 rows").unwrap();
    terminal.out("done\n").unwrap();
    terminal.out("").unwrap();
    terminal.note("Workspace created");
    terminal.warn("the first row looks like data");
    terminal.error("there is no such file", Some("check the name"));
    assert_eq!(stdout.text(), "3 rows\ndone\n");
    assert_eq!(
        stderr.text(),
        "Workspace created\nwarning: the first row looks like data\nerror: there is no such file\nhint: check the name\n"
    );
}

#[test]
fn an_option_to_paste_is_broken_nowhere_in_its_quotes() {
    let Scene { terminal, stdout, stderr } = watched();
    let (before, option) = ("x ".repeat(40), "--map '#3=Phone Number' --map 'Mobile Phone=Phone Number'");
    let message = format!("{before}{option}");
    terminal.note(&message);
    terminal.warn(&message);
    terminal.error(&message, None);
    terminal.out_report(&message).unwrap();
    let shown = format!("{}{}", stdout.text(), stderr.text());
    for argument in ["'#3=Phone Number'", "'Mobile Phone=Phone Number'"] {
        assert_eq!(shown.matches(argument).count(), 4, "{shown}");
    }
}

#[test]
fn quiet_leaves_out_notes_and_nothing_else() {
    let Scene { terminal, stderr, .. } =
        scene(false, TerminalOptions { quiet: true, ..TerminalOptions::default() }, TerminalEnv::default());
    terminal.note("by the way");
    terminal.warn("careful");
    terminal.error("failed", None);
    assert!(terminal.is_quiet());
    assert_eq!(stderr.text(), "warning: careful\nerror: failed\n");
}

#[test]
fn labels_are_coloured_where_colours_are_wanted() {
    let is_coloured = |is_terminal, options, env| {
        let Scene { terminal, stderr, .. } = scene(is_terminal, options, env);
        terminal.error("failed", Some("try again"));
        stderr.text().contains("\u{1b}[31m")
    };
    let (plain, no_color) = (TerminalEnv::default(), TerminalEnv { no_color: true, ..TerminalEnv::default() });
    let dumb = TerminalEnv { term_dumb: true, ..TerminalEnv::default() };
    assert!(is_coloured(true, TerminalOptions::default(), plain));
    assert!(!is_coloured(false, TerminalOptions::default(), plain));
    assert!(!is_coloured(true, TerminalOptions::default(), no_color));
    assert!(!is_coloured(true, TerminalOptions::default(), dumb));
    assert!(!is_coloured(true, with_color(ColorChoice::Never), plain));
    assert!(is_coloured(false, with_color(ColorChoice::Always), no_color));
}

#[test]
fn control_characters_reach_no_person_and_data_stays_as_it_is_in_a_pipe() {
    let text = "\u{1b}[2J\u{202e}\tx";
    let Scene { terminal, stdout, stderr } = watched();
    terminal.out(text).unwrap();
    terminal.note(text);
    terminal.warn(text);
    terminal.error(text, Some(text));
    assert_eq!(stdout.text(), "\\x1b[2J\\u{202e}\tx\n");
    assert_eq!(stderr.text().matches("\\x1b[2J\\u{202e}\tx\n").count(), 4);

    let Scene { terminal, stdout, .. } = piped();
    terminal.out(text).unwrap();
    assert_eq!(stdout.text(), "\\x1b[2J\\u{202e}\tx\n", "a pager or another terminal may be at its end");
    let Scene { terminal, stdout, .. } = piped();
    terminal.out_data(text).unwrap();
    assert_eq!(stdout.text(), text);
}

#[test]
fn nobody_is_asked_without_a_terminal_or_for_a_program() {
    assert!(watched().terminal.can_ask());
    let json = TerminalOptions { json: true, ..TerminalOptions::default() };
    for Scene { terminal, stderr, .. } in [piped(), scene(true, json, TerminalEnv::default())] {
        assert!(!terminal.can_ask());
        assert!(matches!(terminal.confirm("Import 5 rows?", false), Err(AskError::NotATerminal)));
        assert!(matches!(terminal.choose("Which?", &["a".to_owned()], 0, None), Err(AskError::NotATerminal)));
        assert!(matches!(terminal.ask_text(TextQuestion::default(), |_| Ok(())), Err(AskError::NotATerminal)));
        assert_eq!(stderr.text(), "");
    }
}

#[test]
fn a_pipe_gets_a_long_result_at_once_and_as_it_is() {
    let Scene { terminal, stdout, .. } = piped();
    let mut pager = terminal.pager();
    for number in 0..1000 {
        assert_eq!(pager.line(&format!("{number}\t")).unwrap(), PageFlow::GoOn);
    }
    assert!(stdout.text().starts_with("0\t\n1\t\n") && stdout.text().ends_with("999\t\n"));
}

#[test]
fn a_pipe_gets_every_cell_whole() {
    assert_eq!(watched().terminal.width(), 100);
    assert_eq!(piped().terminal.width(), UNLIMITED);
}

#[test]
fn a_reader_that_went_away_is_told_to_the_caller() {
    struct Closed;
    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let closed = || Stream::new(Box::new(Closed), false);
    let surroundings = StreamInfo { stdin_is_terminal: false, columns: None, message_columns: None };
    let terminal =
        Terminal::over(closed(), closed(), &surroundings, TerminalOptions::default(), TerminalEnv::default());
    assert_eq!(terminal.out("x").unwrap_err().kind(), io::ErrorKind::BrokenPipe);
    terminal.error("nobody reads this", None);
}
