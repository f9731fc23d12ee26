//! Spec section 4, Debris: what spreadsheets and programs leave in cells is taken off and told, or an error that names it.

use serde_json::{Value, json};

use crate::support::{CommandOutput, TestEnv, csv_row};

/// The note of a code about a column.
#[track_caller]
fn note(outcome: &CommandOutput, code: &str, column: &str) -> Value {
    let notes = outcome.json()["notes"].as_array().expect("notes").clone();
    let is_it = |note: &&Value| note["code"] == code && note["column"] == column;
    notes.iter().find(is_it).cloned().unwrap_or_else(|| panic!("no note {code} of {column}\n{outcome}"))
}

/// An environment with an import of a list with these options, and what came of it.
#[track_caller]
fn imported(csv: &str, options: &str) -> (TestEnv, CommandOutput) {
    let env = TestEnv::new();
    env.write("leads.csv", csv);
    let outcome = env.import("leads.csv", options);
    (env, outcome)
}

/// Errors of spreadsheets.
mod spreadsheet_errors {
    use super::*;

    const CODE: &str = "spreadsheet-error";

    #[test]
    fn spreadsheet_errors_replace_no_value() {
        let env =
            TestEnv::with_contacts("First Name,Last Name,Phone Number\nAnn,Lee,+60123456781\nBob,Tan,+60123456782\n");
        env.write("leads.csv", "First Name,Last Name,Phone Number\n#N/A,#N/A,+60123456781\n#NAME?,Tan,+60123456782\n");
        let outcome = env.import("leads.csv", "--purpose update --id phone");
        assert_eq!(outcome.errors(), [format!("2 {CODE}"), format!("2 {CODE}"), format!("3 {CODE}")], "{outcome}");
        assert_eq!(env.people().len(), 2);
        assert_eq!(env.values("first_name"), ["Ann", "Bob"]);
        assert!(outcome.issues()[2]["message"].as_str().unwrap().contains("name that the spreadsheet does not know"));
        assert_eq!(
            (&outcome.issues()[2]["column"], &outcome.issues()[2]["value"]),
            (&"First Name".into(), &"#NAME?".into())
        );
    }

    #[test]
    fn spreadsheet_errors_are_errors_of_every_field() {
        let env = TestEnv::new();
        for field in [
            "Note --type text",
            "Level --type list --option A",
            "Size --type number",
            "Born --type date",
            "Site --type url",
        ] {
            env.run(&format!("fields add {field}")).done();
        }
        let columns = [
            "Last Name",
            "Phone Number",
            "Email",
            "Country",
            "Language",
            "Tags",
            "Note",
            "Level",
            "Size",
            "Born",
            "Site",
        ];
        for column in columns {
            env.write("leads.csv", format!("First Name,{column}\nAnn,#REF!\n\"Bob\",=\"#REF!\"\nCid,\n"));
            let outcome = env.import("leads.csv", "--purpose add-all --dry-run");
            assert_eq!(outcome.errors(), [format!("2 {CODE}"), format!("3 {CODE}")], "{column}\n{outcome}");
        }
    }

    #[test]
    fn spreadsheet_errors_are_known_in_other_languages_and_among_tags() {
        for error in
            ["#NV", "#WERT!", "#BEZUG!", "#ZAHL!", "#¡VALOR!", "#ЗНАЧ!", "Err:502", "#ERROR!", " #DIV/0! ", "########"]
        {
            let (_, outcome) = imported(&format!("First Name,Tags\nAnn,{error}\n{error},vip\n"), "--purpose add-all");
            assert_eq!(outcome.errors(), [format!("2 {CODE}"), format!("3 {CODE}")], "{error}\n{outcome}");
        }
        let (_, outcome) = imported("First Name,Tags\nAnn,vip;#N/A\n", "--purpose add-all");
        assert_eq!(outcome.errors(), [format!("2 {CODE}")], "{outcome}");
    }

    #[test]
    fn a_text_that_contains_a_spreadsheet_error_is_a_text() {
        let (env, outcome) =
            imported("First Name,Last Name,Tags\n#1,see #REF! there,\"#vip,#sale!\"\n", "--purpose add-all");
        assert_eq!((outcome.status, env.values("last_name")), (0, vec!["see #REF! there".to_owned()]), "{outcome}");
    }

