//! The prescan: one pass over the source for what a single row cannot show, before rows are planned.

use std::sync::mpsc::sync_channel;
use std::thread;

use super::options::NewOptions;
use super::parallel::{par_map, send_batches};
use super::rows::{OtherPhones, RowKey, RowParser, ScannedKeys, phone_column, phone_settings};
use super::{ImportError, ImportRequest, RunContext};
use crate::matching::{DuplicateKeys, DuplicateKeysBuilder, ProvisionalIdentifiers, RowRef};
use crate::model::{
    BarePhones, Column, ContactId, Event, Few, FieldId, FieldKind, Key, Note, PackedPhone, Phase, Slot, SlotSource,
    Target, Text, join_or_resume_panic,
};
use crate::profile::{
    CellSign, Debris, DebrisProfile, LastRows, LostDigits, NameColumns, PhoneProfile, PhoneReading, Placeholders,
    Readings, Spelling, TypedColumns, countries_of_header, find_code_column,
};
use crate::source::{BatchLimits, Row, Source};
use crate::values::PhoneSign;

/// Batch size: a prescan keeps no rows, so batches are as large as parallel parsing likes.
const BATCH: BatchLimits = BatchLimits { rows: 16 * 1024, bytes: 4 * 1024 * 1024 };

/// Findings that need the whole source.
#[derive(Debug, Default)]
pub struct Prescan {
    /// Rows that share an identifier, for each identifier.
    pub(super) duplicate_keys: Vec<DuplicateKeys>,
    /// Contact IDs with their lines, if they are the only identifier. Which of them are the same contact depends on the
    /// workspace, where a merge may have made one of two.
    pub(super) contact_ids: Vec<(ContactId, u64)>,
    /// Phone numbers by row, if they are an identifier: only cells with something to report are parsed again. A row
    /// without a number has an empty one here.
    pub(super) numbers: Vec<PackedPhone>,
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

    /// Returns how values are read where a single cell cannot tell.
    pub(super) fn readings(&self) -> Readings {
        self.typed.readings(self.phones.reading()).with_other_phones(self.other_phones.readings())
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
    let rows = usize::try_from(source.facts().rows).unwrap_or(usize::MAX);
    let mut findings = PrescanBuilder::new(request, rows);
    let mut done = 0;
    work.observer.event(Event::Started { phase: Phase::Reading, total: source.facts().rows });
    thread::scope(|scope| -> Result<(), ImportError> {
        // A rendezvous channel: while one batch is scanned the next is read, and no third one takes memory.
        let (sender, batches) = sync_channel(0);
        let source = &mut *source;
        let reader = scope.spawn(move || send_batches(source, BATCH, &sender, |batch| batch));
        for batch in batches {
            work.cancel.check()?;
            for scan in par_map(batch.len(), |index| scan_row(&parser, has_phones, batch.row(index))) {
                findings.record(&scan);
            }
            findings.last_rows.note(&batch);
            findings.new_options.check(request)?;
            done += batch.len() as u64;
            work.observer.event(Event::Progress { done });
        }
        Ok(join_or_resume_panic(reader)?)
    })?;
    work.observer.event(Event::Finished);
    Ok(findings.finish(source.columns()))
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
    /// For each identifier.
    duplicates: Vec<DuplicateKeysBuilder>,
    phones: PhoneProfile,
    other_phones: OtherPhones,
    /// Index of Phone Number among the identifiers, if it is one.
    phone_at: Option<usize>,
    /// Indexes of all phone numbers among the identifiers, each with its slot.
    phone_identifiers: Vec<(usize, usize)>,
    /// True if the Contact ID is the only identifier.
    by_contact_id: bool,
    numbers: Vec<PackedPhone>,
    contact_ids: Vec<(ContactId, u64)>,
    name_columns: NameColumns,
    debris: DebrisProfile,
    placeholders: Placeholders,
    lost_digits: LostDigits,
    last_rows: LastRows,
    typed: TypedColumns,
    new_options: NewOptions,
}

impl PrescanBuilder {
    /// Reserves the full capacity up front: growing would leave the old buffers in the heap.
    fn new(request: &ImportRequest, rows: usize) -> Self {
        let phones = PhoneProfile::new(phone_settings(request));
        let typed = TypedColumns::new(&request.mapping.slots, &request.reading);
        let name_columns = NameColumns::new(&request.mapping.slots);
        let (other_phones, new_options) = (OtherPhones::new(request), NewOptions::new(request));
        let findings = Self { phones, other_phones, name_columns, typed, new_options, ..Self::default() };
        let by_contact_id = request.identifiers == [Target::ContactId];
        let phone_at = request.identifiers.iter().position(|target| *target == Target::Field(FieldId::PHONE));
        let keys = if by_contact_id { 0 } else { request.identifiers.len() };
        Self {
            by_contact_id,
            contact_ids: Vec::with_capacity(if by_contact_id { rows } else { 0 }),
            duplicates: (0..keys).map(|_| DuplicateKeysBuilder::with_capacity(rows)).collect(),
            phone_at,
            phone_identifiers: phone_identifiers(request),
            numbers: Vec::with_capacity(if phone_at.is_some() { rows } else { 0 }),
            ..findings
        }
    }

