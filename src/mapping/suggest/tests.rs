//! Tests of the suggestions.

mod agreement;
mod names;
mod table;

use super::{Suggested, Suggestion, header_parser, suggest, vocabulary};
use crate::mapping::{MappingRequest, compile};
use crate::model::{Column, ColumnStats, Field, FieldId, FieldKind, Fields, Purpose, ValueClass};

fn columns<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<Column> {
    let column = |(index, name): (usize, &str)| Column { position: index + 1, name: name.into(), raw: name.into() };
    names.into_iter().enumerate().map(column).collect()
}

fn request() -> MappingRequest {
    MappingRequest::new(Purpose::AddAll, Vec::new())
}

/// Evidence of ten rows, all filled, of which the given number look like something.
fn looks(likeness: Option<ValueClass>, count: u64) -> ColumnStats {
    let samples = vec!["one".into(), "two".into()];
    let mut evidence = ColumnStats { samples, rows: 10, filled: 10, distinct: 10, ..ColumnStats::default() };
    if let Some(likeness) = likeness {
        evidence.alike[likeness as usize] = count;
    }
    evidence
}

fn all(likeness: ValueClass) -> ColumnStats {
    looks(Some(likeness), 10)
}

fn text() -> ColumnStats {
    looks(None, 0)
}

fn empty() -> ColumnStats {
    ColumnStats { rows: 10, ..ColumnStats::default() }
}

/// Suggestions as `column -> field: reason`, in the order of the columns.
fn said_of(names: &[&str], evidence: &[ColumnStats], request: &MappingRequest, fields: &Fields) -> Vec<String> {
    let columns = columns(names.iter().copied());
    let compiled = compile(&columns, fields, request).unwrap();
    let suggested = suggest(&columns, fields, &compiled, &request.identifiers, evidence);
    suggested.suggestions.iter().map(|it| format!("{} -> {}: {}", names[it.column], it.field_name, it.reason)).collect()
}

fn said(names: &[&str], evidence: &[ColumnStats]) -> Vec<String> {
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
    let nearly = looks(Some(ValueClass::Email), 8);
    assert_eq!(said(&["Erreichbar"], &[nearly]), ["Erreichbar -> Email: 80 % of the values are e-mail addresses"]);
    assert!(said(&["Erreichbar"], &[looks(Some(ValueClass::Email), 7)]).is_empty());
    let two = ColumnStats { filled: 2, alike: [2, 0, 0, 0, 0, 0, 0, 0], ..text() };
    assert!(said(&["Erreichbar"], &[two]).is_empty(), "two values may be alike by chance");
    assert!(said(&["Erreichbar"], &[all(ValueClass::Date)]).is_empty());
}

#[test]
fn values_of_a_column_about_something_else_suggest_nothing() {
    for header in ["Fax", "Contact owner", "Owner Email", "Emergency Number", "OPTIN_IP", "Order ID", "Company line"] {
        assert!(said(&[header], &[all(ValueClass::Phone)]).is_empty(), "{header}");
        assert!(said(&[header], &[all(ValueClass::Email)]).is_empty(), "{header}");
    }
    assert!(said(&["State"], &[all(ValueClass::Country)]).is_empty(), "CA is California");
    assert_eq!(said(&["Country Code"], &[all(ValueClass::Country)]).len(), 1);
    assert!(said(&["Country Code"], &[text()]).is_empty());
}

#[test]
fn a_country_code_is_a_country_where_its_values_are() {
    let two = || ColumnStats { filled: 2, alike: [0, 0, 2, 0, 0, 0, 0, 0], ..text() };
    for header in ["Country Code", "Default Address Country Code"] {
        let expected = format!("{header} -> Country: a country: so its values say");
        assert_eq!(said(&[header], &[two()]), [expected], "{header}");
    }
    assert_eq!(said(&["Country", "Country Code"], &[two(), two()]), [""; 0], "the names come first");
}

#[test]
fn a_tag_beside_a_month_or_a_year_is_a_day() {
    assert_eq!(said(&["Tag", "Monat", "Jahr"], &[]), [""; 0]);
    assert_eq!(said(&["Tag", "Geburtsjahr"], &[]), ["Tag -> Tags: tags"]);
}

