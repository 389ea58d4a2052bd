//! What is to be indexed? What was typed, else what the index was made of, else `./corpus`.

use std::path::{Component, Path, PathBuf};

use tolmach::Error;
use tolmach::index::{Remembered, remembered};
use tolmach::source::{Folder, Selection, Sources, listed_paths};

use crate::args::{DateFrom, IndexArguments};
use crate::exit::ProgramError;
use crate::input::read_bytes;
use crate::terminal::quoted;

/// The corpus of an index that does not remember one, unless told otherwise.
const DEFAULT_CORPUS: &str = "corpus";

/// What is to be indexed at `index`.
///
/// # Errors
/// A `~` that no shell expanded, a list that cannot be read, an index that does not tell what it was made of.
pub fn sources(arguments: &IndexArguments, index: &Path) -> anyhow::Result<Sources> {
    let typed = arguments.folders.iter().map(|folder| folder.path.as_path());
    let lists = arguments.files_from.as_deref();
    for path in typed.chain([index]).chain(lists) {
        refuse_tilde(path)?;
    }
    let remembered = match remembered(index) {
        // it is built anew, of what was typed
        Err(Error::CorpusForgotten { .. }) if !arguments.folders.is_empty() => None,
        remembered => remembered?,
    };
    let files_from = match &arguments.files_from {
        Some(file) => {
            let list = read_bytes(file, "the list of files")?;
            Some(listed_paths(&list, arguments.null))
        }
        None => None,
    };
    let was_listed = remembered.as_ref().is_some_and(|made_of| made_of.is_listed);
    if was_listed && files_from.is_none() && !arguments.reset_selection {
        let index = index.to_owned();
        return Err(Error::ListForgotten { index }.into());
    }
    if let Some(forgotten) = forgotten_converter(arguments, remembered.as_ref()) {
        return Err(forgotten.into());
    }
    Ok(Sources {
        converters: arguments.pre.clone(),
        folders: folders(arguments, remembered.as_ref()),
        selection: selection(arguments, remembered),
        files_from,
        ..Sources::default()
    })
}

/// What is missing to read the files of which a program made text: that is taken from nobody but who types it.
fn forgotten_converter(
    arguments: &IndexArguments,
    remembered: Option<&Remembered>,
) -> Option<ProgramError> {
    let converted = &remembered?.selection.converted;
    if converted.is_empty() || !arguments.pre.is_empty() || arguments.reset_selection {
        return None;
    }
    let again = converted.iter().map(|glob| {
        let option = format!("{glob}=COMMAND");
        format!("--pre {}", quoted(Path::new(&option)))
    });
    Some(ProgramError {
        code: "usage",
        message: "a program made text of some files, and which one is not remembered".to_owned(),
        hint: format!(
            "tolmach index {}, or --reset-selection to do without",
            again.collect::<Vec<_>>().join(" ")
        ),
    })
}

fn folders(arguments: &IndexArguments, remembered: Option<&Remembered>) -> Vec<Folder> {
    match remembered {
        _ if !arguments.folders.is_empty() => arguments.folders.clone(),
        Some(remembered) => remembered.folders(),
        None => Sources::folder(Path::new(DEFAULT_CORPUS)).folders,
    }
}

/// Each kind of selection that was typed replaces what is remembered of its kind; the others stay.
fn selection(arguments: &IndexArguments, remembered: Option<Remembered>) -> Selection {
    let former = remembered.filter(|_| !arguments.reset_selection);
    let former = former.map(|made_of| made_of.selection).unwrap_or_default();
    let patterns = |typed: &[String], former: Vec<String>| match typed {
        [] => former,
        typed => typed.to_vec(),
    };
    Selection {
        include: patterns(&arguments.include, former.include),
        exclude: patterns(&arguments.exclude, former.exclude),
        hidden: arguments.hidden || former.hidden,
        follow_links: arguments.follow_links || former.follow_links,
        max_file_bytes: match arguments.max_file_size {
            Some(most) => most.0,
            None => former.max_file_bytes,
        },
        format_of: patterns(&arguments.format_of, former.format_of),
        encoding: patterns(&arguments.encoding, former.encoding),
        fields: patterns(&arguments.field, former.fields),
        converted: if arguments.pre.is_empty() {
            former.converted
        } else {
            Vec::new()
        },
        file_time_is_date: match arguments.date_from {
            Some(from) => from == DateFrom::Mtime,
            None => former.file_time_is_date,
        },
    }
}

/// Refuses a path that begins with a `~` which was meant for a shell, and got here by quotes or from a file.
fn refuse_tilde(path: &Path) -> Result<(), ProgramError> {
    let Some(Component::Normal(first)) = path.components().next() else {
        return Ok(());
    };
    let is_user = first.as_encoded_bytes().starts_with(b"~") && !Path::new(first).exists();
    if first != "~" && !is_user {
        return Ok(());
    }
    let home = std::env::var_os("HOME").filter(|home| first == "~" && !home.is_empty());
    let expanded = home.and_then(|home| {
        let below = path.strip_prefix("~").ok()?;
        Some(PathBuf::from(home).join(below))
    });
    let literal = quoted(&Path::new(".").join(path));
    Err(ProgramError {
        code: "usage",
        message: format!(
            "`{}` begins with a `~` that no shell has expanded",
            path.display()
        ),
        hint: match expanded {
            Some(expanded) => format!("{} is meant, or {literal}", quoted(&expanded)),
            None => format!("write the whole path, or {literal} if it is called so"),
        },
    })
}
