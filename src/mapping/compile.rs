//! Compilation of the user's options and the headers into a mapping.

use std::collections::{HashMap, HashSet};

use super::column_diff::find_columns;
use super::compiled::{AmbiguousTarget, ColumnDiff, Compiled, column_of};
use super::names::NameResolver;
use super::{ColumnAnswer, MappingError, MappingRequest, SavedChoices, presets};
use crate::model::{
    CellFormat, Column, ColumnChoice, Constant, FieldId, Fields, NameOrder, NamePart, OWN_COLUMN_SUFFIX, Overwrite,
    OverwritePolicy, Slot, SlotSource, Target, Text,
};

/// Headers of the columns that this tool adds to its output files.
const OWN_COLUMNS: [&str; 3] = ["Import Status", "Errors", "Error"];

/// Fields that take the parts of a full name.
const NAME_PARTS: [(Target, NamePart); 2] =
    [(Target::Field(FieldId::FIRST_NAME), NamePart::First), (Target::Field(FieldId::LAST_NAME), NamePart::Last)];

/// State while columns find their targets.
struct Compiler<'a> {
    names: NameResolver<'a>,
    request: &'a MappingRequest,
    taken: HashSet<usize>,
    compiled: Compiled,
}

/// Compiles options and headers into a mapping, as far as they decide it: it may still lack what the purpose needs, to
/// be completed by suggestions and prompts.
///
/// # Errors
/// Contradictory options and unknown names. [`super::check_required`] reports what is missing.
pub fn compile(columns: &[Column], fields: &Fields, request: &MappingRequest) -> Result<Compiled, MappingError> {
    let mut compiler = Compiler::new(columns, fields, request);
    // Strongest first: each step leaves alone what an earlier one has taken.
    compiler.skip_columns()?;
    compiler.apply_overrides()?;
    compiler.set_constants()?;
    compiler.leave_out_own_columns();
    match &request.saved {
        Some(decided) => compiler.apply_saved(decided)?,
        None => compiler.match_headers(),
    }
    compiler.finish()
}

/// Adds decisions about columns that were left free to a compiled mapping. `request` is the one that it was compiled
/// from, of which only the fields that keep their values may be others now.
///
/// # Errors
/// [`MappingError::ColumnTwice`] and [`MappingError::FieldTwice`]: the answers contradict the mapping, or each other.
pub fn add_answers(
    compiled: &Compiled,
    columns: &[Column],
    fields: &Fields,
    request: &MappingRequest,
    answers: &[ColumnAnswer],
) -> Result<Compiled, MappingError> {
    let free: HashSet<usize> = compiled.free.iter().copied().collect();
    let mut extended = Compiler::new(columns, fields, request);
    extended.taken = (0..columns.len()).filter(|column| !free.contains(column)).collect();
    extended.compiled = compiled.clone();
    for answer in answers {
        extended.answer(*answer)?;
    }
    extended.forget_what_was_answered();
    extended.finish()
}

impl<'a> Compiler<'a> {
    fn new(columns: &'a [Column], fields: &'a Fields, request: &'a MappingRequest) -> Self {
        let names = NameResolver::new(columns, fields);
        let compiled = Compiled { identifiers: request.identifiers.clone(), ..Compiled::default() };
        Self { names, request, taken: HashSet::new(), compiled }
    }

    fn finish(mut self) -> Result<Compiled, MappingError> {
        self.put_in_order();
        self.keep_values()?;
        self.note_free_columns();
        // Last, because the format of a cell depends on the kind of field it goes to.
        self.set_formats();
        Ok(self.compiled)
    }

    fn answer(&mut self, ColumnAnswer { column, target, split }: ColumnAnswer) -> Result<(), MappingError> {
        self.take(column)?;
        if let Some(order) = split {
            return self.split(column, order);
        }
        let Some(target) = target else {
            self.compiled.skipped.push(column);
            return Ok(());
        };
        self.put(target, SlotSource::Column(column))
    }

    /// Maps a column of full names to First and Last Name.
    fn split(&mut self, column: usize, order: NameOrder) -> Result<(), MappingError> {
        for (target, part) in NAME_PARTS {
            self.put(target, SlotSource::Column(column))?;
            if let Some(slot) = self.compiled.mapping.slots.last_mut() {
                slot.format = CellFormat::NamePart(part, order);
            }
        }
        Ok(())
    }

