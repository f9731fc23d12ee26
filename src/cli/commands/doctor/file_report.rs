//! The report of `contacts doctor FILE`: layout, columns and issues of a source, without a word of it.

use serde_json::{Value, json};

use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::import::IssueSummary;
use crate::mapping::is_common_header;
use crate::model::{
    ByteSize, Column, ColumnStats, IssueCode, Note, Severity, ValueClass, counted, delimiter_name, format_thousands,
};
use crate::ops::diagnosis::public_field;
use crate::ops::diagnosis::source::{LimitReached, SourceDiagnosis};
use crate::profile::ColumnShapes;
use crate::profile::likely_kind;
use crate::ui::Table;
use crate::values::shape;

/// Maximum number of shapes shown per column.
const SHOWN_SHAPES: usize = 4;

/// The report of a diagnosis.
pub(super) struct FileReport<'a> {
    /// The diagnosis.
    pub(super) found: &'a SourceDiagnosis,
}

impl FileReport<'_> {
    /// Prints the report. The exit code is 1 for a file over the limits, 3 if rows have errors, else 0.
    pub(super) fn tell(&self, context: &Context) -> Result<Exit, CliError> {
        if context.json {
            context.out_json(&self.to_json())?;
        } else {
            let width = context.terminal.width();
            let columns: String = (0..self.columns().len()).map(|index| self.column(index, width)).collect();
            let text = format!("{}{}\n{columns}{}", self.file_section(width), self.notes(), self.issues(width));
            context.page(&text)?;
            context.terminal.note("\nNo word of the file is shown here; it can be pasted into a bug report.");
        }
        Ok(match self.found.limit_reached() {
            Some(_) => Exit::Failed,
            None if self.found.has_errors() => Exit::DoneWithErrors,
            None => Exit::Done,
        })
    }

    fn columns(&self) -> &[Column] {
        self.found.columns()
    }

    /// Renders the facts about the file as a whole.
    fn file_section(&self, width: usize) -> String {
        let facts = self.found.facts();
        let mut table = Table::new(width).text("").wrap_text("");
        table.row(["Size", &ByteSize(facts.size).to_string()]);
        table.row(["Rows", &format_thousands(facts.rows)]);
        table.row(["Blank rows", &format_thousands(facts.blank_rows)]);
        table.row(["Columns", &self.columns().len().to_string()]);
        let sure = if self.found.is_encoding_sure { "" } else { ", a guess: an import asks for it" };
        let mark = if facts.has_bom { ", with a byte order mark" } else { "" };
        table.row(["Encoding", &format!("{}{mark}{sure}", facts.encoding)]);
        table.row(["Delimiter", &delimiter_name(char::from(facts.delimiter))]);
        table.row(["Recognised", self.found.preset.unwrap_or("as no export")]);
        table.to_string()
    }

    /// Returns the notes on the source and on its columns. They name lines and columns, and of the cells only words that
    /// stand for nothing.
    fn all_notes(&self) -> impl Iterator<Item = &Note> {
        self.found.facts().notes.iter().chain(&self.found.notes)
    }

    fn notes(&self) -> String {
        let notes = self.all_notes().map(|note| format!("{}: {}\n", note.code, note.message));
        let limit = self.over_limit().map(|limit| format!("over-limit: {limit}\n"));
        let notes: String = notes.chain(limit).collect();
        if notes.is_empty() { notes } else { format!("\n{notes}") }
    }

    fn over_limit(&self) -> Option<String> {
        let limit = match self.found.limit_reached()? {
            LimitReached::FileSize(bytes) => format!("be smaller than {}", ByteSize(bytes)),
            LimitReached::Rows(rows) => format!("have fewer rows than {}", format_thousands(rows)),
        };
        Some(format!("an import refuses it: it must {limit}"))
    }

    /// Renders one column:
    ///
    /// ```text
    /// Column 3, 'Mobile', for Phone Number
    ///   16 filled, at most 15 characters
    ///   of the first 16 rows: 15 distinct, phone numbers 16
    ///     12  +99 99-999 9999
    /// ```
    fn column(&self, index: usize, width: usize) -> String {
        let (Some(column), Some(profile)) = (self.columns().get(index), self.found.profile.columns.get(index)) else {
            return String::new();
        };
        let field = self.found.slot(index).map(|slot| format!(", for {}", public_field(slot))).unwrap_or_default();
        let header = format!("Column {}, {}{field}\n", column.position, Self::header(column));
        let filled = format!(
            "  {} filled, at most {} characters\n",
            format_thousands(profile.filled),
            format_thousands(profile.longest as u64)
        );
        let looks = self.found.evidence.get(index).map(looks).unwrap_or_default();
        format!("{header}{filled}{looks}{}\n", shapes(profile, width))
    }

    /// Returns the header if many lists have it, else its shape: where a file has no header row, the first line may be
    /// a person.
    fn header(column: &Column) -> String {
        if is_common_header(&column.name) {
            format!("'{}'", column.name)
        } else if column.name.is_empty() {
            "without a header".to_owned()
        } else {
            format!("a header like {}", shape(&column.name))
        }
    }

    fn issues(&self, width: usize) -> String {
        let mut text = String::new();
        for (code, kind) in self.found.issues() {
            let word = if code.severity() == Severity::Error { "error" } else { "warning" };
            text += &format!("{} {}\n", counted(kind.count, word), code.as_str());
            let mut table = Table::new(width).text("").text("").text("");
            for issue in &kind.first {
                // The message of an issue quotes its value, so the line, the column and the shape are all that is
                // shown.
                let value = issue.value.as_deref().map(shape).unwrap_or_default();
                let place = self.place(issue.column.as_deref());
                table.row(["  line ".to_owned() + &issue.line.to_string(), place, value]);
            }
            text += &table.to_string();
        }
        if text.is_empty() { "No errors and no warnings\n".to_owned() } else { text }
    }

    /// Returns the position of the column that an issue names by its header.
    fn place(&self, label: Option<&str>) -> String {
        let column = label.and_then(|label| self.columns().iter().find(|column| column.shown_label() == label));
        column.map(|column| format!("column {}", column.position)).unwrap_or_default()
    }

    fn to_json(&self) -> Value {
        let facts = self.found.facts();
        let columns: Vec<Value> = (0..self.columns().len()).filter_map(|index| self.column_json(index)).collect();
        json!({
            "size": facts.size, "rows": facts.rows, "blank_rows": facts.blank_rows,
            "encoding": facts.encoding, "encoding_is_sure": self.found.is_encoding_sure, "byte_order_mark": facts.has_bom,
            "delimiter": char::from(facts.delimiter).to_string(), "preset": self.found.preset, "notes": self.all_notes().collect::<Vec<_>>(),
            "over_limit": self.over_limit(), "columns": columns,
            "issues": self.found.issues().map(|(code, kind)| self.kind_json(code, kind)).collect::<Vec<_>>(),
        })
    }

    fn column_json(&self, index: usize) -> Option<Value> {
        let (column, profile) = (self.columns().get(index)?, self.found.profile.columns.get(index)?);
        let (shapes, others) = profile.most_frequent(SHOWN_SHAPES);
        let shapes: Vec<Value> =
            shapes.iter().map(|(shape, count)| json!({ "shape": shape, "count": count })).collect();
        let header = if is_common_header(&column.name) { column.name.clone() } else { shape(&column.name) };
        Some(json!({
            "position": column.position, "header": header, "header_is_common": is_common_header(&column.name),
            "field": self.found.slot(index).map(public_field), "filled": profile.filled, "longest": profile.longest,
            "shapes": shapes, "of_other_shapes": others, "sample": self.found.evidence.get(index).map(sample_json),
        }))
    }

    fn kind_json(&self, code: IssueCode, kind: &IssueSummary) -> Value {
        let first: Vec<Value> = kind
            .first
            .iter()
            .map(|issue| json!({
                "line": issue.line,
                "column": issue.column.as_deref().and_then(|label| self.columns().iter().find(|c| c.shown_label() == label)).map(|c| c.position),
                "shape": issue.value.as_deref().map(shape),
            }))
            .collect();
        json!({ "code": code, "severity": code.severity(), "count": kind.count, "first": first })
    }
}

