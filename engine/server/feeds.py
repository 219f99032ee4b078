"""What a served camera's messages come from: an engine at work, or a recording."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from engine.poses.replay import Playback

Listener = Callable[[bytes], object]


class Feed(Protocol):
    """Gives the messages of one camera; ``busy`` is whether it works on one, and waits for none."""

    @property
    def busy(self) -> bool:
        """Whether a frame is being worked on; else one is waited for."""
        ...

    def run(self, listener: Listener) -> None:
        """Hand every message to ``listener`` until there are no more, or it is closed."""
        ...

    def renew_background(self) -> None:
        """Have a new background vetted, if that can be."""
        ...

    def close(self) -> None:
        """Stop; ``run`` returns soon."""
        ...


class RecordingFeed(Playback):
    """A recording, served as if it were a camera: its background cannot be renewed."""

    busy = False

    def __init__(
        self, path: Path, *, speed: float | None, report: Callable[[str], None] = print
    ) -> None:
        super().__init__(path, speed=speed, report=report)

    def renew_background(self) -> None:
        """Do nothing: there is no camera."""
