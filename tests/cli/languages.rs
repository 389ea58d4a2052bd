//! Each language in its own way, and many of them in one index.

use crate::env::TestEnv;

#[test]
fn a_name_finds_passages_in_every_language_however_it_is_spelled() {
    let env = TestEnv::new().indexed();
    let expected = [
        "de de.txt: Kim|Jong|un",
        "en en.txt: Kim|Jong|Un",
        "es es.txt: Kim|Jong|un",
        "fr fr.txt: Kim|Jong|un",
        "it it.txt: Kim|Jong|Un",
        "tr tr.txt: Kim|Jong|Un'un",
    ];
    for name in ["Kim Jong Un", "kim jong-un", "KIM JONG\u{2011}UN"] {
        // `un` is an article in Italian and French, and `kim` a pronoun in Turkish: in a name they are neither
        let expected = expected.map(|line| match name {
            "kim jong-un" => line.replace("tr.txt: Kim|", "tr.txt: "),
            _ => line.to_owned(),
        });
        // what has a hyphen may be marked as one word or as two
        let found = env.found([name]).into_iter();
        let found = found.map(|line| {
            line.replace("Jong-", "Jong|")
                .replace("Jong\u{2011}", "Jong|")
        });
        assert_eq!(found.collect::<Vec<_>>(), expected, "{name}");
    }
    let phrase = env.found(["\"Kim Jong Un\""]);
    let expected = expected.map(|line| {
        line.replace("Kim|Jong|un", "Kim Jong-un")
            .replace("Kim|Jong|", "Kim Jong ")
            .replace("fr.txt: Kim Jong-un", "fr.txt: Kim Jong\u{2011}un")
    });
    assert_eq!(phrase, expected);
}

#[test]
fn an_article_in_two_languages_is_found_in_each() {
    let german = "Die Verhandlungen über den Hafen dauerten bis in die Nacht, und am Morgen waren die Minister noch nicht einig.";
    let english = "The negotiations about the harbour went on until late at night, and by the morning the ministers had not agreed.";
    let env = TestEnv::with_corpus(&[("talks.txt", &format!("{german}\n\n{english}\n"))]).indexed();
    assert_eq!(env.found(["Verhandlung"]), ["de talks.txt: Verhandlungen"]);
    assert_eq!(env.found(["negotiating"]), ["en talks.txt: negotiations"]);
    env.run(["search", "--per-article=all", "negotiation Verhandlung"]).is(
        0,
        "
 1. talks.txt:1  de
    Die **Verhandlungen** über den Hafen dauerten bis in die Nacht, und am Morgen waren die Minister noch nicht einig.

 2. talks.txt:3  en
    The **negotiations** about the harbour went on until late at night, and by the morning the ministers had not agreed.

",
        "2 passages in 1 article match, # ms\n",
    );
}

#[test]
fn a_foreign_paragraph_is_seen_in_spite_of_words_that_both_languages_have() {
    let german = "Die Verhandlungen über den Hafen dauerten bis in die Nacht, und am Morgen waren die Minister noch nicht einig.";
    let english = "The negotiations about the harbour went on until late in the night, and in the morning the ministers had not agreed.";
    let text = format!("{german}\n\n{english}\n");
    let env = TestEnv::with_corpus(&[("talks.txt", &text)]).indexed();
    assert_eq!(env.found(["negotiating"]), ["en talks.txt: negotiations"]);
}

