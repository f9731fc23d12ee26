//! The findings about settings and channels in words. Their values are not shown, because they hold addresses.

use super::checks::Words;
use crate::cli::hints::BUILD_WITH_ALL;
use crate::ops::diagnosis::{ChannelFinding, SettingFinding};

/// Puts a finding about the settings into words.
pub(super) fn describe(finding: &SettingFinding) -> Words {
    match finding {
        SettingFinding::Unknown => Words::new("Settings", "there is a setting that this program does not know"),
        SettingFinding::Unreadable { name } => {
            Words::new("Settings", format!("{name} cannot be read")).advice(format!("contacts config unset {name}"))
        }
        SettingFinding::Set { names } if names.is_empty() => Words::new("Settings", "all are the defaults"),
        SettingFinding::Set { names } => Words::new("Settings", format!("set: {}", names.join(", "))),
        SettingFinding::NotTrusted { names } => {
            let message = format!("not set by you on this machine, so not used: {}", names.join(", "));
            Words::new("Settings", message).advice("contacts config trust")
        }
    }
}

/// Puts a finding about a channel for notifications into words.
pub(super) fn describe_channel(finding: &ChannelFinding) -> Words {
    const TRY_IT: &str = "contacts notifications --test";
    match finding {
        ChannelFinding::WithoutMail => {
            Words::new("Mail", "it is set, and this program was built without e-mail").advice(BUILD_WITH_ALL)
        }
        ChannelFinding::MailServer { has_password: true } => Words::new("Mail", "by a mail server, with a password"),
        ChannelFinding::MailServer { has_password: false } => {
            Words::new("Mail", "by a mail server, without a password")
        }
        ChannelFinding::NoPassword => Words::new("Mail", "smtp-user is set, but there is no password").advice(TRY_IT),
        ChannelFinding::PasswordFile { problem } => Words::new("Mail", format!("the password file {problem}"))
            .advice("see the setting smtp-password-file: contacts config list"),
        ChannelFinding::Sendmail { exists: true } => Words::new("Mail", "by the sendmail program"),
        ChannelFinding::Sendmail { exists: false } => {
            Words::new("Mail", "the sendmail program is not there").advice(TRY_IT)
        }
        ChannelFinding::Command { exists: true } => Words::new("Command", "the program of notify-command is there"),
        ChannelFinding::Command { exists: false } => {
            Words::new("Command", "the program of notify-command is not there").advice(TRY_IT)
        }
    }
}
