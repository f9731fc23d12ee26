//! A selection of contacts as SQL: compiled once, names and values bound as parameters.

use rusqlite::types::Value as SqlValue;

use crate::model::{
    Condition, FieldId, Key, Relation, Selection, Since, SortKey, SourceSelection, TagInterner, Target, Test,
    ValueOrder, folded,
};
use crate::workspace::fields::STANDARD_COLUMNS;

/// A condition of SQL on a row of `contacts`, and the values bound to its placeholders.
#[derive(Debug, Default)]
pub(in crate::workspace) struct SqlCondition {
    pub(super) sql: String,
    pub(in crate::workspace) values: Vec<SqlValue>,
}

/// A word occurs in one of the values of a contact.
// The inner query does not depend on the contact, so SQLite runs it once per search, not once per contact. The same
// goes for the constants below.
const HAS_WORD: &str = "(occurs(?, first_name, last_name, phone, email, country, language)
    OR id IN (SELECT contact_id FROM contact_values WHERE occurs(?, value)))";

/// A number begins with another one, or a custom field holds that.
// A range instead of LIKE, so that the index is used: a colon follows 9 in ASCII.
const HAS_NUMBER: &str = "((phone >= ? AND phone < ? || ':')
    OR id IN (SELECT contact_id FROM contact_values WHERE occurs(?, value)))";

/// An entry added the contact, or changed a field or a tag of it.
const TOUCHED_BY_ENTRY: &str = "(created_by = ? OR id IN (
    SELECT contact_id FROM journal WHERE history_id = ?
    UNION ALL SELECT contact_id FROM journal_tags WHERE history_id = ?))";

/// The same of the entries behind another one.
const TOUCHED_BEHIND_ENTRY: &str = "(created_by > ? OR id IN (
    SELECT contact_id FROM journal WHERE history_id > ?
    UNION ALL SELECT contact_id FROM journal_tags WHERE history_id > ?
    UNION ALL SELECT contact_id FROM journal_contacts WHERE history_id > ?))";

/// The same of the entries that ended at a moment or later. Not all entries behind the first of them: a clock may have
/// been set back.
const TOUCHED_SINCE: &str = "(created_by IN (SELECT id FROM history WHERE finished_at >= ?) OR id IN (
    SELECT contact_id FROM history CROSS JOIN journal ON history_id = history.id WHERE finished_at >= ?
    UNION ALL
    SELECT contact_id FROM history CROSS JOIN journal_tags ON history_id = history.id WHERE finished_at >= ?
    UNION ALL
    SELECT contact_id FROM history CROSS JOIN journal_contacts ON history_id = history.id WHERE finished_at >= ?))";

/// A source holds the contact, or held it before and holds it no more.
const HAS_SOURCE: &str = "id IN (SELECT contact_id FROM source_contacts WHERE source_id = ? AND (state >= 0) = ?)";

impl SqlCondition {
    /// Compiles a selection.
    pub(in crate::workspace) fn of(selection: &Selection) -> Self {
        let mut parts: Vec<String> = Vec::new();
        let mut values: Vec<SqlValue> = Vec::new();
        // What an index finds comes first, then what costs least.
        parts.extend(selection.exact.as_ref().map(|key| exact_test(key, &mut values).to_owned()));
        parts.extend(selection.number.as_ref().map(|number| repeated(HAS_NUMBER, number.to_string(), &mut values)));
        parts.extend(selection.import.map(|entry| repeated(TOUCHED_BY_ENTRY, entry, &mut values)));
        parts.extend(selection.changed_since.map(|since| touched_since(since, &mut values)));
        if let Some(SourceSelection { source, is_missing }) = selection.source {
            parts.push(HAS_SOURCE.to_owned());
            values.extend([source.into(), is_missing.into()]);
        }
        parts.extend(
            selection.unchanged_since.map(|moment| repeated("updated_at < ?", moment.timestamp(), &mut values)),
        );
        parts.extend(selection.conditions.iter().map(|condition| condition_sql(condition, &mut values)));
        parts.extend(selection.tags.iter().map(|tag| format!("id IN ({})", tagged(tag, &mut values))));
        parts.extend(selection.without_tags.iter().map(|tag| format!("id NOT IN ({})", tagged(tag, &mut values))));
        parts.extend(selection.words.iter().map(|word| repeated(HAS_WORD, folded(word).into_owned(), &mut values)));
        Self { sql: all_of(&parts), values }
    }

