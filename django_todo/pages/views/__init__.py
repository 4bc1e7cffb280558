"""The pages: Django's generic views, narrowed to what belongs to the user."""
