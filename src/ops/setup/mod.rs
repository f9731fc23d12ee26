//! Setting up an import: from a list and a specification to an import that can be reviewed and committed.
//!
//! ```text
//!   WorkspaceDefaults ─▶ NewFields ─▶ ColumnResolution ─▶ ResolvedMapping ─▶ prescan ─▶ PreparedList
//!   fields, settings     to create    mapped, suggested   complete                      an Import, and its recipe
//! ```

mod column_names;
mod columns;
mod error;
mod header_line;
mod likeliest;
mod new_fields;
mod spec;
mod value_notes;

pub use column_names::{column_names, named_identifier};
pub use columns::{ColumnAnswers, ColumnResolution, LabelledColumn};
pub use error::{HeaderBelow, NoList, SetupError};
pub use header_line::ExpectedHeaders;
pub(super) use header_line::looks_like_value;
pub use new_fields::NewFields;
pub use spec::{ColumnChoices, ImportSpec, NewFieldChoice, check_identifiers};
pub use value_notes::value_notes;

use super::OpsError;
use super::settings::Settings;
use crate::import::{Import, ImportRequest, NewField, RunContext};
use crate::mapping::{self, Compiled, LeftOut, MappingError, Suggested};
use crate::model::{Cancel, Column, FieldId, Fields, Note, Observer, OverwritePolicy, ParseSettings, Recipe};
use crate::profile::ReadOptions;
use crate::session::Manifest;
use crate::source::{Limits, Opening, Source, SourceInput, SourceOptions};
use crate::workspace::Workspace;

/// Settings and fields of the workspace, as any import needs them.
pub struct WorkspaceDefaults {
    /// Settings that an import uses where its options say nothing.
    pub settings: Settings,
    /// All contact fields.
    pub fields: Fields,
    /// ID of the next custom field.
    pub next_field: FieldId,
}

/// The complete mapping of a source.
#[derive(Clone)]
pub struct ResolvedMapping {
    /// The mapping, with what is known about its columns.
    pub compiled: Compiled,
    /// The recipe that would map this source so without any other choice.
    pub recipe: Recipe,
}

/// A list that is mapped and prescanned, and the recipe that would repeat its import.
pub struct PreparedList<'a> {
    /// The import, ready to be reviewed and applied.
    pub import: Import<'a>,
    /// The recipe.
    pub recipe: Recipe,
}

impl WorkspaceDefaults {
    /// Reads them from the workspace.
    ///
    /// # Errors
    /// The workspace cannot be read, or holds a setting that is none.
    pub fn of(workspace: &Workspace) -> Result<Self, OpsError> {
        let snapshot = workspace.snapshot()?;
        Ok(Self {
            settings: Settings::read(&snapshot.settings()?)?,
            fields: snapshot.fields()?,
            next_field: snapshot.next_field_id()?,
        })
    }
}

impl ResolvedMapping {
    /// Compiles a recipe or choices into a mapping, which must be complete.
    ///
    /// # Errors
    /// Contradictory choices, unknown names, and what the purpose needs and no column has.
    pub fn of(source: &Source, spec: &ImportSpec, fields: &Fields) -> Result<Self, MappingError> {
        let request = spec.mapping_request(fields)?;
        spec.check_named_columns(source.columns())?;
        let compiled = mapping::compile(source.columns(), fields, &request)?;
        mapping::check_required(&compiled, source.columns(), fields, request.purpose, &request.identifiers)?;
        let recipe = recipe_of(spec, source, &compiled, spec.keep());
        Ok(Self { compiled, recipe })
    }

    /// Returns the columns that are not imported, once nothing is suggested any more.
    pub fn left_out(&self, columns: usize) -> Vec<LeftOut> {
        mapping::left_out(&self.compiled, &Suggested::default(), columns, |_| false, false)
    }

    /// Prescans the rows of the source and prepares the import. `session` is the ID of the session that becomes it,
    /// `notes` are those on the mapping.
    ///
    /// # Errors
    /// A constant that its field does not take, or the source cannot be read.
    pub fn prescan<'a>(
        self,
        source: Source,
        session: Option<String>,
        (settings, new_fields): (&Settings, Vec<NewField>),
        notes: Vec<Note>,
        work: RunContext<'a>,
    ) -> Result<PreparedList<'a>, OpsError> {
        let Self { compiled, recipe } = self;
        let request = ImportRequest {
            tags: recipe.tags.clone(),
            import_tag: recipe.import_tag.clone(),
            source: recipe.source_rule(),
            reading: read_options(&recipe.reading, source.columns(), settings)?,
            session,
            new_fields,
            ..ImportRequest::new(recipe.purpose, compiled.identifiers.clone(), compiled.mapping)
        };
        Ok(PreparedList { import: Import::prepare(source, request, notes, work)?, recipe })
    }
}

