"""What pictures come from, where that is no camera of this machine."""

from collections.abc import Sequence
from functools import partial
from urllib.parse import urlsplit

from engine import cameras
from engine.doctor import network
from engine.doctor.cameras import wanted_camera
from engine.poses.errors import SkeletonCrewError
from engine.poses.finding import Check, Finding, State

_PORTS = {"http": 80, "https": 443, "rtmp": 1935, "rtsp": 554, "rtsps": 322}


def checks(source: str) -> Sequence[Check]:
    """A look at ``source``; none where a camera is looked at, or any will do."""
    if source == "auto" or wanted_camera(source) is not None:
        return ()
    return (Check("source", partial(look, source), needed=True),)


def look(source: str) -> Sequence[Finding]:
    """Whether pictures can be had from ``source``; an address is connected to, a file opened."""
    address = urlsplit(source)
    if address.hostname and (port := _port(address.scheme, address.port)):
        return network.look("source", address.hostname, port, needed=True)
    try:
        cameras.open_camera(source).close()
    except SkeletonCrewError as error:
        mend = "name another `source` under [engine]"
        return [Finding("source", State.BROKEN, str(error), mend, needed=True)]
    return [Finding("source", State.OK, source, needed=True)]


def _port(scheme: str, port: int | None) -> int | None:
    return port or _PORTS.get(scheme.lower())
