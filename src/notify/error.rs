//! Errors of sending notifications.

use crate::model::shown_path;
use std::io;
use std::path::PathBuf;
use std::process::ExitStatus;

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
    /// The program has no mail.
    #[error("this program was built without e-mail")]
    WithoutMail,
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
        /// Whether `smtp-security` seems to be the cause.
        mismatch: Option<SecurityMismatch>,
    },
    /// The mail server takes no message of this size.
    #[error("the mail server {server} takes no message of this size: {reason}")]
    TooLarge {
        /// The server.
        server: String,
        /// Its answer, or its limit.
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
    /// No mail server is set, on a system without the sendmail program.
    #[error("this system has no sendmail program, so mail needs a server")]
    NoSendmail,
    /// A program could not be started.
    #[error("{program} cannot be run: {cause}")]
    NotRun {
        /// The program.
        program: String,
        /// Error of the system.
        cause: io::Error,
    },
    /// A program ended with a failure.
    #[error("{program} ended with {status}{}", quoted(said.as_deref()))]
    Ended {
        /// The program.
        program: String,
        /// Status, which the system words: `exit status: 1`.
        status: ExitStatus,
        /// What it printed, on one line, where its output is kept.
        said: Option<String>,
    },
    /// A program took too long.
    #[error("{program} did not end in time; it was killed with all that it had started{}", quoted(said.as_deref()))]
    Killed {
        /// The program.
        program: String,
        /// What it printed, on one line, where its output is kept.
        said: Option<String>,
    },
    /// No answer in time.
    #[error("no answer within {seconds} seconds")]
    TooLate {
        /// Time waited, in seconds.
        seconds: u64,
    },
}

fn quoted(said: Option<&str>) -> String {
    said.map(|said| format!(" and said: {said}")).unwrap_or_default()
}

#[cfg(feature = "mail")]
fn is_sysexit(code: i32) -> bool {
    (64..=78).contains(&code)
}

/// How `smtp-security` does not fit the port of the mail server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecurityMismatch {
    /// `tls`, and the server talks unencrypted.
    PlainPort,
    /// `starttls` or `plain`, and the server waits as one does that expects TLS.
    TlsPort,
    /// `starttls`, which the server does not offer.
    NoStartTls,
}

impl NotifyError {
    /// Returns true if the same mail without its attachment may be taken: it was refused, and perhaps for its size.
    #[cfg(feature = "mail")]
    pub(super) fn may_be_of_size(&self) -> bool {
        match self {
            Self::TooLarge { .. } => true,
            // Of the codes in sysexits.h, a refusal ends with EX_DATAERR or EX_UNAVAILABLE. After others the mail may be in
            // the queue (EX_TEMPFAIL) or with some recipients (EX_NOUSER). A code that is not there may mean anything.
            Self::Ended { status, .. } => {
                status.code().is_some_and(|code| matches!(code, 65 | 69) || !is_sysexit(code))
            }
            _ => false,
        }
    }

    /// Returns a stable name for scripts.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Address { .. } => "notify-bad-address",
            Self::WithoutMail => "built-without-mail",
            Self::Unmakeable(_) => "notify-mail-unmakeable",
            Self::PlainElsewhere { .. } => "notify-plain-elsewhere",
            Self::NoPassword => "notify-no-password",
            Self::PasswordFile { .. } => "notify-password-file",
            Self::Server { .. } => "notify-server",
            Self::TooLarge { .. } => "notify-too-large",
            Self::Untrusted { .. } => "notify-certificate",
            Self::NotRun { .. } | Self::Ended { .. } | Self::Killed { .. } => "notify-program",
            Self::NoSendmail => "notify-no-sendmail",
            Self::TooLate { .. } => "notify-too-late",
        }
    }
}
