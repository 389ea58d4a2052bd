//! Any bytes are a page of the web.
#![no_main]

mod own_panics;

use libfuzzer_sys::fuzz_target;
use tolmach::fuzzed;

fuzz_target!(init: own_panics::only(), |data: &[u8]| fuzzed::file_of("html", data));