/// An article, a query with an inflected form of a word in it, and what it finds.
const INFLECTED: &[(&str, &str, &str, &str)] = &[
    (
        "ar",
        "وصل الرئيس إلى المدينة صباح اليوم، وقال إن المحادثات سوف تستمر حتى المساء.",
        "مدينة",
        "المدينة",
    ),
    (
        "cs",
        "Starosta řekl, že ve všech městech na řece byly mosty po povodni zavřeny.",
        "město",
        "městech",
    ),
    (
        "de",
        "In den alten Häusern am Hafen wohnen heute nur noch wenige Familien.",
        "Haus",
        "Häusern",
    ),
    (
        "el",
        "Ο υπουργός είπε ότι οι δρόμοι προς το λιμάνι θα μείνουν κλειστοί μέχρι το βράδυ.",
        "δρόμος",
        "δρόμοι",
    ),
    (
        "en",
        "The elections in the two towns by the river were held on the same day.",
        "election",
        "elections",
    ),
    (
        "es",
        "Las elecciones en los dos pueblos del río se celebraron el mismo día.",
        "elección",
        "elecciones",
    ),
    (
        "fi",
        "Vanhoissa taloissa sataman lähellä asuu nykyään vain muutamia perheitä, sanoi kaupunki.",
        "talossa",
        "taloissa",
    ),
    (
        "fr",
        "Les présidentes des deux communes se sont rencontrées hier sur le vieux pont.",
        "présidente",
        "présidentes",
    ),
    (
        "he",
        "ראש העיר אמר כי הגשר הישן על הנהר יישאר סגור עד סוף השבוע.",
        "הגשר",
        "הגשר",
    ),
    (
        "hi",
        "मंत्री ने कहा कि नदी पर बने पुराने पुल को लड़कों के लिए बंद कर दिया गया है।",
        "लड़के",
        "लड़कों",
    ),
    (
        "hu",
        "A régi házakban, a kikötő közelében, ma már csak néhány család él, mondta a polgármester.",
        "házak",
        "házakban",
    ),
    (
        "it",
        "I sindaci delle due regioni si sono incontrati ieri sul vecchio ponte.",
        "regione",
        "regioni",
    ),
    (
        "ja",
        "東京でオリンピックの開会式が行われ、多くの人が新しい競技場に集まった。",
        "開会式",
        "開会式",
    ),
    (
        "ko",
        "서울에서 정상회담이 열렸으며 두 나라의 대통령은 공동 성명을 발표했다.",
        "정상회담",
        "정상회담",
    ),
    (
        "pl",
        "Burmistrz powiedział, że we wszystkich miastach nad rzeką mosty zostały zamknięte.",
        "miasto",
        "miastach",
    ),
    (
        "ru",
        "Он сказал, что у президента было мало времени и переговоры продолжатся утром.",
        "президент",
        "президента",
    ),
    (
        "sv",
        "Borgmästaren sade att hundarna i hamnen inte fick vara lösa efter klockan tio.",
        "hundar",
        "hundarna",
    ),
    (
        "th",
        "นายกรัฐมนตรีกล่าวว่าสะพานเก่าจะปิดจนถึงสิ้นสัปดาห์",
        "สะพาน",
        "สะพาน",
    ),
    (
        "tr",
        "Limanın yanındaki eski evlerde bugün sadece birkaç aile yaşıyor, dedi başkan.",
        "evler",
        "evlerde",
    ),
    (
        "uk",
        "Міський голова сказав, що мости між містами на річці були закриті до вечора.",
        "містам",
        "містами",
    ),
    (
        "zh",
        "朝鲜领导人金正恩周日抵达新加坡，准备与美国总统举行会晤。",
        "金正恩",
        "金正恩",
    ),
];

#[test]
fn each_language_is_identified_and_finds_its_inflected_forms_beside_all_others() {
    let env = TestEnv::empty();
    for (code, text, _, _) in INFLECTED {
        env.write(&format!("corpus/{code}.txt"), format!("{text}\n"));
    }
    let env = env.indexed();
    let (mut expected, mut found) = (Vec::new(), Vec::new());
    for (code, _, query, surface) in INFLECTED {
        expected.push(vec![format!("{code} {code}.txt: {surface}")]);
        found.push(env.found([query]));
    }
    assert_eq!(found, expected);
}

#[test]
fn a_sentence_in_chinese_is_shown_with_its_name_highlighted_as_one() {
    let env = TestEnv::with_corpus(&[(
        "zh.txt",
        "双方领导人会晤\n朝鲜领导人金正恩周日抵达新加坡，准备与美国总统举行会晤。\n",
    )])
    .indexed();
    env.run(["search", "金正恩"]).is(
        0,
        "
 1. 双方领导人会晤
    zh  zh.txt:2
    朝鲜领导人**金正恩**周日抵达新加坡，准备与美国总统举行会晤。

",
        "1 passage in 1 article matches, # ms\n",
    );
}

#[test]
fn text_from_right_to_left_is_not_touched_in_a_pipe() {
    let env = TestEnv::with_corpus(&[(
        "ar.txt",
        "محادثات في المدينة\nوصل الرئيس إلى المدينة صباح اليوم، وقال إن المحادثات سوف تستمر حتى المساء.\n",
    )])
    .indexed();
    env.run(["search", "الرئيس"]).is(
        0,
        "
 1. محادثات في المدينة
    ar  ar.txt:2
    وصل **الرئيس** إلى المدينة صباح اليوم، وقال إن المحادثات سوف تستمر حتى المساء.

",
        "1 passage in 1 article matches, # ms\n",
    );
}
