"""The chart of the ladder: CPU time a request of each framework."""

from collections.abc import Mapping
from typing import Any

from harness import SERVERS

from .drawing import Drawing
from .pictures import LEFT, WIDTH
from .variants import KINDS
from .workload import SLOW

ROOM = WIDTH - LEFT - 200  # for the longest bar
BAR, GAP = 15, 9  # heights: of a bar, and below each request


def ladder(results: Mapping[str, Any], database: str) -> str:
    """Draw CPU time per request: three variants for each framework and request; pages have one."""
    requests = {name: costs(one) for name, one in results.items()}
    height = 50 + sum(34 + sum(map(room, one.values())) for one in requests.values())
    title = f"CPU time a request, {database} (log_in and pages: own scales)"
    drawing = Drawing(WIDTH, height, title)
    drawing.legend(WIDTH - 220, {kind: f"bar{number}" for number, kind in enumerate(KINDS)})
    scales = longest(requests)
    y = 50.0
    for name, one in requests.items():
        drawing.text(0, y, SERVERS[name]["title"], "title")
        y += 14
        for request, kinds in one.items():
            own = max(minima(kinds))
            draw_row(drawing, y, request, kinds, own if request == SLOW else scales[len(kinds)])
            y += room(kinds)
        y += 20
    return drawing.svg()


def costs(result: Mapping[str, Any]) -> dict[str, Any]:
    """Return request → variant → figures; older results have no pages."""
    pages = {name: {"app": figures} for name, figures in result.get("pages", {}).items()}
    return result["cpu"] | pages


def longest(requests: Mapping[str, Any]) -> dict[int, float]:
    """Return the longest time by number of variants: of the API's requests, and of pages."""
    found: dict[int, float] = {}
    for one in requests.values():
        for request, kinds in one.items():
            if request != SLOW:
                found[len(kinds)] = max(found.get(len(kinds), 0), *minima(kinds))
    return found


def minima(kinds: Mapping[str, Any]) -> list[float]:
    """Return the minimum of each variant."""
    return [figures["minimum"] for figures in kinds.values()]


def room(kinds: Mapping[str, Any]) -> int:
    """Return the height of a request's row."""
    return BAR * len(kinds) + GAP


def draw_row(
    drawing: Drawing, y: float, request: str, kinds: Mapping[str, Any], scale: float
) -> None:
    """Draw one request: its bars, their milliseconds, and the ratio of app to tutorial."""
    drawing.text(0, y + BAR * (len(kinds) - 1) / 2 + 11, request, "quiet")
    for number, kind in enumerate(kind for kind in KINDS if kind in kinds):
        minimum = kinds[kind]["minimum"]
        drawing.bar(LEFT, y + BAR * number, ROOM * minimum / scale, 13, f"bar{KINDS.index(kind)}")
        label = f"{minimum / 1000:.2f} ms"
        if kind == "app" and "tutorial" in kinds:
            label += f", {minimum / kinds['tutorial']['minimum']:.2f} of tutorial"
        drawing.text(LEFT + ROOM * minimum / scale + 6, y + BAR * number + 11, label, "quiet")
