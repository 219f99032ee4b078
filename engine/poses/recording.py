"""Recordings: the wire's messages, one after the other, in a file that may be cut anywhere.

The file starts with a line of eight bytes. Each message follows as its length and its CRC-32, both
32-bit little-endian, and its bytes. What was written whole can be read; where a file was cut or
damaged, reading stops and says how much was left.
"""

import io
import struct
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO

from engine.poses.errors import OutputError, RecordingError

MAGIC = b"SKELREC\n"
_HEAD = struct.Struct("<II")
_LONGEST = 1 << 28


class Recorder:
    """Writes messages to ``path`` as they come, each to the disk's cache at once.

    :class:`OutputError` where that fails, as on a full disk: the file stays readable up to the last
    whole message. So it does for a recording that exists already: it is never written over.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._writing(), ExitStack() as on_failure:
            if path.exists() and path.stat().st_size > len(MAGIC):
                raise OutputError(f"{path} exists already; record to a file that does not")
            self._file = on_failure.enter_context(path.open("wb", buffering=0))
            self._append(MAGIC)
            on_failure.pop_all()

    def write(self, message: bytes) -> None:
        """Append one encoded message."""
        with self._writing():
            self._append(_HEAD.pack(len(message), zlib.crc32(message)) + message)

    def close(self) -> None:
        """Close the file; closing twice is harmless."""
        self._file.close()

    def _append(self, data: bytes) -> None:
        """Write all of ``data``: a disk that is nearly full takes a part before it fails."""
        rest = memoryview(data)
        while rest:
            rest = rest[self._file.write(rest) :]

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            reason = error.strerror or error
            raise OutputError(f"cannot record to {self._path}: {reason}") from error


class Reading:
    """The messages of the recording at ``path``, in order; :class:`RecordingError` if it is none.

    After iteration ``messages`` is how many there were, and ``unread`` the number of bytes after
    them that hold no whole message: 0 for a recording that was closed properly.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.messages = 0
        self.unread = 0
        with self._opened() as file:
            start = file.read(len(MAGIC))
        if not MAGIC.startswith(start):
            raise RecordingError(f"{path} is not a recording of poses")

    def __iter__(self) -> Iterator[bytes]:
        self.messages = 0
        with self._opened() as file:
            whole = len(MAGIC) if file.read(len(MAGIC)) == MAGIC else 0
            while whole and (message := _next_message(file)) is not None:
                self.messages += 1
                whole = file.tell()
                yield message
            self.unread = file.seek(0, io.SEEK_END) - whole

    @contextmanager
    def _opened(self) -> Iterator[BinaryIO]:
        try:
            with self._path.open("rb") as file:
                yield file
        except OSError as error:
            raise RecordingError(f"cannot read {self._path}: {error.strerror or error}") from error


def _next_message(file: BinaryIO) -> bytes | None:
    """The message that follows in ``file``, None if no whole and sound one does."""
    head = file.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    length, checksum = _HEAD.unpack(head)
    if length > _LONGEST:
        return None
    message = file.read(length)
    sound = len(message) == length and zlib.crc32(message) == checksum
    return message if sound else None
