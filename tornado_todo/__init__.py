"""The To-Do API in Tornado: handlers are classes, verbs are coroutines, nothing blocks the loop.

Read it in this order: __main__, settings, routing, database, models, fields, schemas, base, auth,
passwords, throttle, info, accounts, tasks, then inputs, errors, log, server, supervisor, health and
prune. `wire` is the same in all four packages.
"""
