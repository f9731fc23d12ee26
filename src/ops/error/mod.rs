//! Why a use case could not be done.
//!
//! | file | what |
//! |---|---|
//! | `ops_error` | [`OpsError`] |
//! | `phrases` | phrases in it |
//! | `no_list`, `source_rule_error` | reasons that have kinds of their own |

mod no_list;
mod ops_error;
mod phrases;
mod source_rule_error;

pub use no_list::NoList;
pub use ops_error::OpsError;
pub use source_rule_error::SourceRuleError;
