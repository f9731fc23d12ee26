//! Garbled texts that would replace the texts which they garble.

use crate::model::{Contact, FieldId, Garbled, Issue, IssueCode, RowIssues, Slot, Text, is_garbled_form};

/// Returns true if the value would replace the one of which it is the garbled form.
pub(super) fn garbles(contact: &Contact, field: FieldId, value: &Text, garbled: Option<&Garbled>) -> bool {
    let Some(likely) = likely_text(value, garbled) else { return false };
    contact.value(field).is_some_and(|before| before != value && is_garbled_form(likely, before))
}

/// Returns the probable original of a value; `None` if nothing shows that it is garbled.
pub(super) fn likely_text<'v>(value: &'v Text, garbled: Option<&'v Garbled>) -> Option<&'v str> {
    // A lost letter may be a plain `?`; only the contact's value shows if it is one.
    let may_be_lost = || memchr::memchr(b'?', value.as_bytes()).is_some();
    garbled.map(|garbled| garbled.likely.as_str()).or_else(|| may_be_lost().then_some(value.as_str()))
}

/// Returns what is known of the garbled text in a slot; `garbled` is sorted by slot index.
pub(super) fn garbled_at(garbled: &[(usize, Garbled)], slot: usize) -> Option<&Garbled> {
    garbled.binary_search_by_key(&slot, |(place, _)| *place).ok().map(|found| &garbled[found].1)
}

/// Replaces the warning about a garbled text by the error that it would replace a good one.
pub(super) fn refuse(line: u64, slot: &Slot, value: &Text, garbled: Option<&Garbled>, issues: &mut RowIssues) {
    issues.retain(|issue| issue.code != IssueCode::TextGarbled || issue.field.as_ref() != Some(&slot.field_name));
    issues.add(IssueCode::TextGarbledReplaces, || garbled_issue(line, slot, value, garbled));
}

fn garbled_issue(line: u64, slot: &Slot, value: &Text, garbled: Option<&Garbled>) -> Issue {
    let reason = garbled.map_or("a ? stands where a letter was lost", |garbled| garbled.reason.as_str());
    Issue {
        line,
        column: slot.shown_column(),
        field: Some(slot.field_name.clone()),
        code: IssueCode::TextGarbledReplaces,
        value: Some(value.to_string()),
        message: format!("it is the garbled form of the value that the contact has: {reason}"),
    }
}
