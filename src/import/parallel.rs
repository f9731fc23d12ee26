//! Helpers that read batches on one thread and process their rows on all cores.

use std::sync::mpsc::SyncSender;

use rayon::prelude::*;

use crate::source::{Batch, BatchLimits, Source, SourceError};

/// Minimum number of rows per task; fewer are not worth another thread.
const MIN_ROWS_PER_TASK: usize = 512;

/// Sends `make(batch)` for each batch until the source ends or the receiver is dropped.
pub(super) fn send_batches<T>(
    source: &mut Source,
    limits: BatchLimits,
    sender: &SyncSender<T>,
    make: impl Fn(Batch) -> T,
) -> Result<(), SourceError> {
    let mut batches = source.batches(limits)?;
    loop {
        // A new batch each time: the one before is on its way to another thread.
        let mut batch = Batch::default();
        if !batches.next_batch(&mut batch)? || sender.send(make(batch)).is_err() {
            return Ok(());
        }
    }
}

/// Returns `work(0) … work(count - 1)` in order, computed on all cores. The threads live as long as the program,
/// because the phone number patterns keep a cache for each thread that ever used them.
pub(super) fn par_map<T: Send>(count: usize, work: impl Fn(usize) -> T + Sync + Send) -> Vec<T> {
    if count < MIN_ROWS_PER_TASK {
        return (0..count).map(work).collect();
    }
    (0..count).into_par_iter().with_min_len(MIN_ROWS_PER_TASK).map(work).collect()
}
