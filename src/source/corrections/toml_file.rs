//! What does a corrections file say? A table for each pattern, whose keys are known; what is wrong is told with its line.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::article::{Date, Origin, Told};
use crate::format::{Charset, Field, Kind, Rules};
use crate::language::Language;

/// What can be said of files.
const KEYS: &[&str] = &[
    "author", "date", "encoding", "fields", "format", "language", "skip", "source", "tags",
    "title", "url",
];

/// The key of a list of words that are to be found for each other.
const SYNONYMS: &str = "synonyms";

/// What others may expect here: a corpus may be written by somebody else, and must not have programs run.
const COMMANDS: &[&str] = &["command", "converter", "exec", "pre", "run", "shell"];

/// What encodings are mostly called, to name the nearest.
const ENCODINGS: &[&str] = &[
    "big5",
    "cp866",
    "euc-jp",
    "euc-kr",
    "gb18030",
    "gbk",
    "iso-2022-jp",
    "iso-8859-1",
    "iso-8859-2",
    "iso-8859-5",
    "iso-8859-7",
    "iso-8859-8",
    "iso-8859-15",
    "koi8-r",
    "koi8-u",
    "macintosh",
    "shift_jis",
    "utf-16",
    "utf-16be",
    "utf-16le",
    "utf-32",
    "utf-8",
    "windows-874",
    "windows-1250",
    "windows-1251",
    "windows-1252",
    "windows-1253",
    "windows-1254",
    "windows-1255",
    "windows-1256",
    "windows-1257",
    "windows-1258",
    "x-mac-cyrillic",
];

/// A table of the file.
pub(super) struct Entry {
    /// Its line, from 1.
    pub(super) line: usize,
    /// Which files it is about.
    pub(super) glob: String,
    pub(super) correction: Correction,
}

/// What is said of files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Correction {
    rules: Rules,
    /// Whether they are left out.
    pub(super) skip: Option<bool>,
}

impl Correction {
    /// Puts what another says in place of what this one does.
    pub(super) fn put(&mut self, later: &Self) {
        self.rules = later.over(&self.rules);
        self.skip = later.skip.or(self.skip);
    }

    /// How files are read of which this is said besides.
    pub(super) fn over(&self, base: &Rules) -> Rules {
        let mut rules = base.clone();
        let own = &self.rules;
        rules.kind = own.kind.or(rules.kind);
        rules.encoding = own.encoding.clone().or(rules.encoding);
        for (field, name) in &own.fields.0 {
            rules.fields.0.retain(|(known, _)| known != field);
            rules.fields.0.push((*field, name.clone()));
        }
        let (known, told) = (&mut rules.corrected, own.corrected.clone());
        known.title = told.title.or(known.title.take());
        known.date = told.date.or(known.date);
        known.language = told.language.or(known.language);
        known.source = told.source.or(known.source.take());
        known.author = told.author.or(known.author.take());
        known.url = told.url.or(known.url.take());
        if !told.tags.is_empty() {
            known.tags = told.tags;
        }
        rules
    }
}

/// A message about a line.
pub(super) fn at_line(line: usize, reason: &str) -> String {
    format!("line {line}: {reason}")
}

/// The synonyms of a file: a line for each string of the list that it has above all tables.
///
/// # Errors
/// What is wrong with it.
pub(super) fn synonyms(text: &str) -> Result<Vec<String>, String> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    // most files have none, and some are long
    if !text
        .lines()
        .any(|line| line.trim_start().starts_with(SYNONYMS))
    {
        return Ok(Vec::new());
    }
    let parsed = DeTable::parse(text).map_err(|error| error.message().to_owned())?;
    let mut entries = parsed.get_ref().iter();
    let list = entries.find(|(name, _)| name.get_ref() == SYNONYMS);
    let Some(DeValue::Array(list)) = list.map(|(_, value)| value.get_ref()) else {
        return Ok(Vec::new());
    };
    let lines = list.iter().map(|line| match line.get_ref() {
        DeValue::String(line) => Ok(line.replace(['\n', '\r'], " ")),
        _ => Err("`synonyms` is a list of texts, such as [\"Kyiv, Kiev\"]".to_owned()),
    });
    lines.collect()
}

