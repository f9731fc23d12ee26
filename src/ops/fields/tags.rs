//! Tags of all contacts at once: renamed, merged and deleted, each as an entry of the history.

use super::TagError;
use crate::model::{TagInterner, Timestamp, counted};
use crate::ops::OpsError;
use crate::values::{is_blank, typed_tag_fault};
use crate::workspace::{CountScope, EntryKind, Snapshot, TagUse, WriteTransaction};

/// A change of tags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagChange {
    /// Names that no contact has any more.
    pub old: Vec<String>,
    /// Name that replaces them; `None` after a deletion.
    pub new: Option<String>,
    /// Number of contacts that had one of them.
    pub contacts: u64,
    /// Number of the entry in the history; `None` if no contact's tags changed.
    pub entry: Option<i64>,
}

/// Finds the tags of these names, each once; all of them or none.
///
/// # Errors
/// [`TagError::Unknown`], or the workspace cannot be read.
pub fn find(snapshot: &Snapshot<'_>, names: &[String]) -> Result<Vec<TagUse>, OpsError> {
    let used = snapshot.tags_in_use(CountScope::Everybody)?;
    let mut found: Vec<TagUse> = Vec::new();
    for name in names {
        let tag = existing(&used, name)?;
        if !found.contains(tag) {
            found.push(tag.clone());
        }
    }
    Ok(found)
}

/// Checks that there are tags of these names, whether contacts have them today or not.
///
/// # Errors
/// [`TagError::Unknown`], or the workspace cannot be read.
pub fn check_known(snapshot: &Snapshot<'_>, names: &[String]) -> Result<(), OpsError> {
    let tags = snapshot.tags()?;
    match names.iter().find(|name| tags.interner.find(name).is_none()) {
        Some(name) => Err(TagError::Unknown { name: name.trim().to_owned() }.into()),
        None => Ok(()),
    }
}

/// Validates a name for a tag and trims it.
///
/// # Errors
/// [`TagError::NameBlank`] and [`TagError::InvalidName`].
pub fn check_name(name: &str) -> Result<&str, TagError> {
    let name = name.trim();
    if is_blank(name) {
        return Err(TagError::NameBlank);
    }
    typed_tag_fault(name).map_or(Ok(name), |fault| Err(TagError::InvalidName { fault }))
}

/// Renames a tag on all contacts, as part of a change. Another spelling of the same name changes no contact and makes no
/// entry.
///
/// # Errors
/// [`TagError::Unknown`], [`TagError::Exists`] if another tag has the new name, an invalid name, or the workspace cannot be
/// written.
pub fn rename(change: &WriteTransaction<'_>, old: &str, new: &str, now: Timestamp) -> Result<TagChange, OpsError> {
    let (new, used) = (check_name(new)?, change.tags_in_use(CountScope::Everybody)?);
    let tag = existing(&used, old)?;
    if let Some(taken) = used.iter().find(|other| other.id != tag.id && is_named(other, new)) {
        let (old, taken, contacts) = (tag.name.clone(), taken.name.clone(), taken.contacts);
        return Err(TagError::Exists { old, taken, contacts }.into());
    }
    let new_id = change.upsert_tag(new)?;
    let renamed =
        TagChange { old: vec![tag.name.clone()], new: Some(new.to_owned()), contacts: tag.contacts, entry: None };
    // The same ID means another spelling of the same name: no contact changes, so there is no entry to undo.
    if new_id == tag.id {
        return Ok(renamed);
    }
    let summary = format!("a tag renamed: {}", counted(tag.contacts, "contact"));
    let entry = change.begin_entry(EntryKind::Tags, &summary, now)?;
    let contacts = change.replace_tags(entry, &[tag.id], Some(new_id))?;
    Ok(TagChange { contacts, entry: Some(entry), ..renamed })
}

/// Replaces tags by one on all contacts, as part of a change. `into` may be one of them, another one, or new.
///
/// # Errors
/// [`TagError::Unknown`], [`TagError::MergedWithItself`], an invalid name, or the workspace cannot be written.
pub fn merge(
    change: &WriteTransaction<'_>,
    names: &[String],
    into: &str,
    now: Timestamp,
) -> Result<TagChange, OpsError> {
    let new = check_name(into)?;
    let kept = named(&change.tags_in_use(CountScope::Everybody)?, new).cloned();
    let mut old = find(change, names)?;
    old.retain(|tag| kept.as_ref().is_none_or(|kept| kept.id != tag.id));
    if old.is_empty() {
        return Err(TagError::MergedWithItself.into());
    }
    let new_id = match &kept {
        // `upsert_tag` would change the spelling of the existing tag to the typed one.
        Some(kept) => kept.id,
        None => change.upsert_tag(new)?,
    };
    let new = kept.map_or_else(|| new.to_owned(), |kept| kept.name);
    // Numbers only: the history keeps no personal data, and a tag may be a person's name.
    let summary = if old.len() == 1 { "a tag merged".to_owned() } else { format!("{} tags merged", old.len()) };
    replace(change, old, Some((new_id, new)), &summary, now)
}

