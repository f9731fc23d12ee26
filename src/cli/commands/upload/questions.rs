//! The purpose, the identifier and the tags of an upload: each from an option, a saved mapping, or an answer.

use std::collections::HashSet;

use super::UploadArgs;
use crate::cli::command_line::CommandLine;
use crate::cli::commands::map::offer_saved_mapping;
use crate::cli::commands::steps::{Arrival, StepEnd};
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::prepare;
use crate::mapping::{MappingError, field_meant_by, identifier_targets};
use crate::model::{FieldId, Fields, Identifier, Identifiers, ParseSettings, Purpose, Recipe, counted, join_tags};
use crate::ops::ImportSpec;
use crate::ops::mapping_file::UsedMapping;
use crate::ops::saved_mappings::definitions_in_use;
use crate::ops::sessions::SessionHandle;
use crate::ops::setup::{ExpectedHeaders, WorkspaceDefaults, reading_as_confirmed};
use crate::source::Source;
use crate::ui::{Terminal, TextQuestion};
use crate::workspace::Workspace;

/// Maximum number of own fields that are offered as identifiers.
const MAX_OWN: usize = 3;

/// A question of an upload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum UploadStep {
    Purpose,
    Identifier,
    Tags,
}

impl UploadStep {
    /// The questions in their order.
    pub(in crate::cli) const ALL: &[Self] = &[Self::Purpose, Self::Identifier, Self::Tags];
}

/// The source of an upload, and the answers so far.
pub(in crate::cli) struct UploadQuestions<'a> {
    context: &'a Context,
    args: &'a UploadArgs,
    source: Source,
    reading: ParseSettings,
    /// The saved mapping that is used.
    saved: Option<UsedMapping>,
    purpose: Option<Purpose>,
    identifiers: Option<Identifiers>,
    fields: Fields,
    tags: Option<Vec<String>>,
    /// What was answered earlier, with the columns as they were mapped.
    before: Option<Recipe>,
}

impl<'a> UploadQuestions<'a> {
    /// Opens and checks the source. `before` are answers that were given earlier and are preselected; without them it is
    /// told what the source is, if questions follow.
    pub(in crate::cli) fn open(
        context: &'a Context,
        args: &'a UploadArgs,
        workspace: &Workspace,
        before: Option<&Recipe>,
    ) -> Result<Self, CliError> {
        let defaults = WorkspaceDefaults::of(workspace)?;
        let saved = args.saved.used(|| Ok(workspace))?;
        let saved_recipe = saved.as_ref().map(|used| &used.mapping.recipe);
        let reading = before.or(saved_recipe).map(|recipe| recipe.reading.clone()).unwrap_or_default();
        // What is typed goes over what the saved mapping says.
        let reading = args.reading.clone().over(reading)?;
        let progress = context.terminal.progress();
        let expected = ExpectedHeaders::of_saved(&defaults.fields, saved_recipe);
        let source = prepare::open(
            context,
            args.file.as_path().into(),
            &reading,
            defaults.settings.limits,
            &expected,
            &progress,
        )?;
        context.tell_notes(&source.facts().notes);
        // Shown before the first question: the counts tell whether it is the right file.
        if args.can_prompt(context) && before.is_none() {
            context.terminal.print_always(&file_summary(context, &source));
        }
        Ok(Self {
            context,
            args,
            source,
            reading,
            saved,
            purpose: before.map(|before| before.purpose),
            identifiers: before.map(|before| before.identifiers.clone()).filter(|before| !before.is_empty()),
            fields: defaults.fields,
            tags: before.map(|before| before.tags.clone()),
            before: before.cloned(),
        })
    }

    /// Offers a saved mapping that was made for a list with the same columns. Returns true if the user takes it, which
    /// answers all questions. Who has begun to answer them has started afresh.
    pub(in crate::cli) fn use_saved_mapping(&mut self, workspace: &Workspace) -> Result<bool, CliError> {
        if self.before.is_some() {
            return Ok(false);
        }
        let Some(mapping) = offer_saved_mapping(self.context, workspace, self.source.columns())? else {
            return Ok(false);
        };
        self.reading = std::mem::take(&mut self.reading).or(mapping.recipe.reading.clone());
        self.saved = Some(UsedMapping::of_workspace(mapping));
        Ok(true)
    }

    /// Returns the source.
    pub(in crate::cli) fn source(&self) -> &Source {
        &self.source
    }

    /// Returns the saved mapping or job file that is used.
    pub(in crate::cli) fn used(&self) -> Option<&UsedMapping> {
        self.saved.as_ref()
    }

    /// Returns the source; the answers are dropped.
    pub(in crate::cli) fn into_source(self) -> Source {
        self.source
    }

