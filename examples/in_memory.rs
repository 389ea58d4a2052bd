//! Searches articles that are in no file, such as those of a database: `cargo run --example in_memory`

use std::error::Error;

use tolmach::index::{BuildOptions, Progress, build};
use tolmach::source::Sources;
use tolmach::{Article, Hit, Index, Query, SearchOptions, search};

fn articles() -> Result<[Article; 3], Box<dyn Error>> {
    let berlin = "Die Häuser am Hafen wurden gestern nach vier Jahren Bauzeit eröffnet.";
    let paris = "Les maisons du port ont été inaugurées hier après quatre ans de travaux.";
    let london = "The houses at the harbour were opened yesterday after four years.";
    Ok([
        Article::new("berlin/17", berlin).with_date("2024-05-02".parse()?),
        Article::new("paris/4", paris).with_title("Le nouveau port"),
        Article::new("london/23", london).with_source("The Harbour Post"),
    ])
}

/// The hits of a query in an index of the articles, which is written to a folder.
pub(crate) fn hits(folder: &std::path::Path, query: &str) -> Result<Vec<Hit>, Box<dyn Error>> {
    let sources = Sources::articles(articles()?);
    build(
        &sources,
        folder,
        &BuildOptions::default(),
        &Progress::default(),
    )?;
    let index = Index::open(folder)?;
    let result = search(
        &index.snapshot(),
        &Query::parse(query),
        &SearchOptions::default(),
    )?;
    Ok(result.hits)
}

pub(crate) fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    for hit in hits(folder.path(), "Haus am Hafen")? {
        println!("{} ({}): {}", hit.article, hit.language, hit.text);
    }
    Ok(())
}
