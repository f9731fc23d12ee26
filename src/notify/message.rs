//! The notification as an e-mail, with the results file attached.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::time::{Instant, SystemTime};

use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment as AttachedFile, Body, Mailbox, Message, MultiPart, SinglePart};
use lettre::{Address, message::MessageBuilder};

use super::mail::{ATTACHMENT_LIMIT, Mail, Transport};
use super::{Attachment, NotifyError, OutgoingMessage};
use crate::model::shown_path;

/// Maximum length of a subject, in characters.
const SUBJECT_LIMIT: usize = 200;

impl Mail {
    /// Sends a message. One that is refused for the size of its attachment, or may be, is sent again without it: what
    /// happened is to be heard of.
    pub(super) fn send(&self, notice: &OutgoingMessage, until: Instant) -> Result<(), NotifyError> {
        let sent = self.carry(&self.message(notice, Attached::read(notice.attachment.as_ref()))?, until);
        match (sent, &notice.attachment) {
            (Err(refusal), Some(attachment)) if refusal.may_be_of_size() => {
                let refused = Attached::left_out(attachment, "with it the mail was refused");
                self.carry(&self.message(notice, refused)?, until)
            }
            (sent, _) => sent,
        }
    }

    fn carry(&self, message: &Message, until: Instant) -> Result<(), NotifyError> {
        match &self.transport {
            Transport::Server(server) => server.send(message.envelope(), &message.formatted(), until),
            Transport::Sendmail(_) if !cfg!(unix) => Err(NotifyError::NoSendmail),
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
    pub(super) fn message(&self, notice: &OutgoingMessage, attached: Attached) -> Result<Message, NotifyError> {
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
        with_content(builder, &notice.body, attached).map_err(|error| NotifyError::Unmakeable(error.to_string()))
    }
}

/// What becomes of the attachment of a mail.
pub(super) enum Attached {
    /// There is none.
    Nothing,
    /// It goes with the mail.
    File { name: String, what: &'static str, bytes: Vec<u8> },
    /// It stays where it is, and the mail says so.
    LeftOut { words: String },
}

impl Attached {
    /// Reads the file, unless it is too large or cannot be read.
    pub(super) fn read(attachment: Option<&Attachment>) -> Self {
        let Some(attachment) = attachment else { return Self::Nothing };
        match read_small(&attachment.path) {
            Ok(Some(bytes)) => Self::File { name: file_name(&attachment.path), what: attachment.what, bytes },
            Ok(None) => Self::left_out(attachment, "it is too large for a mail"),
            Err(error) => Self::left_out(attachment, &error.to_string()),
        }
    }

    fn left_out(Attachment { path, what }: &Attachment, why: &str) -> Self {
        let words = format!("The {what} is not attached, because {why}. It is at {}", shown_path(path));
        Self::LeftOut { words }
    }
}

/// Adds the text, and the attachment.
fn with_content(builder: MessageBuilder, body: &str, attached: Attached) -> Result<Message, lettre::error::Error> {
    match attached {
        Attached::Nothing => builder.singlepart(SinglePart::plain(body.to_owned())),
        Attached::LeftOut { words } => builder.singlepart(SinglePart::plain(format!("{body}\n{words}\n"))),
        Attached::File { name, what, bytes } => {
            let text = SinglePart::plain(format!("{body}\nThe {what} is attached: {name}\n"));
            let csv = ContentType::parse("text/csv; charset=utf-8").unwrap_or(ContentType::TEXT_PLAIN);
            // Base64 keeps every byte and every line end as it is.
            let bytes = Body::new_with_encoding(bytes, ContentTransferEncoding::Base64).unwrap_or_else(Body::new);
            let file = AttachedFile::new(name).body(bytes, csv);
            builder.multipart(MultiPart::mixed().singlepart(text).singlepart(file))
        }
    }
}

/// Reads a file below the limit; `None` for a larger one.
fn read_small(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    // The limit is applied to the read and not to the metadata, because the file may grow in between.
    File::open(path)?.take(ATTACHMENT_LIMIT).read_to_end(&mut bytes)?;
    Ok(((bytes.len() as u64) < ATTACHMENT_LIMIT).then_some(bytes))
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
