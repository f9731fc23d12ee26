use serde::{Deserialize, Serialize};

/// A part of the work that takes time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// The source is checked: encoding, quotes, number of rows. Counted in bytes.
    Checking,
    /// Rows are read and their identifiers compared. Counted in rows.
    Reading,
    /// The review is made. Counted in rows.
    Reviewing,
    /// Contacts are written. Counted in rows.
    Writing,
}

/// Something that the library tells while it works; `ui` draws it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A phase begins; `total` is in the phase's own unit.
    Started {
        /// Which.
        phase: Phase,
        /// How much there is to do.
        total: u64,
    },
    /// So much of the present phase is done.
    Progress {
        /// In the phase's own unit.
        done: u64,
    },
    /// The present phase is over.
    Finished,
    /// Another import holds the workspace, and this one waits for it.
    Waiting {
        /// What is known of the other: its source and since when.
        running: String,
    },
}

/// Who is told.
pub trait Observer: Sync {
    /// Called often; must be cheap.
    fn event(&self, event: Event);
}

/// Nobody is told.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoObserver;

impl Observer for NoObserver {
    fn event(&self, _event: Event) {}
}

/// Two are told.
pub struct ObserverPair<'a>(pub &'a dyn Observer, pub &'a dyn Observer);

impl Observer for ObserverPair<'_> {
    fn event(&self, event: Event) {
        self.0.event(event.clone());
        self.1.event(event);
    }
}
