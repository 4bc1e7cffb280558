"""A SECRET_KEY for those who set none."""

import os
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.management.utils import get_random_secret_key


def kept_secret(path: Path) -> str:
    """Return the secret kept in a file; create the file first if there is none.

    Linking a complete file lets several processes start at once: all use the first one's secret.
    """
    if not path.exists():
        with NamedTemporaryFile("w", dir=path.parent) as file:  # readable by its owner only
            file.write(get_random_secret_key())
            file.flush()
            with suppress(FileExistsError):
                os.link(file.name, path)
    return path.read_text()
