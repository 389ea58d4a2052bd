//! Which languages are around a file? Where the text of an article leaves doubt, those of its folder and of the collection
//! decide.
//!
//! Each file tells a language by its own text alone, unless that says too little. So what is around a file does not depend
//! on the order in which files are read, and the same corpus has the same index.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::language::Language;
use crate::language::identify::{Identified, MAX_PRIOR};

/// A text of which the likeliest language is likelier than another by this counts for the files around it: 97 of 100 such
/// texts are in that language.
const VOTE_MARGIN: f32 = 2.5;

/// How many files of its own folder say as much as all the collection.
const COLLECTION_FILES: f32 = 1.0;

/// How many files in each language there might be besides those that are there.
const UNSEEN_FILES: f32 = 0.5;

/// Hundredths, in which likelihoods are written down.
const HUNDREDTHS: f32 = 100.0;

/// What the text of a file tells of its language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Telling {
    /// The language that it tells well enough to count for the files around it.
    pub(crate) vote: Option<Language>,
    /// Where it leaves doubt: the languages that it may be in, each with how much less likely it is than the likeliest, in
    /// hundredths of a natural logarithm.
    pub(crate) doubt: Vec<(Language, u16)>,
    /// The one that it was taken to be in then.
    pub(crate) decided: Option<Language>,
}

impl Telling {
    pub(crate) fn of(identified: &Identified) -> Self {
        let Identified { language, doubt } = identified;
        let is_told = *language != Language::UNKNOWN && identified.margin() >= VOTE_MARGIN;
        let hundredths =
            |(language, behind): &(Language, f32)| (*language, (behind * HUNDREDTHS) as u16);
        Self {
            vote: is_told.then_some(*language),
            doubt: doubt.iter().map(hundredths).collect(),
            decided: None,
        }
    }

    /// Of a file that says itself which language it is in.
    pub(crate) fn told(language: Language) -> Self {
        Self {
            vote: Some(language),
            ..Self::default()
        }
    }

    pub(crate) fn is_doubtful(&self) -> bool {
        !self.doubt.is_empty()
    }
}

/// Files by the language that they tell.
#[derive(Clone, Debug, Default)]
struct Votes {
    by_language: BTreeMap<Language, u32>,
    files: u32,
}

impl Votes {
    fn add(&mut self, language: Language, files: u32) {
        *self.by_language.entry(language).or_default() += files;
        self.files += files;
    }

    fn of(&self, language: Language) -> f32 {
        self.by_language.get(&language).copied().unwrap_or_default() as f32
    }
}

/// Which languages there are in each folder and in the collection.
#[derive(Clone, Debug, Default)]
pub(crate) struct Surroundings {
    folders: FxHashMap<String, Votes>,
    collection: Votes,
}

/// The folder of a path.
fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

impl Surroundings {
    /// Counts the language that a file tells.
    pub(crate) fn add(&mut self, path: &str, telling: &Telling) {
        let Some(language) = telling.vote else {
            return;
        };
        self.collection.add(language, 1);
        match self.folders.get_mut(folder(path)) {
            Some(votes) => votes.add(language, 1),
            None => self
                .folders
                .entry(folder(path).to_owned())
                .or_default()
                .add(language, 1),
        }
    }

    /// Counts all that others counted.
    pub(crate) fn merge(&mut self, others: Self) {
        for (language, files) in others.collection.by_language {
            self.collection.add(language, files);
        }
        for (folder, votes) in others.folders {
            let own = self.folders.entry(folder).or_default();
            for (language, files) in votes.by_language {
                own.add(language, files);
            }
        }
    }

    /// The language of a file of which the text leaves doubt.
    pub(crate) fn decide(&self, path: &str, telling: &Telling) -> Language {
        let none = Votes::default();
        let near = self.folders.get(folder(path)).unwrap_or(&none);
        let share = |language: Language| {
            let far = &self.collection;
            let languages = Language::all().count() as f32;
            let anywhere =
                (far.of(language) + UNSEEN_FILES) / (far.files as f32 + UNSEEN_FILES * languages);
            near.of(language) + COLLECTION_FILES * anywhere
        };
        let most = Language::all().map(share).fold(f32::MIN_POSITIVE, f32::max);
        let identified = Identified {
            language: telling
                .doubt
                .first()
                .map_or(Language::UNKNOWN, |(first, _)| *first),
            doubt: telling
                .doubt
                .iter()
                .map(|(language, behind)| (*language, f32::from(*behind) / HUNDREDTHS))
                .collect(),
        };
        identified.with_prior(|language| (share(language) / most).ln().max(-MAX_PRIOR))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::identify::identify;

    fn language(code: &str) -> Language {
        Language::from_code(code).expect(code)
    }

    fn around(files: &[(&str, &str, u32)]) -> Surroundings {
        let mut around = Surroundings::default();
        for (path, code, many) in files {
            for _ in 0..*many {
                around.add(path, &Telling::told(language(code)));
            }
        }
        around
    }

    fn decided(around: &Surroundings, path: &str, text: &str) -> &'static str {
        let telling = Telling::of(&identify(text));
        assert!(telling.is_doubtful(), "{text}: {telling:?}");
        around.decide(path, &telling).code()
    }

    #[test]
    fn a_text_that_two_languages_have_is_in_that_of_the_files_around_it() {
        let text = "Broj zemalja se povećao za pet.";
        assert_eq!(decided(&around(&[("a/x", "hr", 20)]), "a/y", text), "hr");
        assert_eq!(decided(&around(&[("a/x", "sr", 20)]), "a/y", text), "sr");
    }

    #[test]
    fn the_folder_says_more_than_the_collection() {
        let around = around(&[("a/x", "hr", 500), ("b/x", "sr", 40)]);
        let text = "Broj zemalja se povećao za pet.";
        assert_eq!(decided(&around, "b/y", text), "sr");
        assert_eq!(decided(&around, "a/y", text), "hr");
        assert_eq!(decided(&around, "c/y", text), "hr");
    }

    #[test]
    fn a_text_that_tells_its_language_is_in_it_whatever_is_around() {
        let telling = Telling::of(&identify(
            "The council said that the market would open again in the winter.",
        ));
        assert!(!telling.is_doubtful());
        assert_eq!(telling.vote, Some(language("en")));
    }

    #[test]
    fn counting_in_parts_is_counting_at_once() {
        let (one, other) = (("a/x", "de", 3), ("b/x", "nl", 4));
        let mut merged = around(&[one]);
        merged.merge(around(&[other]));
        let whole = around(&[one, other]);
        for path in ["a/y", "b/y", "c/y"] {
            let telling = Telling {
                doubt: vec![(language("nl"), 0), (language("de"), 40)],
                ..Telling::default()
            };
            assert_eq!(merged.decide(path, &telling), whole.decide(path, &telling));
        }
    }
}
