"""MIDI's messages, as bytes with their times."""

from typing import NamedTuple

PERCUSSION = 9
"""The channel, counted from 0, on which General MIDI has its drums."""

ALL_NOTES_OFF = 123
"""The controller that ends every note of a channel."""

_FIRST_MODE = 120
"""From here on controllers are commands, which leave nothing set."""

EXPRESSION = 11
"""The controller of how loud a channel is at the moment."""


class Message(NamedTuple):
    """``data`` is one MIDI message, to be heard at ``time`` in seconds."""

    time: float
    data: bytes


def note_on(channel: int, pitch: int, velocity: int) -> bytes:
    """Begin a note."""
    return bytes((0x90 | channel, pitch, velocity))


def note_off(channel: int, pitch: int) -> bytes:
    """End a note."""
    return bytes((0x80 | channel, pitch, 0))


def control(channel: int, controller: int, value: int) -> bytes:
    """Set a controller."""
    return bytes((0xB0 | channel, controller, value))


def program(channel: int, number: int) -> bytes:
    """Choose an instrument, counted from 0."""
    return bytes((0xC0 | channel, number))


class ChannelStates:
    """What a listener has been told of its channels, so that another one can be told the same."""

    def __init__(self) -> None:
        self._newest: dict[bytes, bytes] = {}

    def take(self, data: bytes) -> None:
        """Remember ``data`` if it is an instrument or a controller."""
        kind = data[0] & 0xF0
        if kind == 0xC0:
            self._newest[data[:1]] = data
        elif kind == 0xB0 and data[1] < _FIRST_MODE:
            self._newest[data[:2]] = data

    def messages(self) -> list[bytes]:
        """The end of all notes, and each channel's instrument and controllers."""
        channels = sorted({data[0] & 0x0F for data in self._newest.values()})
        silence = [control(channel, ALL_NOTES_OFF, 0) for channel in channels]
        return [*silence, *self._newest.values()]