    /// Asks a question unless its answer was typed. An earlier answer is preselected.
    pub(in crate::cli) fn ask(&mut self, step: UploadStep, arrival: Arrival) -> Result<StepEnd, CliError> {
        match step {
            UploadStep::Purpose => self.ask_purpose(arrival),
            UploadStep::Identifier => self.ask_identifier(arrival),
            UploadStep::Tags => self.ask_tags(arrival),
        }
    }

    /// Returns the recipe that typed options, answers and the saved mapping make.
    pub(in crate::cli) fn recipe(&self) -> Result<Recipe, CliError> {
        let missing = || CliError::usage("say what the import may do with --purpose");
        let spec = self.spec()?.ok_or_else(missing)?;
        spec.check_identifiers()?;
        self.check_known(&spec.recipe.identifiers)?;
        spec.check_source()?;
        Ok(spec.recipe)
    }

    /// Checks that each identifier is a field, or may become one: the mapping defines it, or a column has its name.
    fn check_known(&self, identifiers: &Identifiers) -> Result<(), CliError> {
        let columns = self.source.columns();
        let defined = self.saved.iter().flat_map(|used| definitions_in_use(&used.mapping, columns));
        let later: HashSet<String> = defined
            .map(|field| field.name)
            .chain(columns.iter().map(|column| column.name.clone()))
            .map(|name| Fields::key(&name))
            .collect();
        let may_come = |identifier: &&Identifier| {
            let name = identifier.as_str();
            self.fields.by_name(name).is_none() && later.contains(&Fields::key(name))
        };
        let now: Identifiers = identifiers.iter().filter(|identifier| !may_come(identifier)).cloned().collect();
        match identifier_targets(&now, &self.fields) {
            Ok(_) => Ok(()),
            Err(error) => {
                // No column has the name, so the field cannot be made of one.
                let add = match &error {
                    MappingError::UnknownIdentifier { name, .. } => {
                        Some(CommandLine::of(self.context, "fields add").with_name(name))
                    }
                    _ => None,
                };
                let failure = CliError::from(error);
                Err(add
                    .into_iter()
                    .fold(failure, |failure, add| failure.with_hint(format!("add the field with: {add}"))))
            }
        }
    }

    /// Gives the session the answers so far, if there is one.
    pub(in crate::cli) fn keep_in(&self, session: &mut SessionHandle<'_>) -> Result<(), CliError> {
        let has_answers = self.purpose.is_some() || self.identifiers.is_some() || self.tags.is_some();
        match self.spec()?.filter(|_| has_answers) {
            Some(spec) => Ok(session.keep_upload(self.context.clock.as_ref(), &self.source, spec.recipe)?),
            None => Ok(()),
        }
    }

    /// Returns what was decided so far; `None` before the purpose is.
    fn spec(&self) -> Result<Option<ImportSpec>, CliError> {
        let saved = self.saved.as_ref().map(|used| used.mapping.clone().into_recipe());
        let Some(purpose) = self.purpose().or(saved.as_ref().map(|recipe| recipe.purpose)) else { return Ok(None) };
        let base = self.before.clone().or(saved);
        let mut spec = base.map_or_else(|| ImportSpec::new(purpose), ImportSpec::of_recipe);
        spec.set_purpose(purpose, self.args.purpose.identifiers().or_else(|| self.identifiers.clone()));
        self.args.missing.apply_to(&mut spec.recipe)?;
        let recipe = &mut spec.recipe;
        let answered = self.tags.clone();
        recipe.tags = self.args.tags.tags(answered.unwrap_or_else(|| std::mem::take(&mut recipe.tags)))?;
        if let Some(tag) = self.args.tags.import_tag()? {
            recipe.import_tag = tag;
        }
        recipe.reading = reading_as_confirmed(&self.source, self.reading.clone());
        Ok(Some(spec))
    }

    fn purpose(&self) -> Option<Purpose> {
        self.args.purpose.purpose().or(self.purpose)
    }

    fn ask_purpose(&mut self, arrival: Arrival) -> Result<StepEnd, CliError> {
        if self.args.purpose.purpose().is_some() {
            return Ok(StepEnd::NothingToAsk);
        }
        let choices = [
            (Purpose::AddUpdate, "Add new, update existing contacts"),
            (Purpose::Add, "Only add new contacts"),
            (Purpose::Update, "Only update existing contacts"),
            (Purpose::AddAll, "Add every row, whoever exists"),
        ];
        let chosen = choose(&self.context.terminal, "What may the import do?", &choices, self.purpose, arrival)?;
        Ok(answered(&mut self.purpose, chosen))
    }