#[test]
fn a_word_that_is_a_country_and_a_language_is_neither() {
    let mut both = all(ValueClass::Country);
    both.alike[ValueClass::Language as usize] = 10;
    assert!(said(&["Markt"], std::slice::from_ref(&both)).is_empty());
    both.alike[ValueClass::Country as usize] = 9;
    assert_eq!(said(&["Markt"], &[both]), ["Markt -> Language: 100 % of the values are languages"]);
    let mut one = all(ValueClass::Country);
    one.samples.truncate(1);
    assert!(said(&["Markt"], &[one]).is_empty(), "one word all the way down is no evidence");
}

#[test]
fn values_that_repeat_and_bare_digits_suggest_nothing_by_themselves() {
    for likeness in [ValueClass::Email, ValueClass::Phone] {
        let of_colleagues = ColumnStats { distinct: 8, ..all(likeness) };
        assert!(said(&["Erreichbar"], &[of_colleagues]).is_empty(), "{likeness:?}");
        assert_eq!(said(&["Erreichbar"], &[ColumnStats { distinct: 9, ..all(likeness) }]).len(), 1);
    }
    let bare = |bare_digits| ColumnStats { bare_digits, ..all(ValueClass::Phone) };
    assert!(said(&["No Ahli"], &[bare(10)]).is_empty());
    assert_eq!(said(&["No Ahli"], &[bare(2)]).len(), 1);
    assert_eq!(said(&["No Tel"], &[bare(10)]).len(), 1, "a word for phones is enough");
}

