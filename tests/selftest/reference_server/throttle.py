"""Throttling of log-ins: answer 429 after ten failures per username and window."""

import math
import time

from .faults import fault
from .messages import Refusal, Request

LIMIT = 10


def refuse_if_throttled(request: Request, username: str) -> None:
    """Answer 429 after ten failures within the window."""
    if request.wrong("never-throttled"):
        return
    username = counter(request, username)
    seconds = waiting_time(request, username)
    if request.wrong("throttled-by-address"):
        seconds = max(waiting_time(request, name) for name in [username, *request.world.failures])
    if seconds + request.world.penalties[username] <= 0:
        return
    if request.wrong("throttle-fed-by-429"):
        request.world.penalties[username] += request.world.throttle_window
    told = 1 if request.wrong("retry-after-too-short") else max(1, math.ceil(seconds))
    headers = {"Retry-After": str(told)}
    if request.wrong("throttled-without-retry-after"):
        headers = {}
    raise Refusal(429, "Too many failed log-ins for this username.", headers=headers)


def counter(request: Request, username: str) -> str:
    """Return the key under which failed log-ins count: the username."""
    if fault("throttled-by-forwarded-address"):
        return f"{username} {request.headers.get('X-Forwarded-For')}"
    return username


def waiting_time(request: Request, username: str) -> float:
    """Return the seconds until a log-in for this username is allowed; negative if it is now."""
    limit = LIMIT + fault("throttled-after-eleven") - fault("throttled-after-nine")
    failures = request.world.failures.get(username, [])
    if request.wrong("throttle-for-ever") and len(failures) >= limit:
        return request.world.throttle_window
    return seconds_left(failures, limit, request)


def seconds_left(failures: list[float], limit: int, request: Request) -> float:
    """Return the seconds until fewer failures than the limit are within the window."""
    if len(failures) < limit:
        return -math.inf
    return failures[-limit] + request.world.throttle_window - time.monotonic()


def record_failure(request: Request, username: str) -> None:
    """Count a failed log-in, whether or not the username exists."""
    if request.wrong("unknown-names-not-throttled") and username not in request.world.users:
        return
    request.world.failures[counter(request, username)].append(time.monotonic())


def forget_failures(request: Request, username: str) -> None:
    """Reset the count."""
    username = counter(request, username)
    if fault("success-forgets-every-name"):
        request.world.failures.clear()
    if not request.wrong("success-keeps-the-count"):
        request.world.failures.pop(username, None)
        request.world.penalties.pop(username, None)
