//! What if articles are handed over, and are in no file? Each counts as a file of its own, which has no time: its content
//! decides whether it has changed.

use std::sync::Arc;

use super::listing::CorpusFile;
use super::opened::{ContentHash, ContentHasher};
use crate::article::Article;
use crate::error::{Error, Result};
use crate::format::Rules;

/// What no text in UTF-8 has.
const END_OF_TEXT: [u8; 1] = [0xFF];

/// Adds the articles to files that come by path, in their order.
///
/// # Errors
/// [`Error::SameArticle`] if two have the same name.
pub(super) fn add_articles(files: &mut Vec<CorpusFile>, articles: &[Arc<Article>]) -> Result<()> {
    let rules = Arc::new(Rules::default());
    files.extend(articles.iter().map(|article| CorpusFile {
        path: article.name.clone(),
        bytes: article.text.len() as u64,
        modified_ms: 0,
        article: Some(Arc::clone(article)),
        rules: Arc::clone(&rules),
    }));
    files.sort_by(|one, other| one.path.cmp(&other.path));
    let mut pairs = files.windows(2);
    let same = pairs.find(|pair| pair[0].path == pair[1].path);
    same.map_or(Ok(()), |pair| {
        let name = pair[0].path.clone();
        Err(Error::SameArticle { name })
    })
}

/// The hash of all that was handed over of an article but its name.
pub(crate) fn article_hash(article: &Article) -> ContentHash {
    let metadata = postcard::to_stdvec(&article.metadata);
    let metadata = metadata.expect("metadata are texts and lists of a known length");
    let mut hasher = ContentHasher::default();
    for part in [article.text.as_bytes(), &END_OF_TEXT, &metadata] {
        hasher.update(part);
    }
    hasher.finish()
}
