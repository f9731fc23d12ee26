//! Candidates: pairs of a column and a field, ranked by what suggests them.

use super::SuggestContext;
use super::evidence::{Weight, is_mostly, verdict, weight};
use super::header_parser::{HeaderMeaning, parse_header, words};
use super::names::given_or_family;
use super::near::typo_distance;
use super::neighbours::is_day;
use super::qualifiers::{is_about_something_else, is_qualifier};
use super::semantic::{FieldMeaning, HeaderOrder};
use crate::mapping::Preset;
use crate::mapping::header::{Header, is_number, key};
use crate::model::{Column, FieldId, Identifier, Target, ValueClass};

/// Column and field that may belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) column: usize,
    pub(super) target: Target,
    pub(super) rank: Rank,
    pub(super) reason: String,
    /// What its header says of the order of the names, if it is a word for a full name and no other column has a part of
    /// it.
    pub(super) full_name: Option<HeaderOrder>,
}

impl Candidate {
    /// Returns true if only values suggest it.
    pub(super) fn is_by_values(&self) -> bool {
        self.rank.source == EvidenceKind::Values
    }
}

/// Penalty of other words for a field, compared with its own name in any spelling: `first_name` before `Given Name`.
const AFTER_THE_NAME: u32 = 1;

/// Penalty of a code, compared with a column of the names.
const PENALTY_CODE: u32 = 3;

/// Rank of a candidate: the lowest is the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
// The derived order compares the fields from the top, so their order is the order of importance.
pub(super) struct Rank {
    /// True if no examined row has a value.
    is_empty: bool,
    source: EvidenceKind,
    /// True if no value is of the field's kind.
    is_unlike: bool,
    /// Penalty among candidates of the same source.
    reserve: u32,
}

/// Kind of evidence for a candidate, the strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum EvidenceKind {
    Preset,
    Words,
    Spelling,
    Values,
}

/// Evidence of one source for a column.
struct Evidence {
    target: Target,
    source: EvidenceKind,
    reserve: u32,
    reason: String,
    full_name: Option<HeaderOrder>,
}

/// Name of a field after which a column may be named.
struct KnownNames<'a> {
    target: Target,
    name: &'a str,
    /// Comparison key of the name.
    key: String,
}

impl SuggestContext<'_> {
    /// Returns all candidates.
    pub(super) fn candidates(&self) -> Vec<Candidate> {
        let reading = |(header, column): (&Header, &Column)| {
            parse_header(&column.name).filter(|_| !is_day(header, &self.headers))
        };
        let readings: Vec<_> = self.headers.iter().zip(self.columns).map(reading).collect();
        let known = self.known();
        let of_column = |column: &usize| {
            let (column, header) = (*column, &self.headers[*column]);
            let hints = [
                self.by_preset(column, header),
                // All sources are asked, because the best of them may turn out to be taken.
                by_name(header, &known),
                self.by_words(column, &readings).or_else(|| self.by_code(column, header)),
                by_typo(header, readings[column].as_ref(), &known),
                self.by_values(column, header),
            ];
            hints.into_iter().flatten().filter_map(move |hint| self.candidate(column, hint))
        };
        self.compiled.free.iter().filter(|column| **column < self.columns.len()).flat_map(of_column).collect()
    }

    /// Turns evidence into a candidate unless the values contradict it. A header that is a word for the field stands
    /// even where no value is of its kind; one that is only spelled like such a word does not.
    fn candidate(&self, column: usize, hint: Evidence) -> Option<Candidate> {
        let Evidence { target, source, reserve, reason, full_name } = hint;
        let evidence = self.evidence.get(column);
        let weight = match (target, evidence) {
            (Target::Field(id), Some(evidence)) => weight(evidence, id, &self.fields.get(id)?.kind),
            _ => Weight::Fits,
        };
        if weight == Weight::Contradicts || (weight == Weight::Unlike && source == EvidenceKind::Spelling) {
            return None;
        }
        let is_empty = evidence.is_some_and(|evidence| evidence.rows > 0 && evidence.filled == 0);
        let rank = Rank { is_empty, source, is_unlike: weight == Weight::Unlike, reserve };
        Some(Candidate { column, target, rank, reason, full_name })
    }

    fn by_preset(&self, column: usize, header: &Header) -> Option<Evidence> {
        let preset = self.compiled.preset?;
        let (field, place, what) = match preset.field_of(header) {
            Some((field, place)) => (field, place, format!("its {}", noun(field))),
            None => self.by_meaning(preset, header).or_else(|| self.by_label(column))?,
        };
        let reserve = u32::try_from(place).unwrap_or(u32::MAX);
        let reason = format!("{}: {what}", preset.title);
        Some(Evidence { target: Target::Field(field), source: EvidenceKind::Preset, reserve, reason, full_name: None })
    }

    /// Finds the custom field that means what the export has in this column.
    fn by_meaning(&self, preset: &Preset, header: &Header) -> Option<(FieldId, usize, String)> {
        let (meaning, place) = preset.meaning_of(header)?;
        let field = self.meanings.field(meaning)?;
        Some((field, place, format!("its {}", meaning.noun())))
    }

    /// Finds the custom field that all labels of the column name.
    fn by_label(&self, column: usize) -> Option<(FieldId, usize, String)> {
        let field = self.fields.by_name(self.evidence.get(column)?.labels.only()?)?;
        field.id.is_custom().then(|| (field.id, 0, "the label of its values".to_owned()))
    }

    fn by_words(&self, column: usize, readings: &[Option<HeaderMeaning>]) -> Option<Evidence> {
        let reading = readings[column].as_ref()?;
        if let Some((field, reserve, reason)) = given_or_family(reading, readings, self.columns) {
            return Some(Evidence {
                target: Target::Field(field),
                source: EvidenceKind::Words,
                reserve,
                reason,
                full_name: None,
            });
        }
        let target = Target::Field(reading.meaning.field());
        let reserve = AFTER_THE_NAME + reading.reserve;
        Some(Evidence {
            target,
            source: EvidenceKind::Words,
            reserve,
            reason: reading.reason(),
            full_name: reading.order,
        })
    }

    /// Reads a `Country Code` whose values are countries: it is a calling code otherwise.
    fn by_code(&self, column: usize, header: &Header) -> Option<Evidence> {
        let others: Vec<&str> = header.words.iter().map(String::as_str).filter(|word| *word != "code").collect();
        let evidence = self.evidence.get(column).filter(|_| others.len() < header.words.len())?;
        let reading = parse_header(&others.join(" ")).filter(|reading| reading.meaning == FieldMeaning::Country)?;
        is_mostly(evidence, ValueClass::Country).then(|| Evidence {
            target: Target::Field(FieldId::COUNTRY),
            source: EvidenceKind::Words,
            reserve: AFTER_THE_NAME + PENALTY_CODE + reading.reserve,
            reason: "a country: so its values say".to_owned(),
            full_name: None,
        })
    }

    fn by_values(&self, column: usize, header: &Header) -> Option<Evidence> {
        let evidence = self.evidence.get(column)?;
        let likeness = verdict(evidence)?;
        if header.words.iter().any(|word| is_about_something_else(word) && !may_be_code_of(word, likeness)) {
            return None;
        }
        let is_its =
            |id: &FieldId| self.fields.get(*id).and_then(|field| ValueClass::of(&field.kind)) == Some(likeness);
        let field = STANDARD.into_iter().find(is_its)?;
        let percent = evidence.percent(likeness);
        let reserve = u32::try_from(100 - percent.min(100)).unwrap_or_default();
        let reason = format!("{percent} % of the values are {}", likeness.plural());
        Some(Evidence { target: Target::Field(field), source: EvidenceKind::Values, reserve, reason, full_name: None })
    }

    fn known(&self) -> Vec<KnownNames<'_>> {
        let by_id = self.identifiers.contains(&Target::ContactId);
        let id = by_id.then_some((Target::ContactId, Identifier::CONTACT_ID));
        let fields = self.fields.iter().map(|field| (Target::Field(field.id), field.name.as_str()));
        fields.chain(id).map(|(target, name)| KnownNames { target, name, key: key(name) }).collect()
    }
}

