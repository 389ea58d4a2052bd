//! A folder with articles of its own, and the program run in it.

use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use crate::outcome::{Outcome, outcome};

/// The program under test.
pub(crate) const TOLMACH: &str = env!("CARGO_BIN_EXE_tolmach");

/// One event in six languages, the name written in each of the ways that newspapers write it.
pub(crate) const SUMMIT: [(&str, &str); 6] = [
    (
        "de.txt",
        "Treffen in Singapur\nKim Jong-un und der Präsident gaben sich vor den Kameras die Hand. Nach dem Essen unterschrieben sie eine kurze Erklärung.\n",
    ),
    (
        "en.txt",
        "Leaders meet in Singapore\nKim Jong Un and the president shook hands in front of the cameras. The leaders signed a short declaration after a long lunch.\n",
    ),
    (
        "es.txt",
        "Encuentro en Singapur\nKim Jong-un y el presidente se dieron la mano delante de las cámaras. Firmaron una breve declaración después de la comida.\n",
    ),
    (
        "fr.txt",
        // U+2011, the hyphen that does not break a line
        "Rencontre à Singapour\nKim Jong\u{2011}un et le président se sont serré la main devant les caméras. Ils ont signé une courte déclaration après le déjeuner.\n",
    ),
    (
        "it.txt",
        "Incontro a Singapore\nKim Jong Un e il presidente si sono stretti la mano davanti alle telecamere. Hanno firmato una breve dichiarazione dopo il pranzo.\n",
    ),
    (
        "tr.txt",
        "Singapur'da görüşme\nKim Jong Un'un başkanla görüşmesi uzun sürdü. Liderler öğle yemeğinden sonra kısa bir bildiri imzaladı ve el sıkıştı.\n",
    ),
];

/// A folder to work in, with articles in `corpus/`, gone when the test ends.
pub(crate) struct TestEnv {
    dir: TempDir,
}

impl TestEnv {
    /// With the articles of [`SUMMIT`] in `corpus/`.
    pub(crate) fn new() -> Self {
        Self::with_corpus(&SUMMIT)
    }

    /// Without any file.
    pub(crate) fn empty() -> Self {
        let dir = tempfile::tempdir().expect("a folder for the test");
        Self { dir }
    }

    /// With these articles in `corpus/`.
    pub(crate) fn with_corpus(articles: &[(&str, &str)]) -> Self {
        let env = Self::empty();
        fs::create_dir(env.path("corpus")).expect("a corpus");
        for (path, text) in articles {
            env.write(&format!("corpus/{path}"), text);
        }
        env
    }

    /// With the index of `corpus/` built and complete.
    pub(crate) fn indexed(self) -> Self {
        self.run(["index"]).exits(0);
        self
    }

    /// Where a path relative to the folder is.
    pub(crate) fn path(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.dir.path().join(relative)
    }

    /// Writes a file, and the folders that it lies in.
    pub(crate) fn write(&self, relative: &str, content: impl AsRef<[u8]>) {
        let path = self.path(relative);
        let folder = path.parent().expect("a file lies in a folder");
        fs::create_dir_all(folder).expect("a folder for the file");
        fs::write(path, content).expect("a file of the test");
    }

    /// The names in a folder, sorted.
    pub(crate) fn names(&self, relative: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(relative)).expect("a folder to list");
        let mut names: Vec<String> = entries
            .map(|entry| entry.expect("an entry").file_name())
            .map(|name| name.to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    /// The program with these arguments, in the folder; nothing of the caller's environment reaches it.
    pub(crate) fn command<A: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = A>,
    ) -> Command {
        let mut command = Command::new(TOLMACH);
        command.args(arguments);
        self.settle(&mut command);
        command
    }

    /// A shell script in the folder; it calls the program as `"$TOLMACH"`.
    pub(crate) fn script(&self, script: &str) -> Outcome {
        let mut command = Command::new("bash");
        command.args(["-c", script]);
        self.settle(&mut command);
        let path = std::env::var_os("PATH").unwrap_or_default();
        outcome(command.env("PATH", path).env("TOLMACH", TOLMACH), b"")
    }