    /// Drops what is told of columns and fields for which there is an answer now.
    fn forget_what_was_answered(&mut self) {
        let Compiled { mapping, ambiguous, contact_ids, drift, .. } = &mut self.compiled;
        let is_open = |column: &usize| !self.taken.contains(column);
        ambiguous.retain(|contest| mapping.slot_of(contest.target).is_none() && contest.columns.iter().any(is_open));
        contact_ids.retain(is_open);
        drift.added.retain(is_open);
    }

    fn skip_columns(&mut self) -> Result<(), MappingError> {
        for name in &self.request.skip {
            let index = self.names.headers.column(name)?;
            self.take(index)?;
            self.compiled.skipped.push(index);
        }
        Ok(())
    }

    fn apply_overrides(&mut self) -> Result<(), MappingError> {
        for choice in &self.request.map {
            let answer = choice.resolve(&self.names)?;
            self.answer(answer)?;
        }
        Ok(())
    }

    fn set_constants(&mut self) -> Result<(), MappingError> {
        for pair in &self.request.set {
            let (target, value) = self.names.constant(pair)?;
            self.set(target, value)?;
        }
        Ok(())
    }

    fn set(&mut self, target: Target, value: &str) -> Result<(), MappingError> {
        if target == Target::ContactId {
            return Err(MappingError::ConstantContactId);
        }
        if self.request.identifiers.contains(&target) {
            return Err(MappingError::ConstantIdentifier { field: self.names.target_name(target) });
        }
        self.put(target, SlotSource::Constant(Text::from(value)))
    }

    /// Applies the earlier decision wherever no option says otherwise. Columns without a decision are left out: a
    /// nightly import must not begin to write a field because a column appeared.
    fn apply_saved(&mut self, decided: &SavedChoices) -> Result<(), MappingError> {
        let found = find_columns(&decided.columns, self.names.columns);
        for (choice, place) in decided.columns.iter().zip(&found.places) {
            if let Some(column) = place {
                self.apply_choice(choice, &[*column])?;
            }
        }
        // Their headers were unique at the decision and no longer are.
        for doubled in &found.doubled {
            self.apply_choice(&decided.columns[doubled.choice], &doubled.columns)?;
        }
        for Constant { field, value } in &decided.constants {
            let target = self.names.target(field)?;
            if self.is_free(target) {
                self.set(target, value)?;
            }
        }
        let appeared = found.added.into_iter().filter(|index| !self.taken.contains(index)).collect();
        let vanished = found.removed.into_iter().map(|index| decided.columns[index].clone()).collect();
        self.compiled.drift = ColumnDiff { added: appeared, removed: vanished };
        Ok(())
    }

    /// Applies the decision about a column, unless an option says otherwise about it or its field. Several columns that it
    /// may be about are ambiguous, unless the field takes them all, or all left out.
    fn apply_choice(&mut self, choice: &ColumnChoice, columns: &[usize]) -> Result<(), MappingError> {
        let target = match (&choice.field, choice.split) {
            (_, Some(_)) => Target::Field(FieldId::FIRST_NAME),
            (Some(field), None) => self.names.target(field)?,
            (None, None) => {
                for column in columns {
                    self.set_aside(*column);
                }
                return Ok(());
            }
        };
        let open: Vec<usize> = columns.iter().copied().filter(|index| !self.taken.contains(index)).collect();
        match open.as_slice() {
            _ if !self.has_room(target, choice.split) => Ok(()),
            [] => Ok(()),
            [column] => self.answer(ColumnAnswer { column: *column, target: Some(target), split: choice.split }),
            _ if target.takes_several_columns() => open.iter().try_for_each(|column| {
                self.answer(ColumnAnswer { column: *column, target: Some(target), split: None })
            }),
            _ => {
                self.mark_ambiguous(target, choice.split, open);
                Ok(())
            }
        }
    }

