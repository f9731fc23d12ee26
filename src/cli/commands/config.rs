//! `contacts config`: shows and changes the settings of the workspace.

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::cli::completion::candidates;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::ops::settings::{self, SETTINGS, SettingKind};
use crate::ops::trust::{self, TrustedSettings};
use crate::ui::Table;
use crate::workspace::Workspace;

/// Show and change the settings of the workspace
///
/// They are kept in the workspace and hold for everybody who uses it. Those that run a program or send something count
/// only for the user who set them, on that machine: a workspace from another user does nothing by itself.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts config
  contacts config set region MY
  contacts config set max-rows 1000000")]
pub(in crate::cli) struct ConfigArgs {
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Show all settings, their values and what they mean
    #[command(after_help = "\
Examples:
  contacts config list
  contacts config list --json")]
    List,
    /// Show the value of a setting
    #[command(after_help = "\
Examples:
  contacts config get region
  contacts config get max-rows")]
    Get {
        /// The setting's name, as contacts config list shows it
        #[arg(add = candidates::settings())]
        name: String,
    },
    /// Change a setting
    #[command(after_help = "\
Examples:
  contacts config set region MY
  contacts config set max-file-size 100MB")]
    Set {
        /// The setting's name, as contacts config list shows it
        #[arg(add = candidates::settings())]
        name: String,
        /// Its new value
        #[arg(add = candidates::values_of_settings())]
        value: String,
    },
    /// Restore the default of a setting
    #[command(after_help = "\
Examples:
  contacts config unset region
  contacts config unset max-rows")]
    Unset {
        /// The setting's name, as contacts config list shows it
        #[arg(add = candidates::settings())]
        name: String,
    },
    /// Trust settings that run programs or send something
    ///
    /// A workspace from another user or another machine may name programs and servers. They are used only after you have
    /// looked at them and trusted them.
    #[command(after_help = "\
Examples:
  contacts config trust
  contacts config trust --yes")]
    Trust {
        /// Trust without asking
        #[arg(long)]
        yes: bool,
    },
}

impl ConfigArgs {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, CliError> {
        // What only reads must work on an older workspace and on a read-only medium, so it neither migrates nor writes.
        let reads = matches!(self.action, None | Some(Action::List | Action::Get { .. }));
        let workspace = if reads { context.workspace_to_read()? } else { context.open_workspace_recovered()? };
        match self.action {
            None | Some(Action::List) => list(context, &workspace)?,
            Some(Action::Get { name }) => {
                let setting = settings::find(&name)?;
                tell(context, setting, &value(&workspace, setting)?)?;
            }
            Some(Action::Set { name, value }) => set(context, &workspace, settings::find(&name)?, Some(&value))?,
            Some(Action::Unset { name }) => set(context, &workspace, settings::find(&name)?, None)?,
            Some(Action::Trust { yes }) => trust_settings(context, &workspace, yes)?,
        }
        Ok(Exit::Done)
    }
}

fn list(context: &Context, workspace: &Workspace) -> Result<(), CliError> {
    let ignored = TrustedSettings::read(&workspace.snapshot()?, context.key.as_deref())?.ignored;
    let values: Vec<String> = SETTINGS.iter().map(|setting| value(workspace, setting)).collect::<Result<_, _>>()?;
    if context.json {
        let settings =
            SETTINGS.iter().zip(values).map(|(setting, value)| (setting.name.to_owned(), Value::from(value)));
        let settings = settings.collect::<serde_json::Map<_, _>>();
        return context.out_json(&json!({ "settings": settings, "not_trusted": ignored }));
    }
    let mut table =
        Table::new(context.terminal.width()).text("Setting").never_truncate().wrap_text("Value").wrap_text("Meaning");
    for (setting, value) in SETTINGS.iter().zip(&values) {
        let is_ignored = ignored.iter().any(|name| name == setting.name);
        let value = if is_ignored { format!("{value} (not used: not set by you)") } else { value.clone() };
        table.row([setting.name, &value, setting.about]);
    }
    context.page(&table.to_string())?;
    if !ignored.is_empty() {
        // Told with the way out: a setting that is silently ignored looks like a fault of the mail server.
        context.terminal.note(&context.for_workspace("Let them count with: contacts config trust"));
    }
    Ok(())
}

fn value(workspace: &Workspace, setting: &SettingKind) -> Result<String, CliError> {
    Ok(settings::value(&workspace.snapshot()?, setting)?)
}

fn set(context: &Context, workspace: &Workspace, setting: &SettingKind, text: Option<&str>) -> Result<(), CliError> {
    let canonical = text.map(|text| settings::canonical(setting, text)).transpose()?;
    let change = workspace.change()?;
    settings::set(&change, setting, canonical, context.key.as_deref())?;
    change.commit()?;
    // Read back, so that what is printed is the canonical form that is stored.
    tell(context, setting, &value(workspace, setting)?)
}

/// Shows the settings that do not count yet and, once confirmed, lets them count.
fn trust_settings(context: &Context, workspace: &Workspace, yes: bool) -> Result<(), CliError> {
    let snapshot = workspace.snapshot()?;
    let shown = snapshot.settings()?;
    let ignored = TrustedSettings::read(&snapshot, context.key.as_deref())?.ignored;
    // Released before the question: a read transaction that stays open keeps SQLite from resetting the log.
    drop(snapshot);
    if !ignored.is_empty() {
        let mut table = Table::new(context.terminal.width()).text("Setting").never_truncate().wrap_text("Value");
        for name in &ignored {
            table.row([name.as_str(), shown.get(name).map_or("", String::as_str)]);
        }
        context.tell_before_question(&table.to_string(), yes);
        context.confirm("Let these settings count?", yes)?;
        let change = workspace.change()?;
        trust::trust_settings(&change, &ignored, &shown, context.key.as_deref())?;
        change.commit()?;
    }
    if context.json {
        return context.out_json(&json!({ "trusted": ignored }));
    }
    let said = if ignored.is_empty() {
        "All settings count already.".to_owned()
    } else {
        format!("Trusted: {}", ignored.join(", "))
    };
    Ok(context.terminal.out(&said)?)
}

fn tell(context: &Context, setting: &SettingKind, value: &str) -> Result<(), CliError> {
    if context.json {
        context.out_json(&json!({ "name": setting.name, "value": value }))
    } else {
        Ok(context.terminal.out(&format!("{value}\n"))?)
    }
}
