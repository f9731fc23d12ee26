//! Issues: errors and warnings about cells and rows, with stable codes.

use serde::Serialize;

/// Severity of an issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// It does not keep the row from being imported.
    Warning,
    /// The row changes nothing.
    Error,
}

macro_rules! issue_codes {
    ($($(#[$doc:meta])+ $variant:ident = $name:literal, $severity:ident, $title:literal;)+) => {
        /// Code of an issue with a cell or a row: a stable name that scripts may rely on.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum IssueCode { $($(#[$doc])+ $variant,)+ }

        impl IssueCode {
            /// All codes, for documentation and tests.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// Returns the name in JSON and in the workspace.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// Returns the reason in a few words, as the heading of all issues with this code.
            pub fn title(self) -> &'static str {
                match self { $(Self::$variant => $title),+ }
            }

            /// Returns the severity, which depends on the code alone.
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity),+ }
            }
        }
    };
}

issue_codes! {
    /// More cells than the header; blank extra ones too, unless nearly all rows have as many (spec section 2.6).
    TooManyCells = "too-many-cells", Error, "Rows with too many cells";
    /// Fewer cells than the header because a part of the row is missing, not because its last cells are blank.
    TooFewCells = "too-few-cells", Error, "Rows with too few cells";
    /// A NUL character in a cell.
    NulInCell = "nul-in-cell", Error, "Cells with a NUL character";
    /// A cell of more than 64 KiB.
    CellTooLarge = "cell-too-large", Error, "Cells that are too large";
    /// Bytes that are not valid in the source's encoding.
    InvalidBytes = "invalid-bytes", Error, "Characters that cannot be read";
    /// Text after a closing quote.
    TextAfterQuote = "text-after-quote", Warning, "Text after a closing quote";
    /// A blank before an opening quote: the quote is part of the value.
    BlankBeforeQuote = "blank-before-quote", Warning, "Blanks before an opening quote";
    /// A quote escaped with a backslash, which CSV does not know.
    BackslashQuote = "backslash-quote", Warning, "Quotes with a backslash";
    /// A quoted cell that holds lines which look like rows.
    RowsInCell = "rows-in-cell", Warning, "Several rows in one cell";

    /// A spreadsheet's error in place of a value, such as `#N/A`.
    SpreadsheetError = "spreadsheet-error", Error, "Errors of a spreadsheet";
    /// Text that was decoded wrongly, such as `MÃ¼ller`, or in which letters are lost.
    TextGarbled = "text-garbled", Warning, "Garbled text";
    /// Text that was decoded wrongly and would replace the value of which it is the garbled form.
    // The same name as the warning: to a script it is one problem of two severities.
    TextGarbledReplaces = "text-garbled", Error, "Garbled text in place of a good value";
    /// A full name that cannot be split, so that it goes whole to First Name.
    NameUnsplit = "name-unsplit", Warning, "Names that cannot be split";
    /// Several values in one cell, of which the first is used.
    SeveralValues = "several-values", Warning, "Several values in one cell";

    /// The identifier's cell is blank.
    IdentifierBlank = "identifier-blank", Error, "Nothing to recognise the contact by";
    /// The identifier's cell holds the clear marker.
    IdentifierCleared = "identifier-cleared", Error, "The identifier would be emptied";
    /// Other rows of the file have the same identifier.
    DuplicateInFile = "duplicate-in-file", Error, "The same contact in several rows";
    /// Several contacts of the workspace have this identifier.
    SeveralContacts = "several-contacts", Error, "Several contacts fit";
    /// A value that a person set last is kept.
    EditKept = "edit-kept", Warning, "A value that a person set is kept";
    /// The contact with an identifier of the row was merged into another one.
    IdentifierMerged = "identifier-merged", Warning, "The contact was merged into another one";
    /// A cell of a list of suppressions that is no value by which people are left alone.
    SuppressionInvalid = "suppression-invalid", Error, "Values that cannot be suppressed";
    /// Identifiers of the row match different contacts.
    IdentifiersDisagree = "identifiers-disagree", Error, "Identifiers of different contacts";
    /// A contact cannot be added without a First Name.
    FirstNameMissing = "first-name-missing", Error, "First Name is missing";
    /// The cell is not a Contact ID.
    ContactIdInvalid = "contact-id-invalid", Error, "Not a Contact ID";

    /// A phone number without its country code.
    PhoneNoCountryCode = "phone-no-country-code", Error, "Phone numbers without country code";
    /// A phone number with letters in it.
    PhoneLetters = "phone-letters", Error, "Letters in phone numbers";
    /// A phone number with a decimal part, as a spreadsheet writes it.
    PhoneDecimal = "phone-decimal", Error, "Phone numbers with decimals";
    /// A phone number in scientific notation: digits are lost.
    PhoneDigitsLost = "phone-digits-lost", Error, "Phone numbers that lost digits";
    /// A phone number that a spreadsheet rounded, like most of its column: it ends in 00000.
    PhoneRounded = "phone-rounded", Error, "Phone numbers that were rounded";
    /// `#####`: the spreadsheet's column was too narrow when it was saved.
    PhoneHashes = "phone-hashes", Error, "Only ##### in place of a phone number";
    /// A formula where a phone number should be.
    PhoneFormula = "phone-formula", Error, "Formulas in place of phone numbers";
    /// Two or more phone numbers in one cell.
    PhoneSeveral = "phone-several", Error, "Several phone numbers in one cell";
    /// A phone number with an extension.
    PhoneExtension = "phone-extension", Error, "Phone numbers with an extension";
    /// Possible only within its area: the area code is missing.
    PhoneLocalOnly = "phone-local-only", Error, "Phone numbers without area code";
    /// Too short, too long, or of a country code that does not exist.
    PhoneImpossible = "phone-impossible", Error, "Phone numbers that cannot exist";
    /// Not a phone number at all.
    PhoneInvalid = "phone-invalid", Error, "Not a phone number";
    /// A possible number that is not assigned as far as libphonenumber knows.
    PhoneUnassigned = "phone-unassigned", Warning, "Phone numbers not known to be in use";
    /// A spreadsheet's wrapping (`'…` or `="…"`) was removed.
    PhoneUnwrapped = "phone-unwrapped", Warning, "Phone numbers with marks of a spreadsheet";
    /// A phone number with the country code of another country than its row's Country.
    PhoneCountryDiffers = "phone-country-differs", Warning, "Phone number and country differ";

    /// Not an e-mail address.
    EmailInvalid = "email-invalid", Error, "Not an e-mail address";
    /// Invisible characters in an e-mail address.
    EmailInvisible = "email-invisible-characters", Error, "Invisible characters in e-mail addresses";
    /// Two or more addresses in one cell.
    EmailSeveral = "email-several", Error, "Several e-mail addresses in one cell";
    /// A name around the address: `Bob <bob@example.com>`.
    EmailDisplayName = "email-display-name", Error, "Names around e-mail addresses";
    /// Letters of several scripts that look alike.
    EmailMixedScripts = "email-mixed-scripts", Warning, "E-mail addresses in mixed scripts";

    /// Not a country.
    CountryUnknown = "country-unknown", Error, "Not a country";
    /// A word that only stands for nothing, such as `N/A`, where a name belongs.
    NamePlaceholder = "name-placeholder", Error, "Words that stand for nothing";
    /// Not a language.
    LanguageUnknown = "language-unknown", Error, "Not a language";
    /// Not a number in an accepted form.
    NumberInvalid = "number-invalid", Error, "Not a number";
    /// Not a web address.
    UrlInvalid = "url-invalid", Error, "Not a web address";
    /// Not a date, or a day that no calendar has.
    DateInvalid = "date-invalid", Error, "Not a date";
    /// A date whose order of day, month and year must be given.
    DateFormatNeeded = "date-format-needed", Error, "Dates that can be read in two ways";
    /// A date of a column that the given format does not read, while another reads all of it.
    DateFormatContradicted = "date-format-contradicted", Error, "Dates in another format";
    /// A date before 1900 or after 2100.
    DateUnusual = "date-unusual", Warning, "Dates in unusual years";
    /// Not a time of day.
    TimeInvalid = "time-invalid", Error, "Not a time of day";
    /// Neither yes nor no.
    CheckboxInvalid = "checkbox-invalid", Error, "Neither yes nor no";
    /// Not an option of the list.
    OptionUnknown = "option-unknown", Error, "Not an option of its list";
    /// Not a tag: its name is too long or holds control characters.
    TagInvalid = "tag-invalid", Error, "Not a tag";

    /// More errors in one row than are listed.
    FurtherErrors = "further-errors", Error, "Further errors of a row";
    /// More warnings of one row than are listed.
    FurtherWarnings = "further-warnings", Warning, "Further warnings of a row";
}

