//! The prescan: one pass over the source for what a single row cannot show, before rows are planned.
//!
//! Identifiers are collected in the same pass, read as far as a cell shows by itself. Where the columns then show another
//! reading (a decimal comma), a second pass reads them again as the plan will: rows are duplicates by the very values
//! that the import matches and writes.

mod identifiers;

use std::sync::mpsc::sync_channel;
use std::thread;

use super::options::NewOptions;
use super::parallel::{par_map, send_batches};
use super::rows::{OtherPhones, RowParser, ScannedKeys, phone_column, phone_settings};
use super::{ImportError, ImportRequest, RunContext};
use crate::mapping::option_names;
use crate::model::{Column, Event, Few, FieldKind, Note, Phase, Slot, SlotSource, Text, join_or_resume_panic};
use crate::profile::{
    CellSign, Debris, DebrisProfile, LastRows, LostDigits, NameColumns, PhoneProfile, Placeholders, Readings, Spelling,
    TypedColumns, countries_of_header, find_code_column,
};
use crate::source::{Batch, BatchLimits, Row, Source};
use crate::values::PhoneSign;
use identifiers::{IdentifiersBuilder, SourceIdentifiers};

/// Batch size: a prescan keeps no rows, so batches are as large as parallel parsing likes.
const BATCH: BatchLimits = BatchLimits { rows: 16 * 1024, bytes: 4 * 1024 * 1024 };

/// Findings that need the whole source.
#[derive(Debug)]
pub struct Prescan {
    /// The identifiers of all rows.
    pub(super) identifiers: SourceIdentifiers,
    /// Evidence about the phone column.
    pub(super) phones: PhoneProfile,
    /// Evidence about the columns of custom fields of the type phone.
    pub(super) other_phones: OtherPhones,
    /// Evidence about the Country and Language columns.
    pub(super) name_columns: NameColumns,
    /// Wrapping found around the values of each column.
    debris: DebrisProfile,
    /// Words that only stand for nothing.
    placeholders: Placeholders,
    /// Numbers in scientific notation.
    lost_digits: LostDigits,
    /// The last rows, which may be a footer.
    last_rows: LastRows,
    /// Evidence about the columns whose values can be read in several ways.
    typed: TypedColumns,
    /// Options that the fields of columns lack.
    pub(super) new_options: NewOptions,
    /// How values are read where a single cell cannot tell.
    pub(super) readings: Readings,
}

impl Prescan {
    /// Returns the notes on the phone column, on wrapping and on values that can be read in several ways.
    pub(super) fn notes(&self, request: &ImportRequest, source: &Source, names: &[String]) -> Vec<Note> {
        let slots = &request.mapping.slots;
        let phones = phone_column(request).map(|slot| self.phones.notes(slot, names)).unwrap_or_default();
        let other_phones = self.other_phones.notes(slots, names);
        let typed = self.typed.notes(slots, names);
        let placeholders = self.placeholders.notes(slots, &self.name_columns, source.facts().rows);
        let lost_digits = self.lost_digits.notes(slots, source.facts().rows);
        let notes =
            [phones, other_phones, self.debris.notes(slots, source.facts().rows), typed, placeholders, lost_digits]
                .concat();
        notes.into_iter().chain(self.footer_note(slots)).collect()
    }

    /// Looks for a column of calling codes, where numbers are refused because nothing says of which country they are.
    pub(super) fn look_for_calling_codes(
        &mut self,
        source: &mut Source,
        request: &ImportRequest,
        work: RunContext<'_>,
    ) -> Result<(), ImportError> {
        let phones = phone_column(request).map(|slot| &slot.source);
        if let Some(SlotSource::Column(column)) = phones
            && self.phones.lacks_countries()
        {
            self.phones.set_code_column(find_code_column(source, *column, work.cancel)?);
        }
        Ok(())
    }

