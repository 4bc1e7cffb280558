"""The charts of the benchmarks, drawn from their results."""

import math
from collections.abc import Mapping, Sequence

from harness import SERVERS

from .drawing import Drawing

WIDTH = 760
LEFT = 110  # x of the first point of bars and lines


def gantt(title: str, plans: Mapping[str, Sequence[tuple[str, float, float, bool]]]) -> str:
    """Draw plans, name → (task, start, end, whether a person is busy with it), in minutes."""
    longest = max(end for bars in plans.values() for _, _, end, _ in bars)
    rows = sum(len(bars) for bars in plans.values())
    drawing = Drawing(WIDTH, 34 + 24 * rows + 44 * len(plans), title)
    drawing.legend(WIDTH - 250, {"a machine runs": "bar1", "your hands": "bar2"})
    y = 44.0
    for name, bars in plans.items():
        end = max(end for _, _, end, _ in bars)
        drawing.text(0, y + 4, f"{name}: {end:g} minutes")
        y += 16
        for task, start, stop, busy in bars:
            x, width = scaled(start, longest), scaled(stop, longest) - scaled(start, longest)
            drawing.bar(x, y, width, 17, "bar2" if busy else "bar1")
            drawing.text(LEFT + 36, y + 13, task, "quiet", "end")
            drawing.text(scaled(stop, longest) + 5, y + 13, f"{stop:g}", "quiet")
            y += 24
        y += 28
    return drawing.svg()


def scaled(minutes: float, longest: float) -> float:
    """Return the x of a minute."""
    return LEFT + 44 + (WIDTH - LEFT - 84) * minutes / longest


def curves(title: str, columns: Sequence[str], series: Mapping[str, Sequence[float | None]]) -> str:
    """Draw one line for each name over the columns, on a logarithmic scale; None was not measured.

    A line connects what was measured; its name is on the right, at the height of its end.
    """
    drawing = Drawing(WIDTH, 330, title)
    values = [value for line in series.values() for value in line if value]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    step = (WIDTH - LEFT - 170) / max(1, len(columns) - 1)

    def height(value: float) -> float:
        return 290 - 230 * (math.log10(max(value, 10**low)) - low) / max(1, high - low)

    right = LEFT + step * (len(columns) - 1)
    for power in range(low, high + 1):
        y = height(10**power)
        drawing.line([(LEFT, y), (right, y)], "grid")
        drawing.text(LEFT - 8, y + 4, f"{10**power:g}", "quiet", "end")
    places = [LEFT + step * number for number in range(len(columns))]
    for x, column in zip(places, columns, strict=True):
        drawing.text(x, 315, column, "quiet", "middle")
    points = {
        name: [
            (x, height(value)) for x, value in zip(places, line, strict=True) if value is not None
        ]
        for name, line in series.items()
    }
    draw_lines(drawing, points, right)
    return drawing.svg()


def draw_lines(
    drawing: Drawing, lines: Mapping[str, Sequence[tuple[float, float]]], right: float
) -> None:
    """Draw lines, and their names on the right."""
    floor = 0.0  # the next name goes below this y
    for name, points in sorted(lines.items(), key=lambda one: one[1][-1][1]):
        drawing.line(points, stroke(name))
        floor = max(floor + 15, points[-1][1] + 4)
        drawing.line([(right + 8, floor - 4), (right + 22, floor - 4)], stroke(name))
        drawing.text(right + 28, floor, name)


def stroke(name: str) -> str:
    """Return the style of a framework's line: dashed if it does not run as it ships."""
    title = name.partition(",")[0]
    number = [server["title"] for server in SERVERS.values()].index(title)
    return f"line{number}" + (" dashed" if title != name else "")