    /// Sets the permissions of a file or folder.
    pub(crate) fn set_mode(&self, relative: &str, mode: u32) {
        let permissions = fs::Permissions::from_mode(mode);
        fs::set_permissions(self.path(relative), permissions).expect("permissions");
    }

    /// Runs the program so that permissions mean something to it, as they do to root once it has given up two of its
    /// rights; none where it cannot.
    pub(crate) fn run_bound_by_permissions(&self, arguments: &str) -> Option<Outcome> {
        let is_root = fs::metadata(self.dir.path()).expect("an owner").uid() == 0;
        let give_up = "setpriv --bounding-set=-dac_override,-dac_read_search";
        let bound = if is_root { give_up } else { "" };
        // without the right to give up rights `setpriv` does nothing and says nothing
        let probe = format!("touch probe && chmod 0 probe && {bound} test ! -r probe");
        if self.script(&probe).code != Some(0) {
            left_out(arguments, "root cannot give up its rights here");
            return None;
        }
        Some(self.script(&format!("exec {bound} \"$TOLMACH\" {arguments}")))
    }

    fn settle(&self, command: &mut Command) {
        command.env_clear().current_dir(self.dir.path());
        // so that what is marked can be read in what is expected
        command.env("TOLMACH_MARKS", "**");
    }

    /// Runs the program.
    pub(crate) fn run<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Outcome {
        outcome(&mut self.command(arguments), b"")
    }

    /// Runs the program with this on standard input.
    pub(crate) fn run_with_input<A: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = A>,
        input: &str,
    ) -> Outcome {
        outcome(&mut self.command(arguments), input.as_bytes())
    }

    /// The hits of a search, as the JSON lines have them.
    pub(crate) fn hits<A: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = A>,
    ) -> Vec<Value> {
        let mut lines = self.lines(arguments);
        lines.retain(|line| line["kind"] == "hit");
        lines
    }

    /// The lines of a search as JSON: hits, and the summary.
    pub(crate) fn lines<A: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = A>,
    ) -> Vec<Value> {
        let mut command = self.command(["search", "--format", "json"]);
        outcome(command.args(arguments), b"").json()
    }

    /// The articles with a word, sorted, one that has it in several passages as often.
    pub(crate) fn articles_with(&self, word: &str) -> Vec<String> {
        let hits = self.hits(["-n", "1000", word]);
        let articles = hits.iter().map(|hit| hit["article"].as_str());
        let mut articles: Vec<String> = articles
            .map(|article| article.expect("a name").to_owned())
            .collect();
        articles.sort();
        articles
    }

    /// What a search finds, sorted: language, article, and the highlights as the article spells them.
    pub(crate) fn found<A: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = A>,
    ) -> Vec<String> {
        let mut found: Vec<String> = self.hits(arguments).iter().map(summary).collect();
        found.sort();
        found
    }
}

/// A hit in one line: `de a.txt: Häuser|Haus`.
pub(crate) fn summary(hit: &Value) -> String {
    let start = hit["bytes"]["start"].as_u64().expect("a start");
    let text = hit["text"].as_str().expect("a text");
    let highlights = hit["highlights"].as_array().expect("highlights");
    let surfaces: Vec<&str> = highlights
        .iter()
        .map(|span| {
            let byte = |end: &str| (span["bytes"][end].as_u64().expect("a byte") - start) as usize;
            &text[byte("start")..byte("end")]
        })
        .collect();
    format!(
        "{} {}: {}",
        hit["language"].as_str().expect("a language"),
        hit["article"].as_str().expect("an article"),
        surfaces.join("|")
    )
}

/// Says that a test, or the rest of it, cannot be run here.
pub(crate) fn left_out(test: &str, reason: &str) {
    // not `eprintln!`, which is not shown of a test that passes
    let note = format!("LEFT OUT: {test}: {reason}\n");
    let _ = std::io::stderr().write_all(note.as_bytes());
}
