//! A condition as it is typed: `FIELD OP VALUE`, `FIELD is empty`, `FIELD is set`.
//!
//! A field's name may hold blanks and operators; where that leaves a doubt, double quotes around the name end it. A value
//! is read as a cell of its field is, so that `Country = Malaysia` and `Country = MY` are one condition.

use super::{SelectionError, named_target, target};
use crate::model::{
    Condition, FieldKind, Fields, Relation, Target, Test, Text, Timestamp, ValueOrder, folded, local_day,
    split_choices, split_tags,
};
use crate::values::{self, ParseOptions};

/// An operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Relation(Relation),
    NotEqual,
    Contains,
    ContainsNot,
    IsEmpty,
    IsSet,
}

/// Operators with a value behind them; of two that begin alike the longer one first.
const OPERATORS: [(&str, Operator); 8] = [
    ("!=", Operator::NotEqual),
    ("!~", Operator::ContainsNot),
    ("<=", Operator::Relation(Relation::AtMost)),
    (">=", Operator::Relation(Relation::AtLeast)),
    ("=", Operator::Relation(Relation::Equal)),
    ("<", Operator::Relation(Relation::Less)),
    (">", Operator::Relation(Relation::More)),
    ("~", Operator::Contains),
];

/// A condition split into its parts.
struct Parts<'t> {
    field: String,
    operator: Operator,
    value: &'t str,
}

/// Reads a condition on a field of these.
///
/// # Errors
/// What is wrong with it.
pub(super) fn read(
    text: &str,
    fields: &Fields,
    rules: &ParseOptions,
    now: Timestamp,
) -> Result<Condition, SelectionError> {
    let Parts { field, operator, value } = split(text, fields)?;
    let target = target(&field, fields)?;
    let condition = |test, is_negated| Ok(Condition { target, test, is_negated });
    let typed = || {
        let (typed, value) = (value.trim(), unquoted(text, value)?);
        Ok(TypedValue { text, target, fields, typed, value, rules, now })
    };
    match operator {
        Operator::IsSet => condition(Test::IsSet, false),
        Operator::IsEmpty => condition(Test::IsSet, true),
        Operator::Contains => condition(typed()?.containment()?, false),
        Operator::ContainsNot => condition(typed()?.containment()?, true),
        Operator::Relation(relation) => condition(typed()?.comparison(relation)?, false),
        Operator::NotEqual => condition(typed()?.comparison(Relation::Equal)?, true),
    }
}

/// Splits a condition behind the name of a field.
fn split<'t>(text: &'t str, fields: &Fields) -> Result<Parts<'t>, SelectionError> {
    let mut all: Vec<Parts<'t>> =
        quoted_field(text).into_iter().chain(word_operator(text)).chain(signs(text)).collect();
    let is_known = |parts: &Parts<'_>| named_target(&parts.field, fields).is_some();
    let mut known: Vec<usize> = (0..all.len()).filter(|at| is_known(&all[*at])).collect();
    // Quotes leave no doubt.
    if text.trim_start().starts_with('"') {
        known.truncate(1);
    }
    match known.as_slice() {
        [] if all.first().is_none_or(|parts| parts.field.is_empty()) => {
            Err(SelectionError::NotACondition { text: text.trim().to_owned() })
        }
        // An error names the field that is meant: what stands before the first operator.
        [] => Ok(all.swap_remove(0)),
        [at] => Ok(all.swap_remove(*at)),
        several => Err(SelectionError::SeveralFields {
            text: text.trim().to_owned(),
            names: several.iter().map(|at| all[*at].field.clone()).collect(),
        }),
    }
}

/// Splits at each operator that is a sign.
fn signs(text: &str) -> impl Iterator<Item = Parts<'_>> {
    text.char_indices().filter_map(|(at, _)| {
        let (operator, value) = operator_at(&text[at..])?;
        Some(Parts { field: text[..at].trim().to_owned(), operator, value })
    })
}

/// Returns the operator with which a text begins, and what follows it.
fn operator_at(text: &str) -> Option<(Operator, &str)> {
    OPERATORS.iter().find_map(|(sign, operator)| Some((*operator, text.strip_prefix(sign)?)))
}

