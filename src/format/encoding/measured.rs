//! How often is the encoding of a text told right? Measured on texts of each language, whole and cut short.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use encoding_rs::Encoding;
use unicode_normalization::UnicodeNormalization;

use super::{Charset, Decoder, charset_of};

/// The languages with the encodings that their texts came in before UTF-8.
const ENCODINGS: &[(&str, &[&str])] = &[
    ("ar", &["windows-1256", "iso-8859-6"]),
    (
        "bg",
        &[
            "windows-1251",
            "iso-8859-5",
            "koi8-r",
            "ibm866",
            "x-mac-cyrillic",
        ],
    ),
    ("ca", &["windows-1252", "iso-8859-15", "macintosh"]),
    ("cs", &["windows-1250", "iso-8859-2"]),
    ("da", &["windows-1252", "iso-8859-15", "macintosh"]),
    ("de", &["windows-1252", "iso-8859-15", "macintosh"]),
    ("el", &["windows-1253", "iso-8859-7"]),
    ("en", &["windows-1252", "macintosh"]),
    ("es", &["windows-1252", "iso-8859-15", "macintosh"]),
    (
        "et",
        &["windows-1257", "windows-1252", "iso-8859-15", "iso-8859-13"],
    ),
    ("fa", &["windows-1256"]),
    ("fi", &["windows-1252", "iso-8859-15", "macintosh"]),
    ("fr", &["windows-1252", "iso-8859-15", "macintosh"]),
    ("he", &["windows-1255", "iso-8859-8"]),
    ("hr", &["windows-1250", "iso-8859-2"]),
    ("hu", &["windows-1250", "iso-8859-2"]),
    ("it", &["windows-1252", "iso-8859-15", "macintosh"]),
    ("ja", &["shift_jis", "euc-jp", "iso-2022-jp"]),
    ("ko", &["euc-kr"]),
    ("lt", &["windows-1257", "iso-8859-13"]),
    ("lv", &["windows-1257", "iso-8859-13"]),
    ("nl", &["windows-1252"]),
    ("no", &["windows-1252", "iso-8859-15", "macintosh"]),
    ("pl", &["windows-1250", "iso-8859-2"]),
    ("pt", &["windows-1252", "iso-8859-15", "macintosh"]),
    ("ro", &["windows-1250", "iso-8859-2"]),
    (
        "ru",
        &[
            "windows-1251",
            "koi8-r",
            "ibm866",
            "iso-8859-5",
            "x-mac-cyrillic",
        ],
    ),
    ("sk", &["windows-1250", "iso-8859-2"]),
    ("sl", &["windows-1250", "iso-8859-2"]),
    (
        "sr",
        &["windows-1251", "windows-1250", "iso-8859-5", "iso-8859-2"],
    ),
    ("sv", &["windows-1252", "iso-8859-15", "macintosh"]),
    ("th", &["windows-874"]),
    ("tr", &["windows-1254"]),
    (
        "uk",
        &["windows-1251", "koi8-u", "ibm866", "x-mac-cyrillic"],
    ),
    ("vi", &["windows-1258"]),
    ("zh", &["gbk", "gb18030", "big5"]),
];

/// The text in an encoding that has all of its letters.
fn encoded(text: &str, label: &str) -> Option<(Vec<u8>, String)> {
    let encoding = Encoding::for_label(label.as_bytes()).expect(label);
    let text: String = match label {
        // the letter with its mark, and the tone behind it
        "windows-1258" => text.nfc().flat_map(halves).collect(),
        // comma below, which these do not have, came as a cedilla
        "windows-1250" | "iso-8859-2" => text
            .nfc()
            .map(|character| match character {
                'ș' => 'ş',
                'Ș' => 'Ş',
                'ț' => 'ţ',
                'Ț' => 'Ţ',
                other => other,
            })
            .collect(),
        _ => text.nfc().collect(),
    };
    let text = text
        .replace(['\u{2019}', '\u{2018}'], "'")
        .replace(['\u{201C}', '\u{201D}', '\u{201E}', '«', '»'], "\"")
        .replace(['\u{2013}', '\u{2014}', '\u{2011}'], "-")
        .replace('…', "...")
        .replace('\u{a0}', " ");
    let (bytes, _, is_lossy) = encoding.encode(&text);
    (!is_lossy && !bytes.is_ascii() || label == "iso-2022-jp")
        .then(|| (bytes.into_owned(), text.nfc().collect()))
}

