//! Inserts of several rows per statement.

use rusqlite::{CachedStatement, Connection, ToSql};

/// Number of rows inserted by one statement.
// Starting a statement costs about as much as inserting a row.
const ROWS_PER_STATEMENT: usize = 16;

/// Inserts many rows into one table, in the order given.
///
/// The statement must name its conflict resolution (`OR FAIL`, `OR IGNORE`, …).
// The default, ABORT, undoes the earlier rows of the failing statement, so SQLite saves every page before changing it.
// That is wasted here: a failure drops the whole transaction.
pub(super) struct BulkInsert<'w> {
    many: CachedStatement<'w>,
    one: CachedStatement<'w>,
}

/// Binds the values of the rows of one statement, one after the other.
pub(super) struct Values<'s, 'w> {
    statement: &'s mut CachedStatement<'w>,
    bound: usize,
}

impl<'w> BulkInsert<'w> {
    /// Prepares the insert. `head` is the statement up to `VALUES`, `columns` the number of values per row.
    pub(super) fn prepare(connection: &'w Connection, head: &str, columns: usize) -> rusqlite::Result<Self> {
        let row = format!("({})", vec!["?"; columns].join(", "));
        let many = connection
            .prepare_cached(&format!("{head} VALUES {}", vec![row.as_str(); ROWS_PER_STATEMENT].join(", ")))?;
        let one = connection.prepare_cached(&format!("{head} VALUES {row}"))?;
        Ok(Self { many, one })
    }

    /// Inserts one row per item; `bind` binds the values of one item.
    pub(super) fn insert<T>(
        &mut self,
        items: &[T],
        bind: impl Fn(&T, &mut Values<'_, 'w>) -> rusqlite::Result<()>,
    ) -> rusqlite::Result<()> {
        let (whole, rest) = items.split_at(items.len() - items.len() % ROWS_PER_STATEMENT);
        whole.chunks(ROWS_PER_STATEMENT).try_for_each(|chunk| execute(&mut self.many, chunk, &bind))?;
        rest.chunks(1).try_for_each(|item| execute(&mut self.one, item, &bind))
    }
}

fn execute<'w, T>(
    statement: &mut CachedStatement<'w>,
    items: &[T],
    bind: &impl Fn(&T, &mut Values<'_, 'w>) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    let mut values = Values { statement, bound: 0 };
    items.iter().try_for_each(|item| bind(item, &mut values))?;
    values.statement.raw_execute().map(drop)
}

impl Values<'_, '_> {
    /// Binds the next value of the row.
    pub(super) fn bind(&mut self, value: impl ToSql) -> rusqlite::Result<()> {
        self.bound += 1;
        self.statement.raw_bind_parameter(self.bound, value)
    }
}
