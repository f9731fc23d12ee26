//! Sources: the systems whose lists come again and again (`stored`), and the contacts that their lists held before
//! (`contacts`).

mod contacts;
mod stored;

pub use contacts::SourceChanges;
pub use stored::StoredSource;
