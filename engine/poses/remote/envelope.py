"""Envelopes: what a message is about, which run of an engine it is from, and its number.

An envelope is the topic, ``KIND/NAME/``, by which ZeroMQ finds those who subscribed; a head of
fixed length, little-endian; and the message, as :mod:`engine.poses.wire` encodes it. What cannot be
a message is refused by its length before it is decoded.
"""

import struct
from enum import StrEnum
from typing import NamedTuple

from engine.poses.errors import WireError

VERSION = 1

_HEAD = struct.Struct("<BBQQ")
_LONGEST_TOPIC = 96
_LOSSLESS = 1


class Kind(StrEnum):
    """What an envelope holds."""

    POSES = "poses"
    BACKGROUND = "background"
    HEALTH = "health"
    REPLY = "reply"
    """A background for the one app that asked for it; the name is that of the asking."""


LONGEST = {
    Kind.POSES: 1 << 20,
    Kind.BACKGROUND: 1 << 27,
    Kind.HEALTH: 1 << 16,
    Kind.REPLY: 1 << 27,
}
"""How many bytes a message of a kind may have."""


class Envelope(NamedTuple):
    """A ``message`` about ``name``, a camera.

    ``run`` is a random number that an engine has from its start to its end; ``number`` counts a
    camera's messages of a kind from 0, so that whoever misses some knows how many. A ``lossless``
    engine waits for its apps, so that they may wait too.
    """

    kind: Kind
    name: str
    run: int
    number: int
    lossless: bool
    message: bytes


def topic(kind: Kind, name: str = "") -> bytes:
    """What to subscribe to for messages of ``kind`` about ``name``; about all, if it is empty."""
    return f"{kind}/{name}/".encode() if name else f"{kind}/".encode()


def seal(envelope: Envelope) -> bytes:
    """The bytes of ``envelope``."""
    flags = _LOSSLESS if envelope.lossless else 0
    head = _HEAD.pack(VERSION, flags, envelope.run, envelope.number)
    return topic(envelope.kind, envelope.name) + head + envelope.message


def unseal(data: bytes) -> Envelope:
    """The envelope in ``data``; :class:`WireError` if there is none, or of another version."""
    kind, name = _addressed(data)
    at = len(kind) + len(name) + 2
    if len(data) < at + _HEAD.size:
        raise WireError("an envelope that is cut short")
    version, flags, run, number = _HEAD.unpack_from(data, at)
    if version != VERSION:
        raise WireError(f"an envelope of version {version}; this program understands {VERSION}")
    if flags & ~_LOSSLESS:
        raise WireError(f"an envelope with unknown flags, {flags:#x}")
    message = data[at + _HEAD.size :]
    if len(message) > LONGEST[kind]:
        raise WireError(f"{len(message)} bytes of {kind}: more than there can be")
    return Envelope(kind, name.decode(), run, number, bool(flags), message)


def _addressed(data: bytes) -> tuple[Kind, bytes]:
    kind, _, rest = data[:_LONGEST_TOPIC].partition(b"/")
    name, slash, _ = rest.partition(b"/")
    try:
        name.decode("utf-8")
        if slash and name:
            return Kind(kind.decode("ascii")), name
    except ValueError:
        pass
    raise WireError("no envelope")
