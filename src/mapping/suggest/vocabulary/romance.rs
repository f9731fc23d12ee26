//! Vocabulary of headers: Romance languages.

use crate::mapping::suggest::semantic::FieldMeaning::{
    Country, EitherOrder, Email, Family, FirstLast, Full, Given, Group, Language, LastFirst, Mobile, Name, Phone, Tags,
    WhatsApp,
};
use crate::mapping::suggest::semantic::LanguageWords;
use crate::model::NameOrder;

#[rustfmt::skip]
pub(super) const FRENCH: LanguageWords = LanguageWords {
    name: "French",
    order: NameOrder::FirstLast,
    words: &[
        (Given, &["prénom", "prénoms", "prénom usuel"]),
        (Family, &[
            "nom de famille", "nom famille", "patronyme", "nom usuel", "noms de famille", "nom d'usage", "nom usage",
        ]),
        (Full, &["nom complet", "nom affiché"]),
        (FirstLast, &["prénoms et noms"]),
        (LastFirst, &["noms et prénoms", "noms prénoms"]),
        (Name, &["nom"]),
        (WhatsApp, &["numéro whatsapp", "n whatsapp"]),
        (Mobile, &[
            "portable", "téléphone portable", "tél portable", "téléphone mobile", "tél mobile", "numéro de portable",
            "numéro portable", "numéro de mobile", "numéro mobile", "numéro de téléphone portable",
            "numéro de téléphone mobile", "n portable", "n de portable", "n mobile", "gsm",
            // In Québec.
            "cellulaire", "téléphone cellulaire", "tél cellulaire", "numéro de cellulaire", "n de mobile",
        ]),
        // `N° de téléphone`: the degree sign is punctuation, so it compares as `n de telephone`.
        (Phone, &[
            "téléphone", "tél", "numéro de téléphone", "numéro téléphone", "numéro de tél", "n de téléphone",
            "n téléphone", "n tél", "n de tél", "téléphones", "no de téléphone", "no téléphone", "contact téléphonique",
        ]),
        (Email, &[
            "courriel", "adresse e mail", "adresse mail", "adresse courriel", "adresse de courriel",
            "adresse électronique", "courrier électronique", "adresse de messagerie", "mél", "courriels",
        ]),
        (Country, &["pays", "pays région", "pays de résidence", "pays ou région"]),
        (Language, &[
            "langue", "langue préférée", "langue maternelle", "langue parlée", "langue de correspondance", "langues",
        ]),
        (Tags, &["étiquettes", "étiquette", "mots clés", "mot clé", "libellés"]),
        (Group, &["groupe", "groupes", "catégorie", "catégories", "listes de diffusion"]),
    ],
};

#[rustfmt::skip]
pub(super) const SPANISH: LanguageWords = LanguageWords {
    name: "Spanish",
    order: NameOrder::FirstLast,
    words: &[
        (Given, &["nombre de pila", "nombres", "primer nombre"]),
        (Family, &["apellido", "apellidos", "primer apellido", "1er apellido", "apellido paterno"]),
        (Full, &["nombre completo"]),
        // Next to `apellidos` it is the given name; alone it is usually a full name.
        (Name, &["nombre"]),
        (WhatsApp, &["número de whatsapp", "whatsapp número"]),
        (Mobile, &[
            "móvil", "teléfono móvil", "celular", "teléfono celular", "número de celular", "número celular",
            "número de móvil", "número móvil", "tel móvil", "tel celular", "cel", "no celular", "nro celular",
            "nro de celular", "n móvil", "n de móvil",
        ]),
        (Phone, &[
            "teléfono", "número de teléfono", "número teléfono", "num teléfono", "nro teléfono", "nro de teléfono",
            "número telefónico", "no de teléfono", "n de teléfono", "n teléfono", "teléfonos", "telf", "tlf", "tlfno",
            "tfno", "fono", "número de contacto", "contacto telefónico",
        ]),
        (Email, &[
            "correo", "correo electrónico", "dirección de correo electrónico", "dirección de correo",
            "dirección de e mail", "dirección electrónica", "correos",
        ]),
        (Country, &["país", "país de residencia", "país región", "país o región"]),
        (Language, &["idioma", "lengua", "idioma preferido", "lengua materna", "idiomas"]),
        (Tags, &["etiquetas", "etiqueta"]),
        (Group, &["grupo", "grupos", "categoría", "categorías", "segmento", "segmentos"]),
    ],
};

