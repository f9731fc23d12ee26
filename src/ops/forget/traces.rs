//! Values by which rows and texts of a person are known: numbers, addresses and identifiers that they have or ever had,
//! and their names.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::ControlFlow;

use crate::model::{ContactId, Field, FieldId, FieldKind, Fields, SuppressedValue, SuppressionKind, Text, email_key};
use crate::values::{self, digits, fold_name};
use crate::workspace::{ContactKeys, Snapshot, WorkspaceError};

/// Maximum number of other contacts named because they share a value.
const MAX_SHARED_WITH: usize = 100;
/// Minimum number of digits that are compared as a phone number.
const MIN_DIGITS: usize = 6;
/// Minimum number of characters of a name or text that is looked for in prose: shorter ones stand in any sentence.
const MIN_WORD: usize = 3;
/// Maximum number of groups of digits, with blanks between, that are read as one number.
const MAX_GROUPS: usize = 6;
/// Maximum number of words of a value that is looked for in prose.
const MAX_WORDS: usize = 4;

/// Values of one or more people.
#[derive(Debug, Default)]
pub(super) struct Keys {
    /// Digits of phone numbers: whole, and as they are written within their country.
    phones: HashSet<String>,
    /// E-mail addresses as they are compared.
    emails: HashSet<String>,
    /// Identifiers of custom fields as they are compared.
    custom: HashSet<(FieldId, Text)>,
}

/// Everything by which rows and texts of the people are known.
#[derive(Debug, Default)]
pub(super) struct Traces {
    ids: HashSet<ContactId>,
    /// Values that nobody else has.
    pub(super) own: Keys,
    /// Values that another contact has as well: they show a person only together with the first name.
    pub(super) shared: Keys,
    /// First names, folded.
    first_names: HashSet<String>,
    /// Full names in both orders that nobody else has, folded.
    full_names: HashSet<String>,
    /// Names and texts that nobody else has, folded, for prose.
    words: HashSet<String>,
    /// Other contacts with one of the values, ascending.
    pub(super) shared_with: Vec<ContactId>,
    /// Their numbers, addresses and own identifiers, by which lists would bring them again.
    pub(super) identifying: HashSet<SuppressedValue>,
    /// All their values that may be suppressed: those, and texts and numbers of other custom fields.
    pub(super) suppressible: HashSet<SuppressedValue>,
}

impl Traces {
    /// Gathers the values that contacts have or ever had.
    pub(super) fn gather(snapshot: &Snapshot<'_>, contacts: &[ContactId]) -> Result<Self, WorkspaceError> {
        let fields = snapshot.fields()?;
        let identifiers: HashSet<FieldId> = snapshot.identifier_fields()?.into_keys().collect();
        let mut values: BTreeMap<ContactId, Vec<(FieldId, Text)>> = BTreeMap::new();
        snapshot.each_value_ever(contacts, &mut |contact, field, value| {
            values.entry(contact).or_default().push((field, value));
            Ok::<_, WorkspaceError>(())
        })?;
        let mut traces = Self { ids: contacts.iter().copied().collect(), ..Self::default() };
        for values in values.values() {
            traces.add_names(values);
            for (field, value) in values {
                traces.add_value(fields.get(*field), identifiers.contains(field), value);
            }
        }
        traces.set_apart_shared(snapshot, &fields)?;
        Ok(traces)
    }

    /// Returns true for one of the contacts.
    pub(super) fn is_of(&self, contact: ContactId) -> bool {
        self.ids.contains(&contact)
    }

    /// Returns true if a folded first name is one of theirs.
    pub(super) fn has_first_name(&self, name: &str) -> bool {
        self.first_names.contains(fold_name(name).as_str())
    }

    /// Returns true if a text is a full name of theirs that nobody else has.
    pub(super) fn is_full_name(&self, text: &str) -> bool {
        self.full_names.contains(fold_name(text).as_str())
    }

