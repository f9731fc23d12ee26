//! Columns to fields: choices and names, compiled once; suggestions for the rest; and the mapping that comes of both.

use super::{ImportSpec, ResolvedMapping, recipe_of};
use crate::mapping::{
    self, AmbiguousTarget, ColumnAnswer, Compiled, LeftOut, MappingError, MappingRequest, Suggested, Suggestion, Why,
    find_columns,
};
use crate::model::{
    Cancel, ColumnChoice, ColumnStats, Field, FieldId, FieldKind, Fields, Labels, NameOrder, OverwritePolicy, Target,
};
use crate::ops::OpsError;
use crate::profile;
use crate::source::Source;
use crate::values::BlankWords;

/// Number of rows that are sampled for column statistics.
const SAMPLE_ROWS: u64 = 1_000;

/// The columns of a source: the mapping so far, and the evidence and suggestions for columns without a field.
pub struct ColumnResolution {
    /// The mapping as choices and names decide it.
    pub compiled: Compiled,
    /// Statistics of each column; empty where the rows were not sampled.
    pub evidence: Vec<ColumnStats>,
    /// Suggestions for the columns that have no field.
    pub suggested: Suggested,
    request: MappingRequest,
    accepts_suggestions: bool,
    only_mapped: bool,
    /// Prior choice for each column.
    decided: Vec<PriorChoice>,
    /// Words that count as blank.
    blank: BlankWords,
    /// Indexes (from 0) of the columns whose default is the field of their name.
    named: Vec<usize>,
    /// Columns whose values have labels in another column.
    labelled: Vec<LabelledColumn>,
}

/// A column whose values have labels in another column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelledColumn {
    /// Index of the column, from 0.
    pub column: usize,
    /// Index of the column with the labels.
    label_column: usize,
    /// Labels of all rows.
    pub labels: Labels,
}

/// Choice of a session or a saved mapping about a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PriorChoice {
    Nothing,
    LeftOut,
    Into(Target),
    Split(NameOrder),
}

/// Answers about columns without a field, and about values that contacts have.
#[derive(Debug, Clone, Default)]
pub struct ColumnAnswers {
    /// Decision for each column that was asked for.
    pub columns: Vec<ColumnAnswer>,
    /// Fields that keep their values; `None` leaves them as they were.
    pub keep: Option<OverwritePolicy>,
}

impl ColumnResolution {
    /// Compiles what is known of the columns. Samples the first rows for suggestions for the others, unless only mapped
    /// columns are wanted.
    ///
    /// # Errors
    /// Contradictory choices, unknown names, or the source cannot be read.
    pub fn look(source: &mut Source, spec: &ImportSpec, fields: &Fields, cancel: &Cancel) -> Result<Self, OpsError> {
        let request = spec.mapping_request(fields).map_err(|error| error.beside(source.columns()))?;
        spec.check_named_columns(source.columns())?;
        let mut columns = Self {
            compiled: mapping::compile(source.columns(), fields, &request)?,
            evidence: Vec::new(),
            suggested: Suggested::default(),
            request,
            accepts_suggestions: spec.choices.accept_suggestions,
            only_mapped: spec.choices.only_mapped,
            decided: decided(source, spec, fields),
            blank: spec.recipe.reading.blank.iter().map(String::as_str).collect(),
            named: Vec::new(),
            labelled: Vec::new(),
        };
        columns.read_labels(source, cancel)?;
        if !columns.compiled.free.is_empty() && !columns.only_mapped {
            columns.sample(source, fields, cancel)?;
        }
        Ok(columns)
    }

    /// Compiles what is known of the columns for questions about all but those that options decide. What was decided before,
    /// and what the names of columns say, are only their defaults.
    ///
    /// # Errors
    /// As [`ColumnResolution::look`].
    pub fn look_for_questions(
        source: &mut Source,
        spec: &ImportSpec,
        fields: &Fields,
        cancel: &Cancel,
    ) -> Result<Self, OpsError> {
        let mut columns = Self::look(source, &spec.undecided(), fields, cancel)?;
        if columns.evidence.is_empty() {
            columns.sample(source, fields, cancel)?;
        }
        for (column, target) in columns.compiled.release_named() {
            let is_taken = !target.takes_several_columns() && columns.decided.contains(&PriorChoice::Into(target));
            if columns.decided[column] == PriorChoice::Nothing && !is_taken {
                columns.decided[column] = PriorChoice::Into(target);
                columns.named.push(column);
            }
        }
        Ok(columns)
    }

