//! Are the analyzers of this program those that made the terms of an index?
//!
//! What becomes of a word, and under which keys it is found, depends on crates that move by themselves where a program is built without its lock file: a stemmer
//! that cuts one ending more leaves all words with it unfound in an older index, and nothing would say so. So a sample of
//! each language, of inflected words and of what is written in several ways, is analysed, and an index keeps a checksum of
//! what came of it. The sample is short, for it is analysed whenever an index is opened, in the languages of that index only.

use std::collections::BTreeMap;

use super::Analyzer;
use super::keys::Keys;
use super::words::WordKind;
use crate::language::Language;

/// What is written in several ways in any language. Letters of other scripts stand in the samples of their languages: each
/// script that is met for the first time in a process costs a search as much as its second word costs nothing.
const COMMON: &str = "Straße ﬁn A\u{30a}ngstro\u{308}m so\u{ad}fort O’Neill 3.765,50 3,765.50 12.06.2018 x² état-major";

/// Inflected words of each language that is stemmed, and what is cut in its own way, by the code of the language.
const INFLECTED: &[(&str, &str)] = &[
    (
        "ar",
        "٤٥٦ قُرآن والكتاب بالمدارس المعلمون كتبتها للطالبات يستخدمونه",
    ),
    (
        "ca",
        "l'aigua cantàvem cançons nacionalment treballadores dificultats",
    ),
    (
        "cs",
        "městech nejkrásnější ženami učitelova mladého pracoval",
    ),
    (
        "da",
        "drengenes husene arbejdsløshed venlighed vigtigste frihederne",
    ),
    (
        "de",
        "Häusern Bürgermeisterinnen freundlichste gearbeitet Zeitungen Möglichkeiten",
    ),
    (
        "el",
        "ΣΟΦΟΣ ανθρώπων καλύτερος εργάστηκαν πόλεις γυναίκες δημοκρατία",
    ),
    (
        "en",
        "running happily nationalization mayor's cities generously arguing",
    ),
    (
        "eo",
        "malgrandajn laboristoj rapide lernejojn parolantaj urbestro",
    ),
    (
        "es",
        "ciudades trabajábamos dándoselo rápidamente canciones hermosísimas",
    ),
    (
        "et",
        "raamatutest linnadesse õpetajatele suuremates töötasid majadega",
    ),
    (
        "eu",
        "etxeetan mendietako langileentzat herritarrek ikaslearen",
    ),
    ("fa", "کتاب‌ها دانشجویان می‌رفتند بزرگ‌ترین خانه‌هایشان آمدن"),
    (
        "fi",
        "taloissammekin kaupungeista ystävällisesti opettajille juoksemalla",
    ),
    (
        "fr",
        "l'équipe continuellement chevaux travaillèrent nationalités heureuses",
    ),
    (
        "ga",
        "bhfear gcapaill t-uisce múinteoirí bpáistí scríobhadh",
    ),
    ("he", "כָּתַב צה\"ל ילדים"),
    ("hi", "हिन्दी लड़कियों किताबें पढ़ाता जाएंगे भारतीयता शहरों"),
    (
        "hr",
        "gradovima najljepših učiteljica radnicima pisali prijateljstvo",
    ),
    (
        "hu",
        "házaiban könyvekkel legszebbeknek városokból barátaimért tanítóknak",
    ),
    ("hy", "քաղաքներում աշխատողներին գրքերից մարդկանց գեղեցիկներ"),
    (
        "id",
        "mempermainkan berlarian bukunya pendidikan diperbesar perkotaan",
    ),
    (
        "it",
        "dell'arte abbandonata lavoravamo dandoglielo città velocemente nazioni",
    ),
    ("ja", "東京で会談 １２３ ﾄﾖﾀ"),
    ("km", "ភាសាខ្មែរ"),
    ("ko", "한국어를"),
    (
        "lt",
        "miestuose mokytojams gražiausių dirbančiųjų knygomis lietuviškai",
    ),
    ("my", "မြန်မာစာ"),
    ("ne", "घरहरूमा किताबहरू नेपालीहरूको गर्दैछन् विद्यार्थीले"),
    (
        "nl",
        "lichamelijke huizen werkgelegenheid mogelijkheden gesproken kinderen",
    ),
    (
        "no",
        "husenes vennligheten arbeidsløshet viktigste guttenes skolene",
    ),
    (
        "pl",
        "miastach najpiękniejszych nauczycielkami pracowaliśmy książkami polskiego",
    ),
    (
        "pt",
        "cidades trabalhávamos rapidamente canções nacionalidades amá-lo",
    ),
    (
        "ro",
        "orașele cărților frumoaselor muncitorilor naționalitate cântând",
    ),
    (
        "ru",
        "Ёлка городами красивейшая учительницам работавшие книгах российского",
    ),
    ("sk", "mestách najkrajšie učiteľkami pracovali mladého"),
    (
        "sr",
        "градовима најлепших учитељица радницима писали пријатељство",
    ),
    (
        "sv",
        "husens vänligheten arbetslöshet viktigaste pojkarnas skolorna",
    ),
    ("ta", "மரங்களிலிருந்து பள்ளிக்கூடங்கள் மாணவர்களுக்கு வந்தார்கள்"),
    ("th", "ภาษาไทยสวยงาม"),
    (
        "tr",
        "İSTANBUL Ankara'da evlerimizden kitapçılarla güzelleştirdiler çalışıyorlardı ıssızlık",
    ),
    (
        "uk",
        "містами найкрасивіших учителькам працювали п’ятьох українського",
    ),
    ("zh", "中国人民"),
    ("yi", "שטעטלעך לערערינס געארבעט שענסטע ביכער"),
];

