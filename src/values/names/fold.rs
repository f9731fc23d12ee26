use crate::model::Text;

/// A name in the form in which names are compared: lower case without accents, `&` as `and`, without dots and
/// apostrophes, other punctuation as one blank. `Côte d’Ivoire` becomes `cote divoire`, `U.S.A.` becomes `usa`.
pub(in crate::values) fn fold(name: &str) -> Text {
    let mut folded = Text::const_new("");
    for c in name.chars().flat_map(char::to_lowercase) {
        match c {
            '&' => push_word(&mut folded, "and"),
            '.' | '\'' | '’' | '‘' | 'ʻ' | '`' | '\u{300}'..='\u{36F}' => {}
            c if c.is_alphanumeric() => push_plain(&mut folded, c),
            _ => end_word(&mut folded),
        }
    }
    if folded.ends_with(' ') {
        folded.pop();
    }
    folded
}

fn push_word(folded: &mut Text, word: &str) {
    end_word(folded);
    folded.push_str(word);
    folded.push(' ');
}

fn end_word(folded: &mut Text) {
    if !folded.is_empty() && !folded.ends_with(' ') {
        folded.push(' ');
    }
}

/// A letter without its accent. Names of countries and languages need no others than these.
fn push_plain(folded: &mut Text, c: char) {
    match c {
        'ß' => folded.push_str("ss"),
        'æ' => folded.push_str("ae"),
        'œ' => folded.push_str("oe"),
        'þ' => folded.push_str("th"),
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' | 'ǎ' => folded.push('a'),
        'ç' | 'ć' | 'č' => folded.push('c'),
        'đ' | 'ð' | 'ď' => folded.push('d'),
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' | 'ẽ' | 'ə' => folded.push('e'),
        'ğ' | 'ģ' => folded.push('g'),
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'į' | 'ı' | 'ĩ' => folded.push('i'),
        'ķ' => folded.push('k'),
        'ł' | 'ļ' => folded.push('l'),
        'ñ' | 'ń' | 'ņ' | 'ň' => folded.push('n'),
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ő' | 'ǫ' => folded.push('o'),
        'ř' => folded.push('r'),
        'ś' | 'ş' | 'š' | 'ș' => folded.push('s'),
        'ţ' | 'ť' | 'ț' => folded.push('t'),
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' | 'ų' => folded.push('u'),
        'ý' | 'ÿ' => folded.push('y'),
        'ź' | 'ż' | 'ž' => folded.push('z'),
        other => folded.push(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fold_to_plain_words() {
        for (name, folded) in [
            ("Malaysia", "malaysia"),
            ("  Côte   d’Ivoire ", "cote divoire"),
            ("Cote\u{301} d'Ivoire", "cote divoire"),
            ("U.S.A.", "usa"),
            ("Trinidad & Tobago", "trinidad and tobago"),
            ("Trinidad&Tobago", "trinidad and tobago"),
            ("Korea (Republic of)", "korea republic of"),
            ("GUINEA-BISSAU", "guinea bissau"),
            ("TÜRKİYE", "turkiye"),
            ("Åland", "aland"),
            ("日本", "日本"),
            ("(…)", ""),
        ] {
            assert_eq!(fold(name), folded, "{name}");
        }
    }
}
