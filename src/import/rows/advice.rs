//! What to do about a value that is in error: the next step with this very column.

use super::parser::RowParser;
use crate::import::options::advised;
use crate::model::{Diagnostic, FieldKind};
use crate::values;

impl RowParser<'_> {
    /// Returns the findings on a slot's value, each with the next step.
    pub(super) fn advised(
        &self,
        mut findings: Vec<Diagnostic>,
        at: usize,
        kind: &FieldKind,
        value: &str,
    ) -> Vec<Diagnostic> {
        if let Some(option) = &self.date_options[at]
            && values::needs_date_format(value, &self.rules[at])
        {
            for finding in &mut findings {
                finding.message += &format!(": {option}");
            }
        }
        advised(findings, &self.request.mapping.slots[at], kind, value)
    }
}
