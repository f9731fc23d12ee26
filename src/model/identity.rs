//! Identity and secret key of a workspace, and the mark of its file.

use std::fmt;

/// `application_id` of a workspace's SQLite file: "CNTC" in ASCII (spec section 10).
// It tells a workspace from the SQLite files of other programs.
pub const APPLICATION_ID: i32 = 0x434E_5443;

/// Random ID of a workspace, valid wherever the file is moved, and its secret signing key.
#[derive(Clone, PartialEq, Eq)]
pub struct WorkspaceIdentity {
    /// 32 lower-case hexadecimal digits, random, created with the workspace. Not secret.
    pub id: String,
    /// 32 random bytes that only the workspace has; what is signed with them was written for it.
    pub key: [u8; 32],
}

impl fmt::Debug for WorkspaceIdentity {
    /// Omits the key, which must not get into a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WorkspaceIdentity").field("id", &self.id).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::WorkspaceIdentity;

    #[test]
    fn the_key_is_not_shown() {
        let identity = WorkspaceIdentity { id: "0123".to_owned(), key: [171; 32] };
        assert_eq!(format!("{identity:?}"), r#"WorkspaceIdentity { id: "0123", .. }"#);
    }
}
