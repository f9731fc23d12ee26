//! Reports how an import has ended: in the workspace, by mail and to a program.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::Value;

use super::context::{Context, smtp_password};
use super::error::CliError;
use super::workspace_location::WorkspaceLocation;
use crate::model::{Counts, MissingField, Notification, NotificationStatus, format_thousands, json_text, sanitize};
use crate::notify::{Delivery, OutgoingMessage, deliver};
use crate::ops::notification_settings::{Content, NotificationSettings, NotifyWhen};
use crate::workspace::{SCHEMA_VERSION, Workspace};

/// Time limit of a delivery. Together with what it takes to give up a mail server that does not answer, it stays within
/// ten seconds.
pub(super) const DELIVERY_TIMEOUT: Duration = Duration::from_millis(9_500);

/// The outcome of an import, as it is stored and sent.
pub(super) struct ImportNotification {
    pub(super) notification: Notification,
    /// Document of `--json`.
    pub(super) document: Value,
    /// The same document without the contents of cells.
    pub(super) summary: Value,
    /// Mapped fields that were not imported because their columns are missing.
    pub(super) missing: Vec<MissingField>,
    pub(super) exit: u8,
    pub(super) import_tag: Option<String>,
    pub(super) results: Option<PathBuf>,
}

impl ImportNotification {
    /// Returns the notification of a failed import.
    pub(super) fn of_failure(context: &Context, source: &Path, failure: &CliError) -> Self {
        let notification = Notification {
            created_at: context.clock.now(),
            status: failure.status(),
            source: file_name(source),
            import_id: None,
            code: Some(failure.code().to_owned()),
            message: failure.redacted_message(),
            counts: None,
        };
        let exit = failure.exit().code();
        let (document, summary) = (failure.to_json(), failure.document_without_cells());
        Self { notification, document, summary, missing: Vec::new(), exit, import_tag: None, results: None }
    }

