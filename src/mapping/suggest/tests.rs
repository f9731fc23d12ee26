mod agreement;
mod table;

use super::{reading, suggest, vocabulary};
use crate::mapping::{MappingRequest, PresetChoice, compile};
use crate::model::{
    Column, ColumnEvidence, Field, FieldId, FieldKind, Fields, Identifier, KeepValues, Likeness, Purpose,
};

fn columns<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<Column> {
    let column = |(index, name): (usize, &str)| Column { position: index + 1, name: name.into(), raw: name.into() };
    names.into_iter().enumerate().map(column).collect()
}

fn request() -> MappingRequest {
    let (map, skip, set) = (Vec::new(), Vec::new(), Vec::new());
    let (purpose, preset, keep) = (Purpose::AddAll, PresetChoice::Recognise, KeepValues::None);
    MappingRequest { purpose, identifier: None, map, skip, set, decided: None, preset, keep }
}

/// Evidence of ten rows, all filled, of which so many look like something.
fn looks(likeness: Option<Likeness>, count: u64) -> ColumnEvidence {
    let mut evidence =
        ColumnEvidence { samples: vec!["one".into(), "two".into()], rows: 10, filled: 10, ..ColumnEvidence::default() };
    if let Some(likeness) = likeness {
        evidence.alike[likeness as usize] = count;
    }
    evidence
}

fn all(likeness: Likeness) -> ColumnEvidence {
    looks(Some(likeness), 10)
}

fn text() -> ColumnEvidence {
    looks(None, 0)
}

fn empty() -> ColumnEvidence {
    ColumnEvidence { rows: 10, ..ColumnEvidence::default() }
}

/// `column -> field: reason`, in the order of the columns.
fn said_of(names: &[&str], evidence: &[ColumnEvidence], request: &MappingRequest, fields: &Fields) -> Vec<String> {
    let columns = columns(names.iter().copied());
    let compiled = compile(&columns, fields, request).unwrap();
    let suggestions = suggest(&columns, fields, &compiled, request.identifier, evidence);
    suggestions.iter().map(|it| format!("{} -> {}: {}", names[it.column], it.field_name, it.reason)).collect()
}

fn said(names: &[&str], evidence: &[ColumnEvidence]) -> Vec<String> {
    said_of(names, evidence, &request(), &Fields::standard())
}

#[test]
fn each_source_gives_its_reason() {
    assert_eq!(
        said(&["E-mail 1 - Value", "Labels", "Nombre", "Apellidos", "País", "Phone Nubmer"], &[]),
        [
            "E-mail 1 - Value -> Email: Google Contacts export: its e-mail address",
            "Labels -> Tags: Google Contacts export: its labels and groups",
            "Nombre -> First Name: beside 'Apellidos' it is the given name",
            "Apellidos -> Last Name: Spanish for a family name",
            "País -> Country: Spanish and Portuguese for a country",
            "Phone Nubmer -> Phone Number: spelled nearly like 'Phone Number'",
        ]
    );
    assert_eq!(said(&["Name"], &[]), ["Name -> First Name: a full name: it would go whole into First Name"]);
    assert_eq!(said(&["first_name"], &[]), ["first_name -> First Name: the field's name, written otherwise"]);
}

#[test]
fn values_suggest_where_headers_say_nothing() {
    let nearly = looks(Some(Likeness::Email), 8);
    assert_eq!(said(&["Erreichbar"], &[nearly]), ["Erreichbar -> Email: 80 % of the values are e-mail addresses"]);
    assert!(said(&["Erreichbar"], &[looks(Some(Likeness::Email), 7)]).is_empty());
    let two = ColumnEvidence { filled: 2, alike: [2, 0, 0, 0, 0, 0, 0], ..looks(None, 0) };
    assert!(said(&["Erreichbar"], &[two]).is_empty(), "two values may be alike by chance");
    assert!(said(&["Erreichbar"], &[all(Likeness::Date)]).is_empty());
}

#[test]
fn values_of_a_column_about_something_else_suggest_nothing() {
    for header in ["Fax", "Contact owner", "Owner Email", "Emergency Number", "OPTIN_IP", "Order ID", "Company line"] {
        assert!(said(&[header], &[all(Likeness::Phone)]).is_empty(), "{header}");
        assert!(said(&[header], &[all(Likeness::Email)]).is_empty(), "{header}");
    }
    assert!(said(&["State"], &[all(Likeness::Country)]).is_empty(), "CA is California");
    assert_eq!(said(&["Country Code"], &[all(Likeness::Country)]).len(), 1);
    assert!(said(&["Country Code"], &[text()]).is_empty());
}

