use std::ops::ControlFlow;

use super::finder::text_column;
use super::{Snapshot, WorkspaceError};
use crate::model::{ContactId, Identifier, Key, Text};

/// What of a contact tells whether it is another one again.
#[derive(Debug, Clone, Copy)]
pub struct ContactKeys<'r> {
    /// Its Contact ID.
    pub id: ContactId,
    /// First Name; empty where it has none.
    pub first_name: &'r str,
    /// Last Name; empty where it has none.
    pub last_name: &'r str,
    /// The phone number in E.164 form; empty where it has none.
    pub phone: &'r str,
    /// The e-mail address as it is compared; empty where it has none.
    pub email_key: &'r str,
}

/// In the order of the index, so that no contacts are sorted or gathered. That of numbers answers alone; for addresses the
/// rows are looked at as well, because their key is computed.
const BY_PHONE: &str =
    "SELECT phone FROM contacts WHERE phone IS NOT NULL GROUP BY phone HAVING count(*) > 1 ORDER BY phone";
const BY_EMAIL: &str = "SELECT email_key FROM contacts WHERE email_key IS NOT NULL
    GROUP BY email_key HAVING count(*) > 1 ORDER BY email_key";
/// Those whose contacts are not the same as those of one phone number.
const BY_EMAIL_EXCLUDING_PHONE: &str = "
SELECT email_key FROM (
  SELECT email_key, count(*) AS members FROM contacts WHERE email_key IS NOT NULL
  GROUP BY email_key HAVING count(*) > 1) AS shared
WHERE NOT EXISTS (
  SELECT 1 FROM (
    SELECT min(phone) AS number, min(phone) IS max(phone) AND count(phone) = shared.members AS is_one
    FROM contacts WHERE contacts.email_key = shared.email_key)
  WHERE is_one AND (SELECT count(*) FROM contacts WHERE phone = number) = shared.members)
ORDER BY email_key";

impl Snapshot<'_> {
    /// Visits phone numbers or e-mail addresses that several contacts share, in their order, until a visit fails. With
    /// `alone` those addresses are left out whose contacts also share a phone number, and with nobody else. Nobody
    /// shares a Contact ID.
    ///
    /// # Errors
    /// When the workspace cannot be read, or as the visit says.
    pub fn for_each_shared_key<E: From<WorkspaceError>>(
        &self,
        by: Identifier,
        alone: bool,
        visit: &mut dyn FnMut(Key) -> Result<(), E>,
    ) -> Result<(), E> {
        let (sql, key): (&str, fn(Text) -> Key) = match by {
            Identifier::Phone => (BY_PHONE, Key::Phone),
            Identifier::Email if alone => (BY_EMAIL_EXCLUDING_PHONE, Key::Email),
            Identifier::Email => (BY_EMAIL, Key::Email),
            Identifier::ContactId => return Ok(()),
        };
        let sql_error = |error| WorkspaceError::sql(self.path, error);
        let mut statement = self.sql(|connection| connection.prepare_cached(sql))?;
        let mut rows = statement.query([]).map_err(sql_error)?;
        while let Some(row) = rows.next().map_err(sql_error)? {
            visit(key(text_column(row, 0).map_err(sql_error)?.unwrap_or_default()))?;
        }
        Ok(())
    }

    /// Visits all contacts, by ascending id, until the visitor breaks off.
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

    /// How SQLite goes about a query.
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
            (BY_PHONE, "COVERING INDEX contacts_by_phone"),
            (BY_EMAIL, "INDEX contacts_by_email"),
            (BY_EMAIL_EXCLUDING_PHONE, "INDEX contacts_by_email"),
        ] {
            let plan = plan(sql);
            assert!(plan.contains(&format!("SEARCH contacts USING {index}")), "{plan}");
            assert!(!plan.contains("B-TREE FOR GROUP BY") && !plan.contains("SCAN contacts"), "{plan}");
        }
    }
}
