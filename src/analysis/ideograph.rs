//! Which ideographs are one? Each has one representative in terms, whatever country or time spells it.
//!
//! Traditional characters, those of Taiwan, Hong Kong and Japan, and the radicals that stand for characters in texts out of PDFs
//! become the simplified Chinese character. `ideographs/make.py` makes the table.

use super::char_table::CharTable;
use super::unicode;
use crate::language::Script;

/// Lines of an ideograph and its representative, in the order of the first.
const VARIANTS: &str = include_str!("ideographs/variants.txt");

/// Two characters of three bytes each and a line end.
const LINE_BYTES: usize = 7;

/// Simplified and Japanese forms of radicals that Unicode has as signs of their own, without saying of which character: in
/// the order of their codes, with the character.
const RADICALS: &str = "⺟母⺠民⺩王⺫目⺯纟⺶羊⺹耂⺼月⻁虎⻄西⻅见⻆角⻇角⻈讠⻉贝⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑长⻒长⻓长⻔门⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞食⻟饣⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫齐⻬齐⻭齿⻮齿⻯龙⻰龙⻱龟⻲龟⻳龟";

/// Whether a character is a radical that is used for a character.
pub(super) fn is_radical(character: char) -> bool {
    matches!(character, FIRST_RADICAL..='\u{2FD5}')
}

/// The first sign that stands for an ideograph, or is one.
const FIRST_RADICAL: char = '\u{2E80}';

static REPRESENTATIVES: CharTable<char> = CharTable::new(|character| {
    // pages of other characters are filled in searches of texts without ideographs, too
    if character < FIRST_RADICAL {
        return character;
    }
    if is_radical(character) {
        let mut radicals = RADICALS.chars();
        while let (Some(radical), Some(of)) = (radicals.next(), radicals.next()) {
            if radical == character {
                return of;
            }
        }
    }
    let lines = VARIANTS.as_bytes().as_chunks::<LINE_BYTES>().0;
    let mut buffer = [0; 4];
    let bytes = character.encode_utf8(&mut buffer).as_bytes();
    let found = lines.binary_search_by(|line| line[..3].cmp(bytes)).ok();
    let of = found.and_then(|at| VARIANTS[at * LINE_BYTES + 3..].chars().next());
    of.unwrap_or(character)
});

/// The character that stands for this one in terms.
pub(super) fn representative(character: char) -> char {
    REPRESENTATIVES.get(character)
}

/// Whether a character repeats the one before it.
pub(super) fn is_iteration(character: char) -> bool {
    matches!(character, '々' | '〻' | 'ゝ' | 'ゞ' | 'ヽ' | 'ヾ')
}

/// What an iteration mark stands for behind a character.
pub(super) fn repeated(before: char, mark: char) -> char {
    if !matches!(mark, 'ゞ' | 'ヾ') {
        return before;
    }
    unicode_normalization::char::compose(before, '\u{3099}').unwrap_or(before)
}

/// Whether a character is of katakana, the sign of a long vowel among them.
pub(super) fn is_katakana(character: char) -> bool {
    matches!(character, '\u{30A1}'..='\u{30FA}' | 'ー' | '\u{31F0}'..='\u{31FF}' | '\u{FF66}'..='\u{FF9D}')
}

/// Whether a character is of Korean writing, which has spaces.
pub(super) fn is_hangul(character: char) -> bool {
    unicode::script(character) == Script::Hangul
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants_of_an_ideograph_have_one_representative() {
        for variants in [
            "台臺",
            "湾灣",
            "国國",
            "学學",
            "广廣広",
            "气気氣",
            "龙龍竜⻰",
            "长長⻓⻑",
            "高髙",
            "发發発",
        ] {
            let mut representatives = variants.chars().map(representative);
            let first = representatives.next();
            assert!(representatives.all(|one| Some(one) == first), "{variants}");
        }
        for alone in "水人あア々한a".chars() {
            assert_eq!(representative(alone), alone);
        }
    }

    #[test]
    fn the_table_is_in_order_and_folds_at_once() {
        let lines: Vec<Vec<char>> = VARIANTS
            .lines()
            .map(|line| line.chars().collect())
            .collect();
        assert!(lines.iter().all(|line| line.len() == 2));
        assert!(lines.windows(2).all(|pair| pair[0][0] < pair[1][0]));
        for line in &lines {
            assert_eq!(representative(line[0]), line[1]);
            assert_eq!(representative(line[1]), line[1]);
        }
        assert_eq!(VARIANTS.len(), lines.len() * LINE_BYTES);
        for radical in '\u{2E80}'..='\u{2FD5}' {
            let one = representative(radical);
            assert_eq!(representative(one), one, "{radical}");
        }
    }
}
