"""Topics of the page and the terminal, in four columns of code; here those of the concerns."""

import sys
import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from .contract import Framework, frameworks
from .definitions import Definition, find
from .dependencies import leans_on
from .templates import built_on

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Column:
    """One framework's column of a topic; `says` is a sentence, `phrase` a few words.

    `built_in` names the library that does it, if there is almost no code of ours; `templates` are
    those of a page.
    """

    framework: Framework
    shown: tuple[Definition, ...]
    says: str = ""
    phrase: str = ""
    built_in: str = ""
    templates: tuple[Definition, ...] = ()

    @cached_property
    def leans(self) -> list[Definition]:
        """Return what the shown definitions use."""
        used = dict.fromkeys(one for definition in self.shown for one in leans_on(definition))
        return [one for one in used if one not in self.shown]

    @cached_property
    def template_leans(self) -> list[Definition]:
        """Return what the templates build on."""
        return built_on(self.templates)

    @property
    def code_lines(self) -> int:
        """Return the number of lines of code in the column."""
        return sum(definition.code_lines for definition in self.shown)

    @property
    def template_lines(self) -> int:
        """Return the number of lines in its templates."""
        return sum(definition.code_lines for definition in self.templates)


@dataclass(frozen=True)
class Topic:
    """Something that all four do: an operation of the API or the pages, or a concern.

    The title of an operation is its request line; `row` names a concern in README.md.
    """

    name: str
    title: str
    notice: str
    columns: tuple[Column, ...]
    row: str = ""
    is_operation: bool = False
    is_page: bool = False

    @property
    def anchor(self) -> str:
        """Return what it is called within the page: API and pages share some names."""
        return f"pages.{self.name}" if self.is_page else self.name


@cache
def concern_topics() -> list[Topic]:
    """Return a topic for each concern; exit with one line if a definition is gone."""
    return [
        Topic(
            concern["id"],
            concern["title"],
            concern["notice"],
            tuple(showing(framework, concern) for framework in frameworks()),
            concern.get("row", ""),
        )
        for concern in table("concerns")["concern"]
    ]


def showing(framework: Framework, concern: dict[str, Any]) -> Column:
    """Return a framework's column of a concern, with the definitions that it uses."""
    entry = concern.get(framework.name)
    if entry is None:
        sys.exit(f"compare/concerns.toml, concern {concern['id']}: say what {framework.name} shows")
    shown = tuple(resolved(reference, f"concern {concern['id']}") for reference in entry["show"])
    return Column(framework, shown, entry["says"], entry["phrase"], entry.get("built_in", ""))


def resolved(reference: str, where: str) -> Definition:
    """Return a definition that a toml file names; exit with one line if it is gone."""
    try:
        return find(reference)
    except (LookupError, OSError) as error:
        sys.exit(f"compare/*.toml, {where}: {reference} is gone ({error}); name what shows it now")


@cache
def table(name: str) -> dict[str, Any]:
    """Return a hand-written toml file: concerns, documentation, guide, and so on."""
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))
