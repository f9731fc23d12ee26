//! Spec sections 5 to 7 as a person meets them: the whole way with the keyboard, in one command and in four.
//!
//! What is on the screen is asserted by its words, not by its drawing, and in the end what the workspace and the files
//! are.

mod back;
mod doubts;
pub(crate) mod driver;
mod endings;
mod interrupted;
mod looks;
mod new_fields;
mod nobody;
mod pages;
mod whole;
