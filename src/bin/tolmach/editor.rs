//! How is a hit opened? By the editor of whoever asks, at its line.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, bail};
use tolmach::hit::Hit;

/// Opens the file of a hit.
pub fn open(hit: &Hit) -> anyhow::Result<()> {
    let Some(file) = &hit.file else {
        bail!("`{}` is in no file", hit.article);
    };
    let told = ["VISUAL", "EDITOR"].iter().find_map(|name| {
        let value = std::env::var(name).ok();
        value.filter(|value| !value.trim().is_empty())
    });
    let editor = told.unwrap_or_else(|| "vi".to_owned());
    let column = hit.highlights.iter().find(|mark| mark.line == hit.line);
    let column = column.map_or(1, |mark| mark.column);
    let mut command = Command::new("sh");
    // the variable may have arguments of its own, so a shell reads it, as for git
    command
        .arg("-c")
        .arg(format!("{editor} \"$@\""))
        .arg(&editor);
    command.args(arguments(&editor, file, hit.line, column));
    let status = command
        .status()
        .with_context(|| format!("cannot run the editor `{editor}`"))?;
    if !status.success() {
        bail!("the editor `{editor}` ended with {status}");
    }
    Ok(())
}

/// What tells an editor the file and the line.
fn arguments(editor: &str, file: &Path, line: usize, column: usize) -> Vec<std::ffi::OsString> {
    let program = editor.split_whitespace().next().unwrap_or_default();
    let name = Path::new(program).file_stem().unwrap_or_default();
    let mut with_line = file.as_os_str().to_owned();
    with_line.push(format!(":{line}:{column}"));
    match name.to_str().unwrap_or_default() {
        "code" | "code-insiders" | "codium" | "cursor" | "windsurf" => {
            vec!["--goto".into(), with_line]
        }
        "hx" | "helix" | "subl" | "zed" | "lapce" => vec![with_line],
        "mate" | "kate" => {
            vec!["-l".into(), line.to_string().into(), file.into()]
        }
        _ => vec![format!("+{line}").into(), file.into()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_editor_is_told_the_line_in_its_way() {
        let told = |editor: &str| {
            let arguments = arguments(editor, Path::new("/c/a b.txt"), 3, 9);
            let texts = arguments
                .into_iter()
                .map(|one| one.into_string().expect("text"));
            texts.collect::<Vec<_>>().join("|")
        };
        assert_eq!(told("/usr/bin/vim -n"), "+3|/c/a b.txt");
        assert_eq!(told("code --wait"), "--goto|/c/a b.txt:3:9");
        assert_eq!(told("hx"), "/c/a b.txt:3:9");
        assert_eq!(told("kate"), "-l|3|/c/a b.txt");
        assert_eq!(told("unknown"), "+3|/c/a b.txt");
    }
}
