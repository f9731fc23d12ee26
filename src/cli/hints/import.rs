//! Advice on imports and their notifications.

use super::Hint;
use crate::import::{GuardExceeded, ImportError};
use crate::notify::{NotifyError, SecurityMismatch};
use crate::profile::RegionMisfit;

impl Hint for ImportError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Source(error) => error.hint(),
            Self::Workspace(error) => error.hint(),
            Self::Report(error) => error.hint(),
            Self::Guard(guard) => guard.hint(),
            Self::RegionMisfit(RegionMisfit { region, better, .. }) => {
                Some(format!("--region {better}; to import them as numbers of {region} all the same: --yes"))
            }
            Self::TooManyOptions { .. } => Some(
                "map the column to a field of the type text (--create-field), or import without --add-options".into(),
            ),
            Self::SuppressionsUnread => Some("see: contacts config get suppressions".into()),
            Self::FieldChanged { .. } => Some("map the columns again".into()),
            Self::Interrupted(_) | Self::Constant { .. } => None,
        }
    }
}

impl Hint for GuardExceeded {
    fn hint(&self) -> Option<String> {
        let (option, value) = self.kept_by();
        Some(match self {
            Self::TooManyMissing { .. } => format!(
                "if the list is whole: {option} {value}; to see who is missing and change nobody: --missing report --dry-run"
            ),
            _ => format!("to see what the source would do, run the same import with --dry-run {option} {value}"),
        })
    }
}

impl Hint for NotifyError {
    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Address { .. } => "see: contacts config list",
            Self::WithoutMail => super::BUILD_WITH_ALL,
            Self::Unmakeable(_) => "check notify-email and notify-from: contacts config list",
            Self::PlainElsewhere { .. } => "run: contacts config set smtp-security tls (or starttls)",
            Self::NoSendmail => "name one: contacts config set smtp-server mail.example.com:587",
            Self::NoPassword => "set smtp-password-file, or CONTACTS_SMTP_PASSWORD in the environment",
            Self::PasswordFile { .. } => "make it a file of your own that nobody else can read: chmod 600 FILE",
            Self::Server { mismatch: Some(mismatch), .. } => return Some(mismatch_hint(*mismatch).to_owned()),
            Self::TooLarge { .. } => {
                "raise the server's limit; no file is attached with: contacts config set notify-attach none"
            }
            Self::Server { .. } | Self::TooLate { .. } => {
                "check smtp-server, smtp-security and smtp-user; try with: contacts notifications --test"
            }
            Self::Untrusted { .. } => {
                "check the name in smtp-server; where an authority of your own has signed the certificate, name a PEM file \
                 of authorities in the environment variable SSL_CERT_FILE"
            }
            Self::NotRun { .. } | Self::Ended { .. } | Self::Killed { .. } => {
                "see in which setting it stands: contacts config list; then try with: contacts notifications --test"
            }
        };
        Some(hint.to_owned())
    }
}

fn mismatch_hint(mismatch: SecurityMismatch) -> &'static str {
    match mismatch {
        SecurityMismatch::PlainPort => {
            "its port begins without TLS, as 587 and 25 do; run: contacts config set smtp-security starttls (or plain, for \
             a server on this machine)"
        }
        SecurityMismatch::TlsPort => {
            "if its port is for TLS from the first byte, as 465 is, run: contacts config set smtp-security tls"
        }
        SecurityMismatch::NoStartTls => {
            "name its port for TLS, such as 465, in smtp-server, and run: contacts config set smtp-security tls (or plain, \
             for a server on this machine)"
        }
    }
}
