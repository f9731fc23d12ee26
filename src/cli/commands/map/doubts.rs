//! Questions about values that the list itself does not settle: countries of phone numbers, formats of dates, decimal marks,
//! and words that stand for nothing. Each answer is a setting on how cells are read.

use crate::cli::commands::steps::BACK;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::import::{Doubt, DoubtAbout, Import, LackingField};
use crate::mapping::option_names;
use crate::model::{BarePhones, DecimalMark, FieldKind, ParseSettings, Text, counted, format_thousands};
use crate::ops::setup::PreparedList;
use crate::profile::OpenCountries;
use crate::ui::Choice;
use crate::values::{DateFormat, ParseOptions, Region, read};

/// Maximum number of countries that are offered before all others.
const MAX_COUNTRIES: usize = 3;
/// Minimum number of numbers that show a country which others are like.
const MIN_FITTING: usize = 3;
/// Maximum number of words that are named in a question.
const MAX_WORDS: usize = 6;
/// Answer with which the values stay errors.
const UNKNOWN: &str = "unknown: leave them as errors";

/// Countries in which the month comes before the day (CLDR 48, short date formats).
const MONTH_FIRST: [&str; 4] = ["US", "PH", "FM", "PR"];

/// Doubts that the user has answered, which are not asked about again: those of a session, for example. Each is a kind of
/// doubt and the name of its column in options.
pub(in crate::cli) type AnsweredDoubts = Vec<String>;

/// Outcome of the questions about doubtful values.
pub(in crate::cli) enum Settled<'a> {
    /// None is left.
    Ready(PreparedList<'a>, AnsweredDoubts),
    /// The user wants to go back to the question before the first doubt.
    Back(PreparedList<'a>),
}

/// Asks about doubtful values as long as there are some, and prints notes on the values then. `again` prepares the import
/// with the settings of an answer. Where there is a question before, Esc leads from the first doubt back to it.
pub(in crate::cli) fn settle<'a>(
    context: &Context,
    mut prepared: PreparedList<'a>,
    (answered, has_back): (AnsweredDoubts, bool),
    mut again: impl FnMut(PreparedList<'a>, ParseSettings) -> Result<PreparedList<'a>, CliError>,
) -> Result<Settled<'a>, CliError> {
    let mut questions = DoubtQuestions { answered, asked: Vec::new(), has_back };
    loop {
        match questions.ask_next(context, &mut prepared.import, &prepared.recipe.reading)? {
            Asked::Read(reading) => prepared = again(prepared, reading)?,
            Asked::Back => return Ok(Settled::Back(prepared)),
            Asked::NothingLeft => break,
        }
    }
    context.tell_notes(&prepared.import.prescan_notes());
    Ok(Settled::Ready(prepared, questions.answered))
}

/// Outcome of one question, if there was one.
enum Asked {
    /// How cells are read now.
    Read(ParseSettings),
    /// Back to what was asked before all doubts.
    Back,
    NothingLeft,
}

/// The questions about doubts.
struct DoubtQuestions {
    answered: AnsweredDoubts,
    /// The settings before each answer of this run, which is one of the last that were answered.
    asked: Vec<ParseSettings>,
    /// There is a question before the first doubt.
    has_back: bool,
}

/// An answer.
struct Answer {
    text: String,
    /// The settings with the answer; `None` leads to the list of all countries.
    settings: Option<ParseSettings>,
}

impl Answer {
    fn new(text: impl Into<String>, settings: ParseSettings) -> Self {
        Self { text: text.into(), settings: Some(settings) }
    }
}

