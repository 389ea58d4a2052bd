//! What stands for a word besides its stem: forms, prefixes, similar spellings, exact forms, synonyms, numbers.

use crate::env::TestEnv;

/// Articles in several languages about an election, and what stands near.
const ELECTION: [(&str, &str); 16] = [
    (
        "ar.txt",
        "قالت الحكومة إن انتخابات الرئاسة سوف تجري في الشهر القادم، وإن كل شيء جاهز لها.\n",
    ),
    (
        "ar2.txt",
        "وصل الرئيس إلى المدينة صباح اليوم، وقال إن الانتخابات سوف تستمر حتى المساء.\n",
    ),
    (
        "de.txt",
        "Die Straße nach Kiew ist gesperrt, und der Arm der Ware ist 10.000 Euro wert, sagte der arme Händler am Morgen.\n",
    ),
    (
        "el.txt",
        "Οι εκλογές έγιναν την Κυριακή και ο πρόεδρος είπε ότι το εκλογικό σώμα ήταν μεγάλο.\n",
    ),
    (
        "en.txt",
        "The elections were held on Sunday, and the president who was to elect a new court signed a joint statement with Polish farmers.\n",
    ),
    (
        "en2.txt",
        "He used to polish the border of the table, and the joint status of the Polish border was a joke to be told or not to be told.\n",
    ),
    (
        "en3.txt",
        "Zelenskiy arrived in Kiev on Monday; Zelensky had left Kyiv two days before that, his office said.\n",
    ),
    (
        "en4.txt",
        "The minister read a common paper in the morning, with people of the land and the dog of a man from the United States border.\n",
    ),
    (
        "fi.txt",
        "Hallitus kertoi, että vaaleissa äänestettiin vilkkaasti ja että vaalien tulos selviää vasta yöllä.\n",
    ),
    (
        "fr.txt",
        "Il a dit que l'électricité de la région est chère et que les élections de l'Assemblée auront lieu dimanche.\n",
    ),
    (
        "hu.txt",
        "A miniszterelnök azt mondta, hogy a kormányzó még nem jött meg, és hogy a miniszter sem tud róla semmit.\n",
    ),
    ("ja.txt", "東京都は大きい。東京の人は多い。\n"),
    (
        "pl.txt",
        "Powiedział, że ministrowie nie wiedzą o tym, co minister podpisał wczoraj w urzędzie.\n",
    ),
    (
        "ru.txt",
        "Он рассказал, что путинский указ был подписан вчера, а Путин приехал в город из Киева только утром.\n",
    ),
    (
        "tr.txt",
        "İstanbul'da bugün çok yağmur yağdı ve Irak için bir uyarı yapıldı, dedi başkan; Ilıca sular altında.\n",
    ),
    (
        "uk.txt",
        "Президент сказав, що Київ готовий до перемовин і що виборчий закон буде підписано завтра.\n",
    ),
];

fn election() -> TestEnv {
    TestEnv::with_corpus(&ELECTION).indexed()
}

/// Each search, its arguments parted by a bar, finds exactly this.
#[track_caller]
fn each_finds(env: &TestEnv, searches: &[(&str, &[&str])]) {
    for (arguments, expected) in searches {
        assert_eq!(env.found(arguments.split('|')), *expected, "{arguments}");
    }
}

#[test]
fn forms_that_the_stemmer_keeps_apart_are_found_and_highlighted() {
    each_finds(
        &election(),
        &[
            ("путин", &["ru ru.txt: Путин"]),
            ("vaali", &["fi fi.txt: vaaleissa|vaalien"]),
            ("ministrowie", &["pl pl.txt: ministrowie|minister"]),
            ("miniszter|--lang|hu", &["hu hu.txt: miniszter"]),
        ],
    );
}

#[test]
fn a_form_is_what_all_asks_for_but_not_what_a_phrase_or_an_exclusion_says() {
    each_finds(
        &election(),
        &[
            (
                "--all|vaali hallitus",
                &["fi fi.txt: Hallitus|vaaleissa|vaalien"],
            ),
            ("--all|vaali hallitus|--lang|hu", &[]),
            ("--all|vaali auringonpimennys", &[]),
            (
                "\"путин указ\" город --lang ru",
                &["ru ru.txt: указ|Путин|город"],
            ),
            ("tulos -vaali", &["fi fi.txt: tulos"]),
        ],
    );
}

