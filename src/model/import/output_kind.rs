//! The files that an import writes beside its source, and the columns by which they are known.

/// Kind of output file next to the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutputKind {
    /// `NAME.results.csv`.
    Results,
    /// `NAME.errors.csv`.
    Errors,
}

impl OutputKind {
    /// Returns the headers of the columns that this tool adds after those of the source.
    pub fn generated_columns(self) -> &'static [&'static str] {
        match self {
            Self::Results => &["Import Status", "Errors"],
            Self::Errors => &["Error"],
        }
    }

    /// Returns the kind of file that has this header, by its last columns; `None` for any other header.
    pub fn of_header(names: &[impl AsRef<str>]) -> Option<Self> {
        [Self::Results, Self::Errors].into_iter().find(|kind| {
            let generated = kind.generated_columns();
            let last = names.len().checked_sub(generated.len()).map(|at| &names[at..]);
            last.is_some_and(|last| last.iter().map(AsRef::as_ref).eq(generated.iter().copied()))
        })
    }
}
