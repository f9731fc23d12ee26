//! Columns that are not imported: a note for each, and one line on the terminal for all.

use super::notes::{self, NAMED, listed_up};
use crate::cli::context::Context;
use crate::mapping::{Doubt, Filler, LeftOut, Suggestion, Why, column_option, option_names, shortened};
use crate::model::{Column, LeftOutReason, Note, shell_option};

/// Maximum number of reasons in the line; the columns with other reasons are counted.
const REASONS: usize = 12;

/// The columns of a source that are not imported.
pub(in crate::cli) struct LeftOutColumns<'a> {
    columns: &'a [Column],
    left_out: Vec<LeftOut>,
    /// Name of each column as `--map` takes it.
    names: Vec<String>,
    /// Reasons of an earlier step.
    before: &'a [LeftOutReason],
}

impl<'a> LeftOutColumns<'a> {
    /// Names the columns as `--map` takes them. Those that an earlier step has left out have its reasons.
    pub(in crate::cli) fn new(columns: &'a [Column], left_out: Vec<LeftOut>, before: &'a [LeftOutReason]) -> Self {
        Self { columns, left_out, names: option_names(columns), before }
    }

    /// Prints them in one line, and returns a note for each.
    pub(super) fn tell(&self, context: &Context) -> Vec<Note> {
        if let Some(line) = self.line() {
            context.terminal.note(&format!("note: {line}"));
        }
        let notes = self.notes();
        for note in notes.iter().filter(|note| !note.samples.is_empty()) {
            let column = note.column.as_deref().unwrap_or_default();
            context.terminal.note(&format!("note: '{}' split: {}", shortened(column), note.samples.join(" · ")));
        }
        notes
    }

    /// Returns a note for each of them.
    pub(in crate::cli) fn notes(&self) -> Vec<Note> {
        self.left_out.iter().map(|it| self.note(it)).collect()
    }

    /// Returns the reasons that a session keeps for its next steps. A decision without one needs none.
    pub(in crate::cli) fn reasons(&self) -> Vec<LeftOutReason> {
        let has_reason = |it: &&LeftOut| it.why != Why::SetAside || self.before(it).is_some();
        self.left_out.iter().filter(has_reason).map(|it| self.told(it)).collect()
    }

    fn note(&self, it: &LeftOut) -> Note {
        let LeftOutReason { reason, field, option, .. } = self.told(it);
        let message = format!("{} is not imported: {reason}", self.shown(it.column));
        let note = Note::info("column-left-out", message).column(self.columns[it.column].label());
        let samples = match &it.why {
            Why::Suggested(suggestion) => notes::split_samples(suggestion),
            _ => Vec::new(),
        };
        Note { field, option, samples, ..note }
    }

    /// Returns why a column is not imported, as it is told.
    fn told(&self, it: &LeftOut) -> LeftOutReason {
        let told = || {
            let Column { name, position, .. } = &self.columns[it.column];
            let (reason, field, option) = (self.reason(it), field(it), self.option(it));
            LeftOutReason { header: name.clone(), position: *position, reason, field, option }
        };
        self.before(it).cloned().unwrap_or_else(told)
    }

    /// Returns the reason that an earlier step gave for a column that it left out.
    fn before(&self, it: &LeftOut) -> Option<&LeftOutReason> {
        let column = &self.columns[it.column];
        // Other reading options may have made other columns.
        let is_same = |told: &&LeftOutReason| (told.position, &told.header) == (column.position, &column.name);
        self.before.iter().find(is_same).filter(|_| it.why == Why::SetAside)
    }

