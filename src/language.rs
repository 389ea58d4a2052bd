//! The languages tolmach knows, as one table: adding a language is adding a row.
//!
//! A row says how a language differs from the others in data: its codes, its stemmer, what an apostrophe
//! means in it, how it groups digits, and its function words. Code that needs to know about a language asks
//! its row; nothing else in the crate branches on a language by name.

pub mod identify;

use frostem::Algorithm as Newer;
use rust_stemmers::Algorithm as Classic;
use whatlang::Lang;

/// A language of the table, or [`Language::UNKNOWN`] for text in none of them.
///
/// It is an index into [`Language::all`], so it is two bytes, `Copy`, and ordered like the table.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(u16);

/// What stems the words of a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stemming {
    /// Words stay as they are, folded.
    None,
    /// A stemmer of the `rust-stemmers` crate.
    Classic(Classic),
    /// A stemmer of the `frostem` crate.
    Newer(Newer),
}

/// What the part of a word before or after an apostrophe is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Apostrophe {
    /// A letter of the word, dropped from the term: `п’ять`, `O'Neill`.
    Inside,
    /// The English one: possessive and contractions, which its stemmer knows.
    English,
    /// It ends an elided article or preposition that is no part of the word: `l'eau`, `dell'arte`.
    Elision(&'static [&'static str]),
    /// It begins a case ending of a name: `Ankara'da`.
    Suffix,
}

/// A row of the table.
#[derive(Debug)]
pub struct Row {
    /// ISO 639-1 code where there is one, else ISO 639-3; the name of the index field and of `--lang`.
    pub code: &'static str,
    /// Its name in English.
    pub name: &'static str,
    /// Its own name for itself.
    pub native_name: &'static str,
    /// What stems its words.
    pub stemming: Stemming,
    /// What an apostrophe inside its words means.
    pub apostrophe: Apostrophe,
    /// Whether a plain space may group the digits of a number (`12 500`).
    pub space_groups_digits: bool,
    /// What the identifier calls it, if it knows the language.
    pub whatlang: Option<Lang>,
    /// Its commonest function words, folded, separated by spaces; evidence of the language of a text.
    pub function_words: &'static str,
}

const FRENCH: Apostrophe = Apostrophe::Elision(&[
    "l", "d", "c", "j", "m", "n", "s", "t", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "presqu",
]);
const ITALIAN: Apostrophe = Apostrophe::Elision(&[
    "l", "un", "dell", "all", "dall", "nell", "sull", "coll", "quell", "quest", "d", "c", "m", "t",
    "s", "v", "n", "gl", "bell", "sant", "tutt", "mezz", "com", "dov", "cos", "senz", "agl",
    "degl", "dagl", "negl", "sugl", "anch", "nient", "quant", "po",
]);
const CATALAN: Apostrophe = Apostrophe::Elision(&["l", "d", "m", "n", "s", "t"]);
const IRISH: Apostrophe = Apostrophe::Elision(&["b", "d", "m"]);

/// Shorthand of a row, so that the table stays one line per language.
macro_rules! row {
    ($code:literal $name:literal $native:literal, $stemming:expr, $apostrophe:expr, $spaces:literal, $whatlang:expr, $words:literal) => {
        Row {
            code: $code,
            name: $name,
            native_name: $native,
            stemming: $stemming,
            apostrophe: $apostrophe,
            space_groups_digits: $spaces,
            whatlang: $whatlang,
            function_words: $words,
        }
    };
}

use Apostrophe::{English, Inside, Suffix};
use Stemming::None as Unstemmed;

