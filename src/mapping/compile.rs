use std::collections::HashSet;

use super::{MappingError, MappingRequest, Preset, presets};
use crate::model::{CellFormat, Column, Fields, KeepValues, Mapping, Overwrite, Slot, SlotSource, Target, Text};

/// Columns that this tool writes beside the source's own.
const OWN_COLUMNS: [&str; 3] = ["Import Status", "Errors", "Error"];

/// The name of the column that holds Contact IDs.
const CONTACT_ID: &str = "Contact ID";

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
    columns: &'a [Column],
    fields: &'a Fields,
    request: &'a MappingRequest,
    taken: HashSet<usize>,
    compiled: Compiled,
}

/// Compiles what the user says and what the headers say into a mapping.
///
/// # Errors
/// Names what contradicts itself, what does not exist, and what is missing for the purpose.
pub fn compile(columns: &[Column], fields: &Fields, request: &MappingRequest) -> Result<Compiled, MappingError> {
    let compiler = Compiler::run(columns, fields, request)?;
    compiler.check_completeness()?;
    Ok(compiler.compiled)
}

/// Compiles as far as it goes: a mapping that may still miss what the purpose needs, to be completed by suggestions and
/// questions.
///
/// # Errors
/// Names what contradicts itself and what does not exist.
pub fn draft(columns: &[Column], fields: &Fields, request: &MappingRequest) -> Result<Compiled, MappingError> {
    Ok(Compiler::run(columns, fields, request)?.compiled)
}

impl<'a> Compiler<'a> {
    fn run(columns: &'a [Column], fields: &'a Fields, request: &'a MappingRequest) -> Result<Self, MappingError> {
        let mut compiler = Self { columns, fields, request, taken: HashSet::new(), compiled: Compiled::default() };
        compiler.skip_columns()?;
        compiler.map_as_told()?;
        compiler.set_constants()?;
        compiler.leave_out_own_columns();
        compiler.map_by_name();
        compiler.keep_values()?;
        compiler.note_free_columns();
        compiler.set_formats();
        Ok(compiler)
    }
}

