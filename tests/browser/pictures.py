"""`make pictures` takes the screenshots for README.md: docs/compare-light.png and -dark.png."""

import pytest
from harness import ROOT

from .conftest import Open


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_picture(open_page: Open, scheme: str) -> None:
    """One topic in one colour scheme."""
    page = open_page(1760, "#create_task", height=990, color_scheme=scheme)
    page.screenshot(path=ROOT / "docs" / f"compare-{scheme}.png")
