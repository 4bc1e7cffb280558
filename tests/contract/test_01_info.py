"""The info endpoint: how the API describes itself, to anyone."""

import pytest

from .client import Caller
from .document import OPERATIONS, path_of

INFO = path_of("read_info")


@pytest.mark.promise("INFO-1")
def test_the_api_names_itself_and_all_its_operations(anyone: Caller) -> None:
    """The base path returns the name, the version and every operation."""
    operations = {each.id: f"{each.method} {each.path}" for each in OPERATIONS.values()}

    answer = anyone.get(INFO)

    assert answer.status_code == 200
    assert answer.json() == {"name": "To-Do API", "version": "1", "operations": operations}


@pytest.mark.promise("INFO-1")
def test_a_worthless_token_does_not_close_the_front_door(anyone: Caller) -> None:
    """Public paths stay public for a client with an invalid token."""
    assert anyone.with_token("worthless").get(INFO).status_code == 200
