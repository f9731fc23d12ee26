//! The contact that a row with several identifiers matches (spec section 3).

use crate::model::{ContactId, Few, Matched, Matches, RowKeys};

/// A contact that an identifier of a row matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// Index of the identifier.
    pub by: usize,
    /// The contact.
    pub contact: ContactId,
}

/// Returns the contacts that may be another person, each with the identifier, by its index, that tells: the row has it, it
/// does not hit the contact, and a weaker one does.
pub fn doubtful<'h>(keys: &'h RowKeys, hits: &'h [Hit]) -> impl Iterator<Item = (ContactId, usize)> + 'h {
    let hits = if is_settled(keys, hits) { &[] } else { hits };
    hits.iter().flat_map(move |hit| stronger_misses(keys, hits, hit).map(|by| (hit.contact, by)))
}

/// Returns the identifiers of a row, by index, that are stronger than that of a hit and do not hit its contact.
fn stronger_misses<'h>(keys: &'h RowKeys, hits: &'h [Hit], hit: &'h Hit) -> impl Iterator<Item = usize> + 'h {
    let stronger = keys.iter().map(|(by, _)| *by).filter(|by| *by < hit.by);
    stronger.filter(|by| !hits.contains(&Hit { by: *by, contact: hit.contact }))
}

/// Returns true if the strongest identifier of a row hits the only contact that is hit: it matches, whatever the others say.
fn is_settled(keys: &RowKeys, hits: &[Hit]) -> bool {
    let strongest = keys.iter().map(|(by, _)| *by).min();
    let Some(settled) = hits.iter().find(|hit| Some(hit.by) == strongest) else { return false };
    hits.iter().all(|hit| hit.contact == settled.contact)
}

/// Returns what a row matches by all of its identifiers. `has_identifier` tells whether a contact has a value for an
/// identifier, by its index; what it says of others than the [`doubtful`] ones changes nothing.
///
/// A contact hit by a weaker identifier is dropped when row and contact both have a stronger one and differ in it:
/// families share an address.
pub fn resolve(keys: &RowKeys, mut hits: Few<Hit>, has_identifier: impl Fn(ContactId, usize) -> bool) -> Matched {
    hits.sort_unstable();
    hits.dedup();
    let differs = |hit: &Hit| stronger_misses(keys, &hits, hit).any(|by| has_identifier(hit.contact, by));
    let has_dropped = !hits.is_empty();
    let hits: Few<Hit> = hits.iter().filter(|hit| !differs(hit)).copied().collect();
    let Some(strongest) = hits.first() else { return Matched { has_dropped, ..Matched::default() } };
    if let Some(several) = hits.chunk_by(|one, other| one.by == other.by).find(|alike| alike.len() > 1) {
        let by = several.first().map_or(strongest.by, |hit| hit.by);
        let further = further(&hits, |contact| several.iter().any(|hit| hit.contact == contact));
        return Matched { hits: several.iter().map(|hit| hit.contact).collect(), by, further, ..Matched::default() };
    }
    match hits.iter().find(|hit| hit.contact != strongest.contact) {
        None => Matched { hits: Matches::One(strongest.contact), by: strongest.by, ..Matched::default() },
        Some(other) => {
            let mut contacts = [strongest.contact, other.contact];
            contacts.sort_unstable();
            let disagreement = [(strongest.by, strongest.contact), (other.by, other.contact)];
            Matched {
                hits: contacts.into_iter().collect(),
                by: strongest.by,
                further: further(&hits, |contact| contacts.contains(&contact)),
                disagreement: Some(Box::new(disagreement)),
                ..Matched::default()
            }
        }
    }
}

