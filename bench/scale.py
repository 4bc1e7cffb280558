"""How much is measured: a full run within twelve minutes, or a smoke run."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """The counts of a run; times are in seconds."""

    rounds: int  # of CPU measurements
    batch: int  # requests per round
    connections: int
    load: float  # for each request on each server, except slow requests
    contest_rounds: int
    contest_load: float
    large: tuple[int, int]  # users and tasks
    threads: tuple[int | None, ...]  # Granian's; None: as it ships
    suite: tuple[str, ...]  # options for pytest
    delays: tuple[int, ...]  # of the far database, in milliseconds
    clients: int
    far_load: float
    idle: tuple[int, ...]  # connections
    minute: float  # length of a minute of the chores


FULL = Scale(
    rounds=9,
    batch=200,
    connections=32,
    load=2,
    contest_rounds=5,
    contest_load=2,
    large=(100_000, 1_000_000),
    threads=(1, 2, 4, 16, 64, None),
    suite=(),
    delays=(0, 20, 100, 300),
    clients=200,
    far_load=6,
    idle=(100, 1_000, 5_000),
    minute=0.01,
)
TINY = Scale(
    rounds=1,
    batch=2,
    connections=2,
    load=0.2,
    contest_rounds=1,
    contest_load=1,
    large=(200, 2_000),
    threads=(None,),
    suite=("-k", "test_01"),
    delays=(20,),
    clients=8,
    far_load=0.5,
    idle=(10,),
    minute=0.0001,
)
