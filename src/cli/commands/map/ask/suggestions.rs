//! The offer to take all suggestions at once, for files with many unmapped columns.

use super::questions::{ColumnPrompts, Scope};
use crate::cli::commands::steps::Arrival;
use crate::cli::error::CliError;
use crate::mapping::SPLIT_FIELDS;
use crate::ui::Table;

/// Maximum number of columns that are asked for one by one without an offer to take the suggestions.
const MAX_ASK_EACH: usize = 8;
/// Minimum width of the terminal, in columns, that shows the reasons.
const MIN_WIDTH_REASONS: usize = 80;

impl ColumnPrompts<'_> {
    /// Returns true if the columns are too many to ask for each without an offer first.
    pub(super) fn too_many_to_prompt(&self) -> bool {
        self.asked.len() > MAX_ASK_EACH
    }

    /// Shows the suggestions, and asks whether to take them or to be asked for columns one by one; `None` after Esc.
    pub(super) fn offer(&self, arrival: Arrival) -> Result<Option<Scope>, CliError> {
        let (all, taken) = (self.asked.len(), self.asked.iter().filter(|question| question.answer.is_some()).count());
        let filled = (0..all).filter(|at| self.is_filled(*at) || self.asked[*at].answer.is_some()).count();
        self.terminal.print_always(&self.offered(taken));
        let take = match taken {
            0 => format!("Leave all {all} out"),
            _ => format!("Take the {taken} above, leave {} out", all - taken),
        };
        let mut choices = vec![(Scope::Nothing, take), (Scope::All, format!("Ask me about all {all}"))];
        // Exports of address books have dozens of columns that are always empty.
        if filled > 0 && filled < all {
            choices.insert(1, (Scope::Filled, format!("Ask me about the {filled} with values")));
        }
        let items: Vec<String> = choices.iter().map(|(_, text)| text.clone()).collect();
        let question = format!("{all} columns have no contact field yet");
        let chosen = self.terminal.choose(&question, &items, 0, arrival.escape())?;
        Ok(chosen.and_then(|index| choices.get(index)).map(|(scope, _)| *scope))
    }

    /// Renders the columns for which a field is preselected.
    fn offered(&self, taken: usize) -> String {
        if taken == 0 {
            return String::new();
        }
        let table = Table::new(self.terminal.width()).text("Column").text("Suggested").text("Value");
        let has_reasons = self.terminal.width() >= MIN_WIDTH_REASONS;
        let mut table = if has_reasons { table.text("Why") } else { table };
        for (at, question) in self.asked.iter().enumerate() {
            let Some(target) = question.answer else { continue };
            let sample = self.evidence(at).and_then(|evidence| evidence.samples.first());
            let field = question.split.map_or_else(|| self.name(target), |_| SPLIT_FIELDS.to_owned());
            let mut row = vec![self.column(at).label(), field, sample.cloned().unwrap_or_default()];
            row.extend(self.suggestion(at).filter(|_| has_reasons).map(|suggestion| suggestion.reason.clone()));
            table.row(row);
        }
        format!("\n{table}")
    }
}
