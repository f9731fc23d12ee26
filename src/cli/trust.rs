//! Settings that act by themselves: they run programs, send contacts or read a password. A workspace from elsewhere is
//! data (spec section 10), so they are used only if this user has set them on this machine.

use std::collections::BTreeMap;

use super::context::Context;
use super::error::CliError;
use crate::files::UserKey;
use crate::model::shown_path;
use crate::ops::trust;
use crate::workspace::{KeptSetting, NewImport, Snapshot};

/// Settings that run a program, send contacts, say how much of them is sent, or name a file with a password.
pub(super) const ACTING: [&str; 9] = [
    "notify-command",
    "notify-content",
    "notify-email",
    "notify-from",
    "sendmail",
    "smtp-password-file",
    "smtp-security",
    "smtp-server",
    "smtp-user",
];

/// Advice for settings that are ignored.
pub(super) const ADVICE: &str =
    "look at the settings with: contacts config; then trust them with: contacts config trust";

/// Settings that are used, and the names of those that are ignored.
#[derive(Debug, Default)]
pub(super) struct Trusted {
    /// Values by name.
    pub(super) settings: BTreeMap<String, String>,
    /// Names of settings that were set by another user or on another machine.
    pub(super) ignored: Vec<String>,
}

impl Context {
    /// Returns the settings of a workspace without the acting ones that this user has not set on this machine.
    pub(super) fn trusted_settings(&self, snapshot: &Snapshot<'_>) -> Result<Trusted, CliError> {
        let kept = snapshot.kept_settings()?;
        let identity = snapshot.identity()?.id;
        let acts = |name: &str| ACTING.contains(&name);
        // Most workspaces have no such setting, and their commands need no key file.
        let key = if kept.keys().any(|name| acts(name)) { self.user_key()? } else { None };
        let counts = |name: &str, kept: &KeptSetting| {
            !acts(name)
                || key
                    .as_ref()
                    .zip(kept.seal.as_deref())
                    .is_some_and(|(key, seal)| key.has_sealed(&sealed_texts(&identity, name, &kept.value), seal))
        };
        let mut trusted = Trusted::default();
        for (name, kept) in kept {
            if counts(&name, &kept) {
                trusted.settings.insert(name, kept.value);
            } else {
                trusted.ignored.push(name);
            }
        }
        Ok(trusted)
    }

    /// Like [`Context::trusted_settings`], with a warning about those that are ignored.
    pub(super) fn settings_for_sending(&self, snapshot: &Snapshot<'_>) -> Result<BTreeMap<String, String>, CliError> {
        let Trusted { settings, ignored } = self.trusted_settings(snapshot)?;
        if !ignored.is_empty() {
            let (were, are) = if ignored.len() == 1 { ("was", "it is") } else { ("were", "they are") };
            self.terminal.warn(&format!(
                "{} {were} not set by you on this machine, so {are} not used; {ADVICE}",
                ignored.join(", ")
            ));
        }
        Ok(settings)
    }

    /// Returns the seal of a setting that acts; `None` for one that does not.
    pub(super) fn seal_setting(
        &self,
        snapshot: &Snapshot<'_>,
        name: &str,
        value: &str,
    ) -> Result<Option<String>, CliError> {
        if !ACTING.contains(&name) {
            return Ok(None);
        }
        let key = self.user_key_or_new(snapshot)?;
        Ok(Some(key.seal(&sealed_texts(&snapshot.identity()?.id, name, value))))
    }

    /// Returns the key that signs the output files of an import. `None` if the user has no home directory: the files of an
    /// import that was cut off are then written only on request.
    pub(super) fn key_for_files(&self, snapshot: &Snapshot<'_>) -> Result<Option<UserKey>, CliError> {
        if self.key.is_none() { Ok(None) } else { self.user_key_or_new(snapshot).map(Some) }
    }

    /// Returns a predicate for imports that this user began on this machine.
    pub(super) fn own_imports(&self, snapshot: &Snapshot<'_>) -> Result<impl Fn(&NewImport) -> bool + use<>, CliError> {
        Ok(trust::own_imports(self.user_key()?, snapshot.identity()?.id))
    }

    /// Returns the key of this user on this machine; `None` if there is none yet.
    pub(super) fn user_key(&self) -> Result<Option<UserKey>, CliError> {
        let Some(path) = &self.key else { return Ok(None) };
        UserKey::read(path).map_err(|error| unusable(path, error))
    }

    /// Returns the key of this user on this machine, and creates it if there is none yet.
    pub(super) fn user_key_or_new(&self, snapshot: &Snapshot<'_>) -> Result<UserKey, CliError> {
        let path = self.key.as_ref().ok_or_else(|| {
            CliError::usage("this machine names no home directory, where what you trust is kept")
                .with_hint("set the variable HOME or XDG_CONFIG_HOME")
        })?;
        UserKey::read_or_make(path, snapshot.random_secret()?).map_err(|error| unusable(path, error))
    }
}

fn sealed_texts<'a>(identity: &'a str, name: &'a str, value: &'a str) -> [&'a str; 4] {
    // The seal covers the workspace and the name too, so it cannot be moved to another workspace or setting. The first
    // word keeps it from passing for the seal of an import's files.
    ["setting", identity, name, value]
}

fn unusable(path: &std::path::Path, error: crate::files::CompanionError) -> CliError {
    let error = anyhow::Error::new(error).context(format!("the key {} cannot be used", shown_path(&path)));
    CliError::new(super::exit::Exit::Failed, "key-unusable", error)
        .with_hint("move it away; what you trusted is then to be trusted anew with: contacts config trust")
}