/// Takes tags off all contacts, as part of a change.
///
/// # Errors
/// [`TagError::Unknown`], or the workspace cannot be written.
pub fn delete(change: &WriteTransaction<'_>, names: &[String], now: Timestamp) -> Result<TagChange, OpsError> {
    let old = find(change, names)?;
    let summary = format!("{} deleted", counted(old.len() as u64, "tag"));
    replace(change, old, None, &summary, now)
}

fn replace(
    change: &WriteTransaction<'_>,
    old: Vec<TagUse>,
    new: Option<(i64, String)>,
    summary: &str,
    now: Timestamp,
) -> Result<TagChange, OpsError> {
    let entry = change.begin_entry(EntryKind::Tags, summary, now)?;
    let ids: Vec<i64> = old.iter().map(|tag| tag.id).collect();
    let contacts = change.replace_tags(entry, &ids, new.as_ref().map(|(id, _)| *id))?;
    let old = old.into_iter().map(|tag| tag.name).collect();
    Ok(TagChange { old, new: new.map(|(_, name)| name), contacts, entry: Some(entry) })
}

fn existing<'t>(used: &'t [TagUse], name: &str) -> Result<&'t TagUse, TagError> {
    named(used, name).ok_or_else(|| TagError::Unknown { name: name.trim().to_owned() })
}

/// Returns the tag of a name. Version 0.1 could make several whose names compare as equal; of these, the one in exactly
/// this spelling.
fn named<'t>(used: &'t [TagUse], name: &str) -> Option<&'t TagUse> {
    let exact = used.iter().find(|tag| tag.name == name.trim());
    exact.or_else(|| used.iter().find(|tag| is_named(tag, name)))
}

fn is_named(tag: &TagUse, name: &str) -> bool {
    TagInterner::key(&tag.name) == TagInterner::key(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::testing::{now, workspace_with};

    const LIST: &str = "First Name,Tags\nAnn,\"lead,vip\"\nBob,leads\nCid,vip\n";

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().copied().map(str::to_owned).collect()
    }

    #[test]
    fn another_spelling_makes_no_entry_and_a_name_that_is_taken_is_refused() {
        let (_folder, workspace) = workspace_with(LIST);
        let change = workspace.change().unwrap();
        let spelled = rename(&change, "vip", "VIP", now()).unwrap();
        assert_eq!((spelled.contacts, spelled.entry), (2, None));
        match rename(&change, "lead", " vip ", now()) {
            Err(OpsError::Tag(TagError::Exists { taken, contacts, .. })) => {
                assert_eq!((taken.as_str(), contacts), ("VIP", 2));
            }
            other => panic!("{other:?}"),
        }
        assert!(matches!(rename(&change, "nobody", "x", now()), Err(OpsError::Tag(TagError::Unknown { .. }))));
        assert!(matches!(rename(&change, "vip", " ", now()), Err(OpsError::Tag(TagError::NameBlank))));
    }

    #[test]
    fn a_merge_may_keep_one_of_its_tags_but_not_the_only_one() {
        let (_folder, workspace) = workspace_with(LIST);
        let change = workspace.change().unwrap();
        let merged = merge(&change, &names(&["lead", "leads", "vip"]), "VIP", now()).unwrap();
        assert_eq!((merged.old, merged.new.as_deref()), (names(&["lead", "leads"]), Some("vip")));
        assert_eq!(merged.contacts, 2);
        assert!(matches!(
            merge(&change, &names(&["vip"]), "vip", now()),
            Err(OpsError::Tag(TagError::MergedWithItself))
        ));
    }

    #[test]
    fn tags_are_deleted_all_or_none() {
        let (_folder, workspace) = workspace_with(LIST);
        let change = workspace.change().unwrap();
        assert!(matches!(
            delete(&change, &names(&["vip", "nobody"]), now()),
            Err(OpsError::Tag(TagError::Unknown { .. }))
        ));
        assert_eq!(delete(&change, &names(&["vip", "Lead"]), now()).unwrap().contacts, 2);
    }
}
