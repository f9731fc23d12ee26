//! Spec section 5: what is suggested and taken, which columns claim one field, and that every column that is left out is
//! told with the true reason.

use serde_json::Value;

use crate::journey::driver::{ENTER, walk};
use crate::support::{CommandOutput, TestEnv};

/// An environment with a list.
fn env(csv: &str) -> TestEnv {
    let env = TestEnv::new();
    env.write("list.csv", csv);
    env
}

/// A list of four people with a column of these values.
fn list(header: &str, values: [&str; 4]) -> String {
    let rows = (1..).zip(values).map(|(n, value)| format!("P{n},p{n}@example.com,{value}\n"));
    format!("First Name,Email,{header}\n") + &rows.collect::<String>()
}

const PHONES: [&str; 4] = ["+46 70 123 45 67", "+46 70 987 65 43", "+1 415 555 26 71", "+44 20 7183 8750"];

/// `column: reason` of each column that is left out.
#[track_caller]
fn left_out(outcome: &CommandOutput) -> Vec<String> {
    let notes = outcome.json()["notes"].as_array().expect("notes").clone();
    let of_columns = notes.iter().filter(|note| note["code"] == "column-left-out");
    let text = |note: &Value| note["message"].as_str().unwrap_or_default().replace(" is not imported", "");
    of_columns.map(text).collect()
}

mod values_alone {
    use super::*;

    #[test]
    fn suggestions_by_values_alone_are_never_accepted_unseen() {
        let env = env(&list("Erreichbar", PHONES));
        let options = "import list.csv --purpose add --id email --accept-suggestions";
        let outcome = env.run(&format!("{options} --json --dry-run")).done();
        assert_eq!(left_out(&outcome), ["'Erreichbar': 100 % of the values are phone numbers, but nothing says whose"]);
        let option = "--map 'Erreichbar=Phone Number'";
        let note = outcome.json()["notes"][0].clone();
        assert_eq!((&note["option"], &note["field"]), (&option.into(), &"Phone Number".into()));
        env.run(options).done().says(option);
        assert_eq!(env.values("phone"), ["-"; 4]);
        env.run(&format!("import list.csv --purpose update --id email {option}")).done();
        assert_eq!(env.values("phone")[0], "+46701234567", "the option works when it is pasted");
    }

    #[test]
    fn the_option_for_a_header_that_looks_like_one_works_when_it_is_pasted() {
        let env = env(&list("-mobile", PHONES));
        let option = "--map='-mobile=Phone Number'";
        env.run("import list.csv --purpose add --id email").done().says(option);
        env.run(&format!("import list.csv --purpose update --id email {option}")).done();
        assert_eq!(env.values("phone")[0], "+46701234567");
    }

    #[test]
    fn suggestions_by_values_alone_are_offered_in_a_hint() {
        let rows = "Ann,red,a@example.com\nBob,blue,b@example.com\nCy,x,c@example.com\n";
        let env = env(&format!("First Name,Colour,Contact me at\n{rows}"));
        for options in ["", "--accept-suggestions", "--only-mapped"] {
            let outcome = env.run(&format!("import list.csv --purpose add --id email {options}")).exits(2);
            assert!(outcome.stderr.ends_with("hint: add one of: --map 'Contact me at=Email'\n"), "{outcome}");
        }
    }

    #[test]
    fn a_terminal_preselects_suggestions_with_their_reason() {
        let env = env(&list("Erreichbar", PHONES));
        env.run("upload list.csv --purpose add --id email").done();
        let mut terminal = env.terminal_of("map list.csv", (24, 120));
        terminal.wait_for("100 % of the values are phone numbers");
        walk(&mut terminal, &[("Is this right?", ENTER)]);
        terminal.finish();
        env.run("review list.csv").done();
        env.run("import list.csv").done();
        assert_eq!(env.values("phone")[0], "+46701234567");
    }

