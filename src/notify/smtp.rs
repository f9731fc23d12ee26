//! Minimal SMTP client (RFC 5321): one message in one conversation, with a deadline and a bound on every answer.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::sync::Arc;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use lettre::address::{Address, Envelope};
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, StreamOwned};

/// Maximum length of an answer, all its lines together, in bytes; RFC 5321 allows 512 for a line.
const MAX_ANSWER: u64 = 16 * 1024;

/// Reason why a message was not accepted.
#[derive(Debug, thiserror::Error)]
pub(super) enum SmtpError {
    /// The server cannot be reached, or stops answering.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The server answered with an unexpected code.
    #[error("it answered {asked} with: {answer}")]
    Refused {
        /// The command, without its secrets.
        asked: &'static str,
        /// The answer, on one line.
        answer: String,
    },
    /// The server does not begin the conversation.
    #[error("{}", describe_silence(.0))]
    NoGreeting(io::Error),
    /// The server takes no message of this size, as it said by its answer, or before by the limit that it offers.
    #[error("{0}")]
    TooLarge(String),
    /// The server took the message, but not for all recipients.
    #[error("it took the message for {taken} of {all} recipients; {refusal}")]
    NotForAll {
        /// Number of recipients whose address it took.
        taken: usize,
        /// Number of all recipients.
        all: usize,
        /// Its answer to the first address that it refused.
        refusal: Box<SmtpError>,
    },
    /// The answer is not SMTP.
    #[error("it does not speak SMTP: {0}")]
    NoSmtp(&'static str),
    /// The server lacks an extension that is needed.
    #[error("it does not offer {0}")]
    NotOffered(&'static str),
}

/// Connection to a server, with the extensions it offered.
pub(super) struct Conversation {
    wire: BufReader<Wire>,
    /// Offered extensions, one per line: `STARTTLS`, `AUTH PLAIN LOGIN`.
    offers: Vec<String>,
}

impl Conversation {
    /// Connects and reads the greeting. `encryption` applies from the first byte, where given.
    pub(super) fn begin(
        host: &str,
        port: u16,
        encryption: Option<(Arc<ClientConfig>, ServerName<'static>)>,
        until: Instant,
    ) -> Result<Self, SmtpError> {
        let stream = Timed { stream: connect(host, port, until)?, until };
        let wire = match encryption {
            Some((config, name)) => encrypted(stream, config, name)?,
            None => Wire::Plain(stream),
        };
        let mut conversation = Self { wire: BufReader::new(wire), offers: Vec::new() };
        conversation.expect("the greeting", '2').map_err(|error| match error {
            SmtpError::Io(error) => SmtpError::NoGreeting(error),
            other => other,
        })?;
        conversation.introduce()?;
        Ok(conversation)
    }

    /// Encrypts the conversation from here on; what the server offered before no longer counts.
    pub(super) fn encrypt(mut self, config: Arc<ClientConfig>, name: ServerName<'static>) -> Result<Self, SmtpError> {
        if !self.offers("STARTTLS") {
            return Err(SmtpError::NotOffered("STARTTLS"));
        }
        self.ask("STARTTLS", "STARTTLS", '2')?;
        // Unencrypted bytes behind the answer may be an attacker's and must not count as encrypted (RFC 3207, 4.2).
        if !self.wire.buffer().is_empty() {
            return Err(SmtpError::NoSmtp("it goes on talking after STARTTLS"));
        }
        let Wire::Plain(stream) = self.wire.into_inner() else {
            return Err(SmtpError::NoSmtp("it is encrypted already"));
        };
        let mut conversation = Self { wire: BufReader::new(encrypted(stream, config, name)?), offers: Vec::new() };
        conversation.introduce()?;
        Ok(conversation)
    }

    /// Logs in by PLAIN or LOGIN, the first of them that the server offers (RFC 4954).
    pub(super) fn log_in(&mut self, user: &str, password: &str) -> Result<(), SmtpError> {
        // PLAIN first: it is the standard one (RFC 4616) and takes one round trip.
        if self.offers("AUTH PLAIN") {
            let words = BASE64.encode(format!("\0{user}\0{password}"));
            return self.ask("AUTH", &format!("AUTH PLAIN {words}"), '2');
        }
        if !self.offers("AUTH LOGIN") {
            return Err(SmtpError::NotOffered("a login by PLAIN or LOGIN"));
        }
        self.ask("AUTH", "AUTH LOGIN", '3')?;
        self.ask("AUTH", &BASE64.encode(user), '3')?;
        self.ask("AUTH", &BASE64.encode(password), '2')
    }

    /// Sends a message; when this returns without an error, the server has accepted it for all recipients.
    pub(super) fn send(&mut self, envelope: &Envelope, message: &[u8]) -> Result<(), SmtpError> {
        let needs_utf8 = !message.is_ascii() || envelope.to().iter().any(|address| !address.to_string().is_ascii());
        if needs_utf8 && !self.offers("SMTPUTF8") {
            return Err(SmtpError::NotOffered("SMTPUTF8, which an address beyond ASCII needs"));
        }
        let mut parameters = if needs_utf8 { " SMTPUTF8".to_owned() } else { String::new() };
        if self.offers("SIZE") {
            self.check_size(message.len())?;
            parameters.push_str(&format!(" SIZE={}", message.len()));
        }
        let from = envelope.from().map(ToString::to_string).unwrap_or_default();
        self.ask("MAIL", &format!("MAIL FROM:<{from}>{parameters}"), '2')?;
        let missed = self.name_recipients(envelope.to())?;
        self.ask("DATA", "DATA", '3')?;
        self.write(&with_stuffed_dots(message))?;
        self.expect("the message", '2')?;
        let _ = self.ask("QUIT", "QUIT", '2'); // the message is taken already
        missed.map_or(Ok(()), Err)
    }

    /// Names the recipients to the server. One that it refuses does not keep the message from the others: the refusal is
    /// returned, for when the message is sent.
    fn name_recipients(&mut self, recipients: &[Address]) -> Result<Option<SmtpError>, SmtpError> {
        let (mut taken, mut first) = (0, None);
        for address in recipients {
            match self.ask("RCPT", &format!("RCPT TO:<{address}>"), '2') {
                Ok(()) => taken += 1,
                Err(refusal @ (SmtpError::Refused { .. } | SmtpError::TooLarge(_))) => first = first.or(Some(refusal)),
                Err(error) => return Err(error),
            }
        }
        match first {
            Some(refusal) if taken == 0 => Err(refusal),
            first => Ok(first.map(|refusal| SmtpError::NotForAll {
                taken,
                all: recipients.len(),
                refusal: Box::new(refusal),
            })),
        }
    }

    /// Checks a message against the limit that the server offers (RFC 1870); 0 is none.
    fn check_size(&self, size: usize) -> Result<(), SmtpError> {
        let limits = self.offers.iter().filter_map(|offer| offer.strip_prefix("SIZE "));
        match limits.filter_map(|limit| limit.trim().parse::<usize>().ok()).find(|limit| *limit > 0 && size > *limit) {
            Some(limit) => Err(SmtpError::TooLarge(format!("{size} bytes, where at most {limit} are taken"))),
            None => Ok(()),
        }
    }

    fn introduce(&mut self) -> Result<(), SmtpError> {
        // An address literal (RFC 5321 section 4.1.4): a client need not have a host name, and none is disclosed.
        self.write(b"EHLO [127.0.0.1]\r\n")?;
        let lines = self.answer("EHLO", '2')?;
        self.offers = lines.iter().skip(1).map(|line| line.trim().to_ascii_uppercase()).collect();
        Ok(())
    }

    /// Returns true if the server offered an extension, or `AUTH` with a mechanism.
    fn offers(&self, what: &str) -> bool {
        let (name, parameter) = what.split_once(' ').unwrap_or((what, ""));
        self.offers.iter().any(|offer| {
            // Some servers still write `AUTH=LOGIN`, the form before RFC 2554.
            let mut words = offer.split([' ', '=']);
            words.next() == Some(name) && (parameter.is_empty() || words.any(|word| word == parameter))
        })
    }

    fn ask(&mut self, name: &'static str, line: &str, code: char) -> Result<(), SmtpError> {
        self.write(format!("{line}\r\n").as_bytes())?;
        self.expect(name, code)
    }

    fn expect(&mut self, asked: &'static str, code: char) -> Result<(), SmtpError> {
        self.answer(asked, code).map(drop)
    }

    /// Reads an answer and returns its lines without their codes, which must begin with this digit.
    fn answer(&mut self, asked: &'static str, code: char) -> Result<Vec<String>, SmtpError> {
        let mut lines = Vec::new();
        // Counted over all lines, so that an endless answer of short lines ends too.
        let mut left = MAX_ANSWER;
        loop {
            let mut line = Vec::new();
            left -= self.wire.by_ref().take(left).read_until(b'\n', &mut line)? as u64;
            if left == 0 {
                return Err(SmtpError::NoSmtp("its answer does not end within 16 KB"));
            }
            if line.is_empty() {
                return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
            }
            let line = String::from_utf8_lossy(&line);
            let line = line.trim_end();
            let (number, text) = line.split_at_checked(3).ok_or(SmtpError::NoSmtp("its answer has no code"))?;
            if !number.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(SmtpError::NoSmtp("its answer has no code"));
            }
            lines.push(text.get(1..).unwrap_or_default().to_owned());
            if text.starts_with('-') {
                continue;
            }
            if number.starts_with(code) {
                return Ok(lines);
            }
            let answer = format!("{number} {}", lines.join(" "));
            return Err(if is_of_size(&answer) {
                SmtpError::TooLarge(answer)
            } else {
                SmtpError::Refused { asked, answer }
            });
        }
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let wire = self.wire.get_mut();
        wire.write_all(bytes)?;
        // A TLS stream buffers; the server would wait for the command, and this side for its answer.
        wire.flush()
    }
}

fn describe_silence(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => "it does not greet in time".to_owned(),
        io::ErrorKind::UnexpectedEof => "it hangs up without a greeting".to_owned(),
        _ => format!("it does not greet: {error}"),
    }
}

/// Returns true for an answer that a smaller message may change: 552 (RFC 5321 section 4.2.3), or the enhanced codes for a
/// message that is too large, for the server (RFC 3463, X.3.4) or the mailbox (X.2.3).
fn is_of_size(answer: &str) -> bool {
    let enhanced = answer.split(' ').nth(1).unwrap_or_default();
    answer.starts_with("552") || matches!(enhanced, "5.3.4" | "5.2.3")
}

/// Encodes a message for the wire: a dot that begins a line is doubled, and a lone dot ends the message (RFC 5321
/// section 4.5.2).
fn with_stuffed_dots(message: &[u8]) -> Vec<u8> {
    let mut stuffed = Vec::with_capacity(message.len() + 64);
    for line in message.split_inclusive(|byte| *byte == b'\n') {
        if line.starts_with(b".") {
            stuffed.push(b'.');
        }
        stuffed.extend_from_slice(line);
    }
    if !stuffed.ends_with(b"\r\n") {
        stuffed.extend_from_slice(b"\r\n");
    }
    stuffed.extend_from_slice(b".\r\n");
    stuffed
}

/// Connects to the first address of the host that answers.
fn connect(host: &str, port: u16, until: Instant) -> io::Result<TcpStream> {
    let mut last = io::Error::new(io::ErrorKind::NotFound, "its name has no address");
    for address in (host, port).to_socket_addrs()? {
        // A failure is not final: a host may have an IPv6 address that this network cannot reach.
        match TcpStream::connect_timeout(&address, left(until)?) {
            Ok(stream) => return Ok(stream),
            Err(error) => last = error,
        }
    }
    Err(last)
}

fn encrypted(mut stream: Timed, config: Arc<ClientConfig>, name: ServerName<'static>) -> Result<Wire, SmtpError> {
    let mut connection = ClientConnection::new(config, name).map_err(io::Error::other)?;
    while connection.is_handshaking() {
        connection.complete_io(&mut stream)?;
    }
    Ok(Wire::Encrypted(Box::new(StreamOwned::new(connection, stream))))
}

/// Transport of the conversation, encrypted or not.
enum Wire {
    Plain(Timed),
    Encrypted(Box<StreamOwned<ClientConnection, Timed>>),
}

impl Read for Wire {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(stream) => stream.read(buffer),
            Self::Encrypted(stream) => stream.read(buffer),
        }
    }
}

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(stream) => stream.write(bytes),
            Self::Encrypted(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(stream) => stream.flush(),
            Self::Encrypted(stream) => stream.flush(),
        }
    }
}

/// Connection whose reads and writes fail after a deadline, however slowly the other side sends.
struct Timed {
    stream: TcpStream,
    until: Instant,
}

impl Read for Timed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // Set anew before each call: one fixed timeout would start again with every byte.
        self.stream.set_read_timeout(Some(left(self.until)?))?;
        self.stream.read(buffer)
    }
}

impl Write for Timed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.stream.set_write_timeout(Some(left(self.until)?))?;
        self.stream.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

/// Returns the time left until the deadline.
fn left(until: Instant) -> io::Result<Duration> {
    match until.saturating_duration_since(Instant::now()) {
        Duration::ZERO => Err(io::ErrorKind::TimedOut.into()),
        left => Ok(left),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_of_a_message_ends_it() {
        let stuffed = |message: &str| String::from_utf8(with_stuffed_dots(message.as_bytes())).unwrap();
        assert_eq!(stuffed("a\r\n.\r\n..b\r\n"), "a\r\n..\r\n...b\r\n.\r\n");
        assert_eq!(stuffed("a.b"), "a.b\r\n.\r\n");
        assert_eq!(stuffed(""), "\r\n.\r\n");
    }
}
