"""Where music goes: a synthesizer, a MIDI port, a file, the network. Several at once."""

from typing import Protocol

from apps.synthesizer.events import Moment
from engine.poses import PoseFrame


class Output(Protocol):
    """Takes moments in the order of their times and makes them heard, or keeps them.

    An output owns whatever time needs: it moves levels gradually, and ends a drum's note.
    :class:`engine.poses.OutputError` in one line from its constructor if it cannot be used; one
    that is lost later says so once, through the ``report`` it was given, and tries to come back.
    """

    def play(self, moment: Moment, frame: PoseFrame) -> None:
        """Take one moment, and the frame that it was made from; never waits for a device."""
        ...

    def silence(self) -> None:
        """End every sounding note now: people are gone, or nothing has come for too long."""
        ...

    def close(self) -> None:
        """End every sounding note and let go of the device or file; twice is harmless."""
        ...
