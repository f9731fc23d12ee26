//! Command lines that come next or repeat an import, quoted so that they can be pasted into a shell.

use std::path::Path;

use super::context::Context;
use super::created_fields;
use crate::mapping::{self, Compiled, MappingRequest, PresetChoice, option_names, quote, split_argument};
use crate::model::{
    Column, ColumnChoice, Constant, FieldId, Fields, ImportTag, LeftOutReason, Mapping, OverwritePolicy, ParseSettings,
    Recipe, Slot, SlotSource, Target, join_tags_by, shell_argument, shell_option,
};
use crate::session::UploadedFor;

/// A command as shell words.
pub(super) struct CommandLine(String);

impl CommandLine {
    /// Returns `contacts NAME FILE`, with `--workspace` if one was named.
    pub(super) fn new(context: &Context, name: &str, file: &Path) -> Self {
        Self::of(context, name).with_file(file)
    }

    /// Returns `contacts NAME FILE` for a hint, which is given `--workspace` where it is printed.
    pub(super) fn in_hint(name: &str, file: &Path) -> Self {
        Self(format!("contacts {name}")).with_file(file)
    }

    /// Returns `contacts NAME`, with `--workspace` if one was named.
    pub(super) fn of(context: &Context, name: &str) -> Self {
        let mut line = Self("contacts".to_owned());
        if let Some(workspace) = &context.workspace {
            line.option("--workspace", &workspace.to_string_lossy());
        }
        line.0 += &format!(" {name}");
        line
    }

    /// Returns the command that was typed, with more options.
    pub(super) fn repeated(context: &Context, options: &[&str]) -> Self {
        let typed: Vec<_> = context.words.iter().skip(1).map(|word| word.to_string_lossy()).collect();
        // What follows `--` is no option.
        let end = typed.iter().position(|word| word == "--").unwrap_or(typed.len());
        let (before, after) = typed.split_at(end);
        let mut line = Self("contacts".to_owned());
        for word in
            before.iter().map(AsRef::as_ref).chain(options.iter().copied()).chain(after.iter().map(AsRef::as_ref))
        {
            line.word(word);
        }
        line
    }

    /// Adds a word that is no option, such as an ID.
    pub(super) fn with_word(mut self, word: &str) -> Self {
        self.word(word);
        self
    }

    /// Adds a name, which is no option either if it begins with `-`.
    pub(super) fn with_name(mut self, name: &str) -> Self {
        self.0 += &format!(" {}", shell_argument(name));
        self
    }

    /// Adds an option with its value.
    pub(super) fn with_option(mut self, name: &str, value: &str) -> Self {
        self.option(name, value);
        self
    }

    fn with_file(mut self, file: &Path) -> Self {
        let file = file.to_string_lossy();
        // clap would take a file named `-x` for an option; `./-x` is the same file.
        self.word(&if file.starts_with('-') { format!("./{file}") } else { file.into_owned() });
        self
    }

    /// Adds all options of an upload that a recipe holds.
    pub(super) fn with_upload(mut self, recipe: &Recipe) -> Self {
        self.purpose(recipe);
        self.source(recipe);
        self.reading(&recipe.reading);
        self
    }

    /// Adds the options that map the columns of a session as it did. Those that it left out by itself are left out again.
    pub(super) fn with_mapping_of(mut self, session: &UploadedFor) -> Self {
        let UploadedFor { recipe, columns, .. } = session;
        for (column, name) in columns.iter().zip(option_names(columns)) {
            let is_column =
                |choice: &&ColumnChoice| (choice.position, &choice.header) == (column.position, &column.name);
            if let Some(choice) = recipe.columns.iter().find(is_column) {
                self.column(session, choice, &name);
            }
        }
        for Constant { field, value } in &recipe.constants {
            self.option("--set", &format!("{field}={value}"));
        }
        self.policy("--do-not-overwrite", &recipe.do_not_overwrite);
        self.policy("--keep-edits", &recipe.keep_edits);
        self
    }

    /// Adds the option that makes a choice for a column, which options know by this name.
    fn column(&mut self, session: &UploadedFor, choice: &ColumnChoice, name: &str) {
        let Some(field) = &choice.field else { return self.skip(session, choice, name) };
        if let Some(order) = choice.split {
            return self.option("--split", &split_argument(name, order));
        }
        let key = Fields::key(field);
        if let Some(planned) = session.planned_fields.iter().find(|planned| Fields::key(&planned.name) == key) {
            let named = if planned.name == choice.header { "" } else { &planned.name };
            return self.option("--create-field", &format!("{name}={named}:{}", planned.kind.name()));
        }
        // A column is mapped by itself if it alone has the name of the field.
        let mut of_that_name = session.columns.iter().filter(|column| Fields::key(&column.name) == key);
        let only = of_that_name.next().filter(|_| of_that_name.next().is_none());
        if only.is_none_or(|column| column.position != choice.position) {
            self.option("--map", &format!("{name}={field}"));
        }
    }

    /// Emits `--skip` for a column, unless it was left out for what it is.
    fn skip(&mut self, session: &UploadedFor, choice: &ColumnChoice, name: &str) {
        let is_it = |told: &&LeftOutReason| (told.position, &told.header) == (choice.position, &choice.header);
        let reason = session.left_out.iter().find(is_it).map(|told| told.reason.as_str());
        // A saved mapping, which left it out as it was told to, has given no reason.
        if matches!(reason, None | Some(LeftOutReason::SKIPPED)) {
            self.option("--skip", name);
        }
    }

    /// Adds reading options.
    pub(super) fn with_reading(mut self, reading: &ParseSettings) -> Self {
        self.reading(reading);
        self
    }

