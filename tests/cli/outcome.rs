//! What a run of the program left behind, compared whole with what is expected.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::schema::faults;

/// What a run of the program left behind.
pub(crate) struct Outcome {
    command: String,
    pub code: Option<i32>,
    /// With the milliseconds of a summary as 0.
    pub stdout: String,
    /// With times, speeds and the size of the index as `#`.
    pub stderr: String,
}

/// Runs a command with `input` on its standard input.
pub(crate) fn outcome(command: &mut Command, input: &[u8]) -> Outcome {
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("the command starts");
    // whoever does not read its input closes it, which is no fault
    let _ = child.stdin.take().expect("a pipe").write_all(input);
    let output = child.wait_with_output().expect("the command ends");
    let outcome = Outcome {
        command: format!("{command:?}"),
        code: output.status.code(),
        stdout: timeless(&String::from_utf8(output.stdout).expect("stdout is UTF-8")),
        stderr: normalized(&String::from_utf8_lossy(&output.stderr)),
    };
    assert!(!outcome.stderr.contains("panicked at"), "{outcome}");
    outcome
}

impl Outcome {
    /// The run ended with this code and wrote exactly this; a line end at the start of the expected texts is for the eye.
    #[track_caller]
    pub(crate) fn is(&self, code: i32, stdout: &str, stderr: &str) {
        let stdout = stdout.strip_prefix('\n').unwrap_or(stdout);
        let stderr = stderr.strip_prefix('\n').unwrap_or(stderr);
        let mut complaint = String::new();
        for (what, expected, got) in [
            ("stdout", stdout, self.stdout.as_str()),
            ("stderr", stderr, self.stderr.as_str()),
        ] {
            if expected != got {
                let _ = writeln!(complaint, "\n{what} differs:\n{}", diff(expected, got));
            }
        }
        let expected =
            format!("\nexpected exit code {code}, stdout:\n{stdout}\nexpected stderr:\n{stderr}\n");
        assert!(
            complaint.is_empty() && self.code == Some(code),
            "{self}{expected}{complaint}"
        );
    }

    /// The run ended with this code.
    #[track_caller]
    pub(crate) fn exits(&self, code: i32) -> &Self {
        assert_eq!(self.code, Some(code), "{self}");
        self
    }

    /// With scores on stdout as `#`: their digits are for the tests of ranking.
    pub(crate) fn without_scores(mut self) -> Self {
        let is_number = |c: char| c.is_ascii_digit() || c == '.';
        let mut masked = String::new();
        let mut rest = self.stdout.as_str();
        while let Some(start) = rest.find(is_number) {
            let tail = &rest[start..];
            let end = tail.find(|c| !is_number(c)).unwrap_or(tail.len());
            // no other number has four digits behind a point
            let fraction = tail[..end].split_once('.').map_or("", |(_, digits)| digits);
            let is_score = fraction.len() >= 4 && !fraction.contains('.');
            masked.push_str(&rest[..start]);
            masked.push_str(if is_score { "#" } else { &tail[..end] });
            rest = &tail[end..];
        }
        masked.push_str(rest);
        self.stdout = masked;
        self
    }

    /// The lines of stdout as JSON, each as the schema in `docs/` says.
    #[track_caller]
    pub(crate) fn json(&self) -> Vec<Value> {
        let parse = |line| serde_json::from_str(line).unwrap_or_else(|_| panic!("{self}"));
        let lines: Vec<Value> = self.stdout.lines().map(parse).collect();
        for line in &lines {
            let faults = faults(line);
            assert!(
                faults.is_empty(),
                "{self}not as the schema says: {faults:#?}"
            );
        }
        lines
    }
}

impl std::fmt::Display for Outcome {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            command,
            code,
            stdout,
            stderr,
        } = self;
        write!(
            formatter,
            "{command}\ngot exit code {code:?}, stdout:\n{stdout}\ngot stderr:\n{stderr}\n"
        )
    }
}

/// Stderr with what differs from run to run as `#`, and a cause that is told twice told once: that is for
/// `errors::a_cause_is_told_once` to complain about.
fn normalized(stderr: &str) -> String {
    let lines = stderr.split_inclusive('\n').map(|line| {
        let mut line = line.to_owned();
        for unit in [" ms\n", " s (", " s; ", " MB/s)"] {
            if let Some(end) = line.find(unit) {
                let number = |c: char| c.is_ascii_digit() || c == '.';
                let start = line[..end].trim_end_matches(number).len();
                line.replace_range(start..end, "#");
            }
        }
        if let Some((head, tail)) = line.split_once("; index ") {
            let place = tail.find(" at ").map_or("", |at| &tail[at..]);
            line = format!("{head}; index #{place}");
        }
        let repeated = line.match_indices(": ").map(|(at, _)| at);
        if let Some(at) = repeated
            .into_iter()
            .find(|at| line[..*at].ends_with(line[at + 2..].trim_end()))
        {
            line.truncate(at);
            line.push('\n');
        }
        line
    });
    lines.collect()
}

/// JSON with the milliseconds that a search took as 0.
fn timeless(stdout: &str) -> String {
    const TIME: &str = "\"milliseconds\":";
    let mut parts = stdout.split(TIME);
    let first = parts.next().unwrap_or_default().to_owned();
    let is_number = |c: char| c.is_ascii_digit() || c == '.';
    parts.fold(first, |text, part| {
        text + TIME + "0" + part.trim_start_matches(is_number)
    })
}

/// The lines that differ, with `-` those expected and with `+` those got.
pub(crate) fn diff(expected: &str, got: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), got.lines().collect());
    // common[i][j]: how many lines old[i..] and new[j..] have in common, in order
    let mut common = vec![vec![0; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i][j] = if old[i] == new[j] {
                common[i + 1][j + 1] + 1
            } else {
                common[i + 1][j].max(common[i][j + 1])
            };
        }
    }
    let (mut i, mut j, mut lines) = (0, 0, String::new());
    while i < old.len() || j < new.len() {
        let (sign, line) = if i < old.len() && j < new.len() && old[i] == new[j] {
            (i, j) = (i + 1, j + 1);
            (' ', old[i - 1])
        } else if j == new.len() || (i < old.len() && common[i + 1][j] >= common[i][j + 1]) {
            i += 1;
            ('-', old[i - 1])
        } else {
            j += 1;
            ('+', new[j - 1])
        };
        let _ = writeln!(lines, "{sign} {line}");
    }
    lines
}
