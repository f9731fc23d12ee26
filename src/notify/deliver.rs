//! Delivery of a notification by all channels at once, within a time limit.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc;
use std::time::{Duration, Instant, SystemTime};

use super::program::HookCommand;
use super::{Mail, NotifyError};

/// Time beyond a channel's own limit that is waited for its final error.
// A killed command and a timed-out connection report at the limit itself; without a margin their reason would be lost.
const EXTRA_TIMEOUT: Duration = Duration::from_millis(300);

/// Content of a notification, for all channels.
#[derive(Debug, Clone)]
pub struct OutgoingMessage {
    /// Subject of the mail.
    pub subject: String,
    /// Text of the mail.
    pub body: String,
    /// File that goes with the mail.
    pub attachment: Option<Attachment>,
    /// Input of the command: one JSON document.
    pub json: Vec<u8>,
    /// Moment of the event.
    pub at: SystemTime,
}

/// File that goes with a mail, as far as its size allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Path of the file.
    pub path: PathBuf,
    /// What it is, for the text of the mail: `results file`.
    pub what: &'static str,
}

/// Channels by which notifications are sent.
#[derive(Debug, Clone, Default)]
pub struct Channels {
    /// E-mail.
    pub mail: Option<Mail>,
    /// A command.
    pub command: Option<HookCommand>,
}

/// Outcome of a notification on one channel.
#[derive(Debug)]
pub struct Delivery {
    /// Name of the channel without personal data: `the e-mail`, `the command /usr/local/bin/tell`.
    pub channel: String,
    /// Success, or why it failed.
    pub outcome: Result<(), NotifyError>,
}

impl Channels {
    /// Returns true if there is no channel.
    pub fn is_empty(&self) -> bool {
        self.mail.is_none() && self.command.is_none()
    }
}

/// Sender of one channel, as its thread runs it.
type Send = Box<dyn FnOnce(&OutgoingMessage, Instant) -> Result<(), NotifyError> + std::marker::Send>;

/// Sends a message by all channels in parallel. Returns within the limit plus 0.3 seconds in any case; what has not
/// arrived by then is abandoned.
pub fn deliver(channels: &Channels, message: OutgoingMessage, limit: Duration) -> Vec<Delivery> {
    let until = Instant::now() + limit;
    let (message, senders) = (Arc::new(message), senders(channels));
    let started: Vec<_> = senders.into_iter().map(|(channel, send)| (channel, start(send, &message, until))).collect();
    let outcome = |answer: mpsc::Receiver<Result<(), NotifyError>>| {
        let timeout = (until + EXTRA_TIMEOUT).saturating_duration_since(Instant::now());
        answer.recv_timeout(timeout).unwrap_or(Err(NotifyError::TooLate { seconds: limit.as_secs() }))
    };
    started.into_iter().map(|(channel, answer)| Delivery { channel, outcome: outcome(answer) }).collect()
}

fn senders(channels: &Channels) -> Vec<(String, Send)> {
    let mut list: Vec<(String, Send)> = Vec::new();
    if let Some(mail) = channels.mail.clone() {
        list.push(("the e-mail".to_owned(), Box::new(move |message, until| mail.send(message, until))));
    }
    if let Some(command) = channels.command.clone() {
        let channel = format!("the command {}", command.program);
        list.push((channel, Box::new(move |message, until| command.run(message.json.clone(), until))));
    }
    list
}

/// Starts a sender thread. One that hangs in the network is abandoned and ends with the process.
fn start(send: Send, message: &Arc<OutgoingMessage>, until: Instant) -> mpsc::Receiver<Result<(), NotifyError>> {
    let (answer, receiver) = mpsc::channel();
    let message = Arc::clone(message);
    // Not a scoped thread: its scope would wait for name resolution, which has no timeout.
    std::thread::spawn(move || answer.send(send(&message, until)));
    receiver
}
