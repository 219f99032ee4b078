"""Remove what is kept of a model or SoundFont, and nothing else."""

from collections.abc import Container, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from engine.descriptions import Description
from engine.fetch.fetching import alone
from engine.fetch.kept import folder, installed, places, present
from engine.fetch.pins import note_of
from engine.fetch.progress import Progress
from engine.fetch.sources import mirror_folder
from engine.poses.errors import ModelError


def remove(spec: Description, others: Iterable[Description], *, progress: Progress) -> int:
    """Remove the kept files of all builds of ``spec``; how many bytes that freed.

    Files that one of the ``others`` that are here needs too stay. A mirror is never touched, nor
    is anything outside of the folder of kept files, whatever links lead there.
    :class:`ModelError` if nothing of it is kept, or the system does not let it be removed.
    """
    needed = {path for other in others if other.name != spec.name for path in _paths(other)}
    doomed = _left_of(spec, needed)
    if not doomed:
        raise ModelError(_why_nothing(spec))
    kept = folder(spec.kind)
    for path in doomed:
        _check(path, kept)
    with alone(spec.kind, progress):
        return sum(_unlink(path, kept) for path in doomed)


def _left_of(spec: Description, needed: Container[Path]) -> list[Path]:
    """What is kept of all builds of ``spec`` but what is ``needed``.

    That is the files, what is noted of them, and what interrupted downloads left.
    """
    whole = (path for build in spec.builds for path in places(spec, build).values())
    found = (
        path
        for place in dict.fromkeys(whole)
        if place not in needed
        for path in (place, place.with_name(f"{place.name}.part"), note_of(place))
    )
    return [path for path in found if path.is_file() or path.is_symlink()]


def _paths(spec: Description) -> Iterator[Path]:
    """The files that ``spec`` is used with, if it is here."""
    build = present(spec)
    if build is not None:
        yield from places(spec, build).values()


def _why_nothing(spec: Description) -> str:
    if spec.path is not None and present(spec):
        return f"{spec.name} is not ours to remove: its files lie beside {spec.path}"
    for build in spec.builds:
        if build.system_package and installed(spec):
            return f"{spec.name} is not ours to remove: it comes with {build.system_package}"
    return f"{spec.name} is not installed: nothing of it is kept in {folder(spec.kind)}"


def _check(path: Path, kept: Path) -> None:
    """:class:`ModelError` if ``path`` is not really below ``kept``, or is in a mirror."""
    real = path.parent.resolve()
    if not real.is_relative_to(kept.resolve()):
        raise ModelError(f"{path} lies outside of {kept}, in {real}; remove it there")
    mirror = mirror_folder()
    if mirror is not None and real.is_relative_to(mirror.resolve()):
        raise ModelError(f"{path} is in the mirror {mirror}, where nothing is removed")


def _unlink(path: Path, kept: Path) -> int:
    """Remove ``path`` and the folders below ``kept`` that this leaves empty; the bytes freed."""
    try:
        size = path.lstat().st_size
        path.unlink()
    except OSError as error:
        raise ModelError(f"cannot remove {path}: {error.strerror or error}") from error
    with suppress(OSError):
        for empty in path.relative_to(kept).parents[:-1]:
            (kept / empty).rmdir()
    return size
