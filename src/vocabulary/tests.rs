//! Claims about which surfaces are forms of one word.

use proptest::prelude::*;

use super::Likeness;
use crate::analysis::fold::folded;
use crate::language::Language;

fn likeness(code: &str, one: &str, other: &str) -> f32 {
    let language = Language::from_code(code).expect(code);
    Likeness::of(&folded(one, language), language).with(&folded(other, language))
}

/// Pairs of forms of one word.
const FORMS: &[(&str, &[(&str, &str)])] = &[
    (
        "ar",
        &[
            ("كتاب", "الكتاب"),
            ("كتاب", "والكتاب"),
            ("مدينة", "المدينة"),
            ("معلم", "المعلمين"),
            ("سيارة", "سيارات"),
        ],
    ),
    ("az", &[("kitab", "kitablar"), ("şəhər", "şəhərdə")]),
    ("be", &[("мова", "мовы"), ("краіна", "краіне")]),
    (
        "bg",
        &[("град", "градът"), ("книга", "книгите"), ("мъж", "мъжете")],
    ),
    ("bn", &[("মানুষ", "মানুষের"), ("দেশ", "দেশের")]),
    (
        "ca",
        &[
            ("ciutat", "ciutats"),
            ("cantar", "canten"),
            ("gran", "grans"),
        ],
    ),
    (
        "cs",
        &[
            ("město", "městech"),
            ("kniha", "knihy"),
            ("pes", "psi"),
            ("hrad", "hradu"),
        ],
    ),
    (
        "cy",
        &[
            ("cath", "gath"),
            ("pobl", "bobl"),
            ("llyfr", "llyfrau"),
            ("dinas", "dinasoedd"),
        ],
    ),
    (
        "da",
        &[
            ("hus", "husene"),
            ("by", "byer"),
            ("skrive", "skriver"),
            ("mand", "mænd"),
        ],
    ),
    (
        "de",
        &[
            ("haus", "häuser"),
            ("buch", "büchern"),
            ("machen", "gemacht"),
            ("präsident", "präsidenten"),
            ("schreiben", "schrieb"),
            ("geben", "gibt"),
            ("bank", "banken"),
        ],
    ),
    (
        "el",
        &[
            ("άνθρωπος", "ανθρώπου"),
            ("πόλη", "πόλεις"),
            ("βιβλίο", "βιβλία"),
        ],
    ),
    (
        "en",
        &[
            ("election", "elections"),
            ("go", "went"),
            ("mouse", "mice"),
            ("city", "cities"),
            ("run", "running"),
            ("child", "children"),
            ("write", "wrote"),
        ],
    ),
    (
        "es",
        &[
            ("elección", "elecciones"),
            ("cantar", "cantaron"),
            ("ciudad", "ciudades"),
            ("decir", "dijo"),
            ("poder", "puede"),
        ],
    ),
    (
        "et",
        &[("linn", "linna"), ("raamat", "raamatud"), ("maja", "majas")],
    ),
    ("eu", &[("etxe", "etxea"), ("mendi", "mendiak")]),
    (
        "fa",
        &[("کتاب", "کتابها"), ("شهر", "شهرهای"), ("دوست", "دوستان")],
    ),
    (
        "fi",
        &[
            ("talo", "taloissa"),
            ("kirja", "kirjat"),
            ("ihminen", "ihmiset"),
            ("kaupunki", "kaupungin"),
        ],
    ),
    (
        "fr",
        &[
            ("président", "présidents"),
            ("cheval", "chevaux"),
            ("parler", "parlé"),
            ("nouveau", "nouvelle"),
            ("aller", "vont"),
        ],
    ),
    (
        "ga",
        &[
            ("bean", "bhean"),
            ("leabhar", "leabhair"),
            ("capall", "gcapall"),
        ],
    ),
    ("gu", &[("દેશ", "દેશમાં"), ("છોકરો", "છોકરા")]),
    (
        "he",
        &[
            ("ספר", "הספר"),
            ("ספר", "ספרים"),
            ("עיר", "בעיר"),
            ("דרך", "דרכים"),
            ("מלך", "ומלך"),
        ],
    ),
    ("hi", &[("लड़का", "लड़के"), ("किताब", "किताबें"), ("देश", "देशों")]),
    (
        "hr",
        &[("grad", "gradovi"), ("knjiga", "knjige"), ("ruka", "ruci")],
    ),
    (
        "hu",
        &[
            ("ház", "házak"),
            ("könyv", "könyvek"),
            ("város", "városban"),
            ("ember", "emberek"),
        ],
    ),
    ("hy", &[("քաղաք", "քաղաքներ")]),
    (
        "id",
        &[
            ("baca", "membaca"),
            ("tulis", "menulis"),
            ("makan", "makanan"),
        ],
    ),
    (
        "it",
        &[
            ("libro", "libri"),
            ("parlare", "parlato"),
            ("amico", "amici"),
        ],
    ),
    (
        "ka",
        &[
            ("ქალაქი", "ქალაქში"),
            ("წიგნი", "წიგნები"),
            ("სახლი", "სახლის"),
        ],
    ),
    (
        "kk",
        &[
            ("қала", "қалада"),
            ("кітап", "кітаптар"),
            ("бала", "балалар"),
            ("мектеп", "мектепте"),
            ("жол", "жолдың"),
        ],
    ),
    (
        "lt",
        &[
            ("miestas", "miestai"),
            ("knyga", "knygos"),
            ("žmogus", "žmonės"),
        ],
    ),
    (
        "lv",
        &[
            ("pilsēta", "pilsētas"),
            ("grāmata", "grāmatu"),
            ("cilvēks", "cilvēki"),
        ],
    ),
    ("mr", &[("घर", "घरात"), ("पुस्तक", "पुस्तके"), ("देश", "देशाच्या")]),
    (
        "nl",
        &[
            ("boek", "boeken"),
            ("huis", "huizen"),
            ("werken", "werkt"),
            ("kind", "kinderen"),
            ("lopen", "loopt"),
            ("stad", "steden"),
        ],
    ),
    (
        "no",
        &[
            ("hus", "husene"),
            ("by", "byen"),
            ("skrive", "skrev"),
            ("mann", "menn"),
        ],
    ),
    (
        "pl",
        &[
            ("miasto", "miastach"),
            ("pies", "psa"),
            ("książka", "książki"),
            ("ręka", "ręce"),
            ("człowiek", "ludzie"),
        ],
    ),
    (
        "pt",
        &[
            ("presidente", "presidentes"),
            ("cidade", "cidades"),
            ("falar", "falou"),
            ("nação", "nações"),
        ],
    ),
    (
        "ro",
        &[
            ("oraş", "oraşele"),
            ("carte", "cărţi"),
            ("frumos", "frumoasă"),
        ],
    ),
    (
        "ru",
        &[
            ("президент", "президента"),
            ("город", "города"),
            ("книга", "книге"),
            ("отец", "отца"),
            ("идти", "шёл"),
        ],
    ),
    (
        "sk",
        &[("mesto", "mestá"), ("kniha", "knihy"), ("pes", "psa")],
    ),
    (
        "sl",
        &[
            ("mesto", "mesta"),
            ("knjiga", "knjige"),
            ("človek", "ljudje"),
        ],
    ),
    (
        "sr",
        &[("град", "градови"), ("књига", "књиге"), ("grad", "gradovi")],
    ),
    (
        "sv",
        &[
            ("hund", "hundarna"),
            ("bok", "böcker"),
            ("skriva", "skrev"),
            ("man", "män"),
        ],
    ),
    ("ta", &[("புத்தகம்", "புத்தகங்கள்"), ("மரம்", "மரத்தில்")]),
    ("te", &[("పుస్తకం", "పుస్తకాలు"), ("దేశం", "దేశంలో")]),
    (
        "tr",
        &[
            ("kitap", "kitabı"),
            ("seçim", "seçimler"),
            ("takım", "takımı"),
            ("ürün", "ürünleri"),
            ("gelmek", "geldi"),
            ("deniz", "denizde"),
        ],
    ),
    (
        "uk",
        &[("місто", "містами"), ("книга", "книги"), ("кінь", "коня")],
    ),
    (
        "uz",
        &[
            ("kitob", "kitoblar"),
            ("shahar", "shaharda"),
            ("bola", "bolalar"),
        ],
    ),
];

