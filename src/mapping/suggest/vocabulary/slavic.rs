//! Vocabulary of headers: Slavic languages.

use crate::mapping::suggest::semantic::FieldMeaning::{
    Country, EitherOrder, Email, Family, FirstLast, Full, Given, Group, Language, LastFirst, Mobile, Name, Phone, Tags,
    WhatsApp,
};
use crate::mapping::suggest::semantic::LanguageWords;
use crate::model::NameOrder;

#[rustfmt::skip]
pub(super) const POLISH: LanguageWords = LanguageWords {
    name: "Polish",
    order: NameOrder::FirstLast,
    words: &[
        (Given, &["imię", "imiona"]),
        (Family, &["nazwisko", "nazwiska"]),
        (Full, &["pełne imię i nazwisko"]),
        (Mobile, &[
            "komórka", "telefon komórkowy", "numer komórki", "nr komórki", "tel komórkowy", "numer komórkowy",
            "telefon kom", "tel kom",
        ]),
        (Phone, &["telefon", "numer telefonu", "nr telefonu", "nr tel", "telefon stacjonarny", "telefony"]),
        (Email, &["adres e mail", "adres email", "poczta elektroniczna", "adres poczty elektronicznej"]),
        (Country, &["kraj", "państwo", "kraj zamieszkania"]),
        (Language, &["język", "język ojczysty", "języki"]),
        (Tags, &["etykiety", "tagi"]),
        (Group, &["grupa", "grupy", "kategoria", "kategorie"]),
    ],
};

#[rustfmt::skip]
pub(super) const CZECH: LanguageWords = LanguageWords {
    name: "Czech",
    order: NameOrder::FirstLast,
    words: &[
        (Given, &["křestní jméno", "jméno křestní", "křestní"]),
        (Family, &["příjmení"]),
        (Full, &["celé jméno", "kontaktní osoba"]),
        (Name, &["jméno"]),
        (Mobile, &[
            "mobil", "mobilní telefon", "mobilní číslo", "číslo mobilu", "telefon mobilní", "tel mobil",
            "mobilní tel", "mobily",
        ]),
        (Phone, &[
            "telefon", "telefonní číslo", "číslo telefonu", "tel číslo", "pevná linka", "kontaktní telefon",
            "telefonní kontakt", "telefony",
        ]),
        (Email, &["e mailová adresa", "emailová adresa", "elektronická pošta", "kontaktní email"]),
        (Country, &["země", "stát", "země pobytu"]),
        (Language, &["jazyk", "mateřský jazyk", "jazyky"]),
        (Tags, &["štítky", "štítek", "klíčová slova"]),
        (Group, &["skupina", "skupiny", "kategorie"]),
    ],
};

#[rustfmt::skip]
pub(super) const SLOVAK: LanguageWords = LanguageWords {
    name: "Slovak",
    order: NameOrder::FirstLast,
    words: &[
        (Given, &["krstné meno", "meno krstné"]),
        (Family, &["priezvisko"]),
        (Full, &["celé meno", "kontaktná osoba"]),
        (Name, &["meno"]),
        (Mobile, &["mobil", "mobilný telefón", "mobilné číslo", "číslo mobilu", "telefón mobil", "tel mobil"]),
        (Phone, &[
            "telefón", "telefónne číslo", "číslo telefónu", "tel číslo", "pevná linka", "kontaktný telefón",
            "telefóny",
        ]),
        (Email, &["e mailová adresa", "emailová adresa", "elektronická pošta", "kontaktný email"]),
        (Country, &["krajina", "štát", "krajina pobytu"]),
        (Language, &["jazyk", "materinský jazyk", "jazyky"]),
        (Tags, &["štítky", "štítok", "kľúčové slová"]),
        (Group, &["skupina", "skupiny", "kategória", "kategórie"]),
    ],
};

#[rustfmt::skip]
pub(super) const CROATIAN: LanguageWords = LanguageWords {
    name: "Croatian",
    order: NameOrder::FirstLast,
    words: &[
        (Given, &["vlastito ime"]),
        (Family, &["prezime", "prezimena"]),
        (Full, &["puno ime", "kontakt osoba"]),
        (Name, &["ime"]),
        (WhatsApp, &["whatsapp broj"]),
        (Mobile, &[
            "mobitel", "broj mobitela", "mobilni telefon", "mobilni broj", "broj mobilnog telefona", "mob telefon",
            "mobitel broj",
        ]),
        (Phone, &["telefon", "broj telefona", "telefonski broj", "kontakt telefon", "fiksni telefon", "telefoni"]),
        (Email, &["e pošta", "adresa e pošte", "elektronička pošta", "e mail adresa", "email adresa", "mail adresa"]),
        (Country, &["država", "zemlja", "država prebivališta", "zemlja prebivališta"]),
        (Language, &["jezik", "materinski jezik", "jezici"]),
        (Tags, &["oznake", "oznaka"]),
        (Group, &["grupa", "grupe", "skupina", "skupine", "kategorija", "kategorije"]),
    ],
};

