//! Decides the action of a row from its cells, its matches and the purpose (spec section 3).

use super::duplicate_keys::DuplicateKeyGroup;
use super::field_merge::{TagCellCache, ascending, difference, field_change, union};
use super::garbled_values::{garbled_at, garbles, likely_text, refuse};
use crate::model::{
    Action, Addition, CellInput, Contact, ContactId, EditedFields, FieldChange, FieldId, Garbled, Issue, IssueCode,
    MAX_QUOTED_CHARS, Mapping, Matched, Matches, NearMiss, Overwrite, PlannedRow, Purpose, RowIssues, RowKeys, Slot,
    TagInterner, TagRef, TagRefs, Target, Text, Update, excerpt, is_garbled_form, split_tag_cell,
};

/// A row with parsed cells, before it is matched.
#[derive(Debug, Clone, Default)]
pub struct Candidate {
    /// Physical line on which the row begins, from 1.
    pub line: u64,
    /// Identifiers; none if the purpose needs none or no cell holds one.
    pub keys: RowKeys,
    /// Input for each slot of the mapping, in mapping order.
    pub incoming: Vec<CellInput>,
    /// Issues of its form and cells.
    pub issues: RowIssues,
    /// Wrongly decoded values by slot index, each reported by an issue. Nearly always empty.
    pub garbled: Vec<(usize, Garbled)>,
    /// True if one of its values is suppressed: its person is left alone.
    pub is_suppressed: bool,
    /// True if no value can be garbled: the row is ASCII without `&` and `?`, as nearly all rows are.
    pub needs_no_reparse: bool,
}

/// What was found for a row: in the source, in the workspace.
#[derive(Debug, Clone, Copy)]
pub struct MatchResult<'a> {
    /// Rows of the source with the same identifier, each group with the index of that identifier.
    pub duplicates: &'a [(usize, &'a DuplicateKeyGroup)],
    /// An earlier row that matches the same contact by another identifier, by its line.
    pub earlier_line: Option<u64>,
    /// Contacts with its identifiers; the contact itself where the purpose updates it.
    pub matched: &'a Matched,
    /// Texts of the identifiers' cells in the source, for messages.
    pub identifier_cells: &'a [Option<&'a str>],
    /// A contact that may be the same person although it does not match.
    pub near: Option<NearMiss>,
}

/// Decides the actions of an import's rows: purpose × matches → action (spec section 3).
#[derive(Debug)]
pub struct Decider<'a> {
    purpose: Purpose,
    /// Strongest first.
    identifiers: &'a [Target],
    mapping: &'a Mapping,
    tags: ImportTags,
    cells: TagCellCache,
    /// Indexes of the Tags slots; several columns may be mapped to Tags.
    tag_slots: Vec<usize>,
    /// Fields that a person set last; empty unless edits are kept.
    edited: EditedFields,
}

/// Tags that an import adds and protects, whatever its Tags column holds (spec section 4).
#[derive(Debug, Clone, Default)]
pub struct ImportTags {
    /// Tags added to every contact (`--tag`), without the import tag; ascending.
    pub common_tags: TagRefs,
    /// Import tag of this import.
    pub own: Option<TagRef>,
    /// Tags of earlier imports, which a Tags column never removes; ascending.
    pub earlier: TagRefs,
}

impl<'a> Decider<'a> {
    /// Creates the decider of one import.
    pub fn new(
        purpose: Purpose,
        identifiers: &'a [Target],
        mapping: &'a Mapping,
        tags: ImportTags,
        cells: TagCellCache,
    ) -> Self {
        let tag_slots = (0..mapping.slots.len()).filter(|at| is_tags(&mapping.slots[*at])).collect();
        Self { purpose, identifiers, mapping, tags, cells, tag_slots, edited: EditedFields::default() }
    }

    /// Returns the decider with the fields that a person set last.
    #[must_use]
    pub fn keeping(self, edited: EditedFields) -> Self {
        Self { edited, ..self }
    }