    /// Returns the note on footer lines. Where one column alone is imported, rows with one cell are usual.
    fn footer_note(&self, slots: &[Slot]) -> Option<Note> {
        let columns = slots.iter().filter(|slot| matches!(slot.source, SlotSource::Column(_))).count();
        self.last_rows.note_on_footer().filter(|_| columns > 1)
    }

    /// Returns the evidence about columns whose values can be read in several ways.
    pub(super) fn typed_columns(&self) -> &TypedColumns {
        &self.typed
    }

    /// Returns the words that only stand for nothing, by slot index.
    pub(super) fn placeholder_words(&self, slots: &[Slot]) -> Vec<(usize, Vec<(&str, u64)>)> {
        self.placeholders.words(slots, &self.name_columns)
    }

    /// Returns true if the columns show a reading of identifiers that their cells alone did not show.
    fn has_misread_identifiers(&self, request: &ImportRequest) -> bool {
        let is_misread = |slot: usize| match request.mapping.slots[slot].kind {
            Some(FieldKind::Number) => self.typed.has_settled_mark(slot),
            Some(FieldKind::Phone) => self.other_phones.of(slot).unwrap_or(&self.phones).has_settled_contested(),
            _ => false,
        };
        request.identifier_slots().into_iter().any(is_misread)
    }

    /// Reads the identifiers of all rows again, as the plan will.
    fn identify_again(
        &mut self,
        source: &mut Source,
        request: &ImportRequest,
        work: RunContext<'_>,
    ) -> Result<(), ImportError> {
        self.identifiers = SourceIdentifiers::default(); // Its memory is needed for the new ones.
        let readings = &self.readings;
        let parser = RowParser::new(request, readings, &[]).with_names(&self.name_columns);
        let mut identifiers = IdentifiersBuilder::new(request, row_count(source));
        for_each_batch(source, work, |batch| {
            let rows = par_map(batch.len(), |index| {
                let row = batch.row(index);
                (row.line(), parser.identify(row))
            });
            for (line, identified) in &rows {
                identifiers.record(*line, identified);
            }
            Ok(())
        })?;
        self.identifiers = identifiers.finish(readings.phones, |slot| readings.phones_of(slot));
        Ok(())
    }
}

/// Findings of one row.
struct RowScan {
    line: u64,
    identified: ScannedKeys,
    phone: Option<PhoneSign>,
    /// By slot index; empty where Phone Number is the only field of phone numbers.
    other_phones: Vec<(usize, PhoneSign)>,
    /// By slot index; nearly always empty.
    debris: Vec<(usize, Debris)>,
    /// By slot index; nearly always empty.
    placeholders: Vec<(usize, String)>,
    /// By slot index; nearly always empty.
    lost_digits: Vec<usize>,
    /// By slot index; empty where no column has countries or languages.
    spellings: Few<(usize, Spelling)>,
    /// By slot index; empty where no column has a type that can be read in several ways.
    signs: Vec<(usize, CellSign)>,
    /// By slot index; empty unless options are added.
    options: Vec<(usize, Vec<Text>)>,
}

/// Reads the identifiers of all rows, the evidence of the phone column, and wrapping around values.
pub(super) fn prescan(
    source: &mut Source,
    request: &ImportRequest,
    work: RunContext<'_>,
) -> Result<Prescan, ImportError> {
    let has_phones = phone_column(request).is_some();
    let parser = RowParser::for_prescan(request);
    let mut findings = PrescanBuilder::new(request, row_count(source));
    let mut done = 0;
    work.observer.event(Event::Started { phase: Phase::Reading, total: source.facts().rows });
    for_each_batch(source, work, |batch| {
        for scan in par_map(batch.len(), |index| scan_row(&parser, has_phones, batch.row(index))) {
            findings.record(&scan);
        }
        findings.last_rows.note(batch);
        findings.new_options.check(request)?;
        done += batch.len() as u64;
        work.observer.event(Event::Progress { done });
        Ok(())
    })?;
    work.observer.event(Event::Finished);
    let mut prescan = findings.finish(request, source.columns());
    if prescan.has_misread_identifiers(request) {
        prescan.identify_again(source, request, work)?;
    }
    Ok(prescan)
}

