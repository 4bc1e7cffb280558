"""Minimal SVG charts: light and dark mode, no scripts, no embedded fonts."""

from collections.abc import Mapping, Sequence
from html import escape

STYLE = """
    text { font: 13px system-ui, sans-serif; fill: #24292f }
    .title { font-weight: 600; font-size: 15px }
    .quiet { fill: #6e7781 }
    .grid { stroke: #d0d7de; stroke-width: 1 }
    .bar0 { fill: #afb8c1 } .bar1 { fill: #6ea8dc } .bar2 { fill: #d9822b }
    polyline { fill: none; stroke-width: 2.5; stroke-linejoin: round }
    .dashed { stroke-dasharray: 6 4 }
    .line0 { stroke: #2f7fc4 } .line1 { stroke: #d9822b }
    .line2 { stroke: #4a9a5b } .line3 { stroke: #b0527a }
    @media (prefers-color-scheme: dark) {
        text { fill: #e6edf3 } .quiet { fill: #8d96a0 } .grid { stroke: #3d444d }
        .bar0 { fill: #59636e } .bar1 { fill: #3d7ab3 } .bar2 { fill: #c27327 }
        .line0 { stroke: #58a6ff } .line1 { stroke: #f0a050 }
        .line2 { stroke: #66c07a } .line3 { stroke: #e085ac }
    }"""


class Drawing:
    """An SVG image with a size in pixels and a list of shapes."""

    def __init__(self, width: int, height: int, title: str) -> None:
        self.width, self.height, self.title = width, height, title
        self.shapes: list[str] = []
        self.text(0, 18, title, "title")

    def text(self, x: float, y: float, text: str, style: str = "", anchor: str = "start") -> None:
        """Draw a line of text; `anchor` is SVG's text-anchor."""
        self.shapes.append(
            f'<text x="{x:.1f}" y="{y:.1f}" class="{style}" text-anchor="{anchor}">'
            f"{escape(text)}</text>"
        )

    def bar(self, x: float, y: float, width: float, height: float, style: str) -> None:
        """Draw a bar."""
        self.shapes.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 1):.1f}" height="{height:.1f}" '
            f'rx="2" class="{style}"/>'
        )

    def line(self, points: Sequence[tuple[float, float]], style: str) -> None:
        """Draw a line through points."""
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self.shapes.append(f'<polyline points="{path}" class="{style}"/>')

    def legend(self, x: float, names: Mapping[str, str]) -> None:
        """Draw the legend at the top: name → style."""
        for name, style in names.items():
            self.bar(x, 8, 12, 12, style)
            self.text(x + 18, 18, name)
            x += 36 + 7.2 * len(name)

    def svg(self) -> str:
        """Return the image as the text of an SVG file."""
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-12 -4 {self.width + 24} '
            f'{self.height + 12}" width="{self.width + 24}" role="img">'
        )
        parts = [head, f"<title>{escape(self.title)}</title>", f"<style>{STYLE}\n</style>"]
        return "\n".join([*parts, *self.shapes, "</svg>", ""])
