"""What a request brings, judged before a view sees it."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django import forms
from django.http import HttpRequest
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


def content_length(request: HttpRequest) -> int:
    """Return how many bytes of body were announced."""
    return int(request.META.get("CONTENT_LENGTH") or 0)


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
    form = PageForm(request.GET)
    if not form.is_valid():
        details = [{"parameter": name, "detail": texts[0]} for name, texts in form.errors.items()]
        raise Problem(422, "Some parameters are wrong.", details)
    return form.cleaned_data
