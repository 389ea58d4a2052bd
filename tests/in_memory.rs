//! The example of articles in memory does what it says, and who cannot hand them over takes nothing away.

use std::path::Path;

use tolmach::index::{BuildOptions, BuildReport, Progress, build};
use tolmach::source::Sources;
use tolmach::{Article, Error, Index};

#[path = "../examples/in_memory.rs"]
mod in_memory;

#[test]
fn the_example_finds_an_article_that_is_in_no_file() {
    in_memory::main().expect("it runs");
    let folder = tempfile::tempdir().expect("a folder");
    for (query, article, surface) in [
        ("Haus", "berlin/17", "Häuser"),
        ("maison", "paris/4", "maisons"),
        ("opening", "london/23", "opened"),
    ] {
        let hits = in_memory::hits(folder.path(), query).expect("hits");
        assert_eq!(hits[0].article, article);
        assert_eq!(hits[0].text_of(&hits[0].highlights[0]), surface);
    }
}

fn built(index: &Path, sources: &Sources, options: &BuildOptions) -> Result<BuildReport, Error> {
    build(sources, index, options, &Progress::default())
}

#[test]
fn articles_that_are_in_no_file_stay_where_only_the_folders_are_brought_up_to_date() {
    let folder = tempfile::tempdir().expect("a folder");
    let (corpus, index) = (folder.path().join("corpus"), folder.path().join("index"));
    std::fs::create_dir(&corpus).expect("a corpus");
    std::fs::write(corpus.join("a.txt"), "The houses at the harbour.").expect("a file");
    let only_folder = Sources::folder(&corpus);
    let both = Sources {
        articles: Sources::articles([Article::new("b", "The ships at the harbour.")]).articles,
        ..only_folder.clone()
    };
    let options = BuildOptions::default();
    let articles = || {
        Index::open(&index)
            .expect("an index")
            .snapshot()
            .manifest()
            .articles
    };
    built(&index, &both, &options).expect("built");
    std::fs::write(corpus.join("c.txt"), "The cranes at the harbour.").expect("a file");
    built(&index, &only_folder, &options).expect("updated");
    assert_eq!(articles(), 3);
    // nor does the folder vanish behind the articles
    std::fs::rename(corpus.join("a.txt"), folder.path().join("a")).expect("away");
    std::fs::rename(corpus.join("c.txt"), folder.path().join("c")).expect("away");
    let emptied = built(&index, &both, &options);
    assert!(
        matches!(emptied, Err(Error::EmptiedCorpus { files: 2, .. })),
        "{emptied:?}"
    );
    let anew = BuildOptions {
        rebuild: true,
        ..options.clone()
    };
    std::fs::rename(folder.path().join("a"), corpus.join("a.txt")).expect("back");
    let lossy = built(&index, &only_folder, &anew);
    assert!(
        matches!(lossy, Err(Error::RebuildLoses { files: 1, .. })),
        "{lossy:?}"
    );
    let gone = BuildOptions {
        allow_empty: true,
        ..options.clone()
    };
    built(&index, &only_folder, &gone).expect("updated");
    assert_eq!(articles(), 1);
}

#[test]
fn an_index_of_articles_that_are_in_no_file_is_no_index_of_a_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    let (corpus, index) = (folder.path().join("corpus"), folder.path().join("index"));
    std::fs::create_dir(&corpus).expect("a corpus");
    std::fs::write(corpus.join("a.txt"), "The houses at the harbour.").expect("a file");
    let options = BuildOptions::default();
    let articles = Sources::articles([Article::new("b", "The ships at the harbour.")]);
    built(&index, &articles, &options).expect("built");
    let other = built(&index, &Sources::folder(&corpus), &options);
    let message = other.expect_err("refused").to_string();
    assert!(
        message.contains(" is of articles in no folder, not of `"),
        "{message}"
    );
    built(&index, &Sources::default(), &options).expect("nothing to do");
    let manifest = Index::open(&index).expect("an index").snapshot();
    assert_eq!(manifest.manifest().articles, 1);
}
