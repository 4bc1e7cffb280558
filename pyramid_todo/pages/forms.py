"""Forms: a colander schema with what was typed and what is wrong with it.

That is the part of deform that these pages need.
"""

from typing import Any

from colander import Invalid, MappingSchema, SchemaNode
from pyramid import httpexceptions as exc
from pyramid.request import Request
from pyramid.response import Response

from ..api.formats import MAX_BODY
from ..bodies import View

URLENCODED = "application/x-www-form-urlencoded"


def form_view(view: View, info: Any) -> View:
    """Let the CSRF check and the views of pages read `request.POST` safely.

    Bodies of other media types than that of our forms count as empty: WebOb fails on broken
    multipart bodies, whose fields may be files, and on charsets that it does not know.
    """

    def read_form(context: Any, request: Request) -> Response:
        if len(request.received_body) > MAX_BODY:
            raise exc.HTTPRequestEntityTooLarge
        request.body = request.received_body if request.content_type == URLENCODED else b""
        request.environ["CONTENT_TYPE"] = URLENCODED
        return view(context, request)

    return read_form if (info.options["route_name"] or "").startswith("pages.") else view


class Form:
    """A form: its fields are the nodes of the schema."""

    def __init__(self, schema: MappingSchema, request: Request, shown: object = None) -> None:
        """Show the attributes of an object until somebody types something else."""
        self.request, self.is_submitted = request, request.method == "POST"
        self.typed = dict(request.POST)
        self.schema = schema.bind(user=request.identity, shown=shown, typed=self.typed)
        if not self.is_submitted:
            names = [field.name for field in self.schema] if shown else []
            self.typed = self.schema.serialize({name: getattr(shown, name) for name in names})
        self.errors: dict[str, str] = {}  # by field
        self.alert: str | None = None  # what is wrong with the form as a whole

    def validate(self) -> dict[str, Any] | None:
        """Return the values of the fields; None if something is wrong, or nothing was sent."""
        if not self.is_submitted:
            return None
        try:
            return self.schema.deserialize(self.typed)
        except Invalid as error:
            for child in error.children:
                self.errors[child.node.name] = next(iter(child.messages()))
            return None

    def text(self, field: SchemaNode) -> str:
        """Return what the page shows in a field: what was typed, but no password."""
        is_password = field.attributes.get("type") == "password"
        return "" if is_password else self.typed.get(field.name, "")

    @property
    def is_wrong(self) -> bool:
        """Say whether something in the form is wrong."""
        return bool(self.errors or self.alert)

    def page(self, **variables: Any) -> dict[str, Any]:
        """Return what the template needs. The status is 422 if something in the form is wrong."""
        if self.is_wrong:
            self.request.response.status_int = 422
        return {"form": self, **variables}