    /// Returns true if a column goes to the field of its name unless an answer says otherwise.
    pub fn is_named(&self, column: usize) -> bool {
        self.named.contains(&column)
    }

    /// Samples the first rows and makes suggestions for the columns without a field.
    ///
    /// # Errors
    /// The source cannot be read.
    pub fn sample(&mut self, source: &mut Source, fields: &Fields, cancel: &Cancel) -> Result<(), OpsError> {
        let formats = self.compiled.formats(source.columns());
        self.evidence = profile::sample_columns(source, &formats, &self.blank, SAMPLE_ROWS, cancel)?;
        for LabelledColumn { column, labels, .. } in &self.labelled {
            if let Some(stats) = self.evidence.get_mut(*column) {
                stats.labels = labels.clone();
            }
        }
        let (columns, identifiers) = (source.columns(), &self.request.identifiers);
        self.suggested = mapping::suggest(columns, fields, &self.compiled, identifiers, &self.evidence);
        Ok(())
    }

    /// Reads the labels of all rows: the first rows do not show that the others have the same.
    fn read_labels(&mut self, source: &mut Source, cancel: &Cancel) -> Result<(), OpsError> {
        let pairs = self.compiled.preset.map(|preset| preset.labelled(source.columns())).unwrap_or_default();
        let formats = self.compiled.formats(source.columns());
        let labels = profile::column_labels(source, &pairs, (&formats, &self.blank), cancel)?;
        let labelled = |((column, label_column), labels)| LabelledColumn { column, label_column, labels };
        self.labelled = pairs.into_iter().zip(labels).map(labelled).collect();
        Ok(())
    }

