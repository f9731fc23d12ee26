use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc;
use std::time::{Duration, Instant, SystemTime};

use super::program::Command;
use super::{Mail, NotifyError};

/// So much longer than its own limit it is waited for a way, to hear what it says at its end.
const GRACE: Duration = Duration::from_millis(300);

/// What is told.
#[derive(Debug, Clone)]
pub struct Notice {
    /// The subject of the mail.
    pub subject: String,
    /// The text of the mail.
    pub body: String,
    /// The results file of an import that is done.
    pub results: Option<PathBuf>,
    /// What the command gets: one JSON document.
    pub json: Vec<u8>,
    /// When it happened.
    pub at: SystemTime,
}

/// The ways that notices go.
#[derive(Debug, Clone, Default)]
pub struct Ways {
    /// By mail.
    pub mail: Option<Mail>,
    /// To a program.
    pub command: Option<Command>,
}

/// What became of a notice on one way.
#[derive(Debug)]
pub struct Delivery {
    /// The way, in words that name nobody: `the e-mail`, `the command /usr/local/bin/tell`.
    pub way: String,
    /// Whether it arrived.
    pub outcome: Result<(), NotifyError>,
}

impl Ways {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.mail.is_none() && self.command.is_none()
    }
}

/// One way, as a thread takes it.
type Send = Box<dyn FnOnce(&Notice, Instant) -> Result<(), NotifyError> + std::marker::Send>;

/// Sends a notice by all ways at the same time. Whatever happens, it returns within the limit (and a third of a
/// second); what has not arrived by then is given up.
pub fn deliver(ways: &Ways, notice: Notice, limit: Duration) -> Vec<Delivery> {
    let until = Instant::now() + limit;
    let (notice, ways) = (Arc::new(notice), list(ways));
    let started: Vec<_> = ways.into_iter().map(|(way, send)| (way, start(send, &notice, until))).collect();
    let outcome = |answer: mpsc::Receiver<Result<(), NotifyError>>| {
        let patience = (until + GRACE).saturating_duration_since(Instant::now());
        answer.recv_timeout(patience).unwrap_or(Err(NotifyError::TooLate { seconds: limit.as_secs() }))
    };
    started.into_iter().map(|(way, answer)| Delivery { way, outcome: outcome(answer) }).collect()
}

fn list(ways: &Ways) -> Vec<(String, Send)> {
    let mut list: Vec<(String, Send)> = Vec::new();
    if let Some(mail) = ways.mail.clone() {
        list.push(("the e-mail".to_owned(), Box::new(move |notice, until| mail.send(notice, until))));
    }
    if let Some(command) = ways.command.clone() {
        let way = format!("the command {}", command.program);
        list.push((way, Box::new(move |notice, until| command.run(notice.json.clone(), until))));
    }
    list
}

/// A thread that hangs in the network is left behind: it ends with the process.
fn start(send: Send, notice: &Arc<Notice>, until: Instant) -> mpsc::Receiver<Result<(), NotifyError>> {
    let (answer, receiver) = mpsc::channel();
    let notice = Arc::clone(notice);
    std::thread::spawn(move || answer.send(send(&notice, until)));
    receiver
}
