"""The base of all views: one class a resource, one method a verb."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from .auth import get_token
from .errors import Problem, unauthorized
from .inputs import receive_body


# No browser sends a bearer token by itself, so that nobody can forge a request with it.
@method_decorator(csrf_exempt, name="dispatch")
class ApiView(View):
    """A resource of the API: its verbs, the operations that they are, and who may use them."""

    operations: ClassVar[dict[str, str]] = {}
    public = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Judge the method, then the caller, and only then run the verb."""
        if request.method in self._allowed_methods() and request.method != "OPTIONS":
            receive_body(request)
            self.authorize(**kwargs)
        return super().dispatch(request, *args, **kwargs)

    def authorize(self, username: str | None = None, **kwargs: Any) -> None:
        """Raise 401 without a session, and 403 on an account that is not the caller's."""
        if self.public:
            return
        if not self.request.user.is_authenticated:
            sent = bool(get_token(self.request))
            raise unauthorized("Send the token of a log-in that lasts.", invalid_token=sent)
        if username not in (None, self.request.user.username):
            raise Problem(403, "This account is not yours.")

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer 204 with Allow, where Django's own answers 200."""
        return HttpResponse(status=204, headers={"Allow": self.allow()})

    def http_method_not_allowed(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Answer 405 with Allow as a problem."""
        raise Problem(405, "This method is not offered here.", headers={"Allow": self.allow()})

    def allow(self) -> str:
        """Return the value of Allow."""
        return ", ".join(self._allowed_methods())


def answer(
    body: dict[str, Any], status: int = 200, headers: Mapping[str, str] | None = None
) -> JsonResponse:
    """Return JSON with its Unicode as it is."""
    options = {"ensure_ascii": False}
    return JsonResponse(body, status=status, headers=headers, json_dumps_params=options)
