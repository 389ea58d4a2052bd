//! Where do articles come from? From the files of folders, each of which is read as articles.

pub(crate) mod completed;
pub(crate) mod corrections;
mod folders;
pub(crate) mod hashed;
mod index_folder;
mod listing;
pub(crate) mod memory;
pub mod name;
mod opened;
mod own_file;
pub(crate) mod reader;
pub mod selection;
pub(crate) mod text;
mod typed_rules;
mod walk;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use crate::format::{Assumed, CharsetOrigin};
pub use corrections::{CORRECTIONS_FILE, listed_synonyms};
pub use folders::{Folder, listed_paths};
pub(crate) use index_folder::is_in_index;
pub use index_folder::is_index;
pub(crate) use listing::milliseconds;
pub use listing::{CorpusFile, Listing, Unknown, UnreadableFolder};
pub use name::{Root, locate};
pub use opened::{ContentHash, ContentHasher, OpenedFile, content_hash, open};
pub use reader::FileNotes;
pub use selection::{BadLine, LeftOut, Rule, Selection};

use crate::article::Article;
use crate::error::Result;
pub use crate::skip::{Bound, IgnoreFault, Skip};
use folders::{CorpusFolder, corpus_folders};
use selection::Filter;
use typed_rules::TypedRules;
use walk::Finder;

/// What is to be indexed.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// The folders; none may lie in another.
    pub folders: Vec<Folder>,
    /// Which files of them.
    pub selection: Selection,
    /// Only these files, if given: absolute paths, or what the names of the articles would be. Neither
    /// [`Selection::hidden`] nor ignore files speak against them.
    pub files_from: Option<Vec<PathBuf>>,
    /// Programs that make text of files: `GLOB=COMMAND`, of which no shell reads the command. It gets a file on its standard
    /// input, or its path in place of `{}`.
    pub converters: Vec<String>,
    /// Articles that are in no file. If there are none, those that an index of the same folders has stay in it, for who
    /// brings it up to date may have only the folders, unless
    /// [`allow_empty`](crate::index::BuildOptions::allow_empty) says that they are gone.
    pub articles: Vec<Arc<Article>>,
}

impl Sources {
    /// The selection as an index remembers it.
    pub(crate) fn remembered_selection(&self) -> Selection {
        let mut selection = self.selection.clone();
        for pattern in typed_rules::patterns(&self.converters) {
            if !selection.converted.contains(&pattern) {
                selection.converted.push(pattern);
            }
        }
        selection
    }

    /// One folder, without its hidden files.
    #[must_use]
    pub fn folder(path: &Path) -> Self {
        Self {
            folders: vec![Folder {
                name: None,
                path: path.to_owned(),
            }],
            ..Self::default()
        }
    }

    /// Articles in memory: if there are any, what is not among them is not in the index. Those of which text and metadata are as before
    /// are not analysed again.
    #[must_use]
    pub fn articles(articles: impl IntoIterator<Item = Article>) -> Self {
        Self {
            articles: articles.into_iter().map(Arc::new).collect(),
            ..Self::default()
        }
    }
}

/// Lists the files of `sources`, without what lies in `index` (it may be inside the corpus).
///
/// # Errors
/// [`ReadCorpus`](crate::Error::ReadCorpus) if no folder can be read, [`CorpusIsIndex`](crate::Error::CorpusIsIndex),
/// [`IndexIsCorpus`](crate::Error::IndexIsCorpus) if it is that of the index, [`Overlap`](crate::Error::Overlap) and
/// [`SameName`](crate::Error::SameName) if several do not go together, [`SameArticle`](crate::Error::SameArticle),
/// [`BadPattern`](crate::Error::BadPattern).
pub fn list(sources: &Sources, index: &Path) -> Result<Listing> {
    let filter = Filter::new(&sources.selection)?;
    let index = fs::canonicalize(index).ok();
    let corpus_folders = corpus_folders(&sources.folders, index.as_deref())?;
    let roots = corpus_folders
        .iter()
        .map(|corpus_folder| corpus_folder.root.clone())
        .collect();
    let typed_rules = TypedRules::new(&sources.selection, &sources.converters)?;
    let mut finder = Finder::new(filter, typed_rules, &sources.selection, index.as_deref());
    let (readable, unreadable): (Vec<CorpusFolder>, Vec<CorpusFolder>) = corpus_folders
        .into_iter()
        .partition(|corpus_folder| corpus_folder.fault.is_none());
    for corpus_folder in unreadable {
        let Some(source) = corpus_folder.fault else {
            continue;
        };
        finder.pass_over(UnreadableFolder {
            root: corpus_folder.root,
            path: corpus_folder.typed,
            source,
        });
    }
    match &sources.files_from {
        Some(paths) => finder.take_listed(&readable, paths),
        None => readable
            .iter()
            .for_each(|corpus_folder| finder.walk(corpus_folder)),
    }
    let mut listing = finder.finish(roots);
    memory::add_articles(&mut listing.files, &sources.articles)?;
    Ok(listing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn each_article_of_a_listing_is_located_where_it_was_found() {
        use std::os::unix::ffi::OsStringExt;

        let folder = tempfile::tempdir().expect("a folder");
        let mut sources = Sources::default();
        let mut written = Vec::new();
        for corpus in ["news", "blogs"] {
            let path = folder.path().join(corpus);
            fs::create_dir(&path).expect("a corpus");
            for name in [&b"a.txt"[..], b"\xe9.txt", br"\xE9.txt", b" \n%20\\"] {
                let path = path.join(std::ffi::OsString::from_vec(name.to_vec()));
                fs::write(&path, "text").expect("a file");
                written.push(fs::canonicalize(path).expect("where it is"));
            }
            let name = (corpus == "blogs").then(|| r"old\x41".to_owned());
            sources.folders.push(Folder { name, path });
        }
        let listing = list(&sources, &folder.path().join("index")).expect("a listing");
        let files = listing.files.iter();
        let located = files.map(|file| locate(&listing.roots, &file.path));
        let mut located: Vec<PathBuf> = located.collect::<Option<_>>().expect("a file for each");
        located.sort();
        written.sort();
        assert_eq!(located, written);
        assert!(
            listing
                .files
                .is_sorted_by(|one, other| one.path < other.path)
        );
    }
}
