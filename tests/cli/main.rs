//! The command line as a caller meets it: the real program, run in a folder of its own, whole outputs compared.

mod analyze;
mod env;
mod errors;
mod files;
mod formats;
mod index;
mod json;
mod languages;
mod outcome;
mod queries;
mod search;
mod spellings;
mod stability;
mod streams;
