//! A mail server of a test's own, on this machine: it speaks SMTP (RFC 5321) as far as a sender needs, encrypted if a
//! test wants it so.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// What a mail server was told.
#[derive(Debug, Clone, Default)]
pub(crate) struct Received {
    /// The commands, in order.
    pub(crate) commands: Vec<String>,
    /// The messages, with their line ends.
    pub(crate) messages: Vec<String>,
    /// Whether the last message came encrypted.
    pub(crate) encrypted: bool,
    /// The bytes that an endless server could send.
    pub(crate) bytes: u64,
}

/// A mail server that is there until the test ends.
#[derive(Debug)]
pub(crate) struct MailServer {
    port: u16,
    received: Arc<Mutex<Received>>,
}

/// A certificate for this machine that nobody has signed but itself, and its key.
#[derive(Debug)]
pub(crate) struct Certificate {
    /// The certificate as a file has it.
    pub(crate) pem: String,
    config: Arc<ServerConfig>,
}

impl Certificate {
    /// One for `127.0.0.1`.
    pub(crate) fn of_this_machine() -> Self {
        Self::of("127.0.0.1")
    }

    /// One for another name.
    pub(crate) fn of(name: &str) -> Self {
        Self::with(&rcgen::CertificateParams::new([name.to_owned()]).expect("a name"))
    }

    /// One that is an authority's at the same time, as `openssl req -x509` makes it.
    pub(crate) fn of_an_authority(name: &str) -> Self {
        let mut parameters = rcgen::CertificateParams::new([name.to_owned()]).expect("a name");
        parameters.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        Self::with(&parameters)
    }

    /// The same, of a time that is over.
    pub(crate) fn of_an_expired_authority(name: &str) -> Self {
        let mut parameters = rcgen::CertificateParams::new([name.to_owned()]).expect("a name");
        parameters.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        parameters.not_after = rcgen::date_time_ymd(2020, 1, 1);
        Self::with(&parameters)
    }

    fn with(parameters: &rcgen::CertificateParams) -> Self {
        let signing_key = rcgen::KeyPair::generate().expect("a key");
        let cert = parameters.self_signed(&signing_key).expect("a certificate");
        let key = rustls::pki_types::PrivateKeyDer::try_from(signing_key.serialize_der()).expect("a key");
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("versions of TLS")
            .with_no_client_auth()
            .with_single_cert(vec![cert.der().clone()], key)
            .expect("a certificate and its key");
        Self { pem: cert.pem(), config: Arc::new(config) }
    }

    fn encrypt(config: &Arc<ServerConfig>, stream: TcpStream) -> Box<dyn Wire> {
        let connection = ServerConnection::new(Arc::clone(config)).expect("a connection");
        Box::new(StreamOwned::new(connection, stream))
    }
}

/// How long a message may be, in bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum SizeLimit {
    /// As long as the server offers at the start.
    Offered(usize),
    /// It is not said, and a longer one is refused when it has arrived.
    Unsaid(usize),
}

impl MailServer {
    /// One that takes every message, and offers these extensions.
    pub(crate) fn offering(extensions: &'static [&'static str]) -> Self {
        Self::start(move |stream, received| {
            converse(Box::new(stream), extensions, received);
        })
    }

    /// One that takes no longer messages.
    pub(crate) fn limited(limit: SizeLimit) -> Self {
        Self::start(move |stream, received| {
            let mut talk = Talk { limit, ..Talk::new(Box::new(stream), &[], received) };
            talk.say("220 mail.example.com ESMTP");
            talk.go_on();
        })
    }

    /// One that takes no mail for these addresses.
    pub(crate) fn refusing(refused: &'static [&'static str]) -> Self {
        Self::start(move |stream, received| {
            let mut talk = Talk { refused, ..Talk::new(Box::new(stream), &[], received) };
            talk.say("220 mail.example.com ESMTP");
            talk.go_on();
        })
    }

    /// One that is encrypted from the first byte.
    pub(crate) fn encrypted(certificate: &Certificate) -> Self {
        let config = Arc::clone(&certificate.config);
        Self::start(move |stream, received| {
            received.lock().unwrap().encrypted = true;
            converse(Certificate::encrypt(&config, stream), &["AUTH PLAIN"], received);
        })
    }

    /// One that is encrypted after `STARTTLS`, and lets nobody log in before.
    pub(crate) fn starttls(certificate: &Certificate) -> Self {
        let config = Arc::clone(&certificate.config);
        Self::start(move |stream, received| {
            let plain = stream.try_clone().expect("the stream");
            if converse(Box::new(plain), &["STARTTLS"], received) == End::StartTls {
                received.lock().unwrap().encrypted = true;
                Talk::new(Certificate::encrypt(&config, stream), &["AUTH PLAIN"], received).go_on();
            }
        })
    }

    /// One that accepts connections and says nothing.
    pub(crate) fn silent() -> Self {
        Self::start(|stream, received| {
            let mut line = String::new();
            let _ = BufReader::new(&stream).read_line(&mut line); // until the other side gives up
            received.lock().unwrap().commands.push(line);
        })
    }

    /// One that greets a letter at a time, always in time for the next, and never ends.
    pub(crate) fn dripping() -> Self {
        Self::start(|mut stream, _| {
            let _ = stream.write_all(b"220-");
            while stream.write_all(b"a").is_ok() {
                std::thread::sleep(Duration::from_millis(200));
            }
        })
    }

    /// One whose answer begins so and goes on for ever.
    pub(crate) fn endless(begin: &'static str) -> Self {
        Self::start(move |mut stream, received| {
            let mut piece = begin.as_bytes().to_vec();
            while stream.write_all(&piece).is_ok() {
                received.lock().unwrap().bytes += piece.len() as u64;
                piece = vec![b'a'; 1 << 16];
            }
        })
    }

    fn start(answer: impl Fn(TcpStream, &Mutex<Received>) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let received = Arc::new(Mutex::new(Received::default()));
        let (kept, answer) = (Arc::clone(&received), Arc::new(answer));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (kept, answer) = (Arc::clone(&kept), Arc::clone(&answer));
                std::thread::spawn(move || answer(stream, &kept));
            }
        });
        Self { port, received }
    }

    /// `127.0.0.1:40123`.
    pub(crate) fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// What it was told so far.
    pub(crate) fn received(&self) -> Received {
        self.received.lock().unwrap().clone()
    }
}

