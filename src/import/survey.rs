use std::sync::mpsc::sync_channel;
use std::thread;

use super::interpret::{Identified, Interpreter, cell_text, phone_slot};
use super::reading::{read_batches, spread};
use super::{ImportError, ImportRequest, Work};
use crate::matching::{Twins, TwinsBuilder};
use crate::model::{ContactId, Event, Identifier, Key, Note, PackedNumber, Phase, joined};
use crate::source::{BatchLimits, Row, Source};
use crate::values::{self, BareNumbers};

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
    /// What the phone column says about numbers without `+` or `00`.
    pub bare: BareEvidence,
}

/// How many phone numbers have neither `+` nor `00`, and how many of them are valid when read as international.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BareEvidence {
    /// Bare numbers.
    pub cells: u64,
    /// Those that are valid with a `+` in front.
    pub valid: u64,
}

impl BareEvidence {
    /// Bare numbers are read as international only when at least nine in ten are valid so (spec section 4): one in ten
    /// valid US numbers is a valid foreign number when read with a `+`.
    pub fn verdict(self) -> BareNumbers {
        if self.cells > 0 && self.valid * 10 >= self.cells * 9 {
            BareNumbers::International
        } else {
            BareNumbers::Refused
        }
    }

    /// A note on how bare numbers are read: it is a guess (spec section 4).
    fn note(self) -> Option<Note> {
        let Self { cells, valid } = self;
        let note = match self.verdict() {
            _ if cells == 0 => return None,
            BareNumbers::International => Note::info(
                "phones-bare-international",
                format!(
                    "{valid} of {cells} phone numbers without + or 00 are valid international numbers, so they are read as beginning with their country code"
                ),
            ),
            BareNumbers::Refused => Note::info(
                "phones-bare-refused",
                format!(
                    "{valid} of {cells} phone numbers without + or 00 are valid international numbers, so their country code is missing; --region XX reads them as numbers of one country"
                ),
            ),
        };
        Some(note.count_of(valid, cells))
    }
}

impl Survey {
    /// Notes on what was found.
    pub(super) fn notes(&self) -> Vec<Note> {
        self.bare.note().into_iter().collect()
    }
}

/// What one row tells the survey.
struct Sighting {
    line: u64,
    identified: Option<Identified>,
    bare: Option<bool>,
}

/// Reads the identifiers of all rows, and what the phone column looks like.
pub(super) fn take(source: &mut Source, request: &ImportRequest, work: Work<'_>) -> Result<Survey, ImportError> {
    let asks_for_evidence = request.region.is_none() && phone_slot(request).is_some();
    if request.identifier.is_none() && !asks_for_evidence {
        return Ok(Survey::default());
    }
    let interpreter = Interpreter::new(request, BareNumbers::International, &[]);
    let rows = usize::try_from(source.facts().rows).unwrap_or(usize::MAX);
    let mut findings = Findings::new(request.identifier, rows);
    let mut done = 0;
    work.observer.event(Event::Started { phase: Phase::Reading, total: source.facts().rows });
    thread::scope(|scope| -> Result<(), ImportError> {
        // While one batch is looked at, the next is read.
        let (sender, batches) = sync_channel(0);
        let reader = scope.spawn(move || read_batches(source, BATCH, &sender, |batch| batch));
        for batch in batches {
            work.cancel.check()?;
            for sighting in spread(batch.len(), |index| sight(&interpreter, request, batch.row(index))) {
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

fn sight(interpreter: &Interpreter<'_>, request: &ImportRequest, row: Row<'_>) -> Sighting {
    let bare = phone_slot(request)
        .filter(|_| request.region.is_none())
        .and_then(|slot| values::bare_number_evidence(&interpreter.open(cell_text(row, slot)?, slot).value));
    Sighting { line: row.line(), identified: interpreter.identify(row), bare }
}

/// What the survey has found so far.
#[derive(Default)]
struct Findings {
    twins: TwinsBuilder,
    bare: BareEvidence,
    /// Whether the identifier is the phone number.
    by_phone: bool,
    numbers: Vec<PackedNumber>,
    contact_ids: Vec<(ContactId, u64)>,
}

impl Findings {
    /// Room for all rows at once: a list that grows leaves its smaller selves behind in memory.
    fn new(identifier: Option<Identifier>, rows: usize) -> Self {
        match identifier {
            None => Self::default(),
            Some(Identifier::ContactId) => Self { contact_ids: Vec::with_capacity(rows), ..Self::default() },
            Some(Identifier::Email) => Self { twins: TwinsBuilder::with_capacity(rows), ..Self::default() },
            Some(Identifier::Phone) => Self {
                twins: TwinsBuilder::with_capacity(rows),
                by_phone: true,
                numbers: Vec::with_capacity(rows),
                ..Self::default()
            },
        }
    }

    fn note(&mut self, sighting: &Sighting) {
        // A bare number is an identifier only if the whole column says so.
        let is_bare = self.by_phone && sighting.bare.is_some();
        match &sighting.identified {
            Some(Identified { key: Key::ContactId(id), .. }) => self.contact_ids.push((ContactId(*id), sighting.line)),
            Some(Identified { key, .. }) if is_bare => self.twins.add_provisional(key, sighting.line),
            Some(Identified { key, .. }) => self.twins.add(key, sighting.line),
            None => {}
        }
        if self.by_phone {
            let number = sighting.identified.as_ref().map(Identified::packed).unwrap_or_default();
            self.numbers.push(if is_bare { number.provisional() } else { number });
        }
        if let Some(valid) = sighting.bare {
            self.bare.cells += 1;
            self.bare.valid += u64::from(valid);
        }
    }

    fn finish(mut self) -> Survey {
        let bare_are_numbers = self.bare.verdict() == BareNumbers::International;
        self.numbers.iter_mut().for_each(|number| *number = number.settled(bare_are_numbers));
        let twins = self.twins.finish(bare_are_numbers);
        Survey { twins, contact_ids: self.contact_ids, numbers: self.numbers, bare: self.bare }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nine_in_ten_bare_numbers_must_be_valid() {
        let verdict = |valid, cells| BareEvidence { cells, valid }.verdict();
        assert_eq!(verdict(9, 10), BareNumbers::International);
        assert_eq!(verdict(8, 10), BareNumbers::Refused);
        assert_eq!(verdict(1, 1), BareNumbers::International);
        assert_eq!(verdict(0, 0), BareNumbers::Refused);
    }
}
