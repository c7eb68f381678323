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


def test_search_leads_to_a_page(page, address):
    """From the button, as a reader finds it."""
    show(page, address, "index.html")
    page.locator("button.search-button__button:visible").first.click()
    page.keyboard.type("momentum")
    page.keyboard.press("Enter")
    page.locator("#search-results a", has_text="4.4 Momentum").first.click()
    page.wait_for_url(re.compile(r"/notebooks/4\.4-momentum\.html"))
    assert page.wrong == []