/// Both directions of a connection.
trait Wire: Read + Write {}

impl<T: Read + Write> Wire for T {}

/// How a conversation ended.
#[derive(Debug, PartialEq, Eq)]
enum End {
    Over,
    /// The other side asked for encryption, and was told to begin.
    StartTls,
}

fn converse(wire: Box<dyn Wire>, extensions: &[&str], received: &Mutex<Received>) -> End {
    let mut talk = Talk::new(wire, extensions, received);
    talk.say("220 mail.example.com ESMTP");
    talk.go_on()
}

/// The server's side of a conversation.
struct Talk<'a> {
    wire: BufReader<Box<dyn Wire>>,
    extensions: &'a [&'a str],
    received: &'a Mutex<Received>,
    limit: SizeLimit,
    /// Addresses of recipients that are not known here.
    refused: &'a [&'a str],
}

impl<'a> Talk<'a> {
    fn new(wire: Box<dyn Wire>, extensions: &'a [&'a str], received: &'a Mutex<Received>) -> Self {
        Self { wire: BufReader::new(wire), extensions, received, limit: SizeLimit::Offered(99_999_999), refused: &[] }
    }

    /// Hears and answers until the other side has nothing more to say.
    fn go_on(&mut self) -> End {
        while let Some(line) = self.hear() {
            self.received.lock().unwrap().commands.push(line.clone());
            match line.split(' ').next().unwrap_or_default().to_ascii_uppercase().as_str() {
                "EHLO" => self.introduce(),
                "AUTH" => self.say("235 welcome"),
                "RCPT" if self.refused.iter().any(|address| line.contains(address)) => self.say("550 5.1.1 unknown"),
                "DATA" => self.take_message(),
                "STARTTLS" => {
                    self.say("220 go on");
                    return End::StartTls;
                }
                "QUIT" => {
                    self.say("221 bye");
                    return End::Over;
                }
                _ => self.say("250 fine"),
            }
        }
        End::Over
    }

    fn introduce(&mut self) {
        self.say("250-mail.example.com");
        for extension in self.extensions {
            self.say(&format!("250-{extension}"));
        }
        match self.limit {
            SizeLimit::Offered(limit) => self.say(&format!("250 SIZE {limit}")),
            SizeLimit::Unsaid(_) => self.say("250 8BITMIME"),
        }
    }

    fn take_message(&mut self) {
        self.say("354 go on");
        let lines: Vec<String> = std::iter::from_fn(|| self.hear()).take_while(|line| line != ".").collect();
        let message = lines.join("\r\n");
        let (SizeLimit::Offered(limit) | SizeLimit::Unsaid(limit)) = self.limit;
        if message.len() > limit {
            return self.say("552 5.3.4 Error: message file too big");
        }
        self.received.lock().unwrap().messages.push(message);
        self.say("250 taken");
    }

    /// The next line; `None` when the other side is gone.
    fn hear(&mut self) -> Option<String> {
        self.wire.by_ref().lines().next()?.ok()
    }

    /// Whoever is gone hears nothing.
    fn say(&mut self, line: &str) {
        let wire = self.wire.get_mut();
        let _ = wire.write_all(format!("{line}\r\n").as_bytes()).and_then(|()| wire.flush());
    }
}