/// Returns the contacts that are hit and not told; `None` if there is none.
fn further(hits: &[Hit], is_told: impl Fn(ContactId) -> bool) -> Option<Box<[ContactId]>> {
    let others: Vec<ContactId> = hits.iter().map(|hit| hit.contact).filter(|contact| !is_told(*contact)).collect();
    (!others.is_empty()).then(|| others.into())
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::subsequence;

    use super::*;
    use crate::model::Key;

    /// Keys of a row that has these identifiers.
    fn keys(row: &[usize]) -> RowKeys {
        row.iter().map(|by| (*by, Key::ContactId(0))).collect()
    }

    /// Hits by number of the identifier and contact.
    fn hits(hits: &[(usize, i64)]) -> Few<Hit> {
        hits.iter().map(|(by, contact)| Hit { by: *by, contact: ContactId(*contact) }).collect()
    }

    /// Resolves hits of a row that has these identifiers. Contacts have the identifiers that are listed for them.
    fn resolved(row: &[usize], of_row: &[(usize, i64)], contacts: &[(i64, &[usize])]) -> Matched {
        resolve(&keys(row), hits(of_row), |contact, by| {
            contacts.iter().any(|(id, has)| contact.0 == *id && has.contains(&by))
        })
    }

    #[test]
    fn all_hits_on_one_contact_are_the_match_by_the_strongest() {
        let matched = resolved(&[0, 1, 2], &[(2, 7), (1, 7)], &[(7, &[1, 2])]);
        assert_eq!((matched.hits, matched.by), (Matches::One(ContactId(7)), 1));
        assert_eq!(resolved(&[0, 1], &[], &[]).hits, Matches::None);
    }

    #[test]
    fn a_contact_that_differs_in_a_stronger_identifier_is_another_person() {
        assert_eq!(resolved(&[0, 1], &[(1, 7)], &[(7, &[0, 1])]).hits, Matches::None, "a family");
        assert_eq!(resolved(&[0, 1], &[(1, 7)], &[(7, &[1])]).hits, Matches::One(ContactId(7)), "it has none");
        assert_eq!(resolved(&[1], &[(1, 7)], &[(7, &[0, 1])]).hits, Matches::One(ContactId(7)), "the row has none");
        let matched = resolved(&[0, 1], &[(0, 5), (1, 5), (1, 7)], &[(5, &[0, 1]), (7, &[0, 1])]);
        assert_eq!((matched.hits, matched.by), (Matches::One(ContactId(5)), 0));
    }

    #[test]
    fn where_contacts_were_dropped_it_shows() {
        assert!(resolved(&[0, 1], &[(1, 7)], &[(7, &[0, 1])]).has_dropped);
        assert!(!resolved(&[0, 1], &[], &[]).has_dropped);
    }

    #[test]
    fn no_contact_is_doubtful_that_the_strongest_identifier_hits_alone() {
        let doubts = |row: &[usize], of_row: &[(usize, i64)]| -> Vec<(i64, usize)> {
            doubtful(&keys(row), &hits(of_row)).map(|(contact, by)| (contact.0, by)).collect()
        };
        assert_eq!(doubts(&[0, 1, 2], &[(0, 7), (2, 7)]), []);
        assert_eq!(doubts(&[1, 2], &[(1, 7)]), []);
        assert_eq!(doubts(&[0, 1, 2], &[(2, 7)]), [(7, 0), (7, 1)]);
        assert_eq!(doubts(&[0, 1, 2], &[(0, 9), (2, 7)]), [(7, 0), (7, 1)]);
    }

    proptest! {
        #[test]
        fn of_others_than_the_doubtful_nothing_needs_to_be_known(
            row in subsequence(vec![0_usize, 1, 2], 0..=3),
            mut of_row in vec((0..3_usize, 1..3_i64), 0..5),
            has in vec((1..3_i64, 0..3_usize), 0..6),
        ) {
            of_row.retain(|(by, _)| row.contains(by));
            let (keys, hits) = (keys(&row), hits(&of_row));
            let asked: Vec<_> = doubtful(&keys, &hits).collect();
            let has = |contact: ContactId, by| has.contains(&(contact.0, by));
            let in_doubt = |contact, by| asked.contains(&(contact, by)) && has(contact, by);
            prop_assert_eq!(resolve(&keys, hits.clone(), in_doubt), resolve(&keys, hits, has));
        }
    }

    #[test]
    fn different_contacts_by_different_identifiers_disagree() {
        let matched = resolved(&[0, 1], &[(0, 9), (1, 7)], &[(9, &[0]), (7, &[1])]);
        assert_eq!(matched.hits.ids(), [ContactId(7), ContactId(9)]);
        assert_eq!(matched.disagreement.as_deref(), Some(&[(0, ContactId(9)), (1, ContactId(7))]));
    }

    #[test]
    fn several_contacts_by_one_identifier_are_several() {
        let matched = resolved(&[0, 1], &[(1, 7), (1, 8)], &[(7, &[1]), (8, &[1])]);
        assert_eq!(
            (matched.hits.ids(), matched.by, matched.disagreement),
            (&[ContactId(7), ContactId(8)][..], 1, None)
        );
    }
}
