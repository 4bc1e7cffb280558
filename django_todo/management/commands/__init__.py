"""Commands of django_todo.manage: migrate, prune."""
