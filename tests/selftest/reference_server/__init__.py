"""A server that keeps the whole contract in memory, or has exactly one named fault.

`/-/api/v1` has no fault; `/<fault>/api/v1` has one from faults.toml. Each prefix is a separate
world. With `~short` after the prefix, tokens and throttling last two seconds. Search for the id of
a fault, in quotes, to find its code. The server needs only the standard library and stores nothing.
"""
