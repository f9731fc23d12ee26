//! Progress events of long-running work, and their receivers.

use serde::{Deserialize, Serialize};

/// Phase of long-running work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// Checks the source: encoding, quotes, number of rows. Counted in bytes.
    Checking,
    /// Reads rows and compares their identifiers. Counted in rows.
    Reading,
    /// Makes the review. Counted in rows.
    Reviewing,
    /// Writes contacts. Counted in rows.
    Writing,
}

/// Progress event from the library; `ui` draws it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A phase begins.
    Started {
        /// The phase.
        phase: Phase,
        /// Amount of work, in the unit of the phase.
        total: u64,
    },
    /// Work done so far in the present phase.
    Progress {
        /// Amount done, in the unit of the phase.
        done: u64,
    },
    /// The present phase is over.
    Finished,
    /// Another import holds the workspace, and this one waits for it.
    Waiting {
        /// Description of the running import: its source and when it began.
        running: String,
    },
}

/// Receives progress events from long-running work.
pub trait Observer: Sync {
    /// Handles an event. Called often, so it must be cheap.
    fn event(&self, event: Event);
}

/// Observer that ignores all events.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoObserver;

impl Observer for NoObserver {
    fn event(&self, _event: Event) {}
}

/// Observer that passes each event on to two others.
pub struct ObserverPair<'a>(pub &'a dyn Observer, pub &'a dyn Observer);

impl Observer for ObserverPair<'_> {
    fn event(&self, event: Event) {
        self.0.event(event.clone());
        self.1.event(event);
    }
}
