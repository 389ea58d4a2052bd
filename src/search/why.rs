//! Why an article is, or is not, among the hits of a query.
//!
//! The query is put as a search puts it. Every passage of the article is held against it besides, found or not, so that
//! what is told of a passage that is no hit has the terms, weights and clauses of the search that passed it over. A
//! passage that others kept from being read again is read with them here: then its score can be compared with theirs.

mod article;

use rustc_hash::FxHashSet;
use serde::Serialize;

use super::candidates::{Candidate, candidates, has_phrase};
use super::expand::Vocabulary;
use super::explain::{Explanation, VariantExplanation, WordExplanation};
use super::plan::{Plan, PlannedWord, plans};
use super::rerank::Features;
use super::{CANDIDATES, RankedPassage, Ranking, SearchOptions, rerank, retrieve};
use crate::analysis::Analyzer;
use crate::error::Result;
use crate::index::Index;
use crate::language::Language;
use crate::query::Query;
use article::{Article, few_edits};

pub use article::{Absence, Since};

/// Words that are offered for one that is missing.
const MAX_ALIKE: usize = 3;

/// Why an article is, or is not, among the hits of a query.
#[derive(Clone, Debug, Serialize)]
pub struct Why {
    /// The article: its path relative to the corpus.
    pub article: String,
    /// Its title, if it has one.
    pub title: Option<String>,
    /// What became of it.
    #[serde(flatten)]
    pub verdict: Verdict,
    /// What became of its file since it was indexed; none if it is as it was, or if the corpus is not there.
    pub since: Option<Since>,
    /// Whether the phrases of the query stand in no passage at all, so that their words were looked for one by one.
    pub phrases_relaxed: bool,
    /// The languages that have a word of the query, the likeliest first.
    pub query_languages: Vec<QueryLanguage>,
    /// The passages of the article, in its order.
    pub passages: Vec<PassageLanguage>,
    /// The words of the query in the passage that comes nearest to being a hit, or is one.
    pub nearest: Option<Nearest>,
    /// The score of that passage, if it has one.
    pub own: Option<Standing>,
    /// The article directly above, if there is one.
    pub above: Option<Standing>,
    /// The first article, if it is not this one.
    pub first: Option<Standing>,
}

/// Whether an article is among the hits, and if not, what keeps it out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "verdict")]
pub enum Verdict {
    /// It is.
    Hit {
        /// Its place among the articles, each ranked by its best passage, from 1.
        rank: usize,
        /// The place of its best passage among the passages, from 1.
        passage_rank: usize,
        /// Articles with a passage that matches.
        of_articles: usize,
        /// Passages that match.
        of_passages: usize,
    },
    /// It matches, but by their words so many passages are better that a search does not read it again.
    Outranked {
        /// The place of its best passage by its words alone, from 1.
        place: usize,
        /// Passages that match.
        of_passages: usize,
        /// Passages that are read again.
        read: usize,
    },
    /// It has words of the query, but each passage with one is shut out; by what the nearest one is.
    ShutOut {
        /// All that shuts it out; never empty.
        by: Vec<Barrier>,
    },
    /// It has no word of the query.
    NoWord,
    /// It has no passage in the index.
    NotIndexed(Absence),
}

/// What shuts a passage out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "barrier")]
pub enum Barrier {
    /// It is in a language that was not asked for.
    Language {
        /// The language.
        language: Language,
    },
    /// It lacks a word, and all are wanted.
    Word {
        /// The word.
        text: String,
    },
    /// It lacks a phrase.
    Phrase {
        /// The phrase.
        text: String,
    },
    /// It has an excluded word or phrase.
    Excluded {
        /// The word or phrase.
        text: String,
    },
}

/// A language that has a word of the query.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct QueryLanguage {
    /// The language.
    pub language: Language,
    /// What its scores are multiplied by: 1 for the likeliest.
    pub weight: f64,
}

/// Which language a passage was put in.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct PassageLanguage {
    /// Line it starts in, from 1.
    pub line: usize,
    /// The language in whose field it is indexed.
    pub language: Language,
}

/// The words of the query in a passage.
#[derive(Clone, Debug, Serialize)]
pub struct Nearest {
    /// Line the passage starts in, from 1.
    pub line: usize,
    /// Its language.
    pub language: Language,
    /// The words, in the order of the query.
    pub words: Vec<WordInArticle>,
}

