//! How does a passage of the article fare with the query? It is judged: its words, what shuts it out, and how near it comes.

use rustc_hash::FxHashSet;

use super::account::{AlikeHere, Barrier, Nearest, PassageLanguage, WordInArticle};
use crate::analysis::Analyzer;
use crate::article::ArticleRecord;
use crate::error::Result;
use crate::hit::Location;
use crate::index::{ArticlePassage, Snapshot};
use crate::limits::{Budget, Limits};
use crate::named::few_edits;
use crate::plan::certainty::Certainty;
use crate::plan::expand::Vocabulary;
use crate::plan::scope::Scope;
use crate::plan::variant::Variant;
use crate::plan::word::PlannedWord;
use crate::plan::{Plan, plans};
use crate::query::Query;
use crate::rerank::Features;
use crate::rerank::explain::{WordExplanation, explain_words};
use crate::rerank::pool::RankedPassage;
use crate::retrieve::collect::best::Candidate;
use crate::retrieve::condition::Condition;
use crate::retrieve::settled::unmet;
use crate::retrieve::tokens::Tokens;
use crate::search::listing::Listing;

/// Words that are offered for one that is missing.
const MAX_ALIKE: usize = 3;

/// A passage of the article, with what the query makes of it.
pub(super) struct JudgedPassage<'p> {
    plan: &'p Plan,
    /// With the score of its words.
    pub(super) passage: RankedPassage,
    line: usize,
    words: Vec<WordExplanation>,
    /// Whatever shuts it out.
    pub(super) barriers: Vec<Barrier>,
}

/// Holds every passage of an article against the query.
pub(super) fn judge<'p>(
    index: &Snapshot,
    plans: &'p [Plan],
    query: &Query,
    record: &ArticleRecord,
    scope: &Scope,
    of_article: &[Barrier],
) -> Result<Vec<JudgedPassage<'p>>> {
    let article = index.article_ordinal(record.number);
    let mut judged = Vec::new();
    for passage in index.passages_of(record.number)? {
        let ArticlePassage {
            address,
            byte_start,
            language,
            text,
        } = passage;
        let Some(plan) = plans.iter().find(|plan| plan.language == language) else {
            continue;
        };
        let mut passage = RankedPassage {
            address,
            language,
            score: 0.0,
            certainty: Certainty::Guess,
            features: Features::default(),
            text: Some(text),
            article,
            byte_start,
        };
        let words = explain_words(index, &passage, plan)?;
        let sum: f64 = words.iter().map(|word| word.contribution).sum();
        passage.score = plan.language_weight * sum;
        passage.certainty = certainty(plan, record.number, &words);
        let mut barriers = barriers(plan, &passage.text(index)?, scope);
        barriers.extend_from_slice(of_article);
        if of_article.is_empty() && !is_shown(plan, &passage) {
            let text = query.print();
            barriers.push(Barrier::Expression { text });
        }
        judged.push(JudgedPassage {
            plan,
            line: Location::of(index, passage.address)?.line,
            barriers,
            words,
            passage,
        });
    }
    Ok(judged)
}

/// Whether an expression lets a passage be shown.
fn is_shown(plan: &Plan, passage: &RankedPassage) -> bool {
    let address = passage.address;
    let passages = plan.passages.as_ref();
    let own = passages.and_then(|passages| passages.get(address.segment_ord as usize));
    own.is_none_or(|own| own.contains(u64::from(address.doc_id)))
}

/// What of the filters and of an expression an article does not meet.
pub(super) fn barriers_of_article(
    listing: &Listing<'_>,
    scope: &Scope,
    number: u64,
) -> Result<Vec<Barrier>> {
    let index = listing.index;
    let mut barriers = Vec::new();
    for (text, filter) in scope.filter.kinds() {
        let admitted = index.admitted(&filter, false)?;
        if admitted.is_some_and(|admitted| !admitted.contains(number)) {
            let text = text.to_owned();
            barriers.push(Barrier::Filter { text });
        }
    }
    let plans = plans(index, &listing.query, scope, listing.budget)?;
    let unmet = unmet(index, &listing.query, &plans, scope, number, listing.budget)?;
    barriers.extend(unmet.into_iter().map(|text| {
        if listing.query.tree.is_some() {
            Barrier::Expression { text }
        } else {
            Barrier::Word { text }
        }
    }));
    Ok(barriers)
}

/// How sure it is that a passage with these words is what was asked for.
fn certainty(plan: &Plan, article: u64, found: &[WordExplanation]) -> Certainty {
    let words = plan.words.iter().zip(found);
    let words = words.filter(|(word, _)| !word.is_light);
    let surest =
        words.filter_map(|(_, found)| found.variants.iter().map(|one| one.certainty).min());
    plan.certainty_in(article, surest)
}

