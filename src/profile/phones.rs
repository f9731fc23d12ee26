//! Profile of the phone column: how its numbers are read, the countries they are of, and the notes on it (spec section 4,
//! Phone).

use super::CodeColumn;
use crate::model::{BarePhones, Note, Slot, counted, format_thousands, quote, shell_option};
use crate::values::{BareCounts, PhoneColumn, PhoneSign, Region, RegionFit, RegionVerdicts};

/// Treatment of a column's numbers where a single cell cannot tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PhoneReading {
    /// Treatment of bare digits.
    pub bare: BarePhones,
    /// True if numbers that end in 00000 are errors.
    pub is_rounded: bool,
}

/// What the user set about phone numbers.
#[derive(Debug, Clone, Copy, Default)]
pub struct PhoneSettings {
    /// Treatment of bare digits (`--bare-phones`), which overrides what the column shows.
    pub bare: Option<BarePhones>,
    /// Country whose national numbers are read in rows without a Country.
    pub region: Option<Region>,
    /// True if the country is that of the setting `region`.
    pub is_region_of_settings: bool,
    /// True if a column says of which country the number of each row is (`--region-from`).
    pub has_region_column: bool,
    /// True if the source is the errors file of an earlier import.
    pub is_left_in_error: bool,
}

/// Profile of the phone column.
#[derive(Debug, Default)]
pub struct PhoneProfile {
    column: PhoneColumn,
    settings: PhoneSettings,
    /// Countries that read the numbers which nothing reads, or which the region reads badly; the likeliest first.
    regions: Vec<RegionFit>,
    /// Column whose calling codes read the numbers which nothing reads.
    codes: Option<CodeColumn>,
    /// Verdicts of the region on its numbers; empty where it fits.
    verdicts: RegionVerdicts,
}

/// Numbers of which nothing says to which country they belong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenCountries {
    /// How many there are.
    pub numbers: u64,
    /// Countries that read nine in ten of them, the likeliest first.
    pub regions: Vec<RegionFit>,
    /// Column whose calling codes read them.
    pub codes: Option<CodeColumn>,
    /// True if most of them are valid with a `+` before them.
    pub may_be_international: bool,
}

/// A region that reads hardly any of the numbers, where another reads nearly all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RegionMisfit {
    /// The region that was given.
    pub region: Region,
    /// Number of sampled numbers that are none of it.
    pub misfits: usize,
    /// Number of sampled numbers.
    pub of: usize,
    /// The region that reads them.
    pub better: Region,
}

/// Minimum number of numbers that show that a region is the wrong one.
const MIN_MISFITS: usize = 10;

/// Minimum number of numbers that show a country: one number alone is of many.
const MIN_FITTING: usize = 3;

/// Maximum number of countries that are named behind the likeliest.
const MAX_OTHERS: usize = 2;

impl PhoneProfile {
    /// Returns an empty profile.
    pub fn new(settings: PhoneSettings) -> Self {
        Self { settings, ..Self::default() }
    }

    /// Counts a cell.
    pub fn note(&mut self, sign: PhoneSign) {
        self.column.note(sign);
    }

    /// Looks for the countries whose numbers these are, where nothing reads them or the region reads most of them badly.
    /// It tries all countries, 0.3 s, so only where that helps. `of_list` returns the countries from which the list may be.
    pub fn finish(&mut self, of_list: impl FnOnce() -> Vec<Region>) {
        let bare = self.reading().bare;
        let verdicts = self.settings.region.map(|region| self.column.verdicts(region, bare)).unwrap_or_default();
        if verdicts.misfits() * 2 > verdicts.of {
            self.regions = self.column.regions_instead(&verdicts, &of_list());
            self.verdicts = verdicts;
        } else if self.column.without_country() > 0 && bare == BarePhones::Refuse && self.settings.bare.is_none() {
            self.regions = self.column.regions_of_bare(&of_list());
        }
    }

    /// Returns true if numbers are refused because nothing says of which country they are.
    pub fn lacks_countries(&self) -> bool {
        let is_open = self.settings.bare.is_none() && !self.settings.has_region_column;
        is_open && self.column.without_country() > 0 && self.reading().bare == BarePhones::Refuse
    }

    /// Returns what is not known about numbers that are refused because nothing says of which country they are; `None`
    /// where it is known.
    pub fn open_countries(&self) -> Option<OpenCountries> {
        self.lacks_countries().then(|| OpenCountries {
            numbers: self.column.without_country(),
            regions: self.regions.clone(),
            codes: self.codes,
            may_be_international: self.may_be_international(),
        })
    }

    /// Adds the column that says of which countries the numbers are.
    pub fn set_code_column(&mut self, codes: Option<CodeColumn>) {
        self.codes = codes;
    }

    /// Returns the region that was given, if hardly any number is one of it and nearly all are of another.
    pub fn misfit(&self) -> Option<RegionMisfit> {
        let (misfits, of, better) = (self.verdicts.misfits(), self.verdicts.of, self.likeliest()?.region);
        let is_wrong = of >= MIN_MISFITS && misfits * 10 >= of * 9;
        self.settings.region.filter(|_| is_wrong).map(|region| RegionMisfit { region, misfits, of, better })
    }

