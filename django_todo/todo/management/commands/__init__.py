"""Commands of manage.py: migrate, prune."""
