//! Size and digest of an output file.

/// Fingerprint of an output file as this tool wrote it; the workspace stores it to detect later whether the file was
/// edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileDigest {
    /// Size in bytes.
    pub size: u64,
    /// SHA-256, in lower-case hexadecimal.
    pub digest: String,
}