/// Pairs of words that look like forms of one.
const STRANGERS: &[(&str, &[(&str, &str)])] = &[
    (
        "de",
        &[
            ("merkel", "merkez"),
            ("hand", "handel"),
            ("wind", "winter"),
            ("stern", "stark"),
        ],
    ),
    (
        "en",
        &[
            ("change", "chance"),
            ("new", "news"),
            ("univers", "university"),
            ("sand", "sandwich"),
            ("car", "care"),
        ],
    ),
    ("es", &[("casa", "caso"), ("pero", "perro")]),
    ("fi", &[("talo", "talous"), ("kala", "kalastaja")]),
    ("fr", &[("porte", "portion"), ("mer", "merci")]),
    ("he", &[("ספר", "מספרה"), ("אור", "אורז")]),
    ("it", &[("casa", "caso")]),
    ("nl", &[("man", "mand"), ("bank", "bang")]),
    ("pl", &[("rok", "rower"), ("dom", "domagać")]),
    ("ru", &[("мир", "мирт"), ("стол", "столица")]),
    (
        "tr",
        &[
            ("kim", "kimya"),
            ("deniz", "de"),
            ("büyü", "bu"),
            ("merkel", "merkez"),
        ],
    ),
    ("sv", &[("man", "mand"), ("hus", "husk")]),
    ("id", &[("makan", "malam"), ("batu", "bantu")]),
    ("ar", &[("كتاب", "كاتب")]),
    ("ka", &[("წიგნი", "წინა")]),
    ("kk", &[("бала", "балық")]),
    ("cs", &[("město", "měsíc")]),
    ("pt", &[("parte", "porto")]),
    ("uk", &[("рука", "рукопис")]),
    ("en", &[("putin", "putine")]),
    ("hu", &[("kar", "karaj")]),
    ("el", &[("πόλη", "πόλεμος")]),
];

