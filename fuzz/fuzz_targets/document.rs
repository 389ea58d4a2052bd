//! Any bytes are what is in a document: the parts of DOCX, ODT and EPUB, RTF, the content of a page of PDF and a whole PDF.
#![no_main]

mod own_panics;

use libfuzzer_sys::fuzz_target;
use tolmach::fuzzed;

fuzz_target!(init: own_panics::only(), |data: &[u8]| fuzzed::document(data));
