//! Compounds: a part finds the whole and the whole its parts, as far as the collection's own words cover it.

use crate::env::TestEnv;

const ARTICLES: [(&str, &str); 7] = [
    (
        "da.txt",
        "Han sagde, at jernbanestationen i byen er lukket, og at der ikke er nogen jernbane mere, men at man kan gå til en station ved havnen.\n",
    ),
    (
        "de.txt",
        "Die Straßenbahnen fuhren am Morgen nicht, weil auf der Straße Eis lag und die Bahn keinen Strom hatte.\n",
    ),
    (
        "fi.txt",
        "Rautatieasemalla ei ollut ketään, mutta hän sanoi, että rautatie on auki ja että asema avataan vasta illalla.\n",
    ),
    (
        "hu.txt",
        "A vasútállomás előtt nem volt senki, de azt mondta, hogy a vasút jár, és hogy az állomás csak este nyit ki.\n",
    ),
    (
        "nl.txt",
        "De burgemeester zei dat het stadsbestuur niet komt, omdat de stad geen geld heeft en het bestuur van de haven dat weet.\n",
    ),
    (
        "no.txt",
        "Han sier at fiskehandelen i byen er stengt, og at det ikke er noen fisk igjen etter at handel med havnen ble stanset.\n",
    ),
    (
        "sv.txt",
        "Hon säger att järnvägsstationen inte är öppen, eftersom en järnväg utan station är till ingen nytta för dem som bor här.\n",
    ),
];

#[test]
fn a_part_finds_the_compound_and_only_the_part_is_highlighted() {
    let env = TestEnv::with_corpus(&ARTICLES).indexed();
    for (query, language, expected) in [
        ("Bahn", "de", "de de.txt: bahnen|Bahn"),
        ("Straße", "de", "de de.txt: Straße|Straße"),
        ("bestuur", "nl", "nl nl.txt: bestuur|bestuur"),
        ("stad", "nl", "nl nl.txt: stad|stad"),
        ("station", "sv", "sv sv.txt: stationen|station"),
        ("asema", "fi", "fi fi.txt: asemalla|asema"),
        ("station", "da", "da da.txt: stationen|station"),
        ("handel", "no", "no no.txt: handelen|handel"),
    ] {
        assert_eq!(
            env.found([query, "--lang", language]),
            [expected],
            "{query}"
        );
    }
}

#[test]
fn a_compound_finds_its_parts() {
    let env = TestEnv::with_corpus(&ARTICLES).indexed();
    for (query, language, expected) in [
        ("Straßenbahn", "de", "de de.txt: Straßenbahnen|Straße|Bahn"),
        ("stadsbestuur", "nl", "nl nl.txt: stadsbestuur|stad|bestuur"),
        (
            "järnvägsstation",
            "sv",
            "sv sv.txt: järnvägsstationen|järnväg|station",
        ),
        (
            "vasútállomás",
            "hu",
            "hu hu.txt: vasútállomás|vasút|állomás",
        ),
        (
            "rautatieasema",
            "fi",
            "fi fi.txt: Rautatieasemalla|rautatie|asema",
        ),
    ] {
        assert_eq!(
            env.found([query, "--lang", language]),
            [expected],
            "{query}"
        );
    }
}

#[test]
fn what_the_words_of_the_collection_do_not_cover_is_no_compound() {
    let env = TestEnv::with_corpus(&[
        (
            "a.txt",
            "Die Eisenbahn fuhr am Morgen nicht, weil der Strom fehlte, und das Bahnsteigdach war nicht mehr da.\n",
        ),
        (
            "b.txt",
            "Auf der Straße war die Bahn zu sehen, die am Abend wieder fuhr, wie er sagte.\n",
        ),
    ])
    .indexed();
    assert_eq!(env.found(["Bahn"]), ["de b.txt: Bahn"]);
    assert_eq!(env.found(["Bahnwetter"]), Vec::<String>::new());
}

#[test]
fn a_language_that_parts_its_compounds_has_none() {
    let env = TestEnv::with_corpus(&[(
        "en.txt",
        "The football that he had bought was under the ball of his foot when they came to the house.\n",
    )])
    .indexed();
    assert_eq!(env.found(["ball"]), ["en en.txt: ball"]);
}
