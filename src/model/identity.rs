use std::fmt;

/// What tells a workspace from others, wherever it is moved, and the secret that it shares with what it sealed.
#[derive(Clone, PartialEq, Eq)]
pub struct WorkspaceIdentity {
    /// 32 lower-case hexadecimal digits, made at random with the workspace. It is no secret.
    pub id: String,
    /// 32 random bytes that only the workspace has; what is sealed with them was written for it.
    pub key: [u8; 32],
}

impl fmt::Debug for WorkspaceIdentity {
    /// Without the key, which must not come into a log.
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