    #[test]
    fn columns_of_other_people_and_other_numbers_are_not_suggested() {
        let colleagues = ["sales@firm.example", "sales@firm.example", "kim@firm.example", "kim@firm.example"];
        let bare = ["60123456789", "60123456790", "60123456791", "60123456792"];
        let countries = ["Malaysia", "Germany", "France", "Spain"];
        for (header, values) in [
            ("Kontakt", colleagues),
            ("Invited by", PHONES),
            ("Next of kin", PHONES),
            ("Emergency contact", PHONES),
            ("Assistant", PHONES),
            ("Notfallkontakt", PHONES),
            ("Member number", bare),
            ("No Ahli", bare),
            ("Birthplace", countries),
        ] {
            let csv =
                list(header, values).replace("Email,", if header == "Kontakt" { "Mailbox no," } else { "Email," });
            let env = env(&csv);
            let outcome = env.run("import list.csv --purpose add-all --accept-suggestions --json --dry-run").done();
            assert!(left_out(&outcome).contains(&format!("'{header}': no contact field fits")), "{header}\n{outcome}");
        }
    }
}

mod words {
    use super::*;

    #[test]
    fn a_header_that_is_a_word_for_a_field_is_suggested_whatever_its_values() {
        for (header, value, code) in [
            ("phone", "see notes", "phone-letters"),
            ("Handy", "6.01899E+10", "phone-spreadsheet"),
            ("Land", "Atlantis", "country-unknown"),
            ("Sprache", "Babble", "language-unknown"),
        ] {
            let env = env(&list(header, [value; 4]));
            let outcome = env.run("import list.csv --purpose add-all --accept-suggestions --json --dry-run").exits(3);
            assert_eq!(left_out(&outcome), [""; 0], "{header}");
            let codes: Vec<Value> =
                outcome.json()["errors"].as_array().unwrap().iter().map(|error| error["column"].clone()).collect();
            assert_eq!(codes, [header; 4], "{header} {code}");
        }
    }

    #[test]
    fn headers_of_more_languages_and_programs_are_known() {
        for header in [
            "Förnamn;Efternamn;E-post;Mobilnummer",
            "Fornavn;Etternavn;E-post;Mobil",
            "Fornavn;Efternavn;E-mail;Mobiltelefon",
            "Imię;Nazwisko;Adres e-mail;Nr telefonu",
            "Voornaam;Achternaam;E-mailadres;Telefoonnummer",
            "Nome;Cognome;Indirizzo e-mail;Cellulare",
            "Ticket First Name;Ticket Last Name;Ticket Email;Ticket Phone",
            "N.Given;N.Family;E-post;Tlf",
        ] {
            let env = env(&format!("{header}\nVera;Vik;vera@example.com;+46701234567\n"));
            env.import("list.csv", "--purpose add --id email --accept-suggestions").done();
            assert_eq!(env.people(), ["1 Vera, Vik, +46701234567, vera@example.com, -, -, []"], "{header}");
        }
    }
}

mod claims {
    use super::*;

    const TWICE: &str = "First Name,Phone Number,Phone Number,Email\nAnn,+60123456789,+60123456780,a@example.com\n";

    #[test]
    fn neither_of_two_columns_of_one_name_is_mapped_whatever_is_accepted() {
        let env = env(TWICE);
        for accept in ["", "--accept-suggestions", "--only-mapped"] {
            let by_phone = env.run(&format!("import list.csv --purpose add --id phone {accept}")).exits(2);
            by_phone.says_all(&["--map '#2=Phone Number'", "--map '#3=Phone Number'", "--skip '#2'"]);
            let by_email =
                env.run(&format!("import list.csv --purpose add --id email --json --dry-run {accept}")).done();
            let claims = |n| format!("'Phone Number' #{n}: other columns claim Phone Number as well");
            assert_eq!(left_out(&by_email), [claims(2), claims(3)]);
        }
        for (says, phone) in [("--map '#3=Phone Number'", "+60123456780"), ("--skip '#3'", "+60123456789")] {
            let env = self::env(TWICE);
            env.run(&format!("import list.csv --purpose add --id phone {says}")).done();
            assert_eq!(env.values("phone"), [phone], "{says}");
        }
    }

    #[test]
    fn neither_of_two_words_for_one_field_is_mapped() {
        for header in ["Mobile,Mobile", "Mobile,Handy", "e_mail,E-Mail"] {
            let value =
                if header.starts_with('M') { "+60123456789,+60123456780" } else { "a@example.com,b@example.com" };
            let env = env(&format!("First Name,{header}\nAnn,{value}\n"));
            let outcome = env.run("import list.csv --purpose add-all --accept-suggestions --json").done();
            assert!(outcome.stderr.contains("warning: columns"), "{header}\n{outcome}");
            assert_eq!(left_out(&outcome).len(), 2, "{header}");
            let person = env.contacts()[0].clone();
            assert_eq!((&person["phone"], &person["email"]), (&Value::Null, &Value::Null), "{header}");
        }
    }

