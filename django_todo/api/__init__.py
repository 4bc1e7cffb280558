"""The API below /api/v1: bearer tokens, JSON, problems; its rules end at its own paths."""
