//! Fields that are made for columns to which nothing else fits: proposed, named, planned or done without.

use std::collections::HashSet;

use super::questions::{ColumnPrompt, ColumnPrompts};
use crate::cli::error::CliError;
use crate::mapping::{LeftOut, Why};
use crate::model::{FieldId, FieldKind, Fields, Target};
use crate::ops::fields::FieldError;
use crate::ops::setup::{ColumnResolution, NewFields};
use crate::ops::{OpsError, fields};
use crate::profile::likely_kind;
use crate::source::Source;
use crate::values::FieldNameError;

/// A field that is made for a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum OwnField {
    /// Proposed, named like the column or the label of its values, of the type that these are of.
    Proposed { name: String, kind: FieldKind },
    /// Possible once the user names it, because its column's name can be no new field's.
    Unnamed { kind: FieldKind, why: &'static str },
    /// Planned, because the user has agreed.
    Planned(FieldId),
}

impl OwnField {
    /// Returns the field for a column: the planned one that it goes to, else one that may be made.
    pub(super) fn of(
        (plan, columns, source): (&NewFields, &ColumnResolution, &Source),
        column: usize,
        answer: Option<Target>,
    ) -> Option<Self> {
        let planned = plan.planned().iter().find(|field| answer == Some(Target::Field(field.id)));
        if let Some(field) = planned {
            return Some(Self::Planned(field.id));
        }
        let stats = columns.evidence.get(column).filter(|_| columns.may_have_own_field(column))?;
        Some(Self::named_like(columns.new_field_name(source, column), likely_kind(stats), plan.fields()))
    }

    /// Returns the field of this name; unnamed where no new field can have it.
    fn named_like(name: &str, kind: FieldKind, known: &Fields) -> Self {
        match fields::new_name(known, name, None) {
            Ok(name) => Self::Proposed { name, kind },
            Err(problem) => Self::Unnamed { kind, why: why_unnamed(&problem) },
        }
    }

    /// Returns the choice that makes the field, unless it is planned already.
    pub(super) fn described(&self) -> Option<String> {
        match self {
            Self::Proposed { kind, .. } => Some(format!("A field of its own ({})", kind.name())),
            Self::Unnamed { kind, .. } => Some(format!("A field of its own, with another name… ({})", kind.name())),
            Self::Planned(_) => None,
        }
    }
}

impl ColumnPrompt {
    /// Returns the field that was planned for the column, as a target.
    pub(super) fn own_target(&self) -> Option<Target> {
        match self.own {
            Some(OwnField::Planned(id)) => Some(Target::Field(id)),
            _ => None,
        }
    }

    /// Returns the type of the proposed field for the column; `None` once the user has chosen another answer.
    pub(super) fn proposed(&self) -> Option<&FieldKind> {
        match &self.own {
            Some(OwnField::Proposed { kind, .. }) if self.is_open() => Some(kind),
            _ => None,
        }
    }

    /// Returns why the column is left out where only a name for its field is missing.
    pub(super) fn unnamed(&self) -> Option<&'static str> {
        match self.own {
            Some(OwnField::Unnamed { why, .. }) if self.is_open() => Some(why),
            _ => None,
        }
    }

    /// Returns why the column is not imported after the questions; `unasked` says why it was not before them.
    pub(super) fn why_left_out(&self, unasked: Option<&LeftOut>) -> Why {
        match (self.unnamed(), unasked.map(|it| &it.why)) {
            (Some(why), _) => Why::Unnamed(why),
            (None, Some(why @ (Why::Blank | Why::ContactId | Why::Contested(_) | Why::LabelsOf(_))))
                if self.is_open() =>
            {
                why.clone()
            }
            (None, _) => Why::Declined,
        }
    }

    /// Returns true if the column goes to no field, and the user has not said so.
    fn is_open(&self) -> bool {
        self.answer.is_none() && !self.is_answered
    }
}

impl ColumnPrompts<'_> {
    /// Names the fields that may be made like their columns, where this makes a field of its own of each.
    pub(super) fn name_own_fields(&mut self) {
        let mut claimed = HashSet::new();
        for prompt in &mut self.asked {
            let Some(OwnField::Proposed { kind, .. } | OwnField::Unnamed { kind, .. }) = &prompt.own else { continue };
            let name = self.columns.new_field_name(&self.source, prompt.column);
            let mut own = OwnField::named_like(name, kind.clone(), self.plan.fields());
            if let OwnField::Proposed { name, kind } = &own {
                let key = Fields::key(name);
                if claimed.contains(&key) {
                    own = OwnField::Unnamed { kind: kind.clone(), why: NAME_TAKEN };
                } else if prompt.is_open() {
                    claimed.insert(key);
                }
            }
            prompt.own = Some(own);
        }
    }

    /// Makes the proposed fields.
    pub(super) fn make_own_fields(&mut self) -> Result<(), CliError> {
        for prompt in &mut self.asked {
            let Some(OwnField::Proposed { name, kind }) = prompt.own.clone().filter(|_| prompt.is_open()) else {
                continue;
            };
            let (recipe, cancel) = (&self.undecided.recipe, &self.context.cancel);
            let id = self.plan.create(&mut self.source, recipe, prompt.column, &name, &kind, cancel)?;
            (prompt.answer, prompt.own) = (Some(Target::Field(id)), Some(OwnField::Planned(id)));
        }
        Ok(())
    }

    /// Leaves out the columns for which a field would be made, as the user's answer about each of them.
    pub(super) fn forgo_own_fields(&mut self) {
        for prompt in &mut self.asked {
            let is_planned = prompt.answer.is_some() && prompt.answer == prompt.own_target();
            if is_planned || prompt.proposed().is_some() {
                (prompt.answer, prompt.is_answered) = (None, true);
            }
        }
    }
}

/// Why a column has no field of its own: a field or another column has its name.
const NAME_TAKEN: &str = "its name is taken";

/// Returns why a text can be no new field's name, in a few words.
fn why_unnamed(problem: &OpsError) -> &'static str {
    match problem {
        OpsError::FieldName(FieldNameError::Blank) => "it has no name",
        OpsError::FieldName(FieldNameError::TooLong) => "its name is too long for a field",
        OpsError::Field(FieldError::Exists { .. } | FieldError::StandardNameTaken { .. }) => NAME_TAKEN,
        _ => "its name cannot be a field's",
    }
}
