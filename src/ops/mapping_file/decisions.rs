//! Where the decisions of an import come from: those of a saved mapping or job file, and those given in place of them.

use super::UsedMapping;
use crate::model::{Guards, ImportTag, JobSettings, Note, OverwritePolicy, Recipe, counted, shell_option, shown_path};
use crate::ops::ImportSpec;

/// Code of the note on what a job file says.
const JOB_FILE: &str = "job-file";
/// Code of the note on options that win over a saved mapping or job file.
const JOB_OVERRIDDEN: &str = "job-overridden";

/// Code of the warning that an import in steps leaves out guards or the folder for output files.
const JOB_NOT_FOLLOWED: &str = "job-not-followed";

/// A decision: the name of its option, without `--`, and its value.
type Decision = (&'static str, String);

/// Returns notes on what comes from a job file, and what was given in place of what a file or a saved mapping says. `spec` is
/// what both make, `guards` and `output_dir` are those that hold.
pub fn notes(used: &UsedMapping, spec: &ImportSpec, guards: &Guards, output_dir: Option<&str>) -> Vec<Note> {
    let origin = match &used.file {
        Some(path) => shown_path(path),
        None => format!("'{}'", used.mapping.name),
    };
    // A saved mapping names its source by itself.
    let saved = used.mapping.clone().into_recipe();
    let said = decisions(&saved, &used.mapping.job);
    let job = JobSettings { guards: *guards, output_dir: output_dir.map(str::to_owned), ..JobSettings::default() };
    let recipe =
        Recipe { do_not_overwrite: spec.keep().clone(), keep_edits: spec.keep_edits().clone(), ..spec.recipe.clone() };
    let held = decisions(&recipe, &job);
    let from_file = used.file.is_some().then(|| {
        let kept = said.iter().filter(|decision| held.contains(decision)).map(shown);
        let message = format!(
            "from {origin}: {}",
            kept.chain(structure(&saved, &used.mapping.job)).collect::<Vec<_>>().join(", ")
        );
        Note::info(JOB_FILE, message)
    });
    // Those that hold too, such as other tags, were not replaced.
    let replaced: Vec<&Decision> = said.iter().filter(|decision| !held.contains(decision)).collect();
    let given = held.iter().filter(|decision| !said.contains(decision));
    let mut instead: Vec<String> = given.map(|given| in_place_of(given, &replaced)).collect();
    let is_gone = |(name, _): &&Decision| held.iter().all(|(held, _)| held != name);
    instead.extend(said.iter().filter(is_gone).map(|decision| format!("not {}", shown(decision))));
    if spec.choices.change_columns(&saved.constants) {
        instead.push("options on columns".to_owned());
    }
    let overridden = (!instead.is_empty())
        .then(|| Note::info(JOB_OVERRIDDEN, format!("given in place of what {origin} says: {}", instead.join(", "))));
    from_file.into_iter().chain(overridden).collect()
}

/// Returns the warning that an import in steps does not follow all that a mapping says; `None` if it does.
pub fn not_followed_in_steps(used: &UsedMapping) -> Option<Note> {
    let job = &used.mapping.job;
    let folder = job.output_dir.iter().map(|folder| ("output-dir", folder.clone()));
    let options: Vec<String> = job.guards.entries().into_iter().chain(folder).map(|one| typed(&one)).collect();
    if options.is_empty() {
        return None;
    }
    let options = options.join(" ");
    let message = format!("an import in steps needs these options again: {options}");
    Some(Note::warning(JOB_NOT_FOLLOWED, message).option(options))
}

/// Returns the decisions that have a value, in the order of the file.
fn decisions(recipe: &Recipe, job: &JobSettings) -> Vec<Decision> {
    let flag = |(name, value): (&'static str, Option<String>)| (name, value.unwrap_or_default());
    let mut all = vec![("purpose", recipe.purpose.to_string())];
    all.extend(recipe.identifiers.text().map(|text| ("id", text)));
    all.extend(recipe.tags.iter().map(|tag| ("tag", tag.clone())));
    match &recipe.import_tag {
        ImportTag::Automatic => {}
        ImportTag::Named(name) => all.push(("import-tag", name.clone())),
        ImportTag::None => all.push(("no-import-tag", String::new())),
    }
    all.extend(policy("do-not-overwrite", &recipe.do_not_overwrite));
    all.extend(policy("keep-edits", &recipe.keep_edits));
    all.extend(recipe.source.iter().map(|source| ("source", source.clone())));
    all.extend(recipe.missing.iter().map(|missing| ("missing", missing.to_string())));
    all.extend(recipe.max_missing.iter().map(|limit| ("max-missing", limit.to_string())));
    all.extend(recipe.reading.entries().into_iter().map(flag));
    all.extend(job.guards.entries());
    all.extend(job.output_dir.clone().map(|folder| ("output-dir", folder)));
    all
}

fn policy(name: &'static str, policy: &OverwritePolicy) -> Option<Decision> {
    match policy {
        OverwritePolicy::None => None,
        OverwritePolicy::All => Some((name, String::new())),
        OverwritePolicy::Of(fields) => Some((name, fields.join(","))),
    }
}

/// Describes what a file says beside options: columns, constants and fields.
fn structure(recipe: &Recipe, job: &JobSettings) -> impl Iterator<Item = String> {
    let count = |count: usize, noun: &str| (count > 0).then(|| counted(count as u64, noun));
    let parts = [
        count(recipe.columns.len(), "column"),
        count(recipe.constants.len(), "constant"),
        count(job.fields.len(), "field definition"),
    ];
    parts.into_iter().flatten()
}

fn shown((name, value): &Decision) -> String {
    format!("{name} {value}").trim_end().to_owned()
}

/// Formats a decision as the option that makes it.
fn typed((name, value): &Decision) -> String {
    shell_option(&format!("--{name}"), value)
}

/// Describes a decision that was given: `region GB (there: MY)`.
fn in_place_of(given: &Decision, replaced: &[&Decision]) -> String {
    let of_name = replaced.iter().filter(|(name, _)| *name == given.0);
    let before: Vec<&str> = of_name.map(|(_, value)| value.as_str()).collect();
    if before.is_empty() { shown(given) } else { format!("{} (there: {})", shown(given), before.join(", ")) }
}
