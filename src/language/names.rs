//! Which languages are meant by what somebody typed? A code, a tag with a country or a script, or a name.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::Language;

/// What else the languages are called besides their code and the names of the table: ISO 639-2 and 639-3, codes that went
/// out of use, and names. Two languages with one code are both meant by it.
const ALSO: &[(&str, &str)] = &[
    ("und", "unknown other mis zxx"),
    ("ar", "ara arb"),
    ("be", "bel belorussian byelorussian"),
    ("bg", "bul"),
    ("bn", "ben bangla"),
    ("ca", "cat valencian"),
    ("cs", "ces cze"),
    ("cy", "cym wel"),
    ("da", "dan"),
    ("de", "deu ger"),
    ("el", "ell gre"),
    ("en", "eng"),
    ("eo", "epo"),
    ("es", "spa castilian castellano"),
    ("et", "est ekk"),
    ("eu", "eus baq"),
    ("fa", "fas per pes prs farsi dari"),
    ("fi", "fin"),
    ("fr", "fra fre"),
    ("ga", "gle gaelic"),
    ("gu", "guj"),
    ("he", "heb iw ivrit"),
    ("hi", "hin"),
    (
        "hr",
        "hrv scr bs bos bosnian bosanski sh hbs serbo-croatian",
    ),
    ("hu", "hun"),
    ("hy", "hye arm"),
    ("id", "ind in ms msa may zsm malay"),
    ("it", "ita"),
    ("ja", "jpn"),
    ("ka", "kat geo"),
    ("kk", "kaz"),
    ("km", "khm cambodian"),
    ("kn", "kan"),
    ("ko", "kor"),
    ("lt", "lit"),
    ("lv", "lav lvs"),
    ("mk", "mkd mac"),
    ("ml", "mal"),
    ("mr", "mar"),
    ("my", "mya bur myanmar"),
    ("ne", "nep npi"),
    ("nl", "nld dut flemish vlaams"),
    ("no", "nor nb nob nn nno bokmål nynorsk"),
    ("or", "ori ory oriya"),
    ("pa", "pan panjabi"),
    ("pl", "pol"),
    ("pt", "por"),
    ("ro", "ron rum mo mol moldovan moldavian"),
    ("ru", "rus"),
    ("si", "sin sinhalese"),
    ("sk", "slk slo"),
    ("sl", "slv slovene"),
    (
        "sr",
        "srp scc cnr montenegrin bs bos bosnian bosanski sh hbs serbo-croatian srpski",
    ),
    ("sv", "swe"),
    ("ta", "tam"),
    ("te", "tel"),
    ("th", "tha"),
    ("tl", "tgl fil filipino pilipino"),
    ("tr", "tur"),
    ("uk", "ukr"),
    ("ur", "urd"),
    ("uz", "uzb uzn"),
    ("az", "aze azj azeri"),
    ("vi", "vie"),
    ("yi", "yid ji ydd"),
    ("zh", "zho chi cmn mandarin 汉语 漢語 中国话"),
];

/// A name is as likely meant as this at least to be offered for one that is not known.
const LIKENESS: f64 = 0.82;

/// How many names are offered.
const OFFERED: usize = 3;

/// As names are compared: in lower case, without marks.
fn plain(name: &str) -> String {
    let lowered = name.trim().to_lowercase();
    lowered
        .nfd()
        .filter(|one| !is_combining_mark(*one))
        .collect()
}

/// All that a language is called, as names are compared.
fn names(language: Language) -> Vec<String> {
    let also = ALSO.iter().filter(|(code, _)| *code == language.code());
    let also = also.flat_map(|(_, names)| names.split(' '));
    let own = [language.code(), language.name(), language.native_name()];
    own.into_iter().chain(also).map(plain).collect()
}

impl Language {
    /// The languages that a code, a tag or a name means, in any case: `de`, `deu`, `zh-CN`, `pt_BR`, `German`, `Deutsch`.
    /// Mostly one; none if it is unknown.
    #[must_use]
    pub fn named(name: &str) -> Vec<Self> {
        let name = plain(name);
        let called = |name: &str| -> Vec<Self> {
            let is_called = |language: &Self| names(*language).iter().any(|known| known == name);
            Self::all().filter(is_called).collect()
        };
        let whole = called(&name);
        if !whole.is_empty() || name.len() < 2 {
            return whole;
        }
        // what follows the language in a tag is a script, a country, a variant, or how text is encoded
        match name.split_once(['-', '_', '.', '@']) {
            Some((language, rest)) if is_tag(language, rest) => called(language),
            _ => Vec::new(),
        }
    }

