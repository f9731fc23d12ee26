use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Manifest, SessionError, Stage};
use crate::model::{self, Recipe, WorkspaceIdentity, to_hex, to_json_pretty};

/// What marks a file as a manifest.
pub(super) const FORMAT: &str = "contacts-session";

/// The version that this program writes, and the only one that it reads.
pub(super) const VERSION: u64 = 1;

/// A manifest as its file has it.
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

/// What is read first, so that a file of another program is told from a damaged one.
#[derive(Debug, Deserialize)]
pub(super) struct FormatMark<'a> {
    /// [`FORMAT`], when the file is ours.
    pub(super) format: &'a str,
}

/// What is read next: a newer version may say everything else in another way.
#[derive(Debug, Deserialize)]
pub(super) struct VersionMark {
    /// [`VERSION`], when the file can be read.
    pub(super) version: u64,
}

/// The file's bytes, sealed for the workspace. The same manifest gives the same bytes.
pub(super) fn signed(manifest: &Manifest, workspace: &WorkspaceIdentity) -> Result<Vec<u8>, SessionError> {
    let mut document = Document { format: FORMAT, version: VERSION, stage: manifest.stage(), manifest, seal: None };
    document.seal = Some(sign(to_json(&document)?.as_bytes(), workspace));
    let text = to_json_pretty(&document).map_err(SessionError::NotJson)? + "\n";
    Ok(text.into_bytes())
}

/// SHA-256 of a recipe as JSON, in lower-case hexadecimal. It changes with every decision, and with nothing else.
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
