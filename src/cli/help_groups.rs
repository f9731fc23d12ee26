//! The commands of `contacts --help` and `contacts -h`, in groups (spec section 9). clap lists all commands under one
//! heading, so the list is divided after it was rendered, with its widths and colours.

use clap::builder::StyledStr;

use super::short_help;

/// Heading of clap's list.
const COMMANDS: &str = "Commands";
/// Blanks before the name of a command.
const INDENT: &str = "  ";

/// Names of the groups, and the commands of each.
const GROUPS: &[(&str, &[&str])] = &[
    ("Import a list", &["upload", "map", "review", "import", "cancel"]),
    ("What happened", &["status", "history", "results", "undo", "blame", "notifications"]),
    ("Contacts", &["list", "show", "stats", "add", "edit", "delete", "export"]),
    ("Keeping them in order", &["duplicates", "merge", "tags", "fields", "suppress"]),
    ("Setting up", &["mappings", "config", "backup", "init", "sample"]),
    ("Help and the shell", &["doctor", "completions", "man", "help"]),
];

/// Returns a rendered help. If it is that of the program, its commands are in groups: a line for each command, or in the
/// short help a line for each group.
pub(super) fn grouped(help: &StyledStr, has_colors: bool) -> String {
    let plain = help.to_string();
    let shown = if has_colors { help.ansi().to_string() } else { plain.clone() };
    divided(&plain, &shown).unwrap_or(shown)
}

/// Replaces the list of commands; `None` if it is not that of the program. The lines of both texts are the same but for
/// colours.
fn divided(plain: &str, shown: &str) -> Option<String> {
    let lines: Vec<(&str, &str)> = plain.lines().zip(shown.lines()).collect();
    let heading = lines.iter().position(|(plain, _)| plain.strip_suffix(':') == Some(COMMANDS))?;
    let list = &lines[heading + 1..];
    // With the help of an option below it, the commands too have blank lines between them.
    let end = list.iter().position(|(plain, _)| !plain.is_empty() && !plain.starts_with(INDENT)).unwrap_or(list.len());
    let (list, rest) = list.split_at(end);
    let entries = entries(list);
    let is_program =
        GROUPS.iter().flat_map(|(_, names)| *names).all(|name| entries.iter().any(|entry| entry.name == *name));
    if !is_program {
        return None;
    }
    let title = lines[heading].1;
    let commands =
        if short_help::is_of_program(plain) { line_per_group(title) } else { line_per_command(title, &entries) };
    let shown_lines = |lines: &[(&str, &str)]| lines.iter().map(|(_, shown)| (*shown).to_owned()).collect::<Vec<_>>();
    let divided = [shown_lines(&lines[..heading]), commands, shown_lines(rest)];
    Some(divided.concat().join("\n") + "\n")
}

/// Lists the commands of each group under a title line, each with its description.
fn line_per_command(title: &str, entries: &[Entry]) -> Vec<String> {
    let mut list = Vec::new();
    for (group, names) in GROUPS {
        list.push(title.replace(COMMANDS, group));
        let of_group = names.iter().flat_map(|name| entries.iter().filter(|entry| entry.name == *name));
        list.extend(of_group.flat_map(|entry| &entry.lines).map(|line| (*line).to_owned()));
        list.push(String::new());
    }
    list
}

/// Lists the names of each group's commands on one line, so that the short help fits a screen.
fn line_per_group(title: &str) -> Vec<String> {
    let width = GROUPS.iter().map(|(group, _)| group.len()).max().unwrap_or_default();
    let lines = GROUPS.iter().map(|(group, names)| format!("{INDENT}{group:width$}  {}", names.join(", ")));
    std::iter::once(title.to_owned()).chain(lines).chain([String::new()]).collect()
}

/// A command of the list, with its lines as they are shown.
struct Entry<'a> {
    name: &'a str,
    lines: Vec<&'a str>,
}

fn entries<'a>(list: &[(&'a str, &'a str)]) -> Vec<Entry<'a>> {
    let mut entries: Vec<Entry<'a>> = Vec::new();
    for (plain, shown) in list.iter().filter(|(plain, _)| !plain.trim().is_empty()) {
        let unindented = plain.strip_prefix(INDENT).unwrap_or(plain);
        match entries.last_mut() {
            Some(entry) if unindented.starts_with(' ') => entry.lines.push(shown),
            _ => {
                let name = unindented.split_whitespace().next().unwrap_or_default();
                entries.push(Entry { name, lines: vec![shown] });
            }
        }
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::Cli;
    use clap::CommandFactory;

    #[test]
    fn every_command_is_in_one_group() {
        let mut program = Cli::command();
        program.build();
        let mut commands: Vec<&str> = program.get_subcommands().map(clap::Command::get_name).collect();
        let mut grouped: Vec<&str> = GROUPS.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        commands.sort_unstable();
        grouped.sort_unstable();
        assert_eq!(grouped, commands);
    }

    #[test]
    fn the_list_is_divided_with_its_colours_and_in_any_width() {
        for width in [40, 60, 100] {
            let mut program = Cli::command().next_line_help(width < 72).term_width(width);
            let help = program.render_help();
            for (has_colors, before) in [(false, help.to_string()), (true, help.ansi().to_string())] {
                let text = grouped(&help, has_colors);
                let sorted = |text: &str| {
                    let mut lines: Vec<String> =
                        text.lines().filter(|line| line.starts_with(' ')).map(str::to_owned).collect();
                    lines.sort();
                    lines
                };
                assert_eq!(sorted(&text), sorted(&before), "no line is lost");
                assert!(GROUPS.iter().all(|(title, _)| text.contains(&format!("{title}:"))), "{text}");
                assert!(!text.contains("Commands:"), "{text}");
            }
        }
        let short = grouped(&short_help::with_hints(Cli::command()).render_help(), false);
        for (title, names) in GROUPS {
            assert!(short.lines().any(|line| line.contains(title) && line.ends_with(&names.join(", "))), "{short}");
        }
        let mut tags = Cli::command().find_subcommand("tags").unwrap().clone();
        assert!(grouped(&tags.render_help(), false).contains("\nCommands:\n"), "other lists stay");
    }
}