    /// Returns true if prose says something of theirs: a number, an address, a name.
    pub(super) fn are_mentioned(&self, prose: &str) -> bool {
        self.own.is_in(prose) || self.has_word_of(prose)
    }

    fn has_word_of(&self, prose: &str) -> bool {
        let folded = fold_name(prose);
        let words: Vec<&str> = folded.split(' ').collect();
        let is_theirs = |size: usize| words.windows(size).any(|words| self.words.contains(&words.join(" ")));
        (1..=MAX_WORDS).any(is_theirs)
    }

    fn add_names(&mut self, values: &[(FieldId, Text)]) {
        let of = |field| values.iter().filter(move |(id, _)| *id == field).map(|(_, value)| value.as_str());
        self.first_names.extend(of(FieldId::FIRST_NAME).map(|name| fold_name(name).to_string()));
        for first in of(FieldId::FIRST_NAME) {
            for last in of(FieldId::LAST_NAME) {
                self.full_names.extend(both_orders(first, last));
            }
        }
    }

    fn add_value(&mut self, field: Option<&Field>, is_identifier: bool, value: &str) {
        let Some(field) = field else { return };
        let kind = &field.kind;
        let values = SuppressedValue::of_field(field, value).into_iter();
        let values: Vec<_> = values.filter(|value| value.kind() != SuppressionKind::Domain).collect();
        if is_identifier || matches!(kind, FieldKind::Phone | FieldKind::Email) {
            self.identifying.extend(values.iter().cloned());
        }
        self.suppressible.extend(values);
        match kind {
            FieldKind::Phone => self.own.phones.extend(forms_of_number(value)),
            FieldKind::Email => drop(self.own.emails.insert(email_key(value).into_owned())),
            // Options, dates and codes are everybody's.
            FieldKind::Text | FieldKind::Url => {
                self.words.extend(Some(fold_name(value).to_string()).filter(|word| word.chars().count() >= MIN_WORD));
            }
            _ => {}
        }
        if is_identifier {
            self.own.custom.extend(identifier_key(field, value));
        }
    }

    /// Returns true if another contact has a number, an address or an identifier as well.
    pub(super) fn is_shared(&self, value: &SuppressedValue, fields: &Fields) -> bool {
        match value {
            SuppressedValue::Phone(number) => self.shared.phones.contains(&digits(number)),
            SuppressedValue::Email(key) => self.shared.emails.contains(key.as_str()),
            SuppressedValue::Domain(_) => false,
            SuppressedValue::Field { name, key } => fields.by_name(name).is_some_and(|field| match field.kind {
                FieldKind::Phone => self.shared.phones.contains(&digits(key)),
                FieldKind::Email => self.shared.emails.contains(key.as_str()),
                _ => self.shared.custom.contains(&(field.id, key.clone())),
            }),
        }
    }

    /// Sets apart what other contacts have as well, in one pass over them and one over each custom field.
    fn set_apart_shared(&mut self, snapshot: &Snapshot<'_>, fields: &Fields) -> Result<(), WorkspaceError> {
        let mut sharing = BTreeSet::new();
        snapshot.for_each_contact_keys(&mut |other| {
            if !self.ids.contains(&other.id) && self.share_with(&other) {
                sharing.insert(other.id);
            }
            ControlFlow::Continue(())
        })?;
        let may_be_shared: Vec<&Field> = fields.iter().filter(|field| self.may_share(field)).collect();
        for field in may_be_shared {
            snapshot.each_value(field.id, &mut |contact, value: Text| {
                if !self.ids.contains(&contact) && self.share_value(field, &value) {
                    sharing.insert(contact);
                }
                Ok::<_, WorkspaceError>(())
            })?;
        }
        self.shared_with = sharing.into_iter().take(MAX_SHARED_WITH).collect();
        Ok(())
    }

