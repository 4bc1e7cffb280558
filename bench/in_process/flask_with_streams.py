"""Flask's application with event streams, which it does not ship: each holds a thread.

https://html.spec.whatwg.org/multipage/server-sent-events.html
"""

import time
from collections.abc import Iterator

from flask import Flask
from flask.typing import ResponseReturnValue

from flask_todo import create_app as create_shipped_app


def create_app() -> Flask:
    """Return the application as it ships, with a stream for each page at /stream."""
    app = create_shipped_app()
    app.add_url_rule("/stream", view_func=stream)
    return app


def stream() -> ResponseReturnValue:
    """Stay open."""
    return events(), {"Content-Type": "text/event-stream"}


def events() -> Iterator[str]:
    """Yield a comment now and then, as long as the page is open."""
    while True:
        yield ": open\n\n"
        time.sleep(15)
