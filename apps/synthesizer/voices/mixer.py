"""Sound through pygame's mixer, for a FluidSynth that has no drivers of its own."""

from collections.abc import Callable
from threading import Event, Thread
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import pygame

_CHUNK = 2048
"""Frames that are made at once. Half of it leaves gaps where other threads are busy."""

_BUFFER = 512
_POLL = 0.005


class MixerFeed:
    """Plays what ``render`` makes, until it is closed; SDL adds up what several of them play."""

    def __init__(self, render: Callable[[int], bytes], channel: "pygame.mixer.Channel") -> None:
        self._render = render
        self._channel = channel
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
            if not pygame.mixer.get_init():
                pygame.mixer.init(rate, -16, 2, _BUFFER, device or None, allowedchanges=0)
            return cls(render, pygame.mixer.find_channel(force=True))
        except pygame.error:
            return None

    def close(self) -> None:
        """Stop, and let go of the device unless others play."""
        import pygame

        self._stopped.set()
        self._thread.join()
        if pygame.mixer.get_init():
            self._channel.stop()
            if not pygame.mixer.get_busy():
                pygame.mixer.quit()

    def _run(self) -> None:
        import pygame

        try:
            while not self._stopped.wait(_POLL):
                while self._channel.get_queue() is None:
                    self._channel.queue(pygame.mixer.Sound(buffer=self._render(_CHUNK)))
        except pygame.error:
            return  # Somebody has closed the mixer.
