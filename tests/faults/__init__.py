"""What goes wrong in real life, done to every server on purpose."""
