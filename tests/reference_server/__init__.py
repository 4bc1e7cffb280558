"""A server that keeps the whole contract in memory, or breaks it in exactly one named way.

`/-/api/v1` has no fault; `/<fault>/api/v1` has one of faults.toml. Each prefix is a world of its
own; with `~short` after it tokens and throttling last two seconds. Ask for `wrong(` to find where
a fault lives: nothing but the standard library is needed, and nothing is kept.
"""
