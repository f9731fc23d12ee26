//! Notification of an import that ended: the message, when it is sent, its delivery, and the record of one that failed.

use std::path::PathBuf;
use std::time::Duration;

use serde_json::{Value, json};

use super::OpsError;
use super::notification_settings::{Content, NotificationSettings, NotifyWhen};
use crate::model::{
    Counts, MissingField, Notification, NotificationStatus, Timestamp, format_thousands, json_text, sanitize,
};
use crate::notify::{Channels, Delivery, OutgoingMessage, deliver};
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
    /// Exit code of the process.
    pub exit: u8,
    /// Tag that every imported contact got.
    pub import_tag: Option<String>,
    /// Results file, if it is in place.
    pub results: Option<PathBuf>,
}

/// A delivery that failed, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryFailure {
    /// Stable code.
    pub code: &'static str,
    /// Name of the channel without personal data: `the e-mail`.
    pub channel: String,
    /// Reason for a person. It may name people, so it is never stored.
    pub reason: String,
}

impl DeliveryFailure {
    /// The failure of all channels because the settings cannot be used.
    pub fn of_settings(reason: String) -> Self {
        Self { code: "notify-settings", channel: "a notification".to_owned(), reason }
    }

    fn of_delivery(delivery: Delivery) -> Option<Self> {
        let error = delivery.outcome.err()?;
        Some(Self { code: error.code(), channel: delivery.channel, reason: error.to_string() })
    }
}

impl ImportNotification {
    /// Sends it by the channels of the settings, unless these want to hear of problems only and it is none. Returns the
    /// deliveries that failed; they have no say in the outcome of the import, which has ended.
    pub fn deliver(&self, settings: &NotificationSettings) -> Vec<DeliveryFailure> {
        if settings.ways.is_empty() || !self.is_wanted(settings.when) {
            return Vec::new();
        }
        let deliveries = deliver(&settings.ways, self.message(settings.content), DELIVERY_TIMEOUT);
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

    fn is_wanted(&self, when: NotifyWhen) -> bool {
        when == NotifyWhen::Always || self.notification.is_problem()
    }

    fn message(&self, content: Content) -> OutgoingMessage {
        let results = if content == Content::Values { self.results.clone() } else { None };
        OutgoingMessage {
            subject: format!("contacts: {}", self.headline()),
            body: self.body(content),
            results,
            json: (json_text(&self.document(content)) + "\n").into_bytes(),
            at: self.notification.created_at.into(),
        }
    }

    /// Returns the document for a program, with what the mail says in its headers.
    fn document(&self, content: Content) -> Value {
        let Notification { status, source, .. } = &self.notification;
        let mut document = match content {
            Content::Summary => self.summary.clone(),
            Content::Values => self.document.clone(),
        };
        if let Some(fields) = document.as_object_mut() {
            fields.insert("status".to_owned(), status.as_str().into());
            fields.insert("source".to_owned(), source.as_str().into());
            fields.insert("exit_code".to_owned(), self.exit.into());
        }
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

    fn body(&self, content: Content) -> String {
        let notification = &self.notification;
        let mut lines = vec![("Source", notification.source.clone())];
        lines.extend(notification.import_id.map(|id| ("Import", id.to_string())));
        match &notification.counts {
            Some(counts) => lines.extend(count_lines(counts)),
            None => lines.push(("Problem", notification.message.clone())),
        }
        lines.extend(self.missing.iter().map(|missing| ("Left out", missing.to_string())));
        lines.extend(self.import_tag.clone().map(|tag| ("Import tag", tag)));
        lines.push(("Exit code", self.exit.to_string()));
        if content == Content::Summary {
            lines.extend(self.results.iter().map(|path| ("Results", path.display().to_string())));
        }
        lines
            .into_iter()
            .fold(String::new(), |text, (name, value)| text + &format!("{name:<11} {}\n", sanitize(&value)))
    }
}

/// Sends a test by every channel.
pub fn deliver_test(channels: &Channels, now: Timestamp) -> Vec<Delivery> {
    let message = OutgoingMessage {
        subject: "contacts: a test".to_owned(),
        body: "This is a test of contacts notifications. Nothing was imported.\n".to_owned(),
        results: None,
        json: format!("{}\n", json!({ "status": "test" })).into_bytes(),
        at: now.into(),
    };
    deliver(channels, message, DELIVERY_TIMEOUT)
}

/// Counts the notifications that were not read yet, those in the spool included.
///
/// # Errors
/// When the workspace cannot be read.
pub fn count_unread(workspace: &Workspace) -> Result<u64, OpsError> {
    Ok(workspace.snapshot()?.unread_notifications()? + workspace.spooled_count())
}

fn describe(counts: &Counts) -> String {
    let Counts { imported, updated, skipped, errors, .. } = *counts;
    let [imported, updated, skipped, errors] = [imported, updated, skipped, errors].map(format_thousands);
    format!("{imported} imported, {updated} updated, {skipped} skipped, {errors} in error")
}

fn count_lines(counts: &Counts) -> [(&'static str, String); 5] {
    let Counts { rows, imported, updated, unchanged, skipped, errors } = *counts;
    let updated = format!("{} ({} unchanged)", format_thousands(updated), format_thousands(unchanged));
    [
        ("Rows", format_thousands(rows)),
        ("Imported", format_thousands(imported)),
        ("Updated", updated),
        ("Skipped", format_thousands(skipped)),
        ("Error", format_thousands(errors)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Clock, SystemClock};

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
            exit: 4,
            import_tag: None,
            results: Some(PathBuf::from("leads.results.csv")),
        }
    }

    #[test]
    fn cells_are_sent_where_the_settings_ask_for_them_alone() {
        let [summary, values] = [Content::Summary, Content::Values].map(|content| refused().message(content));
        assert_eq!(summary.subject, "contacts: leads.csv not imported: refused (too-many-errors)");
        assert_eq!(
            String::from_utf8(summary.json).unwrap(),
            "{\"error\":{},\"exit_code\":4,\"source\":\"leads.csv\",\"status\":\"refused\"}\n"
        );
        assert_eq!((summary.results, values.results), (None, refused().results));
        assert!(summary.body.contains("Results     leads.results.csv") && !values.body.contains("Results"));
        assert!(String::from_utf8(values.json).unwrap().contains("ann@example.com"));
    }

    #[test]
    fn only_problems_are_sent_where_the_settings_ask_for_problems() {
        let mut done = refused();
        done.notification.status = NotificationStatus::Imported;
        done.notification.code = None;
        assert!(refused().is_wanted(NotifyWhen::Problems) && done.is_wanted(NotifyWhen::Always));
        assert!(!done.is_wanted(NotifyWhen::Problems));
    }

    #[test]
    fn the_record_of_a_failed_delivery_holds_no_reason() {
        let failure = DeliveryFailure::of_settings("ann@example.com is unknown".to_owned());
        let record = refused().undelivered(&failure, "not delivered".to_owned(), SystemClock.now());
        assert_eq!((record.status, record.message.as_str()), (NotificationStatus::Undelivered, "not delivered"));
        assert_eq!(record.code.as_deref(), Some("notify-settings"));
    }
}
