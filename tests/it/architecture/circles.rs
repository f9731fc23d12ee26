//! Files that import each other in a circle, found from their `use` lines.

use std::collections::{BTreeMap, BTreeSet};

use super::Tree;
use super::code::{Word, words};

/// Files of a circle that may be read together; a larger one has no beginning.
const MAX_FILES: usize = 3;

/// The circles of more files than can be read together.
pub(crate) fn large_circles(tree: &Tree) -> Vec<Vec<String>> {
    let graph = Graph::of(tree);
    let reachable: BTreeMap<&String, BTreeSet<&String>> =
        graph.imports.keys().map(|file| (file, graph.reachable_from(file))).collect();
    let mut circles: BTreeSet<Vec<String>> = BTreeSet::new();
    for (file, seen) in &reachable {
        let circle = seen.iter().filter(|other| reachable[**other].contains(*file)).map(|other| (*other).clone());
        circles.insert(circle.collect());
    }
    circles.into_iter().filter(|circle| circle.len() > MAX_FILES).collect()
}

/// A path such as `crate::model::Text`, without its root, as far as it is written out.
type Path = Vec<String>;

/// A name that a file imports, or that a module hands on.
struct Use {
    path: Path,
    is_handed_on: bool,
}

struct Graph {
    imports: BTreeMap<String, BTreeSet<String>>,
}

impl Graph {
    fn of(tree: &Tree) -> Self {
        let house = House::of(tree);
        let imports_of = |(file, uses): (&String, &Vec<Use>)| {
            // What a module hands on it does not need itself.
            let imports = uses.iter().filter(|used| !used.is_handed_on);
            let found = imports.map(|used| house.definer(&used.path, 0)).filter(|found| found != file);
            (file.clone(), found.collect())
        };
        Self { imports: house.uses.iter().map(imports_of).collect() }
    }

    fn reachable_from(&self, file: &String) -> BTreeSet<&String> {
        let (mut seen, mut open) = (BTreeSet::new(), vec![file]);
        while let Some(next) = open.pop() {
            for found in self.imports.get(next).into_iter().flatten() {
                if seen.insert(found) {
                    open.push(found);
                }
            }
        }
        seen
    }
}

/// All `use` lines by file, as paths from the root, and the files by module.
struct House {
    uses: BTreeMap<String, Vec<Use>>,
    files: BTreeMap<Path, String>,
}

impl House {
    fn of(tree: &Tree) -> Self {
        let sources = tree.iter().filter(|(path, _)| !path.contains("tests"));
        let files: BTreeMap<Path, String> = sources.clone().map(|(path, _)| (module_of(path), path.clone())).collect();
        let uses = sources.map(|(path, text)| {
            let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
            (path.clone(), uses_of(&module_of(path), &words(code), &files))
        });
        Self { uses: uses.collect(), files }
    }

    /// The file that defines what a path names: re-exports are followed to where they come from.
    fn definer(&self, path: &[String], depth: usize) -> String {
        let known = (0..=path.len()).rev().find(|length| self.files.contains_key(&path[..*length]));
        let length = known.unwrap_or_default();
        let file = self.files.get(&path[..length]).cloned().unwrap_or_default();
        let Some(name) = path.get(length).filter(|_| depth < 8) else { return file };
        let re_exports = self.uses.get(&file).into_iter().flatten();
        let re_export =
            re_exports.into_iter().find(|used| used.path.last() == Some(name) && used.path.len() > length + 1);
        re_export.map_or(file, |used| self.definer(&used.path, depth + 1))
    }
}

/// `cli/exit.rs` and `cli/exit/mod.rs` are both `cli::exit`.
fn module_of(path: &str) -> Path {
    let path = path.trim_end_matches(".rs").trim_end_matches("/mod");
    if path == "lib" { Path::new() } else { path.split('/').map(str::to_owned).collect() }
}

fn uses_of(module: &[String], words: &[Word], files: &BTreeMap<Path, String>) -> Vec<Use> {
    let mut found = Vec::new();
    // `use<'a>` captures a lifetime and imports nothing.
    let imports = |at: &usize| words[*at].text == "use" && words.get(at + 1).is_some_and(|next| next.text != "<");
    for at in (0..words.len()).filter(imports) {
        let is_handed_on = at > 0 && ["pub", ")"].contains(&words[at - 1].text.as_str());
        let statement: Vec<&str> =
            words[at + 1..].iter().map(|word| word.text.as_str()).take_while(|word| *word != ";").collect();
        let mut paths = Vec::new();
        branches(&statement, &mut Vec::new(), &mut paths);
        let paths = paths.into_iter().filter_map(|path| from_root(module, &path, files));
        found.extend(paths.map(|path| Use { path, is_handed_on }));
    }
    found
}

/// Takes `a::{b, c::d}` apart.
fn branches(words: &[&str], stem: &mut Path, found: &mut Vec<Path>) {
    let mut depth = 0_usize;
    let mut begin = 0;
    let mut parts = Vec::new();
    for (at, word) in words.iter().enumerate() {
        match *word {
            "{" => depth += 1,
            "}" => depth -= 1,
            "," if depth == 0 => {
                parts.push(&words[begin..at]);
                begin = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&words[begin..]);
    for part in parts.into_iter().filter(|part| !part.is_empty()) {
        let length = stem.len();
        let group = part.iter().position(|word| *word == "{");
        let names = part[..group.unwrap_or(part.len())].iter().take_while(|word| **word != "as");
        stem.extend(names.filter(|word| **word != "::").map(|word| (*word).to_owned()));
        match group {
            Some(open) => branches(part.get(open + 1..part.len() - 1).unwrap_or_default(), stem, found),
            None => found.push(stem.clone()),
        }
        stem.truncate(length);
    }
}

/// A path as it is written in a module, from the root; `None` for one into another crate.
fn from_root(module: &[String], path: &[String], files: &BTreeMap<Path, String>) -> Option<Path> {
    let mut base = module.to_vec();
    let mut rest = path;
    match path.first()?.as_str() {
        "crate" => (base, rest) = (Path::new(), &path[1..]),
        "self" => rest = &path[1..],
        "super" => {
            while rest.first().is_some_and(|word| word == "super") {
                base.pop();
                rest = &rest[1..];
            }
        }
        first => {
            base.push(first.to_owned());
            if !files.contains_key(&base) {
                return None;
            }
            rest = &path[1..];
        }
    }
    base.extend(rest.iter().filter(|word| *word != "self").cloned());
    Some(base)
}