    /// Returns why a column is not imported, as it follows the column's name.
    fn reason(&self, it: &LeftOut) -> String {
        match &it.why {
            Why::Skipped => LeftOutReason::SKIPPED.to_owned(),
            Why::Declined => "you left it out".to_owned(),
            Why::Unnamed(why) => (*why).to_owned(),
            Why::OnlyMapped => "--only-mapped".to_owned(),
            Why::Own => "this tool writes a column of that name".to_owned(),
            Why::ContactId => "Contact IDs are never written".to_owned(),
            Why::SetAside => "the mapping leaves it out".to_owned(),
            Why::Appeared(_) => "new since the mapping was saved".to_owned(),
            Why::Contested(contest) => format!("other columns claim {} as well", contest.field),
            Why::Suggested(suggestion) if suggestion.doubt == Some(Doubt::Order) => suggestion.reason.clone(),
            Why::Suggested(suggestion) if suggestion.is_by_values() => {
                format!("{}, but nothing says whose", suggestion.reason)
            }
            Why::Suggested(suggestion) => format!("suggested for {}: {}", suggestion.fields(), suggestion.reason),
            Why::Filled { by_itself: Suggestion { field_name, .. }, by } => match by {
                Filler::Column(by) if takes_more(&it.why) => {
                    format!("{field_name} has {}, and takes several", self.shown(*by))
                }
                Filler::Column(by) => format!("{field_name} has {}", self.shown(*by)),
                Filler::Constant => format!("{field_name} has a value for every row"),
                Filler::Rivals => format!("other columns claim {field_name}"),
            },
            Why::Labelled { labels, .. } => match labels.only() {
                Some(label) => format!("its label '{}' is no contact field", shortened(label)),
                None => format!("its labels differ: {}", notes::labels(labels)),
            },
            Why::LabelsOf(column) => format!("it labels {}", self.shown(*column)),
            Why::Blank => "no row has a value".to_owned(),
            Why::Unclaimed if self.columns[it.column].name.is_empty() => "it has no name".to_owned(),
            Why::Unclaimed => "no contact field fits".to_owned(),
        }
    }

    /// Returns the option that would map a column all the same.
    fn option(&self, it: &LeftOut) -> Option<String> {
        match &it.why {
            Why::Suggested(suggestion) | Why::Appeared(Some(suggestion)) => Some(suggestion.option(&self.names)),
            Why::Labelled { labels, kind } => {
                let pair = format!("{}={}:{}", self.names[it.column], labels.only()?, kind.name());
                Some(shell_option("--create-field", &pair))
            }
            Why::Contested(contest) => {
                Some(column_option(&format!("#{}", it.column + 1), &contest.field, contest.split))
            }
            Why::Filled { by_itself, .. } if takes_more(&it.why) => Some(by_itself.option(&self.names)),
            // The name itself is reserved for the columns of this tool.
            Why::Own => {
                let name = &self.names[it.column];
                Some(shell_option("--create-field", &format!("{name}=Source {}:text", self.columns[it.column].name)))
            }
            // Nor for one whose field has a column already, and takes no second one.
            _ => None,
        }
    }

    /// Returns the options between which a person has to choose for a column: both orders of names that are in doubt.
    fn options(&self, it: &LeftOut) -> Vec<String> {
        match &it.why {
            Why::Suggested(suggestion) if suggestion.doubt == Some(Doubt::Order) => {
                vec![suggestion.options(&self.names).join(" or ")]
            }
            _ => self.told(it).option.into_iter().collect(),
        }
    }

    /// Returns one line for all of them, grouped by reason, without those that have notes of their own.
    fn line(&self) -> Option<String> {
        let mut groups: Vec<(Group, Vec<&LeftOut>)> = Vec::new();
        for it in &self.left_out {
            let Some(group) = self.group(it) else { continue };
            match groups.iter_mut().find(|(known, _)| *known == group) {
                Some((_, members)) => members.push(it),
                None => groups.push((group, vec![it])),
            }
        }
        groups.sort_by_key(|(group, _)| group.rank);
        let more: usize = groups.iter().skip(REASONS).map(|(_, members)| members.len()).sum();
        let mut parts: Vec<String> =
            groups.iter().take(REASONS).map(|(group, members)| self.part(group, members)).collect();
        if more > 0 {
            parts.push(format!("and {more} more"));
        }
        (!parts.is_empty()).then(|| format!("not imported: {}", parts.join("; ")))
    }

