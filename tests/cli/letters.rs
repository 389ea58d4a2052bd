//! What people type finds what is written: letters in any encoding, without marks, as one word or as several, over line ends.

use crate::env::TestEnv;

/// Each of the queries finds the article of this text, and that is no guess.
#[track_caller]
fn each_finds(text: &str, queries: &[&str]) {
    let env = TestEnv::with_corpus(&[("a.txt", text)]).indexed();
    for query in queries {
        let outcome = env.run(["search", query]);
        assert_eq!(outcome.code, Some(0), "{query}: {}", outcome.stderr);
    }
}

/// The query marks this in the article.
#[track_caller]
fn marks(text: &str, query: &str, expected: &str) {
    let env = TestEnv::with_corpus(&[("a.txt", text)]).indexed();
    let found = env.found([query]);
    assert!(
        found.iter().any(|hit| hit.contains(expected)),
        "{query}: {found:?}"
    );
}

#[test]
fn a_letter_is_one_however_it_is_encoded() {
    each_finds(
        "The ﬂight oﬀers conﬂict with the SO₄ rule, and the Ｗｉｎｄｏｗｓ were 𝗯𝗼𝗹𝗱 on 50 km² in the year of the Moun\u{AD}tain and the par\u{200B}liament.\n",
        &[
            "flight",
            "offers",
            "conflict",
            "SO4",
            "windows",
            "bold",
            "km2",
            "mountain",
            "parliament",
        ],
    );
    each_finds(
        "据报道，⽇本⼤学的⻓期研究显示，⻢来西亚的⻋辆增加。\n",
        &["日本", "大学", "长期", "马来西亚", "车辆", "\"日本大学\""],
    );
    each_finds(
        "قال ﺍﻟﺮﺋﻴﺲ إن ﺍﻟﻘﺎﻧﻮﻥ جديد وﻻ يوجد خلاف في هذا، وبسم ﷲ.\n",
        &["الرئيس", "القانون", "الله", "=القانون"],
    );
    each_finds(
        "รัฐบาลเเละประชาชนนํ้าใจดี ทําเนียบ กําลัง\n",
        &["และ", "น้ำใจ", "ทำเนียบ", "กำลัง"],
    );
    each_finds(
        "पञ्जाब और अंतरराष्ट्रीय पंचायत में ज़रूरत और क़ानून की बात हुई, यह कहा गया।\n",
        &["पंजाब", "अन्तरराष्ट्रीय", "पञ्चायत", "जरूरत", "कानून"],
    );
    each_finds(
        "Ἄνδρα μοι ἔννεπε, Μοῦσα, είπε ο άνθρωπος που ήρθε από την ΑΘΗΝΑ και την πόλη.\n",
        &["άνδρα", "Μούσα", "μουσα", "Αθήνα", "αθηνα"],
    );
    each_finds(
        "Ông Hoà và bà Thủy đến Khánh Hòa, tuỳ ý, người dân trong nước nói rằng khoẻ mạnh.\n",
        &["Hòa", "Thuỷ", "\"Khánh Hoà\"", "tùy", "khỏe", "nguoi dan"],
    );
}

#[test]
fn hangul_and_kana_in_several_characters_are_those_in_one() {
    let decomposed = "\u{1112}\u{1161}\u{11AB}\u{1100}\u{116E}\u{11A8}\u{110B}\u{1173}\u{11AB} 뉴스를 전했다. 사람들은 그 소식을 읽었다.\n";
    each_finds(decomposed, &["한국", "한국은"]);
    marks(
        "東京でﾊﾟﾅｿﾆｯｸとｶﾞﾝﾀﾞﾑの展示会が開かれた。\n",
        "ガンダム",
        "ｶﾞﾝﾀﾞﾑ",
    );
    each_finds(
        "ユーザーとプリンターの話。佐々木さんは時々来る。\n",
        &["ユーザ", "\"プリンタ\"", "佐佐木", "時時"],
    );
}

#[test]
fn ideographs_of_all_countries_meet_and_one_is_a_word() {
    each_finds(
        "國際關係學院發表了關於環境與發展的報告，廣東的醫療體系。\n",
        &["国际关系", "\"环境与发展\"", "広東", "医", "东", "系"],
    );
    marks(
        "本报讯：水质检测显示，法院判决人民胜诉。\n",
        "水",
        "a.txt: 水",
    );
    marks("本报讯：自来水。\n", "水", "a.txt: 水");
    each_finds(
        "책을 읽는 사람이 많다. 물이 맑고 바람이 분다고 그는 말했다.\n",
        &["책", "물", "바람"],
    );
}

#[test]
fn words_of_writing_without_spaces_are_found_inside_longer_ones() {
    each_finds(
        "នាយករដ្ឋមន្ត្រីកម្ពុជាបានអញ្ជើញទៅរាជធានីភ្នំពេញ។\n",
        &["រដ្ឋមន្ត្រី", "កម្ពុជា", "រាជធានី", "\"ភ្នំពេញ\""],
    );
    each_finds(
        "ນາຍົກລັດຖະມົນຕີຂອງນະຄອນຫຼວງວຽງຈັນເດີນທາງໄປຫຼວງພະບາງ.\n",
        &["ລັດຖະມົນຕີ", "ວຽງຈັນ", "ນະຄອນ"],
    );
    each_finds(
        "ရန်ကုန်တက္ကသိုလ်ကျောင်းသားများသမဂ္ဂက မန္တလေးမြို့တွင် ကြေညာခဲ့သည်။\n",
        &["တက္ကသိုလ်", "ကျောင်းသား", "မြို့"],
    );
    each_finds(
        "เขาทำงานในกรุงเทพมหานครที่โรงพยาบาล\n",
        &["กรุงเทพ", "พยาบาล", "มหานคร"],
    );
}

