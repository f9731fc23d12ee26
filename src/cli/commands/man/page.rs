//! One manual page, rendered from a clap command.

use std::io;

use clap::Command;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::sections;

/// The command, and the page of the whole program.
const PROGRAM: &str = "contacts";
/// Section of the manual for user commands.
const SECTION: &str = "1";
/// Day of the commit that the program was built from; empty if it is not known.
const DATE: &str = env!("CONTACTS_DATE");
/// Title of the manual; also the mark by which pages of this program are recognised.
const MANUAL: &str = "contacts manual";

/// A manual page.
pub(super) struct Page {
    /// `contacts-import.1`
    pub(super) name: String,
    /// The text in roff.
    pub(super) text: String,
}

impl Page {
    /// Renders the page of the whole program.
    pub(super) fn of_the_program(program: Command) -> io::Result<Self> {
        Self::of(&built(program))
    }

    /// Renders that page and one for each command, at every level.
    pub(super) fn all(program: Command) -> io::Result<Vec<Self>> {
        let mut pages = Vec::new();
        collect(&built(program), &mut pages)?;
        Ok(pages)
    }

    fn of(command: &Command) -> io::Result<Self> {
        let name = full_name(command);
        let source = format!("{PROGRAM} {}", env!("CARGO_PKG_VERSION"));
        let man = Man::new(command.clone()).title(name.to_uppercase()).date(DATE).source(source).manual(MANUAL);
        let mut text = Vec::new();
        man.render_title(&mut text)?;
        man.render_name_section(&mut text)?;
        man.render_synopsis_section(&mut text)?;
        man.render_description_section(&mut text)?;
        man.render_options_section(&mut text)?;
        if command.has_subcommands() {
            man.render_subcommands_section(&mut text)?;
        }
        closing_sections(command).to_writer(&mut text)?;
        let text = String::from_utf8(text).map_err(io::Error::other)?;
        Ok(Self { name: format!("{name}.{SECTION}"), text: tidied(&text) })
    }
}

/// Returns true if a text is a page that this program wrote.
pub(super) fn is_ours(text: &str) -> bool {
    text.contains(MANUAL) && text.contains(".TH CONTACTS")
}

/// Returns the commands of the program, without clap's own `help`.
fn built(program: Command) -> Command {
    let mut program = with_all_help(program).disable_help_subcommand(true);
    // Display names such as `contacts-tags-rename` exist only after this.
    program.build();
    program
}

/// Returns the command with no option left out of its short help: `clap_mangen` prints no text for one that is, unless it
/// has a long text too.
fn with_all_help(command: Command) -> Command {
    command.mut_args(|arg| arg.hide_short_help(false)).mut_subcommands(with_all_help)
}

fn collect(command: &Command, pages: &mut Vec<Page>) -> io::Result<()> {
    pages.push(Page::of(command)?);
    command.get_subcommands().try_for_each(|below| collect(below, pages))
}

/// `contacts-tags-rename`
fn full_name(command: &Command) -> String {
    command.get_display_name().unwrap_or_else(|| command.get_name()).to_owned()
}

/// Renders the last sections: examples; exit codes, files and environment for the whole program; SEE ALSO for the
/// others.
fn closing_sections(command: &Command) -> Roff {
    let mut roff = Roff::new();
    if let Some(help) = command.get_after_long_help().or_else(|| command.get_after_help()) {
        examples(&mut roff, &help.to_string());
    }
    if full_name(command) == PROGRAM {
        for (heading, entries) in sections::SECTIONS {
            roff.control("SH", [*heading]);
            for (term, meaning) in *entries {
                roff.control("TP", []);
                roff.text([bold(*term)]);
                roff.text([roman(*meaning)]);
            }
        }
    } else {
        roff.control("SH", ["SEE ALSO"]);
        roff.text([bold("contacts"), roman("(1)")]);
    }
    roff
}

/// Renders examples without filling: a command that is filled into a paragraph cannot be pasted.
fn examples(roff: &mut Roff, text: &str) {
    roff.control("SH", ["EXAMPLES"]);
    roff.control("nf", []);
    for line in text.lines().filter(|line| line.trim() != "Examples:") {
        roff.text([roman(line.trim_start())]);
    }
    roff.control("fi", []);
}

/// Removes what `clap_mangen` writes too much of, and linters of manual pages warn of.
fn tidied(text: &str) -> String {
    // It renders each section as a document of its own, with the macros for apostrophes; once is enough.
    let text = without_repeated_preambles(text);
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let is_space = |index: Option<usize>| index.and_then(|index| lines.get(index)).is_some_and(|line| line.is_empty());
    // An empty line ends the line before it anyway.
    let is_needless =
        |index: usize| lines[index] == ".br" && (is_space(index.checked_sub(1)) || is_space(Some(index + 1)));
    let kept = (0..lines.len()).filter(|index| !is_needless(*index));
    kept.flat_map(|index| [lines[index], "\n"]).collect()
}

/// Removes all but the first definition of the apostrophe.
fn without_repeated_preambles(text: &str) -> String {
    const PREAMBLE: &str = ".ie \\n(.g .ds Aq \\(aq\n.el .ds Aq '\n";
    match text.strip_prefix(PREAMBLE) {
        Some(rest) => format!("{PREAMBLE}{}", rest.replace(PREAMBLE, "")),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::Cli;
    use clap::CommandFactory;

    #[test]
    fn every_command_has_a_page() {
        let names: Vec<String> = Page::all(Cli::command()).unwrap().into_iter().map(|page| page.name).collect();
        for name in ["contacts.1", "contacts-import.1", "contacts-tags-rename.1", "contacts-man.1"] {
            assert!(names.iter().any(|other| other == name), "{names:?}");
        }
        assert!(!names.iter().any(|name| name.contains("help")), "{names:?}");
    }

    #[test]
    fn every_option_is_described_also_those_that_the_short_help_leaves_out() {
        for page in Page::all(Cli::command()).unwrap() {
            let lines: Vec<&str> = page.text.lines().collect();
            for entry in lines.windows(3).filter(|lines| lines[0] == ".TP") {
                assert!(!entry[2].is_empty() && !entry[2].starts_with('.'), "{}: {}", page.name, entry[1]);
            }
        }
    }

    #[test]
    fn no_page_has_what_linters_of_pages_warn_of() {
        for Page { name, text } in Page::all(Cli::command()).unwrap() {
            for needless in [".br\n\n", "\n\n.br\n", " \n"] {
                assert!(!text.contains(needless), "{name} has {needless:?}: {text}");
            }
        }
    }

    #[test]
    fn a_page_is_one_document() {
        let page = Page::of_the_program(Cli::command()).unwrap();
        for once in [".TH CONTACTS 1", ".ds Aq \\(aq", ".SH NAME", ".SH EXAMPLES", ".SH \"EXIT STATUS\""] {
            assert_eq!(page.text.matches(once).count(), 1, "{once}\n{}", page.text);
        }
        assert!(is_ours(&page.text) && !is_ours(".TH LS 1"));
    }
}
