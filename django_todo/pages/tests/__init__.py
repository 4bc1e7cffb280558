"""What cannot be seen over HTTP of the pages."""
