//! Any text is a query, and an expression prints as what parses to the same tree.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tolmach::query::Query;

fuzz_target!(|text: &str| {
    let query = Query::parse(text);
    let again = Query::parse(&query.print());
    assert_eq!(query.tree, again.tree);
    assert_eq!(query.clauses, again.clauses);
    let _ = (query.outline(), Query::plain(text));
});