    /// Returns the mapped columns whose labels differ, or name another field than the one that they go to; with that field.
    pub fn labels_against_field<'s>(
        &'s self,
        fields: &'s Fields,
    ) -> impl Iterator<Item = (&'s LabelledColumn, &'s Field)> {
        let is_against = |labels: &Labels, field: &Field| match labels.only() {
            Some(label) => fields.by_name(label).is_some_and(|named| named.id != field.id),
            None => labels.differ(),
        };
        self.labelled.iter().filter_map(move |it| {
            let slot = self.compiled.mapping.slots.iter().find(|slot| slot.column_index() == Some(it.column))?;
            let Target::Field(id) = slot.target else { return None };
            fields.get(id).filter(|field| is_against(&it.labels, field)).map(|field| (it, field))
        })
    }

    /// Returns the name for a field that is made for a column: the label of its values, else its header.
    pub fn new_field_name<'s>(&'s self, source: &'s Source, column: usize) -> &'s str {
        let labelled = self.labelled.iter().find(|it| it.column == column);
        labelled.and_then(|it| it.labels.only()).unwrap_or(&source.columns()[column].name)
    }

    /// Returns true if the target recognises contacts in this import.
    pub(super) fn is_identifier(&self, target: Target) -> bool {
        self.request.identifiers.contains(&target)
    }

    /// Returns the columns that have no field, except as a suggestion: their indexes, from 0.
    pub fn unmapped(&self) -> &[usize] {
        &self.compiled.free
    }

    /// Returns the prior choice for a column, else its suggestion.
    pub fn default_target(&self, column: usize) -> Option<Target> {
        match self.decided.get(column) {
            Some(PriorChoice::Into(target)) => Some(*target),
            Some(PriorChoice::Split(_)) => Some(Target::Field(FieldId::FIRST_NAME)),
            Some(PriorChoice::LeftOut) => None,
            _ => self.suggestion(column).map(|suggestion| suggestion.target),
        }
    }

    /// Returns true if a field may be made for a column: it has values, nobody has left it out before, and it is none of
    /// those that claim a field together or hold Contact IDs.
    pub fn may_have_own_field(&self, column: usize) -> bool {
        let is_filled = self.evidence.get(column).is_some_and(|stats| stats.filled > 0);
        let is_contested = self.contests().any(|contest| contest.columns.contains(&column));
        let is_left_out = self.decided.get(column) == Some(&PriorChoice::LeftOut);
        is_filled && !is_contested && !is_left_out && !self.compiled.contact_ids.contains(&column)
    }

    /// Returns the columns for which `--create-fields` creates a field, by index from 0, with the types that their first
    /// rows show: those to which nothing fits, by a name or a suggestion that could be accepted unseen.
    pub fn new_kinds(&self, columns: usize) -> Vec<(usize, FieldKind)> {
        let is_left = |left_out: &LeftOut| match &left_out.why {
            Why::Unclaimed | Why::Appeared(_) | Why::Filled { .. } => true,
            Why::Suggested(suggestion) => suggestion.is_by_values(),
            Why::Labelled { labels, .. } => labels.only().is_some(),
            _ => false,
        };
        self.left_out(columns).iter().filter(|it| is_left(it)).map(|it| (it.column, self.new_kind(it.column))).collect()
    }

    /// Returns the type of a field that would be made for a column, which its first rows show.
    pub fn new_kind(&self, column: usize) -> FieldKind {
        self.evidence.get(column).map_or(FieldKind::Text, profile::likely_kind)
    }

    /// Returns the order of the names of a column that was split before, or that is suggested to be.
    pub fn default_split(&self, column: usize) -> Option<NameOrder> {
        match self.decided.get(column) {
            Some(PriorChoice::Split(order)) => Some(*order),
            Some(PriorChoice::LeftOut | PriorChoice::Into(_)) => None,
            _ => self.suggestion(column).and_then(|suggestion| suggestion.split),
        }
    }

    /// Returns the suggestion for a column.
    pub fn suggestion(&self, column: usize) -> Option<&Suggestion> {
        self.suggested.suggestions.iter().find(|suggestion| suggestion.column == column)
    }

    /// Returns the fields that several columns claim.
    pub fn contests(&self) -> impl Iterator<Item = &AmbiguousTarget> {
        self.compiled.ambiguous.iter().chain(&self.suggested.contested)
    }

    /// Returns the suggestions that may be accepted unseen.
    pub fn acceptable(&self) -> impl Iterator<Item = &Suggestion> {
        // Not those that rest on values alone: a column `Invited by` became everybody's Email. Nor those whose names may be
        // in either order. A person has to judge them.
        self.suggested.suggestions.iter().filter(|suggestion| suggestion.is_acceptable())
    }

    /// Returns the suggestions that the specification accepts.
    pub fn accepted(&self) -> impl Iterator<Item = &Suggestion> {
        self.acceptable().filter(|_| self.accepts_suggestions)
    }

    /// Returns the columns of identifiers that are blank in all sampled rows, each with one that would fit and has values.
    pub fn blank_identifiers(&self) -> impl Iterator<Item = (usize, &Suggestion)> {
        let stats = |column: usize| self.evidence.get(column).filter(|stats| stats.rows > 0);
        let is_filled = move |column: usize| stats(column).is_some_and(|stats| stats.filled > 0);
        let mapping = &self.compiled.mapping;
        self.request.identifiers.iter().filter_map(move |target| {
            let column = mapping.slots[mapping.slot_of(*target)?].column_index()?;
            stats(column).filter(|stats| stats.filled == 0)?;
            let fuller = self.suggested.passed_over.iter().find(|it| it.target == *target && is_filled(it.column))?;
            Some((column, fuller))
        })
    }

    /// Returns true if a column, a value for all rows or an accepted suggestion fills the field of this name.
    pub fn fills(&self, field: &str) -> bool {
        let is_it = |name: &str| Fields::key(name) == Fields::key(field);
        self.compiled.mapping.slots.iter().any(|slot| is_it(&slot.field_name))
            || self.accepted().any(|suggestion| suggestion.fills(field))
    }

    /// Returns true if suggestions could still be accepted, and there are some.
    pub fn has_offers(&self) -> bool {
        !self.accepts_suggestions && !self.only_mapped && self.acceptable().next().is_some()
    }

    /// Returns true if the rows were not sampled because only mapped columns are wanted.
    pub fn is_unsampled(&self) -> bool {
        self.only_mapped
    }

    /// Returns the columns that are not imported.
    pub fn left_out(&self, columns: usize) -> Vec<LeftOut> {
        let is_accepted = |suggestion: &Suggestion| self.accepts_suggestions && suggestion.is_acceptable();
        let mut left_out = mapping::left_out(&self.compiled, &self.suggested, columns, is_accepted, self.only_mapped);
        for it in left_out.iter_mut().filter(|it| it.why == Why::Unclaimed && self.is_blank(it.column)) {
            it.why = Why::Blank;
        }
        for it in left_out.iter_mut().filter(|it| it.why == Why::Unclaimed) {
            if let Some(why) = self.by_labels(it.column) {
                it.why = why;
            }
        }
        left_out
    }

    /// Returns why a column of labels, or of values that have some, is not imported.
    fn by_labels(&self, column: usize) -> Option<Why> {
        if let Some(it) = self.labelled.iter().find(|it| it.label_column == column) {
            return Some(Why::LabelsOf(it.column));
        }
        let it = self.labelled.iter().find(|it| it.column == column)?;
        (it.labels != Labels::default())
            .then(|| Why::Labelled { labels: it.labels.clone(), kind: self.new_kind(column) })
    }

    /// Returns true if a column is known to have no values: all rows were sampled.
    fn is_blank(&self, column: usize) -> bool {
        self.evidence.get(column).is_some_and(|stats| stats.filled == 0 && stats.rows < SAMPLE_ROWS)
    }

    /// Adds answers to the mapping, which may still lack what the purpose needs.
    ///
    /// # Errors
    /// Answers that contradict each other.
    pub fn with_answers(
        &self,
        source: &Source,
        fields: &Fields,
        answers: &ColumnAnswers,
    ) -> Result<Compiled, MappingError> {
        let keep = answers.keep.clone().unwrap_or_else(|| self.request.keep.clone());
        let request = MappingRequest { keep, ..self.request.clone() };
        mapping::add_answers(&self.compiled, source.columns(), fields, &request, &answers.columns)
    }

    /// Adds the accepted suggestions to the mapping, which must be complete then.
    ///
    /// # Errors
    /// [`MappingError::Missing`] and [`MappingError::NothingMapped`].
    pub fn resolve(
        &self,
        source: &Source,
        spec: &ImportSpec,
        fields: &Fields,
    ) -> Result<ResolvedMapping, MappingError> {
        self.resolve_with(source, spec, fields, &answers(self.accepted()))
    }

    /// Adds answers to the mapping, which must be complete then.
    ///
    /// # Errors
    /// As [`ColumnResolution::resolve`], and answers that contradict each other.
    pub fn resolve_with(
        &self,
        source: &Source,
        spec: &ImportSpec,
        fields: &Fields,
        answers: &ColumnAnswers,
    ) -> Result<ResolvedMapping, MappingError> {
        let compiled = self.with_answers(source, fields, answers)?;
        let MappingRequest { purpose, identifiers, .. } = &self.request;
        mapping::check_required(&compiled, source.columns(), fields, *purpose, identifiers)?;
        let keep = answers.keep.as_ref().unwrap_or_else(|| spec.keep());
        let recipe = recipe_of(spec, source, &compiled, keep);
        Ok(ResolvedMapping { compiled, recipe })
    }

    /// Returns decisions for a session that say where these columns go, by index from 0, as far as it is known.
    ///
    /// # Errors
    /// Answers that contradict each other.
    pub fn choices_for(
        &self,
        source: &Source,
        fields: &Fields,
        answers: &ColumnAnswers,
        columns: &[usize],
    ) -> Result<Vec<ColumnChoice>, MappingError> {
        let mut choices = self.with_answers(source, fields, answers)?.to_saved_choices(source.columns()).columns;
        choices.retain(|choice| columns.contains(&(choice.position - 1)));
        Ok(choices)
    }

    /// Returns all acceptable suggestions as answers.
    pub fn as_suggested(&self) -> ColumnAnswers {
        answers(self.acceptable())
    }
}

fn answers<'s>(suggestions: impl Iterator<Item = &'s Suggestion>) -> ColumnAnswers {
    ColumnAnswers { columns: suggestions.map(Suggestion::answer).collect(), keep: None }
}

/// Returns the prior choice for each column of the source.
fn decided(source: &Source, spec: &ImportSpec, fields: &Fields) -> Vec<PriorChoice> {
    let mut decided = vec![PriorChoice::Nothing; source.columns().len()];
    let choices = &spec.recipe.columns;
    for (choice, place) in choices.iter().zip(find_columns(choices, source.columns()).places) {
        if let Some(place) = place {
            let target = choice.field.as_ref().and_then(|name| fields.target(name));
            decided[place] = match (choice.split, target) {
                (Some(order), _) => PriorChoice::Split(order),
                (None, target) => target.map_or(PriorChoice::LeftOut, PriorChoice::Into),
            };
        }
    }
    decided
}
