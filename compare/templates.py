"""The templates of a page: files that its Python names, and what they build on."""

import re
import sys
from collections.abc import Iterator

from . import ROOT
from .definitions import Definition, find
from .dependencies import follow

NAMED = re.compile(r"""["']([\w/]+\.(?:html|pt))["']""")  # of each of the four languages
INCLUDED = re.compile(r"""(?:% include |:include use-macro="load\()["']([\w/]+\.(?:html|pt))["']""")
MODULE = re.compile(r"{% module (\w+)\(")  # Tornado's own tags, which are classes


def named_by(*definitions: Definition) -> list[Definition]:
    """Return the templates, and Tornado's modules, that definitions or templates name."""
    return list(dict.fromkeys(one for each in definitions for one in named(each)))


def named(definition: Definition) -> Iterator[Definition]:
    """Yield what one of them names."""
    text = "\n".join(line for part in definition.parts for line in definition.text(part))
    package = definition.file.partition("/")[0]
    modules = (follow(f"{package}.pages.modules:{name}") for name in MODULE.findall(text))
    yield from filter(None, modules)
    yield from (template(definition, name) for name in NAMED.findall(text))


def with_included(templates: list[Definition]) -> list[Definition]:
    """Return templates, and the parts of them that are in files of their own."""
    found = [*templates]
    for one in found:  # which grows
        text = "\n".join(line for part in one.parts for line in one.text(part))
        found += [template(one, name) for name in INCLUDED.findall(text)]
    return found


def template(definition: Definition, name: str) -> Definition:
    """Return the template of that name; exit with one line if it cannot be read."""
    beside = definition.file.rpartition("/")[0]  # where Tornado looks first
    folders = (beside, f"{definition.file.partition('/')[0]}/pages/templates")
    files = [f"{folder}/{name}" for folder in folders]
    file = next((file for file in files if (ROOT / file).exists()), files[-1])
    try:
        return find(file)
    except (OSError, UnicodeDecodeError) as error:
        sys.exit(f"{definition.file} names the template {name}, which cannot be read: {error}")


def built_on(templates: tuple[Definition, ...]) -> list[Definition]:
    """Return what templates name, what that names, and so on."""
    found = [*templates]
    for one in found:  # which grows
        found += [other for other in named_by(one) if other not in found]
    return found[len(templates) :]
