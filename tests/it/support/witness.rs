/// Whether a program that a test looks with works here. Where it does not, the test says that it was skipped; where this
/// variable of the environment is set, as in `.ci/run`, that is a failure.
#[track_caller]
#[allow(clippy::print_stderr, reason = "a test that was skipped says so")]
pub(crate) fn can_witness(program: &str, works: bool, required: &str, packages: &str) -> bool {
    if !works {
        assert!(std::env::var_os(required).is_none(), "{required} is set, and {program} does not work");
        eprintln!("SKIPPED: {program} does not work here; apt-get install {packages}");
    }
    works
}
