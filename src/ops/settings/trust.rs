//! Trust in what a workspace asks for. A workspace that comes from elsewhere is data (spec section 10): its settings run
//! programs and its imports write files only where the key of this user on this machine has sealed them.

use std::collections::BTreeMap;
use std::path::Path;

use crate::files::{CompanionError, UserKey};
use crate::ops::OpsError;
use crate::ops::settings::{SettingError, find};
use crate::report::OutputPaths;
use crate::workspace::{KeptSetting, NewImport, Snapshot, WriteTransaction};

/// Settings that are used, and the names of those that are ignored.
#[derive(Debug, Default)]
pub struct TrustedSettings {
    /// Values by name.
    pub settings: BTreeMap<String, String>,
    /// Names of acting settings that were set by another user or on another machine.
    pub ignored: Vec<String>,
}

impl TrustedSettings {
    /// Reads the settings of a workspace without the acting ones that this user has not set on this machine. `key` is the
    /// path of the user's key; `None` for a user without a home directory.
    ///
    /// # Errors
    /// [`SettingError::KeyUnusable`], or the workspace cannot be read.
    pub fn read(snapshot: &Snapshot<'_>, key: Option<&Path>) -> Result<Self, OpsError> {
        let (kept, identity) = (snapshot.kept_settings()?, snapshot.identity()?.id);
        // Most workspaces have no such setting, and their commands need no key file.
        let key = if kept.keys().any(|name| acts(name)) { user_key(key)? } else { None };
        let is_sealed = |name: &str, setting: &KeptSetting| {
            let seal = key.as_ref().zip(setting.seal.as_deref());
            seal.is_some_and(|(key, seal)| key.has_sealed(&sealed_texts(&identity, name, &setting.value), seal))
        };
        let mut trusted = Self::default();
        for (name, setting) in kept {
            if !acts(&name) || is_sealed(&name, &setting) {
                trusted.settings.insert(name, setting.value);
            } else {
                trusted.ignored.push(name);
            }
        }
        Ok(trusted)
    }
}

/// Returns true if a setting does something by itself.
fn acts(name: &str) -> bool {
    find(name).is_ok_and(|setting| setting.acts)
}

/// Lets settings count as if this user had set them, as part of a change. `shown` holds the values that the user has looked
/// at: they are stored, so that one that has changed since is not trusted unseen.
///
/// # Errors
/// [`SettingError::KeyUnusable`], [`SettingError::NoKeyPath`], or the workspace cannot be written.
pub fn trust_settings(
    change: &WriteTransaction<'_>,
    names: &[String],
    shown: &BTreeMap<String, String>,
    key: Option<&Path>,
) -> Result<(), OpsError> {
    for name in names {
        let value = shown.get(name).cloned().unwrap_or_default();
        change.set_setting(name, Some(&sealed(change, name, value, key)?))?;
    }
    Ok(())
}

/// Returns a setting as it is stored. One that acts gets the seal that shows later that this user set it on this machine.
///
/// # Errors
/// [`SettingError::KeyUnusable`], [`SettingError::NoKeyPath`], or the workspace cannot be read.
pub(in crate::ops) fn sealed(
    snapshot: &Snapshot<'_>,
    name: &str,
    value: String,
    key: Option<&Path>,
) -> Result<KeptSetting, OpsError> {
    if !acts(name) {
        return Ok(KeptSetting { value, seal: None });
    }
    let key = user_key_or_new(snapshot, key.ok_or(SettingError::NoKeyPath)?)?;
    let seal = key.seal(&sealed_texts(&snapshot.identity()?.id, name, &value));
    Ok(KeptSetting { value, seal: Some(seal) })
}

/// The seal covers the workspace and the name too, so it cannot be moved to another workspace or setting. The first word
/// keeps it from passing for the seal of an import's files.
fn sealed_texts<'a>(identity: &'a str, name: &'a str, value: &'a str) -> [&'a str; 4] {
    ["setting", identity, name, value]
}

