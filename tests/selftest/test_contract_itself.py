"""Tests for the contract suite: every promise has a test, and every test a promise."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import yaml
from contract.promises import CONTRACT, PROMISES
from harness.ports import free_port

ROOT = Path(__file__).parents[2]
SUITE = ROOT / "tests" / "contract"


def functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    """Yield every test function of the suite with its file and name."""
    for path in sorted(SUITE.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                yield f"{path.name}::{node.name}", node


def promises_of(test: ast.FunctionDef) -> list[str]:
    """Return the arguments of the test's `promise` marker."""
    calls = [each for each in test.decorator_list if isinstance(each, ast.Call)]
    marks = [each for each in calls if ast.unparse(each.func) == "pytest.mark.promise"]
    return [ast.literal_eval(argument) for mark in marks for argument in mark.args]


def test_every_promise_that_can_be_seen_has_a_test() -> None:
    """A test names each promise, except those of the profile `inside`."""
    proven = {promise for _, test in functions() for promise in promises_of(test)}
    visible = {promise.id for promise in PROMISES.values() if promise.profile != "inside"}

    assert sorted(visible - proven) == []


def test_every_test_proves_a_known_promise() -> None:
    """Each test names at least one promise, and only known ones that HTTP can show."""
    visible = {promise.id for promise in PROMISES.values() if promise.profile != "inside"}
    named = {name: set(promises_of(test)) for name, test in functions()}

    assert [name for name, promises in named.items() if not promises or promises - visible] == []


def test_every_test_says_in_one_line_what_holds() -> None:
    """Each test has a docstring of one line."""
    docstrings = {name: ast.get_docstring(test) or "" for name, test in functions()}

    assert [name for name, text in docstrings.items() if len(text.splitlines()) != 1] == []


def test_the_document_names_the_version_of_the_contract() -> None:
    """Both files of shared_spec/ and their CHANGELOG have the same version."""
    folder = ROOT / "shared_spec"
    document = yaml.safe_load((folder / "openapi.yaml").read_text(encoding="utf-8"))

    assert document["info"]["x-contract-version"] == CONTRACT
    assert f"## {CONTRACT}\n" in (folder / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_test_is_named_once() -> None:
    """No two tests in a file have the same name."""
    names = [name for name, _ in functions()]

    assert sorted(names) == sorted(set(names))


def test_the_suite_imports_no_server() -> None:
    """The suite needs only the server's URL: no framework, no database, no application."""
    libraries = {"httpx2", "jinja2", "jsonschema", "pytest", "referencing", "yaml"}
    libraries |= {"axe_playwright_python", "playwright", "selectolax"}  # for pages
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in SUITE.rglob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    froms = {n.module or "" for n in nodes if isinstance(n, ast.ImportFrom) and not n.level}

    foreign = {name.partition(".")[0] for name in plain | froms} - sys.stdlib_module_names
    assert foreign - {""} == libraries


def run_suite(*arguments: str) -> tuple[int, str]:
    """Run the command and return its exit status and output."""
    command = [sys.executable, "-m", "contract", *arguments]
    run = subprocess.run(command, cwd=SUITE.parent, capture_output=True, text=True, check=False)
    return run.returncode, run.stdout + run.stderr


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ([], "say which server: todo-contract http://127.0.0.1:8001"),
        (["127.0.0.1:1", "--only", "HTTP-99"], "no such promise: HTTP-99; see --list"),
        (["127.0.0.1:1", "--profile", "fast"], "argument --profile: invalid choice"),
        (["127.0.0.1:1", "--report", "/dev/null/x"], "no report can be written to /dev/null/x"),
    ],
    ids=["no URL", "promise", "profile", "report"],
)
def test_a_wrong_argument_is_answered_in_one_line(arguments: list[str], line: str) -> None:
    """The line says what is wrong, no test runs, and the status is 4."""
    status, said = run_suite(*arguments)

    assert status == 4
    assert said.startswith(f"todo-contract: {line}")
    assert len(said.splitlines()) == 1


def test_a_run_without_a_server_ends_in_one_line() -> None:
    """If the server does not answer, the run ends with one line and status 3."""
    address = f"127.0.0.1:{free_port()}"

    status, said = run_suite(address)

    assert status == 3
    assert said.startswith(f"todo-contract: no answer from http://{address}")
    assert len(said.splitlines()) == 1


class Stranger(BaseHTTPRequestHandler):
    """A server that is not the To-Do API: it answers every GET in one way."""

    status, media_type = 200, "text/html"

    def do_GET(self) -> None:
        """Answer."""
        self.send_response(self.status)
        self.send_header("Content-Type", self.media_type)
        self.end_headers()

    def do_POST(self) -> None:
        """Fail."""
        self.send_error(500)

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@contextmanager
def stranger(**how: Any) -> Iterator[str]:
    """Serve a Stranger and yield its address."""
    handler = type("Handler", (Stranger,), how)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize(
    ("status", "media_type", "said"),
    [
        (200, "text/html", "answers 200 with text/html, not JSON"),
        (404, "application/json", "answers 404: is it behind a prefix"),
        (500, "application/json", "answers 500"),
        (302, "text/html", "answers 302"),
    ],
)
def test_another_server_is_refused_in_one_line(status: int, media_type: str, said: str) -> None:
    """A server that is not this API is refused before any test, with the reason."""
    with stranger(status=status, media_type=media_type) as address:
        found, output = run_suite(address)

    assert found == 3
    assert said in output
    assert len(output.splitlines()) == 1


def test_a_server_without_pages_is_told_in_one_line() -> None:
    """The profiles about pages begin with GET /login, and end with it if that is no page."""
    with stranger(media_type="application/json") as address:
        status, said = run_suite(address, "--profile", "pages")

    assert status == 3
    assert said == f"todo-contract: http://{address} has no pages: GET /login answers 200\n"


def test_no_other_profile_collects_a_test_of_pages() -> None:
    """Nor do its reports count promises about pages."""
    with stranger(media_type="application/json") as address:
        _, said = run_suite(address, "--only", "INFO-1,PAGE-1")

    assert "INFO" in said
    assert "PAGE" not in said


def test_who_can_register_nobody_hears_of_that_first() -> None:
    """The tests that need an account do not run, and the output fits two screens."""
    with stranger(media_type="application/json") as address:
        status, said = run_suite(address, "--only", "REGISTER-1,TASK-1,LIST-1")

    assert status == 1
    assert "1. REGISTER-1  Registration takes" in said
    assert re.search(r"blocks \d+ promises\)", said)
    assert "blocked: TASK-1, LIST-1" in said


def test_a_builder_is_stopped_at_the_first_broken_promise() -> None:
    """With --step the run ends after the first test that sees a broken promise."""
    with stranger(status=404) as address:
        status, said = run_suite(address, "--step")

    assert status == 1
    assert "You are at step 1" in said
    assert "go on with --step 1" in said
