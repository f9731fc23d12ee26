//! Options on how cells are read: what they do, and that they are kept wherever an import is kept (spec sections 4 and 6).

use crate::support::TestEnv;

mod blank {
    use super::*;

    #[test]
    fn a_word_for_nothing_changes_nothing_in_any_column() {
        let env = TestEnv::with_contacts("First Name,Email,Phone Number\nAnn,ann@example.com,+60123456781\n");
        env.write(
            "leads.csv",
            "First Name,Email,Phone Number,Country,Language\nn/a,ann@example.com,-,#N/A,NULL\nBob,bob@example.com,-,MY, N/A \n",
        );
        let words = "--blank N/A --blank - --blank null --blank #n/a";
        env.import("leads.csv", &format!("--purpose add-update --id email {words}")).done();
        assert_eq!(env.values("first_name"), ["Ann", "Bob"]);
        assert_eq!(env.values("country"), ["-", "MY"]); // `-`: blank
    }

    #[test]
    fn an_identifier_of_such_a_word_is_blank() {
        let env = TestEnv::new();
        env.write("leads.csv", "First Name,Email\nAnn,none\nBob,NONE\n");
        let outcome = env.import("leads.csv", "--purpose add --id email --blank none");
        assert_eq!(outcome.errors(), ["2 identifier-blank", "3 identifier-blank"], "{outcome}");
    }

    #[test]
    fn the_clear_marker_goes_before_it() {
        let env = TestEnv::with_contacts("First Name,Last Name,Email\nAnn,Lee,ann@example.com\n");
        env.write("leads.csv", "Last Name,Email\nNULL,ann@example.com\n");
        env.import("leads.csv", "--purpose update --id email --clear-marker NULL --blank null").done();
        assert_eq!(env.values("last_name"), ["-"]); // `-`: blank
    }

    #[test]
    fn it_is_no_option_of_a_list_that_is_made_of_a_column() {
        let env = TestEnv::new();
        env.write("leads.csv", "First Name,Level\nAnn,Gold\nBob,n/a\nEve,Silver\n");
        env.import("leads.csv", "--purpose add-all --create-field Level=:list --blank N/A").done();
        let fields = env.run("fields list").done().stdout;
        assert!(fields.contains("Gold") && fields.contains("Silver") && !fields.contains("n/a"), "{fields}");
    }

    #[test]
    fn apostrophes_before_all_cells_of_a_row_are_in_no_option_either() {
        let env = TestEnv::new();
        env.write("leads.csv", "First Name,Level\n'Ann,'Gold\n'Bob,'Silver\n");
        env.import("leads.csv", "--purpose add-all --create-field Level=:list").done();
        let levels: Vec<_> = env.contacts().iter().map(|contact| contact["custom"]["Level"].clone()).collect();
        assert_eq!(levels, ["Gold", "Silver"]);
    }

    #[test]
    fn it_is_kept_with_the_session_the_mapping_and_the_history() {
        let env = TestEnv::new();
        env.write("leads.csv", "First Name,Country\nAnn,-\nBob,n/a\n");
        env.run("upload leads.csv --purpose add-all --blank - --blank 'N/A'").done();
        env.run("map leads.csv --save crm").done().says("--blank=- --blank N/A");
        env.run("review leads.csv").done();
        env.run("import leads.csv").done();
        assert_eq!(env.history()[0]["options"]["blank"], serde_json::json!(["-", "N/A"]));
        env.import("leads.csv", "--use crm").done();
        env.run("mappings show crm").done().says("N/A");
        env.run("mappings export crm -").done().says("blank = [\"-\", \"N/A\"]");
        env.run("history 2").done().says("blank \"N/A\"");
        env.import("leads.csv", "--purpose add-all --blank ' '").exits(2).says("--blank needs a text");
    }
}

mod dates {
    use super::*;

    /// Runs an import of one column of dates and returns it; the rows are Ann1, Ann2, ….
    fn born(env: &TestEnv, cells: &[&str], options: &str) -> crate::support::CommandOutput {
        let rows: String = cells.iter().enumerate().map(|(at, cell)| format!("Ann{at},\"{cell}\"\n")).collect();
        env.write("leads.csv", format!("First Name,Born\n{rows}"));
        env.import("leads.csv", &format!("--purpose add-all --create-field Born=:date {options}"))
    }

