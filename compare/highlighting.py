"""A definition as HTML: one list item per line, so that long lines wrap with a hanging indent.

The page has thousands of lines of code and a size limit, so frequent elements have short names, and
optional end tags (`</li>`) are omitted.
"""

import re
from collections.abc import Iterator
from functools import cache
from html import escape
from itertools import groupby, pairwise
from operator import itemgetter

from pygments.lexer import Lexer  # type: ignore[import-untyped]
from pygments.lexers import IniLexer, PythonLexer, TOMLLexer  # type: ignore[import-untyped]
from pygments.token import Comment, Keyword, Name, Operator, String, _TokenType  # type: ignore[import-untyped]

from .definitions import Definition
from .doc_links import Term, terms
from .sources import source

# The element of each coloured token type, specific before general; all others are plain text.
COLOURS = {
    Comment: "i",
    String.Doc: "i",
    String: "u",
    Keyword: "b",
    Operator.Word: "b",
    Name.Function: "dfn",
    Name.Class: "dfn",
}
LEXERS = {"py": PythonLexer, "ini": IniLexer, "toml": TOMLLexer}
LINE = 30  # characters that fit on a line of the narrowest card
WORD = re.compile(r"\S{27,}")  # a long word may break after an opening bracket or before a dot
BREAKS = re.compile(r"""(?<=[(\[{])(?=[\w"'*])|(?<=[\w)\]])(?=[.][a-z_])""")
Piece = tuple[int, str, str]  # column, text, element


def html(definition: Definition, linked: set[str]) -> list[str]:
    """Return the parts of a definition, highlighted.

    The first use of a documented name is a link; `linked` has the names so far, and is updated.
    """
    marks: dict[int, list[Term]] = {}
    for term in terms(definition):
        marks.setdefault(term.line, []).append(term)
    return [
        "".join(
            line(pieces, marks.get(number, []), linked)
            for number, pieces in enumerate(lines(definition.file)[first - 1 : last], first)
        )
        for first, last in definition.parts
    ]


@cache
def lines(file: str) -> list[list[Piece]]:
    """Return the coloured pieces of each line of a file."""
    lexer = LEXERS[file.rpartition(".")[2]](stripnl=False, ensurenl=True)
    return list(split(lexer, source(file).text))


def split(lexer: Lexer, text: str) -> Iterator[list[Piece]]:
    """Yield the pieces of each line; split multi-line tokens such as docstrings."""
    pieces: list[Piece] = []
    column = 0
    for token, value in lexer.get_tokens(text):
        for number, part in enumerate(value.split("\n")):
            if number:
                yield pieces
                pieces, column = [], 0
            if part:
                pieces.append((column, part, colour(token)))
                column += len(part)
    yield pieces


def colour(token: _TokenType) -> str:
    """Return the element of a token, empty for plain text."""
    return next((name for kind, name in COLOURS.items() if token in kind), "")


def line(pieces: list[Piece], marks: list[Term], linked: set[str]) -> str:
    """Return a line as one element; if it may wrap, its class is the indentation."""
    text = "".join(value for _, value, _ in pieces)
    indent = len(text) - len(text.lstrip(" "))
    breaks = [
        one.start() for word in WORD.finditer(text) for one in BREAKS.finditer(text, *word.span())
    ]
    cuts = [one for piece in pieces for one in cut(piece, marks)]
    inner, done = "", 0
    for key, group in groupby(cuts, key=itemgetter(0)):
        value = "".join(part for _, part in group)
        inner += tag(key, breakable(value, [one - done for one in breaks]), linked)
        done += len(value)
    return f"<li class=i{indent}>{inner}" if indent >= 8 and len(text) > LINE else f"<li>{inner}"


def cut(piece: Piece, marks: list[Term]) -> Iterator[tuple[str | Term, str]]:
    """Split a piece at documented names; yield each part with its element or term."""
    column, text, kind = piece
    done = 0
    for mark in marks:
        start, end = mark.start - column, mark.end - column
        if start >= done and end <= len(text):
            yield from ((kind, text[done:start]), (mark, text[start:end]))
            done = end
    yield kind, text[done:]


def tag(kind: str | Term, text: str, linked: set[str]) -> str:
    """Return HTML as a link, an emphasis, a coloured element, or unchanged."""
    if isinstance(kind, str):
        return f"<{kind}>{text}</{kind}>" if kind and text else text
    if kind.name in linked:
        return f"<em>{text}</em>"
    linked.add(kind.name)
    return f"<a href={escape(kind.address)}>{text}</a>"


def plain(text: str) -> str:
    """Return text as HTML in which `->` does not break across lines."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    return escaped.replace("->", "<span>-></span>")


def breakable(text: str, breaks: list[int]) -> str:
    """Return text as HTML with extra break points; ignore those outside the text."""
    places = [0, *(one for one in breaks if 0 <= one < len(text)), len(text)]
    return "<wbr>".join(plain(text[first:last]) for first, last in pairwise(places))
