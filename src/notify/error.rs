//! Errors of sending notifications.

use crate::model::shown_path;
use std::io;
use std::path::PathBuf;

/// Reason why a notification could not be sent. The import that it reports is not affected.
#[derive(Debug, thiserror::Error)]
pub enum NotifyError {
    /// Not an e-mail address.
    #[error("'{text}' is not an e-mail address: {reason}")]
    Address {
        /// The text that was given.
        text: String,
        /// The problem with it.
        reason: String,
    },
    /// The mail could not be built.
    #[error("the e-mail could not be made: {0}")]
    Unmakeable(String),
    /// Password and message would cross the network unencrypted.
    #[error("the mail server {server} is not on this machine, so smtp-security cannot be plain")]
    PlainElsewhere {
        /// The server.
        server: String,
    },
    /// A user name without a password.
    #[error("smtp-user is set, but there is no password")]
    NoPassword,
    /// The password file cannot be used.
    #[error("the password file {} {problem}", shown_path(.path))]
    PasswordFile {
        /// The file.
        path: PathBuf,
        /// The problem, as the end of a sentence.
        problem: String,
    },
    /// The mail server refused, or could not be reached.
    #[error("the mail server {server}: {reason}")]
    Server {
        /// The server.
        server: String,
        /// Its answer, or why it could not be reached.
        reason: String,
    },
    /// The mail server could not be authenticated.
    #[error("the mail server {server} cannot be trusted: {reason}")]
    Untrusted {
        /// The server.
        server: String,
        /// The problem with its certificate.
        reason: String,
    },
    /// A program could not be started.
    #[error("{program} cannot be run: {cause}")]
    NotRun {
        /// The program.
        program: String,
        /// Error of the system.
        cause: io::Error,
    },
    /// A program ended with a failure.
    #[error("{program} ended with {status}")]
    Ended {
        /// The program.
        program: String,
        /// Status as the system words it: `exit status: 1`.
        status: String,
    },
    /// A program took too long.
    #[error("{program} did not end in time; it was killed with all that it had started")]
    Killed {
        /// The program.
        program: String,
    },
    /// No answer in time.
    #[error("no answer within {seconds} seconds")]
    TooLate {
        /// Time waited, in seconds.
        seconds: u64,
    },
}

impl NotifyError {
    /// Returns a stable name for scripts.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Address { .. } => "notify-bad-address",
            Self::Unmakeable(_) => "notify-mail-unmakeable",
            Self::PlainElsewhere { .. } => "notify-plain-elsewhere",
            Self::NoPassword => "notify-no-password",
            Self::PasswordFile { .. } => "notify-password-file",
            Self::Server { .. } => "notify-server",
            Self::Untrusted { .. } => "notify-certificate",
            Self::NotRun { .. } | Self::Ended { .. } | Self::Killed { .. } => "notify-program",
            Self::TooLate { .. } => "notify-too-late",
        }
    }
}
