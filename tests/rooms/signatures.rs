//! What the library shows names no type of another crate but those of std and serde.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, TokenTree};

use crate::source::{is, path_at, test_only};

/// What still names one: the file, and a name of the signature. Each goes away with its reason; none is added.
const STILL: &[(&str, &str)] = &[];

/// Crates whose types may be shown.
const SHOWN: [&str; 1] = ["serde"];

/// The crates that the library is made of.
fn crates() -> BTreeSet<String> {
    let manifest = std::fs::read_to_string("Cargo.toml").expect("Cargo.toml");
    let section = manifest
        .split("\n[")
        .find(|part| part.starts_with("dependencies]"));
    let names = section.expect("dependencies").lines().skip(1);
    let names = names.filter_map(|line| line.split_once(" = "));
    let names = names.map(|(name, _)| name.trim().replace('-', "_"));
    names
        .filter(|name| !SHOWN.contains(&name.as_str()))
        .collect()
}

/// Looks for signatures in a file.
struct Signatures<'s> {
    crates: &'s BTreeSet<String>,
    /// Names that stand for something of another crate.
    foreign: BTreeSet<String>,
    /// Types that are shown.
    shown: BTreeSet<String>,
    found: Vec<Vec<String>>,
}

impl Signatures<'_> {
    /// Notes what is imported from other crates, and which types are public.
    fn prepare(&mut self, tokens: &[TokenTree]) {
        for (at, token) in tokens.iter().enumerate() {
            if is(token, "use") {
                let (names, _) = path_at(tokens, at + 1);
                let end = tokens[at..].iter().position(|token| is(token, ";"));
                if names.first().is_some_and(|name| self.crates.contains(name)) {
                    let import = &tokens[at..at + end.unwrap_or_default()];
                    self.foreign
                        .extend(words(import).into_iter().filter(|name| is_type(name)));
                }
            }
            let is_type = |token: &TokenTree| is(token, "struct") || is(token, "enum");
            if is(token, "pub") && tokens.get(at + 1).is_some_and(is_type) {
                self.shown
                    .extend(tokens.get(at + 2).map(ToString::to_string));
            }
        }
    }

    fn scan(&mut self, tokens: &[TokenTree]) {
        let mut at = 0;
        while at < tokens.len() {
            if let Some(after) = test_only(tokens, at) {
                at = after;
                continue;
            }
            let token = &tokens[at];
            let brace = |token: &TokenTree| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
            let ends = |token: &TokenTree| brace(token) || is(token, ";") || is(token, ",");
            let rest = &tokens[at..];
            let length = rest.iter().position(ends).unwrap_or(rest.len());
            if is(token, "pub") && !matches!(rest.get(1), Some(TokenTree::Group(_))) {
                let with_body = rest[..length]
                    .iter()
                    .any(|token| is(token, "enum") || is(token, "trait"));
                let is_struct = rest[..length].iter().any(|token| is(token, "struct"));
                let is_group = |token: &TokenTree| matches!(token, TokenTree::Group(_));
                // the fields of a struct are shown if they say so themselves
                let fields = rest.iter().position(is_group).filter(|_| is_struct);
                let end = fields.unwrap_or(length + usize::from(with_body));
                self.check(&rest[..end.min(rest.len())]);
            } else if is(token, "impl") && at == start_of_item(tokens, at) {
                let words = words(&rest[..length]);
                let of = words.iter().position(|word| word == "for");
                let implemented = of.and_then(|of| words.get(of + 1));
                if implemented.is_some_and(|name| self.shown.contains(name)) {
                    self.check(&rest[..length]);
                }
            }
            let is_hidden = is(token, "struct")
                && rest
                    .get(1)
                    .is_some_and(|name| !self.shown.contains(&name.to_string()));
            if is(token, "fn") || is_hidden {
                // nothing in it is shown
                let body = rest.iter().position(|token| brace(token) || is(token, ";"));
                at += body.unwrap_or_default() + 1;
                continue;
            }
            if let TokenTree::Group(group) = token {
                self.scan(&group.stream().into_iter().collect::<Vec<_>>());
            }
            at += 1;
        }
    }

    fn check(&mut self, signature: &[TokenTree]) {
        let words = words(signature);
        let is_foreign = |word: &String| self.foreign.contains(word) || self.crates.contains(word);
        if words.iter().any(is_foreign) {
            self.found.push(words);
        }
    }
}

/// The position of the item that a token belongs to if that begins it; `impl` in a type begins none.
fn start_of_item(tokens: &[TokenTree], at: usize) -> usize {
    let before = at.checked_sub(1).map(|before| &tokens[before]);
    let begins = before.is_none_or(|token| is(token, ";") || matches!(token, TokenTree::Group(_)));
    if begins { at } else { at + 1 }
}

fn is_type(name: &str) -> bool {
    name.starts_with(char::is_uppercase)
}

/// All words of the tokens, those in groups too, without those of attributes.
fn words(tokens: &[TokenTree]) -> Vec<String> {
    let mut words = Vec::new();
    let mut is_attribute = false;
    for token in tokens {
        match token {
            TokenTree::Ident(name) => words.push(name.to_string()),
            TokenTree::Group(group) if !is_attribute => {
                words.extend(self::words(&group.stream().into_iter().collect::<Vec<_>>()));
            }
            _ => {}
        }
        is_attribute = is(token, "#");
    }
    words
}

#[test]
fn no_signature_names_a_type_of_another_crate() {
    let crates = crates();
    let mut found = Vec::new();
    for entry in walkdir::WalkDir::new("src") {
        let path = entry.expect("src can be listed").into_path();
        let name = path.to_str().expect("a name").to_owned();
        let is_rust = path.extension().is_some_and(|extension| extension == "rs");
        if !is_rust || name.starts_with("src/bin") {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("a file");
        let tokens: proc_macro2::TokenStream = text.parse().expect("Rust");
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut signatures = Signatures {
            crates: &crates,
            foreign: BTreeSet::new(),
            shown: BTreeSet::new(),
            found: Vec::new(),
        };
        signatures.prepare(&tokens);
        signatures.scan(&tokens);
        found.extend(
            signatures
                .found
                .into_iter()
                .map(|words| (name.clone(), words.join(" "))),
        );
    }
    let is_known = |(name, words): &(String, String)| {
        STILL
            .iter()
            .any(|(file, word)| name == file && words.split(' ').any(|one| one == *word))
    };
    let known: Vec<_> = found.iter().filter(|found| is_known(found)).collect();
    println!("{known:#?}");
    found.retain(|found| !is_known(found));
    assert!(found.is_empty(), "{found:#?}");
}
