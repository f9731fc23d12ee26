//! What a saved mapping or a job file says beside its recipe: field definitions, guards and the folder for output files.

use serde::{Deserialize, Serialize};

use super::Guards;
use crate::model::{Field, FieldKind, ListOptions};

/// Settings of a job that are no decisions about columns or cells.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct JobSettings {
    /// Folder for the results and errors files; a relative path starts from the folder of the job file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output_dir: Option<String>,
    /// Custom fields that an import creates where they are missing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldDefinition>,
    /// Guards of the import.
    #[serde(default)]
    pub guards: Guards,
}

/// Definition of a custom field. In files: `{ name = "Plan", type = "list", options = ["Basic", "Pro"] }`; without a type it
/// is a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "FieldText", into = "FieldText")]
pub struct FieldDefinition {
    /// Name, as typed.
    pub name: String,
    /// Kind of its values, with the options of a list or of choices.
    pub kind: FieldKind,
}

impl From<&Field> for FieldDefinition {
    fn from(field: &Field) -> Self {
        Self { name: field.name.clone(), kind: field.kind.clone() }
    }
}

/// Form of [`FieldDefinition`] in files.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FieldText {
    name: String,
    #[serde(rename = "type", default)]
    kind: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    options: Vec<String>,
}

impl TryFrom<FieldText> for FieldDefinition {
    type Error = String;

    fn try_from(FieldText { name, kind, options }: FieldText) -> Result<Self, String> {
        let kind = kind.as_deref().unwrap_or("text").trim();
        let known = FieldKind::CUSTOM.into_iter().find(|known| known.eq_ignore_ascii_case(kind));
        let kind = known
            .and_then(FieldKind::from_name)
            .ok_or_else(|| format!("'{kind}' is no type of a field; the types are {}", FieldKind::CUSTOM.join(", ")))?;
        Ok(Self { kind: with_options(&name, kind, options)?, name })
    }
}

impl From<FieldDefinition> for FieldText {
    fn from(FieldDefinition { name, kind }: FieldDefinition) -> Self {
        let options = kind.options().iter().map(ToString::to_string).collect();
        Self { name, kind: Some(kind.name().to_owned()), options }
    }
}

fn with_options(name: &str, kind: FieldKind, options: Vec<String>) -> Result<FieldKind, String> {
    let type_name = kind.name();
    match (kind.list_options(), options.is_empty()) {
        (Some(_), true) => Err(format!("the field '{name}' of the type {type_name} needs options")),
        (None, false) => Err(format!("the field '{name}' of the type {type_name} takes no options")),
        (None, true) => Ok(kind),
        (Some(_), false) => {
            let mut known = ListOptions::default();
            for option in options {
                if !known.insert(option.trim().into()) {
                    return Err(format!("the field '{name}' has the option '{}' twice", option.trim()));
                }
            }
            Ok(kind.with_options(known))
        }
    }
}
