"""What nobody needs any more: `manage.py prune`, for a nightly job."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand
from django.utils.timezone import now

from todo.models import FailedLogin, Token


class Command(BaseCommand):
    """Remove expired tokens, and failed log-ins that no longer count."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Remove them, and print how many there were."""
        window = timedelta(seconds=settings.THROTTLE_WINDOW)
        tokens, _ = Token.objects.filter(expiry_date__lte=now()).delete()
        failures, _ = FailedLogin.objects.filter(creation_date__lte=now() - window).delete()
        self.stdout.write(f"removed {tokens} expired tokens, {failures} old failed log-ins")
