"""What manage.py finds its commands in."""
