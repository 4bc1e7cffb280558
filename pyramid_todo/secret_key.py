"""A SECRET_KEY for those who set none: it is kept in a file, so that all workers share it."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile


def kept_secret_key(path: Path) -> str:
    """Return the key in the file; create the file first if there is none.

    Workers may start at the same moment. Each links a complete file, and the first link wins.
    """
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        with NamedTemporaryFile("w", dir=path.parent) as file:  # only its owner may read it
            file.write(secrets.token_urlsafe(50))
            file.flush()
            with suppress(FileExistsError):
                os.link(file.name, path)
    return path.read_text()