    /// Takes the names, the number and the address of another contact from those that are theirs alone. Returns true if it
    /// shares the number or the address.
    fn share_with(&mut self, other: &ContactKeys<'_>) -> bool {
        for name in [other.first_name, other.last_name].into_iter().filter(|name| !name.is_empty()) {
            self.words.remove(fold_name(name).as_str());
        }
        for name in both_orders(other.first_name, other.last_name) {
            self.full_names.remove(&name);
        }
        // Both, whatever the first one shows.
        self.share_address(other.email_key) | self.share_number(other.phone)
    }

    /// Returns true for a custom field in which another contact may have one of their values.
    fn may_share(&self, field: &Field) -> bool {
        let of_kind = match field.kind {
            FieldKind::Phone | FieldKind::Email => true,
            FieldKind::Text | FieldKind::Url => !self.words.is_empty(),
            _ => false,
        };
        field.id.is_custom() && (of_kind || self.own.custom.iter().any(|(id, _)| *id == field.id))
    }

    /// Takes the value of a custom field of another contact from those that are theirs alone. Returns true if it shares a
    /// number, an address or an identifier.
    fn share_value(&mut self, field: &Field, value: &str) -> bool {
        let is_address = match field.kind {
            FieldKind::Phone => self.share_number(value),
            FieldKind::Email => self.share_address(&email_key(value)),
            FieldKind::Text | FieldKind::Url => {
                self.words.remove(fold_name(value).as_str());
                false
            }
            _ => false,
        };
        is_address | self.share_identifier(field, value)
    }

    fn share_address(&mut self, key: &str) -> bool {
        if let Some(key) = self.own.emails.take(key) {
            self.shared.emails.insert(key);
        }
        self.shared.emails.contains(key)
    }

    fn share_number(&mut self, number: &str) -> bool {
        let written = digits(number);
        let is_shared = self.own.phones.contains(&written) || self.shared.phones.contains(&written);
        if is_shared {
            for form in forms_of_number(number) {
                self.own.phones.remove(&form);
                self.shared.phones.insert(form);
            }
        }
        is_shared
    }

    fn share_identifier(&mut self, field: &Field, value: &str) -> bool {
        let Some(key) = identifier_key(field, value) else { return false };
        if let Some(key) = self.own.custom.take(&key) {
            self.shared.custom.insert(key);
        }
        self.shared.custom.contains(&key)
    }
}

impl Keys {
    /// Returns true if one of the numbers or addresses stands in a text, however it is written.
    pub(super) fn is_in(&self, text: &str) -> bool {
        self.has_address_of(text) || self.has_number_of(text)
    }

    /// Returns true if a cell is one of the identifiers of a custom field.
    pub(super) fn has_custom(&self, field: &Field, cell: &str) -> bool {
        identifier_key(field, cell).is_some_and(|key| self.custom.contains(&key))
    }

    fn has_address_of(&self, text: &str) -> bool {
        let is_end = |c: char| c.is_whitespace() || "<>()[]{},;:\"'|=`/".contains(c);
        let mut tokens = text.split(is_end).map(|token| token.trim_matches('.')).filter(|token| token.contains('@'));
        tokens.any(|token| self.emails.contains(email_key(token).as_ref()))
    }

    fn has_number_of(&self, text: &str) -> bool {
        !self.phones.is_empty() && numbers_in(text).any(|number| self.phones.contains(&number))
    }
}

/// Returns the value of a field as identifiers are compared.
fn identifier_key(field: &Field, value: &str) -> Option<(FieldId, Text)> {
    Some((field.id, Text::from(field.kind.identifier_key(value)?.as_ref())))
}

/// Both orders of a full name, folded; none if one of the two is missing.
fn both_orders(first: &str, last: &str) -> impl Iterator<Item = String> {
    let (first, last) = (fold_name(first), fold_name(last));
    let is_whole = !first.is_empty() && !last.is_empty();
    [format!("{first} {last}"), format!("{last} {first}")].into_iter().filter(move |_| is_whole)
}

