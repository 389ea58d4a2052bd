//! Is the article of a page found, and all of it? Forty pages of differing make, and pages that nobody would make.

use std::collections::HashMap;

use proptest::prelude::*;

use super::article;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/pages");

/// The words of a text and how often each is there; of scripts without spaces the characters.
fn words(text: &str) -> HashMap<String, usize> {
    let mut words = HashMap::new();
    for word in text.split(|character: char| !character.is_alphanumeric()) {
        let is_cut = |character: char| matches!(character, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}');
        if word.chars().any(is_cut) {
            for character in word.chars() {
                *words.entry(character.to_string()).or_default() += 1;
            }
        } else if !word.is_empty() {
            *words.entry(word.to_lowercase()).or_default() += 1;
        }
    }
    words
}

/// Which part of the words of the article is kept, and which part of what is kept is not of it.
fn kept_and_foreign(article: &str, text: &str) -> (f64, f64) {
    let (wanted, found) = (words(article), words(text));
    let common: usize = wanted
        .iter()
        .map(|(word, count)| (*count).min(found.get(word).copied().unwrap_or(0)))
        .sum();
    let sum = |words: &HashMap<String, usize>| words.values().sum::<usize>().max(1) as f64;
    (
        common as f64 / sum(&wanted),
        1.0 - common as f64 / sum(&found),
    )
}

fn pages() -> Vec<(String, String, String)> {
    let entries = std::fs::read_dir(FOLDER)
        .expect("the pages")
        .map(|entry| entry.expect("an entry").path());
    let mut pages: Vec<_> = entries
        .filter(|path| path.extension().is_some_and(|end| end == "html"))
        .collect();
    pages.sort();
    let read = |path: &std::path::Path| std::fs::read_to_string(path).expect("a file of text");
    let name = |path: &std::path::Path| {
        path.file_stem()
            .expect("a name")
            .to_string_lossy()
            .into_owned()
    };
    pages
        .iter()
        .map(|path| (name(path), read(path), read(&path.with_extension("txt"))))
        .collect()
}

#[test]
fn of_forty_pages_the_article_is_kept_and_hardly_anything_else() {
    let pages = pages();
    assert!(pages.len() >= 40);
    for (name, page, wanted) in pages {
        let text = article(&page).text;
        let (kept, foreign) = kept_and_foreign(&wanted, &text);
        assert!(
            kept >= 0.98 && foreign <= 0.02,
            "{name}: {kept:.3} kept, {foreign:.3} foreign\n{text}"
        );
    }
}

#[test]
fn what_pages_tell_is_told_with_who_told_it() {
    let told: Vec<String> = pages()
        .into_iter()
        .map(|(name, page, _)| {
            let metadata = serde_json::to_string(&article(&page).metadata).expect("JSON");
            format!("{name} {metadata}\n")
        })
        .collect();
    let golden = format!("{FOLDER}/metadata.txt");
    if std::env::var_os("TOLMACH_GOLDEN").is_some() {
        std::fs::write(&golden, told.concat()).expect("written");
    }
    assert_eq!(
        told.concat(),
        std::fs::read_to_string(golden).expect("the metadata")
    );
}

#[test]
fn a_page_without_text_is_an_article_without() {
    for page in [
        "",
        "   ",
        "<html></html>",
        "<body><script>let a = '<p>';</script></body>",
        "<!-- -->",
        "<",
        "</",
        "&",
        "<a",
        "<p",
    ] {
        let text = article(page).text;
        assert!(text.len() < 4, "{page}: {text}");
    }
}

#[test]
fn mark_up_that_is_nested_deeply_is_read_in_no_time() {
    let text =
        "Ein Satz, der für sich allein schon lang genug ist, um als Absatz zu gelten. ".repeat(10);
    for tag in [
        "div",
        "b",
        "span",
        "a href='/x'",
        "table><tr><td",
        "ul><li",
        "blockquote",
        "font",
        "x-y",
        "form",
        "svg",
        "p",
        "select",
        "button",
    ] {
        let begun = std::time::Instant::now();
        let page = format!(
            "<body><h1>Titel</h1>{}{text}",
            format!("<{tag}>").repeat(20_000)
        );
        let _ = article(&page);
        assert!(
            begun.elapsed().as_secs() < 10,
            "{tag}: {:?}",
            begun.elapsed()
        );
    }
}

#[test]
fn many_lines_with_links_are_read_in_no_time() {
    let begun = std::time::Instant::now();
    let page = format!(
        "<body><div>{}</div>",
        "Zeile mit <a href='/x'>Verweis</a> und Text<br>".repeat(50_000)
    );
    let _ = article(&page);
    assert!(begun.elapsed().as_secs() < 10);
}

#[test]
fn the_charset_of_a_page_is_the_declared_one() {
    let declared = |page: &str| super::declared_charset(page.as_bytes());
    assert_eq!(
        declared("<meta charset=windows-1251>"),
        Some("windows-1251".to_owned())
    );
    assert_eq!(
        declared("<META HTTP-EQUIV='Content-Type' CONTENT='text/html; charset=Shift_JIS'>"),
        Some("shift_jis".to_owned())
    );
    assert_eq!(
        declared("<?xml version='1.0' encoding='koi8-r'?><html>"),
        Some("koi8-r".to_owned())
    );
    assert_eq!(declared("<p>charset=utf-8</p>"), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn no_page_that_is_cut_and_changed_panics(at in 0_usize..40, from in 0_usize..20_000, length in 0_usize..6_000, bits in prop::collection::vec((0_usize..20_000, any::<u8>()), 0..40)) {
        let mut bytes = pages().swap_remove(at).1.into_bytes();
        for (at, byte) in bits {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        let from = from % bytes.len();
        let to = (from + length).min(bytes.len());
        bytes.drain(from..to);
        let _ = article(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn no_tags_panic(tags in prop::collection::vec(prop::sample::select(vec!["<p>", "</p>", "<div class=comments>", "</div>", "<a href=/x>", "</a>", "<table>", "<tr>", "<td>", "</td>", "</table>", "text ", "Ein Satz. ", "<br>", "<h1>", "</h1>", "<li>", "<ul>", "</ul>", "<script>", "</script>", "<svg>", "<title>", "<!--", "-->", "<body>", "</html>", "<head>", "<pre>", "\n", "<b>", "</b>", "&amp;", "<img>", "<form>", "<input type=email>"]), 0..80)) {
        let _ = article(&tags.concat());
        let _ = super::plain::text_of(&tags.concat(), true);
    }
}
