//! A contact as people name it: by Contact ID, phone number, e-mail address or `FIELD=VALUE` (spec section 9).

use crate::model::{ContactId, Field, FieldId, FieldKind, Fields, Target, Text};
use crate::ops::OpsError;
use crate::ops::contacts::ContactError;
use crate::ops::settings::typed_value_options;
use crate::values::{self, ParseOptions};
use crate::workspace::Snapshot;

/// Returns the only contact that a text names. A Contact ID is returned whether a contact has it or not.
///
/// # Errors
/// [`ContactError::NotAContact`], [`ContactError::NobodyNamed`], [`ContactError::SeveralNamed`], or the workspace
/// cannot be read.
pub fn identify(snapshot: &Snapshot<'_>, who: &str) -> Result<ContactId, OpsError> {
    let (field, value) = match named(snapshot, who)? {
        Named::Id(id) => return Ok(id),
        Named::Value(field, value) => (field, value),
    };
    match snapshot.contacts_by_value(&field, &value)?.as_slice() {
        [contact] => Ok(*contact),
        [] => Err(ContactError::NobodyNamed { who: who.to_owned() }.into()),
        several => Err(ContactError::SeveralNamed { who: who.to_owned(), contacts: several.to_vec() }.into()),
    }
}

/// What a text names a contact by.
pub(in crate::ops) enum Named {
    /// Its Contact ID.
    Id(ContactId),
    /// A value that it has in a field, in its canonical form.
    Value(Field, Text),
}

/// Reads a text that names a contact.
pub(in crate::ops) fn named(snapshot: &Snapshot<'_>, who: &str) -> Result<Named, OpsError> {
    let text = who.trim();
    let fields = snapshot.fields()?;
    if let Some(id) = contact_id(text).or_else(|| id_by_name(text, &fields)) {
        return Ok(Named::Id(id));
    }
    let named = field_and_value(text, &fields).or_else(|| by_look(text, &fields));
    let named = named.filter(|(field, _)| field.id != FieldId::TAGS);
    let (field, value) = named.ok_or_else(|| ContactError::NotAContact { who: who.to_owned() })?;
    let rules = typed_value_options(snapshot, None)?;
    // A value that the field would not take is compared as it is: a contact may have it from an earlier version.
    let read = values::read(&field.kind, value, &rules);
    let value = read.map_or_else(|_| Text::from(value), |read| read.text);
    Ok(Named::Value(field.clone(), value))
}

/// Reads a Contact ID: digits alone, of which a number with a country code would need a `+`.
fn contact_id(text: &str) -> Option<ContactId> {
    let is_id = !text.is_empty() && !text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_id { text.parse().ok().map(ContactId) } else { None }
}

/// Reads `Contact ID=5`, which a condition takes as well.
fn id_by_name(text: &str, fields: &Fields) -> Option<ContactId> {
    let (name, id) = text.split_once('=')?;
    contact_id(id.trim()).filter(|_| fields.target(name) == Some(Target::ContactId))
}

/// Splits `FIELD=VALUE` at the first `=` behind the name of a field.
pub(in crate::ops) fn field_and_value<'t, 'f>(text: &'t str, fields: &'f Fields) -> Option<(&'f Field, &'t str)> {
    text.match_indices('=').find_map(|(at, _)| Some((fields.by_name(&text[..at])?, text[at + 1..].trim())))
}

/// Takes a text with an `@` as an e-mail address, and one that begins as a number as a phone number.
fn by_look<'t, 'f>(text: &'t str, fields: &'f Fields) -> Option<(&'f Field, &'t str)> {
    let kind = |text: &str| match text {
        _ if text.contains('@') => Some(FieldId::EMAIL),
        _ if looks_like_number(text) => Some(FieldId::PHONE),
        _ => None,
    };
    Some((fields.get(kind(text)?)?, text))
}

/// Returns true for a text that begins as a phone number, or that is one in any region. Digits alone, such as a year, are not.
pub(in crate::ops) fn looks_like_number(text: &str) -> bool {
    text.starts_with(['+', '0', '(']) || values::read(&FieldKind::Phone, text, &ParseOptions::default()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::testing::workspace_of;

    #[test]
    fn a_contact_is_named_in_four_ways_and_several_are_never_guessed() {
        let (_folder, workspace) = workspace_of(&["Ann", "Bob", "ann"]);
        let snapshot = workspace.snapshot().unwrap();
        assert_eq!(identify(&snapshot, "2").unwrap(), ContactId(2));
        assert_eq!(identify(&snapshot, "contact id = 2").unwrap(), ContactId(2));
        assert_eq!(identify(&snapshot, " first name = BOB ").unwrap(), ContactId(2));
        let several = identify(&snapshot, "First Name=Ann");
        assert!(
            matches!(several, Err(OpsError::Contact(ContactError::SeveralNamed { contacts, .. })) if contacts == [ContactId(1), ContactId(3)])
        );
        assert!(matches!(
            identify(&snapshot, "zoe@example.com"),
            Err(OpsError::Contact(ContactError::NobodyNamed { .. }))
        ));
        assert!(matches!(
            identify(&snapshot, "+60123456789"),
            Err(OpsError::Contact(ContactError::NobodyNamed { .. }))
        ));
        for none in ["Ann", "", "Tags=vip", "Shoe size=42"] {
            assert!(
                matches!(identify(&snapshot, none), Err(OpsError::Contact(ContactError::NotAContact { .. }))),
                "{none}"
            );
        }
    }
}
