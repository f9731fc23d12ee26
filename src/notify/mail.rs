//! Sender, recipients and transport of an e-mail; `message` builds and sends it.

use super::SmtpServer;
use super::program::HookCommand;

/// Size from which a file is not attached, in bytes.
// In base64, with its line ends, it is 78/57 as long: the mail stays below 10,240,000 bytes, the limit that Postfix sets by
// default (`message_size_limit`). A mail that the first server takes may meet that limit at a later one, and bounce.
pub const ATTACHMENT_LIMIT: u64 = 7 * 1024 * 1024;

/// Sender, recipients and transport of the mail.
#[derive(Debug, Clone)]
pub struct Mail {
    /// Address of the sender.
    pub from: String,
    /// Addresses of the recipients; at least one.
    pub to: Vec<String>,
    /// Transport of the mail.
    pub transport: Transport,
}

/// Transport of mail.
#[derive(Debug, Clone)]
pub enum Transport {
    /// A mail server.
    Server(SmtpServer),
    /// A program that is called as `sendmail -t -i -f SENDER`, by its path.
    Sendmail(HookCommand),
}
