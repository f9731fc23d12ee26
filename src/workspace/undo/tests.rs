//! Tests of undo against a naive model.

mod directed;
mod harness;
mod histories;
mod model;
