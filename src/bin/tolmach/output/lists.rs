//! How are paths and counts printed? A line each, or a NUL byte behind each path.

use std::io::Write;

use tolmach::search::SearchResult;

use super::answer::{Answer, Output};
use crate::terminal::safe;

/// Prints the file of each hit once, with how many of its passages match if they are to be counted.
pub fn print_files(
    output: &mut Output<'_, impl Write>,
    result: &SearchResult,
) -> anyhow::Result<()> {
    let arguments = &output.arguments.output;
    let mut files: Vec<(Vec<u8>, usize)> = Vec::new();
    let mut known = std::collections::HashMap::new();
    for hit in &result.hits {
        let path = output.path(hit);
        let bytes = if arguments.null {
            path.as_os_str().as_encoded_bytes().to_vec()
        } else {
            safe(&path.to_string_lossy()).into_bytes()
        };
        let passages = 1 + hit.more_passages.unwrap_or_default();
        let at = *known.entry(path).or_insert(files.len());
        match files.get_mut(at) {
            Some(file) => file.1 += passages,
            None => files.push((bytes, passages)),
        }
    }
    for (path, passages) in files {
        output.out.write_all(&path)?;
        match (arguments.null, arguments.count) {
            (true, true) => writeln!(output.out, "\0{passages}")?,
            (true, false) => output.out.write_all(b"\0")?,
            (false, true) => writeln!(output.out, "\t{passages}")?,
            (false, false) => writeln!(output.out)?,
        }
    }
    Ok(())
}

/// Prints how many passages and articles match, behind the id of the query if it has one.
pub fn print_count(output: &mut Output<'_, impl Write>, answer: Answer<'_>) -> anyhow::Result<()> {
    if let Some(id) = answer.id {
        write!(output.out, "{}\t", safe(id))?;
    }
    let matches = answer.result.matches.as_ref();
    let told = |number: Option<usize>| number.map(|number| number.to_string()).unwrap_or_default();
    let passages = told(matches.map(|matches| matches.passages));
    let articles = told(matches.map(|matches| matches.articles));
    writeln!(output.out, "{passages}\t{articles}")?;
    Ok(())
}