impl IssueCode {
    /// Returns true for errors that say that a value is none of its field.
    pub fn is_about_bad_value(self) -> bool {
        self.is_about_personal_value()
            || matches!(
                self,
                Self::SpreadsheetError
                    | Self::CountryUnknown
                    | Self::LanguageUnknown
                    | Self::NumberInvalid
                    | Self::UrlInvalid
                    | Self::DateInvalid
                    | Self::DateFormatNeeded
                    | Self::TimeInvalid
                    | Self::CheckboxInvalid
                    | Self::OptionUnknown
                    | Self::TagInvalid
            )
    }

    /// Returns true for errors that say that a value is no phone number, e-mail address or Contact ID.
    pub fn is_about_personal_value(self) -> bool {
        let name = self.as_str();
        let is_contact = name.starts_with("phone-") || name.starts_with("email-") || name == "contact-id-invalid";
        self.severity() == Severity::Error && is_contact
    }

    /// Returns true for codes about how a row is written (its quotes) rather than about a value.
    fn is_about_writing(self) -> bool {
        matches!(self, Self::TextAfterQuote | Self::BlankBeforeQuote | Self::BackslashQuote | Self::RowsInCell)
    }
}

impl Serialize for IssueCode {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// Problem found while reading one value, before its line and column are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Code of the problem.
    pub code: IssueCode,
    /// The problem and what to do, for a person. Of the value it names at most the part that is wrong.
    pub message: String,
}

