//! The template of a page, filled with its content.

use super::chart::chart;
use super::policy::content_security_policy;
use super::{CommandForm, IssueKind, Page, StatusTable, html, ownership};
use crate::model::{RowStatus, format_thousands};

const TEMPLATE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// Renders the whole page except its digest.
pub(super) fn page(page: &Page) -> String {
    let filled = fill(TEMPLATE, &|name| match name {
        "title" => html::text(&page.title),
        "lead" => html::text(&page.lead),
        "policy" => content_security_policy(STYLE, SCRIPT),
        "version" => env!("CARGO_PKG_VERSION").to_owned(),
        "style" => STYLE.to_owned(),
        "script" => SCRIPT.to_owned(),
        "facts" => summary(&page.facts),
        "outcomes" => page.outcomes.as_ref().map(outcomes).unwrap_or_default(),
        "kinds" => issue_table(&page.kinds),
        "answer" => page.answer.as_ref().map(answer).unwrap_or_default(),
        "choices" => choices(page),
        "listings" => page.listings.iter().map(super::Listing::section).collect(),
        _ => String::new(),
    });
    format!("{}{filled}", ownership::PREFIX)
}

/// Replaces each `{{name}}` of the template. Inserted text is not searched again.
fn fill(template: &str, value: &dyn Fn(&str) -> String) -> String {
    // Split once, because a cell may hold `{{title}}` itself.
    let mut parts = template.split("{{");
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once("}}").unwrap_or((part, ""));
        filled += &value(name);
        filled += rest;
    }
    filled
}

fn summary(facts: &[(String, Vec<String>)]) -> String {
    let fact = |(name, values): &(String, Vec<String>)| {
        let values = values
            .iter()
            .map(|value| format!("<dd dir=\"auto\">{}</dd>", html::value(value)))
            .collect::<Vec<_>>()
            .concat();
        format!("<div><dt>{}</dt>{values}</div>\n", html::text(name))
    };
    facts.iter().map(fact).collect()
}

fn outcomes(outcomes: &StatusTable) -> String {
    let counts = &outcomes.counts;
    let row = |(status, meaning): (RowStatus, &String)| {
        let (name, count, meaning) = (status.as_str(), format_thousands(counts.of(status)), html::text(meaning));
        format!("<tr><th scope=\"row\">{name}</th><td class=\"number\">{count}</td><td>{meaning}</td></tr>\n")
    };
    let rows: String = RowStatus::ALL.into_iter().zip(&outcomes.meanings).map(row).collect();
    let blank = match outcomes.blank_rows {
        0 => String::new(),
        blank => format!("{} blank rows left out", format_thousands(blank)),
    };
    let all = format_thousands(counts.rows);
    format!(
        "<section aria-labelledby=\"outcome-heading\">\n<h2 id=\"outcome-heading\">Outcome</h2>\n\
         <div class=\"beside\">\n<table>\n<caption>Rows of the file by what becomes of them</caption>\n\
         <thead><tr><th scope=\"col\">Status</th><th scope=\"col\" class=\"number\">Rows</th><th scope=\"col\">Meaning</th></tr></thead>\n\
         <tbody>{rows}</tbody>\n<tfoot><tr><th scope=\"row\">All</th><td class=\"number\">{all}</td><td>{blank}</td></tr>\
         </tfoot>\n</table>\n{}\n</div>\n</section>\n",
        chart(outcomes)
    )
}

fn issue_table(kinds: &[IssueKind]) -> String {
    if kinds.is_empty() {
        return String::new();
    }
    let has_examples = kinds.iter().any(|kind| !kind.example.is_empty());
    let example = |text: &str| if has_examples { format!("<td>{text}</td>") } else { String::new() };
    let row = |kind: &IssueKind| {
        let severity = if kind.is_error { "Error" } else { "Warning" };
        let (count, code, first) = (format_thousands(kind.count), html::text(&kind.code), html::value(&kind.example));
        format!(
            "<tr><th scope=\"row\"><code>{code}</code></th><td>{severity}</td><td class=\"number\">{count}</td>{}</tr>\n",
            example(&first)
        )
    };
    let heading = if has_examples { "<th scope=\"col\">The first of them</th>" } else { "" };
    let rows: String = kinds.iter().map(row).collect();
    format!(
        "<section aria-labelledby=\"kinds-heading\">\n<h2 id=\"kinds-heading\">Errors and warnings by kind</h2>\n\
         <table id=\"kinds\">\n<caption>A row with an error changes nothing; one with a warning is imported</caption>\n\
         <thead><tr><th scope=\"col\">Kind</th><th scope=\"col\">Severity</th><th scope=\"col\" class=\"number\">Count</th>\
         {heading}</tr></thead>\n<tbody>{rows}</tbody>\n</table>\n</section>\n"
    )
}

fn answer(answer: &CommandForm) -> String {
    let CommandForm { about, code, terms } = answer;
    let link = |word: &str| {
        let subject = html::url_fragment(&format!("{word}: {about}, review {code}"));
        let sentence = if word == "Yes" {
            format!("Yes, import {about} as review {code} says.\n")
        } else {
            format!("No, do not import {about} as review {code} says.\n\nWhat should be different: ")
        };
        // Line breaks of a mail body are %0D%0A in a link (RFC 6068 section 5).
        let body = html::url_fragment(&sentence.replace('\n', "\r\n"));
        format!("<a href=\"mailto:?subject={subject}&amp;body={body}\">{word}, by e-mail</a>")
    };
    let (code, terms) = (html::text(code), html::text(terms));
    format!(
        "<section aria-labelledby=\"answer-heading\">\n<h2 id=\"answer-heading\">Your answer</h2>\n\
         <p>Answer whoever sent you this page, and name the code of this review: <strong id=\"code\">{code}</strong></p>\n\
         <p>{} <span aria-hidden=\"true\">·</span> {}</p>\n<p>{terms}</p>\n</section>\n",
        link("Yes"),
        link("No")
    )
}

fn choices(page: &Page) -> String {
    let choice = |listing: &super::Listing| {
        format!("<option value=\"{}\">{}</option>", listing.id, html::text(&listing.heading))
    };
    page.listings.iter().map(choice).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_filled_in_is_not_filled_again() {
        let value = |name: &str| if name == "a" { "{{b}}".to_owned() } else { "B".to_owned() };
        assert_eq!(fill("<{{a}}|{{b}}>", &value), "<{{b}}|B>");
    }
}
