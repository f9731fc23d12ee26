//! Lists of people: contacts that change, that are added or removed, and near misses.

use std::fmt::Write as _;

use super::difference::Difference;
use super::rows::Rows;
use super::shown::{push_json, push_json_list, shown};
use crate::model::{ContactId, ContactName};

/// Number of entries that a list has as HTML, for readers without script; the script shows as many at a time.
pub(super) const FIRST: usize = 50;

/// List of people. All are counted; as many as have room are kept.
#[derive(Debug, Clone)]
pub struct PeopleList {
    /// ID on the page.
    pub(super) id: &'static str,
    pub(super) heading: String,
    /// Explanation under the heading.
    pub(super) note: String,
    /// Names of fields, to which details refer by index.
    pub(super) labels: Vec<String>,
    pub(super) count: u64,
    heads: Vec<Head>,
    /// Details of each person as JSON.
    details: Rows,
    first: Vec<Vec<Detail>>,
}

/// Who a person is.
#[derive(Debug, Clone, Default)]
pub struct Head {
    /// The contact, if it exists.
    pub contact: Option<ContactId>,
    /// Line of the file, from 1.
    pub line: Option<u64>,
    /// The name, as far as a row or a change gives it.
    pub name: ContactName,
}

/// One thing that is told about a person. Each begins with the index of its label.
#[derive(Debug, Clone)]
pub enum Detail {
    /// A value.
    Value(usize, String),
    /// A value before and after; an empty one means that there is none.
    Change(usize, String, String),
    /// Tags that the contact gets, and tags that it loses.
    Tags(usize, Vec<String>, Vec<String>),
}

/// A person as the template shows it.
pub(super) struct Person<'a> {
    pub(super) name: String,
    /// `contact 12 · line 4`.
    pub(super) place: String,
    pub(super) details: &'a [Detail],
}

impl PeopleList {
    /// Creates an empty list. `id` is its ID on the page.
    pub fn new(id: &'static str, heading: &str, note: &str, labels: Vec<String>) -> Self {
        let (heading, note) = (heading.to_owned(), note.to_owned());
        let (heads, details, first) = (Vec::new(), Rows::default(), Vec::new());
        Self { id, heading, note, labels, count: 0, heads, details, first }
    }

    /// Returns true if the next person will be kept; otherwise it is only counted, and need not be read.
    pub fn has_room(&self) -> bool {
        self.details.has_room()
    }

    /// Counts people who are not kept.
    pub fn count_more(&mut self, people: u64) {
        self.count += people;
    }

    /// Returns the number of people, kept or not.
    pub fn entries(&self) -> u64 {
        self.count
    }

    /// Adds a person.
    pub fn add(&mut self, head: Head, details: Vec<Detail>) {
        self.count += 1;
        if !self.has_room() {
            return;
        }
        let details: Vec<Detail> = details.into_iter().map(Detail::shown).collect();
        let mut json = String::new();
        for detail in &details {
            detail.push_json(&mut json);
        }
        self.details.push_part(json, head.json().len());
        self.heads.push(head);
        if self.first.len() < FIRST {
            self.first.push(details);
        }
    }

    /// Looks up the names of the contacts. What a row or a change says about a name goes over what the contact has.
    ///
    /// # Errors
    /// The error of the look-up.
    pub fn look_up_names<E>(
        &mut self,
        mut name: impl FnMut(ContactId) -> Result<Option<ContactName>, E>,
    ) -> Result<(), E> {
        for head in &mut self.heads {
            let Some(contact) = head.contact else { continue };
            if let Some(known) = name(contact)? {
                head.name = std::mem::take(&mut head.name).or(known);
            }
        }
        Ok(())
    }

    /// Appends the people of a list with the same labels.
    pub(super) fn append(&mut self, other: Self) {
        self.count += other.count;
        self.heads.extend(other.heads);
        self.details.append(other.details);
        self.first.extend(other.first);
        self.first.truncate(FIRST);
    }

    /// Returns each person as JSON: `[12,4,"Ann Lim",[0,"Tan","Lim",0,0]]`.
    pub(super) fn rows(&self) -> Vec<String> {
        self.heads.iter().zip(self.details.iter()).map(|(head, details)| head.json() + details + "]").collect()
    }

    /// Returns the people who are on the page as HTML.
    pub(super) fn people(&self) -> impl Iterator<Item = Person<'_>> {
        let named = self.heads.iter().zip(&self.first);
        named.map(|(head, details)| Person { name: head.label(), place: head.place(), details })
    }
}

impl Head {
    /// Returns the name; a contact that is gone may have none any more.
    fn label(&self) -> String {
        self.name.label().map_or_else(|| "(name unknown)".to_owned(), |name| shown(&name))
    }

    fn place(&self) -> String {
        let contact = self.contact.map(|contact| format!("contact {contact}"));
        let line = self.line.map(|line| format!("line {line}"));
        contact.into_iter().chain(line).collect::<Vec<_>>().join(" · ")
    }

    /// Returns the beginning of the person's JSON, up to the details; 0 where there is no contact or no line.
    fn json(&self) -> String {
        let mut json = format!("[{},{},", self.contact.unwrap_or_default(), self.line.unwrap_or_default());
        push_json(&mut json, &self.label());
        json
    }
}

impl Detail {
    /// Index of the label.
    pub(super) fn label(&self) -> usize {
        let (Self::Value(label, ..) | Self::Change(label, ..) | Self::Tags(label, ..)) = self;
        *label
    }

    /// Returns the detail with its values as they are shown.
    fn shown(self) -> Self {
        let all = |tags: Vec<String>| tags.iter().map(|tag| shown(tag)).collect();
        match self {
            Self::Value(label, value) => Self::Value(label, shown(&value)),
            Self::Change(label, before, after) => Self::Change(label, shown(&before), shown(&after)),
            Self::Tags(label, added, removed) => Self::Tags(label, all(added), all(removed)),
        }
    }

    /// Appends `,[label,"value"]`, `,[label,"before","after",start,end]` or `,[label,["added"],["removed"]]`; start and
    /// end are the lengths that both values share, in the units of JavaScript's strings.
    fn push_json(&self, json: &mut String) {
        let _ = write!(json, ",[{},", self.label()); // writing to a String cannot fail
        match self {
            Self::Value(_, value) => push_json(json, value),
            Self::Change(_, before, after) => {
                let Difference { start, end, .. } = Difference::of(before, after);
                push_json(json, before);
                json.push(',');
                push_json(json, after);
                let units = |text: &str| text.encode_utf16().count();
                let _ = write!(json, ",{},{}", units(start), units(end));
            }
            Self::Tags(_, added, removed) => {
                push_json_list(json, added);
                json.push(',');
                push_json_list(json, removed);
            }
        }
        json.push(']');
    }
}
