"""A topic in the terminal: in four columns if they fit, else in two or one."""

import re
import sys
from collections.abc import Iterator
from difflib import get_close_matches

from rich.console import Console, ConsoleOptions, Group, RenderableType
from rich.markdown import Markdown
from rich.panel import Panel
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from .contract import operations, page_operations
from .definitions import Definition
from .highlighting import lexer
from .operations import api_topic, page_topic
from .page.filters import label
from .topics import Column, Topic, concern_topics, table

ACCENTS = {"flask": "cyan", "pyramid": "red", "django": "green", "tornado": "magenta"}
STEP = 4  # characters
NARROWEST = 48  # characters: this repository's code is hard to read in narrower columns
# What a line may break before: a text without blanks, or a name with its dot.
PIECE = re.compile(
    r"""(?:"[^"\s]*"|'[^'\s]*'|(?:(?<!\w)[@*]*|\.)\w+)(?:[^\w."'@*]|[."'](?!\w))*|\W+"""
)


def show(name: str) -> int:
    """Print a topic; if it is unknown, print all topics to standard error and return 2.

    An operation that both the API and the pages have, such as delete_task, is printed twice.
    """
    if not (found := topics(name)):
        print_topics(name)
        return 2
    console = Console()
    for topic in found:
        console.print(overview(topic, console.width))
    return 0


def topics(name: str) -> list[Topic]:
    """Return the topics of that name. Only operations need the routers, which take seconds."""
    if any(concern["id"] == name for concern in table("concerns")["concern"]):
        return [topic for topic in concern_topics() if topic.name == name]
    api = [each for each in operations() if each.name == name]
    pages = [each for each in page_operations() if name in (each.name, f"pages.{each.name}")]
    if api or pages:
        print("asking the routers of the four applications …", file=sys.stderr, flush=True)
    return [*map(api_topic, api), *map(page_topic, pages)]


def print_topics(name: str) -> None:
    """Print that there is no such topic, and which there are."""
    known = {concern["id"]: concern["title"] for concern in table("concerns")["concern"]}
    known |= {each.name: f"{each.method} {each.path}" for each in operations()}
    known |= {
        f"pages.{each.name}": f"{', '.join(each.methods)} {each.path}" for each in page_operations()
    }
    close = "".join(f"did you mean {one}? " for one in get_close_matches(name, known, 1))
    print(f"no topic is called {name!r}; {close}there are:", file=sys.stderr)
    for each, title in known.items():
        print(f"  {each:22} {title}", file=sys.stderr)
    print("guide, facts, articles and words: on the page (make compare)", file=sys.stderr)


def overview(topic: Topic, width: int) -> RenderableType:
    """Return a topic laid out for a terminal of this width."""
    count = next((count for count in (4, 2) if width >= count * NARROWEST), 1)
    grid = Table.grid(expand=True)
    for _ in range(count):
        grid.add_column(ratio=1)
    panels = [panel(column) for column in topic.columns]
    for first in range(0, len(panels), count):
        grid.add_row(*panels[first : first + count])
    title = f"{topic.anchor}  {topic.title}" if topic.is_operation else topic.title
    return Group(Text(title, style="bold"), Markdown(topic.notice), grid)


def panel(column: Column) -> Panel:
    """Return the panel of one framework."""
    phrase = Text(column.phrase.replace("`", ""), style="bold")
    parts: list[RenderableType] = [phrase] if column.phrase else []
    parts += [Markdown(column.says)] if column.says else []
    shown, leans = column.shown + column.templates, column.leans + column.template_leans
    parts += [piece for definition in shown for piece in snippet(definition)]
    if leans:
        parts += [Text(), Text("uses", style="dim")]
        parts += [Line(Text(f"  {label(one)}", style="dim")) for one in leans]
    accent = ACCENTS.get(column.framework.name, "white")
    title = Text(column.framework.title, style="bold")
    return Panel(Group(*parts), title=title, border_style=accent, title_align="left")


def snippet(definition: Definition) -> list[RenderableType]:
    """Return a definition's file, line number and lines."""
    count = definition.code_lines
    place = Text(f"{definition.file}:{definition.line}", style="dim")
    length = Text(f"{count} line{'' if count == 1 else 's'} of code", style="dim")
    text = "\n\n".join("\n".join(definition.text(part)) for part in definition.parts)
    code = Syntax(
        text, lexer(definition.file), theme="ansi_dark", background_color="default"
    ).highlight(text)
    lines = [Line(line) for line in code.split(allow_blank=True)[:-1]]
    return [Text(), Line(place), length, *lines]


class Line:
    """A line of code or a path; if it is too long, it goes on below its beginning.

    It never breaks within a name, unless the name alone is longer than the column.
    """

    def __init__(self, text: Text) -> None:
        self.text = text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        """Yield lines that fit into the width."""
        indent = len(self.text.plain) - len(self.text.plain.lstrip())
        code, room = self.text[indent:], options.max_width - indent
        first, *rest = code.divide(breaks(code.plain, room, room - STEP))
        yield Text(" " * indent) + first
        yield from (Text(" " * (indent + STEP)) + part for part in rest)


def breaks(line: str, first: int, later: int) -> list[int]:
    """Return where to break a line, of which `first` and then `later` characters fit on a row."""
    places, start, room = [], 0, first
    for begin, end in (one.span() for one in PIECE.finditer(line)):
        while len(line[start:end].rstrip()) > room:
            start = begin if begin > start else start + room
            places.append(start)
            room = later
    return places
