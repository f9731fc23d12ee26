use rusqlite::{CachedStatement, Connection, ToSql};

/// So many rows are inserted by one statement: to begin a statement costs about as much as to insert a row.
const ROWS_PER_STATEMENT: usize = 16;

/// Inserts many rows into one table, in the order in which they come. The statement has to say what becomes of a row that
/// is in the way (`OR FAIL`, `OR IGNORE`, …): otherwise SQLite keeps each page that it changes, to take back the rows
/// before it. Here the whole change is dropped when something fails.
pub(super) struct BulkInsert<'w> {
    many: CachedStatement<'w>,
    one: CachedStatement<'w>,
}

/// Where the values of rows go, one after the other.
pub(super) struct Values<'s, 'w> {
    statement: &'s mut CachedStatement<'w>,
    bound: usize,
}

impl<'w> BulkInsert<'w> {
    /// `head` is the statement up to its values, which are so many in each row.
    pub(super) fn prepare(connection: &'w Connection, head: &str, columns: usize) -> rusqlite::Result<Self> {
        let row = format!("({})", vec!["?"; columns].join(", "));
        let many = connection
            .prepare_cached(&format!("{head} VALUES {}", vec![row.as_str(); ROWS_PER_STATEMENT].join(", ")))?;
        let one = connection.prepare_cached(&format!("{head} VALUES {row}"))?;
        Ok(Self { many, one })
    }

    /// Inserts a row for each item; `bind` gives the values of one.
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
    /// The next value of the row.
    pub(super) fn bind(&mut self, value: impl ToSql) -> rusqlite::Result<()> {
        self.bound += 1;
        self.statement.raw_bind_parameter(self.bound, value)
    }
}
