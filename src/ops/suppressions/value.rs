//! A typed value that people are left alone by: an e-mail address, a phone number, `@domain` or `FIELD=VALUE`.

use crate::model::{
    Field, FieldKind, Fields, SuppressedValue, SuppressibleField, SuppressionKind, ascii_domain, email_key, is_blank,
};
use crate::ops::contacts::field_and_value;
use crate::ops::suppressions::SuppressionError;
use crate::values::{self, ParseOptions};

/// A typed value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedValue {
    /// The value by which people are left alone.
    pub value: SuppressedValue,
    /// The same value of a custom field of numbers or addresses, as earlier versions suppressed it.
    pub of_field: Option<SuppressedValue>,
}

impl TypedValue {
    /// Returns the value in all its forms.
    pub fn forms(&self) -> impl Iterator<Item = &SuppressedValue> {
        std::iter::once(&self.value).chain(&self.of_field)
    }
}

impl From<SuppressedValue> for TypedValue {
    fn from(value: SuppressedValue) -> Self {
        Self { value, of_field: None }
    }
}

/// Reads typed values, each once. The faults of all of them are told at once.
///
/// # Errors
/// [`SuppressionError::InvalidValues`].
pub fn read_values(
    texts: &[String],
    fields: &Fields,
    rules: &ParseOptions,
) -> Result<Vec<TypedValue>, SuppressionError> {
    let (mut values, mut faults): (Vec<TypedValue>, Vec<String>) = (Vec::new(), Vec::new());
    for text in texts {
        match read_typed_value(text, fields, rules) {
            Ok(value) if values.contains(&value) => {}
            Ok(value) => values.push(value),
            Err(fault) => faults.push(format!("'{}': {fault}", text.trim())),
        }
    }
    if faults.is_empty() { Ok(values) } else { Err(SuppressionError::InvalidValues { faults }) }
}

/// Reads a typed value in comparable form.
///
/// # Errors
/// What is wrong with it.
pub(super) fn read_value(text: &str, fields: &Fields, rules: &ParseOptions) -> Result<SuppressedValue, String> {
    read_typed_value(text, fields, rules).map(|typed| typed.value)
}

fn read_typed_value(text: &str, fields: &Fields, rules: &ParseOptions) -> Result<TypedValue, String> {
    let text = text.trim();
    if is_blank(text) {
        return Err("it is blank".to_owned());
    }
    if let Some((field, value)) = field_and_value(text, fields) {
        return of_field(field, value, rules);
    }
    read_by_shape(text, rules).map(TypedValue::from)
}

/// Reads a value whose kind shows: an `@domain`, an address, or a number.
fn read_by_shape(text: &str, rules: &ParseOptions) -> Result<SuppressedValue, String> {
    match text {
        _ if text.starts_with('@') => read_domain(&text[1..]),
        _ if text.contains('@') => {
            of_kind(&FieldKind::Email, text, rules).map(|key| SuppressedValue::Email(email_key(&key).into()))
        }
        _ if text.starts_with(|c: char| c == '+' || c == '(' || c.is_numeric()) || text.starts_with("tel:") => {
            of_kind(&FieldKind::Phone, text, rules).map(|number| SuppressedValue::Phone(number.into()))
        }
        _ => {
            Err("it is neither an e-mail address, a phone number, @domain nor FIELD=VALUE of a contact field"
                .to_owned())
        }
    }
}

/// Reads the domain of an `@domain`.
pub(super) fn read_domain(domain: &str) -> Result<SuppressedValue, String> {
    // The rules for the part after the @ are those of an address.
    of_kind(&FieldKind::Email, &format!("x@{domain}"), &ParseOptions::default())?;
    let key = ascii_domain(domain).ok_or("it is no internet domain")?;
    Ok(SuppressedValue::Domain(key.as_ref().into()))
}

