//! How sure is it that a match is what was asked for? A find is told from a guess everywhere.

use serde::Serialize;

/// How sure it is that a match is what was asked for; the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// The word as it was typed, or what is the same to every reader: another case, notation or spelling.
    Exact,
    /// A form of the word, or what the query asks for by a sign.
    Form,
    /// Only like it, or a compound with it: nothing says that it is the same word.
    Guess,
}
