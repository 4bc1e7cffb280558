"""The comparison shows the running code: live handlers, and names that exist."""

import ast
import re
import subprocess
from pathlib import Path
from textwrap import dedent

import pytest
from harness import ROOT

from compare import facts, figures, routers, templates
from compare.contract import PageOperation, frameworks, operations, page_operations
from compare.definitions import find
from compare.dependencies import leans_on
from compare.doc_links import terms
from compare.facts import lines
from compare.operations import operation_topics, page_topics
from compare.routers import answers
from compare.sources import source
from compare.topics import concern_topics, resolved, table

each_framework = pytest.mark.parametrize("name", [one.name for one in frameworks()])


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


def test_the_guide_has_its_figures() -> None:
    """Each name in braces is a figure; one that is not known stops the build."""
    for choice in table("guide")["choice"]:
        assert not any(set("{}") & set(reason["text"]) for reason in figures.reasons(choice))
    unknown = {"framework": "django", "because": [{"text": "It has {gone} lines.", "on": "lines"}]}
    with pytest.raises(SystemExit, match=r"guide\.toml, django: there is no figure called 'gone'"):
        figures.reasons(unknown)


def test_modules_in_folders_are_counted() -> None:
    """Commands and a back end count like other modules; migrations and tests do not."""
    for framework in frameworks():
        folder = ROOT / framework.package
        files = [*folder.rglob("*.py"), *folder.rglob("*.ini")]
        paths = [path.relative_to(ROOT).as_posix() for path in files]
        own = [path for path in paths if not re.search(r"/(migrations|tests)/", path)]
        assert sum(lines(framework).values()) == sum(len(source(path).code) for path in own)


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
