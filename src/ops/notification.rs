//! Notification of an import that ended: the message, when it is sent, its delivery, and the record of one that failed.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Value, json};

use super::OpsError;
use super::notification_settings::{Attach, Content, NotificationSettings};
use crate::model::{
    Counts, MissingField, Notification, NotificationStatus, Timestamp, format_thousands, json_text, sanitize,
};
use crate::notify::{Attachment, Channels, Delivery, NotifyError, OutgoingMessage, deliver, host_name};
use crate::workspace::Workspace;

/// Time limit of a delivery. Together with what it takes to give up a mail server that does not answer, it stays within
/// ten seconds.
const DELIVERY_TIMEOUT: Duration = Duration::from_millis(9_500);

/// The outcome of an import, as it is stored and sent.
pub struct ImportNotification {
    /// What the workspace keeps of it.
    pub notification: Notification,
    /// Result of the import as one JSON object.
    pub document: Value,
    /// The same document without the contents of cells.
    pub summary: Value,
    /// Mapped fields that were not imported because their columns are missing.
    pub missing: Vec<MissingField>,
    /// Tag that every imported contact got.
    pub import_tag: Option<String>,
    /// Results file, if it is in place.
    pub results: Option<PathBuf>,
    /// Errors file, if there is one.
    pub errors: Option<PathBuf>,
}

/// Workspace and machine that a message is about: twelve teams may have one `leads.csv` each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    workspace: PathBuf,
    host: String,
}

impl Origin {
    /// Returns the origin of messages about a workspace on this machine.
    pub fn of(workspace: &Workspace) -> Self {
        Self { workspace: workspace.path().to_owned(), host: host_name() }
    }

    /// Returns `sales/team.db on crm1`: with its folder, because many a workspace is called `workspace.db`.
    fn short(&self) -> String {
        let folder = self.workspace.parent().and_then(Path::file_name);
        let names = folder.into_iter().chain(self.workspace.file_name());
        let workspace = names.collect::<PathBuf>().display().to_string();
        if self.host.is_empty() { workspace } else { format!("{workspace} on {}", self.host) }
    }

    fn lines(&self) -> impl Iterator<Item = (&'static str, String)> {
        let host = Some(self.host.clone()).filter(|host| !host.is_empty());
        [("Workspace", self.workspace.display().to_string())].into_iter().chain(host.map(|host| ("Host", host)))
    }

    fn add_to(&self, document: &mut Value) {
        if let Some(fields) = document.as_object_mut() {
            fields.insert("workspace".to_owned(), self.workspace.display().to_string().into());
            fields.insert("host".to_owned(), self.host.as_str().into());
        }
    }
}

/// A delivery that failed, and why.
#[derive(Debug)]
pub struct DeliveryFailure {
    /// Stable code.
    pub code: &'static str,
    /// Name of the channel without personal data: `the e-mail`.
    pub channel: String,
    /// Reason for a person. It may name people, so it is never stored.
    pub reason: String,
    /// What a channel reported.
    pub error: Option<NotifyError>,
}

impl DeliveryFailure {
    /// The failure of all channels because the settings cannot be used.
    pub fn of_settings(reason: String) -> Self {
        Self { code: "notify-settings", channel: "a notification".to_owned(), reason, error: None }
    }

    fn of_delivery(delivery: Delivery) -> Option<Self> {
        let error = delivery.outcome.err()?;
        let reason = error.to_string();
        Some(Self { code: error.code(), channel: delivery.channel, reason, error: Some(error) })
    }
}

impl ImportNotification {
    /// Returns the notification of an import that did not come to its end, as its record has it.
    pub fn of_record(notification: Notification) -> Self {
        let Notification { code, message, .. } = &notification;
        let summary = json!({ "error": { "code": code, "message": message, "hint": null } });
        Self {
            document: summary.clone(),
            summary,
            notification,
            missing: Vec::new(),
            import_tag: None,
            results: None,
            errors: None,
        }
    }

    /// Sends it by the channels of the settings, but for those that want to hear of problems only if it is none. Returns the
    /// deliveries that failed; they have no say in the outcome of the import, which has ended.
    pub fn deliver(&self, settings: &NotificationSettings, origin: &Origin) -> Vec<DeliveryFailure> {
        let channels = settings.channels(self.notification.is_problem());
        if channels.is_empty() {
            return Vec::new();
        }
        let message = self.message(settings.content, settings.attach, origin);
        let deliveries = deliver(&channels, message, DELIVERY_TIMEOUT);
        deliveries.into_iter().filter_map(DeliveryFailure::of_delivery).collect()
    }

