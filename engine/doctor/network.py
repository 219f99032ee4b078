"""Whether something on the network can be reached."""

import socket
from collections.abc import Sequence
from functools import partial

from engine.poses.finding import Check, Finding, State

_SECONDS = 5.0


def check(subject: str, host: str, port: int, *, needed: bool = True) -> Check:
    """A look at whether ``host`` takes connections at ``port``."""
    return Check(subject, partial(look, subject, host, port, needed), needed)


def look(subject: str, host: str, port: int, needed: bool) -> Sequence[Finding]:
    """Connect to ``host`` and hang up."""
    try:
        socket.create_connection((host, port), timeout=_SECONDS).close()
    except OSError as error:
        detail = f"{host}:{port} cannot be reached: {error.strerror or error}"
        mend = f"see that it is on and its address is right: ping {host}"
        return [Finding(subject, State.MISSING, detail, mend, needed)]
    return [Finding(subject, State.OK, f"{host}:{port} answers", needed=needed)]
