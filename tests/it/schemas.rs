//! The schemas of `docs/schemas/`: what the tool really writes is as they say, key by key.

use std::collections::BTreeSet;
use std::path::Path;

use boon::{Compiler, Schemas};
use serde_json::Value;

use crate::sample::env_with_samples;
use crate::support::TestEnv;

/// A schema file, with a name for each of its documents that was looked at.
struct Schema {
    file: String,
    text: Value,
    seen: BTreeSet<String>,
}

impl Schema {
    fn read(file: &str) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schemas").join(file);
        let text = std::fs::read_to_string(path).expect("a schema");
        Self { file: file.to_owned(), text: serde_json::from_str(&text).expect("JSON"), seen: BTreeSet::new() }
    }

    /// Asserts that a document is as the schema says; `part` is a name under `$defs`, or nothing for the whole.
    #[track_caller]
    fn check(&mut self, part: &str, document: &Value) {
        let place = if part.is_empty() { String::new() } else { format!("#/$defs/{part}") };
        let url = format!("https://example.com/{}", self.file);
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        compiler.enable_format_assertions();
        let mut text = self.text.clone();
        text.as_object_mut().expect("an object").remove("$id");
        compiler.add_resource(&url, text).expect("a schema");
        let index =
            compiler.compile(&format!("{url}{place}"), &mut schemas).unwrap_or_else(|error| panic!("{error:#}"));
        if let Err(error) = schemas.validate(document, index) {
            panic!("{part}: {error:#}\n{document:#}");
        }
        self.seen.insert(part.to_owned());
    }

    /// Asserts that a run says what the schema says.
    #[track_caller]
    fn check_run(&mut self, env: &TestEnv, part: &str, line: &str) -> Value {
        let document = env.run(&format!("{line} --json")).json();
        self.check(part, &document);
        document
    }

    /// Asserts that each line of a run is as the schema says, and that there are so many.
    #[track_caller]
    fn check_lines(&mut self, env: &TestEnv, part: &str, line: &str, count: usize) {
        let outcome = env.run(&format!("{line} --jsonl"));
        let documents = outcome.json_lines();
        assert_eq!(documents.len(), count, "{outcome}");
        for document in &documents {
            self.check(part, document);
        }
    }
}

