//! Evidence about columns of dates and numbers in all rows: how their values are read, and the notes on them (spec section 4).

use std::cmp::Ordering;

use super::{PhoneReading, ReadOptions};
use crate::model::{DecimalMark, FieldKind, Note, Slot, SlotSource, counted, format_thousands, shell_option};
use crate::values::{DateEvidence, DateFormat, DateSign, DecimalReading, NumberEvidence, NumberSign, ParseOptions};

/// What one cell shows about its column.
#[derive(Debug, Clone, Copy)]
pub enum CellSign {
    /// Of a column of dates.
    Date(DateSign),
    /// Of a column of numbers.
    Number(NumberSign),
}

impl CellSign {
    /// Returns what a trimmed cell of a slot shows.
    pub fn of(slot: &Slot, text: &str, rules: &ParseOptions) -> Self {
        match slot.kind {
            Some(FieldKind::Number) => Self::Number(NumberSign::of(text)),
            _ => Self::Date(DateSign::of(text, rules.date_format)),
        }
    }

    /// Returns true if the cell does not show by itself how it is read: a date that needs a format, a number with a mark.
    pub fn is_open(self) -> bool {
        match self {
            Self::Date(sign) => sign.needs_format(),
            Self::Number(sign) => sign.has_mark(),
        }
    }
}

/// Reading of a column's values where a single cell cannot tell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ColumnReading {
    /// The only usual format that reads all dates, where none is given or the given one does not read them all.
    pub dates_fit: Option<DateFormat>,
    /// The option that gives the column this format.
    pub date_option: Option<String>,
    /// Decimal mark of the numbers.
    pub decimal: DecimalReading,
}

/// How the values of all columns are read where a single cell cannot tell.
#[derive(Debug, Clone)]
pub struct Readings {
    /// Reading of phone numbers.
    pub phones: PhoneReading,
    /// Reading of the numbers of custom fields, by slot index.
    other_phones: Vec<(usize, PhoneReading)>,
    /// Reading of columns, by slot index; the others are read by their cells alone.
    columns: Vec<(usize, ColumnReading)>,
}

impl Readings {
    /// Returns the readings without evidence about any column but that of phone numbers.
    pub fn new(phones: PhoneReading) -> Self {
        Self { phones, other_phones: Vec::new(), columns: Vec::new() }
    }

    /// Returns the readings with those of other columns of phone numbers, by slot index.
    #[must_use]
    pub fn with_other_phones(self, other_phones: Vec<(usize, PhoneReading)>) -> Self {
        Self { other_phones, ..self }
    }

    /// Returns how the phone numbers of a slot are read.
    pub fn phones_of(&self, slot: usize) -> PhoneReading {
        self.other_phones.iter().find(|(known, _)| *known == slot).map_or(self.phones, |(_, reading)| *reading)
    }

    /// Returns how the column of a slot is read.
    pub fn column(&self, slot: usize) -> ColumnReading {
        self.columns.iter().find(|(known, _)| *known == slot).map(|(_, reading)| reading.clone()).unwrap_or_default()
    }
}

/// Evidence about the columns whose values can be read in several ways.
#[derive(Debug, Default)]
pub struct TypedColumns(Vec<TypedColumn>);

#[derive(Debug)]
struct TypedColumn {
    slot: usize,
    given: Option<DateFormat>,
    /// True if the format was given for this column alone.
    is_given_alone: bool,
    dates: DateEvidence,
    given_mark: Option<DecimalMark>,
    numbers: NumberEvidence,
}

/// Returns true if the values of a slot's column can be read in several ways.
pub fn is_typed(slot: &Slot) -> bool {
    matches!(slot.source, SlotSource::Column(_)) && matches!(slot.kind, Some(FieldKind::Date | FieldKind::Number))
}

impl TypedColumns {
    /// Returns empty evidence for the columns of dates and numbers among the slots.
    pub fn new(slots: &[Slot], reading: &ReadOptions) -> Self {
        let slots = slots.iter().enumerate().filter(|(_, slot)| is_typed(slot));
        let column = |(slot, of): (usize, &Slot)| {
            let given = reading.date_formats.of(&of.source);
            TypedColumn {
                slot,
                given,
                is_given_alone: reading.date_formats.has_own(&of.source),
                dates: DateEvidence::default(),
                given_mark: reading.decimal,
                numbers: NumberEvidence::default(),
            }
        };
        Self(slots.map(column).collect())
    }

