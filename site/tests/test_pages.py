"""Every page of the site in a real browser, as wide as a phone and as a desktop."""

import re
from pathlib import Path

import pytest
from built import MODULES, NOTEBOOKS, PAGES, equations, outputs, texts

LOOK = Path(__file__).with_name("look.js").read_text(encoding="utf-8")
AXE = MODULES / "axe-core" / "axe.min.js"
WIDTHS = {"desktop": 1280, "phone": 390}
SOURCES = {f"notebooks/{path.stem}.html": path for path in NOTEBOOKS}


def show(page, address, name):
    """Open a page, and wait until its equations are typeset and its pictures are there."""
    page.goto(f"{address}/{name}")
    page.evaluate("window.MathJax?.startup.promise.then(() => true)")


def missing(page, path):
    """Return what a notebook holds and its page does not, or the other way round."""
    shown = outputs(path)
    nb_of_words = sum("<details>" in "".join(output.get("text/html", "")) for output in shown)
    expected = {
        "mjx-container": len(equations(path)),
        ".cell_output img": sum("image/svg+xml" in output for output in shown),
        ".cell_output details": nb_of_words,
        "details:not([open])": nb_of_words + "".join(texts(path)).count("<details>"),
    }
    found = {what: page.locator(f"article {what}").count() for what in expected}
    return [f"{found[w]} of {expected[w]} {w}" for w in expected if found[w] != expected[w]]


def findings(page):
    """Return what is wrong with a page, as wide as a phone and as a desktop."""
    wrong = []
    for place, width in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": 900})
        wrong += [f"{place}: {sentence}" for sentence in page.evaluate(LOOK, place == "desktop")]
    return wrong + accessibility(page) + page.wrong


