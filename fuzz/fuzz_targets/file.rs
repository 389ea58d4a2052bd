//! Any bytes are a file of any kind: articles that keep what they promise, or a reason.
#![no_main]

mod own_panics;

use libfuzzer_sys::fuzz_target;
use tolmach::fuzzed;

fuzz_target!(init: own_panics::only(), |data: &[u8]| fuzzed::file(data));
