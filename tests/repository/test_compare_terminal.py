"""The comparison in the terminal: as many columns as fit, and no word cut."""

import re

import pytest

from compare.contract import frameworks
from compare.topics import Topic, concern_topics

from .comparing import compare


@pytest.mark.parametrize(("columns", "abreast"), [(80, 1), (120, 2), (200, 4)])
def test_the_terminal_shows_as_many_columns_as_fit(columns: int, abreast: int) -> None:
    """The terminal shows four columns, two, or one below the other."""
    done = compare("create_task", COLUMNS=str(columns))
    titles = [line.count("╭") for line in done.stdout.splitlines() if "╭" in line]
    assert titles == [abreast] * (len(frameworks()) // abreast)
    assert "db.session.commit()" in done.stdout
    assert all(len(line) <= columns for line in done.stdout.splitlines())


@pytest.mark.parametrize("columns", [80, 120, 200])
def test_no_name_is_cut(columns: int) -> None:
    """Each name in the code of a framework is on one line of its column."""
    shown = compare("forms", COLUMNS=str(columns)).stdout
    for definition in (one for column in forms().columns for one in column.shown):
        text = "\n".join(line for part in definition.parts for line in definition.text(part))
        for name in re.findall(r"\w+", text):
            assert name in shown, name


def forms() -> Topic:
    """Return the concern about forms."""
    return next(topic for topic in concern_topics() if topic.name == "forms")


def test_a_long_line_goes_on_below_its_own_beginning() -> None:
    """A wrapped line keeps its indentation."""
    done = compare("list_tasks", COLUMNS="80")
    lines = [line.strip("│").rstrip() for line in done.stdout.splitlines()]
    start = next(n for n, line in enumerate(lines) if "link_to_next(" in line)
    assert lines[start].startswith("     headers")
    assert lines[start + 1].startswith("         ")


def test_an_operation_says_what_it_waits_for() -> None:
    """The routers take seconds, so a line says so at once; a concern needs none of them."""
    assert compare("read_task").stderr == "asking the routers of the four applications …\n"
    assert compare("forms").stderr == ""


def test_the_terminal_shows_pages_with_their_templates() -> None:
    """A name that API and pages share shows both; `pages.` before it shows the page alone."""
    shown = compare("show_tasks", COLUMNS="250").stdout
    assert "def show_tasks(self) -> dict[str, Any]:" in shown
    assert '<li tal:repeat="task tasks"' in shown
    both, page = (compare(name, COLUMNS="250").stdout for name in ("log_in", "pages.log_in"))
    assert both.endswith(page)
    assert "POST /api/v1/accounts/login" in both.removesuffix(page)


def test_an_unknown_topic_is_answered_with_the_topics() -> None:
    """An unknown topic is an error that suggests a similar one."""
    done = compare("create_tusk")
    assert done.returncode == 2
    assert "did you mean create_task?" in done.stderr.partition("\n")[0]
    assert "Traceback" not in done.stderr