    /// Returns the record of a failed delivery, with `message` in place of the reason: a mail server may have named people
    /// in it.
    pub fn undelivered(&self, failure: &DeliveryFailure, message: String, now: Timestamp) -> Notification {
        Notification {
            status: NotificationStatus::Undelivered,
            code: Some(failure.code.to_owned()),
            message,
            counts: None,
            exit_code: None,
            created_at: now,
            ..self.notification.clone()
        }
    }

    fn message(&self, content: Content, attach: Attach, origin: &Origin) -> OutgoingMessage {
        let attachment = match (content, attach) {
            (Content::Values, Attach::Results) => attachment(self.results.as_ref(), "results file"),
            (Content::Values, Attach::Errors) => attachment(self.errors.as_ref(), "errors file"),
            (Content::Summary, _) | (_, Attach::None) => None,
        };
        OutgoingMessage {
            subject: format!("contacts: {}: {}", origin.short(), self.headline()),
            body: self.body(origin),
            attachment,
            json: (json_text(&self.document(content, origin)) + "\n").into_bytes(),
            at: self.notification.created_at.into(),
        }
    }

    /// Returns the document for a program, with what the mail says in its headers.
    fn document(&self, content: Content, origin: &Origin) -> Value {
        let Notification { status, source, .. } = &self.notification;
        let mut document = match content {
            Content::Summary => self.summary.clone(),
            Content::Values => self.document.clone(),
        };
        if let Some(fields) = document.as_object_mut() {
            fields.insert("status".to_owned(), status.as_str().into());
            fields.insert("source".to_owned(), source.as_str().into());
            fields.insert("exit_code".to_owned(), self.notification.exit_code().into());
        }
        origin.add_to(&mut document);
        document
    }

    /// Returns the subject: `leads.csv imported: 3 imported, 1 updated, 0 skipped, 1 in error`.
    fn headline(&self) -> String {
        let Notification { status, source, code, counts, .. } = &self.notification;
        match (status, counts) {
            (_, Some(counts)) => format!("{source} imported: {}{}", describe(counts), self.left_out()),
            (status, None) => {
                format!("{source} not imported: {} ({})", status.as_str(), code.as_deref().unwrap_or_default())
            }
        }
    }

    /// Returns the missing fields for the subject: `; left out: Email, Country`.
    fn left_out(&self) -> String {
        let names: Vec<&str> = self.missing.iter().map(|missing| missing.field.as_str()).collect();
        if names.is_empty() { String::new() } else { format!("; left out: {}", names.join(", ")) }
    }

    fn body(&self, origin: &Origin) -> String {
        let notification = &self.notification;
        let mut lines = vec![("Source", notification.source.clone())];
        lines.extend(origin.lines());
        lines.extend(notification.import_id.map(|id| ("Import", id.to_string())));
        match &notification.counts {
            Some(counts) => lines.extend(count_lines(counts)),
            None => lines.push(("Problem", notification.message.clone())),
        }
        lines.extend(self.missing.iter().map(|missing| ("Left out", missing.to_string())));
        lines.extend(self.import_tag.clone().map(|tag| ("Import tag", tag)));
        lines.extend(notification.exit_code().map(|code| ("Exit code", code.to_string())));
        lines.extend(self.results.iter().map(|path| ("Results", path.display().to_string())));
        lines.extend(self.errors.iter().map(|path| ("Errors", path.display().to_string())));
        as_text(lines)
    }
}