/// Returns the seal that later shows that this user began an import with these output files. `None` for a user without a
/// home directory: the files of an import that was cut off are then written only on request.
///
/// # Errors
/// [`SettingError::KeyUnusable`], or the workspace cannot be read.
pub fn seal_output_files(
    snapshot: &Snapshot<'_>,
    key: Option<&Path>,
    paths: &OutputPaths,
) -> Result<Option<String>, OpsError> {
    let Some(key) = key else { return Ok(None) };
    Ok(Some(seal_files(&user_key_or_new(snapshot, key)?, &snapshot.identity()?.id, paths)))
}

/// The signature of the output files of an import into the workspace of this identity.
pub fn seal_files(key: &UserKey, identity: &str, paths: &OutputPaths) -> String {
    let [results, errors] = [&paths.results, &paths.errors].map(|path| path.display().to_string());
    key.seal(&["files", identity, &results, &errors])
}

/// Tells imports whose files this key has signed from others.
pub fn own_imports(key: Option<UserKey>, identity: String) -> impl Fn(&NewImport) -> bool + use<> {
    move |import: &NewImport| {
        let texts = ["files", &identity, &import.results_path, &import.errors_path];
        key.as_ref().zip(import.files_seal.as_deref()).is_some_and(|(key, seal)| key.has_sealed(&texts, seal))
    }
}

/// Reads the user's key on this machine; `None` if there is none yet.
///
/// # Errors
/// [`SettingError::KeyUnusable`].
pub fn user_key(path: Option<&Path>) -> Result<Option<UserKey>, SettingError> {
    let Some(path) = path else { return Ok(None) };
    UserKey::read(path).map_err(|error| unusable(path, error))
}

/// Reads the user's key on this machine, and creates it if there is none yet.
fn user_key_or_new(snapshot: &Snapshot<'_>, path: &Path) -> Result<UserKey, OpsError> {
    Ok(UserKey::read_or_make(path, snapshot.random_secret()?).map_err(|error| unusable(path, error))?)
}

fn unusable(path: &Path, error: CompanionError) -> SettingError {
    SettingError::KeyUnusable { path: path.to_owned(), error }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Clock, SystemClock};
    use crate::ops::settings;
    use crate::workspace::Workspace;

    fn set(workspace: &Workspace, name: &str, value: &str, key: Option<&Path>) -> Result<(), OpsError> {
        let change = workspace.change()?;
        settings::set(&change, settings::find(name)?, Some(value.to_owned()), key)?;
        Ok(change.commit()?)
    }

    fn ignored(workspace: &Workspace, key: Option<&Path>) -> Vec<String> {
        TrustedSettings::read(&workspace.snapshot().unwrap(), key).unwrap().ignored
    }

    #[test]
    fn a_setting_that_acts_counts_for_the_key_that_sealed_it_alone() {
        let folder = tempfile::tempdir().unwrap();
        let [own, other] = ["own", "other"].map(|name| folder.path().join(name));
        let workspace = Workspace::in_memory(SystemClock.now()).unwrap();
        set(&workspace, "region", "MY", None).unwrap();
        set(&workspace, "notify-command", "tell", Some(&own)).unwrap();
        assert!(ignored(&workspace, Some(&own)).is_empty());
        assert_eq!(ignored(&workspace, Some(&other)), ["notify-command"]);
        assert_eq!(ignored(&workspace, None), ["notify-command"]);

        let change = workspace.change().unwrap();
        let shown = change.settings().unwrap();
        trust_settings(&change, &["notify-command".to_owned()], &shown, Some(&other)).unwrap();
        change.commit().unwrap();
        assert!(ignored(&workspace, Some(&other)).is_empty());
        assert_eq!(ignored(&workspace, Some(&own)), ["notify-command"]);
    }

    #[test]
    fn without_a_place_for_the_key_no_setting_that_acts_can_be_set() {
        let workspace = Workspace::in_memory(SystemClock.now()).unwrap();
        assert!(matches!(
            set(&workspace, "notify-command", "tell", None),
            Err(OpsError::Setting(SettingError::NoKeyPath))
        ));
        set(&workspace, "max-rows", "1000", None).unwrap();
    }
}
