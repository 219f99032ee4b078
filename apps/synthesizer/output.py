"""What every output of the synthesizer is: a voice, a port, a file, another program."""

from typing import Protocol

from apps.synthesizer.events import Moment
from apps.synthesizer.settings import SynthesizerSettings


class Output(Protocol):
    """Where music goes. Whatever happens, no note outlives :meth:`close`."""

    def play(self, moment: Moment) -> None:
        """Take the next moment; :class:`OutputError` where it is lost, and so is the output."""
        ...

    def change(self, settings: SynthesizerSettings) -> None:
        """Go on with other settings: instruments, places, effects; the next moment is theirs."""
        ...

    def close(self) -> None:
        """End every note and finish; closing twice is harmless."""
        ...