    /// Returns the one-run import that a recipe describes; it needs no prompts, and creates those of the fields that are
    /// `new`.
    pub(super) fn of_recipe(
        context: &Context,
        file: &Path,
        recipe: &Recipe,
        columns: &[Column],
        (fields, new): (&Fields, &[FieldId]),
        mapping: &Mapping,
    ) -> Self {
        let mut line = Self::new(context, "import", file);
        line.purpose(recipe);
        line.source(recipe);
        line.mapping(recipe, columns, (fields, new), mapping);
        line.reading(&recipe.reading);
        line
    }

    fn purpose(&mut self, recipe: &Recipe) {
        self.option("--purpose", recipe.purpose.as_str());
        if let Some(identifiers) = recipe.identifiers.text() {
            self.option("--id", &identifiers);
        }
        for tag in &recipe.tags {
            // `--tag` reads its value as a Tags cell: a name with a separator in it is quoted as CSV quotes it.
            let needs_quotes = tag.contains([',', ';', '"']);
            self.option("--tag", &if needs_quotes { format!("\"{}\"", tag.replace('"', "\"\"")) } else { tag.clone() });
        }
        match &recipe.import_tag {
            ImportTag::Automatic => {}
            ImportTag::Named(name) => self.option("--import-tag", name),
            ImportTag::None => self.word("--no-import-tag"),
        }
    }

    fn source(&mut self, recipe: &Recipe) {
        let missing = recipe.missing.as_ref().map(ToString::to_string);
        let max = recipe.max_missing.map(|max| max.to_string());
        for (name, value) in [("--source", recipe.source.clone()), ("--missing", missing), ("--max-missing", max)] {
            if let Some(value) = value {
                self.option(name, &value);
            }
        }
    }

    /// Emits `--map`, `--set` and `--skip` only where the mapping differs from the automatic one, and `--create-field` for
    /// new fields, which the automatic one would not have.
    fn mapping(
        &mut self,
        recipe: &Recipe,
        columns: &[Column],
        (fields, new): (&Fields, &[FieldId]),
        mapping: &Mapping,
    ) {
        let by_itself =
            default_mapping(recipe, columns, fields).map_or_else(|_| Mapping::default(), |found| found.mapping);
        let names = option_names(columns);
        let is_in = |slot: &Slot, other: &Mapping| {
            other.slots.iter().any(|known| known.target == slot.target && known.source == slot.source)
        };
        let new_field = |slot: &Slot| {
            let id = new.iter().find(|id| slot.target == Target::Field(**id))?;
            fields.get(*id)
        };
        for slot in &mapping.slots {
            match &slot.source {
                // One option for both slots of a split column.
                SlotSource::Column(index) if slot.split().is_some() => {
                    if slot.target == Target::Field(FieldId::FIRST_NAME) {
                        self.option("--split", &split_argument(&names[*index], slot.split().unwrap_or_default()));
                    }
                }
                SlotSource::Column(index) => match new_field(slot) {
                    Some(field) => {
                        let value = created_fields::option_value(&columns[*index], &names[*index], field);
                        self.option("--create-field", &value);
                    }
                    None if is_in(slot, &by_itself) => {}
                    None => self.option("--map", &format!("{}={}", names[*index], slot.field_name)),
                },
                SlotSource::Constant(value) => self.option("--set", &format!("{}={value}", slot.field_name)),
            }
        }
        self.skips(&names, &by_itself, mapping);
        self.policy("--do-not-overwrite", &recipe.do_not_overwrite);
        self.policy("--keep-edits", &recipe.keep_edits);
    }

    /// Emits `--skip` for the columns that the automatic mapping would take.
    fn skips(&mut self, names: &[String], by_itself: &Mapping, mapping: &Mapping) {
        // A column that its name would map and that has no slot was skipped. Where another column or a constant fills
        // its field, nothing maps it again and no `--skip` is needed.
        let is_taken = |index: usize| mapping.slots.iter().any(|slot| slot.source == SlotSource::Column(index));
        for slot in &by_itself.slots {
            match slot.source {
                SlotSource::Column(index) if mapping.has_room_for_column(slot.target) && !is_taken(index) => {
                    self.option("--skip", &names[index]);
                }
                _ => {}
            }
        }
    }

    fn policy(&mut self, option: &str, policy: &OverwritePolicy) {
        match policy {
            OverwritePolicy::None => {}
            OverwritePolicy::All => self.word(option),
            OverwritePolicy::Of(names) => {
                // The names of custom fields may hold commas.
                let names = join_tags_by(names.iter().map(String::as_str), Some(','));
                self.word(&format!("{option}={names}"));
            }
        }
    }

    fn reading(&mut self, reading: &ParseSettings) {
        for (name, value) in reading.entries() {
            match value {
                Some(value) => self.option(&format!("--{name}"), &value),
                None => self.word(&format!("--{name}")),
            }
        }
    }

    fn option(&mut self, name: &str, value: &str) {
        self.0.push(' ');
        self.0.push_str(&shell_option(name, value));
    }

    fn word(&mut self, word: &str) {
        self.0.push(' ');
        self.0.push_str(&quote(word));
    }
}

impl std::fmt::Display for CommandLine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Compiles the mapping that the columns get without any option.
fn default_mapping(recipe: &Recipe, columns: &[Column], fields: &Fields) -> Result<Compiled, mapping::MappingError> {
    let identifiers = mapping::identifier_targets(&recipe.identifiers, fields)?;
    let request = MappingRequest { preset: PresetChoice::Off, ..MappingRequest::new(recipe.purpose, identifiers) };
    mapping::compile(columns, fields, &request)
}