def accessibility(page):
    """Return the serious and critical findings of axe-core."""
    page.add_script_tag(path=AXE)
    violations = page.evaluate(
        "axe.run({resultTypes: ['violations']}).then(found => found.violations)"
    )
    return [
        f"axe, {found['impact']}: {found['help']}: {found['nodes'][0]['html'][:150]}"
        for found in violations
        if found["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_whole(page, address, name):
    """Equations, figures, folded texts, widths, accessibility; and no request leaves the host."""
    show(page, address, name)
    wrong = missing(page, SOURCES[name]) if name in SOURCES else []
    assert wrong + findings(page) == []


def test_a_page_is_whole_in_the_dark(page, address):
    """For whoever has set the system so."""
    page.emulate_media(color_scheme="dark")
    show(page, address, "notebooks/1.1-model-and-loss.html")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert findings(page) == []


# What a page could suffer, as HTML or a script, and the words by which it has to be found.
FAULTS = {
    "<p class=math>x</p>": "an equation is not typeset",
    "<p class=math><i data-mml-node=merror>x</i></p>": "an equation has an error",
    "<p>It costs $x$.</p>": "left as it was written",
    "<img src=missing.svg alt=a>": "a picture is not shown",
    "<img src=../images/training-path.png>": "a picture has no text alternative",
    "<div class=cell_output></div>": "an output is empty",
    "<div class=cell_output><p class=stderr>Warning</p></div>": "an output is an error",
    f"<pre>{'x' * 120}</pre>": "desktop: code is",
    "<p style=width:400px>a</p>": "phone: the page is",
    "<a href=README.html></a>": "axe, serious",
    "<img src=https://example.org/a.png alt=a>": "asks another host",
    "<script>nowhere()</script>": "error in a script",
}


def test_faults_are_found(page, address):
    """Or the test above would find nothing."""
    show(page, address, "notebooks/playground-1.html")
    page.evaluate(
        """html => document.querySelector('article').append(
            document.createRange().createContextualFragment(html))""",
        "".join(FAULTS),
    )
    page.wait_for_load_state("networkidle")
    found = "\n".join(findings(page))
    assert [words for words in FAULTS.values() if words not in found] == []


def test_a_solution_and_the_words_under_a_figure_unfold(page, address):
    """And fold again."""
    show(page, address, "notebooks/3.5-backward-step.html")
    for title, content in [("Solution of 3.5a", "A gradient is a slope"), ("words", "xi = 0.761")]:
        details = page.locator("article details", has_text=content).first
        for is_open in (False, True, False):
            assert (content in details.inner_text()) == is_open
            details.locator("summary", has_text=title).click()


LESSON = "notebooks/2.2-logistic-and-cross-entropy.html"


def test_the_sides_open_and_close(page, address):
    """By the buttons that are seen: on a phone as dialogs, on a desktop in their place."""
    show(page, address, LESSON)
    page.set_viewport_size({"width": WIDTHS["phone"], "height": 900})
    for side, text in [("primary", "1.1 Model and loss"), ("secondary", "Likelihood")]:
        page.locator(f".{side}-toggle:visible").click()
        page.locator("dialog[open]", has_text=text).wait_for()
        page.keyboard.press("Escape")
        page.locator("dialog[open]").wait_for(state="detached")
    page.locator(".secondary-toggle:visible").click()
    page.locator("dialog[open] a", has_text="Likelihood").click()
    page.locator("dialog[open]").wait_for(state="detached")
    page.set_viewport_size({"width": WIDTHS["desktop"], "height": 900})
    show(page, address, LESSON)
    side = page.locator(".bd-sidebar-primary")
    for state in ("hidden", "visible"):
        page.locator(".primary-toggle:visible").click()
        side.wait_for(state=state)
        page.wait_for_function("!document.getAnimations().length")
        assert page.locator("article").bounding_box()["x"] >= 0


@pytest.mark.parametrize(
    ("lesson", "what"),
    [(LESSON, "pre"), ("notebooks/4.1-matrices-and-shapes.html", "mjx-container[display]")],
)
def test_code_and_equations_on_paper_are_whole(page, address, lesson, what):
    """No sheet can be scrolled."""
    show(page, address, lesson)
    page.set_viewport_size({"width": 600, "height": 1000})  # A4 between wide margins
    all_of_it = f"[...document.querySelectorAll('{what}')]"
    cut = f"{all_of_it}.filter(e => e.scrollWidth > e.clientWidth + 1).length"
    assert page.evaluate(cut) > 0
    page.emulate_media(media="print")
    assert page.evaluate(cut) == 0


def test_paper_is_white(page, address):
    """Also for whoever reads in the dark."""
    show(page, address, LESSON)
    theme = page.locator("html")
    theme.evaluate("page => page.dataset.theme = 'dark'")
    for event, name in [("beforeprint", "light"), ("afterprint", "dark")]:
        page.evaluate(f"dispatchEvent(new Event('{event}'))")
        assert theme.get_attribute("data-theme") == name


def test_what_is_seen_whole_fades_nowhere(page, address):
    """The room beside a text is no text."""
    page.set_viewport_size({"width": WIDTHS["phone"], "height": 900})
    show(page, address, "notebooks/3.5-backward-step.html")
    page.locator("article pre.more-right").first.wait_for()
    beyond = page.locator("article pre.more-right").evaluate_all(
        """boxes => boxes.map(box => {
            const text = document.createRange();
            text.selectNodeContents(box);
            return text.getBoundingClientRect().right - box.getBoundingClientRect().right;
        })"""
    )
    assert min(beyond) > 0


@pytest.mark.parametrize("what", ["span.math", "div.math mjx-container", "pre"])
def test_what_is_too_wide_is_scrolled_and_shows_where_there_is_more(page, address, what):
    """An equation in a line, one of its own, and code."""
    show(page, address, LESSON)
    assert page.locator("article .more-right").count() == 0
    page.set_viewport_size({"width": WIDTHS["phone"], "height": 900})
    box = page.locator(f"article {what}.more-right").first
    box.wait_for()
    box.evaluate("box => { box.dataset.held = true; box.scrollLeft = 1e6; }")
    page.locator("[data-held].more-left:not(.more-right)").wait_for()


def test_a_mark_stays_beside_its_equation(page, address):
    """A comma or a full stop begins no line."""
    page.set_viewport_size({"width": WIDTHS["phone"], "height": 900})
    show(page, address, LESSON)
    beside = page.locator("p > .math, .unbroken > .math").evaluate_all(
        """equations => equations.map(equation => {
            const {nextSibling: after} = equation;
            if (!/^[.,:;]/.test(after?.data ?? '')) return null;
            const range = document.createRange();
            range.setStart(after, 0);
            range.setEnd(after, 1);
            const [mark, box] = [range, equation].map(e => e.getBoundingClientRect());
            return mark.top < box.bottom && mark.left >= box.right - 1;
        }).filter(isBeside => isBeside !== null)"""
    )
    assert beside
    assert all(beside)


def test_a_figure_opens_by_itself(page, address):
    """A wide one is small on a phone."""
    show(page, address, LESSON)
    page.locator(".cell_output a:has(img)").first.click()
    page.wait_for_url(re.compile(r"/_images/.*\.svg$"))
    assert page.wrong == []


def test_code_in_a_table_is_broken_between_words_only(page, address):
    """On a phone, too: no letter stands alone."""
    page.set_viewport_size({"width": WIDTHS["phone"], "height": 900})
    show(page, address, "notebooks/1.1-model-and-loss.html")
    lines = page.locator("td code").evaluate_all(
        """codes => codes.map(code => {
            const range = document.createRange();
            range.selectNodeContents(code);
            return [code.textContent, new Set([...range.getClientRects()].map(r => r.top)).size];
        })"""
    )
    assert lines
    assert [text for text, nb in lines if nb > len(re.split(r"[_,( ]+", text))] == []


def test_the_words_under_a_figure_are_no_bright_box_in_the_dark(page, address):
    """As a figure has to be."""
    page.emulate_media(color_scheme="dark")
    show(page, address, LESSON)
    colour = page.locator(".text_html").first.evaluate("e => getComputedStyle(e).backgroundColor")
    assert colour == "rgba(0, 0, 0, 0)"


def test_the_focus_is_seen(page, address):
    """On every button above a page."""
    show(page, address, LESSON)
    buttons = page.locator(".bd-header-article :is(a, button):visible")
    seen = []
    for button in buttons.all():
        page.keyboard.press("Tab")  # what is focused next is so by the keyboard
        button.focus()
        seen.append(button.evaluate("e => getComputedStyle(e).outlineStyle"))
    assert set(seen) == {"solid"}


def test_search_shows_what_a_page_says(page, address):
    """Without the buttons of the page, and without equations as they are written."""
    page.goto(f"{address}/search.html?q=logistic")
    page.locator("#search-results .context").first.wait_for()
    page.wait_for_load_state("networkidle")
    found = page.locator("#search-results").inner_text()
    assert not re.search(r"System Settings|This page is to read|\\[a-z(]", found)


def test_search_says_when_nothing_is_found(page, address):
    """In words that fit this site."""
    page.goto(f"{address}/search.html?q=photosynthesis")
    page.get_by_text("No page has all of these words.").wait_for()


def test_search_leads_to_a_page(page, address):
    """From the button, as a reader finds it."""
    show(page, address, "index.html")
    page.locator("button.search-button__button:visible").first.click()
    page.keyboard.type("momentum")
    page.keyboard.press("Enter")
    page.locator("#search-results a", has_text="4.4 Momentum").first.click()
    page.wait_for_url(re.compile(r"/notebooks/4\.4-momentum\.html"))
    assert page.wrong == []
