"""The page of all servers: counts, and the promises that are not proven on all."""

from typing import Any

from contract.promises import PROMISES

from .matrix import page

ABOUT = {"commit": "0123abc", "date": "2026-11-22", "machine": "2 cores"}


def report(**changes: str) -> dict[str, Any]:
    """Return a report.json in which all promises are proven, but for some changes."""
    verdicts = dict.fromkeys(PROMISES, "proven")
    verdicts |= {name.replace("_", "-"): verdict for name, verdict in changes.items()}
    return {"promises": {name: {"verdict": verdict} for name, verdict in verdicts.items()}}


def test_the_runs_of_each_server_add_up() -> None:
    """Proven in one run is proven, failed in one is failed; the page lists only exceptions."""
    flask = [report(HTTP_1="not tried"), report(HTTP_2="not tried"), report()]
    django = [report(HTTP_1="failed", HTTP_3="not tried"), report(HTTP_3="not tried")]
    text = page({"flask": flask, "django": django}, ABOUT)
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines()]
    rows = {row[0]: row[1:] for row in cells if row}
    profiles = [promise.profile for promise in PROMISES.values()]
    apart = {profile: profiles.count(profile) for profile in ("inside", "browser", "live")}
    tried = len(PROMISES) - sum(apart.values())
    assert "Commit 0123abc, 2026-11-22, 2 cores" in text
    for profile, count in apart.items():
        assert rows[profile] == [str(count)] * 2
    assert rows["proven"] == [str(tried), str(tried - 2)]
    assert (rows["failed"], rows["not tried"]) == (["0", "1"], ["0", "1"])
    assert rows["HTTP-1"][1:] == ["proven", "failed"]
    assert rows["HTTP-3"][1:] == ["proven", "not tried"]
    assert PROMISES.keys() & rows.keys() == {"HTTP-1", "HTTP-3"}
