//! Channel from the planning thread to the writing one: while one batch is written, the next is planned.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use crate::import::outputs::{OutputWriter, StagedOutputs};
use crate::import::plan::Sink;
use crate::import::{ImportError, Summary};
use crate::model::{Interrupted, PlannedRow, Text};
use crate::source::Batch;
use crate::workspace::{CompressedRows, TagIds};

/// Maximum number of planned batches waiting to be written.
const CHANNEL_CAPACITY: usize = 2;

/// Planned rows of a batch on their way to the writer.
pub(super) struct PlannedBatch {
    pub(super) rows: Vec<PlannedRow>,
    /// The same rows as rendered for the results file, compressed.
    pub(super) results: CompressedRows,
    /// Tags interned for the first time, in interner order.
    pub(super) new_tags: Vec<Text>,
}

/// Output of the sink after the last row.
pub(super) struct SinkOutput {
    pub(super) tally: Summary,
    pub(super) files: StagedOutputs,
}

/// Import sink: writes the output files, tallies rows and sends each batch to the writer thread.
pub(super) struct ImportSink<'o> {
    files: OutputWriter<'o>,
    tally: Summary,
    /// Number of tags that the writer thread knows.
    known_tags: usize,
    sender: SyncSender<PlannedBatch>,
}

impl<'o> ImportSink<'o> {
    /// Creates the sink and the receiving end. Both sides start with these tags; `tally` is empty.
    pub(super) fn new(files: OutputWriter<'o>, tally: Summary, tags: &TagIds) -> (Self, Receiver<PlannedBatch>) {
        let (sender, receiver) = sync_channel(CHANNEL_CAPACITY);
        (Self { files, tally, known_tags: tags.interner.len(), sender }, receiver)
    }

    /// Closes the channel, then syncs the files to disk while the last batches are written.
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
        let new_tags = tags.interner.names_from(self.known_tags).to_vec();
        self.known_tags += new_tags.len();
        // The receiver is dropped only after the writer failed, and the writer's own error is reported.
        self.sender.send(PlannedBatch { rows, results, new_tags }).map_err(|_| Interrupted.into())
    }
}