    /// Decides the action of a row, with all its errors.
    pub fn decide(&mut self, candidate: Candidate, found: MatchResult<'_>, interner: &mut TagInterner) -> PlannedRow {
        let Candidate { line, incoming, mut issues, garbled, is_suppressed, needs_no_reparse: is_plain, .. } =
            candidate;
        if is_torn(&issues) {
            issues.retain(|issue| issue.code != IssueCode::IdentifierBlank); // The rest may have it.
        }
        if !is_plain {
            self.refuse_garbled(line, &incoming, &garbled, found, &mut issues);
            self.refuse_garbled_tags(line, &incoming, &garbled, found, interner, &mut issues);
        }
        // All errors of a row are reported, not the first alone (spec section 3).
        self.duplicate_key_issues(line, found).for_each(|issue| issues.keep(issue));
        self.ambiguous_match_issue(line, found).into_iter().for_each(|issue| issues.keep(issue));
        self.second_row_issue(line, found).into_iter().for_each(|issue| issues.keep(issue));
        self.first_name_issue(line, &incoming, found, &issues).into_iter().for_each(|issue| issues.keep(issue));
        let action = if issues.has_error() {
            Action::Reject
        } else if is_suppressed || found.matched.is_suppressed {
            issues = RowIssues::default();
            Action::Suppress
        } else {
            let edits_kept = self.kept_edits(line, &incoming, found);
            let action = self.action(incoming, found, interner);
            if matches!(action, Action::Skip) {
                issues.drop_value_warnings();
            }
            for issue in edits_kept.into_iter().chain(self.merged_issue(line, found)) {
                issues.keep(issue);
            }
            action
        };
        let is_match = !matches!(action, Action::Add(_) | Action::Reject) && found.matched.hits != Matches::None;
        let matched_by = is_match.then_some(found.matched.by);
        PlannedRow { line, action, matched_by, issues: issues.into_told(line) }
    }

    /// Returns true if the row could be imported on its own, whatever other rows and contacts share its identifier, and
    /// although its last cells may be missing.
    pub fn is_valid(&self, candidate: &Candidate, matched: &Matched) -> bool {
        let Candidate { line, incoming, issues, .. } = candidate;
        let found = MatchResult { matched, duplicates: &[], earlier_line: None, identifier_cells: &[], near: None };
        !issues.has_other_error(IssueCode::TooFewCells)
            && self.first_name_issue(*line, incoming, found, issues).is_none()
    }

    fn action(&mut self, incoming: Vec<CellInput>, found: MatchResult<'_>, interner: &mut TagInterner) -> Action {
        match (found.matched.hits.ids(), found.matched.contact.as_ref()) {
            ([], _) if found.matched.merged_into.is_some() => Action::Skip,
            ([], _) if self.purpose.adds() => Action::Add(self.addition(incoming, found.near, interner)),
            ([_], Some(contact)) if self.purpose.updates() => Action::Update(self.update(contact, &incoming, interner)),
            // `contact` is `None` if the purpose does not update: the lookup did not load it.
            _ => Action::Skip,
        }
    }

    fn update(&mut self, contact: &Contact, incoming: &[CellInput], interner: &mut TagInterner) -> Update {
        let mut fields: Vec<_> = self
            .mapping
            .slots
            .iter()
            .zip(incoming)
            .filter_map(|(slot, incoming)| {
                let change = field_change(contact, text_field(slot)?, incoming, slot.overwrite)?;
                (!self.keeps(contact, slot, change.field)).then_some(change)
            })
            .collect();
        fields.sort_unstable_by_key(|change| change.field);

        let wanted = self.all_wanted_tags(contact, incoming, interner);
        let tags_added = difference(&wanted, &contact.tags);
        let tags_removed = self.tags_removed(contact, &wanted);
        let import_tag = self.tags.own.as_slice();
        // The import tag alone is no change: every updated contact gets it.
        let unchanged = fields.is_empty() && tags_removed.is_empty() && difference(&tags_added, import_tag).is_empty();
        let tags_added = union(&tags_added, &difference(import_tag, &contact.tags));
        Update { contact: contact.id, fields, tags_added, tags_removed, unchanged }
    }

