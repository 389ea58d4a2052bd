//! Which passages of an article that is as asked are shown? Those with something that was asked for.

use super::maker::Maker;
use super::part::{Part, evidence, is_of_words, needs_word};
use crate::error::Result;
use crate::index::{ArticleSet, PassageSet};
use crate::language::Language;

/// What of an expression says which passages are shown.
struct Shown {
    /// Those that have something that is wanted.
    has: PassageSet,
    /// Those that may be shown at all; all if there is no set.
    may: Option<PassageSet>,
}

impl Maker<'_> {
    /// The articles for which a part holds; by what is no guess, or by anything.
    pub(super) fn articles(&self, part: &Part, is_sure: bool) -> Result<ArticleSet> {
        let numbers = self.gatherer.index.article_numbers() as usize;
        if part.is_of_passage() {
            return Ok(ArticleSet::full(numbers));
        }
        let each = |parts: &mut dyn Iterator<Item = &Part>, is_any: bool| -> Result<ArticleSet> {
            let mut set = if is_any {
                ArticleSet::empty(numbers)
            } else {
                ArticleSet::full(numbers)
            };
            for part in parts {
                let articles = self.articles(part, is_sure)?;
                if is_any {
                    set.unite(&articles);
                } else {
                    set.intersect(&articles);
                }
            }
            Ok(set)
        };
        Ok(match part {
            Part::Any(some) => each(&mut some.iter(), true)?,
            Part::All(some) => each(&mut some.iter(), false)?,
            Part::Beside(some) if self.scope.require_all => each(&mut some.iter(), false)?,
            Part::Beside(some) => {
                let is_words = |part: &&Part| matches!(part, Part::Words(_));
                let mut set = each(&mut some.iter().filter(|part| !is_words(part)), false)?;
                if needs_word(some) {
                    set.intersect(&each(&mut some.iter().filter(is_words), true)?);
                }
                set
            }
            Part::Not(one) => self.articles(one, is_sure)?.complement(numbers),
            Part::Must(one) => self.articles(one, is_sure)?,
            Part::Words(words) => {
                let mut set = ArticleSet::full(numbers);
                for found in words {
                    set.intersect(&self.articles_with(found, is_sure)?);
                }
                set
            }
            Part::Row(found) | Part::Passage(found) | Part::Title(found) => {
                self.articles_with(found, is_sure)?
            }
            Part::Known(articles) => articles.clone(),
            Part::Languages(_) | Part::Without(_) => ArticleSet::full(numbers),
        })
    }

    /// The passages of each segment that are shown of the articles for which a part holds; none for all with one of its words.
    pub(super) fn passages_shown(
        &self,
        part: &Part,
        language: Language,
    ) -> Result<Option<Vec<PassageSet>>> {
        let segments = 0..self.gatherer.index.searcher().segment_readers().len();
        if self.scope.same_passage {
            let all = segments.map(|one| self.within(part, one, false, Some(language), false));
            return all.collect::<Result<_>>().map(Some);
        }
        if is_of_words(part) {
            return Ok(None);
        }
        let all = segments.map(|segment| {
            let Shown { mut has, may } = self.shown(part, segment, language, true)?;
            if let Some(may) = may {
                has.intersect(&may);
            }
            Ok(has)
        });
        all.collect::<Result<_>>().map(Some)
    }

    fn shown(
        &self,
        part: &Part,
        segment: usize,
        language: Language,
        is_wanted: bool,
    ) -> Result<Shown> {
        let reader = self
            .gatherer
            .index
            .searcher()
            .segment_reader(segment as u32);
        let none = PassageSet::empty(reader.max_doc() as usize);
        let mut shown = Shown {
            has: evidence(part, segment, is_wanted, &none),
            may: None,
        };
        match part {
            Part::Any(some) if is_wanted => {
                shown.has = none.clone();
                let mut may = Some(none);
                for one in some {
                    let mut own = self.shown(one, segment, language, is_wanted)?;
                    if let Some(may) = &own.may {
                        own.has.intersect(may);
                    }
                    if !matches!(
                        one,
                        Part::Words(_) | Part::Row(_) | Part::Passage(_) | Part::Title(_)
                    ) {
                        let articles = self.articles(one, false)?;
                        own.has = self.only_of(&own.has, &articles, segment)?;
                    }
                    shown.has.unite(&own.has);
                    may = match (may, own.may) {
                        (Some(mut may), Some(own)) => {
                            may.unite(&own);
                            Some(may)
                        }
                        _ => None,
                    };
                }
                shown.may = may;
            }
            Part::All(some) | Part::Beside(some) if is_wanted => {
                let is_beside = matches!(part, Part::Beside(_));
                shown.has = none;
                for one in some {
                    let own = self.shown(one, segment, language, is_wanted)?;
                    shown.has.unite(&own.has);
                    narrow(&mut shown.may, own.may.as_ref());
                    if let (Part::Row(found) | Part::Passage(found), true) = (one, is_beside) {
                        narrow(&mut shown.may, Some(found.of(segment, false)));
                    }
                }
            }
            Part::Must(one) => return self.shown(one, segment, language, is_wanted),
            Part::Not(one) if one.is_of_passage() => {
                let within = self.within(one, segment, false, Some(language), true)?;
                shown.may = Some(within.complement(reader.max_doc() as usize));
            }
            Part::Without(_) | Part::Languages(_) if is_wanted => {
                shown.may = Some(self.within(part, segment, false, Some(language), true)?);
            }
            _ => {}
        }
        Ok(shown)
    }

    /// Those of some passages that are of these articles.
    fn only_of(
        &self,
        passages: &PassageSet,
        articles: &ArticleSet,
        segment: usize,
    ) -> Result<PassageSet> {
        let index = self.gatherer.index;
        let column = index.column(segment as u32, crate::index::ARTICLE)?;
        let mut kept = passages.clone();
        for document in passages.iter() {
            if !articles.contains(column.get_val(document)) {
                kept.remove(document);
            }
        }
        Ok(kept)
    }
}

fn narrow(may: &mut Option<PassageSet>, own: Option<&PassageSet>) {
    match (may, own) {
        (Some(may), Some(own)) => may.intersect(own),
        (may @ None, Some(own)) => *may = Some(own.clone()),
        (_, None) => {}
    }
}