    #[test]
    fn a_spreadsheet_error_that_is_the_clear_marker_empties_the_field() {
        let env = TestEnv::with_contacts("First Name,Last Name,Phone Number\nAnn,Lee,+60123456781\n");
        env.write("leads.csv", "Last Name,Phone Number\n#N/A,+60123456781\n");
        env.run("import leads.csv --purpose update --id phone --clear-marker #N/A").done();
        assert_eq!(env.contacts()[0]["last_name"], json!(null));
    }

    #[test]
    fn identifiers_in_error_are_no_twins() {
        let (_, outcome) = imported("First Name,Email\nAnn,#N/A\nBob,#N/A\n", "--purpose add --id email");
        assert_eq!(outcome.errors(), [format!("2 {CODE}"), format!("3 {CODE}")], "{outcome}");
    }
}

/// What is written around a value.
mod wrapping {
    use super::*;

    #[test]
    fn wrapping_is_removed_in_every_column_and_reported() {
        let env = TestEnv::with_contacts("First Name,Last Name,Phone Number\nAnn,Lee,+60123456781\n");
        for field in ["Account --type text", "Size --type number", "Born --type date", "Member --type checkbox"] {
            env.run(&format!("fields add {field}")).done();
        }
        let cells = [
            "Ann",
            "Lee",
            "+60123456781",
            "ann@example.com",
            "MY",
            "en",
            "vip,new",
            "00123",
            "42",
            "2001-02-03",
            "yes",
        ];
        let columns = [
            "First Name",
            "Last Name",
            "Phone Number",
            "Email",
            "Country",
            "Language",
            "Tags",
            "Account",
            "Size",
            "Born",
            "Member",
        ];
        for (name, wrap) in [
            ("formulas.csv", &(|cell: &str| format!("=\"{cell}\"")) as &dyn Fn(&str) -> String),
            ("quotes.csv", &|cell| format!("'{cell}")),
        ] {
            let wrapped: Vec<String> = cells.iter().map(|cell| wrap(cell)).collect();
            let wrapped: Vec<&str> = wrapped.iter().map(String::as_str).collect();
            env.write(name, csv_row(&columns) + &csv_row(&wrapped));
            let outcome = env.import(name, "--purpose add-update --id phone");
            assert_eq!(outcome.status, 0, "{outcome}");
            for column in columns {
                let note = note(&outcome, "cells-unwrapped", column);
                assert_eq!((&note["count"], &note["level"]), (&1.into(), &"info".into()), "{note}");
            }
            let contact = &env.contacts()[0];
            assert_eq!(
                [&contact["first_name"], &contact["last_name"], &contact["email"], &contact["country"]],
                ["Ann", "Lee", "ann@example.com", "MY"]
            );
            assert_eq!(
                contact["custom"],
                json!({"Account": "00123", "Size": "42", "Born": "2001-02-03", "Member": "yes"})
            );
            assert_eq!(contact["tags"].as_array().map(Vec::len), Some(2), "{contact}");
        }
    }

    #[test]
    fn headers_in_formulas_are_headers() {
        let (env, outcome) = imported("=\"First Name\",=\"Account\"\n=\"Ann\",=\"007\"\n", "--purpose add-all");
        assert_eq!((outcome.status, env.values("first_name")), (0, vec!["Ann".to_owned()]), "{outcome}");
    }

    #[test]
    fn doubled_quotes_are_quotes_and_other_formulas_stay() {
        let csv = csv_row(&["First Name", "Last Name"])
            + &csv_row(&["=\"say \"\"hi\"\"\"", "=\"a\"&\"b\""])
            + &csv_row(&["=1+1", "=\"\""])
            + &csv_row(&["=HYPERLINK(\"x\",\"y\")", "=A1"]);
        let (env, outcome) = imported(&csv, "--purpose add-all");
        assert_eq!(outcome.status, 0, "{outcome}");
        assert_eq!(env.values("first_name"), ["say \"hi\"", "=1+1", "=HYPERLINK(\"x\",\"y\")"]);
        assert_eq!(env.contacts()[1]["last_name"], json!(null), "a wrapped nothing is blank");
        assert_eq!(env.contacts()[0]["last_name"], "=\"a\"&\"b\"");
    }

