use std::borrow::Cow;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use super::interpret::Interpreter;
use super::{Import, ImportError, ImportRequest, Survey, Work};
use crate::matching::{Candidate, Decider, Found, TagCells, Twins, TwinsBuilder};
use crate::model::{Event, Key, Phase, PlannedRow, Slot, SlotSource, Target};
use crate::source::{Batch, BatchLimits, Row, Source, SourceError};
use crate::workspace::{Lookup, Matched, Snapshot, TagTable};

/// Large batches make long runs of neighbours in the workspace, and so few page reads; small ones take less memory, of
/// which there are five on their way.
const BATCH: BatchLimits = BatchLimits { rows: 4 * 1024, bytes: 1024 * 1024 };

/// Where planned rows go.
pub(super) trait Sink {
    /// Takes the rows of a batch, in order.
    fn take(&mut self, batch: &Batch, rows: Vec<PlannedRow>, tags: &mut TagTable) -> Result<(), ImportError>;
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
    lookup: Lookup<'w>,
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
        let lookup = snapshot.lookup(finder, request.purpose.updates());
        Ok(Self { request, twins, decider, lookup, identifier_column })
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
        candidates: Vec<Candidate>,
        tags: &mut TagTable,
    ) -> Result<Vec<PlannedRow>, ImportError> {
        let matched = self.look_up(&candidates, tags)?;
        let met = candidates.into_iter().zip(&matched).enumerate();
        Ok(met.map(|(at, (candidate, matched))| self.decide_row(batch.row(at), candidate, matched, tags)).collect())
    }

    /// Decides what one row does, given what it matches.
    pub(super) fn decide_row(
        &mut self,
        row: Row<'_>,
        candidate: Candidate,
        matched: &Matched,
        tags: &mut TagTable,
    ) -> PlannedRow {
        let found = Found {
            twins: self.twins.of(candidate.line),
            contacts: matched.hits.ids(),
            contact: matched.contact.as_ref(),
            identifier_cell: self.identifier_column.and_then(|column| row.text(column)),
        };
        self.decider.decide(candidate, found, &mut tags.book)
    }

    /// What is asked for.
    pub(super) fn request(&self) -> &'a ImportRequest {
        self.request
    }

    /// What the rows match; the contact itself where the purpose may update it.
    pub(super) fn look_up(&mut self, candidates: &[Candidate], tags: &TagTable) -> Result<Vec<Matched>, ImportError> {
        let keys: Vec<Option<&Key>> = candidates.iter().map(|candidate| candidate.key.as_ref()).collect();
        Ok(self.lookup.look_up(&keys, tags)?)
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
