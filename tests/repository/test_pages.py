"""All servers give people the same style and the same icon."""

import pytest
from harness import ROOT, SERVERS

WITH_PAGES = [server["package"] for server in SERVERS.values() if server.get("pages")]


@pytest.mark.parametrize("file", ["style.css", "favicon.svg"])
def test_static_files_have_the_same_bytes_in_all_packages(file: str) -> None:
    """One stylesheet and one icon: each package has its copy, so that it can be read by itself."""
    found = {package: [*ROOT.glob(f"{package}/pages/static/**/{file}")] for package in WITH_PAGES}

    assert {package: len(copies) for package, copies in found.items()} == dict.fromkeys(found, 1)
    assert len({copies[0].read_bytes() for copies in found.values()}) == 1