    /// Adds what the cells of a row show, by slot index.
    pub fn note(&mut self, signs: &[(usize, CellSign)]) {
        for (slot, sign) in signs {
            if let Some(column) = self.0.iter_mut().find(|column| column.slot == *slot) {
                column.note(*sign);
            }
        }
    }

    /// Returns how the values of the columns are read. `names` are the columns' names in options.
    pub fn readings(&self, phones: PhoneReading, slots: &[Slot], names: &[String]) -> Readings {
        let one_format = self.one_format();
        let reading = |column: &TypedColumn| {
            let name = slots.get(column.slot).and_then(|slot| column.name_in_option(slot, names, one_format));
            (column.slot, column.reading(name))
        };
        Readings { columns: self.0.iter().map(reading).collect(), ..Readings::new(phones) }
    }

    /// Returns the notes on all columns. `names` are the columns' names in options.
    pub fn notes(&self, slots: &[Slot], names: &[String]) -> Vec<Note> {
        let one_format = self.one_format();
        let mut notes = Vec::new();
        for column in &self.0 {
            let Some(slot) = slots.get(column.slot) else { continue };
            let label = slot.column.clone().unwrap_or_default();
            let name = column.name_in_option(slot, names, one_format);
            let found = [column.format(&label, name), column.times(&label), column.decimal(&label)];
            notes.extend(found.into_iter().flatten().map(|note| note.column(&label).field(&slot.field_name)));
        }
        notes
    }

    /// Returns the columns whose values can be read in several ways and of which nothing says which.
    pub fn open(&self) -> impl Iterator<Item = OpenColumn> {
        self.0.iter().filter_map(TypedColumn::open)
    }

    /// Returns true if only the whole column of a slot shows how some of its numbers are read.
    pub fn has_settled_mark(&self, slot: usize) -> bool {
        let has_marks = |column: &TypedColumn| column.given_mark.is_none() && column.numbers.marked() > 0;
        self.0.iter().any(|column| column.slot == slot && has_marks(column))
    }

    /// Returns the format that fits all columns whose dates need one.
    fn one_format(&self) -> Option<DateFormat> {
        let mut fitting = self.0.iter().filter(|column| column.dates.dates() > 0).map(|column| column.dates.fits());
        let first = fitting.next()??;
        fitting.all(|other| other == Some(first)).then_some(first)
    }
}

/// A column whose values can be read in several ways.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenColumn {
    /// Index of its slot.
    pub slot: usize,
    /// What is not known.
    pub reading: OpenReading,
}

/// What is not known about the values of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpenReading {
    /// Which of these formats so many dates have.
    DateFormat(u64, Vec<DateFormat>),
    /// Which decimal mark so many numbers have; the likelier one, if there is one.
    DecimalMark(u64, Option<DecimalMark>),
}

impl TypedColumn {
    fn open(&self) -> Option<OpenColumn> {
        let formats = self.dates.candidates();
        let reading = match self.numbers.reading(self.given_mark) {
            DecimalReading::Mixed => OpenReading::DecimalMark(self.numbers.cells(), self.likelier_mark()),
            DecimalReading::Open => OpenReading::DecimalMark(self.numbers.either(), None),
            _ if self.given.is_none() && !formats.is_empty() => OpenReading::DateFormat(self.dates.dates(), formats),
            _ => return None,
        };
        Some(OpenColumn { slot: self.slot, reading })
    }

    /// Returns the decimal mark that most of the numbers which show one have; `None` if as many have either.
    fn likelier_mark(&self) -> Option<DecimalMark> {
        match self.numbers.only(DecimalMark::Comma).cmp(&self.numbers.only(DecimalMark::Point)) {
            Ordering::Greater => Some(DecimalMark::Comma),
            Ordering::Less => Some(DecimalMark::Point),
            Ordering::Equal => None,
        }
    }

    fn note(&mut self, sign: CellSign) {
        match sign {
            CellSign::Date(sign) => self.dates.note(sign),
            CellSign::Number(sign) => self.numbers.note(sign),
        }
    }

    fn reading(&self, name: Option<&str>) -> ColumnReading {
        let dates_fit = self.dates.advised(self.given);
        let date_option = dates_fit.map(|format| format_option(format, name));
        ColumnReading { dates_fit, date_option, decimal: self.numbers.reading(self.given_mark) }
    }

