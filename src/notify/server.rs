//! A mail server: its name, and the security of its connection.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use super::Password;

/// Mail server and how to connect to it.
#[derive(Debug, Clone)]
pub struct SmtpServer {
    /// Host and port.
    pub name: ServerName,
    /// Encryption of the connection.
    pub security: Security,
    /// User name and password for the login; without a password where none is known.
    pub user: Option<(String, Option<Password>)>,
}

/// Encryption of the connection to a mail server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Security {
    /// Encrypted from the first byte; port 465.
    #[default]
    Tls,
    /// Encrypted after `STARTTLS`; never sent unencrypted. Port 587.
    StartTls,
    /// Unencrypted, only for a server on this machine; port 25.
    Plain,
}

/// Host and port: `mail.example.com`, `mail.example.com:2525`, `[::1]:25`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerName {
    /// Host name or IP address, without brackets.
    pub host: String,
    /// Port; `None` for the default of the security.
    pub port: Option<u16>,
}

impl FromStr for Security {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.trim().to_ascii_lowercase().as_str() {
            "tls" => Ok(Self::Tls),
            "starttls" => Ok(Self::StartTls),
            "plain" => Ok(Self::Plain),
            _ => Err("it is one of tls, starttls and plain".to_owned()),
        }
    }
}

impl fmt::Display for Security {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Tls => "tls",
            Self::StartTls => "starttls",
            Self::Plain => "plain",
        })
    }
}

impl ServerName {
    /// Returns true if the server is on this machine, judged by its name.
    #[cfg(feature = "mail")]
    pub(super) fn is_localhost(&self) -> bool {
        self.host.eq_ignore_ascii_case("localhost") || self.host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
    }
}

impl FromStr for ServerName {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let (host, port) = match text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((host, "")) => (host, None),
            Some((host, rest)) => (host, Some(rest.strip_prefix(':').unwrap_or(rest))),
            // An IPv6 address without brackets: its colons do not begin a port.
            None if text.parse::<IpAddr>().is_ok() => (text, None),
            None => text.split_once(':').map_or((text, None), |(host, port)| (host, Some(port))),
        };
        let is_sign = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':');
        if host.is_empty() || !host.chars().all(is_sign) || (host.contains(':') && host.parse::<IpAddr>().is_err()) {
            return Err("it is not the name of a server, such as mail.example.com or mail.example.com:587".to_owned());
        }
        let port = port.map(str::parse::<u16>).transpose().ok().filter(|port| *port != Some(0));
        let port = port.ok_or("its port is not a number from 1 to 65535")?;
        Ok(Self { host: host.to_owned(), port })
    }
}

impl fmt::Display for ServerName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() };
        match self.port {
            Some(port) => write!(f, "{host}:{port}"),
            None => f.write_str(&host),
        }
    }
}
