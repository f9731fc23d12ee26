//! Names that the specification leaves open. A test never spells one of these itself.

/// The moment at which every test happens, unless it says otherwise.
pub(crate) const NOW: &str = "2026-11-22T13:30:00Z";

/// Where the results of `leads.csv` are written: `leads.results.csv`.
pub(crate) fn results_file(source: &str) -> String {
    beside(source, "results")
}

/// Where the rows in error of `leads.csv` are written: `leads.errors.csv`.
pub(crate) fn errors_file(source: &str) -> String {
    beside(source, "errors")
}

fn beside(source: &str, kind: &str) -> String {
    format!("{}.{kind}.csv", source.strip_suffix(".csv").unwrap_or(source))
}

/// The file that the operating system locks while an import runs: `<workspace>-lock`.
pub(crate) fn lock_file(workspace: &str) -> String {
    format!("{workspace}-lock")
}
