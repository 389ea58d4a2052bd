//! Any text is a corrections file and a pattern of paths, or it is told why not.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tolmach::fuzzed;

fuzz_target!(|data: &[u8]| fuzzed::rules(data));
