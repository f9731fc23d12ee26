//! Rows of data for the script of a page, bounded in bytes so that the page stays small enough for a mail.

/// Maximum size of the data of a page, in bytes.
pub(super) const MAX_DATA_BYTES: usize = 4_600_000;

/// Rows of one list as JSON; more than a page can hold are not kept.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows {
    rows: Vec<String>,
    bytes: usize,
}

impl Rows {
    pub(super) fn has_room(&self) -> bool {
        self.bytes < MAX_DATA_BYTES
    }

    pub(super) fn push(&mut self, row: String) {
        self.push_part(row, 0);
    }

    /// Adds a row of which another list holds so many bytes.
    pub(super) fn push_part(&mut self, row: String, more: usize) {
        self.bytes += row.len() + more;
        self.rows.push(row);
    }

    pub(super) fn append(&mut self, other: Self) {
        self.bytes += other.bytes;
        self.rows.extend(other.rows);
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.rows.iter().map(String::as_str)
    }
}

/// What a list asks for of the data, in bytes, and its weight among the others.
#[derive(Debug, Clone, Copy)]
pub(super) struct Demand {
    pub(super) bytes: usize,
    pub(super) weight: usize,
}

/// Shares so many bytes among lists: each gets all that it asks for if that is no more than its part, by weight, of what
/// the more modest ones leave.
pub(super) fn share(bytes: usize, demands: &[Demand]) -> Vec<usize> {
    let mut modest_first: Vec<usize> = (0..demands.len()).collect();
    modest_first.sort_by_key(|index| demands[*index].bytes / demands[*index].weight);
    let mut weights: usize = demands.iter().map(|demand| demand.weight).sum();
    let (mut shares, mut left) = (vec![0; demands.len()], bytes);
    for index in modest_first {
        let Demand { bytes, weight } = demands[index];
        shares[index] = bytes.min(left * weight / weights);
        left -= shares[index];
        weights -= weight;
    }
    shares
}

/// Joins the first rows that fit in so many bytes as a JSON array. Returns it with their number.
pub(super) fn join(rows: &[String], bytes: usize) -> (String, usize) {
    let mut size = 0;
    let fitting = rows.iter().take_while(|row| {
        size += row.len() + 1; // and a comma
        size <= bytes
    });
    let kept = fitting.count();
    (format!("[{}]", rows[..kept].join(",")), kept)
}

/// Returns the size of all rows with the commas between them, in bytes.
pub(super) fn size(rows: &[String]) -> usize {
    rows.iter().map(|row| row.len() + 1).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modest_lists_get_what_they_ask_for_and_the_others_share_the_rest_by_weight() {
        let shares = |demands: &[(usize, usize)]| {
            let demands: Vec<_> =
                demands.iter().map(|(bytes, weight)| Demand { bytes: *bytes, weight: *weight }).collect();
            share(100, &demands)
        };
        assert_eq!(shares(&[(10, 1), (20, 1), (30, 1)]), [10, 20, 30]);
        assert_eq!(shares(&[(500, 1), (10, 1), (400, 1)]), [45, 10, 45]);
        assert_eq!(shares(&[(500, 2), (10, 1), (400, 1)]), [60, 10, 30]);
        assert_eq!(shares(&[(90, 1), (5, 9), (0, 1)]), [90, 5, 0]);
        assert_eq!(shares(&[]), Vec::<usize>::new());
    }

    #[test]
    fn only_whole_rows_are_joined() {
        let rows = ["[1]", "[2]", "[3]"].map(str::to_owned);
        assert_eq!(join(&rows, size(&rows)), ("[[1],[2],[3]]".to_owned(), 3));
        assert_eq!(join(&rows, size(&rows) - 1), ("[[1],[2]]".to_owned(), 2));
        assert_eq!(join(&[], 0), ("[]".to_owned(), 0));
    }
}
