"""Which promises rest on which: while the second is broken, the first cannot be judged.

OWNER-5, for example, is about the order in which a server checks a request. Its tests send wrong
methods, so while HTTP-2 is broken they fail too, and say nothing about the order.
"""

RESTS_ON: dict[str, tuple[str, ...]] = {
    "HTTP-6": ("HTTP-1",),
    "HTTP-15": ("INFO-1", "ACCOUNT-2", "LOGOUT-1", "TASK-1", "TASK-7", "TASK-9"),
    "PROBLEM-4": ("PROBLEM-1",),
    "PROBLEM-5": ("PROBLEM-4", "BODY-12"),
    "PROBLEM-6": ("PROBLEM-4", "PROBLEM-5"),
    "BODY-2": ("PROBLEM-5",),
    "BODY-8": ("BODY-12",),
    "BODY-10": ("PROBLEM-5", "BODY-11", "TASK-7"),
    "BODY-11": ("BODY-12",),
    "BODY-14": ("REGISTER-1", "ACCOUNT-2", "TASK-1", "TASK-7"),
    "BODY-15": ("REGISTER-1",),
    "TEXT-6": ("PROBLEM-5",),
    "TEXT-7": ("PROBLEM-5",),
    "TIME-7": ("TIME-4",),
    "REGISTER-5": ("REGISTER-1", "REGISTER-4"),
    "REGISTER-7": ("REGISTER-6",),
    "REGISTER-10": ("REGISTER-8",),
    "LOGIN-3": ("REGISTER-2", "REGISTER-3"),
    "LOGIN-5": ("LOGIN-6",),
    "LOGIN-10": ("LOGIN-5", "LOGIN-6", "TOKEN-4"),
    "TOKEN-2": ("TOKEN-1",),
    "OWNER-4": ("OWNER-1", "BODY-12"),
    "OWNER-5": ("HTTP-1", "HTTP-2", "HTTP-6", "HTTP-16", "TOKEN-1", "OWNER-1", "OWNER-2"),
    "LOGOUT-1": ("TOKEN-1", "TOKEN-4"),
    "LOGOUT-2": ("LOGOUT-1", "TOKEN-4"),
    "ACCOUNT-2": ("BODY-11", "BODY-13"),
    "ACCOUNT-4": ("TOKEN-4",),
    "ACCOUNT-5": ("TOKEN-4",),
    "ACCOUNT-6": ("REGISTER-8", "REGISTER-9"),
    "ACCOUNT-7": ("TOKEN-4", "OWNER-2"),
    "ACCOUNT-8": ("TOKEN-4", "ACCOUNT-7"),
    "ACCOUNT-9": ("TOKEN-4", "ACCOUNT-3", "ACCOUNT-4", "ACCOUNT-5"),
    "ACCOUNT-10": ("ACCOUNT-2", "ACCOUNT-3"),
    "ACCOUNT-11": ("ACCOUNT-3", "ACCOUNT-10", "LOGIN-5"),
    "TASK-3": ("BODY-11",),
    "TASK-4": ("BODY-11",),
    "TASK-6": ("HTTP-1", "TASK-4"),
    "TASK-7": ("HTTP-12", "BODY-11", "TASK-2"),
    "TASK-8": ("TASK-9",),
    "TASK-10": ("TASK-7", "TASK-9"),
    "TASK-11": ("TASK-9",),
    "TASK-12": ("TASK-7", "TASK-11"),
    "ETAG-2": ("BODY-11", "TASK-2", "TASK-7"),
    "ETAG-3": ("HTTP-4", "ETAG-1"),
    "ETAG-5": ("ETAG-1",),
    "ETAG-6": ("ETAG-1", "ETAG-4", "ETAG-5", "TASK-9", "TASK-11"),
    "LIST-5": ("LIST-2", "LIST-3"),
    "LIST-6": ("TASK-7",),
    "LIST-7": ("TIME-2", "TIME-4", "TASK-2"),
    "LIST-8": ("PROBLEM-5", "TIME-2", "TIME-5", "TIME-6", "TIME-7", "LIST-2", "LIST-3"),
    "LIST-9": ("TASK-2", "LIST-6", "LIST-7"),
}


def foundation(promise: str, broken: set[str]) -> str:
    """Return the broken promise that a promise rests on, or an empty string."""
    return next((each for each in RESTS_ON.get(promise, ()) if each in broken), "")
