use dialoguer::console::Style;

/// What a colour means. Whatever has one says the same in words, for eyes and terminals that see none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// All is well: green.
    Good,
    /// Something to know: yellow.
    Note,
    /// Something is wrong: red.
    Bad,
    /// Beside the matter: dim.
    Quiet,
}

impl Tone {
    /// The text in its colour, where there are colours.
    pub(super) fn paint(self, text: &str, has_colors: bool) -> String {
        if !has_colors {
            return text.to_owned();
        }
        let style = match self {
            Self::Good => Style::new().green(),
            Self::Note => Style::new().yellow(),
            Self::Bad => Style::new().red().bold(),
            Self::Quiet => Style::new().dim(),
        };
        style.force_styling(true).apply_to(text).to_string()
    }
}

/// A result that can be shown in colours.
pub trait Painted {
    /// Lines that end with a line end. Cells and other texts of the user are safe for a terminal in it.
    fn painted(&self, has_colors: bool) -> String;
}