/// A word of the query, and where the article has it.
#[derive(Clone, Debug, Serialize)]
pub struct WordInArticle {
    /// The word as it was typed.
    pub word: String,
    /// What it is called in the field of the language.
    pub term: String,
    /// Passages of the language that have it, weighted by variant.
    pub passages: f64,
    /// The variants that the passage has.
    pub here: Vec<VariantExplanation>,
    /// Line of the first other passage of the article that has it, where this one has not.
    pub elsewhere: Option<usize>,
    /// Words of the passage spelled much like it, where no passage of the article has it.
    pub alike_here: Vec<AlikeHere>,
    /// Terms of the language spelled much like it, the most frequent first, where no passage of the language has it.
    pub alike: Vec<String>,
}

/// A word of a passage whose term is spelled much like that of a query word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AlikeHere {
    /// The word as the passage spells it.
    pub surface: String,
    /// Its term.
    pub term: String,
}

/// How an article stands: its best passage and why that has its score.
#[derive(Clone, Debug, Serialize)]
pub struct Standing {
    /// Its place among the articles, from 1; where it was outranked, what it would be.
    pub rank: usize,
    /// Its path relative to the corpus.
    pub article: String,
    /// Line the passage starts in, from 1.
    pub line: usize,
    /// The language of the passage.
    pub language: Language,
    /// Why it has its score.
    pub explanation: Explanation,
}

/// Tells why an article is, or is not, among the hits of a query. `typed` is its path as hits show it, `:LINE` or not,
/// or a path to its file. Of the options only those count that decide what matches.
///
/// # Errors
/// [`Error::EmptyQuery`](crate::Error::EmptyQuery) if the query has no word,
/// [`Error::UnknownArticle`](crate::Error::UnknownArticle) if there is no such article,
/// [`Error::Damaged`](crate::Error::Damaged) if the index cannot be read.
pub fn why(index: &Index, typed: &str, query: &Query, options: &SearchOptions) -> Result<Why> {
    let options = SearchOptions {
        limit: 0,
        per_language: None,
        one_per_file: false,
        ..options.clone()
    };
    find(index, typed, query, &options).map_err(|error| index.blame(error))
}

fn find(index: &Index, typed: &str, query: &Query, options: &SearchOptions) -> Result<Why> {
    let retrieved = retrieve(index, query, options)?;
    let mut found = retrieved.found;
    let mut ranking = Ranking {
        index,
        plans: retrieved.plans,
        passages: Vec::new(),
        phrases_relaxed: retrieved.phrases_relaxed,
    };
    let query_languages = ranking.languages();
    let mut why = Why {
        article: String::new(),
        title: None,
        verdict: Verdict::NoWord,
        since: None,
        phrases_relaxed: ranking.phrases_relaxed,
        query_languages: query_languages
            .map(|(language, weight)| QueryLanguage { language, weight })
            .collect(),
        passages: Vec::new(),
        nearest: None,
        own: None,
        above: None,
        first: None,
    };
    let number = match Article::find(index, typed)? {
        Article::Unknown { path, absence } => {
            (why.article, why.verdict) = (path, Verdict::NotIndexed(absence));
            return Ok(why);
        }
        Article::Known {
            number,
            record,
            since,
        } => {
            (why.article, why.title, why.since) = (record.path, record.title, since);
            if let Some(skip) = record.skipped {
                why.verdict = Verdict::NotIndexed(Absence::Skipped(skip));
                return Ok(why);
            }
            number
        }
    };
    let plans = all_plans(&ranking, query, options)?;
    let readings = read(&ranking, &plans, number, options)?;
    why.passages = readings.iter().map(Reading::place).collect();

    let is_found = found.iter().any(|candidate| candidate.file == number);
    let open = readings.iter().filter(|reading| reading.is_open());
    if let (Some(best), false) = (open.reduce(better), is_found) {
        found.push(best.candidate());
    }
    ranking.passages = rerank(index, query, &ranking.plans, &found)?;
    let best = best_passages(&ranking, number);
    let own = best.last().copied();
    let nearest = match own {
        Some(place) => {
            let address = ranking.passages[place].address;
            readings.iter().find(|one| one.passage.address == address)
        }
        None => readings.iter().reduce(nearer),
    };
    why.verdict = match (own, nearest) {
        (Some(place), _) if is_found => {
            let (of_passages, of_articles) = ranking.count_matches()?;
            Verdict::Hit {
                rank: best.len(),
                passage_rank: place + 1,
                of_articles,
                of_passages,
            }
        }
        (Some(place), _) => {
            let all = candidates(index, &ranking.plans, usize::MAX)?;
            let address = ranking.passages[place].address;
            let before = all.iter().take_while(|one| one.address != address).count();
            Verdict::Outranked {
                place: before + 1,
                of_passages: all.len(),
                read: CANDIDATES,
            }
        }
        (None, Some(nearest)) if nearest.passage.score > 0.0 => Verdict::ShutOut {
            by: nearest.barriers.clone(),
        },
        (None, _) => Verdict::NoWord,
    };
    if let Some(nearest) = nearest {
        why.nearest = Some(nearest.describe(index, &readings)?);
    }
    let mut ranks = 1..=best.len();
    let standing = |rank: Option<usize>| {
        let standing = rank.map(|rank| ranking.standing(rank, best[rank - 1]));
        standing.transpose()
    };
    why.own = standing(ranks.next_back())?;
    why.above = standing(ranks.next_back())?;
    why.first = standing((best.len() > 1).then_some(1))?;
    Ok(why)
}

