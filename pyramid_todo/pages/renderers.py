"""Chameleon, as a renderer of Pyramid's.

https://docs.pylonsproject.org/projects/pyramid/en/latest/narr/renderers.html#adding-a-new-renderer
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from chameleon import PageTemplateLoader
from pyramid.interfaces import IRendererInfo

FOLDER = Path(__file__).with_name("templates")


@cache
def load_templates(*, reload: bool) -> PageTemplateLoader:
    """Return the templates, compiled; with `reload` they are compiled again when they change.

    Compile them before there are threads: before Python 3.13, parsing in several at once may raise
    SystemError (https://github.com/malthe/chameleon/issues/387).
    """
    templates = PageTemplateLoader(str(FOLDER), auto_reload=reload)
    for path in FOLDER.glob("*.pt"):
        templates.load(path.name).cook_check()
    return templates


class ChameleonRendererFactory:
    """What makes a renderer of each template."""

    def __init__(self, *, reload: bool) -> None:
        self.templates = load_templates(reload=reload)

    def __call__(self, info: IRendererInfo) -> Callable[[dict[str, Any], dict[str, Any]], str]:
        """Return the renderer of the template that a view names; Pyramid asks at each request."""

        def render(value: dict[str, Any], system: dict[str, Any]) -> str:
            # `load` gives one template to another, as a macro.
            names = {"load": self.templates.load, **system, **value}
            return self.templates.load(info.name).render(**names)

        return render