#[test]
fn a_prefix_finds_the_words_that_begin_so() {
    each_finds(
        &election(),
        &[
            (
                "elect*",
                &[
                    "en en.txt: elections|elect",
                    "fr fr.txt: électricité|élections",
                ],
            ),
            // longer than the stem, which is `elect`
            (
                "election*",
                &["en en.txt: elections", "fr fr.txt: élections"],
            ),
            (
                "ÉLECTIONS*",
                &["en en.txt: elections", "fr fr.txt: élections"],
            ),
            ("путинс*", &["ru ru.txt: путинский"]),
            ("εκλογι*", &["el el.txt: εκλογικό"]),
            ("εκλόγ*", &["el el.txt: εκλογές|εκλογικό"]),
            (
                "minist*",
                &["en en4.txt: minister", "pl pl.txt: ministrowie|minister"],
            ),
            // the stem is without the article
            ("الحكو*", &["ar ar.txt: الحكومة"]),
            ("東京*", &["ja ja.txt: 東京|東京"]),
            ("--lang|fr|elect*", &["fr fr.txt: électricité|élections"]),
            (
                "--all|elect* dimanche",
                &["fr fr.txt: électricité|élections|dimanche"],
            ),
        ],
    );
}

#[test]
fn a_similar_spelling_is_within_a_letter_or_two() {
    each_finds(
        &election(),
        &[
            ("Zelensky~", &["en en3.txt: Zelenskiy|Zelensky"]),
            ("Zelensky~1", &["en en3.txt: Zelenskiy|Zelensky"]),
            ("Zelensky", &["en en3.txt: Zelenskiy|Zelensky"]),
            ("=Zelensky", &["en en3.txt: Zelensky"]),
            ("Kyiv~", &["en en3.txt: Kyiv"]),
            ("Kyiv~2|--lang|en", &["en en3.txt: Kiev|Kyiv"]),
            // the stem is `ки`, one letter from `и`
            ("Киев~", &["ru ru.txt: Киева", "uk uk.txt: Київ"]),
            (
                "Elektion~",
                &["en en.txt: elections", "fr fr.txt: élections"],
            ),
            ("--all|Elektion~ Sunday", &["en en.txt: elections|Sunday"]),
            ("joint -Elektion~", &["en en2.txt: joint"]),
            ("\"arrived in Kyiv~2\"", &["en en3.txt: arrived in Kiev"]),
        ],
    );
}

#[test]
fn exactly_this_form_minds_diacritics_and_the_case_of_what_has_capitals() {
    each_finds(
        &election(),
        &[
            ("=Polish", &["en en.txt: Polish", "en en2.txt: Polish"]),
            (
                "=polish",
                &["en en.txt: Polish", "en en2.txt: polish|Polish"],
            ),
            ("=election", &[]),
            ("=straße", &["de de.txt: Straße"]),
            ("=strasse", &[]),
            ("=arme", &["de de.txt: arme"]),
            ("=Arm", &["de de.txt: Arm"]),
            ("=Путин", &["ru ru.txt: Путин"]),
            ("=путин", &["ru ru.txt: Путин"]),
            ("=ПУТИН", &[]),
            // i and ı are two letters
            ("=ırak", &["tr tr.txt: Irak"]),
            ("=irak", &[]),
            ("=Irak", &["tr tr.txt: Irak"]),
            ("=elections", &["en en.txt: elections"]),
            ("=élections", &["fr fr.txt: élections"]),
            (
                "--all|=polish elect*",
                &["en en.txt: elections|elect|Polish"],
            ),
            ("border -=polish", &["en en4.txt: border"]),
            ("--lang|de|=Straße", &["de de.txt: Straße"]),
            ("--lang|en|=Straße", &[]),
        ],
    );
}

#[test]
fn signs_hold_within_phrases_and_exclusions() {
    each_finds(
        &election(),
        &[
            (
                "\"joint stat*\"",
                &["en en.txt: joint statement", "en en2.txt: joint status"],
            ),
            ("\"joint statu*\"", &["en en2.txt: joint status"]),
            ("\"=Polish border\"", &["en en2.txt: Polish border"]),
            ("\"указ =был подпис*\"", &["ru ru.txt: указ был подписан"]),
            ("\"les élect* de\"", &["fr fr.txt: les élections de"]),
            ("joint -elect*", &["en en2.txt: joint"]),
            ("joint -\"joint stat*\"", &[]),
            ("joint -\"=Polish farm*\"", &["en en2.txt: joint"]),
        ],
    );
}

const SYNONYMS: &str = "# names\nKyiv, Kiev, Київ, Киев, Киева, Kiew\njoint statement, common paper\n\
USA => United States\nTokyo => 東京都\ncapital => 東京\nVolksabstimmung, élections, εκλογές\n";