    /// Returns true if the target takes another column, or both names do if the column is split.
    fn has_room(&self, target: Target, split: Option<NameOrder>) -> bool {
        let mapping = &self.compiled.mapping;
        match split {
            Some(_) => NAME_PARTS.iter().all(|(target, _)| mapping.has_room_for_column(*target)),
            None => mapping.has_room_for_column(target),
        }
    }

    /// Leaves a column out, as was decided.
    fn set_aside(&mut self, index: usize) {
        if self.taken.insert(index) {
            self.compiled.set_aside.push(index);
        }
    }

    /// Sorts the slots by column, constants last, so that the order of options has no effect on the result.
    fn put_in_order(&mut self) {
        self.compiled.mapping.slots.sort_by_key(|slot| column_of(slot).unwrap_or(usize::MAX));
    }

    fn is_free(&self, target: Target) -> bool {
        self.compiled.mapping.slot_of(target).is_none()
    }

    /// Leaves out the columns that an earlier results or errors file contains, unless the user maps them.
    fn leave_out_own_columns(&mut self) {
        for (index, column) in self.names.columns.iter().enumerate() {
            if OWN_COLUMNS.contains(&column.name.as_str()) && self.taken.insert(index) {
                self.compiled.mapping.own_columns.push(index);
            }
        }
    }

    /// Maps the column whose header is a field's name; for Tags all such columns. Where several claim a field that
    /// takes one, none is mapped.
    fn match_headers(&mut self) {
        for (target, columns) in self.claims() {
            if !self.is_used(target) {
                self.compiled.contact_ids.extend(columns);
            } else if !self.compiled.mapping.has_room_for_column(target) {
                // An option gave the field another column, or a constant.
            } else if columns.len() == 1 || target.takes_several_columns() {
                for index in columns {
                    self.push(target, SlotSource::Column(index));
                    self.compiled.by_name.push(index);
                }
            } else {
                self.mark_ambiguous(target, None, columns);
            }
        }
    }

    /// Groups the columns that have the name of a field by that field, in the order of the source.
    fn claims(&self) -> Vec<(Target, Vec<usize>)> {
        let mut claims: Vec<(Target, Vec<usize>)> = Vec::new();
        let mut places: HashMap<Target, usize> = HashMap::new();
        let own = self.own_columns();
        for (index, column) in self.names.columns.iter().enumerate().filter(|(index, _)| !self.taken.contains(index)) {
            let target = match own.iter().find(|(named, _)| *named == Fields::key(&column.name)) {
                Some(_) => None, // The program's own column of that name.
                None => self.names.target_of_header(&column.name),
            };
            let of_field =
                || own.iter().find(|(_, at)| *at == index).and_then(|(key, _)| self.names.target_of_header(key));
            let Some(target) = target.or_else(of_field) else { continue };
            let place = *places.entry(target).or_insert(claims.len());
            match claims.get_mut(place) {
                Some((_, columns)) => columns.push(index),
                None => claims.push((target, vec![index])),
            }
        }
        claims
    }

    /// Returns the columns `Mobile Phone (field)` of an export for a program whose own column `Mobile Phone` holds something
    /// else, with the name in comparable form.
    fn own_columns(&self) -> Vec<(String, usize)> {
        let columns = self.names.columns;
        if self.request.preset.of(columns).is_none() {
            return Vec::new();
        }
        let keys: HashSet<String> = columns.iter().map(|column| Fields::key(&column.name)).collect();
        let own = |(index, column): (usize, &Column)| {
            let key = Fields::key(column.name.strip_suffix(OWN_COLUMN_SUFFIX)?);
            let is_field_itself = self.names.target_of_header(&column.name).is_some();
            (keys.contains(&key) && !is_field_itself).then_some((key, index))
        };
        columns.iter().enumerate().filter_map(own).collect()
    }

    /// Returns true for a target that is used. The Contact ID is mapped only if it is the identifier; otherwise it has
    /// no use.
    fn is_used(&self, target: Target) -> bool {
        target != Target::ContactId || self.request.identifiers.contains(&Target::ContactId)
    }

    fn mark_ambiguous(&mut self, target: Target, split: Option<NameOrder>, columns: Vec<usize>) {
        let field = self.names.target_name(target);
        self.compiled.ambiguous.push(AmbiguousTarget { target, field, split, columns });
    }

