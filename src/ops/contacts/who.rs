//! A contact as people name it: by Contact ID, phone number, e-mail address or `FIELD=VALUE` (spec section 9).

use crate::model::{ContactId, Diagnostic, Field, FieldId, FieldKind, Fields, IssueCode, Target, Text};
use crate::ops::OpsError;
use crate::ops::contacts::ContactError;
use crate::ops::selection::{SelectionError, named_target, target};
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
        [] => Err(nobody_named(snapshot, who, &field, &value)?),
        several => Err(ContactError::SeveralNamed { who: who.to_owned(), contacts: several.to_vec() }.into()),
    }
}

/// Returns the error of a text that names nobody; it may be a phone number that was not read for want of a country code.
fn nobody_named(snapshot: &Snapshot<'_>, who: &str, field: &Field, value: &str) -> Result<OpsError, OpsError> {
    let read = values::read(&field.kind, value, &typed_value_options(snapshot, None)?);
    let is_without_code = |found: &Diagnostic| found.code == IssueCode::PhoneNoCountryCode;
    if !read.is_err_and(|findings| findings.iter().any(is_without_code)) {
        return Ok(ContactError::NobodyNamed { who: who.to_owned() }.into());
    }
    // Behind a country code there is no trunk prefix, which is a zero nearly everywhere.
    let digits: String = value.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_start_matches('0').to_owned();
    Ok(SelectionError::NoCountryCode { number: value.to_owned(), digits }.into())
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
    let (field, value) = named.map_or_else(|| Err(not_named(text, &fields)), Ok)?;
    if field.id == FieldId::TAGS {
        return Err(SelectionError::NamedByTag { tag: value.to_owned() }.into());
    }
    let rules = typed_value_options(snapshot, None)?;
    // A value that the field would not take is compared as it is: a contact may have it from an earlier version.
    let read = values::read(&field.kind, value, &rules);
    let value = read.map_or_else(|_| Text::from(value), |read| read.text);
    Ok(Named::Value(field.clone(), value))
}

/// Returns the error of a text that names nobody: what stands before a `=` is meant as a field.
fn not_named(text: &str, fields: &Fields) -> OpsError {
    let not_a_contact = || ContactError::NotAContact { who: text.to_owned() }.into();
    let field = text.split_once('=').map(|(field, _)| field.trim()).filter(|field| !field.is_empty());
    field.map_or_else(not_a_contact, |field| target(field, fields).map_or_else(OpsError::from, |_| not_a_contact()))
}

/// Reads a Contact ID: digits alone, of which a number with a country code would need a `+`.
fn contact_id(text: &str) -> Option<ContactId> {
    let is_id = !text.is_empty() && !text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_id { text.parse().ok().map(ContactId) } else { None }
}

/// Reads `Contact ID=5`, which a condition takes as well.
fn id_by_name(text: &str, fields: &Fields) -> Option<ContactId> {
    let (name, id) = text.split_once('=')?;
    contact_id(id.trim()).filter(|_| named_target(name, fields) == Some(Target::ContactId))
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
        let is_nobody =
            |who| matches!(identify(&snapshot, who), Err(OpsError::Contact(ContactError::NobodyNamed { .. })));
        assert!(is_nobody("zoe@example.com") && is_nobody("+60123456789"));
        for none in ["Ann", "", "=42", "Contact ID=x"] {
            assert!(
                matches!(identify(&snapshot, none), Err(OpsError::Contact(ContactError::NotAContact { .. }))),
                "{none}"
            );
        }
        let refusal = |who: &str| match identify(&snapshot, who) {
            Err(OpsError::Selection(error)) => error,
            other => panic!("{who}: {other:?}"),
        };
        assert!(matches!(refusal("Tags=vip"), SelectionError::NamedByTag { tag } if tag == "vip"));
        assert!(
            matches!(refusal("Frist Name=Ann"), SelectionError::UnknownField { near, .. } if near == ["First Name"])
        );
        assert!(
            matches!(refusal("012-300 0001"), SelectionError::NoCountryCode { digits, .. } if digits == "123000001")
        );
    }
}
