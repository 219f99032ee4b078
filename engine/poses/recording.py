"""Recordings: the wire's messages, one after the other, in a file that may be cut anywhere.

The file starts with a line of eight bytes. Each message follows as its length and its CRC-32, both
32-bit little-endian, and its bytes. What was written whole can be read; where a file was cut or
damaged, reading stops and says how much was left.
"""

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from engine.poses.errors import OutputError, RecordingError

MAGIC = b"SKELREC\n"
_HEAD = struct.Struct("<II")
_LONGEST = 1 << 28


class Recorder:
    """Writes messages to ``path`` as they come; a full disk raises :class:`OutputError`.

    A file that could not be written on stays readable up to the last whole message.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._writing():
            self._file: BinaryIO = path.open("wb", buffering=0)
            self._file.write(MAGIC)

    def write(self, message: bytes) -> None:
        """Append one encoded message."""
        with self._writing():
            record = _HEAD.pack(len(message), zlib.crc32(message)) + message
            written = self._file.write(record)
            if written != len(record):
                raise OSError(28, "No space left on device")

    def close(self) -> None:
        """Close the file; closing twice is harmless."""
        self._file.close()

    def _writing(self) -> "_Writing":
        return _Writing(self._path)


class _Writing:
    """Translates the system's errors into one line that names the file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        return None

    def __exit__(self, _type: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, OSError):
            reason = error.strerror or error
            raise OutputError(f"cannot record to {self._path}: {reason}") from error


class Reading:
    """The messages of a recording, in order.

    After iteration ``unread`` is the number of bytes at the end that held no whole message, 0 for a
    recording that was closed properly. A file that is no recording raises :class:`RecordingError`.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.unread = 0
        self.messages = 0
        try:
            with path.open("rb") as file:
                start = file.read(len(MAGIC))
        except OSError as error:
            raise RecordingError(f"cannot read {path}: {error.strerror or error}") from error
        if not MAGIC.startswith(start):
            raise RecordingError(f"{path} is not a recording of poses")

    def __iter__(self) -> Iterator[bytes]:
        size = self._path.stat().st_size
        with self._path.open("rb") as file:
            whole = len(file.read(len(MAGIC)))
            while (message := _next_message(file)) is not None:
                whole += _HEAD.size + len(message)
                self.messages += 1
                yield message
        self.unread = size - whole


def _next_message(file: BinaryIO) -> bytes | None:
    head = file.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    length, checksum = _HEAD.unpack(head)
    if length > _LONGEST:
        return None
    message = file.read(length)
    whole = len(message) == length and zlib.crc32(message) == checksum
    return message if whole else None
