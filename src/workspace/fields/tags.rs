//! Tags of the workspace.

use std::collections::HashMap;

use rusqlite::Connection;

use crate::model::{TagInterner, TagRef, TagRefs};
use crate::workspace::{Snapshot, WorkspaceError};

/// Tags with their IDs in the workspace. Tags that only the import knows have no ID yet.
#[derive(Debug, Clone, Default)]
pub struct TagIds {
    /// Names of the tags.
    pub interner: TagInterner,
    ids: Vec<Option<i64>>,
    refs: HashMap<i64, TagRef>,
}

impl Snapshot<'_> {
    /// Returns all tags.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn tags(&self) -> Result<TagIds, WorkspaceError> {
        let mut table = TagIds::default();
        self.sql(|connection| {
            let mut statement = connection.prepare("SELECT id, name FROM tags ORDER BY id")?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let tag = table.interner.keep(row.get_ref(1)?.as_str()?);
                table.insert(tag, row.get(0)?);
            }
            Ok(())
        })?;
        Ok(table)
    }

    /// Returns the import tags of all imports, ascending. Undone imports are included, because redoing one restores its
    /// tag. A tag is known by the name its import gave it; one that was renamed or merged since is like any other.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn import_tags(&self, interner: &TagInterner) -> Result<TagRefs, WorkspaceError> {
        const SQL: &str = "SELECT DISTINCT import_tag FROM imports WHERE import_tag IS NOT NULL";
        let names: Vec<String> =
            self.sql(|connection| connection.prepare_cached(SQL)?.query_map([], |row| row.get(0))?.collect())?;
        let mut tags: TagRefs = names.iter().filter_map(|name| interner.find(name)).collect();
        tags.sort_unstable();
        tags.dedup();
        Ok(tags)
    }
}

impl TagIds {
    /// Returns the tag with this ID.
    pub(in crate::workspace) fn by_id(&self, id: i64) -> Option<TagRef> {
        self.refs.get(&id).copied()
    }

    /// Returns the ID of a tag; a new tag is written to the workspace first.
    pub(in crate::workspace) fn get_or_insert(
        &mut self,
        connection: &Connection,
        tag: TagRef,
    ) -> rusqlite::Result<i64> {
        if let Some(id) = self.ids.get(tag.0 as usize).copied().flatten() {
            return Ok(id);
        }
        let name = self.interner.name(tag).to_owned();
        connection
            .prepare_cached("INSERT INTO tags (name, name_key) VALUES (?1, ?2)")?
            .execute((&name, TagInterner::key(&name)))?;
        let id = connection.last_insert_rowid();
        self.insert(tag, id);
        Ok(id)
    }

    fn insert(&mut self, tag: TagRef, id: i64) {
        self.ids.resize(self.ids.len().max(self.interner.len()), None);
        self.ids[tag.0 as usize] = Some(id);
        self.refs.insert(id, tag);
    }
}