    #[test]
    fn a_saved_mapping_does_not_choose_between_two_claims() {
        let env = env("Name,Mobile\nAnn,+60123456789\n");
        let map = "--map 'Name=First Name' --map 'Mobile=Phone Number'";
        env.run(&format!("import list.csv --purpose add-update --id phone {map} --save m")).done();
        for header in ["Name,Mobile,Mobile", "Name,mobile,MOBILE"] {
            env.write("more.csv", format!("{header}\nBob,+60123456780,+60123456781\n"));
            for accept in ["", "--accept-suggestions"] {
                let outcome = env.run(&format!("import more.csv --use m {accept}")).exits(2);
                outcome.says_all(&["#2 and #3", "--map '#2=Phone Number'", "--skip '#2'"]);
            }
        }
        env.run("import more.csv --use m --map '#3=Phone Number'").done();
        assert_eq!(env.values("phone"), ["+60123456789", "+60123456781"]);
    }

    #[test]
    fn a_saved_mapping_keeps_what_the_user_said_of_two() {
        let env = env(TWICE);
        env.run("import list.csv --purpose add-update --id phone --map '#3=Phone Number' --save m").done();
        env.write("more.csv", TWICE.replace("678", "677"));
        env.run("import more.csv --use m").done();
        assert_eq!(env.values("phone"), ["+60123456780", "+60123456770"]);
    }

    #[test]
    fn a_terminal_preselects_neither_of_two_claims() {
        let env = env(TWICE);
        env.run("upload list.csv --purpose add --id email").done();
        let mut terminal = env.terminal_of("map list.csv", (24, 120));
        walk(&mut terminal, &[("Is this right?", ENTER)]);
        let left = terminal.finish();
        let claims = left.screen.matches("columns #2 and #3 claim Phone Number: which is it?").count();
        assert_eq!(claims, 2, "{}", left.screen);
        assert!(left.screen.contains("Left out: Phone Number, Phone Number"), "{}", left.screen);
    }
}

mod left_out_columns {
    use super::*;

    const LIST: &str = "First Name,Phone Number,Cell,Given name,Owner,Import Status,Shoe size\n\
                        Ann,+60123456789,+60123456780,Anna,me,Imported,38\n";

    #[test]
    fn each_left_out_column_is_reported_with_its_reason() {
        let own = "'Import Status': this tool writes a column of that name";
        let filled =
            ["'Cell': Phone Number has 'Phone Number'", "'Given name': First Name has 'First Name'", "'Owner': --skip"];
        for accept in ["", "--accept-suggestions"] {
            let line = format!("import list.csv --purpose add --id phone --skip Owner {accept} --dry-run");
            let outcome = env(LIST).run(&format!("{line} --json")).done();
            let unclaimed = "'Shoe size': no contact field fits";
            assert_eq!(left_out(&outcome), [filled.as_slice(), &[own, unclaimed]].concat(), "{accept}");
            let told = env(LIST).run(&line).done();
            assert_eq!(told.stderr.matches("not imported:").count(), 1, "{told}");
            told.says_all(&[
                "'Cell' (Phone Number has 'Phone Number')",
                "'Owner' (--skip)",
                "'Shoe size' (no contact field",
            ]);
        }
        let outcome = env(LIST).run("import list.csv --purpose add --id phone --only-mapped --json --dry-run").done();
        let only = |name: &str| format!("'{name}': --only-mapped");
        assert_eq!(
            left_out(&outcome),
            [only("Cell"), only("Given name"), only("Owner"), own.into(), only("Shoe size")]
        );
    }

    #[test]
    fn a_suggestion_that_is_not_taken_is_told_with_its_option() {
        let env = env("First Name,Email,Mobile\nAnn,a@example.com,+60123456789\n");
        let outcome = env.run("import list.csv --purpose add --id email --dry-run").done();
        outcome.says("'Mobile' (suggested: --map 'Mobile=Phone Number' or all with --accept-suggestions)");
    }

