use std::sync::mpsc::sync_channel;
use std::thread;

use super::cell::Debris;
use super::debris::ColumnDebris;
use super::interpret::{Identified, Interpreter, phone_column};
use super::phones::{PhoneReading, Phones};
use super::reading::{read_batches, spread};
use super::{ImportError, ImportRequest, Work};
use crate::matching::{Twins, TwinsBuilder};
use crate::model::{BarePhones, ContactId, Event, Identifier, Key, Note, PackedNumber, Phase, joined};
use crate::source::{BatchLimits, Row, Source};
use crate::values::PhoneSign;

/// A survey keeps no rows, so its batches are only as large as the threads like them.
const BATCH: BatchLimits = BatchLimits { rows: 16 * 1024, bytes: 4 * 1024 * 1024 };

/// What no single row can tell.
#[derive(Debug, Default)]
pub struct Survey {
    /// Rows that share an identifier.
    pub(super) twins: Twins,
    /// Where the identifier is the Contact ID: the IDs, each with its line. Which of them are twins is for the workspace to
    /// say, where a merge may have made one contact of two.
    pub(super) contact_ids: Vec<(ContactId, u64)>,
    /// Where the identifier is the phone number: the numbers by row, so that they can be looked up before the plan comes to
    /// them. It has to read only those again of which there is something to tell. A row without one has none here.
    pub(super) numbers: Vec<PackedNumber>,
    /// The phone column.
    pub phones: Phones,
    /// What was found around the values of each column.
    debris: ColumnDebris,
}

impl Survey {
    /// Notes on what was found.
    pub(super) fn notes(&self, request: &ImportRequest) -> Vec<Note> {
        let phones = phone_column(request).map(|slot| self.phones.notes(slot)).unwrap_or_default();
        [phones, self.debris.notes(&request.mapping.slots)].concat()
    }
}

/// What one row tells the survey.
struct Sighting {
    line: u64,
    identified: Option<Identified>,
    phone: Option<PhoneSign>,
    /// By the places of slots; nearly always empty.
    debris: Vec<(usize, Debris)>,
}

/// Reads the identifiers of all rows, what the phone column looks like, and what was written around values.
pub(super) fn take(source: &mut Source, request: &ImportRequest, work: Work<'_>) -> Result<Survey, ImportError> {
    let has_phones = phone_column(request).is_some();
    let interpreter = Interpreter::of_survey(request);
    let rows = usize::try_from(source.facts().rows).unwrap_or(usize::MAX);
    let mut findings = Findings::new(request, rows);
    let mut done = 0;
    work.observer.event(Event::Started { phase: Phase::Reading, total: source.facts().rows });
    thread::scope(|scope| -> Result<(), ImportError> {
        // While one batch is looked at, the next is read.
        let (sender, batches) = sync_channel(0);
        let reader = scope.spawn(move || read_batches(source, BATCH, &sender, |batch| batch));
        for batch in batches {
            work.cancel.check()?;
            for sighting in spread(batch.len(), |index| sight(&interpreter, has_phones, batch.row(index))) {
                findings.note(&sighting);
            }
            done += batch.len() as u64;
            work.observer.event(Event::Progress { done });
        }
        Ok(joined(reader)?)
    })?;
    work.observer.event(Event::Finished);
    Ok(findings.finish())
}

fn sight(interpreter: &Interpreter<'_>, has_phones: bool, row: Row<'_>) -> Sighting {
    let phone = if has_phones { interpreter.phone_sign(row) } else { None };
    Sighting { line: row.line(), identified: interpreter.identify(row), phone, debris: interpreter.debris(row) }
}

/// What the survey has found so far.
#[derive(Default)]
struct Findings {
    twins: TwinsBuilder,
    phones: Phones,
    /// Whether the identifier is the phone number.
    by_phone: bool,
    numbers: Vec<PackedNumber>,
    contact_ids: Vec<(ContactId, u64)>,
    debris: ColumnDebris,
}

impl Findings {
    /// Room for all rows at once: a list that grows leaves its smaller selves behind in memory.
    fn new(request: &ImportRequest, rows: usize) -> Self {
        let phones = Phones::new(request);
        let findings = Self { phones, ..Self::default() };
        match request.identifier {
            None => findings,
            Some(Identifier::ContactId) => Self { contact_ids: Vec::with_capacity(rows), ..findings },
            Some(Identifier::Email) => Self { twins: TwinsBuilder::with_capacity(rows), ..findings },
            Some(Identifier::Phone) => Self {
                twins: TwinsBuilder::with_capacity(rows),
                by_phone: true,
                numbers: Vec::with_capacity(rows),
                ..findings
            },
        }
    }

    fn note(&mut self, sighting: &Sighting) {
        match &sighting.identified {
            Some(Identified { key: Key::ContactId(id), .. }) => self.contact_ids.push((ContactId(*id), sighting.line)),
            Some(Identified { key, is_provisional: true, .. }) => self.twins.add_provisional(key, sighting.line),
            Some(Identified { key, .. }) => self.twins.add(key, sighting.line),
            None => {}
        }
        if self.by_phone {
            self.numbers.push(sighting.identified.as_ref().map(Identified::packed).unwrap_or_default());
        }
        if let Some(sign) = sighting.phone {
            self.phones.note(sign);
        }
        self.debris.note(&sighting.debris);
    }

    fn finish(mut self) -> Survey {
        let PhoneReading { bare, is_rounded } = self.phones.reading();
        let bare_are_numbers = bare == BarePhones::International;
        if self.by_phone && is_rounded {
            self.twins.forget(PackedNumber::is_rounded);
        }
        for number in &mut self.numbers {
            let is_lost = is_rounded && number.is_rounded();
            *number = if is_lost { PackedNumber::default() } else { number.settled(bare_are_numbers) };
        }
        let twins = self.twins.finish(bare_are_numbers);
        let Self { contact_ids, numbers, phones, debris, .. } = self;
        Survey { twins, contact_ids, numbers, phones, debris }
    }
}
