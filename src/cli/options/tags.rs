//! Tags that an import adds, and the rules for tags typed on the command line.

use clap::Args;

use crate::cli::completion::candidates;
use crate::cli::error::CliError;
use crate::model::{ImportTag, split_tags};
use crate::values::{is_blank, tag_fault, typed_tag_fault};

/// The tags that an import gives.
#[derive(Debug, Clone, Default, Args)]
pub(in crate::cli) struct TagOptions {
    /// Tag every contact that is added or updated
    ///
    /// Repeatable; commas separate several tags.
    #[arg(long, value_name = "TAG", help_heading = "Tags", add = candidates::tags())]
    tag: Vec<String>,
    /// Name of the import tag [default: import-DATE-N]
    ///
    /// Every contact that is added or updated gets it.
    #[arg(long, value_name = "NAME", conflicts_with = "no_import_tag", help_heading = "Tags", hide_short_help = true)]
    import_tag: Option<String>,
    /// Give no import tag
    #[arg(long, help_heading = "Tags", hide_short_help = true)]
    no_import_tag: bool,
}

impl TagOptions {
    /// Returns the prior tags and those of `--tag`, each once.
    pub(in crate::cli) fn tags(&self, before: Vec<String>) -> Result<Vec<String>, CliError> {
        let mut tags = before;
        for name in new_tags("--tag", &self.tag)? {
            if !tags.contains(&name) {
                tags.push(name);
            }
        }
        Ok(tags)
    }

    /// Returns the choice of import tag, if one was typed.
    pub(in crate::cli) fn import_tag(&self) -> Result<Option<ImportTag>, CliError> {
        match &self.import_tag {
            Some(name) if is_blank(name) => {
                Err(CliError::usage("--import-tag needs a name").with_hint("for no import tag: --no-import-tag"))
            }
            Some(name) => {
                check("--import-tag", typed_tag_fault(name.trim()))?;
                Ok(Some(ImportTag::Named(name.trim().to_owned())))
            }
            None => Ok(self.no_import_tag.then_some(ImportTag::None)),
        }
    }

    /// Returns true if any of them was typed.
    pub(in crate::cli) fn any(&self) -> bool {
        !self.tag.is_empty() || self.import_tag.is_some() || self.no_import_tag
    }
}

/// Like [`typed_tags`], for tags that contacts are to get.
pub(in crate::cli) fn new_tags(option: &str, typed: &[String]) -> Result<Vec<String>, CliError> {
    let names = typed_tags(option, typed)?;
    names.iter().try_for_each(|name| check(option, typed_tag_fault(name)))?;
    Ok(names)
}

/// Returns the tags given with an option, split like a Tags cell: `a,b` are two.
pub(in crate::cli) fn typed_tags(option: &str, typed: &[String]) -> Result<Vec<String>, CliError> {
    if typed.iter().any(|tag| is_blank(tag)) {
        return Err(CliError::usage(format!("{option} needs a name")));
    }
    let names: Vec<String> = typed.iter().flat_map(|tag| split_tags(tag, None)).collect();
    // The rules of a Tags cell hold here too, else a tag could be made that an export writes and no import reads again.
    names.iter().try_for_each(|name| check(option, tag_fault(name).map(|fault| fault.message)))?;
    Ok(names)
}

fn check(option: &str, fault: Option<String>) -> Result<(), CliError> {
    fault.map_or(Ok(()), |fault| Err(CliError::usage(format!("{option}: {fault}"))))
}
