//! The settings for notifications by mail and command, read into what `notify` takes.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::notify::{
    Channels, HookCommand, Mail, NotifyError, Password, Security, SmtpServer, Transport, parse_address, split_command,
};
use crate::ops::settings::{SettingError, setting};

/// Environment variable with the password of the mail server; it takes precedence over the password file.
pub const PASSWORD_VARIABLE: &str = "CONTACTS_SMTP_PASSWORD";
/// Default path of the sendmail program.
pub const DEFAULT_SENDMAIL: &str = "/usr/sbin/sendmail";

/// Which imports are told by mail and command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NotifyWhen {
    /// All imports.
    #[default]
    Always,
    /// Imports that failed, have rows in error or miss a column.
    Problems,
}

/// How much of an import is told by mail and command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Content {
    /// Codes, lines, columns and counts, without any cell.
    #[default]
    Summary,
    /// The document of `--json`, cells included, and the results file.
    Values,
}

/// Which file goes with a mail that tells cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Attach {
    /// The results file.
    #[default]
    Results,
    /// The errors file, where there is one.
    Errors,
    /// No file.
    None,
}

/// Notification settings of a workspace.
pub struct NotificationSettings {
    /// Which imports are told by mail.
    pub email_when: NotifyWhen,
    /// Which imports are told to the command.
    pub command_when: NotifyWhen,
    /// How much is told of them.
    pub content: Content,
    /// Which file goes with the mail, where cells are told.
    pub attach: Attach,
    /// Where it is sent.
    pub ways: Channels,
}

impl NotificationSettings {
    /// Reads the settings of a workspace. `password` is the one for the mail server; it wins over the file that the settings name.
    ///
    /// # Errors
    /// [`SettingError::Damaged`].
    pub fn read(kept: &BTreeMap<String, String>, password: Option<String>) -> Result<Self, SettingError> {
        let when = setting(kept, "notify-when", read_when)?.unwrap_or_default();
        Ok(Self {
            email_when: setting(kept, "notify-email-when", read_when)?.unwrap_or(when),
            command_when: setting(kept, "notify-command-when", read_when)?.unwrap_or(when),
            attach: setting(kept, "notify-attach", read_attach)?.unwrap_or_default(),
            content: setting(kept, "notify-content", read_content)?.unwrap_or_default(),
            ways: Channels { mail: mail(kept, password)?, command: setting(kept, "notify-command", command)? },
        })
    }

    /// Returns the channels that are to hear of an import.
    pub fn channels(&self, is_problem: bool) -> Channels {
        let hears = |when| is_problem || when == NotifyWhen::Always;
        let Channels { mail, command } = self.ways.clone();
        Channels {
            mail: mail.filter(|_| hears(self.email_when)),
            command: command.filter(|_| hears(self.command_when)),
        }
    }
}

fn mail(kept: &BTreeMap<String, String>, password: Option<String>) -> Result<Option<Mail>, SettingError> {
    let Some(to) = setting(kept, "notify-email", addresses)? else { return Ok(None) };
    let from = setting(kept, "notify-from", address)?.or_else(|| to.first().cloned()).unwrap_or_default();
    let transport = match server(kept, password)? {
        Some(server) => Transport::Server(server),
        None => Transport::Sendmail(sendmail(kept, &from)),
    };
    Ok(Some(Mail { from, to, transport }))
}

fn server(kept: &BTreeMap<String, String>, password: Option<String>) -> Result<Option<SmtpServer>, SettingError> {
    let Some(name) = setting(kept, "smtp-server", str::parse)? else { return Ok(None) };
    let security = setting(kept, "smtp-security", str::parse::<Security>)?.unwrap_or_default();
    let user = kept.get("smtp-user").map(|user| (user.clone(), given_or_in_file(password, kept)));
    Ok(Some(SmtpServer { name, security, user }))
}

/// The password that was given, else the one in the file that the settings name.
fn given_or_in_file(given: Option<String>, kept: &BTreeMap<String, String>) -> Option<Password> {
    let in_file = || kept.get("smtp-password-file").map(|path| Password::File(PathBuf::from(path)));
    given.filter(|password| !password.is_empty()).map(Password::Inline).or_else(in_file)
}

/// Returns the sendmail command: `-t` takes the recipients from the headers, with `-i` a line with a lone dot does not
/// end the message, and `-f` names the sender, to whom the mail goes back if it cannot be delivered.
fn sendmail(kept: &BTreeMap<String, String>, from: &str) -> HookCommand {
    let program = kept.get("sendmail").map_or(DEFAULT_SENDMAIL, String::as_str).to_owned();
    let arguments = ["-t", "-i", "-f", from].map(str::to_owned).to_vec();
    // The password is for the SMTP server only; no program that is started inherits it.
    HookCommand { program, arguments, hidden: vec![PASSWORD_VARIABLE], is_heard: true }
}

fn command(text: &str) -> Result<HookCommand, String> {
    let mut words = split_command(text)?.into_iter();
    let program = words.next().unwrap_or_default();
    // Not heard: what it leaves running would end with the pipe.
    Ok(HookCommand { program, arguments: words.collect(), hidden: vec![PASSWORD_VARIABLE], is_heard: false })
}

/// Parses `ann@example.com, bob@example.com`.
///
/// # Errors
/// Says which address is none, and why.
pub fn addresses(text: &str) -> Result<Vec<String>, String> {
    text.split(',').map(address).collect()
}

/// Parses one e-mail address.
///
/// # Errors
/// Says why it is none.
pub fn address(text: &str) -> Result<String, String> {
    parse_address(text).map_err(|error| match error {
        NotifyError::Address { reason, .. } => format!("'{}' is not an e-mail address: {reason}", text.trim()),
        other => other.to_string(),
    })
}

/// Parses a value of `notify-when`.
///
/// # Errors
/// Says which values there are.
pub fn read_when(text: &str) -> Result<NotifyWhen, String> {
    match text.trim() {
        "always" => Ok(NotifyWhen::Always),
        "problems" => Ok(NotifyWhen::Problems),
        _ => Err("it is always or problems".to_owned()),
    }
}

/// Parses a value of `notify-content`.
///
/// # Errors
/// Says which values there are.
pub fn read_content(text: &str) -> Result<Content, String> {
    match text.trim() {
        "summary" => Ok(Content::Summary),
        "values" => Ok(Content::Values),
        _ => Err("it is summary or values".to_owned()),
    }
}

/// Parses a value of `notify-attach`.
///
/// # Errors
/// Says which values there are.
pub fn read_attach(text: &str) -> Result<Attach, String> {
    match text.trim() {
        "results" => Ok(Attach::Results),
        "errors" => Ok(Attach::Errors),
        "none" => Ok(Attach::None),
        _ => Err("it is results, errors or none".to_owned()),
    }
}
