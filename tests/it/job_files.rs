//! Job files (`--use ./crm.toml`), `mappings check` and `init --like` (spec sections 5 and 9).

use serde_json::json;

use crate::support::{CommandOutput, TestEnv};

const LEADS: &str = "\
CRM ID,Given,Mobile,Mail,Plan,Owner
C-1,Ann,012-300 0001,ann@example.com,Basic,Jo
C-2,Bob,012-300 0002,bob(at)example.com,Pro,Jo
C-3,Cem,012-300 0003,cem@example.com,Gold,Jo
";

/// A job as people write it: columns without positions, fields that no workspace has yet.
const JOB: &str = r#"format = 2
purpose = "add-update"
identifier = "CRM ID,email"
tags = ["Leads"]
import-tag = "none"
keep-edits = "all"
output-dir = "out"

columns = [
  { header = "CRM ID", field = "CRM ID" },
  { header = "Given", field = "First Name" },
  { header = "Mobile", field = "Phone Number" },
  { header = "Mail", field = "Email" },
  { header = "Plan", field = "Plan" },
  { header = "Fax" },
]
constants = [{ field = "Country", value = "MY" }]
fields = [
  { name = "CRM ID" },
  { name = "Plan", type = "list", options = ["Basic", "Pro"] },
  { name = "Birthday", type = "date" },
]

[guards]
max-errors = "70%"

[reading]
region = "MY"
"#;

/// An environment with a workspace, the list, the job and its folder for results.
fn env() -> TestEnv {
    let env = TestEnv::new();
    env.run("init").done();
    env.write("leads.csv", LEADS);
    env.shell("mkdir -p jobs/out").done();
    env.write("jobs/crm.toml", JOB);
    env
}

#[track_caller]
fn code(outcome: &CommandOutput) -> String {
    outcome.json()["error"]["code"].as_str().unwrap_or_default().to_owned()
}

/// Names of the custom fields, with their types.
#[track_caller]
fn custom_fields(env: &TestEnv) -> Vec<String> {
    let json = env.run("fields --json").done().json();
    let fields = json["fields"].as_array().expect("fields").iter().filter(|field| field["standard"] == json!(false));
    fields.map(|field| format!("{} {}", field["name"].as_str().unwrap(), field["type"].as_str().unwrap())).collect()
}

#[test]
fn a_job_file_holds_all_that_an_import_needs_and_creates_the_fields_that_it_fills() {
    let env = env();
    let outcome = env.run("import leads.csv --use jobs/crm.toml --json").exits(3);
    assert_eq!(outcome.counts(), [3, 1, 0, 0, 0, 2]);
    let outcome = outcome
        .says_all(&["from jobs/crm.toml: purpose add-update, id CRM ID,email, tag Leads", "3 field definitions"]);
    let outcome = outcome.says("creates the fields 'CRM ID' (text), 'Plan' (list of Basic, Pro)");
    assert!(outcome.json()["results_file"].as_str().is_some_and(|file| file.contains("jobs/out/leads.results.csv")));
    // A field that no column fills is left for the day on which one does.
    assert_eq!(custom_fields(&env), ["CRM ID text", "Plan list"]);
    assert_eq!(env.people(), ["1 Ann, -, +60123000001, ann@example.com, MY, -, [Leads]"]);
    let created = env.run("history 1 --json").done().json()["created_fields"].clone();
    assert_eq!(created[0]["name"], "CRM ID", "{created}");

    env.run("import leads.csv --use jobs/crm.toml --json").exits(3).never_says("creates the field");
    env.run("undo 2 --yes").done();
    env.run("undo 1 --yes").done().says("'Plan': removed");
    assert!(custom_fields(&env).is_empty());
}

#[test]
fn options_win_over_a_job_file_and_it_is_told_which() {
    let env = env();
    let outcome = env.run("import leads.csv --use jobs/crm.toml --max-errors 1 --region SG --tag Fair --json").exits(4);
    let outcome = outcome.says("max-errors 1 (there: 70%)").says("region SG (there: MY)").says("tag Fair, ");
    let notes = outcome.json()["error"]["notes"].clone();
    assert_eq!((&notes[0]["code"], &notes[1]["code"]), (&json!("job-file"), &json!("job-overridden")), "{notes}");
    env.shell("mkdir here").done();
    env.run("import leads.csv --use jobs/crm.toml --purpose add --output-dir here").exits(3);
    assert!(env.has("here/leads.results.csv") && !env.has("jobs/out/leads.results.csv"));
}

