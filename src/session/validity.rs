use std::path::Path;
use std::time::Duration;

use super::{Manifest, ReviewRecord, SessionError};
use crate::model::{FileDigest, Timestamp, Uptime};
use crate::report::digest_of;

/// How long after its review an import may start (spec section 6).
pub const REVIEW_TTL: Duration = Duration::from_secs(60 * 60);

/// So far a clock may be set back without anybody's doing: the machine's own clock goes wrong, and is set right over the
/// network, by a second or so at a time.
const ADJUSTMENT: Duration = Duration::from_secs(60);

/// What must hold for a session to go on. Each rule is asked where it applies, and refuses with what to do instead.
#[derive(Debug, Clone, Copy)]
pub struct Validity<'a> {
    manifest: &'a Manifest,
    source: &'a Path,
}

impl<'a> Validity<'a> {
    pub(super) fn new(manifest: &'a Manifest, source: &'a Path) -> Self {
        Self { manifest, source }
    }

    /// It is not over.
    ///
    /// # Errors
    /// [`SessionError::Finished`], [`SessionError::Cancelled`].
    pub fn check_open(&self) -> Result<(), SessionError> {
        let source_path = self.source.to_owned();
        match (self.manifest.import, self.manifest.cancelled_at) {
            (Some(import), _) => Err(SessionError::Finished { source_path, import }),
            (None, Some(at)) => Err(SessionError::Cancelled { source_path, at }),
            (None, None) => Ok(()),
        }
    }

    /// Its columns are mapped.
    ///
    /// # Errors
    /// [`SessionError::NotMapped`].
    pub fn check_mapped(&self) -> Result<(), SessionError> {
        match self.manifest.mapped_at {
            Some(_) => Ok(()),
            None => Err(SessionError::NotMapped { source_path: self.source.to_owned() }),
        }
    }

    /// It was reviewed. Gives the review.
    ///
    /// # Errors
    /// [`SessionError::NotReviewed`].
    pub fn check_reviewed(&self) -> Result<&'a ReviewRecord, SessionError> {
        let not_reviewed = || SessionError::NotReviewed { source_path: self.source.to_owned() };
        self.manifest.review.as_ref().ok_or_else(not_reviewed)
    }

    /// No more than an hour has passed since its review, if there is one; exactly an hour is fine. A clock that was set
    /// back, by more than a machine does of itself, does not make it last longer.
    ///
    /// # Errors
    /// [`SessionError::Expired`].
    pub fn check_not_expired(&self, now: Timestamp, uptime: Option<&Uptime>) -> Result<(), SessionError> {
        let Some(review) = &self.manifest.review else { return Ok(()) };
        let expired = |why| SessionError::Expired { source_path: self.source.to_owned(), reviewed_at: review.at, why };
        if (review.at - now).to_std().is_ok_and(|back| back > ADJUSTMENT) {
            return Err(expired("and the clock was set back since"));
        }
        let age = (now - review.at).to_std().unwrap_or_default();
        let running = uptime_since(review, uptime).unwrap_or_default();
        if age > REVIEW_TTL || running > REVIEW_TTL {
            return Err(expired("more than an hour ago"));
        }
        Ok(())
    }

    /// The source is, byte for byte, the one that was uploaded.
    ///
    /// # Errors
    /// [`SessionError::SourceChanged`], naming what differs.
    pub fn check_source(&self, size: u64, digest: &str) -> Result<(), SessionError> {
        let known = &self.manifest.source;
        let changed = |what| Err(SessionError::SourceChanged { source_path: self.source.to_owned(), what });
        if size != known.size {
            changed(format!("it has {size} bytes where it had {}", known.size))
        } else if digest != known.digest {
            changed("its content is another, of the same size".to_owned())
        } else {
            Ok(())
        }
    }

    /// The file that has the source's name is, byte for byte, the one that was uploaded; for a source that cannot be
    /// read any more. One that is not there at all is not looked at.
    ///
    /// # Errors
    /// As [`Validity::check_source`].
    pub fn check_file(&self) -> Result<(), SessionError> {
        match digest_of(self.source) {
            Ok(FileDigest { size, digest }) => self.check_source(size, &digest),
            Err(_) => Ok(()), // Whoever could not read it has told why.
        }
    }

    /// The recipe is the one that was reviewed, if any was.
    ///
    /// # Errors
    /// [`SessionError::MappingChanged`].
    pub fn check_mapping_unchanged(&self) -> Result<(), SessionError> {
        let Some(review) = &self.manifest.review else { return Ok(()) };
        if self.manifest.matches_review(review) {
            return Ok(());
        }
        Err(SessionError::MappingChanged { source_path: self.source.to_owned() })
    }

    /// Whether the workspace saw changes since the review. Then only a new look tells whether the outcome is the same.
    pub fn is_workspace_changed(&self, revision: i64) -> bool {
        self.manifest.review.as_ref().is_some_and(|review| review.workspace_revision != revision)
    }

    /// What would become of each row is what the review said, if there is one.
    ///
    /// # Errors
    /// [`SessionError::WorkspaceChanged`].
    pub fn check_outcome(&self, digest: &str) -> Result<(), SessionError> {
        match &self.manifest.review {
            Some(review) if review.outcome_digest != digest => {
                Err(SessionError::WorkspaceChanged { source_path: self.source.to_owned() })
            }
            _ => Ok(()),
        }
    }
}

/// How long the machine has been running since the review; `None` when that is not known, or it was started again.
fn uptime_since(review: &ReviewRecord, now: Option<&Uptime>) -> Option<Duration> {
    let (then, now) = (review.uptime.as_ref()?, now?);
    (then.boot == now.boot).then(|| Duration::from_secs(now.seconds.saturating_sub(then.seconds)))
}
