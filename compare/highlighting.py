"""A definition as HTML: one list item per line, so that long lines wrap with a hanging indent.

The page has thousands of lines of code and a size limit, so frequent elements have short names, and
optional end tags (`</li>`) are omitted.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from html import escape
from itertools import groupby, pairwise

from pygments.lexer import Lexer  # type: ignore[import-untyped]
from pygments.lexers import (  # type: ignore[import-untyped]
    HtmlDjangoLexer,
    HtmlGenshiLexer,
    IniLexer,
    JavascriptLexer,
    PythonLexer,
    TOMLLexer,
)
from pygments.token import Comment, Keyword, Name, Operator, String  # type: ignore[import-untyped]

from .definitions import Definition
from .doc_links import Term, terms
from .sources import source

# The element of each coloured token type, specific before general; all others are plain text.
COLOURS = {
    Comment.Preproc: "b",  # {{ and {% of templates, and ${
    Comment: "i",
    String.Doc: "i",
    String: "u",
    Keyword: "b",
    Operator.Word: "b",
    Name.Function: "dfn",
    Name.Class: "dfn",
}
# Pygments has one lexer for Django's templates and Jinja's. It has none for Tornado's, whose tags
# look the same, and none for Chameleon's, which have ${…} in common with Genshi's.
LEXERS = {
    "py": PythonLexer,
    "ini": IniLexer,
    "toml": TOMLLexer,
    "js": JavascriptLexer,
    "html": HtmlDjangoLexer,
    "pt": HtmlGenshiLexer,
}
LINE = 30  # characters that fit on a line of the narrowest card
WIDEST = 26  # characters that a narrow card holds after a deep indentation
# A longer word may break after an opening bracket or before a dot.
WORD = re.compile(r"\S+")
BREAKS = re.compile(r"""(?<=[(\[{])(?=[\w"'*])|(?<=[\w)\]])(?=[.][a-z_])""")
PLAIN = {"&": "&amp;", "<": "&lt;"}
Character = tuple[str, str]  # a character, and its element
Marks = Mapping[tuple[int, int], Term]  # by line and column


def html(definition: Definition, linked: set[str] | None) -> list[str]:
    """Return the parts of a definition, highlighted.

    The first use of a documented name is a link; `linked` has the names so far, and is updated.
    With None there is no link.
    """
    marks = {(one.line, at): one for one in terms(definition) for at in range(one.start, one.end)}
    lines = coloured(definition.file)
    return [
        "".join(line(lines[number - 1], number, marks, linked) for number in range(first, last + 1))
        for first, last in definition.parts
    ]


@cache
def coloured(file: str) -> list[list[Character]]:
    """Return the characters of each line of a file."""
    lines: list[list[Character]] = [[]]
    element = ""
    for token, value in lexer(file).get_tokens(source(file).text):
        if value != " ":  # which takes the element before, so that `{% if` is one
            element = next((name for kind, name in COLOURS.items() if token in kind), "")
        for character in value:
            if character == "\n":
                lines.append([])
            else:
                lines[-1].append((character, element))
    return lines


def lexer(file: str) -> Lexer:
    """Return what colours a file."""
    return LEXERS[file.rpartition(".")[2]](stripnl=False, ensurenl=True)


def line(characters: list[Character], number: int, marks: Marks, linked: set[str] | None) -> str:
    """Return a line as one element; if it may wrap, its class has the indentation."""
    text = "".join(character for character, _ in characters)
    indent = len(text) - len(text.lstrip(" "))
    breaks = {at for word in WORD.finditer(text) for at in breaks_in(text, *word.span())}
    pieces: list[tuple[str | Term, str]] = []
    for at, (character, element) in enumerate(characters):
        wbr = "<wbr>" if at in breaks else ""
        pieces.append((marks.get((number, at), element), wbr + PLAIN.get(character, character)))
    runs = groupby(pieces, key=lambda piece: piece[0])
    inner = "".join(tag(key, "".join(part for _, part in run), linked) for key, run in runs)
    long = indent not in (0, 4) and len(text) > LINE
    return f"<li class=i{indent}>{inner}" if long else f"<li>{inner}"


def breaks_in(text: str, start: int, end: int) -> Iterator[int]:
    """Yield where a word may break, no more often than it must."""
    places = [*(one.start() for one in BREAKS.finditer(text, start, end)), end]
    for place, after in pairwise(places):
        if after - start > WIDEST:
            yield place
            start = place


def tag(kind: str | Term, text: str, linked: set[str] | None) -> str:
    """Return HTML as a link, an emphasis, a coloured element, or unchanged; keep `->` together."""
    text = text.replace("->", "<span>-></span>")
    if isinstance(kind, str):
        return f"<{kind}>{text}</{kind}>" if kind else text
    if linked is None or kind.name in linked:
        return f"<em>{text}</em>"
    linked.add(kind.name)
    return f"<a href={escape(kind.address)}>{text}</a>"
