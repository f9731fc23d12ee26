//! Taking back, held against a naive model.

mod desk;
mod directed;
mod histories;
mod model;
