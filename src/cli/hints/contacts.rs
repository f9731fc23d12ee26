//! Advice on contacts: how to name, select and edit them, and those who are left alone.

use super::{Hint, SEE_HISTORY};
use crate::model::{local_day_after, shell_argument, shell_option};
use crate::ops::contacts::{ContactError, EditError};
use crate::ops::selection::SelectionError;
use crate::ops::suppressions::SuppressionError;

impl Hint for ContactError {
    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::NotAContact { who } | Self::NobodyNamed { who } => {
                format!("search with: contacts list {}", shell_argument(who))
            }
            Self::SeveralNamed { .. } => "name the one that is meant by its Contact ID".to_owned(),
            Self::Unknown { .. } => "search with: contacts list TEXT".to_owned(),
            Self::Changed { .. } | Self::SelectionChanged => {
                "run the command again to see what is there now".to_owned()
            }
            Self::FirstNameNeeded => "give it with: 'First Name=NAME'".to_owned(),
            Self::MergeOfOne => "name two contacts or more".to_owned(),
            Self::Forgotten { .. } | Self::MergeTooLarge { .. } | Self::SurvivorNotAmong { .. } => return None,
        })
    }
}

impl Hint for EditError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::NotAnEdit { known, .. } | Self::UnknownField { known, .. } => Some(all_fields(known)),
            Self::OfContactId => Some("to join contacts: contacts merge ID ID".to_owned()),
            Self::FieldTwice { .. } | Self::InvalidValues { .. } | Self::TagContradiction { .. } => None,
        }
    }
}

impl Hint for SelectionError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::UnknownField { near, known, .. } if near.is_empty() => Some(all_fields(known)),
            Self::UnknownField { .. } => Some("see: contacts fields".to_owned()),
            Self::InvalidValue { field, value, may_be_part: true, .. } => Some(format!(
                "values of which it is a part: {}",
                shell_option("--where", &format!("{field} ~ {value}"))
            )),
            Self::NoCountryCode { digits, .. } => Some(format!(
                "write it with one, as +60…; who has a number with these digits: contacts list {}",
                shell_option("--where", &format!("Phone Number ~ {digits}"))
            )),
            Self::NamedByTag { tag } => Some(format!("who has it: contacts list {}", shell_option("--tag", tag))),
            Self::PrunedImport { import_tag: Some(tag), .. } => {
                Some(format!("they have its import tag: {}", shell_option("--tag", tag)))
            }
            Self::PrunedImport { import_tag: None, .. } => Some(SEE_HISTORY.to_owned()),
            Self::PrunedSince { newest } => Some(match local_day_after(newest.finished_at) {
                Some(day) => format!("what changed since then is known: --changed-since {day}"),
                None => SEE_HISTORY.to_owned(),
            }),
            Self::NotACondition { .. } => {
                Some("for example: --where 'Country = Malaysia' --where 'Email is set'".to_owned())
            }
            _ => None,
        }
    }
}

impl Hint for SuppressionError {
    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::NoValueColumn { columns, own } => {
                let column = own.as_ref().or(columns.first()).map_or("#1", String::as_str);
                let field = own.as_deref().unwrap_or("Email");
                format!("say which one it is, such as: {}", shell_option("--map", &format!("{column}={field}")))
            }
            Self::SharedUnreadable { .. } => {
                "correct the file, name another one with contacts config set suppressions \
                                              FILE, or share none: contacts config unset suppressions"
                    .to_owned()
            }
            Self::SharedUntrusted { .. } => "look at it, then let it count with: contacts config trust".to_owned(),
            Self::NotSuppressed { .. } => "see: contacts suppress list".to_owned(),
            Self::InvalidValues { .. } => return None,
        })
    }
}

fn all_fields(known: &[String]) -> String {
    format!("the contact fields are {}", known.join(", "))
}
