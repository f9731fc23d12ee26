//! The receipt of `contacts forget`: what was taken out from where, and what is out of reach.

use serde_json::{Value, json};

use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::model::{ContactId, counted, format_thousands};
use crate::ops::contacts::{format_first_ids, format_ids};
use crate::ops::forget::{ForgetReport, OutOfReach, OutOfReachKind, People};
use crate::ui::Table;
use crate::workspace::Cleanup;

/// Maximum number of files of one kind that are listed in a terminal.
const MAX_SHOWN_FILES: usize = 10;

/// What was forgotten, or would be.
pub(super) struct Receipt<'a> {
    pub(super) people: &'a People,
    pub(super) report: ForgetReport,
    pub(super) cleanup: Cleanup,
    pub(super) out_of_reach: Vec<OutOfReach>,
    pub(super) is_dry_run: bool,
}

/// Describes the contacts that are not there any more: `contacts 4, 9, which were merged or removed before`.
pub(super) fn former(people: &People) -> String {
    let verb = if people.former.len() == 1 { "was" } else { "were" };
    format!("{}, which {verb} merged or removed before", format_first_ids(&people.former))
}

impl Receipt<'_> {
    /// Prints the receipt.
    pub(super) fn tell(&self, context: &Context) -> Result<(), CliError> {
        if context.json {
            context.out_json(&self.to_json())?;
        } else {
            context.page(&self.text(context))?;
        }
        context.tell_postponed(&self.cleanup);
        Ok(())
    }

    fn text(&self, context: &Context) -> String {
        let verb = if self.is_dry_run { "Would forget" } else { "Forgot" };
        let mut text = format!("{verb} {}\n\n{}", format_first_ids(&self.people.ids()), self.table(context));
        text += &self.shared_text();
        text += &self.not_kept_out_text();
        text += &self.out_of_reach_text(context);
        text += &match (self.is_dry_run, &self.cleanup) {
            (true, _) => "\nDry run: nothing was written.\n".to_owned(),
            (_, Cleanup::Done { .. }) => format!(
                "\nThis is entry {} of the history; it cannot be undone. The file of the workspace was rewritten without them.\n",
                self.report.entry
            ),
            _ => format!("\nThis is entry {} of the history; it cannot be undone.\n", self.report.entry),
        };
        text
    }

    fn table(&self, context: &Context) -> Table {
        let (counts, report) = (&self.report.counts, &self.report);
        let mut table =
            Table::new(context.terminal.width()).text("Taken out").never_truncate().number("").wrap_text("");
        let mut row = |name: &str, count: u64, of: &str| table.row([name, &format_thousands(count), of]);
        row("Contacts", counts.contacts, "");
        row("Former contacts", counts.former_contacts, "merged or removed before");
        row("Values", counts.values, "of contact fields");
        row("Tags", counts.tags, "");
        row("History", counts.journal_values + counts.journal_tags, "changes of their fields and tags");
        row("Results", report.result_rows, "rows of stored results");
        row("Notes", report.texts, "texts about imports that quoted them");
        if report.never_again > 0 {
            row("Kept out", report.never_again, "values that no import brings again, kept as hashes");
        }
        if counts.other_rows > 0 {
            row("Others", counts.other_rows, "rows of other tables");
        }
        table
    }

    fn shared_text(&self) -> String {
        match self.report.shared_with.as_slice() {
            [] => String::new(),
            [one] => format!("\nContact {one} has the same phone number or e-mail address, and keeps it.\n"),
            several => {
                let shown: Vec<ContactId> = several.iter().take(MAX_SHOWN_FILES).copied().collect();
                let more = several.len() - shown.len();
                let more = if more > 0 { format!(" and {more} more") } else { String::new() };
                format!(
                    "\nWith the same phone number or e-mail address, which they keep: {}{more}\n",
                    format_ids(&shown)
                )
            }
        }
    }

    fn not_kept_out_text(&self) -> String {
        match self.report.not_kept_out {
            0 => String::new(),
            1 => "1 value is not kept out of imports, because other contacts have it as well.\n".to_owned(),
            count => format!(
                "{} are not kept out of imports, because other contacts have them as well.\n",
                counted(count, "value")
            ),
        }
    }

    fn out_of_reach_text(&self, context: &Context) -> String {
        let mut text = String::from("\nOut of reach, and yours to look through:\n");
        for kind in OutOfReachKind::ALL {
            let files: Vec<_> = self.out_of_reach.iter().filter(|file| file.kind == kind).collect();
            for file in files.iter().take(MAX_SHOWN_FILES) {
                text += &format!("  {}: {}\n", name(kind), context.shown_path(&file.path));
            }
            if files.len() > MAX_SHOWN_FILES {
                text +=
                    &format!("  and {} more of this kind\n", counted((files.len() - MAX_SHOWN_FILES) as u64, "file"));
            }
        }
        text + "  other exports, backups in other folders and e-mails, of which the workspace keeps no list\n"
    }

    fn to_json(&self) -> Value {
        let (counts, report) = (&self.report.counts, &self.report);
        let of_record = self.people.records.iter().map(|record| record.contact.id.0);
        json!({
            "contacts": of_record.collect::<Vec<_>>(),
            "former_contacts": self.people.former,
            "entry": (!self.is_dry_run).then_some(report.entry),
            "dry_run": self.is_dry_run,
            "removed": {
                "contacts": counts.contacts,
                "former_contacts": counts.former_contacts,
                "values": counts.values,
                "tags": counts.tags,
                "history_values": counts.journal_values,
                "history_tags": counts.journal_tags,
                "result_rows": report.result_rows,
                "texts": report.texts,
                "never_again": report.never_again,
                "other_rows": counts.other_rows,
            },
            "shared_with": report.shared_with,
            "not_kept_out": report.not_kept_out,
            "rewritten": matches!(self.cleanup, Cleanup::Done { .. }),
            "out_of_reach": self.out_of_reach.iter().map(file_json).collect::<Vec<_>>(),
        })
    }
}

fn name(kind: OutOfReachKind) -> &'static str {
    match kind {
        OutOfReachKind::Source => "list",
        OutOfReachKind::Results => "results file",
        OutOfReachKind::Errors => "errors file",
        OutOfReachKind::Export => "export",
        OutOfReachKind::Copy => "copy of the workspace",
    }
}

fn file_json(file: &OutOfReach) -> Value {
    json!({ "kind": file.kind.as_str(), "path": file.path.display().to_string() })
}
