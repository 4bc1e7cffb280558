"""The API: bearer tokens, JSON, problems."""
