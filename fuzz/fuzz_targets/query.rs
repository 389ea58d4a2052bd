//! Any text is a query.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tolmach::query::Query;

fuzz_target!(|text: &str| {
    let _ = Query::parse(text);
});
