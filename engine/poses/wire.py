"""Messages to bytes and back, without input or output.

A message is one byte of version followed by MessagePack of a :class:`PoseFrame` or a
:class:`Background`. Whatever is decoded has been checked: unknown fields, wrong types, scores out
of range and pictures of the wrong length are refused.
"""

import msgspec

from engine.poses.background import Background
from engine.poses.errors import WireError
from engine.poses.pose import PoseFrame

VERSION = 1

Message = PoseFrame | Background

_encoder = msgspec.msgpack.Encoder()
_decoder: msgspec.msgpack.Decoder[Message] = msgspec.msgpack.Decoder(Message)


def encode(message: Message) -> bytes:
    """The bytes of ``message``."""
    return bytes([VERSION]) + _encoder.encode(message)


def decode(data: bytes) -> Message:
    """The message in ``data``; :class:`WireError` if there is none, or one of another version."""
    if not data:
        raise WireError("an empty message")
    if data[0] != VERSION:
        raise WireError(f"a message of version {data[0]}; this program understands {VERSION}")
    try:
        return _decoder.decode(memoryview(data)[1:])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise WireError(f"a malformed message: {error}") from error