/// Each run and the part of the schema that describes what it says.
const RUNS: &[(&str, &str)] = &[
    ("init", "init"),
    ("status", "status"),
    ("sample", "sample s.csv"),
    ("import", "import contacts.csv --purpose add --id phone --dry-run"),
    ("import", "import contacts.csv --purpose add --id phone"),
    ("import", "import mistakes.csv --purpose add --id phone --only-mapped"),
    ("error", "import none.csv --purpose add --id phone"),
    ("error", "import contacts.csv --purpose add --id phone --max-new 0 --min-rows 99"),
    ("error", "import contacts.csv --purpose what"),
    ("upload", "upload crm.csv --purpose add-update --id phone --tag fair"),
    ("status", "status"),
    ("map", "map crm.csv --accept-suggestions --save crm --set Language=en"),
    ("review", "review crm.csv"),
    ("review", "review crm.csv --changes"),
    ("review", "review crm.csv --html review.html"),
    ("review_row", "review crm.csv --row 2"),
    ("review_row", "review crm.csv --row 5"),
    ("status", "status"),
    ("import", "import crm.csv"),
    ("upload", "upload updates.csv --purpose update --id email"),
    ("cancel", "cancel updates.csv"),
    ("list", "list"),
    ("show", "show 1"),
    ("edit", "edit 1 Country=SG --add-tag vip"),
    ("edit", "edit 1 Country=SG"),
    ("tags", "tags"),
    ("stats", "stats"),
    ("stats", "stats --limit 1"),
    ("stats", "stats --html stats.html"),
    ("duplicates", "duplicates"),
    ("duplicates", "duplicates --by name"),
    ("merge", "merge 3 4 --keep oldest --yes"),
    ("delete", "delete 5 --yes"),
    ("history_prune", "history prune --before 1d --dry-run"),
    ("forget", "forget 6 --dry-run"),
    ("forget", "forget 6 --yes"),
    ("error", "show 6"),
    ("history", "history"),
    ("history_entry", "history 1"),
    ("history_entry", "history 4"),
    ("history_entry", "history 5"),
    ("history_entry", "history 1 --html import.html"),
    ("undo", "undo 3 --dry-run"),
    ("undo", "undo 3 --yes"),
    ("history", "history"),
    ("blame", "blame 1"),
    ("blame", "blame 5"),
    ("results", "results 1"),
    ("results", "results 1 -o again.csv"),
    ("mappings", "mappings list"),
    ("mapping", "mappings show crm"),
    ("config", "config list"),
    ("config", "config get region"),
    ("config", "config trust --yes"),
    ("notifications", "notifications"),
    ("backup", "backup copy.db"),
    ("backup", "backup copy.db --replace"),
    ("backup", "backup . --keep 1"),
    ("backup", "backup . --keep 1"),
    ("export", "export all.csv"),
    ("list", "list --limit 2 vip"),
    ("list", "list --columns Email,Tags --sort -Email --where 'Email is set'"),
    ("field", "fields add Level --type list --option Gold"),
    ("field", "fields option add Level Silver"),
    ("field", "fields option remove Level Silver"),
    ("field_renamed", "fields rename Level Tier"),
    ("edit", "edit 2 Tier=Gold"),
    ("fields", "fields"),
    ("status", "status"),
    ("fields", "fields list"),
    ("field_removed", "fields remove Tier --yes"),
    ("bulk_change", "tags add asia --where 'First Name is set' --yes"),
    ("bulk_change", "tags remove asia --all --yes"),
    ("edit", "edit --where 'Country = MY' Language=ms --dry-run"),
    ("delete", "delete --where 'Country = AQ' --yes"),
    ("tags_changed", "tags rename vip VIP"),
    ("tags_changed", "tags merge newsletter VIP --into mail"),
    ("tags_changed", "tags delete mail --yes"),
    ("mapping_renamed", "mappings rename crm team"),
    ("mapping_exported", "mappings export team team.toml"),
    ("mapping_exported", "mappings export team -"),
    ("mapping_checked", "mappings check team.toml crm.csv"),
    ("mapping_imported", "mappings import team.toml"),
    ("mapping_imported", "mappings import team.toml --name other"),
    ("mappings_deleted", "mappings delete other --yes"),
    ("add", "add 'First Name=Gus' Email=gus@example.com"),
    ("add", "add 'First Name=Gus' Email=gus@example.com --yes"),
    ("suppress_add", "suppress add gus@example.com @example.net --reason asked --existing tag=left-alone"),
    ("suppress_add", "suppress add gus@example.com --existing delete --dry-run"),
    ("suppress_add", "suppress add mistakes.csv"),
    ("suppress_check", "suppress check contacts.csv gus@example.com"),
    ("suppress_list", "suppress list"),
    ("list", "list"),
    ("show", "show 1"),
    ("export", "export left.csv"),
    ("import", "import contacts.csv --purpose add --id email"),
    ("suppress_remove", "suppress remove @example.net"),
    ("doctor", "doctor"),
    ("doctor_file", "doctor mistakes.csv"),
    ("completions", "completions fish"),
    ("man", "man"),
    ("man", "man ."),
    ("here", ""),
];

#[test]
fn every_document_of_every_command_is_as_its_schema_says() {
    let (env, mut schema) = (env_with_samples(), Schema::read("json.schema.json"));
    for (part, line) in RUNS {
        schema.check_run(&env, part, line);
    }
    env.run("config set notify-command 'sh told.sh'").done();
    env.write("told.sh", "cat >told.json\n");
    env.run("notifications --test");
    schema.check("notify", &serde_json::from_str(&env.read("told.json")).expect("JSON"));
    for line in ["import updates.csv --purpose add --id phone", "import none.csv --purpose add --id phone"] {
        env.run(line);
        schema.check("notify", &serde_json::from_str(&env.read("told.json")).expect("JSON"));
    }
    env.run("config set notify-content values").done();
    env.run("import mistakes.csv --purpose add --id email");
    schema.check("notify", &serde_json::from_str(&env.read("told.json")).expect("JSON"));
    schema.check_run(&env, "deliveries", "notifications --test");
    env.write("told.sh", "exit 1\n");
    schema.check_run(&env, "deliveries", "notifications --test");
    schema.check_run(&env, "init", &format!("init like.db --like {}", env.workspace().display()));
    what_an_undo_keeps(&env, &mut schema);
    records_as_lines(&mut schema);
    let described = |part: &Value| part["description"].as_str().is_some_and(|text| text.contains("--json"));
    let parts = schema.text["$defs"].as_object().expect("parts").iter().filter(|(_, part)| described(part));
    let unseen: Vec<_> = parts.map(|(name, _)| name).filter(|name| !schema.seen.contains(*name)).collect();
    assert!(unseen.is_empty(), "no run is held against {unseen:?}");
}