/// Renders what the values of the first rows look like.
fn looks(evidence: &ColumnStats) -> String {
    let distinct = format!("{} distinct", format_thousands(evidence.distinct));
    let classes = classes(evidence).map(|(class, count)| format!("{} {}", class.plural(), format_thousands(count)));
    let names = evidence
        .order_of_names()
        .map(|order| format!("full names {} ({order})", format_thousands(evidence.full_names)));
    let few = evidence.has_few_values().then(|| "few values, as of a list".to_owned());
    let several = evidence.separator().map(|separator| format!("several values in a cell, separated by {separator}"));
    let looks: Vec<String> = std::iter::once(distinct).chain(classes).chain(names).chain(few).chain(several).collect();
    format!("  of the first {}: {}\n", counted(evidence.rows, "row"), looks.join(", "))
}

/// Returns the classes of values that occur, with their counts.
fn classes(evidence: &ColumnStats) -> impl Iterator<Item = (ValueClass, u64)> {
    let classes = ValueClass::ALL.into_iter().map(|class| (class, evidence.count(class)));
    classes.filter(|(_, count)| *count > 0)
}

fn sample_json(evidence: &ColumnStats) -> Value {
    let classes: serde_json::Map<String, Value> =
        classes(evidence).map(|(class, count)| (class.plural().to_owned(), json!(count))).collect();
    json!({
        "rows": evidence.rows, "filled": evidence.filled, "distinct": evidence.distinct, "looks_like": classes,
        "few_values": evidence.has_few_values(), "separator": evidence.separator().map(String::from),
        "type": likely_kind(evidence).name(), "full_names": evidence.full_names,
        "order_of_names": evidence.order_of_names().map(|order| order.to_string()),
    })
}

fn shapes(profile: &ColumnShapes, width: usize) -> String {
    let (shapes, others) = profile.most_frequent(SHOWN_SHAPES);
    let mut table = Table::new(width).number("").wrap_text("");
    for (shape, count) in shapes {
        table.row([format!("    {}", format_thousands(count)), shape.to_owned()]);
    }
    if others > 0 {
        table.row([format!("    {}", format_thousands(others)), "(other shapes)".to_owned()]);
    }
    table.to_string()
}
