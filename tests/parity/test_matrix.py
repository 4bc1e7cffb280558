"""The page of all servers: counts, and the promises that are not proven on all."""

from typing import Any

from contract.promises import PROMISES

from .matrix import page

ABOUT = {"commit": "0123abc", "date": "2026-11-22", "machine": "2 cores"}
SEEN = [promise.id for promise in PROMISES.values() if promise.profile != "inside"]


def report(**verdicts: str) -> dict[str, Any]:
    """Return a report.json with these verdicts; `HTTP_1` is HTTP-1, the others were not tried."""
    told = {name.replace("_", "-"): verdict for name, verdict in verdicts.items()}
    return {"promises": {one: {"verdict": told.get(one, "not tried")} for one in PROMISES}}


def rows(text: str) -> dict[str, list[str]]:
    """Return the cells of all rows, by the first cell."""
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines()]
    return {row[0]: row[1:] for row in cells if row}


def test_the_runs_of_each_server_add_up() -> None:
    """Proven in one run is proven, failed in one is failed, and counts say how many."""
    flask = [report(HTTP_1="proven"), report(TOKEN_8="proven")]
    django = [report(HTTP_1="failed"), report(HTTP_1="proven")]
    text = page({"flask": flask, "django": django}, ABOUT)
    found = rows(text)
    assert "Commit 0123abc, 2026-11-22, 2 cores" in text
    assert found["proven"] == ["2", "0"]
    assert found["failed"] == ["0", "1"]
    assert found["not tried"] == [str(len(SEEN) - 2), str(len(SEEN) - 1)]
    assert found["inside"] == [str(len(PROMISES) - len(SEEN))] * 2
    assert found["HTTP-1"][1:] == ["proven", "failed"]
    assert found["HTTP-3"][1:] == ["not tried", "not tried"]


def test_what_all_keep_is_not_listed() -> None:
    """If every promise is proven, the page has one table, and says so."""
    proven = {"promises": {one: {"verdict": "proven"} for one in PROMISES}}
    text = page({"flask": [proven], "django": [proven]}, ABOUT)
    assert "Every promise that HTTP shows is proven on all servers." in text
    assert not rows(text).keys() & PROMISES.keys()