/// Reads a value of a shared file. A field that this workspace has not is compared like a text: an import may create it.
///
/// # Errors
/// What is wrong with it.
pub(super) fn read_shared_value(text: &str, fields: &Fields) -> Result<SuppressedValue, String> {
    let of_other_field = || {
        let (name, value) = text.trim().split_once('=').filter(|(name, _)| !name.contains('@'))?;
        let key = FieldKind::Text.identifier_key(value)?.into_owned();
        let is_whole = !is_blank(name) && !is_blank(value);
        is_whole.then(|| SuppressedValue::Field { name: name.trim().into(), key: key.into() })
    };
    match read_value(text, fields, &ParseOptions::default()) {
        Err(fault) if field_and_value(text, fields).is_none() => of_other_field().ok_or(fault),
        read => read,
    }
}

/// Reads a value of a field. A number or an address is suppressed as such, whatever field a person has it in, as it is where
/// a column of a list is mapped to that field.
fn of_field(field: &Field, value: &str, rules: &ParseOptions) -> Result<TypedValue, String> {
    if !SuppressibleField::takes(field.id, &field.kind) {
        return Err(format!(
            "people are not left alone by {}: give an e-mail address, a phone number, @domain or a value of an own \
             identifier",
            field.name
        ));
    }
    if is_blank(value) {
        return Err(format!("{} is blank", field.name));
    }
    let text = of_kind(&field.kind, value, rules)?;
    let mut forms = SuppressedValue::of_field(field, &text).into_iter();
    let value = forms.next().ok_or_else(|| format!("{} is blank", field.name))?;
    let of_field = forms.find(|form| form.kind() == SuppressionKind::Field);
    Ok(TypedValue { value, of_field })
}

/// Reads a text by the rules of a type.
fn of_kind(kind: &FieldKind, text: &str, rules: &ParseOptions) -> Result<String, String> {
    match values::read(kind, text, rules) {
        Ok(value) => Ok(value.text.into()),
        Err(findings) => Err(findings.into_iter().map(|finding| finding.message).collect::<Vec<_>>().join("; ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::FieldId;

    fn fields() -> Fields {
        let mut fields = Fields::standard();
        fields.add(Field { id: FieldId(101), name: "CRM ID".to_owned(), kind: FieldKind::Text });
        fields.add(Field { id: FieldId(102), name: "Born".to_owned(), kind: FieldKind::Date });
        fields.add(Field { id: FieldId(103), name: "Office".to_owned(), kind: FieldKind::Phone });
        fields
    }

    #[test]
    fn values_are_read_into_the_form_in_which_they_are_compared() {
        let rules = ParseOptions { region: "MY".parse().ok(), ..ParseOptions::default() };
        for (text, read) in [
            ("Jo@Example.COM", "jo@example.com"),
            (" +60 18-998 8776 ", "+60189988776"),
            ("018-998 8776", "+60189988776"),
            ("@MÜNCHEN.de", "@xn--mnchen-3ya.de"),
            ("crm id= A-17 ", "CRM ID=a-17"),
            ("Email=Jo@Example.com", "jo@example.com"),
            ("Phone Number=+60189988776", "+60189988776"),
            ("a=b@example.com", "a=b@example.com"),
            ("office=+60 18-998 8776", "+60189988776"),
        ] {
            assert_eq!(
                read_value(text, &fields(), &rules).map(|value| value.to_string()),
                Ok(read.to_owned()),
                "{text}"
            );
        }
    }

    #[test]
    fn what_names_nobody_is_refused_with_its_reason() {
        for text in
            ["", "Ann", "@com", "@", "@exa mple.com", "018", "First Name=Ann", "Born=2000-01-01", "CRM ID=", "x@y"]
        {
            assert!(read_value(text, &fields(), &ParseOptions::default()).is_err(), "{text}");
        }
        let both = read_values(&["Ann".into(), "@".into()], &fields(), &ParseOptions::default());
        assert!(matches!(both, Err(SuppressionError::InvalidValues { faults }) if faults.len() == 2));
    }
}