#[test]
fn a_guard_of_a_job_file_refuses_an_import_and_leaves_no_field() {
    let env = env();
    env.write("jobs/crm.toml", JOB.replace("\"70%\"", "1"));
    let outcome = env.run("import leads.csv --use jobs/crm.toml --json").exits(4);
    assert_eq!(code(&outcome), "guard-exceeded");
    assert!(custom_fields(&env).is_empty());
    assert_eq!(env.run("history --json").done().json()["imports"], json!([]));
}

#[test]
fn a_job_without_columns_goes_by_the_names_of_the_fields() {
    let env = env();
    env.write("n.csv", "First Name,Email,CRM ID\nAnn,ann@example.com,7\n");
    let job = "format = 2\npurpose = 'add'\nidentifier = 'email'\nfields = [{ name = 'CRM ID', type = 'number' }]\n";
    env.write("n.toml", format!("{job}constants = [{{ field = 'Country', value = 'MY' }}]\n"));
    env.run("import n.csv --use n.toml --set Language=en").done();
    assert_eq!(env.people()[0].split(", [").next(), Some("1 Ann, -, -, ann@example.com, MY, en"));
    assert_eq!(custom_fields(&env), ["CRM ID number"]);
    env.run("import n.csv --use n.toml --set Country=SG --purpose update").done();
    assert!(env.people()[0].contains("SG"));
}

#[test]
fn a_field_that_is_here_with_another_type_is_refused_and_one_with_fewer_options_is_told() {
    let env = env();
    env.run("fields add 'CRM ID' --type number").done();
    let outcome = env.run("import leads.csv --use jobs/crm.toml --json").exits(4);
    assert_eq!(code(&outcome), "field-type");
    env.run("fields rename 'CRM ID' Number").done();
    env.run("fields add Plan --type list --option Basic").done();
    env.run("import leads.csv --use jobs/crm.toml --dry-run --max-errors 100%")
        .exits(3)
        .says("without the options Pro");
}

#[test]
fn a_wrong_job_file_is_refused_with_its_line_and_the_key_that_was_meant() {
    let env = env();
    let cases = [
        (
            JOB.replace("region", "regoin"),
            "jobs/crm.toml: line 28: unknown key `regoin` in [reading]; did you mean `region`?",
        ),
        (
            JOB.replace("max-errors", "max-eror"),
            "line 25: unknown key `max-eror` in [guards]; did you mean `max-errors`?",
        ),
        (JOB.replace("output-dir", "output-folder"), "line 7: unknown key `output-folder`"),
        (JOB.replace("[\"Leads\"]", "\"Leads\""), "line 4: invalid type"),
        (JOB.replace("\"70%\"", "true"), "line 25: expected a number, or a part such as"),
        (JOB.replace("\"date\"", "\"day\""), "line 18: 'day' is no type of a field"),
        (JOB.replace("[\"Basic\", \"Pro\"]", "[\"a\", \" \"]"), "the option '' of the field 'Plan': the name is blank"),
        (JOB.replace("\"CRM ID\" }", "\"Email\" }"), "stands there twice"),
        (JOB.replace("name = \"CRM ID\"", "name = \"email\""), "the field 'email'"),
        (
            JOB.replace("format = 2", "format = 7"),
            "jobs/crm.toml: the mapping has format 7; this program knows format 2",
        ),
    ];
    for (text, message) in cases {
        env.write("jobs/crm.toml", text);
        for line in ["import leads.csv --use jobs/crm.toml", "mappings check jobs/crm.toml leads.csv"] {
            env.run(line).exits(1).says(message);
        }
    }
    env.run("import leads.csv --use jobs/none.toml").exits(1).says_all(&["jobs/none.toml: ", "contacts mappings"]);
    env.write("jobs/crm.toml", JOB);
    env.shell("rmdir jobs/out").done();
    env.run("import leads.csv --use jobs/crm.toml").exits(2).says("output-dir: jobs/out is not a folder");
}