    #[test]
    fn steps_and_saved_mappings_report_left_out_columns_too() {
        let env = env(LIST);
        env.run("upload list.csv --purpose add --id phone").done();
        let map = env.run("map list.csv --skip Owner --json --save m").done();
        assert_eq!(left_out(&map).len(), 5, "{map}");
        let review = env.run("review list.csv --json").done();
        assert_eq!(left_out(&review), left_out(&map));
        env.run("review list.csv").done().says_all(&["'Owner' (--skip)", "'Shoe size' (no contact field fits)"]);
        assert_eq!(left_out(&env.run("import list.csv --json").done()), left_out(&review));
        env.write("more.csv", LIST.replace("Shoe size", "Hat size"));
        let used = env.run("import more.csv --use m --json").done();
        assert!(left_out(&used).contains(&"'Hat size': new since the mapping was saved".to_owned()), "{used}");
    }

    #[test]
    fn each_step_tells_the_reasons_and_options_of_the_one_that_mapped() {
        let env = env("First Name,Email,Mobile,Notes\nAnn,a@example.com,+60123456789,new\n");
        env.run("upload list.csv --purpose add --id email").done();
        let notes = |line: &str| {
            let notes = env.run(line).done().json()["notes"].as_array().unwrap().clone();
            notes.into_iter().filter(|note| note["code"] == "column-left-out").collect::<Vec<_>>()
        };
        let mapped = notes("map list.csv --skip Notes --json");
        assert_eq!(mapped[0]["option"], "--map 'Mobile=Phone Number'");
        assert_eq!(notes("map list.csv --json"), mapped, "what was decided before has the reason that it had then");
        assert_eq!(notes("review list.csv --json"), mapped);
        let told = env.run("review list.csv").done();
        told.says_all(&[
            "'Mobile' (suggested for Phone Number: ",
            ": --map 'Mobile=Phone Number')",
            "'Notes' (--skip)",
        ]);
        assert_eq!(notes("import list.csv --json"), mapped);
        assert_eq!(env.run("history 1 --json").done().json()["notes"], serde_json::json!(mapped));

        env.run("upload list.csv --purpose update --id email").done();
        env.run("map list.csv --only-mapped").done();
        env.run("review list.csv").done().says("'Mobile', 'Notes' (--only-mapped)");
    }

    #[test]
    fn many_left_out_columns_take_one_line_that_names_a_few() {
        let names: Vec<String> = (0..40).map(|n| format!("Property {n}")).collect();
        let env = env(&format!("First Name,Email,{}\nAnn,a@example.com{}\n", names.join(","), ",x".repeat(40)));
        env.run("init").done();
        let line = "import list.csv --purpose add --id email --accept-suggestions --dry-run";
        let told = env.run(line).done().says("'Property 9' and 30 more (no contact field fits");
        assert_eq!(told.stderr.lines().count(), 1, "{told}");
        assert_eq!(left_out(&env.run(&format!("{line} --json")).done()).len(), 40);
    }
}

mod hints {
    use super::*;

    #[track_caller]
    fn hint(csv: &str, options: &str) -> String {
        let outcome = env(csv).run(&format!("import list.csv --purpose add {options}")).exits(2);
        outcome.stderr.lines().last().unwrap_or_default().to_owned()
    }

    #[test]
    fn the_likeliest_columns_come_first_and_are_three_at_most() {
        let rows: String =
            (0..9).map(|n| format!("Ann,l:{n},x,y,z,2024-03-0{n},p:+4670123456{n},+4670123457{n}\n")).collect();
        let csv = format!("First Name,id,ad,form_id,is_organic,created,phone,tel at home\n{rows}");
        let expected = "hint: add: --map 'phone=Phone Number' (or all with --accept-suggestions)";
        assert_eq!(hint(&csv, "--id phone"), expected);
        assert_eq!(
            hint(&csv, "--id phone --only-mapped"),
            "hint: add one of: --map 'phone=Phone Number'  --map 'tel at home=Phone Number'"
        );
        assert_eq!(hint(&csv, "--id email"), "hint: the source needs a column for Email");
        let phones: String = (0..9).map(|n| format!("Ann{}\n", format!(",+4670123456{n}").repeat(4))).collect();
        let many = hint(&format!("First Name,one,two,three,four\n{phones}"), "--id phone --only-mapped");
        assert_eq!(many.matches("--map").count(), 3, "{many}");
    }

