//! Which imports this user has begun: their output files are signed with the user's key, because a workspace that comes from
//! elsewhere must not have files written to places of its choice.

use crate::files::UserKey;
use crate::report::OutputPaths;
use crate::workspace::NewImport;

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
