//! The user's trust in a workspace, as commands need it: with the path of the key, and warnings about what is ignored.

use std::collections::BTreeMap;

use super::context::Context;
use super::error::CliError;
use crate::ops::trust::{self, TrustedSettings};
use crate::workspace::{NewImport, Snapshot};

/// Advice for settings that are ignored.
const ADVICE: &str = "look at the settings with: contacts config; then trust them with: contacts config trust";

impl Context {
    /// Returns the settings that may be used, with a warning about those that this user has not set on this machine.
    pub(super) fn settings_for_sending(&self, snapshot: &Snapshot<'_>) -> Result<BTreeMap<String, String>, CliError> {
        let TrustedSettings { settings, ignored } = TrustedSettings::read(snapshot, self.key.as_deref())?;
        if !ignored.is_empty() {
            let (were, are) = if ignored.len() == 1 { ("was", "it is") } else { ("were", "they are") };
            self.terminal.warn(&self.for_workspace(&format!(
                "{} {were} not set by you on this machine, so {are} not used; {ADVICE}",
                ignored.join(", ")
            )));
        }
        Ok(settings)
    }

    /// Returns a predicate for imports that this user began on this machine.
    pub(super) fn own_imports(&self, snapshot: &Snapshot<'_>) -> Result<impl Fn(&NewImport) -> bool + use<>, CliError> {
        Ok(trust::own_imports(trust::user_key(self.key.as_deref())?, snapshot.identity()?.id))
    }
}
