"""Files that get their name only when they are whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.poses import OutputError


class UnfinishedFile:
    """The file ``path`` while it is being written, under the name of :attr:`partial`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.partial = path.with_name(f"{path.name}.part")

    def begin(self) -> None:
        """Create the file, so that what cannot be written is known before there is work to lose."""
        with self.attempt():
            self.partial.touch()

    @contextmanager
    def attempt(self, *errors: type[Exception]) -> Iterator[None]:
        """Turn a failure to write into an :class:`OutputError`, leaving nothing of the file.

        ``errors`` are what a library raises besides :class:`OSError`.
        """
        failures: tuple[type[Exception], ...] = (OSError, *errors)
        try:
            yield
        except failures as error:
            self.discard()
            reason = getattr(error, "strerror", None) or error
            raise OutputError(f"cannot write {self._path}: {reason}") from error

    def finish(self) -> None:
        """Give the file its name; it takes the place of an older one at once."""
        with self.attempt():
            self.partial.replace(self._path)

    def discard(self) -> None:
        """Remove what has been written."""
        self.partial.unlink(missing_ok=True)


def write_whole(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path``, all of it or nothing; :class:`OutputError` if it cannot be."""
    file = UnfinishedFile(path)
    with file.attempt():
        file.partial.write_bytes(data)
    file.finish()