/// Digits of a number in E.164 as lists write them, without zeros before them: with country code, without it, and in the
/// other mobile form of its country.
fn forms_of_number(number: &str) -> Vec<String> {
    let other = values::other_mobile_form(number);
    let numbers = std::iter::once(number).chain(other.as_deref());
    let forms = numbers.flat_map(|number| [Some(digits(number)), values::national_number(number)]);
    let forms = forms.flatten().map(|form| form.trim_start_matches('0').to_owned());
    let mut all: Vec<String> = forms.filter(|form| form.len() >= MIN_DIGITS).collect();
    // Russia and Hungary write 8 and 06 before a national number.
    let trunk = match number.get(..3) {
        Some(code) if code.starts_with("+7") => "8",
        Some("+36") => "6",
        _ => return all,
    };
    all.extend(values::national_number(number).map(|national| format!("{trunk}{national}")));
    all
}

/// Digits of everything in a text that may be a phone number, without zeros before them.
fn numbers_in(text: &str) -> impl Iterator<Item = String> {
    let is_part =
        |c: char| c.is_numeric() || c.is_whitespace() || "+-().\u{2010}\u{2011}\u{2012}\u{2013}\u{2212}".contains(c);
    let runs = text.split(move |c: char| !is_part(c)).filter(|run| run.chars().any(char::is_numeric));
    runs.flat_map(|run| {
        let groups: Vec<&str> = run.split_whitespace().collect();
        let of_size = |size: usize| groups.windows(size).map(|groups| digits(&groups.concat())).collect::<Vec<_>>();
        (1..=groups.len().min(MAX_GROUPS)).flat_map(of_size).collect::<Vec<_>>()
    })
    .map(|number| number.trim_start_matches('0').to_owned())
    .filter(|number| number.len() >= MIN_DIGITS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::testing::{ids, workspace_with};

    const PEOPLE: &str = "First Name,Last Name,Phone Number,Email\n\
        Ann,Lee,+60189988776,Ann.Lee@Example.com\nBob,Tan,+60123000002,home@example.com\nZoë,Tan,,home@example.com\n";

    fn traces_of(contacts: &[i64]) -> Traces {
        let (_folder, workspace) = workspace_with(PEOPLE);
        Traces::gather(&workspace.snapshot().unwrap(), &ids(contacts)).unwrap()
    }

    #[test]
    fn numbers_and_addresses_are_known_in_every_form() {
        let ann = traces_of(&[1]);
        for text in [
            "+60 18-998 8776",
            "0060189988776",
            "018 998 8776",
            "(018) 998-8776",
            "tel:+60189988776",
            "0189988776 0123000002",
            "=\"60189988776\"",
            "call +６０１８９９８８７７６ today",
            "ANN.LEE@example.com",
            "Ann Lee <ann.lee@example.com>.",
            "mailto:Ann.Lee@EXAMPLE.com,",
        ] {
            assert!(ann.own.is_in(text), "{text}");
        }
        for text in ["+60189988777", "8776", "ann.lee@example.org", "", "2026-11-30 10:00", "+60123000002"] {
            assert!(!ann.own.is_in(text), "{text}");
        }
    }

    #[test]
    fn what_another_contact_has_as_well_is_not_theirs_alone() {
        let bob = traces_of(&[2]);
        assert!(!bob.own.is_in("home@example.com") && bob.shared.is_in("home@example.com"));
        assert_eq!(bob.shared_with, ids(&[3]));
        assert!(bob.own.is_in("+60123000002"));
        assert!(bob.are_mentioned("3 cells, such as 'Bob'") && !bob.are_mentioned("3 cells, such as 'Tan'"));
        assert!(traces_of(&[2, 3]).own.is_in("home@example.com"), "both are forgotten");
        assert!(traces_of(&[1]).is_full_name("LEE, Ann") && !traces_of(&[1]).is_full_name("Ann Tan"));
    }
}
