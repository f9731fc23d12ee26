use std::collections::{HashMap, HashSet};

use super::drift::find_columns;
use super::names::Names;
use super::{Decided, MappingError, MappingRequest, Preset, presets};
use crate::model::{
    CellFormat, Column, ColumnChoice, Constant, Fields, KeepValues, Mapping, Overwrite, Slot, SlotSource, Target, Text,
};

/// Columns that this tool writes beside the source's own.
const OWN_COLUMNS: [&str; 3] = ["Import Status", "Errors", "Error"];

/// A mapping, and what the user should know about it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Compiled {
    /// The mapping.
    pub mapping: Mapping,
    /// The export that the headers were recognised as, or that the user named: its ways of writing cells are understood.
    pub preset: Option<&'static Preset>,
    /// Indexes (from 0) of the columns that are neither mapped nor left out: those that suggestions are for.
    pub free: Vec<usize>,
    /// Labels of columns that match no field and of which the user said nothing.
    pub unmatched: Vec<String>,
    /// Fields that several columns claim, with the columns' places; none of these is mapped.
    pub contested: Vec<(String, Vec<String>)>,
    /// Whether a Contact ID column is left out, because it is not the identifier and is never written.
    pub contact_id_left_out: bool,
    /// Fields that were to keep their values but are not mapped.
    pub keep_without_column: Vec<String>,
    /// How the source differs from the one for which the columns were decided.
    pub drift: Drift,
}

/// How a source differs from the one for which its columns were decided (spec section 5).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Drift {
    /// Labels of columns of which nothing was decided; they are left out.
    pub appeared: Vec<String>,
    /// Columns that the source does not have any more.
    pub vanished: Vec<ColumnChoice>,
}

impl Compiled {
    /// What was decided, for a session or a saved mapping: each column of the source with its field, and the constants.
    pub fn decided(&self, columns: &[Column]) -> Decided {
        let slots = &self.mapping.slots;
        let field_of = |index| slots.iter().find(|slot| column_of(slot) == Some(index)).map(|slot| &slot.field_name);
        let is_own = |column: &&Column| self.mapping.own_columns.contains(&(column.position - 1));
        let choices = columns.iter().filter(|column| !is_own(column)).map(|column| ColumnChoice {
            header: column.name.clone(),
            position: column.position,
            field: field_of(column.position - 1).cloned(),
        });
        let constants = slots.iter().filter_map(|slot| match &slot.source {
            SlotSource::Constant(value) => Some(Constant { field: slot.field_name.clone(), value: value.to_string() }),
            SlotSource::Column(_) => None,
        });
        Decided { columns: choices.collect(), constants: constants.collect() }
    }
}

impl Compiled {
    /// How the program that wrote the source wrote the cells of each column.
    pub fn formats(&self, columns: &[Column]) -> Vec<CellFormat> {
        let format = |column| self.preset.map_or(CellFormat::Plain, |preset| preset.format_of(column));
        columns.iter().map(format).collect()
    }
}

/// What is known while columns find their targets.
struct Compiler<'a> {
    names: Names<'a>,
    request: &'a MappingRequest,
    taken: HashSet<usize>,
    compiled: Compiled,
}

/// Compiles what the user says and what the headers say into a mapping, as far as it goes: it may still miss what the
/// purpose needs, to be completed by suggestions and questions.
///
/// # Errors
/// Names what contradicts itself and what does not exist. Whether anything is missing, [`super::check_complete`] says.
pub fn compile(columns: &[Column], fields: &Fields, request: &MappingRequest) -> Result<Compiled, MappingError> {
    let names = Names { columns, fields };
    let mut compiler = Compiler { names, request, taken: HashSet::new(), compiled: Compiled::default() };
    compiler.skip_columns()?;
    compiler.map_as_told()?;
    compiler.set_constants()?;
    compiler.leave_out_own_columns();
    match &request.decided {
        Some(decided) => compiler.map_as_decided(decided)?,
        None => compiler.map_by_name(),
    }
    compiler.put_in_order();
    compiler.keep_values()?;
    compiler.note_free_columns();
    compiler.set_formats();
    Ok(compiler.compiled)
}

