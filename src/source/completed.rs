//! What is known of an article besides what it says of itself? What was corrected stands above all; a title and a date that
//! nobody told are looked for in the text and in the path.

use crate::article::{Date, Metadata, Origin, Precision, Told};
use crate::date::{Hint, of_beginning, of_path};
use crate::language::identify::identify_article;
use crate::passage;

/// What is around the text of an article.
#[derive(Clone, Copy, Default)]
pub(crate) struct Around<'a> {
    /// The path of its file and its id there; nothing if it is in no file.
    pub(crate) path: &'a str,
    /// What is known of it, whatever it says itself.
    pub(crate) corrected: Option<&'a Metadata>,
    /// When its file was changed, if that is to be its date where nothing else tells one.
    pub(crate) file_time: Option<Date>,
}

/// What is known of an article with this text, or this beginning of one, of which so much was told.
pub(crate) fn completed(told: Metadata, text: &str, around: Around<'_>) -> Metadata {
    let mut metadata = told;
    if let Some(corrected) = around.corrected {
        correct(&mut metadata, corrected);
    }
    if metadata.title.is_none() {
        metadata.title =
            passage::title(text).map(|title| Told::of(title.to_owned(), Origin::FirstLine));
    }
    let is_day = |told: &Told<Date>| told.value.precision() >= Precision::Day;
    if !metadata.date.as_ref().is_some_and(is_day) {
        metadata.date = date(&metadata, text, around.path).or(metadata.date);
    }
    metadata.date = metadata.date.or_else(|| {
        let time = around.file_time?;
        Some(Told::of(time, Origin::FileTime))
    });
    metadata
}

/// Puts what was corrected in place of what was told.
fn correct(metadata: &mut Metadata, corrected: &Metadata) {
    fn put<T: Clone>(told: &mut Option<T>, corrected: Option<&T>) {
        if let Some(corrected) = corrected {
            *told = Some(corrected.clone());
        }
    }
    put(&mut metadata.title, corrected.title.as_ref());
    put(&mut metadata.date, corrected.date.as_ref());
    put(&mut metadata.language, corrected.language.as_ref());
    put(&mut metadata.source, corrected.source.as_ref());
    put(&mut metadata.author, corrected.author.as_ref());
    put(&mut metadata.url, corrected.url.as_ref());
    if !corrected.tags.is_empty() {
        metadata.tags.clone_from(&corrected.tags);
    }
}

