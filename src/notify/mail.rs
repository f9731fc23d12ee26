//! The notification as an e-mail, with the results file attached.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::time::{Instant, SystemTime};

use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Body, Mailbox, Message, MultiPart, SinglePart};
use lettre::{Address, message::MessageBuilder};

use super::program::HookCommand;
use super::{NotifyError, OutgoingMessage, SmtpServer};
use crate::model::shown_path;

/// Size from which a results file is not attached, in bytes.
// Base64 adds a third, so the mail stays below 14 MiB.
pub const ATTACHMENT_LIMIT: u64 = 10 * 1024 * 1024;

/// Maximum length of a subject, in characters.
const SUBJECT_LIMIT: usize = 200;

/// Sender, recipients and transport of the mail.
#[derive(Debug, Clone)]
pub struct Mail {
    /// Address of the sender.
    pub from: String,
    /// Addresses of the recipients; at least one.
    pub to: Vec<String>,
    /// Transport of the mail.
    pub carrier: Transport,
}

/// Transport of mail.
#[derive(Debug, Clone)]
pub enum Transport {
    /// A mail server.
    Server(SmtpServer),
    /// A program that is called as `sendmail -t -i`, by its path.
    Sendmail(HookCommand),
}

impl Mail {
    /// Sends a message.
    pub(super) fn send(&self, notice: &OutgoingMessage, until: Instant) -> Result<(), NotifyError> {
        let message = self.message(notice)?;
        match &self.carrier {
            Transport::Server(server) => server.send(message.envelope(), &message.formatted(), until),
            Transport::Sendmail(command) => command.run(message.formatted(), until),
        }
    }

    /// Returns `<milliseconds.process@domain of the sender>`, unique for each mail.
    fn message_id(&self, notice: &OutgoingMessage) -> String {
        let moment = notice.at.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_millis();
        // Not the host name, which would tell recipients the name of the user's machine.
        let domain = self.from.rsplit_once('@').map_or("localhost", |(_, domain)| domain);
        format!("<{moment}.{}@{domain}>", std::process::id())
    }

    /// Builds the mail.
    pub(super) fn message(&self, notice: &OutgoingMessage) -> Result<Message, NotifyError> {
        let mut builder = Message::builder()
            .from(mailbox(&self.from)?)
            .date(notice.at)
            .message_id(Some(self.message_id(notice)))
            .subject(header_safe(&notice.subject, SUBJECT_LIMIT))
            // RFC 3834: keeps vacation responders and other robots from answering.
            .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".into()));
        for address in &self.to {
            builder = builder.to(mailbox(address)?);
        }
        with_content(builder, notice).map_err(|error| NotifyError::Unmakeable(error.to_string()))
    }
}

/// Adds the text, and the results file where it is small enough.
fn with_content(builder: MessageBuilder, notice: &OutgoingMessage) -> Result<Message, lettre::error::Error> {
    let Some(path) = &notice.results else {
        return builder.singlepart(SinglePart::plain(notice.body.clone()));
    };
    let name = file_name(path);
    let Some(bytes) = read_small(path) else {
        let where_it_is = format!("The results file is not attached; it is at {}", shown_path(&path));
        return builder.singlepart(SinglePart::plain(format!("{}\n{where_it_is}\n", notice.body)));
    };
    let text = SinglePart::plain(format!("{}\nThe results are attached: {name}\n", notice.body));
    let csv = ContentType::parse("text/csv; charset=utf-8").unwrap_or(ContentType::TEXT_PLAIN);
    // Base64 keeps every byte and every line end as it is.
    let bytes = Body::new_with_encoding(bytes, ContentTransferEncoding::Base64).unwrap_or_else(Body::new);
    builder.multipart(MultiPart::mixed().singlepart(text).singlepart(Attachment::new(name).body(bytes, csv)))
}

/// Reads a file below the limit; `None` for a larger one, and for one that cannot be read.
fn read_small(path: &Path) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    // The limit is applied to the read and not to the metadata, because the file may grow in between.
    File::open(path).ok()?.take(ATTACHMENT_LIMIT).read_to_end(&mut bytes).ok()?;
    ((bytes.len() as u64) < ATTACHMENT_LIMIT).then_some(bytes)
}

/// Returns the file's name, safe for a header: no line ends, no quotes.
fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.chars().map(|c| if c.is_control() || matches!(c, '"' | '\\' | '/') { '_' } else { c }).collect()
}

/// Reduces a text to one line, so that nothing in it can begin another header.
fn header_safe(text: &str, limit: usize) -> String {
    let line = text.chars().map(|c| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c });
    line.take(limit).collect()
}

fn mailbox(text: &str) -> Result<Mailbox, NotifyError> {
    let wrong = |reason: String| NotifyError::Address { text: text.to_owned(), reason };
    Ok(Mailbox::new(None, text.trim().parse::<Address>().map_err(|error| wrong(error.to_string()))?))
}

/// Parses an e-mail address into its stored form: `ann@example.com`.
///
/// # Errors
/// When it is not an address.
pub fn parse_address(text: &str) -> Result<String, NotifyError> {
    mailbox(text).map(|mailbox| mailbox.email.to_string())
}
