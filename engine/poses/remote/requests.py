"""What an app may ask of an engine, as bytes: requests go the other way over the same socket.

A request is the word ``ask/``, a byte of version, and MessagePack. The word keeps it apart from
ZeroMQ's own subscriptions.
"""

from typing import Annotated

import msgspec

from engine.poses.errors import WireError

VERSION = 1
LONGEST = 512
"""Bytes of a request, at most."""

_WORD = b"ask/"


class RenewBackground(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="renew"):
    """Drop the background of ``camera`` and vet a new one."""

    camera: str


class SendBackground(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="background"):
    """Send the background of ``camera`` that there is, with ``reply_to`` as the reply's name."""

    camera: str
    reply_to: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{16}$")]


Request = RenewBackground | SendBackground

_encoder = msgspec.msgpack.Encoder()
_decoder: msgspec.msgpack.Decoder[Request] = msgspec.msgpack.Decoder(Request)


def encode(request: Request) -> bytes:
    """The bytes of ``request``."""
    return _WORD + bytes([VERSION]) + _encoder.encode(request)


def decode(data: bytes) -> Request:
    """The request in ``data``; :class:`WireError` if there is none, or one of another version."""
    if not data.startswith(_WORD) or len(data) <= len(_WORD) or len(data) > LONGEST:
        raise WireError("no request")
    if data[len(_WORD)] != VERSION:
        raise WireError(f"a request of version {data[len(_WORD)]}")
    try:
        return _decoder.decode(memoryview(data)[len(_WORD) + 1 :])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise WireError(f"a malformed request: {error}") from error
