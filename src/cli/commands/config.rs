use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::cli::Exit;
use crate::cli::completing::candidates;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::settings::{self, SETTINGS, SettingKind};
use crate::ui::Table;
use crate::workspace::Workspace;

/// Show and change the settings of the workspace
///
/// They are kept in the workspace and hold for everybody who uses it.
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
        value: String,
    },
    /// Put the default of a setting back
    #[command(after_help = "\
Examples:
  contacts config unset region
  contacts config unset max-rows")]
    Unset {
        /// The setting's name, as contacts config list shows it
        #[arg(add = candidates::settings())]
        name: String,
    },
}

impl ConfigArgs {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let workspace = context.workspace_in_order()?;
        match self.action {
            None | Some(Action::List) => list(context, &workspace)?,
            Some(Action::Get { name }) => {
                let setting = settings::find(&name)?;
                tell(context, setting, &value(&workspace, setting)?)?;
            }
            Some(Action::Set { name, value }) => set(context, &workspace, settings::find(&name)?, Some(&value))?,
            Some(Action::Unset { name }) => set(context, &workspace, settings::find(&name)?, None)?,
        }
        Ok(Exit::Done)
    }
}

fn list(context: &Context, workspace: &Workspace) -> Result<(), Failure> {
    let values: Vec<String> = SETTINGS.iter().map(|setting| value(workspace, setting)).collect::<Result<_, _>>()?;
    if context.json {
        let settings =
            SETTINGS.iter().zip(values).map(|(setting, value)| (setting.name.to_owned(), Value::from(value)));
        return context.out_json(&json!({ "settings": settings.collect::<serde_json::Map<_, _>>() }));
    }
    let mut table = Table::new(context.terminal.width()).text("Setting").whole().prose("Value").prose("Meaning");
    for (setting, value) in SETTINGS.iter().zip(&values) {
        table.row([setting.name, value, setting.about]);
    }
    Ok(context.terminal.out(&table.to_string())?)
}

fn value(workspace: &Workspace, setting: &SettingKind) -> Result<String, Failure> {
    let kept = workspace.snapshot()?.settings()?;
    Ok(kept.get(setting.name).cloned().unwrap_or_else(|| setting.default.to_owned()))
}

fn set(context: &Context, workspace: &Workspace, setting: &SettingKind, text: Option<&str>) -> Result<(), Failure> {
    let canonical = text.map(setting.canonical).transpose();
    let canonical = canonical.map_err(|problem| {
        Failure::usage(format!("{} can not be '{}': {problem}", setting.name, text.unwrap_or_default()))
    })?;
    let change = workspace.change()?;
    change.set_setting(setting.name, canonical.as_deref())?;
    change.commit()?;
    tell(context, setting, &value(workspace, setting)?)
}

fn tell(context: &Context, setting: &SettingKind, value: &str) -> Result<(), Failure> {
    if context.json {
        context.out_json(&json!({ "name": setting.name, "value": value }))
    } else {
        Ok(context.terminal.out(&format!("{value}\n"))?)
    }
}
