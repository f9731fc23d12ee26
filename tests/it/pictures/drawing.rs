//! A screen as SVG: text stays text, so that it can be searched, copied and read aloud.

use unicode_width::UnicodeWidthStr;
use vt100::{Cell, Color, Screen};

const CELL: (f32, f32) = (8.4, 18.0);
const MARGIN: f32 = 16.0;
const BAR: f32 = 30.0;
/// The sixteen colours of a terminal, on the dark paper of the picture.
const COLOURS: [&str; 16] = [
    "#6e7681", "#ff7b72", "#7ee787", "#e3b341", "#79c0ff", "#d2a8ff", "#56d4dd", "#c9d1d9", "#8b949e", "#ffa198",
    "#aff5b4", "#f2cc60", "#a5d6ff", "#e2c5ff", "#b3f0ff", "#ffffff",
];
const INK: &str = "#d6dde5";
const PAPER: &str = "#161b22";

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
    ink: String,
    paper: Option<String>,
    is_bold: bool,
    is_dim: bool,
    is_underlined: bool,
}

/// The screen, under a bar with the command that was typed. `clean` takes out what is of this machine.
pub(super) fn svg(command: &str, screen: &Screen, clean: &dyn Fn(String) -> String) -> String {
    let (rows, columns) = screen.size();
    let (rows, columns) = (rows.get(), columns.get());
    let lines: Vec<Vec<Run>> = (0..rows).map(|row| runs(screen, row, columns, clean)).collect();
    let used = lines.iter().rposition(|line| line.iter().any(|run| !run.text.trim().is_empty())).map_or(1, |at| at + 1);
    let widest = lines.iter().flatten().map(|run| run.column + run.width).max().unwrap_or(0).max(60);
    let width = f32::from(widest) * CELL.0 + 2.0 * MARGIN;
    let height = f32::from(u16::try_from(used).expect("rows")) * CELL.1 + BAR + 2.0 * MARGIN;
    let body: String = (0_u16..).zip(lines.iter().take(used)).map(|(row, line)| drawn(row, line)).collect();
    let (title, middle) = (escaped(&format!("$ {command}")), width / 2.0);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" width=\"{width:.0}\" \
         height=\"{height:.0}\" role=\"img\" aria-label=\"{title}\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{PAPER}\"/>\n\
         <g font-family=\"ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace\" font-size=\"14\" \
         fill=\"{INK}\">\n\
         <text x=\"{middle:.0}\" y=\"24\" text-anchor=\"middle\" fill=\"#9aa4af\">{title}</text>\n{body}</g>\n</svg>\n"
    )
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
        (ink, paper) = (paper.or(Some(PAPER.to_owned())), ink.or(Some(INK.to_owned())));
    }
    Look {
        ink: ink.unwrap_or_else(|| INK.to_owned()),
        paper,
        is_bold: cell.bold(),
        is_dim: cell.dim(),
        is_underlined: cell.underline(),
    }
}

fn colour(colour: Color) -> Option<String> {
    match colour {
        Color::Default => None,
        Color::Idx(index @ 0..16) => Some(COLOURS[usize::from(index)].to_owned()),
        Color::Idx(index @ 232..) => {
            let grey = 8 + 10 * u32::from(index - 232);
            Some(format!("#{grey:02x}{grey:02x}{grey:02x}"))
        }
        Color::Idx(index) => {
            let part = |place: u8| [0, 95, 135, 175, 215, 255][usize::from((index - 16) / place % 6)];
            Some(format!("#{:02x}{:02x}{:02x}", part(36), part(6), part(1)))
        }
        Color::Rgb(red, green, blue) => Some(format!("#{red:02x}{green:02x}{blue:02x}")),
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
            "<rect x=\"{x:.1}\" y=\"{top:.0}\" width=\"{width:.1}\" height=\"{:.0}\" fill=\"{paper}\"/>",
            CELL.1
        );
    }
    let mut style = String::new();
    for (is_so, attribute) in [
        (ink != INK, format!(" fill=\"{ink}\"")),
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
