//! Profile of the columns of a source: counts and shapes, never values.

use std::collections::HashMap;

use crate::source::Row;
use crate::values::{is_blank, shape};

/// Maximum number of distinct shapes counted per column; a column of notes may have one for each row.
const MAX_SHAPES: usize = 1_000;

/// Profile of all columns of a source.
#[derive(Debug)]
pub struct ShapeProfile {
    /// One profile for each column, in the order of the file.
    pub columns: Vec<ColumnShapes>,
}

/// Profile of one column.
#[derive(Debug, Clone, Default)]
pub struct ColumnShapes {
    /// Number of cells that are not blank.
    pub filled: u64,
    /// Length of the longest cell, in characters.
    pub longest: usize,
    /// Number of cells by shape, at most [`MAX_SHAPES`] shapes.
    shapes: HashMap<String, u64>,
    /// Number of cells whose shape was not counted, because the map was full.
    others: u64,
}

impl ShapeProfile {
    /// Creates empty profiles for this many columns.
    pub fn new(columns: usize) -> Self {
        Self { columns: vec![ColumnShapes::default(); columns] }
    }
}

impl ShapeProfile {
    /// Counts the cells of a row.
    pub fn note(&mut self, row: Row<'_>) {
        for (index, column) in self.columns.iter_mut().enumerate() {
            if let Some(cell) = row.cell(index) {
                // Lossy is enough: only the shape is kept, and a bad byte is an error of its row that the summary
                // counts.
                column.record(&String::from_utf8_lossy(cell));
            }
        }
    }
}

impl ColumnShapes {
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

    /// Returns the `most` most frequent shapes with their counts, and the number of cells that have another shape.
    pub fn most_frequent(&self, most: usize) -> (Vec<(&str, u64)>, u64) {
        let mut shapes: Vec<(&str, u64)> = self.shapes.iter().map(|(shape, count)| (shape.as_str(), *count)).collect();
        // Ties are ordered by shape, because the order of a HashMap changes with every run.
        shapes.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(other.0)));
        let rest = shapes.iter().skip(most).map(|(_, count)| count).sum::<u64>() + self.others;
        shapes.truncate(most);
        (shapes, rest)
    }
}
