//! Any text has a date and a headline, or none.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tolmach::{Date, passage};

fuzz_target!(|text: &str| {
    if let Some(date) = Date::parse(text) {
        assert_eq!(Date::parse(&date.to_string()), Some(date));
    }
    // a line that is a date is no headline, so dates in words are read here too
    let _ = passage::title(text);
});
