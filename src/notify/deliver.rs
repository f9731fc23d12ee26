use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc;
use std::time::{Duration, Instant, SystemTime};

use super::program::HookCommand;
use super::{Mail, NotifyError};

/// So much longer than its own limit it is waited for a way, to hear what it says at its end.
const EXTRA_TIMEOUT: Duration = Duration::from_millis(300);

/// What is told.
#[derive(Debug, Clone)]
pub struct OutgoingMessage {
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
pub struct Channels {
    /// By mail.
    pub mail: Option<Mail>,
    /// To a program.
    pub command: Option<HookCommand>,
}

/// What became of a notice on one way.
#[derive(Debug)]
pub struct Delivery {
    /// The way, in words that name nobody: `the e-mail`, `the command /usr/local/bin/tell`.
    pub channel: String,
    /// Whether it arrived.
    pub outcome: Result<(), NotifyError>,
}

impl Channels {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.mail.is_none() && self.command.is_none()
    }
}

/// One way, as a thread takes it.
type Send = Box<dyn FnOnce(&OutgoingMessage, Instant) -> Result<(), NotifyError> + std::marker::Send>;

/// Sends a notice by all ways at the same time. Whatever happens, it returns within the limit (and a third of a
/// second); what has not arrived by then is given up.
pub fn deliver(ways: &Channels, notice: OutgoingMessage, limit: Duration) -> Vec<Delivery> {
    let until = Instant::now() + limit;
    let (notice, ways) = (Arc::new(notice), senders(ways));
    let started: Vec<_> = ways.into_iter().map(|(way, send)| (way, start(send, &notice, until))).collect();
    let outcome = |answer: mpsc::Receiver<Result<(), NotifyError>>| {
        let patience = (until + EXTRA_TIMEOUT).saturating_duration_since(Instant::now());
        answer.recv_timeout(patience).unwrap_or(Err(NotifyError::TooLate { seconds: limit.as_secs() }))
    };
    started.into_iter().map(|(way, answer)| Delivery { channel: way, outcome: outcome(answer) }).collect()
}

fn senders(ways: &Channels) -> Vec<(String, Send)> {
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
fn start(send: Send, notice: &Arc<OutgoingMessage>, until: Instant) -> mpsc::Receiver<Result<(), NotifyError>> {
    let (answer, receiver) = mpsc::channel();
    let notice = Arc::clone(notice);
    std::thread::spawn(move || answer.send(send(&notice, until)));
    receiver
}