    /// Returns the message to send.
    fn notice(&self, content: Content) -> OutgoingMessage {
        let Notification { status, source, created_at, .. } = &self.notification;
        let (mut document, results) = match content {
            Content::Summary => (self.summary.clone(), None),
            Content::Values => (self.document.clone(), self.results.clone()),
        };
        if let Some(fields) = document.as_object_mut() {
            fields.insert("status".to_owned(), status.as_str().into());
            fields.insert("source".to_owned(), source.as_str().into());
            fields.insert("exit_code".to_owned(), self.exit.into());
        }
        OutgoingMessage {
            subject: format!("contacts: {}", self.headline()),
            body: self.body(content),
            results,
            json: (json_text(&document) + "\n").into_bytes(),
            at: (*created_at).into(),
        }
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
        if let Some(id) = notification.import_id {
            lines.push(("Import", id.to_string()));
        }
        if let Some(counts) = &notification.counts {
            lines.push(("Rows", format_thousands(counts.rows)));
            lines.push(("Imported", format_thousands(counts.imported)));
            lines.push((
                "Updated",
                format!("{} ({} unchanged)", format_thousands(counts.updated), format_thousands(counts.unchanged)),
            ));
            lines.push(("Skipped", format_thousands(counts.skipped)));
            lines.push(("Error", format_thousands(counts.errors)));
        } else {
            lines.push(("Problem", notification.message.clone()));
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

    /// Sends it through the channels that the settings name. A failed delivery is printed and recorded.
    pub(super) fn send(&self, context: &Context, workspace: &Workspace) {
        let sending = workspace.snapshot().map_err(CliError::from).and_then(|snapshot| {
            Ok(NotificationSettings::read(&context.settings_for_sending(&snapshot)?, smtp_password())?)
        });
        let problems = match sending {
            Ok(sending) if sending.ways.is_empty() || !self.should_send(sending.when) => Vec::new(),
            Ok(sending) => deliver(&sending.ways, self.notice(sending.content), DELIVERY_TIMEOUT)
                .into_iter()
                .filter_map(problem)
                .collect(),
            Err(failure) => {
                vec![DeliveryFailure {
                    code: "notify-settings",
                    way: "a notification".into(),
                    reason: failure.to_string(),
                }]
            }
        };
        // Only a warning: the import has ended, and whether it is reported has no say in its exit code.
        for problem in problems {
            context.terminal.warn(&format!("{} was not delivered: {}", problem.way, problem.reason));
            self.record_delivery_failure(context, workspace, &problem);
        }
    }

    fn should_send(&self, when: NotifyWhen) -> bool {
        when == NotifyWhen::Always || self.notification.is_problem()
    }

    /// Records a failed delivery, without its reason: a mail server may have named people in it.
    fn record_delivery_failure(&self, context: &Context, workspace: &Workspace, problem: &DeliveryFailure) {
        let note = Notification {
            status: NotificationStatus::Undelivered,
            code: Some(problem.code.to_owned()),
            message: format!("{} was not delivered; try with: contacts notifications --test", problem.way),
            counts: None,
            created_at: context.clock.now(),
            ..self.notification.clone()
        };
        store_notification(context, workspace, &note);
    }
}

impl Context {
    /// Stores and sends the notification of a failed import, unless a person sees the error in a terminal. Without a
    /// workspace there is nowhere to store it.
    pub(super) fn notify_failure(&self, source: &Path, failure: &CliError) {
        if self.terminal.stderr_is_terminal() || failure.is_broken_pipe() {
            return;
        }
        let workspace = WorkspaceLocation::find(self.workspace.as_deref())
            .ok()
            .and_then(|place| Workspace::open_to_read(place.path()).ok());
        let Some((workspace, _)) = workspace else { return };
        let news = ImportNotification::of_failure(self, source, failure);
        store_notification(self, &workspace, &news.notification);
        news.send(self, &workspace);
    }

    /// Prints how many notifications are unread, if stderr is a terminal and the result is for a person.
    pub(super) fn remind(&self) {
        if !self.terminal.stderr_is_terminal() || self.terminal.is_quiet() || self.is_for_program() {
            return;
        }
        // Errors are ignored: the command is done, and one that needs the workspace will report them.
        let place = WorkspaceLocation::find(self.workspace.as_deref()).ok();
        // An older workspace would have to be copied to be read, which is too much for a reminder.
        let workspace = place.and_then(|place| Workspace::open_without_migration(place.path()).ok());
        let workspace =
            workspace.filter(|workspace| workspace.version().is_ok_and(|version| version == SCHEMA_VERSION));
        let unread = workspace.and_then(|workspace| {
            workspace.snapshot().ok()?.unread_notifications().ok().map(|unread| unread + workspace.spooled_count())
        });
        match unread {
            None | Some(0) => {}
            Some(1) => self.terminal.note("1 unread notification; see: contacts notifications"),
            Some(many) => {
                self.terminal
                    .note(&format!("{} unread notifications; see: contacts notifications", format_thousands(many)));
            }
        }
    }
}

fn store_notification(context: &Context, workspace: &Workspace, notification: &Notification) {
    if let Err(error) = workspace.spool_notification(notification) {
        context.terminal.warn(&format!("no notification was left: {error}"));
    }
}

/// A delivery that failed, and why.
struct DeliveryFailure {
    code: &'static str,
    way: String,
    reason: String,
}

fn problem(delivery: Delivery) -> Option<DeliveryFailure> {
    let error = delivery.outcome.err()?;
    Some(DeliveryFailure { code: error.code(), way: delivery.channel, reason: error.to_string() })
}

fn describe(counts: &Counts) -> String {
    let Counts { imported, updated, skipped, errors, .. } = *counts;
    let [imported, updated, skipped, errors] = [imported, updated, skipped, errors].map(format_thousands);
    format!("{imported} imported, {updated} updated, {skipped} skipped, {errors} in error")
}

/// Returns the file name of a source, without its directory.
fn file_name(source: &Path) -> String {
    source.file_name().map_or_else(|| source.as_os_str(), |name| name as &OsStr).to_string_lossy().into_owned()
}
