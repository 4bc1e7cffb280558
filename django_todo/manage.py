"""Django's command line: migrate, runserver, createsuperuser, shell and all the others.

Run it as `python -m django_todo.manage` or as `python django_todo/manage.py`.
"""

import os
import sys
from pathlib import Path

from django.core.management import execute_from_command_line


def main() -> None:
    """Run the command that the arguments name."""
    # As a script Python would import from this folder, where every module would exist twice.
    sys.path[0] = str(Path(__file__).resolve().parent.parent)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "django_todo.settings")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
