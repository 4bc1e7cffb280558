"""Chameleon, as a renderer of Pyramid's.

https://docs.pylonsproject.org/projects/pyramid/en/latest/narr/renderers.html#adding-a-new-renderer
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from chameleon import PageTemplateLoader
from pyramid.interfaces import IRendererInfo


class ChameleonRendererFactory:
    """A renderer for each template of a folder; they share what is compiled.

    Pyramid asks for a renderer at each request. `load` gives one template to another, as a macro.
    """

    def __init__(self, folder: Path, *, reload: bool) -> None:
        self.templates = PageTemplateLoader(str(folder), auto_reload=reload)

    def __call__(self, info: IRendererInfo) -> Callable[[dict[str, Any], dict[str, Any]], str]:
        """Return the renderer of the template that a view names."""

        def render(value: dict[str, Any], system: dict[str, Any]) -> str:
            names = {"load": self.templates.load, **system, **value}
            return self.templates.load(info.name).render(**names)

        return render
