//! Tools and rights that some tests need, and what happens where they are missing.

/// Whether a program that a test looks with works here. Where it does not, the test says that it was skipped; where this
/// variable of the environment is set, as in `.ci/run`, that is a failure.
#[track_caller]
#[allow(clippy::print_stderr, reason = "a test that was skipped says so")]
pub(crate) fn tool_available(program: &str, works: bool, required: &str, packages: &str) -> bool {
    if !works {
        assert!(std::env::var_os(required).is_none(), "{required} is set, and {program} does not work");
        eprintln!("SKIPPED: {program} does not work here; apt-get install {packages}");
    }
    works
}

/// Only root may give files away and mount disks, and only root may read and write everything.
pub(crate) fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0)
}
