//! What if a word was typed on another keyboard? The same keys on each other layout.

use crate::language::Script;

/// What the keys of a layout write without shift.
struct Layout {
    script: Script,
    /// The key left of 1, then the three rows of letters from left to right; each layout has the same keys.
    keys: &'static str,
}

/// The layouts that are known; those of Latin first.
const LAYOUTS: [Layout; 15] = [
    // of the United States
    latin("`qwertyuiop[]asdfghjkl;'\\zxcvbnm,./"),
    // German
    latin("^qwertzuiopü+asdfghjklöä#yxcvbnm,.-"),
    // French
    latin("²azertyuiop^$qsdfghjklmù*wxcvbn,;:!"),
    // Russian
    cyrillic("ёйцукенгшщзхъфывапролджэ\\ячсмитьбю."),
    // Ukrainian
    cyrillic("'йцукенгшщзхїфівапролджєґячсмитьбю."),
    // Belarusian
    cyrillic("ёйцукенгшўзх'фывапролджэ\\ячсмітьбю."),
    // Bulgarian: of the standard, and by sound
    cyrillic("`,уеишщксдзц;ьяаожгтнвмч\\юйъэфхпрлб"),
    cyrillic("чявертъуиопшщасдфгхйкл;'юзьцжбнм,./"),
    // Serbian and Macedonian
    cyrillic("`љњертзуиопшђасдфгхјклчћжѕџцвбнм,.-"),
    cyrillic("`љњертѕуиопшѓасдфгхјклчќжзџцвбнм,./"),
    layout(Script::Greek, "`;ςερτυθιοπ[]ασδφγηξκλ΄'\\ζχψωβνμ,./"),
    layout(Script::Hebrew, ";/'קראטוןםפ][שדגכעיחלךף,\\זסבהנמצתץ."),
    // a key of two letters is the ligature here
    layout(Script::Arabic, "ذضصثقفغعهخحجدشسيبلاتنمكط\\ئءؤرﻻىةوزظ"),
    // Persian
    layout(Script::Arabic, "`ضصثقفغعهخحجچشسیبلاتنمکگ\\ظطزرذدپو./"),
    // Georgian, which has no script of its own in the table of languages
    layout(Script::Other, "`ქწერტყუიოპ[]ასდფგჰჯკლ;'\\ზხცვბნმ,./"),
];

/// What is written with shift on the keys of the layout of the United States that write no letter.
const SHIFTED: [(char, char); 10] = [
    ('~', '`'),
    ('{', '['),
    ('}', ']'),
    (':', ';'),
    ('"', '\''),
    ('|', '\\'),
    ('<', ','),
    ('>', '.'),
    ('?', '/'),
    ('’', '\''),
];

/// What the Greek key of the accent makes of the next.
const ACCENTED: [(&str, &str); 7] = [
    ("΄α", "ά"),
    ("΄ε", "έ"),
    ("΄η", "ή"),
    ("΄ι", "ί"),
    ("΄ο", "ό"),
    ("΄υ", "ύ"),
    ("΄ω", "ώ"),
];

/// The Arabic key that writes two letters.
const LAM_ALEF: (&str, &str) = ("ﻻ", "لا");

/// A word as the keys would have written it on another layout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Retyped {
    pub(super) text: String,
    /// The script of the layout.
    pub(super) script: Script,
}

const fn layout(script: Script, keys: &'static str) -> Layout {
    Layout { script, keys }
}

const fn latin(keys: &'static str) -> Layout {
    layout(Script::Latin, keys)
}

const fn cyrillic(keys: &'static str) -> Layout {
    layout(Script::Cyrillic, keys)
}

/// What the keys by which a word can have been typed write on the other layouts, in lower case; only what is all letters.
pub(super) fn retyped(word: &str) -> Vec<Retyped> {
    let mut found: Vec<Retyped> = Vec::new();
    for (number, from) in LAYOUTS.iter().enumerate() {
        for keys in from.keys_of(word) {
            for (_, to) in LAYOUTS.iter().enumerate().filter(|(to, _)| *to != number) {
                let retyped = to.written(&keys).map(|text| Retyped {
                    text,
                    script: to.script,
                });
                found.extend(retyped.filter(|one| one.text != word && !found.contains(one)));
            }
        }
    }
    found
}

