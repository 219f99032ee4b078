"""A MIDI port, of a device or of our own, that may vanish and come back."""

import contextlib
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from apps.synthesizer.midi import ChannelStates
from apps.synthesizer.outputs.ticker import Ticker
from apps.synthesizer.settings import SynthesizerSettings
from engine.poses import OutputError

VIRTUAL = "virtual"
"""The name that asks for a port of our own, for other programs to connect to."""

_SEQUENCER = Path("/dev/snd/seq")
"""What rtmidi opens on Linux; where it is missing, ALSA would write of it to stderr."""

_OWN_NAME = "Skeleton Crew"
_LOOK_SECONDS = 1.0
_LOOKS_UNTIL_RETRY = 5


class MidiPort:
    """What takes MIDI at the port that is called ``name``, or begins with it, or has it inside.

    Raises :class:`OutputError` where there is no such port, or where MIDI ports cannot be used.
    One that vanishes is told to ``report`` and tried again about every 5 seconds; when it is back
    it is told all that was set before. If it is not to ``carry_on``, the next :meth:`send` raises.
    """

    def __init__(self, name: str, report: Callable[[str], None], *, carry_on: bool = True) -> None:
        self._name = name
        self._report = report
        self._carry_on = carry_on
        self._lock = threading.Lock()
        self._states = ChannelStates()
        self._failure: OutputError | None = None
        self._looks = 0
        self._port = _open(name)
        self._watch = None if name == VIRTUAL else Ticker(self.look, _LOOK_SECONDS)

    def send(self, data: bytes) -> None:
        """Send one message; it is lost while the port is away."""
        with self._lock:
            self._states.take(data)
            if self._port is not None:
                try:
                    _send(self._port, data)
                except OutputError:
                    self._lose()
            if self._failure is not None:
                raise self._failure

    def change(self, settings: SynthesizerSettings) -> None:
        """Nothing: the messages that follow say it all."""

    def look(self) -> None:
        """See whether the port is still there, or there again; called once a second.

        Systems do not tell when a port is gone: what is sent to it is lost without an error.
        """
        port = self._port
        if port is None:
            self._looks += 1
            if self._failure is None and self._looks % _LOOKS_UNTIL_RETRY == 0:
                self._retry()
        elif port.name not in _names_or_none():
            with self._lock:
                self._lose()

    def close(self) -> None:
        """Close the port; closing twice is harmless."""
        if self._watch is not None:
            self._watch.close()
        with self._lock:
            port, self._port = self._port, None
        _close(port)

    def _lose(self) -> None:
        port, self._port = self._port, None
        if port is None:
            return
        _close(port)
        self._looks = 0
        if self._carry_on:
            self._report(f"the MIDI port {port.name!r} is gone; it is tried again every 5 seconds")
        else:
            self._failure = OutputError(f"the MIDI port {port.name!r} is gone")

    def _retry(self) -> None:
        with contextlib.suppress(OutputError):
            port = _open(self._name)
            with self._lock:
                for data in self._states.messages():
                    _send(port, data)
                self._port = port
            self._report(f"the MIDI port {port.name!r} is back")


def find_port(wanted: str, names: Sequence[str]) -> str | None:
    """The first of ``names`` that is ``wanted``, else begins with it, else has it inside."""
    text = wanted.casefold()
    tests: tuple[Callable[[str], bool], ...] = (
        lambda name: name == text,
        lambda name: name.startswith(text),
        lambda name: text in name,
    )
    return next((name for test in tests for name in names if test(name.casefold())), None)


def port_names() -> list[str]:
    """The ports that could be played to; :class:`OutputError` where MIDI ports cannot be used."""
    _check_sequencer()
    with _midi() as mido:
        return list(mido.get_output_names())


def _open(wanted: str) -> Any:  # noqa: ANN401  mido has no types
    _check_sequencer()
    with _midi() as mido:
        if wanted == VIRTUAL:
            return mido.open_output(_OWN_NAME, virtual=True, client_name=_OWN_NAME)
        names = mido.get_output_names()
        if (name := find_port(wanted, names)) is None:
            known = f"there are: {', '.join(names)}" if names else "there is none at all"
            raise OutputError(f"no MIDI port is called {wanted!r}; {known} (or write {VIRTUAL!r})")
        return mido.open_output(name)


def _check_sequencer() -> None:
    if sys.platform == "linux" and not _SEQUENCER.exists():
        raise OutputError(f"there are no MIDI ports: no {_SEQUENCER}; try: modprobe snd-seq")


def _send(port: Any, data: bytes) -> None:  # noqa: ANN401  mido has no types
    with _midi() as mido:
        port.send(mido.Message.from_bytes(data))


def _close(port: Any) -> None:  # noqa: ANN401  mido has no types
    with contextlib.suppress(OutputError), _midi():
        if port is not None:
            port.close()


def _names_or_none() -> list[str]:
    """The ports that there are; none where they cannot be told."""
    with contextlib.suppress(OutputError), _midi() as mido:
        return list(mido.get_output_names())
    return []


@contextlib.contextmanager
def _midi() -> Iterator[Any]:
    """The library mido; what it and python-rtmidi raise becomes an :class:`OutputError`."""
    try:
        import mido
        import rtmidi
    except ImportError as error:
        raise OutputError(
            "a MIDI port needs mido and python-rtmidi: pip install 'skeleton-crew[synthesizer]', "
            "with a Python before 3.13"
        ) from error
    try:
        yield mido
    except (OSError, rtmidi.RtMidiError) as error:
        raise OutputError(f"MIDI ports cannot be used: {error}") from error
