//! The settings of a workspace: names, defaults, and how their values are read.
//!
//! | file | what |
//! |---|---|
//! | `notification_settings` | those for notifications, read into what `notify` takes |
//! | `trust` | which of them this user has sealed |
//! | `error` | why one cannot be found, read or set |

mod error;
pub mod notification_settings;
pub mod trust;

pub use error::SettingError;

use std::collections::BTreeMap;
use std::path::Path;

use super::OpsError;
use crate::model::{Age, ByteSize};
use crate::notify::{Security, ServerName};
use crate::source::Limits;
use crate::values::{ParseOptions, Region};
use crate::workspace::{SUPPRESSIONS_SETTING, Snapshot, WriteTransaction};

/// Minimum number of days that the history is kept: results are promised for seven (spec section 8).
const MIN_DAYS: u32 = 7;

/// A setting: its name, its meaning, and how its value is read.
pub struct SettingKind {
    /// Name, as in `config set NAME VALUE`.
    pub name: &'static str,
    /// Meaning, in one line.
    pub about: &'static str,
    /// Value where none is set; empty for none.
    pub default: &'static str,
    /// The values that it takes; empty where there are too many to list.
    pub choices: &'static [&'static str],
    /// True if it is about mail alone, and of no use in a program without it.
    pub needs_mail: bool,
    /// True if it runs a program, sends contacts, says how much of them is sent, or names a file to be read. Such a setting
    /// counts only for the user who set it.
    pub acts: bool,
    /// Turns a typed value into the form that is kept, or says what is wrong with it.
    pub canonical: fn(&str) -> Result<String, String>,
}

/// All settings.
pub const SETTINGS: &[SettingKind] = &[
    SettingKind {
        name: "max-file-size",
        about: "a source must be smaller than this; takes KB, MB and GB",
        default: "20 MB",
        choices: &[],
        needs_mail: false,
        acts: false,
        canonical: canonical_size,
    },
    SettingKind {
        name: "max-rows",
        about: "a source must have fewer data rows than this",
        default: "200000",
        choices: &[],
        needs_mail: false,
        acts: false,
        canonical: canonical_rows,
    },
    SettingKind {
        name: "region",
        about: "the country whose national phone numbers are read, such as MY",
        default: "",
        choices: &[],
        needs_mail: false,
        acts: false,
        canonical: |text| text.parse::<Region>().map(|region| region.to_string()).map_err(|error| error.to_string()),
    },
    SettingKind {
        name: "keep-history",
        about: "how long undo and blame go back, such as 2y: imports prune what is older; by default for ever",
        default: "",
        choices: &[],
        needs_mail: false,
        acts: false,
        canonical: |text| read_age(text).map(|age| age.to_string()),
    },
    SettingKind {
        name: SUPPRESSIONS_SETTING,
        about: "a file of people who are left alone, shared by several workspaces; without it nothing is imported",
        default: "",
        choices: &[],
        needs_mail: false,
        acts: true,
        canonical: absolute_path,
    },
    SettingKind {
        name: "notify-email",
        about: "who gets an e-mail when an import has ended; several addresses are separated by commas",
        default: "",
        choices: &[],
        needs_mail: true,
        acts: true,
        canonical: |text| notification_settings::addresses(text).map(|addresses| addresses.join(", ")),
    },
    SettingKind {
        name: "notify-from",
        about: "the sender of these e-mails, also for what bounces; by default the first address of notify-email",
        default: "",
        choices: &[],
        needs_mail: true,
        acts: true,
        canonical: notification_settings::address,
    },
    SettingKind {
        name: "notify-when",
        about: "always, or problems: only imports that failed, have rows in error or miss a column are sent",
        default: "always",
        choices: &["always", "problems"],
        needs_mail: false,
        acts: false,
        canonical: canonical_when,
    },
    SettingKind {
        name: "notify-email-when",
        about: "always or problems, for e-mail alone; by default as notify-when says",
        default: "",
        choices: &["always", "problems"],
        needs_mail: true,
        acts: false,
        canonical: canonical_when,
    },
    SettingKind {
        name: "notify-command-when",
        about: "always or problems, for notify-command alone; by default as notify-when says",
        default: "",
        choices: &["always", "problems"],
        needs_mail: false,
        acts: false,
        canonical: canonical_when,
    },
    SettingKind {
        name: "notify-content",
        about: "summary: codes, lines, columns and counts; values: the cells too, and the file that notify-attach names",
        default: "summary",
        choices: &["summary", "values"],
        needs_mail: false,
        acts: true,
        canonical: |text| notification_settings::read_content(text).map(|_| text.trim().to_owned()),
    },
    SettingKind {
        name: "notify-attach",
        about: "results, errors or none: the file attached to an e-mail where notify-content is values",
        default: "results",
        choices: &["results", "errors", "none"],
        needs_mail: true,
        acts: true,
        canonical: |text| notification_settings::read_attach(text).map(|_| text.trim().to_owned()),
    },
    SettingKind {
        name: "notify-command",
        about: "a program with its arguments that gets the outcome as JSON on its stdin, run without a shell",
        default: "",
        choices: &[],
        needs_mail: false,
        acts: true,
        canonical: |text| crate::notify::split_command(text).map(|_| text.trim().to_owned()),
    },
    SettingKind {
        name: "smtp-server",
        about: "the mail server, such as mail.example.com:587; without one, sendmail is used",
        default: "",
        choices: &[],
        needs_mail: true,
        acts: true,
        canonical: |text| text.parse::<ServerName>().map(|server| server.to_string()),
    },
    SettingKind {
        name: "smtp-security",
        about: "tls, starttls or plain; plain only for a mail server on this machine",
        default: "tls",
        choices: &["tls", "starttls", "plain"],
        needs_mail: true,
        acts: true,
        canonical: |text| text.parse::<Security>().map(|security| security.to_string()),
    },
    SettingKind {
        name: "smtp-user",
        about: "who logs in to the mail server",
        default: "",
        choices: &[],
        needs_mail: true,
        acts: true,
        canonical: one_line,
    },
    SettingKind {
        name: "smtp-password-file",
        about: "a file with the password, readable by you alone; CONTACTS_SMTP_PASSWORD wins over it",
        default: "",
        choices: &[],
        needs_mail: true,
        acts: true,
        canonical: absolute_path,
    },
    SettingKind {
        name: "sendmail",
        about: "the sendmail program, called with -t -i -f SENDER",
        default: notification_settings::DEFAULT_SENDMAIL,
        choices: &[],
        needs_mail: true,
        acts: true,
        canonical: absolute_path,
    },
];

