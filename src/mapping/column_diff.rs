//! Matching of the columns of an earlier decision with those of a source.

use std::collections::HashMap;

use crate::model::{Column, ColumnChoice, name_key};

/// Positions of earlier decided columns in a source.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LocatedColumns {
    /// For each choice the index of its column, from 0; no two choices have the same. `None`: the column is missing.
    pub places: Vec<Option<usize>>,
    /// Indexes (from 0) of the source's columns without a decision.
    pub added: Vec<usize>,
    /// Indexes (from 0) of choices whose column the source does not have.
    pub removed: Vec<usize>,
    /// Choices whose header stood once and now stands several times, so that it is ambiguous which column is meant.
    pub doubled: Vec<Doubled>,
}

/// Choice whose header now belongs to several columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubled {
    /// Index of the choice, from 0.
    pub choice: usize,
    /// Indexes of the columns with this header, from 0, ascending.
    pub columns: Vec<usize>,
}

/// Finds the columns of an earlier decision again in a source.
///
/// A header that occurs once on both sides is found at any position, ignoring case. One that occurred several times, or
/// is empty, is not enough: such a column is found only at its old position, and only if its header is still the same.
/// One that occurred once and now occurs several times is not found at all: a list with a second `Phone` was never
/// decided on.
pub fn find_columns(choices: &[ColumnChoice], columns: &[Column]) -> LocatedColumns {
    let decided = places_by_header(choices.iter().map(|choice| choice.header.as_str()));
    let present = places_by_header(columns.iter().map(|column| column.name.as_str()));
    let mut found = LocatedColumns::default();
    let mut is_taken = vec![false; columns.len()];
    for (index, choice) in choices.iter().enumerate() {
        let key = name_key(&choice.header);
        let here = present.get(&key).map(Vec::as_slice).unwrap_or_default();
        let is_alone = !key.is_empty() && decided.get(&key).is_some_and(|places| places.len() == 1);
        if is_alone && here.len() > 1 {
            // All of them are taken, so that none is reported as added too.
            for place in here {
                is_taken[*place] = true;
            }
            found.doubled.push(Doubled { choice: index, columns: here.to_vec() });
            found.places.push(None);
            continue;
        }
        let place = place_of(choice, here, is_alone).filter(|place| !std::mem::replace(&mut is_taken[*place], true));
        if place.is_none() {
            found.removed.push(index);
        }
        found.places.push(place);
    }
    found.added = (0..columns.len()).filter(|index| !is_taken[*index]).collect();
    found
}

/// Returns the position of a choice among the positions of its header now.
fn place_of(choice: &ColumnChoice, here: &[usize], is_alone: bool) -> Option<usize> {
    match here {
        [place] if is_alone => Some(*place),
        _ => here.iter().copied().find(|place| place + 1 == choice.position),
    }
}

