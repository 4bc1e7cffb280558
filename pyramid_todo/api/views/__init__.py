"""The views of the API: the twelve operations."""