    /// Returns the treatment of bare digits: as the user set it, else as the column shows; `None` if neither is set nor
    /// any number may begin with a country code.
    pub fn bare_phones(&self) -> Option<BarePhones> {
        self.settings.bare.or_else(|| self.column.bare_phones())
    }

    /// Returns true if numbers are read as international ones by what the column shows, and otherwise by their cells alone.
    pub fn has_settled_contested(&self) -> bool {
        self.settings.bare.is_none() && self.reading().bare == BarePhones::International && self.column.contested() > 0
    }

    /// Returns true if there are enough bare numbers to decide how they are read.
    pub fn has_enough_bare(&self) -> bool {
        self.column.has_enough_bare()
    }

    /// Returns how all numbers of the column are read.
    pub fn reading(&self) -> PhoneReading {
        PhoneReading { bare: self.bare_phones().unwrap_or(BarePhones::Refuse), is_rounded: self.is_rounded() }
    }

    fn is_rounded(&self) -> bool {
        self.column.is_rounded(self.settings.is_left_in_error)
    }

    /// Returns the notes on the column of `slot`. `names` are the columns' names in options.
    pub fn notes(&self, slot: &Slot, names: &[String]) -> Vec<Note> {
        let notes = [
            self.bare(names),
            self.national(),
            self.badly_read(),
            self.rounded(),
            self.prefixed(),
            self.mexican_ones(),
        ];
        let of_column = |note: Note| match &slot.column {
            Some(label) => note.column(label).field(&slot.field_name),
            None => note.field(&slot.field_name),
        };
        notes.into_iter().flatten().map(of_column).collect()
    }

    /// Returns the note on bare numbers. Reading them as international is a guess and may be wrong where the evidence
    /// is thin, so it is told; refused ones are errors of their rows in any case.
    fn bare(&self, names: &[String]) -> Option<Note> {
        let column = &self.column;
        // Rounded numbers are errors for a reason of their own, and advice about country codes would not help them.
        let bare = self.bare_counts();
        let are_lost = self.is_rounded() && column.rounded >= bare.numbers;
        if bare.numbers == 0 || are_lost {
            return None;
        }
        match self.reading().bare {
            BarePhones::International => Some(self.international(bare)),
            // Digits that are neither of the country given for them nor valid with a `+` are errors of their rows alone.
            BarePhones::Refuse if column.without_country() == 0 && !self.may_be_international() => None,
            BarePhones::Refuse => Some(self.refused(names).count_of(bare.numbers, column.numbers())),
        }
    }

    fn bare_counts(&self) -> BareCounts {
        self.column.bare(self.reading().bare)
    }

    fn international(&self, BareCounts { numbers, possible, valid }: BareCounts) -> Note {
        let code = "phones-bare-international";
        let refuse = match self.column.contested() {
            0 => "--bare-phones refuse makes them errors",
            contested if contested == numbers => "--bare-phones refuse reads them as national ones",
            _ => "--bare-phones refuse makes them errors or national ones",
        };
        let read = "read as beginning with a country code";
        if self.settings.bare.is_some() {
            let option = "(--bare-phones international)";
            Note::info(code, format!("{}: {read} {option}", part_of_bare(possible, numbers)))
                .count_of(possible, numbers)
        } else if self.column.are_bare_valid() {
            let reason = format!("are valid international numbers, so they are {read}");
            let message = format!("{} of {} {reason}; {refuse}", format_thousands(valid), bare_numbers(numbers));
            Note::info(code, message).count_of(valid, numbers)
        } else {
            let reason = "because other numbers of the column have the same codes";
            let message = format!("{}: {read}, {reason}; {refuse}", part_of_bare(possible, numbers));
            Note::warning(code, message).count_of(possible, numbers)
        }
    }

    fn refused(&self, names: &[String]) -> Note {
        let (code, numbers) = ("phones-bare-refused", bare_numbers(self.bare_counts().numbers));
        if self.settings.bare.is_some() {
            let message = format!("{numbers}: refused (--bare-phones refuse)");
            let international = "--bare-phones international";
            let are_valid = self.column.are_bare_valid();
            return if are_valid {
                Note::warning(code, message).option(international)
            } else {
                Note::info(code, message)
            };
        }
        if let Some((advice, option)) = self.by_codes(names) {
            let message = format!("{numbers}: refused, because the country code is missing; {advice}");
            return Note::warning(code, message).option(option);
        }
        let reason = self.reason_to_refuse();
        let advice = self.advice();
        let note = Note::warning(code, format!("{numbers}: refused, because {reason}; {advice}"));
        match self.option() {
            Some(option) => note.option(option),
            None => note,
        }
    }

    /// Returns the advice to read the numbers by a column of calling codes, and its option.
    fn by_codes(&self, names: &[String]) -> Option<(String, String)> {
        let CodeColumn { column, valid, of } = self.codes?;
        let name = names.get(column)?;
        let option = shell_option("--region-from", name);
        let name = quote(name);
        Some((format!("{valid} of {of} are valid with the calling codes of the column {name}: {option}"), option))
    }

