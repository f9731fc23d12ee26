//! The planning pipeline of reviews and imports: reads, matches and decides all rows, on three threads.

mod presence;
mod torn;

use std::borrow::Cow;
use std::collections::{HashMap, VecDeque};
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

pub(super) use presence::{Presence, UnreadableRows};

use presence::PresenceBuilder;
use torn::TornRows;

use super::matches::{MAX_WINDOW_BATCHES, MatchedBatch, ParsedBatch, WindowMatcher};
use super::parallel::send_batches;
use super::rows::RowParser;
use super::suppressed::SuppressedPeople;
use super::{Import, ImportError, ImportRequest, Prescan, RunContext};
use crate::matching::{
    Candidate, Decider, DuplicateKeys, DuplicateKeysBuilder, ImportTags, MatchResult, ProvisionalIdentifiers, RowRef,
    TagCellCache,
};
use crate::model::{
    Action, ContactId, EditedFields, Event, Few, FieldId, Issue, Key, Matched, Matches, NearMiss, Overwrite, Phase,
    PlannedRow, TagRefs, Target, join_or_resume_panic,
};
use crate::source::{Batch, BatchLimits, Row, Widths};
use crate::workspace::{Snapshot, TagIds};

/// Batch size of the pipeline: large enough to keep the threads busy, small enough to hold several in memory.
const BATCH: BatchLimits = BatchLimits { rows: 1024, bytes: 256 * 1024 };

/// Receiver of planned rows, called from the deciding thread.
pub(super) trait Sink: Send {
    /// Receives the rows of a batch, in source order.
    fn write_batch(&mut self, batch: &Batch, rows: Vec<PlannedRow>, tags: &mut TagIds) -> Result<(), ImportError>;
}

impl Import<'_> {
    /// Plans every row against one snapshot of the workspace and passes it to the sink. Returns the contacts that the list
    /// holds; none unless a source is named.
    pub(super) fn plan(
        &mut self,
        phase: Phase,
        snapshot: &Snapshot<'_>,
        tags: &mut TagIds,
        import_tag: Option<&str>,
        sink: &mut dyn Sink,
    ) -> Result<Presence, ImportError> {
        let work = self.work;
        self.new_identifiers = snapshot.new_identifiers(&self.request.identifiers)?;
        let suppressed = SuppressedPeople::load(&self.request, snapshot, self.shared_suppressions.as_ref())?;
        let Self { source, request, prescan, .. } = self;
        let planner = Planner::new(request, prescan, snapshot, tags, import_tag)?;
        let parser = RowParser::new(request, &prescan.readings, &prescan.identifiers.numbers);
        let parser = &parser.with_names(&prescan.name_columns).with_suppressed(&suppressed);
        let mut windows = WindowMatcher::new(request, snapshot, &suppressed, tags.clone())?;
        let widths = source.widths().clone();
        work.observer.event(Event::Started { phase, total: source.facts().rows });
        let presence = thread::scope(|scope| {
            // While one window is matched the next is parsed, so that matching does not wait for it.
            let (to_look_up, read) = sync_channel(MAX_WINDOW_BATCHES);
            // A rendezvous channel: while one window is decided the next is matched, and no other one has its contacts loaded.
            let (to_decide, matched) = sync_channel(0);
            let reader = scope.spawn(move || {
                send_batches(source, BATCH, &to_look_up, |batch| ParsedBatch {
                    candidates: parser.candidates(&batch),
                    batch,
                })
            });
            let decider = scope.spawn(move || planner.decide_all(matched, &widths, tags, sink, work));
            let looked_up = windows.match_all(read, &to_decide);
            drop(to_decide); // Nobody is to wait for more.
            // The decider's error comes first: the other threads then only stop because a channel closed.
            let presence = join_or_resume_panic(decider);
            let others = looked_up.and(join_or_resume_panic(reader).map_err(ImportError::from));
            presence.and_then(|presence| others.map(|()| presence))
        })?;
        work.observer.event(Event::Finished);
        Ok(presence)
    }
}

