//! How does each language differ from the others? In data, a row for each.
//!
//! A row is found by its position, which an index stores: a new language is a row at the end, and no row moves.

use frostem::Algorithm as Newer;
use rust_stemmers::Algorithm as Classic;

/// What stems the words of a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stemming {
    /// Words stay as they are, folded.
    None,
    /// A stemmer of the `rust-stemmers` crate.
    Classic(Classic),
    /// A stemmer of the `frostem` crate.
    Newer(Newer),
}

/// What the part of a word before or after an apostrophe is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Apostrophe {
    /// A letter of the word, dropped from the term: `п’ять`, `O'Neill`.
    Inside,
    /// It ends an elided article or preposition that is no part of the word: `l'eau`, `dell'arte`.
    Elision(&'static [&'static str]),
    /// It begins a case ending of a name: `Ankara'da`.
    Suffix,
}

/// How capital letters become small ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Casing {
    /// As nearly everywhere.
    Usual,
    /// `İ` and `I` are the capitals of `i` and `ı`.
    Turkish,
}

/// The script that a language is written in, as far as it tells languages apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Script {
    Latin,
    Cyrillic,
    Greek,
    Arabic,
    Hebrew,
    /// Chinese characters only.
    Han,
    /// Kana among Chinese characters.
    Kana,
    Hangul,
    /// Any other: only words in an alphabet above are foreign to it.
    Other,
}

/// A row of the table.
#[derive(Debug)]
pub(crate) struct Row {
    /// ISO 639-1 code where there is one, else ISO 639-3; the name of the index field and of `--lang`.
    pub(crate) code: &'static str,
    /// Its name in English.
    pub(crate) name: &'static str,
    /// Its own name for itself.
    pub(crate) native_name: &'static str,
    /// The script that it is written in.
    pub(crate) script: Script,
    /// Another one in which it is written as often.
    pub(crate) other_script: Option<Script>,
    /// What stems its words.
    pub(crate) stemming: Stemming,
    /// Its commonest function words in lower case, separated by spaces; evidence of the language of a text. One with a
    /// hyphen is two words of a text with a hyphen between them.
    pub(crate) function_words: &'static str,
    /// What an apostrophe inside its words means.
    pub(crate) apostrophe: Apostrophe,
    /// How capital letters become small ones.
    pub(crate) casing: Casing,
    /// Whether a plain space may group the digits of a number (`12 500`).
    pub(crate) space_groups_digits: bool,
    /// If it writes compounds as one word: the letters that may link their parts.
    pub(crate) links: Option<&'static [&'static str]>,
}

/// What most languages have in common.
const ORDINARY: Row = Row {
    code: "und",
    name: "other",
    native_name: "—",
    script: Script::Other,
    other_script: None,
    stemming: Stemming::None,
    function_words: "",
    apostrophe: Apostrophe::Inside,
    casing: Casing::Usual,
    space_groups_digits: false,
    links: None,
};

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

/// Shorthand of a row: what every row has, in order, and by name what is not ordinary.
macro_rules! row {
    ($code:literal $name:literal $native:literal, $script:expr, $stemming:expr, $words:literal
        $(, $field:ident: $value:expr)*) => {
        Row {
            code: $code,
            name: $name,
            native_name: $native,
            script: $script,
            stemming: $stemming,
            function_words: $words,
            $($field: $value,)*
            ..ORDINARY
        }
    };
}

use Apostrophe::Suffix;
use Script::{Arabic, Cyrillic, Greek, Han, Hangul, Hebrew, Kana, Latin, Other};
use Stemming::None as Unstemmed;