#[test]
fn a_synonym_is_found_in_each_language_and_within_phrases() {
    let env = election();
    env.write("list", SYNONYMS);
    let kyiv = [
        "de de.txt: Kiew",
        "en en3.txt: Kiev|Kyiv",
        "ru ru.txt: Киева",
        "uk uk.txt: Київ",
    ];
    for name in ["Kyiv", "Kiew", "Киев", "Київ"] {
        assert_eq!(env.found(["--synonyms", "list", name]), kyiv, "{name}");
    }
    assert_eq!(env.found(["Kiew"]), ["de de.txt: Kiew"]);
    for (query, expected) in [
        (
            "Volksabstimmung",
            &[
                "el el.txt: εκλογές|εκλογικό",
                "en en.txt: elections|elect",
                "fr fr.txt: élections",
            ][..],
        ),
        ("USA", &["en en4.txt: United States"]),
        ("USA dog", &["en en4.txt: dog|United States"]),
        ("United", &["en en4.txt: United"]),
        // an arrow points one way
        ("\"the United States\"", &["en en4.txt: the United States"]),
        // a run of ideographs has no words
        ("Tokyo", &["ja ja.txt: 東京都"]),
        ("capital", &["ja ja.txt: 東京|東京"]),
        // what has more words, or fewer, moves those behind it
        (
            "\"the USA border\"",
            &["en en4.txt: the United States border"],
        ),
        ("\"the USA\"", &["en en4.txt: the United States"]),
        ("\"USA\"", &["en en4.txt: United States"]),
        (
            "\"joint statement\"",
            &["en en.txt: joint statement", "en en4.txt: common paper"],
        ),
        (
            "\"a common paper with\"",
            &["en en.txt: a joint statement with"],
        ),
        (
            "\"arrived in =Kyiv\" -border",
            &["en en3.txt: arrived|Kyiv"],
        ),
        ("\"arrived in Kyiv\"", &["en en3.txt: arrived in Kiev"]),
        ("border -USA", &["en en2.txt: border|border"]),
        ("border -\"from the USA\"", &["en en2.txt: border|border"]),
        ("=Kiew", &["de de.txt: Kiew"]),
        // the words of a phrase count by themselves too
        (
            "land \"joint statement\"",
            &[
                "en en.txt: joint statement",
                "en en4.txt: common paper|land",
            ],
        ),
    ] {
        assert_eq!(
            env.found(["--synonyms", "list", query]),
            expected,
            "{query}"
        );
    }
    let all = ["--synonyms", "list", "--all", "USA dog"];
    assert_eq!(env.found(all), ["en en4.txt: dog|United States"]);
    let narrowed = ["--synonyms", "list", "--lang", "uk,ru", "Kyiv"];
    assert_eq!(env.found(narrowed), kyiv[2..]);
}

#[test]
fn a_bad_list_of_synonyms_is_told_by_file_and_line() {
    let env = election();
    let search = ["search", "--synonyms", "list", "Kyiv"];
    for (list, message) in [
        (
            "a, b\nKyiv\n",
            "list:2: a single word, nothing that could stand for it",
        ),
        ("\n# c\na =>\n", "list:3: nothing on one side of `=>`"),
        (
            ", ,\n",
            "list:1: a single word, nothing that could stand for it",
        ),
    ] {
        env.write("list", list);
        env.run(search).is(2, "", &format!("tolmach: {message}\n"));
    }
    env.run(["search", "--synonyms", "none", "Kyiv"]).is(
        2,
        "",
        "tolmach: cannot read synonyms from `none`: No such file or directory (os error 2)\n",
    );
}

#[test]
fn a_number_is_one_value_in_any_notation() {
    let env = TestEnv::with_corpus(&[
        (
            "ar.txt",
            "قالت الحكومة إن ٣٬٧٦٥ شخصا وصلوا إلى المدينة صباح اليوم.\n",
        ),
        (
            "de.txt",
            "Das Haus am Hafen ist heute 10.000 Euro wert, sagte der Händler am Morgen.\n",
        ),
        (
            "en.txt",
            "The ship was worth 10,000 pounds and carried 3,765 boxes, he said.\n",
        ),
        (
            "en2.txt",
            "The ship was worth 3.5 million and carried only that one man, he said.\n",
        ),
        (
            "en3.txt",
            "The ship was worth 35 million and carried only that one man, he said.\n",
        ),
        (
            "fr.txt",
            "Il a dit que les 3 765 habitants de la ville sont partis dans la nuit.\n",
        ),
    ])
    .indexed();
    let boxes = ["ar ar.txt: ٣٬٧٦٥", "en en.txt: 3,765", "fr fr.txt: 3 765"];
    let worth = ["de de.txt: 10.000", "en en.txt: 10,000"];
    each_finds(
        &env,
        &[
            ("3,765", &boxes),
            ("3.765", &boxes),
            ("3765", &boxes),
            ("٣٬٧٦٥", &boxes),
            ("3 765", &boxes),
            ("10 000", &worth),
            ("\"carried 3 765\"", &["en en.txt: carried 3,765"]),
            ("\"10 000 Euro\"", &["de de.txt: 10.000 Euro"]),
            ("--all|pounds 3 765", &["en en.txt: pounds|3,765"]),
            ("10000", &worth),
            ("10.000", &worth),
            ("10,000", &worth),
            ("3.5", &["en en2.txt: 3.5"]),
            ("3,5", &["en en2.txt: 3.5"]),
            ("35", &["en en3.txt: 35"]),
            ("=10.000", &["de de.txt: 10.000"]),
            ("\"carried 3765\"", &["en en.txt: carried 3,765"]),
            (
                "\"les 3.765 habitants\"",
                &["fr fr.txt: les 3 765 habitants"],
            ),
            (
                "ship -\"10,000\"",
                &["en en2.txt: ship", "en en3.txt: ship"],
            ),
            ("--lang|de|10000", &["de de.txt: 10.000"]),
            ("--all|pounds 3765", &["en en.txt: pounds|3,765"]),
        ],
    );
}