    #[test]
    fn an_apostrophe_that_belongs_to_a_name_is_kept_and_told() {
        let csv = "First Name,Last Name,Phone Number\nGerard,'t Hooft,'+31612345678\n'Ofa,Smith,'+6767712345\n'Ann',Lee,\n'99,x,\n";
        let (env, outcome) = imported(csv, "--purpose add-all");
        assert_eq!(env.values("first_name"), ["Gerard", "'Ofa", "'Ann'", "99"], "{outcome}");
        assert_eq!(env.values("last_name")[0], "'t Hooft");
        assert_eq!(note(&outcome, "apostrophes-kept", "First Name")["count"], 2);
        assert_eq!(note(&outcome, "apostrophes-kept", "First Name")["of"], outcome.json()["counts"]["rows"]);
        assert_eq!(note(&outcome, "apostrophes-kept", "Last Name")["count"], 1);
        assert_eq!(note(&outcome, "cells-unwrapped", "First Name")["count"], 1);
        assert_eq!(note(&outcome, "cells-unwrapped", "Phone Number")["count"], 2);
    }

    #[test]
    fn an_option_may_begin_with_an_apostrophe() {
        let env = TestEnv::new();
        env.run("fields add When --type list --option \"'s avonds\" --option Gold").done();
        env.write("leads.csv", "First Name,When\nAnn,'s avonds\nBob,Gold\n'Cid,'Gold\n");
        let outcome = env.import("leads.csv", "--purpose add-all");
        let values: Vec<_> = env.contacts().iter().map(|contact| contact["custom"]["When"].clone()).collect();
        assert_eq!(values, ["'s avonds", "Gold", "Gold"], "{outcome}");
    }

    #[test]
    fn our_own_files_are_read_as_the_source_was() {
        let csv = csv_row(&["First Name", "Last Name", "Phone Number"])
            + &csv_row(&["'+60", "'=1+1", "+60121000001"])
            + &csv_row(&["=\"Ann\"", "=1+1", "+60121000002"])
            + &csv_row(&["''=2", "'t Hooft", "+60121000003"])
            + &csv_row(&["'0012", "@x", "'+60121000004"]);
        let (env, _) = imported(&csv, "--purpose add --id phone");
        let names = |env: &TestEnv| {
            let contacts = env.contacts();
            contacts.iter().map(|it| (it["first_name"].clone(), it["last_name"].clone())).collect::<Vec<_>>()
        };
        let copy = TestEnv::new();
        copy.write("again.csv", env.bytes("leads.results.csv"));
        copy.import("again.csv", "--purpose add --id phone");
        assert_eq!(names(&copy), names(&env));
        // An export is guarded as well, and what is stored comes back exactly.
        env.run("export all.csv").done();
        let copy = TestEnv::new();
        copy.write("all.csv", env.bytes("all.csv"));
        copy.import("all.csv", "--purpose add --id phone");
        assert_eq!(names(&copy), names(&env));
    }
}

/// E-mail addresses.
mod addresses {
    use super::*;

    #[test]
    fn marks_behind_an_address_are_removed_and_reported() {
        let csv = "First Name,Email\nA,a@example.com.\nB,\"b@example.com,\"\nC,\"c@example.com; \"\nD,d@example.com\n";
        let (env, outcome) = imported(csv, "--purpose add --id email");
        assert_eq!(
            env.values("email"),
            ["a@example.com", "b@example.com", "c@example.com", "d@example.com"],
            "{outcome}"
        );
        assert_eq!(note(&outcome, "email-marks-removed", "Email")["count"], 3);
        env.write("again.csv", "First Name,Email\nA,\"a@example.com,\"\nA,a@example.com\n");
        let outcome = env.import("again.csv", "--purpose add --id email");
        assert_eq!(outcome.errors(), ["2 duplicate-in-file", "3 duplicate-in-file"], "{outcome}");
    }

    #[test]
    fn quotation_marks_and_symbols_are_errors() {
        let env = TestEnv::with_contacts("First Name,Email\nA,a13@example.com\n");
        env.write(
            "leads.csv",
            "First Name,Email\nA,”a13@example.com”\nB,‘b@example.com’\nC,«c@example.com»\nD,d@example.com™\nE,e@example.com…\n\
             F,f@example.com、\nG,•g@example.com\nH,„h@example.com“\nI,jürgen@münchen.example\nJ,用户@例え.jp\n",
        );
        let outcome = env.import("leads.csv", "--purpose add-update --id email");
        let expected: Vec<String> = (2..10).map(|line| format!("{line} email-invalid")).collect();
        let lines: std::collections::BTreeSet<String> = outcome.errors().into_iter().collect();
        assert_eq!(lines.into_iter().collect::<Vec<_>>(), expected, "{outcome}");
        assert_eq!(env.contacts().len(), 3);
    }
}

