//! Where does a click lead? A link around what is printed (OSC 8), to a file and a line, in the format of ripgrep.

use std::fmt::Write as _;
use std::path::Path;

/// What a format may have between braces.
const VARIABLES: [&str; 5] = ["path", "host", "line", "column", "wslprefix"];

/// Formats that have names.
const NAMED: [(&str, &str); 12] = [
    ("default", "file://{host}{path}"),
    ("none", ""),
    ("file", "file://{host}{path}"),
    ("cursor", "cursor://file{path}:{line}:{column}"),
    ("grep+", "grep+://{path}:{line}"),
    ("kitty", "file://{host}{path}#{line}"),
    (
        "macvim",
        "mvim://open?url=file://{path}&line={line}&column={column}",
    ),
    (
        "textmate",
        "txmt://open?url=file://{path}&line={line}&column={column}",
    ),
    ("vscode", "vscode://file{path}:{line}:{column}"),
    (
        "vscode-insiders",
        "vscode-insiders://file{path}:{line}:{column}",
    ),
    ("vscodium", "vscodium://file{path}:{line}:{column}"),
    ("zed", "zed://file{path}:{line}:{column}"),
];

/// A format of links.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hyperlink {
    format: String,
}

impl Hyperlink {
    /// Reads a format, or the name of one.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let named = NAMED.iter().find(|(name, _)| *name == text);
        let format = named.map_or(text, |(_, format)| format);
        if named.is_none() && !format.contains("{path}") {
            let known: Vec<&str> = NAMED.iter().map(|(name, _)| *name).collect();
            let known = known.join(", ");
            return Err(format!("a link needs {{path}}, or is one of {known}"));
        }
        if format.contains(|c: char| c.is_control() || c.is_whitespace()) {
            return Err("a link has no spaces".to_owned());
        }
        let variables = format.split('{').skip(1);
        for variable in variables {
            let name = variable.split('}').next().unwrap_or_default();
            if !variable.contains('}') || !VARIABLES.contains(&name) {
                let known = VARIABLES.join("}, {");
                return Err(format!("`{{{name}` is none of {{{known}}}"));
            }
        }
        Ok(Self {
            format: format.to_owned(),
        })
    }

    /// The format that the terminal is known to follow, if it is known to follow any.
    pub fn of_terminal() -> Option<Self> {
        let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let program = variable("TERM_PROGRAM").unwrap_or_default();
        let term = variable("TERM").unwrap_or_default();
        let is_newer_vte = variable("VTE_VERSION").and_then(|version| version.parse::<u32>().ok());
        let format = if program == "vscode" {
            "vscode"
        } else if term == "xterm-kitty" || variable("KITTY_WINDOW_ID").is_some() {
            "kitty"
        } else if ["iTerm.app", "WezTerm", "ghostty", "Hyper", "rio"].contains(&program.as_str())
            || ["alacritty", "foot", "wezterm", "xterm-ghostty"].contains(&term.as_str())
            || ["WT_SESSION", "KONSOLE_VERSION", "DOMTERM"].iter().any(|name| variable(name).is_some())
            // links were broken in older ones
            || is_newer_vte.is_some_and(|version| version >= 5001)
        {
            "default"
        } else {
            return None;
        };
        Self::parse(format).ok()
    }

    /// The text as a link to a line of a file.
    pub fn around(&self, text: &str, path: &Path, line: usize, column: usize) -> String {
        if self.format.is_empty() {
            return text.to_owned();
        }
        let target = self
            .format
            .replace("{host}", &host())
            .replace("{wslprefix}", &wsl_prefix())
            .replace("{line}", &line.to_string())
            .replace("{column}", &column.to_string())
            .replace("{path}", &encoded(path));
        format!("\x1b]8;;{target}\x1b\\{text}\x1b]8;;\x1b\\")
    }
}

/// A path as a part of a URL.
fn encoded(path: &Path) -> String {
    let mut encoded = String::new();
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => {
                encoded.push(char::from(*byte));
            }
            _ => {
                let _ = write!(encoded, "%{byte:02X}"); // a string takes all
            }
        }
    }
    encoded
}

/// The name of this machine, so that a terminal elsewhere does not open a file of its own; empty if it is not known.
fn host() -> String {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let is_of_host = |c: &char| c.is_ascii_alphanumeric() || "-.".contains(*c);
    name.trim().chars().filter(is_of_host).collect()
}

fn wsl_prefix() -> String {
    let distribution = std::env::var("WSL_DISTRO_NAME").unwrap_or_default();
    if distribution.is_empty() {
        return String::new();
    }
    format!("wsl$/{}", encoded(Path::new(&distribution)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_link_leads_to_the_line_of_the_file() {
        let link = |format: &str| {
            let format = Hyperlink::parse(format).expect("a format");
            format.around("a b:3", Path::new("/c/a b\u{1b}ü%.txt"), 3, 9)
        };
        assert_eq!(
            link("vscode"),
            "\x1b]8;;vscode://file/c/a%20b%1B%C3%BC%25.txt:3:9\x1b\\a b:3\x1b]8;;\x1b\\"
        );
        assert_eq!(
            link("x:{line}{path}"),
            "\x1b]8;;x:3/c/a%20b%1B%C3%BC%25.txt\x1b\\a b:3\x1b]8;;\x1b\\"
        );
        assert_eq!(link("none"), "a b:3");
    }

    #[test]
    fn what_is_no_format_is_told() {
        for text in [
            "",
            "file://",
            "x{path}{foo}",
            "x{path}{",
            "x {path}",
            "x{path}\u{1b}",
        ] {
            assert!(Hyperlink::parse(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_path_ends_the_link_that_it_is_in(path in ".*") {
            let format = Hyperlink::parse("default").expect("a format");
            let link = format.around("text", Path::new(&path), 1, 1);
            prop_assert_eq!(link.matches('\x1b').count(), 4);
            prop_assert!(!link.contains(char::is_whitespace));
        }
    }
}