    /// Returns `WHERE …`, or an empty string if all contacts are meant.
    pub(in crate::workspace) fn clause(&self) -> String {
        if self.sql.is_empty() { String::new() } else { format!("WHERE {}", self.sql) }
    }
}

/// Returns `ORDER BY …`: by the keys, at last by ID.
pub(super) fn order_clause(sort: &[SortKey]) -> String {
    let keys = sort.iter().map(|key| {
        let way = if key.is_descending { "DESC" } else { "ASC" };
        format!("{} {way} NULLS LAST, ", sort_expression(key))
    });
    format!("ORDER BY {}id", keys.collect::<String>())
}

fn sort_expression(key: &SortKey) -> String {
    match key.target {
        Target::ContactId => "id".to_owned(),
        Target::Field(field) => match standard_column(field) {
            Some(column) => key_expression(key.order, column),
            // The number of the field is no name that a user gave, so it may be part of the text.
            None => format!(
                "(SELECT {} FROM contact_values WHERE contact_id = contacts.id AND field_id = {})",
                key_expression(key.order, "value"),
                field.0
            ),
        },
    }
}

/// Joins conditions with `AND`, as a balanced tree.
fn all_of(parts: &[String]) -> String {
    // SQLite rejects expressions more than 1,000 levels deep, which a plain chain of a thousand words would be. A
    // balanced tree of n conditions is only log2(n) deep.
    match parts {
        [] => String::new(),
        [part] => part.clone(),
        _ => {
            let (some, others) = parts.split_at(parts.len() / 2);
            format!("({} AND {})", all_of(some), all_of(others))
        }
    }
}

/// Joins conditions as [`all_of`]; none hold of every contact.
fn all_or_true(parts: &[String]) -> String {
    if parts.is_empty() { "TRUE".to_owned() } else { all_of(parts) }
}

/// Binds one value to all placeholders of a condition.
fn repeated(sql: &str, value: impl Into<SqlValue>, values: &mut Vec<SqlValue>) -> String {
    let count = sql.matches('?').count();
    values.extend(std::iter::repeat_n(value.into(), count));
    sql.to_owned()
}

fn exact_test(key: &Key, values: &mut Vec<SqlValue>) -> &'static str {
    match key {
        Key::Phone(number) => {
            values.push(number.to_string().into());
            "phone = ?"
        }
        Key::Email(address) => {
            values.push(address.to_string().into());
            "email_key = ?"
        }
        Key::ContactId(id) => {
            values.push((*id).into());
            "id = ?"
        }
        Key::Custom(field, key) => {
            values.extend([field.0.into(), key.to_string().into()]);
            "id IN (SELECT contact_id FROM contact_values WHERE field_id = ? AND value_key = ?)"
        }
    }
}

fn touched_since(since: Since, values: &mut Vec<SqlValue>) -> String {
    match since {
        Since::Entry(entry) => repeated(TOUCHED_BEHIND_ENTRY, entry, values),
        Since::Moment(moment) => repeated(TOUCHED_SINCE, moment.timestamp_millis(), values),
    }
}

/// Returns the query for the contacts that have a tag.
fn tagged(tag: &str, values: &mut Vec<SqlValue>) -> String {
    tagged_where("key_of_name(name) = ?", TagInterner::key(tag), values)
}

fn tagged_where(test: &str, value: String, values: &mut Vec<SqlValue>) -> String {
    values.push(value.into());
    format!("SELECT contact_id FROM contact_tags WHERE tag_id IN (SELECT id FROM tags WHERE {test})")
}

fn condition_sql(condition: &Condition, values: &mut Vec<SqlValue>) -> String {
    let Condition { target, test, is_negated } = condition;
    match target {
        Target::ContactId => negated(&value_test(test, "id", values), *is_negated),
        Target::Field(FieldId::TAGS) => tags_test(test, *is_negated, values),
        Target::Field(field) => field_test(*field, test, *is_negated, values),
    }
}

fn field_test(field: FieldId, test: &Test, is_negated: bool, values: &mut Vec<SqlValue>) -> String {
    if let Some(column) = standard_column(field) {
        let test = format!("{column} IS NOT NULL AND {}", value_test(test, column, values));
        return negated(&test, is_negated);
    }
    values.push(field.0.into());
    let test = value_test(test, "value", values);
    // Contact by contact, so that a list ends with its last row: of 1,000,000 contacts the first of 989,915 came after 1.2 s
    // where the inner query ran ahead for all, and its count took as long as this one.
    let found =
        format!("EXISTS (SELECT 1 FROM contact_values WHERE contact_id = contacts.id AND field_id = ? AND {test})");
    negated(&found, is_negated)
}