fn halves(character: char) -> Vec<char> {
    let letter = character.to_string();
    let (_, _, is_lossy) = encoding_rs::WINDOWS_1258.encode(&letter);
    if !is_lossy {
        return vec![character];
    }
    let decomposed: Vec<char> = std::iter::once(character).nfd().collect();
    // the tone is the mark that stands alone in the encoding
    let is_tone = |mark: &char| "\u{300}\u{301}\u{303}\u{309}\u{323}".contains(*mark);
    let tones: Vec<char> = decomposed.iter().copied().filter(is_tone).collect();
    let rest = decomposed.iter().copied().filter(|mark| !is_tone(mark));
    rest.nfc().chain(tones).collect()
}

fn texts() -> BTreeMap<String, Vec<String>> {
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in include_str!("../../language/identify/short_texts.tsv").lines() {
        if let Some((code, text)) = line.split_once('\t') {
            texts
                .entry(code.to_owned())
                .or_default()
                .push(text.to_owned());
        }
    }
    for entry in walkdir::WalkDir::new("corpus").sort_by_file_name() {
        let entry = entry.expect("an entry");
        let path = entry.path();
        if path.extension().is_none_or(|extension| extension != "txt") {
            continue;
        }
        let text = std::fs::read_to_string(path).expect("a text");
        let code = crate::language::identify::identify_article(&text)
            .code()
            .to_owned();
        let list = texts.entry(code).or_default();
        for chars in [20, 40, 80, 200, 1000] {
            list.push(text.chars().take(chars).collect());
            let middle = text.chars().count() / 2;
            list.push(text.chars().skip(middle).take(chars).collect());
        }
        list.push(text);
    }
    texts
}

/// Of texts in the encodings that they came in, so many of a thousand must be told right: short ones, others, and those in
/// the encodings of old Macintoshes. All are told better than by chardetng alone, which has the last of them never.
#[test]
fn the_encoding_of_a_text_is_told_right() {
    let mut counts: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    let mut wrong = String::new();
    let texts = texts();
    for (code, labels) in ENCODINGS {
        for label in *labels {
            for text in texts.get(*code).into_iter().flatten() {
                let Some((bytes, text)) = encoded(text, label) else {
                    continue;
                };
                let [by_us, by_chardetng] = [
                    charset_of(&bytes, None, None).0,
                    Charset::Known(super::detect::guess(&bytes)),
                ]
                .map(|charset| {
                    let mut decoded = String::new();
                    Decoder::new(charset).decode(&bytes, true, &mut decoded);
                    decoded == text
                });
                if !by_us {
                    let _ = writeln!(
                        wrong,
                        "{code} {label}: {}",
                        text.lines().next().unwrap_or_default()
                    );
                }
                let group = match text.chars().count() {
                    _ if label.contains("mac") => "macintosh",
                    0..60 => "short",
                    _ => "others",
                };
                let count = counts.entry(group).or_default();
                count[0] += 1;
                count[1] += usize::from(by_us);
                count[2] += usize::from(by_chardetng);
            }
        }
    }
    let floors = [("short", 980), ("others", 990), ("macintosh", 910)];
    let is_good = floors.iter().all(|(group, per_mille)| {
        let [all, by_us, by_chardetng] = counts[group];
        by_us * 1000 >= all * per_mille && by_us > by_chardetng
    });
    assert!(is_good, "all, by us, by chardetng: {counts:?}\n{wrong}");
}