    /// Returns the tags that the row and the import's options leave the contact with, except those of imports.
    fn all_wanted_tags(&mut self, contact: &Contact, incoming: &[CellInput], interner: &mut TagInterner) -> TagRefs {
        union(&self.wanted_tags(contact, incoming, interner), &self.tags.common_tags)
    }

    /// Returns the tags that an update takes off the contact, given those that it leaves.
    fn tags_removed(&self, contact: &Contact, wanted: &TagRefs) -> TagRefs {
        let unwanted = difference(&difference(&contact.tags, wanted), self.tags.own.as_slice());
        difference(&unwanted, &self.tags.earlier)
    }

    /// Returns true if a person set the slot's field last, and the import keeps edits of it.
    fn keeps(&self, contact: &Contact, slot: &Slot, field: FieldId) -> bool {
        slot.overwrite == Overwrite::KeepEdits && self.edited.holds(contact.id, field)
    }

    /// Returns a warning for each value of the row that a person's edit outlasts.
    fn kept_edits(&self, line: u64, incoming: &[CellInput], found: MatchResult<'_>) -> Vec<Issue> {
        let Some(contact) = found.matched.contact.as_ref().filter(|_| self.purpose.updates()) else {
            return Vec::new();
        };
        let kept = self.mapping.slots.iter().zip(incoming).filter_map(|(slot, incoming)| {
            let field = text_field(slot).filter(|field| self.keeps(contact, slot, *field))?;
            let change = field_change(contact, field, incoming, slot.overwrite)?;
            Some(kept_edit(line, slot, &change))
        });
        kept.collect()
    }

    /// Returns the tags that the row's own cells leave the contact with: the union of its Tags columns (section 4).
    fn wanted_tags(&mut self, contact: &Contact, incoming: &[CellInput], interner: &mut TagInterner) -> TagRefs {
        let Self { tag_slots, cells, mapping, .. } = self;
        let Some(overwrite) = tag_slots.first().map(|at| mapping.slots[*at].overwrite) else {
            return contact.tags.clone();
        };
        let (mut brought, mut clears): (Option<TagRefs>, bool) = (None, false);
        for at in tag_slots {
            match &incoming[*at] {
                CellInput::Value(cell) => {
                    let tags = cells.read(cell, interner);
                    match &mut brought {
                        Some(brought) => brought.extend_from_slice(tags),
                        // An empty list (`[]`) is as blank as an empty cell.
                        None if tags.is_empty() => {}
                        None => brought = Some(TagRefs::from_slice(tags)),
                    }
                }
                CellInput::Clear => clears = true,
                CellInput::Blank => {}
            }
        }
        match (brought.map(ascending), overwrite) {
            (Some(brought), Overwrite::Replace | Overwrite::KeepEdits) => brought,
            (Some(brought), Overwrite::FillOnly) => union(&contact.tags, &brought),
            (None, Overwrite::Replace | Overwrite::KeepEdits) if clears => TagRefs::new(),
            (None, _) => contact.tags.clone(),
        }
    }

    fn addition(&mut self, incoming: Vec<CellInput>, near: Option<NearMiss>, interner: &mut TagInterner) -> Addition {
        let mut values = Vec::with_capacity(incoming.len());
        let mut tags = union(&self.tags.common_tags, self.tags.own.as_slice());
        for (slot, incoming) in self.mapping.slots.iter().zip(incoming) {
            match (incoming, text_field(slot)) {
                (CellInput::Value(value), Some(field)) => values.push((field, value)),
                (CellInput::Value(cell), None) if is_tags(slot) => {
                    tags.extend_from_slice(self.cells.read(&cell, interner));
                }
                _ => {}
            }
        }
        Addition { values, tags: ascending(tags), near }
    }

