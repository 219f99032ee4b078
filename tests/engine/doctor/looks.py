"""Looks for the tests of what runs them: they are called in another process, by their names."""

import os
import signal
import time
from collections.abc import Sequence

from engine.poses.errors import UsageError
from engine.poses.finding import Finding, State

FINE = Finding("pump", State.OK, "it runs")


def well() -> Sequence[Finding]:
    return [FINE]


def noisily() -> Sequence[Finding]:
    os.write(1, b"a driver writes\n")
    os.write(2, b"what it likes\n")
    return [FINE]


def wrongly() -> Sequence[Finding]:
    raise ZeroDivisionError("no pressure")


def in_vain() -> Sequence[Finding]:
    raise UsageError("no pump is called 'pmup'")


def crashing() -> Sequence[Finding]:
    os.kill(os.getpid(), signal.SIGSEGV)
    return [FINE]


def for_good() -> Sequence[Finding]:
    time.sleep(60.0)
    return [FINE]
