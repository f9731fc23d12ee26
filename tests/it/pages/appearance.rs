//! How a page looks: on a telephone, on a large screen, in the dark, on paper, and where nothing changes.

use serde_json::json;

use super::{entries, review, reviewed, text};
use crate::support::{Browser, TestEnv};

/// Sets the size of the window that the page sees.
fn resize(browser: &Browser, width: u32) {
    let metrics = json!({ "width": width, "height": 800, "deviceScaleFactor": 1, "mobile": false });
    browser.command("Emulation.setDeviceMetricsOverride", &metrics);
}

/// What is wider than the window.
const WIDER: &str = "const wide = document.documentElement.scrollWidth;
    if (wide <= innerWidth) return [];
    return [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > innerWidth + 0.5)
        .map((e) => e.tagName + '.' + e.className + ' ' + e.textContent.slice(0, 40))";

#[test]
fn no_width_of_a_window_needs_sideways_scrolling() {
    let Some(browser) = Browser::start() else { return };
    let env = reviewed();
    let long = "W".repeat(300);
    env.write("wide.csv", format!("First Name,Last Name,Phone Number,Email\n{long},{long},{long},{long}\n{long},{long},+60123000001,{long}@example.com\n{long},{long},+60123000002,\n"));
    for page in ["review.html", "wide.html"] {
        if page == "wide.html" {
            review(&env, "wide.csv", "--purpose add --id phone");
            env.run("review wide.csv --html wide.html").exits(3);
        }
        browser.open(&env.path(page), "");
        for width in [320, 360, 599, 600, 800, 1280] {
            resize(&browser, width);
            assert_eq!(browser.run(WIDER), json!([]), "{page} at {width}");
        }
    }
}

#[test]
fn a_narrow_window_shows_a_card_for_each_person() {
    let Some(browser) = Browser::start() else { return };
    let env = reviewed();
    browser.open(&env.path("review.html"), "");
    let card = "const card = document.querySelector('#changed li');
        const [was, now] = [card.querySelector('.was'), card.querySelector('.now')].map((e) => e.getBoundingClientRect());
        return [getComputedStyle(card).borderRadius !== '0px', now.right <= innerWidth && was.left >= 0]";
    resize(&browser, 360);
    assert_eq!(browser.run(card), json!([true, true]));
    resize(&browser, 800);
    assert_eq!(browser.run(card), json!([false, true]));
}

#[test]
fn the_figures_come_first_and_add_up() {
    let Some(browser) = Browser::start() else { return };
    let env = reviewed();
    browser.open(&env.path("review.html"), "");
    let figures = browser
        .run("return [...document.querySelectorAll('.figures li')].map((e) => e.innerText.split(/\\s+/).join(' '))");
    let expected = [
        "+2 would be added new people",
        "~5 would change known people",
        "=0 would stay the same up to date",
        "!8 to fix would not be imported",
    ];
    assert_eq!(figures, json!(expected));
    assert_eq!(browser.run("return document.querySelector('main > section, main > form').id"), "headline");
    assert_eq!(browser.run("return document.querySelectorAll('.bar rect').length"), 3);
}

#[test]
fn where_nothing_changes_the_page_says_so_in_a_sentence() {
    let Some(browser) = Browser::start() else { return };
    let env = TestEnv::with_contacts("First Name,Phone Number\nAnn,+60123000001\nBob,+60123000002\n");
    env.write("same.csv", "First Name,Phone Number\nAnn,+60123000001\nBob,+60123000002\n");
    review(&env, "same.csv", "--purpose add-update --id phone");
    browser.open(&env.path("review.html"), "");
    assert_eq!(text(&browser, ".nothing"), "Nothing would change: 2 up to date");
    assert_eq!(browser.run("return document.querySelectorAll('svg, .list, #fields').length"), 0);
    assert_eq!(browser.run("return document.getElementById('filter').checkVisibility()"), false);
    assert!(entries(&browser).is_empty());
}

#[test]
fn a_difference_is_marked_inside_the_value_and_not_by_colour_alone() {
    let Some(browser) = Browser::start() else { return };
    let env = TestEnv::with_contacts(
        "First Name,Last Name,Phone Number,Email\nAnn,Lim,+60123000001,ann.lim@example.com\nBob,,+60123000002,\n",
    );
    env.write(
        "new.csv",
        "First Name,Last Name,Phone Number,Email\nAnn,Lim,+60123000001,ann.tan@example.com\nBob,Roe,+60123000002,\n",
    );
    review(&env, "new.csv", "--purpose update --id phone");
    browser.open(&env.path("review.html"), "");
    let marks = "return [...document.querySelectorAll('del, ins')].map((e) => [e.textContent, getComputedStyle(e).textDecorationLine])";
    assert_eq!(browser.run(marks), json!([["lim", "line-through"], ["tan", "underline"], ["Roe", "underline"]]));
    let read =
        browser.run("return [...document.querySelectorAll('.change')].map((e) => e.textContent.replace(/\\s+/g, ' '))");
    assert_eq!(read, json!(["from ann.lim@example.com → to ann.tan@example.com", "from (empty) → to Roe"]));
}

/// WCAG 2.2 asks for 4.5 of text.
#[test]
fn text_stands_out_from_the_page_in_light_and_dark() {
    let Some(browser) = Browser::start() else { return };
    let env = reviewed();
    browser.open(&env.path("review.html"), "");
    for scheme in ["light", "dark"] {
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        browser.command("Emulation.setEmulatedMedia", &json!({ "features": features }));
        let faint = browser.run(
            "const lights = (css) => css.match(/[\\d.]+/g).slice(0, 3).map((v) => v / 255)
                .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
            const luminance = (css) => { const [r, g, b] = lights(css); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
            const behind = (e) => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor;
                if (!/, 0\\)$/.test(c)) return c; } return 'rgb(255, 255, 255)'; };
            const faint = [];
            for (const e of document.querySelectorAll('body *')) {
              if (![...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()) || !e.checkVisibility()) continue;
              const style = getComputedStyle(e);
              const colour = e instanceof SVGElement ? style.fill : style.color;
              const [a, b] = [luminance(colour), luminance(behind(e))].sort((x, y) => y - x);
              if ((a + 0.05) / (b + 0.05) < 4.5) faint.push(e.tagName + ' ' + colour + ' on ' + behind(e));
            }
            return faint",
        );
        assert_eq!(faint, json!([]), "{scheme}");
    }
}
