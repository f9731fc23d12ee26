//! A screen as SVG: text stays text, so that it can be searched, copied and read aloud. The picture is dark, or light
//! for readers who prefer light.

use unicode_width::UnicodeWidthStr;
use vt100::{Cell, Color, Screen};

const CELL: (f32, f32) = (8.4, 18.0);
const MARGIN: f32 = 16.0;
const BAR: f32 = 30.0;
/// Class of text in the colour of the terminal.
const INK: &str = "ink";
/// Class of the background.
const PAPER: &str = "paper";
/// Class of the line around the picture.
const EDGE: &str = "edge";
/// Classes of the colours, each dark and light: ink, paper, title, border, and the first eight colours of a terminal.
const COLOURS: [(&str, &str, &str); 12] = [
    (INK, "#d6dde5", "#1f2328"),
    (PAPER, "#161b22", "#f6f8fa"),
    ("title", "#9aa4af", "#59636e"),
    (EDGE, "#30363d", "#d1d9e0"),
    ("c0", "#6e7681", "#24292f"),
    ("c1", "#ff7b72", "#cf222e"),
    ("c2", "#7ee787", "#116329"),
    ("c3", "#e3b341", "#7d4e00"),
    ("c4", "#79c0ff", "#0550ae"),
    ("c5", "#d2a8ff", "#8250df"),
    ("c6", "#56d4dd", "#1b6e7c"),
    ("c7", "#c9d1d9", "#57606a"),
];

/// Cells beside each other that look alike.
#[derive(Debug, PartialEq)]
struct Run {
    column: u16,
    width: u16,
    text: String,
    look: Look,
}

#[derive(Debug, Clone, PartialEq)]
struct Look {
    ink: &'static str,
    paper: Option<&'static str>,
    is_bold: bool,
    is_dim: bool,
    is_underlined: bool,
}

/// The screen from a row on, under a bar with the command that was typed. `clean` takes out what is of this machine.
pub(super) fn svg(command: &str, screen: &Screen, from: u16, clean: &dyn Fn(String) -> String) -> String {
    let (rows, columns) = screen.size();
    let (rows, columns) = (rows.get(), columns.get());
    let lines: Vec<Vec<Run>> = (from..rows).map(|row| runs(screen, row, columns, clean)).collect();
    let used = lines.iter().rposition(|line| line.iter().any(|run| !run.text.trim().is_empty())).map_or(1, |at| at + 1);
    let widest = lines.iter().flatten().map(|run| run.column + run.width).max().unwrap_or(0).max(60);
    let width = f32::from(widest) * CELL.0 + 2.0 * MARGIN;
    let height = f32::from(u16::try_from(used).expect("rows")) * CELL.1 + BAR + 2.0 * MARGIN;
    let body: String = (0_u16..).zip(lines.iter().take(used)).map(|(row, line)| drawn(row, line)).collect();
    let (title, middle, style) = (escaped(&format!("$ {command}")), width / 2.0, style());
    // Half a pixel inside, so that its line is sharp.
    let (inner, inner_height) = (width - 1.0, height - 1.0);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" width=\"{width:.0}\" \
         height=\"{height:.0}\" role=\"img\" aria-label=\"{title}\">\n\
         <style>{style}</style>\n\
         <rect class=\"{PAPER} {EDGE}\" x=\"0.5\" y=\"0.5\" width=\"{inner:.0}\" height=\"{inner_height:.0}\" rx=\"8\"/>\n\
         <g font-family=\"ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace\" font-size=\"14\" \
         class=\"{INK}\">\n\
         <text class=\"title\" x=\"{middle:.0}\" y=\"24\" text-anchor=\"middle\">{title}</text>\n{body}</g>\n</svg>\n"
    )
}

/// The colours of the classes, dark and, where it is preferred, light.
fn style() -> String {
    let fills = |colour: fn(&(&str, &str, &str)) -> String| COLOURS.iter().map(colour).collect::<String>();
    let dark = fills(|(class, dark, _)| rule(class, dark));
    let light = fills(|(class, _, light)| rule(class, light));
    format!("{dark}@media (prefers-color-scheme: light) {{{light}}}")
}

