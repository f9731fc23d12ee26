//! Columns of the list that stands on the line, alone and before what they are given: `Mobile=Phone Number`.

use std::ffi::OsStr;

use clap_complete::engine::{ArgValueCompleter, CompletionCandidate};

use super::super::line::Line;
use super::with_prefix;
use super::workspace::{all_fields, field_names};
use crate::model::NameOrder;
use crate::ops::setup::column_names;
use crate::source::{Limits, SourceOptions, parse_delimiter};
use crate::values::DateFormat;

/// Columns of the list.
pub(in crate::cli) fn columns() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| with_prefix(&typed.to_string_lossy(), "", of_list()))
}

/// `COLUMN=FIELD`.
pub(in crate::cli) fn columns_before_fields() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| before(&typed.to_string_lossy(), '=', || field_names(|_| true)))
}

/// `COLUMN[=ORDER]`.
pub(in crate::cli) fn columns_before_orders() -> ArgValueCompleter {
    let orders = || [NameOrder::FirstLast, NameOrder::LastFirst].map(|order| order.as_str().to_owned()).to_vec();
    ArgValueCompleter::new(move |typed: &OsStr| {
        let typed = typed.to_string_lossy();
        if typed.contains('=') { before(&typed, '=', orders) } else { with_prefix(&typed, "", of_list()) }
    })
}

/// `COLUMN:TYPE`, and the type of `COLUMN=NAME:TYPE`; `types` are the names of all.
pub(in crate::cli) fn columns_before_types(types: fn() -> Vec<&'static str>) -> ArgValueCompleter {
    let types = move || types().into_iter().map(str::to_owned).collect();
    ArgValueCompleter::new(move |typed: &OsStr| before(&typed.to_string_lossy(), ':', types))
}

/// `[COLUMN=]FORMAT`.
pub(in crate::cli) fn columns_before_formats() -> ArgValueCompleter {
    let formats = || DateFormat::common().iter().map(|format| (*format).to_owned()).collect();
    ArgValueCompleter::new(move |typed: &OsStr| {
        let typed = typed.to_string_lossy();
        let mut offered = before(&typed, '=', formats);
        if !typed.contains('=') {
            offered.extend(with_prefix(&typed, "", formats()));
        }
        offered
    })
}

/// Returns what stands behind the last separator, or the columns with the separator behind them.
fn before(typed: &str, separator: char, values: impl FnOnce() -> Vec<String>) -> Vec<CompletionCandidate> {
    match typed.rfind(separator) {
        Some(at) => {
            let (column, value) = typed.split_at(at + separator.len_utf8());
            with_prefix(value, column, values())
        }
        None => with_prefix(typed, "", of_list().into_iter().map(|column| format!("{column}{separator}"))),
    }
}

/// Names of the columns of the list on the line, read as the options on the line say.
fn of_list() -> Vec<String> {
    let line = Line::current();
    let Some(list) = line.list() else { return Vec::new() };
    let value = |name: &str| line.value_of(&[name]);
    let options = SourceOptions {
        encoding: value("--encoding").and_then(|name| name.parse().ok()),
        delimiter: value("--delimiter").and_then(|text| parse_delimiter(&text).ok()),
        header_line: value("--header-line").and_then(|text| text.parse().ok()),
        limits: Limits::default(),
    };
    column_names(&list, &options, &all_fields()).unwrap_or_default()
}
