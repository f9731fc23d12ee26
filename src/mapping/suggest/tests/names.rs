//! Order of the names in columns of full names: what headers say of it, and what values show.

use super::{columns, request};
use crate::mapping::{Doubt, Suggestion, compile, suggest};
use crate::model::{ColumnStats, Fields, NameOrder};

/// A column of ten full names, of which capitals show the order of this many.
fn full_names(last_first: u64, first_first: u64) -> ColumnStats {
    ColumnStats {
        samples: vec!["Miller Ann".to_owned(), "Smith Bob".to_owned()],
        rows: 10,
        filled: 10,
        distinct: 10,
        full_names: 10,
        last_names_first: last_first,
        first_names_first: first_first,
        ..ColumnStats::default()
    }
}

fn suggestion(header: &str, stats: ColumnStats) -> Suggestion {
    let (columns, fields) = (columns([header]), Fields::standard());
    let compiled = compile(&columns, &fields, &request()).unwrap();
    let suggested = suggest(&columns, &fields, &compiled, &[], &[stats]);
    suggested.suggestions.into_iter().next().unwrap_or_else(|| panic!("nothing for {header}"))
}

#[track_caller]
fn assert_order(headers: &[&str], order: NameOrder) {
    for header in headers {
        let suggestion = suggestion(header, full_names(0, 0));
        assert_eq!((suggestion.split, suggestion.doubt), (Some(order), None), "{header}");
        assert!(suggestion.reason.contains(order.describe()), "{header}: {}", suggestion.reason);
    }
}

#[test]
fn a_header_that_names_the_last_name_first_says_so() {
    assert_order(
        &[
            "Last Name First Name",
            "Last Name, First Name",
            "Last, First",
            "Last/First Name",
            "Last name first",
            "Surname First name",
            "Surname and name",
            "Name (last, first)",
            "Full name (surname first)",
            "Nachname Vorname",
            "Nachname, Vorname",
            "Nachname/Vorname",
            "Nach- und Vorname",
            "Name, Vorname",
            "Name und Vorname",
            "Nom et prénom",
            "Nom & prénom",
            "NOM Prénom",
            "Noms et prénoms",
            "Apellidos y nombre",
            "Apellidos, Nombre",
            "Cognome e nome",
            "Cognome Nome",
            "Sobrenome e nome",
            "Numele și prenumele",
            "Nume si prenume",
            "Nazwisko i imię",
            "Příjmení a jméno",
            "Priezvisko a meno",
            "Prezime i ime",
            "Презиме и име",
            "Прізвище та ім'я",
            "Прізвище Ім'я По батькові",
            "ПІБ",
            "ФИО",
            "Ф.И.О.",
            "Фамилия Имя",
            "Фамилия Имя Отчество",
            "Efternamn, Förnamn",
            "Etternavn og fornavn",
            "Achternaam, voornaam",
            "Naam en voornaam",
            "Sukunimi, Etunimi",
            "Vezetéknév és keresztnév",
            "Soyadı Adı",
            "Επώνυμο και όνομα",
            "שם משפחה ושם פרטי",
            "Họ và tên",
            "Họ tên",
            "姓名",
            "氏名",
            "성명",
        ],
        NameOrder::LastFirst,
    );
}

#[test]
fn a_header_that_names_the_first_name_first_says_so() {
    assert_order(
        &[
            "First Name Last Name",
            "First and last name",
            "First/Last",
            "Name and surname",
            "Name (first, last)",
            "Vor-/Nachname",
            "Vor- und Nachname",
            "Vorname, Name",
            "Prénom Nom",
            "Prénom et nom",
            "Nombre y apellidos",
            "Nome e cognome",
            "Imię i nazwisko",
            "Jméno a příjmení",
            "Ime i prezime",
            "Имя и фамилия",
            "Ad Soyad",
            "Ονοματεπώνυμο",
            "Tên và họ",
            "ชื่อ-นามสกุล",
        ],
        NameOrder::FirstLast,
    );
}

#[test]
fn a_word_for_a_name_follows_its_language() {
    assert_order(&["Név", "Teljes név", "Tên", "Tên đầy đủ", "名前", "名字", "이름"], NameOrder::LastFirst);
    assert_order(&["Name", "Full name", "Nom complet", "الاسم", "ชื่อ", "Nome"], NameOrder::FirstLast);
}

#[test]
fn an_order_that_nothing_shows_is_not_accepted_unseen() {
    for header in ["Полное имя", "Контактное лицо", "Nominativo"] {
        let suggestion = suggestion(header, full_names(0, 0));
        assert_eq!(suggestion.doubt, Some(Doubt::Order), "{header}");
        let names = [header.to_owned()];
        assert_eq!(suggestion.options(&names).len(), 2, "{header}");
    }
}

#[test]
fn capitals_show_the_order_where_the_header_does_not_and_contradict_it_where_it_does() {
    let of = |header: &str, stats| {
        let suggestion = suggestion(header, stats);
        (suggestion.split, suggestion.doubt)
    };
    assert_eq!(of("Name", full_names(9, 0)), (Some(NameOrder::LastFirst), None));
    assert_eq!(of("Név", full_names(0, 9)), (Some(NameOrder::FirstLast), None));
    assert_eq!(of("Полное имя", full_names(9, 0)), (Some(NameOrder::LastFirst), None));
    assert_eq!(of("Nachname, Vorname", full_names(9, 0)), (Some(NameOrder::LastFirst), None));
    assert_eq!(of("Nachname, Vorname", full_names(0, 9)), (Some(NameOrder::LastFirst), Some(Doubt::Order)));
    assert_eq!(of("Vorname Nachname", full_names(9, 0)), (Some(NameOrder::FirstLast), Some(Doubt::Order)));
}

#[test]
fn only_a_column_that_would_be_split_has_samples() {
    assert_eq!(suggestion("Name", full_names(0, 0)).samples, ["Miller Ann", "Smith Bob"]);
    let single = ColumnStats { full_names: 0, ..full_names(0, 0) };
    assert!(suggestion("Name", single).samples.is_empty());
}
