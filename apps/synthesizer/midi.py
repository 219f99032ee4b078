"""MIDI's messages, as bytes with their times."""

from typing import NamedTuple

PERCUSSION = 9
"""The channel, counted from 0, on which General MIDI has its drums."""


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
