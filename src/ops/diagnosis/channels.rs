//! Checks whether notifications could be sent, without sending one.

use std::path::Path;

use super::{Finding, Level};
use crate::notify::{Channels, Mail, Password, SmtpServer, Transport};

/// What was found out about a channel for notifications.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChannelFinding {
    /// Mail is set, and the program has none.
    WithoutMail,
    /// Mail goes by a server.
    MailServer {
        /// True if there is a password for it.
        has_password: bool,
    },
    /// The server needs a password, and there is none.
    NoPassword,
    /// The password file cannot be used.
    PasswordFile {
        /// The problem, as the end of a sentence that begins with the file.
        problem: String,
    },
    /// Mail goes by the sendmail program.
    Sendmail {
        /// True if the program exists.
        exists: bool,
    },
    /// A command is run.
    Command {
        /// True if its program exists.
        exists: bool,
    },
}

impl ChannelFinding {
    pub(super) fn level(&self) -> Level {
        match self {
            Self::MailServer { .. } | Self::Sendmail { exists: true } | Self::Command { exists: true } => Level::Good,
            Self::WithoutMail
            | Self::NoPassword
            | Self::PasswordFile { .. }
            | Self::Sendmail { exists: false }
            | Self::Command { exists: false } => Level::Problem,
        }
    }
}

/// Checks each channel.
pub(super) fn check(channels: &Channels) -> Vec<Finding> {
    let mail = channels.mail.as_ref().map(mail);
    let command = channels.command.as_ref().map(|hook| ChannelFinding::Command { exists: exists(&hook.program) });
    mail.into_iter().chain(command).map(Finding::Channel).collect()
}

fn mail(mail: &Mail) -> ChannelFinding {
    match &mail.transport {
        _ if !cfg!(feature = "mail") => ChannelFinding::WithoutMail,
        Transport::Server(server) => password_of(server),
        Transport::Sendmail(hook) => ChannelFinding::Sendmail { exists: exists(&hook.program) },
    }
}

fn password_of(server: &SmtpServer) -> ChannelFinding {
    match &server.user {
        None => ChannelFinding::MailServer { has_password: false },
        Some((_, None)) => ChannelFinding::NoPassword,
        Some((_, Some(password))) => match Password::check(password) {
            Ok(()) => ChannelFinding::MailServer { has_password: true },
            Err(problem) => ChannelFinding::PasswordFile { problem },
        },
    }
}

/// Returns true if the program exists. One named without a folder is looked up in PATH when it is run.
fn exists(program: &str) -> bool {
    let path = Path::new(program);
    path.components().count() == 1 || path.is_file()
}
