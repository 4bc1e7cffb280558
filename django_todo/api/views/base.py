"""The base of all views: one class a resource, one method a verb."""

from typing import Any, ClassVar, NoReturn

from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from ..parsing import refuse_incomplete_body
from ..problems import Problem


@method_decorator(csrf_exempt, name="dispatch")  # browsers never attach bearer tokens by themselves
class ApiView(View):
    """A resource of the API: its verbs, and what the OpenAPI document calls them."""

    operations: ClassVar[dict[str, str]] = {}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Check the method, then the user, then the body (OWNER-5), and run the verb."""
        if request.method in self._allowed_methods() and request.method != "OPTIONS":
            self.authorize(request, **kwargs)
            refuse_incomplete_body(request)
        return super().dispatch(request, *args, **kwargs)

    def authorize(self, request: HttpRequest, **kwargs: Any) -> None:
        """Let anyone in; BearerRequiredMixin does not."""

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer 204 with Allow, where Django's own answers 200."""
        return HttpResponse(status=204, headers={"Allow": self.allow()})

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **kwargs: Any) -> NoReturn:
        """Answer 405 with Allow as a problem."""
        raise Problem(405, "This method is not offered here.", headers={"Allow": self.allow()})

    def allow(self) -> str:
        """Return the value of Allow."""
        return ", ".join(self._allowed_methods())
