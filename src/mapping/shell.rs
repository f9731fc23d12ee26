use std::borrow::Cow;

/// An argument as it can be pasted into a POSIX shell.
pub fn quote(argument: &str) -> Cow<'_, str> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_=./,:+@%".contains(c);
    if !argument.is_empty() && argument.chars().all(is_plain) {
        Cow::Borrowed(argument)
    } else {
        Cow::Owned(format!("'{}'", argument.replace('\'', r"'\''")))
    }
}

#[cfg(test)]
mod tests {
    use super::quote;

    #[test]
    fn only_what_a_shell_would_change_is_quoted() {
        assert_eq!(quote("Mobile=Email"), "Mobile=Email");
        assert_eq!(quote("Mobile Phone=Phone Number"), "'Mobile Phone=Phone Number'");
        assert_eq!(quote("O'Brien"), r"'O'\''Brien'");
        assert_eq!(quote("#3=Email"), "'#3=Email'");
        assert_eq!(quote(""), "''");
    }
}
