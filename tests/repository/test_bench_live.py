"""Push against poll runs alone, and its words, tables and lines are its results."""

import json
import re
import sys
from pathlib import Path
from typing import Any

from harness import ROOT

from .test_bench import run

sys.path.insert(0, str(ROOT))  # the folder of the package `bench`

from bench.live_report import block, draw


def test_one_experiment_runs_alone(tmp_path: Path) -> None:
    """`--only live` measures push against poll, and leaves the other results alone."""
    (tmp_path / "results.json").write_text('{"async": "as before"}')
    done = run("async", "pyramid", "django", "--only", "live", "--output", str(tmp_path))
    assert done.returncode == 0, done.stderr
    results = json.loads((tmp_path / "results.json").read_text())
    assert results["async"] == "as before"
    polled = results["live"]["poll"]
    assert set(polled) == {"Pyramid", "Django"}
    assert [one["10"]["answers"]["errors"] for one in polled.values()] == [0, 0]
    assert (tmp_path / "live.svg").read_text().startswith("<svg")


def answers(p99: float, errors: int = 0) -> dict[str, Any]:
    """Return the latency of ten answers."""
    return {"count": 10, "errors": errors, "p50": 5.0, "p99": p99, "longest": p99}


LIVE: dict[str, Any] = {
    "commit": "abc",
    "date": "today",
    "machine": "none",
    "loader": "nobody",
    "command": "make nothing",
    "minutes": 3,
    "push": {
        "SQLite": {
            "100": {"kib": 9.0, "quiet": 0.0, "changing": 0.1, "delay": answers(80)},
            "5000": {"kib": 19.4, "quiet": 0.1, "changing": 1.3, "delay": answers(250)},
        }
    },
    "poll": {
        "Flask": {
            "100": {"cpu": 11.0, "memory": 120.0, "answers": answers(30)},
            "1000": {"cpu": 60.0, "memory": 140.0, "answers": answers(1999)},
            "2000": {"cpu": 150.0, "memory": 160.0, "answers": answers(900, errors=2)},
        },
        "Pyramid": {"100": {"cpu": 12.0, "memory": 130.0, "answers": answers(30)}},
        "Django": {"100": {"cpu": 190.0, "memory": 90.0, "answers": answers(2001)}},
    },
    "streams": {"streams": 256, "requests": 30, "before": 29, "meanwhile": 1},
}


def test_the_words_on_push_and_poll_are_the_results() -> None:
    """The page says nothing of lists that update themselves but what was measured."""
    text = block(LIVE)
    assert "Flask: 1,000; Pyramid: 100, the most that were tried; Django: fewer than 100." in text
    assert "Flask: from 1,000 on; Pyramid: not up to 100; Django: from 100 on." in text
    assert "5, 900, 2 of 10 failed" in text
    assert "5,000 open lists take 19 KiB each, and 0.10 % of a core while nothing changes." in text
    assert "With a change a second it is 1.3 %" in text
    assert "5 ms after it, 250 ms at most" in text
    assert "With 256 open streams, a thread for each, Flask answers 1 of 30 other" in text
    assert "without streams it answers 29" in text


def test_the_lines_of_push_and_poll_connect_what_was_measured() -> None:
    """Not every number of lists was measured for each: a line leaves those out."""
    ends = re.findall(r'<polyline points="([^"]*)" class="line([0-3])"/>', draw(LIVE))
    found = [(number, len(points.split())) for points, number in ends]
    sample = 2  # points of the line beside a name
    assert sorted(found) == sorted(
        [("0", 3), ("1", 1), ("2", 1), ("3", 2), *((number, sample) for number in "0123")]
    )


def test_only_the_experiments_run_alone() -> None:
    """What cannot run alone is an error of one line."""
    done = run("ladder", "--only", "live")
    assert done.returncode == 1
    assert done.stderr.splitlines() == ["--only is for the claims about async"]
