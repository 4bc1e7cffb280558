"""`python -m contract URL` from the folder tests/ of a clone, or `python -m todo_contract URL`."""

import sys

from .cli import main

sys.exit(main())
