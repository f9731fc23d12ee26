//! Floor 2: tells people and programs elsewhere how an import has ended (spec section 8).
//!
//! ```text
//!   OutgoingMessage ──┬──▶ Mail ──▶ SMTP server, or sendmail     the counts, and the results file
//!                     └──▶ command                               the outcome as JSON, on its stdin
//! ```
//!
//! Without the feature `mail` there is the command alone, and a mail that is set fails as one that was refused does:
//! `no_mail` stands in for `message`.
//!
//! All channels are used in parallel and share one deadline: a server that does not answer costs no extra time. A
//! failure here never changes the outcome of the import.

mod deliver;
mod error;
mod host;
mod mail;
#[cfg(feature = "mail")]
mod message;
#[cfg(not(feature = "mail"))]
mod no_mail;
mod password;
mod program;
mod server;
#[cfg(feature = "mail")]
mod server_delivery;
mod shell_words;
#[cfg(feature = "mail")]
mod smtp;
#[cfg(feature = "mail")]
mod tls;

#[cfg(test)]
#[cfg(feature = "mail")]
mod tests;

pub use deliver::{Attachment, Channels, Delivery, OutgoingMessage, deliver};
pub use error::{NotifyError, SecurityMismatch};
pub use host::host_name;
pub use mail::{ATTACHMENT_LIMIT, Mail, Transport};
#[cfg(feature = "mail")]
pub use message::parse_address;
#[cfg(not(feature = "mail"))]
pub use no_mail::parse_address;
pub use password::Password;
pub use program::HookCommand;
pub use server::{Security, ServerName, SmtpServer};
pub use shell_words::split_command;
