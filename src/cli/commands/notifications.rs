//! `contacts notifications`: shows how imports ended, and sends a test.

use clap::Args;
use serde_json::{Value, json};

use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::model::{format_local, format_utc};
use crate::notify::Delivery;
use crate::ops::notification::{Origin, deliver_test};
use crate::ui::Table;
use crate::workspace::{StoredNotification, Workspace};

/// Show how imports ended, the newest first
///
/// Every import leaves a notification; one that failed leaves one if it ran without a terminal. The newest 1,000 are
/// kept. The settings notify-email and notify-command (contacts config list) send them elsewhere too.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts notifications --unread
  contacts notifications --mark-read")]
pub(in crate::cli) struct NotificationsArgs {
    /// Only unread ones
    #[arg(long)]
    unread: bool,
    /// Mark the ones shown as read
    #[arg(long)]
    mark_read: bool,
    /// Send a test by e-mail and to the command that is set
    #[arg(long, conflicts_with_all = ["unread", "mark_read"])]
    test: bool,
}

impl NotificationsArgs {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, CliError> {
        let workspace =
            if self.mark_read { context.open_workspace_recovered()? } else { context.workspace_to_read()? };
        if self.test {
            return test(context, &workspace);
        }
        let snapshot = workspace.snapshot()?;
        let (shown, unread) = (snapshot.notifications(self.unread)?, snapshot.unread_notifications()?);
        drop(snapshot);
        // Shown before they are marked: what could not be printed stays unread.
        show(context, &shown, unread)?;
        if self.mark_read {
            let ids: Vec<i64> =
                shown.iter().filter(|stored| stored.read_at.is_none()).map(|stored| stored.id).collect();
            mark_read(context, &workspace, &ids)?;
        }
        Ok(Exit::Done)
    }
}

fn mark_read(context: &Context, workspace: &Workspace, ids: &[i64]) -> Result<(), CliError> {
    if ids.is_empty() {
        return Ok(());
    }
    Ok(workspace.change()?.mark_read(ids, context.clock.now())?)
}

fn show(context: &Context, shown: &[StoredNotification], unread: u64) -> Result<(), CliError> {
    if context.json {
        let notifications: Vec<Value> = shown.iter().map(to_json).collect();
        return context.out_json(&json!({ "notifications": notifications, "unread": unread }));
    }
    if shown.is_empty() {
        context.terminal.note("There are no notifications.");
        return Ok(());
    }
    let mut table = Table::new(context.terminal.width())
        .text("New")
        .text("When")
        .never_truncate()
        .text("Status")
        .never_truncate()
        .wrap_text("Source")
        .number("Import")
        .wrap_text("Message");
    for StoredNotification { notification, read_at, .. } in shown {
        table.row([
            if read_at.is_none() { "*" } else { "" },
            &format_local(notification.created_at),
            notification.status.as_str(),
            &notification.source,
            &notification.import_id.map(|id| id.to_string()).unwrap_or_default(),
            &notification.message,
        ]);
    }
    context.page(&table.to_string())
}

fn to_json(stored: &StoredNotification) -> Value {
    let notification = &stored.notification;
    json!({
        "id": stored.id,
        "created_at": format_utc(notification.created_at),
        "status": notification.status,
        "source": notification.source,
        "import_id": notification.import_id,
        "code": notification.code,
        "message": notification.message,
        "counts": notification.counts,
        "exit_code": notification.exit_code(),
        "read_at": stored.read_at.map(format_utc),
    })
}

/// Sends a test by every channel that is configured.
fn test(context: &Context, workspace: &Workspace) -> Result<Exit, CliError> {
    let ways = context.notification_settings(workspace)?.ways;
    if ways.is_empty() {
        return Err(CliError::not_found("notify-nowhere", "the settings name nobody to notify")
            .with_hint("for example: contacts config set notify-email ann@example.com"));
    }
    let deliveries = deliver_test(ways, &Origin::of(workspace), context.clock.now());
    tell_test(context, &deliveries)?;
    Ok(if deliveries.iter().all(|delivery| delivery.outcome.is_ok()) { Exit::Done } else { Exit::Failed })
}

fn tell_test(context: &Context, deliveries: &[Delivery]) -> Result<(), CliError> {
    if context.json {
        let ways = deliveries.iter().map(|delivery| {
            let error = delivery.outcome.as_ref().err();
            let error = error.map(
                |error| json!({ "code": error.code(), "message": error.to_string(), "hint": context.advice(error) }),
            );
            json!({ "way": delivery.channel, "delivered": error.is_none(), "error": error })
        });
        return context.out_json(&json!({ "deliveries": ways.collect::<Vec<_>>() }));
    }
    for Delivery { channel: way, outcome } in deliveries {
        match outcome {
            Ok(()) => context.terminal.out(&format!("Delivered: {way}"))?,
            Err(error) => {
                let hint = context.advice(error);
                context.terminal.error(&format!("{way} was not delivered: {error}"), hint.as_deref());
            }
        }
    }
    Ok(())
}
