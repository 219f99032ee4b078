"""Looks at a machine in processes of their own: one that hangs or crashes is a line, no more.

A driver may block a process in the kernel for good, and a vendor's library may take its process
along. What either writes to the terminal is left out.
"""

import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress

import msgspec

from engine.poses.errors import SkeletonCrewError
from engine.poses.finding import Check, Finding, State

LIMIT = 30.0
"""How many seconds all checks together may take."""

GRACE = 0.5
"""How long to wait for the answer of each that had the time that another took."""

_CHILD = "from engine.doctor.apart import answer; answer()"


def examine(checks: Sequence[Check], limit: float = LIMIT) -> list[Finding]:
    """What ``checks`` find, in their order; all look at once, and for ``limit`` seconds at most.

    A check that fails, crashes or does not come to an end is a finding itself.
    """
    deadline = time.monotonic() + limit
    looks = [(check, _begin(check)) for check in checks]
    return [finding for check, process in looks for finding in _answer_of(check, process, deadline)]


def answer() -> None:
    """Be the process of one check: take it from stdin, and write what it finds to stdout."""
    out = os.fdopen(os.dup(1), "wb")
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    check: Check = pickle.load(sys.stdin.buffer)
    try:
        findings = list(check.look())
    except SkeletonCrewError as error:
        findings = [_unknown(check, str(error))]
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told
        findings = [_unknown(check, f"could not be looked at: {error!r}")]
    out.write(msgspec.json.encode(findings))
    out.close()
    os._exit(0)  # What a library does at the end of a process is of no interest.


def _begin(check: Check) -> "subprocess.Popen[bytes]":
    process = subprocess.Popen(
        [sys.executable, "-c", _CHILD],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdin is not None
    # One that is gone already will be told by its status.
    with suppress(BrokenPipeError), process.stdin as stdin:
        stdin.write(pickle.dumps(check))
    process.stdin = None
    return process


def _answer_of(
    check: Check, process: "subprocess.Popen[bytes]", deadline: float
) -> Sequence[Finding]:
    try:
        out, _ = process.communicate(timeout=max(deadline - time.monotonic(), GRACE))
    except subprocess.TimeoutExpired:
        _give_up(process)
        return [_unknown(check, "does not answer: a look at it never came to an end")]
    if process.returncode == 0:
        return msgspec.json.decode(out, type=list[Finding])
    return [_unknown(check, f"could not be looked at: {_end(process.returncode)}")]


def _give_up(process: "subprocess.Popen[bytes]") -> None:
    """End ``process``, and leave it alone if it is stuck in the kernel, where nothing ends it."""
    process.kill()
    if process.stdout is not None:
        process.stdout.close()
    with suppress(subprocess.TimeoutExpired):
        process.wait(GRACE)


def _end(status: int) -> str:
    """How a process that ended with ``status`` came to its end."""
    if status < 0:
        return f"the look was ended by {signal.Signals(-status).name}"
    return f"the look ended with status {status}"


def _unknown(check: Check, detail: str) -> Finding:
    return Finding(check.subject, State.BROKEN, detail, needed=check.needed)
