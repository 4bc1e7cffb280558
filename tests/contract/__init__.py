"""The contract suite: a black box test of any To-Do API, given nothing but its base URL."""