/// Splits before `is empty` or `is set` at the end.
fn word_operator(text: &str) -> Option<Parts<'_>> {
    let (rest, last) = text.trim_end().rsplit_once(char::is_whitespace)?;
    let (field, is) = rest.trim_end().rsplit_once(char::is_whitespace)?;
    let operator = match last.to_ascii_lowercase().as_str() {
        "empty" => Operator::IsEmpty,
        "set" => Operator::IsSet,
        _ => return None,
    };
    let (field, _) =
        unquoted_name(field.trim()).filter(|(_, rest)| rest.is_empty()).unwrap_or((field.trim().into(), ""));
    is.eq_ignore_ascii_case("is").then_some(Parts { field, operator, value: "" })
}

/// Splits behind a name in double quotes.
fn quoted_field(text: &str) -> Option<Parts<'_>> {
    let (field, rest) = unquoted_name(text.trim_start())?;
    let (operator, value) = operator_at(rest.trim_start())?;
    Some(Parts { field, operator, value })
}

/// Returns a name in double quotes, in which doubled ones stand for one, and what follows it.
fn unquoted_name(text: &str) -> Option<(String, &str)> {
    let mut rest = text.strip_prefix('"')?;
    let mut name = String::new();
    loop {
        let (part, after) = rest.split_once('"')?;
        name.push_str(part);
        match after.strip_prefix('"') {
            Some(after) => {
                name.push('"');
                rest = after;
            }
            None => return Some((name, after)),
        }
    }
}

/// Returns the value of a condition without the quotes around it.
fn unquoted<'v>(text: &str, value: &'v str) -> Result<&'v str, SelectionError> {
    let value = value.trim();
    let within = |quote: char| value.strip_prefix(quote)?.strip_suffix(quote);
    if let Some(inner) = within('"').or_else(|| within('\'')) {
        return Ok(inner);
    }
    // `==` and `<>` are habits from elsewhere: `Level == Gold` would look for the value `= Gold` and find nobody.
    if operator_at(value).is_some() {
        return Err(SelectionError::OperatorTwice { text: text.trim().to_owned() });
    }
    Ok(value)
}

/// A value, and the field with which it is compared.
struct TypedValue<'a> {
    /// The whole condition.
    text: &'a str,
    target: Target,
    fields: &'a Fields,
    /// The value as it was typed, with quotes around it.
    typed: &'a str,
    value: &'a str,
    rules: &'a ParseOptions,
    now: Timestamp,
}