/// The tables of a file in its order.
///
/// # Errors
/// What is wrong first, with its line.
pub(super) fn parse(text: &str) -> Result<Vec<Entry>, String> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let file = File { text };
    let parsed = DeTable::parse(text).map_err(|error| {
        let reason = error.message().lines().collect::<Vec<_>>().join(", ");
        file.fault(error.span().unwrap_or_default(), &reason)
    })?;
    // a list of synonyms is for those who search
    let tables = parsed.get_ref().iter().filter(|(name, value)| {
        let is_list = matches!(value.get_ref(), DeValue::Array(_));
        !(is_list && name.get_ref() == SYNONYMS)
    });
    let mut tables: Vec<_> = tables.collect();
    tables.sort_by_key(|(glob, _)| glob.span().start);
    let entry = |(glob, table): (&Spanned<_>, &Spanned<DeValue<'_>>)| {
        let name: &std::borrow::Cow<'_, str> = glob.get_ref();
        let DeValue::Table(table) = table.get_ref() else {
            let known = KEYS.contains(&name.as_ref());
            let reason = if known {
                format!(
                    "`{name}` is said of no files: above it belongs a pattern in brackets, such as [\"*.txt\"]"
                )
            } else {
                format!("`{name}` is no table: a pattern stands in brackets, as [\"{name}\"]")
            };
            return Err(file.fault(glob.span(), &reason));
        };
        Ok(Entry {
            line: file.line(&glob.span()),
            glob: name.to_string(),
            correction: file.correction(table)?,
        })
    };
    tables.into_iter().map(entry).collect()
}

/// A file of which faults are told.
struct File<'t> {
    text: &'t str,
}

/// A text of the file.
fn told(text: &str) -> Told<String> {
    Told::of(text.to_owned(), Origin::Corrections)
}

impl File<'_> {
    fn line(&self, span: &Range<usize>) -> usize {
        let before = self.text.get(..span.start).unwrap_or(self.text);
        1 + before.matches('\n').count()
    }

    fn fault(&self, span: Range<usize>, reason: &str) -> String {
        at_line(self.line(&span), reason)
    }

    fn correction(&self, table: &DeTable<'_>) -> Result<Correction, String> {
        let mut correction = Correction::default();
        let mut keys: Vec<_> = table.iter().collect();
        keys.sort_by_key(|(key, _)| key.span().start);
        for (key, value) in keys {
            let name: &str = key.get_ref();
            let said = Self::say(&mut correction, name, value);
            said.map_err(|reason| self.fault(key.span(), &reason))?;
        }
        Ok(correction)
    }

    /// Takes what a key says.
    fn say(
        correction: &mut Correction,
        key: &str,
        value: &Spanned<DeValue<'_>>,
    ) -> Result<(), String> {
        let value = value.get_ref();
        let Correction { rules, skip } = correction;
        let known = &mut rules.corrected;
        match key {
            "title" => known.title = Some(told(text(key, value)?)),
            "source" => known.source = Some(told(text(key, value)?)),
            "author" => known.author = Some(told(text(key, value)?)),
            "url" => known.url = Some(told(text(key, value)?)),
            "tags" => known.tags = tags(value)?,
            "date" => known.date = Some(Told::of(date(value)?, Origin::Corrections)),
            "language" => {
                let language = language(text(key, value)?)?;
                known.language = Some(Told::of(language, Origin::Corrections));
            }
            "format" => rules.kind = Some(kind(text(key, value)?)?),
            "encoding" => rules.encoding = Some(encoding(text(key, value)?)?),
            "fields" => Self::fields(rules, value)?,
            "skip" => match value {
                DeValue::Boolean(value) => *skip = Some(*value),
                _ => return Err("`skip` is `true` or `false`".to_owned()),
            },
            key if COMMANDS.contains(&key) => {
                return Err(format!(
                    "`{key}`: programs are run by what is typed only, see --pre, and never by a file of the corpus"
                ));
            }
            key => return Err(unknown("key", key, KEYS)),
        }
        Ok(())
    }

    fn fields(rules: &mut Rules, value: &DeValue<'_>) -> Result<(), String> {
        let DeValue::Table(table) = value else {
            return Err("`fields` is a table, such as { title = \"headline\" }".to_owned());
        };
        for (key, value) in table {
            let name: &str = key.get_ref();
            let field = Field::ALL.iter().find(|(_, known)| *known == name);
            let names: Vec<&str> = Field::ALL.iter().map(|(_, name)| *name).collect();
            let (field, _) = field.ok_or_else(|| unknown("field", name, &names))?;
            rules
                .fields
                .0
                .push((*field, text(name, value.get_ref())?.to_owned()));
        }
        rules.fields.0.sort();
        Ok(())
    }
}