/// What of the query's conditions does not hold for a text.
fn barriers(plan: &Plan, text: &str, scope: &Scope) -> Vec<Barrier> {
    let asked = scope.languages.as_deref().map(Condition::Language);
    let of_plan = Condition::of(plan);
    let tokens = Tokens::of(text, &mut Analyzer::new(plan.language));
    let mut barriers = Vec::new();
    for condition in asked.iter().chain(of_plan.each()) {
        if !condition.holds(&tokens) {
            barriers.extend(barrier(condition, plan));
        }
    }
    barriers.dedup(); // the alternatives of an excluded phrase have the same text
    barriers
}

/// What a condition that does not hold is told as; that it has no word is told by its score.
fn barrier(condition: &Condition<'_>, plan: &Plan) -> Option<Barrier> {
    if let Condition::Language(_) = condition {
        let language = plan.language;
        return Some(Barrier::Language { language });
    }
    let phrase = condition.phrase()?;
    let text = phrase.text.clone();
    Some(match condition {
        Condition::Not(_) => Barrier::Excluded { text },
        _ if phrase.is_typed_phrase => Barrier::Phrase { text },
        _ if plan.requires_all => Barrier::Word { text },
        _ => Barrier::Guess,
    })
}

/// The one with the better words, or the former.
pub(super) fn better<'r, 'p>(
    one: &'r JudgedPassage<'p>,
    other: &'r JudgedPassage<'p>,
) -> &'r JudgedPassage<'p> {
    if other.passage.score > one.passage.score {
        other
    } else {
        one
    }
}

/// The one that comes nearer to being a hit: with a word of the query, with fewer barriers, with better words.
pub(super) fn nearer<'r, 'p>(
    one: &'r JudgedPassage<'p>,
    other: &'r JudgedPassage<'p>,
) -> &'r JudgedPassage<'p> {
    let distance = |one: &JudgedPassage<'_>| (one.passage.score <= 0.0, one.barriers.len());
    match distance(one).cmp(&distance(other)) {
        std::cmp::Ordering::Less => one,
        std::cmp::Ordering::Equal => better(one, other),
        std::cmp::Ordering::Greater => other,
    }
}

impl JudgedPassage<'_> {
    /// Whether a search finds it, if nothing better does.
    pub(super) fn is_open(&self) -> bool {
        self.passage.score > 0.0 && self.barriers.is_empty()
    }

    pub(super) fn language(&self) -> PassageLanguage {
        PassageLanguage {
            line: self.line,
            language: self.passage.language,
        }
    }

    pub(super) fn candidate(&self) -> Candidate {
        Candidate {
            key: 0,
            address: self.passage.address,
            language: self.passage.language,
            article: self.passage.article,
            byte_start: self.passage.byte_start,
            score: self.passage.score,
            certainty: self.passage.certainty,
        }
    }

    /// Whether it has a word of the query, which may be another one in its language.
    fn has(&self, query_positions: &[(usize, usize)]) -> bool {
        let mut words = self.plan.words.iter().zip(&self.words);
        words.any(|(word, found)| {
            let is_same = word
                .query_positions
                .iter()
                .any(|position| query_positions.contains(position));
            is_same && found.frequency > 0.0
        })
    }

    pub(super) fn describe(&self, index: &Snapshot, all: &[JudgedPassage<'_>]) -> Result<Nearest> {
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
        index: &Snapshot,
        word: &PlannedWord,
        found: &WordExplanation,
        all: &[JudgedPassage<'_>],
    ) -> Result<WordInArticle> {
        let is_here = found.frequency > 0.0;
        let other = all.iter().find(|other| other.has(&word.query_positions));
        let is_missing = !is_here && other.is_none();
        Ok(WordInArticle {
            word: word.text.clone(),
            term: word.term.clone(),
            doc_freq: word.doc_freq,
            here: found.variants.clone(),
            other_line: other.filter(|_| !is_here).map(|other| other.line),
            alike_here: if is_missing {
                self.words_like(&word.term)
            } else {
                Vec::new()
            },
            alike: if is_missing && word.doc_freq == 0.0 {
                terms_like(index, self.plan, &word.term)?
            } else {
                Vec::new()
            },
        })
    }

    /// Words of the passage whose terms are spelled much like `term`, the likest first.
    fn words_like(&self, term: &str) -> Vec<AlikeHere> {
        let text = self.passage.text.as_deref().unwrap_or_default();
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
fn terms_like(index: &Snapshot, plan: &Plan, term: &str) -> Result<Vec<String>> {
    let limits = Limits::default();
    let budget = Budget::new(&limits);
    let vocabulary = Vocabulary::of(index, plan.language, &budget);
    let mut alike = vocabulary.similar(term, None)?;
    alike.retain(|one| one.doc_freq > 0.0 && few_edits(term, &one.text()).is_some());
    alike.sort_by(|one, other| other.doc_freq.total_cmp(&one.doc_freq));
    alike.truncate(MAX_ALIKE);
    Ok(alike.iter().map(Variant::text).collect())
}
