//! CSV as tests write and read it.

/// One line of a CSV file, quoted where it must be.
pub(crate) fn csv_row(cells: &[&str]) -> String {
    let must_be_quoted = |cell: &str| cell.contains([',', '"', '\n', '\r']) || cell.starts_with(' ');
    let quoted = |cell: &&str| {
        if must_be_quoted(cell) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { (*cell).to_owned() }
    };
    cells.iter().map(quoted).collect::<Vec<_>>().join(",") + "\n"
}

/// A list of so many people: `First Name,Phone Number`, valid Malaysian numbers, `Person 1` first.
pub(crate) fn numbered(people: usize) -> String {
    let rows = (1..=people).map(|n| format!("Person {n},+60123{n:06}\n"));
    std::iter::once("First Name,Phone Number\n".to_owned()).chain(rows).collect()
}

/// A CSV file that was read back.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Table {
    pub(crate) header: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Table {
    /// Reads a comma-separated file.
    #[track_caller]
    pub(crate) fn read(text: &str) -> Self {
        Self::read_delimited(text, b',')
    }

    /// Reads a file with this delimiter; a byte order mark is not part of the header.
    #[track_caller]
    pub(crate) fn read_delimited(text: &str, delimiter: u8) -> Self {
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let mut lines =
            reader.records().map(|row| row.expect("a CSV row").iter().map(str::to_owned).collect::<Vec<_>>());
        Self { header: lines.next().expect("a header"), rows: lines.collect() }
    }

    /// The cells of one column, from top to bottom.
    #[track_caller]
    pub(crate) fn column(&self, name: &str) -> Vec<&str> {
        let at = self.header.iter().position(|header| header == name);
        let at = at.unwrap_or_else(|| panic!("there is no column '{name}' in {:?}", self.header));
        self.rows.iter().map(|row| row.get(at).map_or("", String::as_str)).collect()
    }
}
