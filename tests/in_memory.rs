//! The example of articles in memory does what it says.

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