/// Matches a field's name, ignoring case, blanks and punctuation: `first_name`.
fn by_name(header: &Header, known: &[KnownNames<'_>]) -> Option<Evidence> {
    let KnownNames { target, .. } = known.iter().find(|known| known.key == header.key && !header.key.is_empty())?;
    let reason = "the field's name, written otherwise".to_owned();
    Some(Evidence { target: *target, source: EvidenceKind::Words, reserve: 0, reason, full_name: None })
}

/// Matches a typo of a known name, in a header that means nothing as it is.
fn by_typo(header: &Header, reading: Option<&HeaderMeaning>, known: &[KnownNames<'_>]) -> Option<Evidence> {
    let is_understood = reading.is_some() || header.words.iter().all(|word| is_qualifier(word));
    if is_understood || header.words.iter().any(|word| is_about_something_else(word)) {
        return None;
    }
    // Numbers are dropped: in `Emial 2` they would use up the allowed slips.
    let written: String = header.words.iter().filter(|word| !is_number(word)).map(String::as_str).collect();
    let names = known.iter().map(|known| (known.name, known.key.as_str(), known.target, 0));
    let words = words()
        .iter()
        .map(|(key, word)| (word.text, key.as_str(), Target::Field(word.meaning.field()), word.meaning.penalty()));
    let near = names
        .chain(words)
        .filter_map(|(text, key, target, reserve)| Some((typo_distance(&written, key)?, reserve, text, target)));
    let (_, reserve, text, target) = near.min_by_key(|(slips, reserve, text, _)| (*slips, *reserve, *text))?;
    let reason = format!("spelled nearly like '{text}'");
    Some(Evidence { target, source: EvidenceKind::Spelling, reserve, reason, full_name: None })
}

/// Returns true if the word says little and the values decide: a `Country Code` is a dialling code or a country.
fn may_be_code_of(word: &str, likeness: ValueClass) -> bool {
    word == "code" && matches!(likeness, ValueClass::Country | ValueClass::Language)
}

/// Fields whose values have a typical look.
const STANDARD: [FieldId; 4] = [FieldId::EMAIL, FieldId::PHONE, FieldId::COUNTRY, FieldId::LANGUAGE];

fn noun(field: FieldId) -> &'static str {
    match field {
        FieldId::FIRST_NAME => "given name",
        FieldId::LAST_NAME => "family name",
        FieldId::PHONE => "phone number",
        FieldId::EMAIL => "e-mail address",
        FieldId::COUNTRY => "country",
        FieldId::LANGUAGE => "language",
        _ => "labels and groups",
    }
}