/// The settings that imports read.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Limits of a source.
    pub limits: Limits,
    /// Country of national phone numbers.
    pub region: Option<Region>,
}

/// Returns how values typed on the command line are read: a phone number without a country code is one of `region`, or else
/// of the workspace's setting.
///
/// # Errors
/// When the workspace cannot be read, or a stored setting is invalid.
pub fn typed_value_options(snapshot: &Snapshot<'_>, region: Option<Region>) -> Result<ParseOptions, OpsError> {
    let region = match region {
        Some(region) => Some(region),
        None => Settings::read(&snapshot.settings()?)?.region,
    };
    Ok(ParseOptions { region, ..ParseOptions::default() })
}

impl Settings {
    /// Reads the values that a workspace keeps.
    ///
    /// # Errors
    /// [`SettingError::Damaged`].
    pub fn read(kept: &BTreeMap<String, String>) -> Result<Self, SettingError> {
        let defaults = Limits::default();
        let max_file_size = setting(kept, "max-file-size", str::parse::<ByteSize>)?;
        let max_rows = setting(kept, "max-rows", |text| text.parse().map_err(|_| "not a number".to_owned()))?;
        let limits = Limits {
            max_file_size: max_file_size.map_or(defaults.max_file_size, |size| size.0),
            max_rows: max_rows.unwrap_or(defaults.max_rows),
        };
        let region = setting(kept, "region", |text| text.parse::<Region>().map_err(|error| error.to_string()))?;
        Ok(Self { limits, region })
    }
}

/// The setting of this name.
///
/// # Errors
/// [`SettingError::Unknown`].
pub fn find(name: &str) -> Result<&'static SettingKind, SettingError> {
    SETTINGS.iter().find(|setting| setting.name == name).ok_or_else(|| {
        let names = SETTINGS.iter().map(|setting| setting.name).collect();
        SettingError::Unknown { name: name.to_owned(), known: names }
    })
}

