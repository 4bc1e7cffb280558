"""The base of all views: one class a resource, one method a verb."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from .auth import find_user, get_token
from .errors import Problem, unauthorized
from .inputs import refuse_incomplete_body


class ApiView(View):
    """A resource of the API: its verbs, the operations that they are, and who may use them."""

    operations: ClassVar[dict[str, str]] = {}
    public = False

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., HttpResponse]:
        """Exempt it: no browser sends a bearer token by itself, so none can be made to forge."""
        return csrf_exempt(super().as_view(**initkwargs))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Check the method, the caller and the body, and only then run the verb."""
        if request.method in self._allowed_methods() and request.method != "OPTIONS":
            self.authorize(**kwargs)
            refuse_incomplete_body(request)
        return super().dispatch(request, *args, **kwargs)

    def authorize(self, username: str | None = None, **kwargs: Any) -> None:
        """Let the bearer of a token in: 401 without, 403 on an account that is somebody else's."""
        if self.public:
            return
        token = get_token(self.request)
        user = find_user(token) if token else None
        if user is None:
            detail = "Send the token of a log-in that lasts."
            raise unauthorized(detail, invalid_token=bool(token))
        if username not in (None, user.username):
            raise Problem(403, "This account is not yours.")
        self.request.user = user

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
