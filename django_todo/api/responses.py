"""JSON as every answer of the API carries it."""

from typing import Any

from django.http import JsonResponse


def json_response(body: dict[str, Any], **options: Any) -> JsonResponse:
    """Return a JsonResponse with its Unicode unescaped (TEXT-2)."""
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False}, **options)
