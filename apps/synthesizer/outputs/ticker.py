"""A thread that calls something again and again, without drifting and without bursts."""

import threading
import time
from collections.abc import Callable

_LATE = 0.1
"""A call that is late by this share of the period shifts those that follow it."""


class Ticker:
    """Calls ``step`` every ``period`` seconds until it is closed.

    A call that comes late is not made up for, and the next one comes a whole period after it: two
    are never much closer together than a period. ``step`` handles its own failures.
    """

    def __init__(self, step: Callable[[], None], period: float) -> None:
        self._step = step
        self._period = period
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="ticker", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop, after the call that is being made; closing twice is harmless."""
        self._closing.set()
        self._thread.join()

    def _run(self) -> None:
        due = time.monotonic() + self._period
        while not self._closing.wait(due - time.monotonic()):
            due = next_due(due, time.monotonic(), self._period)
            self._step()


def next_due(due: float, now: float, period: float) -> float:
    """When to call after the call that was due at ``due`` and is made ``now``."""
    return (due if now - due < _LATE * period else now) + period
