//! A mail server of a test's own, on this machine: it speaks SMTP (RFC 5321) as far as a sender needs.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// What a mail server was told.
#[derive(Debug, Clone, Default)]
pub(crate) struct Received {
    /// The commands, in order.
    pub(crate) commands: Vec<String>,
    /// The messages, with their line ends.
    pub(crate) messages: Vec<String>,
}

/// A mail server that is there until the test ends.
#[derive(Debug)]
pub(crate) struct MailServer {
    port: u16,
    received: Arc<Mutex<Received>>,
}

impl MailServer {
    /// One that takes every message, and offers these extensions.
    pub(crate) fn offering(extensions: &'static [&'static str]) -> Self {
        Self::start(move |stream, received| converse(stream, extensions, received))
    }

    /// One that accepts connections and says nothing.
    pub(crate) fn silent() -> Self {
        Self::start(|stream, received| {
            let mut line = String::new();
            let _ = BufReader::new(&stream).read_line(&mut line); // until the other side gives up
            received.lock().unwrap().commands.push(line);
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

fn converse(stream: TcpStream, extensions: &[&str], received: &Mutex<Received>) {
    let mut lines = BufReader::new(stream.try_clone().expect("the stream")).lines();
    let mut stream = stream;
    let mut say = |line: &str| stream.write_all(format!("{line}\r\n").as_bytes()).is_ok();
    say("220 mail.example.com ESMTP");
    while let Some(Ok(line)) = lines.next() {
        received.lock().unwrap().commands.push(line.clone());
        let verb = line.split(' ').next().unwrap_or_default().to_ascii_uppercase();
        match verb.as_str() {
            "EHLO" => {
                for extension in extensions {
                    say(&format!("250-{extension}"));
                }
                say("250 SIZE 99999999");
            }
            "AUTH" => {
                say("235 welcome");
            }
            "DATA" => {
                say("354 go on");
                let message: Vec<String> =
                    lines.by_ref().map_while(Result::ok).take_while(|line| line != ".").collect();
                received.lock().unwrap().messages.push(message.join("\r\n"));
                say("250 taken");
            }
            "QUIT" => {
                say("221 bye");
                return;
            }
            _ => {
                say("250 fine");
            }
        }
    }
}
