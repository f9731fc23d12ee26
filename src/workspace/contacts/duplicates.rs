//! Contacts that share a phone number or an e-mail address.

use std::ops::ControlFlow;

use crate::model::{ContactId, Identifier, Key, Text};
use crate::workspace::columns::text_column;
use crate::workspace::{CountScope, Snapshot, WorkspaceError};

/// The values of a contact that are compared to find duplicates.
#[derive(Debug, Clone, Copy)]
pub struct ContactKeys<'r> {
    /// Contact ID.
    pub id: ContactId,
    /// First name; empty if there is none.
    pub first_name: &'r str,
    /// Last name; empty if there is none.
    pub last_name: &'r str,
    /// Phone number in E.164; empty if there is none.
    pub phone: &'r str,
    /// E-mail address in the form used for comparison; empty if there is none.
    pub email_key: &'r str,
}

/// Values to search for those that several contacts share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SharedKeys {
    /// Phone numbers.
    Phones,
    /// E-mail addresses.
    Addresses(SharedAddresses),
}

/// E-mail addresses to search for those that several contacts share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SharedAddresses {
    /// All of them.
    All,
    /// Without those whose contacts are exactly the ones that share a phone number.
    WithoutSharedPhone,
}

/// Returns the column of the values that contacts may share; Contact IDs are never shared.
pub(super) fn shared_column(by: &Identifier) -> Option<&'static str> {
    match by {
        Identifier::Phone => Some("phone"),
        Identifier::Email => Some("email_key"),
        Identifier::ContactId | Identifier::Custom(_) => None,
    }
}

/// Returns the query for the values of a column that several contacts share, each with the number of its contacts.
// Grouping in the order of the index needs no sorting and no memory. WHERE repeats the condition of the partial index,
// or SQLite would not use it. The index of phone numbers covers the query; for addresses the rows are read as well,
// because `email_key` is a generated column.
pub(super) fn shared(column: &str, scope: CountScope) -> String {
    format!(
        "SELECT {column}, count(*) AS members FROM contacts WHERE {column} IS NOT NULL AND {}
         GROUP BY {column} HAVING count(*) > 1",
        scope.condition("id")
    )
}

/// Returns the same query, sorted by the values.
fn shared_in_order(column: &str, scope: CountScope) -> String {
    format!("{} ORDER BY {column}", shared(column, scope))
}

/// Returns the query for [`SharedAddresses::WithoutSharedPhone`].
fn shared_addresses_without_phone(scope: CountScope) -> String {
    let who = scope.condition("id");
    format!(
        "SELECT email_key FROM ({}) AS shared
         WHERE NOT EXISTS (
           SELECT 1 FROM (
             SELECT min(phone) AS number, min(phone) IS max(phone) AND count(phone) = shared.members AS is_one
             FROM contacts WHERE contacts.email_key = shared.email_key AND {who})
           WHERE is_one AND (SELECT count(*) FROM contacts WHERE phone = number AND {who}) = shared.members)
         ORDER BY email_key",
        shared("email_key", scope)
    )
}

impl Snapshot<'_> {
    /// Visits the phone numbers or e-mail addresses that several contacts share, sorted, until a visit fails.
    ///
    /// # Errors
    /// When the workspace cannot be read, or the error of the visit.
    pub fn for_each_shared_key<E: From<WorkspaceError>>(
        &self,
        keys: SharedKeys,
        scope: CountScope,
        visit: &mut dyn FnMut(Key) -> Result<(), E>,
    ) -> Result<(), E> {
        let (sql, key): (String, fn(Text) -> Key) = match keys {
            SharedKeys::Phones => (shared_in_order("phone", scope), Key::Phone),
            SharedKeys::Addresses(SharedAddresses::All) => (shared_in_order("email_key", scope), Key::Email),
            SharedKeys::Addresses(SharedAddresses::WithoutSharedPhone) => {
                (shared_addresses_without_phone(scope), Key::Email)
            }
        };
        let sql_error = |error| WorkspaceError::sql(self.path, error);
        let mut statement = self.sql(|connection| connection.prepare_cached(&sql))?;
        let mut rows = statement.query([]).map_err(sql_error)?;
        while let Some(row) = rows.next().map_err(sql_error)? {
            visit(key(text_column(row, 0).map_err(sql_error)?.unwrap_or_default()))?;
        }
        Ok(())
    }

    /// Visits all contacts, by ascending ID, until the visitor breaks.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn for_each_contact_keys(
        &self,
        visit: &mut dyn FnMut(ContactKeys<'_>) -> ControlFlow<()>,
    ) -> Result<(), WorkspaceError> {
        const SQL: &str = "SELECT id, first_name, last_name, phone, email_key FROM contacts ORDER BY id";
        self.sql(|connection| {
            let mut statement = connection.prepare_cached(SQL)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let shown = |index| Ok::<_, rusqlite::Error>(row.get_ref(index)?.as_str_or_null()?.unwrap_or_default());
                let person = ContactKeys {
                    id: ContactId(row.get(0)?),
                    first_name: shown(1)?,
                    last_name: shown(2)?,
                    phone: shown(3)?,
                    email_key: shown(4)?,
                };
                if visit(person).is_break() {
                    break;
                }
            }
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Timestamp;
    use crate::workspace::Workspace;

    /// Returns SQLite's plan for a query.
    fn plan(sql: &str) -> String {
        let workspace = Workspace::in_memory(Timestamp::default()).unwrap();
        let snapshot = workspace.snapshot().unwrap();
        let steps: Vec<String> = snapshot
            .sql(|connection| {
                connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?.query_map([], |row| row.get(3))?.collect()
            })
            .unwrap();
        steps.join("\n")
    }

    #[test]
    fn what_is_shared_is_found_in_the_index_without_sorting_contacts() {
        for (sql, index) in [
            (shared_in_order("phone", CountScope::Everybody), "COVERING INDEX contacts_by_phone"),
            (shared_in_order("email_key", CountScope::Everybody), "INDEX contacts_by_email"),
            (shared_addresses_without_phone(CountScope::Everybody), "INDEX contacts_by_email"),
        ] {
            let plan = plan(&sql);
            assert!(plan.contains(&format!("SEARCH contacts USING {index}")), "{plan}");
            assert!(!plan.contains("B-TREE FOR GROUP BY") && !plan.contains("SCAN contacts"), "{plan}");
        }
    }
}