/// Returns the value of a setting: the one that is kept, else its default.
///
/// # Errors
/// When the workspace cannot be read.
pub fn value(snapshot: &Snapshot<'_>, setting: &SettingKind) -> Result<String, OpsError> {
    Ok(snapshot.settings()?.remove(setting.name).unwrap_or_else(|| setting.default.to_owned()))
}

/// Turns a typed value into the form that is kept.
///
/// # Errors
/// [`SettingError::Invalid`]; [`SettingError::WithoutMail`].
pub fn canonical(setting: &SettingKind, text: &str) -> Result<String, SettingError> {
    if !cfg!(feature = "mail") && setting.needs_mail {
        return Err(SettingError::WithoutMail { name: setting.name });
    }
    let invalid = |problem| SettingError::Invalid { name: setting.name, text: text.to_owned(), problem };
    (setting.canonical)(text).map_err(invalid)
}

/// Stores a canonical value as part of a change, sealed with the user's key if the setting acts; `None` puts the default
/// back.
///
/// # Errors
/// [`SettingError::KeyUnusable`], [`SettingError::NoKeyPath`], or the workspace cannot be written.
pub fn set(
    change: &WriteTransaction<'_>,
    setting: &SettingKind,
    value: Option<String>,
    key: Option<&Path>,
) -> Result<(), OpsError> {
    let kept = value.map(|value| trust::sealed(change, setting.name, value, key)).transpose()?;
    Ok(change.set_setting(setting.name, kept.as_ref())?)
}

/// Reads the value that a workspace keeps for a setting; `None` if it keeps none.
///
/// # Errors
/// [`SettingError::Damaged`].
pub(super) fn setting<T>(
    kept: &BTreeMap<String, String>,
    name: &'static str,
    read: impl Fn(&str) -> Result<T, String>,
) -> Result<Option<T>, SettingError> {
    kept.get(name).map(|text| read(text)).transpose().map_err(|problem| SettingError::Damaged { name, problem })
}

/// Reads how long the history is kept: at least as long as results are.
pub(super) fn read_age(text: &str) -> Result<Age, String> {
    match text.parse()? {
        Age::Days(..MIN_DAYS) | Age::Months(0) => Err(format!("results are kept for {MIN_DAYS} days, so not less")),
        age => Ok(age),
    }
}

fn one_line(text: &str) -> Result<String, String> {
    match text.trim() {
        "" => Err("it is empty".into()),
        text if text.contains(char::is_control) => Err("it contains a control character".into()),
        text => Ok(text.to_owned()),
    }
}

/// Returns the absolute path, which means the same wherever a command is run.
fn absolute_path(text: &str) -> Result<String, String> {
    let text = one_line(text)?;
    std::path::absolute(&text).map(|path| path.display().to_string()).map_err(|error| error.to_string())
}

/// Returns the word for when a notification is sent.
fn canonical_when(text: &str) -> Result<String, String> {
    notification_settings::read_when(text).map(|_| text.trim().to_owned())
}

/// Returns a size as it is shown (`20 MB`) if that loses nothing, else in bytes.
fn canonical_size(text: &str) -> Result<String, String> {
    let size: ByteSize = text.parse()?;
    if size.0 == 0 {
        return Err("a limit of 0 would refuse every source".into());
    }
    let shown = size.to_string();
    Ok(if shown.parse() == Ok(size) { shown } else { size.0.to_string() })
}

fn canonical_rows(text: &str) -> Result<String, String> {
    match text.trim().replace(['_', ','], "").parse::<u64>() {
        // The limit itself is refused (spec section 2), so a limit of 1 leaves room for no row.
        Ok(0 | 1) => Err("a limit below 2 would refuse every source".into()),
        Ok(rows) => Ok(rows.to_string()),
        Err(_) => Err(format!("'{text}' is not a number of rows")),
    }
}

#[cfg(test)]
#[cfg(not(feature = "mail"))]
mod tests {
    use super::*;

    #[test]
    fn a_lean_program_sets_nothing_about_mail() {
        let told = |name| canonical(find(name).unwrap(), "ann@example.com").unwrap_err().to_string();
        for name in ["notify-email", "notify-from", "smtp-server", "sendmail"] {
            assert_eq!(told(name), format!("{name} cannot be set: this program was built without e-mail"));
        }
        assert_eq!(canonical(find("notify-command").unwrap(), "tell").unwrap(), "tell");
    }
}
