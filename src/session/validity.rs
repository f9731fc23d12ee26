//! The rules by which a session may go on: not over, not expired, source and mapping unchanged (spec section 6).

use std::path::Path;
use std::time::Duration;

use super::{Manifest, ReviewRecord, SessionError, Stage, UploadedFor};
use crate::model::{FileDigest, Timestamp, Uptime};
use crate::report::digest_of;

/// Time after its review within which an import must start (spec section 6).
pub const REVIEW_TTL: Duration = Duration::from_secs(60 * 60);

/// Maximum step back of a clock that is taken for an adjustment: a machine's clock drifts and is corrected over the
/// network by a second or so at a time.
const ADJUSTMENT: Duration = Duration::from_secs(60);

/// Conditions under which a session may go on. Each check refuses with advice on the next step.
#[derive(Debug, Clone, Copy)]
pub struct Validity<'a> {
    manifest: &'a Manifest,
    source: &'a Path,
}

impl Manifest {
    /// Returns the validity checks of the session. `source` is the file beside which it lies, as the user named it.
    pub fn rules<'a>(&'a self, source: &'a Path) -> Validity<'a> {
        Validity::new(self, source)
    }
}

impl<'a> Validity<'a> {
    pub(super) fn new(manifest: &'a Manifest, source: &'a Path) -> Self {
        Self { manifest, source }
    }

    /// Checks that the session is not over.
    ///
    /// # Errors
    /// [`SessionError::Finished`], [`SessionError::Cancelled`].
    pub fn check_open(&self) -> Result<(), SessionError> {
        let (source_path, uploaded_for) = (self.source.to_owned(), UploadedFor::of(self.manifest));
        match (self.manifest.import, self.manifest.cancelled_at) {
            (Some(import), _) => Err(SessionError::Finished { source_path, import, uploaded_for }),
            (None, Some(at)) => Err(SessionError::Cancelled { source_path, at, uploaded_for }),
            (None, None) => Ok(()),
        }
    }

    /// Checks that the questions of the upload were answered to the last.
    ///
    /// # Errors
    /// [`SessionError::NotUploaded`].
    pub fn check_uploaded(&self) -> Result<(), SessionError> {
        match self.manifest.stage() {
            Stage::Begun => Err(SessionError::NotUploaded {
                source_path: self.source.to_owned(),
                uploaded_for: UploadedFor::of(self.manifest),
            }),
            _ => Ok(()),
        }
    }

    /// Checks that the columns are mapped.
    ///
    /// # Errors
    /// [`SessionError::NotMapped`].
    pub fn check_mapped(&self) -> Result<(), SessionError> {
        match self.manifest.mapped_at {
            Some(_) => Ok(()),
            None => Err(SessionError::NotMapped { source_path: self.source.to_owned() }),
        }
    }

    /// Returns the review, if there is one.
    ///
    /// # Errors
    /// [`SessionError::NotReviewed`].
    pub fn check_reviewed(&self) -> Result<&'a ReviewRecord, SessionError> {
        let not_reviewed = || SessionError::NotReviewed { source_path: self.source.to_owned() };
        self.manifest.review.as_ref().ok_or_else(not_reviewed)
    }

    /// Checks that the review, if there is one, is at most an hour old; exactly an hour is fine. Setting the clock back
    /// further than an adjustment does not make it last longer.
    ///
    /// # Errors
    /// [`SessionError::Expired`].
    pub fn check_not_expired(&self, now: Timestamp, uptime: Option<&Uptime>) -> Result<(), SessionError> {
        let Some(review) = &self.manifest.review else { return Ok(()) };
        let expired = |why| SessionError::Expired {
            source_path: self.source.to_owned(),
            reviewed_at: review.at,
            why,
            uploaded_for: UploadedFor::of(self.manifest),
        };
        // `to_std` fails for negative durations: this holds only if the review lies in the future.
        if (review.at - now).to_std().is_ok_and(|back| back > ADJUSTMENT) {
            return Err(expired("and the clock was set back since"));
        }
        // Zero where the clock was set back a little: `to_std` fails for negative durations.
        let age = (now - review.at).to_std().unwrap_or_default();
        // The uptime shows an hour that a clock set back would hide.
        let running = uptime_since(review, uptime).unwrap_or_default();
        if age > REVIEW_TTL || running > REVIEW_TTL {
            return Err(expired("more than an hour ago"));
        }
        Ok(())
    }

    /// Checks that the source is byte for byte the one that was uploaded.
    ///
    /// # Errors
    /// [`SessionError::SourceChanged`], which names the difference.
    pub fn check_source(&self, size: u64, digest: &str) -> Result<(), SessionError> {
        let known = &self.manifest.source;
        let changed = |what| {
            Err(SessionError::SourceChanged {
                source_path: self.source.to_owned(),
                what,
                uploaded_for: UploadedFor::of(self.manifest),
            })
        };
        if size != known.size {
            changed(format!("it has {size} bytes where it had {}", known.size))
        } else if digest != known.digest {
            changed("its content is another, of the same size".to_owned())
        } else {
            Ok(())
        }
    }

    /// Checks that the file at the source's path is byte for byte the one that was uploaded, for a source that can no
    /// longer be opened as a list. A missing file passes.
    ///
    /// # Errors
    /// As [`Validity::check_source`].
    pub fn check_file(&self) -> Result<(), SessionError> {
        match digest_of(self.source) {
            Ok(FileDigest { size, digest }) => self.check_source(size, &digest),
            Err(_) => Ok(()), // Opening it as a list has failed with the reason.
        }
    }

    /// Checks that the recipe is the one that was reviewed, if any was.
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
}

/// Returns the time the machine has been running since the review; `None` if unknown or restarted since.
fn uptime_since(review: &ReviewRecord, now: Option<&Uptime>) -> Option<Duration> {
    let (then, now) = (review.uptime.as_ref()?, now?);
    (then.boot == now.boot).then(|| Duration::from_secs(now.seconds.saturating_sub(then.seconds)))
}
