"""The project: its settings, its URLs, and how a server starts it."""