#[test]
fn a_word_that_is_a_country_and_a_language_is_neither() {
    let mut both = all(Likeness::Country);
    both.alike[Likeness::Language as usize] = 10;
    assert!(said(&["Markt"], std::slice::from_ref(&both)).is_empty());
    both.alike[Likeness::Country as usize] = 9;
    assert_eq!(said(&["Markt"], &[both]), ["Markt -> Language: 100 % of the values are languages"]);
    let mut one = all(Likeness::Country);
    one.samples.truncate(1);
    assert!(said(&["Markt"], &[one]).is_empty(), "one word all the way down is no evidence");
}

#[test]
fn values_speak_against_headers() {
    assert!(said(&["E-mail", "Land", "Handy", "Sprache"], &[text(), text(), text(), text()]).is_empty());
    assert_eq!(said(&["Phone"], &[all(Likeness::Email)]), ["Phone -> Email: 100 % of the values are e-mail addresses"]);
    assert_eq!(said(&["Name"], &[all(Likeness::Email)]), ["Name -> Email: 100 % of the values are e-mail addresses"]);
    assert_eq!(said(&["E-mail"], &[looks(Some(Likeness::Email), 1)]).len(), 1, "a few good ones are enough");
    assert_eq!(
        said(&["E-mail 1 - Value", "Phone 1 - Value"], &[text(), all(Likeness::Phone)]),
        ["Phone 1 - Value -> Phone Number: Google Contacts export: its phone number"]
    );
}

#[test]
fn a_column_with_values_comes_before_an_empty_one() {
    let names = ["E-mail 2 Address", "Home Street", "Business Fax", "Mobile Phone", "Home Phone", "Business Phone"];
    let of = |evidence: &[ColumnEvidence]| said(&names, evidence)[1].clone();
    let phone = all(Likeness::Phone);
    assert!(of(&[]).starts_with("Mobile Phone ->"));
    assert!(of(&[empty(), text(), text(), empty(), phone.clone(), phone]).starts_with("Home Phone ->"));
    assert!(of(&[empty(), text(), text(), empty(), empty(), empty()]).starts_with("Mobile Phone ->"));
}

#[test]
fn what_the_user_says_is_left_alone() {
    let fields = Fields::standard();
    let mut request = request();
    request.skip = vec!["E-mail".into()];
    request.map = vec!["Festnetz=Phone Number".into()];
    let names = ["E-mail", "Mail", "Handy", "Festnetz"];
    assert_eq!(said_of(&names, &[], &request, &fields), ["Mail -> Email: an e-mail address"]);
    request.set = vec!["Email=a@example.com".into()];
    assert!(said_of(&names, &[], &request, &fields).is_empty());
}

#[test]
fn custom_fields_are_suggested_by_their_names() {
    let mut all: Vec<_> = Fields::standard().iter().cloned().collect();
    all.push(Field { id: FieldId(8), name: "Shoe Size".into(), kind: FieldKind::Text });
    let fields = Fields::new(all);
    let said = |name| said_of(&[name], &[], &request(), &fields);
    assert_eq!(said("shoe_size"), ["shoe_size -> Shoe Size: the field's name, written otherwise"]);
    assert_eq!(said("Sheo size"), ["Sheo size -> Shoe Size: spelled nearly like 'Shoe Size'"]);
    assert!(said("Hat size").is_empty());
}

#[test]
fn a_contact_id_is_suggested_only_as_the_identifier() {
    let mut request = request();
    assert!(said_of(&["contact_id"], &[], &request, &Fields::standard()).is_empty());
    (request.purpose, request.identifier) = (Purpose::Update, Some(Identifier::ContactId));
    let said = said_of(&["contact_id"], &[], &request, &Fields::standard());
    assert_eq!(said, ["contact_id -> Contact ID: the field's name, written otherwise"]);
}

#[test]
fn a_word_means_one_field_in_all_languages() {
    for tongue in vocabulary::TONGUES {
        for (meaning, texts) in tongue.words {
            for text in *texts {
                let word = &reading::words()[&crate::mapping::header::key(text)];
                assert_eq!(word.meaning.field(), meaning.field(), "{text} in {}", tongue.name);
            }
        }
    }
}
