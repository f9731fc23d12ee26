//! Merges several contacts into one: which contact survives and which value each field takes.

use std::str::FromStr;

use crate::model::{Contact, ContactId, FieldChange, FieldId, TagRefs, Text, Timestamp, Update};

/// Rule for the contact that survives a merge, whose values come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SurvivorRule {
    /// The contact added first.
    Oldest,
    /// The contact added last.
    Newest,
    /// The contact with the most filled fields; the oldest of equals.
    MostComplete,
    /// This contact; the others follow by age, oldest first.
    Contact(ContactId),
}

impl FromStr for SurvivorRule {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Ok(match text {
            "oldest" => Self::Oldest,
            "newest" => Self::Newest,
            "most-complete" => Self::MostComplete,
            id => Self::Contact(ContactId(
                id.parse().map_err(|_| "it is oldest, newest, most-complete or a Contact ID".to_owned())?,
            )),
        })
    }
}

/// Contacts to merge into one. A field takes the first value by rank unless another is chosen; tags are joined.
#[derive(Debug, Clone)]
pub struct ContactMerge {
    /// By rank; the first one survives.
    contacts: Vec<Contact>,
    /// Chosen values, as the contact that has them.
    chosen: Vec<(FieldId, ContactId)>,
}

/// A field with the values that the contacts have in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// ID of the field.
    pub field: FieldId,
    /// Distinct values with the contacts that have them; the value that the merge takes comes first.
    pub values: Vec<(Text, Vec<ContactId>)>,
}

impl ContactMerge {
    /// Ranks the contacts, each given with the time it was added, by a rule. A contact that the rule names must be
    /// among them.
    pub fn new(mut contacts: Vec<(Contact, Timestamp)>, rule: SurvivorRule) -> Self {
        // By age first: the sorts below are stable, so equals stay ordered from the oldest on.
        contacts.sort_by_key(|(contact, added)| (*added, contact.id));
        match rule {
            SurvivorRule::Oldest => {}
            SurvivorRule::Newest => contacts.reverse(),
            SurvivorRule::MostComplete => contacts.sort_by_key(|(contact, _)| std::cmp::Reverse(completeness(contact))),
            SurvivorRule::Contact(id) => contacts.sort_by_key(|(contact, _)| contact.id != id),
        }
        Self { contacts: contacts.into_iter().map(|(contact, _)| contact).collect(), chosen: Vec::new() }
    }

    /// Returns all contacts by rank; the first one survives.
    pub fn contacts(&self) -> &[Contact] {
        &self.contacts
    }

    /// Returns the contact that survives; `None` if there are no contacts.
    pub fn kept(&self) -> Option<ContactId> {
        self.contacts.first().map(|contact| contact.id)
    }

    /// Returns the contacts that are absorbed, by rank.
    pub fn absorbed(&self) -> Vec<ContactId> {
        self.contacts.iter().skip(1).map(|contact| contact.id).collect()
    }

    /// Returns the fields that have a value, with all their values.
    pub fn fields(&self) -> Vec<Choice> {
        let choices = self.field_ids().into_iter().map(|field| Choice { field, values: self.values(field) });
        choices.filter(|choice| !choice.values.is_empty()).collect()
    }

    /// Makes a field take the value of one of the contacts.
    pub fn choose(&mut self, field: FieldId, of: ContactId) {
        self.chosen.retain(|(known, _)| *known != field);
        self.chosen.push((field, of));
    }

    /// Returns the tags of all contacts, ascending.
    pub fn tags(&self) -> TagRefs {
        let mut tags: TagRefs = self.contacts.iter().flat_map(|contact| contact.tags.iter().copied()).collect();
        tags.sort_unstable();
        tags.dedup();
        tags
    }

    /// Returns the changes to the surviving contact. A field in which an absorbed contact has a value is included even
    /// if the value stays: the merge decided on it, so undoing an earlier entry must not change it.
    pub fn update(&self) -> Option<Update> {
        let (kept, absorbed) = self.contacts.split_first()?;
        let is_joined = |field: &FieldId| absorbed.iter().any(|contact| contact.value(*field).is_some());
        let change = |field: FieldId| FieldChange {
            field,
            before: kept.value(field).cloned(),
            after: self.values(field).into_iter().next().map(|(value, _)| value),
        };
        let fields = self.field_ids().into_iter().filter(is_joined).map(change).collect();
        let tags_added = self.tags().into_iter().filter(|tag| !kept.tags.contains(tag)).collect();
        Some(Update { contact: kept.id, fields, tags_added, tags_removed: TagRefs::new(), unchanged: false })
    }

