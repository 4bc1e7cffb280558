"""Reading the body of a request, for the API and the pages, before anybody parses it."""

from contextlib import suppress

from flask import g, request
from werkzeug import exceptions
from werkzeug.wsgi import get_input_stream

from .api import formats


def read_body() -> None:
    """Read the body before using a database connection, so that a slow client does not hold one.

    What is wrong with it is reported later: 413 by whoever parses it.
    """
    try:
        g.body_is_cut_off = len(request.get_data()) < (request.content_length or 0)
    except exceptions.HTTPException as error:  # parsing raises a 413 again
        g.body_is_cut_off = not isinstance(error, exceptions.RequestEntityTooLarge)
        discard_body()


def discard_body() -> None:
    """Read and discard a refused body; otherwise the client might never see the answer."""
    with suppress(exceptions.ClientDisconnected):
        formats.drain(get_input_stream(request.environ))


def refuse_incomplete_body() -> None:
    """Answer 400 to a body that was cut off, and 411 to a chunked one (RFC 9112 §6.3).

    Granian does not tell whether a chunked body was cut off.
    """
    if request.method == "OPTIONS":
        return
    if "Transfer-Encoding" in request.headers:
        raise exceptions.LengthRequired("Send the body with a Content-Length.")
    if g.body_is_cut_off:
        raise exceptions.BadRequest("The body is shorter than its Content-Length.")