    fn note(outcome: &crate::support::CommandOutput, code: &str) -> serde_json::Value {
        let notes = outcome.json()["notes"].as_array().expect("notes").clone();
        notes.into_iter().find(|note| note["code"] == code).unwrap_or_default()
    }

    #[test]
    fn the_one_format_that_reads_a_column_is_named_and_works_when_pasted() {
        let env = TestEnv::new();
        let cells = ["25/12/1985", "31/01/2001", "03/04/1990", "1990-05-06"];
        let outcome = born(&env, &cells, "").exits(3);
        let fits = note(&outcome, "date-format-fits");
        assert_eq!((&fits["count"], &fits["of"], &fits["level"]), (&3.into(), &4.into(), &"warning".into()), "{fits}");
        assert_eq!(fits["option"], "--date-format DD/MM/YYYY");
        born(&env, &cells, fits["option"].as_str().unwrap()).done();
    }

    #[test]
    fn where_no_format_reads_all_it_says_how_many_can_only_be_one() {
        let outcome = born(&TestEnv::new(), &["25/12/1985", "31/01/2001", "12/31/1990"], "").exits(3);
        let needed = note(&outcome, "date-format-needed");
        assert_eq!(needed["option"], serde_json::Value::Null);
        assert!(
            needed["message"].as_str().unwrap().contains("2 can only be DD/MM/YYYY, 1 only MM/DD/YYYY"),
            "{needed}"
        );
    }

    #[test]
    fn a_format_that_another_one_contradicts_imports_no_date_of_the_column() {
        let env = TestEnv::new();
        let outcome = born(&env, &["03/04/1990", "25/12/1985", "11/02/1970"], "--date-format MM/DD/YYYY").exits(3);
        assert_eq!(outcome.errors().len(), 3, "{outcome}");
        assert!(outcome.errors().iter().all(|error| error.ends_with("date-format-contradicted")), "{outcome}");
        assert_eq!(note(&outcome, "date-format-contradicted")["option"], "--date-format DD/MM/YYYY");
        assert!(env.people().is_empty());
        let pasted = "--date-format MM/DD/YYYY --date-format DD/MM/YYYY";
        born(&env, &["03/04/1990", "25/12/1985", "11/02/1970"], pasted).done();
        assert_eq!(env.history()[0]["options"]["date_format"], "DD/MM/YYYY");
    }

    #[test]
    fn dates_that_need_no_format_come_in_although_another_format_contradicts_the_given_one() {
        let cells = ["1990-05-06", "1991-05-06", "25/12/1985"];
        let outcome = born(&TestEnv::new(), &cells, "--date-format MM/DD/YYYY").exits(3);
        assert_eq!(outcome.errors(), ["4 date-format-contradicted"], "{outcome}");
        outcome.says("so none that needs a format is taken");
    }

    #[test]
    fn a_column_with_the_day_before_the_month_is_told_and_not_guessed() {
        let cells = ["2024-13-01", "2024-25-12", "2024-05-06"];
        let outcome = born(&TestEnv::new(), &cells, "").exits(3);
        assert_eq!(outcome.errors().len(), 3, "{outcome}");
        let told = note(&outcome, "date-format-fits");
        assert_eq!(told["option"], "--date-format YYYY-DD-MM", "{told}");
        outcome.says("only YYYY-DD-MM reads all dates of the column, and it has to be said: --date-format YYYY-DD-MM");
        born(&TestEnv::new(), &cells, "--date-format DD/MM/YYYY").exits(3).says("date-format-contradicted");
        born(&TestEnv::new(), &cells, "--date-format YYYY-DD-MM").done();
    }

