"""What a request brings, judged before a view sees it."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar
from urllib.parse import parse_qsl

from django import forms
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.deprecation import MiddlewareMixin

from . import wire
from .errors import Problem
from .forms import PageForm
from .routing import is_api

Form = TypeVar("Form", bound=forms.BaseForm)


class BodyMiddleware(MiddlewareMixin):
    """Receive the body of every request to the API before anything asks the database."""

    def process_request(self, request: HttpRequest) -> None:
        """Wait for it, which may take long, while no database connection waits too."""
        if content_length(request) <= wire.MAX_BODY:
            request.body  # noqa: B018 - asking for it is what receives it
        elif is_api(request):
            wire.read_on(request)
        if "Transfer-Encoding" in request.headers:  # Django takes a chunked body for an empty one
            wire.read_on(request.environ["wsgi.input"])


def content_length(request: HttpRequest) -> int:
    """Return how many bytes of body were announced."""
    return int(request.META.get("CONTENT_LENGTH") or 0)


def refuse_incomplete_body(request: HttpRequest) -> None:
    """Raise Problem: 400 for a body that was cut off, 411 for a chunked one (RFC 9112 §6.3).

    Granian does not tell whether a chunked body was cut off.
    """
    if "Transfer-Encoding" in request.headers:
        raise Problem(411, "Send the body with a Content-Length.")
    length = content_length(request)
    if length <= wire.MAX_BODY and len(request.body) < length:
        raise Problem(400, "The body is shorter than its Content-Length.")


def load_body(request: HttpRequest, form_class: type[Form], **options: Any) -> Form:
    """Return a valid form of the body; `options` are the form's, such as `instance`.

    Raises Problem: 415, 413, 400, and 422 naming all wrong members.
    """
    if request.content_type != "application/json":
        accept = {"Accept": "application/json"}
        raise Problem(415, "Send the body as application/json.", headers=accept)
    # Django itself would answer 400, and that only above 2.5 MB.
    if content_length(request) > wire.MAX_BODY:
        raise Problem(413, f"Send no more than {wire.MAX_BODY} bytes.")
    try:
        document = wire.parse_json(request.body)
    except ValueError as error:
        raise Problem(400, f"The body is not JSON: {error}.") from error
    if not isinstance(document, dict):
        raise body_problem({"#": ["Is not an object."]})
    form = form_class(document, **options)
    if not form.is_valid():
        raise body_problem({wire.pointer(name): texts for name, texts in form.errors.items()})
    return form


def body_problem(errors: Mapping[str, Sequence[str]]) -> Problem:
    """Return a 422 that names members of the body by their pointers."""
    details = [{"pointer": pointer, "detail": texts[0]} for pointer, texts in errors.items()]
    return Problem(422, "Some members of the body are wrong.", details)


def load_query(request: HttpRequest) -> dict[str, Any]:
    """Return the query as PageForm cleans it; raises Problem: 422 naming all wrong parameters."""
    # In request.GET more than DATA_UPLOAD_MAX_NUMBER_FIELDS would be a crash of their own.
    query: MultiValueDict[str, str] = MultiValueDict()
    for name, value in parse_qsl(request.META["QUERY_STRING"], keep_blank_values=True):
        query.appendlist(name, value)
    form = PageForm(query)
    if not form.is_valid():
        details = [{"parameter": name, "detail": texts[0]} for name, texts in form.errors.items()]
        raise Problem(422, "Some parameters are wrong.", details)
    return form.cleaned_data