/// The edge is a line around the paper; every other class fills.
fn rule(class: &str, colour: &str) -> String {
    let property = if class == EDGE { "stroke" } else { "fill" };
    format!(".{class}{{{property}:{colour}}}")
}

/// The runs of a row, without the blanks between them.
fn runs(screen: &Screen, row: u16, columns: u16, clean: &dyn Fn(String) -> String) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for column in 0..columns {
        let Some(cell) = screen.cell(row, column).filter(|cell| !cell.is_wide_continuation()) else { continue };
        let width = if cell.is_wide() { 2 } else { 1 };
        let text = if cell.has_contents() { cell.contents().to_owned() } else { " ".to_owned() };
        let look = look(cell);
        match runs.last_mut() {
            Some(run) if run.look == look => {
                run.text += &text;
                run.width += width;
            }
            _ => runs.push(Run { column, width, text, look }),
        }
    }
    runs.into_iter().flat_map(|run| words(Run { text: clean(run.text), ..run })).collect()
}

/// The parts of a run between wide gaps, each at its place: viewers do not agree on blanks. On coloured paper it stays whole.
fn words(run: Run) -> Vec<Run> {
    if run.look.paper.is_some() {
        return vec![run];
    }
    let mut words = Vec::new();
    let mut column = run.column;
    for part in run.text.split("  ") {
        let text = part.trim();
        if !text.is_empty() {
            let column = column + width(part) - width(part.trim_start());
            words.push(Run { column, width: width(text), text: text.to_owned(), look: run.look.clone() });
        }
        column += width(part) + 2;
    }
    words
}

fn width(text: &str) -> u16 {
    u16::try_from(text.width()).unwrap_or(u16::MAX)
}

fn look(cell: &Cell) -> Look {
    let (mut ink, mut paper) = (colour(cell.fgcolor()), colour(cell.bgcolor()));
    if cell.inverse() {
        (ink, paper) = (paper.or(Some(PAPER)), ink.or(Some(INK)));
    }
    Look { ink: ink.unwrap_or(INK), paper, is_bold: cell.bold(), is_dim: cell.dim(), is_underlined: cell.underline() }
}

/// The class of a colour. Another colour than the first eight would need a dark and a light form here.
fn colour(colour: Color) -> Option<&'static str> {
    match colour {
        Color::Default => None,
        Color::Idx(index @ 0..8) => Some(COLOURS[4 + usize::from(index)].0),
        other => panic!("the pictures have no colour {other:?}"),
    }
}

fn drawn(row: u16, line: &[Run]) -> String {
    let top = BAR + MARGIN + f32::from(row) * CELL.1;
    line.iter().map(|run| drawn_run(run, top)).collect()
}

fn drawn_run(run: &Run, top: f32) -> String {
    let (x, width) = (MARGIN + f32::from(run.column) * CELL.0, f32::from(run.width) * CELL.0);
    let Look { ink, paper, is_bold, is_dim, is_underlined } = &run.look;
    let mut drawn = String::new();
    if let Some(paper) = paper {
        drawn += &format!(
            "<rect x=\"{x:.1}\" y=\"{top:.0}\" width=\"{width:.1}\" height=\"{:.0}\" class=\"{paper}\"/>",
            CELL.1
        );
    }
    let mut style = String::new();
    for (is_so, attribute) in [
        (*ink != INK, format!(" class=\"{ink}\"")),
        (*is_bold, " font-weight=\"bold\"".to_owned()),
        (*is_dim, " opacity=\"0.7\"".to_owned()),
        (*is_underlined, " text-decoration=\"underline\"".to_owned()),
    ] {
        if is_so {
            style += &attribute;
        }
    }
    let (text, base) = (escaped(&run.text), top + 13.5);
    drawn + &format!("<text x=\"{x:.1}\" y=\"{base:.1}\" textLength=\"{width:.1}\"{style}>{text}</text>\n")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
