//! How the program is linked.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let target = |part: &str| std::env::var(format!("CARGO_CFG_TARGET_{part}")).unwrap_or_default();
    // At a fixed address: else the loader adjusts tens of thousands of pointers, mostly of stemmers' tables, each time the
    // program starts, which takes longer than some searches.
    if target("OS") == "linux" && target("ENV") == "gnu" {
        println!("cargo::rustc-link-arg-bin=tolmach=-no-pie");
    }
}
