//! What stands in for `message` in a program that was built without mail: each one fails, and is told.

use std::time::Instant;

use super::{Mail, NotifyError, OutgoingMessage};

impl Mail {
    /// Fails: this program sends no mail.
    #[allow(clippy::unused_self, reason = "it is called as the one that sends is")]
    pub(super) fn send(&self, _notice: &OutgoingMessage, _until: Instant) -> Result<(), NotifyError> {
        Err(NotifyError::WithoutMail)
    }
}

/// Returns an address as it is kept: a program with mail checked it when it was set.
///
/// # Errors
/// None.
#[allow(clippy::unnecessary_wraps, reason = "it is called as the one that checks is")]
pub fn parse_address(text: &str) -> Result<String, NotifyError> {
    Ok(text.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::super::{Channels, Transport, deliver};
    use super::*;
    use crate::notify::HookCommand;

    #[test]
    fn a_lean_program_fails_to_send_a_mail_that_is_set() {
        let command = HookCommand { program: "true".into(), arguments: Vec::new(), hidden: Vec::new(), is_heard: true };
        let from = parse_address(" ann@example.com ").unwrap();
        let mail = Mail { from: from.clone(), to: vec![from], carrier: Transport::Sendmail(command.clone()) };
        let message = OutgoingMessage {
            subject: String::new(),
            body: String::new(),
            attachment: None,
            json: Vec::new(),
            at: SystemTime::UNIX_EPOCH,
        };
        let channels = Channels { mail: Some(mail), command: Some(command) };
        let deliveries = deliver(&channels, message, Duration::from_secs(30));
        assert_eq!(deliveries[0].outcome.as_ref().unwrap_err().code(), "built-without-mail");
        assert!(deliveries[1].outcome.is_ok(), "the command works without mail");
    }
}
