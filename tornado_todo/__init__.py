"""The To-Do application in Tornado: handlers are classes, verbs are coroutines, nothing blocks.

README.md has the order in which to read it.
"""