/// Checksums of what the analyzers make of the sample, by language; that of no language stands for what is common to all.
pub(crate) type Fingerprint = BTreeMap<Language, u32>;

/// The fingerprint of the analyzers of these languages.
pub(crate) fn fingerprint(languages: impl IntoIterator<Item = Language>) -> Fingerprint {
    let languages = languages.into_iter().chain([Language::UNKNOWN]);
    languages
        .map(|language| (language, checksum(language)))
        .collect()
}

fn sample(language: Language) -> &'static str {
    if language == Language::UNKNOWN {
        return COMMON;
    }
    let own = INFLECTED.iter().find(|(code, _)| *code == language.code());
    own.map_or_else(|| language.native_name(), |(_, sample)| sample)
}

fn checksum(language: Language) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    let (analyzer, text) = (Analyzer::new(language), sample(language));
    let keys = Keys::of(language);
    for word in analyzer.words(text) {
        // each word is met once: remembering terms would take longer than making them
        let surface = &text[word.byte_range.clone()];
        let (term, elided_bytes) = analyzer.derive(surface, word.kind, &mut |_, _| {});
        let token_start = word.byte_range.start + elided_bytes;
        hasher.update(&(token_start as u32).to_le_bytes());
        hasher.update(&(word.byte_range.end as u32).to_le_bytes());
        hasher.update(term.as_bytes());
        if word.kind == WordKind::Letters {
            hasher.update(keys.of_term(&term).as_bytes());
            for spelling in keys.spellings(&term) {
                hasher.update(spelling.as_bytes());
            }
        }
    }
    hasher.finalize()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Stemming;

    /// What the analyzers of this version make of all samples. If another comes out, terms of an index may differ: raise
    /// [`VERSION`](super::super::VERSION) and set this anew.
    const PINNED: u32 = 3_847_155_654;

    #[test]
    fn the_analyzers_make_the_terms_of_their_version() {
        let all = fingerprint(Language::all());
        let mut hasher = crc32fast::Hasher::new();
        for checksum in all.values() {
            hasher.update(&checksum.to_le_bytes());
        }
        assert_eq!(hasher.finalize(), PINNED, "{all:x?}");
    }

    #[test]
    fn each_language_that_is_stemmed_has_words_that_its_stemmer_shortens() {
        for language in Language::all() {
            let is_stemmed = language.row().stemming != Stemming::None;
            let text = sample(language);
            let tokens = Analyzer::new(language).tokens(text);
            let keys = Keys::of(language);
            let is_shorter = |token: &&super::super::Token| {
                keys.of_term(&token.term).chars().count() < token.term.chars().count()
            };
            let shorter = tokens.iter().filter(is_shorter).count();
            let enough = !is_stemmed || shorter >= 2;
            assert!(enough, "{language}: {tokens:?}");
        }
    }
}
