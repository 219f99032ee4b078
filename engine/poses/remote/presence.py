"""Whether an engine is there, by when it was last heard of."""

import time
from collections.abc import Callable

STALE_SECONDS = 1.0
"""An engine speaks four times a second; who is silent for so long is taken to be gone."""

_TELL_SECONDS = 3.0
"""After so long it is said that nobody answers: an engine that is started again takes a while."""


class Presence:
    """Whether the engine at ``url`` is there; ``report`` is told when it long is not, and is again.

    ``clock`` is in seconds and monotonic.
    """

    def __init__(
        self, url: str, report: Callable[[str], None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._url = url
        self._report = report
        self._clock = clock
        self._began = clock()
        self._heard: float | None = None
        self._told = False

    @property
    def stale(self) -> bool:
        """Whether it has not been heard of for :data:`STALE_SECONDS`, or ever."""
        return self._heard is None or self._clock() - self._heard > STALE_SECONDS

    @property
    def silence(self) -> float:
        """For how many seconds it has not been heard of."""
        return self._clock() - (self._began if self._heard is None else self._heard)

    def heard(self) -> None:
        """Note that it has been heard of just now."""
        self._heard = self._clock()
        if self._told:
            self._told = False
            self._report(f"the engine at {self._url} answers")

    def look(self) -> None:
        """Say so where it has long not been heard of."""
        if self.silence > _TELL_SECONDS and not self._told:
            self._told = True
            self._report(f"no engine answers at {self._url}; it is waited for")
