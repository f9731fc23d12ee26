//! Notifications as commands send them: with the settings and the password at hand, and warnings where one fails.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::command_line::CommandLine;
use super::context::{Context, smtp_password, state_folder};
use super::error::CliError;
use super::hints::Hint;
use super::workspace_location::WorkspaceLocation;
use crate::files::{remember_done, was_done_within};
use crate::model::{Notification, counted, file_name};
use crate::ops::attempts;
use crate::ops::notification::{DeliveryFailure, ImportNotification, Origin, count_unread};
use crate::ops::notification_settings::NotificationSettings;
use crate::workspace::{SCHEMA_VERSION, Workspace};

/// Time between two reminders of unread notifications.
const REMINDER_INTERVAL: Duration = Duration::from_secs(24 * 60 * 60);

impl ImportNotification {
    /// Returns the notification of a failed import.
    fn of_failure(context: &Context, source: &Path, failure: &CliError) -> Self {
        let notification = Notification {
            created_at: context.clock.now(),
            status: failure.status(),
            source: file_name(source),
            import_id: None,
            code: Some(failure.code().to_owned()),
            message: failure.redacted_line(),
            counts: None,
            exit_code: Some(failure.exit().code()),
        };
        let (document, summary) = (failure.to_json(), failure.document_without_cells());
        Self { document, summary, ..Self::of_record(notification) }
    }

    /// Sends it as the settings say. A failed delivery is printed and recorded.
    pub(super) fn send(&self, context: &Context, workspace: &Workspace) {
        let failures = match context.notification_settings(workspace) {
            Ok(settings) => self.deliver(&settings, &Origin::of(workspace)),
            Err(failure) => vec![DeliveryFailure::of_settings(failure.to_string())],
        };
        // Only a warning: the import has ended, and whether it is reported has no say in its exit code.
        for failure in failures {
            let what = format!("{} was not delivered", failure.channel);
            let hint = failure.error.as_ref().and_then(|error| context.advice(error));
            let hint = hint.map(|hint| format!("; {hint}")).unwrap_or_default();
            context.terminal.warn(&format!("{what}: {}{hint}", failure.reason));
            let message = context.for_workspace(&format!("{what}; try with: contacts notifications --test"));
            store_notification(context, workspace, &self.undelivered(&failure, message, context.clock.now()));
        }
    }
}

impl Context {
    /// Returns the hint of an error that is printed beside a result; its commands name the workspace of this command.
    pub(super) fn advice(&self, error: &impl Hint) -> Option<String> {
        error.hint().map(|hint| self.for_workspace(&hint))
    }

    /// Reads the settings for notifications that this user trusts.
    pub(super) fn notification_settings(&self, workspace: &Workspace) -> Result<NotificationSettings, CliError> {
        let settings = self.settings_for_sending(&workspace.snapshot()?)?;
        Ok(NotificationSettings::read(&settings, smtp_password())?)
    }

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

    /// Leaves and sends the notification of an import that was killed and could do neither; the next command that writes does
    /// it in its place. A failure is a warning, because that command is about something else.
    pub(super) fn notify_killed(&self, workspace: &Workspace) {
        match attempts::record_killed(workspace) {
            Ok(Some(killed)) => {
                ImportNotification::of_record(killed).send(self, workspace);
                self.import_spooled_notifications(workspace);
            }
            Ok(None) => {}
            Err(error) => self.terminal.warn(&format!("no notification was left of a killed import: {error}")),
        }
    }

    /// Prints how many notifications are unread, at most once a day, if stderr is a terminal and the result is for a person.
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
        let Some(workspace) = workspace else { return };
        let Some(unread) = count_unread(&workspace).ok().filter(|unread| *unread > 0) else { return };
        let (now, last) = (self.clock.now(), reminder_file(&workspace));
        if last.as_ref().is_some_and(|last| was_done_within(last, REMINDER_INTERVAL, now)) {
            return;
        }
        let see = CommandLine::of(self, "notifications");
        self.terminal.note(&format!("{}; see: {see}", counted(unread, "unread notification")));
        // Where it cannot be remembered, the next command reminds again.
        let _ = last.map_or(Ok(()), |last| remember_done(&last, now));
    }
}

/// Returns the file whose time is that of the last reminder about a workspace, in the user's folder for state. The file
/// itself is not in the workspace: a reminder is no change of it.
fn reminder_file(workspace: &Workspace) -> Option<PathBuf> {
    let id = workspace.snapshot().and_then(|snapshot| snapshot.identity()).ok()?.id;
    let folder = state_folder()?.join("reminders");
    // The ID is data of a workspace that somebody else may have made: it must not lead to another folder.
    id.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| folder.join(id))
}

fn store_notification(context: &Context, workspace: &Workspace, notification: &Notification) {
    if let Err(error) = workspace.spool_notification(notification) {
        context.terminal.warn(&format!("no notification was left: {error}"));
    }
}
