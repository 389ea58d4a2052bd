//! What is an error called by programs? A word that does not change with the message.

use super::Error;

impl Error {
    /// The name of what went wrong, as JSON tells it.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::ReadCorpus { .. } => "read_corpus",
            Self::Overlap { .. } => "overlap",
            Self::NamedTwice { .. } => "named_twice",
            Self::SameName { .. } => "same_name",
            Self::SameArticle { .. } => "same_article",
            Self::BadPattern { .. } => "bad_pattern",
            Self::NoDate { .. } => "no_date",
            Self::NoIndex { .. } => "no_index",
            Self::OtherVersion { .. } => "other_version",
            Self::Damaged { .. } => "damaged",
            Self::ReadIndex { .. } => "read_index",
            Self::NotAnIndex { .. } => "not_an_index",
            Self::WriteIndex { .. } => "write_index",
            Self::NoLock { .. } => "no_lock",
            Self::Unsynced { .. } => "unsynced",
            Self::Busy { .. } => "busy",
            Self::EmptiedCorpus { .. } => "emptied_corpus",
            Self::RebuildLoses { .. } => "rebuild_loses",
            Self::StaleHit { .. } => "stale_hit",
            Self::EmptyQuery { .. } => "empty_query",
            Self::OnlyExclusions { .. } => "only_exclusions",
            Self::UnknownArticle { .. } => "unknown_article",
            Self::NotIndexed { .. } => "not_indexed",
            Self::Beyond { .. } => "beyond",
            Self::UnknownLanguage { .. } => "unknown_language",
            Self::BadLine { .. } => "bad_line",
            Self::EmptyFile { .. } => "empty_file",
            Self::NothingJudged { .. } => "nothing_judged",
            Self::OtherTopics { .. } => "other_topics",
            Self::BadRunName { .. } => "bad_run_name",
            Self::BusyRun { .. } => "busy_run",
            Self::Runs { .. } => "runs",
            Self::OtherCorpus { .. } => "other_corpus",
            Self::CorpusGone { .. } => "corpus_gone",
            Self::CorpusForgotten { .. } => "corpus_forgotten",
            Self::ListForgotten { .. } => "list_forgotten",
            Self::CorpusIsIndex { .. } => "corpus_is_index",
            Self::Engine(..) => "engine",
            Self::IndexIsCorpus { .. } => "index_is_corpus",
        }
    }
}