/// Text that was decoded wrongly.
mod garbled {
    use super::*;

    /// How many warnings of garbled text an import gave, from the history.
    #[track_caller]
    fn warned(env: &TestEnv, outcome: &CommandOutput) -> u64 {
        let id = outcome.json()["import_id"].as_i64().expect("an import");
        let entry = env.run(&format!("history {id} --json")).done().json();
        entry["issues"]["text-garbled"].as_u64().unwrap_or_default()
    }

    #[test]
    fn garbled_text_is_imported_with_a_warning() {
        for name in [
            "MÃ¼ller",
            "JosÃ\u{a9}",
            "Oâ€™Brien",
            "MÃƒÂ¼ller",
            "Jos&eacute;",
            "Jos&#233;",
            "Smith &amp; Sons",
            "Jana?na",
            "Jos\u{FFFD}",
            "?ukasz",
            "Ð˜Ð²Ð°Ð½",
            "MĂĽller",
            "M√ºller",
            "M├╝ller",
        ] {
            let csv = csv_row(&["First Name", "Last Name"]) + &csv_row(&[name, "Lee"]);
            let (env, outcome) = imported(&csv, "--purpose add-all");
            assert_eq!((outcome.warnings(), warned(&env, &outcome)), (1, 1), "{name}\n{outcome}");
            assert_eq!(env.values("first_name"), [name], "kept as written");
        }
    }

    #[test]
    fn good_text_of_all_languages_is_imported_without_a_word() {
        let names = [
            "Müller",
            "MÍŠEK",
            "“GRÅ”",
            "L’ÉTÉ",
            "Nguyễn",
            "Київ",
            "Ђорђе",
            "山田 太郎",
            "김철수",
            "محمد",
            "हिन्दी",
            "R&D",
            "AT&T; B",
        ];
        let rows: String = names.iter().map(|name| csv_row(&[name])).collect();
        let (env, outcome) = imported(&(csv_row(&["First Name"]) + &rows), "--purpose add-all");
        assert_eq!((outcome.warnings(), env.values("first_name").len()), (0, names.len()), "{outcome}");
    }

    #[test]
    fn a_terminal_is_shown_what_it_probably_was_and_no_more_of_the_value() {
        let env = TestEnv::new();
        env.write("leads.csv", "First Name\nMÃ¼ller\n");
        let told = env.run("import leads.csv --purpose add-all --yes").done();
        told.says_all(&["text-garbled: 1", "line 2, First Name: 'Ã¼' was probably 'ü'", "UTF-8"]).never_says("MÃ¼ller");
    }

    #[test]
    fn garbled_text_never_replaces_the_value_it_came_from() {
        let good = ["Müller", "José", "Janaína", "Łukasz", "Smith & Sons", "Иван", "François", "Jürgen"];
        let bad =
            ["MÃ¼ller", "Jos?", "Jana?na", "?ukasz", "Smith &amp; Sons", "????", "Fran\u{FFFD}ois", "J\u{81}rgen"];
        for (good, bad) in good.into_iter().zip(bad) {
            let env = TestEnv::with_contacts(&(csv_row(&["First Name", "Email"]) + &csv_row(&[good, "a@example.com"])));
            env.write("leads.csv", csv_row(&["First Name", "Email"]) + &csv_row(&[bad, "a@example.com"]));
            let outcome = env.import("leads.csv", "--purpose update --id email");
            assert_eq!(outcome.errors(), ["2 text-garbled"], "{good} {bad}\n{outcome}");
            assert_eq!(outcome.warnings(), 0, "the error says it: {outcome}");
            assert_eq!(env.values("first_name"), [good]);
            let kept = env.import("leads.csv", "--purpose update --id email --do-not-overwrite");
            assert_eq!(kept.status, 0, "{kept}");
        }
    }

