//! `contacts import FILE`: everything in one run, or what was prepared step by step, through the same code.

mod args;
mod outcome;
mod prepared;
mod run;

pub(in crate::cli) use args::ImportArgs;

use crate::cli::Exit;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::orders::Orders;
use crate::cli::prepare::{Prepared, prepare};
use crate::cli::saved;
use crate::cli::session::Session;
use crate::model::{ObserverPair, shown_path};
use crate::workspace::{Workspace, WriteTransaction};
use args::Terms;
use outcome::Ended;
use run::Run;

impl ImportArgs {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let (source, is_dry_run) = (self.file.clone(), self.dry_run);
        let ended = self.import(context);
        if let (Err(failure), false) = (&ended, is_dry_run) {
            context.announce_failure(&source, failure);
        }
        Ok(ended?.announced(context))
    }

    fn import(self, context: &Context) -> Result<Ended, Failure> {
        let terms = self.terms()?;
        if !self.begins_anew() && !self.says_what_to_do() {
            return prepared::import(context, &terms);
        }
        let saved = match &self.saved.saved {
            Some(name) => Some(saved::load(&context.workspace_untouched()?, name)?.recipe),
            None => None,
        };
        let orders = self.orders(saved)?;
        if terms.dry_run { dry_run(context, &terms, &orders) } else { in_one_run(context, &terms, &orders) }
    }
}

fn dry_run(context: &Context, terms: &Terms, orders: &Orders) -> Result<Ended, Failure> {
    let started_at = context.clock.now();
    let workspace = context.workspace_untouched()?;
    Session::beside_if_ours(&terms.source, &workspace)?;
    check_name(&workspace, terms, orders)?;
    let progress = context.terminal.progress();
    let (Prepared { mut import, .. }, _plan) = prepare(context, &terms.source, orders, &workspace, &progress)?;
    let run = Run { context, terms, workspace: &workspace, started_at, promised: None, besides: &|_| Ok(()) };
    run.dry(&mut import)
}

fn in_one_run(context: &Context, terms: &Terms, orders: &Orders) -> Result<Ended, Failure> {
    let started_at = context.clock.now();
    let workspace = context.workspace()?;
    Session::beside_if_ours(&terms.source, &workspace)?; // What will be refused need not wait.
    let lock = run::lock(context, &workspace, terms, started_at)?;
    context.restore(&workspace)?;
    let session = Session::beside_if_ours(&terms.source, &workspace)?;
    check_name(&workspace, terms, orders)?;
    let (progress, reporter) = (context.terminal.progress(), lock.reporter(context.clock.as_ref()));
    let observer = ObserverPair(&progress, &reporter);
    let (prepared, plan) = prepare(context, &terms.source, orders, &workspace, &observer)?;
    let recipe = prepared.settled_recipe();
    let mut import = prepared.import;
    let save = |change: &WriteTransaction<'_>| {
        plan.write(change)?;
        match &orders.typed.save {
            Some(name) => saved::save(change, name, &recipe, context.clock.now()),
            None => Ok(()),
        }
    };
    let run = Run { context, terms, workspace: &workspace, started_at, promised: None, besides: &save };
    let outcome = if context.terminal.can_ask() { run.after_review(&mut import)? } else { run.at_once(&mut import)? };
    if let Some(mut session) = session.filter(|session| session.manifest().is_some()) {
        let is_open = session.is_open();
        let written = session.replace_by_import(context, import.source(), recipe.clone(), outcome.import_id);
        tell_replaced(context, terms, is_open, written);
    }
    Ok(outcome::tell(context, &import, &outcome))
}

/// The name under which the mapping is to be saved must be free, or given up.
fn check_name(workspace: &Workspace, terms: &Terms, orders: &Orders) -> Result<(), Failure> {
    orders.typed.save.as_ref().map_or(Ok(()), |name| saved::check_free(workspace, name, terms.yes))
}

/// The import is done, so that a session that could not be replaced is no failure.
fn tell_replaced(context: &Context, terms: &Terms, was_open: bool, written: Result<(), Failure>) {
    let source = shown_path(&terms.source);
    match written {
        Ok(()) if was_open => {
            context.terminal.note(&format!("The prepared import beside {source} is replaced by this one."));
        }
        Ok(()) => {}
        Err(failure) => {
            context.terminal.warn(&format!("the prepared import beside {source} could not be ended: {failure}"));
        }
    }
}
