//! Evidence about the phone column from the prescan: how its numbers are read, and the notes on it (spec section 4,
//! Phone).

use super::ImportRequest;
use crate::model::{BarePhones, Note, Slot, counted, format_thousands};
use crate::values::{PhoneColumn, PhoneSign, Region};

/// Treatment of a column's numbers where a single cell cannot tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PhoneReading {
    /// Treatment of bare digits.
    pub(super) bare: BarePhones,
    /// True if numbers that end in 00000 are errors.
    pub(super) is_rounded: bool,
}

/// Statistics of a source's phone column.
#[derive(Debug, Default)]
pub struct Phones {
    column: PhoneColumn,
    /// Treatment of bare digits set by `--bare-phones`, which overrides the column's evidence.
    told: Option<BarePhones>,
    /// Country whose national numbers are read in rows without a Country.
    region: Option<Region>,
    /// True if the source is the errors file of an earlier import.
    is_left_in_error: bool,
}

impl Phones {
    pub(super) fn new(request: &ImportRequest) -> Self {
        Self {
            column: PhoneColumn::default(),
            told: request.reading.bare_phones,
            region: request.reading.region,
            is_left_in_error: !request.mapping.own_columns.is_empty(),
        }
    }

    pub(super) fn note(&mut self, sign: PhoneSign) {
        self.column.note(sign);
    }

    /// Returns the treatment of bare digits: as the user set it, else as the column shows; `None` if neither is set nor
    /// any number may begin with a country code.
    pub fn bare_phones(&self) -> Option<BarePhones> {
        self.told.or_else(|| self.column.bare_phones())
    }

    /// Returns how all numbers of the column are read.
    pub(super) fn reading(&self) -> PhoneReading {
        PhoneReading { bare: self.bare_phones().unwrap_or(BarePhones::Refuse), is_rounded: self.is_rounded() }
    }

    fn is_rounded(&self) -> bool {
        self.column.is_rounded(self.is_left_in_error)
    }

    /// Returns the notes on the column of `slot`.
    pub(super) fn notes(&self, slot: &Slot) -> Vec<Note> {
        let notes = [self.bare(), self.national(), self.rounded(), self.prefixed(), self.mexican_ones()];
        let of_column = |note: Note| match &slot.column {
            Some(label) => note.column(label).field(&slot.field_name),
            None => note.field(&slot.field_name),
        };
        notes.into_iter().flatten().map(of_column).collect()
    }

    /// Returns the note on bare numbers. Reading them as international is a guess and may be wrong where the evidence
    /// is thin, so it is told; refused ones are errors of their rows in any case.
    fn bare(&self) -> Option<Note> {
        let column = &self.column;
        // Rounded numbers are errors for a reason of their own, and advice about country codes would not help them.
        let are_lost = self.is_rounded() && column.rounded >= column.bare;
        if column.bare == 0 || are_lost {
            return None;
        }
        let note = match self.reading().bare {
            BarePhones::International => self.international(),
            BarePhones::Refuse => self.refused(),
        };
        Some(note.count_of(column.bare_valid, column.bare))
    }

    fn international(&self) -> Note {
        let code = "phones-bare-international";
        let (numbers, valid) = (self.bare_numbers(), format_thousands(self.column.bare_valid));
        let note = if self.told.is_some() {
            Note::info(code, format!("{numbers}: read as beginning with a country code (--bare-phones international)"))
        } else if self.column.are_bare_valid() {
            let reason = "are valid international numbers, so they are read as beginning with a country code";
            Note::info(code, format!("{valid} of {numbers} {reason}"))
        } else {
            let reason = "read as beginning with a country code, because other numbers of the column have the same codes; \
                          --bare-phones refuse makes them errors";
            Note::warning(code, format!("{numbers}: {reason}"))
        };
        note.option("--bare-phones refuse")
    }

    fn refused(&self) -> Note {
        let (numbers, valid) = (self.bare_numbers(), self.column.bare_valid);
        let may_be_international = valid * 2 > self.column.bare;
        let message = if !may_be_international {
            let region = "--region COUNTRY reads such numbers as those of one country";
            format!("{numbers}: refused, because the country code is missing; {region}")
        } else if self.told.is_some() {
            format!("{numbers}: refused (--bare-phones refuse)")
        } else {
            let reason = if self.column.has_enough_bare() {
                "fewer than nine in ten are valid international numbers"
            } else {
                "so few do not show whether they begin with a country code"
            };
            format!(
                "{numbers}: refused, because {reason}; --bare-phones international reads such numbers as beginning with a \
                 country code, --region COUNTRY as those of one country"
            )
        };
        let note = Note::info("phones-bare-refused", message);
        if may_be_international { note.option("--bare-phones international") } else { note }
    }

    fn bare_numbers(&self) -> String {
        format!("{} without + or 00", counted(self.column.bare, "phone number"))
    }

    fn national(&self) -> Option<Note> {
        let PhoneColumn { of_rows, of_region, .. } = self.column;
        let by_row = (of_rows > 0).then(|| format!("{} by their row's Country", format_thousands(of_rows)));
        let by_region = self.region.filter(|_| of_region > 0);
        let by_region =
            by_region.map(|region| format!("{} as numbers of {region} (--region)", format_thousands(of_region)));
        let ways: Vec<String> = by_row.into_iter().chain(by_region).collect();
        let message = format!("phone numbers read without a country code: {}", ways.join(", "));
        let note = Note::info("phones-national", message).count_of(of_rows + of_region, self.column.numbers());
        (!ways.is_empty()).then_some(note)
    }

    fn rounded(&self) -> Option<Note> {
        let (rounded, all) = (self.column.rounded, self.column.numbers());
        let message = format!(
            "{} of {} end in 00000, because a spreadsheet rounded them: each is an error; format the column as text where \
             the numbers are still whole, and export it again",
            format_thousands(rounded),
            counted(all, "phone number"),
        );
        self.is_rounded().then(|| Note::warning("phones-rounded", message).count_of(rounded, all))
    }

    fn prefixed(&self) -> Option<Note> {
        let (prefixed, all) = (self.column.prefixed, self.column.numbers());
        let message = format!(
            "{}: what a program wrote before it was taken off, such as tel: or p:",
            counted(prefixed, "phone number")
        );
        (prefixed > 0).then(|| Note::info("phones-prefix-removed", message).count_of(prefixed, all))
    }

    fn mexican_ones(&self) -> Option<Note> {
        let ones = self.column.mexican_ones(self.reading().bare);
        let message = format!(
            "{} of Mexico: read without the 1 that mobile numbers had after +52 until 2019",
            counted(ones, "phone number")
        );
        (ones > 0).then(|| Note::info("phones-mexican-one", message).count_of(ones, self.column.numbers()))
    }
}
