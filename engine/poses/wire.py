"""Messages to bytes and back, without input or output.

A message is one byte of version followed by MessagePack of a :class:`PoseFrame`, a
:class:`Background` or, between processes, a :class:`Health`. Whatever is decoded has been checked:
unknown fields, wrong types, scores out of range and pictures of the wrong length are refused.
"""

from typing import TypeVar

import msgspec

from engine.poses.background import Background
from engine.poses.errors import WireError
from engine.poses.health import Health
from engine.poses.pose import PoseFrame

VERSION = 1

Message = PoseFrame | Background | Health

Decoded = TypeVar("Decoded")


class PosesSummary(msgspec.Struct, frozen=True, tag="poses"):
    """What is counted of a :class:`PoseFrame`."""

    frame: int
    time: float
    dropped: int = 0


class BackgroundSummary(msgspec.Struct, frozen=True, tag="background"):
    """Which :class:`Background` it is."""

    revision: int


_encoder = msgspec.msgpack.Encoder()
_decoder: msgspec.msgpack.Decoder[Message] = msgspec.msgpack.Decoder(Message)
_summaries: msgspec.msgpack.Decoder[PosesSummary | BackgroundSummary] = msgspec.msgpack.Decoder(
    PosesSummary | BackgroundSummary
)


def encode(message: Message) -> bytes:
    """The bytes of ``message``."""
    return bytes([VERSION]) + _encoder.encode(message)


def decode(data: bytes) -> Message:
    """The message in ``data``; :class:`WireError` if there is none, or one of another version."""
    return _decoded(data, _decoder)


def summary(data: bytes) -> PosesSummary | BackgroundSummary:
    """What to know of a message of our own making to pass it on; the rest is not looked at."""
    return _decoded(data, _summaries)


def _decoded(data: bytes, decoder: msgspec.msgpack.Decoder[Decoded]) -> Decoded:
    if not data:
        raise WireError("an empty message")
    if data[0] != VERSION:
        raise WireError(f"a message of version {data[0]}; this program understands {VERSION}")
    try:
        return decoder.decode(memoryview(data)[1:])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise WireError(f"a malformed message: {error}") from error
