//! Why a column cannot become a list.

/// Why the values of a column are no options of a list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoList {
    /// It has too many different ones.
    #[error("it has more than {most} different values")]
    TooManyValues {
        /// The most that a list takes.
        most: usize,
    },
    /// All its cells are blank.
    #[error("it has no values")]
    NoValues,
    /// One of them cannot be an option.
    #[error("of one of its values, {error}")]
    InvalidValue {
        /// What is wrong with it.
        error: String,
    },
}