    /// Returns the group of a column; `None` if it has a note of its own.
    fn group(&self, it: &LeftOut) -> Option<Group> {
        let rank = match &it.why {
            // These have notes already (`contest`, `contact_ids` and `drift` in notes.rs).
            Why::Contested(_) | Why::ContactId | Why::Appeared(_) => return None,
            Why::Suggested(suggestion) if suggestion.is_acceptable() => {
                return Some(Group { rank: Rank::Suggested, reason: "suggested".to_owned() });
            }
            Why::Suggested(_) => Rank::SuggestedInDoubt,
            Why::Filled { .. } if takes_more(&it.why) => Rank::FilledInPart,
            Why::Filled { .. } => Rank::Filled,
            Why::Unclaimed => Rank::Unclaimed,
            Why::Own => Rank::Own,
            Why::Labelled { labels, .. } if labels.only().is_some() => Rank::Labelled,
            Why::Labelled { .. } => Rank::LabelsDiffer,
            Why::SetAside if self.before(it).is_some() => Rank::ToldBefore,
            _ => Rank::Other,
        };
        Some(Group { rank, reason: self.told(it).reason })
    }

    /// Formats a group: `'Given', 'Mobile' (suggested: --map … or all with --accept-suggestions)`.
    fn part(&self, group: &Group, members: &[&LeftOut]) -> String {
        let names: Vec<String> = members.iter().map(|it| self.shown(it.column)).collect();
        let options = || {
            let options: Vec<String> = members.iter().take(NAMED).flat_map(|it| self.options(it)).collect();
            options.join(" ")
        };
        let next = match group.rank {
            Rank::Suggested => format!(": {} or all with --accept-suggestions", options()),
            Rank::SuggestedInDoubt | Rank::FilledInPart | Rank::Labelled => format!(": {}", options()),
            Rank::Unclaimed => ": --map or --create-field takes it".to_owned(),
            Rank::ToldBefore => {
                Some(options()).filter(|it| !it.is_empty()).map(|it| format!(": {it}")).unwrap_or_default()
            }
            Rank::LabelsDiffer | Rank::Own => ": --map takes it all the same".to_owned(),
            Rank::Filled | Rank::Other => String::new(),
        };
        format!("{} ({}{next})", listed_up(&names), group.reason)
    }

    /// Returns `'Mobile'`, or `'Mobile' #3` if the name does not tell it from others.
    fn shown(&self, index: usize) -> String {
        let column = &self.columns[index];
        let name = format!("'{}'", shortened(&column.label()));
        let is_told_by_name = column.name.is_empty() || self.names[index] == column.name;
        if is_told_by_name { name } else { format!("{name} #{}", column.position) }
    }
}

/// Returns true if the field that a column would fit has another column, and takes this one beside it.
fn takes_more(why: &Why) -> bool {
    matches!(why, Why::Filled { by_itself, by: Filler::Column(_) } if by_itself.target.takes_several_columns())
}

/// Returns the contact field that a column fits.
fn field(it: &LeftOut) -> Option<String> {
    match &it.why {
        Why::Contested(contest) => Some(contest.field.clone()),
        Why::Suggested(suggestion) | Why::Appeared(Some(suggestion)) | Why::Filled { by_itself: suggestion, .. } => {
            Some(suggestion.field_name.clone())
        }
        _ => None,
    }
}

/// Columns that are left out for the same reason.
#[derive(PartialEq, Eq)]
struct Group {
    rank: Rank,
    reason: String,
}

/// Place of a group in the line: columns that can be mapped with an option come first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Suggested,
    SuggestedInDoubt,
    FilledInPart,
    Filled,
    Unclaimed,
    Labelled,
    LabelsDiffer,
    ToldBefore,
    Other,
    Own,
}
