"""Where the links of the site lead."""

import json
import re
from html.parser import HTMLParser
from pathlib import PurePosixPath
from posixpath import normpath
from urllib.parse import unquote, urldefrag

import pytest
from built import NOTEBOOKS, OUTPUT, PAGES


class Links(HTMLParser):
    """Collects of a page the links, by their class, and the places to which one can lead."""

    def __init__(self, name):
        super().__init__()
        self.links, self.places = [], {""}
        self.feed((OUTPUT / name).read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        """Keep what belongs to a link."""
        attributes = dict(attributes)
        self.places.add(attributes.get("id"))
        if tag == "a" and "href" in attributes:
            self.links.append((attributes.get("class") or "", attributes["href"]))


FOR_TEACHERS = [name for name in PAGES if name.startswith("teaching/")]
READ = {name: Links(name) for name in PAGES}


def target(name, link):
    """Return where a link on a page leads, seen from the root of the site, and to what place."""
    address, place = urldefrag(unquote(link))
    return normpath(str(PurePosixPath(name).parent / address)) if address else name, place


def named(name, of_class):
    """Return where the links of a class on a page lead."""
    return [target(name, link)[0] for kind, link in READ[name].links if of_class in kind.split()]


@pytest.mark.parametrize("name", PAGES)
def test_a_link_within_the_site_leads_to_a_page_and_a_place_on_it(name):
    """Those out of it are not followed; the lite site is tested on its own."""
    for _, link in READ[name].links:
        page, place = target(name, link)
        if ":" not in link and not page.startswith("lite/"):
            assert (OUTPUT / page).is_file(), link
            assert page not in READ or place in READ[page].places, link


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_can_be_opened_live(path):
    """By the button on its page and the line under its title; where it is not, by neither."""
    links = READ[f"notebooks/{path.stem}.html"].links
    live = [link for _, link in links if "/lite/" in link]
    if (OUTPUT / "lite").is_dir():
        assert live == [f"../lite/notebooks/index.html?path={path.name}"] * 2
        assert (OUTPUT / "lite" / "notebooks" / "index.html").is_file()
        assert (OUTPUT / "lite" / "files" / path.name).is_file()
    else:
        assert live == []


def test_next_leads_through_all_pages_and_previous_back():
    """From the front page, past every notebook in the order of the course, to the last."""
    way = ["index.html"]
    while following := named(way[-1], "right-next"):
        assert named(following[0], "left-prev") == [way[-1]]
        way += following
    assert sorted([*way, *FOR_TEACHERS, "search.html"]) == PAGES
    numbered = [name for name in way if re.match(r"notebooks/\d", name)]
    assert numbered == sorted(numbered)


def test_pages_for_teachers_are_out_of_the_way():
    """They give answers away: neither the sides of the lessons lead to them, nor search."""
    leading = {
        name
        for name in PAGES
        for _, link in READ[name].links
        if target(name, link)[0] in FOR_TEACHERS
    }
    assert leading - {*FOR_TEACHERS} == {"index.html", "README.html"}
    index = json.loads(
        (OUTPUT / "searchindex.js")
        .read_text(encoding="utf-8")
        .removeprefix("Search.setIndex(")
        .removesuffix(")")
    )
    pages = [nb for nb, name in enumerate(index["docnames"]) if name.startswith("teaching/")]
    assert len(pages) == len(FOR_TEACHERS)
    assert {index["titles"][nb] for nb in pages} == {""}
    words = [*index["terms"].values(), *index["titleterms"].values()]
    found = {nb for word in words for nb in (word if isinstance(word, list) else [word])}
    assert found.isdisjoint(pages)


def test_a_page_has_a_title_and_a_description_of_its_own():
    """Or tabs, bookmarks and neighbours could not be told apart."""
    heads = {
        name: (OUTPUT / name).read_text(encoding="utf-8").partition("</head>")[0] for name in PAGES
    }
    titles = [re.search("<title>(.*)</title>", head)[1] for head in heads.values()]
    assert len({*titles}) == len(titles)
    lessons = [name for name in PAGES if name.startswith("notebooks/")]
    for name in ("index.html", *lessons):
        assert '<meta name="description"' in heads[name], name
    lesson = (OUTPUT / "notebooks" / "1.1-model-and-loss.html").read_text(encoding="utf-8")
    assert "Welcome" in re.search('class="left-prev".*?</a>', lesson, re.DOTALL)[0]
