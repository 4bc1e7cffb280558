"""The To-Do API in Django: settings, forms, shallow class-based views, middleware, batteries.

Read it in this order: settings, urls, wsgi, database, models, validators, fields, forms, auth,
hashers, throttle, backends, views, info, accounts, tasks, then inputs, errors, log, health, admin
and the commands in management. `wire` is the same in all four packages.
"""