    /// Codes of languages with a name like this one, the likest first, each with its name in English.
    #[must_use]
    pub fn names_like(name: &str) -> Vec<String> {
        let name = plain(name);
        let likeness = |language: Self| {
            let names = names(language).into_iter();
            let likeness = names.map(|known| strsim::jaro_winkler(&known, &name));
            likeness.fold(0.0, f64::max)
        };
        let mut like: Vec<(f64, Self)> = Self::all()
            .skip(1)
            .map(|language| (likeness(language), language))
            .filter(|(likeness, _)| *likeness >= LIKENESS)
            .collect();
        like.sort_by(|(more, one), (less, other)| less.total_cmp(more).then(one.cmp(other)));
        let offered = like.into_iter().take(OFFERED);
        let offered = offered.map(|(_, language)| format!("{language} ({})", language.name()));
        offered.collect()
    }
}

/// Whether it is a tag and no name with a hyphen.
fn is_tag(language: &str, rest: &str) -> bool {
    let parts = rest.split(['-', '_', '.', '@']);
    let is_part = |part: &str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    (2..=3).contains(&language.len()) && parts.into_iter().all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn codes(name: &str) -> String {
        let codes: Vec<_> = Language::named(name)
            .into_iter()
            .map(Language::code)
            .collect();
        codes.join(" ")
    }

    #[test]
    fn a_language_is_named_by_codes_tags_and_names_in_any_case() {
        for (name, expected) in [
            ("german", "de"),
            ("German", "de"),
            ("Deutsch", "de"),
            ("deutsch", "de"),
            ("deu", "de"),
            ("ger", "de"),
            ("DE", "de"),
            ("de-AT", "de"),
            ("de_DE.UTF-8", "de"),
            ("zh-CN", "zh"),
            ("zh_TW", "zh"),
            ("zh-Hant-HK", "zh"),
            ("中文", "zh"),
            ("nb", "no"),
            ("nn", "no"),
            ("nb-NO", "no"),
            ("Bokmal", "no"),
            ("iw", "he"),
            ("in", "id"),
            ("ji", "yi"),
            ("sh", "hr sr"),
            ("bs", "hr sr"),
            ("sr-Latn-RS", "sr"),
            ("Espanol", "es"),
            ("español", "es"),
            ("Français", "fr"),
            ("pt-BR", "pt"),
            ("Slovene", "sl"),
            ("Farsi", "fa"),
            ("fil", "tl"),
            ("русский", "ru"),
            ("ქართული", "ka"),
            (" uk ", "uk"),
        ] {
            assert_eq!(codes(name), expected, "{name}");
        }
    }

    #[test]
    fn what_names_no_language_means_none() {
        for name in [
            "",
            " ",
            "klingon",
            "xx",
            "d",
            "de,fr",
            "german-ish",
            "-",
            "xx-DE",
            "e\u{301}",
        ] {
            assert_eq!(codes(name), "", "{name}");
        }
    }

    #[test]
    fn names_that_are_nearly_right_are_offered() {
        assert_eq!(
            Language::names_like("Germna").first().map(String::as_str),
            Some("de (German)")
        );
        assert_eq!(
            Language::names_like("norvegian")
                .first()
                .map(String::as_str),
            Some("no (Norwegian)")
        );
        assert_eq!(Language::names_like("klingon"), Vec::<String>::new());
    }

    #[test]
    fn every_language_is_named_by_what_it_is_called() {
        let codes: Vec<_> = ALSO.iter().map(|(code, _)| *code).collect();
        for language in Language::all() {
            assert!(codes.contains(&language.code()), "{language}");
            for name in names(language) {
                assert!(Language::named(&name).contains(&language), "{name}");
            }
        }
        assert_eq!(codes.len(), Language::all().count());
    }

    proptest! {
        #[test]
        fn any_text_may_be_asked_for_as_a_language(name in "\\PC{0,12}") {
            let _ = (Language::named(&name), Language::names_like(&name));
        }
    }
}
