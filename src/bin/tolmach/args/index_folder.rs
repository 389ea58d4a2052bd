//! What can be typed of where the index is?

use std::path::PathBuf;

use clap::Args;
use tolmach::source::is_index;

/// Where the index is.
#[derive(Debug, Args)]
pub struct IndexArgument {
    /// Folder of the index
    #[arg(
        long = "index",
        value_name = "DIR",
        help = "Folder of the index [default: $TOLMACH_INDEX, else index, here or further up]"
    )]
    path: Option<PathBuf>,
}

/// What the folder of an index is called if nothing is said.
const INDEX: &str = "index";

impl IndexArgument {
    /// The folder to read: the option, else the variable unless it is empty, else `index`, here or in a folder above.
    pub fn path(&self) -> PathBuf {
        self.told()
            .or_else(nearest)
            .unwrap_or_else(|| PathBuf::from(INDEX))
    }

    /// The folder to write: the option, else the variable, else `index` here.
    pub fn path_to_write(&self) -> PathBuf {
        self.told().unwrap_or_else(|| PathBuf::from(INDEX))
    }

    /// The folder, if the option or the variable says it.
    pub fn told(&self) -> Option<PathBuf> {
        let variable = || {
            std::env::var_os("TOLMACH_INDEX")
                .filter(|value| !value.is_empty())
                .map(PathBuf::from)
        };
        self.path.clone().or_else(variable)
    }
}

/// The nearest index called `index`, here or further up, by the way that leads there.
fn nearest() -> Option<PathBuf> {
    let levels = std::env::current_dir().ok()?.ancestors().count();
    let mut up = PathBuf::new();
    (0..levels).find_map(|_| {
        let index = up.join(INDEX);
        up.push("..");
        is_index(&index).then_some(index)
    })
}
