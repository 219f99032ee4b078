"""The files that are here already, and whether they are what their descriptions say."""

import hashlib
import os
from pathlib import Path

import platformdirs

from engine.descriptions import BuildSpec, Description, FileSpec, Kind
from engine.fetch.partial import expected_digest, fault, fits
from engine.models import ModelSpec
from engine.poses.errors import ConfigError, ModelError

Files = dict[str, Path]
"""The files of one build: name to path."""


def folder(kind: Kind = ModelSpec.kind) -> Path:
    """Where files of ``kind`` are kept: what its variable says, or a folder in the user's cache.

    The variable is ``SKELETON_CREW_MODELS`` or ``SKELETON_CREW_SOUNDFONTS``.
    """
    chosen = os.environ.get(kind.variable)
    if chosen:
        return Path(chosen).expanduser()
    return platformdirs.user_cache_path("skeleton-crew") / kind.folder


def places(spec: Description, build: BuildSpec) -> Files:
    """Where the files of ``build`` are kept once they are fetched, be they there or not."""
    return {file.name: folder(spec.kind) / file.path for file in build.files}


def is_pinned(spec: Description, files: Files) -> bool:
    """Whether one of the ``files`` is known only by the digest that it came with."""
    return any(
        file.digest is None and places(spec, build)[file.name] == files.get(file.name)
        for build in spec.builds
        for file in build.files
    )


def installed(spec: Description) -> Files | None:
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


def present(spec: Description) -> BuildSpec | None:
    """The build that :func:`installed` would look at first, though its files may be damaged.

    Costs no reading of files.
    """
    return next((build for build in spec.builds if _lying(spec, build)), None)


def fingerprint(spec: Description, build: BuildSpec) -> str:
    """Tells ``build``, as it is here, from any other, whatever they are called.

    It is made of the digests; of a file of one's own that has none, of its size and time.
    """
    files = _lying(spec, build) or places(spec, build)
    marks = " ".join(_mark(files[file.name], file) for file in build.files)
    return hashlib.sha256(marks.encode()).hexdigest()[:16]


def size(spec: Description, build: BuildSpec) -> int:
    """The bytes of the files of ``build``, as they lie here."""
    files = _lying(spec, build) or {}
    return sum(path.stat().st_size for path in files.values())


def _mark(path: Path, file: FileSpec) -> str:
    digest = expected_digest(path, file)
    if digest is None and path.exists():
        status = path.stat()
        digest = f"{status.st_size}@{status.st_mtime_ns}"
    return f"{file.name}={digest}"


def _lying(spec: Description, build: BuildSpec) -> Files | None:
    """The files of ``build``, unchecked; None unless all are here."""
    for files in (_places_beside(spec, build), places(spec, build)):
        if files and all(path.exists() for path in files.values()):
            return files
    return _on_system(build)


def _places_beside(spec: Description, build: BuildSpec) -> Files:
    """Where files are beside a description of one's own; nowhere for one that comes along."""
    if spec.path is None:
        return {}
    return {file.name: spec.path.parent / file.path for file in build.files}


def _kept(spec: Description, build: BuildSpec) -> Files | None:
    """The files of ``build`` if all are here; :class:`ModelError` if one of them is damaged."""
    beside = _beside(spec, build)
    if beside is not None:
        return beside
    files = places(spec, build)
    if not all(path.exists() for path in files.values()):
        return _on_system(build)
    for file in build.files:
        path = files[file.name]
        wrong = _fault(path, file)
        if wrong:
            mend = f"{spec.kind.command} fetch {spec.called}"
            raise ModelError(f"{path} is damaged: {wrong}; run: {mend}")
    return files


def _beside(spec: Description, build: BuildSpec) -> Files | None:
    """The files of ``build`` beside a description of one's own; None unless all are there.

    :class:`ConfigError` if they are not what it describes: both are the owner's to mend.
    """
    files = _places_beside(spec, build)
    if not files or not all(path.exists() for path in files.values()):
        return None
    for file in build.files:
        path = files[file.name]
        wrong = _fault(path, file, own=True)
        if wrong:
            raise ConfigError(f"{path} is not what {spec.path} describes: {wrong}")
    return files


def _fault(path: Path, file: FileSpec, *, own: bool = False) -> str | None:
    """What is wrong with a file; also that nobody knows its digest, unless it is one's ``own``."""
    try:
        digest = file.digest if own else expected_digest(path, file)
        if digest is None and not own:
            return "there is no digest to check it by"
        return fault(path, file, digest)
    except OSError as error:
        raise ModelError(f"cannot read {path}: {error.strerror or error}") from error


def _on_system(build: BuildSpec) -> Files | None:
    """The files of ``build`` where the system's packages put them; None unless all are there.

    What lies there may be another build, which is no fault.
    """
    found = {
        file.name: Path(path)
        for file in build.files
        for path in file.system_paths
        if fits(Path(path), file)
    }
    return found if len(found) == len(build.files) else None