/// Passes each batch of the source on, while the next one is read.
fn for_each_batch(
    source: &mut Source,
    work: RunContext<'_>,
    mut use_batch: impl FnMut(&Batch) -> Result<(), ImportError>,
) -> Result<(), ImportError> {
    thread::scope(|scope| -> Result<(), ImportError> {
        // A rendezvous channel: while one batch is scanned the next is read, and no third one takes memory.
        let (sender, batches) = sync_channel(0);
        let reader = scope.spawn(move || send_batches(source, BATCH, &sender, |batch| batch));
        for batch in batches {
            work.cancel.check()?;
            use_batch(&batch)?;
        }
        Ok(join_or_resume_panic(reader)?)
    })
}

fn row_count(source: &Source) -> usize {
    usize::try_from(source.facts().rows).unwrap_or(usize::MAX)
}

fn scan_row(parser: &RowParser<'_>, has_phones: bool, row: Row<'_>) -> RowScan {
    let phone = if has_phones { parser.phone_sign(row) } else { None };
    let (debris, placeholders, signs) = (parser.debris(row), parser.placeholders(row), parser.signs(row));
    let (other_phones, lost_digits) = (parser.other_phone_signs(row), parser.lost_digits(row));
    let (line, identified, options) = (row.line(), parser.identify(row), parser.new_options(row));
    let spellings = parser.spellings(row);
    RowScan { line, identified, phone, other_phones, debris, placeholders, lost_digits, spellings, signs, options }
}

/// Accumulates the findings of rows.
#[derive(Default)]
struct PrescanBuilder {
    identifiers: IdentifiersBuilder,
    phones: PhoneProfile,
    other_phones: OtherPhones,
    name_columns: NameColumns,
    debris: DebrisProfile,
    placeholders: Placeholders,
    lost_digits: LostDigits,
    last_rows: LastRows,
    typed: TypedColumns,
    new_options: NewOptions,
}

impl PrescanBuilder {
    fn new(request: &ImportRequest, rows: usize) -> Self {
        Self {
            identifiers: IdentifiersBuilder::new(request, rows),
            phones: PhoneProfile::new(phone_settings(request)),
            other_phones: OtherPhones::new(request),
            name_columns: NameColumns::new(&request.mapping.slots),
            typed: TypedColumns::new(&request.mapping.slots, &request.reading),
            new_options: NewOptions::new(request),
            ..Self::default()
        }
    }

    fn record(&mut self, scan: &RowScan) {
        self.identifiers.record(scan.line, &scan.identified);
        if let Some(sign) = scan.phone {
            self.phones.note(sign);
        }
        self.other_phones.note(&scan.other_phones);
        self.debris.note(&scan.debris);
        self.placeholders.note(&scan.placeholders);
        self.lost_digits.note(&scan.lost_digits);
        self.name_columns.note(&scan.spellings);
        self.typed.note(&scan.signs);
        self.new_options.note(&scan.options);
    }

    fn finish(mut self, request: &ImportRequest, header: &[Column]) -> Prescan {
        self.phones.finish(|| countries_of_header(header));
        self.other_phones.finish(header);
        let other_phones = self.other_phones.readings();
        let readings = self.typed.readings(self.phones.reading(), &request.mapping.slots, &option_names(header));
        let reading_of = |slot| self.other_phones.of(slot).unwrap_or(&self.phones).reading();
        Prescan {
            identifiers: self.identifiers.finish(self.phones.reading(), reading_of),
            phones: self.phones,
            other_phones: self.other_phones,
            name_columns: self.name_columns,
            debris: self.debris,
            placeholders: self.placeholders,
            lost_digits: self.lost_digits,
            last_rows: self.last_rows,
            typed: self.typed,
            new_options: self.new_options,
            readings: readings.with_other_phones(other_phones),
        }
    }
}