    /// Replaces the garbled-text warning by an error where the value would replace the one it garbles.
    fn refuse_garbled(
        &self,
        line: u64,
        incoming: &[CellInput],
        garbled: &[(usize, Garbled)],
        found: MatchResult<'_>,
        issues: &mut RowIssues,
    ) {
        // Only an update can replace a good value.
        let Some(contact) = found.matched.contact.as_ref() else { return };
        for (at, (slot, incoming)) in self.mapping.slots.iter().zip(incoming).enumerate() {
            let (Some(field), CellInput::Value(value)) = (text_field(slot), incoming) else { continue };
            let garbled = garbled_at(garbled, at);
            let may_replace = slot.overwrite != Overwrite::FillOnly && !self.keeps(contact, slot, field);
            if may_replace && garbles(contact, field, value, garbled) {
                refuse(line, slot, value, garbled, issues);
            }
        }
    }

    /// Does the same for tags: a garbled one would come in the place of the tag that it garbles.
    fn refuse_garbled_tags(
        &mut self,
        line: u64,
        incoming: &[CellInput],
        garbled: &[(usize, Garbled)],
        found: MatchResult<'_>,
        interner: &mut TagInterner,
        issues: &mut RowIssues,
    ) {
        let Some(contact) = found.matched.contact.as_ref().filter(|_| !self.tag_slots.is_empty()) else { return };
        let wanted = self.all_wanted_tags(contact, incoming, interner);
        let removed = self.tags_removed(contact, &wanted);
        for at in self.tag_slots.iter().filter(|_| !removed.is_empty()) {
            let (slot, CellInput::Value(cell)) = (&self.mapping.slots[*at], &incoming[*at]) else { continue };
            let garbled = garbled_at(garbled, *at);
            let Some(likely) = likely_text(cell, garbled) else { continue };
            let likely = split_tag_cell(likely, self.cells.separator());
            let is_original = |tag: &TagRef| likely.iter().any(|likely| is_garbled_form(likely, interner.name(*tag)));
            if removed.iter().any(is_original) {
                refuse(line, slot, cell, garbled, issues);
            }
        }
    }

    /// Returns the duplicate errors, one for each identifier that other rows share: all these rows are in error, whatever else
    /// is wrong with them.
    fn duplicate_key_issues(&self, line: u64, found: MatchResult<'_>) -> impl Iterator<Item = Issue> {
        found.duplicates.iter().filter_map(move |(by, group)| {
            let others = group.other_lines_text(line);
            let (has, names) = if others.starts_with("line ") { ("has", "names") } else { ("have", "name") };
            let same = match self.identifiers.get(*by)? {
                Target::ContactId => format!("{names} the same contact"), // Maybe by an ID that a merge absorbed.
                target @ Target::Field(_) => format!("{has} the same {}", self.field_name(*target)),
            };
            let message = format!("{others} {same}; keep one of them");
            Some(self.identifier_issue(line, IssueCode::DuplicateInFile, (*by, found), message))
        })
    }

    /// Returns the error of a row that matches a contact which an earlier row matches by another identifier: its changes
    /// would depend on those of that row.
    fn second_row_issue(&self, line: u64, found: MatchResult<'_>) -> Option<Issue> {
        let (other, by) = (found.earlier_line?, found.matched.by);
        let field = self.field_name(*self.identifiers.get(by)?);
        let message = format!("line {other} matches the same contact, and this row does by {field}; keep one of them");
        Some(self.identifier_issue(line, IssueCode::DuplicateInFile, (by, found), message))
    }

    /// Returns the warning on a row whose contact was merged into another one: it would be added anew.
    fn merged_issue(&self, line: u64, found: MatchResult<'_>) -> Option<Issue> {
        let (by, contact) = found.matched.merged_into.filter(|_| self.purpose.adds())?;
        let field = self.field_name(*self.identifiers.get(by)?);
        let message = format!(
            "the contact with this {field} was merged into contact {contact}: the row is left alone; merge the two in the list as \
             well"
        );
        Some(self.identifier_issue(line, IssueCode::IdentifierMerged, (by, found), message))
    }

