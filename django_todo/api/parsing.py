"""The body and the query of a request: received, parsed and validated."""

from typing import Any
from urllib.parse import parse_qs

from django.forms import BaseForm
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict

from .formats import MAX_BODY, json_pointer, parse_json
from .forms import PageForm
from .problems import Problem, body_problem


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
    if length <= MAX_BODY and len(request.body) < length:
        raise Problem(400, "The body is shorter than its Content-Length.")


def load_body(request: HttpRequest, form_class: type[BaseForm], **options: Any) -> BaseForm:
    """Return a valid form of the body; `options` are the form's, such as `instance`.

    Raises Problem: 415, 413, 400, and 422 naming all wrong members.
    """
    form = form_class(load_json(request), **options)
    if not form.is_valid():
        raise body_problem({json_pointer(name): texts for name, texts in form.errors.items()})
    return form


def load_json(request: HttpRequest) -> dict[str, Any]:
    """Return the JSON object in the body; raises Problem: 415, 413, 400 or 422."""
    if request.content_type != "application/json":
        accept = {"Accept": "application/json"}
        raise Problem(415, "Send the body as application/json.", headers=accept)
    # Django itself would answer 400, and that only above 2.5 MB.
    if content_length(request) > MAX_BODY:
        raise Problem(413, f"Send no more than {MAX_BODY} bytes.")
    try:
        document = parse_json(request.body)
    except ValueError as error:
        raise Problem(400, f"The body is not JSON: {error}.") from error
    if not isinstance(document, dict):
        raise body_problem({"#": ["Is not an object."]})
    return document


def load_query(request: HttpRequest) -> dict[str, Any]:
    """Return the query as PageForm cleans it; raises Problem: 422 naming all wrong parameters."""
    # request.GET would crash on more parameters than DATA_UPLOAD_MAX_NUMBER_FIELDS.
    query = parse_qs(request.META["QUERY_STRING"], keep_blank_values=True)
    form = PageForm(MultiValueDict(query))
    if not form.is_valid():
        details = [{"parameter": name, "detail": texts[0]} for name, texts in form.errors.items()]
        raise Problem(422, "Some parameters are wrong.", details)
    return form.cleaned_data
