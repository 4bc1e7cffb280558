"""Tests for the contract suite: every promise has a test, and every test a promise."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from contract.promises import PROMISES
from ports import free_port

ROOT = Path(__file__).parents[2]
SUITE = ROOT / "tests" / "contract"


def functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    """Yield every test function of the suite with its file and name."""
    for path in sorted(SUITE.glob("test_*.py")):
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


def test_every_test_is_named_once() -> None:
    """No two tests in a file have the same name."""
    names = [name for name, _ in functions()]

    assert sorted(names) == sorted(set(names))


def test_the_suite_imports_no_server() -> None:
    """The suite needs only the server's URL: no framework, no database, no application."""
    libraries = {"httpx2", "jsonschema", "pytest", "referencing", "yaml"}
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in SUITE.glob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    froms = {n.module or "" for n in nodes if isinstance(n, ast.ImportFrom) and not n.level}

    foreign = {name.partition(".")[0] for name in plain | froms} - sys.stdlib_module_names
    assert foreign - {""} == libraries


def run_suite(*arguments: str) -> tuple[int, str]:
    """Run the suite and return its exit status and output."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", str(SUITE), *arguments]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return run.returncode, run.stdout + run.stderr


def test_a_run_without_a_url_says_so() -> None:
    """The message names the missing option, and no test runs."""
    status, said = run_suite()

    assert status == 4
    assert "say which server: --contract-url" in said
    assert "Traceback" not in said


def test_a_run_without_a_server_ends_in_one_line() -> None:
    """If the server does not answer, the run ends with one line and status 3."""
    url = f"http://127.0.0.1:{free_port()}"

    status, said = run_suite("--contract-url", url, "-n", "2")

    assert status == 3
    assert f"no answer from {url}" in said
    assert "Traceback" not in said
    assert "FAILED" not in said
