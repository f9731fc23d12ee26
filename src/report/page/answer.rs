//! The mails with which a reader of a page answers.

use super::CommandForm;

impl CommandForm {
    /// Subject of a mail that answers with a word.
    pub(super) fn subject(&self, answer: &str) -> String {
        format!("{answer}: {}, review {}", self.about, self.code)
    }

    /// Body of the mail that confirms the review.
    pub(super) fn yes(&self) -> String {
        // Line breaks of a mail body are CR and LF in a link (RFC 6068 section 5).
        format!("Yes, import {} as review {} says.\r\n", self.about, self.code)
    }

    /// Body of the mail that refuses it; the reader goes on writing at its end.
    pub(super) fn no(&self) -> String {
        let Self { about, code, .. } = self;
        format!("No, do not import {about} as review {code} says.\r\n\r\nWhat should be different: ")
    }
}
