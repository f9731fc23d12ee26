//! Contacts, and which of them are meant.
//!
//! | file | what |
//! |---|---|
//! | `contact`, `name` | a contact, and what it is called where people are listed |
//! | `set` | a set of contacts |
//! | `selection` | conditions on contacts, and their order |
//! | `suppression` | values of people who want to be left alone |
//! | `edited_fields`, `change_summary` | fields that a person set last, and changes of many contacts |

mod change_summary;
mod contact;
mod edited_fields;
mod name;
mod selection;
mod set;
mod suppression;

pub use change_summary::{ChangeSummary, TagChangeCount};
pub use contact::{Contact, ContactId};
pub use edited_fields::EditedFields;
pub use name::ContactName;
pub use selection::{Condition, Listing, Relation, Selection, Since, SortKey, SourceSelection, Test};
pub use set::ContactSet;
pub use suppression::{SuppressedValue, SuppressibleField, SuppressionKind, domains_of};
