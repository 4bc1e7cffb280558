"""Where the page shows what a card uses: in a concern, else at its end."""

from collections.abc import Container, Iterable

from compare.contract import Framework
from compare.definitions import Definition
from compare.topics import Topic

HELPER = 3  # lines of code


def homes(concerns: list[Topic]) -> dict[str, Topic]:
    """Return by reference where a concern shows a definition, for the first time."""
    found: dict[str, Topic] = {}
    for topic in concerns:
        for column in topic.columns:
            for definition in column.shown:
                found.setdefault(definition.reference, topic)
    return found


def appendix(
    topics: Iterable[Topic], homes: Container[str]
) -> dict[str, tuple[Framework, Definition]]:
    """Return by reference what the topics lean on: each stands once on the page.

    Of what only concerns lean on, helpers alone: a longer definition has a topic of its own.
    """
    return {
        definition.reference: (column.framework, definition)
        for topic in topics
        for column in topic.columns
        for definition in column.leans + column.template_leans
        if definition.reference not in homes
        and (topic.is_operation or definition.code_lines <= HELPER)
    }
