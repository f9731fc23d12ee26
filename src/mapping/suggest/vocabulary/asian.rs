//! Vocabulary of headers: languages of Asia.

use crate::mapping::suggest::semantic::FieldMeaning::{
    Country, Email, Family, FirstLast, Full, Given, Group, Language, LastFirst, Mobile, Name, Phone, Tags, WhatsApp,
};
use crate::mapping::suggest::semantic::LanguageWords;
use crate::model::NameOrder;

#[rustfmt::skip]
pub(super) const MALAY: LanguageWords = LanguageWords {
    name: "Malay",
    order: NameOrder::FirstLast,
    words: &[
        (Given, &["nama pertama", "nama depan", "nama diberi"]),
        (Family, &["nama keluarga", "nama akhir"]),
        (Full, &["nama penuh"]),
        // Most Malays have no family name, so a `nama` is a full name.
        (Name, &["nama"]),
        (WhatsApp, &["no whatsapp", "nombor whatsapp", "no wa"]),
        // `HP` is short for hand phone, in Indonesia too.
        (Mobile, &[
            "telefon bimbit", "no telefon bimbit", "nombor telefon bimbit", "no tel bimbit", "tel bimbit", "bimbit",
            "no bimbit", "telefon mudah alih", "no hp", "nombor hp", "hp",
        ]),
        (Phone, &["telefon", "no telefon", "nombor telefon", "no tel", "nombor tel", "no phone", "no untuk dihubungi"]),
        (Email, &["emel", "alamat emel", "mel elektronik", "e mel"]),
        (Country, &["negara"]),
        (Language, &["bahasa"]),
        (Tags, &["tag", "label"]),
        (Group, &["kumpulan", "kategori"]),
    ],
};

#[rustfmt::skip]
pub(super) const INDONESIAN: LanguageWords = LanguageWords {
    name: "Indonesian",
    order: NameOrder::FirstLast,
    words: &[
        (Given, &["nama depan", "nama pertama"]),
        (Family, &["nama belakang", "nama akhir", "nama keluarga", "marga"]),
        (Full, &["nama lengkap"]),
        (Name, &["nama"]),
        (WhatsApp, &["nomor whatsapp", "nomor wa", "no wa", "no whatsapp", "no hp wa", "nomor hp wa", "no wa hp"]),
        (Mobile, &[
            "nomor hp", "no hp", "hp", "ponsel", "nomor ponsel", "no ponsel", "telepon seluler",
            "nomor telepon seluler", "nomor handphone", "no handphone", "seluler", "telepon genggam",
        ]),
        (Phone, &[
            "telepon", "nomor telepon", "no telepon", "telp", "no telp", "nomor telp", "tlp", "no tlp", "telpon",
            "nomor kontak", "no kontak",
        ]),
        (Email, &["surel", "alamat email", "alamat surel", "surat elektronik", "pos el"]),
        (Country, &["negara"]),
        (Language, &["bahasa"]),
        (Tags, &["tag", "label"]),
        (Group, &["grup", "kelompok", "kategori"]),
    ],
};

#[rustfmt::skip]
pub(super) const VIETNAMESE: LanguageWords = LanguageWords {
    name: "Vietnamese",
    order: NameOrder::LastFirst,
    words: &[
        (Given, &["tên gọi", "tên riêng"]),
        (Family, &["họ"]),
        (Full, &["tên đầy đủ", "người liên hệ"]),
        (LastFirst, &["họ tên", "họ tên đầy đủ", "họ và tên đầy đủ"]),
        (Name, &["tên"]),
        (WhatsApp, &["số whatsapp"]),
        (Mobile, &["di động", "số di động", "điện thoại di động", "số điện thoại di động", "đtdđ", "sđt di động"]),
        (Phone, &["điện thoại", "số điện thoại", "sđt", "số đt", "sdt", "điện thoại liên hệ", "số liên hệ"]),
        (Email, &["thư điện tử", "địa chỉ email", "địa chỉ thư điện tử", "hộp thư", "địa chỉ e mail"]),
        (Country, &["quốc gia", "đất nước", "nước"]),
        (Language, &["ngôn ngữ", "tiếng mẹ đẻ"]),
        (Tags, &["nhãn"]),
        (Group, &["nhóm", "danh mục", "phân loại"]),
    ],
};

#[rustfmt::skip]
pub(super) const TURKISH: LanguageWords = LanguageWords {
    name: "Turkish",
    order: NameOrder::FirstLast,
    words: &[
        (Given, &["ad", "adı", "adi", "ön ad", "önad", "isim", "ismi"]),
        (Family, &["soyad", "soyadı", "soyadi", "soy ad", "soyisim", "soyismi"]),
        (Full, &["tam ad", "tam adı", "tam isim", "ilgili kişi"]),
        (WhatsApp, &["whatsapp numarası", "whatsapp no"]),
        (Mobile, &[
            "cep telefonu", "cep telefonu numarası", "cep tel", "cep numarası", "cep no", "mobil", "mobil telefon",
            "gsm no", "gsm numarası", "cep telefon",
        ]),
        (Phone, &[
            "telefon", "telefon numarası", "telefon no", "tel no", "tel numarası", "iletişim numarası",
            "sabit telefon", "telefonu", "telefonlar",
        ]),
        (Email, &[
            "e posta", "e posta adresi", "eposta", "eposta adresi", "e mail adresi", "mail adresi",
            "elektronik posta",
        ]),
        (Country, &["ülke", "ülkesi", "yaşadığı ülke"]),
        (Language, &["dil", "dili", "ana dil", "anadil", "diller", "tercih edilen dil"]),
        (Tags, &["etiketler", "etiket"]),
        (Group, &["grup", "gruplar", "grubu", "kategori", "kategoriler"]),
    ],
};

#[rustfmt::skip]
pub(super) const HEBREW: LanguageWords = LanguageWords {
    name: "Hebrew",
    order: NameOrder::FirstLast,
    words: &[
        (Given, &["שם פרטי"]),
        (Family, &["שם משפחה"]),
        (Full, &["שם מלא", "איש קשר"]),
        (FirstLast, &["שם פרטי ושם משפחה", "שם ושם משפחה"]),
        (LastFirst, &["שם משפחה ושם פרטי", "שם משפחה ושם"]),
        (Name, &["שם"]),
        (Mobile, &["נייד", "טלפון נייד", "מספר נייד", "סלולרי", "טלפון סלולרי", "פלאפון", "מס נייד"]),
        (Phone, &["טלפון", "מספר טלפון", "מס טלפון", "טלפונים"]),
        (Email, &["אימייל", "מייל", "דואל", "דוא״ל", "דואר אלקטרוני", "כתובת מייל", "כתובת אימייל", "כתובת דואל"]),
        (Country, &["מדינה", "ארץ", "ארץ מגורים"]),
        (Language, &["שפה", "שפת אם"]),
        (Tags, &["תגיות", "תגים"]),
        (Group, &["קבוצה", "קבוצות", "קטגוריה"]),
    ],
};