#[test]
fn forms_of_one_word_are_likely() {
    let unlikely = pairs(FORMS).filter(|(code, one, other)| likeness(code, one, other) < 0.5);
    let unlikely: Vec<_> = unlikely
        .map(|(code, one, other)| (code, one, other, likeness(code, one, other)))
        .collect();
    assert!(unlikely.is_empty(), "{unlikely:?}");
}

#[test]
fn strangers_are_unlikely() {
    let likely = pairs(STRANGERS).filter(|(code, one, other)| likeness(code, one, other) >= 0.5);
    let likely: Vec<_> = likely
        .map(|(code, one, other)| (code, one, other, likeness(code, one, other)))
        .collect();
    assert!(likely.is_empty(), "{likely:?}");
}

fn pairs(
    of: &'static [(&str, &[(&str, &str)])],
) -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    of.iter()
        .flat_map(|(code, pairs)| pairs.iter().map(move |(one, other)| (*code, *one, *other)))
}

#[test]
fn function_words_have_no_forms() {
    assert!(likeness("de", "der", "deren") < f32::EPSILON);
    assert!((likeness("de", "der", "der") - 1.0).abs() < f32::EPSILON);
}

/// Words that share a part, so that there is something to compare.
const WORDS: &str = "(ge|un|ו|ה|ال|me|)[abcdeäöőşınr'אבגמחרשבתабвгдеκλόοاكتبकरनाლის]{1,6}\
    (en|ler|ın|är|ים|ات|ами|ον|ों|ს|)";

proptest! {
    // each case asks every language
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn likeness_is_mutual_and_prefixes_cover_it(one in WORDS, ending in "[a-zäàуаוιो가]{0,3}", front in "(ge|ה|ال|)") {
        let other = format!("{front}{one}{ending}");
        for language in Language::all() {
            let from_one = Likeness::of(&one, language);
            let forth = from_one.with(&other);
            let back = Likeness::of(&other, language).with(&one);
            prop_assert!((forth - back).abs() < 1e-4, "{language} {one} {other}: {forth} {back}");
            prop_assert!((from_one.with(&one) - 1.0).abs() < f32::EPSILON);
            let covered = from_one.prefixes().iter().any(|prefix| other.starts_with(prefix.as_str()));
            prop_assert!(forth < 0.01 || covered, "{language} {one} {other} {:?}", from_one.prefixes());
        }
    }

    #[test]
    fn any_two_texts_have_a_likeness(one in "\\PC{0,20}", other in "\\PC{0,60}") {
        for language in Language::all() {
            let likeness = Likeness::of(&one, language);
            let how = likeness.with(&other);
            prop_assert!((0.0..=1.0).contains(&how));
            likeness.prefixes();
        }
    }
}