    #[test]
    fn a_garbled_tag_never_replaces_the_tag_it_came_from() {
        let list = |tags: &str| csv_row(&["Email", "First Name", "Tags"]) + &csv_row(&["a@example.com", "Ann", tags]);
        for bad in ["x; ZoÃ«", "Zo?; x"] {
            let env = TestEnv::with_contacts(&list("Zoë; x"));
            env.write("leads.csv", list(bad));
            let import = "--purpose update --id email";
            assert_eq!(env.import("leads.csv", import).errors(), ["2 text-garbled"], "{bad}");
            let tags = &env.contacts()[0]["tags"];
            assert!(tags.to_string().contains("Zoë") && !tags.to_string().contains(bad), "{tags}");
            assert_eq!(
                env.import("leads.csv", &format!("{import} --do-not-overwrite")).status,
                0,
                "no tag is taken off"
            );
        }
    }

    #[test]
    fn another_value_is_replaced_with_a_warning_and_a_right_one_repairs() {
        let env = TestEnv::with_contacts("First Name,Email\nAnn,a@example.com\nMÃ¼ller,b@example.com\n");
        env.write("leads.csv", "First Name,Email\nMÃ¼ller,a@example.com\nMüller,b@example.com\n");
        let outcome = env.import("leads.csv", "--purpose update --id email");
        assert_eq!((outcome.status, outcome.warnings()), (0, 1), "{outcome}");
        assert_eq!(env.values("first_name"), ["MÃ¼ller", "Müller"]);
    }

    #[test]
    fn tags_and_custom_texts_are_looked_at_too() {
        let (_, outcome) =
            imported("First Name,Tags\nAnn,\"vip,MÃ¼nchen\"\nBob,R&amp;D\nCid,R&D\n", "--purpose add-all");
        assert_eq!(outcome.warnings(), 2, "{outcome}");
        let env = TestEnv::new();
        env.run("fields add Note --type text").done();
        env.write("leads.csv", "First Name,Note\nAnn,caf?s\nBob,Really? Yes?\nCid,https://example.com/?q=1&amp;b=2\nDee,https://example.com/?q\n");
        let outcome = env.import("leads.csv", "--purpose add-all");
        assert_eq!(outcome.warnings(), 2, "{outcome}");
    }

    /// Every cell of up to three apostrophes before a sign that formulas begin with.
    fn apostrophes_before_signs() -> Vec<String> {
        let signs = ["+60", "-5", "+6a", "=1", "@x", "\n=1", "＝1", "＋60", "－5", "＠x"];
        let quoted = |sign: &str| (0..4).map(|quotes| "'".repeat(quotes) + sign).collect::<Vec<_>>();
        signs.into_iter().flat_map(quoted).collect()
    }

    fn last_names(env: &TestEnv) -> Vec<String> {
        env.contacts().iter().map(|contact| contact["last_name"].as_str().unwrap_or_default().to_owned()).collect()
    }

    #[test]
    fn apostrophes_before_signs_come_back_from_results_and_errors_as_they_were_read() {
        let header = csv_row(&["First Name", "Last Name", "Email"]);
        let rows = |email: &str| {
            let row = |cell: &String| csv_row(&["Ann", cell, email]);
            header.clone() + &apostrophes_before_signs().iter().map(row).collect::<String>()
        };
        let (env, _) = imported(&rows("ann@example.com"), "--purpose add-all");
        let names = last_names(&env);
        assert_eq!(names.len(), apostrophes_before_signs().len());
        let (refused, _) = imported(&rows("unknown"), "--purpose add-all");
        let corrected = refused.read("leads.errors.csv").replace(",unknown,", ",ann@example.com,");
        for again in [env.read("leads.results.csv"), corrected] {
            let (copy, outcome) = imported(&again, "--purpose add-all");
            assert_eq!(last_names(&copy), names, "{outcome}");
        }
    }

    #[test]
    fn apostrophes_before_signs_that_are_stored_come_back_from_an_export() {
        let (env, _) = imported("First Name,Last Name\nAnn,x\n", "--purpose add-all");
        for cell in apostrophes_before_signs().iter().filter(|cell| !cell.contains('\n')) {
            env.run(&format!("edit 1 \"Last Name={cell}\"")).done();
            let kept = last_names(&env);
            assert!(kept[0].trim_start_matches('\'') == cell.trim_start_matches('\''), "{kept:?} {cell}");
            let (copy, outcome) = imported(&env.run("export -").done().stdout, "--purpose add-all");
            assert_eq!(last_names(&copy), kept, "{outcome}");
        }
    }
}