#[rustfmt::skip]
pub(super) const SERBIAN: LanguageWords = LanguageWords {
    name: "Serbian",
    order: NameOrder::FirstLast,
    words: &[
        (Given, &["лично име"]),
        (Family, &["презиме", "prezime"]),
        (Full, &["пуно име", "puno ime", "контакт особа"]),
        (Name, &["име", "ime"]),
        (Mobile, &[
            "мобилни", "мобилни телефон", "број мобилног", "број мобилног телефона", "mobilni", "mobilni telefon",
            "broj mobilnog", "broj mobilnog telefona",
        ]),
        (Phone, &[
            "телефон", "број телефона", "контакт телефон", "фиксни телефон", "telefon", "broj telefona",
            "kontakt telefon",
        ]),
        (Email, &[
            "е пошта", "имејл", "имејл адреса", "електронска пошта", "мејл", "elektronska pošta", "imejl",
            "imejl adresa", "mejl",
        ]),
        (Country, &["држава", "земља", "država", "zemlja"]),
        (Language, &["језик", "матерњи језик", "jezik", "maternji jezik"]),
        (Tags, &["ознаке", "oznake"]),
        (Group, &["група", "групе", "категорија", "grupa", "grupe", "kategorija"]),
    ],
};

#[rustfmt::skip]
pub(super) const RUSSIAN: LanguageWords = LanguageWords {
    name: "Russian",
    order: NameOrder::FirstLast,
    words: &[
        (Given, &["личное имя"]),
        (Family, &["фамилия", "фамилии"]),
        (FirstLast, &["имя отчество фамилия"]),
        (LastFirst, &["фио", "ф и о", "фамилия имя отчество", "фамилия и о"]),
        (EitherOrder, &["полное имя", "контактное лицо"]),
        (Name, &["имя"]),
        (WhatsApp, &["номер whatsapp", "ватсап", "вотсап"]),
        (Mobile, &[
            "мобильный", "мобильный телефон", "номер мобильного", "номер мобильного телефона", "моб телефон",
            "моб тел", "мобильный номер", "сотовый", "сотовый телефон", "номер сотового", "телефон мобильный",
        ]),
        (Phone, &[
            "телефон", "номер телефона", "тел", "контактный телефон", "телефоны", "номер тел", "домашний телефон",
        ]),
        (Email, &[
            "электронная почта", "эл почта", "почта", "адрес электронной почты", "электронный адрес",
            "адрес эл почты", "емейл", "имейл", "эл адрес",
        ]),
        (Country, &["страна", "страна проживания"]),
        (Language, &["язык", "родной язык", "языки", "язык общения"]),
        (Tags, &["теги", "тэги", "тег", "метки"]),
        (Group, &["группа", "группы", "категория", "категории", "сегмент", "сегменты"]),
    ],
};

#[rustfmt::skip]
pub(super) const UKRAINIAN: LanguageWords = LanguageWords {
    name: "Ukrainian",
    order: NameOrder::FirstLast,
    words: &[
        (Given, &["власне ім'я"]),
        (Family, &["прізвище", "прізвища"]),
        (FirstLast, &["ім'я по батькові прізвище"]),
        (LastFirst, &["піб", "п і б", "прізвище ім'я по батькові"]),
        (EitherOrder, &["повне ім'я", "контактна особа"]),
        (Name, &["ім'я", "імʼя"]),
        (Mobile, &[
            "мобільний", "мобільний телефон", "номер мобільного", "номер мобільного телефону", "моб телефон",
            "мобільний номер",
        ]),
        (Phone, &["телефон", "номер телефону", "контактний телефон", "тел", "телефони"]),
        (Email, &[
            "електронна пошта", "ел пошта", "пошта", "адреса електронної пошти", "електронна адреса", "імейл",
            "ел адреса",
        ]),
        (Country, &["країна", "країна проживання"]),
        (Language, &["мова", "рідна мова", "мови", "мова спілкування"]),
        (Tags, &["теги", "тег", "мітки"]),
        (Group, &["група", "групи", "категорія", "категорії"]),
    ],
};
