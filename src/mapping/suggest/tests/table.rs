//! Header lines of real exports and lists, and what is mapped or suggested for them. `fixtures/headers/*.txt` has a
//! block for each line; `# title [preset]`, the line, and `COLUMN -> FIELD` for every column that goes somewhere. `#N`
//! is the column at that position. Nothing else may be suggested.

use super::{columns, request};
use crate::mapping::{compile, suggest};
use crate::model::{Column, Fields, SlotSource};

const FILES: [&str; 4] = [
    include_str!("../../../../fixtures/headers/presets.txt"),
    include_str!("../../../../fixtures/headers/services.txt"),
    include_str!("../../../../fixtures/headers/lists.txt"),
    include_str!("../../../../fixtures/headers/more.txt"),
];

struct Case<'a> {
    title: &'a str,
    preset: Option<&'a str>,
    columns: Vec<Column>,
    /// `(index, field)`, ascending.
    expected: Vec<(usize, String)>,
}

fn cases() -> Vec<Case<'static>> {
    FILES.iter().flat_map(|file| file.split("\n\n")).filter(|block| !block.trim().is_empty()).map(case).collect()
}

fn case(block: &str) -> Case<'_> {
    let mut lines = block.trim().lines();
    let title = lines.next().unwrap().strip_prefix("# ").unwrap_or_else(|| panic!("no title: {block}"));
    let (title, preset) = match title.split_once(" [") {
        Some((title, preset)) => (title, preset.strip_suffix(']')),
        None => (title, None),
    };
    let header = lines.next().unwrap();
    let columns = columns(header.split(if header.contains(';') { ';' } else { ',' }));
    let mut expected: Vec<_> = lines.map(|line| pair(&columns, line)).collect();
    expected.sort();
    Case { title, preset, columns, expected }
}

fn pair(columns: &[Column], line: &str) -> (usize, String) {
    let (column, field) = line.split_once(" -> ").unwrap_or_else(|| panic!("no pair: {line}"));
    let at = column.strip_prefix('#').and_then(|place| place.parse::<usize>().ok()).map(|place| place - 1);
    let index = at.or_else(|| columns.iter().position(|known| known.name == column));
    (index.unwrap_or_else(|| panic!("no such column: {line}")), field.to_owned())
}

/// The columns mapped by name, and the suggestions with their reasons.
fn found(case: &Case<'_>) -> Vec<(usize, String, String)> {
    let fields = Fields::standard();
    let compiled = compile(&case.columns, &fields, &request()).unwrap();
    let mapped = compiled.mapping.slots.iter().filter_map(|slot| match slot.source {
        SlotSource::Column(index) => Some((index, slot.field_name.clone(), "by its name".to_owned())),
        SlotSource::Constant(_) => None,
    });
    let suggested = suggest(&case.columns, &fields, &compiled, &[], &[]);
    let suggested = suggested.suggestions.into_iter().map(|it| (it.column, it.field_name, it.reason));
    let mut all: Vec<_> = mapped.chain(suggested).collect();
    all.sort();
    all
}

#[test]
fn what_is_suggested_for_real_headers() {
    let (mut table, mut right, mut wrong, mut missed) = (String::new(), 0, 0, 0);
    let cases = cases();
    for case in &cases {
        table += &format!("{}\n", case.title);
        let found = found(case);
        for (index, field, reason) in &found {
            let is_right = case.expected.contains(&(*index, field.clone()));
            *(if is_right { &mut right } else { &mut wrong }) += 1;
            let mark = if is_right { "right" } else { "WRONG" };
            table += &format!("  {mark}  {} -> {field} ({reason})\n", case.columns[*index].name);
        }
        for (index, field) in &case.expected {
            if !found.iter().any(|(at, name, _)| (at, name) == (index, field)) {
                missed += 1;
                table += &format!("  MISSED {} -> {field}\n", case.columns[*index].name);
            }
        }
    }
    assert!(cases.len() >= 60, "only {} header lines", cases.len());
    assert!((wrong, missed) == (0, 0), "{table}\n{right} right, {wrong} wrong, {missed} missed");
}

#[test]
fn exports_are_recognised_and_other_lists_are_not() {
    for case in cases() {
        let preset = crate::mapping::recognise(&case.columns).map(|preset| preset.name);
        assert_eq!(preset, case.preset, "{}", case.title);
    }
}

#[test]
fn the_order_of_the_columns_does_not_matter() {
    for mut case in cases().into_iter().filter(|case| case.preset.is_some()) {
        case.columns.reverse();
        let preset = crate::mapping::recognise(&case.columns).map(|preset| preset.name);
        assert_eq!(preset, case.preset, "{}", case.title);
    }
}

/// `fixtures/headers/alone.txt`: single headers, as people vary them, and headers that only resemble known ones.
#[test]
fn what_is_suggested_for_a_header_alone() {
    let lines = include_str!("../../../../fixtures/headers/alone.txt").lines().skip(1);
    let mut wrong = Vec::new();
    for line in lines {
        let (header, expected) = line.split_once(" -> ").unwrap_or_else(|| panic!("no pair: {line}"));
        let case = Case { title: header, preset: None, columns: columns([header]), expected: Vec::new() };
        let found = found(&case);
        let found = found.first().map_or("nothing", |(_, field, _)| field.as_str());
        if found != expected {
            wrong.push(format!("{line}, but {found} is suggested"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
