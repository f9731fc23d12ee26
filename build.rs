//! Compiles what must happen before the program begins (see `src/before_main.c`).

fn main() {
    println!("cargo:rerun-if-changed=src/before_main.c");
    if std::env::var_os("CARGO_CFG_UNIX").is_none() {
        return;
    }
    for object in cc::Build::new().file("src/before_main.c").compile_intermediates() {
        println!("cargo:rustc-link-arg-bins={}", object.display());
    }
}