impl Diagnostic {
    /// Creates a diagnostic.
    pub fn new(code: IssueCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }
}

/// Problem with a row: a fact about the data, not a failure of the program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Issue {
    /// Physical line of the source on which the row begins, from 1.
    pub line: u64,
    /// Header of the column (`#3` if it has none); `None` if the issue is about the whole row.
    pub column: Option<String>,
    /// Contact field to which the column is mapped.
    pub field: Option<String>,
    /// Code of the problem.
    pub code: IssueCode,
    /// The cell as the source has it.
    pub value: Option<String>,
    /// The problem and what to do, for a person.
    pub message: String,
}

impl Issue {
    /// Creates an issue about the whole row.
    pub fn of_row(line: u64, code: IssueCode, message: impl Into<String>) -> Self {
        Self { line, column: None, field: None, code, value: None, message: message.into() }
    }

    /// Returns true if the issue keeps the row from being imported.
    pub fn is_error(&self) -> bool {
        self.code.severity() == Severity::Error
    }

    /// Returns true if the issue is reported for a row that is not imported. A warning about a value is not, because it says
    /// how the value is imported; a warning about how the row is written is, because that may be the cause of an error.
    pub fn holds_without_import(&self) -> bool {
        self.is_error() || self.code.is_about_writing()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn codes_are_distinct_kebab_case() {
        let names: HashSet<_> = IssueCode::ALL.iter().map(|code| code.as_str()).collect();
        let kinds: HashSet<_> = IssueCode::ALL.iter().map(|code| (code.as_str(), code.severity())).collect();
        assert_eq!(kinds.len(), IssueCode::ALL.len());
        assert!(names.iter().all(|n| n.chars().all(|c| c.is_ascii_lowercase() || c == '-')), "{names:?}");
    }
}