#[rustfmt::skip]
pub(super) static TABLE: &[Row] = &[
    row!("und" "other" "—", Other, Unstemmed, ""),
    row!("ar" "Arabic" "العربية", Arabic, Stemming::Classic(Classic::Arabic),
        "في من على إلى عن أن إن التي الذي هذا هذه كان كانت قد لا ما مع أو بعد قبل بين كما ذلك وقال منذ خلال حيث لم لن ثم كل هو هي و"),
    row!("be" "Belarusian" "беларуская", Cyrillic, Unstemmed,
        "і ў у на з не што як для гэта да ад па але ці ён яна яны было быў за пра аб яго іх таксама каб",
        space_groups_digits: true),
    row!("bg" "Bulgarian" "български", Cyrillic, Unstemmed,
        "на и в за от се с да не е са по ще че като до при към или също това той тя след през си му беше което които",
        space_groups_digits: true),
    row!("bn" "Bengali" "বাংলা", Other, Unstemmed,
        "ও এবং এই করে হয় থেকে তার একটি না যে জন্য সঙ্গে কিন্তু"),
    row!("ca" "Catalan" "català", Latin, Stemming::Newer(Newer::Catalan),
        "de la el i a en que els les del per un una amb al es no se va són com més ha aquest aquesta però també dels ser",
        apostrophe: CATALAN),
    row!("cs" "Czech" "čeština", Latin, Stemming::Newer(Newer::Czech),
        "a v na se je že s z do o i to ve k za jsou by ale po jako od pro který která které při jeho také nebo byl byla bylo podle už až ze",
        space_groups_digits: true),
    row!("cy" "Welsh" "Cymraeg", Latin, Unstemmed,
        "y yr yn a i o ar ac am mae wedi ei fod gan at hyn nid oedd"),
    row!("da" "Danish" "dansk", Latin, Stemming::Classic(Classic::Danish),
        "og i at det er en til af på som med for de den der ikke et har fra om var han men blev kan også efter jeg sig ved ud hvad hvor af mellem siger efter over uden blevet nogle havde noget mig gør været meget end ind frem både siden mens hun gik fik nu op sagde",
        links: Some(&["s", "e"])),
    row!("de" "German" "Deutsch", Latin, Stemming::Classic(Classic::German),
        "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr durch man wurde sei wer was wo wann welche welcher wie",
        links: Some(&["s", "es", "n", "en", "er"])),
    row!("el" "Greek" "ελληνικά", Greek, Stemming::Newer(Newer::Greek),
        "και το να του η τησ με που την από για είναι ο οι στο τα των στην θα τον τη σε δεν στη μια ένα ότι τουσ κατά ωσ αλλά οποία μετά"),
    row!("en" "English" "English", Latin, Stemming::Classic(Classic::English),
        "the of and to in a is that for on was with as by it at from his he be are an this had which not have has but were they or their its been who will said after would what when where how did does"),
    row!("eo" "Esperanto" "Esperanto", Latin, Stemming::Newer(Newer::Esperanto),
        "la de kaj en estas al por kiu ne li ke el da estis kun sed aŭ oni ili tiu pri"),
    row!("es" "Spanish" "español", Latin, Stemming::Classic(Classic::Spanish),
        "de la que el en y a los se del las un por con una su para es al lo como más pero sus fue ha o este no sobre entre cuando también desde hasta muy sin era son le qué"),
    row!("et" "Estonian" "eesti", Latin, Stemming::Newer(Newer::Estonian),
        "ja on ei et oli see ka kui mis ning ta aga või oma kes siis nii seda üle pärast olid",
        space_groups_digits: true),
    row!("eu" "Basque" "euskara", Latin, Stemming::Newer(Newer::Basque),
        "eta da ez du zen bat dira izan ere dute hau baina egin zuen dituzte edo arte"),
    row!("fa" "Persian" "فارسی", Arabic, Stemming::Newer(Newer::Persian),
        "و در به از که این را با است برای آن یک تا بر هم می شد بود خود اما شده کرد های دیگر"),
    row!("fi" "Finnish" "suomi", Latin, Stemming::Classic(Classic::Finnish),
        "ja on ei että se oli myös hän mutta ovat kun joka tai sen jotka kuin ole niin mukaan vuonna sekä mikä jonka noin vain jo kuka missä milloin",
        space_groups_digits: true, links: Some(&["n"])),
    row!("fr" "French" "français", Latin, Stemming::Classic(Classic::French),
        "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont avec son aux sa ou été mais cette ses leur elle comme ont était quel quelle",
        apostrophe: FRENCH, space_groups_digits: true),
    row!("ga" "Irish" "Gaeilge", Latin, Stemming::Newer(Newer::Irish),
        "an na agus ar a i is go bhí le sé leis de ag do tá atá mar sin siad ach nach",
        apostrophe: IRISH),
    row!("gu" "Gujarati" "ગુજરાતી", Other, Unstemmed,
        "અને છે આ માં એક કે પણ માટે"),
    row!("he" "Hebrew" "עברית", Hebrew, Unstemmed,
        "של את על לא הוא זה עם כי היא גם אל או אך יותר כל בין הם היה אחרי לפני אשר"),
    row!("hi" "Hindi" "हिन्दी", Other, Stemming::Newer(Newer::Hindi),
        "के का में की है और से को पर ने कि यह हैं एक भी था इस नहीं तो कर ही गया थे साथ लिए अपने क्या"),
    row!("hr" "Croatian" "hrvatski", Latin, Stemming::Newer(Newer::Serbian),
        "i u je na se da su za od s a o koji što bi kao nije koja iz ili će samo bio do uz ali po nakon"),
    row!("hu" "Hungarian" "magyar", Latin, Stemming::Classic(Classic::Hungarian),
        "a az és hogy nem is egy volt meg ez el csak már mint de van még azt ki ha lett amely után vagy szerint pedig között mert",
        space_groups_digits: true, links: Some(&[])),
    row!("hy" "Armenian" "հայերեն", Other, Stemming::Newer(Newer::Armenian),
        "և է որ են մեջ իր այս համար հետ ու էր չի նաև",
        space_groups_digits: true),
    row!("id" "Indonesian" "Bahasa Indonesia", Latin, Stemming::Newer(Newer::Indonesian),
        "yang dan di untuk dengan dari pada ini dalam tidak akan itu ke oleh juga sebagai adalah ada mereka telah bisa karena"),
    row!("it" "Italian" "italiano", Latin, Stemming::Classic(Classic::Italian),
        "di e il la che in a per un è del una le si con i della non da dei al come sono più nel anche gli alla ha delle suo lo ma se stato era dal dopo",
        apostrophe: ITALIAN),
    row!("ja" "Japanese" "日本語", Kana, Unstemmed, ""),
    row!("ka" "Georgian" "ქართული", Other, Unstemmed,
        "და რომ არ ეს იყო მისი რომელიც თუ როგორც",
        space_groups_digits: true),
    row!("kk" "Kazakh" "қазақша", Cyrillic, Unstemmed,
        "және мен бұл бір үшін деп да де осы ол болды туралы",
        space_groups_digits: true),
    row!("km" "Khmer" "ខ្មែរ", Other, Unstemmed, ""),
    row!("kn" "Kannada" "ಕನ್ನಡ", Other, Unstemmed,
        "ಮತ್ತು ಈ ಒಂದು ಎಂದು ಆ"),
    row!("ko" "Korean" "한국어", Hangul, Unstemmed, ""),
    row!("lt" "Lithuanian" "lietuvių", Latin, Stemming::Newer(Newer::Lithuanian),
        "ir kad į su iš yra buvo kaip ne tai bet jis o už apie jau dar per po dėl taip pat",
        space_groups_digits: true),
    row!("lv" "Latvian" "latviešu", Latin, Unstemmed,
        "un ir ar no kas par uz ka bet arī pēc tika gan vai lai tas viņš nav bija",
        space_groups_digits: true),
    row!("mk" "Macedonian" "македонски", Cyrillic, Unstemmed,
        "на и во се да од е за со не ги што по го како ќе тоа беше при или кои"),
    row!("ml" "Malayalam" "മലയാളം", Other, Unstemmed,
        "ഒരു ഈ എന്ന ആണ്"),
    row!("mr" "Marathi" "मराठी", Other, Unstemmed,
        "आणि आहे या च्या ते हे मध्ये होते की नाही एक व"),
    row!("my" "Burmese" "မြန်မာ", Other, Unstemmed, ""),
    row!("ne" "Nepali" "नेपाली", Other, Stemming::Newer(Newer::Nepali),
        "छ र को मा यो पनि भएको गरेको लागि हो"),
    row!("nl" "Dutch" "Nederlands", Latin, Stemming::Classic(Classic::Dutch),
        "de het van een en in is dat op te voor met zijn die niet aan er om ook als bij door naar maar hij ze nog was uit worden over heeft dan wordt deze tot na waar wie",
        links: Some(&["s", "e", "en"])),
    row!("no" "Norwegian" "norsk", Latin, Stemming::Classic(Classic::Norwegian),
        "og i det er på som til en å at av for med de han har ikke den et om var fra men vi etter ble seg blir sier mot også mellom hva hvor hvem ut nå opp ved når skal bli over uten blitt noen hadde jeg noe meg gjør vært mye enn inn fram både siden mens hun gikk fikk sa",
        space_groups_digits: true, links: Some(&["s", "e"])),
    row!("or" "Odia" "ଓଡ଼ିଆ", Other, Unstemmed, ""),
    row!("pa" "Punjabi" "ਪੰਜਾਬੀ", Other, Unstemmed,
        "ਦੇ ਦੀ ਹੈ ਨੂੰ ਵਿੱਚ ਅਤੇ"),
    row!("pl" "Polish" "polski", Latin, Stemming::Newer(Newer::Polish),
        "w i na z że do się nie o jest po to jak za od przez a dla co są oraz był została ale która który które tym także jego już było przed kto gdzie",
        space_groups_digits: true),
    row!("pt" "Portuguese" "português", Latin, Stemming::Classic(Classic::Portuguese),
        "de a o que e do da em um para com não uma os no se na por mais as dos como mas foi ao ele das seu sua ou ser quando muito à pelo pela até isso são também já entre"),
    row!("ro" "Romanian" "română", Latin, Stemming::Classic(Classic::Romanian),
        "de și în a la cu pe care din un o că nu pentru este fost au al mai ale sa fi prin s-a după ce sunt lui cel dar ca sau între i-a"),
    row!("ru" "Russian" "русский", Cyrillic, Stemming::Classic(Classic::Russian),
        "и в не на что с он по к из как а у за это от о его для его был но она все так также года было при до после или где кто были том чтобы во же если когда",
        space_groups_digits: true),
    row!("si" "Sinhala" "සිංහල", Other, Unstemmed, ""),
    row!("sk" "Slovak" "slovenčina", Latin, Stemming::Newer(Newer::Czech),
        "a v na sa je že s z do o aj to vo k za sú by ale po ako od pre ktorý ktorá ktoré pri jeho tiež alebo bol bola bolo podľa už až zo",
        space_groups_digits: true),
    row!("sl" "Slovenian" "slovenščina", Latin, Unstemmed,
        "in je v na se da so za z ki pa po ne bi kot iz tudi s ali bil pri od do ko bilo"),
    row!("sr" "Serbian" "српски", Cyrillic, Stemming::Newer(Newer::Serbian),
        "и у је на се да су за од с а о који што би као није која из или ће само био до уз али по након \
        i u je na se da su za od s a o koji što bi kao nije koja iz ili će samo bio do uz ali po nakon šta gde sa koje prema",
        other_script: Some(Latin)),
    row!("sv" "Swedish" "svenska", Latin, Stemming::Classic(Classic::Swedish),
        "och i att det som en på är av för med den till inte har de ett om han var från men vi så hade under kan efter eller när också sig vid blev vad vilken vem hur",
        space_groups_digits: true, links: Some(&["s"])),
    row!("ta" "Tamil" "தமிழ்", Other, Stemming::Classic(Classic::Tamil),
        "ஒரு இந்த என்று மற்றும் அந்த என"),
    row!("te" "Telugu" "తెలుగు", Other, Unstemmed,
        "ఈ ఒక ఆ మరియు"),
    row!("th" "Thai" "ไทย", Other, Unstemmed, ""),
    row!("tl" "Tagalog" "Tagalog", Latin, Unstemmed,
        "ang ng sa na mga at ay si para ito ni hindi kay"),
    row!("tr" "Turkish" "Türkçe", Latin, Stemming::Classic(Classic::Turkish),
        "ve bir bu da de için ile olarak olan çok daha en gibi sonra kadar ise her ne o ancak ama göre tarafından değil oldu var kim nasıl hangi",
        apostrophe: Suffix, casing: Casing::Turkish),
    row!("uk" "Ukrainian" "українська", Cyrillic, Stemming::Newer(Newer::Ukrainian),
        "і в у на з що не до та за як про від є для це його він й але також після було були під час року який яка які року або",
        space_groups_digits: true),
    row!("ur" "Urdu" "اردو", Arabic, Unstemmed,
        "کے میں کی ہے اور سے کا کو پر نے کہ یہ ہیں ایک بھی تھا اس نہیں"),
    row!("uz" "Uzbek" "oʻzbekcha", Latin, Unstemmed,
        "va bilan bu uchun bir ham deb esa edi haqida",
        space_groups_digits: true),
    row!("az" "Azerbaijani" "azərbaycanca", Latin, Unstemmed,
        "və bu bir ilə da üçün də olan o ki daha isə kimi",
        apostrophe: Suffix, casing: Casing::Turkish),
    row!("vi" "Vietnamese" "Tiếng Việt", Latin, Unstemmed,
        "và của là có được trong cho một các với không người này đã những khi để từ ở như về đến"),
    row!("yi" "Yiddish" "ייִדיש", Hebrew, Stemming::Newer(Newer::Yiddish),
        "און די איז אין דער פון"),
    row!("zh" "Chinese" "中文", Han, Unstemmed, ""),
];
