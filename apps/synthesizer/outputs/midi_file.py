"""A performance as a standard MIDI file, the same byte for byte for the same recording."""

import struct
from collections.abc import Iterable
from pathlib import Path

from apps.display.files import UnfinishedFile
from apps.synthesizer.events import Moment
from apps.synthesizer.instruments import INSTRUMENTS, program_number
from apps.synthesizer.midi import PERCUSSION, Message
from apps.synthesizer.settings import SynthesizerSettings
from apps.synthesizer.written import WrittenScore

_TICKS_PER_BEAT = 960
_BEAT_MICROSECONDS = 500_000
_TICKS_PER_SECOND = _TICKS_PER_BEAT * 1_000_000 // _BEAT_MICROSECONDS

_LONGEST_DELTA = 0x0FFFFFFF
"""The file format has no more ticks than these between two events, which is 38 hours."""

_TRACK_NAME, _TEMPO, _END_OF_TRACK = 0x03, 0x51, 0x2F


class MidiFile:
    """An output that writes the file at ``path`` once it is closed.

    The file is of type 1: a track with the tempo, 120 beats a minute, and one for each channel,
    named by its instrument. Raises :class:`OutputError` where it cannot be written, which is tried
    at once. Until then an hour of three players takes about 6 MB of memory.
    """

    def __init__(self, path: Path, settings: SynthesizerSettings) -> None:
        self._file = UnfinishedFile(path)
        self._file.begin()
        self._score = WrittenScore(settings)
        self._settings = settings
        self._tracks: dict[int, _Track] = {}
        self._closed = False

    def play(self, moment: Moment) -> None:
        """Write down what ``moment`` begins, ends and changes."""
        self._take(self._score.play(moment))

    def change(self, settings: SynthesizerSettings) -> None:
        """Go on with other ``settings``; tracks keep the names that they have."""
        self._settings = settings
        self._take(self._score.change(settings))

    def close(self) -> None:
        """End every note and give the file its name."""
        if self._closed:
            return
        self._closed = True
        if not self._tracks:
            self._file.discard()
            return
        self._take(self._score.end())
        with self._file.attempt():
            self._file.partial.write_bytes(self._data())
        self._file.finish()

    def _take(self, messages: Iterable[Message]) -> None:
        for time, data in messages:
            channel = data[0] & 0x0F
            track = self._tracks.get(channel)
            if track is None:
                track = self._tracks[channel] = _Track(self._name(channel))
            track.add(round(time * _TICKS_PER_SECOND), data)

    def _name(self, channel: int) -> str:
        if channel == PERCUSSION:
            return "Drums"
        return INSTRUMENTS[program_number(self._settings.players[channel].instrument)]

    def _data(self) -> bytes:
        conductor = _Track("Skeleton Crew")
        conductor.add(0, _meta(_TEMPO, _BEAT_MICROSECONDS.to_bytes(3, "big")))
        tracks = [conductor, *(track for _, track in sorted(self._tracks.items()))]
        header = struct.pack(">4sIHHH", b"MThd", 6, 1, len(tracks), _TICKS_PER_BEAT)
        return header + b"".join(track.chunk() for track in tracks)


class _Track:
    """A track of the file as it grows, with times in ticks from its beginning."""

    def __init__(self, name: str) -> None:
        self._data = bytearray()
        self._ticks = 0
        self.add(0, _meta(_TRACK_NAME, name.encode("ascii")))

    def add(self, ticks: int, event: bytes) -> None:
        self._data += _variable_length(min(ticks - self._ticks, _LONGEST_DELTA)) + event
        self._ticks = ticks

    def chunk(self) -> bytes:
        data = bytes(self._data) + b"\0" + _meta(_END_OF_TRACK, b"")
        return struct.pack(">4sI", b"MTrk", len(data)) + data


def _meta(kind: int, data: bytes) -> bytes:
    return bytes((0xFF, kind, len(data))) + data


def _variable_length(number: int) -> bytes:
    """``number`` in groups of seven bits, the highest first; all but the last have bit 7 set."""
    groups = [number & 0x7F]
    while number := number >> 7:
        groups.append(number & 0x7F | 0x80)
    return bytes(reversed(groups))