#[rustfmt::skip]
pub(super) const PORTUGUESE: LanguageWords = LanguageWords {
    name: "Portuguese",
    order: NameOrder::FirstLast,
    words: &[
        (Given, &["primeiro nome", "nome próprio", "prenome"]),
        // An apelido is a family name in Portugal, and a nickname in Brazil, where the family name is the sobrenome.
        (Family, &["sobrenome", "último nome", "nome de família", "sobrenomes", "apelido", "apelidos"]),
        (Full, &["nome completo"]),
        (Name, &["nome"]),
        (WhatsApp, &["número de whatsapp", "número do whatsapp"]),
        (Mobile, &[
            "telemóvel", "celular", "telefone celular", "número de telemóvel", "número de celular",
            "número do celular", "n telemóvel", "n de telemóvel", "no telemóvel", "tel celular", "telefone móvel",
        ]),
        (Phone, &[
            "telefone", "número de telefone", "número do telefone", "fone", "n de telefone", "no de telefone",
            "n telefone", "telefones", "número de contato", "contato telefônico", "contacto telefónico",
        ]),
        (Email, &[
            "correio eletrônico", "correio electrónico", "endereço de e mail", "endereço eletrônico",
            "endereço electrónico",
        ]),
        (Country, &["país", "país de residência"]),
        (Language, &["idioma", "língua", "língua materna", "idiomas"]),
        (Tags, &["etiquetas", "marcadores"]),
        (Group, &["grupo", "grupos", "categoria", "categorias", "segmento", "segmentos"]),
    ],
};

#[rustfmt::skip]
pub(super) const ITALIAN: LanguageWords = LanguageWords {
    name: "Italian",
    order: NameOrder::FirstLast,
    words: &[
        (Given, &["nome di battesimo", "primo nome"]),
        (Family, &["cognome", "cognomi"]),
        (Full, &["nome completo"]),
        (EitherOrder, &["nominativo"]),
        // Next to `cognome` it is the given name.
        (Name, &["nome"]),
        (WhatsApp, &["numero whatsapp", "numero di whatsapp"]),
        (Mobile, &[
            "cellulare", "cell", "telefono cellulare", "numero di cellulare", "numero cellulare", "n cellulare",
            "tel cellulare", "telefono mobile", "telefonino",
        ]),
        (Phone, &[
            "telefono", "numero di telefono", "numero telefono", "n telefono", "n di telefono", "recapito telefonico",
            "telefono fisso", "telefoni",
        ]),
        (Email, &[
            "indirizzo e mail", "indirizzo email", "indirizzo mail", "posta elettronica",
            "indirizzo di posta elettronica",
        ]),
        (Country, &["paese", "nazione", "paese di residenza", "nazione di residenza"]),
        (Language, &["lingua", "lingua preferita", "lingua madre", "lingue"]),
        (Tags, &["etichette", "etichetta"]),
        (Group, &["gruppo", "gruppi", "categoria", "categorie"]),
    ],
};

#[rustfmt::skip]
pub(super) const ROMANIAN: LanguageWords = LanguageWords {
    name: "Romanian",
    order: NameOrder::FirstLast,
    words: &[
        (Given, &["prenume", "prenumele"]),
        (Family, &["nume de familie", "numele de familie", "nume familie"]),
        (Full, &["nume complet", "numele complet"]),
        (Name, &["nume", "numele"]),
        (WhatsApp, &["număr whatsapp", "număr de whatsapp"]),
        (Mobile, &[
            "telefon mobil", "mobil", "număr de mobil", "număr mobil", "nr mobil", "nr de mobil", "telefonul mobil",
            "număr de telefon mobil",
        ]),
        (Phone, &[
            "telefon", "număr de telefon", "numărul de telefon", "număr telefon", "nr telefon", "nr de telefon",
            "nr tel", "telefoane", "telefon fix",
        ]),
        (Email, &[
            "adresă de email", "adresa de email", "adresă email", "adresa email", "adresă de e mail", "adresa e mail",
            "poștă electronică",
        ]),
        (Country, &["țară", "țara", "țara de reședință", "țară de reședință"]),
        (Language, &["limbă", "limba", "limba maternă", "limba preferată", "limbi"]),
        (Tags, &["etichete", "etichetă"]),
        (Group, &["grup", "grupuri", "categorie", "categorii"]),
    ],
};