/// Decides the action of each row from its matches.
struct Planner<'a> {
    /// For each identifier.
    duplicates: Cow<'a, [DuplicateKeys]>,
    decider: Decider<'a>,
    /// Columns of the identifiers.
    identifier_columns: Vec<Option<usize>>,
    /// Lines of the rows that update a contact, by contact, where rows can match one by different identifiers.
    updating_lines: Option<HashMap<ContactId, u64>>,
    /// The contacts that the list holds, where its source is named.
    presence: Option<PresenceBuilder>,
}

impl<'a> Planner<'a> {
    fn new(
        request: &'a ImportRequest,
        prescan: &'a Prescan,
        snapshot: &Snapshot<'_>,
        tags: &mut TagIds,
        import_tag: Option<&str>,
    ) -> Result<Self, ImportError> {
        let given = import_tags(request, snapshot, tags, import_tag)?;
        let cells = TagCellCache::new(request.reading.tag_separator);
        let decider = Decider::new(request.purpose, &request.identifiers, &request.mapping, given, cells);
        let keeps_edits = request.mapping.slots.iter().any(|slot| slot.overwrite == Overwrite::KeepEdits);
        let edited = if keeps_edits { snapshot.edited_fields()? } else { EditedFields::default() };
        let decider = decider.keeping(edited);
        Ok(Self {
            duplicates: duplicate_keys(prescan, snapshot)?,
            decider,
            identifier_columns: identifier_columns(request),
            updating_lines: (request.identifiers.len() > 1).then(HashMap::new),
            presence: request.source.as_ref().map(|_| PresenceBuilder::new(request)),
        })
    }

    fn decide_all(
        mut self,
        receiver: Receiver<Vec<MatchedBatch>>,
        widths: &Widths,
        tags: &mut TagIds,
        sink: &mut dyn Sink,
        work: RunContext<'_>,
    ) -> Result<Presence, ImportError> {
        self.decide_batches(receiver, widths, tags, sink, work)?;
        Ok(self.presence.map(PresenceBuilder::finish).unwrap_or_default())
    }

    fn decide_batches(
        &mut self,
        receiver: Receiver<Vec<MatchedBatch>>,
        widths: &Widths,
        tags: &mut TagIds,
        sink: &mut dyn Sink,
        work: RunContext<'_>,
    ) -> Result<(), ImportError> {
        let (mut torn, mut waiting) = (TornRows::new(widths), VecDeque::new());
        for matched_batch in receiver.into_iter().flatten() {
            work.cancel.check()?;
            self.observe_torn_rows(&matched_batch, &mut torn);
            waiting.push_back(matched_batch);
            // All but the newest batch at most: it stays here while its last row may continue in the next batch.
            while waiting.front().is_some_and(|matched_batch: &MatchedBatch| matched_batch.end() <= torn.settled()) {
                waiting
                    .pop_front()
                    .map_or(Ok(()), |matched_batch| self.decide_batch(matched_batch, &mut torn, tags, sink, work))?;
            }
        }
        torn.end();
        waiting.into_iter().try_for_each(|matched_batch| self.decide_batch(matched_batch, &mut torn, tags, sink, work))
    }

    fn observe_torn_rows(&self, matched_batch: &MatchedBatch, torn: &mut TornRows<'_>) {
        for (row, (candidate, matched)) in
            matched_batch.batch.rows().zip(matched_batch.candidates.iter().zip(&matched_batch.matched))
        {
            torn.observe(row.line(), row.len(), || self.decider.is_valid(candidate, matched));
        }
    }

    fn decide_batch(
        &mut self,
        matched_batch: MatchedBatch,
        torn: &mut TornRows<'_>,
        tags: &mut TagIds,
        sink: &mut dyn Sink,
        work: RunContext<'_>,
    ) -> Result<(), ImportError> {
        let MatchedBatch { batch, candidates, matched, near } = matched_batch;
        let mut near = near.into_iter().peekable();
        let rows = batch.rows().zip(candidates).zip(&matched).enumerate();
        let rows = rows.map(|(at, ((row, candidate), matched))| {
            let near = near.next_if(|(row, _)| *row == at).map(|(_, near)| near);
            let piece = torn.issue(batch.first_row() + at as u64, row);
            self.decide(row, with_piece(candidate, piece), matched, near, tags)
        });
        let rows = rows.collect();
        sink.write_batch(&batch, rows, tags)?;
        work.observer.event(Event::Progress { done: batch.first_row() + batch.len() as u64 });
        Ok(())
    }

