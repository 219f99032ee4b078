"""Sound through pygame's mixer, for a FluidSynth that has no drivers of its own."""

from collections.abc import Callable
from itertools import count
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, ClassVar, Self

if TYPE_CHECKING:
    import pygame

_CHUNK = 2048
"""Frames that are made at once. Half of it leaves gaps where other threads are busy."""

_BUFFER = 512
_POLL = 0.005


class MixerFeed:
    """Plays what ``render`` makes, until it is closed; SDL adds up what several of them play.

    Nobody else may close the mixer before.
    """

    _lock: ClassVar[Lock] = Lock()
    _used: ClassVar[set[int]] = set()
    """The numbers of the mixer's channels that feeds have."""

    def __init__(self, render: Callable[[int], bytes], channel: "pygame.mixer.Channel") -> None:
        self._render = render
        self._channel = channel
        self.gaps = 0
        """How often the mixer ran out of sound."""
        self._stopped = Event()
        self._thread = Thread(target=self._run, name="sound", daemon=True)
        self._thread.start()

    @classmethod
    def open(cls, render: Callable[[int], bytes], rate: int, device: str) -> Self | None:
        """Play ``render``'s frames, ``rate`` a second; None where there is no sound device."""
        try:
            import pygame
        except ImportError:
            return None
        try:
            with cls._lock:
                if not pygame.mixer.get_init():
                    pygame.mixer.init(rate, -16, 2, _BUFFER, device or None, allowedchanges=0)
                number = next(number for number in count() if number not in cls._used)
                cls._used.add(number)
                return cls(render, pygame.mixer.Channel(number))
        except pygame.error:
            return None

    def close(self) -> None:
        """Stop, and let go of the device unless others play."""
        import pygame

        self._stopped.set()
        self._thread.join()
        with self._lock:
            self._channel.stop()
            self._used.remove(self._channel.id)
            if not self._used:
                pygame.mixer.quit()

    def _run(self) -> None:
        self._fill()
        while not self._stopped.wait(_POLL):
            self.gaps += self._is_dry()
            self._fill()

    def _is_dry(self) -> bool:
        """Whether nothing plays and nothing waits, as it does from one chunk to the next."""
        return self._channel.get_queue() is None and not self._channel.get_busy()

    def _fill(self) -> None:
        """Have one chunk played and another one wait."""
        import pygame

        while self._channel.get_queue() is None:
            self._channel.queue(pygame.mixer.Sound(buffer=self._render(_CHUNK)))
