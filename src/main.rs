//! The door: hands what was typed to the library and returns its exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    contacts::main()
}