    /// Decides the action of one row.
    fn decide(
        &mut self,
        row: Row<'_>,
        candidate: Candidate,
        matched: &Matched,
        near: Option<NearMiss>,
        tags: &mut TagIds,
    ) -> PlannedRow {
        let (line, has_key) = (candidate.line, !candidate.keys.is_empty());
        let cells: Few<Option<&str>> =
            self.identifier_columns.iter().map(|column| column.and_then(|column| row.text(column))).collect();
        let duplicates = self.duplicates.iter().enumerate().filter_map(|(by, keys)| Some((by, keys.of(line)?)));
        let duplicates: Vec<_> = duplicates.collect();
        let earlier_line = self.earlier_line(line, matched);
        let found = MatchResult { duplicates: &duplicates, earlier_line, matched, identifier_cells: &cells, near };
        let planned = self.decider.decide(candidate, found, &mut tags.interner);
        self.note_update(&planned, matched);
        if let Some(presence) = &mut self.presence {
            presence.note(&planned, has_key, matched);
        }
        planned
    }

    /// Returns the line of an earlier row that changes the same contact.
    fn earlier_line(&self, line: u64, matched: &Matched) -> Option<u64> {
        let Matches::One(contact) = matched.hits else { return None };
        self.updating_lines.as_ref()?.get(&contact).copied().filter(|earlier| *earlier != line)
    }

    fn note_update(&mut self, planned: &PlannedRow, matched: &Matched) {
        if let (Some(lines), Matches::One(contact), Action::Update(_)) =
            (&mut self.updating_lines, &matched.hits, &planned.action)
        {
            lines.insert(*contact, planned.line);
        }
    }
}

/// Adds the issue of a torn piece, unless the row has that issue already.
fn with_piece(mut candidate: Candidate, piece: Option<Issue>) -> Candidate {
    if let Some(issue) = piece
        && !candidate.issues.has(issue.code)
    {
        candidate.issues.keep_first(issue);
    }
    candidate
}

/// Returns the tags that an import adds and protects. Earlier import tags are loaded only if a Tags column could remove
/// them.
fn import_tags(
    request: &ImportRequest,
    snapshot: &Snapshot<'_>,
    tags: &mut TagIds,
    own: Option<&str>,
) -> Result<ImportTags, ImportError> {
    let replaces_tags = request.purpose.updates() && request.mapping.slot_of(Target::Field(FieldId::TAGS)).is_some();
    let earlier = if replaces_tags { snapshot.import_tags(&tags.interner)? } else { TagRefs::new() };
    let mut always: TagRefs = request.tags.iter().map(|name| tags.interner.intern(name)).collect();
    // Sorted, because deciding merges sorted lists of tags.
    always.sort_unstable();
    Ok(ImportTags { common_tags: always, own: own.map(|name| tags.interner.intern(name)), earlier })
}

/// Returns the rows that share an identifier, for each identifier. Two Contact IDs are the same if a merge made them one
/// contact.
fn duplicate_keys<'a>(prescan: &'a Prescan, snapshot: &Snapshot<'_>) -> Result<Cow<'a, [DuplicateKeys]>, ImportError> {
    if prescan.identifiers.contact_ids.is_empty() {
        return Ok(Cow::Borrowed(&prescan.identifiers.duplicate_keys));
    }
    let absorbed = snapshot.merged_ids()?;
    let mut duplicates = DuplicateKeysBuilder::default();
    for (id, line) in &prescan.identifiers.contact_ids {
        let key = Key::ContactId(absorbed.get(id).unwrap_or(id).0);
        duplicates.add(&key, RowRef::new(*line, 0));
    }
    Ok(Cow::Owned(vec![duplicates.finish(0, ProvisionalIdentifiers::default())]))
}

fn identifier_columns(request: &ImportRequest) -> Vec<Option<usize>> {
    let column = |target: &Target| {
        let at = request.mapping.slot_of(*target)?;
        request.mapping.slots[at].column_index()
    };
    request.identifiers.iter().map(column).collect()
}