    /// Returns the name that the option for its dates needs: its own, unless one format fits all columns.
    fn name_in_option<'n>(&self, slot: &Slot, names: &'n [String], one_format: Option<DateFormat>) -> Option<&'n str> {
        column_name(slot, names).filter(|_| one_format.is_none() || self.is_given_alone)
    }

    /// Returns the note on the format of the dates, where it is not as given. `name` is the column's name in the option,
    /// if it needs one.
    fn format(&self, label: &str, name: Option<&str>) -> Option<Note> {
        let (dates, all) = (self.dates.dates(), self.dates.cells());
        let told = |code, message: String, format: DateFormat| {
            let option = format_option(format, name);
            Note::warning(code, format!("{message}: {option}")).option(option)
        };
        let note = match (self.given, self.dates.fits()) {
            (Some(given), _) => {
                let format = self.dates.contradiction(Some(given))?;
                let fitting = self.dates.fitting_message(label, format);
                let message = format!(
                    "{given} does not read all dates of '{label}', so none that needs a format is taken; {fitting}"
                );
                told("date-format-contradicted", message, format)
            }
            (None, Some(format)) => told("date-format-fits", self.dates.fitting_message(label, format), format),
            (None, None) => Note::warning("date-format-needed", self.dates.open_message(label)?),
        };
        Some(note.count_of(dates, all))
    }

    fn times(&self, label: &str) -> Option<Note> {
        let (times, all) = (self.dates.times(), self.dates.cells());
        let message = format!(
            "{} of {} of '{label}': the time behind the date is dropped",
            format_thousands(times),
            counted(all, "value")
        );
        (times > 0 && self.dates.contradiction(self.given).is_none())
            .then(|| Note::info("times-dropped", message).count_of(times, all))
    }
}

impl TypedColumn {
    /// Returns the note on the decimal mark, where it was not said and a mark could be read otherwise.
    fn decimal(&self, label: &str) -> Option<Note> {
        let (commas, points) = (self.numbers.only(DecimalMark::Comma), self.numbers.only(DecimalMark::Point));
        let (either, all) = (self.numbers.either(), self.numbers.cells());
        if self.given_mark.is_some() {
            return None;
        }
        let note = match self.numbers.reading(None) {
            DecimalReading::Mixed => {
                let message = format!(
                    "{} of '{label}' have a decimal comma and {} a decimal point, so each is an error: --decimal comma or \
                     --decimal point says which is right",
                    counted(commas, "number"),
                    format_thousands(points)
                );
                let note = Note::warning("decimal-mark", message);
                match self.likelier_mark() {
                    Some(mark) => note.option(format!("--decimal {mark}")),
                    None => note,
                }
            }
            DecimalReading::Open => {
                let message = format!(
                    "{} of '{label}' may have a decimal mark or parted thousands, and no number shows which, so each is an \
                     error: 1,234 is 1234 with --decimal point, and 1.234 with --decimal comma",
                    counted(either, "number")
                );
                Note::warning("decimal-mark", message)
            }
            DecimalReading::Mark(mark) if mark == DecimalMark::Comma || either > 0 => {
                let message = format!("the numbers of '{label}' show a decimal {mark}, and are read so");
                Note::info("decimal-mark", message)
            }
            DecimalReading::Mark(_) | DecimalReading::Alone => return None,
        };
        Some(note.count_of(self.numbers.marked(), all))
    }
}

/// Returns the option that gives dates a format: those of a column, or all.
fn format_option(format: DateFormat, name: Option<&str>) -> String {
    let value = name.map_or_else(|| format.to_string(), |name| format!("{name}={format}"));
    shell_option("--date-format", &value)
}

fn column_name<'n>(slot: &Slot, names: &'n [String]) -> Option<&'n str> {
    let SlotSource::Column(index) = slot.source else { return None };
    names.get(index).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn likelier(numbers: &[&str]) -> Option<DecimalMark> {
        let mut column = TypedColumn {
            slot: 0,
            given: None,
            is_given_alone: false,
            dates: DateEvidence::default(),
            given_mark: None,
            numbers: NumberEvidence::default(),
        };
        for number in numbers {
            column.note(CellSign::Number(NumberSign::of(number)));
        }
        match column.open().map(|open| open.reading) {
            Some(OpenReading::DecimalMark(_, likelier)) => likelier,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn neither_decimal_mark_is_likelier_where_as_many_numbers_have_either() {
        assert_eq!(likelier(&["1,5", "2.5"]), None);
        assert_eq!(likelier(&["1,5", "2.5", "3,5"]), Some(DecimalMark::Comma));
        assert_eq!(likelier(&["1,5", "2.5", "3.5"]), Some(DecimalMark::Point));
    }
}