#[test]
fn what_rests_on_values_alone_is_marked() {
    let columns = columns(["Erreichbar", "Mobil"]);
    let (fields, evidence) = (Fields::standard(), [all(ValueClass::Email), all(ValueClass::Phone)]);
    let compiled = compile(&columns, &fields, &request()).unwrap();
    let suggested = suggest(&columns, &fields, &compiled, &[], &evidence);
    assert_eq!(suggested.suggestions.iter().map(Suggestion::is_by_values).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn a_header_of_another_person_suggests_nothing() {
    for header in [
        "Invited by",
        "Referred by",
        "Referrer",
        "Next of kin",
        "Emergency contact",
        "Assistant",
        "Assistant's Email",
        "Manager",
        "Parent",
        "Spouse",
        "Owner",
        "Salesperson",
        "Host",
        "Recruiter",
        "Coach",
        "Sold by",
        "Eingeladen von",
        "Invité par",
        "Notfallkontakt",
        "Notfallnummer",
        "Elternteil",
        "nextofkin",
        "Phone (parent)",
        "Email (coach)",
        "Emergency contact phone",
        "Coach email",
        "Invited by (email)",
        "Owner e-mail",
        "Contacto de emergencia",
        "Telefon Waris",
        "Assigned to",
    ] {
        for likeness in [ValueClass::Email, ValueClass::Phone] {
            assert_eq!(said(&[header], &[all(likeness)]), [""; 0], "{header}");
        }
    }
    for header in ["Birthplace", "Place of birth", "Geburtsort", "Geburtsland", "Lieu de naissance", "Tempat lahir"] {
        assert_eq!(said(&[header], &[all(ValueClass::Country)]), [""; 0], "{header}");
    }
}

#[test]
fn a_word_for_a_field_stands_even_where_no_value_is_of_its_kind() {
    assert_eq!(
        said(&["E-mail", "Land", "Handy", "Sprache"], &[text(), text(), text(), text()]),
        [
            "E-mail -> Email: the field's name, written otherwise",
            "Land -> Country: German, Dutch and 3 more languages: a country",
            "Handy -> Phone Number: German for a mobile number",
            "Sprache -> Language: German for a language",
        ]
    );
    assert_eq!(said(&["Phone"], &[all(ValueClass::Email)]), ["Phone -> Phone Number: a phone number"]);
    assert_eq!(
        said(&["Phone", "Mobile"], &[all(ValueClass::Phone), text()]),
        ["Phone -> Phone Number: a phone number"],
        "one with numbers comes first"
    );
    assert_eq!(
        said(&["E-mail 1 - Value", "Phone 1 - Value"], &[text(), all(ValueClass::Phone)]),
        [
            "E-mail 1 - Value -> Email: Google Contacts export: its e-mail address",
            "Phone 1 - Value -> Phone Number: Google Contacts export: its phone number",
        ]
    );
}

#[test]
fn values_speak_against_names_and_slips() {
    assert_eq!(said(&["Name"], &[all(ValueClass::Email)]), ["Name -> Email: 100 % of the values are e-mail addresses"]);
    assert!(said(&["Contry"], &[text()]).is_empty());
    assert_eq!(said(&["Contry"], &[looks(Some(ValueClass::Country), 1)]).len(), 1, "a few good ones are enough");
}

#[test]
fn columns_that_claim_one_field_equally_are_contested() {
    let contested = |names: &[&str]| {
        let (columns, fields) = (columns(names.iter().copied()), Fields::standard());
        let compiled = compile(&columns, &fields, &request()).unwrap();
        let Suggested { suggestions, contested, passed_over } = suggest(&columns, &fields, &compiled, &[], &[]);
        let columns = |suggestions: Vec<Suggestion>| suggestions.into_iter().map(|it| it.column).collect::<Vec<_>>();
        let contested: Vec<_> = contested.into_iter().map(|contest| contest.columns).collect();
        (columns(suggestions), contested, columns(passed_over))
    };
    assert_eq!(contested(&["Mobile", "Vorname", "Mobile"]), (vec![1], vec![vec![0, 2]], vec![]));
    assert_eq!(contested(&["Mobile", "Handy", "Telefon"]), (vec![], vec![vec![0, 1]], vec![2]));
    assert_eq!(contested(&["E-mail", "e_mail"]), (vec![], vec![vec![0, 1]], vec![]));
    assert_eq!(contested(&["Mobile", "Phone"]), (vec![0], vec![], vec![1]));
    assert_eq!(
        contested(&["Given Name", "first_name"]),
        (vec![1], vec![], vec![0]),
        "the field's own name comes first"
    );
    assert_eq!(contested(&["Phone Number", "Phone Number", "Mobile"]), (vec![], vec![], vec![2]));
    assert_eq!(contested(&["Phone Number", "Mobile"]), (vec![], vec![], vec![1]));
}

#[test]
fn tags_takes_all_columns_of_a_series() {
    assert_eq!(said(&["Tag 1", "Tag 2", "Tag 3"], &[]).len(), 3);
    assert_eq!(said(&["Tags", "Tags 2", "Groups"], &[]), ["Tags 2 -> Tags: tags"], "one is mapped by its name");
    assert_eq!(said(&["Groups", "Tag"], &[]), ["Tag -> Tags: tags"]);
    assert_eq!(said(&["Tag 1", "Tag 2", "Tags"], &[]).len(), 2, "beside the one that is mapped by its name");
}

#[test]
fn a_header_of_many_words_is_a_text() {
    let long = "phone ".repeat(17);
    assert!(said(&[long.trim()], &[]).is_empty());
    assert_eq!(said(&["What is your WhatsApp phone number"], &[]).len(), 1);
}

#[test]
fn a_column_with_values_comes_before_an_empty_one() {
    let names = ["E-mail 2 Address", "Home Street", "Business Fax", "Mobile Phone", "Home Phone", "Business Phone"];
    let of = |evidence: &[ColumnStats]| said(&names, evidence)[1].clone();
    let phone = all(ValueClass::Phone);
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
    (request.purpose, request.identifiers) = (Purpose::Update, vec![crate::model::Target::ContactId]);
    let said = said_of(&["contact_id"], &[], &request, &Fields::standard());
    assert_eq!(said, ["contact_id -> Contact ID: the field's name, written otherwise"]);
}

#[test]
fn a_word_means_one_field_in_all_languages() {
    for tongue in vocabulary::LANGUAGES {
        for (meaning, texts) in tongue.words {
            for text in *texts {
                let word = &header_parser::words()[&crate::mapping::header::key(text)];
                assert_eq!(word.meaning.field(), meaning.field(), "{text} in {}", tongue.name);
            }
        }
    }
}