impl TypedValue<'_> {
    /// Returns the kind of the field; `None` for the Contact ID.
    fn kind(&self) -> Option<&FieldKind> {
        match self.target {
            Target::ContactId => None,
            Target::Field(id) => self.fields.get(id).map(|field| &field.kind),
        }
    }

    /// Returns the test that compares a contact's value with this one.
    fn comparison(&self, relation: Relation) -> Result<Test, SelectionError> {
        // Before it is read: no type takes a blank value, and each would say so in words of its own.
        if values::is_blank(self.value) { Err(self.no_value()) } else { self.with_value(self.compares(relation)?) }
    }

    /// Returns the test that looks for this value in a contact's.
    fn containment(&self) -> Result<Test, SelectionError> {
        self.with_value(self.contains()?)
    }

    /// Returns the test if it is one of a value. Of signs that only separate, such as `,` between tags, reading leaves
    /// nothing, which all values contain.
    fn with_value(&self, test: Test) -> Result<Test, SelectionError> {
        let is_void = match &test {
            Test::IsSet => false,
            Test::IsOneOf(_) => values::is_blank(self.value),
            Test::Compares(_, _, key) | Test::Contains(key) => key.is_empty(),
            Test::HasAll(names) => names.iter().all(Text::is_empty),
        };
        if is_void { Err(self.no_value()) } else { Ok(test) }
    }

    fn compares(&self, relation: Relation) -> Result<Test, SelectionError> {
        let Some(kind) = self.kind() else { return self.compares_id(relation) };
        if relation != Relation::Equal && !kind.is_ordered() {
            return Err(self.not_compared(kind.name(), sign(relation), "=, !=, ~, !~, is empty and is set"));
        }
        match kind {
            FieldKind::Tags => Ok(Test::HasAll(self.tags())),
            FieldKind::Choices(_) => Ok(Test::HasAll(split_choices(&self.read(kind)?).map(Text::from).collect())),
            _ => {
                let order = kind.order();
                let read = self.read(kind)?;
                Ok(Test::Compares(relation, order, order.key(&read).into()))
            }
        }
    }

    /// Splits the value at the separators of tags. Double quotes are those of a name that holds one, as in a cell.
    fn tags(&self) -> Vec<Text> {
        let text = if self.typed.starts_with('"') { self.typed } else { self.value };
        split_tags(text, None).into_iter().map(Text::from).collect()
    }

    fn compares_id(&self, relation: Relation) -> Result<Test, SelectionError> {
        match self.value.parse::<i64>() {
            Ok(id) => Ok(Test::Compares(relation, ValueOrder::Stored, id.to_string().into())),
            Err(_) => Err(self.invalid("a Contact ID is a whole number")),
        }
    }

    /// Reads the value as a cell of its field is read; `today` is a day.
    fn read(&self, kind: &FieldKind) -> Result<Text, SelectionError> {
        if *kind == FieldKind::Date && self.value.eq_ignore_ascii_case("today") {
            return Ok(local_day(self.now).into());
        }
        let read = values::read(kind, self.value, self.rules);
        read.map(|value| value.text).map_err(|findings| {
            // The finding of a cell names options of an import.
            if *kind == FieldKind::Date {
                return self.invalid("write the day as YYYY-MM-DD, or as today");
            }
            let reasons: Vec<&str> = findings.iter().map(|finding| finding.message.as_ref()).collect();
            self.invalid(&reasons.join("; "))
        })
    }

    fn contains(&self) -> Result<Test, SelectionError> {
        let Some(kind) = self.kind() else {
            return Err(self.not_compared("number", "~", "=, !=, <, <=, > and >="));
        };
        match kind {
            FieldKind::Country | FieldKind::Language => {
                Ok(Test::IsOneOf(values::codes_named(kind, self.value).into_iter().map(Text::from).collect()))
            }
            // Stored as E.164, without what people write between digits.
            FieldKind::Phone => Ok(Test::Contains(phone_part(self.value))),
            _ => Ok(Test::Contains(folded(self.value).into())),
        }
    }

    fn field_name(&self) -> String {
        self.fields.target_name(self.target).to_owned()
    }

    fn no_value(&self) -> SelectionError {
        SelectionError::NoValue { text: self.text.trim().to_owned(), field: self.field_name() }
    }

    fn invalid(&self, reason: &str) -> SelectionError {
        SelectionError::InvalidValue {
            field: self.field_name(),
            kind: self.kind().map_or("number", FieldKind::name),
            value: self.value.to_owned(),
            reason: reason.to_owned(),
            may_be_part: self.may_be_part(),
        }
    }

    /// Returns true if values of the field may contain the text, as stored.
    fn may_be_part(&self) -> bool {
        let is_one_word = !self.value.contains(char::is_whitespace);
        match self.kind() {
            Some(FieldKind::Email | FieldKind::Url) => is_one_word,
            Some(FieldKind::Phone) => phone_part(self.value).bytes().all(|byte| byte == b'+' || byte.is_ascii_digit()),
            // A day is stored as YYYY-MM-DD.
            Some(FieldKind::Date) => self.value.bytes().all(|byte| byte == b'-' || byte.is_ascii_digit()),
            Some(kind @ (FieldKind::Country | FieldKind::Language)) => {
                !values::codes_named(kind, self.value).is_empty()
            }
            _ => false,
        }
    }

    fn not_compared(&self, kind: &'static str, operator: &'static str, takes: &'static str) -> SelectionError {
        SelectionError::NotCompared { field: self.field_name(), kind, operator, takes }
    }
}

/// Returns a part of a phone number without what people write between digits.
fn phone_part(text: &str) -> Text {
    text.chars().filter(|c| !" -.()/\u{A0}".contains(*c)).collect()
}

fn sign(relation: Relation) -> &'static str {
    OPERATORS.iter().find(|(_, operator)| *operator == Operator::Relation(relation)).map_or("", |(sign, _)| sign)
}
