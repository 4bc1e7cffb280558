"""The comparison in the terminal: as many columns as fit, and no word cut."""

import pytest

from compare.contract import frameworks

from .comparing import compare


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
