"""Which Chromium drives the pages, and how it is started: $BROWSER, or this machine's own."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = "Chromium is missing: install the package chromium, or set BROWSER=/path/to/it"
FLAGS = [
    "--disable-background-networking",  # otherwise it contacts hosts of its own at every start
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--no-sandbox",  # Chromium has no sandbox for root
]


def program() -> str | None:
    """Return the path of the browser, or None."""
    return os.environ.get("BROWSER") or next(filter(None, map(shutil.which, NAMES)), None)