#[test]
fn a_japanese_verb_or_adjective_is_found_in_its_other_forms() {
    each_finds(
        "政府は昨日、避難所を開いたと発表した。多くの人が学校に住んでいて、寒さが強くなるのを心配している。\n",
        &["開く", "住む", "強い", "\"避難所を開く\""],
    );
    marks("橋の工事はまだ続いている。\n", "続く", "続い");
    let env = TestEnv::with_corpus(&[("a.txt", "橋の工事はまだ続いている。\n")]).indexed();
    assert_eq!(env.run(["search", "動く"]).code, Some(1));
}

#[test]
fn a_word_is_found_without_its_marks_and_with_two_letters_for_one() {
    each_finds(
        "Herr Schröder aus Düsseldorf ging mit Frau Kučerová in die Straße nach Fürth, und es war für alle gut.\n",
        &[
            "Schroeder",
            "Schroder",
            "Duesseldorf",
            "Strasse",
            "Fuerth",
            "Kucerova",
        ],
    );
    each_finds(
        "Herr Schroeder aus Duesseldorf ging in die Strasse nach Fuerth, und es war fuer alle gut.\n",
        &["Schröder", "Düsseldorf", "Straße", "Fürth"],
    );
    each_finds(
        "Åse Kleveland bor i Tromsø og Ålesund, og ærlighet var viktig for dem, sa hun til avisen.\n",
        &[
            "Tromso",
            "Tromsoe",
            "Aalesund",
            "Alesund",
            "aerlighet",
            "Aase",
        ],
    );
    each_finds(
        "Председник Војислав Коштуница и Новак Ђоковић били су у Београду, рекао је министар за грађане.\n",
        &["Koštunica", "Kostunica", "Đoković", "Djokovic", "Beogradu"],
    );
}

#[test]
fn solid_hyphened_dotted_and_spaced_words_find_each_other() {
    let solid = "The cofounder wrote an online database, and an xray showed it; the startup used nodejs, an F16 and COVID19 data in the 1990s.\n";
    let apart = "The co-founder wrote an on-line data base, and an X-ray showed it; the start-up used node.js, an F-16 and COVID-19 data in the 1990's.\n";
    let queries = [
        "cofounder",
        "co-founder",
        "online",
        "on-line",
        "database",
        "data base",
        "xray",
        "x-ray",
        "x ray",
        "startup",
        "start-up",
        "nodejs",
        "node.js",
        "F16",
        "F-16",
        "COVID19",
        "covid-19",
        "covid 19",
        "1990s",
        "1990's",
        "\"cofounder wrote\"",
        "\"the cofounder wrote\"",
        "\"the co-founder wrote\"",
    ];
    each_finds(solid, &queries);
    each_finds(apart, &queries);
    marks(apart, "nodejs", "node.js");
}

#[test]
fn names_are_found_with_and_without_particles_and_capitals() {
    each_finds(
        "Mr O’Sullivan met D'Angelo at the Qur'an school and the OvertimeService, and wrote to press@greenfield.example.\n",
        &[
            "OSullivan",
            "Sullivan",
            "o'sullivan",
            "Angelo",
            "Quran",
            "overtimeservice",
            "overtime service",
            "service",
            "greenfield",
        ],
    );
    each_finds(
        "Mr OSullivan and Mrs Angelo came, and they were in the house of the Quran.\n",
        &["O'Sullivan", "D'Angelo", "Qur'an"],
    );
}

#[test]
fn numbers_are_found_with_and_without_what_groups_them() {
    let text = "Call 030-1234567 or (0171) 123 45 67 about ISBN 978-3-16-148410-0 and the grant of Rs 12,50,000 that was paid.\n";
    each_finds(
        text,
        &[
            "0301234567",
            "030/1234567",
            "01711234567",
            "9783161484100",
            "978 3 16 148410 0",
            "1250000",
        ],
    );
    each_finds(
        "Call 0301234567 about ISBN 9783161484100, and it will be sent to you at once by the house.\n",
        &["030-1234567", "978-3-16-148410-0", "978 3 16 148410 0"],
    );
}

#[test]
fn words_phrases_and_sentences_go_on_over_line_ends() {
    let broken = "Die Sanierung der Ge-\nmeindestraße dauert bis Herbst. Der Verkehrs\u{AD}\nminister sagte, das Bundes¬\nland zahle, und er war mit dem Ergebnis zufrieden.\n";
    each_finds(
        broken,
        &[
            "Gemeindestraße",
            "Verkehrsminister",
            "Bundesland",
            "\"der Gemeindestraße\"",
        ],
    );
    marks(broken, "Verkehrsminister", "Verkehrs\u{AD}\nminister");
    each_finds(
        "東京電力は福島第一原子力発電\n所の廃炉作業を進めてい\nる。\n",
        &["\"原子力発電所\"", "\"進めている\""],
    );
    let lines = "The annual meeting of the harbour society was held on Friday evening in the\nold customs house, where the chairman thanked all members for the work that\nthey had done during the long winter. He then read the report of the river\nboard and asked whether anybody wished to speak. As nobody did, the members\nturned to the question of the northern light tower, which had been closed by\nthe Royal Navy in the spring. A committee was formed to write to the minister\nof public works, and Mrs Ann Carter was chosen to lead it. The members also\n";
    each_finds(
        &format!("Minutes\n{}", lines.repeat(5)),
        &[
            "\"river board\"",
            "\"minister of public works\"",
            "\"members turned\"",
            "\"closed by the Royal Navy\"",
        ],
    );
}