    fn ambiguous_match_issue(&self, line: u64, found: MatchResult<'_>) -> Option<Issue> {
        let (by, ids) = (found.matched.by, found.matched.hits.ids());
        if ids.len() < 2 {
            return None;
        }
        if let Some(disagreement) = &found.matched.disagreement {
            let [(one, first), (other, second)] = **disagreement;
            let name = |by: usize| self.identifiers.get(by).map_or("", |target| self.field_name(*target));
            let message = format!(
                "{} is that of contact {first}, {} that of contact {second}: correct the row, or merge them if they are one \
                 person",
                name(one),
                name(other)
            );
            return Some(self.identifier_issue(line, IssueCode::IdentifiersDisagree, (other, found), message));
        }
        let (field, count) = (self.field_name(*self.identifiers.get(by)?), ids.len());
        // One bad number may match any number of contacts; a message names ten.
        let shown: Vec<String> = ids.iter().take(10).map(ContactId::to_string).collect();
        let more = if count > shown.len() { format!(" and {} more", count - shown.len()) } else { String::new() };
        let message =
            format!("{count} contacts have this {field} ({}{more}); merge or correct them first", shown.join(", "));
        Some(self.identifier_issue(line, IssueCode::SeveralContacts, (by, found), message))
    }

    /// Returns the error of a row that would add a contact without a First Name. A row that matches contacts adds none.
    fn first_name_issue(
        &self,
        line: u64,
        incoming: &[CellInput],
        found: MatchResult<'_>,
        issues: &RowIssues,
    ) -> Option<Issue> {
        let adds = self.purpose.adds() && found.matched.hits.ids().is_empty() && found.matched.merged_into.is_none();
        if !adds {
            return None;
        }
        let at = self.mapping.slot_of(Target::Field(FieldId::FIRST_NAME))?;
        let slot = &self.mapping.slots[at];
        // A First Name that is in error itself is reported already.
        let is_its = |issue: &Issue| issue.is_error() && issue.field.as_ref() == Some(&slot.field_name);
        if is_torn(issues) || issues.iter().any(is_its) || matches!(incoming[at], CellInput::Value(_)) {
            return None;
        }
        Some(Issue {
            line,
            column: slot.shown_column(),
            field: Some(slot.field_name.clone()),
            code: IssueCode::FirstNameMissing,
            value: None,
            message: "a new contact needs a First Name".into(),
        })
    }

    fn identifier_issue(
        &self,
        line: u64,
        code: IssueCode,
        (by, found): (usize, MatchResult<'_>),
        message: String,
    ) -> Issue {
        let slot = self.identifiers.get(by).and_then(|target| self.mapping.slot_of(*target));
        let slot = slot.map(|at| &self.mapping.slots[at]);
        Issue {
            line,
            column: slot.and_then(Slot::shown_column),
            field: slot.map(|slot| slot.field_name.clone()),
            code,
            value: found.identifier_cells.get(by).copied().flatten().map(str::to_owned),
            message,
        }
    }

    fn field_name(&self, target: Target) -> &str {
        self.mapping.slot_of(target).map_or("", |at| self.mapping.slots[at].field_name.as_str())
    }
}

/// Returns true if part of the row is missing; errors that only follow from that are not reported as well.
fn is_torn(issues: &RowIssues) -> bool {
    issues.has(IssueCode::TooFewCells)
}

fn kept_edit(line: u64, slot: &Slot, change: &FieldChange) -> Issue {
    let shown = |value: Option<&str>| excerpt(value.unwrap_or("(empty)"), MAX_QUOTED_CHARS).into_owned();
    let (kept, other) = (shown(change.before.as_deref()), shown(change.after.as_deref()));
    Issue {
        line,
        column: slot.shown_column(),
        field: Some(slot.field_name.clone()),
        code: IssueCode::EditKept,
        value: change.after.as_ref().map(Text::to_string),
        message: format!("a person set {kept}, which is kept; the list says {other}"),
    }
}

/// Returns the field of a slot that holds a single text: neither Tags nor the Contact ID.
fn text_field(slot: &Slot) -> Option<FieldId> {
    match slot.target {
        Target::Field(field) if field != FieldId::TAGS => Some(field),
        _ => None,
    }
}

fn is_tags(slot: &Slot) -> bool {
    slot.target == Target::Field(FieldId::TAGS)
}