    #[test]
    fn the_format_is_named_whatever_else_stands_in_the_column() {
        for (cells, format) in [
            (&["24/01/13", "99/02/05", "98/12/31"][..], "YY/MM/DD"),
            (&["25/12/1985", "n/a", "N/A", "-"], "DD/MM/YYYY"),
            (&["2024-01-05 10:00:00 +0000 UTC", "25/12/1985"], "DD/MM/YYYY"),
        ] {
            let outcome = born(&TestEnv::new(), cells, "").exits(3);
            assert_eq!(note(&outcome, "date-format-fits")["option"], format!("--date-format {format}"), "{outcome}");
        }
        let outcome = born(&TestEnv::new(), &["13.01.2024", "14.01.2024"], "--date-format DD/MM/YYYY").exits(3);
        outcome.says("but DD.MM.YYYY does: --date-format DD.MM.YYYY").never_says("swapped");
    }

    #[test]
    fn columns_may_have_formats_of_their_own() {
        let env = TestEnv::new();
        env.write("leads.csv", "First Name,Born,Joined\nAnn,31/12/1990,12/31/2020\nBob,01/02/1990,01/31/2020\n");
        let line = "--purpose add-all --create-field Born=:date --create-field Joined=:date";
        let outcome = env.import("leads.csv", line).exits(3);
        let notes = outcome.json()["notes"].as_array().unwrap().clone();
        let options: Vec<&str> = notes.iter().filter_map(|note| note["option"].as_str()).collect();
        assert_eq!(options, ["--date-format Born=DD/MM/YYYY", "--date-format Joined=MM/DD/YYYY"]);
        let errors = outcome.json()["errors"].as_array().unwrap().clone();
        for error in &errors {
            let column = error["column"].as_str().unwrap();
            let option = options.iter().find(|option| option.contains(column)).unwrap();
            assert!(error["message"].as_str().unwrap().ends_with(option), "the row says it as the note does: {error}");
        }
        env.import("leads.csv", &format!("{line} {} --save crm", options.join(" "))).done();
        assert_eq!(
            env.history()[0]["options"]["date_format"],
            serde_json::json!(["Born=DD/MM/YYYY", "Joined=MM/DD/YYYY"])
        );
        env.run("mappings export crm -").done().says("date-format = [\"Born=DD/MM/YYYY\", \"Joined=MM/DD/YYYY\"]");
        env.write("next.csv", "First Name,Born,Joined\nEve,02/01/1990,02/01/2020\n");
        env.import("next.csv", "--use crm").done();
        let eve = env.run("show 3 --json").done().stdout;
        assert!(eve.contains("1990-01-02") && eve.contains("2020-02-01"), "{eve}");
        env.import("leads.csv", &format!("{line} --date-format Burn=DD/MM/YYYY")).exits(2).says("Burn");
    }

    #[test]
    fn a_time_behind_a_date_is_dropped_with_one_note_and_a_date_of_zeros_is_blank() {
        let env = TestEnv::new();
        let cells =
            ["2016-11-01 15:00", "2016-11-01T00:00:00.000Z", "2016-11-01 00:00:00+00", "0000-00-00", "20161101"];
        let outcome = born(&env, &cells, "").done();
        let times = note(&outcome, "times-dropped");
        assert_eq!((&times["count"], &times["of"], &times["level"]), (&3.into(), &4.into(), &"info".into()), "{times}");
        assert_eq!(outcome.json()["warnings"], 0);
    }

    #[test]
    fn a_birthday_without_its_year_and_an_unusual_year_are_told() {
        let outcome = born(&TestEnv::new(), &["24/12", "1870-01-01"], "").exits(3);
        assert!(outcome.issues()[0]["message"].as_str().unwrap().contains("the year is missing"), "{outcome}");
        assert_eq!(outcome.json()["warnings"], 1);
    }
}

mod numbers {
    use super::*;

    fn sizes(env: &TestEnv, cells: &[&str], options: &str) -> crate::support::CommandOutput {
        let rows: String = cells.iter().enumerate().map(|(at, cell)| format!("Ann{at},\"{cell}\"\n")).collect();
        env.write("leads.csv", format!("First Name,Size\n{rows}"));
        env.import("leads.csv", &format!("--purpose add-all --create-field Size=:number {options}"))
    }

    fn mark(outcome: &crate::support::CommandOutput) -> serde_json::Value {
        let notes = outcome.json()["notes"].as_array().expect("notes").clone();
        notes.into_iter().find(|note| note["code"] == "decimal-mark").unwrap_or_default()
    }

