//! Texts: compared, made safe to show, and freed from what programs put around them.
//!
//! | file | what |
//! |---|---|
//! | `blank`, `hidden` | blank and invisible characters |
//! | `fold` | the forms in which texts are compared |
//! | `sanitize`, `escape` | texts made safe for terminals and files |
//! | `json`, `shell` | JSON and arguments of commands |
//! | `excerpt` | texts cut for messages |
//! | `formula`, `wrapping` | the formula guard, and wrappings that keep a value a text |

mod blank;
mod escape;
mod excerpt;
mod fold;
mod formula;
mod hidden;
mod json;
mod sanitize;
mod shell;
mod wrapping;

pub use blank::{is_blank, is_invisible, is_space};
pub use escape::{escape_bytes, has_escaped_byte, to_hex};
pub use excerpt::{MAX_QUOTED_CHARS, excerpt};
pub use fold::{composed, folded, is_combining, is_same_text, without_accents};
pub use formula::{guard_formula, unguard_formula, unguard_formula_bytes};
pub use hidden::{hidden_character, name_key};
pub use json::{json_text, to_json, to_json_pretty};
pub use sanitize::{file_name, is_unsafe_for_terminal, sanitize, sanitize_lines, short_path, shown_path};
pub use shell::{mask_quoted, quote, shell_argument, shell_option};
pub use wrapping::{
    Unwrapped, Wrapping, are_all_behind_apostrophes, begins_plainly, is_text_marker, unwrap_cell, unwrap_formula,
};