impl PreparedList<'_> {
    /// Returns the recipe with what this list has shown about its bare phone numbers, so that a later list is read in
    /// the same way.
    pub fn settled_recipe(&self) -> Recipe {
        let mut recipe = self.recipe.clone();
        recipe.reading.bare_phones = self.import.settled_bare_phones();
        recipe
    }
}

/// Opens a source as the reading options say.
///
/// # Errors
/// The source cannot be read, an option is none of its kind, or [`SetupError::HeaderBelow`]: a line below the first reads
/// as the header, and no option says which line it is.
pub fn open_source(
    input: SourceInput<'_>,
    reading: &ParseSettings,
    limits: Limits,
    expected: &ExpectedHeaders<'_>,
    (observer, cancel): (&dyn Observer, &Cancel),
) -> Result<Source, OpsError> {
    let opening = Opening::of(input, &source_options(reading, limits)?, cancel)?;
    match expected.below_first(&opening).filter(|_| reading.header_line.is_none()) {
        Some(found) => Err(SetupError::HeaderBelow { path: input.path().to_owned(), found }.into()),
        None => Ok(opening.read(observer)?),
    }
}

/// Returns how the cells of a list are read: its columns are located, and the settings say what no option says.
///
/// # Errors
/// [`SetupError::UnreadableChoice`]: an option is none of its kind.
pub fn read_options(reading: &ParseSettings, columns: &[Column], settings: &Settings) -> Result<ReadOptions, OpsError> {
    let options = ReadOptions::try_from(reading).map_err(SetupError::unreadable_choice)?;
    Ok(ReadOptions {
        region: options.region.or(settings.region),
        is_region_of_settings: options.region.is_none() && settings.region.is_some(),
        region_from: options.region_from.map(|column| column.located(columns)),
        date_formats: options.date_formats.located(columns),
        ..options
    })
}

/// Returns the options with which a source is opened.
///
/// # Errors
/// [`SetupError::UnreadableChoice`]: an option is none of its kind.
pub fn source_options(reading: &ParseSettings, limits: Limits) -> Result<SourceOptions, SetupError> {
    let encoding = reading.encoding.as_deref().map(str::parse).transpose();
    let delimiter = reading.delimiter.map(u8::try_from).transpose();
    Ok(SourceOptions {
        encoding: encoding.map_err(SetupError::unreadable_choice)?,
        delimiter: delimiter.map_err(|_| SetupError::unreadable_choice("the delimiter is one ASCII character"))?,
        header_line: reading.header_line,
        limits,
    })
}

/// Returns the reading options with the encoding and the line of the header that were confirmed, so that they need not be
/// asked again.
pub fn reading_as_confirmed(source: &Source, reading: ParseSettings) -> ParseSettings {
    let encoding = source.facts().encoding;
    let encoding = if encoding.is_recognised() { reading.encoding } else { Some(encoding.to_string()) };
    ParseSettings { encoding, header_line: reading.header_line.or(source.given_header_line()), ..reading }
}

/// Returns the fields that were created while a session was prepared and that nothing else has filled since.
///
/// # Errors
/// The workspace cannot be read.
pub fn new_fields_of_session(
    workspace: &Workspace,
    manifest: &Manifest,
    fields: &Fields,
) -> Result<Vec<NewField>, OpsError> {
    let (snapshot, mut new) = (workspace.snapshot()?, Vec::new());
    for field in manifest.new_fields.iter().filter_map(|id| fields.get(*id)) {
        if snapshot.count_values(field.id)? == 0 {
            let stays = !super::saved_mappings::mappings_using_field(&snapshot, &field.name)?.is_empty();
            new.push(NewField { id: field.id, stays });
        }
    }
    Ok(new)
}

/// Returns the recipe with choices and results, complete enough to import this source without any other choice.
fn recipe_of(spec: &ImportSpec, source: &Source, compiled: &Compiled, keep: &OverwritePolicy) -> Recipe {
    let decided = compiled.to_saved_choices(source.columns());
    let mut recipe = spec.recipe.clone();
    recipe.columns = decided.columns;
    recipe.constants = decided.constants;
    recipe.do_not_overwrite = keep.clone();
    recipe.keep_edits = spec.keep_edits().clone();
    recipe.reading = reading_as_confirmed(source, recipe.reading);
    recipe
}
