//! Which modules the crate and its program have, and which of them each names.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A path as it is resolved: names from the folder `src` down (`index`, `open`, `Index`).
type Names = Vec<String>;

/// What a module says.
#[derive(Default)]
struct Module {
    /// Modules declared in it, with those inside `mod name { … }` under their own path.
    children: Vec<String>,
    /// Names that it brings into scope, each with the path that it stands for; re-exports among them.
    aliases: BTreeMap<String, Names>,
    /// Paths that it uses: imports that are no re-exports, and paths in its code.
    uses: Vec<Names>,
}

/// The modules of the library and the program by their path below `src`; what is for tests only is left out.
pub(crate) struct Source {
    modules: BTreeMap<String, Module>,
    files: Vec<String>,
    test_modules: Vec<String>,
}

/// The path of the library's root among the rooms.
const LIBRARY: &str = "lib";

/// The path of the program's root.
const PROGRAM: &str = "bin/tolmach";

impl Source {
    /// Reads all of `src`.
    pub(crate) fn read() -> Self {
        let mut source = Self {
            modules: BTreeMap::new(),
            files: Vec::new(),
            test_modules: Vec::new(),
        };
        source.read_file("src/lib.rs", &[], &[]);
        let program: Names = PROGRAM.split('/').map(str::to_owned).collect();
        source.read_file("src/bin/tolmach/main.rs", &program, &program);
        source
    }

    /// The paths of all modules.
    pub(crate) fn modules(&self) -> impl Iterator<Item = &String> {
        self.modules.keys()
    }

    /// The files of all modules.
    pub(crate) fn files(&self) -> &[String] {
        &self.files
    }

    /// Each module with the modules that it uses.
    pub(crate) fn uses(&self) -> impl Iterator<Item = (String, Vec<String>)> {
        self.modules.iter().map(|(path, module)| {
            let used = module.uses.iter().map(|names| self.module_of(names, 0));
            (path.clone(), used.collect())
        })
    }

    /// Files of `src` that no `mod` declares.
    pub(crate) fn files_without_module(&self) -> Vec<String> {
        let all = walkdir::WalkDir::new("src").into_iter();
        let all = all.map(|entry| entry.expect("src can be listed").into_path());
        let rust = all.filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
        rust.filter_map(|path| path.to_str().map(str::to_owned))
            .filter(|path| !self.files.contains(path))
            .filter(|path| !self.test_modules.iter().any(|test| path.starts_with(test)))
            .collect()
    }

    /// Reads the file of a module, and those of the modules in it.
    fn read_file(&mut self, file: &str, root: &[String], path: &[String]) {
        let text = std::fs::read_to_string(file).expect(file);
        let tokens: TokenStream = text.parse().expect(file);
        self.files.push(file.to_owned());
        let mut reader = Reader {
            root,
            path,
            module: Module::default(),
            inline: Vec::new(),
            test_modules: Vec::new(),
            exported: Vec::new(),
            named: BTreeSet::new(),
        };
        let tokens: Vec<_> = tokens.into_iter().collect();
        reader.declared(&tokens);
        reader.read(&tokens);
        reader.use_what_is_re_exported();
        let Reader {
            module,
            inline,
            test_modules,
            ..
        } = reader;
        let folder = |name: &str| {
            [&["src".to_owned()], path, &[name.to_owned()]]
                .concat()
                .join("/")
        };
        self.test_modules
            .extend(test_modules.iter().map(|name| folder(name)));
        let children: Vec<_> = module
            .children
            .iter()
            .filter(|name| !inline.contains(name))
            .cloned()
            .collect();
        self.modules.insert(name_of(path), module);
        for name in children {
            let below = [path, std::slice::from_ref(&name)].concat();
            self.read_file(&format!("{}.rs", folder(&name)), root, &below);
        }
    }

    /// The module in which a path ends, through the names that modules on the way bring into scope.
    fn module_of(&self, names: &[String], depth: usize) -> String {
        assert!(depth < 20, "{names:?} leads to itself");
        let root = if names.starts_with(&["bin".to_owned(), "tolmach".to_owned()]) {
            2
        } else {
            0
        };
        for at in root..names.len() {
            let here = &self.modules[&name_of(&names[..at])];
            if here.children.contains(&names[at])
                && self.modules.contains_key(&name_of(&names[..=at]))
            {
                continue;
            }
            return match here.aliases.get(&names[at]) {
                Some(target) => {
                    let target = [target.as_slice(), &names[at + 1..]].concat();
                    self.module_of(&target, depth + 1)
                }
                None => name_of(&names[..at]),
            };
        }
        name_of(names)
    }
}

fn name_of(path: &[String]) -> String {
    if path.is_empty() {
        LIBRARY.to_owned()
    } else {
        path.join("/")
    }
}

/// Reads the tokens of one file.
struct Reader<'a> {
    root: &'a [String],
    path: &'a [String],
    module: Module,
    /// Children whose text is in this file.
    inline: Vec<String>,
    /// Modules that are declared for tests only.
    test_modules: Vec<String>,
    /// Names that are re-exported, and those that stand in the code.
    exported: Vec<String>,
    named: BTreeSet<String>,
}

