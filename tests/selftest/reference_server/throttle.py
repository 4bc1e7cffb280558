"""Throttling: 429 after ten wrong passwords per username, or current_passwords per account."""

import math
import time

from .faults import chosen, fault
from .messages import Refusal, Request

LIMIT = 10


def refuse_for(seconds: float, detail: str) -> None:
    """Answer 429 if there are seconds to wait."""
    if seconds > 0:
        raise Refusal(429, detail, headers={"Retry-After": str(max(1, math.ceil(seconds)))})


def seconds_left(moments: list[float], request: Request, limit: int = LIMIT) -> float:
    """Return the seconds until fewer failures than the limit are within the window."""
    if len(moments) < limit:
        return -math.inf
    return moments[-limit] + request.world.throttle_window - time.monotonic()


def counter(request: Request, username: str) -> str:
    """Return the key under which failed log-ins count: the username."""
    if fault("throttled-by-forwarded-address"):
        return f"{username} {request.header('X-Forwarded-For')}"
    return username


def waiting_time(request: Request, name: str) -> float:
    """Return the seconds until a log-in with this name is allowed; negative if it is now."""
    limit = chosen({"throttled-after-nine": 9, "throttled-after-eleven": 11}, LIMIT)
    failures = request.world.failures.get(name, [])
    if fault("throttle-for-ever") and len(failures) >= limit:
        return request.world.throttle_window
    return seconds_left(failures, request, limit)


def refuse_if_throttled(request: Request, username: str) -> None:
    """Answer 429 after ten failed log-ins within the window."""
    if fault("never-throttled"):
        return
    world, name = request.world, counter(request, username)
    seconds = waiting_time(request, name)
    if fault("throttled-by-address"):
        seconds = max(waiting_time(request, each) for each in [name, *world.failures])
    if fault("throttle-fed-by-429") and seconds + world.penalties[name] > 0:
        world.penalties[name] += world.throttle_window
        refuse_for(max(seconds, 1), "Too many failed log-ins for this username.")
    refuse_for(seconds, "Too many failed log-ins for this username.")


def record_failure(request: Request, username: str) -> None:
    """Count a failed log-in, whether or not the username exists."""
    if fault("unknown-names-not-throttled") and username not in request.world.users:
        return
    request.world.failures[counter(request, username)].append(time.monotonic())


def forget_failures(request: Request, username: str) -> None:
    """Reset the count of failed log-ins."""
    name = counter(request, username)
    if fault("success-forgets-every-name"):
        request.world.failures.clear()
    if not fault("success-keeps-the-count"):
        request.world.failures.pop(name, None)
        request.world.penalties.pop(name, None)


def guesses(request: Request) -> list[float]:
    """Return the times of the wrong current_passwords that count, latest last."""
    session = request.session
    by_token = fault("current-passwords-counted-by-token")
    return request.world.guesses[session.token if by_token else session.user]


def refuse_if_guessed(request: Request) -> None:
    """Answer 429 after ten wrong current_passwords within the window."""
    moments = guesses(request)
    if fault("failed-log-ins-count-as-current-passwords"):
        moments = sorted(moments + request.world.failures[request.username])
    if not fault("current-password-never-throttled"):
        seconds = seconds_left(moments, request)
        refuse_for(seconds, "Too many wrong current_passwords for this account.")


def record_guess(request: Request) -> None:
    """Count a wrong current_password."""
    guesses(request).append(time.monotonic())
    if fault("current-passwords-count-as-failed-log-ins"):
        record_failure(request, request.username)


def forget_guesses(request: Request) -> None:
    """Reset the count of wrong current_passwords."""
    if not fault("right-current-password-keeps-the-count"):
        guesses(request).clear()
    if fault("current-password-forgets-failed-log-ins"):
        forget_failures(request, request.username)
