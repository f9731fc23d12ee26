//! The settings for `contacts doctor`: whether they can be read and whether what they name exists.

use super::checks::CheckReport;
use crate::cli::context::{Context, smtp_password};
use crate::cli::error::CliError;
use crate::notify::{Password, Transport};
use crate::ops::notification_settings::NotificationSettings;
use crate::ops::settings::SETTINGS;
use crate::ops::trust::TrustedSettings;
use crate::workspace::Workspace;

/// Checks that the settings can be read and that what they name exists. Their values are not shown, because they hold
/// addresses.
pub(super) fn check(context: &Context, report: &mut CheckReport, workspace: &Workspace) -> Result<(), CliError> {
    let kept = workspace.snapshot()?.settings()?;
    let mut set = Vec::new();
    for (name, value) in &kept {
        match SETTINGS.iter().find(|setting| setting.name == name) {
            // A note only: a newer version of this program may have written it. A name that is not one of ours may say
            // anything, so it is not shown.
            None => report.note("Settings", "there is a setting that this program does not know", None),
            Some(setting) if (setting.canonical)(value).is_err() => {
                let advice = format!("contacts config unset {name}");
                report.problem("Settings", format!("{name} cannot be read"), Some(advice));
            }
            Some(setting) => set.push(setting.name),
        }
    }
    let message = if set.is_empty() { "all are the defaults".to_owned() } else { format!("set: {}", set.join(", ")) };
    report.good("Settings", message);
    let ignored = TrustedSettings::read(&workspace.snapshot()?, context.key.as_deref())?.ignored;
    if !ignored.is_empty() {
        let message = format!("not set by you on this machine, so not used: {}", ignored.join(", "));
        report.note("Settings", message, Some("contacts config trust".to_owned()));
    }
    // A setting that cannot be read was reported above.
    if let Ok(sending) = NotificationSettings::read(&kept, smtp_password()) {
        ways(report, &sending);
    }
    Ok(())
}

/// Checks that notifications could be sent, without sending one.
fn ways(report: &mut CheckReport, sending: &NotificationSettings) {
    let try_it = || Some("contacts notifications --test".to_owned());
    if let Some(mail) = &sending.ways.mail {
        match &mail.carrier {
            Transport::Server(server) => match server.user.as_ref().map(|(_, password)| password.as_ref()) {
                Some(None) => report.problem("Mail", "smtp-user is set, but there is no password", try_it()),
                Some(Some(password)) => password_of(report, password),
                None => report.good("Mail", "by a mail server, without a password"),
            },
            Transport::Sendmail(program) if !is_there(&program.program) => {
                report.problem("Mail", "the sendmail program is not there", try_it());
            }
            Transport::Sendmail(_) => report.good("Mail", "by the sendmail program"),
        }
    }
    if let Some(command) = &sending.ways.command {
        if is_there(&command.program) {
            report.good("Command", "the program of notify-command is there");
        } else {
            report.problem("Command", "the program of notify-command is not there", try_it());
        }
    }
}

fn password_of(report: &mut CheckReport, password: &Password) {
    match password.check() {
        Ok(()) => report.good("Mail", "by a mail server, with a password"),
        Err(problem) => report.problem(
            "Mail",
            format!("the password file {problem}"),
            Some("see the setting smtp-password-file: contacts config list".to_owned()),
        ),
    }
}

/// Returns true if the program exists. One named without a folder is looked up in PATH when it is run.
fn is_there(program: &str) -> bool {
    let path = std::path::Path::new(program);
    path.components().count() == 1 || path.is_file()
}
