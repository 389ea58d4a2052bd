//! Which date do words, the name of a file, or the first lines of a text tell? People write dates as their language does;
//! what programs write is read where a [`Date`](crate::article::Date) is.

mod calendar;
mod dateline;
mod months;
mod path;
mod tokens;
mod words;

pub(crate) use dateline::{Hint, beginning, is_dateline, of_beginning};
pub(crate) use path::of_path;
pub(crate) use words::Locale;

use crate::article::Date;

/// More bytes than a text has that is there to tell a date.
const MAX_BYTES: usize = 200;

/// The date that a short text tells which is there for that, such as a field of a record or a line below a headline: in a notation
/// of programs, or as people write it. Of several, the first; what could mean two dates is none.
pub(crate) fn of_text(text: &str, locale: Locale<'_>) -> Option<Date> {
    if text.len() > MAX_BYTES {
        return None;
    }
    Date::parse(text).or_else(|| {
        let tokens = tokens::tokens(text);
        let found = words::found(&tokens, locale);
        found.iter().find_map(|one| {
            let behind = tokens[one.tokens.end - 1].bytes.end;
            Some(one.date(None)?.with_time(&text[behind..]))
        })
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::language::Language;

    fn locale(code: &str) -> Locale<'_> {
        Locale {
            language: Language::from_code(code),
            ..Locale::default()
        }
    }

    #[test]
    fn a_field_has_the_date_of_a_program_or_of_people() {
        for (code, text, expected) in [
            ("en", "2024-06-19T08:30:00Z", Some("2024-06-19T08:30Z")),
            (
                "en",
                "Wed, 19 Jun 2024 08:30:00 +0200",
                Some("2024-06-19T08:30+02:00"),
            ),
            (
                "en",
                "Published on June 19, 2024 by Jane Miller",
                Some("2024-06-19"),
            ),
            (
                "de",
                "Veröffentlicht: 19.06.2024, geändert: 20.06.2024",
                Some("2024-06-19"),
            ),
            ("de", "19. Juni 2024, 14:05 Uhr", Some("2024-06-19T14:05")),
            ("en", "June 2024, 14:05", Some("2024-06")),
            ("en", "03/04/2024", None),
            ("de", "03/04/2024", Some("2024-04-03")),
            ("en", "yesterday", None),
            ("en", "", None),
        ] {
            let date = of_text(text, locale(code)).map(|date| date.to_string());
            assert_eq!(date.as_deref(), expected, "{text}");
        }
    }

    fn nearly_dates() -> impl Strategy<Value = String> {
        let parts = prop_oneof![
            "[0-9]{1,5}",
            "[٠-٩०-९๐-๙]{1,4}",
            Just("令和".to_owned()),
            "[年月日电월일년元十二〇]",
            "(Juni|июня|June|มิ.ย.|junio|tháng 6|ביוני|حزيران|خرداد|de|of|พ.ศ.)",
            "[-./ ,:()#*–|\n]",
            "\\PC",
        ];
        proptest::collection::vec(parts, 0..16).prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn any_text_in_any_language_has_a_date_or_none(text in nearly_dates(), language in 0..70_u16) {
            let language = Language::all().nth(language as usize);
            let locale = Locale { language, region: Some("US"), ..Locale::default() };
            of_text(&text, locale);
            of_path(&text);
            is_dateline(&text);
            let hint = Hint { year: Some(2024), month: None };
            if let Some(date) = of_beginning(&text, &mut || language, None, hint) {
                prop_assert_eq!(date.year(), 2024);
            }
        }
    }
}
