//! Floor 2: tells people and programs elsewhere how an import has ended (spec section 8).
//!
//! ```text
//!   OutgoingMessage ──┬──▶ Mail ──▶ SMTP server, or sendmail     the counts, and the results file
//!                     └──▶ command                               the outcome as JSON, on its stdin
//! ```
//!
//! All channels are used in parallel and share one deadline: a server that does not answer costs no extra time. A
//! failure here never changes the outcome of the import.

mod deliver;
mod error;
mod host;
mod mail;
mod password;
mod program;
mod server;
mod shell_words;
mod smtp;
mod tls;

#[cfg(test)]
mod tests;

pub use deliver::{Attachment, Channels, Delivery, OutgoingMessage, deliver};
pub use error::{NotifyError, SecurityMismatch};
pub use host::host_name;
pub use mail::{ATTACHMENT_LIMIT, Mail, Transport, parse_address};
pub use password::Password;
pub use program::HookCommand;
pub use server::{Security, ServerName, SmtpServer};
pub use shell_words::split_command;
