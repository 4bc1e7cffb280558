"""The four applications side by side: a page and a terminal view, made from the code that runs.

Read it in this order: contract (the operations), probes and routers (the functions that answer
them), sources, sections, definitions, dependencies and templates (their code, and what it uses),
topics and operations (all of it together), doc_links and highlighting (how it is shown), history,
facts, measurements, figures, install_size, page, terminal and front_page. The `*.toml` files have
the hand-written texts: concerns, guide, glossary, articles, batteries, roles, documentation.
"""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
