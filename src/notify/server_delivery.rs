//! Delivery by a mail server, and its errors in words.

use std::error::Error;
use std::io;
use std::time::Instant;

use lettre::address::Envelope;
use rustls::pki_types::ServerName as CertifiedName;

use super::smtp::{Conversation, SmtpError};
use super::{NotifyError, Security, SecurityMismatch, SmtpServer, tls};

impl SmtpServer {
    /// Delivers a message.
    pub(super) fn send(&self, envelope: &Envelope, message: &[u8], until: Instant) -> Result<(), NotifyError> {
        if self.security == Security::Plain && !self.name.is_localhost() {
            return Err(NotifyError::PlainElsewhere { server: self.name.to_string() });
        }
        let login = self.user.as_ref().map(|(user, password)| {
            let password = password.as_ref().ok_or(NotifyError::NoPassword)?.read()?;
            Ok((user.as_str(), password))
        });
        let login = login.transpose()?;
        // The password is read first: a missing one is found without a connection.
        let mut conversation = self.converse(until)?;
        if let Some((user, password)) = login {
            conversation.log_in(user, &password).map_err(|error| self.describe_error(&error))?;
        }
        conversation.send(envelope, message).map_err(|error| self.describe_error(&error))
    }

    /// Opens a conversation that is encrypted, or stays on this machine.
    fn converse(&self, until: Instant) -> Result<Conversation, NotifyError> {
        let encryption = || Ok((tls::client().map_err(|error| self.describe_error(&error))?, self.certified_name()?));
        let start = |usual_port: u16, encryption| {
            Conversation::begin(&self.name.host, self.name.port.unwrap_or(usual_port), encryption, until)
        };
        let begun = match self.security {
            Security::Tls => start(465, Some(encryption()?)),
            Security::StartTls => {
                let (config, name) = encryption()?;
                start(587, None).and_then(|conversation| conversation.encrypt(config, name))
            }
            Security::Plain => start(25, None),
        };
        begun.map_err(|error| self.describe_error(&error))
    }

    /// Returns the name that the server's certificate must be for.
    fn certified_name(&self) -> Result<CertifiedName<'static>, NotifyError> {
        CertifiedName::try_from(self.name.host.clone()).map_err(|error| self.describe_error(&error))
    }

    fn describe_error(&self, error: &(dyn Error + 'static)) -> NotifyError {
        let server = self.name.to_string();
        if let Some(SmtpError::TooLarge(reason)) = error.downcast_ref() {
            return NotifyError::TooLarge { server, reason: reason.clone() };
        }
        match tls_error(error) {
            Some(error @ rustls::Error::InvalidCertificate(_)) => {
                NotifyError::Untrusted { server, reason: error.to_string() }
            }
            _ => self.unreachable(error),
        }
    }

    fn unreachable(&self, error: &(dyn Error + 'static)) -> NotifyError {
        let mismatch = self.mismatch(error);
        let reason = match mismatch {
            Some(SecurityMismatch::PlainPort) => "it does not begin with TLS".to_owned(),
            _ => error_chain(error),
        };
        NotifyError::Server { server: self.name.to_string(), reason, mismatch }
    }

    /// Returns how the security does not fit the port, if the error looks like that.
    fn mismatch(&self, error: &(dyn Error + 'static)) -> Option<SecurityMismatch> {
        match (self.security, error.downcast_ref()) {
            (Security::StartTls, Some(SmtpError::NotOffered("STARTTLS"))) => Some(SecurityMismatch::NoStartTls),
            // A server that expects TLS waits for the client to begin, and gives up in the end.
            (Security::StartTls | Security::Plain, Some(SmtpError::NoGreeting(_))) => Some(SecurityMismatch::TlsPort),
            // Its greeting is no record of TLS.
            (Security::Tls, _) if matches!(tls_error(error), Some(rustls::Error::InvalidMessage(_))) => {
                Some(SecurityMismatch::PlainPort)
            }
            _ => None,
        }
    }
}

/// Returns the error of the encryption that caused an error.
fn tls_error<'e>(error: &'e (dyn Error + 'static)) -> Option<&'e rustls::Error> {
    let mut sources = std::iter::successors(Some(error), |&error| error.source());
    sources.find_map(|error| {
        let error = match error.downcast_ref::<SmtpError>() {
            Some(SmtpError::Io(error) | SmtpError::NoGreeting(error)) => error as &(dyn Error + 'static),
            _ => error,
        };
        // An error wrapped by an I/O error is not among its sources (`io::Error::source` skips it).
        let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        wrapped.map_or(error, |wrapped| wrapped as &(dyn Error + 'static)).downcast_ref::<rustls::Error>()
    })
}

/// Joins the messages of an error and its sources, without repetitions.
fn error_chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        let more = error.to_string();
        if !text.contains(&more) {
            text = format!("{text}: {more}");
        }
        source = error.source();
    }
    text
}