impl Compiler<'_> {
    fn skip_columns(&mut self) -> Result<(), MappingError> {
        for name in &self.request.skip {
            let index = self.column(name)?;
            self.take(index)?;
        }
        Ok(())
    }

    fn map_as_told(&mut self) -> Result<(), MappingError> {
        for pair in &self.request.map {
            let (index, target) = self.pair(pair)?;
            self.take(index)?;
            self.put(target, SlotSource::Column(index))?;
        }
        Ok(())
    }

    fn set_constants(&mut self) -> Result<(), MappingError> {
        for pair in &self.request.set {
            let (name, value) = pair.split_once('=').ok_or_else(|| MappingError::NotAConstant(pair.clone()))?;
            if value.trim().is_empty() {
                return Err(MappingError::NotAConstant(pair.clone()));
            }
            let target = self.target(name)?;
            if target == Target::ContactId {
                return Err(MappingError::ConstantContactId);
            }
            if self.request.identifier.is_some_and(|identifier| identifier.target() == target) {
                return Err(MappingError::ConstantIdentifier { field: self.target_name(target) });
            }
            self.put(target, SlotSource::Constant(Text::from(value)))?;
        }
        Ok(())
    }

    /// Columns that an earlier results or errors file brought along are left out, unless the user maps them.
    fn leave_out_own_columns(&mut self) {
        for (index, column) in self.columns.iter().enumerate() {
            if OWN_COLUMNS.contains(&column.name.as_str()) && self.taken.insert(index) {
                self.compiled.mapping.own_columns.push(index);
            }
        }
    }

    fn map_by_name(&mut self) {
        let free: Vec<usize> = (0..self.columns.len()).filter(|index| !self.taken.contains(index)).collect();
        for &index in &free {
            let Some(target) = self.target_of_header(&self.columns[index].name) else {
                self.compiled.unmatched.push(self.columns[index].label());
                continue;
            };
            let rivals: Vec<usize> = free
                .iter()
                .copied()
                .filter(|other| self.target_of_header(&self.columns[*other].name) == Some(target))
                .collect();
            if self.compiled.mapping.slot_of(target).is_some() {
                continue; // The user gave the field another column, or a constant.
            }
            if rivals.len() > 1 {
                self.contest(target, &rivals);
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
        let field = self.target_name(target);
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
                    let field = self.fields.by_name(name).ok_or_else(|| self.unknown_field(name))?;
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
        self.compiled.free = (0..self.columns.len()).filter(is_free).collect();
    }

    /// The program that wrote the source has its ways of writing cells.
    fn set_formats(&mut self) {
        self.compiled.preset = self.request.preset.of(self.columns);
        let Some(preset) = self.compiled.preset else { return };
        for slot in &mut self.compiled.mapping.slots {
            if let SlotSource::Column(index) = slot.source {
                slot.format = presets::format_for(preset.format_of(&self.columns[index]), slot.kind);
            }
        }
    }

    fn check_completeness(&self) -> Result<(), MappingError> {
        let mapping = &self.compiled.mapping;
        let is_column = |slot: &Slot| matches!(slot.source, SlotSource::Column(_));
        if let Some(identifier) = self.request.identifier
            && mapping.slot_of(identifier.target()).is_none()
        {
            return Err(self.missing(identifier.field_name(), "which is the identifier"));
        }
        let first_name = Target::Field(crate::model::FieldId::FIRST_NAME);
        if self.request.purpose.adds() && mapping.slot_of(first_name).is_none() {
            return Err(self.missing("First Name", "which new contacts need"));
        }
        if !mapping.slots.iter().any(is_column) {
            return Err(MappingError::NothingMapped { free: self.free_columns() });
        }
        Ok(())
    }

    fn missing(&self, field: &str, reason: &'static str) -> MappingError {
        let contested = self.compiled.contested.iter().find(|(name, _)| name == field);
        let free = contested.map_or_else(|| self.free_columns(), |(_, places)| places.clone());
        MappingError::Missing { field: field.to_owned(), reason, free }
    }

    /// Columns that no field has, as `--map` takes them.
    fn free_columns(&self) -> Vec<String> {
        let used: HashSet<usize> = self.compiled.mapping.slots.iter().filter_map(column_of).collect();
        let is_free = |index: &usize| !used.contains(index) && !self.compiled.mapping.own_columns.contains(index);
        (0..self.columns.len()).filter(is_free).map(|index| self.unique_name(index)).collect()
    }

    /// The column's header, or its place where the header does not tell it from others.
    fn unique_name(&self, index: usize) -> String {
        let name = &self.columns[index].name;
        let is_unique = self.columns.iter().filter(|other| other.name == *name).count() == 1;
        if is_unique && !name.is_empty() { name.clone() } else { format!("#{}", index + 1) }
    }

    /// Reads `COLUMN=FIELD`. Both may hold a `=`, so the split is where both sides are known.
    fn pair(&self, pair: &str) -> Result<(usize, Target), MappingError> {
        let splits = pair.match_indices('=').map(|(at, _)| (&pair[..at], &pair[at + 1..]));
        let mut problem = MappingError::NotAPair(pair.to_owned());
        for (column, field) in splits {
            match (self.column(column), self.target(field)) {
                (Ok(index), Ok(target)) => return Ok((index, target)),
                (Err(error), _) | (_, Err(error)) => problem = error,
            }
        }
        Err(problem)
    }

    fn column(&self, name: &str) -> Result<usize, MappingError> {
        if let Some(position) = name.strip_prefix('#').and_then(|number| number.parse::<usize>().ok()) {
            return match position.checked_sub(1).filter(|index| *index < self.columns.len()) {
                Some(index) => Ok(index),
                None => Err(self.unknown_column(name)),
            };
        }
        let wanted = name.trim().to_lowercase();
        let is_wanted = |index: &usize| self.columns[*index].name.to_lowercase() == wanted;
        let found: Vec<usize> = (0..self.columns.len()).filter(is_wanted).collect();
        match found.as_slice() {
            [] => Err(self.unknown_column(name)),
            [index] => Ok(*index),
            _ => Err(MappingError::AmbiguousColumn {
                name: name.to_owned(),
                positions: found.iter().map(|index| format!("#{}", index + 1)).collect(),
            }),
        }
    }

    fn target(&self, name: &str) -> Result<Target, MappingError> {
        self.target_of_header(name).ok_or_else(|| self.unknown_field(name))
    }

    fn target_of_header(&self, name: &str) -> Option<Target> {
        if name.trim().eq_ignore_ascii_case(CONTACT_ID) {
            return Some(Target::ContactId);
        }
        self.fields.by_name(name).map(|field| Target::Field(field.id))
    }

    fn target_name(&self, target: Target) -> String {
        match target {
            Target::ContactId => CONTACT_ID.to_owned(),
            Target::Field(id) => self.fields.name(id).to_owned(),
        }
    }

    fn take(&mut self, index: usize) -> Result<(), MappingError> {
        if self.taken.insert(index) {
            Ok(())
        } else {
            Err(MappingError::ColumnTwice { column: self.columns[index].label() })
        }
    }

    fn put(&mut self, target: Target, source: SlotSource) -> Result<(), MappingError> {
        if self.compiled.mapping.slot_of(target).is_some() {
            return Err(MappingError::FieldTwice { field: self.target_name(target) });
        }
        if self.is_used(target) {
            self.push(target, source);
        }
        Ok(())
    }

    fn push(&mut self, target: Target, source: SlotSource) {
        let kind = match target {
            Target::ContactId => None,
            Target::Field(id) => self.fields.get(id).map(|field| field.kind),
        };
        let column = match &source {
            SlotSource::Column(index) => Some(self.columns[*index].label()),
            SlotSource::Constant(_) => None,
        };
        let field_name = self.target_name(target);
        let (format, overwrite) = (CellFormat::Plain, Overwrite::Replace);
        self.compiled.mapping.slots.push(Slot { target, field_name, column, kind, format, source, overwrite });
    }

    fn unknown_column(&self, name: &str) -> MappingError {
        let columns = self.columns.iter().map(Column::label).collect();
        MappingError::UnknownColumn { name: name.to_owned(), columns }
    }

    fn unknown_field(&self, name: &str) -> MappingError {
        let fields = self.fields.iter().map(|field| field.name.clone()).collect();
        MappingError::UnknownField { name: name.to_owned(), fields }
    }
}

fn column_of(slot: &Slot) -> Option<usize> {
    match slot.source {
        SlotSource::Column(index) => Some(index),
        SlotSource::Constant(_) => None,
    }
}
