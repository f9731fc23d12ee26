//! Which contacts: the options that `list`, `export`, `edit`, `delete`, `tags add`, `tags remove` and `stats` share.

use clap::Args;

use super::entry::entry_id;
use crate::cli::completion::candidates;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::model::{Selection, SortKey, Target};
use crate::ops::selection::{self, SelectionRequest, UnknownTag};
use crate::values::Region;
use crate::workspace::Snapshot;

/// Options that select contacts; all of them must hold. Words to search for are an argument of the command.
#[derive(Debug, Clone, Default, Args)]
pub(in crate::cli) struct SelectionOptions {
    /// Only contacts with this tag
    ///
    /// Repeatable: with all of them.
    #[arg(long, value_name = "TAG", add = candidates::tags())]
    tag: Vec<String>,
    /// Only contacts without this tag
    ///
    /// Repeatable: without any of them.
    #[arg(long, value_name = "TAG", hide_short_help = true, add = candidates::tags())]
    not_tag: Vec<String>,
    /// Only contacts of which it holds: 'Country = MY'
    ///
    /// Repeatable: all must hold. OP is =, !=, <, <=, >, >=, ~ (contains) or !~; 'FIELD is empty' and 'FIELD is set' need no value. A value is read as
    /// a cell of an import is, and compared by the type of its field.
    #[arg(long = "where", value_name = "FIELD OP VALUE", add = candidates::fields_before_operators())]
    conditions: Vec<String>,
    /// Only contacts that this import added or changed
    #[arg(long, value_name = "ID", value_parser = entry_id, hide_short_help = true, add = candidates::imports())]
    import: Option<i64>,
    /// Only contacts added or changed since: 2026-11-22, today, 7d or import:ID
    ///
    /// 7d is the last seven days; import:41 is what came after import 41. export takes last too.
    #[arg(long, value_name = "WHEN", hide_short_help = true)]
    changed_since: Option<String>,
    /// Only contacts that the last list of this source held
    ///
    /// With --missing: only those that it held before and holds no more.
    #[arg(long, value_name = "NAME", hide_short_help = true, add = candidates::sources())]
    source: Option<String>,
    /// With --source: only contacts that it held before and holds no more
    #[arg(long, hide_short_help = true, requires = "source")]
    missing: bool,
    /// Country of phone numbers without its code, such as MY
    #[arg(long, value_name = "COUNTRY", hide_short_help = true, add = candidates::regions())]
    pub(in crate::cli) region: Option<Region>,
}

impl SelectionOptions {
    /// Takes `--changed-since last` out: it is no selection, and stands for an export of changes.
    pub(in crate::cli) fn take_last(&mut self) -> Option<LastExport> {
        let name = match self.changed_since.as_deref().map(str::trim)? {
            "last" => None,
            other => Some(other.strip_prefix("last:").filter(|name| !name.is_empty())?.to_owned()),
        };
        self.changed_since = None;
        Some(LastExport { name })
    }

    /// Returns what was typed, with the words to search for.
    pub(in crate::cli) fn request(&self, text: &[String]) -> SelectionRequest {
        SelectionRequest {
            text: text.to_vec(),
            tags: self.tag.clone(),
            without_tags: self.not_tag.clone(),
            conditions: self.conditions.clone(),
            import: self.import,
            changed_since: self.changed_since.clone(),
            source: self.source.clone(),
            missing: self.missing,
            region: self.region,
        }
    }

    /// Reads the selection, with a warning for each tag that is not there.
    pub(in crate::cli) fn read(
        &self,
        context: &Context,
        snapshot: &Snapshot<'_>,
        text: &[String],
    ) -> Result<Selection, CliError> {
        let (selection, unknown) = self.read_with_unknown_tags(context, snapshot, text)?;
        warn_of(context, &unknown);
        Ok(selection)
    }

    /// As [`SelectionOptions::read`], but a tag that is to be left out has to be there.
    ///
    /// # Errors
    /// `tag-not-found`.
    pub(in crate::cli) fn read_strictly(
        &self,
        context: &Context,
        snapshot: &Snapshot<'_>,
        text: &[String],
    ) -> Result<Selection, CliError> {
        let (selection, unknown) = self.read_with_unknown_tags(context, snapshot, text)?;
        if let Some(tag) = unknown.iter().find(|tag| tag.is_left_out) {
            return Err(CliError::not_found("tag-not-found", no_tag(tag)).with_hint("see: contacts tags"));
        }
        warn_of(context, &unknown);
        Ok(selection)
    }

    fn read_with_unknown_tags(
        &self,
        context: &Context,
        snapshot: &Snapshot<'_>,
        text: &[String],
    ) -> Result<(Selection, Vec<UnknownTag>), CliError> {
        let selection = self.request(text).read(snapshot, context.clock.now())?;
        let unknown = selection::unknown_tags(&selection, snapshot)?;
        Ok((selection, unknown))
    }
}

fn warn_of(context: &Context, unknown: &[UnknownTag]) {
    for tag in unknown {
        context.terminal.warn(&no_tag(tag));
    }
}

fn no_tag(tag: &UnknownTag) -> String {
    let near =
        if tag.near.is_empty() { String::new() } else { format!("; did you mean '{}'?", tag.near.join("' or '")) };
    format!("there is no tag '{}'{near}", tag.name)
}

/// The last export of changes: that to the same file, or the one of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) struct LastExport {
    /// The name, if one was given.
    pub(in crate::cli) name: Option<String>,
}

/// Fields that are shown or written, and the order of contacts.
#[derive(Debug, Clone, Default, Args)]
pub(in crate::cli) struct LayoutOptions {
    /// These fields only, in this order: 'Contact ID,Email'
    ///
    /// Repeatable. A name that holds a comma stands in double quotes.
    #[arg(long, value_name = "FIELD,…", hide_short_help = true, add = candidates::columns_of_contacts())]
    columns: Vec<String>,
    /// Order by a field; with - before it, the greatest first
    ///
    /// Repeatable. By the type of the field, texts without regard to case and accents. Contacts without a value come last. With
    /// several, contacts of equal values are in the order of the next.
    #[arg(long, value_name = "[-]FIELD", hide_short_help = true, allow_hyphen_values = true, add = candidates::sort_fields())]
    sort: Vec<String>,
}

impl LayoutOptions {
    /// Returns true if an order was named.
    pub(in crate::cli) fn has_order(&self) -> bool {
        !self.sort.is_empty()
    }

    /// Returns true if columns were named.
    pub(in crate::cli) fn has_columns(&self) -> bool {
        !self.columns.is_empty()
    }

    /// Returns the columns; `None` if none were named.
    pub(in crate::cli) fn columns(&self, snapshot: &Snapshot<'_>) -> Result<Option<Vec<Target>>, CliError> {
        if self.columns.is_empty() {
            return Ok(None);
        }
        Ok(Some(selection::columns(&self.columns, &snapshot.fields()?)?))
    }

    /// Returns the order.
    pub(in crate::cli) fn sort(&self, snapshot: &Snapshot<'_>) -> Result<Vec<SortKey>, CliError> {
        let fields = snapshot.fields()?;
        Ok(self.sort.iter().map(|text| selection::sort_key(text, &fields)).collect::<Result<_, _>>()?)
    }
}