#[rustfmt::skip]
static TABLE: &[Row] = &[
    row!("und" "other" "—", Unstemmed, Inside, false, None, ""),
    row!("ar" "Arabic" "العربية", Stemming::Classic(Classic::Arabic), Inside, false, Some(Lang::Ara),
        "في من على إلى عن أن إن التي الذي هذا هذه كان كانت قد لا ما مع أو بعد قبل بين كما ذلك وقال منذ خلال حيث لم لن ثم كل هو هي و"),
    row!("be" "Belarusian" "беларуская", Unstemmed, Inside, true, Some(Lang::Bel),
        "і ў у на з не што як для гэта да ад па але ці ён яна яны было быў за пра аб яго іх таксама каб"),
    row!("bg" "Bulgarian" "български", Unstemmed, Inside, true, Some(Lang::Bul),
        "на и в за от се с да не е са по ще че като до при към или също това той тя след през си му беше което които"),
    row!("bn" "Bengali" "বাংলা", Unstemmed, Inside, false, Some(Lang::Ben),
        "ও এবং এই করে হয় থেকে তার একটি না যে জন্য সঙ্গে কিন্তু"),
    row!("ca" "Catalan" "català", Stemming::Newer(Newer::Catalan), CATALAN, false, Some(Lang::Cat),
        "de la el i a en que els les del per un una amb al es no se va són com més ha aquest aquesta però també dels ser"),
    row!("cs" "Czech" "čeština", Stemming::Newer(Newer::Czech), Inside, true, Some(Lang::Ces),
        "a v na se je že s z do o i to ve k za jsou by ale po jako od pro který která které při jeho také nebo byl byla bylo podle už až ze"),
    row!("cy" "Welsh" "Cymraeg", Unstemmed, Inside, false, Some(Lang::Cym),
        "y yr yn a i o ar ac am mae wedi ei fod gan at hyn nid oedd"),
    row!("da" "Danish" "dansk", Stemming::Classic(Classic::Danish), Inside, false, Some(Lang::Dan),
        "og i at det er en til af på som med for de den der ikke et har fra om var han men blev kan også efter jeg sig ved ud hvad hvor af mellem siger efter over uden blevet nogle havde noget mig gør været meget end ind frem både siden mens hun gik fik nu op sagde"),
    row!("de" "German" "Deutsch", Stemming::Classic(Classic::German), Inside, false, Some(Lang::Deu),
        "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr durch man wurde sei wer was wo wann welche welcher wie"),
    row!("el" "Greek" "ελληνικά", Stemming::Newer(Newer::Greek), Inside, false, Some(Lang::Ell),
        "και το να του η της με που την από για είναι ο οι στο τα των στην θα τον τη σε δεν στη μια ένα ότι τους κατά ως αλλά οποία μετά"),
    row!("en" "English" "English", Stemming::Classic(Classic::English), English, false, Some(Lang::Eng),
        "the of and to in a is that for on was with as by it at from his he be are an this had which not have has but were they or their its been who will said after would what when where how did does"),
    row!("eo" "Esperanto" "Esperanto", Stemming::Newer(Newer::Esperanto), Inside, false, Some(Lang::Epo),
        "la de kaj en estas al por kiu ne li ke el da estis kun sed aŭ oni ili tiu pri"),
    row!("es" "Spanish" "español", Stemming::Classic(Classic::Spanish), Inside, false, Some(Lang::Spa),
        "de la que el en y a los se del las un por con una su para es al lo como más pero sus fue ha o este no sobre entre cuando también desde hasta muy sin era son le qué"),
    row!("et" "Estonian" "eesti", Stemming::Newer(Newer::Estonian), Inside, true, Some(Lang::Est),
        "ja on ei et oli see ka kui mis ning ta aga või oma kes siis nii seda üle pärast olid"),
    row!("eu" "Basque" "euskara", Stemming::Newer(Newer::Basque), Inside, false, None,
        "eta da ez du zen bat dira izan ere dute hau baina egin zuen dituzte edo arte"),
    row!("fa" "Persian" "فارسی", Stemming::Newer(Newer::Persian), Inside, false, Some(Lang::Pes),
        "و در به از که این را با است برای آن یک تا بر هم می شد بود خود اما شده کرد های دیگر"),
    row!("fi" "Finnish" "suomi", Stemming::Classic(Classic::Finnish), Inside, true, Some(Lang::Fin),
        "ja on ei että se oli myös hän mutta ovat kun joka tai sen jotka kuin ole niin mukaan vuonna sekä mikä jonka noin vain jo kuka missä milloin"),
    row!("fr" "French" "français", Stemming::Classic(Classic::French), FRENCH, true, Some(Lang::Fra),
        "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont avec son aux sa ou été mais cette ses leur elle comme ont était quel quelle"),
    row!("ga" "Irish" "Gaeilge", Stemming::Newer(Newer::Irish), IRISH, false, None,
        "an na agus ar a i is go bhí le sé leis de ag do tá atá mar sin siad ach nach"),
    row!("gu" "Gujarati" "ગુજરાતી", Unstemmed, Inside, false, Some(Lang::Guj), "અને છે આ માં એક કે પણ માટે"),
    row!("he" "Hebrew" "עברית", Unstemmed, Inside, false, Some(Lang::Heb),
        "של את על לא הוא זה עם כי היא גם אל או אך יותר כל בין הם היה אחרי לפני אשר"),
    row!("hi" "Hindi" "हिन्दी", Stemming::Newer(Newer::Hindi), Inside, false, Some(Lang::Hin),
        "के का में की है और से को पर ने कि यह हैं एक भी था इस नहीं तो कर ही गया थे साथ लिए अपने क्या"),
    row!("hr" "Croatian" "hrvatski", Stemming::Newer(Newer::Serbian), Inside, false, Some(Lang::Hrv),
        "i u je na se da su za od s a o koji što bi kao nije koja iz ili će samo bio do uz ali po nakon"),
    row!("hu" "Hungarian" "magyar", Stemming::Classic(Classic::Hungarian), Inside, true, Some(Lang::Hun),
        "a az és hogy nem is egy volt meg ez el csak már mint de van még azt ki ha lett amely után vagy szerint pedig között mert"),
    row!("hy" "Armenian" "հայերեն", Stemming::Newer(Newer::Armenian), Inside, true, Some(Lang::Hye),
        "և է որ են մեջ իր այս համար հետ ու էր չի նաև"),
    row!("id" "Indonesian" "Bahasa Indonesia", Stemming::Newer(Newer::Indonesian), Inside, false, Some(Lang::Ind),
        "yang dan di untuk dengan dari pada ini dalam tidak akan itu ke oleh juga sebagai adalah ada mereka telah bisa karena"),
    row!("it" "Italian" "italiano", Stemming::Classic(Classic::Italian), ITALIAN, false, Some(Lang::Ita),
        "di e il la che in a per un è del una le si con i della non da dei al come sono più nel anche gli alla ha delle suo lo ma se stato era dal dopo"),
    row!("ja" "Japanese" "日本語", Unstemmed, Inside, false, Some(Lang::Jpn), ""),
    row!("ka" "Georgian" "ქართული", Unstemmed, Inside, true, Some(Lang::Kat), "და რომ არ ეს იყო მისი რომელიც თუ როგორც"),
    row!("kk" "Kazakh" "қазақша", Unstemmed, Inside, true, None,
        "және мен бұл бір үшін деп да де осы ол болды туралы"),
    row!("km" "Khmer" "ខ្មែរ", Unstemmed, Inside, false, Some(Lang::Khm), ""),
    row!("kn" "Kannada" "ಕನ್ನಡ", Unstemmed, Inside, false, Some(Lang::Kan), "ಮತ್ತು ಈ ಒಂದು ಎಂದು ಆ"),
    row!("ko" "Korean" "한국어", Unstemmed, Inside, false, Some(Lang::Kor), ""),
    row!("lt" "Lithuanian" "lietuvių", Stemming::Newer(Newer::Lithuanian), Inside, true, Some(Lang::Lit),
        "ir kad į su iš yra buvo kaip ne tai bet jis o už apie jau dar per po dėl taip pat"),
    row!("lv" "Latvian" "latviešu", Unstemmed, Inside, true, Some(Lang::Lav),
        "un ir ar no kas par uz ka bet arī pēc tika gan vai lai tas viņš nav bija"),
    row!("mk" "Macedonian" "македонски", Unstemmed, Inside, false, Some(Lang::Mkd),
        "на и во се да од е за со не ги што по го како ќе тоа беше при или кои"),
    row!("ml" "Malayalam" "മലയാളം", Unstemmed, Inside, false, Some(Lang::Mal), "ഒരു ഈ എന്ന ആണ്"),
    row!("mr" "Marathi" "मराठी", Unstemmed, Inside, false, Some(Lang::Mar),
        "आणि आहे या च्या ते हे मध्ये होते की नाही एक व"),
    row!("my" "Burmese" "မြန်မာ", Unstemmed, Inside, false, Some(Lang::Mya), ""),
    row!("ne" "Nepali" "नेपाली", Stemming::Newer(Newer::Nepali), Inside, false, Some(Lang::Nep),
        "छ र को मा यो पनि भएको गरेको लागि हो"),
    row!("nl" "Dutch" "Nederlands", Stemming::Classic(Classic::Dutch), Inside, false, Some(Lang::Nld),
        "de het van een en in is dat op te voor met zijn die niet aan er om ook als bij door naar maar hij ze nog was uit worden over heeft dan wordt deze tot na waar wie"),
    row!("no" "Norwegian" "norsk", Stemming::Classic(Classic::Norwegian), Inside, true, Some(Lang::Nob),
        "og i det er på som til en å at av for med de han har ikke den et om var fra men vi etter ble seg blir sier mot også mellom hva hvor hvem ut nå opp ved når skal bli over uten blitt noen hadde jeg noe meg gjør vært mye enn inn fram både siden mens hun gikk fikk sa"),
    row!("or" "Odia" "ଓଡ଼ିଆ", Unstemmed, Inside, false, Some(Lang::Ori), ""),
    row!("pa" "Punjabi" "ਪੰਜਾਬੀ", Unstemmed, Inside, false, Some(Lang::Pan), "ਦੇ ਦੀ ਹੈ ਨੂੰ ਵਿੱਚ ਅਤੇ"),
    row!("pl" "Polish" "polski", Stemming::Newer(Newer::Polish), Inside, true, Some(Lang::Pol),
        "w i na z że do się nie o jest po to jak za od przez a dla co są oraz był została ale która który które tym także jego już było przed kto gdzie"),
    row!("pt" "Portuguese" "português", Stemming::Classic(Classic::Portuguese), Inside, false, Some(Lang::Por),
        "de a o que e do da em um para com não uma os no se na por mais as dos como mas foi ao ele das seu sua ou ser quando muito à pelo pela até isso são também já entre"),
    row!("ro" "Romanian" "română", Stemming::Classic(Classic::Romanian), Inside, false, Some(Lang::Ron),
        "de și în a la cu pe care din un o că nu pentru este fost au al mai ale sa fi prin s-a după ce sunt lui cel dar ca sau între i-a"),
    row!("ru" "Russian" "русский", Stemming::Classic(Classic::Russian), Inside, true, Some(Lang::Rus),
        "и в не на что с он по к из как а у за это от о его для его был но она все так также года было при до после или где кто были том чтобы во же если когда"),
    row!("si" "Sinhala" "සිංහල", Unstemmed, Inside, false, Some(Lang::Sin), ""),
    row!("sk" "Slovak" "slovenčina", Stemming::Newer(Newer::Czech), Inside, true, Some(Lang::Slk),
        "a v na sa je že s z do o aj to vo k za sú by ale po ako od pre ktorý ktorá ktoré pri jeho tiež alebo bol bola bolo podľa už až zo"),
    row!("sl" "Slovenian" "slovenščina", Unstemmed, Inside, false, Some(Lang::Slv),
        "in je v na se da so za z ki pa po ne bi kot iz tudi s ali bil pri od do ko bilo"),
    row!("sr" "Serbian" "српски", Stemming::Newer(Newer::Serbian), Inside, false, Some(Lang::Srp),
        "и у је на се да су за од с а о који што би као није која из или ће само био до уз али по након"),
    row!("sv" "Swedish" "svenska", Stemming::Classic(Classic::Swedish), Inside, true, Some(Lang::Swe),
        "och i att det som en på är av för med den till inte har de ett om han var från men vi så hade under kan efter eller när också sig vid blev vad vilken vem hur"),
    row!("ta" "Tamil" "தமிழ்", Stemming::Classic(Classic::Tamil), Inside, false, Some(Lang::Tam),
        "ஒரு இந்த என்று மற்றும் அந்த என"),
    row!("te" "Telugu" "తెలుగు", Unstemmed, Inside, false, Some(Lang::Tel), "ఈ ఒక ఆ మరియు"),
    row!("th" "Thai" "ไทย", Unstemmed, Inside, false, Some(Lang::Tha), ""),
    row!("tl" "Tagalog" "Tagalog", Unstemmed, Inside, false, Some(Lang::Tgl),
        "ang ng sa na mga at ay si para ito ni hindi kay"),
    row!("tr" "Turkish" "Türkçe", Stemming::Classic(Classic::Turkish), Suffix, false, Some(Lang::Tur),
        "ve bir bu da de için ile olarak olan çok daha en gibi sonra kadar ise her ne o ancak ama göre tarafından değil oldu var kim nasıl hangi"),
    row!("uk" "Ukrainian" "українська", Stemming::Newer(Newer::Ukrainian), Inside, true, Some(Lang::Ukr),
        "і в у на з що не до та за як про від є для це його він й але також після було були під час року який яка які року або"),
    row!("ur" "Urdu" "اردو", Unstemmed, Inside, false, Some(Lang::Urd),
        "کے میں کی ہے اور سے کا کو پر نے کہ یہ ہیں ایک بھی تھا اس نہیں"),
    row!("uz" "Uzbek" "oʻzbekcha", Unstemmed, Inside, true, Some(Lang::Uzb),
        "va bilan bu uchun bir ham deb esa edi haqida"),
    row!("az" "Azerbaijani" "azərbaycanca", Unstemmed, Suffix, false, Some(Lang::Aze),
        "və bu bir ilə da üçün də olan o ki daha isə kimi"),
    row!("vi" "Vietnamese" "Tiếng Việt", Unstemmed, Inside, false, Some(Lang::Vie),
        "và của là có được trong cho một các với không người này đã những khi để từ ở như về đến"),
    row!("yi" "Yiddish" "ייִדיש", Stemming::Newer(Newer::Yiddish), Inside, false, Some(Lang::Yid), "און די איז אין דער פון"),
    row!("zh" "Chinese" "中文", Unstemmed, Inside, false, Some(Lang::Cmn), ""),
];

