"""Settings of Sphinx for the site to read."""

import html
import re
import textwrap

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

project = html_title = "How a neural network learns"
copyright = "the course's authors; text and figures CC BY 4.0, code BSD 3-Clause"
language = "en"

extensions = ["myst_nb", "sphinx.ext.mathjax"]
nb_execution_mode = "off"
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 3
nitpicky = True

# All that a page needs comes from its own host.
mathjax_path = "tex-svg-full.js"
mathjax3_config = {"options": {"enableMenu": False}}

templates_path = ["_templates"]
html_static_path = ["_static", "node_modules/mathjax/es5/tex-svg-full.js"]
html_favicon = "_static/favicon.svg"
html_css_files = ["site.css"]
html_js_files = [("site.js", {"defer": "defer"})]
html_copy_source = False
html_use_index = False
html_theme = "sphinx_book_theme"
html_theme_options = {
    "use_download_button": False,
    "use_fullscreen_button": False,
    "footer_content_items": ["copyright.html"],
    "article_header_end": ["live.html", "article-header-buttons.html"],
    # It would bring a second pair of buttons for the sides, and the theme's script binds the first.
    "navbar_persistent": [],
}
html_context = {"default_mode": "auto"}


class WithoutVersions(SphinxTransform):
    """Leave out the cell at the end that prints versions: it is for whoever runs a notebook."""

    default_priority = 800  # before the contents of the page are collected

    def apply(self):
        """Remove the section of this title."""
        for section in list(self.document.findall(nodes.section)):
            if section.next_node(nodes.title).astext() == "Versions":
                section.parent.remove(section)


def in_words(output):
    """Return the text that stands folded under a figure, or None if an output is something else."""
    found = re.search("<details><summary>.*?</summary>(.*)</details>", output.astext(), re.DOTALL)
    return found and html.unescape(re.sub("<[^>]*>", " ", found[1]))


def describe_figures(app, doctree, docname):
    """Give each figure its text alternative: how the text under it begins."""
    for cell in doctree.findall(nodes.container):
        if "cell_output" not in cell["classes"]:
            continue
        described = "shown by this cell"
        # Backwards, as the words come after the figure.
        for node in reversed(list(cell.findall(lambda n: isinstance(n, (nodes.raw, nodes.image))))):
            if isinstance(node, nodes.raw):
                described = in_words(node) or described
            else:
                node["alt"] = "Figure: " + re.split(r"[.;]\s", described)[0].rstrip(".")


def keep_marks(app, doctree, docname):
    """Keep what follows an equation without a space, such as a comma, in its line."""
    for equation in list(doctree.findall(nodes.math)):
        after = equation.next_node(descend=False, siblings=True)
        mark = isinstance(after, nodes.Text) and re.match(r"\S+", after)
        if mark:
            line, place = equation.parent, equation.parent.index(equation)
            kept = nodes.inline("", mark[0], classes=["unbroken"])
            kept.insert(0, equation)
            line[place : place + 2] = [kept, nodes.Text(after[mark.end() :])]


def say_how_to_run(app, doctree, docname):
    """Say under the title of a lesson, which speaks to whoever runs it, where that can be done."""
    if not docname.startswith("notebooks/"):
        return
    place = ("see the README", "../README.html")
    if "lite" in app.config.html_context:
        lite, name = app.config.html_context["lite"], docname.removeprefix("notebooks/")
        place = ("run it live", f"../{lite}/notebooks/index.html?path={name}.ipynb")
    note = nodes.paragraph(classes=["to-read", "no-search"])
    note += nodes.Text("This page is to read. To change its code and have your answers checked, ")
    note += [nodes.reference("", place[0], refuri=place[1], internal=True), nodes.Text(".")]
    title = doctree.next_node(nodes.title)
    title.parent.insert(title.parent.index(title) + 1, note)


def name_pages(app, env):
    """Call a page as the side does if its heading is the name of the course, as others have it."""
    for tree in env.get_doctree("index").findall(addnodes.toctree):
        for name, page in tree["entries"]:
            if env.titles[page].astext() == project:
                env.titles[page] = env.longtitles[page] = nodes.title("", name)


def describe_page(app, pagename, templatename, context, doctree):
    """Give the page its description: its first paragraph of some length without an equation."""
    paragraphs = doctree.findall(nodes.paragraph) if doctree else []
    texts = (
        text.astext()
        for text in paragraphs
        if "to-read" not in text["classes"] and not text.next_node(nodes.math)
    )
    if text := next((text for text in texts if len(text) > 80), None):
        content = html.escape(textwrap.shorten(text, 200, placeholder=" ..."))
        context["metatags"] += f'<meta name="description" content="{content}"/>'


def setup(app):
    """Register what is our own."""
    app.add_transform(WithoutVersions)
    app.connect("env-updated", name_pages)
    app.connect("doctree-resolved", describe_figures)
    app.connect("doctree-resolved", keep_marks)
    app.connect("doctree-resolved", say_how_to_run)
    app.connect("html-page-context", describe_page)
