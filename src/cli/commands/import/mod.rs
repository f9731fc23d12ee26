//! `contacts import FILE`: everything in one run, through the same code as step by step.

mod args;
mod outcome;
mod run;

pub(in crate::cli) use args::ImportArgs;

use crate::cli::Exit;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::orders::Orders;
use crate::cli::prepare::{Prepared, prepare};
use args::Terms;
use run::Run;

impl ImportArgs {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let terms = self.terms()?;
        let orders = self.orders(None)?;
        if terms.dry_run { dry_run(context, &terms, &orders) } else { at_once(context, &terms, &orders) }
    }
}

fn dry_run(context: &Context, terms: &Terms, orders: &Orders) -> Result<Exit, Failure> {
    let workspace = context.workspace_untouched()?;
    let progress = context.terminal.progress();
    let Prepared { mut import, .. } = prepare(context, &terms.source, orders, &workspace, &progress)?;
    run::dry_run(context, terms, &workspace, &mut import)
}

fn at_once(context: &Context, terms: &Terms, orders: &Orders) -> Result<Exit, Failure> {
    let started_at = context.clock.now();
    let workspace = context.workspace()?;
    let _lock = run::lock(context, &workspace, terms)?;
    context.restore(&workspace)?;
    let progress = context.terminal.progress();
    let Prepared { mut import, .. } = prepare(context, &terms.source, orders, &workspace, &progress)?;
    let run = Run { context, terms, workspace: &workspace, started_at, besides: &|_| Ok(()) };
    let outcome = if context.terminal.can_ask() { run.after_review(&mut import)? } else { run.at_once(&mut import)? };
    outcome::tell(context, &import, &outcome)
}