fn text<'v>(key: &str, value: &'v DeValue<'_>) -> Result<&'v str, String> {
    match value {
        DeValue::String(text) if !text.trim().is_empty() => Ok(text),
        _ => Err(format!("`{key}` is a text in quotation marks")),
    }
}

fn tags(value: &DeValue<'_>) -> Result<Vec<Told<String>>, String> {
    let one = |value| text("tags", value).map(told);
    match value {
        DeValue::Array(tags) => tags.iter().map(|tag| one(tag.get_ref())).collect(),
        tag => Ok(vec![one(tag)?]),
    }
}

/// A date as a text, as TOML has it, or as the number of a year.
fn date(value: &DeValue<'_>) -> Result<Date, String> {
    let date = match value {
        DeValue::String(text) => Date::parse(text),
        DeValue::Datetime(date) => Date::parse(&date.to_string()),
        DeValue::Integer(year) => Date::parse(year.as_str()).filter(|_| year.as_str().len() == 4),
        _ => None,
    };
    date.ok_or_else(|| {
        "`date` is a date of ISO 8601, whole or in part: 2024-06-19, \"2024-06\", 2024".to_owned()
    })
}

fn language(name: &str) -> Result<Language, String> {
    match Language::named(name)[..] {
        [language] => Ok(language),
        [] => {
            let like = Language::names_like(name).join(", ");
            let like = Some(like).filter(|like| !like.is_empty());
            let like = like
                .map(|like| format!(", the nearest is {like}"))
                .unwrap_or_default();
            Err(format!("no language is called `{name}`{like}"))
        }
        _ => Err(format!(
            "several languages are called `{name}`: give a code"
        )),
    }
}

fn kind(name: &str) -> Result<Kind, String> {
    Kind::from_name(name).ok_or_else(|| {
        let names: Vec<&str> = Kind::all().map(Kind::name).collect();
        unknown("format", name, &names)
    })
}

fn encoding(label: &str) -> Result<String, String> {
    let is_known = Charset::from_label(label).is_some();
    is_known
        .then(|| label.to_owned())
        .ok_or_else(|| unknown("encoding", label, ENCODINGS))
}

