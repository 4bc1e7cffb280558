"""A database back end: Django looks for it in the module `base`."""
