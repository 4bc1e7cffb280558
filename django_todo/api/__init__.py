"""The API: bearer tokens, JSON, problems. Its rules hold outside of settings.HTML_PATHS."""
