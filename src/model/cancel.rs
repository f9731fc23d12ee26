use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The wish to stop, set by a signal and asked for by every long loop.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<AtomicBool>);

/// The work stopped because [`Cancel`] asked for it; nothing was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("interrupted")]
pub struct Interrupted;

impl Cancel {
    /// Asks the work to stop at its next safe place.
    pub fn request(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// What a signal handler sets to ask for it.
    pub fn flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.0)
    }

    /// Whether somebody asked to stop.
    pub fn requested(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// For the `?` of a loop: an error once somebody asked to stop.
    ///
    /// # Errors
    /// [`Interrupted`] after [`Cancel::request`].
    pub fn check(&self) -> Result<(), Interrupted> {
        if self.requested() { Err(Interrupted) } else { Ok(()) }
    }
}
