//! Any text has a date and a headline, or none, in any language.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tolmach::fuzzed;

fuzz_target!(|data: &[u8]| fuzzed::date(data));