#[test]
fn a_saved_mapping_keeps_guards_and_fields_but_not_where_files_go() {
    let env = env();
    env.run("mappings import jobs/crm.toml").done().says("output-dir is not kept");
    env.run("mappings import jobs/crm.toml --json").done().says("unchanged");
    let outcome = env.run("import leads.csv --use crm --max-errors 1 --json").exits(4);
    outcome.says("max-errors 1 (there: 70%)").never_says("job-file");
    env.run("import leads.csv --use crm").exits(3);
    assert!(env.has("leads.results.csv") && !env.has("jobs/out/leads.results.csv"));
    let shown = env.run("mappings show crm").done();
    shown.says_all(&["Max errors", "70%", "Creates fields", "CRM ID (text); Plan (list: Basic, Pro)"]);
    let text = env.run("mappings export crm -").done().stdout;
    assert!(text.contains("[guards]\nmax-errors = \"70%\"") && !text.contains("output-dir"), "{text}");
    assert!(text.contains("{ name = \"Plan\", type = \"list\", options = [\"Basic\", \"Pro\"] }"), "{text}");
}

#[test]
fn an_exported_mapping_works_in_a_workspace_without_its_fields() {
    let env = env();
    env.run("import leads.csv --purpose add --id email --accept-suggestions --create-field Plan=:list --save crm")
        .exits(3);
    env.run("mappings export crm crm.toml").done();
    env.run("init other.db").done();
    env.run("-w other.db import leads.csv --use ./crm.toml").exits(3).says("creates the field 'Plan' (list of Basic");
}

#[test]
fn a_renamed_field_is_renamed_where_a_mapping_only_defines_it() {
    let env = TestEnv::new();
    env.write(
        "crm.toml",
        "format = 2\npurpose = \"add\"\nidentifier = \"email\"\nfields = [{ name = \"Born\", type = \"date\" }]\n",
    );
    env.run("fields add Born --type date").done();
    env.run("mappings import crm.toml --name crm").done();
    env.run("fields rename Born Birthday").done();
    env.write("leads.csv", "First Name,Email,Born\nAnn,ann@example.com,1980-02-01\n");
    env.run("import leads.csv --use crm").done();
    assert_eq!(custom_fields(&env), ["Birthday date"]);
}

#[test]
fn a_mapping_whose_name_looks_like_a_path_is_found_where_there_is_no_such_file() {
    let env = TestEnv::with_contacts("First Name,Email\nAnn,ann@example.com\n");
    env.write("n.csv", "First Name,Email\nBob,bob@example.com\n");
    env.run("import n.csv --purpose add --id email --save a/b").done();
    env.run("import n.csv --use a/b --dry-run").done();
}

#[test]
fn the_steps_take_a_job_file_and_say_what_they_leave_to_the_import() {
    let env = env();
    let upload = env.run("upload leads.csv --use jobs/crm.toml").done();
    upload
        .says("an import in steps needs these options again: --max-errors 70% --output-dir")
        .says("creates the fields");
    env.run("map leads.csv").done();
    env.run("review leads.csv").exits(3);
    env.run("import leads.csv").exits(3);
    env.run("undo 1 --yes").done();
    assert!(custom_fields(&env).is_empty(), "they belong to the import");

    env.run("upload leads.csv --purpose add --id email").done();
    env.run("map leads.csv --use jobs/crm.toml").done().says("creates the fields");
    env.run("review leads.csv").exits(3);
}

#[test]
fn a_check_tells_how_a_list_differs_what_would_be_created_and_which_values_are_wrong() {
    let env = env();
    let outcome = env.run("mappings check jobs/crm.toml leads.csv").exits(3);
    let outcome = outcome.says_all(&[
        "Without error  1",
        "Appeared       Owner",
        "Vanished       Fax",
        "'Plan' (list of Basic, Pro)",
    ]);
    outcome.says_all(&["Errors: 2 in 2 rows", "email-invalid: 1", "option-unknown: 1"]);
    let json = env.run("mappings check jobs/crm.toml leads.csv --json").exits(3).json();
    assert_eq!((&json["appeared"], &json["vanished"]), (&json!(["Owner"]), &json!(["Fax"])));
    assert_eq!(json["counts"]["errors"], 2);
    assert_eq!(json["kinds"][0], json!({ "code": "email-invalid", "severity": "error", "count": 1 }));
    assert_eq!(json["errors"].as_array().map(Vec::len), Some(2));

    env.write("good.csv", LEADS.replace("(at)", "@").replace("Gold", "Pro"));
    env.run("mappings check jobs/crm.toml good.csv").done().says("Without error  3");
    env.write("jobs/crm.toml", JOB.replace("\"70%\"", "0"));
    env.run("mappings check jobs/crm.toml leads.csv").exits(3).says("an import would be refused: 2 of 3 rows");
    env.write("bad.csv", "Given,Plan\nAnn,Pro\n");
    env.run("mappings check jobs/crm.toml bad.csv").exits(2).says("CRM ID");
    env.write("jobs/crm.toml", JOB.replace("{ name = \"CRM ID\" },", ""));
    env.run("mappings check jobs/crm.toml leads.csv").exits(2).says("contact fields that it does not define: CRM ID");
    env.run("mappings check jobs/crm.toml none.csv").exits(1);
}

