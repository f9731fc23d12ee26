//! What a page says first: how many people come, change, stay and need fixing.

use crate::model::{Counts, MissingCounts, Purpose, counted, format_thousands};

/// Width of the bar under the figures, in the units of its drawing (`templates/headline.html`).
const BAR: u64 = 1_000;

/// The first lines of a page: figures, or a sentence where nothing changes.
#[derive(Debug, Clone, Default)]
pub struct Headline {
    /// Sentence in place of the figures: `Nothing would change: 3,000 up to date`.
    pub(super) nothing: Option<String>,
    pub(super) figures: Vec<Figure>,
    /// Sentence under the figures.
    pub(super) rest: String,
}

/// Number of people of one kind.
#[derive(Debug, Clone)]
pub(super) struct Figure {
    /// Class of its style, and the sign in front of it.
    pub(super) kind: Kind,
    pub(super) count: u64,
    pub(super) label: &'static str,
    /// Explanation.
    pub(super) note: String,
}

/// Kinds of figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Added,
    Changed,
    Same,
    LeftOut,
    Removed,
    Errors,
}

/// A part of the bar.
pub(super) struct Segment {
    pub(super) kind: Kind,
    pub(super) x: u64,
    pub(super) width: u64,
}

/// Labels of the figures of a list that is imported.
struct Labels {
    nothing: &'static str,
    added: &'static str,
    changed: &'static str,
    same: &'static str,
    left_out: &'static str,
    errors: &'static str,
    error_note: &'static str,
}

const REVIEW: Labels = Labels {
    nothing: "Nothing would change",
    added: "would be added",
    changed: "would change",
    same: "would stay the same",
    left_out: "would be left out",
    errors: "to fix",
    error_note: "would not be imported",
};

const IMPORT: Labels = Labels {
    nothing: "Nothing changed",
    added: "added",
    changed: "changed",
    same: "stayed the same",
    left_out: "left out",
    errors: "to fix",
    error_note: "not imported",
};

impl Headline {
    /// Headline of an import that has not happened.
    pub fn of_review(counts: &Counts, blank_rows: u64, purpose: Purpose) -> Self {
        Self::of_rows(counts, blank_rows, purpose.adds(), &REVIEW)
    }

    /// Headline of an import. `adds` is true if its purpose adds contacts.
    pub fn of_import(counts: &Counts, blank_rows: u64, adds: bool) -> Self {
        Self::of_rows(counts, blank_rows, adds, &IMPORT)
    }

    /// Headline of another entry of the history, by the numbers of contacts that were added, changed and removed.
    pub fn of_entry([added, changed, removed]: [u64; 3]) -> Self {
        let figures =
            [(Kind::Added, added, "added"), (Kind::Changed, changed, "changed"), (Kind::Removed, removed, "removed")];
        let figures = figures.map(|(kind, count, label)| Figure { kind, count, label, note: String::new() });
        let figures: Vec<Figure> = figures.into_iter().filter(|figure| figure.count > 0).collect();
        let nothing = figures.is_empty().then(|| "No contact changed".to_owned());
        Self { nothing, figures, rest: String::new() }
    }

