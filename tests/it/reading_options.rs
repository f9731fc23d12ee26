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
