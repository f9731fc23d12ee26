use std::borrow::Cow;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use super::interpret::Interpreter;
use super::{Import, ImportError, ImportRequest, Survey, Work};
use crate::matching::{Candidate, Decider, Found, TagCells, Twins, TwinsBuilder};
use crate::model::{Contact, Event, Key, Phase, PlannedRow, Slot, SlotSource, Target};
use crate::source::{Batch, BatchLimits, Row, Source, SourceError};
use crate::workspace::{Finder, Hits, Snapshot, TagTable};

/// Large batches make long runs of neighbours in the workspace, and so few page reads; small ones take less memory.
const BATCH: BatchLimits = BatchLimits { rows: 16 * 1024, bytes: 4 * 1024 * 1024 };

/// Where planned rows go.
pub(super) trait Sink {
    /// Takes the rows of a batch, in order.
    fn take(&mut self, batch: &Batch, rows: Vec<PlannedRow>, tags: &mut TagTable) -> Result<(), ImportError>;

    /// There are no more rows.
    fn finish(&mut self, tags: &mut TagTable) -> Result<(), ImportError>;
}

/// A batch that was read, on its way to be decided.
struct Read {
    batch: Batch,
    candidates: Vec<Candidate>,
}

impl Import<'_> {
    /// Plans every row against one state of the workspace and hands it to the sink.
    pub(super) fn plan(
        &mut self,
        phase: Phase,
        snapshot: &Snapshot<'_>,
        tags: &mut TagTable,
        import_tag: Option<&str>,
        sink: &mut dyn Sink,
    ) -> Result<(), ImportError> {
        let Self { source, request, survey, work } = self;
        let mut planner = Planner::new(request, survey, snapshot, tags, import_tag)?;
        let interpreter = &Interpreter::new(request, survey.bare.verdict(), &survey.numbers);
        work.observer.event(Event::Started { phase, total: source.facts().rows });
        thread::scope(|scope| {
            // While one batch is decided the next is read; it waits in its reader's hands, so there are never three.
            let (sender, receiver) = sync_channel(0);
            let reader = scope.spawn(move || read_batches(source, interpreter, &sender));
            let decided = planner.decide_batches(receiver, tags, sink, *work);
            let read = reader.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            decided.and(read.map_err(ImportError::from))
        })?;
        sink.finish(tags)?;
        work.observer.event(Event::Finished);
        Ok(())
    }
}

/// Reads to the end of the source, or until nobody listens any more.
fn read_batches(
    source: &mut Source,
    interpreter: &Interpreter<'_>,
    sender: &SyncSender<Read>,
) -> Result<(), SourceError> {
    let mut batches = source.batches(BATCH)?;
    loop {
        let mut batch = Batch::default();
        if !batches.next_batch(&mut batch)? {
            return Ok(());
        }
        let candidates = interpreter.candidates(&batch);
        if sender.send(Read { batch, candidates }).is_err() {
            return Ok(());
        }
    }
}

/// Matches candidates with contacts and decides.
pub(super) struct Planner<'a, 'w> {
    request: &'a ImportRequest,
    twins: Cow<'a, Twins>,
    decider: Decider<'a>,
    finder: Finder<'w>,
    identifier_column: Option<usize>,
}

impl<'a, 'w> Planner<'a, 'w> {
    pub(super) fn new(
        request: &'a ImportRequest,
        survey: &'a Survey,
        snapshot: &Snapshot<'w>,
        tags: &mut TagTable,
        import_tag: Option<&str>,
    ) -> Result<Self, ImportError> {
        let always = request.tags.iter().map(|name| tags.book.enter(name)).collect();
        let import_tag = import_tag.map(|name| tags.book.enter(name));
        let cells = TagCells::new(request.tag_separator);
        let decider = Decider::new(request.purpose, request.identifier, &request.mapping, always, import_tag, cells);
        let identifier_column = identifier_column(request);
        let twins = twins(survey, snapshot)?;
        let is_custom = |slot: &Slot| matches!(slot.target, Target::Field(field) if field.is_custom());
        let finder = snapshot.finder()?;
        let finder = if request.mapping.slots.iter().any(is_custom) { finder } else { finder.without_custom_fields() };
        Ok(Self { request, twins, decider, finder, identifier_column })
    }

