//! Contradictions between a phone number and the Country of its row.

use super::libphonenumber;
use crate::model::{Diagnostic, IssueCode};

/// Compares a number in E.164 form with the country of its row, an alpha-2 code. `None` if the number's calling code is
/// that of the country, which may share it with others (+1, +44, +7), or that of no country (+800).
pub fn country_differs(number: &str, country: &str) -> Option<Diagnostic> {
    let own_code = libphonenumber::country(country)?.calling_code.as_bytes();
    if number.as_bytes().get(1..=own_code.len()) == Some(own_code) {
        return None;
    }
    let (calling_code, _) = libphonenumber::calling_code(number)?;
    let region = libphonenumber::main_region(calling_code)?;
    let others = if libphonenumber::is_shared(calling_code) { " and others" } else { "" };
    Some(Diagnostic::new(
        IssueCode::PhoneCountryDiffers,
        format!(
            "+{calling_code} is the country code of {region}{others}, but the row's Country is {country}: check which is right"
        ),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_another_country_contradicts_its_row() {
        for (number, country, calling_code) in [
            ("+6581234567", "MY", "+65 is the country code of SG, but the row's Country is MY"),
            ("+60123456789", "SG", "+60 is the country code of MY,"),
            ("+447911123456", "IE", "+44 is the country code of GB and others"),
            ("+12015550123", "MX", "+1 is the country code of US and others"),
            ("+77011234567", "KG", "+7 is the country code of RU and others"),
        ] {
            let finding = country_differs(number, country).unwrap();
            assert!(finding.message.starts_with(calling_code), "{}", finding.message);
        }
    }

    #[test]
    fn countries_that_share_a_calling_code_do_not_contradict_each_other() {
        for (number, countries) in [
            ("+12015550123", "US CA PR JM BS DO BM AG KY"),
            ("+447911123456", "GB GG JE IM"),
            ("+77011234567", "RU KZ"),
            ("+390669812345", "IT VA"),
            ("+4712345678", "NO SJ"),
            ("+358401234567", "FI AX"),
            ("+262639123456", "RE YT"),
            ("+590690001234", "GP BL MF"),
            ("+5999123456", "CW BQ"),
            ("+61412345678", "AU CX CC"),
            ("+212612345678", "MA EH"),
        ] {
            for country in countries.split(' ') {
                assert_eq!(country_differs(number, country), None, "{number} {country}");
            }
        }
    }

    #[test]
    fn a_number_without_a_country_contradicts_no_row() {
        for (number, country) in [
            ("+80012345678", "MY"),
            ("+870773111632", "US"),
            ("+8835100012345", "DE"),
            ("+60123456789", "AQ"),
            ("+60123456789", "UM"),
            ("+60123456789", ""),
        ] {
            assert_eq!(country_differs(number, country), None, "{number} {country}");
        }
    }
}