    #[test]
    fn the_column_shows_its_decimal_mark() {
        let env = TestEnv::new();
        let outcome = sizes(&env, &["1.234", "12,5", "1.234,50", "7"], "").done();
        assert_eq!((&mark(&outcome)["level"], &mark(&outcome)["count"]), (&"info".into(), &3.into()), "{outcome}");
        let exported = env.run("export -").done().stdout;
        assert!(
            exported.contains("1234\n") && exported.contains("12.5\n") && exported.contains("1234.5\n"),
            "{exported}"
        );
    }

    #[test]
    fn both_kinds_in_one_column_and_forms_that_could_be_either_are_errors() {
        let env = TestEnv::new();
        let mixed = sizes(&env, &["1,5", "2,5", "3.5", "7"], "").exits(3);
        assert_eq!(mixed.errors().len(), 3, "{mixed}");
        assert_eq!(mark(&mixed)["option"], "--decimal comma");
        let open = sizes(&env, &["1,234", "5"], "").exits(3);
        assert_eq!((open.errors().len(), &mark(&open)["option"]), (1, &serde_json::Value::Null), "{open}");
        sizes(&env, &["1,234", "5"], "--decimal point --save crm").done();
        assert_eq!(env.history()[0]["options"]["decimal"], "point");
        env.run("mappings show crm").done().says("point");
    }

    #[test]
    fn leading_zeros_are_an_error_that_advises_a_text() {
        let outcome = sizes(&TestEnv::new(), &["007"], "").exits(3);
        assert!(outcome.issues()[0]["message"].as_str().unwrap().contains("type text"), "{outcome}");
    }
}

mod steps {
    use super::*;

    const LIST: &str = "First Name,Country\nAnn,N/A\nBob,-\n";

    #[test]
    fn map_and_review_take_them_and_keep_what_was_said_before() {
        let env = TestEnv::new();
        env.write("leads.csv", LIST);
        env.run("upload leads.csv --purpose add-all --clear-marker CLEAR").done();
        env.run("map leads.csv --blank N/A").done().says("--clear-marker CLEAR").says("--blank N/A");
        env.run("review leads.csv").exits(3);
        env.run("review leads.csv --blank N/A --blank -").done();
        env.run("import leads.csv").done();
        let options = env.history()[0]["options"].clone();
        assert_eq!((&options["blank"], &options["clear_marker"]), (&serde_json::json!(["N/A", "-"]), &"CLEAR".into()));
    }

    #[test]
    fn a_word_for_blank_cells_comes_to_those_of_before() {
        let env = TestEnv::new();
        env.write("leads.csv", LIST);
        env.run("upload leads.csv --purpose add-all --blank N/A").done();
        env.run("map leads.csv --save crm").done();
        env.run("review leads.csv --blank=- --blank n/a").done();
        env.run("import leads.csv").done();
        assert_eq!(env.history()[0]["options"]["blank"], serde_json::json!(["N/A", "-"]));
        env.run("import leads.csv --use crm --blank=-").done();
    }

    #[test]
    fn a_mapping_with_other_options_voids_the_review() {
        let env = TestEnv::new();
        env.write("leads.csv", LIST);
        env.run("upload leads.csv --purpose add-all --blank N/A --blank -").done();
        env.run("map leads.csv").done();
        env.run("review leads.csv").done();
        env.run("map leads.csv --region MY").done();
        env.run("import leads.csv").exits(4).says("review");
    }

    #[test]
    fn map_opens_the_file_by_another_delimiter_and_review_says_to_map_again() {
        let env = TestEnv::new();
        env.write("leads.csv", "First Name;Last,Name\nAnn;Lee,x\nBob;Tan,y\n");
        env.run("upload leads.csv --purpose add-all --delimiter ,").done();
        env.run("map leads.csv --delimiter ;").done();
        env.run("review leads.csv --delimiter ,").exits(2).says("contacts map leads.csv");
        env.run("review leads.csv").done();
        env.run("import leads.csv").done();
        assert_eq!(env.values("first_name"), ["Ann", "Bob"]);
    }
}
