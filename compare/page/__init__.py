"""The page as one HTML file: templates, style and script lie beside this module.

What the templates show is made elsewhere; here it only becomes HTML.
"""

from collections import Counter, defaultdict
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from compare import facts, figures, install_size, measurements
from compare.contract import frameworks, promises
from compare.definitions import Definition
from compare.history import commit, date
from compare.operations import operation_topics, page_topics
from compare.topics import Topic, concern_topics, resolved, table

from . import filters
from .appendix import appendix, homes

HERE = Path(__file__).parent
FIRST = {"create_task", "add_task"}  # what the first screen shows, of the API and of the pages
FACTS = {
    "verdict": "Does it keep the contract?",
    "lines": "Lines of code",
    "dependencies": "Dependencies",
    "cost": "What a request costs",
    "idiom": "Faster code",
    "live": "What an open list costs",
    "batteries": "What ships with it",
    "ledger": "What had to be changed",
}


def build(root: str = filters.UP) -> str:
    """Return the page, the same bytes whenever it is made from the same files and commit.

    `root` is the address of the repository's folder, for links: it ends with a slash.
    """
    environment = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    shapes = (filters.code, filters.label, filters.anchor)
    environment.filters |= {shape.__name__: shape for shape in shapes}
    environment.filters |= {
        "inline": partial(filters.inline, root=root),
        "place": partial(filters.place, root=root),
    }
    linked: dict[tuple[str, bool], set[str]] = defaultdict(set)
    environment.globals |= {
        "has_git": bool(commit()),
        "linked_of": lambda column: linked[column.framework.name, bool(column.phrase)],
    }
    return environment.get_template("page.html").render(shown() | measured())


def shown() -> dict[str, Any]:
    """Return what people wrote, and the code that it names."""
    operations, pages = leading(operation_topics()), leading(page_topics())
    concerns = concern_topics()
    claims = table("articles")["claim"]
    return {
        "frameworks": frameworks(),
        "titles": {one.name: one.title for one in frameworks()} | {"all": "All"},
        "choices": figures.guide(),
        "words": table("glossary")["word"],
        "concerns": concerns,
        "operations": operations,
        "pages": pages,
        "facts": FACTS.items(),
        "shown": homes(concerns),
        "leans": appendix([*operations, *pages, *concerns], homes(concerns)),
        "promises": promises(),
        "claimed": Counter(claim["verdict"] for claim in claims).most_common(),
        "claims": [claim | {"on": named(claim)} for claim in claims],
        "commit": commit(),
        "date": date(),
    }


def leading(topics: list[Topic]) -> list[Topic]:
    """Return topics with the one first that the first screen shows."""
    return sorted(topics, key=lambda topic: topic.name not in FIRST)


def named(claim: dict[str, Any]) -> list[Definition]:
    """Return the definitions that a claim of the articles is held against."""
    return [resolved(reference, f"claim {claim['said']!r}") for reference in claim.get("on", ())]


def measured() -> dict[str, Any]:
    """Return the facts, with their origins."""
    proof, verdicts = facts.verdicts()
    each = frameworks()
    lines = {one.name: facts.lines(one) for one in each}
    return {
        "proof": proof,
        "verdicts": verdicts,
        "counted": facts.here("make compare"),
        "roles": [role["title"] for role in table("roles")["role"]],
        "lines": lines,
        "templates": {one.name: figures.template_lines(one) for one in each},
        "totals": {name: sum(counted.values()) for name, counted in lines.items()},
        "weights": {one.name: install_size.weight(one) for one in each},
        "ledgers": {one.name: facts.ledger(one) for one in each},
        "batteries": table("batteries")["battery"],
        "costs": measurements.costs(),
        "page_costs": measurements.page_costs(),
        "tricks": measurements.tricks(),
        "live": measurements.live(),
        "pushed": figures.pushed(),
        "saved": figures.most_saved(),
        "counts": measurements.COUNTS,
    }
