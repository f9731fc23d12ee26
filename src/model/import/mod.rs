//! The instructions for an import, and the import as the workspace stores it.
//!
//! | file | what |
//! |---|---|
//! | `purpose` | what it may do with contacts |
//! | `mapping` | which column goes to which contact field |
//! | `recipe` | all decisions that a session or a saved mapping stores |
//! | `guards`, `job` | limits of an import, and the settings of a job file that are not in its recipe |
//! | `missing` | what becomes of contacts that a list holds no more |
//! | `output_kind` | the files that it writes beside the source |
//! | `record` | the import as it is stored |

mod guards;
mod job;
mod mapping;
mod missing;
mod one_or_several;
mod output_kind;
mod purpose;
mod recipe;
mod record;

pub use guards::Guards;
pub use job::{FieldDefinition, JobSettings};
pub use mapping::{CellFormat, Column, Mapping, Overwrite, Slot, SlotSource};
pub use missing::{MAX_MISSING, MissingAction, MissingCounts, SOURCE_PART, SourceRule, source_name};
pub use output_kind::OutputKind;
pub use purpose::Purpose;
pub use recipe::{ColumnChoice, Constant, ImportTag, OverwritePolicy, ParseSettings, Recipe};
pub use record::{AddedOptions, CreatedField, FileDigest, ImportOptions, MappedColumn};