#[test]
fn common_words_are_found_and_phrases_of_them_match_exactly() {
    let env = TestEnv::with_corpus(&[
        ("de.txt", "Sein oder nicht sein, das ist hier die Frage, sagte der Schauspieler am Morgen.\n"),
        ("de2.txt", "Das ist nicht wahr, sagte der Schauspieler, und er ging ohne ein Wort nach Hause.\n"),
        ("en.txt", "The Who played in the hall on Friday, and it is said that those who came were happy.\n"),
        ("en2.txt", "He wanted to be heard or not to be there at all, and the man who came knew that.\n"),
        ("en3.txt", "To be, or not to be, that is the question which the actor put to the hall.\n"),
        ("fr.txt", "Il est parti et elle n'est pas là, mais ce n'est pas ce que les gens ont dit hier.\n"),
        ("ru.txt", "Быть или не быть, вот в чём вопрос, сказал актёр и ушёл домой.\n"),
        ("ru2.txt", "Он ушёл домой и больше ничего об этом никому в городе так и не сказал.\n"),
    ])
    .indexed();
    each_finds(
        &env,
        &[
            ("\"The Who\"", &["en en.txt: The Who"]),
            (
                "\"to be or not to be\"",
                &["en en3.txt: To be, or not to be"],
            ),
            (
                "\"not to be\"",
                &["en en2.txt: not to be", "en en3.txt: not to be"],
            ),
            ("не", &["ru ru.txt: не", "ru ru2.txt: не"]),
            ("\"или не\"", &["ru ru.txt: или не"]),
            ("\"и не\"", &["ru ru2.txt: и не"]),
            (
                "\"sein oder nicht sein\"",
                &["de de.txt: Sein oder nicht sein"],
            ),
            ("\"das ist nicht\"", &["de de2.txt: Das ist nicht"]),
            ("\"mais ce n'est pas\"", &["fr fr.txt: mais ce n'est pas"]),
            ("\"it is\"", &["en en.txt: it is"]),
        ],
    );
    let first = |query: &str| env.hits([query])[0]["article"].clone();
    assert_eq!(first("The Who"), "en.txt");
    assert_eq!(first("to be or not to be"), "en3.txt");
    assert_eq!(first("is it"), "en.txt");
    assert_eq!(first("быть или не быть"), "ru.txt");
}

#[test]
fn odd_signs_are_text_or_no_word_at_all() {
    let env = election();
    for query in [
        "*", "~", "=", "**", "=~*", "\"*\"", "=*", "~~", "*~=", "\"\"", "- *",
    ] {
        let outcome = env.run(["search", "--", query]);
        let message = format!(
            "tolmach: the query `{query}` has no word to search for\n\nhint: a word has a letter or a digit: tolmach search Kim Jong Un\n"
        );
        outcome.is(2, "", &message);
    }
    let long = "x".repeat(5000);
    for query in [
        format!("{long}*"),
        format!("{long}~2"),
        format!("={long}"),
        "ab* ".repeat(3000),
        "=a ".repeat(10_000),
        format!("\"{}\"", "a b* ".repeat(2000)),
    ] {
        let found = env.run_with_input(["search", "--queries", "-", "--format=json"], &query);
        assert!(matches!(found.code, Some(0 | 1)), "{found}");
    }
    each_finds(
        &env,
        &[
            ("(elect*)|--lang|en", &["en en.txt: elections|elect"]),
            ("elect*,|--lang|en", &["en en.txt: elections|elect"]),
            ("=Polish.", &["en en.txt: Polish", "en en2.txt: Polish"]),
            (
                "э\u{301}лект* elec\u{301}t*|--lang|en",
                &["en en.txt: elections|elect"],
            ),
            ("путинPolish*", &[]),
        ],
    );
}
