//! The sections of a page as its template shows them, and the data of its script.

use askama::Template;

use super::changes::FieldSummary;
use super::headline::{Headline, Segment};
use super::people::{Detail, FIRST, PeopleList};
use super::plain_words::without_advice;
use super::reasons::ReasonList;
use super::rows::{Demand, MAX_DATA_BYTES, join, share, size};
use super::shown::push_json_list;
use super::{CommandForm, Page, STYLE, VERSION, difference::Difference, filters, ownership};
use crate::model::Note;

const SCRIPT: &str = include_str!("page.js");

/// Maximum number of notes on a page: there is one for each column of a wide list.
const MAX_NOTES: usize = 100;

/// A page in the order in which it is read.
#[derive(Template)]
#[template(path = "page.html")]
pub(super) struct Sections {
    title: String,
    lead: String,
    headline: Headline,
    answer: Option<CommandForm>,
    fields: Vec<FieldSummary>,
    bookkeeping: Option<String>,
    people: Vec<Section<PeopleList>>,
    /// Number of notes, of which the first are shown.
    note_count: u64,
    notes: Vec<NoteView>,
    near: Option<Section<PeopleList>>,
    reasons: Vec<Section<ReasonList>>,
    facts: Vec<(String, Vec<String>)>,
    /// Data of the script.
    data: String,
}

/// A list, and the number of its entries that the page holds.
struct Section<T> {
    list: T,
    kept: u64,
}

/// A note for readers without a shell.
struct NoteView {
    is_warning: bool,
    message: String,
}

impl Sections {
    /// Puts a page in its order, and as much of its lists into the data as has room.
    pub(super) fn of(page: Page) -> Self {
        let (changed, fields) = page.changes.map(super::Changes::finish).unzip();
        let people: Vec<PeopleList> =
            changed.into_iter().chain(page.people).chain(page.near).filter(|list| list.count > 0).collect();
        let reasons: Vec<ReasonList> = page.reasons.into_iter().filter(|list| !list.is_empty()).collect();
        let (data, kept) = data(&people, &reasons);
        let (kept_people, kept_reasons) = kept.split_at(people.len());
        let mut people: Vec<_> = sections(people, kept_people);
        let near = people.pop_if(|section| section.list.id == "near");
        Self {
            title: page.title,
            lead: page.lead,
            headline: page.headline,
            answer: page.answer,
            fields: fields.unwrap_or_default(),
            bookkeeping: page.bookkeeping,
            people,
            note_count: page.notes.len() as u64,
            notes: page.notes.iter().take(MAX_NOTES).map(NoteView::of).collect(),
            near,
            reasons: sections(reasons, kept_reasons),
            facts: page.facts,
            data,
        }
    }

    fn all_people(&self) -> impl Iterator<Item = &Section<PeopleList>> {
        self.people.iter().chain(&self.near)
    }
}

fn sections<T>(lists: Vec<T>, kept: &[usize]) -> Vec<Section<T>> {
    lists.into_iter().zip(kept).map(|(list, kept)| Section { list, kept: *kept as u64 }).collect()
}

impl NoteView {
    fn of(note: &Note) -> Self {
        Self { is_warning: note.is_warning(), message: without_advice(&note.message) }
    }
}

/// Returns the lists as JSON, and the number of rows of each that it holds.
fn data(people: &[PeopleList], reasons: &[ReasonList]) -> (String, Vec<usize>) {
    let of_people = people.iter().map(|list| (list.id, labels(list), list.rows()));
    let of_reasons = reasons.iter().map(|list| (list.id, list.names(), list.rows()));
    let lists: Vec<_> = of_people.chain(of_reasons).collect();
    let demand = |(id, _, rows): &(&str, String, Vec<String>)| Demand { bytes: size(rows), weight: weight(id) };
    let shares = share(MAX_DATA_BYTES, &lists.iter().map(demand).collect::<Vec<_>>());
    let (mut objects, mut kept) = (Vec::new(), Vec::new());
    for ((id, names, rows), bytes) in lists.into_iter().zip(shares) {
        let (rows, count) = join(&rows, bytes);
        objects.push(format!("\"{id}\":{{{names},\"rows\":{rows}}}"));
        kept.push(count);
    }
    (format!("{{{}}}", objects.join(",")), kept)
}

/// Returns the weight of a list where not all have room: changes are what the reader answers for, and a row with a
/// warning is imported all the same.
fn weight(id: &str) -> usize {
    match id {
        "changed" => 8,
        "errors" => 4,
        "added" | "removed" => 3,
        _ => 1,
    }
}

fn labels(list: &PeopleList) -> String {
    let mut json = "\"labels\":".to_owned();
    push_json_list(&mut json, &list.labels);
    json
}
