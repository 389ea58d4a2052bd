//! What was typed of how files are to be read? It stands above what corrections files say.

use std::path::Path;
use std::sync::Arc;

use ignore::gitignore::Gitignore;

use super::selection::{Selection, typed};
use crate::error::{Error, Result};
use crate::format::{Charset, Converter, Field, Kind, Rules};

/// What was typed of how files are to be read, ready to be asked.
pub(super) struct TypedRules {
    kinds: Vec<(Gitignore, Kind)>,
    /// Without a pattern for all files.
    encodings: Vec<(Option<Gitignore>, String)>,
    fields: Vec<(Field, String)>,
    /// Without a command where that was forgotten.
    converters: Vec<(Gitignore, Option<Converter>)>,
    /// The rules that were made last, and what they were made of; mostly they are made again.
    last: Option<(Arc<Rules>, Arc<Rules>)>,
}

impl TypedRules {
    /// # Errors
    /// [`Error::BadPattern`].
    pub(super) fn new(selection: &Selection, converters: &[String]) -> Result<Self> {
        let mut rules = Self {
            kinds: Vec::new(),
            encodings: Vec::new(),
            fields: Vec::new(),
            converters: Vec::new(),
            last: None,
        };
        for rule in &selection.format_of {
            let (glob, name) = halves(rule, "GLOB=FORMAT, such as '*.dat=csv'")?;
            let kind = Kind::from_name(name);
            let kind = kind.ok_or_else(|| {
                bad(
                    rule,
                    "no format has this name; `tolmach formats` lists them",
                )
            })?;
            rules.kinds.push((typed(&[glob.to_owned()])?, kind));
        }
        for rule in &selection.encoding {
            let (glob, label) = match rule.rsplit_once('=') {
                Some((glob, label)) => (Some(typed(&[glob.to_owned()])?), label),
                None => (None, rule.as_str()),
            };
            let charset = Charset::from_label(label);
            charset.ok_or_else(|| {
                bad(
                    rule,
                    "no encoding has this name, such as windows-1251 or koi8-r",
                )
            })?;
            rules.encodings.push((glob, label.to_owned()));
        }
        for rule in &selection.fields {
            let (field, name) = halves(rule, "FIELD=NAME, such as text=article_body")?;
            let known = Field::ALL.map(|(_, name)| name).join(", ");
            let field = Field::named(field)
                .ok_or_else(|| bad(rule, &format!("a field is one of {known}")))?;
            rules.fields.push((field, name.to_owned()));
        }
        for glob in &selection.converted {
            rules
                .converters
                .push((typed(std::slice::from_ref(glob))?, None));
        }
        for rule in converters {
            let (glob, command) = halves(rule, "GLOB=COMMAND, such as '*.djvu=djvutxt {}'")?;
            let converter = Converter::parse(command).map_err(|reason| bad(rule, reason))?;
            rules
                .converters
                .push((typed(&[glob.to_owned()])?, Some(converter)));
        }
        Ok(rules)
    }

    /// How the file at `path` below its corpus folder is to be read, of which corrections say `rules`.
    pub(super) fn over(&mut self, rules: Arc<Rules>, path: &Path) -> Arc<Rules> {
        let has_none = self.kinds.is_empty()
            && self.encodings.is_empty()
            && self.fields.is_empty()
            && self.converters.is_empty();
        if has_none {
            return rules;
        }
        let matches = |glob: &Gitignore| glob.matched_path_or_any_parents(path, false).is_ignore();
        // what was typed last counts
        let kind = self.kinds.iter().rev().find(|(glob, _)| matches(glob));
        let encoding = self.encodings.iter().rev();
        let encoding = encoding
            .clone()
            .find(|(glob, _)| glob.as_ref().is_none_or(matches));
        let converters = self
            .converters
            .iter()
            .rev()
            .filter(|(glob, _)| matches(glob));
        let mut told = Rules::clone(&rules);
        told.kind = kind.map(|(_, kind)| *kind).or(told.kind);
        told.encoding = encoding.map(|(_, label)| label.clone()).or(told.encoding);
        for (field, name) in &self.fields {
            told.fields.0.retain(|(known, _)| known != field);
            told.fields.0.push((*field, name.clone()));
        }
        told.is_converted = converters.clone().next().is_some();
        told.converter = converters
            .clone()
            .find_map(|(_, converter)| converter.clone());
        match &self.last {
            Some((of, made)) if Arc::ptr_eq(of, &rules) && **made == told => Arc::clone(made),
            _ => {
                let told = Arc::new(told);
                self.last = Some((rules, Arc::clone(&told)));
                told
            }
        }
    }
}

/// The patterns of converters, without their commands: those are not remembered.
pub(super) fn patterns(converters: &[String]) -> Vec<String> {
    let patterns = converters.iter().filter_map(|rule| rule.split_once('='));
    patterns.map(|(glob, _)| glob.to_owned()).collect()
}

fn halves<'r>(rule: &'r str, usage: &str) -> Result<(&'r str, &'r str)> {
    let halves = rule
        .split_once('=')
        .filter(|(glob, value)| !glob.is_empty() && !value.is_empty());
    halves.ok_or_else(|| bad(rule, usage))
}

fn bad(rule: &str, reason: &str) -> Error {
    Error::BadPattern {
        pattern: rule.to_owned(),
        reason: reason.to_owned(),
    }
}
