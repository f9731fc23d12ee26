//! Between the thread that plans and the one that writes: while one batch is written the next is planned.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use super::files::{OutputFiles, SealedFiles};
use super::plan::Sink;
use super::{ImportError, Tally};
use crate::model::{Interrupted, PlannedRow, Text};
use crate::source::Batch;
use crate::workspace::{PackedResults, TagTable};

/// So many batches may wait to be written.
const WAITING: usize = 2;

/// The rows of a batch, planned, on their way into the workspace.
pub(super) struct Planned {
    pub(super) rows: Vec<PlannedRow>,
    /// The same as they stand in the results file.
    pub(super) results: PackedResults,
    /// Tags that were met for the first time, in the order of their places in the book.
    pub(super) new_tags: Vec<Text>,
}

/// What is left when all rows are handed over.
pub(super) struct Done {
    pub(super) tally: Tally,
    pub(super) files: SealedFiles,
}

/// The sink of an import: it writes the files, counts, and hands the rows to the thread that writes the workspace.
pub(super) struct Clerk<'o> {
    files: OutputFiles<'o>,
    tally: Tally,
    /// So many tags are known on the other side.
    known_tags: usize,
    sender: SyncSender<Planned>,
}

impl<'o> Clerk<'o> {
    /// A clerk, and where the rows come out. Both sides know these tags.
    pub(super) fn new(files: OutputFiles<'o>, tags: &TagTable) -> (Self, Receiver<Planned>) {
        let (sender, receiver) = sync_channel(WAITING);
        (Self { files, tally: Tally::default(), known_tags: tags.book.len(), sender }, receiver)
    }

    /// Lets the other side know that there are no more rows, and brings the files to the disk meanwhile.
    pub(super) fn finish(self) -> Result<Done, ImportError> {
        let Self { files, tally, sender, .. } = self;
        drop(sender);
        Ok(Done { tally, files: files.seal()? })
    }
}

impl Sink for Clerk<'_> {
    fn take(&mut self, batch: &Batch, rows: Vec<PlannedRow>, tags: &mut TagTable) -> Result<(), ImportError> {
        let results = PackedResults::pack(self.files.write(batch, &rows)?);
        self.tally.add_all(&rows);
        let new_tags = tags.book.names_from(self.known_tags).to_vec();
        self.known_tags += new_tags.len();
        // Nobody listens after the writing failed, and that is what is told.
        self.sender.send(Planned { rows, results, new_tags }).map_err(|_| Interrupted.into())
    }
}
