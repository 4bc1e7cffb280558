"""The description of the API."""

from .messages import Answer, Request
from .routing import OPERATIONS
from .tokens import find_session


def read_info(request: Request) -> Answer:
    """Describe the API and its operations."""
    operations = dict(OPERATIONS)
    if request.wrong("info-needs-token"):
        find_session(request)
    if request.wrong("info-misses-an-operation"):
        del operations["log_out"]
    if request.wrong("info-templates-in-flask-style"):
        angles = str.maketrans("{}", "<>")
        operations = {name: text.translate(angles) for name, text in operations.items()}
    return Answer(200, {"name": "To-Do API", "version": "1", "operations": operations})