    /// Adds missing contacts that an import deletes or tags, before the rows to fix. The labels are those of both.
    #[must_use]
    pub fn with_missing(mut self, missing: Option<&MissingCounts>, [deleted, tagged]: [&'static str; 2]) -> Self {
        let Some(missing) = missing else { return self };
        let figure = |kind, count, label| Figure { kind, count, label, note: "missing from the list".to_owned() };
        let figures = [figure(Kind::Removed, missing.deleted, deleted), figure(Kind::Changed, missing.tagged, tagged)];
        let figures: Vec<Figure> = figures.into_iter().filter(|figure| figure.count > 0).collect();
        if !figures.is_empty() {
            self.nothing = None;
        }
        let at = self.figures.iter().position(|figure| figure.kind == Kind::Errors).unwrap_or(self.figures.len());
        self.figures.splice(at..at, figures);
        self
    }

    fn of_rows(counts: &Counts, blank_rows: u64, adds: bool, labels: &Labels) -> Self {
        let changed = counts.updated.saturating_sub(counts.unchanged);
        // A row that is skipped is a known contact where the purpose only adds, and an unknown one where it only updates.
        let skipped = counts.skipped - counts.suppressed;
        let (untouched, left_out) = if adds { (skipped, 0) } else { (0, skipped) };
        let nothing = (counts.imported + changed == 0).then(|| nothing(counts, untouched, left_out, labels.nothing));
        let figure = |kind, count, label, note: String| Figure { kind, count, label, note };
        let mut figures = vec![
            figure(Kind::Added, counts.imported, labels.added, "new people".to_owned()),
            figure(Kind::Changed, changed, labels.changed, "known people".to_owned()),
            figure(Kind::Same, counts.unchanged + untouched, labels.same, same_note(counts.unchanged, untouched)),
        ];
        if left_out > 0 {
            figures.push(figure(
                Kind::LeftOut,
                left_out,
                labels.left_out,
                "only known contacts are updated".to_owned(),
            ));
        }
        if counts.suppressed > 0 {
            let note = "people who are to be left alone".to_owned();
            figures.push(figure(Kind::LeftOut, counts.suppressed, "suppressed", note));
        }
        figures.push(figure(Kind::Errors, counts.errors, labels.errors, labels.error_note.to_owned()));
        Self { nothing, figures, rest: rest(counts.rows, blank_rows) }
    }

    /// Returns the parts of the bar. Each that is not empty is seen.
    pub(super) fn bar(&self) -> Vec<Segment> {
        let all: u64 = self.figures.iter().map(|figure| figure.count).sum();
        let mut x = 0;
        let segment = |figure: &Figure| {
            // In u128: a count times the width stays exact for any number of rows.
            let exact = u128::from(figure.count) * u128::from(BAR) / u128::from(all.max(1));
            let width = u64::try_from(exact).unwrap_or(BAR).max(u64::from(figure.count > 0) * 4);
            x += width;
            Segment { kind: figure.kind, x: x - width, width }
        };
        self.figures.iter().map(segment).filter(|segment| segment.width > 0).collect()
    }

    /// Returns true if there are parts to compare.
    pub(super) fn has_bar(&self) -> bool {
        self.bar().len() > 1
    }

    /// Returns the width of the whole bar, which small parts make wider.
    pub(super) fn bar_width(&self) -> u64 {
        self.bar().last().map_or(BAR, |last| last.x + last.width)
    }

    /// Describes the bar to those who do not see it.
    pub(super) fn sentence(&self) -> String {
        let parts = self.figures.iter().map(|figure| format!("{} {}", format_thousands(figure.count), figure.label));
        parts.collect::<Vec<_>>().join(", ")
    }
}

/// `Nothing would change: 3,000 up to date, 2 need fixing`.
fn nothing(counts: &Counts, untouched: u64, left_out: u64, begin: &str) -> String {
    let parts = [
        (counts.unchanged, "up to date"),
        (untouched, "not touched"),
        (left_out, "left out"),
        (counts.suppressed, "suppressed"),
        (counts.errors, "to fix"),
    ];
    let told: Vec<String> = parts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{} {what}", format_thousands(count)))
        .collect();
    if told.is_empty() { begin.to_owned() } else { format!("{begin}: {}", told.join(", ")) }
}

fn same_note(unchanged: u64, untouched: u64) -> String {
    match (unchanged, untouched) {
        (_, 0) => "up to date".to_owned(),
        (0, _) => "only new contacts are added".to_owned(),
        (unchanged, untouched) => {
            format!("{} up to date, {} not touched", format_thousands(unchanged), format_thousands(untouched))
        }
    }
}

/// `15 rows in all; 2 blank rows are left out`.
fn rest(rows: u64, blank_rows: u64) -> String {
    let all = format!("{} in the list", counted(rows, "row"));
    match blank_rows {
        0 => all,
        1 => format!("{all}; 1 blank row is left out"),
        blank => format!("{all}; {} are left out", counted(blank, "blank row")),
    }
}

impl Kind {
    /// Class in the style.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Same => "same",
            Self::LeftOut => "left-out",
            Self::Removed => "removed",
            Self::Errors => "errors",
        }
    }

    /// Sign in front of the number, which does not lean on colour.
    pub(super) fn sign(self) -> &'static str {
        match self {
            Self::Added => "+",
            Self::Changed => "~",
            Self::Same => "=",
            Self::LeftOut => "·",
            Self::Removed => "−",
            Self::Errors => "!",
        }
    }
}
