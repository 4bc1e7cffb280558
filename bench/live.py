"""Push against poll: what lists that update themselves cost the server."""

import time
from collections.abc import Sequence

from harness import ROOT, SERVERS
from harness.postgres import server

from . import live_report, live_words, results
from .idle_connections import raise_limit
from .live_phases import Figures, measured, share
from .live_streams import outage
from .results import Place
from .scale import Scale
from .variants import Variant

COMMAND = "make bench-async ARGS='--only live'"


def run(frameworks: Sequence[str], scale: Scale, place: Place) -> None:
    """Run the experiment, print its tables, and write results and a chart."""
    start, told = time.monotonic(), {}
    if not raise_limit(max(scale.pushed[0], scale.polled[0])):
        raise RuntimeError("this machine allows too few open files: see ulimit -Hn")
    if "tornado" in frameworks:
        told["SQLite"] = pushed("SQLite", None, scale)
        with server() as postgres:
            told["PostgreSQL"] = pushed("PostgreSQL", postgres, scale)
    asked = {
        SERVERS[name]["title"]: polled(name, scale)
        for name in frameworks
        if Variant(name, "app").is_wsgi
    }
    streams = outage() if "flask" in frameworks else None
    kept = results.about(COMMAND, (time.monotonic() - start) / 60)
    kept |= {"loader": "bench/live_clients.py", "push": told, "poll": asked, "streams": streams}
    block = live_report.block(kept)
    print(f"\n{block}")
    place.save("live", kept, {"live.svg": live_report.draw(kept)})
    place.renew(ROOT / "docs" / "async.md", "live", block)


def pushed(database: str, postgres: str | None, scale: Scale) -> Figures:
    """Return number of open lists → figures, where Tornado tells them."""
    found: Figures = {}
    for count in scale.pushed:
        if allowed(f"Tornado, {database}", count):
            moments, delay = measured("tornado", postgres, "push", count, scale.quiet)
            before, quiet, changing, end = moments.values()
            found[str(count)] = {
                "kib": round((changing.memory - before.memory) * 1024 / count, 1),
                "quiet": share(quiet, changing),
                "changing": share(changing, end),
                "delay": delay,
            }
    return found


def polled(framework: str, scale: Scale) -> Figures:
    """Return number of open lists → figures, where they ask; it ends with a number too large."""
    found: Figures = {}
    for count in scale.polled:
        if allowed(SERVERS[framework]["title"], count):
            moments, answers = measured(framework, None, "poll", count, scale.asking)
            asking, end = moments.values()
            size = round(end.memory, 1)
            found[str(count)] = {"cpu": share(asking, end), "memory": size, "answers": answers}
            if not live_words.in_time(answers):
                break
    return found


def allowed(title: str, count: int) -> bool:
    """Say what is measured; return whether the machine allows so many open files."""
    print(f"{time.strftime('%H:%M:%S')} {title}: {count} open lists", flush=True)
    enough = raise_limit(count)
    if not enough:
        print(f"{count} open lists: this machine does not allow enough open files")
    return enough