/// `--jsonl` writes the records of the documents, one a line.
fn records_as_lines(schema: &mut Schema) {
    let env = env_with_samples();
    env.run("import contacts.csv --purpose add --id phone").done();
    env.run("edit 1 Country=SG").done();
    env.run("upload contacts.csv --purpose update --id phone --tag fair").done();
    env.run("map contacts.csv").done();
    schema.check_lines(&env, "list_line", "list --limit 4", 4);
    schema.check_lines(&env, "history_line", "history", 2);
    schema.check_lines(&env, "review_line", "review contacts.csv --changes", 12);
}

/// What was changed since is told in an undo: fields, tags, and a contact that an import had added.
fn what_an_undo_keeps(env: &TestEnv, schema: &mut Schema) {
    let edit = schema.check_run(env, "edit", "edit 2 Country=BR --add-tag fair");
    env.run("edit 2 Country=FR --remove-tag fair").done();
    schema.check_run(env, "undo", &format!("undo {} --yes", edit["entry"]));
    env.write("new.csv", "First Name,Phone Number\nMei,+60123000099\n");
    let import = schema.check_run(env, "import", "import new.csv --purpose add --id phone");
    env.run("import new.csv --purpose update --id phone --tag again").done();
    let undo = schema.check_run(env, "undo", &format!("undo {} --yes", import["import_id"]));
    assert!(undo["kept_count"].as_u64() > Some(0), "{undo}");
}

#[test]
fn a_manifest_is_as_its_schema_says_at_every_stage() {
    let (env, mut schema) = (env_with_samples(), Schema::read("manifest.schema.json"));
    let manifest = || serde_json::from_str::<Value>(&env.read("crm.csv.import.json")).expect("JSON");
    let prepare = "upload crm.csv --purpose add-update --id phone --tag fair --region MY --import-tag spring";
    for line in [
        prepare,
        "map crm.csv --accept-suggestions --set Language=en",
        "review crm.csv",
        "import crm.csv",
        prepare,
        "cancel crm.csv",
    ] {
        env.run(line);
        schema.check("", &manifest());
    }
    assert_eq!(manifest()["stage"], "cancelled");
}

#[test]
fn a_mapping_file_is_as_its_schema_says() {
    let (env, mut schema) = (env_with_samples(), Schema::read("mapping.schema.json"));
    let lines = [
        "--save plain --accept-suggestions",
        "--save full --accept-suggestions --create-field Owner=:text --set Language=en --do-not-overwrite=Email --keep-edits='First Name' --clear-marker NULL --blank - --blank N/A --region MY \
         --tag-separator ';' --date-format DD/MM/YYYY --decimal comma --encoding utf-8 --delimiter , --preset none --import-tag spring --tag a",
    ];
    for line in lines {
        let outcome = env.run(&format!("import crm.csv --purpose add-update --id phone {line}"));
        assert!([0, 3].contains(&outcome.status), "{outcome}");
    }
    for name in ["plain", "full"] {
        let text = env.run(&format!("mappings export {name} -")).done().stdout;
        let document: Value = toml::from_str(&text).expect("TOML");
        schema.check("", &document);
    }
}

/// A schema that lets everything through would agree with everything.
#[test]
fn a_document_that_breaks_its_schema_is_found() {
    let strange = |part: &str, document: Value| {
        std::panic::catch_unwind(|| Schema::read("json.schema.json").check(part, &document)).is_err()
    };
    let env = env_with_samples();
    let document = env.run("import contacts.csv --purpose add --id phone --json").done().json();
    assert!(!strange("import", document.clone()));
    let mut more = document.clone();
    more["more"] = 1.into();
    let mut less = document.clone();
    less.as_object_mut().unwrap().remove("counts");
    let mut other = document;
    other["counts"]["rows"] = "12".into();
    assert!(strange("import", more) && strange("import", less) && strange("import", other));
}

/// Each code that a row can have is told in the docs, with what it means.
#[test]
fn every_code_of_an_issue_is_in_the_docs() {
    let docs = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/formats.md")).expect("docs");
    for code in contacts::model::IssueCode::ALL {
        let severity = format!("{:?}", code.severity()).to_lowercase();
        let row = format!("| `{}` | {severity} | ", code.as_str());
        assert!(docs.contains(&row), "docs/formats.md does not tell of {row}");
    }
}
