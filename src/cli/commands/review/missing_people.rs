//! Contacts that are missing from the list of their source, as the lists of a page.

use crate::cli::render;
use crate::import::{MissingReport, NamedContact};
use crate::model::MissingAction;
use crate::report::{Detail, Head, PeopleList};

const KEPT: &str = "The source held them before, and this list does not. They stay as they are.";
const DELETED: &str = "The source held them before, and this list does not.";
const SPARED: &str = "They are missing from the list, and would not be deleted.";
const BACK: &str = "They were missing from earlier lists of the source.";

/// Lists the first missing contacts, those that are spared and those that are back.
pub(super) fn lists(report: &MissingReport) -> Vec<PeopleList> {
    let counts = &report.counts;
    let mut changed = match &counts.action {
        MissingAction::Tag(tag) => list("missing", &format!("Missing contacts that would be tagged {tag}"), DELETED),
        _ => list("missing", "Missing contacts that would be deleted", DELETED),
    };
    let mut kept = list("missing-kept", "Missing contacts", KEPT);
    let spared_ids: Vec<_> = report.spared.iter().map(|spared| spared.contact.id).collect();
    for missing in report.contacts.iter().filter(|missing| !spared_ids.contains(&missing.contact.id)) {
        let list = if missing.is_changed { &mut changed } else { &mut kept };
        list.add(head(&missing.contact), Vec::new());
    }
    changed.count_more((counts.deleted + counts.tagged).saturating_sub(changed.entries()));
    if !counts.action.changes_contacts() {
        kept.count_more(counts.count.saturating_sub(kept.entries()));
    }
    let mut spared = list("missing-spared", "Missing contacts that are spared", SPARED);
    for contact in &report.spared {
        spared.add(head(&contact.contact), vec![Detail::Value(0, render::spared_reason(contact))]);
    }
    spared.count_more(counts.spared.saturating_sub(spared.entries()));
    let mut back = list("back", "Contacts that are back", BACK);
    report.back.iter().for_each(|contact| back.add(head(contact), Vec::new()));
    back.count_more(counts.back.saturating_sub(back.entries()));
    vec![changed, kept, spared, back]
}

fn list(id: &'static str, heading: &str, note: &str) -> PeopleList {
    PeopleList::new(id, heading, note, vec!["Why".to_owned()])
}

fn head(NamedContact { id, name }: &NamedContact) -> Head {
    Head { contact: Some(*id), line: None, name: name.clone() }
}
