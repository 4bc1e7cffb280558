"""How much is measured: a full run, or a smoke run."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """The counts of a run; times are in seconds."""

    rounds: int = 9  # of CPU measurements
    batch: int = 200  # requests per round
    connections: int = 32
    load: float = 2  # for each request on each server, except slow requests
    large: tuple[int, int] = (100_000, 1_000_000)  # users and tasks
    delays: tuple[int, ...] = (0, 20, 100, 300)  # of the far database, in milliseconds
    clients: int = 200
    far_load: float = 6
    idle: tuple[int, ...] = (100, 1_000, 5_000)  # connections
    minute: float = 0.01  # length of a minute of the chores
    pushed: tuple[int, ...] = (100, 1_000, 5_000)  # open lists that are told
    quiet: float = 30  # one ping of each WebSocket, while nothing changes and while something does
    polled: tuple[int, ...] = (100, 200, 500, 1_000, 2_000, 5_000)  # open lists that ask
    asking: float = 15


FULL = Scale()
TINY = Scale(
    rounds=1,
    batch=2,
    connections=2,
    load=0.2,
    large=(200, 2_000),
    delays=(20,),
    clients=8,
    far_load=0.5,
    idle=(10,),
    minute=0.0001,
    pushed=(10,),
    quiet=2,
    polled=(10,),
    asking=1,
)
