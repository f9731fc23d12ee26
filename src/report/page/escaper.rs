//! Text as HTML that cannot become markup, command or hide.

use std::fmt::{self, Write};

use askama::filters::{Escaper, Html};

use crate::model::sanitize;

/// Escaper of the templates, for text between tags and in quoted attributes: no markup, no control character, nothing
/// that reorders its surroundings. `askama.toml` names it, so that a template cannot forget it.
#[derive(Clone, Copy)]
pub(super) struct VisibleHtml;

impl Escaper for VisibleHtml {
    fn write_escaped_str<W: Write>(&self, page: W, text: &str) -> fmt::Result {
        Html.write_escaped_str(page, &sanitize(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_text_and_what_hides_is_seen() {
        let escaped = |text: &str| {
            let mut page = String::new();
            VisibleHtml.write_escaped_str(&mut page, text).unwrap();
            page
        };
        assert_eq!(escaped("Ann’s <b> & \"co\""), "Ann’s &#60;b&#62; &#38; &#34;co&#34;");
        assert_eq!(escaped("'\u{202e}\u{1b}[2J\0\n"), "&#39;\\u{202e}\\x1b[2J\\x00⏎");
    }
}