/// A date of which more is certain than was told: the name of the file, folders, or its address have a day, or the first lines do,
/// which may leave out the year if one of the others has it.
fn date(metadata: &Metadata, text: &str, path: &str) -> Option<Told<Date>> {
    let told = metadata.date.map(|told| told.value);
    let of_file = of_path(path);
    let address = metadata.url.as_ref().map(|url| of_path(&url.value));
    let of_address = address.unwrap_or_default();
    let of_address = of_address
        .date
        .map(|date| Told::of(date.value, Origin::Path));
    let is_within = |date: &Told<Date>| {
        told.is_none_or(|told| {
            let (outer, inner) = (told.minutes(), date.value.minutes());
            outer.start <= inner.start && inner.end <= outer.end
        })
    };
    let is_day = |date: &Told<Date>| date.value.precision() >= Precision::Day;
    let mut of_paths = [of_file.date, of_address]
        .into_iter()
        .flatten()
        .filter(is_within);
    if let Some(day) = of_paths.clone().find(is_day) {
        return Some(day);
    }
    let less = of_paths.next();
    let known = told.or(less.map(|less| less.value));
    let hint = match known {
        Some(known) => Hint::of(Some(known)),
        None => of_file.hint(),
    };
    let language = metadata.language.map(|told| told.value);
    let mut language = || Some(language.unwrap_or_else(|| identify_article(text)));
    let of_text = of_beginning(text, &mut language, None, hint);
    of_text
        .map(|date| Told::of(date, Origin::Dateline))
        .or(less.filter(|_| told.is_none()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    const TEXT: &str = "A storm came\n(Updated on 26 April)\nThe storm came on Monday, and nobody was harmed by it.\n";

    fn shown(told: Metadata, text: &str, path: &str) -> String {
        let around = Around {
            path,
            ..Around::default()
        };
        let date = completed(told, text, around).date;
        date.map_or_else(String::new, |told| {
            format!("{} {}", told.value, told.origin.code())
        })
    }

    fn dated(date: &str, origin: Origin) -> Metadata {
        Metadata {
            date: Date::parse(date).map(|date| Told::of(date, origin)),
            ..Metadata::default()
        }
    }

    #[test]
    fn a_date_comes_from_what_is_most_certain() {
        let none = Metadata::default;
        let url = |url: &str| Metadata {
            url: Some(Told::of(url.to_owned(), Origin::MetaTag)),
            ..Metadata::default()
        };
        for (told, path, expected) in [
            (
                dated("2023-01-02", Origin::JsonLd),
                "2024/04/25/a.txt",
                "2023-01-02 json-ld",
            ),
            (none(), "news/2024-04-25.txt", "2024-04-25 file-name"),
            (none(), "2024/04/25/a.txt", "2024-04-25 path"),
            (none(), "2024/a.txt", "2024-04-26 dateline"),
            (none(), "2024/04/a.txt", "2024-04-26 dateline"),
            // a dateline of another month is not of this text
            (none(), "2024/05/a.txt", "2024-05 path"),
            (dated("2024", Origin::Field), "a.txt", "2024-04-26 dateline"),
            (
                dated("2024", Origin::Field),
                "2023-04-25.txt",
                "2024-04-26 dateline",
            ),
            (
                dated("2024-05", Origin::Field),
                "2024/a.txt",
                "2024-05 field",
            ),
            (
                url("https://example.org/2024/04/25/storm"),
                "a.html",
                "2024-04-25 path",
            ),
            (url("https://example.org/storm"), "a.html", ""),
            (none(), "a.txt", ""),
            (none(), "storms-2024.txt", ""),
        ] {
            assert_eq!(shown(told, TEXT, path), expected, "{path}");
        }
    }

    #[test]
    fn the_language_of_the_text_settles_what_a_date_in_numbers_means() {
        let text = |headline: &str, line: &str, text: &str| format!("{headline}\n{line}\n{text}\n");
        let german = text(
            "Sturm über der Küste",
            "Stand: 03/04/2024",
            "Der Sturm kam am Montag, und es wurde niemand verletzt, wie die Polizei mitteilte.",
        );
        let english = text(
            "A storm at the coast",
            "Updated: 03/04/2024",
            "The storm came on Monday, and nobody was harmed by it, the police said.",
        );
        assert_eq!(
            shown(Metadata::default(), &german, "a.txt"),
            "2024-04-03 dateline"
        );
        assert_eq!(shown(Metadata::default(), &english, "a.txt"), "");
    }

    #[test]
    fn the_time_of_the_file_is_its_date_only_if_asked_and_nothing_else_tells_one() {
        let time = Date::parse("2020-02-03T04:05Z");
        let date = |path: &str, file_time| {
            let around = Around {
                path,
                file_time,
                corrected: None,
            };
            completed(Metadata::default(), "A text", around).date
        };
        let origin = |path, file_time| date(path, file_time).map(|told| told.origin);
        assert_eq!(origin("a.txt", time), Some(Origin::FileTime));
        assert_eq!(origin("a.txt", None), None);
        assert_eq!(origin("2024-04-25.txt", time), Some(Origin::FileName));
    }

    #[test]
    fn what_was_corrected_stands_above_what_was_told() {
        let corrected = Metadata {
            title: Some(Told::of("Right".to_owned(), Origin::Corrections)),
            tags: vec![Told::of("storm".to_owned(), Origin::Corrections)],
            language: Language::from_code("de")
                .map(|language| Told::of(language, Origin::Corrections)),
            ..dated("2024-04", Origin::Corrections)
        };
        let told = Metadata {
            title: Some(Told::of("Wrong".to_owned(), Origin::MetaTag)),
            author: Some(Told::of("J. Miller".to_owned(), Origin::MetaTag)),
            tags: vec![Told::of("other".to_owned(), Origin::MetaTag)],
            ..dated("2023-01-02", Origin::MetaTag)
        };
        let around = Around {
            corrected: Some(&corrected),
            ..Around::default()
        };
        let now = completed(told.clone(), "Text", around);
        let expected = Metadata {
            author: told.author,
            ..corrected
        };
        assert_eq!(now, expected);
    }
}