    fn ask_identifier(&mut self, arrival: Arrival) -> Result<StepEnd, CliError> {
        let purpose = self.purpose();
        if self.args.purpose.identifiers().is_some() || !purpose.is_some_and(Purpose::matches) {
            self.identifiers = None;
            return Ok(StepEnd::NothingToAsk);
        }
        let choices = self.identifier_choices(purpose == Some(Purpose::Update));
        let items: Vec<String> = choices.iter().map(described).collect();
        let before = self.identifiers.as_ref().or(choices.first());
        let default = choices.iter().position(|choice| Some(choice) == before).unwrap_or_default();
        let question = "How are contacts recognised?";
        let chosen = self.context.terminal.choose(question, &items, default, arrival.escape())?;
        Ok(answered(&mut self.identifiers, chosen.and_then(|index| choices.get(index)).cloned()))
    }

    /// Returns the choices of identifiers, the likeliest first: own fields of which the header speaks, then the phone
    /// number, unless only an e-mail address is there; then all of them, one after the other.
    fn identifier_choices(&self, is_update: bool) -> Vec<Identifiers> {
        let names = || self.source.columns().iter().map(|column| column.name.as_str());
        let own = self.fields.iter().filter(|field| field.id.is_custom() && field.kind.is_identifier());
        let own = own.filter(|field| names().any(|name| Fields::key(name) == Fields::key(&field.name)));
        let own: Vec<Identifier> = own.map(|field| Identifier::Custom(field.name.clone())).take(MAX_OWN).collect();
        let has = |field: FieldId| names().any(|name| field_meant_by(name) == Some(field));
        let standard = if has(FieldId::EMAIL) && !has(FieldId::PHONE) {
            [Identifier::Email, Identifier::Phone]
        } else {
            [Identifier::Phone, Identifier::Email]
        };
        let in_order = own.first().map(|first| [first, &Identifier::Email, &Identifier::Phone].into_iter().cloned());
        let single = own.iter().chain(&standard).cloned().map(Identifiers::from);
        // A Contact ID is given by the workspace, so a new contact cannot bring one (spec section 3).
        let by_id = is_update.then(|| Identifiers::from(Identifier::ContactId));
        single.chain(in_order.map(Iterator::collect)).chain(by_id).collect()
    }

    fn ask_tags(&mut self, arrival: Arrival) -> Result<StepEnd, CliError> {
        if self.args.tags.any() {
            return Ok(StepEnd::NothingToAsk);
        }
        let before = self.tags.clone().unwrap_or_default();
        let question = TextQuestion {
            question: "Tags for these contacts, with commas between (Enter: none)",
            typed: &join_tags(before.iter().map(String::as_str)),
            escape: arrival.escape(),
            default: None,
        };
        let typed = self.context.terminal.ask_text(question, |text| read_tags(text).map(|_| ()))?;
        let chosen = typed.map(|text| read_tags(&text).map_err(CliError::usage)).transpose()?;
        Ok(answered(&mut self.tags, chosen))
    }
}

/// `By phone number`, `By CRM ID, else by e-mail address`.
fn described(identifiers: &Identifiers) -> String {
    let name = |identifier: &Identifier| match identifier {
        Identifier::Phone => "by phone number".to_owned(),
        Identifier::Email => "by e-mail address".to_owned(),
        Identifier::ContactId => "by Contact ID".to_owned(),
        Identifier::Custom(name) => format!("by {name}"),
    };
    let names: Vec<String> = identifiers.iter().map(name).collect();
    let text = names.join(", else ");
    text.replacen("by", "By", 1)
}

/// Keeps an answer; after Esc the earlier one stays.
fn answered<T>(answer: &mut Option<T>, chosen: Option<T>) -> StepEnd {
    if chosen.is_none() {
        return StepEnd::Back;
    }
    *answer = chosen;
    StepEnd::Answered
}

fn read_tags(text: &str) -> Result<Vec<String>, String> {
    let names = crate::model::split_tags(text, None);
    match names.iter().find_map(|name| crate::values::typed_tag_fault(name)) {
        Some(fault) => Err(fault),
        None => Ok(names),
    }
}

/// Asks for one of the choices, with the earlier answer or else the first preselected; `None` after Esc.
fn choose<T: Copy + PartialEq>(
    terminal: &Terminal,
    question: &str,
    choices: &[(T, &str)],
    before: Option<T>,
    arrival: Arrival,
) -> Result<Option<T>, CliError> {
    let items: Vec<String> = choices.iter().map(|(_, text)| (*text).to_owned()).collect();
    let default = choices.iter().position(|(value, _)| Some(*value) == before).unwrap_or_default();
    let chosen = terminal.choose(question, &items, default, arrival.escape())?;
    Ok(chosen.and_then(|index| choices.get(index)).map(|(value, _)| *value))
}

/// Returns `leads.csv: 5 rows, 7 columns`, shown before the first question.
fn file_summary(context: &Context, source: &Source) -> String {
    let (rows, columns) = (source.facts().rows, source.columns().len() as u64);
    format!("{}: {}, {}\n", context.shown_path(source.path()), counted(rows, "row"), counted(columns, "column"))
}
