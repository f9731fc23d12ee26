//! Specification sections 3, 4 and 8 against a model: random sequences of imports, edits and undos, after each of which
//! the workspace holds what a few lines of plain code say ([`model`]). Besides, an import that is done again changes
//! nothing, the order of rows does not matter, and the errors file is the rows in error, which are so again.

mod model;

use proptest::prelude::*;

use crate::support::{CommandOutput, Table, TestEnv};
use model::{Model, Order, Row};

/// What is done to a workspace.
#[derive(Debug, Clone)]
enum Step {
    Import {
        order: Order,
        rows: Vec<Row>,
        shuffled: Vec<Row>,
    },
    /// The contact at this place, counted round, gets this Last Name.
    Edit(usize, &'static str),
    /// The last step that was not taken back is.
    Undo,
}

fn import() -> impl Strategy<Value = Step> {
    let rows = prop::collection::vec(model::row(), 1..6);
    let both = rows.prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle()));
    (model::order(), both).prop_map(|(order, (rows, shuffled))| Step::Import { order, rows, shuffled })
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        5 => import(),
        1 => (0..9_usize, prop::sample::select(&["Lee", "Tan", "O'Brien"][..])).prop_map(|(at, name)| Step::Edit(at, name)),
        2 => Just(Step::Undo),
    ]
}

fn write(env: &TestEnv, rows: &[Row]) {
    let lines: String = rows.iter().map(Row::written).collect();
    env.write("leads.csv", model::HEADER.to_owned() + &lines);
}

/// Where a sequence is done, and what should come of it.
struct Run {
    env: TestEnv,
    model: Model,
    /// For each step that can be taken back, its number in the history and the model before it.
    taken: Vec<(u64, Model)>,
}

impl Run {
    fn new() -> Self {
        let (env, model) = (TestEnv::with_contacts(&model::people()), Model::new());
        let run = Self { env, model, taken: Vec::new() };
        run.assert_as_modelled("at first");
        run
    }

    #[track_caller]
    fn assert_as_modelled(&self, after: &str) {
        assert_eq!(self.env.people(), self.model.people(), "{after}");
    }

    fn take(&mut self, step: &Step) {
        match step {
            Step::Import { order, rows, shuffled } => self.import(order, rows, shuffled),
            Step::Edit(at, name) => self.edit(*at, name),
            Step::Undo => self.undo(),
        }
        self.assert_as_modelled(&format!("{step:?}"));
    }

    fn import(&mut self, order: &Order, rows: &[Row], shuffled: &[Row]) {
        let before = self.model.clone();
        self.check_other_order(order, shuffled);
        let statuses = self.model.import(order, rows);
        write(&self.env, rows);
        let outcome = self.env.import("leads.csv", &order.options());
        assert_eq!(self.env.statuses("leads.csv"), statuses, "{outcome}");
        let counted = ["Imported", "Updated", "Skipped", "Error"].map(|status| count(&statuses, status));
        let [all, imported, updated, _, skipped, errors] = outcome.counts();
        assert_eq!([imported, updated, skipped, errors], counted, "{outcome}");
        assert_eq!(all, rows.len() as u64, "{outcome}");
        self.taken.push((outcome.json()["import_id"].as_u64().expect("its number"), before));
        self.check_errors_file(order, rows, &statuses);
        self.check_again(order, &outcome);
    }

    /// The same rows in another order make the same contacts, but for their numbers.
    fn check_other_order(&self, order: &Order, shuffled: &[Row]) {
        let copy = self.env.clone_env();
        write(&copy, shuffled);
        let outcome = copy.import("leads.csv", &order.options());
        let mut model = self.model.clone();
        assert_eq!(model.import(order, shuffled), copy.statuses("leads.csv"), "{outcome}");
        assert_eq!(copy.people(), model.people(), "{outcome}");
    }

    /// The errors file is the rows in error, and imported as it is they are in error again.
    fn check_errors_file(&self, order: &Order, rows: &[Row], statuses: &[&str]) {
        let in_error: Vec<&Row> =
            rows.iter().zip(statuses).filter(|(_, status)| **status == "Error").map(|(row, _)| row).collect();
        assert_eq!(self.env.has("leads.errors.csv"), !in_error.is_empty());
        if in_error.is_empty() {
            return;
        }
        let text = self.env.read("leads.errors.csv");
        let mut written = Table::read(&text).rows;
        for cells in &mut written {
            cells.truncate(model::COLUMNS);
        }
        let cells: Vec<Vec<String>> = in_error.iter().map(|row| row.guarded()).collect();
        assert_eq!(written, cells);
        self.env.write("again.csv", text);
        let again = self.env.import("again.csv", &format!("{} --dry-run", order.options())).exits(3);
        assert_eq!(again.counts()[5], in_error.len() as u64, "{again}");
    }

    /// The same import again: nothing is left to change, unless every row is added whatever is there.
    fn check_again(&self, order: &Order, first: &CommandOutput) {
        if order.adds_all() {
            return;
        }
        let again = self.env.import("leads.csv", &order.options());
        let [_, imported, updated, unchanged, _, errors] = again.counts();
        assert_eq!((imported, updated, errors), (0, unchanged, first.counts()[5]), "{again}");
        self.assert_as_modelled("imported twice");
    }

    fn edit(&mut self, at: usize, name: &str) {
        let before = self.model.clone();
        let Some(id) = self.model.rename(at, name) else { return };
        let edited = self.env.run(&format!("edit {id} \"Last Name={name}\" --json")).done();
        if let Some(entry) = edited.json()["entry"].as_u64() {
            self.taken.push((entry, before));
        }
    }

    fn undo(&mut self) {
        let Some((id, before)) = self.taken.pop() else { return };
        self.env.run(&format!("undo {id} --yes")).done();
        self.model.go_back_to(before);
    }
}

fn count(statuses: &[&str], status: &str) -> u64 {
    statuses.iter().filter(|found| **found == status).count() as u64
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    #[ignore = "long: run with --ignored"]
    fn imports_edits_and_undos_come_to_what_the_model_says(steps in prop::collection::vec(step(), 2..8)) {
        let mut run = Run::new();
        for step in &steps {
            run.take(step);
        }
    }
}
