//! Tests of undo against a naive model.

mod desk;
mod directed;
mod histories;
mod model;
