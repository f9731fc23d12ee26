use std::collections::HashMap;

use crate::import::RowObserver;
use crate::model::{PlannedRow, TagInterner};
use crate::source::Row;
use crate::values::{is_blank, shape};

/// As many shapes of a column are told apart; a note column may have one for each row.
const MAX_SHAPES: usize = 1_000;

/// What the columns of a source look like.
#[derive(Debug)]
pub(super) struct FileProfile {
    pub(super) columns: Vec<ColumnProfile>,
}

/// What a column looks like.
#[derive(Debug, Clone, Default)]
pub(super) struct ColumnProfile {
    /// Cells that are not blank.
    pub(super) filled: u64,
    /// The longest cell, in characters.
    pub(super) longest: usize,
    /// How many cells have which shape.
    shapes: HashMap<String, u64>,
    /// Cells of shapes that were too many to count.
    others: u64,
}

impl FileProfile {
    pub(super) fn new(columns: usize) -> Self {
        Self { columns: vec![ColumnProfile::default(); columns] }
    }
}

impl RowObserver for FileProfile {
    fn row(&mut self, row: Row<'_>, _planned: &PlannedRow, _tags: &TagInterner) {
        for (index, column) in self.columns.iter_mut().enumerate() {
            if let Some(cell) = row.cell(index) {
                column.record(&String::from_utf8_lossy(cell));
            }
        }
    }
}

impl ColumnProfile {
    fn record(&mut self, cell: &str) {
        if is_blank(cell) {
            return;
        }
        self.filled += 1;
        self.longest = self.longest.max(cell.chars().count());
        let shape = shape(cell);
        if let Some(count) = self.shapes.get_mut(&shape) {
            *count += 1;
        } else if self.shapes.len() < MAX_SHAPES {
            self.shapes.insert(shape, 1);
        } else {
            self.others += 1;
        }
    }

    /// The most frequent shapes with their numbers, and how many cells have others.
    pub(super) fn most_frequent(&self, most: usize) -> (Vec<(&str, u64)>, u64) {
        let mut shapes: Vec<(&str, u64)> = self.shapes.iter().map(|(shape, count)| (shape.as_str(), *count)).collect();
        shapes.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(other.0)));
        let rest = shapes.iter().skip(most).map(|(_, count)| count).sum::<u64>() + self.others;
        shapes.truncate(most);
        (shapes, rest)
    }
}