#[test]
fn a_check_needs_no_workspace_and_leaves_nothing() {
    let env = TestEnv::new();
    env.write("leads.csv", LEADS);
    env.write("crm.toml", JOB);
    env.run("-w nowhere.db mappings check crm.toml leads.csv").exits(3);
    assert!(!env.has("nowhere.db") && !env.has("leads.results.csv"));
    assert!(!env.workspace().exists());
}

#[test]
fn a_workspace_like_another_has_its_fields_settings_and_mappings_and_no_contact() {
    let env = env();
    env.run("import leads.csv --use jobs/crm.toml").exits(3);
    env.run("mappings import jobs/crm.toml").done();
    env.run("config set region MY").done();
    env.run("config set notify-command 'cat'").done();
    let outcome = env.run("init new.db --like").exits(2);
    outcome.says("--like");
    let like = env.workspace().display().to_string();
    let json = env.run(&format!("init new.db --like {like} --json")).done().json();
    let copied = json!({
        "fields": ["CRM ID", "Plan"], "settings": ["notify-command", "region"], "mappings": ["crm"], "left_out": [],
    });
    assert_eq!((&json["created"], &json["copied"]), (&json!(true), &copied));
    assert_eq!(env.run("-w new.db list --json").done().json()["total"], 0);
    assert_eq!(env.run("-w new.db config --json").done().json()["not_trusted"], json!([]), "sealed anew");
    env.run("-w new.db import leads.csv --use crm --json").exits(3).never_says("creates the field");
    let again = env.run(&format!("init new.db --like {like} --json")).done().json();
    assert_eq!((&again["created"], &again["copied"]), (&json!(false), &json!(null)));
}

#[test]
fn settings_that_act_are_copied_only_for_the_user_who_set_them() {
    let env = env();
    env.run("config set notify-command 'cat'").done();
    let like = env.workspace().display().to_string();
    let outcome =
        env.shell(&format!("mkdir other; HOME=$PWD/other XDG_CONFIG_HOME= contacts init new.db --like {like}"));
    outcome.done().says("the setting 'notify-command' was not copied: it was not set by you on this machine");
    assert_eq!(env.run("-w new.db config get notify-command").done().stdout.trim(), "");
}

#[test]
fn a_workspace_that_cannot_be_copied_makes_none() {
    let env = env();
    env.run("init new.db --like none.db").exits(1).says("none.db");
    env.run("init new.db --like leads.csv").exits(1).says("leads.csv");
    assert!(!env.has("new.db"));
}

#[test]
fn a_guard_of_a_job_file_or_a_saved_mapping_is_told_with_where_it_is_set_and_what_helps() {
    let env = TestEnv::new();
    env.run("init").done();
    env.write("leads.csv", "First Name,Email\nAnn,ann@example.com\nBob,bob@example.com\n");
    env.write("crm.toml", "format = 2\npurpose = \"add\"\nidentifier = \"email\"\n\n[guards]\nmin-rows = 200\n");
    let told = env.run("import leads.csv --use ./crm.toml").exits(4);
    told.says("min-rows asks for at least 200").says_all(&["crm.toml sets this guard", "--dry-run --min-rows 2"]);
    env.run("import leads.csv --use ./crm.toml --dry-run --min-rows 2").done();
    env.run("mappings import ./crm.toml").done();
    env.run("import leads.csv --use crm").exits(4).says("the saved mapping 'crm' sets this guard");
    env.run("import leads.csv --use crm --min-rows 3").exits(4).never_says("sets this guard");
}
