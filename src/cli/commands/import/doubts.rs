//! Questions about values that the list itself does not settle: countries of phone numbers, formats of dates, decimal marks,
//! and words that stand for nothing. Each answer is a setting on how cells are read.

use crate::cli::commands::steps::BACK;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::import::{Doubt, DoubtAbout, Import};
use crate::mapping::option_names;
use crate::model::{BarePhones, DecimalMark, FieldKind, ParseSettings, counted, format_thousands};
use crate::profile::OpenCountries;
use crate::ui::Choice;
use crate::values::{DateFormat, ParseOptions, Region, read};

/// Maximum number of countries that are offered before all others.
const MAX_COUNTRIES: usize = 3;
/// Maximum number of words that are named in a question.
const MAX_WORDS: usize = 6;

/// Countries in which the month comes before the day (CLDR 48, short date formats).
const MONTH_FIRST: [&str; 4] = ["US", "PH", "FM", "PR"];

/// The doubts that were asked about, each with the settings before its answer.
#[derive(Default)]
pub(super) struct DoubtQuestions {
    asked: Vec<(DoubtKey, ParseSettings)>,
}

/// What tells a doubt from others: its column, and what it is about.
type DoubtKey = (String, u8);

/// An answer, and the settings that it makes of the former ones.
type Answer<'a> = (String, Box<dyn Fn(ParseSettings) -> ParseSettings + 'a>);

impl DoubtQuestions {
    /// Asks about the first doubt that was not asked about yet, and returns the settings with the answer; `None` if no
    /// doubt is left. Esc leads back to the doubt before.
    pub(super) fn ask_next(
        &mut self,
        context: &Context,
        import: &mut Import<'_>,
        reading: &ParseSettings,
    ) -> Result<Option<ParseSettings>, CliError> {
        let doubts = import.doubts()?;
        let is_new = |doubt: &&Doubt| self.asked.iter().all(|(asked, _)| *asked != key(doubt));
        let Some(doubt) = doubts.iter().find(is_new) else { return Ok(None) };
        let question = DoubtQuestion { context, import, doubt, reading };
        let escape = (!self.asked.is_empty()).then_some(BACK);
        match question.ask(escape)? {
            Some(settings) => {
                self.asked.push((key(doubt), reading.clone()));
                Ok(Some(settings))
            }
            // Without a doubt before, Esc means nothing.
            None => Ok(self.asked.pop().map(|(_, before)| before)),
        }
    }
}

fn key(doubt: &Doubt) -> DoubtKey {
    let about = match doubt.about {
        DoubtAbout::Countries(_) => 0,
        DoubtAbout::DateFormat { .. } => 1,
        DoubtAbout::DecimalMark { .. } => 2,
        DoubtAbout::Placeholders(_) => 3,
    };
    (doubt.option_name.clone(), about)
}

/// One question.
struct DoubtQuestion<'a> {
    context: &'a Context,
    import: &'a Import<'a>,
    doubt: &'a Doubt,
    reading: &'a ParseSettings,
}

