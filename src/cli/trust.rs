//! What the settings of a workspace may do by themselves: run programs, send contacts, read a password. A workspace that
//! somebody else made is data (spec section 10), so they count only where this user has set them on this machine.

use std::collections::BTreeMap;

use super::context::Context;
use super::error::CliError;
use crate::files::UserKey;
use crate::model::shown_path;
use crate::ops::trust;
use crate::report::OutputPaths;
use crate::workspace::{KeptSetting, NewImport, Snapshot};

/// Settings that run a program, send contacts to somebody, say how much of them is sent or name a file with a password.
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

/// What to do where one does not count.
pub(super) const ADVICE: &str =
    "look at the settings with: contacts config; then trust them with: contacts config trust";

/// The settings that count, and those that do not.
#[derive(Debug, Default)]
pub(super) struct Trusted {
    /// By name.
    pub(super) settings: BTreeMap<String, String>,
    /// Names of those that were set by somebody else, or on another machine.
    pub(super) ignored: Vec<String>,
}

impl Context {
    /// The settings of a workspace, without those that act and that this user has not set on this machine.
    pub(super) fn trusted_settings(&self, snapshot: &Snapshot<'_>) -> Result<Trusted, CliError> {
        let kept = snapshot.kept_settings()?;
        let identity = snapshot.identity()?.id;
        let acts = |name: &str| ACTING.contains(&name);
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

    /// As [`Context::trusted_settings`], with a warning for those that do not count.
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

    /// The seal of a setting that acts; `None` for one that does not.
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

    /// What shows later that this user began an import whose files go there. `None` where the user has no home: then the
    /// files of an import that is cut off are written again only when they are asked for.
    pub(super) fn seal_files(&self, snapshot: &Snapshot<'_>, paths: &OutputPaths) -> Result<Option<String>, CliError> {
        if self.key.is_none() {
            return Ok(None);
        }
        let key = self.user_key_or_new(snapshot)?;
        Ok(Some(trust::seal_files(&key, &snapshot.identity()?.id, paths)))
    }

    /// Tells imports that this user began on this machine from others.
    pub(super) fn own_imports(&self, snapshot: &Snapshot<'_>) -> Result<impl Fn(&NewImport) -> bool + use<>, CliError> {
        Ok(trust::own_imports(self.user_key()?, snapshot.identity()?.id))
    }

    /// The key of this user on this machine; `None` where there is none yet.
    pub(super) fn user_key(&self) -> Result<Option<UserKey>, CliError> {
        let Some(path) = &self.key else { return Ok(None) };
        UserKey::read(path).map_err(|error| unusable(path, error))
    }

    /// The key of this user on this machine, which is made where there is none yet.
    pub(super) fn user_key_or_new(&self, snapshot: &Snapshot<'_>) -> Result<UserKey, CliError> {
        let path = self.key.as_ref().ok_or_else(|| {
            CliError::usage("this machine names no home directory, where what you trust is kept")
                .with_hint("set the variable HOME or XDG_CONFIG_HOME")
        })?;
        UserKey::read_or_make(path, snapshot.random_secret()?).map_err(|error| unusable(path, error))
    }
}

fn sealed_texts<'a>(identity: &'a str, name: &'a str, value: &'a str) -> [&'a str; 4] {
    ["setting", identity, name, value]
}

fn unusable(path: &std::path::Path, error: crate::files::CompanionError) -> CliError {
    let error = anyhow::Error::new(error).context(format!("the key {} cannot be used", shown_path(&path)));
    CliError::new(super::exit::Exit::Failed, "key-unusable", error)
        .with_hint("move it away; what you trusted is then to be trusted anew with: contacts config trust")
}