/// Languages that write compounds as one word, with the letters that may link their parts.
const COMPOUNDS: &[(&str, &[&str])] = &[
    ("da", &["s", "e"]),
    ("de", &["s", "es", "n", "en", "er"]),
    ("fi", &["n"]),
    ("hu", &[]),
    ("nl", &["s", "e", "en"]),
    ("no", &["s", "e"]),
    ("sv", &["s"]),
];

/// Parts of a compound are at least this long.
pub(crate) const MIN_PART_CHARS: usize = 3;

impl Language {
    /// Text in none of the table's languages; it is indexed by its words as they are.
    pub const UNKNOWN: Self = Self(0);

    /// Every language of the table, [`Language::UNKNOWN`] first.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..TABLE.len() as u16).map(Self)
    }

    /// The language with this code, in any case (`de`, `PT`).
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::all().find(|language| language.row().code.eq_ignore_ascii_case(code))
    }

    /// Its row of the table.
    #[must_use]
    pub fn row(self) -> &'static Row {
        &TABLE[self.0 as usize]
    }

    /// Its code, which is also the name of its field in the index.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.row().code
    }

    /// If it writes compounds as one word: the letters that may link their parts.
    #[must_use]
    pub fn links(self) -> Option<&'static [&'static str]> {
        let row = COMPOUNDS.iter().find(|(code, _)| *code == self.code());
        row.map(|(_, links)| *links)
    }

    /// Its position in the table.
    #[must_use]
    pub fn ordinal(self) -> usize {
        self.0 as usize
    }
}

impl std::fmt::Debug for Language {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.code())
    }
}

impl std::fmt::Display for Language {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.code())
    }
}

impl serde::Serialize for Language {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> serde::Deserialize<'de> for Language {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Self::from_code(&code)
            .ok_or_else(|| serde::de::Error::custom(format!("unknown language `{code}`")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_found_in_any_case() {
        for language in Language::all() {
            assert_eq!(
                Language::from_code(&language.code().to_uppercase()),
                Some(language)
            );
        }
        assert_eq!(Language::from_code("xx"), None);
    }

    #[test]
    fn the_table_has_every_language_of_rust_stemmers() {
        let classic = "ar da nl en fi fr de el hu it no pt ro ru es sv ta tr";
        for code in classic.split(' ') {
            let row = Language::from_code(code).expect(code).row();
            assert_ne!(row.stemming, Stemming::None, "{code}");
        }
    }
}
