//! For which passages does a part hold by itself, and of which articles are passages?

use super::leaf::Found;
use super::maker::Maker;
use super::part::{Part, needs_word};
use crate::error::Result;
use crate::index::{ARTICLE, ArticleSet, PassageSet};
use crate::language::Language;

impl Maker<'_> {
    /// The passages of a segment for each of which a part holds by itself; of words side by side `all` are wanted, or one.
    pub(super) fn within(
        &self,
        part: &Part,
        segment: usize,
        is_sure: bool,
        language: Option<Language>,
        all: bool,
    ) -> Result<PassageSet> {
        let of = |part: &Part| self.within(part, segment, is_sure, language, all);
        let reader = self
            .gatherer
            .index
            .searcher()
            .segment_reader(segment as u32);
        let documents = reader.max_doc() as usize;
        let every = |parts: &mut dyn Iterator<Item = &Part>| -> Result<PassageSet> {
            let mut set = PassageSet::full(documents);
            for part in parts {
                set.intersect(&of(part)?);
            }
            Ok(set)
        };
        Ok(match part {
            Part::Any(some) => {
                let mut set = PassageSet::empty(documents);
                for part in some {
                    set.unite(&of(part)?);
                }
                set
            }
            Part::All(some) => every(&mut some.iter())?,
            Part::Beside(some) if all || self.scope.require_all => every(&mut some.iter())?,
            Part::Beside(some) => {
                let is_words = |part: &&Part| matches!(part, Part::Words(_));
                let mut set = every(&mut some.iter().filter(|part| !is_words(part)))?;
                if needs_word(some) {
                    let mut words = PassageSet::empty(documents);
                    for part in some.iter().filter(is_words) {
                        words.unite(&of(part)?);
                    }
                    set.intersect(&words);
                }
                set
            }
            Part::Not(one) | Part::Without(one) => of(one)?.complement(documents),
            Part::Must(one) => of(one)?,
            Part::Words(words) => {
                let mut set = PassageSet::full(documents);
                for found in words {
                    set.intersect(found.of(segment, is_sure));
                }
                set
            }
            Part::Row(found) | Part::Passage(found) => found.of(segment, is_sure).clone(),
            Part::Title(found) => {
                self.of_articles(&self.articles_with(found, is_sure)?, segment)?
            }
            Part::Languages(some) => {
                let is_in = language.is_none_or(|language| some.contains(&language));
                if is_in {
                    PassageSet::full(documents)
                } else {
                    PassageSet::empty(documents)
                }
            }
            Part::Known(articles) => self.of_articles(articles, segment)?,
        })
    }

    /// The passages of a segment that are of these articles.
    pub(super) fn of_articles(&self, articles: &ArticleSet, segment: usize) -> Result<PassageSet> {
        let segment = segment as u32;
        let column = self.gatherer.index.column(segment, ARTICLE)?;
        let documents = self
            .gatherer
            .index
            .searcher()
            .segment_reader(segment)
            .max_doc();
        let mut set = PassageSet::empty(documents as usize);
        for document in (0..documents).filter(|one| articles.contains(column.get_val(*one))) {
            set.insert(document);
        }
        Ok(set)
    }

    /// The articles of the passages that have something.
    pub(super) fn articles_with(&self, found: &Found, is_sure: bool) -> Result<ArticleSet> {
        let index = self.gatherer.index;
        let mut articles = ArticleSet::empty(index.article_numbers() as usize);
        for segment in 0..found.all.len() {
            let column = index.column(segment as u32, ARTICLE)?;
            for document in found.of(segment, is_sure).iter() {
                if let Ok(article) = u32::try_from(column.get_val(document)) {
                    articles.insert(article);
                }
            }
        }
        Ok(articles)
    }
}
