"""Where files come from: the mirror first, then upstream, then the wheel that carries them."""

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from engine.fetch import wheels
from engine.fetch.partial import NotTheFile, PartialFile, Unavailable, fault
from engine.fetch.progress import Progress
from engine.models import BuildSpec, FileSpec, ModelSpec
from engine.poses.errors import FetchError

if TYPE_CHECKING:
    from engine.fetch.downloads import Downloads

_CHUNK = 1 << 20


class Sources:
    """All places that are asked for files; used with ``with``, it ends with nothing open.

    ``failures`` are the reasons, each once, why files could not be had.
    """

    def __init__(self, progress: Progress, downloads: "Downloads | None" = None) -> None:
        self.failures: list[str] = []
        self.progress = progress
        self._downloads = downloads
        self._mirror = _mirror()

    def __enter__(self) -> "Sources":
        return self

    def __exit__(self, *_: object) -> None:
        if self._downloads is not None:
            self._downloads.close()

    def get(self, spec: ModelSpec, build: BuildSpec, places: Mapping[str, Path]) -> bool:
        """Put the files of ``build`` in their ``places``; False if one cannot be had.

        :class:`FetchError` if one cannot be written.
        """
        rest: list[FileSpec] = []
        for file in build.files:
            place = places[file.name]
            if _is_here(place, file) or self._from_addresses(spec, file, place):
                continue
            if file.member is None:
                return False
            rest.append(file)
        return not rest or self._from_wheel(spec, build, rest, places)

    def _from_addresses(self, spec: ModelSpec, file: FileSpec, place: Path) -> bool:
        return any(self._from_address(spec, file, place, url) for url in self._addresses(file))

    def _addresses(self, file: FileSpec) -> Iterator[str]:
        if self._mirror:
            yield f"{self._mirror.rstrip('/')}/{file.path}"
        yield from file.urls

    def _from_address(self, spec: ModelSpec, file: FileSpec, place: Path, address: str) -> bool:
        """Whether the file at ``address`` is in its ``place`` now."""
        try:
            with PartialFile(place, file) as part:
                self._fill(part, address)
        except NotTheFile as error:
            self._refuse(spec, file, address, error)
        except Unavailable as error:
            self._note(str(error))
        else:
            return True
        return False

    def _fill(self, part: PartialFile, address: str) -> None:
        """Fill ``part`` and put it in its place; afresh if what was left of it was not right."""
        for resumed in (part.size > 0, False):
            try:
                self._bring(part, address)
                part.take_place()
            except NotTheFile:
                if not resumed:
                    raise
            else:
                return

    def _bring(self, part: PartialFile, address: str) -> None:
        local = _local(address)
        if local is None:
            self._http().fill(address, part, self.progress)
        else:
            _copy(local, part)

    def _from_wheel(
        self,
        spec: ModelSpec,
        build: BuildSpec,
        files: Sequence[FileSpec],
        places: Mapping[str, Path],
    ) -> bool:
        """Put ``files`` in their places out of one download of the wheel of ``build``."""
        wheel = build.wheel
        assert wheel is not None, "checked when the description was read"
        source = f"the wheel {wheel.package} {wheel.version}"
        self.progress.begin(f"fetching {source} with pip", 0)
        try:
            with tempfile.TemporaryDirectory(prefix="skeleton-crew-") as scratch:
                archive = wheels.download(wheel, Path(scratch))
                for file in files:
                    with PartialFile(places[file.name], file) as part:
                        wheels.unpack(archive, str(file.member), part)
                        part.take_place()
        except NotTheFile as error:
            self._refuse(spec, file, source, error)
        except Unavailable as error:
            self._note(str(error))
        else:
            return True
        finally:
            self.progress.end()
        return False

    def _http(self) -> "Downloads":
        if self._downloads is None:
            from engine.fetch.downloads import Downloads

            self._downloads = Downloads()
        return self._downloads

    def _refuse(self, spec: ModelSpec, file: FileSpec, source: str, error: NotTheFile) -> None:
        described = f"the file that models/{spec.name}.toml describes"
        self._note(f"{file.name} from {source} is not {described}: {error}")

    def _note(self, failure: str) -> None:
        if failure not in self.failures:
            self.failures.append(failure)


def _mirror() -> str:
    """The folder or address that is asked first; empty if there is none."""
    mirror = os.environ.get("SKELETON_CREW_MIRROR", "")
    if urlsplit(mirror).scheme not in ("", "file", "http", "https"):
        raise FetchError(
            f"SKELETON_CREW_MIRROR is {mirror!r}; expected a folder, or an address that begins "
            "with file://, http:// or https://"
        )
    return mirror


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


def _is_here(place: Path, file: FileSpec) -> bool:
    try:
        return fault(place, file) is None
    except OSError:
        return False
