/// What this tool wrote at an output's place: the workspace remembers it, to tell later whether the file was edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileDigest {
    /// In bytes.
    pub size: u64,
    /// SHA-256, in lower-case hexadecimal.
    pub digest: String,
}
