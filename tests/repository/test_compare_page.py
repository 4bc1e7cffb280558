"""The page of the comparison: exact lines, links that lead somewhere, nothing from elsewhere."""

import re
from collections import Counter
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
from harness import ROOT

from compare.contract import frameworks
from compare.topics import table

from .comparing import compare

LIMIT = 700_000  # bytes


def attributes(html: str, name: str, tag: str = r"\w+") -> list[str]:
    """Return the values of an attribute, of all elements or of those with one tag."""
    found = re.findall(rf'<{tag}\b[^>]*?\s{name}=(?:"([^"]*)"|([^\s>]+))', html)
    return [unescape(quoted or bare) for quoted, bare in found]


class Page:
    """The parts of a page: ids, links, loaded files, and snippets as (file and lines, text)."""

    def __init__(self, text: str) -> None:
        html = re.sub(r"<(script|style)>.*?</\1>", "", text, flags=re.DOTALL)
        self.ids = attributes(html, "id")
        self.links = attributes(html, "href", "a")
        self.links += [f"#{target}" for target in attributes(html, "popovertarget")]
        self.loaded = attributes(html, "src") + attributes(html, "href", "link")
        figures = [each.partition("</figure>")[0] for each in html.split("<figure")[1:]]
        self.snippets = [(attributes(each, "href", "a")[0], last_part(each)) for each in figures]


def last_part(figure: str) -> list[str]:
    """Return the lines of code in the last list of a figure."""
    items = re.split("<li[^>]*>", figure.rpartition("<ol>")[2].partition("</ol>")[0])[1:]
    return [unescape(re.sub("<[^>]*>", "", item)) for item in items]


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page."""
    path = tmp_path_factory.mktemp("compare") / "compare.html"
    done = compare("--output", str(path))
    assert done.returncode == 0, done.stderr
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def page(text: str) -> Page:
    """The parsed page."""
    return Page(text)


def test_what_is_said_rests_on_something(page: Page) -> None:
    """Each reason in the guide and each claim in the articles points to a part of the page."""
    for choice in table("guide")["choice"]:
        assert {reason["on"] for reason in choice["because"]} <= set(page.ids)
    for claim in table("articles")["claim"]:
        assert claim.get("on") or claim["at"] in page.ids, claim["said"]


def test_each_word_that_is_explained_is_used(text: str) -> None:
    """A glossary word also appears elsewhere on the page; every framework has some."""
    before, _, rest = text.partition("<body>")[2].partition('<section id="words"')
    used = re.sub(
        r"<[^>]*>", " ", before + rest.partition("</section>")[2].partition("<script>")[0]
    )
    words = table("glossary")["word"]
    for word in words:
        assert re.search(rf"\b{word['word']}\b", used, re.IGNORECASE), word["word"]
    assert {word["framework"] for word in words} == {"all", *(one.name for one in frameworks())}


def test_what_a_concern_leans_on_is_one_click_away(page: Page) -> None:
    """The page has the helpers of a concern, even if no operation names them."""
    assert "pyramid.security.token_digest" in page.ids
    assert "#pyramid.security.token_digest" in page.links


def test_a_snippet_is_what_its_link_says(page: Page) -> None:
    """The last part of each snippet is an exact copy of the lines in the file."""
    assert len(page.snippets) > 200
    for address, shown in page.snippets:
        path, _, lines = address.removeprefix("../").partition("#L")
        first, last = map(int, lines.split("-L"))
        assert shown == (ROOT / path).read_text().splitlines()[first - 1 : last], address


def test_every_link_within_the_repository_leads_somewhere(page: Page) -> None:
    """A link goes to a file, to a unique part of the page, or to documentation."""
    assert [name for name, count in Counter(page.ids).items() if count > 1] == []
    for link in page.links:
        file, _, part = link.partition("#")
        if not file:
            assert unquote(part) in page.ids, link
        elif not link.startswith("https://"):
            assert (ROOT / file.removeprefix("../")).is_file(), link


def test_the_page_asks_nothing_of_anybody(page: Page, text: str) -> None:
    """The page is self-contained, with at most 700 kB."""
    assert page.loaded == ["data:,"]  # no icon
    style = text.partition("<style>")[2].partition("</style>")[0]
    assert not {"@import", "url("} & set(re.findall(r"@?\w+\(?", style))
    assert len(text.encode()) <= LIMIT


def test_two_builds_are_the_same(text: str, tmp_path: Path) -> None:
    """Two builds from the same files have the same bytes."""
    again = tmp_path / "again.html"
    assert compare("--output", str(again), PYTHONHASHSEED="1").returncode == 0
    assert again.read_text(encoding="utf-8") == text


def test_the_published_page_is_not_stale(text: str) -> None:
    """docs/compare.html is this page, built from an earlier commit and on any machine."""
    published = (ROOT / "docs" / "compare.html").read_text(encoding="utf-8")
    assert same_anywhere(published) == same_anywhere(text), "run make compare WRITE=1"


def same_anywhere(page: str) -> str:
    """Return the page without commits and dates, and without the sizes of installed packages."""
    sizes = r"<section class=topic id=.?dependencies.*?</section>"
    origins = r"<p class=.?origin.*?</p>|<footer>.*?</footer>"
    return re.sub(f"{sizes}|{origins}", "", page, flags=re.DOTALL)


def test_published_links_lead_to_the_commit(tmp_path: Path) -> None:
    """Links of a published page lead to where the repository is."""
    path = tmp_path / "index.html"
    root = "https://example.org/todo/blob/abc/"
    assert compare("--output", str(path), "--root", root).returncode == 0
    links = Page(path.read_text(encoding="utf-8")).links
    assert not [link for link in links if link.startswith("..")]
    assert f"{root}flask_todo/api/tasks.py" in {link.partition("#")[0] for link in links}


def test_a_copy_without_git_says_so(tmp_path: Path) -> None:
    """A page that is built from a tarball names no commit, and says why."""
    path = tmp_path / "compare.html"
    nowhere = {"GIT_DIR": str(tmp_path / "none"), "GIT_CEILING_DIRECTORIES": str(ROOT.parent)}
    assert compare("--output", str(path), **nowhere).returncode == 0
    shown = path.read_text(encoding="utf-8")
    assert "history, so that it names no commit" in shown
    assert "git is missing" not in shown
    assert "without git nobody can tell if this is the measured code" in shown


def test_the_front_page_holds_the_table_of_the_generator() -> None:
    """The table in README.md is generated from compare/concerns.toml."""
    done = compare("--check")
    assert done.returncode == 0, done.stderr