fn places_by_header<'a>(headers: impl Iterator<Item = &'a str>) -> HashMap<String, Vec<usize>> {
    let mut places: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, header) in headers.enumerate() {
        places.entry(name_key(header)).or_default().push(index);
    }
    places
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn columns(names: &[&str]) -> Vec<Column> {
        let column =
            |(name, position): (&&str, usize)| Column { position, name: (*name).to_owned(), raw: (*name).to_owned() };
        names.iter().zip(1..).map(column).collect()
    }

    fn choices(headers: &[&str]) -> Vec<ColumnChoice> {
        let choice = |(header, position): (&&str, usize)| ColumnChoice {
            header: (*header).to_owned(),
            position,
            field: None,
            split: None,
        };
        headers.iter().zip(1..).map(choice).collect()
    }

    fn found(before: &[&str], now: &[&str]) -> (Vec<Option<usize>>, Vec<usize>, Vec<usize>) {
        let found = find_columns(&choices(before), &columns(now));
        assert_eq!(found.doubled, []);
        (found.places, found.added, found.removed)
    }

    #[test]
    fn a_header_is_found_wherever_it_stands_whatever_its_case() {
        let now = ["PHONE", "name", "E\u{301}COLE"];
        assert_eq!(found(&["Name", "Phone", "École"], &now), (vec![Some(1), Some(0), Some(2)], vec![], vec![]));
    }

    #[test]
    fn what_appeared_and_what_vanished_is_told() {
        let now = ["Name", "E-mail", "Phone"];
        assert_eq!(found(&["Name", "Phone", "Fax"], &now), (vec![Some(0), Some(2), None], vec![1], vec![2]));
    }

    #[test]
    fn headers_that_stand_twice_are_found_only_in_their_old_place() {
        let twice = ["Phone", "Name", "Phone"];
        assert_eq!(found(&twice, &twice).0, [Some(0), Some(1), Some(2)]);
        assert_eq!(found(&twice, &["Name", "Phone", "phone"]), (vec![None, Some(0), Some(2)], vec![1], vec![0]));
        assert_eq!(found(&twice, &["Name", "Phone"]), (vec![None, Some(0), None], vec![1], vec![0, 2]));
    }

    #[test]
    fn a_header_that_came_to_stand_twice_is_not_found_at_all() {
        for (now, columns) in [(["Name", "Phone", "phone"], vec![1, 2]), (["Phone", "Name", "Phone"], vec![0, 2])] {
            let found = find_columns(&choices(&["Name", "Phone"]), &self::columns(&now));
            assert_eq!(found.places[1], None);
            assert_eq!(found.doubled, [Doubled { choice: 1, columns }]);
            assert!(found.added.is_empty() && found.removed.is_empty());
        }
    }

    #[test]
    fn a_column_without_a_header_is_found_only_in_its_old_place() {
        assert_eq!(found(&["Name", ""], &["Name", ""]).0, [Some(0), Some(1)]);
        assert_eq!(found(&["Name", ""], &["", "Name"]), (vec![Some(1), None], vec![0], vec![1]));
    }

    #[test]
    fn a_place_that_is_none_finds_nothing_and_no_column_is_found_twice() {
        let mut saved = choices(&["Phone", "Phone", "Phone"]);
        (saved[0].position, saved[1].position, saved[2].position) = (0, 2, 2);
        let found = find_columns(&saved, &columns(&["Phone", "Phone"]));
        assert_eq!((found.places, found.added), (vec![None, Some(1), None], vec![0]));
    }

    proptest! {
        #[test]
        fn every_column_is_found_once_or_has_appeared(
            before in proptest::collection::vec("[aAb ]{0,2}", 0..8),
            now in proptest::collection::vec("[aAb ]{0,2}", 0..8),
        ) {
            let texts = |names: &[String]| names.iter().map(|name| name.trim().to_owned()).collect::<Vec<_>>();
            let (before, now) = (texts(&before), texts(&now));
            let (before, now): (Vec<&str>, Vec<&str>) =
                (before.iter().map(String::as_str).collect(), now.iter().map(String::as_str).collect());
            let found = find_columns(&choices(&before), &columns(&now));
            let doubled = found.doubled.iter().flat_map(|doubled| doubled.columns.clone());
            let mut all: Vec<usize> = found.places.iter().flatten().copied().chain(found.added).chain(doubled).collect();
            all.sort_unstable();
            prop_assert_eq!(all, (0..now.len()).collect::<Vec<_>>());
            prop_assert_eq!(found.places.len(), before.len());
            for (choice, place) in before.iter().zip(&found.places) {
                if let Some(place) = place {
                    prop_assert_eq!(name_key(choice), name_key(now[*place]));
                }
            }
        }

        #[test]
        fn the_source_it_was_decided_for_has_not_drifted(names in proptest::collection::vec("[aAb]{0,2}", 0..8)) {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let found = find_columns(&choices(&names), &columns(&names));
            prop_assert_eq!(found.places, (0..names.len()).map(Some).collect::<Vec<_>>());
        }
    }
}