    fn record(&mut self, scan: &RowScan) {
        self.record_keys(scan);
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

    fn record_keys(&mut self, scan: &RowScan) {
        if self.phone_at.is_some() {
            let number = scan.identified.iter().find(|found| Some(found.by) == self.phone_at);
            self.numbers.push(number.map(RowKey::packed).unwrap_or_default());
        }
        let mut stronger = 0;
        for found in &scan.identified {
            match &found.key {
                Key::ContactId(id) if self.by_contact_id => self.contact_ids.push((ContactId(*id), scan.line)),
                key => {
                    let (builder, row) = (&mut self.duplicates[found.by], RowRef::new(scan.line, stronger));
                    if found.is_provisional { builder.add_provisional(key, row) } else { builder.add(key, row) }
                }
            }
            stronger |= found.bit();
        }
    }

    fn finish(mut self, header: &[Column]) -> Prescan {
        self.phones.finish(|| countries_of_header(header));
        self.other_phones.finish(header);
        self.settle_numbers();
        self.forget_rounded();
        let bare = self.bare_identifiers();
        let duplicates = self.duplicates.into_iter().enumerate();
        Prescan {
            duplicate_keys: duplicates.map(|(by, keys)| keys.finish(by, bare)).collect(),
            contact_ids: self.contact_ids,
            numbers: self.numbers,
            phones: self.phones,
            other_phones: self.other_phones,
            name_columns: self.name_columns,
            debris: self.debris,
            placeholders: self.placeholders,
            lost_digits: self.lost_digits,
            last_rows: self.last_rows,
            typed: self.typed,
            new_options: self.new_options,
        }
    }

    /// Keeps those phone numbers that are numbers by what their column shows.
    fn settle_numbers(&mut self) {
        let PhoneReading { bare, is_rounded } = self.phones.reading();
        for number in &mut self.numbers {
            let is_lost = is_rounded && number.is_rounded();
            *number = if is_lost { PackedPhone::default() } else { number.resolve(bare == BarePhones::International) };
        }
    }

    /// Drops rounded numbers from the duplicates: they are errors of their rows, and many are equal only because they were
    /// rounded.
    fn forget_rounded(&mut self) {
        for (by, slot) in self.phone_identifiers.clone() {
            if self.phone_reading(slot).is_rounded {
                self.duplicates[by].forget(PackedPhone::is_rounded);
            }
        }
    }

    /// Returns the identifiers whose column shows that bare digits are numbers.
    fn bare_identifiers(&self) -> ProvisionalIdentifiers {
        let is_bare = |slot| self.phone_reading(slot).bare == BarePhones::International;
        self.phone_identifiers.iter().filter(|(_, slot)| is_bare(*slot)).map(|(by, _)| *by).collect()
    }

    fn phone_reading(&self, slot: usize) -> PhoneReading {
        self.other_phones.reading_of(slot).unwrap_or_else(|| self.phones.reading())
    }
}

/// Returns the indexes of the identifiers that are phone numbers, each with its slot.
fn phone_identifiers(request: &ImportRequest) -> Vec<(usize, usize)> {
    let is_phone = |slot: usize| matches!(request.mapping.slots[slot].kind, Some(FieldKind::Phone));
    request.identifier_slots().into_iter().enumerate().filter(|(_, slot)| is_phone(*slot)).collect()
}