    fn keep_values(&mut self) -> Result<(), MappingError> {
        for slot in &mut self.compiled.mapping.slots {
            slot.overwrite = Overwrite::Replace;
        }
        self.check_keep_edits()?;
        self.compiled.keep_edits_without_column = self.set_overwrite(&self.request.keep_edits, Overwrite::KeepEdits)?;
        self.compiled.keep_without_column = self.set_overwrite(&self.request.keep, Overwrite::FillOnly)?;
        Ok(())
    }

    /// Checks that Tags are not named: nothing tells which tags a person gave last.
    fn check_keep_edits(&self) -> Result<(), MappingError> {
        let tags = self.names.fields.get(FieldId::TAGS).map(|field| Fields::key(&field.name));
        let names_tags = self.request.keep_edits.names().iter().any(|name| Some(Fields::key(name)) == tags);
        if names_tags { Err(MappingError::KeepEditsOfTags) } else { Ok(()) }
    }

    /// Sets what happens to values that contacts have in the fields of a policy. Returns those fields named by it to which
    /// no column is mapped.
    fn set_overwrite(&mut self, policy: &OverwritePolicy, overwrite: Overwrite) -> Result<Vec<String>, MappingError> {
        let slots = &mut self.compiled.mapping.slots;
        if *policy == OverwritePolicy::All {
            for slot in slots.iter_mut() {
                slot.overwrite = overwrite;
            }
        }
        let mut without_column = Vec::new();
        for name in policy.names() {
            let field = self.names.fields.by_name(name).ok_or_else(|| self.names.unknown_field(name, None))?;
            let mut its_slots = slots.iter_mut().filter(|slot| slot.target == Target::Field(field.id)).peekable();
            if its_slots.peek().is_none() {
                without_column.push(field.name.clone());
            }
            its_slots.for_each(|slot| slot.overwrite = overwrite);
        }
        Ok(without_column)
    }

    fn note_free_columns(&mut self) {
        let mapped: HashSet<usize> = self.compiled.mapping.slots.iter().filter_map(column_of).collect();
        let is_free = |index: &usize| !self.taken.contains(index) && !mapped.contains(index);
        self.compiled.free = (0..self.names.columns.len()).filter(is_free).collect();
    }

    /// Sets the cell formats of the program that wrote the source.
    fn set_formats(&mut self) {
        self.compiled.preset = self.request.preset.of(self.names.columns);
        let Some(preset) = self.compiled.preset else { return };
        for slot in &mut self.compiled.mapping.slots {
            if let SlotSource::Column(index) = slot.source
                && slot.split().is_none()
            {
                slot.format = presets::format_for(preset.format_of(&self.names.columns[index]), slot.kind.as_ref());
            }
        }
    }

    fn take(&mut self, index: usize) -> Result<(), MappingError> {
        if self.taken.insert(index) {
            Ok(())
        } else {
            Err(MappingError::ColumnTwice { column: self.names.columns[index].label() })
        }
    }

    fn put(&mut self, target: Target, source: SlotSource) -> Result<(), MappingError> {
        let has_room = match source {
            SlotSource::Column(_) => self.compiled.mapping.has_room_for_column(target),
            SlotSource::Constant(_) => self.is_free(target),
        };
        if !has_room {
            let takes_several = target.takes_several_columns();
            return Err(MappingError::FieldTwice { field: self.names.target_name(target), takes_several });
        }
        match source {
            _ if self.is_used(target) => self.push(target, source),
            SlotSource::Column(index) => self.compiled.contact_ids.push(index),
            SlotSource::Constant(_) => {}
        }
        Ok(())
    }

    fn push(&mut self, target: Target, source: SlotSource) {
        let kind = match target {
            Target::ContactId => None,
            Target::Field(id) => self.names.fields.get(id).map(|field| field.kind.clone()),
        };
        let column = match &source {
            SlotSource::Column(index) => Some(self.names.columns[*index].label()),
            SlotSource::Constant(_) => None,
        };
        let field_name = self.names.target_name(target);
        let (format, overwrite) = (CellFormat::Plain, Overwrite::Replace);
        self.compiled.mapping.slots.push(Slot { target, field_name, column, kind, format, source, overwrite });
    }
}