    fn decide_batches(
        &mut self,
        receiver: Receiver<Read>,
        tags: &mut TagTable,
        sink: &mut dyn Sink,
        work: Work<'_>,
    ) -> Result<(), ImportError> {
        let mut done = 0;
        for Read { batch, candidates } in receiver {
            work.cancel.check()?;
            let rows = self.decide(&batch, candidates, tags)?;
            sink.take(&batch, rows, tags)?;
            done += batch.len() as u64;
            work.observer.event(Event::Progress { done });
        }
        Ok(())
    }

    fn decide(
        &mut self,
        batch: &Batch,
        mut candidates: Vec<Candidate>,
        tags: &mut TagTable,
    ) -> Result<Vec<PlannedRow>, ImportError> {
        let hits = self.find(&candidates)?;
        let mut rows: Vec<Option<PlannedRow>> = vec![None; candidates.len()];
        for index in by_contact(&hits) {
            let candidate = std::mem::take(&mut candidates[index]);
            rows[index] = Some(self.decide_row(batch.row(index), candidate, &hits[index], tags)?);
        }
        Ok(rows.into_iter().flatten().collect())
    }

    /// Decides what one row does, given the contacts that it matches.
    pub(super) fn decide_row(
        &mut self,
        row: Row<'_>,
        candidate: Candidate,
        hits: &Hits,
        tags: &mut TagTable,
    ) -> Result<PlannedRow, ImportError> {
        let contact = self.load(hits, tags)?;
        let found = Found {
            twins: self.twins.of(candidate.line),
            contacts: hits.ids(),
            contact: contact.as_ref(),
            identifier_cell: self.identifier_column.and_then(|column| row.text(column)),
        };
        Ok(self.decider.decide(candidate, found, &mut tags.book))
    }

    /// What is asked for.
    pub(super) fn request(&self) -> &'a ImportRequest {
        self.request
    }

    /// The contacts that one row matches.
    pub(super) fn hits(&mut self, candidate: &Candidate) -> Result<Hits, ImportError> {
        Ok(candidate.key.as_ref().map_or(Ok(Hits::None), |key| self.finder.hits(key))?)
    }

    /// Looks the identifiers up in their own order: neighbours share pages of the index.
    fn find(&mut self, candidates: &[Candidate]) -> Result<Vec<Hits>, ImportError> {
        let mut hits = vec![Hits::None; candidates.len()];
        let mut keyed: Vec<usize> = (0..candidates.len()).filter(|index| candidates[*index].key.is_some()).collect();
        keyed.sort_unstable_by(|one, other| candidates[*one].key.cmp(&candidates[*other].key));
        for index in keyed {
            if let Some(key) = &candidates[index].key {
                hits[index] = self.finder.hits(key)?;
            }
        }
        Ok(hits)
    }

    /// The contact that a row is to update, if there is just one.
    pub(super) fn load(&mut self, hits: &Hits, tags: &TagTable) -> Result<Option<Contact>, ImportError> {
        match hits {
            Hits::One(id) if self.request.purpose.updates() => Ok(self.finder.load(*id, tags)?),
            _ => Ok(None),
        }
    }
}

/// The rows that share an identifier. Two Contact IDs are one where a merge made them so.
fn twins<'a>(survey: &'a Survey, snapshot: &Snapshot<'_>) -> Result<Cow<'a, Twins>, ImportError> {
    if survey.contact_ids.is_empty() {
        return Ok(Cow::Borrowed(&survey.twins));
    }
    let absorbed = snapshot.absorbed_ids()?;
    let mut twins = TwinsBuilder::default();
    for (id, line) in &survey.contact_ids {
        twins.add(&Key::ContactId(absorbed.get(id).unwrap_or(id).0), *line);
    }
    Ok(Cow::Owned(twins.finish(false)))
}

fn identifier_column(request: &ImportRequest) -> Option<usize> {
    let target: Target = request.identifier?.target();
    let at = request.mapping.slot_of(target)?;
    match request.mapping.slots[at].source {
        SlotSource::Column(column) => Some(column),
        SlotSource::Constant(_) => None,
    }
}

/// The rows by the contact that they match: contacts are loaded by ascending id, because neighbours share pages.
fn by_contact(hits: &[Hits]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..hits.len()).collect();
    order.sort_by_key(|index| match &hits[*index] {
        Hits::One(id) => Some(*id),
        _ => None,
    });
    order
}