    fn may_be_international(&self) -> bool {
        let BareCounts { numbers, valid, .. } = self.bare_counts();
        valid * 2 > numbers
    }

    fn reason_to_refuse(&self) -> &'static str {
        if !self.may_be_international() {
            "the country code is missing"
        } else if self.column.has_enough_bare() {
            "fewer than nine in ten are valid international numbers"
        } else {
            "so few do not show whether they begin with a country code"
        }
    }

    /// Returns what to do about bare numbers that are refused.
    fn advice(&self) -> String {
        let international = "--bare-phones international reads such numbers as beginning with a country code";
        match (self.fitting(), self.may_be_international()) {
            (Some(fits), false) => fits,
            (Some(fits), true) => format!("{international}; or {fits}"),
            (None, true) if self.settings.region.is_some() => international.to_owned(),
            (None, true) => format!("{international}, --region COUNTRY as those of one country"),
            (None, false) => "--region COUNTRY reads such numbers as those of one country".to_owned(),
        }
    }

    /// Returns the option that reads the numbers. There is none where they may be both national and international: a wrong
    /// one would be imported without a word.
    fn option(&self) -> Option<String> {
        if !self.may_be_international() {
            return self.likeliest().map(|fit| format!("--region {}", fit.region));
        }
        self.regions.is_empty().then(|| "--bare-phones international".to_owned())
    }

    /// Returns the likeliest country of the numbers, if there are enough to tell.
    fn likeliest(&self) -> Option<&RegionFit> {
        self.regions.first().filter(|first| first.of >= MIN_FITTING)
    }

    /// `50 of 50 are numbers of GB: --region GB (IN and IQ would read them too)`.
    fn fitting(&self) -> Option<String> {
        let RegionFit { region, valid, of, .. } = self.likeliest()?;
        let others: Vec<&str> = self.regions.iter().skip(1).take(MAX_OTHERS).map(|fit| fit.region.as_str()).collect();
        let others =
            if others.is_empty() { String::new() } else { format!(" ({} would read them too)", others.join(" and ")) };
        let sampled = if (*of as u64) < self.tried_numbers() { " sampled" } else { "" };
        Some(format!("{valid} of {of}{sampled} are numbers of {region}: --region {region}{others}"))
    }

    /// Returns the number of numbers whose countries are looked for; a sample stands for many.
    fn tried_numbers(&self) -> u64 {
        match self.verdicts.misfits() {
            0 => self.column.without_country(),
            misfits => misfits as u64,
        }
    }

    /// Returns the note on a region that reads most of its numbers badly. Numbers that can be dialled there count only
    /// where another country has them: they may be newly assigned.
    fn badly_read(&self) -> Option<Note> {
        let (region, of) = (self.settings.region?, self.verdicts.of);
        let note = |misfits: usize, advice: &str| {
            let (shown, all) = (format_thousands(misfits as u64), format_thousands(of as u64));
            let message = format!("{shown} of {all} phone numbers are no numbers of {region}; {advice}");
            Note::warning("region-misfits", message).count_of(misfits as u64, of as u64)
        };
        if let (Some(better), Some(advice)) = (self.likeliest(), self.fitting()) {
            let option = format!("--region {}", better.region);
            return Some(note(self.verdicts.misfits(), &advice).option(option));
        }
        let impossible = self.verdicts.impossible;
        (impossible * 2 > of).then(|| note(impossible, "no other country reads nine in ten of them"))
    }

    fn national(&self) -> Option<Note> {
        let bare = self.reading().bare;
        let (of_rows, of_region) = (self.column.of_rows(bare), self.column.of_region(bare));
        let by_row = (of_rows > 0).then(|| format!("{} by {}", format_thousands(of_rows), self.of_rows()));
        let by_region = self.settings.region.filter(|_| of_region > 0);
        let origin = if self.settings.is_region_of_settings { "the setting region" } else { "--region" };
        let by_region =
            by_region.map(|region| format!("{} as numbers of {region} ({origin})", format_thousands(of_region)));
        let ways: Vec<String> = by_row.into_iter().chain(by_region).collect();
        let message = format!("phone numbers read without a country code: {}", ways.join(", "));
        let note = Note::info("phones-national", message).count_of(of_rows + of_region, self.column.numbers());
        (!ways.is_empty()).then_some(note)
    }

    fn of_rows(&self) -> &'static str {
        if self.settings.has_region_column { "the country of their row (--region-from)" } else { "their row's Country" }
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

fn bare_numbers(count: u64) -> String {
    format!("{} without + or 00", counted(count, "phone number"))
}

/// `3 phone numbers without + or 00`, `2 of 3 phone numbers without + or 00`.
fn part_of_bare(count: u64, all: u64) -> String {
    if count == all { bare_numbers(all) } else { format!("{} of {}", format_thousands(count), bare_numbers(all)) }
}
