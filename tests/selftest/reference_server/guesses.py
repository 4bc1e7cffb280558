"""Throttling of current_password: ten wrong ones per account and window."""

import math
import time

from .messages import Refusal, Request
from .throttle import LIMIT, forget_failures, seconds_left


def counted(request: Request) -> list[float]:
    """Return the times of the wrong current_passwords that count, latest last."""
    session = request.session
    by_token = request.wrong("current-passwords-counted-by-token")
    return request.world.guesses[session.token if by_token else session.user]


def refuse_if_guessed(request: Request) -> None:
    """Answer 429 after ten wrong ones within the window."""
    moments = counted(request)
    if request.wrong("failed-log-ins-count-as-current-passwords"):
        moments = sorted(moments + request.world.failures[request.username])
    seconds = seconds_left(moments, LIMIT, request)
    if seconds <= 0 or request.wrong("current-password-never-throttled"):
        return
    headers = {"Retry-After": str(max(1, math.ceil(seconds)))}
    if request.wrong("current-password-429-without-retry-after"):
        headers = {}
    raise Refusal(429, "Too many wrong current_passwords for this account.", headers=headers)


def record_guess(request: Request) -> None:
    """Count a wrong current_password."""
    counted(request).append(time.monotonic())
    if request.wrong("current-passwords-count-as-failed-log-ins"):
        request.world.failures[request.username].append(time.monotonic())


def forget_guesses(request: Request) -> None:
    """Reset the count."""
    if not request.wrong("right-current-password-keeps-the-count"):
        counted(request).clear()
    if request.wrong("current-password-forgets-failed-log-ins"):
        forget_failures(request, request.username)
