/// A label of a domain may be so long (RFC 1035, section 2.3.4), and a local part one byte more (RFC 5321, section
/// 4.5.3.1.1).
const LONGEST_LABEL: usize = 63;

/// A domain so long leaves room for any local part.
const LONGEST_DOMAIN: usize = 180;

/// Whether an address is right beyond doubt, as nearly all are: few characters, all of ASCII, and a domain that is looked
/// up as it is written. It saves the close look, which costs five times as much; what is not plain may be right too.
pub(super) fn is_plain(address: &str) -> bool {
    address.split_once('@').is_some_and(|(local_part, domain)| is_local_part(local_part) && is_domain(domain))
}

fn is_local_part(part: &str) -> bool {
    let belongs = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+');
    part.len() <= LONGEST_LABEL + 1 && part.split('.').all(|word| !word.is_empty() && word.bytes().all(belongs))
}

fn is_domain(domain: &str) -> bool {
    let has_ending = domain.rsplit_once('.').is_some_and(|(_, ending)| ending.len() > 1 && is_word(ending));
    has_ending && domain.len() <= LONGEST_DOMAIN && domain.split('.').all(is_label)
}

fn is_word(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// Two hyphens at the third place are left to those who know what they mean (IDNA).
fn is_label(label: &str) -> bool {
    let belongs = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=LONGEST_LABEL).contains(&label.len())
        && label.bytes().all(belongs)
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.get(2..4) != Some("--")
}
