"""The comparison shows the running code: live handlers, existing names, exact lines."""

import ast
import os
import re
import subprocess
from collections import Counter
from html import unescape
from pathlib import Path
from textwrap import dedent
from urllib.parse import unquote

import pytest
from harness import MODULES, ROOT

from compare import facts, routers, templates
from compare.contract import PageOperation, frameworks, operations, page_operations
from compare.definitions import find
from compare.dependencies import leans_on
from compare.doc_links import terms
from compare.facts import lines
from compare.operations import operation_topics, page_topics
from compare.routers import answers
from compare.sources import source
from compare.topics import concern_topics, resolved, table

LIMIT = 800_000  # bytes
PYTHON = ROOT / ".venvs" / "compare" / "bin" / "python"
each_framework = pytest.mark.parametrize("name", [one.name for one in frameworks()])


def compare(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the program as `make compare` does, in its own environment."""
    return subprocess.run(
        [PYTHON, "-m", "compare", *arguments],
        cwd=ROOT,
        env=os.environ | MODULES | environment,
        capture_output=True,
        text=True,
    )


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
        figures = [each.partition("</figure>")[0] for each in html.split("<figure>")[1:]]
        self.snippets = [(attributes(each, "href", "a")[0], last_part(each)) for each in figures]


def last_part(figure: str) -> list[str]:
    """Return the lines of code in the last list of a figure."""
    items = re.split("<li[^>]*>", figure.rpartition("<ol ")[2].partition("</ol>")[0])[1:]
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


@each_framework
def test_every_operation_has_a_live_handler(name: str) -> None:
    """For each operation the router finds a function whose docstring is the operation's summary."""
    for operation in operations():
        handler = answers()[name]["handlers"][operation.name]
        definition = find(handler["reference"])
        assert (definition.file, definition.line) == (handler["file"], handler["line"])
        function = ast.parse(dedent("\n".join(definition.text(definition.parts[-1])))).body[0]
        assert isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        assert ast.get_docstring(function) == operation.summary


@each_framework
def test_every_page_has_a_live_handler(name: str) -> None:
    """For each page the router finds a function or a class, where the page shows it."""
    for operation in page_operations():
        handler = answers()[name]["pages"][operation.name]
        definition = find(handler["reference"])
        assert (definition.file, definition.line) == (handler["file"], handler["line"])


def test_every_page_has_its_templates() -> None:
    """All that has a heading has a template in each framework, and the others have none."""
    for topic, operation in zip(page_topics(), page_operations(), strict=True):
        for column in topic.columns:
            assert bool(column.templates) == operation.has_template
            folder = f"{column.framework.package}/pages/templates/"
            assert all(one.file.startswith(folder) for one in column.templates)
    used = {
        definition.file
        for topic in page_topics()
        for column in topic.columns
        for definition in (*column.templates, *column.template_leans)
    }
    missing = {path.relative_to(ROOT).as_posix() for path in template_files()} - used
    # Errors are no operation; Django's renderer, not a template, names those of forms.
    assert {path.rpartition("/")[2] for path in missing} <= {
        "error.html",
        "error.pt",
        "form.html",
        "field.html",
    }


def template_files() -> list[Path]:
    """Return all templates of all packages."""
    files = ROOT.glob("*_todo/pages/templates/**/*")
    return [path for path in files if path.is_file()]


def test_what_a_router_or_a_template_lacks_fails_with_one_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A page that no router knows, and a template that is gone, stop the build."""
    unknown = PageOperation("gone", ("GET", "POST"), "/gone", has_template=True)
    monkeypatch.setattr(routers, "page_operations", lambda: [unknown])
    for framework in frameworks():
        expected = rf"{framework.name} cannot be asked .*: GET POST /gone has no handler: \w+$"
        with pytest.raises(SystemExit, match=expected):
            routers.ask(framework.name)
    with pytest.raises(SystemExit, match=r"tasks\.py names the template gone\.html, which"):
        templates.template(find("flask_todo.pages.tasks:add_task"), "gone.html")


def test_every_topic_has_a_column_for_each_framework() -> None:
    """Each topic covers all frameworks in the same order, and every name in it exists."""
    titles = [one.title for one in frameworks()]
    for topic in (*operation_topics(), *page_topics(), *concern_topics()):
        assert [column.framework.title for column in topic.columns] == titles
        assert all(column.says for column in topic.columns) or topic.is_operation


def test_a_definition_that_is_gone_fails_with_one_line() -> None:
    """A renamed function stops the build; the message says what refers to it."""
    with pytest.raises(SystemExit, match=r"concern x: flask_todo\.auth:gone is gone"):
        resolved("flask_todo.auth:gone", "concern x")


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
    assert {word["framework"] for word in words} == {one.name for one in frameworks()}


def test_what_a_concern_leans_on_is_one_click_away(page: Page) -> None:
    """The page has the helpers of a concern, even if no operation names them."""
    assert "pyramid.security.token_digest" in page.ids
    assert "#pyramid.security.token_digest" in page.links


def test_a_row_of_the_ledger_that_is_cut_differently_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A malformed row stops the build, so that no deviation is lost."""
    (tmp_path / "flask_todo").mkdir()
    rows = "| by default | the contract | the line |\n|---|---|---|\n| 404 | 405 |\n"
    (tmp_path / "flask_todo" / "README.md").write_text(f"{facts.LEDGER}\n\n{rows}")
    monkeypatch.setattr(facts, "ROOT", tmp_path)
    with pytest.raises(SystemExit, match=r"flask_todo/README\.md, the ledger: 404 \| 405 has 2"):
        facts.ledger(frameworks()[0])


def test_what_the_guide_says_of_lines_is_so() -> None:
    """Operations take more lines in Tornado than in any other framework."""
    counted = {one.name: lines(one)["operations"] for one in frameworks()}
    assert max(counted, key=lambda name: counted[name]) == "tornado"


def test_modules_in_folders_are_counted() -> None:
    """Commands and a back end count like other modules; migrations and tests do not."""
    for framework in frameworks():
        folder = ROOT / framework.package
        files = [*folder.rglob("*.py"), *folder.rglob("*.ini")]
        paths = [path.relative_to(ROOT).as_posix() for path in files]
        own = [path for path in paths if not re.search(r"/(migrations|tests)/", path)]
        assert sum(lines(framework).values()) == sum(len(source(path).code) for path in own)


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
    """The page is self-contained, with at most 800 kB: 320 of them show the pages."""
    assert page.loaded == ["data:,"]  # no icon
    style = text.partition("<style>")[2].partition("</style>")[0]
    assert not {"@import", "url("} & set(re.findall(r"@?\w+\(?", style))
    assert len(text.encode()) <= LIMIT


def test_two_builds_are_the_same(text: str, tmp_path: Path) -> None:
    """Two builds from the same files have the same bytes."""
    again = tmp_path / "again.html"
    assert compare("--output", str(again), PYTHONHASHSEED="1").returncode == 0
    assert again.read_text(encoding="utf-8") == text


def test_the_front_page_holds_the_table_of_the_generator() -> None:
    """The table in README.md is generated from compare/concerns.toml."""
    done = compare("--check")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(("columns", "abreast"), [(70, 1), (130, 2), (240, 4)])
def test_the_terminal_shows_as_many_columns_as_fit(columns: int, abreast: int) -> None:
    """The terminal shows four columns, two, or one below the other."""
    done = compare("create_task", COLUMNS=str(columns))
    titles = [line.count("╭") for line in done.stdout.splitlines() if "╭" in line]
    assert titles == [abreast] * (len(frameworks()) // abreast)
    assert "db.session.commit()" in done.stdout


def test_a_long_line_goes_on_below_its_own_beginning() -> None:
    """In the terminal a wrapped line keeps its indentation."""
    done = compare("list_tasks", COLUMNS="80")
    lines = [line.strip("│").rstrip() for line in done.stdout.splitlines()]
    start = next(n for n, line in enumerate(lines) if "link_to_next(tasks[-1])}" in line)
    assert lines[start].startswith("     headers")
    assert lines[start + 1] == "         len(tasks) else {}"


def test_the_terminal_shows_pages_with_their_templates() -> None:
    """A name that API and pages share shows both; `pages.` before it shows the page alone."""
    shown = compare("show_tasks", COLUMNS="240").stdout
    assert "def show_tasks(self) -> dict[str, Any]:" in shown
    assert '<li tal:repeat="task tasks"' in shown
    both, page = (compare(name, COLUMNS="240").stdout for name in ("log_in", "pages.log_in"))
    assert both.endswith(page)
    assert "POST /api/v1/accounts/login" in both.removesuffix(page)


def test_an_unknown_topic_is_answered_with_the_topics() -> None:
    """An unknown topic is an error that suggests a similar one."""
    done = compare("create_tusk")
    assert done.returncode == 2
    assert "did you mean create_task?" in done.stderr.partition("\n")[0]
    assert "Traceback" not in done.stderr


@each_framework
def test_what_a_framework_ships_is_there(name: str) -> None:
    """Each built-in feature that the page names can be imported in the framework's environment."""
    modules = [
        one[name]["module"] for one in table("batteries")["battery"] if "module" in one[name]
    ]
    python = ROOT / ".venvs" / name / "bin" / "python"
    done = subprocess.run([python, "-c", f"import {', '.join(modules or ['sys'])}"])
    assert done.returncode == 0


@each_framework
def test_the_framework_s_own_names_are_found(name: str) -> None:
    """The documented names in a framework's handlers include its best-known ones."""
    wanted = {
        "flask": {"flask.url_for", "flask.current_app"},
        "pyramid": {"pyramid.view.view_config", "pyramid.request.Request.response"},
        "django": {"django.urls.reverse", "django.db.transaction.atomic"},
        "tornado": {"tornado.web.RequestHandler.set_status"},
    }[name]
    columns = [topic.columns for topic in operation_topics()]
    shown = [one for four in columns for column in four for one in column.shown]
    own = [one for one in shown if one.file.startswith(f"{name}_todo/")]
    assert wanted <= {term.name for one in own for term in terms(one)}


def test_what_a_handler_leans_on_is_found_through_names_and_classes() -> None:
    """Schemas in variables, methods of base classes, and functions of other modules."""
    found = {one.reference for one in leans_on(find("flask_todo.api.tasks:create_task"))}
    assert {"flask_todo.api.schemas:TaskSchema", "flask_todo.models:Task"} <= found
    found = {one.reference for one in leans_on(find("tornado_todo.api.tasks:TaskListHandler.post"))}
    wanted = {"tornado_todo.api.base:APIHandler.load_body", "tornado_todo.api.tasks:create_task"}
    assert wanted <= found