/// A message about a name that nobody knows, with the nearest one.
fn unknown(what: &str, name: &str, known: &[&str]) -> String {
    let nearest = known
        .iter()
        .min_by_key(|known| strsim::osa_distance(name, known));
    let nearest = nearest.map(|nearest| format!(", the nearest is `{nearest}`"));
    format!("unknown {what} `{name}`{}", nearest.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::article::Metadata;

    #[test]
    fn all_that_can_be_corrected_is_taken() {
        let text = "\
            # what was found wrong\n\
            ['b/*.html']\n\
            title = 'Storm'\n\
            date = 2024-06-19T08:30:00+02:00\n\
            language = 'German'\n\
            source = 'Der Bote'\n\
            author = 'K. Blum'\n\
            url = 'https://example.org'\n\
            tags = ['storm', 'coast']\n\
            encoding = 'windows-1251'\n\
            format = 'html'\n\
            fields = { title = 'headline', text = 'body' }\n\
            \n\
            ['a.txt']\n\
            skip = true\n\
            date = 1998\n\
            tags = 'old'\n";
        let entries = parse(text).expect("a file");
        let globs: Vec<_> = entries
            .iter()
            .map(|entry| (entry.line, entry.glob.as_str()))
            .collect();
        assert_eq!(globs, [(2, "b/*.html"), (14, "a.txt")]);
        let Correction { rules, skip } = &entries[0].correction;
        let expected = Metadata {
            title: Some(told("Storm")),
            date: Date::parse("2024-06-19T08:30+02:00")
                .map(|date| Told::of(date, Origin::Corrections)),
            language: Language::from_code("de")
                .map(|language| Told::of(language, Origin::Corrections)),
            source: Some(told("Der Bote")),
            author: Some(told("K. Blum")),
            url: Some(told("https://example.org")),
            tags: vec![told("storm"), told("coast")],
            pages: Vec::new(),
        };
        assert_eq!((&rules.corrected, *skip), (&expected, None));
        assert_eq!(
            (rules.kind, rules.encoding.as_deref()),
            (Some(Kind::Html), Some("windows-1251"))
        );
        let fields = vec![
            (Field::Title, "headline".to_owned()),
            (Field::Text, "body".to_owned()),
        ];
        assert_eq!(rules.fields.0, fields);
        let other = &entries[1].correction;
        assert_eq!(other.skip, Some(true));
        assert_eq!(
            other.rules.corrected.date.map(|told| told.value),
            Date::of_year(1998)
        );
        assert_eq!(parse("").expect("nothing").len(), 0);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line_and_what_is_near() {
        for (text, expected) in [
            (
                "['a']\nlangauge = 'de'",
                "line 2: unknown key `langauge`, the nearest is `language`",
            ),
            (
                "['a']\n\n  Title = 'x'",
                "line 3: unknown key `Title`, the nearest is `title`",
            ),
            (
                "['a']\nlanguage = 'Germn'",
                "line 2: no language is called `Germn`, the nearest is ",
            ),
            (
                "['a']\nformat = 'htlm'",
                "line 2: unknown format `htlm`, the nearest is `html`",
            ),
            (
                "['a']\nfields = { titel = 'x' }",
                "line 2: unknown field `titel`, the nearest is `title`",
            ),
            (
                "['a']\ndate = 'yesterday'",
                "line 2: `date` is a date of ISO 8601",
            ),
            (
                "['a']\ndate = 20240619",
                "line 2: `date` is a date of ISO 8601",
            ),
            (
                "['a']\ndate = 08:30:00",
                "line 2: `date` is a date of ISO 8601",
            ),
            (
                "['a']\nencoding = 'windws-1251'",
                "line 2: unknown encoding `windws-1251`, the nearest is `windows-1251`",
            ),
            ("['a']\nskip = 1", "line 2: `skip` is `true` or `false`"),
            (
                "['a']\ntitle = 7",
                "line 2: `title` is a text in quotation marks",
            ),
            (
                "['a']\ntags = [1]",
                "line 2: `tags` is a text in quotation marks",
            ),
            (
                "['a']\npre = 'rm -r /'",
                "line 2: `pre`: programs are run by what is typed only",
            ),
            ("title = 'x'", "line 1: `title` is said of no files"),
            ("x = 1", "line 1: `x` is no table"),
            ("['a']\ntitle = 'x'\n['a']\ntitle = 'y'", "line 3: "),
            ("['a'\n", "line 1: "),
        ] {
            let fault = parse(text).err().unwrap_or_default();
            assert!(fault.starts_with(expected), "{text}: {fault}");
            assert!(!fault.contains('\n'), "{fault}");
        }
    }

    proptest! {
        #[test]
        fn any_file_is_read_or_refused(text in "(\\[\"?[a-z*]{0,3}\"?\\]\n|(title|date|skip|fields|x) ?= ?('a'|[0-9:-]{1,10}|true|\\{ a = 1 \\}|\\[1\\])\n|\\PC){0,8}") {
            let _ = parse(&text);
        }
    }
}
