"""Share fields between all forms of a class; Django copies them for each form."""

from config.wsgi import application as application  # first: it sets Django up

# isort: split

from typing import Any

from api.fields import StrictField


def share(field: StrictField, memo: dict[int, Any]) -> StrictField:
    """Return the field itself; a change to it affects the forms of all requests."""
    return field


StrictField.__deepcopy__ = share