    /// Returns the distinct values of a field; the one that the merge takes comes first.
    fn values(&self, field: FieldId) -> Vec<(Text, Vec<ContactId>)> {
        let chosen = self.chosen.iter().find(|(known, _)| *known == field).map(|(_, id)| *id);
        let mut ranked: Vec<&Contact> = self.contacts.iter().collect();
        // A stable sort: behind the chosen contact the others keep their rank.
        ranked.sort_by_key(|contact| chosen != Some(contact.id));
        let mut values: Vec<(Text, Vec<ContactId>)> = Vec::new();
        for contact in ranked {
            let Some(value) = contact.value(field) else { continue };
            match values.iter_mut().find(|(known, _)| known == value) {
                Some((_, owners)) => owners.push(contact.id),
                None => values.push((value.clone(), vec![contact.id])),
            }
        }
        values
    }

    /// Returns all fields that may have a value, ascending.
    fn field_ids(&self) -> Vec<FieldId> {
        let standard = (1..).map(FieldId).take(FieldId::STANDARD_TEXT_FIELDS);
        let custom = self.contacts.iter().flat_map(|contact| contact.custom.iter().map(|(field, _)| *field));
        let mut fields: Vec<FieldId> = standard.chain(custom).collect();
        fields.sort_unstable();
        fields.dedup();
        fields
    }
}

/// Counts the fields that have a value; tags count as one.
fn completeness(contact: &Contact) -> usize {
    contact.standard.iter().flatten().count() + contact.custom.len() + usize::from(!contact.tags.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::TagRef;

    fn contact(id: i64, names: [&str; 2], tags: &[u32]) -> (Contact, Timestamp) {
        let mut contact = Contact::empty(ContactId(id));
        for (place, name) in names.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
            contact.standard[place] = Some(Text::from(*name));
        }
        contact.tags = tags.iter().map(|tag| TagRef(*tag)).collect();
        (contact, Timestamp::from_timestamp(1000 - id, 0).unwrap())
    }

    /// Returns three contacts; the higher the ID, the older.
    fn three() -> Vec<(Contact, Timestamp)> {
        vec![contact(1, ["Ann", ""], &[2]), contact(2, ["Anna", "Lee"], &[1, 2]), contact(3, ["", "Li"], &[])]
    }

    fn ids(rule: SurvivorRule) -> Vec<i64> {
        ContactMerge::new(three(), rule).contacts().iter().map(|contact| contact.id.0).collect()
    }

    #[test]
    fn a_rule_says_who_stays_and_whose_values_go_first() {
        assert_eq!(ids(SurvivorRule::Oldest), [3, 2, 1]);
        assert_eq!(ids(SurvivorRule::Newest), [1, 2, 3]);
        assert_eq!(ids(SurvivorRule::MostComplete), [2, 1, 3]);
        assert_eq!(ids(SurvivorRule::Contact(ContactId(1))), [1, 3, 2]);
        assert_eq!("most-complete".parse(), Ok(SurvivorRule::MostComplete));
        assert_eq!("17".parse(), Ok(SurvivorRule::Contact(ContactId(17))));
        assert!("best".parse::<SurvivorRule>().is_err());
    }

    #[test]
    fn empty_fields_are_filled_and_tags_joined() {
        let join = ContactMerge::new(three(), SurvivorRule::Oldest);
        let update = join.update().unwrap();
        let changes: Vec<_> = update.fields.iter().map(|change| (change.field, change.after.as_deref())).collect();
        assert_eq!(changes, [(FieldId::FIRST_NAME, Some("Anna")), (FieldId::LAST_NAME, Some("Li"))]);
        assert_eq!((update.contact, update.tags_added), (ContactId(3), TagRefs::from_slice(&[TagRef(1), TagRef(2)])));
        assert_eq!(join.absorbed(), [ContactId(2), ContactId(1)]);
    }

    #[test]
    fn a_chosen_value_goes_first() {
        let mut join = ContactMerge::new(three(), SurvivorRule::Oldest);
        join.choose(FieldId::FIRST_NAME, ContactId(1));
        join.choose(FieldId::LAST_NAME, ContactId(2));
        join.choose(FieldId::LAST_NAME, ContactId(3));
        let update = join.update().unwrap();
        let after: Vec<_> = update.fields.iter().map(|change| change.after.as_deref()).collect();
        assert_eq!(after, [Some("Ann"), Some("Li")]);
    }

    #[test]
    fn a_field_that_only_the_kept_contact_has_is_left_alone() {
        let join = ContactMerge::new(
            vec![contact(1, ["Ann", "Lee"], &[]), contact(2, ["Ann", ""], &[])],
            SurvivorRule::Newest,
        );
        let update = join.update().unwrap();
        assert_eq!(update.fields.iter().map(|change| change.field).collect::<Vec<_>>(), [FieldId::FIRST_NAME]);
        let values: Vec<_> = join.fields().into_iter().map(|choice| choice.values).collect();
        assert_eq!(values[0], [(Text::from("Ann"), vec![ContactId(1), ContactId(2)])]);
    }
}
