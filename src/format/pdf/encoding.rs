//! Which character does a font of a PDF mean? By the name of its glyph, or by the encoding of its bytes.

use unicode_normalization::UnicodeNormalization;

/// The names of glyphs that are not those of their letters. A mark that follows a letter in a name is put on it.
const NAMES: &str = "space=  exclam=! quotedbl=\" numbersign=# dollar=$ percent=% ampersand=& quotesingle=' parenleft=( parenright=) asterisk=* \
    plus=+ comma=, hyphen=- sfthyphen=- period=. slash=/ zero=0 one=1 two=2 three=3 four=4 five=5 six=6 seven=7 eight=8 nine=9 colon=: \
    semicolon=; less=< equal== greater=> question=? at=@ bracketleft=[ backslash=\\ bracketright=] asciicircum=^ underscore=_ grave=` \
    braceleft={ bar=| braceright=} asciitilde=~ exclamdown=¡ cent=¢ sterling=£ currency=¤ yen=¥ brokenbar=¦ section=§ dieresis=¨ \
    copyright=© ordfeminine=ª guillemotleft=« logicalnot=¬ registered=® macron=¯ degree=° plusminus=± twosuperior=² threesuperior=³ \
    acute=´ mu=µ paragraph=¶ periodcentered=· middot=· cedilla=¸ onesuperior=¹ ordmasculine=º guillemotright=» onequarter=¼ onehalf=½ \
    threequarters=¾ questiondown=¿ AE=Æ Eth=Ð multiply=× Oslash=Ø Thorn=Þ germandbls=ß ae=æ eth=ð divide=÷ oslash=ø thorn=þ \
    dotlessi=ı Lslash=Ł lslash=ł OE=Œ oe=œ Dcroat=Đ dcroat=đ Dslash=Đ Hbar=Ħ hbar=ħ Tbar=Ŧ tbar=ŧ Eng=Ŋ eng=ŋ kgreenlandic=ĸ \
    florin=ƒ circumflex=ˆ caron=ˇ breve=˘ dotaccent=˙ ring=˚ ogonek=˛ tilde=˜ hungarumlaut=˝ quoteleft=‘ quoteright=’ quotesinglbase=‚ \
    quotedblleft=“ quotedblright=” quotedblbase=„ dagger=† daggerdbl=‡ bullet=• ellipsis=… perthousand=‰ guilsinglleft=‹ \
    guilsinglright=› fraction=⁄ Euro=€ euro=€ trademark=™ minus=− emdash=— endash=– fi=fi fl=fl ff=ff ffi=ffi ffl=ffl nbspace=  \
    nonbreakingspace=  horizontalbar=― afii61352=№ numero=№ softhyphen=\u{ad} Scommaaccent=Ș scommaaccent=ș Tcommaaccent=Ț tcommaaccent=ț \
    Alpha=Α Beta=Β Gamma=Γ Delta=Δ Epsilon=Ε Zeta=Ζ Eta=Η Theta=Θ Iota=Ι Kappa=Κ Lambda=Λ Mu=Μ Nu=Ν Xi=Ξ Omicron=Ο Pi=Π Rho=Ρ Sigma=Σ \
    Tau=Τ Upsilon=Υ Phi=Φ Chi=Χ Psi=Ψ Omega=Ω alpha=α beta=β gamma=γ delta=δ epsilon=ε zeta=ζ eta=η theta=θ iota=ι kappa=κ lambda=λ \
    nu=ν xi=ξ omicron=ο pi=π rho=ρ sigma=σ sigma1=ς tau=τ upsilon=υ phi=φ chi=χ psi=ψ omega=ω Alphatonos=Ά Epsilontonos=Έ Etatonos=Ή \
    Iotatonos=Ί Omicrontonos=Ό Upsilontonos=Ύ Omegatonos=Ώ alphatonos=ά epsilontonos=έ etatonos=ή iotatonos=ί omicrontonos=ό \
    upsilontonos=ύ omegatonos=ώ iotadieresis=ϊ upsilondieresis=ϋ iotadieresistonos=ΐ upsilondieresistonos=ΰ afii10023=Ё afii10071=ё \
    afii10050=Ґ afii10098=ґ afii10051=Ђ afii10099=ђ afii10052=Ѓ afii10100=ѓ afii10053=Є afii10101=є afii10054=Ѕ afii10102=ѕ afii10055=І \
    afii10103=і afii10056=Ї afii10104=ї afii10057=Ј afii10105=ј afii10058=Љ afii10106=љ afii10059=Њ afii10107=њ afii10060=Ћ afii10108=ћ \
    afii10061=Ќ afii10109=ќ afii10062=Ў afii10110=ў afii10145=Џ afii10193=џ";

