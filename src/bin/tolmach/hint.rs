//! What helps against an error? A line to paste, where there is one.

use std::io;
use std::path::Path;

use tolmach::Error;

use crate::missing;
use crate::terminal::quoted;

/// What may help where the engine fails without a reason that is known.
const DAMAGED: &str =
    "if this happens again the index is damaged, build it anew: tolmach index --rebuild";

/// What to do about an error.
pub fn hint(error: &Error) -> Option<String> {
    let hint = match error {
        Error::CorpusForgotten { index } => {
            format!("name them: tolmach index CORPUS --index {}", quoted(index))
        }
        Error::NoIndex { path } => missing::hint(path),
        Error::OtherVersion { path, .. } | Error::Damaged { path, .. } => {
            format!(
                "build it anew: tolmach index --index {}",
                quoted(path)
            )
        }
        Error::StaleHit { index, .. } => {
            format!("bring the index up to date: tolmach index --index {}", quoted(index))
        }
        Error::ReadCorpus { .. } | Error::CorpusIsIndex { .. } => {
            "name the folder that has the articles: tolmach index FOLDER".into()
        }
        Error::Overlap { outer, .. } => format!("name that one only: tolmach index {}", quoted(outer)),
        Error::NamedTwice { one, .. } => format!("name it once: tolmach index {}", quoted(one)),
        Error::SameName { name, one, other } => format!(
            "give one another name: tolmach index {} {}",
            quoted(one),
            quoted(Path::new(&format!("{name}2={}", other.display()))),
        ),
        Error::BadPattern { pattern, .. } if pattern.starts_with('!') => {
            "say the opposite with the other option, --include or --exclude; `\\!` is the character".into()
        }
        Error::BadPattern { .. } => {
            "patterns are those of .gitignore: --include '*.txt' --exclude drafts/; `\\[` is the character".into()
        }
        Error::NoDate { .. } => "dates are those of ISO 8601, whole or in part: 2024, 2024-06, 2024-06-19".into(),
        Error::NotAnIndex { .. } | Error::IndexIsCorpus { .. } => "name another folder for the index: --index DIR".into(),
        Error::ReadIndex { path, source } => return unreadable(path, source),
        Error::NoLock { .. } => "name a place on a file system that has locks: --index DIR".into(),
        Error::Unsynced { path, .. } => {
            format!("see whether it is whole: tolmach verify --index {}", quoted(path))
        }
        Error::WriteIndex { source, .. }
            if matches!(source.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem) =>
        {
            "name a folder that can be written: --index DIR".into()
        }
        Error::WriteIndex { path, .. } if path.is_file() => missing::of_file(path),
        Error::WriteIndex { .. } => {
            "make room (an index takes about as much as the text) or name a place with room: --index DIR".into()
        }
        Error::Engine(_) => DAMAGED.into(),
        Error::EmptiedCorpus { index, left_out: 1.., .. } => format!(
            "tolmach index --index {} --dry-run --allow-empty says by which rule; \
             without --dry-run it removes all articles",
            quoted(index)
        ),
        Error::OtherCorpus { index, corpus, .. } => {
            let corpus: Vec<String> = corpus.iter().map(|folder| quoted(folder.as_ref())).collect();
            let (index, corpus) = (quoted(index), corpus.join(" "));
            format!(
                "tolmach index --index {index} updates it; to make it one of the other: \
                 tolmach index {corpus} --index {index} --replace-corpus"
            )
        }
        Error::CorpusGone { index, .. } => format!(
            "if it was moved: tolmach index FOLDER --index {} --replace-corpus",
            quoted(index)
        ),
        Error::ListForgotten { index } => format!(
            "give the list again: tolmach index --index {0} --files-from FILE; \
             or take all files: tolmach index --index {0} --reset-selection",
            quoted(index)
        ),
        Error::RebuildLoses { index, .. } => format!(
            "update without --rebuild to keep them, or, if they are gone: \
             tolmach index --index {} --rebuild --allow-empty",
            quoted(index)
        ),
        Error::EmptiedCorpus { index, .. } => format!(
            "if all its articles were removed indeed: tolmach index --index {} --allow-empty",
            quoted(index)
        ),
        Error::Busy { .. } => "wait until it has finished, or name another place: --index DIR".into(),
        Error::BadRunName { .. } => "a name has letters, digits, - and _: tolmach new flood-2024 QUERY".into(),
        Error::BusyRun { .. } => "wait until that has finished".into(),
        Error::Runs { .. } => {
            "the folder must be one that can be written; `--forget` or removing the file begins anew".into()
        }
        Error::EmptyQuery { .. } => "a word has a letter or a digit: tolmach search Kim Jong Un".into(),
        Error::OnlyExclusions { .. } => "name a word to search for too: tolmach search Kim -Trump".into(),
        Error::NothingJudged { .. } => {
            "a topic is `id<TAB>text`, and a line of the qrels `id 0 ARTICLE GRADE` with the same id".into()
        }
        Error::OtherTopics { .. } => "make a run of these topics: tolmach eval … --run FILE".into(),
        Error::UnknownArticle { closest, .. } if !closest.is_empty() => {
            let closest: Vec<String> = closest.iter().map(|path| quoted(path.as_ref())).collect();
            format!("like it: {}", closest.join(" "))
        }
        Error::NotIndexed { name, .. } => {
            format!("tolmach why {} WORD says more", quoted(name.as_ref()))
        }
        Error::UnknownArticle { .. } => "name a path as the hits of `tolmach search` show it".into(),
        Error::UnknownLanguage { closest, .. } if !closest.is_empty() => {
            format!("like it: {}; all of them: tolmach languages", closest.join(", "))
        }
        Error::UnknownLanguage { .. } => "tolmach languages".into(),
        _ => return None,
    };
    Some(hint)
}

/// What helps where the system does not let an index be read.
fn unreadable(index: &Path, source: &io::Error) -> Option<String> {
    const TOO_MANY_OPEN_FILES: [i32; 2] = [23, 24];
    const INPUT_OUTPUT: i32 = 5;
    let number = source.raw_os_error()?;
    if source.kind() == io::ErrorKind::PermissionDenied {
        let index = quoted(index);
        Some(format!(
            "its owner can let all read it: chmod -R a+rX {index}"
        ))
    } else if TOO_MANY_OPEN_FILES.contains(&number) {
        Some("allow more open files: ulimit -n 4096".into())
    } else if number == INPUT_OUTPUT {
        Some("the disk may be failing: look at `dmesg`, and build the index on another one".into())
    } else {
        None
    }
}