fn as_text(lines: impl IntoIterator<Item = (&'static str, String)>) -> String {
    lines.into_iter().fold(String::new(), |text, (name, value)| text + &format!("{name:<11} {}\n", sanitize(&value)))
}

fn attachment(path: Option<&PathBuf>, what: &'static str) -> Option<Attachment> {
    path.map(|path| Attachment { path: path.clone(), what })
}

/// Sends a test by every channel. Where the command fails, its words are told: somebody is there to read them.
pub fn deliver_test(mut channels: Channels, origin: &Origin, now: Timestamp) -> Vec<Delivery> {
    if let Some(command) = &mut channels.command {
        command.is_heard = true;
    }
    let mut document = json!({ "status": "test" });
    origin.add_to(&mut document);
    let said = "This is a test of contacts notifications. Nothing was imported.";
    let message = OutgoingMessage {
        subject: format!("contacts: {}: a test", origin.short()),
        body: format!("{said}\n\n{}", as_text(origin.lines())),
        attachment: None,
        json: (json_text(&document) + "\n").into_bytes(),
        at: now.into(),
    };
    deliver(&channels, message, DELIVERY_TIMEOUT)
}

/// Counts the notifications that were not read yet, those in the spool included.
///
/// # Errors
/// When the workspace cannot be read.
pub fn count_unread(workspace: &Workspace) -> Result<u64, OpsError> {
    Ok(workspace.snapshot()?.unread_notifications()? + workspace.spooled_count())
}

fn describe(counts: &Counts) -> String {
    let Counts { imported, updated, errors, .. } = *counts;
    let [imported, updated, errors] = [imported, updated, errors].map(format_thousands);
    let skipped = counts.skipped_phrase();
    format!("{imported} imported, {updated} updated, {skipped}, {errors} in error")
}

fn count_lines(counts: &Counts) -> [(&'static str, String); 5] {
    let Counts { rows, imported, updated, unchanged, errors, .. } = *counts;
    let updated = format!("{} ({} unchanged)", format_thousands(updated), format_thousands(unchanged));
    [
        ("Rows", format_thousands(rows)),
        ("Imported", format_thousands(imported)),
        ("Updated", updated),
        ("Skipped", counts.skipped_words()),
        ("Error", format_thousands(errors)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Clock, SystemClock};
    use std::collections::BTreeMap;

    fn refused() -> ImportNotification {
        let notification = Notification {
            created_at: SystemClock.now(),
            status: NotificationStatus::Refused,
            source: "leads.csv".to_owned(),
            import_id: None,
            code: Some("too-many-errors".to_owned()),
            message: "3 rows are in error".to_owned(),
            counts: None,
            exit_code: Some(4),
        };
        ImportNotification {
            notification,
            document: json!({ "error": { "message": "ann@example.com is in error" } }),
            summary: json!({ "error": {} }),
            missing: Vec::new(),
            import_tag: None,
            results: Some(PathBuf::from("leads.results.csv")),
            errors: Some(PathBuf::from("leads.errors.csv")),
        }
    }

    fn origin() -> Origin {
        Origin { workspace: PathBuf::from("/srv/sales/team.db"), host: "crm1".to_owned() }
    }

    #[test]
    fn cells_are_sent_where_the_settings_ask_for_them_alone() {
        let [summary, values] =
            [Content::Summary, Content::Values].map(|content| refused().message(content, Attach::Results, &origin()));
        let subject = "contacts: sales/team.db on crm1: leads.csv not imported: refused (too-many-errors)";
        assert_eq!(summary.subject, subject);
        assert_eq!(
            String::from_utf8(summary.json).unwrap(),
            "{\"error\":{},\"exit_code\":4,\"host\":\"crm1\",\"source\":\"leads.csv\",\"status\":\"refused\",\
             \"workspace\":\"/srv/sales/team.db\"}\n"
        );
        assert_eq!((summary.attachment, values.attachment.map(|file| file.path)), (None, refused().results));
        assert!(summary.body.contains("Results     leads.results.csv") && summary.body == values.body);
        assert!(String::from_utf8(values.json).unwrap().contains("ann@example.com"));
    }

    #[test]
    fn each_channel_hears_of_what_its_own_setting_names_or_else_the_common_one() {
        let heard = |kept: &[(&str, &str)], is_problem| {
            let mut kept: BTreeMap<String, String> =
                kept.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            kept.insert("notify-email".to_owned(), "ann@example.com".to_owned());
            kept.insert("notify-command".to_owned(), "tell".to_owned());
            let channels = NotificationSettings::read(&kept, None).unwrap().channels(is_problem);
            (channels.mail.is_some(), channels.command.is_some())
        };
        assert_eq!(heard(&[], false), (true, true));
        assert_eq!(heard(&[("notify-when", "problems")], false), (false, false));
        assert_eq!(heard(&[("notify-when", "problems")], true), (true, true));
        assert_eq!(heard(&[("notify-email-when", "problems")], false), (false, true));
        assert_eq!(heard(&[("notify-when", "problems"), ("notify-command-when", "always")], false), (false, true));
        assert_eq!(heard(&[("notify-command-when", "problems")], false), (true, false));
    }

    #[test]
    fn the_file_that_goes_with_a_mail_is_the_one_that_the_settings_name() {
        let attached = |attach| refused().message(Content::Values, attach, &origin()).attachment.map(|file| file.path);
        assert_eq!(attached(Attach::Errors), refused().errors);
        assert_eq!(attached(Attach::None), None);
        assert_eq!(refused().message(Content::Summary, Attach::Errors, &origin()).attachment, None);
    }

    #[test]
    fn the_record_of_a_failed_delivery_holds_no_reason() {
        let failure = DeliveryFailure::of_settings("ann@example.com is unknown".to_owned());
        let record = refused().undelivered(&failure, "not delivered".to_owned(), SystemClock.now());
        assert_eq!((record.status, record.message.as_str()), (NotificationStatus::Undelivered, "not delivered"));
        assert_eq!(record.code.as_deref(), Some("notify-settings"));
    }
}