fn negated(test: &str, is_negated: bool) -> String {
    format!("{}({test})", if is_negated { "NOT " } else { "" })
}

/// Returns the column of a standard field; `None` for others.
fn standard_column(field: FieldId) -> Option<&'static str> {
    let index = field.standard_index()?;
    STANDARD_COLUMNS.get(index).copied()
}

/// Returns the test of a value that is there.
fn value_test(test: &Test, column: &str, values: &mut Vec<SqlValue>) -> String {
    match test {
        Test::IsSet => "TRUE".to_owned(),
        Test::Compares(relation, order, key) => {
            values.push(key.to_string().into());
            // A Contact ID is an integer, and no text equals one.
            let bound = if column == "id" { "CAST(? AS INTEGER)" } else { "?" };
            format!("{} {} {bound}", key_expression(*order, column), sign(*relation))
        }
        Test::HasAll(options) => {
            let tests = options.iter().map(|option| {
                values.push(option.to_string().into());
                format!("has_choice({column}, ?)")
            });
            all_or_true(&tests.collect::<Vec<_>>())
        }
        Test::IsOneOf(codes) => {
            values.extend(codes.iter().map(|code| SqlValue::from(code.to_string())));
            format!("{column} IN ({})", vec!["?"; codes.len()].join(", "))
        }
        Test::Contains(word) => {
            values.push(word.to_string().into());
            format!("occurs(?, {column})")
        }
    }
}

/// Returns the test of the tags of a contact. They have no order, and no value but their names.
fn tags_test(test: &Test, is_negated: bool, values: &mut Vec<SqlValue>) -> String {
    let tests: Vec<String> = match test {
        Test::IsSet => vec!["id IN (SELECT contact_id FROM contact_tags)".to_owned()],
        Test::HasAll(tags) => tags.iter().map(|tag| format!("id IN ({})", tagged(tag, values))).collect(),
        Test::Contains(word) => {
            vec![format!("id IN ({})", tagged_where("occurs(?, name)", word.to_string(), values))]
        }
        Test::Compares(..) | Test::IsOneOf(_) => vec!["FALSE".to_owned()],
    };
    negated(&all_or_true(&tests), is_negated)
}

/// Returns the key of a column's value, by which it is compared and sorted.
fn key_expression(order: ValueOrder, column: &str) -> String {
    match (order, column) {
        (ValueOrder::Stored, _) => column.to_owned(),
        // Kept as a column, with an index.
        (ValueOrder::Email, "email") => "email_key".to_owned(),
        (ValueOrder::Folded, _) => format!("folded({column})"),
        (ValueOrder::Number, _) => format!("key_of_number({column})"),
        (ValueOrder::Email, _) => format!("key_of_address({column})"),
        (ValueOrder::Time, _) => format!("key_of_time({column})"),
    }
}

fn sign(relation: Relation) -> &'static str {
    match relation {
        Relation::Equal => "=",
        Relation::Less => "<",
        Relation::AtMost => "<=",
        Relation::More => ">",
        Relation::AtLeast => ">=",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Text;

    #[test]
    fn no_text_of_a_user_is_part_of_the_sql() {
        let name = "x'); DROP TABLE contacts; --";
        let compares = Test::Compares(Relation::Equal, ValueOrder::Folded, Text::from(name));
        let condition = |target, test| Condition { target, test, is_negated: true };
        let selection = Selection {
            words: vec![name.into()],
            exact: Some(Key::Email(name.into())),
            tags: vec![name.into()],
            without_tags: vec![name.into()],
            conditions: vec![
                condition(Target::Field(FieldId::FIRST_NAME), compares.clone()),
                condition(Target::Field(FieldId(101)), compares),
                condition(Target::Field(FieldId(101)), Test::HasAll(vec![name.into()])),
                condition(Target::Field(FieldId::COUNTRY), Test::IsOneOf(vec![name.into()])),
                condition(Target::Field(FieldId::TAGS), Test::Contains(name.into())),
            ],
            ..Selection::default()
        };
        let condition = SqlCondition::of(&selection);
        assert!(!condition.sql.contains("DROP"), "{}", condition.sql);
        assert_eq!(condition.sql.matches('?').count(), condition.values.len());
    }
}
