use serde::{Deserialize, Serialize};

use crate::model::{ContactId, Update};

/// So many bytes of updates wait to be written in one sweep over the workspace: some 500,000 updates. Fewer would visit
/// each page more often, and a page that SQLite had to spill is written to the log once more.
const ENOUGH: usize = 40 * 1024 * 1024;

/// So many bytes does an update usually take.
const USUAL: usize = 64;

/// An update that is to be written.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Waiting {
    pub(super) update: Update,
    /// The line that it comes from; 0 where it comes from no file.
    pub(super) line: u64,
    /// The moment of change that the contact gets, in seconds since 1970; `None` where it keeps its own.
    pub(super) moment: Option<i64>,
}

/// Updates that wait to be written in the order of their contacts, packed: each takes a third of its room in memory.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    bytes: Vec<u8>,
    /// The contacts, each with the place where its update begins.
    places: Vec<(ContactId, usize)>,
}

impl Gathered {
    pub(super) fn push(&mut self, waiting: &Waiting) -> rusqlite::Result<()> {
        if self.places.is_empty() {
            self.make_room();
        }
        self.places.push((waiting.update.contact, self.bytes.len()));
        self.bytes = postcard::to_extend(waiting, std::mem::take(&mut self.bytes)).map_err(unpackable)?;
        Ok(())
    }

    /// Makes room for all at once: lists that grow leave their smaller selves behind in memory, and room that is never
    /// used takes none.
    fn make_room(&mut self) {
        self.bytes.reserve_exact(ENOUGH);
        self.places.reserve_exact(ENOUGH / USUAL);
    }

    /// Whether it is time to write them.
    pub(super) fn is_enough(&self) -> bool {
        self.bytes.len() >= ENOUGH
    }

    /// The updates by ascending contact, so many at a time at most.
    pub(super) fn sorted(mut self, at_a_time: usize) -> impl Iterator<Item = rusqlite::Result<Vec<Waiting>>> {
        self.places.sort_unstable();
        let Self { bytes, places } = self;
        let starts = (0..places.len()).step_by(at_a_time.max(1));
        starts.map(move |start| {
            let some = places.iter().skip(start).take(at_a_time);
            some.map(|(_, at)| postcard::from_bytes(&bytes[*at..]).map_err(unpackable)).collect()
        })
    }
}

/// Can not happen: everything in an update can be packed, and nobody else sees the bytes.
fn unpackable(error: postcard::Error) -> rusqlite::Error {
    rusqlite::Error::ToSqlConversionFailure(error.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{FieldChange, FieldId, TagRef, TagRefs, Text};

    fn waiting(contact: i64, before: Option<&str>, line: u64) -> Waiting {
        let change = FieldChange { field: FieldId::EMAIL, before: before.map(Text::from), after: Some("é".into()) };
        let update = Update {
            contact: ContactId(contact),
            fields: vec![change],
            tags_added: TagRefs::from_slice(&[TagRef(7)]),
            tags_removed: TagRefs::new(),
            unchanged: false,
        };
        Waiting { update, line, moment: Some(-1) }
    }

    #[test]
    fn they_come_back_whole_by_ascending_contact() {
        let mut gathered = Gathered::default();
        for contact in [3, 1, 2] {
            gathered.push(&waiting(contact, (contact == 2).then_some("a long enough address@example.com"), 9)).unwrap();
        }
        let batches: Vec<Vec<Waiting>> = gathered.sorted(2).collect::<Result<_, _>>().unwrap();
        assert_eq!(batches.iter().map(Vec::len).collect::<Vec<_>>(), [2, 1]);
        for (found, contact) in batches.iter().flatten().zip(1..) {
            let expected = waiting(contact, (contact == 2).then_some("a long enough address@example.com"), 9);
            assert_eq!((&found.update, found.line, found.moment), (&expected.update, 9, Some(-1)));
        }
    }
}
