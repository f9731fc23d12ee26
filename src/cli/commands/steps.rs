//! Questions one after the other, from each of which Esc leads back to the one before.

use crate::cli::error::CliError;

/// Word on the screen for what Esc does where there is a question to go back to.
pub(in crate::cli) const BACK: &str = "back";

/// How the user reached a step: from the one before, or back from a later one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) struct Arrival {
    /// There is a question to go back to.
    pub(in crate::cli) has_back: bool,
    /// The user comes back from a later question: of several questions the last is asked first.
    pub(in crate::cli) is_return: bool,
}

impl Arrival {
    /// Returns what Esc means at the first question of the step.
    pub(in crate::cli) fn escape(self) -> Option<&'static str> {
        self.has_back.then_some(BACK)
    }
}

/// Outcome of a step, which decides the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum StepEnd {
    /// The user has answered.
    Answered,
    /// There was nothing to ask; going back passes over the step, too.
    NothingToAsk,
    /// The user wants to go back.
    Back,
}

/// Takes the steps in their order, until the last is answered.
pub(in crate::cli) fn walk<S: Copy>(
    steps: &[S],
    ask: impl FnMut(S, Arrival) -> Result<StepEnd, CliError>,
) -> Result<(), CliError> {
    walk_from((0, false), steps, ask)
}

/// Takes the steps again from one of them on, as if the user came back to it from a later one.
pub(in crate::cli) fn walk_back_to<S: Copy + PartialEq>(
    step: S,
    steps: &[S],
    ask: impl FnMut(S, Arrival) -> Result<StepEnd, CliError>,
) -> Result<(), CliError> {
    let at = steps.iter().position(|other| *other == step).unwrap_or_default();
    walk_from((at, true), steps, ask)
}

fn walk_from<S: Copy>(
    (mut at, mut is_return): (usize, bool),
    steps: &[S],
    mut ask: impl FnMut(S, Arrival) -> Result<StepEnd, CliError>,
) -> Result<(), CliError> {
    let mut asked: Vec<usize> = (0..at).collect();
    while let Some(step) = steps.get(at) {
        let end = ask(*step, Arrival { has_back: !asked.is_empty(), is_return })?;
        let wants_back = end == StepEnd::Back || (end == StepEnd::NothingToAsk && is_return);
        if end == StepEnd::Answered {
            asked.push(at);
        }
        (at, is_return) = match asked.pop_if(|_| wants_back) {
            Some(before) => (before, true),
            None if end == StepEnd::Back => (at, true), // the first question is asked again
            None => (at + 1, false),
        };
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Walks through steps that end as told, and returns the steps in the order in which they were taken.
    fn walked(ends: &[(usize, StepEnd)]) -> Vec<usize> {
        let mut ends = ends.iter();
        let mut taken = Vec::new();
        walk(&[0, 1, 2], |step, arrival| {
            let (expected, end) = ends.next().copied().unwrap_or((step, StepEnd::Answered));
            assert_eq!(step, expected, "{arrival:?}");
            taken.push(step);
            Ok(end)
        })
        .unwrap();
        taken
    }

    #[test]
    fn a_step_leads_on_or_back_to_the_one_before() {
        assert_eq!(walked(&[]), [0, 1, 2]);
        assert_eq!(walked(&[(0, StepEnd::Answered), (1, StepEnd::Back)]), [0, 1, 0, 1, 2]);
    }

    #[test]
    fn what_has_nothing_to_ask_is_passed_over_both_ways() {
        let (answered, nothing) = (StepEnd::Answered, StepEnd::NothingToAsk);
        assert_eq!(walked(&[(0, answered), (1, nothing), (2, StepEnd::Back)]), [0, 1, 2, 0, 1, 2]);
        // The answer to the second question may leave nothing to ask there when it is come back to.
        let ends = [(0, answered), (1, answered), (2, StepEnd::Back), (1, nothing), (0, answered)];
        assert_eq!(walked(&ends), [0, 1, 2, 1, 0, 1, 2]);
        assert_eq!(walked(&[(0, nothing), (1, nothing), (2, nothing)]), [0, 1, 2]);
    }

    #[test]
    fn a_walk_back_begins_at_a_later_step_and_leads_on_to_those_before() {
        let mut arrivals = Vec::new();
        walk_back_to(1, &[0, 1, 2], |step, arrival| {
            arrivals.push((step, arrival.is_return));
            Ok(if arrivals.len() == 1 { StepEnd::Back } else { StepEnd::Answered })
        })
        .unwrap();
        assert_eq!(arrivals, [(1, true), (0, true), (1, false), (2, false)]);
    }

    #[test]
    fn there_is_no_way_back_from_the_first_question() {
        assert_eq!(walked(&[(0, StepEnd::Back), (0, StepEnd::Back)]), [0, 0, 0, 1, 2]);
        let mut arrivals = Vec::new();
        walk(&[0, 1], |_, arrival| {
            arrivals.push(arrival.has_back);
            Ok(if arrivals.len() == 1 { StepEnd::NothingToAsk } else { StepEnd::Answered })
        })
        .unwrap();
        assert_eq!(arrivals, [false, false]);
    }
}
