"""Take the screenshots for README.md: docs/compare-light.png and -dark.png."""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import ViewportSize, sync_playwright

from .conftest import FLAGS, MODULES, ROOT, find_browser

SIZE = ViewportSize(width=1760, height=990)
TOPIC = "#create_task"


def main() -> None:
    """Build the page, open it at one topic, and take a light and a dark screenshot."""
    program = find_browser()
    if not program:
        sys.exit("Chromium is missing: install the package chromium, or set BROWSER=/path/to/it")
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder, "compare.html")
        python = ROOT / ".venvs" / "compare" / "bin" / "python"
        command = [python, "-m", "compare", "--output", path]
        made = subprocess.run(command, cwd=ROOT, env=os.environ | MODULES)
        if made.returncode:
            sys.exit(made.returncode)  # its message is enough
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        for scheme in ("light", "dark"):
            page = browser.new_page(viewport=SIZE)
            page.emulate_media(color_scheme=scheme)
            page.goto(path.as_uri() + TOPIC)
            page.screenshot(path=ROOT / "docs" / f"compare-{scheme}.png")
        browser.close()


if __name__ == "__main__":
    main()