impl DoubtQuestion<'_> {
    /// Asks, with the likeliest answer preselected; `None` after Esc.
    fn ask(&self, escape: Option<&str>) -> Result<Option<ParseSettings>, CliError> {
        let (about, question, answers, default) = match &self.doubt.about {
            DoubtAbout::Countries(open) => self.countries(open),
            DoubtAbout::DateFormat { dates, formats } => self.dates(*dates, formats),
            DoubtAbout::DecimalMark { numbers, likelier } => self.numbers(*numbers, *likelier),
            DoubtAbout::Placeholders(words) => self.placeholders(words),
        };
        let items: Vec<String> = answers.iter().map(|(text, _)| text.clone()).collect();
        let about = [String::new(), about, format!("  {}", self.samples().join(" | "))];
        loop {
            let choice = Choice { question: &question, about: &about, items: &items, default, escape };
            let Some(index) = self.context.terminal.ask_choice(&choice)? else { return Ok(None) };
            match answers.get(index) {
                Some((text, _)) if text == OTHER_COUNTRY => {
                    if let Some(region) = self.ask_country()? {
                        return Ok(Some(of_country(region)(self.reading.clone())));
                    }
                }
                Some((_, settings)) => return Ok(Some(settings(self.reading.clone()))),
                None => return Ok(None),
            }
        }
    }

    /// Returns values of the column that the doubt is about, as far as a look shows it.
    fn samples(&self) -> Vec<&str> {
        let is_meant =
            |sample: &&str| !matches!(self.doubt.about, DoubtAbout::Countries(_)) || !sample.starts_with('+');
        self.doubt.samples.iter().map(String::as_str).filter(is_meant).collect()
    }

    fn countries(&self, open: &OpenCountries) -> (String, String, Vec<Answer<'_>>, usize) {
        let (numbers, column) = (counted(open.numbers, "phone number"), &self.doubt.column);
        let about = format!("Without a country code: {numbers} of '{column}'");
        let mut answers: Vec<Answer<'_>> = Vec::new();
        let names = option_names(self.import.source().columns());
        if let Some(name) = open.codes.and_then(|codes| names.get(codes.column).cloned()) {
            let text = format!("of the country whose code is in '{name}'");
            answers.push((text, Box::new(move |before| ParseSettings { region_from: Some(name.clone()), ..before })));
        }
        for fit in open.regions.iter().take(MAX_COUNTRIES) {
            let text = format!("of {} ({}): {} of {} are valid", fit.region.name(), fit.region, fit.valid, fit.of);
            answers.push((text, Box::new(of_country(fit.region))));
        }
        if open.may_be_international {
            answers.push((
                "international: they begin with a country code".to_owned(),
                Box::new(bare(BarePhones::International)),
            ));
        }
        answers.push((OTHER_COUNTRY.to_owned(), Box::new(|before| before)));
        answers.push(("unknown: leave them as errors".to_owned(), Box::new(bare(BarePhones::Refuse))));
        let is_open = answers.len() == 2;
        (about, "They are".to_owned(), answers, usize::from(is_open))
    }

    fn dates(&self, dates: u64, formats: &[DateFormat]) -> (String, String, Vec<Answer<'_>>, usize) {
        let about = format!(
            "{} of '{}' can be read in another way than YYYY-MM-DD:",
            counted(dates, "date"),
            self.doubt.column
        );
        let example = self.example(formats);
        let mut answers: Vec<Answer<'_>> = Vec::new();
        for format in formats {
            let option = format!("{}={format}", self.doubt.option_name);
            let text = match day(&example, *format) {
                Some(day) => format!("{day} ({format})"),
                None => format.to_string(),
            };
            answers.push((text, Box::new(move |before| with_date_format(before, &option))));
        }
        answers.push(("unknown: leave them as errors".to_owned(), Box::new(|before| before)));
        let month_first = self.reading.region.as_deref().is_some_and(|region| MONTH_FIRST.contains(&region));
        let likely = formats.iter().position(|format| format.to_string().starts_with("MM") == month_first);
        (about, format!("{example} is"), answers, likely.unwrap_or_default())
    }

    /// Returns a date of the column that tells the formats apart, if one of the samples does.
    fn example(&self, formats: &[DateFormat]) -> String {
        let days = |sample: &String| formats.iter().filter_map(|format| day(sample, *format)).collect::<Vec<_>>();
        let samples = || self.doubt.samples.iter().filter(|sample| !days(sample).is_empty());
        let telling = samples().find(|sample| days(sample).windows(2).all(|pair| pair[0] != pair[1]));
        telling.or_else(|| samples().next()).cloned().unwrap_or_default()
    }

    fn numbers(&self, numbers: u64, likelier: Option<DecimalMark>) -> (String, String, Vec<Answer<'_>>, usize) {
        let about = format!("Without a sure decimal mark: {} of '{}'", counted(numbers, "number"), self.doubt.column);
        let mark = |mark: DecimalMark| -> Box<dyn Fn(ParseSettings) -> ParseSettings> {
            Box::new(move |before| ParseSettings { decimal: Some(mark), ..before })
        };
        let answers: Vec<Answer<'_>> = vec![
            ("a decimal point: 1,234.5".to_owned(), mark(DecimalMark::Point)),
            ("a decimal comma: 1.234,5".to_owned(), mark(DecimalMark::Comma)),
            ("unknown: leave them as errors".to_owned(), Box::new(|before| before)),
        ];
        let default = match likelier {
            Some(DecimalMark::Point) => 0,
            Some(DecimalMark::Comma) => 1,
            None => 2,
        };
        (about, "They have".to_owned(), answers, default)
    }

    fn placeholders(&self, words: &[(String, u64)]) -> (String, String, Vec<Answer<'_>>, usize) {
        let shown: Vec<String> = words
            .iter()
            .take(MAX_WORDS)
            .map(|(word, count)| format!("{word} ({})", format_thousands(*count)))
            .collect();
        let about =
            format!("Cells of '{}' hold words that may stand for nothing: {}", self.doubt.column, shown.join(", "));
        let words: Vec<String> = words.iter().map(|(word, _)| word.clone()).collect();
        let answers: Vec<Answer<'_>> = vec![
            ("blank cells".to_owned(), Box::new(move |before| with_blank(before, &words))),
            ("values".to_owned(), Box::new(|before| before)),
        ];
        (about, "They are".to_owned(), answers, 0)
    }

    /// Asks for any country; `None` after Esc.
    fn ask_country(&self) -> Result<Option<Region>, CliError> {
        let mut regions = Region::all();
        regions.sort_by_key(|region| region.name());
        let items: Vec<String> = regions.iter().map(|region| format!("{} ({region})", region.name())).collect();
        let choice = Choice { question: "Country:", items: &items, escape: Some(BACK), ..Choice::default() };
        let chosen = self.context.terminal.ask_choice(&choice)?;
        Ok(chosen.and_then(|index| regions.get(index)).copied())
    }
}

/// Item that leads to the list of all countries.
const OTHER_COUNTRY: &str = "of another country…";

fn of_country(region: Region) -> impl Fn(ParseSettings) -> ParseSettings {
    move |before| ParseSettings { region: Some(region.to_string()), ..before }
}

fn bare(how: BarePhones) -> impl Fn(ParseSettings) -> ParseSettings {
    move |before| ParseSettings { bare_phones: Some(how), ..before }
}

fn with_date_format(before: ParseSettings, option: &str) -> ParseSettings {
    ParseSettings { date_format: vec![option.to_owned()], ..ParseSettings::default() }.or(before)
}

fn with_blank(before: ParseSettings, words: &[String]) -> ParseSettings {
    let new = words.iter().filter(|word| !before.blank.contains(word)).cloned();
    let blank = before.blank.iter().cloned().chain(new).collect();
    ParseSettings { blank, ..before }
}

/// Returns the day that a text is in a format, as YYYY-MM-DD.
fn day(text: &str, format: DateFormat) -> Option<String> {
    let rules = ParseOptions { date_format: Some(format), ..ParseOptions::default() };
    read(&FieldKind::Date, text, &rules).ok().map(|value| value.text.to_string())
}
