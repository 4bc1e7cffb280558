"""The four applications side by side: a page and a terminal view, made from the code that runs.

Read it in this order: contract (which operations there are), probes and routers (who answers
them), sources, sections, definitions and leaning (where that stands, and on what), topics (all of
it together), vocabulary and highlighting (how it is shown), history, facts and weights, page,
terminal and front_page. What people wrote stands in the `*.toml` files: concerns, guide, words,
articles, batteries, roles, documentation.
"""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
