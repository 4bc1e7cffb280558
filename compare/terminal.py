"""A topic in the terminal: in four columns if they fit, else in two or one."""

import sys
from collections.abc import Iterator
from difflib import get_close_matches

from rich.console import Console, ConsoleOptions, Group, RenderableType
from rich.markdown import Markdown
from rich.panel import Panel
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from .definitions import Definition
from .highlighting import lexer
from .operations import operation_topics, page_topics
from .page.filters import label
from .topics import Column, Topic, concern_topics

ACCENTS = {"flask": "cyan", "pyramid": "red", "django": "green", "tornado": "magenta"}
STEP = 4  # characters
NARROWEST = 55  # characters: this repository's code is hard to read in narrower columns


def show(name: str) -> int:
    """Print a topic; if it is unknown, print all topics to standard error and return 2.

    An operation that both the API and the pages have, such as delete_task, is printed twice.
    """
    topics = [*concern_topics(), *operation_topics(), *page_topics()]
    found = [topic for topic in topics if name in (topic.name, topic.anchor)]
    if not found:
        anchors = [topic.anchor for topic in topics]
        close = "".join(f"did you mean {one}? " for one in get_close_matches(name, anchors, 1))
        print(f"no topic is called {name!r}; {close}there are:", file=sys.stderr)
        for topic in topics:
            print(f"  {topic.anchor:22} {topic.title}", file=sys.stderr)
        print(
            "guide, words, facts, ledger and articles: on the page (make compare)", file=sys.stderr
        )
        return 2
    console = Console()
    for topic in found:
        console.print(overview(topic, console.width))
    return 0


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
    parts: list[RenderableType] = [Markdown(column.says)] if column.says else []
    shown, leans = column.shown + column.templates, column.leans + column.template_leans
    parts += [piece for definition in shown for piece in snippet(definition)]
    if leans:
        names = ", ".join(label(one) for one in leans)
        parts.append(Text(f"uses {names}", style="dim"))
    accent = ACCENTS.get(column.framework.name, "white")
    words = filter(None, [column.framework.title, column.phrase.replace("`", "")])
    title = Text(": ".join(words))
    return Panel(Group(*parts), title=title, border_style=accent, title_align="left")


def snippet(definition: Definition) -> list[RenderableType]:
    """Return a definition's file, line number and lines."""
    count = definition.code_lines
    length = f"{count} line{'' if count == 1 else 's'} of code"
    place = Text(f"{definition.file}:{definition.line}  {length}", style="dim")
    text = "\n\n".join("\n".join(definition.text(part)) for part in definition.parts)
    code = Syntax(
        text, lexer(definition.file), theme="ansi_dark", background_color="default"
    ).highlight(text)
    return [Text(), place, *(Line(line) for line in code.split(allow_blank=True)[:-1])]


class Line:
    """A line of code; if it is too long, it wraps with a hanging indent."""

    def __init__(self, text: Text) -> None:
        self.text = text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        """Yield lines that fit into the width."""
        indent = len(self.text.plain) - len(self.text.plain.lstrip())
        room = options.max_width - indent
        if self.text.cell_len <= options.max_width:
            yield self.text
            return
        first, *rest = self.text[indent:].wrap(console, room - STEP, overflow="fold")
        yield Text(" " * indent) + first
        yield from (Text(" " * (indent + STEP)) + part for part in rest)
