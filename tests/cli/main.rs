//! The command line as a caller meets it: the real program, run in a folder of its own, whole outputs compared.

// the names that the engine gives its files are in lower case
#![allow(
    clippy::case_sensitive_file_extension_comparisons,
    clippy::format_push_string
)]

mod analyze;
mod arguments;
mod bad_input;
mod compounds;
mod corrections;
mod env;
mod errors;
mod eval;
mod expressions;
mod files;
mod filters;
mod formats;
mod found;
mod freshness;
mod habits;
mod hostile;
mod index;
mod json;
mod kills;
mod languages;
mod letters;
mod metadata;
mod new;
mod outcome;
mod outputs;
mod queries;
mod ranking;
mod reading;
mod readme;
mod remembered;
mod rights;
mod rows;
mod schema;
mod search;
mod selection;
mod show;
mod spellings;
mod stability;
mod streams;
mod terminal;
mod unreadable;
mod updates;
mod variants;
mod watch;
mod why;
mod wildcards;