/// The plans of the search, and those of the languages that it leaves out.
fn all_plans(ranking: &Ranking<'_>, query: &Query, options: &SearchOptions) -> Result<Vec<Plan>> {
    let everywhere = SearchOptions {
        languages: None,
        ..options.clone()
    };
    let mut all = ranking.plans.clone();
    for mut plan in plans(ranking.index, query, &everywhere)? {
        if all.iter().all(|known| known.language != plan.language) {
            if ranking.phrases_relaxed {
                plan.required.clear();
            }
            all.push(plan);
        }
    }
    Ok(all)
}

/// A passage of the article, held against the query.
struct Reading<'p> {
    plan: &'p Plan,
    /// With the score of its words.
    passage: RankedPassage,
    line: usize,
    words: Vec<WordExplanation>,
    /// Whatever shuts it out.
    barriers: Vec<Barrier>,
}

/// Holds every passage of an article against the query.
fn read<'p>(
    ranking: &Ranking<'_>,
    plans: &'p [Plan],
    file: u64,
    options: &SearchOptions,
) -> Result<Vec<Reading<'p>>> {
    let mut readings = Vec::new();
    for (address, language, text) in ranking.index.passages_of(file)? {
        let Some(plan) = plans.iter().find(|plan| plan.language == language) else {
            continue;
        };
        let mut passage = RankedPassage {
            address,
            language,
            score: 0.0,
            features: Features::default(),
            text,
            file,
        };
        let words = ranking.explain_words(&passage, plan)?;
        let worth: f64 = words.iter().map(|word| word.contribution).sum();
        passage.score = plan.language_weight * worth;
        readings.push(Reading {
            plan,
            line: ranking.location(&passage)?.line,
            barriers: barriers(ranking.index, plan, &passage, options)?,
            words,
            passage,
        });
    }
    Ok(readings)
}

fn barriers(
    index: &Index,
    plan: &Plan,
    passage: &RankedPassage,
    options: &SearchOptions,
) -> Result<Vec<Barrier>> {
    let language = passage.language;
    let mut barriers = Vec::new();
    let asked = options.languages.as_ref();
    if asked.is_some_and(|asked| !asked.contains(&language)) {
        barriers.push(Barrier::Language { language });
    }
    for phrase in &plan.required {
        if !has_phrase(index, plan, phrase, passage.address, &passage.text)? {
            let text = phrase.text.clone();
            barriers.push(if phrase.is_typed_phrase {
                Barrier::Phrase { text }
            } else {
                Barrier::Word { text }
            });
        }
    }
    for phrase in &plan.excluded {
        if has_phrase(index, plan, phrase, passage.address, &passage.text)? {
            let text = phrase.text.clone();
            barriers.push(Barrier::Excluded { text });
        }
    }
    Ok(barriers)
}

/// The one with the better words, or the former.
fn better<'r, 'p>(one: &'r Reading<'p>, other: &'r Reading<'p>) -> &'r Reading<'p> {
    if other.passage.score > one.passage.score {
        other
    } else {
        one
    }
}

/// The one that comes nearer to being a hit: with a word of the query, with fewer barriers, with better words.
fn nearer<'r, 'p>(one: &'r Reading<'p>, other: &'r Reading<'p>) -> &'r Reading<'p> {
    let distance = |reading: &Reading<'_>| (reading.passage.score <= 0.0, reading.barriers.len());
    match distance(one).cmp(&distance(other)) {
        std::cmp::Ordering::Less => one,
        std::cmp::Ordering::Equal => better(one, other),
        std::cmp::Ordering::Greater => other,
    }
}

