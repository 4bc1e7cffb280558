"""The steps for writing a server: the numbers of the test files, and what each is about."""

STEPS = {
    1: "the API describes itself to anyone.",
    2: "paths, methods and the headers of every answer: one function before your routes, one "
    "after.",
    3: "problem details: write one function that every error uses. Registration and log-in must "
    "work from here on, since nearly every test needs an account. Wrong members and parameters "
    "are sent too: write their plainest rules now, and refine them in steps 6 to 16.",
    4: "reading a body: write one function that every operation uses, also one that takes no "
    "body: wait for the end of the body before you act.",
    5: "the order of checks: 404, 405, 401, 403, then the rest.",
    6: "text, counted in code points.",
    7: "times: RFC 3339 in, UTC with six digits out.",
    8: "registration.",
    9: "log-in; with the profile extended also its throttling.",
    10: "tokens.",
    11: "ownership: users see and change only their own data.",
    12: "log-out.",
    13: "accounts.",
    14: "tasks.",
    15: "entity tags, which only the profile extended asks for.",
    16: "lists: pages and filters.",
    17: "requests at the same time: a constraint in the database, not a query before the write.",
    18: "nothing remains of a deleted account.",
    19: "expiry: start the server with short times and use --profile timing.",
    20: "health checks: --profile operational.",
    21: "pages: their names and URLs, with --profile pages. Log-in must work from here on, since "
    "nearly every test logs in.",
    22: "the forms of the pages.",
    23: "the pages of tasks.",
    24: "sessions of the pages; their expiry with --profile pages-timing.",
    25: "protection of the pages.",
    26: "pages in a browser: --profile browser.",
    27: "a list that updates itself: --profile live.",
}
