"""The To-Do API in Tornado: handlers are classes, verbs are coroutines, nothing blocks the loop.

Read it in this order: __main__, settings, app, base, database, models, accounts, passwords,
throttle, errors; then api: __init__, base, auth, accounts, tasks, info, schemas, fields, parsing,
problems; then server, log, health, prune. `api.formats` is the same in all four packages.
"""