    #[test]
    fn values_outweigh_the_header() {
        let rows: String = (0..5).map(|n| format!("Ann,o{n}@example.com,1234567890{n}\n")).collect();
        let csv = format!("First Name,Owner,Member No\n{rows}");
        assert_eq!(hint(&csv, "--id email"), "hint: add one of: --map Owner=Email");
    }

    #[test]
    fn a_first_name_may_be_set_and_no_column_is_named_that_is_none() {
        let set =
            "hint: the source has no column for First Name; to give everybody the same: --set 'First Name=Unknown'";
        assert_eq!(hint("Email\na@example.com\n", "--id email"), set);
        assert_eq!(hint("Email,Status,Created\na@example.com,active,2024-01-01\n", "--id email"), set);
        let env = env("Email\na@example.com\n");
        env.run("import list.csv --purpose add --id email --set 'First Name=Unknown'").done();
        assert_eq!(env.values("first_name"), ["Unknown"]);
    }

    #[test]
    fn columns_are_offered_for_fields_that_they_fit_and_that_are_free() {
        let hint = |csv: &str| {
            let options = "--purpose add-all --set 'First Name=X' --only-mapped";
            let outcome = env(csv).run(&format!("import list.csv {options}")).exits(2);
            outcome.stderr.lines().last().unwrap_or_default().to_owned()
        };
        let such_as = "hint: say which column goes where, such as: ";
        assert_eq!(hint("Given Name,Surname\nAnn,Tan\n"), format!("{such_as}--map 'Surname=Last Name'"));
        assert_eq!(hint("Colour\nred\n"), format!("{such_as}--create-field Colour=:text"));
    }

    #[test]
    fn an_identifier_is_offered_whose_column_is_there() {
        let env = env("First Name,Email\nAnn,a@example.com\n");
        let pasted = "contacts import list.csv --purpose add-update --id email";
        env.run("import list.csv").exits(2).says(&format!("hint: for example: {pasted}\n"));
        env.run("upload list.csv").exits(2).says("hint: for example: --purpose add-update --id email\n");
        env.run("import list.csv --purpose add-update --id phone").exits(2).says("; or: --id email\n");
        env.run(pasted.trim_start_matches("contacts ")).done();
    }

    #[test]
    fn a_skip_that_is_one_too_many_is_named() {
        let said = hint("First Name,Email\nAnn,a@example.com\n", "--id email --skip Email");
        assert_eq!(said, "hint: no other column is left for Email: do not give --skip Email");
    }
}

#[test]
fn a_new_column_that_is_imported_is_not_told_as_left_out() {
    let list = env("First Name,Tag\nAnn,a\n");
    list.import("list.csv", "--purpose add-all --map Tag=Tags --save m").done();
    list.write("list.csv", "First Name,Tag,Mobile,New\nBob,b,+60123000001,x\n");
    let told = list.run("import list.csv --use m --accept-suggestions --dry-run").done();
    told.says_all(&["and not imported: 'New';", "'Mobile' goes to Phone Number, as suggested"]);
}

#[test]
fn an_error_of_create_field_says_its_own_form() {
    let env = env("First Name,QH\nAnn,Ja\n");
    let outcome = env.run("import list.csv --purpose add-all --create-field QH:checkbox").exits(2);
    outcome.says_all(&["COLUMN=NAME:TYPE", "--create-field QH=:checkbox"]);
}

/// Each header is compared with all words that are known; a file of 20 MB may be nothing but headers. A command that does not
/// end in a minute fails the test.
#[test]
fn a_thousand_long_headers_cost_little() {
    let words = ["phone", "email of", "Kunden", "work", "invited", "x", "(home)", "Tel/", "the", "number"];
    for (headers, length) in [(998, 12), (998, 60), (250, 1_500)] {
        let header = |n: usize| (0..length).map(|m| words[(n + m * 7) % words.len()]).collect::<Vec<_>>().join(" ");
        let headers: Vec<String> = (0..headers).map(header).collect();
        let env = env(&format!("First Name,Email,{}\nAnn,a@example.com\n", headers.join(",")));
        env.run("import list.csv --purpose add --id phone --accept-suggestions").exits(2);
        env.run("import list.csv --purpose add --id email --accept-suggestions --dry-run --delimiter ,");
    }
}
