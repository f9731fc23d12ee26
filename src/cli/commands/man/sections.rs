//! Sections of the program's manual page besides commands and options.

type Section = (&'static str, &'static [(&'static str, &'static str)]);

/// The sections, each with its terms and their meanings.
pub(super) const SECTIONS: &[Section] = &[
    (
        "EXIT STATUS",
        &[
            ("0", "Done."),
            ("1", "Failed; nothing changed."),
            ("2", "Wrong usage."),
            ("3", "Done; some rows have errors."),
            (
                "4",
                "Refused; nothing changed: a guard, an expired session, a changed source, or a confirmation is needed.",
            ),
            ("75", "Another import is running; try later."),
            ("130", "Interrupted; nothing changed."),
        ],
    ),
    (
        "FILES",
        &[
            ("~/.local/share/contacts/workspace.db", "The workspace that is used when none is named: a SQLite file."),
            ("FILE.import.json", "A prepared import, beside its source."),
            ("NAME.results.csv", "All rows of an import with their Import Status, beside the source."),
            ("NAME.errors.csv", "The rows in error. Corrected, it is imported as it is."),
        ],
    ),
    (
        "ENVIRONMENT",
        &[
            ("CONTACTS_WORKSPACE", "The workspace, when --workspace names none."),
            ("CONTACTS_SMTP_PASSWORD", "The password for the mail server of notifications."),
            ("XDG_DATA_HOME", "Your data directory, in place of ~/.local/share."),
            ("NO_COLOR", "No colours, whatever its value; --color always wins over it."),
            ("TZ", "The time zone in which times are shown."),
        ],
    ),
];
