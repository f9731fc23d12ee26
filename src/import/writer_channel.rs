//! Between the thread that plans and the one that writes: while one batch is written the next is planned.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use super::files::{OutputWriter, StagedOutputs};
use super::plan::Sink;
use super::{ImportError, Summary};
use crate::model::{Interrupted, PlannedRow, Text};
use crate::source::Batch;
use crate::workspace::{CompressedRows, TagIds};

/// So many batches may wait to be written.
const CHANNEL_CAPACITY: usize = 2;

/// The rows of a batch, planned, on their way into the workspace.
pub(super) struct PlannedBatch {
    pub(super) rows: Vec<PlannedRow>,
    /// The same as they stand in the results file.
    pub(super) results: CompressedRows,
    /// Tags that were met for the first time, in the order of their places in the book.
    pub(super) new_tags: Vec<Text>,
}

/// What is left when all rows are handed over.
pub(super) struct SinkOutput {
    pub(super) tally: Summary,
    pub(super) files: StagedOutputs,
}

/// The sink of an import: it writes the files, counts, and hands the rows to the thread that writes the workspace.
pub(super) struct ImportSink<'o> {
    files: OutputWriter<'o>,
    tally: Summary,
    /// So many tags are known on the other side.
    known_tags: usize,
    sender: SyncSender<PlannedBatch>,
}

impl<'o> ImportSink<'o> {
    /// A clerk, and where the rows come out. Both sides know these tags.
    pub(super) fn new(files: OutputWriter<'o>, tags: &TagIds) -> (Self, Receiver<PlannedBatch>) {
        let (sender, receiver) = sync_channel(CHANNEL_CAPACITY);
        (Self { files, tally: Summary::default(), known_tags: tags.book.len(), sender }, receiver)
    }

    /// Lets the other side know that there are no more rows, and brings the files to the disk meanwhile.
    pub(super) fn finish(self) -> Result<SinkOutput, ImportError> {
        let Self { files, tally, sender, .. } = self;
        drop(sender);
        Ok(SinkOutput { tally, files: files.seal()? })
    }
}

impl Sink for ImportSink<'_> {
    fn write_batch(&mut self, batch: &Batch, rows: Vec<PlannedRow>, tags: &mut TagIds) -> Result<(), ImportError> {
        let results = CompressedRows::compress(self.files.write(batch, &rows)?);
        self.tally.add_all(&rows);
        let new_tags = tags.book.names_from(self.known_tags).to_vec();
        self.known_tags += new_tags.len();
        // Nobody listens after the writing failed, and that is what is told.
        self.sender.send(PlannedBatch { rows, results, new_tags }).map_err(|_| Interrupted.into())
    }
}