impl DoubtQuestions {
    /// Asks about the first doubt that was not asked about yet. Esc leads back to the doubt before.
    fn ask_next(
        &mut self,
        context: &Context,
        import: &mut Import<'_>,
        reading: &ParseSettings,
    ) -> Result<Asked, CliError> {
        let doubts = import.doubts()?;
        let Some(doubt) = doubts.iter().find(|doubt| !self.answered.contains(&key(doubt))) else {
            return Ok(Asked::NothingLeft);
        };
        let question = DoubtQuestion { context, import, doubt, reading };
        let escape = (self.has_back || !self.asked.is_empty()).then_some(BACK);
        if let Some(settings) = question.ask(escape)? {
            self.asked.push(reading.clone());
            self.answered.push(key(doubt));
            return Ok(Asked::Read(settings));
        }
        let Some(before) = self.asked.pop() else { return Ok(Asked::Back) };
        self.answered.pop();
        Ok(Asked::Read(before))
    }
}

fn key(doubt: &Doubt) -> String {
    let kind = match doubt.about {
        DoubtAbout::Countries(_) => "countries",
        DoubtAbout::DateFormat { .. } => "dates",
        DoubtAbout::DecimalMark { .. } => "numbers",
        DoubtAbout::Placeholders(_) => "placeholders",
        DoubtAbout::Options(_) => "options",
    };
    format!("{kind} {}", doubt.option_name)
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
            DoubtAbout::Options(fields) => self.options(fields),
        };
        let items: Vec<String> = answers.iter().map(|answer| answer.text.clone()).collect();
        let samples = Some(self.doubt.samples.join(" | ")).filter(|samples| !samples.is_empty());
        let about: Vec<String> =
            [String::new(), about].into_iter().chain(samples.map(|samples| format!("  {samples}"))).collect();
        loop {
            let choice = Choice { question: &question, about: &about, items: &items, default, escape };
            let Some(index) = self.context.terminal.ask_choice(&choice)? else { return Ok(None) };
            let Some(answer) = answers.get(index) else { return Ok(None) };
            if let Some(settings) = &answer.settings {
                return Ok(Some(settings.clone()));
            }
            if let Some(region) = self.ask_country()? {
                return Ok(Some(self.of_country(region)));
            }
        }
    }

    fn countries(&self, open: &OpenCountries) -> (String, String, Vec<Answer>, usize) {
        let (numbers, column) = (counted(open.numbers, "phone number"), &self.doubt.column);
        let about = format!("Without a country code: {numbers} of '{column}'");
        let mut answers: Vec<Answer> = Vec::new();
        let names = option_names(self.import.source().columns());
        if let Some(name) = open.codes.and_then(|codes| names.get(codes.column).cloned()) {
            let text = format!("of the country whose code is in '{name}'");
            answers.push(Answer::new(text, ParseSettings { region_from: Some(name), ..self.reading.clone() }));
        }
        for fit in open.regions.iter().take(MAX_COUNTRIES) {
            let text = format!("of {} ({}): {} of {} are valid", fit.region.name(), fit.region, fit.valid, fit.of);
            answers.push(Answer::new(text, self.of_country(fit.region)));
        }
        if open.may_be_international {
            let text = "international: they begin with a country code";
            answers.push(Answer::new(text, self.bare(BarePhones::International)));
        }
        answers.push(Answer { text: "of another country…".to_owned(), settings: None });
        answers.push(Answer::new(UNKNOWN, self.bare(BarePhones::Refuse)));
        let default = if shows_country(open) { 0 } else { answers.len() - 1 };
        (about, "They are".to_owned(), answers, default)
    }

    fn dates(&self, dates: u64, formats: &[DateFormat]) -> (String, String, Vec<Answer>, usize) {
        let about = format!(
            "{} of '{}' can be read in another way than YYYY-MM-DD:",
            counted(dates, "date"),
            self.doubt.column
        );
        let example = self.example(formats);
        let mut answers: Vec<Answer> = Vec::new();
        for format in formats {
            let option = format!("{}={format}", self.doubt.option_name);
            let text = match day(&example, *format) {
                Some(day) => format!("{day} ({format})"),
                None => format.to_string(),
            };
            answers.push(Answer::new(text, with_date_format(self.reading.clone(), &option)));
        }
        answers.push(self.unknown());
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

    fn numbers(&self, numbers: u64, likelier: Option<DecimalMark>) -> (String, String, Vec<Answer>, usize) {
        let about = format!("Without a sure decimal mark: {} of '{}'", counted(numbers, "number"), self.doubt.column);
        let with_mark = |mark| ParseSettings { decimal: Some(mark), ..self.reading.clone() };
        let answers = vec![
            Answer::new("a decimal point: 1,234.5", with_mark(DecimalMark::Point)),
            Answer::new("a decimal comma: 1.234,5", with_mark(DecimalMark::Comma)),
            self.unknown(),
        ];
        let default = match likelier {
            Some(DecimalMark::Point) => 0,
            Some(DecimalMark::Comma) => 1,
            None => 2,
        };
        (about, "They have".to_owned(), answers, default)
    }

    fn placeholders(&self, words: &[(String, u64)]) -> (String, String, Vec<Answer>, usize) {
        let shown: Vec<String> = words
            .iter()
            .take(MAX_WORDS)
            .map(|(word, count)| format!("{word} ({})", format_thousands(*count)))
            .collect();
        let about =
            format!("Cells of '{}' hold words that may stand for nothing: {}", self.doubt.column, shown.join(", "));
        let words: Vec<String> = words.iter().map(|(word, _)| word.clone()).collect();
        let blank = with_blank(self.reading.clone(), &words);
        let answers = vec![Answer::new("blank cells", blank), Answer::new("values", self.reading.clone())];
        (about, "They are".to_owned(), answers, 0)
    }

    fn options(&self, fields: &[LackingField]) -> (String, String, Vec<Answer>, usize) {
        let of_field = |field: &LackingField| format!("'{}': {}", field.column, listed(&field.options));
        let about =
            format!("Values that are no options yet: {}", fields.iter().map(of_field).collect::<Vec<_>>().join("; "));
        let add = ParseSettings { add_options: true, ..self.reading.clone() };
        let answers = vec![Answer::new("errors", self.reading.clone()), Answer::new("new options: add them", add)];
        // A mistyped value would become an option for good.
        (about, "They are".to_owned(), answers, 0)
    }

    /// Returns the answer that leaves the settings as they are.
    fn unknown(&self) -> Answer {
        Answer::new(UNKNOWN, self.reading.clone())
    }

    fn of_country(&self, region: Region) -> ParseSettings {
        ParseSettings { region: Some(region.to_string()), ..self.reading.clone() }
    }

    fn bare(&self, how: BarePhones) -> ParseSettings {
        ParseSettings { bare_phones: Some(how), ..self.reading.clone() }
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

/// Returns true if the list shows of which countries the numbers are: a column says so, or there are enough of them, or they
/// are clearly more like those of one country than of others. What it does not show is not the answer of Enter.
fn shows_country(open: &OpenCountries) -> bool {
    open.codes.is_some()
        || match open.regions.as_slice() {
            [] => open.may_be_international,
            [first, others @ ..] => first.of >= MIN_FITTING || others.iter().all(|other| first.is_likelier_than(other)),
        }
}

/// `Tin, Zinc and 3 more`.
fn listed(names: &[Text]) -> String {
    let shown = names.iter().take(MAX_WORDS).map(Text::as_str).collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(MAX_WORDS) {
        0 => shown,
        more => format!("{shown} and {} more", format_thousands(more as u64)),
    }
}

fn with_date_format(before: ParseSettings, option: &str) -> ParseSettings {
    ParseSettings { date_format: vec![option.to_owned()], ..ParseSettings::default() }.or(before)
}

fn with_blank(before: ParseSettings, words: &[String]) -> ParseSettings {
    ParseSettings { blank: words.to_vec(), ..ParseSettings::default() }.or(before)
}

/// Returns the day that a text is in a format, as YYYY-MM-DD.
fn day(text: &str, format: DateFormat) -> Option<String> {
    let rules = ParseOptions { date_format: Some(format), ..ParseOptions::default() };
    read(&FieldKind::Date, text, &rules).ok().map(|value| value.text.to_string())
}