impl Compiler<'_> {
    fn skip_columns(&mut self) -> Result<(), MappingError> {
        for name in &self.request.skip {
            let index = self.names.column(name)?;
            self.take(index)?;
        }
        Ok(())
    }

    fn map_as_told(&mut self) -> Result<(), MappingError> {
        for pair in &self.request.map {
            let (index, target) = self.names.pair(pair)?;
            self.take(index)?;
            self.put(target, SlotSource::Column(index))?;
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
        if self.request.identifier.is_some_and(|identifier| identifier.target() == target) {
            return Err(MappingError::ConstantIdentifier { field: self.names.target_name(target) });
        }
        self.put(target, SlotSource::Constant(Text::from(value)))
    }

    /// What was decided before, wherever nothing else was typed. Columns of which nothing was decided are left out: a
    /// nightly import must not begin to write a field because a column appeared.
    fn map_as_decided(&mut self, decided: &Decided) -> Result<(), MappingError> {
        let found = find_columns(&decided.columns, self.names.columns);
        for (choice, place) in decided.columns.iter().zip(&found.places) {
            let Some(index) = *place else { continue };
            let Some(field) = &choice.field else {
                self.taken.insert(index);
                continue;
            };
            let target = self.names.target(field)?;
            if self.is_free(target) && self.taken.insert(index) {
                self.put(target, SlotSource::Column(index))?;
            }
        }
        for Constant { field, value } in &decided.constants {
            let target = self.names.target(field)?;
            if self.is_free(target) {
                self.set(target, value)?;
            }
        }
        let appeared = found.appeared.into_iter().filter(|index| !self.taken.contains(index));
        self.compiled.drift = Drift {
            appeared: appeared.map(|index| self.names.columns[index].label()).collect(),
            vanished: found.vanished.into_iter().map(|index| decided.columns[index].clone()).collect(),
        };
        Ok(())
    }

    /// In the order of the source, and constants last: what was typed first does not matter for what comes of it.
    fn put_in_order(&mut self) {
        self.compiled.mapping.slots.sort_by_key(|slot| column_of(slot).unwrap_or(usize::MAX));
    }

    fn is_free(&self, target: Target) -> bool {
        self.compiled.mapping.slot_of(target).is_none()
    }

    /// Columns that an earlier results or errors file brought along are left out, unless the user maps them.
    fn leave_out_own_columns(&mut self) {
        for (index, column) in self.names.columns.iter().enumerate() {
            if OWN_COLUMNS.contains(&column.name.as_str()) && self.taken.insert(index) {
                self.compiled.mapping.own_columns.push(index);
            }
        }
    }

    fn map_by_name(&mut self) {
        let free: Vec<usize> = (0..self.names.columns.len()).filter(|index| !self.taken.contains(index)).collect();
        let mut claims: HashMap<Target, Vec<usize>> = HashMap::new();
        let mut in_order = Vec::new();
        for index in free {
            let column = &self.names.columns[index];
            match self.names.target_of_header(&column.name) {
                Some(target) => {
                    claims.entry(target).or_default().push(index);
                    in_order.push((index, target));
                }
                None => self.compiled.unmatched.push(column.label()),
            }
        }
        for (index, target) in in_order {
            if self.compiled.mapping.slot_of(target).is_some() {
                continue; // The user gave the field another column, or a constant.
            }
            if claims[&target].len() > 1 {
                self.contest(target, &claims[&target]);
            } else if self.is_used(target) {
                self.push(target, SlotSource::Column(index));
            } else {
                self.compiled.contact_id_left_out = true;
            }
        }
    }

    /// The Contact ID is mapped only where it is the identifier; otherwise it has nothing to say.
    fn is_used(&self, target: Target) -> bool {
        target != Target::ContactId
            || self.request.identifier.is_some_and(|identifier| identifier.target() == Target::ContactId)
    }

    fn contest(&mut self, target: Target, rivals: &[usize]) {
        let field = self.names.target_name(target);
        if !self.compiled.contested.iter().any(|(known, _)| *known == field) {
            let places = rivals.iter().map(|index| format!("#{}", index + 1)).collect();
            self.compiled.contested.push((field, places));
        }
    }

    fn keep_values(&mut self) -> Result<(), MappingError> {
        let slots = &mut self.compiled.mapping.slots;
        match &self.request.keep {
            KeepValues::None => {}
            KeepValues::All => slots.iter_mut().for_each(|slot| slot.overwrite = Overwrite::FillOnly),
            KeepValues::Of(names) => {
                for name in names {
                    let field = self.names.fields.by_name(name).ok_or_else(|| self.names.unknown_field(name))?;
                    let target = Target::Field(field.id);
                    match self.compiled.mapping.slot_of(target) {
                        Some(at) => self.compiled.mapping.slots[at].overwrite = Overwrite::FillOnly,
                        None => self.compiled.keep_without_column.push(field.name.clone()),
                    }
                }
            }
        }
        Ok(())
    }

    fn note_free_columns(&mut self) {
        let mapped: HashSet<usize> = self.compiled.mapping.slots.iter().filter_map(column_of).collect();
        let is_free = |index: &usize| !self.taken.contains(index) && !mapped.contains(index);
        self.compiled.free = (0..self.names.columns.len()).filter(is_free).collect();
    }

    /// The program that wrote the source has its ways of writing cells.
    fn set_formats(&mut self) {
        self.compiled.preset = self.request.preset.of(self.names.columns);
        let Some(preset) = self.compiled.preset else { return };
        for slot in &mut self.compiled.mapping.slots {
            if let SlotSource::Column(index) = slot.source {
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
        if self.compiled.mapping.slot_of(target).is_some() {
            return Err(MappingError::FieldTwice { field: self.names.target_name(target) });
        }
        if self.is_used(target) {
            self.push(target, source);
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

pub(super) fn column_of(slot: &Slot) -> Option<usize> {
    match slot.source {
        SlotSource::Column(index) => Some(index),
        SlotSource::Constant(_) => None,
    }
}
