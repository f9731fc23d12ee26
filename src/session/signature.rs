//! Serialises a manifest and seals it with the workspace's key.

use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Manifest, SessionError, Stage};
use crate::model::{self, Recipe, WorkspaceIdentity, to_hex, to_json_pretty};

/// Value of `format` that marks a file as a manifest.
pub(super) const FORMAT: &str = "contacts-session";

/// Format version that this program writes, and the only one it reads.
pub(super) const VERSION: u64 = 1;

/// A manifest as serialised in its file.
#[derive(Debug, Serialize)]
struct Document<'a> {
    format: &'static str,
    version: u64,
    stage: Stage,
    #[serde(flatten)]
    manifest: &'a Manifest,
    #[serde(skip_serializing_if = "Option::is_none")]
    seal: Option<String>,
}

/// First part to be parsed, to tell a file of another program from a damaged manifest.
#[derive(Debug, Deserialize)]
pub(super) struct FormatMark<'a> {
    /// [`FORMAT`] in a manifest of this tool.
    pub(super) format: &'a str,
}

/// Second part to be parsed: a newer version may write everything else differently.
#[derive(Debug, Deserialize)]
pub(super) struct VersionMark {
    /// [`VERSION`] in a manifest that this program can read.
    pub(super) version: u64,
}

/// Returns the bytes of the file, sealed for the workspace. Equal manifests give equal bytes.
pub(super) fn signed(manifest: &Manifest, workspace: &WorkspaceIdentity) -> Result<Vec<u8>, SessionError> {
    // `stage` follows from the rest and only informs readers, but the seal covers it as well.
    let mut document = Document { format: FORMAT, version: VERSION, stage: manifest.stage(), manifest, seal: None };
    // The seal covers the compact form without itself, so it does not depend on the indentation.
    document.seal = Some(sign(to_json(&document)?.as_bytes(), workspace));
    let text = to_json_pretty(&document).map_err(SessionError::NotJson)? + "\n";
    Ok(text.into_bytes())
}

/// Returns the SHA-256 of a recipe as JSON, in lower-case hexadecimal. It changes with every decision and nothing else.
///
/// # Errors
/// [`SessionError::NotJson`], which no recipe is known to cause.
pub fn recipe_digest(recipe: &Recipe) -> Result<String, SessionError> {
    Ok(to_hex(&Sha256::digest(to_json(recipe)?)))
}

fn to_json(value: &impl Serialize) -> Result<String, SessionError> {
    model::to_json(value).map_err(SessionError::NotJson)
}

fn sign(bytes: &[u8], workspace: &WorkspaceIdentity) -> String {
    let mut block = [0; 64]; // HMAC fills a shorter key with zeros up to the block of its hash (RFC 2104).
    block[..workspace.key.len()].copy_from_slice(&workspace.key);
    to_hex(&Hmac::<Sha256>::new(&block.into()).chain_update(bytes).finalize().into_bytes())
}
