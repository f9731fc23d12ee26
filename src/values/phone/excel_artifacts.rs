//! Damage that spreadsheets do to phone numbers, reported as such (spec section 4).

use super::digits;
use crate::model::{Diagnostic, IssueCode, Wrapping};

/// Returns the warning that the wrapping of a number was removed.
pub fn phone_unwrapped(wrapping: Wrapping) -> Diagnostic {
    let message = match wrapping {
        Wrapping::Apostrophe => "the apostrophe that a spreadsheet put before the number was taken off",
        Wrapping::Formula => "the =\"…\" that a spreadsheet put around the number was taken off",
    };
    Diagnostic::new(IssueCode::PhoneUnwrapped, message)
}

/// Returns the damage that a spreadsheet did to a cell, if any.
pub(super) fn find(text: &str) -> Option<Diagnostic> {
    let (code, message) = if text.starts_with(['=', '@', '＝', '＠']) {
        (IssueCode::PhoneFormula, "a formula stands here: replace it by the phone number itself")
    } else if !text.is_empty() && text.bytes().all(|byte| byte == b'#') {
        let message = "the spreadsheet saved #### because its column was too narrow: widen it and save the file again";
        (IssueCode::PhoneHashes, message)
    } else if is_scientific(text) {
        let message = "a spreadsheet turned the number into scientific notation and its last digits are lost: format the \
                       column as text and enter the number again";
        (IssueCode::PhoneDigitsLost, message)
    } else if is_decimal(text) {
        // libphonenumber would read `60189988776.0` as `+601899887760`: another number, not an error.
        let message = "a spreadsheet took the number for an amount and added decimals: format the column as text and \
                       remove them";
        (IssueCode::PhoneDecimal, message)
    } else {
        return None;
    };
    Some(Diagnostic::new(code, message))
}

/// Returns true for `6.01899E+10`, `6,01899e+10`, `6E10`.
fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else {
        return false;
    };
    let (whole, fraction) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, ""));
    let whole = whole.strip_prefix(['+', '-']).unwrap_or(whole);
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    digits::only(whole)
        && (fraction.is_empty() || digits::only(fraction))
        && digits::only(exponent)
        && exponent.len() <= 3
}

/// Returns true for `60189988776.0`, `60189988776,00`, `60,189,988,776.00`: one or two decimals behind an otherwise
/// valid number. Groups of two between several dots (`01.23.45.67.89`) are a way to write numbers, not decimals.
fn is_decimal(text: &str) -> bool {
    let Some(at) = text.rfind(['.', ',']) else { return false };
    let (whole, fraction) = text.split_at(at);
    let (point, fraction) = fraction.split_at(1);
    let whole = whole.strip_prefix('+').unwrap_or(whole);
    let has_enough_digits = whole.bytes().filter(u8::is_ascii_digit).count() >= 5;
    let only_zeros = fraction.bytes().all(|byte| byte == b'0');
    let stands_alone = !whole.contains(point) && (digits::only(whole) || only_zeros);
    has_enough_digits && stands_alone && matches!(fraction.len(), 1 | 2) && digits::only(fraction)
}

/// Returns the error of a number that a spreadsheet has rounded.
pub(super) fn rounded() -> Diagnostic {
    Diagnostic::new(
        IssueCode::PhoneRounded,
        "a spreadsheet rounded the number, as it did with most of the column: its last digits are lost; format the \
         column as text where the numbers are still whole, and export it again",
    )
}
