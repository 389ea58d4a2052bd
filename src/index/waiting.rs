//! Where is what is known of files and articles until the table of them is written? Articles wait in a file, so that a file of
//! a million of them takes no more memory than one of ten.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tantivy::TantivyError;

use super::articles::{self, Articles};
use super::files::{FileEntry, FileRecord};
use crate::article::ArticleRecord;
use crate::engine::directory;
use crate::error::Result;

/// Files that wait for the table of files, in the order in which they came, which is that of their paths.
pub(crate) struct WaitingFiles {
    folder: PathBuf,
    name: String,
    /// The file of articles, once there is one.
    file: Option<BufWriter<File>>,
    /// How many bytes it has.
    written: u64,
    /// Each record with the byte where its articles start (postcard).
    records: Vec<u8>,
}

impl WaitingFiles {
    /// Nothing yet; what comes will be in a file of this name in a folder.
    pub(super) fn new(folder: &Path, name: String) -> Self {
        Self {
            folder: folder.to_owned(),
            name,
            file: None,
            written: 0,
            records: Vec::new(),
        }
    }

    /// The byte where the articles of a file start that comes now.
    pub(super) fn position(&self) -> u64 {
        self.written
    }

    /// Adds the next article of the file with this path.
    pub(super) fn add_article(&mut self, article: &ArticleRecord, path: &str) -> Result<()> {
        let encoded = articles::encode(article, path).map_err(not_encoded)?;
        let file = if let Some(file) = &mut self.file {
            file
        } else {
            let file = File::create(self.folder.join(&self.name));
            let file = BufWriter::new(file.map_err(TantivyError::from)?);
            self.file.insert(file)
        };
        file.write_all(&encoded).map_err(TantivyError::from)?;
        self.written += encoded.len() as u64;
        Ok(())
    }

    /// Adds a file of which the articles start at this byte; if it has none in the index, what was added of it counts as nothing.
    pub(super) fn add_file(&mut self, record: &FileRecord, start: u64) -> Result<()> {
        let records = std::mem::take(&mut self.records);
        self.records = postcard::to_extend(&(record, start), records).map_err(not_encoded)?;
        Ok(())
    }

    /// The files, by path, with their articles.
    pub(super) fn into_entries(self) -> Result<Box<dyn Iterator<Item = FileEntry>>> {
        let articles = match self.file {
            Some(mut file) => {
                file.flush().map_err(TantivyError::from)?;
                drop(file);
                directory::mapped(&self.folder, &self.name)?
            }
            None => tantivy::directory::OwnedBytes::empty(),
        };
        let records = self.records;
        let mut at = 0;
        Ok(Box::new(std::iter::from_fn(move || {
            let rest = &records[at..];
            let ((file, start), after): ((FileRecord, u64), _) =
                postcard::take_from_bytes(rest).ok()?;
            at = records.len() - after.len();
            let start = usize::try_from(start).ok()?;
            let bytes = articles.slice(start.min(articles.len())..articles.len());
            let articles = Articles::waiting(bytes, file.articles());
            Some(FileEntry { file, articles })
        })))
    }
}

fn not_encoded(error: postcard::Error) -> TantivyError {
    TantivyError::from(io::Error::other(error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Metadata;
    use crate::duplicates::Fingerprint;
    use crate::index::files::{FileOutcome, by_path};
    use crate::index::surroundings::Telling;
    use crate::skip::Skip;
    use crate::source::FileNotes;

    fn record(path: &str, articles: u64) -> FileRecord {
        FileRecord {
            path: path.to_owned(),
            bytes: 300,
            modified_ms: 0,
            is_in_memory: false,
            is_settled: true,
            telling: Telling::default(),
            hash: None,
            rules: 0,
            outcome: match articles {
                0 => FileOutcome::Skipped(Skip::Empty),
                articles => FileOutcome::Indexed { articles },
            },
            notes: FileNotes::default(),
        }
    }

    fn article(path: &str, number: u64) -> ArticleRecord {
        ArticleRecord {
            name: path.to_owned(),
            metadata: Metadata::default(),
            languages: Vec::new(),
            number,
            fingerprint: Fingerprint::default(),
        }
    }

    #[test]
    fn files_that_waited_in_several_lists_come_by_path_with_their_articles() {
        let folder = tempfile::tempdir().expect("a folder");
        let files: [(&str, usize, &[u64]); 7] = [
            ("a", 1, &[]),
            ("b", 1, &[1]),
            ("c", 0, &[2]),
            ("d", 1, &[]),
            ("e", 0, &[9, 7, 8]),
            ("f", 0, &[4]),
            ("g", 1, &[]),
        ];
        let mut lists = [0, 1, 2].map(|list| WaitingFiles::new(folder.path(), list.to_string()));
        for (path, list, numbers) in files {
            let list = &mut lists[list];
            let start = list.position();
            for number in numbers {
                list.add_article(&article(path, *number), path)
                    .expect("an article");
            }
            // of a file that could not be read to its end articles were added that count as nothing
            if path == "d" {
                list.add_article(&article(path, 99), path)
                    .expect("an article");
            }
            list.add_file(&record(path, numbers.len() as u64), start)
                .expect("a file");
        }
        let lists = lists.map(|list| list.into_entries().expect("entries"));
        let sorted = by_path(lists);
        let sorted: Vec<(String, Vec<u64>)> = sorted
            .map(|entry| (entry.file.path.clone(), entry.articles.numbers().collect()))
            .collect();
        let expected = files.map(|(path, _, numbers)| (path.to_owned(), numbers.to_vec()));
        assert_eq!(sorted, expected);
    }
}