impl Reading<'_> {
    /// Whether a search finds it, if nothing better does.
    fn is_open(&self) -> bool {
        self.passage.score > 0.0 && self.barriers.is_empty()
    }

    fn place(&self) -> PassageLanguage {
        PassageLanguage {
            line: self.line,
            language: self.passage.language,
        }
    }

    fn candidate(&self) -> Candidate {
        Candidate {
            address: self.passage.address,
            language: self.passage.language,
            file: self.passage.file,
            score: self.passage.score,
        }
    }

    /// Whether it has a word of the query, which may be another one in its language.
    fn has(&self, place: (usize, usize)) -> bool {
        let mut words = self.plan.words.iter().zip(&self.words);
        words.any(|(word, found)| word.place == place && found.frequency > 0.0)
    }

    fn describe(&self, index: &Index, all: &[Reading<'_>]) -> Result<Nearest> {
        let words = self.plan.words.iter().zip(&self.words);
        let words = words.map(|(word, found)| self.describe_word(index, word, found, all));
        Ok(Nearest {
            line: self.line,
            language: self.passage.language,
            words: words.collect::<Result<_>>()?,
        })
    }

    fn describe_word(
        &self,
        index: &Index,
        word: &PlannedWord,
        found: &WordExplanation,
        all: &[Reading<'_>],
    ) -> Result<WordInArticle> {
        let is_here = found.frequency > 0.0;
        let elsewhere = all.iter().find(|other| other.has(word.place));
        let is_missing = !is_here && elsewhere.is_none();
        Ok(WordInArticle {
            word: word.text.clone(),
            term: word.term.clone(),
            passages: word.passages,
            here: found.variants.clone(),
            elsewhere: elsewhere.filter(|_| !is_here).map(|other| other.line),
            alike_here: if is_missing {
                self.words_like(&word.term)
            } else {
                Vec::new()
            },
            alike: if is_missing && word.passages == 0.0 {
                terms_like(index, self.plan, &word.term)?
            } else {
                Vec::new()
            },
        })
    }

    /// Words of the passage whose terms are spelled much like `term`, the likest first.
    fn words_like(&self, term: &str) -> Vec<AlikeHere> {
        let text = &self.passage.text;
        let mut seen = FxHashSet::default();
        let mut alike = Vec::new();
        for token in Analyzer::new(self.plan.language).tokens(text) {
            if let Some(changed) = few_edits(term, &token.term)
                && seen.insert(token.term.clone())
            {
                let surface = text[token.byte_range].to_owned();
                let term = token.term;
                alike.push((changed, AlikeHere { surface, term }));
            }
        }
        alike.sort_by_key(|(changed, _)| *changed);
        alike.truncate(MAX_ALIKE);
        alike.into_iter().map(|(_, word)| word).collect()
    }
}

/// Terms of a language spelled much like `term`, the most frequent first.
fn terms_like(index: &Index, plan: &Plan, term: &str) -> Result<Vec<String>> {
    let vocabulary = Vocabulary {
        index,
        field: plan.field,
        language: plan.language,
    };
    let mut alike = vocabulary.similar(term, None)?;
    alike.retain(|one| few_edits(term, &one.text()).is_some());
    alike.sort_by(|one, other| other.passages.total_cmp(&one.passages));
    alike.truncate(MAX_ALIKE);
    Ok(alike.iter().map(super::Variant::text).collect())
}

/// The best passages of the files that stand above this one, in their order, and its own; none if it is not there.
fn best_passages(ranking: &Ranking<'_>, file: u64) -> Vec<usize> {
    let mut seen = FxHashSet::default();
    let mut places = Vec::new();
    for (place, passage) in ranking.passages.iter().enumerate() {
        if seen.insert(passage.file) {
            places.push(place);
        }
        if passage.file == file {
            return places;
        }
    }
    Vec::new()
}

impl Ranking<'_> {
    fn standing(&self, rank: usize, place: usize) -> Result<Standing> {
        let passage = &self.passages[place];
        Ok(Standing {
            rank,
            article: self.file(passage)?.path,
            line: self.location(passage)?.line,
            language: passage.language,
            explanation: self.explain(place)?,
        })
    }
}
