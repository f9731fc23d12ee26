//! Why `rlibphonenumber` reads our phone numbers and not `phonenumber`: `cargo bench --bench phones`.
//!
//! Both read the golden numbers of `fixtures/phones`, shuffled by a fixed seed so that countries come interleaved as in
//! an international list. Printed: nanoseconds a number (parse, validity, E.164), and how many golden E.164 forms differ.
#![allow(clippy::print_stdout, reason = "a benchmark prints its result")]

use std::hint::black_box;
use std::time::Instant;

use contacts::model::FieldKind;
use contacts::values::{self, ParseOptions};

const GOLDEN: &str = include_str!("../fixtures/phones/golden.tsv");
const NUMBERS: usize = 2_000;
const SEED: u64 = 0x5EED_0F0F_1234_5678;

/// A golden row with an E.164 form.
struct Golden {
    cell: &'static str,
    region: Option<&'static str>,
    e164: &'static str,
}

fn main() {
    let golden: Vec<Golden> = GOLDEN.lines().skip(1).filter_map(golden).collect();
    let list = interleaved(&golden);
    report("rlibphonenumber, as values::read", &golden, &list, ours);
    report("phonenumber", &golden, &list, theirs);
}

fn golden(row: &'static str) -> Option<Golden> {
    let mut columns = row.split('\t');
    let (cell, region, e164) = (columns.next()?, columns.next()?, columns.next()?);
    e164.starts_with('+').then_some(Golden { cell, region: (region != "-").then_some(region), e164 })
}

fn interleaved(golden: &[Golden]) -> Vec<&Golden> {
    let mut state = SEED;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 33).unwrap_or_default()
    };
    (0..NUMBERS).map(|_| &golden[next() % golden.len()]).collect()
}

/// The first pass over the golden numbers also warms each library up: metadata and regular expressions are made once.
fn report(name: &str, golden: &[Golden], list: &[&Golden], read: fn(&Golden) -> Option<String>) {
    let differences = golden.iter().filter(|row| read(row).as_deref() != Some(row.e164)).count();
    let start = Instant::now();
    for row in list {
        black_box(read(row));
    }
    let nanoseconds = start.elapsed().as_nanos() / list.len().max(1) as u128;
    println!("{name:34} {nanoseconds:>8} ns a number, {differences:>3} of {} golden numbers differ", golden.len());
}

fn ours(row: &Golden) -> Option<String> {
    let rules = ParseOptions { region: row.region.and_then(|region| region.parse().ok()), ..ParseOptions::default() };
    values::read(&FieldKind::Phone, row.cell, &rules).ok().map(|value| value.text.into())
}

/// The `00` that our filter takes for `+` is written as `+` here, to compare the libraries and not the filter.
fn theirs(row: &Golden) -> Option<String> {
    let international = row.cell.strip_prefix("00").filter(|_| row.region.is_none()).map(|rest| format!("+{rest}"));
    let region = row.region.and_then(|region| region.parse().ok());
    let number = phonenumber::parse(region, international.as_deref().unwrap_or(row.cell)).ok()?;
    black_box(phonenumber::is_valid(&number));
    Some(number.format().mode(phonenumber::Mode::E164).to_string())
}
