//! A new workspace that is set up like another one: its fields, settings and saved mappings, without contacts.

use std::path::Path;

use super::trust::TrustedSettings;
use super::{OpsError, fields, settings};
use crate::model::{Target, Timestamp};
use crate::workspace::{Snapshot, StoredMapping, Workspace, WriteTransaction};

/// What was copied, by name, and what was not.
#[derive(Debug, Default)]
pub struct CopiedSetup {
    /// Custom fields.
    pub fields: Vec<String>,
    /// Settings.
    pub settings: Vec<String>,
    /// Saved mappings.
    pub mappings: Vec<String>,
    /// What the new workspace lacks.
    pub left_out: Vec<NotCopied>,
}

/// A part that was not copied.
#[derive(Debug, PartialEq, Eq)]
pub struct NotCopied {
    /// `field` or `setting`.
    pub kind: &'static str,
    /// Its name.
    pub name: String,
    /// Why.
    pub reason: String,
}

/// Copies the setup of a workspace into a new one, in one transaction. A setting that runs a program or sends something is
/// copied only if this user has set it on this machine, and gets a seal of its own; `key` is the path of the user's key.
///
/// # Errors
/// The user's key cannot be used, or a workspace cannot be read or written.
pub fn copy(from: &Snapshot<'_>, to: &Workspace, key: Option<&Path>, now: Timestamp) -> Result<CopiedSetup, OpsError> {
    let (change, mut copied) = (to.change()?, CopiedSetup::default());
    copy_fields(from, &change, &mut copied)?;
    copy_settings(from, &change, key, &mut copied)?;
    for StoredMapping { name, body, .. } in from.mappings()? {
        copied.mappings.push(name.clone());
        change.save_mapping(&StoredMapping { name, body, saved_at: now })?;
    }
    change.commit()?;
    Ok(copied)
}

/// Copies the custom fields with their options, and which of them recognise contacts.
fn copy_fields(from: &Snapshot<'_>, change: &WriteTransaction<'_>, copied: &mut CopiedSetup) -> Result<(), OpsError> {
    let (all, identifiers) = (from.fields()?, from.identifier_fields()?);
    let mut targets = Vec::new();
    for field in all.iter().filter(|field| field.id.is_custom()) {
        match fields::add(change, &field.name, field.kind.clone()) {
            Ok(added) => {
                if identifiers.contains_key(&field.id) {
                    targets.push(Target::Field(added.id));
                }
                copied.fields.push(added.name);
            }
            Err(OpsError::Workspace(error)) => return Err(error.into()),
            // A name that version 0.1 took and none takes now.
            Err(error) => copied.leave_out("field", &field.name, error.to_string()),
        }
    }
    Ok(change.make_identifiers(&targets)?)
}

fn copy_settings(
    from: &Snapshot<'_>,
    change: &WriteTransaction<'_>,
    key: Option<&Path>,
    copied: &mut CopiedSetup,
) -> Result<(), OpsError> {
    let TrustedSettings { settings: trusted, ignored } = TrustedSettings::read(from, key)?;
    for (name, value) in trusted {
        match settings::find(&name) {
            Ok(setting) => {
                settings::set(change, setting, Some(value), key)?;
                copied.settings.push(name);
            }
            Err(_) => copied.leave_out("setting", &name, "this version does not know it".to_owned()),
        }
    }
    for name in ignored {
        copied.leave_out("setting", &name, "it was not set by you on this machine".to_owned());
    }
    Ok(())
}

impl CopiedSetup {
    fn leave_out(&mut self, kind: &'static str, name: &str, reason: String) {
        self.left_out.push(NotCopied { kind, name: name.to_owned(), reason });
    }
}
