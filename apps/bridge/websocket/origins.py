"""Whose web pages may get poses: a page from anywhere could ask a program on this machine."""

from collections.abc import Callable, Iterable
from ipaddress import ip_address
from urllib.parse import urlsplit

_MOST_TOLD = 20


class Origins:
    """Lets pages in that this machine serves, and those of the ``allowed`` origins.

    ``own`` are the hosts that the bridge is reached by. ``report`` is told of each origin that is
    refused, once.
    """

    def __init__(
        self, own: Iterable[str], allowed: Iterable[str], report: Callable[[str], None]
    ) -> None:
        self._own = frozenset(own)
        self._allowed = frozenset(origin.rstrip("/").lower() for origin in allowed)
        self._report = report
        self._told: set[str] = set()

    def admit(self, origin: str) -> bool:
        """Whether a page of ``origin``, as its browser names it, gets poses."""
        if origin.lower() in self._allowed or self._is_ours(origin):
            return True
        if origin not in self._told and len(self._told) < _MOST_TOLD:
            self._told.add(origin)
            shown = ascii(origin)[1:-1][:100]
            self._report(f"refused a page of {shown}; --origin {shown} lets it in")
        return False

    def _is_ours(self, origin: str) -> bool:
        try:
            host = urlsplit(origin).hostname or ""
        except ValueError:
            return False
        return host in self._own or is_loopback(host)


def is_loopback(host: str) -> bool:
    """Whether ``host`` is this machine, for itself only."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
