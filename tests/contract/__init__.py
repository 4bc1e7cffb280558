"""The contract suite: black-box tests for any To-Do API. It needs only the base URL."""
