"""A file that is on its way: it grows beside its place, is checked, and takes the place whole."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, Self

from engine.descriptions import Description, FileSpec, Kind
from engine.fetch import pins
from engine.poses.errors import FetchError


class Wanted(NamedTuple):
    """A file to get: what it is a file of, how that describes it, and where it goes."""

    spec: Description
    file: FileSpec
    path: Path


class Unavailable(Exception):  # noqa: N818 - no failure yet: the next source is asked
    """One source does not give a file, for the reason that is the message; the next one may."""


class NotTheFile(Unavailable):
    """What a source gives is not the file that is described; the message says why."""


class PartialFile:
    """``NAME.part``, beside the place where the file called ``NAME`` will lie.

    What an interrupted attempt left is taken up again, whatever source it came from: the digest
    decides in the end. :class:`FetchError` if the disk takes no more.
    """

    def __init__(self, wanted: Wanted) -> None:
        self.file = wanted.file
        self._path = wanted.path
        self._kind = wanted.spec.kind
        self._part = wanted.path.with_name(wanted.path.name + ".part")
        with writing(self._path, self._kind):
            self._part.parent.mkdir(parents=True, exist_ok=True)
            self._stream = self._part.open("ab", buffering=0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    @property
    def size(self) -> int:
        """How many bytes are here."""
        return self._stream.tell()

    def expect(self, size: int) -> None:
        """:class:`NotTheFile` if ``size`` bytes more make the file longer than described."""
        if self.size + size > self.file.most_bytes:
            self.restart()
            raise NotTheFile(f"it has more than the {self.file.most_bytes} bytes expected")

    def append(self, data: bytes) -> None:
        """Add ``data``; :class:`NotTheFile` if that makes the file longer than described."""
        self.expect(len(data))
        rest = memoryview(data)
        with writing(self._path, self._kind):
            while rest:
                rest = rest[self._stream.write(rest) :]

    def restart(self) -> None:
        """Forget what is here."""
        if self.size:
            with writing(self._path, self._kind):
                self._stream.seek(0)
                self._stream.truncate()

    def take_place(self) -> None:
        """Put the file in its place, now that all of it came.

        If it is not the file that is described, or no more the one that it was, it is forgotten:
        :class:`NotTheFile`. If nobody knows its digest, the one that it has is noted.
        """
        with writing(self._path, self._kind):
            wrong = fault(self._part, self.file, expected_digest(self._path, self.file))
            if wrong is None:
                os.fsync(self._stream.fileno())
                if expected_digest(self._path, self.file) is None:
                    pins.pin(self._path, self._part)
                self._part.replace(self._path)
        if wrong is not None:
            self.restart()
            raise NotTheFile(wrong)


def expected_digest(place: Path, file: FileSpec) -> str | None:
    """The digest that the file at ``place`` must have: the described one, or that it came with."""
    return file.digest or pins.pinned(place)


def fault(path: Path, file: FileSpec, digest: str | None) -> str | None:
    """What is wrong with ``path`` by its description, in words; None if it is the very file.

    ``digest`` is the one to expect, if one is known. ``OSError`` if the file cannot be read.
    """
    size = path.stat().st_size
    if size != (file.size or max(size, 1)):
        return f"it has {size} bytes, expected {file.size or 'some'}"
    if digest is None:
        return None
    algorithm, _, expected = digest.partition(":")
    with path.open("rb") as stream:
        found = hashlib.file_digest(stream, algorithm).hexdigest()
    if found == expected:
        return None
    when = "" if file.digest else ", as when it first came here"
    return f"its {algorithm} is {found[:16]}…, expected {expected[:16]}…{when}"


def fits(path: Path, file: FileSpec) -> bool:
    """Whether ``path`` is the very file that is wanted; not if nobody knows or it is unreadable."""
    digest = expected_digest(path, file)
    try:
        return digest is not None and fault(path, file, digest) is None
    except OSError:
        return False


@contextmanager
def writing(path: Path, kind: Kind) -> Iterator[None]:
    """Say which file could not be written, and where, if the system says no."""
    try:
        yield
    except OSError as error:
        raise FetchError(
            f"cannot write {path.name} to {path.parent}: {error.strerror or error}; make room "
            f"there, or set {kind.variable} to another folder"
        ) from error
