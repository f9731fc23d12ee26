//! Checks whether the settings can be read and whether this user has set them. Values are not told: they hold addresses.

use std::path::Path;

use super::{Finding, Level, channels};
use crate::ops::OpsError;
use crate::ops::notification_settings::NotificationSettings;
use crate::ops::settings::SETTINGS;
use crate::ops::trust::TrustedSettings;
use crate::workspace::Workspace;

/// What was found out about the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingFinding {
    /// One that is not known. Its name may say anything, so it is not told.
    Unknown,
    /// Its value cannot be read.
    Unreadable {
        /// Name of the setting.
        name: &'static str,
    },
    /// The settings that have a value that can be read; the others have their defaults.
    Set {
        /// Their names.
        names: Vec<&'static str>,
    },
    /// Settings that do nothing, because this user has not set them on this machine.
    NotTrusted {
        /// Their names.
        names: Vec<String>,
    },
}

impl SettingFinding {
    pub(super) fn level(&self) -> Level {
        match self {
            Self::Set { .. } => Level::Good,
            // A newer version of this program may have set the unknown one.
            Self::Unknown | Self::NotTrusted { .. } => Level::Note,
            Self::Unreadable { .. } => Level::Problem,
        }
    }
}

/// Checks the settings and the channels that they name. `findings` keeps what was found before an error.
pub(super) fn check(
    workspace: &Workspace,
    key: Option<&Path>,
    smtp_password: Option<String>,
    findings: &mut Vec<Finding>,
) -> Result<(), OpsError> {
    let kept = workspace.snapshot()?.settings()?;
    let mut names = Vec::new();
    for (name, value) in &kept {
        match SETTINGS.iter().find(|setting| setting.name == name) {
            None => findings.push(Finding::Setting(SettingFinding::Unknown)),
            Some(setting) if (setting.canonical)(value).is_err() => {
                findings.push(Finding::Setting(SettingFinding::Unreadable { name: setting.name }));
            }
            Some(setting) => names.push(setting.name),
        }
    }
    findings.push(Finding::Setting(SettingFinding::Set { names }));
    let TrustedSettings { settings, ignored } = TrustedSettings::read(&workspace.snapshot()?, key)?;
    if !ignored.is_empty() {
        findings.push(Finding::Setting(SettingFinding::NotTrusted { names: ignored }));
    }
    // A setting that cannot be read was found above. Of those that are not trusted no file is opened.
    if let Ok(sending) = NotificationSettings::read(&settings, smtp_password) {
        findings.extend(channels::check(&sending.ways));
    }
    Ok(())
}