impl Layout {
    /// The keys by which a word can have been typed, as positions; none if a character is on no key.
    fn keys_of(&self, word: &str) -> Vec<Vec<usize>> {
        let lower = word.to_lowercase();
        let mut spelled = vec![lower.clone()];
        match self.script {
            Script::Greek => {
                for (typed, written) in ACCENTED {
                    spelled[0] = spelled[0].replace(written, typed);
                }
            }
            Script::Arabic if lower.contains(LAM_ALEF.1) => {
                spelled.push(lower.replace(LAM_ALEF.1, LAM_ALEF.0));
            }
            _ => {}
        }
        let keys = |word: &String| word.chars().map(|typed| self.key(typed)).collect();
        spelled.iter().filter_map(keys).collect()
    }

    /// The key that writes a character.
    fn key(&self, typed: char) -> Option<usize> {
        let plain = SHIFTED.iter().find(|(shifted, _)| *shifted == typed);
        let plain = plain.map(|(_, plain)| *plain);
        let key = |typed: char| self.keys.chars().position(|key| key == typed);
        key(typed).or_else(|| key(plain?))
    }

    /// What keys write, if all of it is letters.
    fn written(&self, keys: &[usize]) -> Option<String> {
        let written = keys.iter().map(|key| self.keys.chars().nth(*key));
        let mut written: String = written.collect::<Option<_>>()?;
        match self.script {
            Script::Greek => {
                for (typed, accented) in ACCENTED {
                    written = written.replace(typed, accented);
                }
            }
            Script::Arabic => written = written.replace(LAM_ALEF.0, LAM_ALEF.1),
            _ => {}
        }
        written.chars().all(char::is_alphabetic).then_some(written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn has(typed: &str, meant: &str) -> bool {
        retyped(typed).iter().any(|one| one.text == meant)
    }

    #[test]
    fn each_layout_has_the_same_keys_and_no_character_twice() {
        for layout in &LAYOUTS {
            let keys: Vec<char> = layout.keys.chars().collect();
            assert_eq!(keys.len(), 35, "{}", layout.keys);
            for (at, key) in keys.iter().enumerate() {
                assert_eq!(layout.key(*key), Some(at), "{} {key}", layout.keys);
            }
        }
    }

    #[test]
    fn a_word_is_what_the_same_keys_write_on_another_layout_and_back() {
        for (typed, meant) in [
            ("ghbdtn", "привет"),
            ("genby", "путин"),
            ("president", "зкуышвуте"),
            ("cthdth", "сервер"),
            ("vf[yj", "махно"),
            ("rb]d", "київ"),
            ("киъв", "київ"),
            ("vbycr", "минск"),
            ("djkz", "воля"),
            ("jwasy", "туьящ"),
            ("kalhmera", "καλημερα"),
            ("akuo", "שלום"),
            ("sgm", "سلة"),
            ("yeitung", "zeitung"),
            ("qffqires", "affaires"),
        ] {
            assert!(has(typed, meant), "{typed} {meant}");
        }
        for (typed, meant) in [
            ("Genby", "путин"),
            ("GENBY", "путин"),
            ("Зкуышвуте", "president"),
            ("k.,jdm", "любовь"),
            ("{jhjij", "хорошо"),
            ("'rpfvty", "экзамен"),
            ("kalhm;era", "καλημέρα"),
            ("sghl", "سلام"),
            ("sbl", "سلام"),
            ("مهلاف", "light"),
            ("שלום", "akuo"),
        ] {
            assert!(has(typed, meant), "{typed} {meant}");
        }
    }

    #[test]
    fn what_is_on_no_key_or_writes_no_letters_is_not_retyped() {
        assert_eq!(retyped("東京"), []);
        assert_eq!(retyped("12"), []);
        assert_eq!(retyped("a b"), []);
    }

    proptest! {
        #[test]
        fn letters_typed_on_another_layout_come_back(
            word in "[a-z]{1,12}",
            from in 0..LAYOUTS.len(),
            to in 0..LAYOUTS.len(),
        ) {
            let (from, to) = (&LAYOUTS[from], &LAYOUTS[to]);
            for keys in LAYOUTS[0].keys_of(&word) {
                if let (Some(typed), Some(meant)) = (from.written(&keys), to.written(&keys)) {
                    prop_assert!(from.keys_of(&typed).contains(&keys), "{typed}");
                    prop_assert!(to.keys_of(&meant).contains(&keys), "{meant}");
                }
            }
        }

        #[test]
        fn any_text_is_retyped_without_a_fault(text in "\\PC{0,20}") {
            let _ = retyped(&text);
        }
    }
}