/// Marks by the names that follow a letter.
const MARKS: &[(&str, char)] = &[
    ("grave", '\u{300}'),
    ("acute", '\u{301}'),
    ("circumflex", '\u{302}'),
    ("tilde", '\u{303}'),
    ("macron", '\u{304}'),
    ("breve", '\u{306}'),
    ("dotaccent", '\u{307}'),
    ("dot", '\u{307}'),
    ("dieresis", '\u{308}'),
    ("ring", '\u{30a}'),
    ("hungarumlaut", '\u{30b}'),
    ("caron", '\u{30c}'),
    ("cedilla", '\u{327}'),
    ("commaaccent", '\u{327}'),
    ("ogonek", '\u{328}'),
    ("horn", '\u{31b}'),
    ("dotbelow", '\u{323}'),
    ("hookabove", '\u{309}'),
];

/// The upper half of the encoding that fonts of PostScript have by themselves, from 0xA1 on; a dot where nothing is.
const STANDARD: &str = "¡¢£⁄¥ƒ§¤'“«‹›ﬁﬂ.–†‡·.¶•‚„”»…‰.¿.`´ˆ˜¯˘˙¨.˚¸.˝˛ˇ—................Æ.ª....ŁØŒº.....æ...ı..łøœß....";

/// How the bytes of a font are encoded where it does not say more.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Base {
    /// As in Windows, for Western Europe.
    Windows,
    /// As on the old Mac.
    Mac,
    /// As in fonts of PostScript.
    Standard,
}

/// What a glyph with this name is.
pub(super) fn named(name: &str) -> Option<String> {
    let name = name.split('.').next().filter(|base| !base.is_empty())?;
    let mut characters = name.chars();
    if let (Some(only), None) = (characters.next(), characters.next()) {
        return Some(only.to_string());
    }
    let listed = NAMES
        .split_whitespace()
        .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
    if let Some(listed) = listed {
        return Some(if listed.is_empty() {
            " ".to_owned()
        } else {
            listed.to_owned()
        });
    }
    by_number(name)
        .or_else(|| cyrillic(name))
        .or_else(|| marked(name))
        .or_else(|| parts(name))
}

/// `uni20AC`, `u1F600`.
fn by_number(name: &str) -> Option<String> {
    let digits = name
        .strip_prefix("uni")
        .filter(|digits| digits.len() >= 4 && digits.len() % 4 == 0);
    if let Some(digits) = digits {
        let units: Option<Vec<u16>> = (0..digits.len() / 4)
            .map(|at| u16::from_str_radix(digits.get(at * 4..at * 4 + 4)?, 16).ok())
            .collect();
        return String::from_utf16(&units?).ok();
    }
    let digits = name
        .strip_prefix('u')
        .filter(|digits| (4..=6).contains(&digits.len()))?;
    char::from_u32(u32::from_str_radix(digits, 16).ok()?).map(String::from)
}

/// Letters of Cyrillic, which are numbered in their order but for one.
fn cyrillic(name: &str) -> Option<String> {
    let number: u32 = name.strip_prefix("afii")?.parse().ok()?;
    let code = match number {
        10_017..=10_022 => 0x410 + number - 10_017,
        10_024..=10_049 => 0x416 + number - 10_024,
        10_065..=10_070 => 0x430 + number - 10_065,
        10_072..=10_097 => 0x436 + number - 10_072,
        _ => return None,
    };
    char::from_u32(code).map(String::from)
}

/// A letter with a mark.
fn marked(name: &str) -> Option<String> {
    let letter = name.chars().next().filter(char::is_ascii_alphabetic)?;
    let (_, mark) = MARKS.iter().find(|(mark, _)| *mark == &name[1..])?;
    Some([letter, *mark].into_iter().nfc().collect())
}

/// Several glyphs in one: `f_f_i`.
fn parts(name: &str) -> Option<String> {
    name.contains('_')
        .then(|| name.split('_').map(named).collect::<Option<String>>())?
}

/// What a byte stands for in an encoding.
pub(super) fn of_byte(byte: u8, base: Base) -> Option<String> {
    if (0x20..0x7f).contains(&byte) {
        let character = match (base, byte) {
            (Base::Standard, b'\'') => '’',
            (Base::Standard, b'`') => '‘',
            _ => char::from(byte),
        };
        return Some(character.to_string());
    }
    if byte < 0x20 {
        return None;
    }
    let encoding = match base {
        Base::Standard => {
            let found = STANDARD.chars().nth(usize::from(byte.checked_sub(0xa1)?))?;
            return (found != '.').then(|| found.to_string());
        }
        Base::Windows => encoding_rs::WINDOWS_1252,
        Base::Mac => encoding_rs::MACINTOSH,
    };
    Some(encoding.decode_without_bom_handling(&[byte]).0.into_owned())
}

/// What a string of the properties says: UTF-16 or UTF-8 by its mark, else an encoding much like that of Windows.
pub(super) fn text_string(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => encoding_rs::UTF_16BE
            .decode_without_bom_handling(rest)
            .0
            .into_owned(),
        [0xff, 0xfe, rest @ ..] => encoding_rs::UTF_16LE
            .decode_without_bom_handling(rest)
            .0
            .into_owned(),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => std::str::from_utf8(bytes).map_or_else(
            |_| {
                encoding_rs::WINDOWS_1252
                    .decode_without_bom_handling(bytes)
                    .0
                    .into_owned()
            },
            str::to_owned,
        ),
    }
}