impl Reader<'_> {
    /// Notes the modules that are declared, which decides what the first name of a path is.
    fn declared(&mut self, tokens: &[TokenTree]) {
        let mut at = 0;
        while at < tokens.len() {
            if let Some(after) = test_only(tokens, at) {
                for (keyword, name) in tokens[at..after].iter().zip(&tokens[at + 1..]) {
                    if is(keyword, "mod") {
                        self.test_modules.push(name.to_string());
                    }
                }
                at = after;
                continue;
            }
            if is(&tokens[at], "mod") && tokens.len() > at + 2 {
                self.module.children.push(tokens[at + 1].to_string());
                if matches!(&tokens[at + 2], TokenTree::Group(_)) {
                    self.inline.push(tokens[at + 1].to_string());
                }
            }
            at += 1;
        }
    }

    /// Notes imports and paths.
    fn read(&mut self, tokens: &[TokenTree]) {
        let mut at = 0;
        let mut is_public = false;
        while at < tokens.len() {
            if let Some(after) = test_only(tokens, at) {
                at = after;
                continue;
            }
            match &tokens[at] {
                token if is(token, "use") => {
                    let end = (at..tokens.len()).find(|end| is(&tokens[*end], ";"));
                    let end = end.unwrap_or(tokens.len());
                    self.import(&tokens[at + 1..end], &[], is_public);
                    at = end;
                    is_public = false;
                }
                TokenTree::Ident(_) => {
                    let (names, after) = path_at(tokens, at);
                    if names.len() > 1 {
                        let resolved = self.resolved(&names);
                        self.module.uses.extend(resolved);
                    }
                    self.named.extend(names.first().cloned());
                    is_public = names == ["pub"];
                    // `pub(crate)`
                    if is_public && matches!(tokens.get(after), Some(TokenTree::Group(_))) {
                        at = after;
                    } else {
                        at = after - 1;
                    }
                }
                TokenTree::Group(group) => {
                    self.read(&group.stream().into_iter().collect::<Vec<_>>());
                    is_public = false;
                }
                _ => is_public = false,
            }
            at += 1;
        }
    }

    /// Notes a tree of imports below `prefix`.
    fn import(&mut self, tree: &[TokenTree], prefix: &[String], is_public: bool) {
        for branch in tree
            .split(|token| is(token, ","))
            .filter(|branch| !branch.is_empty())
        {
            let start = branch.iter().position(|token| !is(token, ":")).unwrap_or(0);
            let (mut names, after) = path_at(branch, start);
            names.splice(0..0, prefix.iter().cloned());
            match branch.get(after..).unwrap_or_default() {
                [.., TokenTree::Group(group)] => {
                    let inner: Vec<_> = group.stream().into_iter().collect();
                    self.import(&inner, &names, is_public);
                }
                [keyword, alias] if is(keyword, "as") => {
                    self.imported(&names, &alias.to_string(), is_public);
                }
                _ => {
                    if names.last().is_some_and(|name| name == "self") {
                        names.pop();
                    }
                    let alias = names.last().cloned().unwrap_or_default();
                    self.imported(&names, &alias, is_public);
                }
            }
        }
    }

    fn imported(&mut self, names: &[String], alias: &str, is_public: bool) {
        let Some(resolved) = self.resolved(names) else {
            return;
        };
        self.module
            .aliases
            .insert(alias.to_owned(), resolved.clone());
        if is_public {
            self.exported.push(alias.to_owned());
        } else {
            self.module.uses.push(resolved);
        }
    }

    /// A type that is handed on is an arrow only where it is also used here.
    fn use_what_is_re_exported(&mut self) {
        let is_type = |name: &String| name.starts_with(char::is_uppercase);
        for name in self
            .exported
            .iter()
            .filter(|name| is_type(name) && self.named.contains(*name))
        {
            self.module.uses.push(self.module.aliases[name].clone());
        }
    }

    /// The path from `src` down; none if it leads out of the crate.
    fn resolved(&self, names: &[String]) -> Option<Names> {
        let ups = names.iter().take_while(|name| *name == "super").count();
        let (base, rest) = match names.first()?.as_str() {
            "crate" => (self.root, &names[1..]),
            "self" => (self.path, &names[1..]),
            "super" => (&self.path[..self.path.len() - ups], &names[ups..]),
            first if self.module.children.iter().any(|child| child == first) => (self.path, names),
            _ => return None,
        };
        Some([base, rest].concat())
    }
}

/// Whether a token is this word or sign.
pub(crate) fn is(token: &TokenTree, text: &str) -> bool {
    !matches!(token, TokenTree::Group(_)) && token.to_string() == text
}

/// The names of the path that starts at a token, and where it ends.
pub(crate) fn path_at(tokens: &[TokenTree], start: usize) -> (Names, usize) {
    let mut names = Vec::new();
    let mut at = start;
    while let Some(TokenTree::Ident(name)) = tokens.get(at) {
        names.push(name.to_string());
        at += 1;
        let colons = tokens
            .get(at..at + 2)
            .is_some_and(|two| two.iter().all(|one| is(one, ":")));
        if !colons || !matches!(tokens.get(at + 2), Some(TokenTree::Ident(_))) {
            break;
        }
        at += 2;
    }
    (names, at.max(start + 1))
}

/// Where an item ends that starts at a token and is compiled only for tests, those of `fuzz` among them.
pub(crate) fn test_only(tokens: &[TokenTree], start: usize) -> Option<usize> {
    let [sign, TokenTree::Group(attribute), ..] = tokens.get(start..)? else {
        return None;
    };
    let text = attribute.stream().to_string().replace(' ', "");
    if !is(sign, "#") || !["cfg(test)", "cfg(any(test,fuzzing))"].contains(&text.as_str()) {
        return None;
    }
    let rest = &tokens[start + 2..];
    let is_import = rest.iter().take(3).any(|token| is(token, "use"));
    let ends = |token: &TokenTree| match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace && !is_import,
        sign => is(sign, ";") || (is(sign, ",") && !is_import),
    };
    let length = rest.iter().position(ends).map_or(rest.len(), |end| end + 1);
    Some(start + 2 + length)
}
